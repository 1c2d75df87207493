"""An activity's effect by month is its share: weighed as a measure weighs months, it is what attribution says."""

import numpy as np
import pytest

from cmoplanner.projection.attribution import Measure, attribute, present_margin, year_revenue
from cmoplanner.projection.compile import compile_plan
from cmoplanner.projection.effect import EffectBook
from cmoplanner.projection.model import project
from cmoplanner.projection.outcome import Line, Outcome
from tests.plans import norrvik


@pytest.fixture(scope="module")
def outcome() -> Outcome:
    return project(compile_plan(norrvik()))


def test_the_year_and_the_present_value_are_those_of_the_attribution(outcome: Outcome) -> None:
    book, compiled = EffectBook(outcome), outcome.compiled
    year = attribute(compiled, outcome, year_revenue(compiled)).by_activity
    worth = attribute(compiled, outcome, present_margin(compiled)).by_activity
    assert len(worth) > 50
    for activity_id, value in worth.items():
        effect = book.of(activity_id)
        assert effect.revenue[:12].sum() == pytest.approx(year[activity_id], rel=1e-9, abs=1e-6)
        assert (effect.margin * compiled.setting.discount).sum() == pytest.approx(value, rel=1e-9, abs=1e-6)


@pytest.mark.parametrize("month", [0, 3, 11, 20, 35])
def test_all_effects_of_a_month_add_up_to_what_media_and_retention_add_in_it(outcome: Outcome, month: int) -> None:
    book, compiled = EffectBook(outcome), outcome.compiled
    weights = (np.arange(compiled.horizon) == month).astype(float)
    for line, name in ((Line.REVENUE, "revenue"), (Line.MARGIN, "margin")):
        shares = attribute(compiled, outcome, Measure(line, weights=weights))
        found = sum(float(getattr(book.of(key), name)[month]) for key in compiled.plan.activities)
        assert found == pytest.approx(shares.media + shares.retention, rel=1e-9, abs=1e-6)
        whole = float(outcome.incremental_by_month(line)[month])
        assert found + shares.levers == pytest.approx(whole, rel=1e-9, abs=1e-6)


def test_media_brings_nothing_before_it_begins_and_something_after(outcome: Outcome) -> None:
    book, plan = EffectBook(outcome), outcome.compiled.plan
    late = [row for row in plan.activities.values() if row.start >= plan.calendar.month(6).start]
    found = 0
    for row in late:
        effect = book.of(row.id)
        media = effect.revenue - effect.retention
        month = next(t for t in range(1, 13) if row.start <= plan.calendar.month(t).end)
        assert np.abs(media[: month - 1]).max(initial=0.0) == 0
        found += media[month - 1 :].sum() > 0
    assert found > 5


def test_an_unknown_or_cancelled_activity_brings_nothing(outcome: Outcome) -> None:
    effect = EffectBook(outcome).of("no such id")
    assert effect.revenue.tolist() == effect.margin.tolist() == [0.0] * outcome.compiled.horizon
