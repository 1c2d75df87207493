"""The shelf of templates: dragged onto the time axis, inserted by keys, saved from what is there, undone in a step."""

from datetime import date, timedelta

import pytest
from PySide6.QtCore import QCoreApplication, QPoint, Qt
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QWidget

from cmoplanner.model.edits.activities import rename_activity
from cmoplanner.ui.calendar.changes import ChangesPanel
from cmoplanner.ui.calendar.shelf import ShelfPanel, carried
from cmoplanner.ui.workspace import Workspace
from tests.ui.calendar_driver import Driver

CHAIN = "integrated_chain"


@pytest.fixture
def driver(workspace: Workspace) -> Driver:
    return Driver(workspace)


@pytest.fixture
def shelf(driver: Driver) -> ShelfPanel:
    driver.workspace.context.commands.run("calendar.templates")
    panel = driver.workspace.side
    assert isinstance(panel, ShelfPanel)
    driver.settle()
    return panel


def point(driver: Driver, day: date, lane: str) -> QPoint:
    return driver.view.lane_point(lane, day)


def carry(driver: Driver, key: str, at: QPoint, *, drop: bool = True) -> None:
    """Hold a template over a point of the calendar, and let it go there."""
    data, copy, left = carried(key), Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    none = Qt.KeyboardModifier.NoModifier
    QCoreApplication.sendEvent(driver.viewport, QDragEnterEvent(at, copy, data, left, none))
    QCoreApplication.sendEvent(driver.viewport, QDragMoveEvent(at, copy, data, left, none))
    driver.settle()
    if drop:
        QCoreApplication.sendEvent(driver.viewport, QDropEvent(at.toPointF(), copy, data, left, none))
        driver.settle()


def open_lane(driver: Driver) -> str:
    """Return a campaign whose lane is open and in sight."""
    layout = driver.view.state.layout
    return next(group.lane.id for group in layout.groups if not group.folded and group.lane.id in driver.plan.campaigns)


def test_the_chain_is_dropped_as_a_campaign_in_one_step(driver: Driver, shelf: ShelfPanel) -> None:
    before = driver.plan
    day = date(2027, 6, 15)
    shelf.budget.setText("100,000.01")
    carry(driver, CHAIN, point(driver, day, open_lane(driver)))
    (campaign,) = set(driver.plan.campaigns) - set(before.campaigns)
    assert driver.plan.campaigns[campaign].launch_date == day
    made = [row for row in driver.plan.activities.values() if row.campaign_id == campaign]
    assert len(made) == 10
    assert sum(row.gross_spend for row in made) == 10_000_001, "to the cent"
    webinar = next(row for row in made if row.channel_id == "webinar")
    assert (webinar.start, webinar.end) == (day, day)
    assert webinar.gross_spend == pytest.approx(0.09 * 10_000_001, abs=1)
    links = [link for link in driver.plan.activity_links.values() if link.activity_id == webinar.id]
    talk = next(row for row in made if row.channel_id == "speaking")
    assert [(link.link_type, link.linked_id) for link in links] == [("rehearses", talk.id)]
    assert talk.start == day + timedelta(days=30)
    assert driver.text("undo") == "Undo Create campaign “Integrated touchpoint chain”"
    driver.document.undo()
    assert driver.plan.activities.keys() == before.activities.keys()
    assert driver.plan.activity_links.keys() == before.activity_links.keys()


def test_an_activity_takes_the_campaign_of_its_lane_and_its_audience(driver: Driver, shelf: ShelfPanel) -> None:
    known, lane = set(driver.plan.activities), open_lane(driver)
    carry(driver, f"{CHAIN}:press", point(driver, date(2027, 5, 10), lane))
    (made,) = set(driver.plan.activities) - known
    row = driver.row(made)
    assert (row.campaign_id, row.channel_id) == (lane, "pr")
    assert row.start == date(2027, 5, 10)
    assert (row.end - row.start).days == 12
    audiences = [one.targets for one in driver.plan.activities.values() if one.campaign_id == lane and one.id in known]
    assert row.targets in audiences
    assert driver.chosen == (made,)


def test_what_is_held_is_shown_where_it_would_stand(driver: Driver, shelf: ShelfPanel) -> None:
    empty = driver.picture()
    carry(driver, CHAIN, point(driver, date(2027, 6, 15), open_lane(driver)), drop=False)
    assert driver.picture() != empty
    known = set(driver.plan.activities)
    QCoreApplication.sendEvent(driver.viewport, QDragLeaveEvent())
    driver.settle()
    assert driver.picture() == empty, "and nothing is left of it when it is carried away"
    assert set(driver.plan.activities) == known


