"""Money that moves with the bar: every cent is kept, and what is invoiced or ordered stays in its months."""

from dataclasses import replace
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cmoplanner.errors import EditRefused
from cmoplanner.model.booked import FREE, Booked, Held, fiscal_month
from cmoplanner.model.moving import Stays, moved, resized, stays, why_it_stays
from cmoplanner.model.periods import FiscalCalendar, Pattern
from cmoplanner.model.phasing import monthly_spend
from cmoplanner.model.plan import Activity, Actual, Commitment, Header, Plan

YEAR = FiscalCalendar(date(2027, 1, 1))


def activity(**given: Any) -> Activity:
    usual = {"start": date(2027, 4, 5), "end": date(2027, 5, 30), "gross_spend": 1_000_001}
    return Activity(**{"id": "a", "name": "Fair", **usual, **given})


def plan(row: Activity, actuals: tuple[Actual, ...] = (), orders: tuple[Commitment, ...] = ()) -> Plan:
    header = Header("p", "Company (fictional)", "Plan", "EUR", 2, date(2027, 1, 1), date(2027, 1, 4), 0)
    tables = {"actuals": actuals, "commitments": orders}
    return Plan(
        header,
        activities=MappingProxyType({row.id: row}),
        **{name: MappingProxyType({one.id: one for one in rows}) for name, rows in tables.items()},  # type: ignore[arg-type]
    )


def held(row: Activity, *actuals: Actual, orders: tuple[Commitment, ...] = ()) -> Held:
    return Booked(plan(row, actuals, orders)).held(row)


def test_even_money_follows_the_dates_by_itself() -> None:
    after = moved(activity(), 92, YEAR, 2)
    assert after.custom_phasing == ()
    assert [month for month, amount in enumerate(monthly_spend(after, YEAR)) if amount] == [6, 7]


def test_custom_phasing_shifts_with_the_month_of_the_start() -> None:
    weights = (0.0, 0.0, 1.5, 3.0, 0.5) + (0.0,) * 7
    row = activity(custom_phasing=weights)
    assert moved(row, 25, YEAR, 2).custom_phasing == weights
    assert moved(row, 30, YEAR, 2).custom_phasing == (0.0, *weights[:-1])
    assert moved(row, -60, YEAR, 2).custom_phasing == (1.5, 3.0, 0.5, *weights[5:], 0.0, 0.0)
    assert resized(row, row.start, row.end + timedelta(40), YEAR, 2).custom_phasing == weights
    edge = moved(activity(custom_phasing=(0.0,) * 10 + (1.0, 3.0)), 200, YEAR, 2)
    assert edge.custom_phasing == (0.0,) * 11 + (4.0,)


def test_an_invoice_holds_what_is_planned_for_its_month() -> None:
    row = activity(gross_spend=56_000, phasing="even")  # 26 days of April, 30 of May: 26,000 and 30,000
    may = Actual("i", "2027-05", 5_000, "a")
    assert held(row, may).invoiced == (0, 0, 0, 0, 5_000) + (0,) * 7
    assert held(row, replace(may, amount=90_000)).invoiced[4] == 30_000
    assert held(row, may, Actual("c", "2027-05", 2_000, "a", kind="credit")).invoiced[4] == 3_000
    assert held(row, replace(may, month="2027-09")) == FREE
    assert held(row, replace(may, activity_id="other")) == FREE
    after = moved(row, 92, YEAR, 2, held(row, may))
    assert monthly_spend(after, YEAR)[4] == 5_000
    assert sum(monthly_spend(after, YEAR)) == 56_000
    assert [month for month, amount in enumerate(monthly_spend(after, YEAR)) if amount] == [4, 6, 7]


def test_an_open_order_holds_the_planned_money_from_its_month_on() -> None:
    row = activity(gross_spend=56_000)
    order = Commitment("o", "a", None, date(2027, 4, 20), 31_000, "open")
    assert held(row, orders=(order,)).ordered[3:5] == (26_000, 5_000)
    assert held(row, orders=(replace(order, date=date(2027, 5, 2)),)).ordered[3:5] == (0, 30_000)
    assert held(row, orders=(replace(order, date=None),)).ordered[3:5] == (26_000, 5_000)
    assert held(row, orders=(replace(order, date=date(2028, 1, 1)),)).ordered[3:5] == (0, 0)
    assert held(row, orders=(replace(order, status="closed"),)) == FREE
    paid = Actual("i", "2027-04", 26_000, "a", po_id="o")
    both = held(row, paid, orders=(order,))
    assert (both.invoiced[3:5], both.ordered[3:5]) == ((26_000, 0), (0, 5_000))
    assert both.months[3:5] == (26_000, 5_000)


