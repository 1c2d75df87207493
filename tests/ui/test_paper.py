"""Pages on paper and as files: sizes, outlines, texts that stay texts, pictures at a scale, and the printer."""

import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtGui import QImage
from PySide6.QtPrintSupport import QPrinter
from pytestqt.qtbot import QtBot

from cmoplanner.report.palette import Palette
from cmoplanner.report.timeline.shapes import Rect, Region, Text
from cmoplanner.ui.calendar_export import export_calendar
from cmoplanner.ui.paper import PAPERS, About, Leaf, pdf_of, png_of_leaf, print_on, svg_of_leaf
from cmoplanner.ui.render import Renderer
from cmoplanner.ui.theme import Theme, load_fonts
from tests.report.timeline.samples import sample

NAME = "Größe & <b>Ärger</b> – 50 %: «Q1»"
ABOUT = About("Plan A", "de_DE", "Norrvik")


def leaf(title: str = "One") -> Leaf:
    shapes = [Rect(100, 100, 300, 40, fill="accent", stroke="text"), Text(100, 100, 800, 40, NAME, 24, 600)]
    shapes.append(Rect(100, 300, 300, 200, fill="surface", hatch="accent", pitch=9))
    return Leaf(1920, 1080, [Region(0, 0, 1920, 1080, shapes)], title)


@pytest.fixture
def renderer(qtbot: QtBot) -> Renderer:
    load_fonts()
    return Renderer(Theme(Palette.load("light")), searchable=True)


@pytest.mark.parametrize("name", PAPERS)
def test_each_paper_has_its_size_and_each_page_its_entry(renderer: Renderer, tmp_path: Path, name: str) -> None:
    path = tmp_path / "pages.pdf"
    path.write_bytes(pdf_of([leaf("One"), leaf("Two")], renderer, ABOUT, PAPERS[name]))
    reader = PdfReader(path)
    assert [entry.title for entry in reader.outline] == ["One", "Two"]
    assert [reader.get_destination_page_number(entry) for entry in reader.outline] == [0, 1]
    for page in reader.pages:
        box = page.mediabox
        size = float(box.width) / 72 * 25.4, float(box.height) / 72 * 25.4
        assert size == pytest.approx((PAPERS[name].width, PAPERS[name].height), abs=1)
        assert " ".join(page.extract_text().split()) == NAME
        assert not page.images  # all of it is drawn with lines
    assert reader.trailer["/Root"]["/Lang"] == "de-DE"
    assert reader.metadata is not None
    assert (reader.metadata.title, reader.metadata.author) == ("Plan A", "Norrvik")


def test_texts_of_a_scalable_picture_are_texts(renderer: Renderer) -> None:
    root = ET.fromstring(svg_of_leaf(leaf(), renderer, ABOUT))  # noqa: S314 # our own
    space = "{http://www.w3.org/2000/svg}"
    assert [("".join(node.itertext())).strip() for node in root.iter(f"{space}text")] == [NAME]
    assert not list(root.iter(f"{space}image"))
    assert root.find(f"{space}title").text == "One"  # type: ignore[union-attr]
    assert root.get("viewBox") == "0 0 1920 1080"


def test_a_picture_is_as_large_as_its_scale(renderer: Renderer, tmp_path: Path) -> None:
    for scale in (0.5, 1.0, 3.0):
        (tmp_path / "x.png").write_bytes(png_of_leaf(leaf(), renderer, scale))
        image = QImage(str(tmp_path / "x.png"))
        assert (image.width(), image.height()) == (1920 * scale, 1080 * scale)
        inside = image.pixelColor(round(380 * scale), round(132 * scale))
        assert inside.name().upper() == Palette.load("light").color("accent")


def test_the_printer_gets_every_page_as_large_as_it_fits(renderer: Renderer, tmp_path: Path) -> None:
    path = tmp_path / "printed.pdf"
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(path))
    printer.setPageLayout(PAPERS["A4"].layout)
    print_on([leaf("One"), leaf("Two")], renderer, printer)
    reader = PdfReader(path)
    assert len(reader.pages) == 2
    assert all(" ".join(page.extract_text().split()) == NAME for page in reader.pages)


def test_the_whole_calendar_repeats_its_head_on_each_page_of_any_paper(qtbot: QtBot, tmp_path: Path) -> None:
    plan, outcome = sample()
    path = export_calendar(plan, outcome, tmp_path / "calendar.pdf", paper=PAPERS["Letter"], theme="print")
    reader = PdfReader(path)
    assert len(reader.pages) > 2
    assert reader.outline[0].title == f"Calendar · 1 of {len(reader.pages)}"
    for page in reader.pages:
        text = " ".join(page.extract_text().split())
        assert "FY27 Q1" in text
        assert "Key dates" in text
    svg = export_calendar(plan, outcome, tmp_path / "calendar.svg")
    texts = ["".join(node.itertext()) for node in ET.parse(svg).iter("{http://www.w3.org/2000/svg}text")]  # noqa: S314
    assert "Key dates" in texts


def test_without_colours_every_colour_is_a_grey() -> None:
    roles = Palette.load("print").roles()
    assert set(roles) == set(Palette.load("light").roles())
    for color in roles.values():
        assert color[1:3] == color[3:5] == color[5:7], color
    fills = [roles[f"bar.{kind}.0"] for kind in ("solid", "dense", "tint")]
    assert len(set(fills)) == 3  # done, running and planned are told apart
