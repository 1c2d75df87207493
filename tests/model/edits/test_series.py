"""One occurrence taken off a series: one step, every cent kept, and the months of the others as they were."""

import random
from dataclasses import replace
from datetime import date, timedelta

import pytest

from cmoplanner.errors import EditRefused
from cmoplanner.model.edits.fields import set_field
from cmoplanner.model.edits.series import Scope, move_occurrence, split_off
from cmoplanner.model.periods import FiscalCalendar
from cmoplanner.model.phasing import monthly_spend
from cmoplanner.model.plan import Activity, starts
from cmoplanner.model.store.document import Document
from tests.model.edits.test_edits import clock, document  # noqa: F401

YEAR = FiscalCalendar(date(2027, 1, 1))


def series(**given: object) -> Activity:
    usual = {"start": date(2027, 1, 31), "end": date(2027, 2, 1), "recurrence": "monthly", "gross_spend": 1_000_003}
    return Activity(**{"id": "a", "name": "Letter", **usual, **given})  # type: ignore[arg-type]


def all_starts(parts: list[Activity]) -> list[date]:
    return sorted(day for part in parts for day in starts(part, YEAR.fy_end))


@pytest.mark.parametrize("seed", range(150))
def test_the_parts_are_the_series_with_some_of_it_moved(seed: int) -> None:
    chance = random.Random(seed)
    row = series(
        start=date(2026, 12, 20) + timedelta(days=chance.randrange(120)),
        recurrence=chance.choice(["weekly", "biweekly", "monthly", "quarterly"]),
        phasing=chance.choice(["even", "start", "end"]),
        gross_spend=chance.randrange(10_000_000),
        sends=chance.choice([None, 1_000]),
        planned_responses=chance.choice([None, 99.5]),
    )
    row = replace(row, end=row.start + timedelta(days=chance.randrange(12)))
    row = replace(row, until=chance.choice([None, date(2027, 12, 1)]))
    days = starts(row, YEAR.fy_end)
    which, step = chance.randrange(len(days)), chance.randrange(-9, 10) or 3
    scope = chance.choice(list(Scope))
    parts = split_off(row, which, step, scope, YEAR)
    moving = {which} if scope is Scope.ONE else set(range(which, len(days)))
    assert all_starts(parts) == sorted(day + timedelta(step if i in moving else 0) for i, day in enumerate(days))
    assert sum(part.gross_spend for part in parts) == row.gross_spend
    assert sum(part.sends or 0 for part in parts) == (row.sends or 0)
    assert sum(part.planned_responses or 0 for part in parts) == pytest.approx(row.planned_responses or 0)
    still = split_off(row, which, 0, scope, YEAR)  # nothing has moved: the months must be as they were
    assert [sum(month) for month in zip(*(monthly_spend(part, YEAR) for part in still), strict=True)] == monthly_spend(
        row, YEAR
    )


def test_the_end_of_a_month_is_no_new_rhythm() -> None:
    parts = split_off(series(until=date(2027, 6, 30)), 0, 1, Scope.ONE, YEAR)
    assert all_starts(parts) == [
        date(2027, 2, 1), date(2027, 2, 28), date(2027, 3, 31), date(2027, 4, 30), date(2027, 5, 31), date(2027, 6, 30)
    ]  # fmt: skip


def test_one_step_takes_one_off_and_back(document: Document) -> None:  # noqa: F811
    set_field(document, "activity", "A001", "recurrence", "weekly")
    set_field(document, "activity", "A001", "until", date(2027, 2, 22))
    before = document.plan
    made = move_occurrence(document, "A001", 1, 2, Scope.ONE)
    rows = [document.plan.activities[key] for key in ("A001", *made)]
    assert [(row.start.day, row.recurrence) for row in rows] == [(1, "none"), (15, "weekly"), (10, "none")]
    assert sum(row.gross_spend for row in rows) == before.activities["A001"].gross_spend
    assert {row.targets for row in rows} == {before.activities["A001"].targets}
    assert {row.approval_status for row in rows} == {before.activities["A001"].approval_status}
    assert document.undo_label == "Move an occurrence of “Webinar”"
    document.undo()
    assert document.plan.activities == before.activities


def test_what_cannot_be_taken_off(document: Document) -> None:  # noqa: F811
    with pytest.raises(EditRefused, match="takes place once"):
        move_occurrence(document, "A001", 0, 2, Scope.ONE)
    with pytest.raises(EditRefused, match="no longer"):
        move_occurrence(document, "gone", 0, 2, Scope.ONE)
    with pytest.raises(EditRefused, match="one amount in USD"):
        split_off(series(currency="USD"), 1, 2, Scope.ONE, YEAR)
    set_field(document, "activity", "A001", "recurrence", "weekly")
    set_field(document, "activity", "A001", "status", "live")
    set_field(document, "plan", document.plan.header.id, "as_of", date(2027, 2, 5))
    with pytest.raises(EditRefused, match="has taken place"):
        move_occurrence(document, "A001", 0, 2, Scope.ONE)
    assert move_occurrence(document, "A001", 1, 2, Scope.ONE)
    document.undo()
    set_field(document, "activity", "A001", "locked", True)
    with pytest.raises(EditRefused, match="is locked"):
        move_occurrence(document, "A001", 1, 2, Scope.ONE)
