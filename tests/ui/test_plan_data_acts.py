"""What is done on the plan data page with real keys and clicks: new rows, contents of copies, rules, columns, picks."""

from typing import TypeVar

import pytest
from PySide6.QtCore import QCoreApplication, QPoint, Qt, QTimer
from PySide6.QtGui import QContextMenuEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu
from pytestqt.qtbot import QtBot

from cmoplanner.model.fields import table
from cmoplanner.model.problems import check_plan
from cmoplanner.settings import Settings
from cmoplanner.ui.pages.data import DataPage
from cmoplanner.ui.widgets.bulk_change import BulkChange
from cmoplanner.ui.widgets.duplication import Duplication
from cmoplanner.ui.widgets.grid.column_menu import ColumnMenu
from cmoplanner.ui.workspace import Workspace

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def page(qtbot: QtBot, workspace: Workspace) -> DataPage:
    QTest.keyClick(workspace, Qt.Key.Key_2, CTRL)
    workspace.data.view.setFocus()
    return workspace.data


def column(page: DataPage, key: str) -> int:
    return [field.key for field in page.model.fields].index(key)


def at(page: DataPage, line: int, key: str) -> None:
    place = column(page, key)
    page.view.select_block(line, place, line, place)


def editor(page: DataPage) -> QLineEdit:
    (found,) = [line for line in page.view.viewport().findChildren(QLineEdit) if line.isVisible()]
    return found


Asked = TypeVar("Asked", Duplication, BulkChange)


def dialog(kind: type[Asked]) -> Asked:
    (found,) = [one for one in QApplication.topLevelWidgets() if isinstance(one, kind) and one.isVisible()]
    return found


def paste(page: DataPage, text: str) -> None:
    QGuiApplication.clipboard().setText(text)
    QTest.keyClick(page.view, Qt.Key.Key_V, CTRL)


def test_a_paste_beyond_the_last_row_makes_rows_in_one_step(workspace: Workspace, page: DataPage) -> None:
    document = workspace.context.document
    page.nouns.choose("segment")
    page.view.setFocus()
    before = document.plan.segments
    at(page, len(before) - 1, "name")
    paste(page, 'Last\tsaid\r\nHospitals\t"two\nlines"\r\nAirports\t"say ""yes"""\r\n')
    after = document.plan.segments
    made = [row for row_id, row in after.items() if row_id not in before]
    assert [(row.name, row.description) for row in made] == [("Hospitals", "two\nlines"), ("Airports", 'say "yes"')]
    assert after[list(before)[-1]].name == "Last"
    assert page.view.block() == (len(before) - 1, 0, len(before) + 1, 1)
    QTest.keyClick(workspace, Qt.Key.Key_Z, CTRL)
    assert document.plan.segments == before


def test_a_new_row_without_a_reference_that_it_needs_is_told_before_anything_is_written(
    workspace: Workspace, page: DataPage
) -> None:
    document = workspace.context.document
    before = document.plan
    page.nouns.choose("kpi_value")
    page.view.setFocus()
    last = len(before.kpi_values) - 1
    at(page, last, "month")
    paste(page, "2027-04\n2027-05\n")
    assert document.plan is before
    assert page.refusal.isVisible()
    assert page.refusal.text().startswith(f"Row {last + 2}, {table('kpi_value').field('kpi_id').label}:")
    assert "Nothing was pasted" in page.refusal.text()


def test_copied_headers_are_not_pasted_as_a_row(workspace: Workspace, page: DataPage) -> None:
    page.nouns.choose("segment")
    page.view.setFocus()
    page.view.select_block(0, 0, 1, 1)
    QTest.keyClick(page.view, Qt.Key.Key_C, CTRL | SHIFT)
    text = QGuiApplication.clipboard().text()
    assert text.startswith("Name\tDescription\n")
    before = workspace.context.document.plan
    paste(page, text)
    assert workspace.context.document.plan.segments == before.segments


def test_fill_right_reads_the_value_anew(workspace: Workspace, page: DataPage) -> None:
    start = column(page, "start")
    page.view.select_block(0, start, 1, start + 1)
    QTest.keyClick(page.view, Qt.Key.Key_R, CTRL)
    for row_id in page.model.ids[:2]:
        row = workspace.context.document.plan.activities[row_id]
        assert row.end == row.start


def test_ctrl_and_an_arrow_jumps_over_a_run_and_shift_takes_it(page: DataPage) -> None:
    page.nouns.choose("channel")
    page.view.setFocus()
    at(page, 0, "name")
    last = len(page.model.ids) - 1
    QTest.keyClick(page.view, Qt.Key.Key_Down, CTRL)
    assert page.view.block() == (last, 0, last, 0)
    QTest.keyClick(page.view, Qt.Key.Key_Up, CTRL | SHIFT)
    assert page.view.block() == (0, 0, last, 0)
    QTest.keyClick(page.view, Qt.Key.Key_End)
    assert page.view.currentIndex().column() == len(page.model.fields) - 1
    QTest.keyClick(page.view, Qt.Key.Key_Home, CTRL)
    assert (page.view.currentIndex().row(), page.view.currentIndex().column()) == (0, 0)
    QTest.keyClick(page.view, Qt.Key.Key_Tab)
    assert page.view.currentIndex().column() == 1
    QTest.keyClick(page.view, Qt.Key.Key_Backtab, SHIFT)
    assert page.view.currentIndex().column() == 0


