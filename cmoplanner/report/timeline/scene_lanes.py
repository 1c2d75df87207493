"""The lanes themselves: bands, roll-ups, bars and, in the column at the left, what each lane holds."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from cmoplanner.i18n import _, ngettext
from cmoplanner.model.periods import Span
from cmoplanner.model.plan import Plan
from cmoplanner.report.formats import Formats
from cmoplanner.report.timeline.arrangement import Arrangement
from cmoplanner.report.timeline.axis import Axis
from cmoplanner.report.timeline.colours import Colours, Mark
from cmoplanner.report.timeline.layout import BAR, FOLDED, HEAD, PARENT, Layout, PlacedGroup
from cmoplanner.report.timeline.scene_axis import grid, key_date_lines, today_line
from cmoplanner.report.timeline.scene_bars import dependencies, mini_bars
from cmoplanner.report.timeline.scene_closed import Closed, columns
from cmoplanner.report.timeline.scene_ghosts import Ghosts, ghosts
from cmoplanner.report.timeline.scene_lead import lead_ins
from cmoplanner.report.timeline.scene_links import links
from cmoplanner.report.timeline.shapes import Line, Measure, Rect, Shape, Text, chevron, triangle
from cmoplanner.report.timeline.workload import Workloads, workload_row

FULL_SHARE = 0.25
"""The share of the plan's money at which a lane's share bar is full."""
INDENT = 14.0
"""How far the head of a lane inside another stands to the right."""


@dataclass(frozen=True)
class View:
    """Everything a picture of the lanes is made from, but for where the window is scrolled to."""

    plan: Plan
    layout: Layout
    arrangement: Arrangement
    formats: Formats
    measure: Measure
    colours: Colours
    looks: Sequence[str]
    workloads: Workloads
    hidden: frozenset[str] = frozenset()
    closed: Closed = field(default_factory=Closed)
    ghosts: Ghosts = field(default_factory=Ghosts)

    @property
    def axis(self) -> Axis:
        """The time axis."""
        return self.layout.axis

    def mark(self, group: PlacedGroup) -> Mark | None:
        """Return the colour of a lane, None where colour says something else than the lane does."""
        level = group.lane.level
        if level >= len(self.arrangement.by) or self.arrangement.by[level] != self.arrangement.colour:
            return None
        return self.colours.of_key(group.lane.key)


def in_sight(view: View, visible: Span, y0: float, y1: float) -> NDArray[np.intp]:
    """Return the bars between two heights; `view.hidden` ones are left out, since they are being dragged."""
    layout = view.layout
    bottom = min(y1, max(layout.total_height, y0))
    seen = layout.seen(view.axis.x(visible.start), view.axis.x_end(visible.end), y0, bottom)
    if view.hidden:
        dragged = [i for activity_id in view.hidden for i in layout.places(activity_id)]
        seen = seen[~np.isin(seen, dragged)]
    return seen


def full_bars(view: View, seen: NDArray[np.intp]) -> list[int]:
    """Return those bars that stand in an open lane, with their words."""
    found: list[int] = seen[view.layout.height[seen] == BAR].tolist()
    return found


def ground(view: View, visible: Span, y0: float, y1: float) -> list[Shape]:
    """Return what the full bars stand on: bands, lines, thin bars, ghosts, lead-ins and dependencies."""
    axis, layout = view.axis, view.layout
    x0, x1 = axis.x(visible.start), axis.x_end(visible.end)
    groups = [group for group in layout.groups if group.bottom > y0 and group.y < y1]
    shapes: list[Shape] = [Rect(x0, y0, x1 - x0, y1 - y0, fill="surface")]
    shapes += [Rect(x0, group.y, x1 - x0, _band(group), fill="band") for group in groups if not group.folded]
    shapes += columns(view.closed, axis, visible, y0, y1)
    shapes += grid(axis, visible, y0, y1)
    shapes += key_date_lines(axis, (*view.plan.milestones.values(), *view.closed.contracts), y0, y1)
    shapes += [Line(((x0, group.bottom - 0.5), (x1, group.bottom - 0.5)), "border") for group in groups]
    shapes.append(today_line(axis, view.plan.header.as_of, y0, y1))
    for group in groups:
        shapes += _roll_up(view, group)
        if group.under:
            shapes += workload_row(view.workloads.of(group.lane), axis, visible, group, view.formats, view.measure)
    seen = in_sight(view, visible, y0, y1)
    full = full_bars(view, seen)
    shapes += mini_bars(layout, view.looks, seen[layout.height[seen] != BAR])
    shapes += ghosts(view.ghosts, view.plan, layout, full, view.arrangement.by, view.measure)
    shapes += lead_ins(view.plan, layout, full)
    shapes += dependencies(layout, full)
    shapes += links(view.plan, layout)
    return shapes


def _band(group: PlacedGroup) -> float:
    return PARENT if group.parent else HEAD


def _roll_up(view: View, group: PlacedGroup) -> list[Shape]:
    """Return the bar of a whole lane: a campaign's own dates, else from its first start to its last end."""
    if group.folded and not group.lane.children and not _is_campaign(view, group):
        return []  # its thin lines say as much
    ends_at = _ends(view, group)
    if ends_at is None:
        return []
    mark = view.mark(group)
    color = "text_3" if mark is None else f"categorical.{mark.colour}"
    x0, x1 = ends_at
    if group.folded:
        y = group.y + 2.5
        return [Line(((x0, y), (x1, y)), f"{color}@0.55", 1.5)]
    y = group.y + _band(group) / 2
    ends: list[Shape] = [Rect(x, y - 4.5, 2.5, 9, fill=color, radius=1) for x in (x0, x1 - 2.5)]
    return [Line(((x0, y), (x1, y)), color, 2.5), *ends]


