"""The ledger against the sample's published figures, a second way of working the forecast out, and odd years."""

import csv
from collections import defaultdict
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmoplanner.ledger.lines import NOTHING, add_up, fiscal_month, ledger, line_money
from cmoplanner.model.periods import FiscalCalendar, Pattern
from cmoplanner.model.plan import Actual, Commitment, ForecastOverride, Plan
from tests.exchange.folders import NORRVIK
from tests.plans import norrvik

amounts = st.tuples(*[st.integers(0, 10_000)] * 12)


def _rows(name: str) -> list[dict[str, str]]:
    with (NORRVIK / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _minor(text: str) -> int:
    return int(Decimal(text) * 100)


def test_the_sample_adds_up_as_its_own_files_do() -> None:
    total = ledger(norrvik()).total()
    assert total.booked == sum(_minor(row["amount"]) for row in _rows("actuals.csv")) == 57_590_975
    assert total.ordered == sum(_minor(row["amount"]) for row in _rows("commitments.csv")) == 155_575_000
    assert total.planned == 212_625_000
    paid: dict[str, int] = defaultdict(int)
    for row in _rows("actuals.csv"):
        paid[row["po_id"]] += _minor(row["amount"])
    still_open = sum(
        max(0, _minor(row["amount"]) - paid[row["po_id"]])
        for row in _rows("commitments.csv")
        if row["status"] == "open"
    )
    assert total.open_orders == still_open


@pytest.mark.parametrize(
    ("activity", "booked", "expected"),
    [
        ("A018", 6_380_000, 6_380_000),  # over its plan of 58,000, and finished
        ("A026", 0, 6_400_000),  # nothing ordered: as planned
    ],
)
def test_lines_of_the_sample(activity: str, booked: int, expected: int) -> None:
    line = ledger(norrvik()).lines[activity]
    assert (line.booked, line.expected) == (booked, expected)


@given(
    amounts,
    amounts,
    st.integers(0, 12),
    st.integers(0, 150_000),
    st.dictionaries(st.integers(0, 11), st.integers(0, 9_999)),
)
def test_the_forecast_is_booked_money_and_the_larger_of_plan_and_orders(
    plan: tuple[int, ...], actual: tuple[int, ...], closed: int, still_open: int, fixed: dict[int, int]
) -> None:
    line = line_money("x", closed, plan, actual, (still_open, still_open), fixed)
    assert line.forecast[:closed] == actual[:closed] or (still_open and closed == 12)
    entered = {month: amount for month, amount in fixed.items() if month >= closed}
    for month, amount in entered.items():
        assert line.forecast[month] >= amount
    left, gone_up = 0, 0
    for month in range(closed, 12):
        if month in entered:
            gone_up += max(0, entered[month] - actual[month])
        elif plan[month] > actual[month]:
            left += plan[month] - actual[month]
    base = sum(entered.get(month, amount) if month >= closed else amount for month, amount in enumerate(actual))
    assert line.expected == base + max(left, still_open - gone_up)


@given(st.lists(st.tuples(amounts, amounts), max_size=5))
def test_the_sum_of_lines_is_the_sum_of_each_month(parts: list[tuple[tuple[int, ...], tuple[int, ...]]]) -> None:
    whole = add_up("", 3, [line_money("x", 3, plan, actual) for plan, actual in parts])
    assert whole.planned == sum(sum(plan) for plan, _ in parts)
    assert whole.actual == tuple(sum(actual[m] for _, actual in parts) for m in range(12))


def _with(plan: Plan, **tables: object) -> Plan:
    return replace(plan, **tables)  # type: ignore[arg-type]


def test_an_open_order_counts_at_the_larger_of_order_and_invoices() -> None:
    plan = _with(
        norrvik(),
        commitments={
            "low": Commitment("low", "A019", amount=7_000_000),
            "high": Commitment("high", "A018", amount=100),
            "gone": Commitment("gone", "A019", amount=999, status="cancelled"),
        },
        actuals={
            "i": Actual("i", "2027-03", 500, "A018", "high"),
            "c": Actual("c", "2027-03", 100, "A018", "high", kind="credit"),
        },
    )
    found = ledger(plan)
    assert [(found.orders[row].expected, found.orders[row].open) for row in ("low", "high", "gone")] == [
        (7_000_000, 7_000_000),
        (400, 0),
        (0, 0),
    ]
    assert found.orders["high"].over == 300
    assert found.lines["A019"].expected == 7_000_000  # more than the 64,000 planned
    assert found.lines["A018"].booked == 400


def test_releases_take_from_their_blanket_order_and_are_promised_once() -> None:
    orders = {
        "blanket": Commitment("blanket", "A019", amount=10_000),
        "one": Commitment("one", "A019", amount=3_000, blanket_id="blanket"),
        "two": Commitment("two", "A019", amount=4_000, blanket_id="blanket"),
    }
    booked = {"i": Actual("i", "2027-02", 3_500, "A019", "one")}
    found = ledger(_with(norrvik(), commitments=orders, actuals=booked))
    assert found.orders["blanket"].open == 10_000 - 3_500 - 4_000
    line = found.lines["A019"]
    assert (line.ordered, line.open_orders) == (10_000, 2_500 + 0 + 4_000)


def test_an_accrual_is_booked_until_it_is_reversed() -> None:
    booked = {
        "a": Actual("a", "2027-03", 1_000, "A019", kind="accrual"),
        "r": Actual("r", "2027-04", 1_000, "A019", kind="accrual_reversal"),
        "i": Actual("i", "2027-04", 1_200, "A019"),
    }
    line = ledger(_with(norrvik(), commitments={}, actuals=booked)).lines["A019"]
    assert line.actual[2:4] == (1_000, 200)


def test_forecasts_of_closed_months_are_not_heard_any_more() -> None:
    overrides = {
        "old": ForecastOverride("old", "A019", "2027-01", 5),
        "new": ForecastOverride("new", "A019", "2027-12", 7_000),
    }
    line = ledger(_with(norrvik(), commitments={}, actuals={}, forecast_overrides=overrides)).lines["A019"]
    assert (line.forecast[0], line.forecast[11], line.fixed) == (0, 7_000, {11})


def test_bookings_outside_the_year_are_told_apart() -> None:
    found = ledger(_with(norrvik(), actuals={"i": Actual("i", "2026-12", 900, "A019")}))
    assert found.outside == 900
    assert found.lines["A019"].actual == NOTHING


@pytest.mark.parametrize(
    ("start", "pattern"),
    list(product([date(2027, 1, 1), date(2026, 7, 1), date(2027, 2, 1)], [Pattern.CALENDAR, Pattern.W445])),
)
def test_each_calendar_month_of_the_year_is_one_fiscal_month(start: date, pattern: Pattern) -> None:
    calendar = FiscalCalendar(start, pattern)
    months = [f"{start.year + (start.month - 1 + i) // 12}-{(start.month - 1 + i) % 12 + 1:02}" for i in range(12)]
    assert [fiscal_month(calendar, month) for month in months] == list(range(12))
