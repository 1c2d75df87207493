"""Commands declared as data; menus, shortcuts and the palette are made from them."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence

from cmoplanner.ui.text import plain_action


def _always() -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Command:
    """Something the user can do: a text (or what makes it, when it changes), a shortcut and a function.

    `menu` names its place: "file", "file/export", "edit", "view", "view/theme", "help"; "" keeps it out of the menus.
    A `checked` function makes it a tick. Commands with the same `group` stand together between separators.
    A command of a `page` is there while that page is shown; other pages may use its shortcut.
    Several shortcuts are separated by spaces: "Ctrl+Shift+Z Ctrl+Y".
    """

    id: str
    text: str | Callable[[], str]
    shortcut: str = ""
    run: Callable[[], object] = _always
    enabled: Callable[[], bool] = _always
    checked: Callable[[], bool] | None = None
    menu: str = "edit"
    group: str = ""
    page: str = ""

    @property
    def label(self) -> str:
        """The text as it is now."""
        return self.text if isinstance(self.text, str) else self.text()

    @property
    def shortcuts(self) -> tuple[str, ...]:
        """Each shortcut by itself, the one that menus show first."""
        return tuple(self.shortcut.split())


class Commands(QObject):
    """Every command of the window with its action, and the voice that says what was done."""

    added = Signal()
    said = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._actions: dict[str, tuple[Command, QAction]] = {}
        self._page = ""

    @property
    def page(self) -> str:
        """The page that is shown."""
        return self._page

    def show_page(self, page: str) -> None:
        """Offer the commands of one page, and take away those of the others."""
        self._page = page
        self.refresh()

    def offered(self) -> list[Command]:
        """Return the commands of the window and of the page that is shown."""
        return [command for command in self if command.page in ("", self._page)]

    def add(self, commands: Iterable[Command]) -> None:
        """Declare commands. Raises ValueError for an id or a shortcut that is taken."""
        for command in commands:
            self._check(command)
            action = QAction(self)
            action.setObjectName(command.id)
            action.setCheckable(command.checked is not None)
            action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
            action.setShortcuts([QKeySequence(keys) for keys in command.shortcuts])
            action.triggered.connect(partial(self._do, command))
            self._actions[command.id] = (command, action)
            self._refresh_one(command, action)
        self.added.emit()

    def _check(self, command: Command) -> None:
        if command.id in self._actions:
            raise ValueError(f"command {command.id} is declared twice")
        rivals = [other for other in self if not other.page or not command.page or other.page == command.page]
        taken = {keys for other in rivals for keys in other.shortcuts}
        if not taken.isdisjoint(command.shortcuts):
            raise ValueError(f"shortcut {command.shortcut} of {command.id} is taken")

    def _do(self, command: Command, _checked: bool = False) -> None:
        command.run()
        self.refresh()

    def __iter__(self) -> Iterator[Command]:
        return iter([command for command, _action in self._actions.values()])

    def action(self, command_id: str) -> QAction:
        """Return the action of a command, for menus and buttons. Raises KeyError if there is none."""
        return self._actions[command_id][1]

    def run(self, command_id: str) -> None:
        """Do it, if it is enabled now. Raises KeyError if there is no such command."""
        command, action = self._actions[command_id]
        if action.isVisible() and command.enabled():
            action.trigger()

    def refresh(self) -> None:
        """Ask every command again for its text, tick and whether it can be done."""
        for command, action in self._actions.values():
            self._refresh_one(command, action)

    def _refresh_one(self, command: Command, action: QAction) -> None:
        offered = command.page in ("", self._page)
        action.setVisible(offered)
        if not offered:
            action.setEnabled(False)  # its shortcut is another command's now
            return
        action.setText(plain_action(command.label))
        action.setEnabled(command.enabled())
        if command.checked is not None:
            action.setChecked(command.checked())

    def say(self, text: str) -> None:
        """Tell the user in the status bar what was done."""
        self.said.emit(text)
