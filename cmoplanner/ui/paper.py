"""Drawn pages as files and on paper: PDF with an outline, PNG at a scale, SVG with texts as texts, and the printer."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from PySide6.QtCore import QMarginsF, QRectF, QSize, QSizeF
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter, QPdfWriter

from cmoplanner.model.plan import Plan
from cmoplanner.report.drawn import Drawn
from cmoplanner.report.timeline.shapes import Region
from cmoplanner.ui.in_memory import buffer, png_of
from cmoplanner.ui.render import Renderer

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

DPI = 96
_FINE = 8  # of these to a px: lines of a PDF stand where they should
_INCH = 25.4  # mm


@dataclass(frozen=True, slots=True)
class Paper:
    """A size of paper, across, in mm."""

    name: str
    width: float
    height: float

    @property
    def px(self) -> tuple[float, float]:
        """The size in px at 96 to the inch."""
        return self.width / _INCH * DPI, self.height / _INCH * DPI

    @property
    def layout(self) -> QPageLayout:
        """The size as Qt knows it, without margins: pages have their own."""
        tall = QSizeF(min(self.width, self.height), max(self.width, self.height))
        size = QPageSize(tall, QPageSize.Unit.Millimeter, self.name, QPageSize.SizeMatchPolicy.FuzzyMatch)
        return QPageLayout(size, QPageLayout.Orientation.Landscape, QMarginsF(0, 0, 0, 0))


PAPERS: Mapping[str, Paper] = MappingProxyType(
    {
        "A4": Paper("A4", 297.0, 210.0),
        "A3": Paper("A3", 420.0, 297.0),
        "Letter": Paper("Letter", 279.4, 215.9),
        "16:9": Paper("16:9", 508.0, 285.75),
    }
)
"""What pages are printed on; 16:9 is the size of a slide."""
SCREEN = PAPERS["16:9"]


@dataclass(frozen=True)
class Leaf:
    """A drawn page with the title that it has in an outline."""

    width: float
    height: float
    regions: Sequence[Region]
    title: str = ""

    @staticmethod
    def of(drawn: Drawn, title: str = "") -> "Leaf":
        """Return a drawing as a page."""
        return Leaf(drawn.width, drawn.height, drawn.regions, title)


@dataclass(frozen=True)
class About:
    """What a file says of itself."""

    title: str
    language: str
    author: str = ""

    @staticmethod
    def of(plan: Plan) -> "About":
        """Return what the files of a plan say."""
        return About(plan.header.name, plan.header.locale, plan.header.company)


def pdf_of(leaves: Sequence[Leaf], renderer: Renderer, about: About, paper: Paper) -> bytes:
    """Return pages as a PDF of a size of paper, with an outline of their titles."""
    from cmoplanner.exchange.pdf_outline import outlined

    target = buffer()
    writer = QPdfWriter(target)
    writer.setTitle(about.title)
    writer.setCreator("CMO Planner")
    writer.setResolution(DPI * _FINE)
    writer.setPageLayout(paper.layout)
    painter = QPainter(writer)
    _paint_all(leaves, renderer, painter, QRectF(0, 0, writer.width(), writer.height()), writer.newPage)
    painter.end()
    data = bytes(target.data().data())
    return outlined(data, [leaf.title for leaf in leaves], about.language, about.title, about.author)


def print_on(leaves: Sequence[Leaf], renderer: Renderer, printer: "QPrinter") -> None:
    """Print pages as large as they fit on what the printer has."""
    painter = QPainter(printer)
    page = printer.pageRect(printer.Unit.DevicePixel)
    _paint_all(leaves, renderer, painter, QRectF(0, 0, page.width(), page.height()), printer.newPage)
    painter.end()


def _paint_all(
    leaves: Sequence[Leaf], renderer: Renderer, painter: QPainter, page: QRectF, next_page: Callable[[], bool]
) -> None:
    for number, leaf in enumerate(leaves):
        if number:
            next_page()
        painter.save()
        scale = min(page.width() / leaf.width, page.height() / leaf.height)
        painter.translate((page.width() - leaf.width * scale) / 2, (page.height() - leaf.height * scale) / 2)
        painter.scale(scale, scale)
        renderer.paint(painter, leaf.regions)
        painter.restore()


def image_of(leaf: Leaf, renderer: Renderer, scale: float = 1.0) -> QImage:
    """Return a page as a picture of `scale` times its size."""
    size = QSize(round(leaf.width * scale), round(leaf.height * scale))
    image = QImage(size, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(scale)
    image.fill(renderer.color("surface"))
    painter = QPainter(image)
    renderer.paint(painter, leaf.regions)
    painter.end()
    return image


def png_of_leaf(leaf: Leaf, renderer: Renderer, scale: float = 1.0) -> bytes:
    """Return a page as a PNG file of `scale` times its size."""
    return png_of(image_of(leaf, renderer, scale))


def svg_of_leaf(leaf: Leaf, renderer: Renderer, about: About) -> bytes:
    """Return a page as an SVG file in which texts stay texts."""
    from PySide6.QtSvg import QSvgGenerator

    target = buffer()
    generator = QSvgGenerator()
    generator.setOutputDevice(target)
    generator.setResolution(DPI)
    generator.setSize(QSize(round(leaf.width), round(leaf.height)))
    generator.setViewBox(QRectF(0, 0, leaf.width, leaf.height))
    generator.setTitle(leaf.title or about.title)
    generator.setDescription(about.title)
    painter = QPainter(generator)
    renderer.paint(painter, leaf.regions)
    painter.end()
    return bytes(target.data().data())
