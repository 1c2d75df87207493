"""The bar of a campaign's own dates in its lane's head band: where it is taken hold of, and how it looks in a drag."""

from dataclasses import dataclass

from cmoplanner.model.periods import Span
from cmoplanner.model.plan import Campaign
from cmoplanner.report.timeline.axis import Axis
from cmoplanner.report.timeline.layout import HANDLE, HEAD, PARENT, Part
from cmoplanner.report.timeline.scene_lanes import View
from cmoplanner.report.timeline.shapes import Line, Rect, Shape


@dataclass(frozen=True, slots=True)
class Grip:
    """A campaign's bar under the mouse: which part of it, and the middle of its band among the lanes."""

    campaign: Campaign
    part: Part
    y: float


def campaign_at(view: View, x: float, y: float) -> Grip | None:
    """Return the campaign whose bar is under a point of the lanes, None if there is none."""
    group = view.layout.group_at(y)
    if group is None or group.folded or view.arrangement.by[group.lane.level] != "campaign":
        return None
    campaign = view.plan.campaigns.get(group.lane.key)
    band = PARENT if group.parent else HEAD
    if campaign is None or campaign.start is None or campaign.end is None or y >= group.y + band:
        return None
    left, right = view.axis.x(campaign.start), view.axis.x_end(campaign.end)
    if not left - HANDLE <= x < right + HANDLE:
        return None
    inner = min(float(HANDLE), (right - left) / 4)
    part = Part.START if x < left + inner else Part.END if x >= right - inner else Part.BODY
    return Grip(campaign, part, group.y + band / 2)


def carried_bar(axis: Axis, span: Span, y: float) -> list[Shape]:
    """Return a campaign's bar where it would be dropped."""
    left, right = axis.x(span.start), axis.x_end(span.end)
    shapes: list[Shape] = [Rect(left - 3, y - 8, right - left + 6, 16, "surface", "accent", 2.0, 6)]
    shapes.append(Line(((left + 2, y), (right - 2, y)), "accent", 3))
    return shapes
