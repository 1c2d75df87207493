"""The projection agrees with the plain loops on the sample and on plans of every kind."""

from dataclasses import replace

import numpy as np
import pytest

from cmoplanner.model.plan import Plan
from cmoplanner.projection.attribution import attribute
from cmoplanner.projection.compile import compile_plan
from cmoplanner.projection.model import project
from cmoplanner.projection.outcome import Line
from tests.plans import norrvik
from tests.projection import brute
from tests.projection.small_plans import small_plan

LINES = {
    Line.REVENUE: "revenue",
    Line.MARGIN: "gm",
    Line.BASE_NEW: "new_base",
    Line.MARKETING_NEW: "new_marketing",
    Line.WON: "won",
    Line.ACTIVE: "active",
}


def check(plan: Plan) -> None:
    compiled = compile_plan(plan)
    outcome = project(compiled)
    full, base = brute.Brute(plan), brute.Brute(plan, activities=False, levers=False)
    for amounts, of in ((compiled.money.gross, full.gross), (compiled.money.net, full.net)):
        assert list(amounts) == [sum(of(a)[t] for a in full.live) for t in range(12)]
    for i, cell in enumerate(plan.cells):
        for line, name in LINES.items():
            near(outcome.lines[i, line], full.cells[cell][name])
            near(outcome.baseline[i, line], base.cells[cell][name])
    for name in ("responses", "offers"):
        total = sum(getattr(funnel, name).sum() for funnel in outcome.by_channel.values())
        near(total, sum(sum(series) for series in getattr(full, name).values()))
    shares, expected = attribute(compiled, outcome), brute.attribution(plan, base, full)
    # an increment is the difference of two large totals
    floor = 1e-5 * full.pv(full.by_month("revenue"))
    for name in ("total", "media", "levers", "retention"):
        near(getattr(shares, name), expected[name], floor)
    for key, value in expected["by_activity"].items():
        near(shares.by_activity[key], value, floor)


def near(got, expected, floor: float = 1e-6) -> None:
    scale = max(np.abs(expected).max(initial=0.0), floor, 1e-6)
    assert np.abs(np.asarray(got) - np.asarray(expected)).max(initial=0.0) < 1e-9 * scale


def test_the_sample_plan():
    check(norrvik())


def test_the_sample_plan_calibrated_by_itself():
    check(replace(norrvik(), lanes={}))


@pytest.mark.parametrize("seed", range(30))
def test_plans_of_every_kind(seed):
    check(small_plan(seed))
