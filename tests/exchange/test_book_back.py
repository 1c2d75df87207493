"""What finance changed in the workbook comes back: exactly that, field by field, and it is as if it had been typed."""

import datetime as dt
import random
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from openpyxl.workbook import Workbook

from cmoplanner.errors import EditRefused
from cmoplanner.exchange.book_back import BookBack, State, as_data, chosen, read_back, unknown_names, wanted_of
from cmoplanner.exchange.book_back_keys import SHAPE
from cmoplanner.exchange.book_back_record import SHEET, read_record
from cmoplanner.exchange.book_back_sheets import field_of
from cmoplanner.exchange.raw_table import TableRefused
from cmoplanner.exchange.sheet_in import read_cells
from cmoplanner.exchange.workbook import export_workbook
from cmoplanner.model import fields
from cmoplanner.model.edits.activities import delete_activities, move_activity
from cmoplanner.model.edits.fields import set_field
from cmoplanner.model.edits.money import set_planned_months
from cmoplanner.model.edits.workbook import take_over_workbook
from cmoplanner.model.field import Kind
from cmoplanner.model.fields import TABLES
from cmoplanner.model.phasing import monthly_spend, net_by_month, net_spend
from cmoplanner.model.plan import Plan
from cmoplanner.model.problems import row_of
from cmoplanner.model.store.document import Document
from cmoplanner.projection.compile import compile_plan
from cmoplanner.projection.model import project
from tests.exchange.book_back import at, changed, document_of, exported
from tests.exchange.office import recalculated
from tests.exchange.plans import empty, hostile, small
from tests.plans import norrvik

PLANS = {
    "sample": norrvik,
    "small": small,
    "yen": lambda: small("JPY", 0),
    "dinar": lambda: small("KWD", 3),
    "July": lambda: small(fy_start=dt.date(2027, 7, 1)),
    "weeks": lambda: small(fy_pattern="4-4-5", fy_start=dt.date(2027, 7, 5), value_horizon_months=24),
    "empty": empty,
}
GROSS = "Gross (EUR)"


@pytest.fixture(name="document")
def _document(tmp_path: Path) -> Iterator[Document]:
    with document_of(small(), tmp_path) as document:
        yield document


@pytest.fixture(name="path")
def _path(document: Document, tmp_path: Path) -> Path:
    return exported(document, tmp_path)


def back_of(document: Document, path: Path) -> BookBack:
    return read_back(path, document.plan, document.uuid)


def take(document: Document, back: BookBack, *only: str) -> None:
    take_over_workbook(document, back.file, wanted_of(document.plan, chosen(back, only)))


def told(back: BookBack) -> list[tuple[str, str, str, str]]:
    return [(change.place, change.field, change.before, change.after) for change in back.changes]


def contents(plan: Plan) -> dict[str, Any]:
    return {spec.name: getattr(plan, spec.attribute) for spec in TABLES if spec.attribute} | {"plan": plan.header}


@pytest.mark.parametrize("name", PLANS)
def test_an_untouched_workbook_changes_nothing(name: str, tmp_path: Path) -> None:
    with document_of(PLANS[name](), tmp_path) as document:
        path = exported(document, tmp_path)
        back = back_of(document, path)
        assert (back.changes, back.remarks, back.summary) == ((), (), "Nothing changed.")
        changed(path, lambda _book: None)  # formulas have no values any more
        assert (back_of(document, path).changes, back_of(document, path).remarks) == ((), ())
        with pytest.raises(EditRefused, match="nothing to take over"):
            take(document, back)


def test_texts_that_a_spreadsheet_would_like_to_run_change_nothing(tmp_path: Path) -> None:
    plan, path = hostile(), tmp_path / "finance.xlsx"
    export_workbook(plan, project(compile_plan(plan)), path)
    assert read_back(path, plan, "").changes == ()
    changed(path, lambda _book: None)
    assert read_back(path, plan, "").changes == ()


