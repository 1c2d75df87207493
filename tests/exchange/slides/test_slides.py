"""Slides are native shapes, charts and tables with the page's words and numbers, and look on screen as laid out."""

import io
import zipfile
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from pptx import Presentation
from pptx.enum.chart import XL_CHART_TYPE
from pptx.enum.shapes import MSO_SHAPE_TYPE
from pptx.util import Inches

from cmoplanner.errors import CmoPlannerError
from cmoplanner.exchange.slides.brand import Brand
from cmoplanner.exchange.slides.deck import Slides, export_slides, presentation
from cmoplanner.projection.draws import Draws
from cmoplanner.report.deck.blocks import DEFAULT_DECK, Audience, Chart, Kind, Page
from cmoplanner.report.deck.deck import pages
from cmoplanner.report.deck.material import Material, gather
from cmoplanner.report.palette import Palette
from cmoplanner.ui.render import Renderer
from cmoplanner.ui.theme import Theme, load_fonts
from tests.exchange.slides.rendered import as_pdf, leaves, overlaps
from tests.plans import norrvik
from tests.report.timeline.samples import measure

PLAN = norrvik()
LIGHT = Palette.load("light")


@lru_cache(maxsize=1)
def material() -> Material:
    return gather(PLAN, draws=Draws(100, 1))


@lru_cache(maxsize=1)
def every_page() -> tuple[Page, ...]:
    return tuple(pages(material(), list(Kind)))


@lru_cache(maxsize=1)
def made() -> bytes:
    return presentation(Slides(every_page(), measure, LIGHT), PLAN)


def opened(data: bytes) -> Any:
    return Presentation(io.BytesIO(data))


def shapes(parent: Any) -> Iterator[Any]:
    for shape in parent:
        yield shape
        if shape.shape_type == MSO_SHAPE_TYPE.GROUP:
            yield from shapes(shape.shapes)


def test_each_page_is_a_slide_with_its_title_and_nothing_is_a_picture() -> None:
    slides = list(opened(made()).slides)
    assert [slide.shapes.title.text_frame.text for slide in slides] == [page.title for page in every_page()]
    kinds = [shape.shape_type for slide in slides for shape in shapes(slide.shapes)]
    assert MSO_SHAPE_TYPE.PICTURE not in kinds
    assert kinds.count(MSO_SHAPE_TYPE.CHART) == sum(
        isinstance(placed.block, Chart) for page in every_page() for placed in page.placed
    )
    assert kinds.count(MSO_SHAPE_TYPE.TABLE) >= 6
    assert (opened(made()).slide_width, opened(made()).slide_height) == (Inches(20), Inches(11.25))


def test_the_calendar_is_made_of_bars_named_after_what_they_show() -> None:
    number = [page.kind for page in every_page()].index(Kind.CALENDAR)
    slide = opened(made()).slides[number]
    groups = {shape.name for shape in slide.shapes if shape.shape_type == MSO_SHAPE_TYPE.GROUP}
    assert {"Time", "Key dates", "Spend by month", "Revenue by month", "Key figures", "How to read"} <= groups
    found = list(shapes(slide.shapes))
    assert sum(shape.shape_type == MSO_SHAPE_TYPE.AUTO_SHAPE for shape in found) > 60
    bar = next(shape for shape in found if shape.name.startswith("Breathe Easy"))
    assert "2027" in bar.name  # its days
    assert "running, booked" in bar.name
    inside = [
        shape.text_frame.text for shape in found if shape.has_text_frame and "Breathe Easy" in shape.text_frame.text
    ]
    assert inside  # the words of a bar are the bar's own


def test_charts_have_the_numbers_of_the_page() -> None:
    found = {}
    for slide, page in zip(opened(made()).slides, every_page(), strict=True):
        charts = [shape.chart for shape in shapes(slide.shapes) if shape.has_chart]
        blocks = [placed.block for placed in page.placed if isinstance(placed.block, Chart)]
        for native, block in zip(charts, blocks, strict=True):
            found[block.kind.value] = native
            if block.kind.value == "waterfall":
                continue
            by_name = {plot.name: list(plot.values) for plot in native.plots[0].series}
            for series in block.series:
                assert by_name[series.name or block.title] == pytest.approx(list(series.values))
            assert list(native.plots[0].categories) == [name or " " for name in block.categories]
    assert found["stacked"].chart_type == XL_CHART_TYPE.COLUMN_STACKED
    assert found["stacked"].value_axis.minimum_scale == 0
    steps = found["waterfall"].plots[0].series
    block = next(
        placed.block
        for page in every_page()
        for placed in page.placed
        if isinstance(placed.block, Chart) and placed.block.kind.value == "waterfall"
    )
    heights = list(steps[1].values)
    assert heights == pytest.approx([abs(value or 0.0) for value in block.series[0].values])
    xml = found["stacked"]._chartSpace.xml
    assert "errBars" in xml  # the range


