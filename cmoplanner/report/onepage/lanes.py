"""The lanes of a calendar page: bars by status, events as diamonds, words in them or beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from cmoplanner.i18n import _
from cmoplanner.model.plan import Activity
from cmoplanner.report.deck.fitting import Fitted, fit, line_height, written
from cmoplanner.report.drawn import Spot, bar_box
from cmoplanner.report.name_words import beside_figures
from cmoplanner.report.one_pager import PageBar, PageLane
from cmoplanner.report.onepage.setting import LABEL, SMALL, Drawing, Setting, TimeColumn
from cmoplanner.report.timeline.packing import pack
from cmoplanner.report.timeline.scene_bars import RUNNING, Look
from cmoplanner.report.timeline.scene_ghosts import Ghost
from cmoplanner.report.timeline.shapes import Line, Polygon, Rect, Shape, Text

LEAST_ROW, MOST_ROW = 17.5, 25.0
PADDING = 7.0
_BETWEEN = 2.5
_GAP = 10.0
_LONGEST = 0.42
"""The share of the time's width that words beside a bar may take."""
_INSIDE = 8.0
_BESIDE = 6.0
_LEAST_BAR = 6.0


class Side(Enum):
    """Where the words of a bar stand."""

    INSIDE = "inside"
    RIGHT = "right"
    LEFT = "left"


@dataclass(frozen=True, slots=True)
class PlacedBar:
    """A bar with its words: where it stands in time, on which side its words are, how they fit, and its row."""

    bar: PageBar
    left: float
    right: float
    side: Side
    words: str
    px: int
    taken: float
    row: int = 0


@dataclass(frozen=True, slots=True)
class PlacedLane:
    """A lane with its bars in rows, and its name as it fits."""

    lane: PageLane
    bars: tuple[PlacedBar, ...]
    rows: int
    name: Fitted

    def least(self, setting: Setting) -> float:
        """Return how high the lane must be."""
        money = line_height(setting.px(SMALL)) if setting.money_in_sums else 0.0
        return max(self.rows * setting.size(LEAST_ROW), self.name.high + money) + setting.size(PADDING)


def place_lane(lane: PageLane, setting: Setting, time: TimeColumn, drawing: Drawing) -> PlacedLane:
    """Return the bars of a lane in rows in which no words meet a bar; names that are cut are noted in the drawing."""
    bars = [_words(bar, setting, time, drawing) for bar in lane.bars]
    rows, count = pack(
        [bar.left - (bar.taken if bar.side is Side.LEFT else 0.0) for bar in bars],
        [bar.right + (bar.taken if bar.side is Side.RIGHT else 0.0) for bar in bars],
        setting.size(_GAP),
    )
    placed = tuple(
        PlacedBar(one.bar, one.left, one.right, one.side, one.words, one.px, one.taken, row)
        for one, row in zip(bars, rows, strict=True)
    )
    room = time.left - setting.size(14)
    sizes = (setting.px(LABEL), setting.px(SMALL))
    name = fit(lane.name, room, 2 * line_height(sizes[0]), sizes, 600, setting.measure, most=2)
    if not name.whole:
        drawing.cut.append(lane.name)
    return PlacedLane(lane, placed, count, name)


def _words(bar: PageBar, setting: Setting, time: TimeColumn, drawing: Drawing) -> PlacedBar:
    """Return where a bar's words fit: in it, smaller in it, beside it, and else cut where there is most room."""
    left, right = time.ends(bar.span)
    if bar.event:
        half = setting.size(8)
        middle = min(max((left + right) / 2, time.left + half), time.right - half)
        left, right = middle - half, middle + half
    right = min(time.right, max(right, left + setting.size(_LEAST_BAR)))
    left = min(left, right - setting.size(_LEAST_BAR))
    text = told(bar, setting)
    if not bar.event:
        for base in (LABEL, SMALL):
            if setting.wide(text, base, 500) + 2 * setting.size(_INSIDE) <= right - left:
                return PlacedBar(bar, left, right, Side.INSIDE, text, setting.px(base), 0.0)
    return _beside(bar, (left, right), text, setting, time, drawing)