def test_every_column_of_the_record_is_in_the_workbook(document: Document, path: Path) -> None:
    record = read_record(read_cells(path, {SHEET})[SHEET], path.name)
    empty = {"Transfers", "Commitments", "Actuals", "MDF", "Vendors"}
    assert {row.sheet for row in record.rows} | empty == {sheet.name for sheet in record.sheets}
    assert {row.table for row in record.rows} >= {"plan", "envelope", "activity", "channel", "cell", "cost_category"}
    assert record.plan["origin"] == document.uuid


@pytest.mark.parametrize("name", ["small", "dinar", "yen"])
def test_saved_anew_by_another_program_nothing_changed(name: str, tmp_path: Path) -> None:
    with document_of(PLANS[name](), tmp_path) as document:
        path = recalculated(exported(document, tmp_path), tmp_path)
        assert told(back_of(document, path)) == []
        assert back_of(document, path).remarks == ()


def _edit(book: Workbook) -> None:
    calendar = book["Calendar"]
    at(calendar, "A1", GROSS).value = 250.5
    at(calendar, "A1", "Owner").value = "  Chief buyer "
    at(calendar, "A2", "Status").value = "committed"
    at(calendar, "A2", "Campaign").value = "x · Campaign *"
    at(calendar, "A1", "Partner pays (share)").value = 0.25
    at(calendar, "A5", "Start").value = dt.date(2028, 2, 27)
    at(calendar, "A5", "Cost centre").value = None
    at(calendar, "A2", "Repeats until").value = dt.date(2028, 5, 31)
    at(book["Budget"], "E1", "Top-down (EUR)").value = 61
    at(book["Assumptions"], "channel:c:unit_cost", "Value").value = 2.5
    at(book["Assumptions"], "cell:k:gross_margin", "Value").value = 0.35
    next(cell for cell in book["Summary"]["A"] if "top-down (EUR)" in str(cell.value)).offset(0, 1).value = 1234.56


EXPECTED = {
    ("activity", "A1", "gross_spend"): 25_050,
    ("activity", "A1", "owner_role"): "Chief buyer",
    ("activity", "A2", "status"): "committed",
    ("activity", "A2", "campaign_id"): "x",
    ("activity", "A1", "partner_share"): 0.25,
    ("activity", "A5", "start"): dt.date(2028, 2, 27),
    ("activity", "A5", "cost_centre_id"): None,
    ("activity", "A2", "until"): dt.date(2028, 5, 31),
    ("envelope", "E1", "topdown_amount"): 6_100,
    ("channel", "c", "unit_cost"): 2.5,
    ("cell", "k", "gross_margin"): 0.35,
    ("plan", "p", "topdown_budget"): 123_456,
}


@pytest.mark.parametrize("office", [False, True])
def test_changes_come_back_as_if_they_were_typed(
    document: Document, path: Path, tmp_path: Path, *, office: bool
) -> None:
    changed(path, _edit)
    back = back_of(document, recalculated(path, tmp_path) if office else path)
    assert {(one.table, one.row_id, one.key): one.value for one in back.changes} == EXPECTED
    assert {one.state for one in back.changes} == {State.CHANGED}
    before = contents(document.plan)
    take(document, back)
    assert document.undo_label == "Take over changes of “finance.xlsx”"
    after = contents(document.plan)
    document.undo()
    assert contents(document.plan) == before
    for (table, row, key), value in EXPECTED.items():
        set_field(document, table, row, key, value)
    assert contents(document.plan) == after
    assert back_of(document, path).changes == () or office  # the plan says so by now


def test_only_what_is_chosen_is_taken(document: Document, path: Path) -> None:
    back = back_of(document, changed(path, _edit))
    take(document, back, "gross_spend", "Budget/E1/topdown_amount")
    assert document.plan.activities["A1"].gross_spend == 25_050
    assert document.plan.envelopes["E1"].topdown_amount == 6_100
    assert document.plan.activities["A2"].status == "planned"
    assert unknown_names(back, ["gross_spend", "A1", "Calendar", "nothing"]) == ["nothing"]


def test_changes_in_words_and_as_data(document: Document, path: Path) -> None:
    back = back_of(document, changed(path, lambda book: setattr(at(book["Calendar"], "A1", GROSS), "value", 250.5)))
    assert [change.sentence for change in back.changes] == ["Calendar!V5: “Odd”, Gross spend: 100.01 → 250.50"]
    (data,) = as_data(back)["changes"]
    assert (data["before"], data["after"], data["now"]) == ("100.01", "250.50", "100.01")
    assert (data["cell"], data["table"], data["row"], data["field"]) == ("V5", "activity", "A1", "gross_spend")


