"""Pages as a PowerPoint presentation: a title to edit, native blocks, the source at the foot, the presenter's notes."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pptx.enum.text import MSO_ANCHOR

from cmoplanner.exchange.files_out import write_bytes
from cmoplanner.exchange.slides.blocks import add_block
from cmoplanner.exchange.slides.brand import Brand, checked
from cmoplanner.exchange.slides.canvas import Canvas, Written
from cmoplanner.exchange.slides.ground import Ground, ground
from cmoplanner.exchange.slides.settled import settled
from cmoplanner.i18n import _
from cmoplanner.model.plan import Plan
from cmoplanner.report.deck.blocks import Page
from cmoplanner.report.deck.fitting import LEAST, fit
from cmoplanner.report.deck.layout import HEIGHT, MARGIN, WIDTH, Frame, frame, place
from cmoplanner.report.palette import Palette
from cmoplanner.report.timeline.shapes import Box, Line, Measure

_LOGO = (180.0, 40.0)  # px, the most a logo takes
_TITLES = (54, 46, 42, 38, 34, 30, 26)
_INSET = 10.0  # px, what a frame keeps free inside
_NARROWER = 0.92  # their font may be wider than the one we measure in
_FOOT = 44.0


@dataclass(frozen=True)
class Slides:
    """What a presentation is made of: pages, how their texts are measured, the colours, and the company's look."""

    pages: Sequence[Page]
    measure: Measure
    palette: Palette
    brand: Brand = field(default_factory=Brand)


def export_slides(slides: Slides, plan: Plan, path: Path) -> Path:
    """Write a .pptx. Raises ExportFailed, or CmoPlannerError where logo or template are unfit."""
    write_bytes(path, presentation(slides, plan))
    return path


def presentation(slides: Slides, plan: Plan) -> bytes:
    """Return the presentation; the same pages give the same bytes."""
    brand = checked(slides.brand)
    slides = replace(slides, palette=slides.palette.branded(brand.accent))
    base = ground(brand, slides.palette)
    for number, page in enumerate(slides.pages, start=1):
        _slide(base, page, number, slides, brand)
    core = base.presentation.core_properties
    core.title, core.author = plan.header.name, plan.header.company
    core.last_modified_by, core.language = "CMO Planner", plan.header.locale
    core.created = core.modified = datetime.combine(plan.header.as_of, datetime.min.time(), UTC).replace(tzinfo=None)
    out = io.BytesIO()
    base.presentation.save(out)
    return settled(out.getvalue(), plan.header.as_of)


def _slide(base: Ground, page: Page, number: int, slides: Slides, brand: Brand) -> None:
    slide = base.presentation.slides.add_slide(base.layout)
    canvas = Canvas(slide.shapes, base.emu, slides.palette, "")
    made = frame(page, slides.measure)
    _empty_placeholders(slide)
    body = made.body
    if base.body is None:
        _own_head(canvas, slide, page, made)
    else:
        body = _their_head(canvas, slide, page, made, base.body, slides.measure)
    for placed in page.placed:
        add_block(canvas, placed.block, place(body, placed), slides.measure)
    _foot(canvas, page, made, body, number, len(slides.pages), theirs=base.body is not None)
    if brand.logo is not None:
        _logo(canvas, brand.logo)
    if page.notes:
        slide.notes_slide.notes_text_frame.text = page.notes


def _empty_placeholders(slide: Any) -> None:
    """Take away what the layout would ask to be filled in, all but the title."""
    for shape in list(slide.placeholders):
        if shape.placeholder_format.idx != 0:
            shape._element.getparent().remove(shape._element)


def _own_head(canvas: Canvas, slide: Any, page: Page, made: Frame) -> None:
    title = slide.shapes.title
    x, y, w, h = made.title_box
    title.left, title.top = canvas.length(x), canvas.length(y)
    title.width, title.height = canvas.length(w), canvas.length(h)
    canvas.write(title.text_frame, [Written(page.title, made.title.px, 700)], anchor=MSO_ANCHOR.TOP)
    if page.subtitle:
        words = [Written(" ".join(made.subtitle.lines), made.subtitle.px, 400, "text_2")]
        canvas.words(made.subtitle_box, words, _("Subtitle"))


def _their_head(canvas: Canvas, slide: Any, page: Page, made: Frame, body: Box, measure: Measure) -> Box:
    """Write title and subtitle into a template's own; return what is left of its body."""
    title = slide.shapes.title
    title.text_frame.text = page.title
    wide, high = title.width / canvas.emu - 2 * _INSET, title.height / canvas.emu - _INSET
    fitted = fit(page.title, wide * _NARROWER, high, _TITLES, 700, measure, most=2)
    title.text_frame.paragraphs[0].runs[0].font.size = canvas.points(fitted.px)
    if not page.subtitle:
        return body
    x, y, w, h = body
    high = made.subtitle.high
    words = [Written(" ".join(made.subtitle.lines), made.subtitle.px, 400, "text_2")]
    canvas.words((x, y, w, high), words, _("Subtitle"))
    return (x, y + high + 10, w, h - high - 10)


def _foot(canvas: Canvas, page: Page, made: Frame, body: Box, number: int, count: int, *, theirs: bool) -> None:
    x, y, w, h = body
    top = y + h + 8
    for one in made.remarks:
        canvas.words((x, top, w, one.high), [Written(" ".join(one.lines), one.px, 400, "text_3")], _("Remark"))
        top += one.high
    if theirs:
        words = [Written(page.source, LEAST, 400, "text_3")]
        canvas.words((x, top, w, 28), words, _("Source"))
        return
    line = HEIGHT - _FOOT - 8.5
    canvas.stroke(Line(((MARGIN, line), (WIDTH - MARGIN, line)), "border"), _("Line"))
    source = [Written(" ".join(made.source.lines), made.source.px, 400, "text_3")]
    canvas.words(made.source_box, source, _("Source"))
    words = [Written(_("{n} of {count}").format(n=number, count=count), LEAST, 400, "text_3")]
    canvas.words((WIDTH - MARGIN - 220, made.source_box[1], 220, made.source_box[3]), words, _("Number"), "right")


def _logo(canvas: Canvas, path: Path) -> None:
    """Put the logo into the corner at the right of the foot, as large as it fits."""
    picture = canvas.shapes.add_picture(str(path), 0, 0)
    most = canvas.length(_LOGO[0]) / picture.width, canvas.length(_LOGO[1]) / picture.height
    share = min(most)
    picture.width, picture.height = round(picture.width * share), round(picture.height * share)
    picture.left = canvas.length(WIDTH - MARGIN - 110) - picture.width
    picture.top = canvas.length(HEIGHT - _FOOT - 4)
    picture.name = _("Logo")
