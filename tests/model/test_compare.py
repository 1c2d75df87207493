"""What differs between two plans, in words and as data."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest

from cmoplanner.i18n import use_language
from cmoplanner.model.compare import Difference, DifferenceKind, compare, rows_of, totals
from cmoplanner.model.compare_words import KNOWN_BY, Words
from cmoplanner.model.edits.activities import create_activity, delete_activities, move_activity
from cmoplanner.model.edits.campaigns import rename_campaign
from cmoplanner.model.edits.fields import set_field
from cmoplanner.model.fields import BY_NAME, TABLES, Kind
from cmoplanner.model.plan import KeptTable, Plan, Target
from cmoplanner.model.store.document import Document
from cmoplanner.model.store.snapshot import read_snapshot
from cmoplanner.model.tables_market import CELL
from cmoplanner.paths import sample_plan


@pytest.fixture(scope="module")
def plan() -> Plan:
    return read_snapshot(sample_plan()).plan


@pytest.fixture
def document(tmp_path: Path) -> Iterator[Document]:
    with Document.create_from(sample_plan(), tmp_path / "plan.cmoplan") as document:
        yield document


def with_row(plan: Plan, attribute: str, row_id: str, **values: Any) -> Plan:
    rows = dict(getattr(plan, attribute))
    rows[row_id] = replace(rows[row_id], **values)
    return replace(plan, **{attribute: MappingProxyType(rows)})


def only(old: Plan, new: Plan) -> Difference:
    (found,) = compare(old, new)
    return found


def test_equal_plans_do_not_differ(plan: Plan) -> None:
    assert compare(plan, plan) == ()
    assert compare(plan, read_snapshot(sample_plan()).plan) == ()


@pytest.mark.parametrize(
    ("days", "words"),
    [(-84, "12 weeks earlier"), (7, "1 week later"), (1, "1 day later"), (-10, "10 days earlier")],
)
def test_moved(plan: Plan, days: int, words: str) -> None:
    old = plan.activities["A001"]
    shift = timedelta(days=days)
    found = only(plan, with_row(plan, "activities", "A001", start=old.start + shift, end=old.end + shift))
    assert (found.kind, found.table, found.id, found.key) == ("moved", "activity", "A001", "start/end")
    assert found.sentence == f"Moved “{old.name}” {words}"
    assert found.after == f"{old.start + shift}/{old.end + shift}"
    assert found.before == f"{old.start}/{old.end}"


def test_stretched(plan: Plan) -> None:
    new = with_row(plan, "activities", "A001", start=date(2027, 6, 9), end=date(2027, 8, 23), until=None)
    found = only(with_row(new, "activities", "A001", end=date(2027, 6, 9)), new)
    assert found.kind is DifferenceKind.MOVED
    assert found.sentence.endswith("9 Jun 2027 → 9 Jun 2027 – 23 Aug 2027")


def test_re_budgeted(plan: Plan) -> None:
    old = with_row(plan, "activities", "A001", gross_spend=4_400_000, name="X")
    found = only(old, with_row(old, "activities", "A001", gross_spend=5_000_000))
    assert found.sentence == "“X”: Gross spend 44,000.00 → 50,000.00 (+6,000.00)"
    assert (found.kind, found.key, found.before, found.after) == ("re-budgeted", "gross_spend", 4_400_000, 5_000_000)
    less = only(old, with_row(old, "activities", "A001", gross_spend=4_399_999))
    assert less.sentence == "“X”: Gross spend 44,000.00 → 43,999.99 (\u22120.01)"


def test_the_words_follow_the_plan_s_locale_and_decimals(plan: Plan) -> None:
    yen = replace(plan, header=replace(plan.header, currency="JPY", currency_decimals=0, locale="de_DE"))
    old = with_row(yen, "activities", "A001", gross_spend=44_000, name="X")
    found = only(old, with_row(old, "activities", "A001", gross_spend=50_000))
    assert found.sentence == "“X”: Gross spend 44.000 → 50.000 (+6.000)"


def test_added_removed_renamed_and_reordered(document: Document) -> None:
    old = document.plan
    create_activity(document, "Fresh", date(2027, 5, 1), date(2027, 5, 9))
    gone = old.activities["A001"].name
    delete_activities(document, ["A001"])
    name = old.campaigns["esb"].name
    rename_campaign(document, "esb", "Other")
    found = {(entry.kind, entry.table): entry.sentence for entry in compare(old, document.plan)}
    assert found["added", "activity"] == "Added Activity “Fresh”"
    assert found["removed", "activity"] == f"Removed Activity “{gone}”"
    assert found["renamed", "campaign"] == f"Renamed “{name}” to “Other”"
    rows = dict(reversed(old.goals.items()))
    turned = only(old, replace(old, goals=MappingProxyType(rows)))
    assert (turned.kind, turned.table, turned.id) == ("reordered", "goal", "")


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"owner_role": "Ann"}, "Owner {before} → “Ann”"),
        ({"locked": True}, "Locked no → yes"),
        ({"partner_share": 0.125}, "Partner pays {before} → 12.5\u00a0%"),
        ({"status": "committed"}, "Status {before} → Committed"),
        ({"depends_on": ("A002",)}, "Starts after – → {A002}"),
        ({"campaign_id": None}, "Campaign {campaign} → –"),
        ({"notes": "One\nTwo"}, "Notes {before} → “One ¶ Two”"),
        ({"targets": (Target("prop-pilot", 1.0),)}, "Goes to – → {cell} 100\u00a0%"),
        ({"extra": (("colour", "red"),)}, "What is kept word for word changed"),
    ],
)
def test_other_fields(plan: Plan, values: dict[str, Any], words: str) -> None:
    old = with_row(
        plan, "activities", "A001", owner_role="", partner_share=0.0, status="planned", notes="", locked=False
    )
    old = with_row(old, "activities", "A001", depends_on=(), targets=(), campaign_id="esb")
    before = {"partner_share": "0\u00a0%", "status": "Planned"}.get(next(iter(values)), "–")
    cell = plan.cells["prop-pilot"]
    names = {
        "before": before,
        "A002": plan.activities["A002"].name,
        "campaign": f"“{plan.campaigns['esb'].name}”",
        "cell": f"{plan.offerings[cell.offering_id].name} · {plan.segments[cell.segment_id].name}",
    }
    found = only(old, with_row(old, "activities", "A001", **values))
    assert found.kind is DifferenceKind.CHANGED
    assert found.sentence.endswith(words.format(**names))
    assert found.sentence.startswith(f"“{plan.activities['A001'].name}”")


def test_every_field_of_every_table_is_seen(plan: Plan) -> None:
    """Fields are emptied, or filled, one after another by the list of tables; the header included."""
    seen = 0
    for table in TABLES:
        rows = rows_of(plan, table) if table.attribute else {}
        for row_id, row in list(rows.items())[:1]:
            for field in table.fields:
                value = getattr(row, field.key)
                other = _other(field.kind, value)
                new = replace(row, **{field.key: other})
                changed = (
                    replace(plan, header=new)
                    if table.attribute == "header"
                    else replace(plan, **{table.attribute: MappingProxyType({**rows, row_id: new})})
                )
                found = compare(plan, changed)
                assert [(entry.table, field.key in entry.key.split("/")) for entry in found] == [(table.name, True)]
                assert found[0].sentence
                seen += 1
    assert seen > 150


def _other(kind: Kind, value: Any) -> Any:
    match kind:
        case Kind.DATE:
            return date(2027, 3, 1) if value != date(2027, 3, 1) else date(2027, 3, 2)
        case Kind.FLAG:
            return not value
        case Kind.MONEY | Kind.COUNT | Kind.AMOUNT | Kind.RATE | Kind.NUMBER:
            return (value or 0) + 1
        case Kind.REFS | Kind.LIST:
            return (*value, "other")
        case Kind.NUMBERS:
            return () if value else (1.0,) * 12
        case _:
            return f"{value or ''}x"


def test_what_was_changed_is_in_sight_on_both_sides(plan: Plan) -> None:
    start = "Launch of the new line of sensors for schools and hospitals in the north "
    phasing = tuple(float(n) for n in range(12))
    sides: list[tuple[str, str, dict[str, Any], dict[str, Any], str]] = [
        ("activities", "A001", {"notes": "one\ntwo"}, {"notes": "one\nthree"}, "Notes “one ¶ two” → “one ¶ three”"),
        ("activities", "A001", {"name": start + "1"}, {"name": start + "2"}, "in the north 1” to “…"),
        (
            "activities",
            "A001",
            {"custom_phasing": phasing},
            {"custom_phasing": (*phasing[:10], 11.0, 10.0)},
            "month 11: 10 → 11; month 12: 11 → 10",
        ),
        ("cells", "prop-cloud", {"gross_margin": 0.78}, {"gross_margin": 0.7800001}, "78\u00a0% → 78.00001\u00a0%"),
    ]
    for attribute, row_id, first, second, told in sides:
        old = with_row(plan, attribute, row_id, **first)
        found = only(old, with_row(old, attribute, row_id, **second))
        assert told in found.sentence, found.sentence
    old = with_row(plan, "activities", "A001", name=start + "1")
    assert only(old, with_row(old, "activities", "A001", name=start + "2")).detail.endswith("in the north 1”")


def test_the_order_of_columns_is_no_difference(plan: Plan) -> None:
    columns = {name: KeptTable(name, ("b", "a"), ()) for name in ("plan.json", "activities.csv")}
    with_columns = replace(plan, kept=MappingProxyType({**plan.kept, **columns}))
    assert compare(plan, with_columns) == compare(with_columns, plan) == ()


def test_kept_tables(plan: Plan) -> None:
    one = KeptTable("odd.csv", ("a",), (("1",),))
    with_one = replace(plan, kept=MappingProxyType({"odd.csv": one}))
    without = replace(plan, kept=MappingProxyType({}))
    other = replace(plan, kept=MappingProxyType({"odd.csv": replace(one, rows=())}))
    assert [entry.kind for entry in compare(without, with_one)] == [DifferenceKind.ADDED]
    assert [entry.kind for entry in compare(with_one, without)] == [DifferenceKind.REMOVED]
    assert [entry.kind for entry in compare(with_one, other)] == [DifferenceKind.CHANGED]


def test_totals(document: Document) -> None:
    old = document.plan
    set_field(document, "activity", "A001", "gross_spend", old.activities["A001"].gross_spend + 600_000)
    set_field(document, "activity", "A001", "partner_share", 0.0)
    found = {total.key: total for total in totals(old, document.plan)}
    assert found["planned_gross"].before == 222_720_000
    assert found["planned_net"].before == 212_625_000
    assert found["planned_gross"].after == 223_320_000
    assert found["planned_gross"].sentence == "Planned, gross: 2,227,200.00 → 2,233,200.00 (+6,000.00)"
    assert found["topdown_budget"].before == found["topdown_budget"].after


def test_a_version_is_compared_with_the_plan(document: Document) -> None:
    version = document.name_version("Then")
    move_activity(document, "A001", 14)
    name = document.plan.activities["A001"].name
    assert [entry.sentence for entry in compare(document.plan_of(version.id), document.plan)] == [
        f"Moved “{name}” 2 weeks later"
    ]


def test_sentences_are_translated(plan: Plan) -> None:
    use_language("pseudo")
    try:
        found = only(plan, with_row(plan, "activities", "A001", locked=not plan.activities["A001"].locked))
    finally:
        use_language("en")
    assert "~" in found.sentence


@pytest.mark.parametrize(
    ("values", "detail"),
    [
        ({"gross_spend": 5_000_000}, "Gross spend 44,000.00 → 50,000.00 (+6,000.00)"),
        ({"name": "Y"}, "Was “X”"),
        ({"end": date(2027, 6, 11)}, "Jun 9, 2027 – Jun 10, 2027 → Jun 9, 2027 – Jun 11, 2027"),
        (
            {"start": date(2027, 6, 12), "end": date(2027, 6, 13)},
            "3 days later · Jun 9, 2027 – Jun 10, 2027 → Jun 12, 2027 – Jun 13, 2027",
        ),
        ({"recurrence": "biweekly"}, "Repeats Every week → Every two weeks"),
    ],
)
def test_details_leave_the_name_out(plan: Plan, values: dict[str, Any], detail: str) -> None:
    american = replace(plan, header=replace(plan.header, locale="en_US"))
    days = {"start": date(2027, 6, 9), "end": date(2027, 6, 10)}
    old = with_row(american, "activities", "A001", gross_spend=4_400_000, name="X", recurrence="weekly", **days)
    assert only(old, with_row(old, "activities", "A001", **values)).detail == detail


def test_what_came_and_went_says_when_it_is_and_what_it_costs(plan: Plan) -> None:
    american = replace(plan, header=replace(plan.header, locale="en_US"))
    old = with_row(american, "activities", "A001", start=date(2027, 6, 9), end=date(2027, 6, 9), gross_spend=4_400_000)
    rest = {row_id: row for row_id, row in old.activities.items() if row_id != "A001"}
    new = replace(old, activities=MappingProxyType(rest))
    assert only(old, new).detail == "Jun 9, 2027 · Gross spend 44,000.00"
    assert only(new, old).detail == "Jun 9, 2027 · Gross spend 44,000.00"


def test_no_choice_is_shown_as_a_code(plan: Plan) -> None:
    """Every code that has another word is told by that word, on both sides."""
    old = with_row(plan, "channels", "display", confidence="H", medium="both")
    found = only(old, with_row(old, "channels", "display", confidence="L"))
    assert found.detail == "Confidence High → Low"
    assert (found.before, found.after) == ("H", "L")


def test_figures_of_totals(plan: Plan) -> None:
    richer = replace(plan, header=replace(plan.header, topdown_budget=plan.header.topdown_budget + 5_000))
    budget, *others = totals(plan, richer)
    assert budget.label == "Top-down budget"
    assert budget.figures[2] == "+50.00"
    assert {total.figures[2] for total in others} == {"–"}
    foreign = replace(richer, header=replace(richer.header, currency="JPY"))
    assert totals(plan, foreign)[0].figures[1].endswith(" JPY")
    assert totals(plan, foreign)[0].figures[2] == "–"


def test_every_row_is_called_by_words_that_people_know(plan: Plan) -> None:
    """Rows without a name are called by what they belong to: no key of two ids, no bare id of another row."""
    words = Words(plan, plan)
    names = {
        table.name: words.name(plan, table, next(iter(rows_of(plan, table).values())))
        for table in TABLES
        if table.attribute and rows_of(plan, table)
    }
    assert not [name for name in names.values() if "|" in name or not name]
    lane = next(iter(plan.lanes.values()))
    assert (
        names["lane"] == f"{plan.channels[lane.channel_id].name} · {words.name(plan, CELL, plan.cells[lane.cell_id])}"
    )
    month = next(iter(plan.past_months.values()))
    assert names["past_month"] == f"{plan.channels[month.channel_id].name} · {month.month}"
    order = next(iter(plan.commitments.values()))
    assert names["commitment"].startswith(f"{order.id} · {plan.activities[order.activity_id or ''].name}")


def test_the_fields_by_which_rows_are_known_are_there() -> None:
    for name, keys in KNOWN_BY.items():
        assert {key for key in keys if key != "id"} <= {field.key for field in BY_NAME[name].fields}
