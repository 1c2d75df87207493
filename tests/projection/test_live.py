"""The live outcome is the outcome of a fresh projection, whatever is moved, added or taken away."""

import random
from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

from cmoplanner.model.plan import Activity, Plan, Target
from cmoplanner.projection.attribution import attribute
from cmoplanner.projection.compile import compile_plan
from cmoplanner.projection.live import Live
from cmoplanner.projection.model import project
from cmoplanner.projection.outcome import Outcome
from tests.plans import norrvik
from tests.projection.small_plans import small_plan


def fresh(plan: Plan) -> Outcome:
    return project(compile_plan(plan))


def assert_same(got: Outcome, expected: Outcome) -> None:
    assert got.lines == pytest.approx(expected.lines, rel=1e-12, abs=1e-9)
    assert got.money == expected.money
    for name in ("by_channel", "by_campaign"):
        mine, theirs = getattr(got, name), getattr(expected, name)
        assert mine.keys() == theirs.keys()
        for key, funnel in mine.items():
            assert funnel.deals == pytest.approx(theirs[key].deals, rel=1e-9, abs=1e-9)
    mine = attribute(got.compiled, got).by_activity
    theirs = attribute(expected.compiled, expected).by_activity
    assert mine.keys() == theirs.keys()
    scale = max(map(abs, theirs.values()), default=0.0)
    assert all(abs(mine[key] - theirs[key]) <= 1e-9 * scale + 1e-6 for key in mine)


def with_activities(plan: Plan, *activities: Activity, without: tuple[str, ...] = ()) -> Plan:
    rows = {key: one for key, one in plan.activities.items() if key not in without}
    return replace(plan, activities={**rows, **{one.id: one for one in activities}})


def test_a_dragged_activity():
    plan = norrvik()
    live = Live(plan)
    before = live.outcome.lines.tobytes()
    for key in ("A004", "A011", "A043", "A046", "A054", "A067"):
        one = plan.activities[key]
        moved = replace(one, start=one.start + timedelta(days=9), end=one.end + timedelta(days=9))
        assert_same(live.preview(moved), fresh(with_activities(plan, moved)))
    assert live.outcome.lines.tobytes() == before


def test_only_the_cells_it_touches_are_computed_again():
    plan = norrvik()
    live = Live(plan)
    one = plan.activities["A001"]
    preview = live.preview(replace(one, gross_spend=one.gross_spend * 2))
    same = [a is b for a, b in zip(preview.cells, live.outcome.cells, strict=True)]
    touched = {target.cell_id for target in one.targets}
    assert [cell.cell.id for cell, kept in zip(preview.compiled.cells, same, strict=True) if not kept] == [
        cell for cell in plan.cells if cell in touched
    ]


def test_an_activity_changes_channel_campaign_stage_targets_and_status():
    plan = norrvik()
    live = Live(plan)
    one = plan.activities["A004"]
    for change in (
        {"channel_id": "events"},
        {"channel_id": None},
        {"campaign_id": None},
        {"stage_id": "use"},
        {"stage_id": "enable"},
        {"targets": ()},
        {"targets": (Target("smb-care", 1.0),)},
        {"targets": (Target("prop-pilot", 0.5), Target("prop-pilot", 0.5))},
        {"status": "cancelled"},
        {"planned_responses": 400.0},
        {"category_id": "agency"},
    ):
        changed = replace(one, **change)
        assert_same(live.preview(changed), fresh(with_activities(plan, changed)))


def test_an_activity_is_added_and_others_are_taken_away():
    plan = norrvik()
    live = Live(plan)
    new = replace(plan.activities["A001"], id="new", channel_id="pr")
    assert_same(live.preview(new), fresh(with_activities(plan, new)))
    assert_same(live.preview_without("A001", "A044"), fresh(with_activities(plan, without=("A001", "A044"))))


def test_an_edited_plan_is_taken_over():
    plan = norrvik()
    live = Live(plan)
    one, other = plan.activities["A001"], replace(plan.activities["A002"], id="new")
    edited = with_activities(plan, replace(one, gross_spend=1), other, without=("A003",))
    assert_same(live.update(edited), fresh(edited))
    assert live.plan is edited
    again = with_activities(edited, replace(one, gross_spend=5))
    assert_same(live.update(again, ("A001",)), fresh(again))


def test_whatever_is_said_of_activities_the_outcome_is_that_of_the_whole_plan():
    plan = norrvik()
    live = Live(plan)
    texts = dict.fromkeys(
        ("name", "owner_role", "co_owner_role", "approver_role", "message_id", "brief", "notes"), "said"
    )
    said = {**texts, "approval_status": "approved", "asset_ids": ("S1",), "depends_on": ("A001",), "locked": True}
    rows = [replace(one, created_by_rule="R1", extra=(("more", "said"),), **said) for one in plan.activities.values()]
    edited = with_activities(plan, *rows[::2], replace(rows[1], gross_spend=1), replace(rows[3], status="cancelled"))
    got = live.update(edited)
    assert_same(got, fresh(edited))
    assert all(terms.activity is edited.activities[key] for key, terms in got.compiled.terms.items())
    assert "A002" in got.compiled.terms


def test_what_only_says_something_else_is_not_computed_again():
    plan = norrvik()
    live = Live(plan)
    before = live.outcome
    one = plan.activities["A001"]
    after = live.update(with_activities(plan, replace(one, name="Another name", notes="Said", owner_role="CFO")))
    assert all(a is b for a, b in zip(after.compiled.cells, before.compiled.cells, strict=True))
    assert after.compiled.terms["A001"].series is before.compiled.terms["A001"].series


def test_a_change_elsewhere_recomputes_everything():
    plan = norrvik()
    live = Live(plan)
    cell = plan.cells["prop-cloud"]
    edited = replace(plan, cells={**plan.cells, "prop-cloud": replace(cell, gross_margin=0.5)})
    assert_same(live.update(edited), fresh(edited))
    slower = replace(plan.channels["pr"], half_life_weeks=12.0)
    edited = replace(edited, channels={**plan.channels, "pr": slower})
    assert_same(live.update(edited), fresh(edited))
    edited = with_activities(replace(edited, levers={}), without=("A001",))
    assert_same(live.update(edited), fresh(edited))


@pytest.mark.parametrize("seed", range(12))
def test_random_edits_end_where_a_fresh_projection_does(seed):
    chance = random.Random(seed)
    plan = small_plan(seed)
    donor = small_plan(seed + 1000)
    live = Live(plan)
    for step in range(12):
        keys = list(plan.activities)
        if chance.random() < 0.3 or not keys:
            new = replace(chance.choice(list(donor.activities.values())), id=f"n{step}")
            plan = with_activities(plan, new)
        elif chance.random() < 0.3:
            plan = with_activities(plan, without=(chance.choice(keys),))
        else:
            one = plan.activities[chance.choice(keys)]
            days = timedelta(days=chance.randrange(-20, 20))
            plan = with_activities(plan, replace(one, start=one.start + days, end=one.end + days))
        live.update(plan)
    assert_same(live.outcome, fresh(plan))
    assert np.isfinite(live.outcome.lines).all()
