"""The calendar as table, month, one-pager and a segment's year: one plan, one filter, one selection."""

from datetime import date, timedelta

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QGuiApplication, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QMenu
from pytestqt.qtbot import QtBot

from cmoplanner.model.edits.activities import move_activity
from cmoplanner.model.edits.rows import delete_rows
from cmoplanner.model.phasing import net_spend
from cmoplanner.projection.compile import compile_plan
from cmoplanner.projection.model import project
from cmoplanner.projection.outcome import Line
from cmoplanner.report.drawn import Spot
from cmoplanner.report.formats import Formats
from cmoplanner.report.timeline.state import year_sum
from cmoplanner.ui.calendar.forms import TITLES
from cmoplanner.ui.widgets.drawn.view import DrawnView
from cmoplanner.ui.widgets.month.view import MonthView
from cmoplanner.ui.workspace import Workspace
from tests.ui.calendar_driver import ALT, CTRL, LEFT, NONE, Driver

MAY = date(2027, 5, 1)


@pytest.fixture
def hand(workspace: Workspace) -> Driver:
    driver = Driver(workspace)
    driver.settle()
    return driver


def show(hand: Driver, key: str) -> None:
    hand.page.forms.show(key)
    QCoreApplication.processEvents()


def month(hand: Driver) -> MonthView:
    show(hand, "month")
    hand.page.forms.month.go_to(MAY)
    QCoreApplication.processEvents()
    return hand.page.forms.month.view


def middle(view: DrawnView, spot: Spot) -> QPoint:
    return view.place(spot).center().toPoint()


def drag(view: DrawnView, start: QPoint, end: QPoint, held: Qt.KeyboardModifier = NONE, *, drop: bool = True) -> None:
    QTest.mousePress(view.viewport(), LEFT, NONE, start)
    for at in (start + QPoint(6, 0), end):
        place = QPointF(view.viewport().mapToGlobal(at))
        event = QMouseEvent(QEvent.Type.MouseMove, QPointF(at), place, Qt.MouseButton.NoButton, LEFT, held)
        QCoreApplication.sendEvent(view.viewport(), event)
    if drop:
        QTest.mouseRelease(view.viewport(), LEFT, held, end)
        QCoreApplication.processEvents()


def dated(hand: Driver, view: MonthView) -> Spot:
    """Return a bar of the month that does not repeat and can go a week later."""
    for spot in view.drawn.spots:
        row = hand.plan.activities.get(spot.id)
        if row and spot.kind == "activity" and row.recurrence == "none" and not row.locked and spot.day == row.start:
            return spot
    raise LookupError("no bar to take")


def day_spot(view: MonthView, day: date) -> Spot:
    return next(spot for spot in view.drawn.spots if spot.kind == "day" and spot.day == day)


# the switch


@pytest.mark.parametrize("way", ["key", "mouse"])
def test_every_form_is_a_key_and_a_click_away_and_nothing_changes(hand: Driver, way: str) -> None:
    revision = hand.document.revision
    for number, key in enumerate([*list(TITLES)[1:], "timeline"], start=1):
        part = hand.page.forms.switch.parts[key]
        assert part.isVisible()
        if way == "key":
            QTest.keyClick(hand.workspace.window(), Qt.Key(Qt.Key.Key_1 + list(TITLES).index(key)), ALT)
        else:
            QTest.mouseClick(part, LEFT)
        QCoreApplication.processEvents()
        assert hand.page.forms.key == key, number
        assert part.isChecked()
        assert hand.page.forms.form.view.isVisible()
    assert hand.document.revision == revision


def test_the_switch_is_there_on_the_calendar_only(hand: Driver) -> None:
    hand.workspace.show_page("data")
    assert not hand.page.forms.switch.isVisible()
    hand.workspace.show_page("calendar")
    assert hand.page.forms.switch.isVisible()


def test_selection_and_filter_go_along_with_the_form(hand: Driver) -> None:
    key = next(row.id for row in hand.plan.activities.values() if "webinar" in row.name.lower())
    hand.page.shown.filter_by("webinar")
    hand.workspace.context.selection.set("activity", [key])
    show(hand, "table")
    table = hand.page.forms.table
    assert set(table.model.ids) == set(hand.view.state.layout.index)
    assert table.grid.selected_rows() == [key]
    show(hand, "page")
    assert {row for bar in hand.page.forms.page.picture().page.lanes for b in bar.bars for row in b.activities} == set(
        hand.page.shown.activities()
    )
    show(hand, "timeline")
    assert hand.view.selection == (key,)


