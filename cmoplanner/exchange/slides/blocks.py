"""The blocks of a page as native shapes: figures, asks and sentences as text, charts and tables as such."""

from __future__ import annotations

from collections.abc import Sequence
from functools import singledispatch

from pptx.enum.text import MSO_ANCHOR

from cmoplanner.exchange.slides.canvas import Canvas, Written
from cmoplanner.exchange.slides.charts import draw_chart
from cmoplanner.exchange.slides.picture import draw_regions
from cmoplanner.exchange.slides.tables import draw_table
from cmoplanner.i18n import _
from cmoplanner.report.deck.block_shapes import draw_block
from cmoplanner.report.deck.blocks import Ask, Asks, Block, Chart, Figure, Figures, Picture, Table, Words
from cmoplanner.report.deck.fitting import BODY, LEAST, fit, line_height
from cmoplanner.report.drawn import Drawn
from cmoplanner.report.timeline.shapes import Box, Measure, Rect

_PAD = 20.0
_SIZES = (26, BODY, 22, 20, LEAST)


def add_block(canvas: Canvas, block: Block, box: Box, measure: Measure) -> None:
    """Add a block to a slide inside a box in px of the page."""
    _add(block, canvas, box, measure)


@singledispatch
def _add(block: Block, canvas: Canvas, box: Box, measure: Measure) -> None:
    """Add what has no form of its own as the shapes it is drawn with."""
    part = draw_block(block, box, measure)
    draw_regions(canvas, Drawn(box[2], box[3], part.regions, tuple(part.spots)), measure)


@_add.register
def _picture(block: Picture, canvas: Canvas, box: Box, measure: Measure) -> None:
    x, y, w, h = box
    draw_regions(canvas, block.draw(w, h, measure), measure, (x, y))


@_add.register
def _chart(block: Chart, canvas: Canvas, box: Box, measure: Measure) -> None:
    x, y, w, h = box
    if block.title:
        words = f"{block.title} · {block.unit}" if block.unit else block.title
        title = fit(words, w, 2 * line_height(26), (26, BODY, 22, 20), 600, measure, most=2)
        canvas.words((x, y, w, title.high), [Written(words, title.px, 600)], words)
        y, h = y + title.high + 8, h - title.high - 8
    if block.note:
        note = fit(block.note, w, 2 * line_height(LEAST), (LEAST,), 400, measure, most=2)
        h -= note.high + 6
        canvas.words((x, y + h + 6, w, note.high), [Written(block.note, LEAST, 400, "text_3")], block.note)
    draw_chart(canvas, block, (x, y, w, h), _said(block))


def _said(chart: Chart) -> str:
    """Return what a chart shows, for those who do not see it."""
    parts = [chart.title]
    for one in chart.series:
        labels = [label for label in one.labels if label] or [f"{value:g}" for value in one.values if value is not None]
        parts.append(f"{one.name}: {', '.join(labels)}" if one.name else ", ".join(labels))
    return ". ".join(part for part in parts if part)


@_add.register
def _table(block: Table, canvas: Canvas, box: Box, measure: Measure) -> None:
    draw_table(canvas, block, box, measure)