def _is_campaign(view: View, group: PlacedGroup) -> bool:
    return view.arrangement.by[group.lane.level] == "campaign"


def _ends(view: View, group: PlacedGroup) -> tuple[float, float] | None:
    """Return from where to where the bar of a lane reaches, None where there is nothing."""
    campaign = view.plan.campaigns.get(group.lane.key) if _is_campaign(view, group) else None
    if campaign is not None and campaign.start is not None and campaign.end is not None:
        return view.axis.x(campaign.start), view.axis.x_end(campaign.end)
    if group.extent is None:
        return None
    return group.extent[0] * view.axis.px_a_day, group.extent[1] * view.axis.px_a_day


def heads(view: View, width: float, y0: float, y1: float) -> list[Shape]:
    """Return the column of lane heads: name, spend, share of the plan, activities, collisions and note."""
    groups = [group for group in view.layout.groups if group.bottom > y0 and group.y < y1]
    shapes: list[Shape] = [Rect(0, y0, width, y1 - y0, fill="surface")]
    for group in groups:
        if group.parent:
            shapes += _parent_head(view, group, width)
        else:
            shapes += _folded_head(view, group, width) if group.folded else _open_head(view, group, width)
        shapes.append(Line(((0, group.bottom - 0.5), (width, group.bottom - 0.5)), "border"))
    return shapes


def _parent_head(view: View, group: PlacedGroup, width: float) -> list[Shape]:
    """Return the head of a lane whose inner lanes follow: name and money in one line."""
    y, money = group.y, view.formats.short(group.lane.net)
    share = view.formats.percent(group.lane.share, 1)
    measure, right = view.measure, width - 10
    taken = measure(money, 11, 600) + 16
    shapes: list[Shape] = [Rect(0, y, width, PARENT, fill="band"), *chevron(12, y + PARENT / 2, folded=False)]
    if measure(group.lane.name, 12, 700) + taken + measure(share, 11, 400) + 7 < right - 37:
        right -= measure(share, 11, 400)
        shapes.append(Text(right, y, 0, PARENT, share, 11, 400, "text_2"))
        right, taken = right - 7, taken + measure(share, 11, 400) + 7
    shapes.append(Text(right - measure(money, 11, 600), y, 0, PARENT, money, 11, 600))
    return [*shapes, *_title(view, group, width - taken, y, PARENT, 700)]


