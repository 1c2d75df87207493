"""The panel beside a calendar page: key figures, what is asked for, what changed since a version, and the legend."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from cmoplanner.i18n import _, ngettext
from cmoplanner.report.deck.blocks import Ask, Figure
from cmoplanner.report.deck.fitting import fit, line_height, shorten, written
from cmoplanner.report.drawn import Spot
from cmoplanner.report.onepage.legend import draw_legend, legend_height
from cmoplanner.report.onepage.setting import LABEL, SMALL, Drawing, Setting
from cmoplanner.report.timeline.shapes import Box, Rect, Shape, Text

WIDTH = 278.0
GAP = 14.0
LINES = 5
"""So many lines at most say what changed."""
_PAD = 11.0
_HEAD = 28.0
_VALUE = (20, 18, 16, 14)
_TITLE = 15
_CIRCLE = 19.0
_Block = tuple[float, list[Shape]]
"""How high something is, and its texts from its own corner."""
_BULLET = 12.0


def draw_panel(setting: Setting, box: Box, drawing: Drawing) -> None:
    """Draw the panel from the top: figures, asks, changes; the legend stands at its foot."""
    x, y, w, h = box
    gap = setting.size(GAP)
    bottom = y + h - legend_height(setting, 2, titled=True)
    draw_legend(setting, (x, bottom, w, y + h - bottom), 2, _("How to read"), drawing)
    if setting.facts.figures:
        high = _draw_figures(setting, (x, y, w, bottom - y), drawing)
        y += high + gap
    room = bottom - gap - y
    changes = _changes_height(setting, w) if setting.facts.changes else 0.0
    if setting.facts.asks:
        told = setting
        if changes:  # what happens without a decision gives way first
            least = _brief_height(setting, w, drawing)
            if least + gap + changes > room:
                told = replace(setting, facts=replace(setting.facts, otherwise=""))
                least = _brief_height(told, w, drawing)
            asks = max(min(least, room), room - gap - changes)
        else:
            asks = room
        used = _draw_asks(told, (x, y, w, asks), drawing)
        y += used + gap
        room = bottom - gap - y
    if setting.facts.changes and room > setting.size(1.6 * _HEAD):
        _draw_changes(setting, (x, y, w, min(changes, room)), drawing)


def _draw_figures(setting: Setting, box: Box, drawing: Drawing) -> float:
    x, y, w, _room = box
    figures = setting.facts.figures
    rows = -(-len(figures) // 2)
    small = line_height(setting.px(SMALL))
    tall = 2 * small + line_height(setting.px(_VALUE[0])) + setting.size(10)
    high = rows * tall + setting.size(12)
    shapes: list[Shape] = [Rect(x, y, w, high, fill="band", radius=setting.size(6))]
    wide = w - 2 * setting.size(_PAD)
    share = _first_share(setting)
    for i, figure in enumerate(figures):
        row, column = divmod(i, 2)
        part = share if column == 0 else 1 - share
        left = x + setting.size(_PAD) + column * share * wide
        one = (left, y + setting.size(8) + row * tall, part * wide, tall)
        shapes += _figure(setting, figure, one, drawing)
        said = ", ".join(text for text in (figure.name, figure.value, figure.note) if text)
        drawing.spots.append(Spot("figure", figure.about or figure.name, one, said))
    drawing.add(_("Key figures"), (x, y, w, high), shapes)
    return high


def _first_share(setting: Setting) -> float:
    """Return what part of the width the first column of figures needs."""
    needs = [1.0, 1.0]
    for i, figure in enumerate(setting.facts.figures):
        wide = max(setting.wide(figure.note, SMALL), setting.wide(figure.name, SMALL))
        needs[i % 2] = max(needs[i % 2], wide + setting.size(6))
    return min(0.62, max(0.38, needs[0] / sum(needs)))


def _figure(setting: Setting, figure: Figure, box: Box, drawing: Drawing) -> list[Shape]:
    x, y, w, _h = box
    room, small = w - setting.size(4), setting.px(SMALL)
    step = line_height(small)
    value = fit(figure.value, room, 9e3, tuple(setting.px(size) for size in _VALUE), 700, setting.measure, most=1)
    shapes: list[Shape] = [
        Text(x, y, w, step, drawing.short(figure.name, room, small, 400, setting.measure), small, 400, "text_2")
    ]
    high = line_height(setting.px(_VALUE[0]))
    shapes += written(value._replace(lines=value.lines[:1]), x, y + step, w, 700, figure.role)
    note = drawing.short(figure.note, room, small, 400, setting.measure)
    shapes.append(Text(x, y + step + high, w, step, note, small, 400, "text_2"))
    return shapes


def _draw_asks(setting: Setting, box: Box, drawing: Drawing) -> float:
    """Draw the asks with as many of their words as fit; return the height that was used."""
    x, y, w, h = box
    head, pad = setting.size(_HEAD), setting.size(_PAD)
    foot = _otherwise(setting, w - 2 * pad)
    room = h - head - sum(height for height, _shapes in foot) - pad
    blocks = [_ask(setting, ask, w, drawing, most=4) for ask in setting.facts.asks]
    if sum(tall for tall, _s in blocks) > room:
        blocks = [_ask(setting, ask, w, drawing, most=0) for ask in setting.facts.asks]
    kept: list[_Block] = []
    for block in blocks:
        if sum(high for high, _s in kept) + block[0] > room:
            break
        kept.append(block)
    high = head + sum(one for one, _s in kept) + sum(height for height, _s in foot) + pad
    shapes: list[Shape] = [
        Rect(x + 0.5, y + 0.5, w - 1, high - 1, fill="surface", stroke="accent", radius=setting.size(6)),
        Rect(x + 1.5, y + 1.5, w - 3, head - 2, fill="accent_weak", radius=setting.size(5)),
        Text(x + pad, y, w - 2 * pad, head, _asks_title(setting, len(kept)), setting.px(LABEL), 700, "accent"),
    ]
    top = y + head
    for number, (tall, parts) in enumerate(kept, start=1):
        side = setting.size(_CIRCLE)
        shapes.append(Rect(x + pad, top + setting.size(7), side, side, fill="accent", radius=side / 2))
        shapes.append(
            Text(x + pad, top + setting.size(7), side, side, str(number), setting.px(SMALL), 700, "on_accent", "center")
        )
        shapes += [_moved(shape, x, top) for shape in parts]
        ask = setting.facts.asks[number - 1]
        drawing.spots.append(Spot("ask", ask.subject or ask.title, (x, top, w, tall), f"{ask.title}. {ask.text}"))
        top += tall
    for tall, parts_below in foot:
        shapes += [_moved(shape, x + pad, top) for shape in parts_below]
        top += tall
    drawing.add(_("What is asked for"), (x, y, w, high), shapes)
    return high


def _brief_height(setting: Setting, width: float, drawing: Drawing) -> float:
    """Return the height of all asks with their titles and dates only."""
    around = (
        setting.size(_HEAD + _PAD) + 1 + sum(tall for tall, _s in _otherwise(setting, width - 2 * setting.size(_PAD)))
    )
    return around + sum(_ask(setting, ask, width, drawing, most=0)[0] for ask in setting.facts.asks)


def _asks_title(setting: Setting, kept: int) -> str:
    more = len(setting.facts.asks) - kept
    title = _("We ask you to decide")
    return (
        title if more <= 0 else ngettext("{title} ({n} more)", "{title} ({n} more)", more).format(title=title, n=more)
    )


def _moved(shape: Shape, x: float, y: float) -> Shape:
    return shape._replace(x=shape.x + x, y=shape.y + y) if isinstance(shape, Text) else shape


def _ask(setting: Setting, ask: Ask, width: float, drawing: Drawing, *, most: int) -> _Block:
    """Return the height of an ask and its texts from its own corner; `most` lines are its words."""
    left = setting.size(_PAD + _CIRCLE + 7)
    room = width - left - setting.size(_PAD)
    y = setting.size(6)
    sizes = (setting.px(_TITLE), setting.px(LABEL))
    title = fit(ask.title, room, 2 * line_height(sizes[0]), sizes, 600, setting.measure, most=2)
    if not title.whole:
        drawing.cut.append(ask.title)
    parts = written(title, left, y, room, 600)
    y += title.high
    due = _due(ask)
    for words, lines, ink in ((due, 2, "text_2"), (ask.text, most, "text_2")):
        if words and lines:
            fitted = fit(words, room, 9e3, (setting.px(LABEL), setting.px(SMALL)), 400, setting.measure, most=lines)
            parts += written(fitted, left, y, room, 400, ink)
            y += fitted.high
    return y + setting.size(4), parts


def _due(ask: Ask) -> str:
    return " · ".join(text for text in (ask.amount, ask.by) if text)


def _otherwise(setting: Setting, room: float) -> list[_Block]:
    words = setting.facts.otherwise
    if not words:
        return []
    small = setting.px(SMALL)
    label = shorten(_("Without a decision"), room, small, 400, setting.measure)
    fitted = fit(words, room, 9e3, (setting.px(LABEL), small), 600, setting.measure, most=2)
    step = line_height(small)
    shapes: list[Shape] = [Text(0, 0, room, step, label, small, 400, "text_2"), *written(fitted, 0, step, room, 600)]
    return [(step + fitted.high + setting.size(4), shapes)]


def _lines(setting: Setting, width: float) -> list[_Block]:
    """Return what changed, two lines of text each at most, and in the last of five how much more there is."""
    changes: Sequence[str] = setting.facts.changes
    shown = list(changes[:LINES]) if len(changes) <= LINES else list(changes[: LINES - 1])
    more = len(changes) - len(shown)
    if more:
        shown.append(ngettext("and {n} smaller change", "and {n} smaller changes", more).format(n=more))
    room = width - setting.size(2 * _PAD + _BULLET)
    small = setting.px(SMALL)
    found: list[_Block] = []
    for words in shown:
        fitted = fit(words, room, 9e3, (small,), 400, setting.measure, most=2)
        bullet = Text(0, 0, setting.size(_BULLET), line_height(small), "·", small, 700, "text_2")
        found.append((fitted.high + setting.size(2), [bullet, *written(fitted, setting.size(_BULLET), 0, room, 400)]))
    return found


def _changes_height(setting: Setting, width: float) -> float:
    return setting.size(_HEAD + 8) + sum(high for high, _s in _lines(setting, width))


def _draw_changes(setting: Setting, box: Box, drawing: Drawing) -> None:
    x, y, w, h = box
    pad = setting.size(_PAD)
    title = _("Changed since “{version}”").format(version=setting.facts.since)
    px = setting.px(LABEL)
    shapes: list[Shape] = [
        Rect(x + 0.5, y + 0.5, w - 1, h - 1, fill="surface", stroke="border_strong", radius=setting.size(6)),
        Text(
            x + pad, y, w - 2 * pad, setting.size(_HEAD), drawing.short(title, w - 2 * pad, px, 600, setting.measure),
            px, 600,
        ),
    ]  # fmt: skip
    top = y + setting.size(_HEAD)
    lines = _lines(setting, w)
    for i, (high, parts) in enumerate(lines):
        last = top + high + (lines[-1][0] if i + 2 < len(lines) else 0.0)
        if last > y + h + 1 and i + 1 < len(lines):
            rest = len(setting.facts.changes) - i
            words = ngettext("and {n} more change", "and {n} more changes", rest).format(n=rest)
            step = line_height(setting.px(SMALL))
            shapes.append(Text(x + pad, top, w - 2 * pad, step, words, setting.px(SMALL), 400, "text_2"))
            break
        shapes += [_moved(shape, x + pad, top) for shape in parts]
        top += high
    drawing.add(title, (x, y, w, h), shapes)
