"""Variance by month against the approved plan, and accuracy in words: months add up to the year to date."""

from dataclasses import replace
from datetime import UTC, datetime

from cmoplanner.ledger.accuracy import Accuracy, Hit
from cmoplanner.ledger.lines import ledger
from cmoplanner.report.budget.entries import difference_texts, differences
from cmoplanner.report.budget.variance_tables import accuracy_table, accuracy_words, month_table, month_variances
from tests.plans import norrvik


def test_months_add_up_to_the_year_to_date() -> None:
    plan = norrvik()
    book = ledger(plan)
    *months, year = month_variances(plan, book, plan)
    assert [row.month for row in months] == [0, 1, 2]
    assert sum(row.whole.actual for row in months) == year.whole.actual == book.total().booked_to_date
    assert sum(row.whole.plan for row in months) == year.whole.plan == book.total().planned_to_date
    for row in (*months, year):
        one = row.whole
        assert one.scope + one.currency + one.volume + one.price + one.timing == one.difference
    table = month_table(plan, [*months, year])
    assert [line.entries[0].text for line in table.lines] == ["Jan", "Feb", "Mar", "to date"]
    assert table.lines[-1].entries[3].text == "+5,576"
    assert "timing" in table.note
    assert "adverse" in table.lines[-1].entries[3].full
    early = replace(plan, header=replace(plan.header, as_of=plan.header.fy_start))
    assert month_variances(early, ledger(early), early) == []


def test_a_month_by_line_adds_up_to_that_month() -> None:
    plan = norrvik()
    book = ledger(plan)
    for month in range(3):
        rows = differences(plan, book, plan, month)
        assert sum(row.variance.difference for row in rows) == month_variances(plan, book, plan)[month].whole.difference
    worst = differences(plan, book, plan)[0]
    assert difference_texts(worst)[1].startswith("adverse · ")
    assert difference_texts(worst)[-1] == "needs a comment"


def test_accuracy_is_told_with_how_much_it_says() -> None:
    plan = norrvik()
    named = datetime(2027, 1, 12, tzinfo=UTC)
    one = Accuracy("Board", named, (1, 2), Hit(1_100, 1_000, 300), {"CC100": Hit(1_100, 1_000, 300)})
    table = accuracy_table(plan, one)
    assert [entry.text.replace("\u00a0", "") for entry in table.lines[0].entries[3:]] == ["+10%", "30%"]
    assert accuracy_words(plan, one) == "2 months compared: Feb–Mar. Fewer than 3 say little."
    fresh = Accuracy("Fresh", named, (), Hit(), {})
    assert "nothing can be compared" in accuracy_words(plan, fresh)
