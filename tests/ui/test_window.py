"""The window around the page: commands and menus, theme, opening, errors, publishing and closing."""

import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QApplication, QLabel, QMenu
from pytestqt.qtbot import QtBot

from cmoplanner.errors import PlanInUse
from cmoplanner.model.edits.activities import move_activity, rename_activity
from cmoplanner.model.edits.fields import set_field
from cmoplanner.model.store import document as document_module
from cmoplanner.model.store.document import Document
from cmoplanner.model.store.snapshot import read_snapshot
from cmoplanner.report.palette import Palette
from cmoplanner.settings import Settings
from cmoplanner.ui import shell_commands
from cmoplanner.ui.app import Starter, UnhandledErrors
from cmoplanner.ui.commands import Command, Commands
from cmoplanner.ui.error_page import ErrorPage
from cmoplanner.ui.inspector.plan import PlanPanel
from cmoplanner.ui.palette_box import Entry, PaletteBox, best, fuzzy
from cmoplanner.ui.widgets.dialogs import Keyboard, Message
from cmoplanner.ui.widgets.editors import LineEditor
from cmoplanner.ui.widgets.rail import ROOM
from cmoplanner.ui.window import Window
from cmoplanner.ui.workspace import Workspace

ID = "A013"


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def texts(menu: QMenu) -> list[str]:
    return [action.text() for action in menu.actions() if action.text()]


def menu_of(workspace: Workspace, name: str) -> QMenu:
    menu = workspace.menus.findChild(QMenu, name)
    assert isinstance(menu, QMenu)
    return menu