def test_a_copy_takes_along_what_is_ticked_and_remembers_it(workspace: Workspace, page: DataPage) -> None:
    document = workspace.context.document
    page.nouns.choose("campaign")
    workspace.context.selection.set("campaign", ["esb"])
    inside = sum(row.campaign_id == "esb" for row in document.plan.activities.values())
    assert inside
    QTest.mouseClick(page.tools.copy, Qt.MouseButton.LeftButton)
    asked = dialog(Duplication)
    QTest.keyClick(asked.boxes["activity"], Qt.Key.Key_Space)
    assert not asked.boxes["activity_target"].isEnabled()
    QTest.mouseClick(asked.duplicate, Qt.MouseButton.LeftButton)
    (bare,) = workspace.context.selection.ids
    assert not [row for row in document.plan.activities.values() if row.campaign_id == bare]
    assert Settings.load(workspace.context.settings.path).left_out == ["campaign.activity"]
    QTest.mouseClick(page.tools.copy, Qt.MouseButton.LeftButton)  # the copy has nothing to be asked about
    workspace.context.selection.set("campaign", ["esb"])
    QTest.mouseClick(page.tools.copy, Qt.MouseButton.LeftButton)
    asked = dialog(Duplication)
    assert not asked.boxes["activity"].isChecked()
    QTest.keyClick(asked.boxes["activity"], Qt.Key.Key_Space)
    QTest.keyClick(asked, Qt.Key.Key_Return)
    (full,) = workspace.context.selection.ids
    assert sum(row.campaign_id == full for row in document.plan.activities.values()) == inside


def test_a_campaign_is_copied_on_the_calendar(workspace: Workspace) -> None:
    document = workspace.context.document
    workspace.context.selection.set("campaign", ["esb"])
    workspace.context.commands.run("calendar.duplicate")
    asked = dialog(Duplication)
    before = len(document.plan.campaigns)
    QTest.keyClick(asked, Qt.Key.Key_Escape)
    assert len(document.plan.campaigns) == before
    workspace.context.commands.run("calendar.duplicate")
    QTest.keyClick(dialog(Duplication), Qt.Key.Key_Return)
    assert len(document.plan.campaigns) == before + 1
    assert workspace.context.selection.kind == "campaign"


