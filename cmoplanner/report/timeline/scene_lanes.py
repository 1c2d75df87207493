"""The lanes themselves: bands, campaign spans, bars and, in the column at the left, what each lane holds."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from cmoplanner.i18n import _, ngettext
from cmoplanner.model.periods import Span
from cmoplanner.model.plan import Plan
from cmoplanner.report.formats import Formats
from cmoplanner.report.timeline.axis import Axis
from cmoplanner.report.timeline.lanes import NONE, UNCOLOURED
from cmoplanner.report.timeline.layout import FOLDED, HEAD, Layout, PlacedGroup
from cmoplanner.report.timeline.scene_axis import grid, key_date_lines, today_line
from cmoplanner.report.timeline.scene_bars import bar, dependencies, mini_bars
from cmoplanner.report.timeline.scene_closed import Closed, columns
from cmoplanner.report.timeline.scene_ghosts import Ghosts, ghosts
from cmoplanner.report.timeline.shapes import Line, Measure, Rect, Shape, Text, triangle

FULL_SHARE = 0.25
"""The share of the plan's money at which a lane's share bar is full."""


@dataclass(frozen=True)
class View:
    """Everything a picture of the lanes is made from, but for where the window is scrolled to."""

    plan: Plan
    layout: Layout
    grouping: str
    formats: Formats
    measure: Measure
    colours: Mapping[str, str]
    hidden: frozenset[str] = frozenset()
    closed: Closed = field(default_factory=Closed)
    ghosts: Ghosts = field(default_factory=Ghosts)

    @property
    def axis(self) -> Axis:
        """The time axis."""
        return self.layout.axis


def lanes(view: View, visible: Span, y0: float, y1: float, edge: float = 0.0) -> list[Shape]:
    """Return bands, lines and bars between two heights; `view.hidden` bars are left out (they are being dragged).

    Names stay to the right of `edge`, where the window on the time begins.
    """
    axis, layout = view.axis, view.layout
    x0, x1 = axis.x(visible.start), axis.x_end(visible.end)
    groups = [group for group in layout.groups if group.bottom > y0 and group.y < y1]
    shapes: list[Shape] = [Rect(x0, y0, x1 - x0, y1 - y0, fill="surface")]
    shapes += [Rect(x0, group.y, x1 - x0, HEAD, fill="band") for group in groups if not group.folded]
    bottom = min(y1, max(layout.total_height, y0))
    shapes += columns(view.closed, axis, visible, y0, y1)
    shapes += grid(axis, visible, y0, y1)
    shapes += key_date_lines(axis, tuple(view.plan.milestones.values()), y0, y1)
    shapes += [Line(((x0, group.bottom - 0.5), (x1, group.bottom - 0.5)), "border") for group in groups]
    shapes.append(today_line(axis, view.plan.header.as_of, y0, y1))
    for group in groups:
        shapes += _campaign_span(view, group)
    seen = [i for i in layout.visible(x0, x1, y0, bottom) if layout.columns[i].activity.id not in view.hidden]
    thin = [i for i in seen if not layout.full(i)]
    full = [i for i in seen if layout.full(i)]
    shapes += mini_bars(layout, view.colours, thin)
    shapes += ghosts(view.ghosts, layout, full, view.grouping, view.measure)
    shapes += dependencies(layout, full)
    for i in full:
        shapes += bar(layout, view.colours, i, view.plan.header.as_of, view.measure, edge)
    return shapes


def _campaign_span(view: View, group: PlacedGroup) -> list[Shape]:
    campaign = view.plan.campaigns.get(group.lane.id) if view.grouping == "campaign" else None
    if campaign is None or group.folded or campaign.start is None or campaign.end is None:
        return []
    color = f"categorical.{view.colours[campaign.id]}"
    x0, x1, y = view.axis.x(campaign.start), view.axis.x_end(campaign.end), group.y + HEAD / 2
    ends: list[Shape] = [Rect(x, y - 4.5, 2.5, 9, fill=color, radius=1) for x in (x0, x1 - 2.5)]
    return [Line(((x0, y), (x1, y)), color, 2.5), *ends]


def heads(view: View, width: float, y0: float, y1: float) -> list[Shape]:
    """Return the column of lane heads: name, spend, share of the plan, activities, collisions and note."""
    groups = [group for group in view.layout.groups if group.bottom > y0 and group.y < y1]
    shapes: list[Shape] = [Rect(0, y0, width, y1 - y0, fill="surface")]
    for group in groups:
        shapes += _folded_head(view, group, width) if group.folded else _open_head(view, group, width)
        shapes.append(Line(((0, group.bottom - 0.5), (width, group.bottom - 0.5)), "border"))
    return shapes


def _open_head(view: View, group: PlacedGroup, width: float) -> list[Shape]:
    x, y = 37.0, group.y
    shapes: list[Shape] = [Rect(0, y, width, HEAD, fill="band"), *chevron(12, y + HEAD / 2, folded=False)]
    shapes += _title(view, group, width, y, HEAD)
    shapes += _money(view, group, width, y + HEAD + 2)
    count = group.bars
    words = ngettext("{n} activity", "{n} activities", count).format(n=count)
    shapes.append(Text(x, y + HEAD + 19, 0, 16, words, 11, 400, "text_2"))
    if group.warnings:
        after = x + view.measure(words, 11, 400) + 12
        found = ngettext("{n} collision", "{n} collisions", group.warnings).format(n=group.warnings)
        if after + 14 + view.measure(found, 11, 600) > width - 8:
            found = str(group.warnings)  # the triangle says what is counted
        shapes.append(triangle(after, y + HEAD + 22, "warning"))
        shapes.append(Text(after + 14, y + HEAD + 19, 0, 16, found, 11, 600, "warning"))
    if group.lane.note and group.h >= HEAD + 56:
        shapes.append(Text(x, y + HEAD + 36, width - x - 10, 16, group.lane.note, 11, 400, "text_2"))
    return shapes


def _folded_head(view: View, group: PlacedGroup, width: float) -> list[Shape]:
    shapes: list[Shape] = [*chevron(12, group.y + 12, folded=True), *_title(view, group, width, group.y + 3, 18)]
    if group.warnings:
        shapes.append(triangle(width - 22, group.y + 8, "warning"))
    return shapes + _money(view, group, width, group.y + FOLDED - 19)


def _title(view: View, group: PlacedGroup, width: float, y: float, height: float) -> list[Shape]:
    x = 22.0
    shapes: list[Shape] = []
    if view.grouping == "campaign":
        color = "categorical.none" if group.lane.id == NONE else f"categorical.{view.colours[group.lane.id]}"
        shapes.append(Rect(x, y + height / 2 - 5, 10, 10, fill=color, radius=2))
        x += 15
    room = width - x - (28 if group.folded and group.warnings else 8)
    shapes.append(Text(x, y, room, height, group.lane.name, 12, 600))
    return shapes


def _money(view: View, group: PlacedGroup, width: float, y: float) -> list[Shape]:
    money = view.formats.whole(group.lane.net)
    x = 37.0
    shapes: list[Shape] = [Text(x, y, 0, 16, money, 11, 600)]
    if group.lane.net:
        share = view.formats.percent(group.lane.share, 1)
        shapes.append(Text(x + view.measure(money, 11, 600) + 7, y, 0, 16, share, 11, 400, "text_2"))
    left = width - 64
    shapes.append(Rect(left, y + 5, 54, 6, fill="border", radius=3))
    filled = 54 * min(1.0, max(0.0, group.lane.share / FULL_SHARE))
    if filled >= 1:
        color = "text_2"
        if view.grouping == "campaign" and group.lane.id != NONE:
            color = f"bar.solid.{view.colours[group.lane.id]}"
        shapes.append(Rect(left, y + 5, max(3.0, filled), 6, fill=color, radius=min(3.0, filled / 2)))
    return shapes


def chevron(x: float, y: float, *, folded: bool) -> list[Shape]:
    """Return the sign that a lane is open or folded."""
    points = ((x - 2, y - 4), (x + 2, y), (x - 2, y + 4)) if folded else ((x - 4, y - 2), (x, y + 2), (x + 4, y - 2))
    return [Line(points, "text_2", 1.5)]


def legend(view: View, width: float, height: float, measure: Measure) -> list[Shape]:
    """Return the line that says which colour is which campaign; what does not fit is counted."""
    shapes: list[Shape] = [Rect(0, 0, width, height, fill="band")]
    title = _("Colour = campaign")
    shapes.append(Text(16, 0, 0, height, title, 11, 400, "text_2"))
    x = 16 + measure(title, 11, 400) + 16
    entries = [(campaign.name, view.colours[campaign.id]) for campaign in view.plan.campaigns.values()]
    entries.append((_("None"), "none"))
    for shown, (full_name, index) in enumerate(entries):
        name = full_name if len(full_name) <= 26 else full_name[:25].rstrip() + "…"
        end = x + 15 + measure(name, 11, 400)
        if end > width - 60:
            shapes.append(Text(x, 0, 0, height, _("+{n} more").format(n=len(entries) - shown), 11, 400, "text_2"))
            break
        shapes.append(Rect(x, height / 2 - 5, 10, 10, fill=f"categorical.{index}", radius=2))
        shapes.append(Text(x + 15, 0, 0, height, name, 11, 400, "text"))
        x = end + 14
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
    index = view.colours.get(layout.activity(i).campaign_id or NONE, UNCOLOURED)
    left, top = float(layout.left[i]), float(layout.top[i])
    width = float(layout.right[i]) - left
    return Rect(
        left + 1, top + 1, width - 2, float(layout.height[i]) - 2, stroke=f"categorical.{index}", width=2, radius=4
    )