def test_the_edit_menu_names_what_undo_and_redo_would_do(qtbot: QtBot, workspace: Workspace) -> None:
    edit = menu_of(workspace, "edit")
    assert texts(edit)[:2] == ["Undo", "Redo"]
    assert not workspace.context.commands.action("undo").isEnabled()
    move_activity(workspace.context.document, ID, -7)
    assert texts(edit)[0] == "Undo Move “LinkedIn autumn flight”"
    before = workspace.context.document.plan.activities[ID].start
    qtbot.keyClick(workspace, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert (workspace.context.document.plan.activities[ID].start - before).days == 7
    assert texts(edit)[:2] == ["Undo", "Redo Move “LinkedIn autumn flight”"]
    assert workspace.status.said.text() == "Undone: Move “LinkedIn autumn flight”"
    qtbot.keyClick(workspace, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    assert workspace.context.document.plan.activities[ID].start == before


def test_an_opened_plan_and_each_page_have_the_keyboard_at_their_content(window: Window, workspace: Workspace) -> None:
    assert window.focusWidget() is workspace.calendar.view
    workspace.calendar.forms.show("month")
    workspace.header.inspector.setFocus()
    workspace.focus_page()
    assert window.focusWidget() is workspace.calendar.forms.month.view
    for page, content in (("data", workspace.data.view), ("budget", workspace.budget.grid.figures)):
        workspace.header.inspector.setFocus()
        workspace.context.commands.run(f"page.{page}")
        assert window.focusWidget() is content
    workspace.data.open("cell")
    workspace.show_page("data")
    workspace.focus_page()
    assert window.focusWidget() is workspace.data.market.view


def test_what_the_user_typed_is_never_markup_nor_mnemonic(workspace: Workspace) -> None:
    rename_activity(workspace.context.document, ID, "<b>R&D</b>")
    move_activity(workspace.context.document, ID, 7)
    assert "<b>R&&D</b>" in texts(menu_of(workspace, "edit"))[0]
    workspace.context.selection.set("activity", [ID])
    panel = workspace.inspector.panel()
    labels = panel.findChildren(QLabel)
    assert len(labels) > 20
    assert all(label.textFormat() is Qt.TextFormat.PlainText for label in labels)


def test_status_figures_are_the_reference_and_follow_a_preview(workspace: Workspace) -> None:
    status = workspace.status
    assert plain(status.budget.text()) == "Budget 2.13 M of 2.20 M EUR"
    assert plain(status.revenue.text()) == "Revenue 25.1 M (…)"
    workspace.context.outlook.ranges.settle()
    assert plain(status.revenue.text()) == "Revenue 25.1 M (23.9–27.4)"
    assert "25,115,686 EUR" in status.revenue.toolTip()
    assert "1-in-10 worse 23,911,867 to 1-in-10 better 27,446,138" in status.revenue.toolTip()
    assert "2,000 draws · seed 1" in status.revenue.toolTip()
    assert plain(status.contribution.text()) == "Contribution this year \u22121.21 M"
    assert plain(status.horizon.text()) == "36 months +85 %"
    activity = workspace.context.document.plan.activities[ID]
    workspace.context.outlook.preview([replace(activity, gross_spend=activity.gross_spend + 50_000_000)])
    assert plain(status.budget.text()) == "Budget 2.63 M of 2.20 M EUR"
    assert plain(status.revenue.text()).endswith("(…)")  # the plan's range is not that of what is dragged
    workspace.context.outlook.end_preview()
    assert plain(status.budget.text()) == "Budget 2.13 M of 2.20 M EUR"
    assert plain(status.revenue.text()) == "Revenue 25.1 M (23.9–27.4)"


def test_a_figure_leads_to_where_it_comes_from(qtbot: QtBot, workspace: Workspace) -> None:
    workspace.inspector.fold(True)
    workspace.context.selection.set("activity", [ID])
    qtbot.mouseClick(workspace.status.budget, Qt.MouseButton.LeftButton)
    panel = workspace.inspector.panel()
    assert isinstance(panel, PlanPanel)
    assert not workspace.inspector.folded
    cells = [cell.text() for cell in panel.quarters[1]]
    assert cells == ["FY27 Q2", "652,000", "664,050", "\u221212,050"]
    assert [cell.text() for cell in panel.quarters[4]] == ["Year", "2,200,000", "2,126,250", "73,750"]


def test_the_inspector_gives_way_in_a_narrow_window(qtbot: QtBot, window: Window, workspace: Workspace) -> None:
    assert not workspace.inspector.folded
    window.resize(1280, 800)
    qtbot.waitUntil(lambda: workspace.inspector.folded)
    assert workspace.inspector.width() == 32
    qtbot.mouseClick(workspace.inspector.strip, Qt.MouseButton.LeftButton)
    window.resize(1200, 800)
    assert not workspace.inspector.folded
    assert window.settings.inspector == "open"


def test_the_theme_changes_while_it_runs_and_is_remembered(window: Window, workspace: Workspace) -> None:
    workspace.context.commands.run("theme.dark")
    assert window.theme.color("surface").name().upper() == Palette.load("dark").color("surface")
    image = window.grab().toImage()
    header = image.pixelColor(image.width() // 2, 4).name().upper()
    assert header == Palette.load("dark").color("surface")
    assert Settings.load(window.settings.path).theme == "dark"
    assert workspace.context.commands.action("theme.dark").isChecked()
    assert not workspace.context.commands.action("theme.light").isChecked()
    workspace.context.commands.run("theme.light")
    assert window.grab().toImage().pixelColor(image.width() // 2, 4).name().upper() == "#FFFFFF"


def test_a_file_that_is_no_plan_is_explained_on_a_page(make_window: Callable[[], Window], tmp_path: Path) -> None:
    window = make_window()
    foreign = tmp_path / "notes.cmoplan"
    foreign.write_text("shopping list", encoding="utf-8")
    window.open(foreign)
    page = window.centralWidget()
    assert isinstance(page, ErrorPage)
    assert "notes.cmoplan" in page.sentence.text()
    assert page.remedy.text()
    assert foreign.read_text(encoding="utf-8") == "shopping list"
    page.sample.click()
    assert window.workspace is not None
    assert len(window.workspace.context.document.plan.activities) == 70


def test_a_plan_that_is_open_elsewhere_leaves_this_window_as_it_is(window: Window, tmp_path: Path) -> None:
    other = tmp_path / "other.cmoplan"
    assert window.workspace
    window.workspace.context.document.save_copy(other)
    with Document.open(other):
        window.open(other)
        message = window.findChild(Message)
        assert message is not None
        assert message.sentence.text() == PlanInUse(other).sentence
        message.accept()
    assert window.workspace.context.document.path != other


def test_a_start_on_the_sample_makes_a_copy_of_it(
    qtbot: QtBot, make_window: Callable[[], Window], data_folder: Path
) -> None:
    window = make_window()
    Starter(window, None, sample=True).start()
    qtbot.waitUntil(lambda: window.workspace is not None, timeout=10_000)
    assert window.workspace
    path = window.workspace.context.document.path
    assert path.is_relative_to(data_folder)
    assert [recent.path for recent in window.settings.recent] == [str(path)]


def test_the_plan_that_was_open_last_is_opened(
    qtbot: QtBot, make_window: Callable[[], Window], plan_path: Path
) -> None:
    window = make_window()
    window.settings.opened(plan_path)
    Starter(window, None).start()
    qtbot.waitUntil(lambda: window.workspace is not None, timeout=10_000)
    assert window.workspace
    assert window.workspace.context.document.path == plan_path


def test_closing_brings_the_file_up_to_date(window: Window, plan_path: Path) -> None:
    assert window.workspace
    rename_activity(window.workspace.context.document, ID, "Renamed")
    assert read_snapshot(plan_path).plan.activities[ID].name == "LinkedIn autumn flight"
    window.close()
    assert read_snapshot(plan_path).plan.activities[ID].name == "Renamed"


def test_saving_and_resting_bring_the_file_up_to_date(
    qtbot: QtBot, workspace: Workspace, plan_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rename_activity(workspace.context.document, ID, "First")
    qtbot.keyClick(workspace, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert workspace.status.said.text() == "Updating “plan.cmoplan”…"
    qtbot.waitUntil(lambda: workspace.status.said.text() == "“plan.cmoplan” is up to date")
    assert read_snapshot(plan_path).plan.activities[ID].name == "First"
    workspace.keeper._rest.setInterval(1)
    rename_activity(workspace.context.document, ID, "Second")
    qtbot.waitUntil(lambda: not workspace.context.document.has_unpublished)
    assert read_snapshot(plan_path).plan.activities[ID].name == "Second"


def test_opening_another_plan_closes_the_first(window: Window, plan_path: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.cmoplan"
    assert window.workspace
    window.workspace.context.document.save_copy(other)
    rename_activity(window.workspace.context.document, ID, "Kept")
    window.open(other)
    assert window.workspace.context.document.path == other
    assert read_snapshot(plan_path).plan.activities[ID].name == "Kept"
    with Document.open(plan_path) as again:
        assert again.plan.activities[ID].name == "Kept"


def test_a_bug_is_told_plainly_and_logged(window: Window, caplog: pytest.LogCaptureFixture) -> None:
    errors = UnhandledErrors(window)
    before = sys.excepthook
    errors.install()
    try:
        error = ZeroDivisionError("secret")
        sys.excepthook(type(error), error, None)
    finally:
        errors.remove()
    assert sys.excepthook is before
    message = window.findChild(Message)
    assert message is not None
    assert "safe" in message.remedy.text()
    assert "secret" not in message.sentence.text()
    assert "not handled" in caplog.text
    message.accept()


def test_every_command_has_a_place_or_a_shortcut(workspace: Workspace) -> None:
    commands = list(workspace.context.commands)
    assert len(commands) > 20
    shown = {action for name in ("file", "edit", "view", "help") for action in all_actions(menu_of(workspace, name))}
    for command in commands:
        assert workspace.context.commands.action(command.id) in shown, command.id
        assert command.label


def all_actions(menu: QMenu) -> list[object]:
    found: list[object] = []
    for action in menu.actions():
        inner = action.menu()
        found += all_actions(inner) if isinstance(inner, QMenu) else [action]
    return found


def test_two_commands_cannot_have_one_shortcut(qapp: object) -> None:
    commands = Commands()
    commands.add([Command("a", "A", "Ctrl+B", lambda: None)])
    with pytest.raises(ValueError, match="taken"):
        commands.add([Command("b", "B", "Ctrl+Y Ctrl+B", lambda: None)])


def test_the_keyboard_page_lists_the_shortcuts(window: Window, workspace: Workspace) -> None:
    workspace.context.commands.run("keyboard")
    page = window.findChild(Keyboard)
    assert page is not None
    shown = {label.text() for label in page.findChildren(QLabel)}
    assert {"Ctrl+K", "Ctrl+Z", "F1"} <= shown
    page.accept()


def test_the_palette_finds_an_activity_by_a_few_letters(qtbot: QtBot, workspace: Workspace) -> None:
    workspace.open_palette()
    box = workspace.findChild(PaletteBox)
    assert box is not None
    qtbot.keyClicks(box.list.search, "lnkaut")
    assert box.list.rows.item(0).text().startswith("LinkedIn autumn flight")
    qtbot.keyClick(box.list.search, Qt.Key.Key_Return)
    assert (workspace.context.selection.kind, workspace.context.selection.ids) == ("activity", (ID,))


def test_the_palette_does_commands(qtbot: QtBot, workspace: Workspace) -> None:
    folded = workspace.inspector.folded
    workspace.open_palette()
    box = workspace.findChild(PaletteBox)
    assert box is not None
    qtbot.keyClicks(box.list.search, "inspector")
    qtbot.keyClick(box.list.search, Qt.Key.Key_Return)
    assert workspace.inspector.folded is not folded


@pytest.mark.parametrize(
    ("query", "better", "worse"),
    [("ba", "Brand Autumn", "Cabaret"), ("undo", "Undo", "Unknown dossier"), ("lf", "LinkedIn flight", "Leaflet")],
)
def test_starts_of_words_and_runs_come_first(query: str, better: str, worse: str) -> None:
    entries = [Entry("1", worse, ""), Entry("2", better, "")]
    assert [entry.text for entry in best(query, entries)] == [better, worse]
    assert fuzzy("xyz", better) is None


def test_a_hint_stays_while_something_is_dragged(workspace: Workspace) -> None:
    workspace.calendar.hinted.emit("Esc cancels")
    assert workspace.status.said.text() == "Esc cancels"
    workspace.calendar.hinted.emit("")
    assert workspace.status.said.text() == ""
    workspace.calendar.hinted.emit("Esc cancels")
    move_activity(workspace.context.document, ID, 7)
    workspace.calendar.hinted.emit("")
    assert workspace.status.said.text() == "Move “LinkedIn autumn flight”"


def test_the_title_follows_the_plan(window: Window, workspace: Workspace) -> None:
    header = workspace.context.document.plan.header
    set_field(workspace.context.document, "plan", header.id, "name", "Plan B")
    assert window.windowTitle() == "Plan B – CMO Planner"
    assert workspace.header.title.text() == "Plan B"


def test_languages_are_offered_where_there_is_a_choice(
    window: Window, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not any(command.menu == "view/language" for command in workspace.context.commands)
    monkeypatch.setattr(shell_commands, "available", lambda: [("en", "English"), ("de", "Deutsch")])
    assert window.workspace
    path = workspace.context.document.path
    other = path.with_name("other.cmoplan")
    workspace.context.document.save_copy(other)
    window.open(other)
    commands = window.workspace.context.commands
    commands.run("language.de")
    assert Settings.load(window.settings.path).language == "de"
    assert commands.action("language.de").isChecked()
    assert not commands.action("language.system").isChecked()


def test_a_plan_that_can_only_be_read_says_so_and_keeps_its_values(
    make_window: Callable[[], Window], plan_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(document_module, "writable", lambda _path: False)
    window = make_window()
    window.open(plan_path)
    workspace = window.workspace
    assert workspace is not None
    assert workspace.status.saved.text() == "This file can only be read"
    assert not workspace.context.commands.action("save").isEnabled()
    workspace.context.selection.set("activity", [ID])
    editor = workspace.inspector.panel().form.editors["name"]
    assert isinstance(editor, LineEditor)
    editor.committed.emit("Other")
    assert "can only be read" in editor.refusal
    assert workspace.context.document.plan.activities[ID].name == "LinkedIn autumn flight"


def test_the_settings_open_beside_their_item(qtbot: QtBot, workspace: Workspace) -> None:
    qtbot.mouseClick(workspace.settings_item, Qt.MouseButton.LeftButton)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert any(texts(inner) == ["As the system", "Light", "Dark"] for inner in (menu, *menu.findChildren(QMenu)))
    item = workspace.settings_item
    assert menu.x() >= item.mapToGlobal(item.rect().topRight()).x()
    assert menu.geometry().bottom() <= item.mapToGlobal(item.rect().bottomLeft()).y()
    menu.close()


def test_no_word_of_the_rail_is_cut_whichever_page_is_shown(workspace: Workspace) -> None:
    for key in workspace.pages:
        workspace.show_page(key)
        for item in workspace.items.values():
            assert QFontMetricsF(item.word_font()).horizontalAdvance(item.text()) <= ROOM, item.text()