def test_texts_stay_in_their_slide_and_are_large_enough() -> None:
    show = opened(made())
    for slide in show.slides:
        for shape in shapes(slide.shapes):
            assert shape.left >= -20_000, shape.name
            assert shape.top >= 0, shape.name
            assert shape.left + shape.width <= show.slide_width + 200_000, shape.name
            assert shape.top + shape.height <= show.slide_height, shape.name
            if shape.has_text_frame:
                for paragraph in shape.text_frame.paragraphs:
                    for run in paragraph.runs:
                        assert run.font.size is None or run.font.size.pt >= 14, run.text


def test_the_same_pages_are_the_same_bytes() -> None:
    one = Slides((every_page()[0], every_page()[5]), measure, LIGHT)
    assert presentation(one, PLAN) == presentation(one, PLAN)
    with zipfile.ZipFile(io.BytesIO(made())) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    properties = opened(made()).core_properties
    assert properties.title == PLAN.header.name
    assert properties.created.date() == PLAN.header.as_of


def test_accent_font_and_logo_of_the_company_are_used(tmp_path: Path) -> None:
    logo = tmp_path / "logo.png"
    Image.new("RGB", (400, 100), "red").save(logo)
    brand = Brand("#AA1122", "Georgia", logo)
    data = presentation(Slides(every_page()[-1:], measure, LIGHT, brand), PLAN)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        theme = next(archive.read(name).decode() for name in archive.namelist() if "theme/theme" in name)
    assert "AA1122" in theme
    assert LIGHT.branded("#AA1122").color("accent_weak") != LIGHT.color("accent_weak")
    assert 'typeface="Georgia"' in theme
    (slide,) = opened(data).slides
    (picture,) = [shape for shape in slide.shapes if shape.shape_type == MSO_SHAPE_TYPE.PICTURE]
    assert picture.name == "Logo"
    assert picture.width / picture.height == pytest.approx(4, rel=0.02)


def test_a_template_of_theirs_gives_layout_and_size(tmp_path: Path) -> None:
    template = Presentation()
    template.slide_width, template.slide_height = Inches(13.333), Inches(7.5)
    template.slides.add_slide(template.slide_layouts[0]).shapes.title.text_frame.text = "Old slide"
    path = tmp_path / "company.pptx"
    template.save(str(path))
    chosen = (every_page()[0], *every_page()[2:5])
    data = presentation(Slides(chosen, measure, LIGHT, Brand(template=path)), PLAN)
    show = opened(data)
    assert (show.slide_width, show.slide_height) == (template.slide_width, template.slide_height)
    assert [slide.shapes.title.text_frame.text for slide in show.slides] == [page.title for page in chosen]
    assert all(slide.slide_layout.name == "Title Only" for slide in show.slides)
    assert b"Old slide" not in data
    for slide in show.slides:
        title = slide.shapes.title
        (run,) = title.text_frame.paragraphs[0].runs
        assert run.font.size * 2.4 <= title.height  # two lines of it stand in its frame
        for shape in slide.shapes:
            if shape.name != title.name:
                assert shape.top >= title.top + title.height - 10_000, shape.name
                assert shape.top + shape.height <= show.slide_height, shape.name


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [("logo.exe", b"x", "right kind"), ("gone.png", None, "cannot be read"), ("bad.pptx", b"no zip", "no PowerPoint")],
)
def test_what_is_no_logo_or_template_is_said(tmp_path: Path, name: str, content: bytes | None, says: str) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    brand = Brand(template=path) if name.endswith(".pptx") else Brand(logo=path)
    out = tmp_path / "out.pptx"
    with pytest.raises(CmoPlannerError) as caught:
        export_slides(Slides(every_page()[:1], measure, LIGHT, brand), PLAN, out)
    assert says in caught.value.sentence
    assert not out.exists()


def test_partners_get_no_money(tmp_path: Path) -> None:
    shown = pages(material().for_audience(Audience.PARTNER), list(Kind))
    data = presentation(Slides(shown, measure, LIGHT), PLAN)
    words = " ".join(
        shape.text_frame.text for slide in opened(data).slides for shape in shapes(slide.shapes) if shape.has_text_frame
    )
    assert "2.13" not in words
    assert "25.1" not in words
    assert "left out" in words


@pytest.mark.qt
@pytest.mark.office
@pytest.mark.slow
def test_rendered_by_an_office_program_no_words_overlap_or_leave_their_page(qapp: Any, tmp_path: Path) -> None:
    load_fonts()
    theme = Theme(LIGHT)
    renderer = Renderer(theme, searchable=True)
    path = tmp_path / "deck.pptx"
    shown = [page for page in every_page() if page.kind in DEFAULT_DECK]
    export_slides(Slides(shown, renderer.measure, LIGHT, Brand(font="Inter")), PLAN, path)
    read = leaves(as_pdf(path, tmp_path))
    assert len(read) == len(shown)
    for leaf, page in zip(read, shown, strict=True):
        assert leaf.width / leaf.height == pytest.approx(16 / 9, rel=0.01)
        text = " ".join(word.text for word in leaf.words)
        assert " ".join(page.title.split()) in text
        for word in leaf.words:
            assert word.left >= 0, word
            assert word.right <= 1920, word
            assert word.bottom <= 1080, word
        if page.kind is not Kind.OUTCOME:  # its native charts are laid out by whoever shows them
            assert not overlaps(leaf), page.kind