def test_gross_months_become_phasing_by_hand(document: Document, path: Path) -> None:
    """The gross months as planned are the inputs of a live workbook: they say how the money is spread."""

    def move(book: Workbook) -> None:
        sheet = book["Phasing"]
        first, second = (at(sheet, "A1", f"{month}: gross as planned") for month in ("Jul 2027", "Dec 2027"))
        second.value, first.value = first.value, 0

    amounts = monthly_spend(document.plan.activities["A1"], document.plan.calendar)
    back = back_of(document, changed(path, move))
    assert [change.field for change in back.changes] == ["Jul 2027: gross as planned", "Dec 2027: gross as planned"]
    take(document, back)
    wanted = [0, *amounts[1:5], amounts[0], *amounts[6:]]
    assert monthly_spend(document.plan.activities["A1"], document.plan.calendar) == wanted
    document.undo()
    set_field(document, "activity", "A1", "custom_phasing", tuple(float(amount) for amount in wanted))
    assert monthly_spend(document.plan.activities["A1"], document.plan.calendar) == wanted


def test_net_months_that_were_typed_over_their_formulas_are_exact(document: Document, path: Path) -> None:
    back = back_of(document, changed(path, lambda book: setattr(at(book["Phasing"], "A1", "Aug 2027"), "value", 30.03)))
    assert [(change.key, change.value) for change in back.changes] == [("month_1", 3_003)]
    before = net_by_month(document.plan.activities["A1"], document.plan.calendar)
    take(document, back)
    taken = document.plan.activities["A1"]
    assert net_by_month(taken, document.plan.calendar) == [before[0], 3_003, *before[2:]]
    assert net_spend(taken) == sum(before) - before[1] + 3_003
    document.undo()
    set_planned_months(document, {"A1": {1: 3_003}})
    assert net_by_month(document.plan.activities["A1"], document.plan.calendar)[1] == 3_003


def test_months_must_add_up_to_a_cost_that_is_new_too(document: Document, path: Path) -> None:
    def edit(book: Workbook) -> None:
        at(book["Calendar"], "A2", GROSS).value = 100
        at(book["Phasing"], "A2", "Aug 2027").value = 99

    back = back_of(document, changed(path, edit))
    month, cost = back.of(State.REFUSED)[0], back.of(State.CHANGED)[0]
    assert (month.key, cost.key) == ("month_1", "gross_spend")
    assert "do not add up" in month.why
    take(document, back)
    assert document.plan.activities["A2"].gross_spend == 10_000


def test_both_sides_changed_a_field(document: Document, path: Path) -> None:
    def edit(book: Workbook) -> None:
        at(book["Calendar"], "A1", GROSS).value = 120
        at(book["Calendar"], "A1", "Owner").value = "Finance"

    changed(path, edit)
    set_field(document, "activity", "A1", "gross_spend", 9_000)
    set_field(document, "activity", "A2", "gross_spend", 8_000)  # finance did not touch it: it stays
    back = back_of(document, path)
    (conflict,) = back.of(State.CONFLICT)
    assert conflict.sentence == "Calendar!V5: “Odd”, Gross spend: 100.01 → 120.00; the plan has 90.00 since"
    assert back.revision < back.plan_revision
    take(document, back)
    assert document.plan.activities["A1"].gross_spend == 9_000
    assert document.plan.activities["A1"].owner_role == "Finance"
    take(document, back_of(document, path), conflict.id)
    assert document.plan.activities["A1"].gross_spend == 12_000
    assert document.plan.activities["A2"].gross_spend == 8_000


def test_the_same_change_on_both_sides_is_none(document: Document, path: Path) -> None:
    changed(path, lambda book: setattr(at(book["Calendar"], "A1", GROSS), "value", 90))
    set_field(document, "activity", "A1", "gross_spend", 9_000)
    assert back_of(document, path).changes == ()


