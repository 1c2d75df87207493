"""Edges that draw a dragged one to themselves, and what is said of money that moves."""

from dataclasses import replace
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any

import pytest

from cmoplanner.model.booked import held_of
from cmoplanner.model.moving import moved
from cmoplanner.model.plan import Activity, Actual, Blackout, Commitment, Header, Milestone, Plan
from cmoplanner.report.timeline.axis import Axis
from cmoplanner.report.timeline.money_words import money_words
from cmoplanner.report.timeline.snapping import Snaps


def table(*rows: Any) -> Any:
    return MappingProxyType({row.id: row for row in rows})


def plan(*rows: Activity, **tables: Any) -> Plan:
    header = Header("p", "Company (fictional)", "Plan", "EUR", 2, date(2027, 1, 1), date(2027, 4, 14), 0)
    return Plan(header, activities=table(*rows), **tables)


OTHER = Activity("o", "Fair", date(2027, 6, 9), date(2027, 6, 11))
WHOLE = plan(
    OTHER,
    milestones=table(Milestone("m", date(2027, 9, 15), "Launch")),
    blackouts=table(Blackout("b", "Holidays", date(2027, 8, 4), date(2027, 8, 11))),
)
AXIS = Axis(date(2027, 1, 1), 3.0, WHOLE.calendar)
SNAPS = Snaps.of(WHOLE, AXIS, [OTHER])


@pytest.mark.parametrize(
    ("target", "words"),
    [
        (date(2027, 6, 9), "start of “Fair”"),
        (date(2027, 6, 12), "end of “Fair”"),
        (date(2027, 9, 15), "“Launch”"),
        (date(2027, 8, 4), "start of blackout “Holidays”"),
        (date(2027, 8, 12), "end of blackout “Holidays”"),
        (date(2027, 7, 1), "start of FY27 Q3"),
        (date(2027, 5, 1), "start of the month"),
        (date(2027, 4, 14), "today"),
        (date(2028, 1, 1), "end of the year"),
    ],
)
@pytest.mark.parametrize("away", [-4.0, 0.0, 4.0])
def test_a_named_edge_nearby_draws_the_dragged_one(target: date, words: str, away: float) -> None:
    edge = date(2027, 3, 3)
    days, guide = SNAPS.days((target - edge).days * 3.0 + away, (edge,))
    assert edge + timedelta(days) == target
    assert guide is not None
    assert (date.fromordinal(guide.edge), guide.words) == (target, words)


def test_further_away_and_with_the_key_the_nearest_day_is_meant() -> None:
    edge = date(2027, 3, 3)
    x = (date(2027, 6, 9) - edge).days * 3.0 - 6.5  # two days before the fair, which is a Wednesday
    assert SNAPS.days(x, (edge,))[0] in (96, 95)
    assert SNAPS.days(x + 3, (edge,), off=True) == (97, None)


def test_weeks_draw_less_than_what_has_a_name() -> None:
    edge = date(2027, 2, 3)
    monday = date(2027, 2, 15)
    days, guide = SNAPS.days((monday - edge).days * 3.0 + 2.0, (edge,))
    assert (edge + timedelta(days), guide.words if guide else None) == (monday, "")
    days, guide = SNAPS.days((monday - edge).days * 3.0 + 4.0, (edge,))
    assert guide is None
    assert days == 13


def test_either_end_of_a_bar_is_drawn() -> None:
    first, after = date(2027, 5, 20), date(2027, 6, 3)  # fourteen days; its end comes to where the fair begins
    days, guide = SNAPS.days(6 * 3.0 + 2, (first, after))
    assert days == 6
    assert guide is not None
    assert guide.words == "start of “Fair”"


def test_wide_days_are_taken_as_they_are() -> None:
    wide = Snaps.of(WHOLE, Axis(date(2027, 1, 1), 40.0, WHOLE.calendar), [OTHER])
    assert wide.days(45.0, (date(2027, 6, 7),))[0] == 1
    days, guide = wide.days(85.0, (date(2027, 6, 7),))
    assert days == 2
    assert guide is not None


def shifted(row: Activity, days: int, **tables: Any) -> str:
    whole = plan(row, **tables)
    held = held_of(whole, [row])
    return money_words(whole, [moved(row, days, whole.calendar, 2, held[row.id])], held)


ROW = Activity("a", "Booth", date(2027, 5, 3), date(2027, 5, 28), gross_spend=1_740_000)


def test_what_money_does_is_said() -> None:
    assert shifted(ROW, 0) == ""
    assert shifted(ROW, 1) == ""
    assert shifted(ROW, 77) == "17,400 moved from FY27 Q2 to FY27 Q3"
    assert shifted(ROW, -31) == "17,400 moved from May to Apr"
    assert shifted(replace(ROW, partner_share=0.5), 77) == "8,700 moved from FY27 Q2 to FY27 Q3"
    assert shifted(replace(ROW, status="cancelled"), 77) == ""
    order = table(Commitment("o", "a", None, date(2027, 5, 1), 500_000, "open"))
    assert shifted(ROW, 77, commitments=order) == "12,400 moved from FY27 Q2 to FY27 Q3; 5,000 ordered stay in May"
    paid = table(Actual("i", "2027-05", 100_000, "a"))
    assert shifted(ROW, 77, actuals=paid) == "16,400 moved from FY27 Q2 to FY27 Q3; 1,000 invoiced stay in May"
    whole = table(Commitment("o", "a", None, date(2027, 5, 1), 9_000_000, "open"))
    assert shifted(ROW, 77, commitments=whole) == "17,400 ordered stay in May"


def test_several_quarters_are_told_one_by_one() -> None:
    row = replace(ROW, start=date(2027, 3, 22), end=date(2027, 4, 10), gross_spend=200_000)
    assert shifted(row, 91) == "1,000 moved from FY27 Q1 to FY27 Q3"
    assert shifted(row, 182) == "2,000 moved in FY27: Q1 −1,000 · Q2 −1,000 · Q3 +1,100 · Q4 +900"