def _beside(
    bar: PageBar, ends: tuple[float, float], text: str, setting: Setting, time: TimeColumn, drawing: Drawing
) -> PlacedBar:
    left, right = ends
    px, gap = setting.px(LABEL), setting.size(_BESIDE)
    most = _LONGEST * time.width
    width = setting.measure(text, px, 500)
    after, before = time.right - right - gap, left - time.left - gap
    inside = 0.0 if bar.event else right - left - 2 * setting.size(_INSIDE)
    if width <= min(after, most):
        return PlacedBar(bar, left, right, Side.RIGHT, text, px, width + gap)
    if width <= min(before, most):
        return PlacedBar(bar, left, right, Side.LEFT, text, px, width + gap)
    rooms = {Side.INSIDE: inside, Side.RIGHT: min(after, most), Side.LEFT: min(before, most)}
    side = max(rooms, key=lambda key: rooms[key])
    small = setting.px(SMALL)
    short = drawing.short(text, rooms[side], small, 500, setting.measure)
    taken = 0.0 if side is Side.INSIDE else setting.measure(short, small, 500) + gap
    return PlacedBar(bar, left, right, side, short, small, taken)


def told(bar: PageBar, setting: Setting) -> str:
    """Return the words of a bar: its name, and its money where that is shown."""
    name = beside_figures(bar.name)
    return f"{name}  {setting.formats.short(bar.net)}" if bar.net and setting.money_at_bars else bar.name


def draw_lane(
    placed: PlacedLane, setting: Setting, time: TimeColumn, top: float, height: float, drawing: Drawing
) -> None:
    """Draw a lane over a height, its rows in the middle of it."""
    shapes = _head(placed, setting, time, top, height)
    row = min(setting.size(MOST_ROW), (height - setting.size(PADDING)) / max(1, placed.rows))
    first = top + (height - placed.rows * row) / 2
    for bar in placed.bars:
        shapes += _bar(bar, setting, time, first + bar.row * row, row - setting.size(_BETWEEN), drawing)
    drawing.add(placed.lane.name, (0.0, top, time.right, height), shapes)


def _head(placed: PlacedLane, setting: Setting, time: TimeColumn, top: float, height: float) -> list[Shape]:
    room, small = time.left - setting.size(14), setting.px(SMALL)
    money = line_height(small) if setting.money_in_sums else 0.0
    y = top + (height - placed.name.high - money) / 2
    shapes = written(placed.name, setting.size(8), y, room, 600)
    if money:
        formats, whole = setting.formats, setting.page.net or 1
        words = f"{formats.short(placed.lane.net)} · {formats.percent(placed.lane.net / whole)}"
        shapes.append(Text(setting.size(8), y + placed.name.high, room, money, words, small, 400, "text_2"))
    return shapes


def _bar(placed: PlacedBar, setting: Setting, time: TimeColumn, y: float, tall: float, drawing: Drawing) -> list[Shape]:
    bar, left, right = placed.bar, placed.left, placed.right
    look = setting.look(bar.activities[0]) if not bar.rolled else rolled_look(bar, setting)
    shapes = _ghost(placed, setting, time, y + tall)
    if bar.event:
        shapes += diamond((left + right) / 2, y + tall / 2, min(tall, setting.size(16)), look, setting.size(1.2))
    else:
        shapes.append(bar_box(look, left, y, right - left, tall, setting.size(4)))
        shapes += _progress(placed, setting, time, look, y + tall)
    shapes.append(_text(placed, setting, look, y, tall))
    said = ", ".join((told(bar, setting), setting.formats.days(bar.span.start, bar.span.end), status_word(bar)))
    kind = "more" if bar.rolled else "activity"
    ids = tuple(row.id for row in bar.activities)
    drawing.spots.append(Spot(kind, ids[0], (left, y, right - left, tall), said, bar.span.start, ids))
    return shapes


