"""Money at milestones: paid so many days after the start, to the cent, and moved along with the bar."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cmoplanner.model.booked import Held
from cmoplanner.model.moving import moved, resized
from cmoplanner.model.payments import Payment, dated, paid_by, payments_of
from cmoplanner.model.periods import FiscalCalendar, Pattern
from cmoplanner.model.phasing import daily_spend, monthly_spend, net_by_month, net_spend, weekly_spend
from cmoplanner.model.plan import Activity

YEAR = FiscalCalendar(date(2027, 1, 1))


def activity(*payments: str, **given: Any) -> Activity:
    usual = {"start": date(2027, 4, 5), "end": date(2027, 5, 30), "gross_spend": 100_000, "phasing": "milestones"}
    return Activity(**{"id": "a", "name": "Fair", "payments": payments, **usual, **given})


def by_month(row: Activity, calendar: FiscalCalendar = YEAR) -> dict[int, int]:
    return {month + 1: amount for month, amount in enumerate(monthly_spend(row, calendar)) if amount}


@pytest.mark.parametrize(
    ("texts", "read"),
    [
        (("0=30", "45=70"), [(0, 30), (45, 70)]),
        ((" 45 = 70 % ", "-30=30%"), [(-30, 30), (45, 70)]),
        (("+7=0.5",), [(7, 0.5)]),
        (("0=0", "9=1"), [(0, 0), (9, 1)]),
        ((), []),
        (("0=0",), []),
        (("0=30", "soon=70"), []),
        (("0=-1", "1=2"), []),
        (("0=1e9",), []),
        (("0=٣",), []),
        (("99999=1",), []),
    ],
)
def test_how_payments_are_written(texts: tuple[str, ...], read: list[tuple[int, float]]) -> None:
    assert payments_of(texts) == tuple(Payment(*one) for one in read)


def test_money_falls_in_the_months_of_its_payments() -> None:
    row = activity("-60=20", "0=30", "85=50")
    assert by_month(row) == {2: 20_000, 4: 30_000, 6: 50_000}
    assert dated(row) == [(date(2027, 2, 4), 20_000), (date(2027, 4, 5), 30_000), (date(2027, 6, 29), 50_000)]
    assert by_month(replace(row, start=date(2027, 4, 7))) == {2: 20_000, 4: 30_000, 7: 50_000}


def test_cents_go_to_the_largest_remainders_the_earliest_first() -> None:
    row = activity("0=1", "40=1", "80=1", gross_spend=100)
    assert [amount for _day, amount in dated(row)] == [34, 33, 33]
    assert by_month(row) == {4: 34, 5: 33, 6: 33}


def test_payments_outside_the_year_stand_in_its_first_and_last_month() -> None:
    assert by_month(activity("-200=1", "300=3")) == {1: 25_000, 12: 75_000}
    weeks = FiscalCalendar(date(2027, 1, 1), Pattern.W454)
    assert sum(by_month(activity("-200=1", "0=1", "300=3"), weeks).values()) == 100_000


def test_each_occurrence_has_its_payments() -> None:
    row = activity("0=1", "31=1", end=date(2027, 4, 5), recurrence="monthly", until=date(2027, 6, 5))
    # 33,334 + 33,333 + 33,333; the halves of an odd one begin with the larger; 6 May is a month and a day after 5 April
    assert by_month(row) == {4: 16_667, 5: 16_667 + 16_667, 6: 16_666 + 16_667, 7: 16_666}


@pytest.mark.parametrize("payments", [(), ("soon=1",), ("0=0",)])
def test_without_payments_money_follows_the_days(payments: tuple[str, ...]) -> None:
    row = activity(*payments)
    assert monthly_spend(row, YEAR) == monthly_spend(replace(row, phasing="even"), YEAR)
    assert paid_by(row) == ()
    assert dated(row) == []


def test_payments_wait_for_their_phasing_and_custom_weights_come_first() -> None:
    row = activity("0=1", "200=1")
    even = replace(row, phasing="even")
    assert monthly_spend(even, YEAR) == monthly_spend(replace(even, payments=()), YEAR)
    assert by_month(replace(row, custom_phasing=(0.0,) * 11 + (1.0,))) == {12: 100_000}


def test_they_move_with_the_start_and_stay_when_the_end_moves() -> None:
    row = activity("0=1", "60=3")
    assert by_month(row) == {4: 25_000, 6: 75_000}
    after = moved(row, 61, YEAR, 2)
    assert (after.payments, by_month(after)) == (row.payments, {6: 25_000, 8: 75_000})
    assert by_month(resized(row, row.start, row.end + timedelta(90), YEAR, 2)) == by_month(row)
    assert by_month(resized(row, date(2027, 5, 5), row.end, YEAR, 2)) == {5: 25_000, 7: 75_000}


def test_what_is_invoiced_stays_and_the_rest_follows() -> None:
    row = activity("0=1", "60=3")
    first = Held(invoiced=(0, 0, 0, 25_000, 0, 0, 0, 0, 0, 0, 0, 0))
    assert by_month(moved(row, 61, YEAR, 2, first)) == {4: 25_000, 8: 75_000}


def plainly(row: Activity, calendar: FiscalCalendar) -> list[int]:
    """The months of a single activity by counting each cent's place: no code in common with what is tested."""
    days = sorted((int(one.split("=")[0]), Fraction(one.split("=")[1])) for one in row.payments)
    whole = sum(weight for _day, weight in days)
    exact = [row.gross_spend * weight / whole for _day, weight in days]
    parts = [int(one) for one in exact]
    for at in sorted(range(len(days)), key=lambda at: (parts[at] - exact[at], at))[: row.gross_spend - sum(parts)]:
        parts[at] += 1
    found: Counter[int] = Counter()
    for (day, _weight), part in zip(days, parts, strict=True):
        paid = row.start + timedelta(days=day)
        month = next((i for i, span in enumerate(calendar.months) if span.start <= paid <= span.end), None)
        found[month if month is not None else 0 if paid < calendar.months[0].start else 11] += part
    return [found[month] for month in range(12)]


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.tuples(st.integers(-200, 500), st.integers(0, 900)), min_size=1, max_size=6),
    st.integers(0, 10**9),
    st.dates(date(2027, 1, 1), date(2027, 12, 31)),
    st.sampled_from((0.0, 0.333, 1.0)),
)
def test_months_days_and_weeks_add_up_whatever_is_agreed(
    agreed: list[tuple[int, int]], gross: int, start: date, share: float
) -> None:
    payments = tuple(f"{day}={weight}" for day, weight in [*agreed, (0, 1)])
    row = activity(*payments, gross_spend=gross, start=start, end=start + timedelta(9), partner_share=share)
    assert monthly_spend(row, YEAR) == plainly(row, YEAR)
    assert sum(net_by_month(row, YEAR)) == net_spend(row)
    assert sum(daily_spend(row, YEAR).values()) == sum(weekly_spend(row, YEAR).values()) == gross