def test_sorting_and_moved_columns_change_nothing(document: Document, path: Path) -> None:
    def turn(book: Workbook) -> None:
        sheet = book["Calendar"]
        rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=5)]
        for number, row in enumerate(reversed(rows), 5):
            for column, value in enumerate(row, 1):
                sheet.cell(number, column).value = value
        sheet.insert_cols(2)
        sheet.insert_rows(1, 3)

    assert told(back_of(document, changed(path, turn))) == []


def test_a_new_row_is_proposed_with_what_is_like_it(document: Document, path: Path) -> None:
    def add(book: Workbook) -> None:
        sheet = book["Calendar"]
        row = sheet.max_row + 1
        for head, value in (("Activity", "Odd fair"), ("Start", dt.date(2027, 9, 1)), (GROSS, 12.5)):
            sheet.cell(row, at(sheet, "A1", head).column).value = value
        sheet.cell(row, at(sheet, "A1", "End (last day)").column).value = "02.09.2027"

    back = back_of(document, changed(path, add))
    (new,) = back.changes
    assert (new.state, new.row) == (State.ADDED, "Odd fair")
    assert "as in “Odd”" in new.why
    take(document, back)
    (made,) = [one for one in document.plan.activities.values() if one.name == "Odd fair"]
    assert (made.start, made.end, made.gross_spend) == (dt.date(2027, 9, 1), dt.date(2027, 9, 2), 1_250)
    assert (made.channel_id, made.campaign_id, made.targets[0].cell_id) == ("c", "x", "k")
    document.undo()
    assert len(document.plan.activities) == 5


def test_a_deleted_row_is_told_and_stays_unless_it_is_named(document: Document, path: Path) -> None:
    def delete(book: Workbook) -> None:
        sheet = book["Calendar"]
        sheet.delete_rows(at(sheet, "A2", "Activity id").row)

    back = back_of(document, changed(path, delete))
    (gone,) = back.changes
    assert (gone.state, gone.row, gone.id) == (State.DELETED, "Series", "Calendar/A2/deleted")
    assert chosen(back, ()) == []
    assert chosen(back, ("Calendar",)) == []
    take(document, back, gone.id)
    assert "A2" not in document.plan.activities
    document.undo()
    assert "A2" in document.plan.activities


def test_what_is_deleted_in_the_plan_cannot_be_changed(document: Document, path: Path) -> None:
    changed(path, lambda book: setattr(at(book["Calendar"], "A2", GROSS), "value", 90))
    delete_activities(document, ["A2"])
    (change,) = back_of(document, path).changes
    assert (change.state, change.why) == (State.REFUSED, "“A2” is no longer in the plan")


