"""The calendar as a picture and as pages."""

import resource
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from cmoplanner.errors import ExportFailed
from cmoplanner.model.plan import Blackout
from cmoplanner.report.timeline.arrangement import USUAL
from cmoplanner.report.timeline.scene_closed import Closed
from cmoplanner.report.timeline.shapes import Rect, Text
from cmoplanner.report.timeline.sheets import calendar_sheets
from cmoplanner.report.timeline.state import CalendarState
from cmoplanner.ui.calendar_export import PICTURE_SCALE, PICTURE_WIDTH, closed_days, export_calendar
from tests.report.timeline.samples import measure, sample


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_picture_has_the_whole_calendar(qtbot: QtBot, tmp_path: Path, theme: str) -> None:
    plan, outcome = sample()
    path = export_calendar(plan, outcome, tmp_path / "calendar.png", theme=theme)
    image = QImage(str(path))
    (sheet,) = calendar_sheets(plan, outcome, measure, PICTURE_WIDTH, None)
    assert image.width() == PICTURE_WIDTH * PICTURE_SCALE
    assert image.height() == pytest.approx(sheet.height * PICTURE_SCALE, rel=0.15)  # rows depend on the font
    corner = image.pixelColor(2, 2)
    assert (corner.lightness() > 200) is (theme == "light")
    colours = {image.pixelColor(x, y).name() for x in range(0, image.width(), 37) for y in range(0, image.height(), 37)}
    assert len(colours) > 20
    assert [file.name for file in tmp_path.iterdir()] == ["calendar.png"]


def test_a_picture_has_blackouts_and_holidays_as_the_window_shows_them(qtbot: QtBot, tmp_path: Path) -> None:
    """An export of a plan with closed days differs from one without in the columns of just these days."""
    plan, outcome = sample()
    named = replace(
        plan,
        header=replace(plan.header, holiday_regions=("DE",)),
        blackouts={"b": Blackout("b", "Quiet", date(2027, 7, 5), date(2027, 7, 11))},
    )
    closed = closed_days(named)
    assert date(2027, 5, 1) in closed.holidays
    assert closed_days(named, blackouts=False, holidays=False) == Closed()
    (sheet,) = calendar_sheets(named, outcome, measure, PICTURE_WIDTH, None, closed=closed)
    tints = {
        round(shape.x, 3)
        for region in sheet.regions
        for shape in region.shapes
        if isinstance(shape, Rect) and shape.fill == "text_3@0.16"
    }
    axis = CalendarState(named, outcome, measure, px_a_day=(PICTURE_WIDTH - 2 * 32 - 264) / 365).axis
    in_year = {day for day in closed.holidays if day in named.calendar.year}
    assert {round(axis.x(day), 3) for day in in_year} <= tints
    words = {shape.text for region in sheet.regions for shape in region.shapes if isinstance(shape, Text)}
    assert any("Quiet" in text for text in words)
    path = export_calendar(named, outcome, tmp_path / "closed.png")
    plain = export_calendar(plan, outcome, tmp_path / "plain.png")
    assert QImage(str(path)) != QImage(str(plain))


def test_pages_can_be_searched_and_have_the_size_of_paper(qtbot: QtBot, tmp_path: Path) -> None:
    plan, outcome = sample()
    path = export_calendar(plan, outcome, tmp_path / "calendar.pdf", arrangement=USUAL.grouped("channel"))
    reader = PdfReader(path)
    count = len(reader.pages)
    assert count > 1
    texts = [" ".join(page.extract_text().split()) for page in reader.pages]
    for number, text in enumerate(texts, start=1):
        assert f"Calendar · {number} of {count}" in text
        assert plan.header.name in text
    assert sum("Trade shows & events" in text for text in texts) >= 1
    named = [row.name for row in plan.activities.values() if len(row.name) < 30]
    found = [name for name in named if any(" ".join(name.split()) in text for text in texts)]
    assert len(found) > 0.9 * len(named)
    box = reader.pages[0].mediabox
    assert (float(box.width) / 72 * 25.4, float(box.height) / 72 * 25.4) == pytest.approx((420, 297), abs=1)
    assert reader.metadata is not None
    assert reader.metadata.title == plan.header.name
    assert [file.name for file in tmp_path.iterdir()] == ["calendar.pdf"]


@pytest.mark.parametrize("name", ["calendar.png", "calendar.pdf"])
def test_a_folder_that_is_not_there_is_told(qtbot: QtBot, tmp_path: Path, name: str) -> None:
    plan, outcome = sample()
    target = tmp_path / "missing" / name
    with pytest.raises(ExportFailed) as caught:
        export_calendar(plan, outcome, target)
    assert name in caught.value.sentence
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["calendar.png", "calendar.pdf"])
def test_a_file_that_was_there_is_replaced_only_by_a_whole_one(qtbot: QtBot, tmp_path: Path, name: str) -> None:
    plan, outcome = sample()
    target = tmp_path / name
    target.write_text("old")
    export_calendar(plan, outcome, target)
    assert target.stat().st_size > 10_000
    blocked = tmp_path / f"folder-{name}"
    blocked.mkdir()
    (blocked / "kept").write_text("x")
    with pytest.raises(ExportFailed):
        export_calendar(plan, outcome, blocked)  # a folder of that name cannot be replaced
    assert sorted(file.name for file in tmp_path.iterdir()) == sorted([name, f"folder-{name}"])


@pytest.mark.parametrize("name", ["calendar.png", "calendar.pdf"])
def test_a_full_disk_is_told_and_the_old_file_stays(qtbot: QtBot, tmp_path: Path, name: str) -> None:
    """Qt itself says nothing when only a part of a file finds room."""
    plan, outcome = sample()
    target = export_calendar(plan, outcome, tmp_path / name)
    before = target.read_bytes()
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    for room in (0, len(before) // 2, len(before) - 100):
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, hard))
        try:
            with pytest.raises(ExportFailed) as caught:
                export_calendar(plan, outcome, target)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        assert caught.value.remedy
        assert target.read_bytes() == before
        assert [file.name for file in tmp_path.iterdir()] == [name]
