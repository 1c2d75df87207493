"""The plan data page in a real window: keys, mouse, clipboard, undo, forms, and pages that change places."""

from datetime import timedelta

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCalendarWidget, QLineEdit, QTableView
from pytestqt.qtbot import QtBot

from cmoplanner.model.edits.activities import rename_activity
from cmoplanner.model.edits.fields import set_field
from cmoplanner.model.problems import Severity
from cmoplanner.ui.inspector.row import RowPanel
from cmoplanner.ui.pages.data import DataPage
from cmoplanner.ui.widgets.deletion import Deletion
from cmoplanner.ui.widgets.grid.date_line import DateLine
from cmoplanner.ui.widgets.grid.view import ROW_HEIGHT
from cmoplanner.ui.workspace import Workspace

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def page(qtbot: QtBot, workspace: Workspace) -> DataPage:
    QTest.keyClick(workspace, Qt.Key.Key_2, CTRL)
    assert workspace.data.isVisible()
    workspace.data.view.setFocus()
    return workspace.data


def column(page: DataPage, key: str) -> int:
    return [field.key for field in page.model.fields].index(key)


def at(page: DataPage, line: int, key: str) -> None:
    place = column(page, key)
    page.view.select_block(line, place, line, place)


def editor(page: DataPage) -> QLineEdit:
    found = [line for line in page.view.viewport().findChildren(QLineEdit) if line.isVisible()]
    assert len(found) == 1
    return found[0]


def test_pages_change_places_with_their_commands(workspace: Workspace, page: DataPage) -> None:
    commands = workspace.context.commands
    assert workspace.items["data"].isChecked()
    assert not commands.action("calendar.new").isVisible()
    assert commands.action("data.new").isVisible()
    QTest.mouseClick(workspace.items["calendar"], Qt.MouseButton.LeftButton)
    assert workspace.calendar.isVisible()
    assert commands.action("calendar.new").isVisible()
    assert not commands.action("data.new").isEnabled()


def test_typing_replaces_a_cell_and_enter_goes_on(workspace: Workspace, page: DataPage) -> None:
    first = page.model.ids[0]
    at(page, 0, "name")
    QTest.keyClick(page.view, Qt.Key.Key_K)
    QTest.keyClicks(editor(page), "ick-off")
    QTest.keyClick(editor(page), Qt.Key.Key_Return)
    assert workspace.context.document.plan.activities[first].name == "kick-off"
    assert page.view.currentIndex().row() == 1
    workspace.context.commands.run("undo")
    assert workspace.context.document.plan.activities[first].name != "kick-off"


def test_a_refused_value_stays_with_its_reason(workspace: Workspace, page: DataPage) -> None:
    at(page, 0, "start")
    before = workspace.context.document.plan
    QTest.keyClick(page.view, Qt.Key.Key_F2)
    line = editor(page)
    line.selectAll()
    QTest.keyClicks(line, "soon")
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert line.isVisible()
    assert line.text() == "soon"
    assert line.property("invalid") is True
    assert workspace.context.document.plan is before
    QTest.keyClick(line, Qt.Key.Key_Escape)
    assert workspace.context.document.plan is before


