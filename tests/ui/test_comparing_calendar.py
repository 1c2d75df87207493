"""The calendar compared with a version and with another year's file: ghosts, the list of changes, and clicks on it."""

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from cmoplanner.model.edits.activities import delete_activities, move_activity
from cmoplanner.model.edits.fields import set_field
from cmoplanner.model.store.document import Document
from cmoplanner.report.timeline.layout import BAR
from cmoplanner.report.timeline.scene_ghosts import THIN
from cmoplanner.ui.calendar import comparing
from cmoplanner.ui.calendar.changes import FILE, ChangesPanel
from cmoplanner.ui.calendar.comparing import Comparing
from cmoplanner.ui.history.naming import VersionName
from cmoplanner.ui.window import Window
from cmoplanner.ui.workspace import Workspace
from tests.ui.calendar_driver import Driver


@pytest.fixture
def driver(workspace: Workspace) -> Driver:
    return Driver(workspace)


@pytest.fixture
def comparison(workspace: Workspace) -> Comparing:
    return next(one for one in workspace.calendar.additions if isinstance(one, Comparing))


def begun(driver: Driver, qtbot: QtBot) -> ChangesPanel:
    """Name a version, move one bar, delete another, pay more for a third, and compare."""
    document = driver.document
    document.name_version("Board, first reading")
    moved, gone, dearer = driver.open_bars()[:3]
    move_activity(document, moved, 7)
    delete_activities(document, [gone])
    set_field(document, "activity", dearer, "gross_spend", document.plan.activities[dearer].gross_spend + 100_000)
    driver.workspace.context.commands.run("calendar.compare")
    panel = driver.workspace.side
    assert isinstance(panel, ChangesPanel)
    qtbot.waitUntil(lambda: bool(driver.view.state.ghosts.kept), timeout=60_000)
    return panel


def keys(panel: ChangesPanel) -> dict[str, str]:
    """Return the lines of the list by their text."""
    return {line.text: line.key for line in panel.list.lines.lines if not line.head}


def test_a_version_is_told_in_words_and_drawn_as_ghosts(driver: Driver, comparison: Comparing, qtbot: QtBot) -> None:
    moved, gone, dearer = driver.open_bars()[:3]
    was = {key: driver.row(key) for key in (moved, gone, dearer)}
    panel = begun(driver, qtbot)
    heads = [line.text for line in panel.list.lines.lines if line.head]
    assert heads == ["Removed", "Re-budgeted", "Moved", "Changed"], "the last: what depended on the removed one"
    assert "5 differences" in panel.summary.text(), "more money wants another approval"
    ghosts = driver.view.state.ghosts
    assert ghosts.kept[moved].span.start == was[moved].start
    assert [ghost.activity.id for ghost in ghosts.gone] == [gone]
    box, frame = driver.view.bar_rect(moved), driver.view.frame()
    x = round(driver.view.state.axis.x(was[moved].start) - frame.scroll_x + frame.head + 3)
    image = driver.picture()
    under = image.pixelColor(x, round(box.top() + BAR + THIN / 2 + 0.5)).name()
    assert under == driver.view.renderer.color("text_3").name(), "the thin bar stands where it was"
    driver.workspace.context.commands.run("calendar.ghosts")
    assert driver.picture().pixelColor(x, round(box.top() + BAR + THIN / 2 + 0.5)).name() != under
    comparison.close_work()


def test_a_click_on_a_change_selects_its_bar(driver: Driver, comparison: Comparing, qtbot: QtBot) -> None:
    moved = driver.open_bars()[0]
    name = driver.row(moved).name
    panel = begun(driver, qtbot)
    assert driver.chosen == (), "nothing is selected by itself"
    row = next(i for i, line in enumerate(panel.list.lines.lines) if line.text == name)
    index = panel.list.model().index(row, 0)
    QTest.mouseClick(panel.list.viewport(), Qt.MouseButton.LeftButton, pos=panel.list.visualRect(index).center())
    assert driver.chosen == (moved,)
    comparison.close_work()


