"""Every edit function, found by itself: act, undo, equal, redo, equal; and one step with one notice each."""

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from cmoplanner.model import edits, fields
from cmoplanner.model.approving import Subject
from cmoplanner.model.calibration import Anchor, Calibration, Estimate
from cmoplanner.model.checks import row_objects
from cmoplanner.model.dependencies import Tie
from cmoplanner.model.edits import deck, rows
from cmoplanner.model.edits.approvals import Decision
from cmoplanner.model.edits.assumptions import Assumed
from cmoplanner.model.edits.bookings import Accrual
from cmoplanner.model.edits.budget_cells import MoneyCells, Purse
from cmoplanner.model.edits.bulk import Rule
from cmoplanner.model.edits.contingency import Release
from cmoplanner.model.edits.cutting import Cuts
from cmoplanner.model.edits.dependencies import Join
from cmoplanner.model.edits.rules import Seen
from cmoplanner.model.edits.series import Scope
from cmoplanner.model.edits.workbook import Wanted
from cmoplanner.model.field import MONTH
from cmoplanner.model.fields import TABLES, Field, Kind, Table
from cmoplanner.model.plan import Activity, OwnAsk, Plan, Target, TouchpointTemplate
from cmoplanner.model.presets import channels_of
from cmoplanner.model.problems import Severity, check_plan
from cmoplanner.model.store.changes import Changes
from cmoplanner.model.store.document import Document
from cmoplanner.paths import sample_plan

CALIBRATION = Calibration(
    "channel",
    "email",
    (Estimate("unit_cost", 0.5, 0.4, 0.7), Estimate("slope", 1.2), Estimate("quality", 0.7, None, 0.9, "×")),
    "fit to history",
    date(2026, 11, 22),
    "M",
    (Anchor("prop-cloud", 900.0), Anchor("smb-care", 40.0, 1.1, "adbudg")),
)

ASK = OwnAsk("A1", "Approve the roadshow", amount=6_400_000, by=date(2027, 4, 2), subject="activity:A026")

NEW = {"name": "New", "start": date(2027, 5, 1), "end": date(2027, 5, 2), "gross_spend": 1}

