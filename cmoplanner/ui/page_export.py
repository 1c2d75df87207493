"""Pages of a presentation and one-pagers as files, from the same shapes as the screen."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from cmoplanner.exchange.files_out import write_bytes
from cmoplanner.report.deck.blocks import Chart, Page, Placed
from cmoplanner.report.deck.layout import lay_out
from cmoplanner.report.one_pager_picture import PagePicture
from cmoplanner.report.onepage.setting import PRESENTED
from cmoplanner.report.palette import Palette
from cmoplanner.ui.paper import PAPERS, SCREEN, About, Leaf, Paper, pdf_of, png_of_leaf, svg_of_leaf
from cmoplanner.ui.render import Renderer
from cmoplanner.ui.theme import Theme, load_fonts

WIDTH, HEIGHT = 1600.0, 900.0
_SCALE = PRESENTED * WIDTH / 1920


def write_page(
    picture: PagePicture, path: Path, *, theme: str = "light", paper: Paper = PAPERS["A3"], scale: float = 2.0
) -> Path:
    """Write a one-pager to `path`, a .png, .svg or .pdf. Raises ExportFailed."""
    load_fonts()
    kind, about = path.suffix.casefold(), About.of(picture.plan)
    renderer = Renderer(Theme(Palette.load(theme)), searchable=kind != ".png")
    picture = replace(picture, measure=renderer.measure, scale=_SCALE)
    drawn = picture.draw(WIDTH, WIDTH * paper.height / paper.width if kind == ".pdf" else HEIGHT)
    write_leaves([Leaf.of(drawn, picture.title)], path, renderer, about, paper=paper, scale=scale)
    return path


def write_leaves(
    leaves: Sequence[Leaf], path: Path, renderer: Renderer, about: About, *, paper: Paper = SCREEN, scale: float = 1.0
) -> list[Path]:
    """Write pages as one PDF, or each as a picture of its own with its number in the name. Raises ExportFailed."""
    kind = path.suffix.casefold()
    if kind == ".pdf":
        write_bytes(path, pdf_of(leaves, renderer, about, paper))
        return [path]
    written = []
    for number, leaf in enumerate(leaves, start=1):
        name = path if len(leaves) == 1 else path.with_name(f"{path.stem}-{number:02}{path.suffix}")
        svg = kind == ".svg"
        write_bytes(name, svg_of_leaf(leaf, renderer, about) if svg else png_of_leaf(leaf, renderer, scale))
        written.append(name)
    return written


def deck_leaves(pages: Sequence[Page], renderer: Renderer) -> list[Leaf]:
    """Return the pages of a presentation as they are drawn."""
    count = len(pages)
    return [
        Leaf.of(lay_out(page, renderer.measure, number, count), page.title)
        for number, page in enumerate(pages, start=1)
    ]


def chart_pages(page: Page) -> list[Page]:
    """Return each chart of a page as a page of its own, with the page's source."""
    charts = [placed.block for placed in page.placed if isinstance(placed.block, Chart)]
    return [
        replace(page, title=chart.title or page.title, subtitle=page.subtitle, placed=(Placed(chart),), notes="")
        for chart in charts
    ]