def test_a_click_on_what_is_gone_opens_its_lane(driver: Driver, comparison: Comparing, qtbot: QtBot) -> None:
    panel = begun(driver, qtbot)
    (gone,) = driver.view.state.ghosts.gone
    driver.view.fold(driver.view.state.all_lanes())
    row = next(i for i, line in enumerate(panel.list.lines.lines) if line.text == gone.activity.name)
    place = panel.list.visualRect(panel.list.model().index(row, 0)).center()
    QTest.mouseClick(panel.list.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
    assert gone.activity.campaign_id not in driver.view.state.folded
    assert driver.view.state.axis.day(driver.view.frame().scroll_x) <= gone.span.start
    comparison.close_work()


def test_the_list_follows_edits_and_undo(driver: Driver, comparison: Comparing, qtbot: QtBot) -> None:
    panel = begun(driver, qtbot)
    assert "5 differences" in panel.summary.text(), "more money wants another approval"
    driver.document.undo()
    qtbot.waitUntil(lambda: "3 differences" in panel.summary.text(), timeout=60_000)
    comparison.close_work()


def test_closing_the_panel_ends_the_comparison(driver: Driver, comparison: Comparing, qtbot: QtBot) -> None:
    panel = begun(driver, qtbot)
    panel.closed.emit()
    assert driver.workspace.side is None
    assert not driver.view.state.ghosts.anything
    assert not driver.workspace.context.commands.action("calendar.compare").isChecked()
    comparison.close_work()


def test_without_a_version_the_panel_offers_to_name_one(driver: Driver, comparison: Comparing, qtbot: QtBot) -> None:
    driver.workspace.context.commands.run("calendar.compare")
    panel = driver.workspace.side
    assert isinstance(panel, ChangesPanel)
    assert "no named version" in panel.told.text()
    assert panel.side.findData(FILE) > 0
    assert not panel.name_button.isHidden()
    qtbot.mouseClick(panel.name_button, Qt.MouseButton.LeftButton)
    (asked,) = driver.workspace.window().findChildren(VersionName)
    asked.reject()
    comparison.close_work()


def test_last_years_file_stands_at_the_same_place_of_the_year(
    driver: Driver, comparison: Comparing, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "last year.cmoplan"
    bar = driver.open_bars()[0]
    row = driver.row(bar)
    driver.document.save_copy(path)
    with Document.open(path, data_folder=tmp_path / "other") as last:
        set_field(last, "plan", last.plan.header.id, "fy_start", date(2026, 1, 1))
        last.publish()
    driver.workspace.context.commands.run("calendar.compare")
    panel = driver.workspace.side
    assert isinstance(panel, ChangesPanel)
    monkeypatch.setattr(comparing.QFileDialog, "getOpenFileName", lambda *_args: (str(path), ""))
    panel.side.setCurrentIndex(panel.side.findData(FILE))
    panel.chosen.emit(FILE)
    qtbot.waitUntil(lambda: bool(driver.view.state.ghosts.kept), timeout=60_000)
    assert driver.view.state.ghosts.kept[bar].span.start == row.start.replace(year=row.start.year + 1), (
        "the same dates in a year that began one earlier stand one year later"
    )
    assert "found by their names" in panel.summary.text()
    comparison.close_work()


def test_what_was_shown_is_shown_again_when_the_plan_is_opened(window: Window, plan_path: Path, qtbot: QtBot) -> None:
    def opened() -> Driver:
        window.show_document(Document.open(plan_path))
        QCoreApplication.processEvents()
        assert isinstance(window.workspace, Workspace)
        return Driver(window.workspace)

    def close() -> None:
        window.close_plan()
        qtbot.waitUntil(lambda: window.workspace is None, timeout=60_000)

    assert isinstance(window.workspace, Workspace)
    driver = Driver(window.workspace)
    begun(driver, qtbot)
    run = driver.workspace.context.commands.run
    for command in ("calendar.ghosts", "calendar.blackouts", "calendar.holidays"):
        run(command)
    close()
    driver = opened()
    panel = driver.workspace.side
    assert isinstance(panel, ChangesPanel)
    qtbot.waitUntil(lambda: "differences" in panel.summary.text(), timeout=60_000)
    commands = driver.workspace.context.commands
    assert not panel.ghosts.isChecked()
    assert not driver.view.state.ghosts.anything
    for command in ("calendar.ghosts", "calendar.blackouts", "calendar.holidays"):
        assert not commands.action(command).isChecked()
    panel.ghosts.click()
    assert driver.view.state.ghosts.gone
    commands.run("calendar.compare")  # ends it
    close()
    assert opened().workspace.side is None


def test_the_first_version_is_compared_with_as_soon_as_it_is_named(
    driver: Driver, comparison: Comparing, qtbot: QtBot
) -> None:
    driver.workspace.context.commands.run("calendar.compare")
    panel = driver.workspace.side
    assert isinstance(panel, ChangesPanel)
    assert "no named version" in panel.told.text()
    driver.document.name_version("Board")
    qtbot.waitUntil(lambda: "differences" in panel.summary.text(), timeout=60_000)
    assert panel.side.currentText() == "Board"
    gone = driver.open_bars()[0]
    delete_activities(driver.document, [gone])
    qtbot.waitUntil(lambda: bool(driver.view.state.ghosts.gone), timeout=60_000)