CALLS: dict[str, tuple[Any, ...]] = {
    "activities.create_activity": ("New", date(2027, 5, 1), date(2027, 5, 9), {"campaign_id": "esb"}),
    "activities.duplicate_activities": (["A001", "A004"],),
    "activities.delete_activities": (["A001", "A004"],),
    "activities.move_activities": (["A001", "A004"], 14),
    "activities.move_activity": ("A001", -3),
    "activities.set_dates": ("A001", date(2027, 6, 1), date(2027, 6, 30)),
    "activities.rename_activity": ("A001", "Renamed"),
    "activities.set_targets": (["A001", "A004"], [Target("prop-pilot", 1.0)]),
    "workbook.take_over_workbook": (
        "finance.xlsx",
        Wanted(
            changed={"activity": {"A001": {"owner_role": "Finance"}}, "plan": {"norrvik-fy2027": {"vision": "Other"}}},
            months={"A004": {2: 12_345}},
            added={"activity": (NEW,)},
            deleted={"activity": ("A005",)},
        ),
    ),
    "approvals.submit": ([Subject("activity", "A062"), Subject("contract", "k-mail-27")], "For the winter"),
    "approvals.approve": ([Subject("activity", "A026"), Subject("activity", "A064")],),
    "approvals.reject": ([Subject("activity", "A026")], "Too late"),
    "approvals.record_decisions": ([Decision(Subject("activity", "A026"), "approved", date(2027, 4, 1), "Yes")],),
    "approvals.withdraw": ([Subject("activity", "A013")],),
    "assumptions.set_assumptions": (
        [
            Assumed("S001", "channel:paid_search", "unit_cost", 5.2, "M"),
            Assumed(None, "cell:prop-cloud", "ret_max_effect", 0.15, "L"),
        ],
        "value",
        0.4,
    ),
    "budget_cells.set_cells": (
        MoneyCells(
            months={"A019": {6: 500}},
            totals={"A026": 700},
            given={
                Purse(envelope="E001"): 900,
                Purse(quarter=2, cost_centre="CC100", category="events", region="DE"): 40,
            },
            forecasts={("A019", 7): 300},
            budget=230_000_000,
        ),
    ),
    "budget_cells.make_envelopes": ({Purse(quarter=1, cost_centre="CC100", category="events", region="DE"): 5_000},),
    "giving_back.give_back": (["PO2701"], {"A019": [4]}),
    "giving_back.comment_on": ("A018", "2027-03", "The hall was larger"),
    "money.set_phasing": (["A004", "A007"], "start"),
    "bookings.take_over": ("actual", [{"month": "2027-04", "amount": 5, "reference": "R1"}]),
    "bookings.code_bookings": ({"INV0071": "A001"},),
    "bookings.accrue": ([Accrual("A017", "2027-03", 500_000)],),
    "bookings.take_back": (["INV0001"], "2027-04"),
    "money.set_planned_months": ({"A004": {3: 500}, "A007": {5: 700}},),
    "money.set_planned_totals": ({"A004": 500, "A007": 700},),
    "money.shift_months": (["A004", "A007"], 1),
    "money.transfer": ("E001", "E002", 500, "late"),
    "money.spread_by": (["A004", "A007"], {"A004": [1] * 12, "A007": [0] * 11 + [1]}, 3),
    "contingency.release_contingency": (Release("E044", "E021", 500, "Second stand", rule_met=True),),
    "placeholders.plan_from": ("PH1", "Stand at a fair", 1_000, date(2027, 5, 1), date(2027, 5, 2)),
    "money.set_forecast": ("A004", date(2027, 5, 1), 500),
    "board.record_decision": (ASK, "accepted"),
    "board.take_back_decision": ("D1",),
    "board.write_ask": ("activity:A026", "title", "Approve the roadshow today", ASK),
    "deck.add_page": ("risks", "asks"),
    "deck.remove_page": ("channels",),
    "deck.move_page": ("asks", "budget"),
    "deck.change_page": ("budget", "notes", "Say it slowly"),
    "deck.reset_deck": (),
    "scaling.scale_budget": (200_000_000,),
    "bulk.change_by_rule": ("activity", ["A001", "A004"], "start", Rule.DAYS, -7),
    "campaigns.create_campaign": ("Autumn", {"start": date(2027, 9, 1), "end": date(2027, 10, 1)}),
    "campaigns.rename_campaign": ("esb", "Renamed"),
    "campaigns.move_campaign": ("esb", 7),
    "campaigns.set_campaign_dates": ("esb", date(2027, 2, 8), date(2027, 11, 7)),
    "campaigns.delete_campaign": ("esb",),
    "closed_days.create_blackout": ("Quiet weeks", date(2027, 7, 5), date(2027, 7, 18)),
    "closed_days.set_holiday_regions": (("SE", "DE-BY"),),
    "cutting.cut": (Cuts(frozenset({"A062"}), {"A004": frozenset({5})}, {"PO2704": 3_000_000}),),
    "dependencies.join": ("A001", "A030", Join.FOLLOWS_UP),
    "dependencies.unjoin": (Tie("A001", "A005", timing="FS"),),
    "dependencies.start_in_time": ("A032",),
    "dependencies.push_followers": ("A034",),
    "pasting.paste_activities": ([Activity("x", "Pasted", date(2027, 5, 1), date(2027, 5, 2))],),
    "presets.add_channels": (channels_of("b2c"),),
    "rows.create_row": ("competitor", {"name": "Airwell", "segment_id": "edu", "share_of_voice": 0.2}),
    "rows.duplicate_rows": ("campaign", ["esb"]),
    "rows.delete_rows": ("offering", ["pilot"]),
    "rows.reorder_rows": ("channel", ["email", "webinar"], "paid_search"),
    "rows.change_rows": ("vendor", {"v-tech": {"annual_cap": 7, "service": None}, "v-pr": {"preferred": False}}),
    "calibration.apply_calibration": (CALIBRATION,),
    "calibration.apply_calibrations": ([CALIBRATION, replace(CALIBRATION, row_id="webinar", lanes=())],),
    "rules.set_threshold": ("CAL-01", "activities", 4.0),
    "rules.switch_rule": ("CAL-13", "We work on Sundays"),
    "rules.reject_finding": ("RSK-06", "activity:A066", Seen("Nobody", {"": 0.0}), "The agency does it"),
    "series.move_occurrence": ("A049", 5, 3, Scope.FOLLOWING),
    "templates.create_activity_from_template": ("T1", date(2027, 5, 1)),
    "templates.create_campaign_from_chain": ("webinar", date(2027, 5, 1), 1_000_01),
    "templates.create_campaign_of": ([TouchpointTemplate("one", "One")], (), date(2027, 5, 1), 0, "Spring"),
    "templates.save_activity_as_template": ("A001",),
    "templates.save_campaign_as_template": ("esb",),
    "fields.set_field": ("channel", "email", "unit_cost", 3.21),
    "fields.set_field_of_many": ("activity", ["A001", "A002"], "gross_spend", 12_345),
}


