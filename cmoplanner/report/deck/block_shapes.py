"""The blocks of a page as shapes: figures, tables, asks, words, charts and pictures, each inside its box."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import singledispatch

from cmoplanner.i18n import _, ngettext
from cmoplanner.report.deck.blocks import Ask, Asks, Block, Cell, Chart, Figure, Figures, Picture, Table, Words
from cmoplanner.report.deck.chart_shapes import draw_chart
from cmoplanner.report.deck.fitting import BODY, LEAST, fit, line_height, shorten, written
from cmoplanner.report.drawn import Spot
from cmoplanner.report.timeline.shapes import Box, Line, Measure, Rect, Region, Shape, Text

_PAD = 20.0
_VALUE_SIZES = (76, 66, 60, 54, 48, 42, 36, 30)
_NAME_SIZES = (BODY, 22, 20, LEAST)
_TEXT_SIZES = (26, BODY, 22, 20, LEAST)
_LEAST_ROW = 32.0
_WIDE = 1200.0  # px from which on asks stand side by side with what they take


@dataclass
class Part:
    """A block drawn: its regions, and the places in it that can be chosen."""

    regions: list[Region] = field(default_factory=list)
    spots: list[Spot] = field(default_factory=list)


def draw_block(block: Block, box: Box, measure: Measure) -> Part:
    """Return a block inside a box of the page, in px."""
    return _draw(block, box, measure)


@singledispatch
def _draw(block: Block, box: Box, measure: Measure) -> Part:
    raise NotImplementedError


def _part(box: Box, shapes: list[Shape], spots: list[Spot] | None = None) -> Part:
    """Return shapes in page coordinates, clipped to their box."""
    x, y, w, h = box
    return Part([Region(x, y, w, h, shapes, -x, -y)], spots or [])


@_draw.register
def _figures(block: Figures, box: Box, measure: Measure) -> Part:
    x, y, w, h = box
    rows = -(-len(block.figures) // block.across)
    wide, tall = (w + 20) / block.across - 20, (h + 20) / max(1, rows) - 20
    shapes: list[Shape] = []
    spots = []
    for number, figure in enumerate(block.figures):
        row, column = divmod(number, block.across)
        one = (x + column * (wide + 20), y + row * (tall + 20), wide, tall)
        shapes += _figure(figure, one, measure)
        said = ", ".join(text for text in (figure.name, figure.value, figure.note) if text)
        spots.append(Spot("figure", figure.about or figure.name, one, said))
    return _part(box, shapes, spots)


def _figure(figure: Figure, box: Box, measure: Measure) -> list[Shape]:
    x, y, w, h = box
    room = w - 2 * _PAD
    name = fit(figure.name, room, 2 * line_height(BODY), _NAME_SIZES, 500, measure, most=2)
    note = fit(figure.note, room, 3 * line_height(22), (22, 20, LEAST), 400, measure, most=3) if figure.note else None
    left = h - 2 * 14 - name.high - (note.high if note else 0)
    sizes = [px for px in _VALUE_SIZES if line_height(px) <= left] or [_VALUE_SIZES[-1]]
    value = fit(figure.value, room, max(left, line_height(sizes[-1])), sizes, 700, measure, most=1)
    top = y + max(10.0, min(28.0, (h - name.high - value.high - (note.high if note else 0)) / 2))
    shapes: list[Shape] = [Rect(x, y, w, h, fill="band", radius=10)]
    shapes += written(name, x + _PAD, top, room, 500, "text_2")
    shapes += written(value, x + _PAD, top + name.high, room, 700, figure.role)
    if note:
        shapes += written(note, x + _PAD, top + name.high + value.high, room, 400, "text_2")
    return shapes


@_draw.register
def _chart(block: Chart, box: Box, measure: Measure) -> Part:
    shapes, spots = draw_chart(block, box, measure)
    return _part(box, shapes, spots)


@_draw.register
def _picture(block: Picture, box: Box, measure: Measure) -> Part:
    x, y, w, h = box
    drawn = block.draw(w, h, measure)
    regions = [one._replace(x=one.x + x, y=one.y + y) for one in drawn.regions]
    spots = [replace(one, box=(one.box[0] + x, one.box[1] + y, one.box[2], one.box[3])) for one in drawn.spots]
    return Part(regions, spots)


@_draw.register
def _words(block: Words, box: Box, measure: Measure) -> Part:
    x, y, w, h = box
    shapes: list[Shape] = []
    if block.title:
        title = fit(block.title, w, line_height(26), (26, BODY, 22), 600, measure, most=1)
        shapes += written(title, x, y, w, 600)
        y, h = y + title.high + 10, h - title.high - 10
    sizes = _TEXT_SIZES
    for px in sizes:
        if sum(_sentence(one, w, px, measure)[1] for one in block.lines) <= h or px == sizes[-1]:
            break
    bottom = y + h
    spots = []
    for one in block.lines:
        made, high = _sentence(one, w, px, measure, x, y, block.role)
        if y + high > bottom + px:
            break
        shapes += made
        spots.append(Spot("words", one[0] or one[1], (x, y, w, high), " ".join(part for part in one if part)))
        y += high
    left = len(block.lines) - len(spots)
    if left:
        shapes.append(Text(x, bottom - line_height(LEAST), w, line_height(LEAST), _more(left), LEAST, 400, "text_3"))
    return _part(box, shapes, spots)


def _more(count: int) -> str:
    return ngettext("{n} more", "{n} more", count).format(n=count)


def _sentence(
    line: tuple[str, str], w: float, px: int, measure: Measure, x: float = 0.0, y: float = 0.0, role: str = "text"
) -> tuple[list[Shape], float]:
    """Return a bold beginning with its sentence below, and their height with the space after."""
    head, text = line
    shapes: list[Shape] = []
    top = y
    if head:
        fitted = fit(head, w, 2 * line_height(px), (px,), 600, measure, most=2)
        shapes += written(fitted, x, y, w, 600, role)
        y += fitted.high
    if text:
        fitted = fit(text, w, 6 * line_height(px), (px,), 400, measure, most=6)
        shapes += written(fitted, x, y, w, 400, "text_2" if head else role)
        y += fitted.high
    return shapes, y - top + px * 0.6


@_draw.register
def _asks(block: Asks, box: Box, measure: Measure) -> Part:
    return _asks_across(block, box, measure) if box[2] >= _WIDE else _asks_down(block, box, measure)


def _asks_across(block: Asks, box: Box, measure: Measure) -> Part:
    """Return asks that have a page of their own: decision, what it takes, and what happens if not, side by side."""
    x, y, w, h = box
    each = min(320.0, (h + 20) / max(1, len(block.asks)))
    shapes: list[Shape] = []
    spots = []
    for number, ask in enumerate(block.asks):
        one = (x, y + number * each, w, each - 20)
        left, top, wide, tall = one
        shapes.append(Rect(left, top, wide, tall, fill="band", radius=10))
        shapes += _number(number + 1, left + _PAD, top + _PAD)
        texts = [
            (0.46, ((ask.title, 36, 700, "text", 2), (ask.text, 26, 400, "text_2", 4), _decided(ask))),
            (0.22, ((ask.amount, 34, 700, "accent", 2), (ask.by, 28, 600, "text", 1))),
            (0.32, ((_("If not") if ask.otherwise else "", 24, 600, "text_2", 1), (ask.otherwise, 26, 400, "text", 4))),
        ]
        at, room = left + 84, wide - 84 - _PAD
        for share, lines in texts:
            shapes += _column(lines, (at, top + 18, room * share - 32, tall - 30), measure)
            at += room * share
        spots.append(Spot("ask", ask.subject or ask.title, one, _ask_said(ask)))
    return _part(box, shapes, spots)


_Line = tuple[str, int, int, str, int]
"""A text with its size in px, weight, colour, and most lines."""


def _column(lines: Sequence[_Line], box: Box, measure: Measure) -> list[Shape]:
    x, y, w, h = box
    shapes: list[Shape] = []
    written_ = [line for line in lines if line[0]]
    for place, (text, largest, weight, role, most) in enumerate(written_):
        below = (len(written_) - place - 1) * line_height(LEAST)
        sizes = [px for px in (36, 34, 30, 28, 26, BODY, 22, 20, LEAST) if px <= largest]
        fitted = fit(text, w, max(line_height(LEAST), h - below), sizes, weight, measure, most=most)
        shapes += written(fitted, x, y, w, weight, role)
        y, h = y + fitted.high + 6, h - fitted.high - 6
    return shapes


def _decided(ask: Ask) -> _Line:
    return (ask.decided, BODY, 600, ask.decided_role, 1)


def _number(number: int, x: float, y: float) -> list[Shape]:
    return [
        Rect(x, y, 44, 44, fill="accent", radius=22),
        Text(x, y, 44, 44, str(number), 26, 700, "on_accent", "center"),
    ]


def _ask_said(ask: Ask) -> str:
    return ", ".join(text for text in (ask.title, ask.amount, ask.by, ask.text, ask.otherwise, ask.decided) if text)


def _asks_down(block: Asks, box: Box, measure: Measure) -> Part:
    x, y, w, h = box
    head = 58.0
    shapes: list[Shape] = [
        Rect(x + 1, y + 1, w - 2, h - 2, stroke="accent", width=2, radius=10),
        Rect(x + 2, y + 2, w - 4, head, fill="accent_weak", radius=9),
        Text(x + _PAD, y + 2, w - 2 * _PAD, head, block.title or _("We ask you to decide"), 28, 700, "accent"),
    ]
    foot = 0.0
    if block.otherwise:
        said = fit(block.otherwise, w - 2 * _PAD, 2 * line_height(BODY), (BODY, 22, 20, LEAST), 600, measure, most=2)
        foot = said.high + line_height(LEAST) + 26
        top = y + h - foot
        shapes.append(Line(((x + _PAD, top + 0.5), (x + w - _PAD, top + 0.5)), "border"))
        words = _("Without a decision")
        shapes.append(Text(x + _PAD, top + 8, w - 2 * _PAD, line_height(LEAST), words, LEAST, 400, "text_2"))
        shapes += written(said, x + _PAD, top + 8 + line_height(LEAST), w - 2 * _PAD, 600)
    top, room = y + head + 12, h - head - 20 - foot
    each = room / max(1, len(block.asks))
    spots = []
    for number, ask in enumerate(block.asks):
        one = (x + _PAD, top + number * each, w - 2 * _PAD, each)
        shapes += _ask(ask, number + 1, one, measure, brief=block.brief)
        spots.append(Spot("ask", ask.subject or ask.title, one, _ask_said(ask)))
    return _part(box, shapes, spots)


def _ask(ask: Ask, number: int, box: Box, measure: Measure, *, brief: bool) -> list[Shape]:
    x, y, w, h = box
    left, room = x + 62, w - 62
    shapes = _number(number, x, y + 4)
    aside = " · ".join(text for text in (ask.amount, ask.by) if text)
    otherwise = _("If not: {text}").format(text=ask.otherwise) if ask.otherwise and not brief else ""
    lines = (
        (ask.title, 30, 700, "text", 2),
        (aside, 26, 600, "accent", 1),
        (ask.text, 26, 400, "text_2", 4),
        (otherwise, BODY, 400, "text_2", 3),
        _decided(ask),
    )
    return shapes + _column(lines, (left, y + 4, room, h - 8), measure)


@_draw.register
def _table(block: Table, box: Box, measure: Measure) -> Part:
    x, y, w, h = box
    shapes: list[Shape] = []
    if block.title:
        title = fit(block.title, w, line_height(26), (26, BODY, 22), 600, measure, most=1)
        shapes += written(title, x, y, w, 600)
        y, h = y + title.high + 8, h - title.high - 8
    note = fit(block.note, w, 2 * line_height(LEAST), (LEAST,), 400, measure, most=2) if block.note else None
    if note:
        h -= note.high + 8
        shapes += written(note, x, y + h + 8, w, 400, "text_3")
    whole = sum(heading.width for heading in block.headings)
    wide = [w * heading.width / whole for heading in block.headings]
    lefts = [x + sum(wide[:i]) for i in range(len(wide))]
    names = [
        fit(one.name, width - 16, 2 * line_height(20), (20, LEAST), 500, measure, most=2)
        for one, width in zip(block.headings, wide, strict=True)
    ]
    head = max((one.high for one in names), default=0.0) + 8
    for one, heading, left, width in zip(names, block.headings, lefts, wide, strict=True):
        align = "right" if heading.number else "left"
        shapes += written(one, left + 8, y + head - 6 - one.high, width - 16, 500, "text_2", align)
    shapes.append(Line(((x, y + head), (x + w, y + head)), "border_strong", 1.5))
    y += head
    rows, left_out = _rows_that_fit(block, h - head)
    tall = min(block.tall, max(_LEAST_ROW, (h - head) / max(1, len(rows) + bool(left_out))))
    spots = []
    for number, row in enumerate(rows):
        if number == len(rows) - block.feet and block.feet:
            shapes.append(Line(((x, y), (x + w, y)), "border_strong", 1.5))
        for cell, heading, left, width in zip(row, block.headings, lefts, wide, strict=True):
            shapes += _cell(cell, heading.number, (left, y, width, tall), measure)
        spots.append(Spot("row", row[0].text, (x, y, w, tall), ", ".join(cell.text for cell in row if cell.text)))
        y += tall
        shapes.append(Line(((x, y), (x + w, y)), "border"))
    if left_out:
        shapes.append(Text(x + 8, y, w - 16, tall, _more(left_out), 20, 400, "text_3"))
    return _part(box, shapes, spots)


def _rows_that_fit(block: Table, height: float) -> tuple[tuple[tuple[Cell, ...], ...], int]:
    """Return the rows of a table that have room, its feet among them, and how many are left out."""
    most = max(1, int(height // _LEAST_ROW))
    if len(block.rows) <= most:
        return block.rows, 0
    feet = block.rows[len(block.rows) - block.feet :]
    shown = max(1, most - block.feet - 1)
    return (*block.rows[:shown], *feet), len(block.rows) - block.feet - shown


def _cell(cell: Cell, number: bool, box: Box, measure: Measure) -> list[Shape]:
    x, y, w, h = box
    shapes: list[Shape] = []
    if cell.share is not None and cell.share > 0:
        wide = max(2.0, (w - 16) * min(1.0, cell.share))
        shapes.append(Rect(x + 8, y + 6, wide, h - 12, fill="accent_weak", radius=3))
    align, weight, room = "right" if number else "left", 600 if cell.strong else 400, w - 16
    aside = line_height(LEAST) if cell.aside and h >= 2 * line_height(LEAST) else 0.0
    sizes = [px for px in (BODY, 22, 20, LEAST) if line_height(px) + aside <= h] or [LEAST]
    fitted = fit(cell.text, room, h - aside - 4, sizes, weight, measure, most=1 if number else 4)
    top = y + (h - fitted.high - aside) / 2
    shapes += written(fitted, x + 8, top, room, weight, cell.role, align)
    if aside:
        text = shorten(cell.aside, room, LEAST, 400, measure)
        shapes.append(Text(x + 8, top + fitted.high, room, aside, text, LEAST, 400, "text_2", align))
    return shapes
