"""The commands that every plan window has, whatever page is shown."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject

from cmoplanner.errors import CmoPlannerError
from cmoplanner.i18n import _
from cmoplanner.model.store.clean import send_clean_copy
from cmoplanner.settings import THEMES
from cmoplanner.ui.approval_files import ApprovalFiles
from cmoplanner.ui.audience_exports import AudienceExports
from cmoplanner.ui.commands import Command
from cmoplanner.ui.exports import Exports
from cmoplanner.ui.history.commands import HistoryCommands
from cmoplanner.ui.languages import available
from cmoplanner.ui.menus import shortcuts
from cmoplanner.ui.new_plan.commands import StartCommands
from cmoplanner.ui.page_exports import PageExports
from cmoplanner.ui.plan_files import SUFFIX, file_name
from cmoplanner.ui.presenter.commands import Presenting
from cmoplanner.ui.save_dialog import ask_plan_file
from cmoplanner.ui.take_over.commands import TakeOver
from cmoplanner.ui.widgets.dialogs import About, Keyboard, Message
from cmoplanner.ui.window import Window
from cmoplanner.ui.workspace import Workspace


class ShellCommands(QObject):
    """File, Edit, View and Help of one open plan."""

    def __init__(self, window: Window, workspace: Workspace) -> None:
        super().__init__(workspace)
        self._window = window
        self._workspace = workspace
        self._context = workspace.context
        self._start = StartCommands(window, workspace)
        self._exports = Exports(workspace.context, window.jobs, workspace.calendar.shown.activities, workspace)
        self.pages = PageExports(
            workspace.context,
            window.jobs,
            lambda: workspace.context.commands.page,
            workspace.calendar.shown.activities,
            workspace,
        )
        self.audiences = AudienceExports(workspace.context, window.jobs, workspace)
        self.approvals = ApprovalFiles(workspace.context, window.jobs, workspace)
        self.take_over = TakeOver(workspace.context, window.jobs, workspace)
        self.history = HistoryCommands(window, workspace)
        self.presenting = Presenting(workspace.context, window, workspace)
        workspace.closing.connect(self.presenting.close_work)
        workspace.keeper.failed.connect(self._tell)

    def commands(self) -> list[Command]:
        """Return all of them in the order of the menus."""
        return [*self._file(), *self._edit(), *self._view(), *self._help()]

    def _file(self) -> list[Command]:
        writable, workspace = self._can_edit, self._workspace
        return [
            *self._start.new_commands(),
            Command("open", _("Open…"), "Ctrl+O", self._window.ask_open, menu="file", group="open"),
            Command(
                "sample", _("Open the sample plan"), "", partial(self._window.open, None), menu="file", group="open"
            ),
            Command(
                "save", _("Update the plan file"), "Ctrl+S", workspace.keeper.save, writable, menu="file", group="save"
            ),
            Command("copy", _("Save a copy…"), "Ctrl+Shift+S", self._ask_copy, menu="file", group="save"),
            Command("clean", _("Send a clean copy…"), "", self._ask_clean_copy, menu="file", group="save"),
            *self.history.file_commands(),
            *self.presenting.commands(),
            *self._exports.commands(),
            *self.pages.commands(),
            *self.audiences.commands(),
            *self.approvals.commands(),
            *self.take_over.commands(),
            *self._start.close_commands(),
            Command("close", _("Close"), "Ctrl+Q", self._window.close, menu="file", group="close"),
        ]

    def _edit(self) -> list[Command]:
        document = self._context.document
        return [
            Command("undo", self._undo_text, "Ctrl+Z", self._undo, lambda: bool(document.undo_label), group="history"),
            Command(
                "redo",
                self._redo_text,
                "Ctrl+Shift+Z Ctrl+Y",
                self._redo,
                lambda: bool(document.redo_label),
                group="history",
            ),
            *self.history.edit_commands(),
            *self._start.edit_commands(),
        ]

    def _view(self) -> list[Command]:
        words = {"system": _("As the system"), "light": _("Light"), "dark": _("Dark")}
        workspace = self._workspace
        return [
            Command("palette", _("Find a command…"), "Ctrl+K", workspace.open_palette, menu="view", group="palette"),
            Command(
                "inspector",
                _("Inspector"),
                "Ctrl+I",
                workspace.toggle_inspector,
                checked=workspace.inspects,
                menu="view",
                group="window",
            ),
            *(
                Command(
                    f"theme.{choice}",
                    words[choice],
                    "",
                    partial(self._window.choose_theme, choice),
                    checked=partial(self._theme_is, choice),
                    menu="view/theme",
                    group="window",
                )
                for choice in THEMES
            ),
            *self._languages(),
        ]

    def _languages(self) -> list[Command]:
        """Return a choice of languages, where there is one."""
        known = available()
        if len(known) < 2:
            return []
        return [
            Command(
                f"language.{code}",
                name,
                "",
                partial(self._window.choose_language, code),
                checked=partial(self._language_is, code),
                menu="view/language",
                group="window",
            )
            for code, name in [("system", _("As the system")), *known]
        ]

    def _language_is(self, code: str) -> bool:
        return self._window.settings.language == code

    def _help(self) -> list[Command]:
        return [
            Command("keyboard", _("Keyboard"), "F1", self._show_keyboard, menu="help", group="help"),
            Command("about", _("About CMO Planner"), "", self._show_about, menu="help", group="help"),
        ]

    def _can_edit(self) -> bool:
        return not self._context.document.read_only

    def _theme_is(self, choice: str) -> bool:
        return self._window.switch.choice == choice

    def _undo_text(self) -> str:
        label = self._context.document.undo_label
        return _("Undo {act}").format(act=label) if label else _("Undo")

    def _redo_text(self) -> str:
        label = self._context.document.redo_label
        return _("Redo {act}").format(act=label) if label else _("Redo")

    def _undo(self) -> None:
        self._context.document.undo()

    def _redo(self) -> None:
        self._context.document.redo()

    def _tell(self, error: CmoPlannerError) -> None:
        Message.of(error, self._window).open()

    def _ask_copy(self) -> None:
        if path := self._ask_path(_("Save a copy"), _("{name} (copy)")):
            self._write(path, self._context.document.save_copy)

    def _ask_clean_copy(self) -> None:
        """Ask where a copy for somebody else goes: without history, versions and what was deleted."""
        if path := self._ask_path(_("Send a clean copy"), _("{name} (to send)")):
            self._write(path, partial(send_clean_copy, self._context.document))

    def _ask_path(self, title: str, pattern: str) -> Path | None:
        document = self._context.document
        proposed = document.path.with_name(pattern.format(name=file_name(document.plan.header.name)) + SUFFIX)
        return ask_plan_file(self._window, title, proposed)

    def _write(self, path: Path, write: Callable[[Path], None]) -> None:
        try:
            write(path)
        except CmoPlannerError as error:
            self._tell(error)
        else:
            self._context.commands.say(_("Copy written: “{name}”").format(name=path.name))

    def _show_keyboard(self) -> None:
        Keyboard(shortcuts(self._context.commands.offered()), self._window).open()

    def _show_about(self) -> None:
        About(str(self._context.document.path), self._window).open()
