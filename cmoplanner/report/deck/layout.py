"""A page of a presentation laid out as shapes: title, blocks in their places, source and number.

The page is 1920 × 1080 px wherever it is shown, printed or sent; what shows it scales.
"""

from __future__ import annotations

from dataclasses import dataclass

from cmoplanner.i18n import _
from cmoplanner.report.deck.block_shapes import draw_block
from cmoplanner.report.deck.blocks import COLUMNS, ROWS, Page, Placed
from cmoplanner.report.deck.fitting import BODY, LEAST, Fitted, fit, line_height, written
from cmoplanner.report.drawn import Drawn
from cmoplanner.report.timeline.shapes import Box, Line, Measure, Rect, Region, Shape, Text

WIDTH, HEIGHT = 1920.0, 1080.0
MARGIN = 56.0
GAP = 28.0
_TOP = 36.0
_TITLE_SIZES = (46, 42, 38, 34)
_SUBTITLE_SIZES = (BODY, 22, LEAST)
_FOOT = 44.0


@dataclass(frozen=True, slots=True)
class Frame:
    """What surrounds the blocks: title and subtitle as they fit, the notes above the footer, and the body's box."""

    title: Fitted
    subtitle: Fitted
    remarks: tuple[Fitted, ...]
    source: Fitted
    body: Box

    @property
    def title_box(self) -> Box:
        """Where the title stands."""
        return (MARGIN, _TOP, WIDTH - 2 * MARGIN, self.title.high)

    @property
    def subtitle_box(self) -> Box:
        """Where the subtitle stands."""
        return (MARGIN, _TOP + self.title.high + 4, WIDTH - 2 * MARGIN, self.subtitle.high)

    @property
    def source_box(self) -> Box:
        """Where the source stands, in the footer; the number of the page is beside it."""
        return (MARGIN, HEIGHT - _FOOT - 6, WIDTH - 2 * MARGIN - 240, _FOOT)


def frame(page: Page, measure: Measure) -> Frame:
    """Return how a page's title and notes fit, and what room they leave."""
    across = WIDTH - 2 * MARGIN
    title = fit(page.title, across, 2 * line_height(_TITLE_SIZES[0]), _TITLE_SIZES, 700, measure, most=2)
    subtitle = fit(page.subtitle, across, line_height(BODY), _SUBTITLE_SIZES, 400, measure, most=1)
    remarks = tuple(
        fit(text, across, 2 * line_height(LEAST), (LEAST,), 400, measure, most=2)
        for text in (page.jargon, page.hidden)
        if text
    )
    source = fit(page.source, across - 240, _FOOT, (LEAST,), 400, measure, most=1)
    top = _TOP + title.high + (subtitle.high + 4 if page.subtitle else 0) + 24
    bottom = HEIGHT - _FOOT - 22 - sum(one.high for one in remarks)
    return Frame(title, subtitle, remarks, source, (MARGIN, top, across, bottom - top))


def place(body: Box, placed: Placed) -> Box:
    """Return the box of a block inside the body of its page."""
    left, top, width, height = body
    column, row = (width + GAP) / COLUMNS, (height + GAP) / ROWS
    return (
        left + placed.column * column,
        top + placed.row * row,
        placed.across * column - GAP,
        placed.down * row - GAP,
    )


def lay_out(page: Page, measure: Measure, number: int = 0, count: int = 0) -> Drawn:
    """Return a page as shapes of 1920 × 1080 px, with the places that can be chosen; 0 leaves its number out."""
    made = frame(page, measure)
    shapes: list[Shape] = [Rect(0, 0, WIDTH, HEIGHT, fill="surface")]
    shapes += written(made.title, *made.title_box[:3], 700)
    if page.subtitle:
        shapes += written(made.subtitle, *made.subtitle_box[:3], 400, "text_2")
    regions, spots = [], []
    for placed in page.placed:
        part = draw_block(placed.block, place(made.body, placed), measure)
        regions += part.regions
        spots += part.spots
    shapes += _foot(page, made, number, count)
    return Drawn(WIDTH, HEIGHT, [Region(0, 0, WIDTH, HEIGHT, shapes), *regions], tuple(spots))


def _foot(page: Page, made: Frame, number: int, count: int) -> list[Shape]:
    shapes: list[Shape] = []
    y = made.body[1] + made.body[3] + 8
    for one in made.remarks:
        shapes += written(one, MARGIN, y, WIDTH - 2 * MARGIN, 400, "text_3")
        y += one.high
    line = HEIGHT - _FOOT - 8.5
    shapes.append(Line(((MARGIN, line), (WIDTH - MARGIN, line)), "border"))
    x, top, width, high = made.source_box
    shapes += [Text(x, top, width, high, text, made.source.px, 400, "text_3") for text in made.source.lines if text]
    if number:
        words = _("{n} of {count}").format(n=number, count=count) if count else str(number)
        shapes.append(Text(WIDTH - MARGIN - 220, top, 220, high, words, LEAST, 400, "text_3", "right"))
    return shapes
