"""The worked example against the engine's own projection of the same company, and its bounds."""

from datetime import date
from decimal import Decimal

import pytest

from cmoplanner.model.plan import Lever
from cmoplanner.projection.outcome import Line
from cmoplanner.report.formats import Formats
from cmoplanner.report.worked_example import Example
from tests.projection.test_invariants import one_cell, outcome_of


def test_the_published_figures() -> None:
    assert Example().sales == (Decimal("125000.00"), Decimal("150000.00"), Decimal("300000.00"))


@pytest.mark.parametrize(("traffic", "conversion"), [(1.2, 2.0), (1.0, 1.0), (0.5, 3.3), (2.25, 0.7)])
def test_it_is_what_the_engine_projects(traffic: float, conversion: float) -> None:
    first = Lever("l1", "Traffic", "responses", traffic, date(2027, 1, 1))
    second = Lever("l2", "Conversion", "order_rate", conversion, date(2027, 1, 1), cell_id="k")
    sales = Example(traffic=traffic, conversion=conversion).sales
    for levers, amount in zip(((), (first,), (first, second)), sales, strict=True):
        revenue = outcome_of(one_cell(*levers)).by_month(Line.REVENUE)[0]
        assert float(amount) == pytest.approx(float(revenue), abs=0.005)


def test_no_more_than_all_visitors_buy() -> None:
    assert Example(buyers=0.6, conversion=2.0).sales[2] == Decimal("6000000.00")


def test_the_steps_lead_from_today_to_both() -> None:
    steps = Example(traffic=0.8).bridge(Formats("en_GB", "EUR", 2)).steps
    assert [(step.kind, step.low, step.high) for step in steps] == [
        ("base", 0.0, 125_000.0),
        ("down", 100_000.0, 125_000.0),
        ("up", 100_000.0, 200_000.0),
        ("whole", 0.0, 200_000.0),
    ]
    assert [step.text for step in steps] == ["125", "−25", "+100", "200"]