def _open_head(view: View, group: PlacedGroup, width: float) -> list[Shape]:
    x, y = 37.0 + _indent(group), group.y
    shapes: list[Shape] = [Rect(0, y, width, HEAD, fill="band")]
    shapes += chevron(12 + _indent(group), y + HEAD / 2, folded=False)
    shapes += _title(view, group, width, y, HEAD)
    shapes += _money(view, group, width, y + HEAD + 2)
    count = group.bars
    words = ngettext("{n} activity", "{n} activities", count).format(n=view.formats.number(count))
    color = "text_2" if count else "warning"
    shapes.append(Text(x, y + HEAD + 19, 0, 16, words if count else _("nothing planned"), 11, 400, color))
    if group.warnings:
        after = x + view.measure(words, 11, 400) + 12
        warnings = view.formats.number(group.warnings)
        found = ngettext("{n} collision", "{n} collisions", group.warnings).format(n=warnings)
        if after + 14 + view.measure(found, 11, 600) > width - 8:
            found = warnings  # the triangle says what is counted
        shapes.append(triangle(after, y + HEAD + 22, "warning"))
        shapes.append(Text(after + 14, y + HEAD + 19, 0, 16, found, 11, 600, "warning"))
    if group.lane.note and group.h - group.under >= HEAD + 56:
        shapes.append(Text(x, y + HEAD + 36, width - x - 10, 16, group.lane.note, 11, 400, "text_2"))
    if group.under:
        words = _("Activities and spend by month")
        shapes.append(Text(x, group.bottom - group.under, width - x - 10, group.under - 2, words, 11, 400, "text_2"))
    return shapes


def _indent(group: PlacedGroup) -> float:
    return INDENT * group.lane.level


def _folded_head(view: View, group: PlacedGroup, width: float) -> list[Shape]:
    shapes: list[Shape] = chevron(12 + _indent(group), group.y + 12, folded=True)
    shapes += _title(view, group, width, group.y + 3, 18)
    if group.warnings:
        shapes.append(triangle(width - 22, group.y + 8, "warning"))
    return shapes + _money(view, group, width, group.y + FOLDED - 19)


def _title(view: View, group: PlacedGroup, width: float, y: float, height: float, weight: int = 600) -> list[Shape]:
    x = 22.0 + _indent(group)
    shapes: list[Shape] = []
    mark = view.mark(group)
    if mark is not None:
        shapes.append(chip(x, y + height / 2 - 5, mark))
        x += 15
    room = width - x - (28 if group.folded and group.warnings else 8)
    shapes.append(Text(x, y, room, height, group.lane.name, 12, weight))
    return shapes


def chip(x: float, y: float, mark: Mark) -> Rect:
    """Return the small square that shows a colour."""
    return Rect(x, y, 10, 10, f"categorical.{mark.colour}", radius=2, hatch="surface" if mark.hatched else "", pitch=4)


def _money(view: View, group: PlacedGroup, width: float, y: float) -> list[Shape]:
    money = view.formats.whole(group.lane.net)
    x = 37.0 + _indent(group)
    shapes: list[Shape] = [Text(x, y, 0, 16, money, 11, 600)]
    if group.lane.net:
        share = view.formats.percent(group.lane.share, 1)
        shapes.append(Text(x + view.measure(money, 11, 600) + 7, y, 0, 16, share, 11, 400, "text_2"))
    left = width - 64
    shapes.append(Rect(left, y + 5, 54, 6, fill="border", radius=3))
    filled = 54 * min(1.0, max(0.0, group.lane.share / FULL_SHARE))
    if filled >= 1:
        mark = view.mark(group)
        color = f"bar.solid.{mark.colour}" if mark is not None and group.lane.key else "text_2"
        shapes.append(Rect(left, y + 5, max(3.0, filled), 6, fill=color, radius=min(3.0, filled / 2)))
    return shapes


def frame(layout: Layout, i: int, *, focus: bool) -> Rect:
    """Return the ring around a selected bar, dashed where it only has the keyboard."""
    left, top = float(layout.left[i]), float(layout.top[i])
    return Rect(
        left - 3,
        top - 3,
        float(layout.right[i]) - left + 6,
        float(layout.height[i]) + 6,
        stroke="accent",
        width=2,
        radius=6,
        dash=(3, 2) if focus else (),
    )


def grips(layout: Layout, i: int, color: str) -> list[Shape]:
    """Return the two handles at a bar's ends."""
    top = float(layout.top[i]) + 3.5
    return [
        Rect(float(x) - 2.5, top, 5, 11, fill="surface", stroke=color, width=1.3, radius=2)
        for x in (layout.left[i], layout.right[i])
    ]


def hover(view: View, i: int) -> Rect:
    """Return the stronger line around the bar under the mouse."""
    layout = view.layout
    index = view.colours.of_bar(layout.columns[i]).colour
    left, top = float(layout.left[i]), float(layout.top[i])
    width = float(layout.right[i]) - left
    return Rect(
        left + 1, top + 1, width - 2, float(layout.height[i]) - 2, stroke=f"categorical.{index}", width=2, radius=4
    )