def test_money_of_several_rows_grows_by_a_share_in_one_step(workspace: Workspace, page: DataPage) -> None:
    document = workspace.context.document
    place = column(page, "gross_spend")
    page.view.select_block(0, place, 2, place)
    before = [document.plan.activities[row_id].gross_spend for row_id in page.model.ids[:3]]
    QTest.keyClick(page.view, Qt.Key.Key_E, CTRL | SHIFT)
    asked = dialog(BulkChange)
    assert asked.chosen()[0] == "gross_spend"
    asked.rule.setCurrentIndex(asked.rule.findData("percent"))
    assert not asked.change.isEnabled()
    QTest.keyClicks(asked.value, "+10 %")
    assert asked.lines[0][2].text() == f"{before[0] * 1.1 / 100:,.2f}"
    QTest.mouseClick(asked.change, Qt.MouseButton.LeftButton)
    after = [document.plan.activities[row_id].gross_spend for row_id in page.model.ids[:3]]
    assert after == [(11 * amount + 5) // 10 for amount in before]
    QTest.keyClick(workspace, Qt.Key.Key_Z, CTRL)
    assert [document.plan.activities[row_id].gross_spend for row_id in page.model.ids[:3]] == before


def test_a_rule_that_a_row_does_not_take_cannot_be_used(page: DataPage) -> None:
    page.nouns.choose("channel")
    workspace_rows = page.model.ids[:2]
    page.view.select_rows(workspace_rows)
    QTest.mouseClick(page.tools.change, Qt.MouseButton.LeftButton)
    asked = dialog(BulkChange)
    asked.choose("sigma")
    asked.rule.setCurrentIndex(asked.rule.findData("times"))
    QTest.keyClicks(asked.value, "50")
    assert asked.problem.isVisible()
    assert not asked.change.isEnabled()
    QTest.keyClick(asked, Qt.Key.Key_Escape)


def test_the_form_of_several_rows_changes_them_by_a_rule(workspace: Workspace, page: DataPage) -> None:
    page.nouns.choose("channel")
    ids = page.model.ids[:2]
    page.view.select_rows(ids)
    panel = workspace.inspector.panel()
    QTest.mouseClick(panel.change, Qt.MouseButton.LeftButton)  # type: ignore[attr-defined]
    asked = dialog(BulkChange)
    asked.choose("confidence")
    QTest.keyClicks(asked.value, "L")
    QTest.keyClick(asked, Qt.Key.Key_Return)
    assert {workspace.context.document.plan.channels[row_id].confidence for row_id in ids} == {"L"}


def test_a_choice_from_the_list_is_taken(workspace: Workspace, page: DataPage) -> None:
    at(page, 0, "channel_id")
    QTest.keyClick(page.view, Qt.Key.Key_F2)
    line = editor(page)
    line.selectAll()
    QTest.keyClicks(line, "social p")
    popup = line.completer().popup()
    assert popup.model().index(0, 0).data() == "Paid social"
    popup.setCurrentIndex(popup.model().index(0, 0))
    QTest.keyClick(popup, Qt.Key.Key_Return)
    plan = workspace.context.document.plan
    assert plan.channels[plan.activities[page.model.ids[0]].channel_id or ""].name == "Paid social"


def test_columns_are_hidden_and_come_back_as_they_were_left(workspace: Workspace, page: DataPage) -> None:
    head = page.view.head
    x = head.sectionViewportPosition(1) + 10
    head.customContextMenuRequested.emit(QPoint(x, 10))
    (menu,) = [child for child in page.view.findChildren(ColumnMenu) if child.isVisible()]
    hidden = page.model.fields[1].key
    menu.actions()[0].trigger()
    menu.close()
    assert hidden not in [field.key for field in page.model.fields]
    page.nouns.choose("segment")
    page.nouns.choose("activity")
    assert hidden not in [field.key for field in page.model.fields]
    assert Settings.load(workspace.context.settings.path).columns[0].startswith("activity|name")
    page.view._reset()
    assert page.model.fields[1].key == hidden


def test_a_dragged_column_stays_where_it_was_put(page: DataPage) -> None:
    head = page.view.head
    keys = [field.key for field in page.model.fields]
    before = head.sectionViewportPosition(1) + 12
    QTest.mousePress(head.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(before, 12))
    QTest.mouseMove(head.viewport(), QPoint(before + 40, 12))
    QTest.mouseMove(head.viewport(), QPoint(head.sectionViewportPosition(3) + 4, 12))
    QTest.mouseRelease(head.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(head.sectionViewportPosition(3) + 4, 12))
    now = [field.key for field in page.model.fields]
    assert now != keys
    assert sorted(now) == sorted(keys)
    assert now.index(keys[1]) > 1
    assert [head.visualIndex(i) for i in range(head.count())] == list(range(head.count()))


def test_the_first_column_stays_in_sight(page: DataPage) -> None:
    assert not page.view.frozen.isVisible()
    page.view.horizontalScrollBar().setValue(300)
    assert page.view.frozen.isVisible()
    place = page.view.frozen.visualRect(page.model.index(2, 0)).center()
    QTest.mouseClick(page.view.frozen.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert page.view.selected_rows() == [page.model.ids[2]]
    QTest.mouseDClick(page.view.frozen.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert not page.view.frozen.isVisible()
    assert editor(page).text() == page.model.index(2, 0).data()


def test_marks_come_from_checks_beside_the_window(qtbot: QtBot, workspace: Workspace, page: DataPage) -> None:
    document = workspace.context.document
    with qtbot.waitSignal(page.checking.found) as told, document.edit("Lose a reference") as session:
        session.delete("channel", document.plan.activities[page.model.ids[0]].channel_id or "")
    assert told.args is not None
    assert told.args[0] == check_plan(document.plan)
    problem = page.model.problem(page.model.index(0, column(page, "channel_id")))
    assert problem is not None
    assert "does not exist" in problem.sentence


def test_the_head_of_a_campaign_has_a_menu_that_copies_it(workspace: Workspace) -> None:
    view = workspace.calendar.view
    assert view.state.grouping == "campaign"
    frame, layout = view.frame(), view.state.layout
    heights = range(int(frame.body_top) + 1, view.viewport().height(), 4)
    y, group = next((y, found) for y in heights if (found := layout.group_at(frame.lane_y(y))) is not None)
    spot = QPoint(int(frame.head) - 30, y)
    texts: list[str] = []

    def choose() -> None:
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu)
        texts.extend(action.text() for action in menu.actions() if action.isEnabled())
        menu.close()

    QTimer.singleShot(0, choose)
    reason = QContextMenuEvent.Reason.Mouse
    QCoreApplication.sendEvent(view.viewport(), QContextMenuEvent(reason, spot, view.viewport().mapToGlobal(spot)))
    assert workspace.context.selection.kind == "campaign"
    assert workspace.context.selection.ids == (group.lane.id,)
    assert "Duplicate" in texts
