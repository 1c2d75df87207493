"""The palette and the shortcuts offer what the window and the page that is shown can do, and nothing of other pages."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cmoplanner.ui.palette_box import PaletteBox
from cmoplanner.ui.window import Window
from cmoplanner.ui.workspace import Workspace


def offered(workspace: Workspace) -> set[str]:
    """Return the ids of the commands that the palette has when it is opened now."""
    workspace.open_palette()
    box = workspace.findChild(PaletteBox)
    assert box is not None
    box.list.offer(lambda _text: [(entry.id, entry.text) for entry in box._entries])
    found = {box.list.rows.item(i).data(Qt.ItemDataRole.UserRole) for i in range(box.list.rows.count())}
    box.close()
    QApplication.processEvents()
    return {entry.removeprefix("command|") for entry in found if entry.startswith("command|")}


@pytest.mark.parametrize("key", ["calendar", "data"])
def test_only_commands_of_the_shown_page_and_the_window_are_listed(workspace: Workspace, key: str) -> None:
    workspace.show_page(key)
    pages = {command.id: command.page for command in workspace.context.commands}
    found = offered(workspace)
    assert {"history", "version", "restore", "inspector"} <= found
    assert {pages[command_id] for command_id in found} == {"", key}


def test_a_shortcut_of_a_hidden_page_does_nothing(qtbot: QtBot, window: Window, workspace: Workspace) -> None:
    """Each shortcut that only a hidden page has is pressed; the plan and the page stay as they are."""
    commands = list(workspace.context.commands)
    document = workspace.context.document
    pressed = 0
    for shown in workspace.pages:
        workspace.show_page(shown)
        own = {keys for command in commands if command.page in ("", shown) for keys in command.shortcuts}
        for command in commands:
            if command.page in ("", shown):
                continue
            action = workspace.context.commands.action(command.id)
            assert not action.isEnabled()
            assert not action.isVisible()
            fired: list[str] = []
            action.triggered.connect(lambda _checked=False, name=command.id, fired=fired: fired.append(name))
            workspace.context.commands.run(command.id)
            for keys in set(command.shortcuts) - own:
                workspace.header.inspector.setFocus()  # nothing there takes keys of its own
                QTest.keySequence(window, QKeySequence(keys))
                pressed += 1
            assert not fired
        assert workspace.stack.currentWidget() is workspace.pages[shown]
    assert pressed > 5
    assert document.undo_label is None


def test_history_is_found_and_opened_by_name(qtbot: QtBot, workspace: Workspace) -> None:
    workspace.open_palette()
    box = workspace.findChild(PaletteBox)
    assert box is not None
    qtbot.keyClicks(box.list.search, "history")
    qtbot.keyClick(box.list.search, Qt.Key.Key_Return)
    assert workspace.side is not None
    assert workspace.side.isVisible()