def test_workbooks_of_other_plans_and_calendars_are_refused(document: Document, path: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    with document_of(small(), other) as stranger, pytest.raises(TableRefused, match="exported from another plan"):
        back_of(stranger, path)
    plan = document.plan
    moved = replace(plan, header=replace(plan.header, fy_start=dt.date(2028, 7, 1)))
    with pytest.raises(TableRefused, match="another currency or fiscal year") as refusal:
        read_back(path, moved, document.uuid)
    assert refusal.value.remedy


def test_a_record_that_was_changed_is_refused(document: Document, path: Path) -> None:
    changed(path, lambda book: setattr(book[SHEET]["C2"], "value", "other"))
    with pytest.raises(TableRefused, match="was changed"):
        back_of(document, path)
    changed(path, lambda book: book.remove(book[SHEET]))
    with pytest.raises(TableRefused, match="no workbook that was exported"):
        back_of(document, path)


def test_all_or_nothing(document: Document, path: Path) -> None:
    changed(path, _edit)
    back = back_of(document, path)
    move_activity(document, "A5", 1)
    set_field(document, "activity", "A5", "end", dt.date(2028, 3, 2))
    before = contents(document.plan)
    bad = [replace(one, value=dt.date(2029, 1, 1)) if one.key == "start" else one for one in back.changes]
    with pytest.raises(EditRefused):
        take_over_workbook(document, back.file, wanted_of(document.plan, bad))
    assert contents(document.plan) == before


def random_value(kind: Kind, before: Any, decimals: int, chance: random.Random) -> tuple[Any, Any]:
    """Return a new value as it is typed into a cell, and as the plan keeps it."""
    if kind is Kind.MONEY:
        minor = chance.randrange(1, 10**9)
        return minor / 10**decimals, minor
    if kind is Kind.RATE:
        share = round(chance.uniform(0.01, 0.99), 4)
        return share, share
    number = round((before or 1.0) * chance.uniform(1.1, 1.9), 6)
    return number, number


@pytest.mark.parametrize("name", ["small", "yen", "dinar", "weeks"])
def test_random_cells_come_back_and_no_others(name: str, tmp_path: Path) -> None:
    chance = random.Random(name)
    with document_of(PLANS[name](), tmp_path) as document:
        plan = document.plan
        sound = exported(document, tmp_path).read_bytes()
        record = read_record(read_cells(tmp_path / "finance.xlsx", {SHEET})[SHEET], "finance.xlsx")
        heads = {sheet.name: sheet.columns for sheet in record.sheets}
        kinds = (Kind.MONEY, Kind.RATE, Kind.AMOUNT, Kind.NUMBER)
        cells = [
            (row, key)
            for row in record.rows
            for key in row.values
            if row.sheet in ("Budget", "Calendar", "Phasing", "Assumptions")
            and field_of(row.table, key).kind in kinds
            and not key.startswith(("month_", "seasonality_", "low_", "high_"))
            and not (key.startswith(SHAPE) and plan.activities[row.id].cancelled)
        ]
        for _round in range(6):
            wanted: dict[tuple[str, str, str], Any] = {}

            def edit(book: Workbook, wanted: dict[tuple[str, str, str], Any] = wanted) -> None:
                for row, key in chance.sample(cells, chance.randrange(1, 9)):
                    head = heads[row.sheet].get(key, heads[row.sheet].get("*", ""))
                    kind = field_of(row.table, key).kind
                    typed, kept = random_value(kind, row.values[key], plan.header.currency_decimals, chance)
                    at(book[row.sheet], row.name, head).value = typed
                    wanted[row.table, row.id, key] = kept

            path = tmp_path / "finance.xlsx"
            path.write_bytes(sound)
            back = back_of(document, changed(path, edit))
            found = {(one.table, one.row_id, one.key): one for one in back.changes}
            assert found.keys() == wanted.keys()
            assert {place for place, one in found.items() if one.state is State.REFUSED} <= {
                place
                for place in wanted
                if place[0] in ("cell", "channel", "lane")  # a likely value out of its limits
            }
            before = contents(document.plan)
            taken = {place: value for place, value in wanted.items() if found[place].state is State.CHANGED}
            if taken:
                take(document, back)
                for (table, row_id, key), value in taken.items():
                    if not key.startswith(SHAPE):
                        now = row_of(document.plan, fields.table(table), row_id)
                        assert getattr(now, key) == value
                document.undo()
            assert contents(document.plan) == before


def test_a_workbook_without_its_sheet_or_column_says_so(document: Document, path: Path) -> None:
    def cut(book: Workbook) -> None:
        at(book["Calendar"], "A1", GROSS).value = 1
        sheet = book["Calendar"]
        sheet.delete_cols(at(sheet, "A1", GROSS).column)
        book.remove(book["Budget"])

    back = back_of(document, changed(path, cut))
    assert back.changes == ()
    assert back.remarks == (
        "The sheet “Budget” is missing: nothing of it was read.",
        f"The sheet “Calendar” has no column “{GROSS}”: nothing of that was read.",
    )


def test_ids_that_are_there_twice_are_named(document: Document, path: Path) -> None:
    def copy(book: Workbook) -> None:
        sheet = book["Calendar"]
        sheet.append([cell.value for cell in sheet[at(sheet, "A1", GROSS).row]])

    (change,) = back_of(document, changed(path, copy)).changes
    assert (change.state, change.place) == (State.REFUSED, "Calendar!A10")
    assert change.why == "the id is there twice, in rows 5, 10"


def test_the_record_is_hidden(path: Path) -> None:
    with zipfile.ZipFile(path) as archive:
        assert b'name="_exported"' in archive.read("xl/workbook.xml")
    assert read_cells(path, {SHEET})[SHEET].hidden
