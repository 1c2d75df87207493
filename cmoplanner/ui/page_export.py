"""A one-pager as a PNG picture or a vector PDF page, from the same shapes as the screen."""

from dataclasses import replace
from pathlib import Path

from cmoplanner.exchange.files_out import write_bytes
from cmoplanner.model.periods import Span
from cmoplanner.model.plan import Activity, Plan
from cmoplanner.projection.bands import Bands, bands
from cmoplanner.projection.compile import compile_plan
from cmoplanner.projection.model import project
from cmoplanner.projection.outcome import Outcome
from cmoplanner.projection.uncertainty import simulate
from cmoplanner.report.one_pager_picture import PagePicture, grouped_pages
from cmoplanner.report.onepage.facts import Facts, booked_months, revenue_months
from cmoplanner.report.onepage.setting import PRESENTED
from cmoplanner.report.palette import Palette
from cmoplanner.report.timeline.colours import Colours
from cmoplanner.report.timeline.scene_bars import Look, look
from cmoplanner.report.timeline.sheets import Sheet
from cmoplanner.ui.calendar_export import drawing_application, pdf_of, png_of_sheet
from cmoplanner.ui.render import Renderer
from cmoplanner.ui.theme import Theme, load_fonts

WIDTH, HEIGHT = 1600.0, 900.0
_A3_LANDSCAPE = (420.0, 297.0)  # mm
_SCALE = PRESENTED * WIDTH / 1920


def export_one_pager(
    plan: Plan,
    span: Span,
    path: Path,
    *,
    grouping: str = "campaign",
    theme: str = "light",
    outcome: Outcome | None = None,
    ranged: Bands | None = None,
) -> Path:
    """Write the one-pager of a range of days to `path`, a .png or .pdf. Raises ExportFailed.

    Outcome and range are worked out here, unless they are given.
    """
    drawing_application()
    load_fonts()
    colours = Colours.of(plan, "campaign")

    def look_of(activity: Activity) -> Look:
        return look(activity, colours)

    rows = list(plan.activities.values())
    measure = Renderer(Theme(Palette.load(theme))).measure
    found = outcome or project(compile_plan(plan))
    drawn = ranged or bands(simulate(found.compiled), found)
    facts = Facts(revenue_months(found, drawn), booked_months(plan, rows))
    picture = PagePicture(plan, grouped_pages(plan, rows, span, grouping), look_of, measure, grouping, facts, drawn)
    return write_page(picture, path, theme=theme)


def write_page(picture: PagePicture, path: Path, *, theme: str = "light") -> Path:
    """Write a one-pager to `path`, a .png or .pdf. Raises ExportFailed."""
    load_fonts()
    on_paper = path.suffix.casefold() == ".pdf"
    renderer = Renderer(Theme(Palette.load(theme)), searchable=on_paper)
    picture = replace(picture, measure=renderer.measure, scale=_SCALE)
    across, down = _A3_LANDSCAPE
    drawn = picture.draw(WIDTH, WIDTH * down / across if on_paper else HEIGHT)
    sheet = Sheet(drawn.width, drawn.height, drawn.regions)
    title = picture.plan.header.name
    write_bytes(path, pdf_of([sheet], renderer, title) if on_paper else png_of_sheet(sheet, renderer))
    return path