def edit_functions() -> Iterator[tuple[str, Callable[..., Any]]]:
    for found in pkgutil.iter_modules(edits.__path__):
        module = importlib.import_module(f"{edits.__name__}.{found.name}")
        for name, function in inspect.getmembers(module, inspect.isfunction):
            takes = list(inspect.signature(function).parameters)
            if function.__module__ == module.__name__ and not name.startswith("_") and takes[:1] == ["document"]:
                yield f"{found.name}.{name}", function


@pytest.fixture(scope="module")
def document(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Document]:
    folder = tmp_path_factory.mktemp("edits")
    with Document.create_from(sample_plan(), folder / "plan.cmoplan", data_folder=folder / "data") as document:
        for row_id, share in (("T1", 0.3), ("T2", 0.7)):
            given = {"id": row_id, "name": row_id, "channel_id": "webinar", "stage_id": "choose", "chain": "webinar"}
            rows.create_row(document, "touchpoint_template", {**given, "category_id": "direct", "budget_share": share})
        rows.create_row(document, "board_decision", {"id": "D1", "title": "Approve", "decision": "accepted"})
        rows.create_row(document, "activity", {**NEW, "id": "PH1", "gross_spend": 5_000, "status": "placeholder"})
        deck.change_page(document, "budget", "title", "Where the money goes")
        yield document


SINGLE = {"plan"}  # the one row of the plan itself
JOINED = {"lane", "activity_target"}  # rows that are what joins two others


def a_value(field: Field, plan: Plan) -> Any:
    """Some valid value of a field."""
    match field.kind:
        case Kind.CHOICE:
            return field.choices[-1]
        case Kind.DATE:
            return date(2027, 5, 5)
        case Kind.REF:
            return next(iter(getattr(plan, fields.table(field.refers_to).attribute)), None)
        case Kind.REFS | Kind.LIST | Kind.NUMBERS:
            return None
        case Kind.FLAG:
            return True
        case Kind.TEXT if field.unit == MONTH:
            return "2027-05"
        case Kind.TEXT if field.key == "scope":
            return "plan"
        case Kind.TEXT | Kind.NOTE:
            return "Something"
        case Kind.COUNT | Kind.MONEY:
            return max(1, int(field.minimum or 0))
        case _:
            return 1.0


def values_for(table: Table, plan: Plan) -> dict[str, Any]:
    """Values of the required fields of a new row, and of what else the rules ask for."""
    found = {field.key: a_value(field, plan) for field in table.fields if field.required}
    match table.name:
        case "lane":
            free = (pair for pair in product(plan.channels, plan.cells) if "|".join(pair) not in plan.lanes)
            found["channel_id"], found["cell_id"] = next(free)
        case "activity_target":
            taken = {target.cell_id for target in plan.activities["A001"].targets}
            cell = next(cell for cell in plan.cells if cell not in taken)
            found = {"activity_id": "A001", "cell_id": cell, "share": 0.3}
        case "scenario_override":
            found["value"] = "1.5"
        case "transfer":
            found["to_envelope_id"] = list(plan.envelopes)[1]
        case "activity_link":
            found["linked_id"] = list(plan.activities)[-1]
        case "cell":
            found["offering_id"] = "cloud"
    return found


