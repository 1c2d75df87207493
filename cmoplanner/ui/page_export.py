"""A one-pager as a PNG picture or a vector PDF page, from the same shapes as the screen."""

from dataclasses import replace
from functools import partial
from pathlib import Path

from cmoplanner.exchange.files_out import write_bytes
from cmoplanner.model.periods import Span
from cmoplanner.model.plan import Activity, Plan
from cmoplanner.report.one_pager import one_pager
from cmoplanner.report.one_pager_picture import PagePicture, range_title
from cmoplanner.report.palette import Palette
from cmoplanner.report.timeline.colours import Colours
from cmoplanner.report.timeline.lanes import main_key, name_of
from cmoplanner.report.timeline.scene_bars import Look, look
from cmoplanner.report.timeline.sheets import Sheet
from cmoplanner.ui.calendar_export import drawing_application, pdf_of, png_of_sheet
from cmoplanner.ui.render import Renderer
from cmoplanner.ui.theme import Theme, load_fonts

WIDTH, HEIGHT = 1600.0, 900.0
_A3_LANDSCAPE = (420.0, 297.0)  # mm


def export_one_pager(plan: Plan, span: Span, path: Path, *, grouping: str = "campaign", theme: str = "light") -> Path:
    """Write the one-pager of a range of days to `path`, a .png or .pdf. Raises ExportFailed."""
    drawing_application()
    load_fonts()
    colours = Colours.of(plan, grouping)

    def look_of(activity: Activity) -> Look:
        return look(activity, colours)

    rows = list(plan.activities.values())
    group_of = partial(main_key, plan, grouping)
    names = {key: name_of(plan, grouping, key) for key in {group_of(row) for row in rows}}
    page = one_pager(plan, rows, span, group_of, names)
    measure = Renderer(Theme(Palette.load(theme))).measure
    return write_page(PagePicture(plan, page, look_of, measure, range_title(plan, span)), path, theme=theme)


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