def test_enter_inserts_at_today(driver: Driver, shelf: ShelfPanel) -> None:
    known = set(driver.plan.activities)
    shelf.list.go_to_key(f"{CHAIN}:webinar")
    QTest.keyClick(shelf.list, Qt.Key.Key_Return)
    (made,) = set(driver.plan.activities) - known
    assert driver.row(made).start == driver.plan.header.as_of


def test_a_budget_that_is_no_number_makes_nothing_and_says_so(driver: Driver, shelf: ShelfPanel) -> None:
    before = set(driver.plan.campaigns)
    shelf.list.go_to_key(CHAIN)
    shelf.budget.setText("a lot")
    QTest.mouseClick(shelf.insert, Qt.MouseButton.LeftButton)
    assert set(driver.plan.campaigns) == before
    assert "a lot" in shelf.refused.text()


def test_a_campaign_is_saved_and_inserted_again_elsewhere(driver: Driver) -> None:
    plan = driver.plan
    campaign = open_lane(driver)
    rows = sorted((row for row in plan.activities.values() if row.campaign_id == campaign), key=lambda row: row.start)
    driver.workspace.context.selection.set("campaign", [campaign])
    driver.workspace.context.commands.run("calendar.save_template")
    templates = list(driver.plan.touchpoint_templates.values())
    assert len(templates) == len([row for row in rows if not row.cancelled])
    name = plan.campaigns[campaign].name
    assert {one.chain for one in templates} == {name}
    assert sum(one.budget_share or 0 for one in templates) == pytest.approx(1)
    panel = driver.workspace.side
    assert isinstance(panel, ShelfPanel)
    assert f"own:{name}" in {line.key for line in panel.list.lines.lines}
    panel.list.go_to_key(f"own:{name}")
    QTest.keyClick(panel.list, Qt.Key.Key_Delete)
    assert not driver.plan.touchpoint_templates
    assert campaign in driver.plan.campaigns, "the selected campaign is not meant"
    driver.document.undo()
    assert len(driver.plan.touchpoint_templates) == len(templates)


def test_names_are_plain_text(driver: Driver, shelf: ShelfPanel) -> None:
    bar = driver.open_bars()[0]
    driver.workspace.context.selection.set("activity", [bar])
    rename_activity(driver.document, bar, "<b>Fair</b> & more")
    driver.workspace.context.commands.run("calendar.save_template")
    assert "<b>Fair</b> & more" in {line.text for line in shelf.list.lines.lines}


def test_the_panels_have_their_buttons_in_the_toolbar(driver: Driver) -> None:
    toolbar, workspace = driver.page.toolbar, driver.workspace
    shelf, since = toolbar.shelf, toolbar.since

    def side() -> QWidget | None:
        return workspace.side

    QTest.mouseClick(shelf, Qt.MouseButton.LeftButton)
    assert isinstance(side(), ShelfPanel)
    assert (shelf.isChecked(), since.isChecked()) == (True, False)
    QTest.mouseClick(shelf, Qt.MouseButton.LeftButton)
    assert side() is None
    assert not shelf.isChecked()
    QTest.mouseClick(since, Qt.MouseButton.LeftButton)  # there is no version yet: the panel says so
    assert isinstance(side(), ChangesPanel)
    assert since.isChecked()
    QTest.mouseClick(since, Qt.MouseButton.LeftButton)
    assert side() is None
    assert not since.isChecked()


def test_the_strips_money_leads_to_the_budget_and_its_revenue_to_the_outcome(driver: Driver) -> None:
    workspace = driver.workspace
    for row, page in (("spend", workspace.budget), ("cumulative", workspace.budget), ("revenue", workspace.outcome)):
        workspace.show_page("calendar")
        driver.view.strip_asked.emit(row)
        assert workspace.stack.currentWidget() is page


@pytest.mark.parametrize("width", [1280, 1440, 1920])
def test_no_word_of_the_toolbar_is_cut_beside_a_panel(driver: Driver, width: int) -> None:
    window, toolbar = driver.workspace.window(), driver.page.toolbar
    window.resize(width, 800)
    for command in ("calendar.templates", "calendar.templates"):  # with the shelf, and without
        driver.workspace.context.commands.run(command)
        driver.settle()
        for form in ("timeline", "month", "page", "segment"):
            driver.page.forms.show(form)
            driver.settle()
            buttons = [one for one in toolbar.findChildren(QPushButton) if one.isVisible()]
            assert [one.text() for one in buttons if one.width() < one.sizeHint().width()] == [], form
            assert toolbar.filter.width() >= 150
