"""Saved views and the search that jumps: looking never changes the plan."""

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu

from cmoplanner.report.saved_views import BUILT_IN
from cmoplanner.ui.calendar.find import hits
from cmoplanner.ui.calendar.view_name import ViewName
from cmoplanner.ui.widgets.dialogs import Confirm
from cmoplanner.ui.window import Window
from cmoplanner.ui.workspace import Workspace
from tests.ui.calendar_driver import CTRL, LEFT, SHIFT, Driver


@pytest.fixture
def hand(workspace: Workspace) -> Driver:
    driver = Driver(workspace)
    driver.settle()
    return driver


def dialog(hand: Driver) -> ViewName:
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    (found,) = hand.workspace.window().findChildren(ViewName)
    return found


def save_as(hand: Driver, name: str) -> None:
    hand.workspace.context.commands.run("calendar.view.save")
    asked = dialog(hand)
    QTest.keyClicks(asked.name, name)
    QTest.keyClick(asked.name, Qt.Key.Key_Return)
    hand.settle()


def menu_texts(hand: Driver) -> list[str]:
    menu = hand.page.views.menu()
    texts = [action.text() for action in menu.actions() if action.text()]
    menu.deleteLater()
    return texts


def choose(hand: Driver, text: str) -> None:
    menu: QMenu = hand.page.views.menu()
    (action,) = [action for action in menu.actions() if action.text() == text]
    action.trigger()
    menu.deleteLater()
    hand.settle()


@pytest.mark.parametrize("view", BUILT_IN, ids=lambda view: view.name)
def test_a_view_that_is_always_there_shows_what_it_says(hand: Driver, view) -> None:  # type: ignore[no-untyped-def]
    revision = hand.document.revision
    choose(hand, view.name)
    assert hand.page.forms.key == view.form
    assert hand.page.toolbar.filter.text() == view.filter
    shown = {row.id for row in hand.page.shown.activities()}
    assert shown or hand.page.toolbar.nothing.isVisible()
    assert hand.page.toolbar.views.text() == f"View: {view.name}"
    if view.filter == "has:collision":
        assert shown == set(hand.view.state.findings)
    assert hand.document.revision == revision
    assert hand.document.undo_label is None


def test_a_view_is_saved_changed_away_from_and_used_again(hand: Driver) -> None:
    hand.page.group_by("channel")
    hand.page.shown.filter_by("> 20k")
    hand.view.zoom(3)
    hand.view.horizontalScrollBar().setValue(500)
    hand.view.fold({hand.view.state.lanes[0].id})
    px, folded = hand.px, set(hand.view.state.folded)
    first = hand.view.state.axis.day(hand.view.frame().scroll_x)
    save_as(hand, "Big & <b>ones</b>")
    assert hand.page.toolbar.views.accessibleName() == "View: Big & <b>ones</b>"
    choose(hand, "Whole plan")
    hand.page.group_by("owner")
    assert hand.page.toolbar.views.text() == "View: Whole plan"  # it leaves the lanes as they are
    hand.page.forms.show("month")
    assert hand.page.toolbar.views.text() == "Views"
    choose(hand, "Big && <b>ones</b>")
    assert hand.page.forms.key == "timeline"
    assert hand.page.toolbar.filter.text() == "> 20k"
    assert hand.view.state.grouping == "channel"
    assert set(hand.view.state.folded) == folded
    assert hand.px == pytest.approx(px, rel=0.02)
    assert abs((hand.view.state.axis.day(hand.view.frame().scroll_x) - first).days) <= 1
    assert hand.document.undo_label is None


def test_views_are_renamed_deleted_and_refuse_names_that_are_taken(hand: Driver) -> None:
    hand.page.shown.filter_by("webinar")
    save_as(hand, "Webinars")
    hand.workspace.context.commands.run("calendar.view.save")
    asked = dialog(hand)
    for name, problem in (("", "needs a name"), ("WEBINARS", "already"), ("Whole plan", "already")):
        asked.name.setText(name)
        QTest.mouseClick(asked.keep, LEFT)
        assert problem in asked.error.text()
    asked.reject()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    choose(hand, "Rename “Webinars”…")
    asked = dialog(hand)
    asked.name.setText("All webinars")
    QTest.mouseClick(asked.keep, LEFT)
    assert "All webinars" in menu_texts(hand)
    assert "Webinars" not in menu_texts(hand)
    choose(hand, "Delete “All webinars”…")
    (confirm,) = hand.workspace.window().findChildren(Confirm)
    confirm.accept()
    confirm.deleteLater()
    assert "All webinars" not in menu_texts(hand)
    assert hand.page.toolbar.filter.text() == "webinar"  # what is looked at stays


