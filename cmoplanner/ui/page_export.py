"""A one-pager as a PNG picture or a vector PDF page, from the same shapes as the screen."""

from dataclasses import replace
from pathlib import Path

from cmoplanner.exchange.files_out import write_bytes
from cmoplanner.report.one_pager_picture import PagePicture
from cmoplanner.report.palette import Palette
from cmoplanner.report.timeline.sheets import Sheet
from cmoplanner.ui.calendar_export import pdf_of, png_of_sheet
from cmoplanner.ui.render import Renderer
from cmoplanner.ui.theme import Theme, load_fonts

WIDTH, HEIGHT = 1600.0, 900.0
_A3_LANDSCAPE = (420.0, 297.0)  # mm


def write_page(picture: PagePicture, path: Path, *, theme: str = "light") -> Path:
    """Write a one-pager to `path`, a .png or .pdf. Raises ExportFailed."""
    load_fonts()
    on_paper = path.suffix.casefold() == ".pdf"
    renderer = Renderer(Theme(Palette.load(theme)), searchable=on_paper)
    picture = replace(picture, measure=renderer.measure)
    across, down = _A3_LANDSCAPE
    drawn = picture.draw(WIDTH, WIDTH * down / across if on_paper else HEIGHT)
    sheet = Sheet(drawn.width, drawn.height, drawn.regions)
    title = picture.plan.header.name
    write_bytes(path, pdf_of([sheet], renderer, title) if on_paper else png_of_sheet(sheet, renderer))
    return path
