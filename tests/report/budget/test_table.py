"""The grid of the budget page as values: sums tie in every measure, months to quarters, quarters to the year."""

import pytest

from cmoplanner.i18n import _
from cmoplanner.model.plan import Plan
from cmoplanner.report.budget.book import Measure, make_book
from cmoplanner.report.budget.layouts import Layouts
from cmoplanner.report.budget.table import ColumnKind, Layout, Table, first_folds, make_table
from cmoplanner.report.budget.tree import RowKind
from cmoplanner.report.budget.words import foot, headline, overs, readout
from tests.plans import norrvik

ALL = frozenset({1, 2, 3, 4})
EVENTS = ("CC300", "events")


def table(measure: Measure = Measure.PLAN, plan: Plan | None = None) -> Table:
    return make_table(make_book(plan or norrvik()), Layout(measure=measure, quarters=ALL), frozenset())


@pytest.mark.parametrize(
    "measure", [Measure.PLAN, Measure.COMMITTED, Measure.ACTUAL, Measure.FORECAST, Measure.VARIANCE]
)
def test_months_make_quarters_and_rows_make_their_group(measure: Measure) -> None:
    found = table(measure)
    for row in found.rows:
        for quarter in range(1, 5):
            months = [value for value in found.book.months(row, measure)[3 * quarter - 3 : 3 * quarter] if value]
            assert (found.book.quarter(row, measure, quarter) or 0) == sum(months)
        if row.kind is not RowKind.LINE:
            for column in found.columns[2:]:
                if column.kind is ColumnKind.LEFT:
                    continue
                parts = [found.value(one, column) or 0 for one in found.children(row)]
                if parts and column.kind is not ColumnKind.GIVEN:
                    assert sum(parts) == (found.value(row, column) or 0), (row.name, column.key)


@pytest.mark.parametrize(
    ("measure", "kind"),
    [
        (Measure.PLAN, ColumnKind.PLANNED),
        (Measure.COMMITTED, ColumnKind.COMMITTED),
        (Measure.ACTUAL, ColumnKind.ACTUAL),
        (Measure.FORECAST, ColumnKind.FORECAST),
        (Measure.VARIANCE, ColumnKind.DELTA),
    ],
)
def test_quarters_make_the_year_to_the_cent(measure: Measure, kind: ColumnKind) -> None:
    found = table(measure)
    year = found.columns[found.place(kind.value)]
    for row in found.rows:
        quarters = [found.book.quarter(row, measure, number) or 0 for number in range(1, 5)]
        assert sum(quarters) == found.value(row, year)


def test_the_sample_reads_as_in_the_design() -> None:
    book = make_book(norrvik())
    over = overs(book)
    assert headline(book, over) == "Plan fits in total, but two envelopes are over"
    assert [(one.envelope, one.amount) for one in over] == [("E021", 1_400_000), ("E040", 885_283)]
    under = foot(book)
    assert (under.given, under.planned, under.lines) == (220_000_000, 212_625_000, 70)
    assert under.gap == "gap 73,750 = contingency 66,000 + free 7,750"
    found = table()
    events = next(row for row in found.rows if row.path == EVENTS)
    quarter = found.columns[found.place("quarter2")]
    line = found.rows.index(events)
    cell = found.cell(line, found.place("quarter2"))
    assert (cell.text, cell.over, cell.role) == ("91,500", 1_400_000, "negative")
    assert readout(found, events, quarter) == "Events & sponsorships · Q2 · planned 91,500.00 = 64,000 + 27,500"
    assert found.columns[found.place("quarter1")].closed
    assert not quarter.closed


def test_groups_that_are_over_stand_open_at_first() -> None:
    book = make_book(norrvik())
    folded = first_folds(book)
    shown = make_table(book, Layout(), folded)
    assert EVENTS not in folded
    assert ("CC100", "media") in folded
    names = [row.name for row in shown.rows]
    assert "Launch roadshow (3 cities)" in names
    assert all(row.path[:2] in {EVENTS, ("CC200", "media")} for row in shown.rows if row.kind is RowKind.LINE)


def test_a_filter_keeps_the_lines_that_have_all_words() -> None:
    book = make_book(norrvik(), words="PAID search")
    lines = [row.name for row in book.rows if row.kind is RowKind.LINE]
    assert lines
    assert all("paid search" in name.lower() for name in lines)
    assert book.total.money.planned == sum(row.money.planned for row in book.rows if row.kind is RowKind.LINE)
    assert book.total.given is None


def test_sorting_keeps_rows_in_their_group() -> None:
    book = make_book(norrvik())
    found = make_table(book, Layout(sorted_by="planned"), frozenset())
    tops = [row for row in found.rows if row.level == 1]
    assert [row.money.planned for row in tops] == sorted((row.money.planned for row in tops), reverse=True)
    for place, row in enumerate(found.rows):
        if row.level:
            above = next(one for one in reversed(found.rows[:place]) if one.level < row.level)
            assert row.path[:-1] == above.path
    assert sorted(row.path for row in found.rows) == sorted(row.path for row in book.rows)


def test_layouts_survive_being_kept_and_refuse_nonsense() -> None:
    layout = Layout(("channel", "vendor"), Measure.FORECAST, frozenset({2, 4}), "left", descending=False)
    kept = Layouts().using(layout).with_name("By vendor", layout)
    assert Layouts.read(kept.text()) == kept
    assert kept.without("By vendor").saved == {}
    for text in ("", "{", "[]", '{"now": 3, "saved": []}', '{"now": {"by": ["nonsense", 5], "quarters": ["x"]}}'):
        assert Layouts.read(text).now == Layout()


def test_totals_of_an_empty_plan_say_so() -> None:
    from dataclasses import replace

    plan = norrvik()
    bare = replace(plan, envelopes={}, transfers={}, header=replace(plan.header, topdown_budget=0))
    book = make_book(bare)
    assert overs(book) == []
    assert headline(book, []) == _("2,126,250 planned; nothing says yet what may be spent")