def test_the_partner_pays_its_part_of_what_is_held() -> None:
    row = activity(gross_spend=56_000, partner_share=0.5)
    found = held(row, Actual("i", "2027-05", 15_000, "a"))
    assert found.invoiced[4] == 30_000
    assert held(row, Actual("i", "2027-05", 5_000, "a")).invoiced[4] == 10_000


def test_there_and_back_is_as_before() -> None:
    row = activity(gross_spend=56_000)
    whole = plan(row, (Actual("i", "2027-05", 5_000, "a"),))
    there = moved(row, 92, YEAR, 2, Booked(whole).held(row))
    assert there.custom_phasing
    back = moved(there, -92, YEAR, 2, Booked(replace(whole, activities={"a": there})).held(there))
    assert monthly_spend(back, YEAR) == monthly_spend(row, YEAR)
    assert back == row


months = st.lists(st.integers(0, 400), min_size=12, max_size=12).map(lambda rows: tuple(row / 100 for row in rows))
days = st.integers(0, 364).map(lambda day: date(2027, 1, 1) + timedelta(days=day))


@settings(max_examples=400, deadline=None)
@given(
    start=days,
    length=st.integers(0, 200),
    step=st.integers(-300, 300),
    gross=st.integers(0, 9_999_999_99),
    phasing=st.sampled_from(["even", "start", "end"]),
    custom=st.one_of(st.just(()), months),
    recurrence=st.sampled_from(["none", "weekly", "monthly"]),
    share=st.sampled_from([0.0, 0.5, 1 / 3]),
    bookings=st.lists(st.tuples(st.integers(1, 12), st.integers(-90_000, 90_000_00)), max_size=6),
    orders=st.lists(st.tuples(days, st.integers(0, 90_000_00)), max_size=3),
    pattern=st.sampled_from(list(Pattern)),
)
def test_no_cent_is_lost_and_what_is_held_stays(
    start: date,
    length: int,
    step: int,
    gross: int,
    phasing: str,
    custom: tuple[float, ...],
    recurrence: str,
    share: float,
    bookings: list[tuple[int, int]],
    orders: list[tuple[date, int]],
    pattern: Pattern,
) -> None:
    row = activity(
        start=start,
        end=start + timedelta(days=length),
        gross_spend=gross,
        phasing=phasing,
        custom_phasing=custom,
        recurrence=recurrence,
        partner_share=share,
    )
    whole = plan(
        row,
        tuple(Actual(f"i{i}", f"2027-{month:02}", amount, "a") for i, (month, amount) in enumerate(bookings)),
        tuple(Commitment(f"o{i}", "a", None, day, amount, "open") for i, (day, amount) in enumerate(orders)),
    )
    whole = replace(whole, header=replace(whole.header, fy_pattern=pattern))
    calendar = whole.calendar
    still = Booked(whole).held(row)
    before = monthly_spend(row, calendar)
    assert all(0 <= part <= amount for part, amount in zip(still.months, before, strict=True))
    for after in (
        moved(row, step, calendar, 2, still),
        resized(row, row.start, row.end + timedelta(days=abs(step)), calendar, 2, still),
    ):
        money = monthly_spend(after, calendar)
        assert sum(money) == gross
        assert all(amount >= part for amount, part in zip(money, still.months, strict=True))
        assert after.gross_spend == gross


@pytest.mark.parametrize(
    ("status", "locked", "reason", "said"),
    [
        ("planned", False, None, ""),
        ("committed", False, None, ""),
        ("cancelled", False, None, ""),
        ("planned", True, Stays.LOCKED, "“Fair” is locked and stays where it is. Unlock it to move it."),
        ("live", False, Stays.LIVE, "“Fair” has begun: only its end can be moved."),
        ("live", True, Stays.LOCKED, "“Fair” is locked and stays where it is. Unlock it to move it."),
        ("done", True, Stays.DONE, "“Fair” is done and stays where it was."),
    ],
)
def test_what_has_begun_or_is_locked_stays(status: str, locked: bool, reason: Stays | None, said: str) -> None:
    row = activity(status=status, locked=locked)
    assert stays(row) is reason
    assert why_it_stays(row) == said


def test_beyond_the_calendar_is_refused() -> None:
    with pytest.raises(EditRefused, match="that far"):
        moved(activity(), 9_999_999, YEAR, 2)


@pytest.mark.parametrize(
    ("month", "found"), [("2027-01", 0), ("2027-12", 11), ("2028-01", None), ("2026-12", None), ("soon", None)]
)
def test_months_of_bookings(month: str, found: int | None) -> None:
    assert fiscal_month(YEAR, month) == found