def test_an_edit_in_a_form_is_seen_in_the_timeline_afterwards(hand: Driver) -> None:
    show(hand, "table")
    key = next(iter(hand.plan.activities))
    move_activity(hand.document, key, 7)
    QCoreApplication.processEvents()
    show(hand, "timeline")
    assert hand.view.state.plan.activities[key] is hand.plan.activities[key]


def test_collisions_that_an_edit_in_a_form_makes_or_mends_are_known_there(hand: Driver) -> None:
    show(hand, "table")
    hand.page.shown.filter_by("has:collision")
    table = hand.page.forms.table
    before = set(table.model.ids)
    assert before == set(hand.view.state.findings)
    key = next(row.id for row in hand.plan.activities.values() if row.contract_id and row.id in before)
    hand.workspace.context.selection.set("activity", [key])
    hand.workspace.context.commands.run("calendar.delete")
    QCoreApplication.processEvents()
    assert key not in table.model.ids
    hand.workspace.context.commands.run("undo")
    QCoreApplication.processEvents()
    assert set(table.model.ids) == before


# the table


def cell(hand: Driver, row_id: str, key: str):  # type: ignore[no-untyped-def]
    model = hand.page.forms.table.model
    return model.index(model.place(row_id), [field.key for field in model.fields].index(key))


def test_a_cell_is_typed_into_and_it_is_one_step(hand: Driver) -> None:
    show(hand, "table")
    grid = hand.page.forms.table.grid
    key = next(iter(hand.plan.activities))
    grid.setCurrentIndex(cell(hand, key, "gross_spend"))
    before = hand.row(key).gross_spend
    QTest.keyClick(grid.viewport(), Qt.Key.Key_F2)
    (editor,) = [line for line in grid.viewport().findChildren(QLineEdit) if line.isVisible()]
    editor.selectAll()
    QTest.keyClicks(editor, "12345")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    QCoreApplication.processEvents()
    assert hand.row(key).gross_spend == 1_234_500
    assert hand.text("undo").startswith("Undo Change gross spend of ")
    hand.workspace.context.commands.run("undo")
    assert hand.row(key).gross_spend == before


def test_typing_a_letter_begins_a_cell_even_if_it_is_a_shortcut_elsewhere(hand: Driver) -> None:
    show(hand, "table")
    grid = hand.page.forms.table.grid
    key = next(iter(hand.plan.activities))
    grid.setFocus()
    grid.setCurrentIndex(cell(hand, key, "region"))
    QTest.keyClicks(grid, "T")
    (editor,) = [line for line in grid.viewport().findChildren(QLineEdit) if line.isVisible()]
    QTest.keyClicks(editor, "okyo")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    assert hand.row(key).region == "Tokyo"


def test_the_last_line_adds_up_what_is_shown(hand: Driver) -> None:
    show(hand, "table")
    totals, formats = hand.page.forms.table.totals, Formats.of(hand.plan)
    for text in ("", "webinar", "status:planned > 10k"):
        hand.page.shown.filter_by(text)
        rows = [row for row in hand.page.shown.activities() if not row.cancelled]
        assert rows
        assert totals.gross == formats.full(sum(row.gross_spend for row in rows))
        assert f"our net cost {formats.whole(sum(map(net_spend, rows)))} EUR" in totals.words
        assert totals.words in totals.accessibleName()


def test_sorting_by_a_column_and_back(hand: Driver) -> None:
    show(hand, "table")
    table = hand.page.forms.table
    column = [field.key for field in table.model.fields].index("gross_spend")
    table.grid.head.setSortIndicator(column, Qt.SortOrder.DescendingOrder)
    money = [row.gross_spend for row in table.shown_activities()]
    assert money == sorted(money, reverse=True)


def test_the_keys_of_a_grid_are_the_grids(hand: Driver) -> None:
    show(hand, "table")
    grid = hand.page.forms.table.grid
    first, second = list(hand.plan.activities)[:2]
    count = len(hand.plan.activities)
    grid.setFocus()
    top, column = cell(hand, first, "owner_role").row(), cell(hand, first, "owner_role").column()
    grid.select_block(top, column, top + 1, column)
    QTest.keyClick(grid, Qt.Key.Key_C, CTRL)
    assert QGuiApplication.clipboard().text().splitlines()[0] == hand.row(first).owner_role
    QTest.keyClick(grid, Qt.Key.Key_D, CTRL)
    assert hand.row(second).owner_role == hand.row(first).owner_role
    QTest.keyClick(grid, Qt.Key.Key_Delete)
    assert hand.row(first).owner_role == hand.row(second).owner_role == ""
    assert len(hand.plan.activities) == count  # nothing was duplicated or deleted
    QTest.keyClick(grid, Qt.Key.Key_Z, CTRL)
    assert hand.row(first).owner_role != ""


