"""Thin lead-ins before bars: the time that a channel needs to prepare, and the day by which it must be approved."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from cmoplanner.model.plan import Activity, Plan
from cmoplanner.report.timeline.layout import BAR, Layout
from cmoplanner.report.timeline.shapes import Line, Shape

_SHORT = 4.0  # px; a shorter one says nothing


@dataclass(frozen=True, slots=True)
class LeadIn:
    """What must begin before an activity: the last day to approve it, and whether that day has gone by."""

    deadline: date
    late: bool


def lead_in(plan: Plan, activity: Activity) -> LeadIn | None:
    """Return the lead-in of an activity that still has to be approved, None where there is none (rule CAL-05)."""
    channel = plan.channels.get(activity.channel_id or "")
    if channel is None or channel.lead_time_days <= 0:
        return None
    if activity.status != "planned" or activity.approval_status == "approved" or activity.start < plan.header.as_of:
        return None
    deadline = activity.start - timedelta(days=channel.lead_time_days)
    return LeadIn(deadline, deadline < plan.header.as_of)


def lead_ins(plan: Plan, layout: Layout, bars: Iterable[int]) -> list[Shape]:
    """Return the lead-ins of bars in open lanes: a dotted line from the deadline, which is a small post."""
    shapes: list[Shape] = []
    for i in bars:
        found = lead_in(plan, layout.activity(i))
        if found is None:
            continue
        x, end, y = layout.axis.x(found.deadline), float(layout.left[i]), float(layout.top[i]) + BAR / 2
        if end - x < _SHORT:
            continue
        color = "warning" if found.late else "text_3"
        shapes.append(Line(((x, y), (end, y)), color, 1.25, (1.5, 3.0)))
        shapes.append(Line(((x, y - 5), (x, y + 5)), color, 1.5))
    return shapes
