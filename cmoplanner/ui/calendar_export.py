"""The calendar as a PNG picture or a vector PDF, from the same shapes as the screen."""

import os
from pathlib import Path

from PySide6.QtCore import QMarginsF, QSize
from PySide6.QtGui import QGuiApplication, QImage, QPageLayout, QPageSize, QPainter, QPdfWriter
from PySide6.QtWidgets import QApplication

from cmoplanner.exchange.files_out import write_bytes
from cmoplanner.model.closed_days import blackouts_of, by_day
from cmoplanner.model.periods import Span
from cmoplanner.model.plan import Plan
from cmoplanner.model.public_holidays import holidays_of
from cmoplanner.projection.bands import Bands, bands
from cmoplanner.projection.outcome import Outcome
from cmoplanner.projection.uncertainty import simulate
from cmoplanner.report.palette import Palette
from cmoplanner.report.timeline.arrangement import USUAL, Arrangement
from cmoplanner.report.timeline.scene_closed import Closed
from cmoplanner.report.timeline.sheets import Sheet, calendar_sheets
from cmoplanner.ui.in_memory import buffer, png_of
from cmoplanner.ui.render import Renderer
from cmoplanner.ui.theme import Theme, load_fonts

PICTURE_WIDTH = 1600.0
PICTURE_SCALE = 2
_A3 = (420.0, 297.0)  # mm
_DPI = 96


def export_calendar(
    plan: Plan,
    outcome: Outcome,
    path: Path,
    *,
    theme: str = "light",
    arrangement: Arrangement = USUAL,
    ranged: Bands | None = None,
    closed: Closed | None = None,
) -> Path:
    """Write the calendar to `path`, a .png (one tall picture) or .pdf (A3 pages). Raises ExportFailed.

    The range of revenue is drawn here, unless `ranged` has it. `closed` are the blackouts and holidays; without it, all
    of the plan's.
    """
    days = closed or closed_days(plan)
    found = ranged or bands(simulate(outcome.compiled), outcome)
    drawing_application()
    load_fonts()
    on_paper = path.suffix.lower() == ".pdf"
    renderer = Renderer(Theme(Palette.load(theme)), searchable=on_paper)
    if on_paper:
        width, height = (side / 25.4 * _DPI for side in _A3)
        sheets = calendar_sheets(plan, outcome, renderer.measure, width, height, arrangement, found, days)
        write_bytes(path, pdf_of(sheets, renderer, plan.header.name))
    else:
        sheets = calendar_sheets(plan, outcome, renderer.measure, PICTURE_WIDTH, None, arrangement, found, days)
        write_bytes(path, png_of_sheet(sheets[0], renderer))
    return path


def closed_days(plan: Plan, *, blackouts: bool = True, holidays: bool = True, language: str = "en") -> Closed:
    """Return the plan's blackouts, and the public holidays of its regions over its horizon."""
    regions = plan.header.holiday_regions if holidays else ()
    horizon = Span(plan.calendar.fy_start, plan.calendar.month(plan.calendar.horizon).end)
    return Closed(
        blackouts_of(plan) if blackouts else (), by_day(holidays_of(regions, horizon, language)) if regions else {}
    )


def drawing_application() -> QGuiApplication | QApplication:
    """Return the running application; without one, one that needs no screen."""
    existing = QGuiApplication.instance()
    if isinstance(existing, QGuiApplication):
        return existing
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    return QApplication([])


def png_of_sheet(sheet: Sheet, renderer: Renderer) -> bytes:
    """Return a sheet as a PNG picture of twice its size."""
    image = QImage(QSize(round(sheet.width), round(sheet.height)) * PICTURE_SCALE, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(PICTURE_SCALE)
    painter = QPainter(image)
    renderer.paint(painter, sheet.regions)
    painter.end()
    return png_of(image)


def pdf_of(sheets: list[Sheet], renderer: Renderer, title: str) -> bytes:
    """Return sheets as pages of a PDF, A3 across."""
    target = buffer()
    writer = QPdfWriter(target)
    writer.setTitle(title)
    writer.setCreator("CMO Planner")
    writer.setResolution(_DPI * 8)
    page = QPageSize(QPageSize.PageSizeId.A3)
    writer.setPageLayout(QPageLayout(page, QPageLayout.Orientation.Landscape, QMarginsF(0, 0, 0, 0)))
    painter = QPainter(writer)
    for number, sheet in enumerate(sheets):
        if number:
            writer.newPage()
        painter.save()
        scale = min(writer.width() / sheet.width, writer.height() / sheet.height)
        painter.scale(scale, scale)
        renderer.paint(painter, sheet.regions)
        painter.restore()
    painter.end()
    return bytes(target.data().data())