@_add.register
def _figures(block: Figures, canvas: Canvas, box: Box, measure: Measure) -> None:
    x, y, w, h = box
    rows = -(-len(block.figures) // block.across)
    wide, tall = (w + 20) / block.across - 20, (h + 20) / max(1, rows) - 20
    large = min((_value_px(one, wide, tall, measure) for one in block.figures), default=0)
    for number, figure in enumerate(block.figures):
        row, column = divmod(number, block.across)
        _figure(canvas, figure, (x + column * (wide + 20), y + row * (tall + 20), wide, tall), measure, large)


def _figure(canvas: Canvas, figure: Figure, box: Box, measure: Measure, large: int) -> None:
    x, y, w, h = box
    card = canvas.rect(Rect(x, y, w, h, fill="band", radius=10), figure.name)
    room = w - 2 * _PAD
    name = fit(figure.name, room, 2 * line_height(BODY), (BODY, 22, 20, LEAST), 500, measure, most=2)
    lines = [Written(figure.name, name.px, 500, "text_2"), Written(figure.value, large, 700, figure.role)]
    if figure.note:
        note = fit(figure.note, room, 3 * line_height(22), (22, 20, LEAST), 400, measure, most=3)
        lines.append(Written(figure.note, note.px, 400, "text_2"))
    canvas.write(card.text_frame, lines, margin=_PAD)


def _value_px(figure: Figure, width: float, height: float, measure: Measure) -> int:
    """Return how large the value of a figure may be; all of a block have the size of the smallest."""
    room = width - 2 * _PAD
    name = fit(figure.name, room, 2 * line_height(BODY), (BODY, 22, 20, LEAST), 500, measure, most=2)
    note = fit(figure.note, room, 3 * line_height(22), (22, 20, LEAST), 400, measure, most=3)
    left = height - 28 - name.high - (note.high if figure.note else 0)
    sizes = [px for px in (60, 54, 48, 42, 36, 30) if line_height(px) <= left] or [30]
    return fit(figure.value, room, 9e3, sizes, 700, measure, most=1).px


@_add.register
def _words(block: Words, canvas: Canvas, box: Box, measure: Measure) -> None:
    x, y, w, h = box
    lines = [Written(block.title, 28, 700)] if block.title else []
    for px in _SIZES:
        high = sum(_high(one, w, px, measure) for one in block.lines)
        if high <= h - 40 * len(lines):
            break
    for head, text in block.lines:
        if head:
            lines.append(Written(head, px, 600, block.role))
        if text:
            lines.append(Written(text, px, 400, "text_2" if head else block.role))
    canvas.words((x, y, w, h), lines, block.title or _("Text"), anchor=MSO_ANCHOR.TOP)


def _high(line: tuple[str, str], width: float, px: int, measure: Measure) -> float:
    parts = zip(line, (600, 400), strict=True)
    return sum(fit(text, width, 9e3, (px,), weight, measure).high for text, weight in parts if text)


@_add.register
def _asks(block: Asks, canvas: Canvas, box: Box, measure: Measure) -> None:
    x, y, w, h = box
    head = 0.0
    if block.title or block.brief:
        head = 56.0
        words = block.title or _("We ask you to decide")
        canvas.words((x, y, w, head), [Written(words, 30, 700, "accent")], words)
    foot = line_height(BODY) * 2 if block.otherwise else 0.0
    each = (h - head - foot) / max(1, len(block.asks))
    for number, ask in enumerate(block.asks):
        _ask(canvas, ask, number + 1, (x, y + head + number * each, w, each - 16), measure, brief=block.brief)
    if block.otherwise:
        lines = [Written(_("Without a decision"), LEAST, 400, "text_2"), Written(block.otherwise, BODY, 600)]
        canvas.words((x, y + h - foot, w, foot), lines, block.otherwise)


def _ask(canvas: Canvas, ask: Ask, number: int, box: Box, measure: Measure, *, brief: bool) -> None:
    x, y, w, h = box
    canvas.rect(Rect(x, y, w, h, fill="band", radius=10), ask.title)
    dot = canvas.rect(Rect(x + _PAD, y + _PAD, 44, 44, fill="accent", radius=22), str(number))
    canvas.write(dot.text_frame, [Written(str(number), 26, 700, "on_accent")], "center")
    aside = " · ".join(text for text in (ask.amount, ask.by) if text)
    otherwise = _("If not: {text}").format(text=ask.otherwise) if ask.otherwise and not brief else ""
    texts = [
        (ask.title, 32, 700, "text"),
        (aside, 26, 600, "accent"),
        (ask.text, 26, 400, "text_2"),
        (otherwise, 24, 400, "text_2"),
        (ask.decided, 24, 600, ask.decided_role),
    ]
    lines = _shrunk([one for one in texts if one[0]], w - 104, h - 36, measure)
    canvas.words((x + 84, y + 20, w - 84 - _PAD, h - 32), lines, ask.title, anchor=MSO_ANCHOR.TOP)


def _shrunk(texts: Sequence[tuple[str, int, int, str]], width: float, height: float, measure: Measure) -> list[Written]:
    """Return texts as large as they fit below each other, none smaller than allowed; the last ones go first."""
    kept = list(texts)
    while kept:
        for less in (0, 4, 8, 12):
            sizes = [max(LEAST, px - less) for _text, px, _weight, _role in kept]
            high = sum(
                fit(text, width, 9e3, (px,), weight, measure).high
                for (text, _px, weight, _role), px in zip(kept, sizes, strict=True)
            )
            if high <= height or (len(kept) == 1 and less == 12):
                return [Written(one[0], px, one[2], one[3]) for one, px in zip(kept, sizes, strict=True)]
        kept.pop()
    return []
