"""The funnel of single activities: against the plain loops, and adding up to the plan."""

import numpy as np
import pytest

from cmoplanner.projection.activity_funnel import funnel_of
from cmoplanner.projection.compile import compile_plan
from cmoplanner.projection.model import project
from tests.plans import norrvik
from tests.projection.brute import Brute
from tests.projection.small_plans import small_plan


@pytest.mark.parametrize(
    "plan", [norrvik(), *(small_plan(seed) for seed in range(20))], ids=lambda plan: plan.header.id
)
def test_the_plain_loops_say_the_same(plan):
    outcome = project(compile_plan(plan))
    brute = Brute(plan)
    for key in plan.activities:
        funnel = funnel_of(outcome, [key])
        for name in ("responses", "leads", "offers", "deals"):
            expected = np.zeros(brute.horizon)
            for (activity, cell), series in getattr(brute, name).items():
                if activity == key and not (name == "leads" and plan.cells[cell].sales_model == "direct"):
                    expected += series * np.array(brute.cells[cell]["share_won"] if name == "deals" else 1.0)
            assert getattr(funnel, name) == pytest.approx(expected, rel=1e-9, abs=1e-9)


def test_all_activities_together_are_the_plan():
    plan = norrvik()
    outcome = project(compile_plan(plan))
    whole = funnel_of(outcome, plan.activities)
    for name in ("responses", "leads", "offers", "deals"):
        by_channel = sum(getattr(funnel, name) for funnel in outcome.by_channel.values())
        assert getattr(whole, name) == pytest.approx(by_channel)