@pytest.mark.parametrize("way", ["F4", "F2, F4", "F2, Alt+Down", "F2, button"])
def test_a_date_is_picked_from_a_calendar(workspace: Workspace, page: DataPage, way: str) -> None:
    first = page.model.ids[0]
    at(page, 0, "start")
    start = workspace.context.document.plan.activities[first].start
    if way.startswith("F2"):
        QTest.keyClick(page.view, Qt.Key.Key_F2)
        line = editor(page)
        assert isinstance(line, DateLine)
        match way.removeprefix("F2, "):
            case "F4":
                QTest.keyClick(line, Qt.Key.Key_F4)
            case "button":
                QTest.mouseClick(line.button, Qt.MouseButton.LeftButton)
            case _:
                QTest.keyClick(line, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    else:
        QTest.keyClick(page.view, Qt.Key.Key_F4)
    popup = QApplication.activePopupWidget()
    assert popup is not None
    calendar = popup.findChild(QCalendarWidget)
    assert calendar is not None
    assert calendar.selectedDate().toPython() == start
    grid = calendar.findChild(QTableView)
    assert grid is not None
    step = Qt.Key.Key_Left if start.day > 1 else Qt.Key.Key_Right
    QTest.keyClick(grid, step)
    QTest.keyClick(grid, Qt.Key.Key_Return)
    QApplication.processEvents()
    picked = start + timedelta(days=-1 if step is Qt.Key.Key_Left else 1)
    assert workspace.context.document.plan.activities[first].start == picked
    assert not [line for line in page.view.viewport().findChildren(QLineEdit) if line.isVisible()]
    assert page.model.ids[0] == first, "no row was moved"
    workspace.context.commands.run("undo")
    assert workspace.context.document.plan.activities[first].start == start


def test_a_calendar_that_is_left_changes_nothing_and_the_editor_stays(workspace: Workspace, page: DataPage) -> None:
    before = workspace.context.document.revision
    at(page, 0, "start")
    QTest.keyClick(page.view, Qt.Key.Key_F4)
    popup = QApplication.activePopupWidget()
    assert popup is not None
    popup.close()
    assert editor(page).isVisible()
    QTest.keyClick(editor(page), Qt.Key.Key_Escape)
    assert workspace.context.document.revision == before


def test_f4_offers_what_a_reference_can_be(workspace: Workspace, page: DataPage) -> None:
    at(page, 0, "channel_id")
    QTest.keyClick(page.view, Qt.Key.Key_F4)
    suggest = editor(page).completer()
    assert suggest.popup().isVisible()
    assert suggest.popup().model().rowCount() == len(workspace.context.document.plan.channels)
    suggest.popup().hide()
    QTest.keyClick(editor(page), Qt.Key.Key_Escape)


@pytest.mark.parametrize(
    ("key", "typed"),
    [("start", "3/4500012345678"), ("start", "2027 03 12345678901"), ("gross_spend", "1e999999")],
)
def test_a_number_without_end_is_refused_typed_and_pasted(
    workspace: Workspace, page: DataPage, key: str, typed: str
) -> None:
    document = workspace.context.document
    sums = document.content_sums
    at(page, 0, key)
    QTest.keyClicks(page.view, typed[0])
    line = editor(page)
    QTest.keyClicks(line, typed[1:])
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert editor(page) is line
    assert line.property("invalid")
    QTest.keyClick(line, Qt.Key.Key_Escape)
    QGuiApplication.clipboard().setText(typed)
    page.view.setFocus()
    at(page, 0, key)
    page.cells.paste()
    assert "Nothing was pasted." in page.refusal.text()
    assert document.content_sums == sums


def test_a_reference_is_typed_by_its_name(workspace: Workspace, page: DataPage) -> None:
    at(page, 0, "channel_id")
    QTest.keyClick(page.view, Qt.Key.Key_F2)
    line = editor(page)
    line.selectAll()
    QTest.keyClicks(line, "paid search")
    QTest.keyClick(line, Qt.Key.Key_Return)
    plan = workspace.context.document.plan
    assert plan.channels[plan.activities[page.model.ids[0]].channel_id or ""].name == "Paid search"


def test_copy_and_paste_are_one_step(workspace: Workspace, page: DataPage) -> None:
    place = column(page, "owner_role")
    page.view.select_block(0, place, 1, place)
    QTest.keyClick(page.view, Qt.Key.Key_C, CTRL)
    assert len(QGuiApplication.clipboard().text().split("\n")) == 2
    QGuiApplication.clipboard().setText("Ann\nBob\n")
    QTest.keyClick(page.view, Qt.Key.Key_V, CTRL)
    rows = [workspace.context.document.plan.activities[row_id] for row_id in page.model.ids[:2]]
    assert [row.owner_role for row in rows] == ["Ann", "Bob"]
    QTest.keyClick(workspace, Qt.Key.Key_Z, CTRL)
    rows = [workspace.context.document.plan.activities[row_id] for row_id in page.model.ids[:2]]
    assert "Ann" not in [row.owner_role for row in rows]
    assert "Bob" not in [row.owner_role for row in rows]


def test_a_wrong_cell_refuses_the_whole_paste(workspace: Workspace, page: DataPage) -> None:
    before = workspace.context.document.plan
    at(page, 2, "gross_spend")
    QGuiApplication.clipboard().setText("100\nmuch\n")
    QTest.keyClick(page.view, Qt.Key.Key_V, CTRL)
    assert workspace.context.document.plan is before
    assert page.refusal.isVisible()
    assert page.refusal.text().startswith("Row 4, Gross spend:")
    assert page.view.currentIndex().row() == 3


def test_fill_down_and_clear(workspace: Workspace, page: DataPage) -> None:
    place = column(page, "region")
    page.view.select_block(0, place, 3, place)
    plan = workspace.context.document.plan
    set_field(workspace.context.document, "activity", page.model.ids[0], "region", "North")
    QTest.keyClick(page.view, Qt.Key.Key_D, CTRL)
    ids = page.model.ids[:4]
    assert {workspace.context.document.plan.activities[row_id].region for row_id in ids} == {"North"}
    QTest.keyClick(page.view, Qt.Key.Key_Delete)
    default = type(plan.activities[ids[0]]).__dataclass_fields__["region"].default
    assert {workspace.context.document.plan.activities[row_id].region for row_id in ids} == {default}


def test_ctrl_enter_types_into_all_selected_cells(workspace: Workspace, page: DataPage) -> None:
    place = column(page, "owner_role")
    page.view.select_block(0, place, 2, place)
    QTest.keyClick(page.view, Qt.Key.Key_Z)
    QTest.keyClicks(editor(page), "oe")
    QTest.keyClick(editor(page), Qt.Key.Key_Return, CTRL)
    rows = [workspace.context.document.plan.activities[row_id] for row_id in page.model.ids[:3]]
    assert [row.owner_role for row in rows] == ["zoe"] * 3


def test_rows_are_added_duplicated_moved_and_deleted(qtbot: QtBot, workspace: Workspace, page: DataPage) -> None:
    document = workspace.context.document
    page.nouns.choose("segment")
    page.view.setFocus()
    ids = list(document.plan.segments)
    QTest.keyClick(page.view, Qt.Key.Key_N, CTRL)
    made = page.view.selected_rows()
    assert list(document.plan.segments) == [*ids, *made]
    QTest.keyClick(page.view, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert list(document.plan.segments) == [*ids[:-1], *made, ids[-1]]
    assert page.view.selected_rows() == made
    QTest.mouseClick(page.tools.delete, Qt.MouseButton.LeftButton)
    assert list(document.plan.segments) == ids
    page.view.show_row(ids[0])
    QTest.mouseClick(page.tools.delete, Qt.MouseButton.LeftButton)
    asked = next(widget for widget in QApplication.topLevelWidgets() if isinstance(widget, Deletion))
    cells = sum(cell.segment_id == ids[0] for cell in document.plan.cells.values())
    assert f"{cells} · Market cells" in asked.lines
    QTest.mouseClick(asked.keep, Qt.MouseButton.LeftButton)
    assert list(document.plan.segments) == ids


def test_the_selection_stays_with_its_row(workspace: Workspace, page: DataPage) -> None:
    at(page, 5, "name")
    chosen = page.view.selected_rows()
    rename_activity(workspace.context.document, page.model.ids[4], "Zebra")
    page.view.head.setSortIndicator(column(page, "name"), Qt.SortOrder.DescendingOrder)
    assert page.model.index(0, column(page, "name")).data() == "Zebra"
    assert page.view.selected_rows() == chosen
    assert not page.tools.up.isEnabled()


def test_every_row_has_its_form(workspace: Workspace, page: DataPage) -> None:
    page.nouns.choose("channel")
    page.view.selectionModel().select(page.model.index(1, 0), QItemSelectionModel.SelectionFlag.ClearAndSelect)
    panel = workspace.inspector.panel()
    assert isinstance(panel, RowPanel)
    assert set(panel.form.editors) == {field.key for field in page.model.fields}
    assert panel.ids == (page.model.ids[1],)


def test_every_table_opens(workspace: Workspace, page: DataPage) -> None:
    for name in list(page.nouns._items):
        page.nouns.choose(name)
        assert page.table.name == name
        assert page.empty.isVisible() is (page.model.rowCount() == 0)
        if page.model.ids:
            workspace.context.selection.set(name, page.model.ids[:1])
            chosen = page.market.view.selected_ids() if page.in_grid else page.view.selected_rows()
            assert chosen == page.model.ids[:1]


def test_a_hidden_page_follows_when_it_is_shown(workspace: Workspace, page: DataPage) -> None:
    first = page.model.ids[0]
    workspace.show_page("calendar")
    rename_activity(workspace.context.document, first, "Renamed elsewhere")
    workspace.show_page("data")
    assert page.model.index(0, column(page, "name")).data() == "Renamed elsewhere"


def test_space_ticks(workspace: Workspace, page: DataPage) -> None:
    at(page, 0, "locked")
    first = page.model.ids[0]
    before = workspace.context.document.plan.activities[first].locked
    QTest.keyClick(page.view, Qt.Key.Key_Space)
    assert workspace.context.document.plan.activities[first].locked is not before


def test_a_hidden_calendar_follows_when_it_is_shown(workspace: Workspace, page: DataPage) -> None:
    first = page.model.ids[0]
    shown = workspace.calendar.view.state.plan
    rename_activity(workspace.context.document, first, "Renamed on the data page")
    assert workspace.calendar.view.state.plan is shown
    workspace.show_page("calendar")
    assert workspace.calendar.view.state.plan.activities[first].name == "Renamed on the data page"


def test_escape_leaves_the_grid_for_the_list_of_tables(page: DataPage) -> None:
    at(page, 0, "name")
    QTest.keyClick(page.view, Qt.Key.Key_Escape)
    assert page.nouns.hasFocus()


def test_the_decimals_of_the_currency_are_not_typed(workspace: Workspace, page: DataPage) -> None:
    document = workspace.context.document
    page.open("plan")
    before = document.content_sums
    at(page, 0, "currency_decimals")
    for key in (Qt.Key.Key_F2, Qt.Key.Key_0, Qt.Key.Key_Return):
        QTest.keyClick(page.view, key)
    assert not [line for line in page.view.viewport().findChildren(QLineEdit) if line.isVisible()]
    at(page, 0, "currency_decimals")
    QGuiApplication.clipboard().setText("0")
    page.cells.paste()
    assert page.refusal.text().startswith("The decimals follow from the currency")
    assert document.content_sums == before
    page.view.select_rows(page.model.ids)
    panel = workspace.inspector.findChild(RowPanel)
    editors = [line for line in workspace.inspector.findChildren(QLineEdit) if line.isReadOnly() and line.isVisible()]
    assert panel is not None
    assert [line.text() for line in editors] == ["2", ""]  # the decimals, and which version was approved: none


def test_a_change_of_the_currency_says_that_nothing_was_converted(workspace: Workspace, page: DataPage) -> None:
    page.open("plan")
    at(page, 0, "currency")
    QGuiApplication.clipboard().setText("USD")
    page.cells.paste()
    assert "now in USD: none was converted" in workspace.status.said.text()


@pytest.mark.parametrize("name", ["=1+1", "@SUM(A1)", "+49 30 123", "-2+3", "'=1+1", "'quoted'"])
def test_a_copied_name_is_no_formula_and_comes_back(workspace: Workspace, page: DataPage, name: str) -> None:
    document = workspace.context.document
    first, second = page.model.ids[:2]
    rename_activity(document, first, name)
    at(page, 0, "name")
    page.cells.copy()
    copied = QGuiApplication.clipboard().text()
    assert copied[0] not in "=+-@"
    at(page, 1, "name")
    page.cells.paste()
    assert document.plan.activities[second].name == name
    at(page, 0, "name")
    page.cells.paste()
    assert document.plan.activities[first].name == name


@pytest.mark.parametrize("pasted", ["0.45", "0.45\n0\n0.3", "1"])
def test_percentages_that_can_be_shares_are_refused(workspace: Workspace, page: DataPage, pasted: str) -> None:
    document = workspace.context.document
    before = document.content_sums
    at(page, 0, "partner_share")
    QGuiApplication.clipboard().setText(pasted)
    page.cells.paste()
    assert "% or a share of 1" in page.refusal.text()
    assert document.content_sums == before


@pytest.mark.parametrize(("pasted", "share"), [("0.45%", 0.0045), ("45", 0.45), ("45\n0.5", 0.45), ("0", 0.0)])
def test_percentages_that_are_clear_are_pasted(workspace: Workspace, page: DataPage, pasted: str, share: float) -> None:
    at(page, 0, "partner_share")
    QGuiApplication.clipboard().setText(pasted)
    page.cells.paste()
    assert page.refusal.text() == ""
    activity = workspace.context.document.plan.activities[page.model.ids[0]]
    assert activity.partner_share == pytest.approx(share)


def test_the_number_of_a_row_says_what_is_to_be_corrected(workspace: Workspace, page: DataPage) -> None:
    document = workspace.context.document
    first, second, *_others = page.model.ids
    with document.edit("Spoil") as session:
        session.update("activity", first, {"end": document.plan.activities[first].start - timedelta(days=1)})
    page.checking.settle()
    assert page.model.worst(first) is Severity.ERROR
    assert page.model.worst(second) is None
    tips = [page.model.headerData(line, Qt.Orientation.Vertical, Qt.ItemDataRole.ToolTipRole) for line in (0, 1)]
    assert "the end is before the start" in tips[0]
    assert tips[1] is None
    counted = {item.data(Qt.ItemDataRole.DisplayRole): item.toolTip() for item in page.nouns.findItems("*", WILD)}
    assert "1 row to correct" in counted["Activities"]
    assert not counted["Objectives"], "a note is no fault"
    shown = page.view.verticalHeader().grab().toImage()
    bars = {shown.pixelColor(1, ROW_HEIGHT * line + ROW_HEIGHT // 2).name() for line in (0, 1)}
    assert len(bars) == 2


WILD = Qt.MatchFlag.MatchWildcard