def _text(placed: PlacedBar, setting: Setting, look: Look, y: float, tall: float) -> Shape:
    if placed.side is Side.INSIDE:
        x = placed.left + setting.size(_INSIDE)
        room = placed.right - placed.left - 2 * setting.size(_INSIDE)
        return Text(x, y, room + 1, tall, placed.words, placed.px, 500, look.ink)
    gap = setting.size(_BESIDE)
    if placed.side is Side.RIGHT:
        return Text(placed.right + gap, y, placed.taken - gap + 1, tall, placed.words, placed.px, 500)
    return Text(
        placed.left - placed.taken - 1, y, placed.taken - gap + 1, tall, placed.words, placed.px, 500, "text", "right"
    )


def _progress(placed: PlacedBar, setting: Setting, time: TimeColumn, look: Look, bottom: float) -> list[Shape]:
    """Return the line at the foot of what is running, as far as the day the plan is as of."""
    as_of = setting.plan.header.as_of
    if not look.live or as_of < time.span.start:
        return []
    end = min(placed.right, time.left + time.axis.x_end(as_of))
    thick = setting.size(2.5)
    if end - placed.left < 2 * thick:
        return []
    return [Rect(placed.left + 1, bottom - thick - 0.5, end - placed.left - 2, thick, fill=look.live)]


def _ghost(placed: PlacedBar, setting: Setting, time: TimeColumn, bottom: float) -> list[Shape]:
    """Return where an activity stood in the earlier version, as a thin line under its bar, if it stood elsewhere."""
    ghost = ghost_of(placed.bar, setting)
    if ghost is None:
        return []
    left, right = time.ends(ghost.span)
    thick = setting.size(2)
    return [Rect(left, bottom + 0.5, max(setting.size(4), right - left), thick, fill="text_3")]


def ghost_of(bar: PageBar, setting: Setting) -> Ghost | None:
    """Return where a bar stood in the earlier version, None if there or outside of the page."""
    activity = bar.activities[0]
    ghost = setting.facts.ghosts.kept.get(activity.id)
    if bar.rolled or ghost is None or (ghost.activity.start, ghost.activity.end) == (activity.start, activity.end):
        return None
    return ghost if ghost.span.overlap(setting.page.span) else None


def diamond(x: float, y: float, size: float, look: Look, width: float) -> list[Shape]:
    """Return an event's diamond around (x, y) in the look of its status: outlined with dashes if not approved."""
    half = size / 2
    corners = ((x, y - half), (x + half, y), (x, y + half), (x - half, y))
    if look.dash:
        dash = tuple(part * width for part in (2.5, 2.0))
        return [Polygon(corners, fill=look.fill), Line((*corners, corners[0]), look.stroke, width, dash)]
    return [Polygon(corners, fill=look.fill, stroke=look.stroke or look.fill, width=width)]


def rolled_look(bar: PageBar, setting: Setting) -> Look:
    """Return how several activities as one bar look: their colour where they share one, done only if all are."""
    rows = [row for row in bar.activities if not row.cancelled]
    looks = [setting.look(row) for row in rows]
    colours = {(one.stroke or one.fill).rpartition(".")[2] for one in looks}
    dash = (4.0, 3.0) if all(one.dash for one in looks) else ()
    if len(colours) != 1:
        return Look("band", "border_strong", dash, "text", "")
    colour = colours.pop()
    if all(row.status == "done" for row in rows):
        return Look(f"bar.solid.{colour}", "", (), "bar.on_solid", "")
    if any(row.status in RUNNING for row in rows):
        live = f"bar.solid.{colour}" if any(row.status == "live" for row in rows) else ""
        return Look(f"bar.dense.{colour}", f"categorical.{colour}", dash, "text", live)
    return Look("surface" if dash else f"bar.tint.{colour}", f"categorical.{colour}", dash, "text", "")


def status_word(bar: PageBar) -> str:
    """Return what stands for the fill: done, running or booked, planned, not approved."""
    rows: Sequence[Activity] = bar.activities
    if all(row.status == "done" for row in rows):
        return _("done")
    if any(row.status in RUNNING for row in rows):
        return _("running, booked")
    return _("planned") if any(row.approval_status == "approved" for row in rows) else _("not approved")
