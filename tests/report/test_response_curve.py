"""The curve that is drawn is the channel's Hill curve, and today lies on it."""

import pytest

from cmoplanner.projection.compile import compile_plan
from cmoplanner.projection.model import project
from cmoplanner.report.response_curve import response_curve
from tests.plans import norrvik


def test_the_curve_is_the_formula_of_the_lane() -> None:
    plan = norrvik()
    activity = plan.activities["A013"]
    curve = response_curve(project(compile_plan(plan)), activity)
    assert curve is not None
    main = max(activity.targets, key=lambda target: target.share).cell_id
    assert (curve.channel_id, curve.cell_id) == (activity.channel_id, main)
    channel, lane = plan.channels[curve.channel_id], plan.lanes[f"{curve.channel_id}|{main}"]
    most = lane.ref_spend_month / (channel.unit_cost * channel.sigma)
    half = lane.ref_spend_month * ((1 - channel.sigma) / channel.sigma) ** (1 / channel.slope)
    for money, responses in (*curve.points, curve.today):
        power = money**channel.slope
        assert responses == pytest.approx(lane.fit * most * power / (half**channel.slope + power))
    assert curve.points[0] == (0.0, 0.0)
    assert 0 < curve.today[0] < curve.points[-1][0]


def test_what_works_by_no_curve_has_none() -> None:
    plan = norrvik()
    outcome = project(compile_plan(plan))
    idle = next(row for row in plan.activities.values() if row.channel_id is None)
    assert response_curve(outcome, idle) is None
