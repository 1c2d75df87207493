"""What typed amounts change: lines, quarters spread as planned, envelopes; totals that do not fit are refused."""

import pytest

from cmoplanner.model.edits.budget_cells import MoneyCells, Purse
from cmoplanner.report.budget.book import Measure, make_book
from cmoplanner.report.budget.table import Layout, Table, make_table
from cmoplanner.report.budget.targets import NotTyped, collect, from_plan
from cmoplanner.report.budget.tree import BudgetRow, RowKind
from tests.plans import norrvik

ALL = frozenset({1, 2, 3, 4})


def table(measure: Measure = Measure.PLAN) -> Table:
    return make_table(make_book(norrvik()), Layout(measure=measure, quarters=ALL), frozenset())


def row(found: Table, name: str) -> BudgetRow:
    return next(one for one in found.rows if one.name == name)


def typed(found: Table, *cells: tuple[str, str, int | None]) -> MoneyCells:
    return collect(found, [(row(found, name), found.columns[found.place(key)], amount) for name, key, amount in cells])


def test_a_quarter_is_spread_as_its_months_are_planned() -> None:
    found = table()
    line = row(found, "Paid search always-on")
    cells = typed(found, ("Paid search always-on", "quarter2", 1_000_001))
    months = cells.months[line.path[-1]]
    assert sum(months.values()) == 1_000_001
    plan = line.money.plan[3:6]
    for month, before in zip((3, 4, 5), plan, strict=True):
        assert abs(months[month] - 1_000_001 * before / sum(plan)) < 1


def test_an_empty_quarter_is_spread_evenly() -> None:
    cells = typed(table(), ("Customer user day", "quarter2", 100))
    assert list(next(iter(cells.months.values())).values()) == [34, 33, 33]


def test_what_stands_there_already_changes_nothing() -> None:
    found = table()
    everything = [(one, column, found.value(one, column)) for one in found.rows for column in found.columns[1:]]
    assert not collect(found, everything).any


def test_a_sum_is_not_typed() -> None:
    with pytest.raises(NotTyped, match="Media, planned: This is the sum of its lines"):
        typed(table(), ("Media", "planned", 5))
    with pytest.raises(NotTyped, match="follows from others"):
        typed(table(), ("Customer user day", "forecast", 5))


def test_a_total_that_is_not_the_sum_of_its_months_is_refused() -> None:
    found = table()
    with pytest.raises(NotTyped, match="not the sum of its months"):
        typed(found, ("Customer user day", "planned", 10), ("Customer user day", "month3", 20))
    with pytest.raises(NotTyped, match="Q2 is not the sum"):
        typed(found, ("Customer user day", "quarter2", 10), ("Customer user day", "month3", 20))


def test_given_money_goes_to_the_one_envelope_behind_a_cell() -> None:
    found = table(Measure.GIVEN)
    cells = typed(found, ("Contingency", "given", 7_000_000), ("All marketing", "given", 230_000_000))
    assert cells.given == {Purse("E044"): 7_000_000}
    assert cells.budget == 230_000_000
    with pytest.raises(NotTyped, match="sum of 4 envelopes"):
        typed(found, ("Agency fees", "given", 1))
    assert typed(found, ("Agency fees", "quarter2", 1)).given == {Purse("E023"): 1}


def test_a_quarter_without_an_envelope_gets_one() -> None:
    found = table(Measure.GIVEN)
    assert typed(found, ("Research", "quarter3", 500)).given == {Purse("", 3, "CC100", "research"): 500}
    by_vendor = make_table(make_book(norrvik(), ("vendor",)), Layout(("vendor",), Measure.GIVEN), frozenset())
    one = next(one for one in by_vendor.rows if one.kind is RowKind.GROUP)
    with pytest.raises(NotTyped, match="group by those"):
        collect(by_vendor, [(one, by_vendor.columns[by_vendor.place("quarter3")], 5)])


def test_a_forecast_is_typed_in_open_months_only() -> None:
    found = table(Measure.FORECAST)
    line = row(found, "Customer user day").path[-1]
    assert typed(found, ("Customer user day", "month5", 900)).forecasts == {(line, 5): 900}
    assert typed(found, ("Customer user day", "month5", None)).forecasts == {(line, 5): None}
    with pytest.raises(NotTyped, match="closed"):
        typed(found, ("Customer user day", "month1", 900))


def test_envelopes_begin_as_the_plan_stands() -> None:
    book = make_book(norrvik())
    given = from_plan(book)
    assert sum(given.values()) == book.ledger.total().planned
    assert len(given) == len({(purse.quarter, purse.cost_centre, purse.category) for purse in given})
