"""The calendar as one-pagers and as a segment's whole year: shown, chosen, written as picture and PDF."""

from datetime import timedelta
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtCore import QCoreApplication, QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from cmoplanner.model.edits.activities import move_activity
from cmoplanner.report.drawn import Spot
from cmoplanner.report.timeline.shapes import Rect
from cmoplanner.ui.widgets.drawn.view import DrawnView
from cmoplanner.ui.workspace import Workspace
from tests.ui.calendar_driver import LEFT, NONE, Driver


@pytest.fixture
def hand(workspace: Workspace) -> Driver:
    driver = Driver(workspace)
    driver.settle()
    return driver


def show(hand: Driver, key: str) -> None:
    hand.page.forms.show(key)
    QCoreApplication.processEvents()


def middle(view: DrawnView, spot: Spot) -> QPoint:
    return view.place(spot).center().toPoint()


def test_the_page_follows_range_and_grouping_and_selects_what_is_rolled_up(hand: Driver) -> None:
    show(hand, "page")
    form = hand.page.forms.page
    for word, title in (("Q2", "FY27 Q2"), ("H1", "FY27 H1"), ("FY", "FY2027")):
        form.show_range(word)
        assert form.picture().title == title
        assert form.view.drawn.height <= form.view.viewport().height()  # it fills the window, and no more
    hand.page.group_by("channel")
    QCoreApplication.processEvents()
    names = {row.name for row in hand.plan.channels.values()} | {"No channel"}
    assert {lane.name for lane in form.picture().page.lanes[:-1]} <= names
    rolled = next(spot for spot in form.view.drawn.spots if spot.kind == "more")
    QTest.mouseClick(form.view.viewport(), LEFT, NONE, middle(form.view, rolled))
    assert len(hand.chosen) > 1


def test_the_range_of_revenue_stands_on_the_page_once_it_is_drawn(hand: Driver) -> None:
    show(hand, "page")
    hand.workspace.context.outlook.ranges.settle()
    QCoreApplication.processEvents()
    drawn = hand.page.forms.page.view.drawn
    strip = next(region for region in drawn.regions if region.name == "Revenue by month")
    assert sum(isinstance(shape, Rect) and bool(shape.hatch) for shape in strip.shapes) == 12


def test_the_page_is_written_as_picture_and_as_searchable_pdf(hand: Driver, tmp_path: Path) -> None:
    show(hand, "page")
    form = hand.page.forms.page
    form.show_range("Q2")
    form.write(tmp_path / "page.png")
    image = QImage(str(tmp_path / "page.png"))
    assert (image.width(), image.height()) == (3200, 1800)
    form.write(tmp_path / "page.pdf")
    (page,) = PdfReader(tmp_path / "page.pdf").pages
    assert " ".join(page.extract_text().split()).startswith("FY27 Q2")
    box = page.mediabox
    assert round(float(box.width) / float(box.height), 2) == round(420 / 297, 2)
    form.write(tmp_path / "no" / "such" / "folder" / "page.png")
    QCoreApplication.processEvents()
    assert hand.document.undo_label is None
    for shown in hand.workspace.window().findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly):
        if shown.isWindow():
            shown.close()


def test_a_segments_year_follows_the_choice_and_the_plan(hand: Driver) -> None:
    show(hand, "segment")
    form = hand.page.forms.segment
    assert form.segment_id == next(iter(hand.plan.segments))
    first = {spot.id for spot in form.view.drawn.spots}
    other = list(hand.plan.segments)[1]
    form.show_segment(other)
    assert {spot.id for spot in form.view.drawn.spots} != first
    form.view.setFocus()
    QTest.keyClick(form.view, Qt.Key.Key_Down)
    assert len(hand.chosen) == 1
    assert "of it to this segment" in form.view.accessibleDescription()
    key, start = hand.chosen[0], hand.row(hand.chosen[0]).start
    move_activity(hand.document, key, 14)
    QCoreApplication.processEvents()
    assert next(spot.day for spot in form.view.drawn.of(key)) == start + timedelta(14)
    count = len(form.view.drawn.spots)
    form.silence.setCurrentIndex(0)
    form.silence.activated.emit(0)
    assert len(form.view.drawn.spots) == count