def test_the_plan_opens_with_the_view_that_was_chosen_for_it(hand: Driver, window: Window) -> None:
    hand.page.shown.filter_by("webinar")
    hand.page.forms.show("table")
    save_as(hand, "Webinars")
    choose(hand, "Open the plan with “Webinars”")
    kept = hand.workspace.context.settings.views
    assert "Webinars" in kept
    workspace = Workspace(hand.document, window.theme, hand.workspace.context.settings, None)
    try:
        workspace.add_commands([])
        workspace.resize(1300, 800)
        workspace.show()
        for _round in range(4):
            QCoreApplication.processEvents()
        assert workspace.calendar.forms.key == "table"
        assert workspace.calendar.toolbar.filter.text() == "webinar"
    finally:
        workspace.calendar.close_work()
        workspace.context.outlook.close()
        workspace.hide()
        workspace.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


# search that jumps


def test_finding_goes_from_one_to_the_next_and_back(hand: Driver) -> None:
    hand.view.setFocus()
    hand.key(Qt.Key.Key_G, CTRL)
    line = hand.page.finder.line
    assert line.hasFocus()
    hand.view.fold(hand.view.state.all_lanes())
    QTest.keyClicks(line, "webinar")
    found = hits(hand.plan, "webinar")
    assert len(found) > 2
    assert hand.chosen == (found[0].id,)
    assert hand.view.state.layout.full(hand.view.state.layout.index[found[0].id])  # its lane was opened
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert hand.chosen == (found[1].id,)
    hand.key(Qt.Key.Key_F3)
    assert hand.chosen == (found[2].id,)
    hand.key(Qt.Key.Key_F3, SHIFT)
    assert hand.chosen == (found[1].id,)
    QTest.keyClick(line, Qt.Key.Key_Return, SHIFT)
    QTest.keyClick(line, Qt.Key.Key_Return, SHIFT)
    assert hand.chosen == (found[-1].id,)  # round and round
    frame, box = hand.view.frame(), hand.view.bar_rect(found[-1].id)
    assert frame.body_top <= box.top() <= box.bottom() <= frame.body_bottom + 1
    QTest.keyClick(line, Qt.Key.Key_Escape)
    assert not hand.page.finder.isVisible()
    assert hand.view.hasFocus()


def test_a_campaign_is_found_by_letters_of_its_name(hand: Driver) -> None:
    campaign = list(hand.plan.campaigns.values())[-1]
    hand.page.finder.open_bar()
    QTest.keyClicks(hand.page.finder.line, campaign.name)
    selection = hand.workspace.context.selection
    assert (selection.kind, selection.ids) == ("campaign", (campaign.id,))


def test_what_the_filter_hides_is_told_and_shown_by_one_word(hand: Driver) -> None:
    key = next(row.id for row in hand.plan.activities.values() if "webinar" not in row.name.lower())
    hand.page.shown.filter_by("name:webinar")
    assert key not in hand.view.state.layout.index
    finder = hand.page.finder
    finder.open_bar()
    QTest.keyClicks(finder.line, hand.row(key).name)
    hand.settle()
    assert hand.chosen == ()
    assert finder.hidden.isVisible()
    assert hand.page.toolbar.filter.text() == "name:webinar"  # it is not cleared by itself
    QTest.mouseClick(finder.reveal, LEFT)
    assert hand.page.toolbar.filter.text() == ""
    assert hand.chosen == (key,)
    assert not finder.hidden.isVisible()


def test_nothing_found_says_so_and_deleted_ones_are_passed_over(hand: Driver) -> None:
    finder = hand.page.finder
    finder.open_bar()
    QTest.keyClicks(finder.line, "zzzz qqq")
    assert finder.count.text() == "nothing is called that"
    assert not finder.after.isEnabled()
    finder.line.clear()
    QTest.keyClicks(finder.line, "webinar")
    gone = hand.chosen[0]
    hand.workspace.context.commands.run("calendar.delete")
    finder.go(1)
    assert hand.chosen
    assert hand.chosen[0] != gone
