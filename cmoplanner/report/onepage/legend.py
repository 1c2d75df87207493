"""The legend of a calendar page: each sign that stands on it, once, with its word."""

from __future__ import annotations

from dataclasses import dataclass

from cmoplanner.i18n import _
from cmoplanner.model.closed_days import blackouts_of
from cmoplanner.report.onepage.head import closed_box
from cmoplanner.report.onepage.lanes import diamond, ghost_of
from cmoplanner.report.onepage.setting import SMALL, Drawing, Setting
from cmoplanner.report.timeline.scene_bars import Look
from cmoplanner.report.timeline.shapes import Line, Rect, Shape, Text

STEP = 18.0
_SIGN = 24.0
DONE = Look("bar.solid.none", "", (), "bar.on_solid", "")
RUNNING = Look("bar.dense.none", "categorical.none", (), "text", "")
PLANNED = Look("bar.tint.none", "categorical.none", (), "text", "")
PROPOSED = Look("surface", "categorical.none", (4.0, 3.0), "text", "")


@dataclass(frozen=True)
class Entry:
    """A word of the legend and the kind of its sign."""

    word: str
    sign: str


def entries(setting: Setting) -> list[Entry]:
    """Return what the page needs to have explained."""
    page, span = setting.page, setting.page.span
    found = [
        Entry(_("Done"), "done"),
        Entry(_("Running, booked"), "running"),
        Entry(_("Planned"), "planned"),
        Entry(_("Not approved"), "proposed"),
    ]
    bars = [bar for lane in page.lanes for bar in lane.bars]
    if any(bar.event for bar in bars):
        found.append(Entry(_("Event"), "event"))
    if any(bar.rolled for bar in bars):
        found.append(Entry(_("(n) rolled up"), "rolled"))
    booked = any(month in setting.facts.booked for month, _net in page.by_month)
    if booked and setting.money_in_sums:
        found.append(Entry(_("Booked"), "booked"))
    if any(month.low is not None for month in setting.facts.revenue) and setting.money_in_sums:
        found.append(Entry(_("Range P10–P90"), "range"))
    closed = [row for row in blackouts_of(setting.plan) if row.start <= span.end and row.end >= span.start]
    if any(row.region.strip() or row.segment_id for row in closed):
        found.append(Entry(_("Blackout of some"), "quiet"))
    if any(not row.region.strip() and not row.segment_id for row in closed):
        found.append(Entry(_("Blackout"), "freeze"))
    if any(ghost_of(bar, setting) is not None for bar in bars):
        found.append(Entry(_("Earlier dates"), "ghost"))
    return found


def draw_legend(
    setting: Setting, box: tuple[float, float, float, float], across: int, title: str, drawing: Drawing
) -> None:
    """Draw the legend in columns, under its title if it has one."""
    x, y, w, _h = box
    shapes: list[Shape] = []
    if title:
        shapes.append(Text(x, y, w, setting.size(STEP), title, setting.px(SMALL), 600))
        y += setting.size(STEP)
    wide = w / across
    for i, entry in enumerate(entries(setting)):
        row, column = divmod(i, across)
        left, top = x + column * wide, y + row * setting.size(STEP)
        shapes += _sign(entry.sign, left, top, setting)
        room = wide - setting.size(_SIGN + 8)
        words = drawing.short(entry.word, room, setting.px(SMALL), 400, setting.measure)
        shapes.append(Text(left + setting.size(_SIGN + 6), top, room + 2, setting.size(STEP), words, setting.px(SMALL)))
    drawing.add(_("How to read"), box, shapes)


def legend_height(setting: Setting, across: int, *, titled: bool) -> float:
    """Return how high the legend is."""
    rows = -(-len(entries(setting)) // across) + titled
    return setting.size(STEP) * rows


def columns_for(setting: Setting, width: float) -> int:
    """Return in how many columns the legend fits a width."""
    widest = max(setting.wide(entry.word, SMALL) for entry in entries(setting)) + setting.size(_SIGN + 18)
    return max(1, min(len(entries(setting)), int(width // widest)))


def _sign(kind: str, x: float, y: float, setting: Setting) -> list[Shape]:
    high = setting.size(11)
    top = y + (setting.size(STEP) - high) / 2
    wide = setting.size(_SIGN)
    looks = {"done": DONE, "running": RUNNING, "planned": PLANNED, "proposed": PROPOSED, "rolled": PLANNED}
    if kind in looks:
        return _bar(looks[kind], x, top, wide, high, setting)
    if kind == "event":
        return diamond(x + wide / 2, top + high / 2, setting.size(13), PLANNED, setting.size(1.2))
    if kind == "range":
        box = Rect(x, top, wide, high, fill="surface@0.6", hatch="accent", pitch=5.0)
        edges = [Line(((x, at), (x + wide, at)), "text", 1.5) for at in (top, top + high)]
        return [box, *edges]
    if kind == "booked":
        return [Rect(x + 4, top, wide - 8, high, fill="chart.spent")]
    if kind == "ghost":
        return [Rect(x, top + high / 2, wide, setting.size(2), fill="text_3")]
    return [closed_box(x, top, wide, high, setting, whole=kind == "freeze")]


def _bar(look: Look, x: float, y: float, w: float, h: float, setting: Setting) -> list[Shape]:
    inset = 0.5
    return [
        Rect(x + inset, y + inset, w - 1, h - 1, look.fill, look.stroke, 1.0, setting.size(3), look.dash),
    ]
