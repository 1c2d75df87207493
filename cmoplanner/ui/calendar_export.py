"""The calendar as a PNG or SVG picture or a vector PDF, from the same shapes as the screen."""

import os
from pathlib import Path

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from cmoplanner.exchange.files_out import write_bytes
from cmoplanner.i18n import _
from cmoplanner.model.closed_days import blackouts_of, by_day
from cmoplanner.model.periods import Span
from cmoplanner.model.plan import Plan
from cmoplanner.model.public_holidays import holidays_of
from cmoplanner.projection.bands import Bands, bands
from cmoplanner.projection.outcome import Outcome
from cmoplanner.projection.uncertainty import simulate
from cmoplanner.report.palette import Palette
from cmoplanner.report.timeline.arrangement import USUAL, Arrangement
from cmoplanner.report.timeline.contract_dates import contract_key_dates
from cmoplanner.report.timeline.scene_closed import Closed
from cmoplanner.report.timeline.sheets import calendar_sheets
from cmoplanner.ui.paper import PAPERS, About, Leaf, Paper, pdf_of, png_of_leaf, svg_of_leaf
from cmoplanner.ui.render import Renderer
from cmoplanner.ui.theme import Theme, load_fonts

PICTURE_WIDTH = 1600.0
PICTURE_SCALE = 2.0


def export_calendar(
    plan: Plan,
    outcome: Outcome,
    path: Path,
    *,
    theme: str = "light",
    arrangement: Arrangement = USUAL,
    ranged: Bands | None = None,
    closed: Closed | None = None,
    paper: Paper = PAPERS["A3"],
    scale: float = PICTURE_SCALE,
) -> Path:
    """Write the calendar to `path`, a .png or .svg (one tall picture) or .pdf (pages). Raises ExportFailed.

    The range of revenue is drawn here, unless `ranged` has it. `closed` are the blackouts and holidays; without it, all
    of the plan's.
    """
    days = closed or closed_days(plan)
    found = ranged or bands(simulate(outcome.compiled), outcome)
    drawing_application()
    load_fonts()
    kind, about = path.suffix.lower(), About.of(plan)
    renderer = Renderer(Theme(Palette.load(theme)), searchable=kind != ".png")
    width, height = paper.px if kind == ".pdf" else (PICTURE_WIDTH, None)
    sheets = calendar_sheets(plan, outcome, renderer.measure, width, height, arrangement, found, days)
    titles = [_("Calendar · {page} of {pages}").format(page=n, pages=len(sheets)) for n in range(1, len(sheets) + 1)]
    leaves = [
        Leaf(sheet.width, sheet.height, sheet.regions, title) for sheet, title in zip(sheets, titles, strict=True)
    ]
    if kind == ".pdf":
        write_bytes(path, pdf_of(leaves, renderer, about, paper))
    elif kind == ".svg":
        write_bytes(path, svg_of_leaf(leaves[0], renderer, about))
    else:
        write_bytes(path, png_of_leaf(leaves[0], renderer, scale))
    return path


def closed_days(
    plan: Plan, *, blackouts: bool = True, holidays: bool = True, contracts: bool = False, language: str = "en"
) -> Closed:
    """Return the plan's blackouts, the public holidays of its regions over its horizon, and dates of its contracts."""
    regions = plan.header.holiday_regions if holidays else ()
    horizon = Span(plan.calendar.fy_start, plan.calendar.month(plan.calendar.horizon).end)
    return Closed(
        blackouts_of(plan) if blackouts else (),
        by_day(holidays_of(regions, horizon, language)) if regions else {},
        contract_key_dates(plan) if contracts else (),
    )


def drawing_application() -> QGuiApplication | QApplication:
    """Return the running application; without one, one that needs no screen."""
    existing = QGuiApplication.instance()
    if isinstance(existing, QGuiApplication):
        return existing
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    return QApplication([])
