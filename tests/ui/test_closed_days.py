"""Blackouts, key dates and holidays on the calendar: drawn, told, made, changed and deleted by hand."""

from datetime import date, timedelta

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolTip
from pytestqt.qtbot import QtBot

from cmoplanner.model.closed_days import blackouts_of
from cmoplanner.model.edits.closed_days import create_blackout, set_holiday_regions
from cmoplanner.model.edits.rows import change_rows
from cmoplanner.ui.calendar.closed import ClosedDays
from cmoplanner.ui.calendar.holiday_regions import HolidayRegions
from cmoplanner.ui.workspace import Workspace
from tests.ui.calendar_driver import Driver

TWO_WEEKS = (date(2027, 7, 5), date(2027, 7, 18))


@pytest.fixture
def driver(workspace: Workspace) -> Driver:
    return Driver(workspace)


@pytest.fixture
def closed(workspace: Workspace) -> ClosedDays:
    return next(one for one in workspace.calendar.additions if isinstance(one, ClosedDays))


def pixel(driver: Driver, day: date, y: int) -> str:
    """Return the colour of the picture in the middle of a day at a height of the viewport."""
    frame = driver.view.frame()
    x = driver.view.state.axis.x(day) + driver.px / 2 - frame.scroll_x + frame.head
    image = driver.picture()
    ratio = image.devicePixelRatio()
    return image.pixelColor(round(x * ratio), round(y * ratio)).name()


def key_point(driver: Driver, day: date) -> QPoint:
    """Return where a day's blackout stands in the lane of key dates."""
    frame = driver.view.frame()
    return QPoint(round(driver.view.state.axis.x(day) + 1 - frame.scroll_x + frame.head), round(frame.body_top - 9))


def test_a_blackout_is_made_of_a_week_named_deleted_and_undone(driver: Driver, closed: ClosedDays) -> None:
    document, selection = driver.document, driver.workspace.context.selection
    closed.menu_at(date(2027, 7, 7)).actions()[0].trigger()
    (row,) = document.plan.blackouts.values()
    assert (row.start, row.end) == (date(2027, 7, 5), date(2027, 7, 11)), "the ISO week of the day"
    assert (selection.kind, selection.ids) == ("blackout", (row.id,))
    driver.key(Qt.Key.Key_Delete)
    assert not document.plan.blackouts
    assert selection.kind == ""
    document.undo()
    assert list(document.plan.blackouts) == [row.id]
    document.undo()
    assert not document.plan.blackouts, "making it was one step"


def test_a_blackout_is_seen_through_the_lanes_and_can_be_hidden(driver: Driver) -> None:
    create_blackout(driver.document, "Summer quiet", *TWO_WEEKS)
    driver.settle()
    frame, image = driver.view.frame(), driver.picture()
    left = round(driver.view.state.axis.x(TWO_WEEKS[0]) - frame.scroll_x + frame.head)
    right = round(driver.view.state.axis.x_end(TWO_WEEKS[1]) - frame.scroll_x + frame.head)
    ground = pixel(driver, date(2027, 8, 4), round(frame.body_bottom) - 3)
    shown = {image.pixelColor(x, round(frame.body_bottom) - 3).name() for x in range(left + 2, right - 2)}
    assert len(shown) > 1, "hatching is not one colour"
    assert shown != {ground}
    driver.workspace.context.commands.run("calendar.blackouts")
    assert not driver.view.state.closed.blackouts


def test_its_words_are_told_under_the_mouse(driver: Driver) -> None:
    create_blackout(driver.document, "<b>Summer</b> & quiet", *TWO_WEEKS, region="DACH")
    driver.settle()
    at = key_point(driver, date(2027, 7, 9))
    event = QHelpEvent(QEvent.Type.ToolTip, at, driver.viewport.mapToGlobal(at))
    QCoreApplication.sendEvent(driver.viewport, event)
    assert "&lt;b&gt;Summer&lt;/b&gt; &amp; quiet" in QToolTip.text(), "a name is plain text"
    assert "DACH" in QToolTip.text()
    QToolTip.hideText()


def test_a_click_on_its_name_selects_it_for_the_inspector(driver: Driver) -> None:
    made = create_blackout(driver.document, "Summer quiet", *TWO_WEEKS)
    driver.settle()
    driver.click(key_point(driver, date(2027, 7, 9)))
    selection = driver.workspace.context.selection
    assert (selection.kind, selection.ids) == ("blackout", (made,))
    driver.workspace.inspector.fold(False)
    panel = driver.workspace.inspector.panel()
    panel.apply("end", date(2027, 7, 25))
    assert driver.plan.blackouts[made].end == date(2027, 7, 25)
    assert blackouts_of(driver.plan)[0].end == date(2027, 7, 25)


