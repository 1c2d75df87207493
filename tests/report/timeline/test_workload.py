"""An owner's work by month: counted and added up another way."""

from dataclasses import replace

import pytest

from cmoplanner.model.phasing import net_by_month
from cmoplanner.model.plan import last_day
from cmoplanner.report.timeline.layout import WORKLOAD
from cmoplanner.report.timeline.shapes import Text
from cmoplanner.report.timeline.state import CalendarState
from cmoplanner.report.timeline.workload import Workloads
from tests.plans import norrvik
from tests.report.timeline.samples import measure, sample, state, with_activities

PLAN = norrvik()


@pytest.mark.parametrize("by", [("owner",), ("segment", "owner")])
def test_activities_and_money_of_each_month(by: tuple[str, ...]) -> None:
    work = Workloads(PLAN)
    lanes = [inner for lane in state(*by).lanes for inner in (lane.children or (lane,))]
    for lane in lanes:
        found = work.of(lane)
        for t in range(1, 13):
            month = PLAN.calendar.month(t)
            busy = [
                row
                for row in lane.activities
                if row.start <= month.end and last_day(row, PLAN.calendar.fy_end) >= month.start
            ]
            assert found.counts[t - 1] == len(busy)
        assert sum(found.money) == pytest.approx(lane.net, abs=len(lane.bars))
    months = [sum(net_by_month(row, PLAN.calendar)[t] for row in PLAN.activities.values()) for t in range(12)]
    for t, whole in enumerate(months):
        assert sum(work.of(lane).money[t] for lane in lanes) == pytest.approx(whole, abs=1e-3)


def test_it_follows_edits_and_leaves_out_what_is_cancelled() -> None:
    plan, outcome = sample()
    calendar = CalendarState(plan, outcome, measure, state("owner").arrangement)
    lane = calendar.lanes[0]
    before = calendar.view.workloads.of(lane)
    row = lane.activities[0]
    rows = {**plan.activities, row.id: replace(row, status="cancelled")}
    calendar.refresh(with_activities(plan, rows), outcome)
    after = calendar.view.workloads.of(calendar.lanes[0])
    assert sum(before.counts) > sum(after.counts)
    assert sum(before.money) - sum(after.money) == pytest.approx(sum(net_by_month(row, plan.calendar)))


def test_open_lanes_of_owners_have_a_row_for_it_and_others_none() -> None:
    owners, campaigns = state("owner"), state("campaign")
    first = owners.lanes[0].id
    owners.fold({lane.id for lane in owners.lanes[1:]})
    assert [group.under for group in owners.layout.groups][:2] == [WORKLOAD, 0.0]
    assert {group.under for group in campaigns.layout.groups} == {0.0}
    work = owners.view.workloads.of(owners.lanes[0])
    frame = owners.frame(1440, 900, 0, 0)
    texts = [
        shape.text for region in owners.picture(frame).lanes() for shape in region.shapes if isinstance(shape, Text)
    ]
    assert "Activities and spend by month" in texts
    assert any(text.startswith(f"{work.counts[2]} · ") for text in texts)
    group = owners.layout.groups[0]
    assert group.lane.id == first
    for i in range(group.bars):
        assert owners.layout.top[i] + owners.layout.height[i] <= group.bottom - WORKLOAD