def test_rows_chosen_in_the_table_are_chosen_everywhere(hand: Driver) -> None:
    show(hand, "table")
    ids = list(hand.plan.activities)[2:4]
    hand.page.forms.table.grid.select_rows(ids)
    assert hand.chosen == tuple(ids)
    hand.workspace.context.commands.run("calendar.delete")
    assert set(ids).isdisjoint(hand.plan.activities)
    assert hand.text("undo") == "Undo Delete 2 activities"


def test_new_and_rename_open_the_cell_of_the_name(hand: Driver) -> None:
    show(hand, "table")
    known = set(hand.plan.activities)
    hand.workspace.context.commands.run("calendar.new")
    QCoreApplication.processEvents()
    (made,) = set(hand.plan.activities) - known
    grid = hand.page.forms.table.grid
    (editor,) = [line for line in grid.viewport().findChildren(QLineEdit) if line.isVisible()]
    editor.selectAll()
    QTest.keyClicks(editor, "From the table")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    assert hand.row(made).name == "From the table"


# the month


def test_dragging_a_bar_to_another_day_moves_it_in_one_step(hand: Driver) -> None:
    view = month(hand)
    spot = dated(hand, view)
    before = hand.row(spot.id)
    assert spot.day is not None
    start = view.place(spot).topLeft().toPoint() + QPoint(12, 8)
    target = day_spot(view, spot.day + timedelta(1))
    drag(view, start, middle(view, target), drop=False)
    was = year_sum(project(compile_plan(hand.plan)), Line.REVENUE)
    accent = QColor(view._theme.color("accent"))
    view.viewport().grab()
    assert view._theme.color("accent") == accent, "what is painted pale leaves the colours as they are"
    told = view.told
    assert told is not None
    assert (told.days, told.under.split(" · ")[0]) == (1, "1 day later")
    assert told.change.gross == before.gross_spend
    QTest.mouseRelease(view.viewport(), LEFT, NONE, middle(view, target))
    assert view.told is None
    QCoreApplication.processEvents()
    alone = year_sum(project(compile_plan(hand.plan)), Line.REVENUE) - was
    assert told.change.revenue == pytest.approx(alone, abs=1e-6), "what the drag said is what the drop did"
    after = hand.row(spot.id)
    assert (after.start - before.start, after.end - before.end) == (timedelta(1), timedelta(1))
    assert hand.text("undo").startswith("Undo Move “")
    hand.workspace.context.commands.run("undo")
    assert hand.row(spot.id).start == before.start


def test_escape_while_dragging_puts_it_back_and_alt_leaves_a_copy(hand: Driver) -> None:
    view = month(hand)
    spot = dated(hand, view)
    assert spot.day is not None
    before, count = hand.row(spot.id), len(hand.plan.activities)
    start = view.place(spot).topLeft().toPoint() + QPoint(12, 8)
    end = middle(view, day_spot(view, spot.day + timedelta(1)))
    drag(view, start, end, drop=False)
    assert view.dragging
    QTest.keyClick(view, Qt.Key.Key_Escape)
    QTest.mouseRelease(view.viewport(), LEFT, NONE, end)
    assert hand.row(spot.id) == before
    assert hand.document.undo_label is None
    drag(view, start, end, ALT)
    assert len(hand.plan.activities) == count + 1
    assert hand.row(spot.id) == before


def test_keys_go_through_days_and_months(hand: Driver) -> None:
    view = month(hand)
    form = hand.page.forms.month
    view.setFocus()
    view.go_to(date(2027, 5, 31))
    assert view.accessibleDescription().startswith("Mon 31 May 2027, ")
    QTest.keyClick(view, Qt.Key.Key_Right)
    assert (view.cursor_day, form.month) == (date(2027, 6, 1), date(2027, 6, 1))
    assert form.title.text() == "June 2027"
    QTest.keyClick(view, Qt.Key.Key_Up)
    assert view.cursor_day == date(2027, 5, 25)
    QTest.keyClick(view, Qt.Key.Key_PageDown)
    assert (view.cursor_day, form.month) == (date(2027, 6, 25), date(2027, 6, 1))
    QTest.keyClick(view, Qt.Key.Key_PageUp)
    QTest.keyClick(view, Qt.Key.Key_PageUp)
    assert form.month == date(2027, 4, 1)
    QTest.mouseClick(form.after, LEFT)
    assert form.month == MAY
    QTest.mouseClick(form.today, LEFT)
    assert view.cursor_day == hand.plan.header.as_of


