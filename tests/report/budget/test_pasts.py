"""Approved and last year beside the plan: every group ties to the cent, what is gone has a row of its own."""

from dataclasses import replace

import pytest

from cmoplanner.ledger.past import Past, PastLine, approved_plan, last_year_by_channel
from cmoplanner.model.plan import Plan
from cmoplanner.report.budget.book import Book, Measure, make_book
from cmoplanner.report.budget.table import ColumnKind, Layout, Table, make_table
from cmoplanner.report.budget.targets import takes
from cmoplanner.report.budget.tree import RowKind
from tests.plans import norrvik

USUAL = ("cost_centre", "category")


def without(plan: Plan, *gone: str) -> Plan:
    return replace(plan, activities={row: one for row, one in plan.activities.items() if row not in gone})


def table_of(book: Book, measure: Measure = Measure.PLAN, hidden: frozenset[str] = frozenset()) -> Table:
    layout = Layout(by=book.by, measure=measure, quarters=frozenset({2}), hidden=hidden)
    return make_table(book, layout, frozenset())


@pytest.mark.parametrize("by", [USUAL, ("channel",), ("region", "campaign", "vendor")])
def test_what_was_approved_adds_up_in_every_grouping(by: tuple[str, ...]) -> None:
    then = norrvik()
    plan = without(then, "A001", "A010")
    found = table_of(make_book(plan, by, pasts={"approved": approved_plan("Board", then, plan)}))
    column = found.columns[found.place("approved")]
    assert found.value(found.rows[0], column) == 212_625_000
    for row in found.rows:
        if row.kind not in (RowKind.LINE, RowKind.PAST):
            assert sum(found.value(one, column) or 0 for one in found.children(row)) == (found.value(row, column) or 0)
    gone = [row for row in found.rows if row.kind is RowKind.PAST]
    assert {row.name for row in gone} == {"Taken out since approval"}
    assert all(row.money.planned == 0 and not takes(found, row, one) for row in gone for one in found.columns)


def test_variance_is_against_what_was_approved() -> None:
    then = norrvik()
    activity = then.activities["A001"]
    now = replace(then, activities={**then.activities, "A001": replace(activity, gross_spend=activity.gross_spend * 2)})
    plain, against = make_book(now), make_book(now, pasts={"approved": approved_plan("Board", then, now)})
    before, after = table_of(plain), table_of(against)
    delta = ColumnKind.DELTA.value
    wanted = table_of(make_book(then))
    column = wanted.columns[wanted.place(delta)]
    assert before.value(before.rows[0], column) != wanted.value(wanted.rows[0], column)
    assert after.value(after.rows[0], column) == wanted.value(wanted.rows[0], column) == 557_565
    months = against.months(against.total, Measure.VARIANCE)
    assert sum(value for value in months if value is not None) == 557_565
    assert against.quarter(against.total, Measure.APPROVED, 1) == sum(make_book(then).total.money.plan[:3])


def test_last_year_by_channel_stands_where_channels_do_and_nowhere_else() -> None:
    plan = norrvik()
    past = last_year_by_channel("months", plan)
    assert past is not None
    found = table_of(make_book(plan, ("channel",), pasts={"prior": past}))
    column = found.columns[found.place("prior")]
    assert found.value(found.rows[0], column) == past.total
    by_channel = {row.path[0]: found.value(row, column) for row in found.rows if row.level == 1}
    assert sum(value or 0 for value in by_channel.values()) == past.total
    assert by_channel["email"] is None
    other = table_of(make_book(plan, USUAL, pasts={"prior": past}))
    assert [row.level for row in other.rows if other.value(row, column) is not None] == [0]


def test_a_group_that_only_last_year_had_has_its_row() -> None:
    line = PastLine("", (100,) + (0,) * 11, {"cost_centre_id": "CC400", "category_id": "media"})
    found = table_of(make_book(norrvik(), pasts={"prior": Past("FY2026", (line,))}))
    column = found.columns[found.place("prior")]
    row = next(row for row in found.rows if row.path == ("CC400", "media"))
    assert (found.value(row, column), row.money.planned) == (100, 0)


def test_columns_are_there_where_something_is_known_and_not_hidden() -> None:
    plan = norrvik()
    assert table_of(make_book(plan)).place("approved") == -1
    past = approved_plan("Board", plan, plan)
    assert table_of(make_book(plan, pasts={"approved": past})).place("approved") == 2
    found = table_of(make_book(plan, pasts={"approved": past}), hidden=frozenset({"approved", "left", "given"}))
    assert [one.key for one in found.columns[:3]] == ["name", "planned", "committed"]
    assert found.columns[1].upper == "FY2027"


def test_filters_are_those_of_the_calendar_and_a_bad_one_says_why() -> None:
    plan = norrvik()
    book = make_book(plan, words="channel:webinar cost:>10k")
    lines = [row for row in book.rows if row.kind is RowKind.LINE]
    assert lines
    assert all(plan.activities[row.path[-1]].channel_id == "webinar" for row in lines)
    assert all(row.money.planned > 1_000_000 for row in lines)
    bad = make_book(plan, words="chanel:webinar")
    assert "chanel" in bad.problem
    assert not bad.filtered
    past = approved_plan("Board", plan, plan)
    narrowed = make_book(plan, words="channel:webinar", pasts={"approved": past})
    assert sum(narrowed.total.past["approved"]) == narrowed.total.money.planned


def test_kinds_of_lines_narrow_the_grid() -> None:
    plan = norrvik()
    series = make_book(plan, only="recurring")
    names = {row.path[-1] for row in series.rows if row.kind is RowKind.LINE}
    assert names == {row.id for row in plan.activities.values() if row.recurrence != "none"}
    kept = replace(plan.activities["A019"], status="placeholder")
    book = make_book(replace(plan, activities={**plan.activities, "A019": kept}), only="placeholder")
    assert [row.path[-1] for row in book.rows if row.kind is RowKind.LINE] == ["A019"]
    ordered = make_book(plan, only="open")
    assert ordered.total.money.open_orders == make_book(plan).total.money.open_orders