def acts_on(name: str) -> Iterator[tuple[str, Callable[[Document, str], Any]]]:
    """What is done to a row of a table, each one act; the row's id is given."""
    table = fields.table(name)
    if name not in SINGLE:
        yield "create", lambda document, _row: rows.create_row(document, name, values_for(table, document.plan))
        yield "delete", lambda document, row: rows.delete_rows(document, name, [row])
        yield "reorder", lambda document, row: rows.reorder_rows(document, name, [row], None)
    if name not in SINGLE | JOINED:
        yield "duplicate", lambda document, row: rows.duplicate_rows(document, name, [row])
    for field in table.fields:
        if field.kind in {Kind.TEXT, Kind.NOTE} and field.unit == "" and field.key not in {"scope", "scope_id"}:
            yield "change", lambda document, row, key=field.key: rows.change_rows(document, name, {row: {key: "Other"}})
            break


EACH = [
    pytest.param(table.name, act, id=f"{table.name}-{label}") for table in TABLES for label, act in acts_on(table.name)
]


def rows_of(plan: Plan) -> dict[str, Any]:
    """Every row of a plan, and the order of each table."""
    found = {"header": plan.header}
    for table in TABLES:
        if table.attribute and table.attribute != "header":
            found[table.attribute] = list(getattr(plan, table.attribute).items())
    return found


def test_every_edit_has_its_call() -> None:
    assert {name for name, _function in edit_functions()} == CALLS.keys()


@pytest.mark.parametrize(("name", "function"), list(edit_functions()))
def test_act_undo_redo(document: Document, name: str, function: Callable[..., Any], tmp_path: Path) -> None:
    act_undo_redo(document, lambda: function(document, *CALLS[name]), tmp_path)


@pytest.mark.parametrize(("name", "act"), EACH)
def test_act_undo_redo_on_every_table(
    document: Document, name: str, act: Callable[[Document, str], Any], tmp_path: Path
) -> None:
    table = fields.table(name)
    filled = 0
    for field in table.fields:
        if field.kind is Kind.REF and field.required and a_value(field, document.plan) is None:
            rows.create_row(document, field.refers_to, values_for(fields.table(field.refers_to), document.plan))
            filled += 1
    if name not in SINGLE and len(list(row_objects(document.plan, table))) < 2:
        for _row in range(2):
            rows.create_row(document, name, values_for(table, document.plan))
            filled += 1
    if name == "lane":  # each channel has one in each cell
        rows.delete_rows(document, name, [list(document.plan.lanes)[-1]])
        filled += 1
    try:
        first = next(iter(row_objects(document.plan, table)))
        act_undo_redo(document, lambda: act(document, first.id), tmp_path)
    finally:
        for _row in range(filled):
            document.undo()


def test_every_table_is_acted_on() -> None:
    assert {table.name for table in TABLES} == {param.values[0] for param in EACH}


def act_undo_redo(document: Document, act: Callable[[], Any], tmp_path: Path) -> None:
    told: list[Changes] = []
    leave = document.subscribe(told.append)
    label_before, before, sums_before = document.undo_label, rows_of(document.plan), document.content_sums

    act()
    after, sums_after, label = rows_of(document.plan), document.content_sums, document.undo_label
    assert sums_after != sums_before
    assert after != before
    assert label
    assert document.undo() == label
    assert document.content_sums == sums_before
    assert rows_of(document.plan) == before
    assert document.undo_label == label_before
    assert document.redo() == label
    assert document.content_sums == sums_after
    assert rows_of(document.plan) == after
    assert [change.label for change in told] == [label] * 3, "one notice for each act"
    assert [found for found in check_plan(document.plan) if found.severity is Severity.ERROR] == []

    copy = tmp_path / "copy.cmoplan"
    document.save_copy(copy)
    with Document.open(copy) as reread:  # what is kept row by row is what a whole new reading finds
        assert rows_of(reread.plan) == after
    document.undo()
    leave()