def test_the_activities_of_a_day_are_reached_and_moved_with_keys(hand: Driver) -> None:
    view = month(hand)
    spot = dated(hand, view)
    assert spot.day is not None
    view.setFocus()
    view.go_to(spot.day)
    seen = set()
    for _turn in range(60):
        QTest.keyClick(view, Qt.Key.Key_Space)
        seen.update(hand.chosen)
        if hand.chosen == (spot.id,):
            break
    assert hand.chosen == (spot.id,)
    assert hand.row(spot.id).name in view.accessibleDescription()
    start = hand.row(spot.id).start
    QTest.keyClick(view, Qt.Key.Key_Right, ALT)
    QTest.keyClick(view, Qt.Key.Key_Down, ALT)
    assert hand.row(spot.id).start == start + timedelta(8)


def test_a_double_click_on_a_day_and_enter_make_an_activity_there(hand: Driver) -> None:
    view = month(hand)
    for way in ("mouse", "key"):
        known = set(hand.plan.activities)
        day = date(2027, 5, 22)
        place = view.place(day_spot(view, day))
        if way == "mouse":
            QTest.mouseDClick(view.viewport(), LEFT, NONE, QPoint(round(place.right()) - 12, round(place.top()) + 8))
        else:
            hand.workspace.context.selection.clear()
            view.setFocus()
            view.go_to(day)
            QTest.keyClick(view, Qt.Key.Key_Return)
        QCoreApplication.processEvents()
        (made,) = set(hand.plan.activities) - known
        assert (hand.row(made).start, hand.row(made).end) == (day, day)
        assert hand.chosen == (made,)
        assert not hand.workspace.inspector.folded  # where its name is typed
        view = month(hand)


def test_a_double_click_on_a_bar_shows_it_in_the_inspector(hand: Driver) -> None:
    view = month(hand)
    hand.workspace.inspector.fold(True)
    QCoreApplication.processEvents()
    spot = dated(hand, view)
    count = len(hand.plan.activities)
    QTest.mouseDClick(view.viewport(), LEFT, NONE, view.place(spot).topLeft().toPoint() + QPoint(12, 8))
    assert not hand.workspace.inspector.folded
    assert len(hand.plan.activities) == count


def test_what_has_no_room_is_offered_by_name(hand: Driver, qtbot: QtBot) -> None:
    view = month(hand)
    form = hand.page.forms.month
    more = next(spot for spot in view.drawn.spots if spot.kind in ("more", "through"))
    QTest.mouseClick(view.viewport(), LEFT, NONE, view.place(more).topLeft().toPoint() + QPoint(15, 10))
    menu = view.findChild(QMenu)
    assert isinstance(menu, QMenu)
    names = [action.text() for action in menu.actions()]
    assert len(names) > 2
    menu.actions()[1].trigger()
    menu.close()
    assert hand.row(hand.chosen[0]).name == names[1].replace("&&", "&")
    assert form.month == MAY


def test_a_filter_that_hides_everything_says_how_to_see_all(hand: Driver) -> None:
    month(hand)
    hand.page.shown.filter_by("name:webinar > 900m")
    assert hand.page.toolbar.nothing.isVisible()
    QTest.mouseClick(hand.page.toolbar.nothing, LEFT)
    hand.page.shown.filter_now()
    assert not hand.page.toolbar.nothing.isVisible()


def test_an_empty_table_has_the_button_that_starts_it(hand: Driver) -> None:
    table = hand.page.forms.table
    show(hand, "table")
    assert not table.empty.isVisible()
    delete_rows(hand.document, "activity", list(hand.plan.activities))
    hand.settle()
    assert table.empty.isVisible()
    QTest.mouseClick(table.empty.add, LEFT)
    hand.settle()
    (made,) = hand.plan.activities
    assert not table.empty.isVisible()
    assert hand.chosen == (made,)
    (editor,) = [line for line in table.grid.viewport().findChildren(QLineEdit) if line.isVisible()]
    editor.selectAll()
    QTest.keyClicks(editor, "Fair")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    assert hand.row(made).name == "Fair"


# one-pager and segment