def test_holidays_come_from_the_rules_of_the_chosen_countries(driver: Driver, closed: ClosedDays, qtbot: QtBot) -> None:
    set_holiday_regions(driver.document, ["SE", "DE-BY"])
    qtbot.waitUntil(lambda: bool(driver.view.state.closed.holidays), timeout=60_000)
    days = driver.view.state.closed.holidays
    assert {row.region for row in days[date(2027, 12, 25)]} == {"SE", "DE-BY"}
    assert [row.region for row in days[date(2027, 6, 6)]] == ["SE"], "Sweden's national day"
    assert [row.region for row in days[date(2027, 5, 27)]] == ["DE-BY"], "Corpus Christi"
    assert date(2027, 7, 4) not in days
    driver.document.undo()
    assert not driver.view.state.closed.holidays
    closed.close_work()


def test_countries_are_chosen_by_typing_and_ticking(driver: Driver, closed: ClosedDays, qtbot: QtBot) -> None:
    driver.workspace.context.commands.run("calendar.holidays_of")
    dialog = driver.workspace.window().findChild(HolidayRegions)
    assert dialog is not None
    qtbot.waitUntil(dialog.keep.isEnabled, timeout=60_000)
    QTest.keyClicks(dialog.search, "bayern")
    seen = [i for i in range(dialog.list.count()) if not dialog.list.isRowHidden(i)]
    assert [dialog.list.item(i).text() for i in seen] == ["Germany – Bayern (DE-BY)"]
    dialog.list.item(seen[0]).setCheckState(Qt.CheckState.Checked)
    QTest.mouseClick(dialog.keep, Qt.MouseButton.LeftButton)
    assert driver.plan.header.holiday_regions == ("DE-BY",)
    qtbot.waitUntil(lambda: date(2027, 1, 6) in driver.view.state.closed.holidays, timeout=60_000)
    closed.close_work()


def test_a_key_date_is_made_at_the_day_of_the_menu(driver: Driver, closed: ClosedDays) -> None:
    before = set(driver.plan.milestones)
    closed.menu_at(date(2027, 9, 9)).actions()[1].trigger()
    (made,) = set(driver.plan.milestones) - before
    assert driver.plan.milestones[made].date == date(2027, 9, 9)
    driver.key(Qt.Key.Key_Delete)
    assert set(driver.plan.milestones) == before


def test_years_and_weeks_stay_what_they_are_with_closed_days(driver: Driver) -> None:
    """Room for the legend is made in the lane of key dates, and given back."""
    height = driver.view.frame().keys
    made = create_blackout(driver.document, "Quiet", date(2027, 1, 4), date(2027, 1, 4) + timedelta(days=6))
    driver.settle()
    assert driver.view.frame().keys >= 60
    assert made in driver.plan.blackouts
    driver.document.undo()
    driver.settle()
    assert driver.view.frame().keys == height


def test_a_webinar_on_a_holiday_is_marked_as_soon_as_its_country_counts(
    driver: Driver, closed: ClosedDays, qtbot: QtBot
) -> None:
    day = date(2027, 5, 6)  # Ascension, a Thursday: no weekend that would be marked anyway
    row = next(row for row in driver.plan.activities.values() if row.channel_id == "webinar" and not row.cancelled)
    values = {"start": day, "end": day, "recurrence": "none", "region": "", "locked": False, "status": "planned"}
    change_rows(driver.document, "activity", {row.id: values})
    found = driver.view.state.layout.findings
    assert "CAL-13" not in {finding.rule for finding in found.get(row.id, ())}
    set_holiday_regions(driver.document, ["SE"])
    qtbot.waitUntil(lambda: bool(driver.view.state.closed.holidays), timeout=60_000)
    told = {finding.rule: finding for finding in driver.view.state.layout.findings[row.id]}
    assert "Ascension Day" in told["CAL-13"].word + told["CAL-13"].sentence
    closed.close_work()


def test_dates_of_contracts_are_switched_on_followed_and_gone_to(driver: Driver, closed: ClosedDays) -> None:
    view, frame = driver.view, driver.view.frame()
    shown = len(view.state.picture(frame).flags)
    driver.workspace.context.commands.run("calendar.contracts")
    driver.settle()
    frame = view.frame()
    flags = view.state.picture(frame).flags
    assert len(flags) == shown + 12, "notice and end of six contracts"
    notice = next(one for one in flags if one.milestone.title == "Renews unless notice: Martech suite licences")
    assert notice.milestone.date == date(2027, 4, 1), "90 days before the end of June"
    driver.click(
        QPoint(round(notice.words + 20 - frame.scroll_x + frame.head), round(frame.axis_bottom + 13 + 20 * notice.row))
    )
    selection = driver.workspace.context.selection
    assert (selection.kind, selection.ids) == ("contract", ("k-tech-27",))
    change_rows(driver.document, "contract", {"k-tech-27": {"notice_days": 60}})
    driver.settle()
    dates = {one.milestone.title: one.milestone.date for one in view.state.picture(view.frame()).flags}
    assert dates["Renews unless notice: Martech suite licences"] == date(2027, 5, 1)
    driver.workspace.context.commands.run("calendar.contracts")
    driver.settle()
    assert len(view.state.picture(view.frame()).flags) == shown
