"""The commands that start plans, and the one that brings usual channels into a plan."""

from PySide6.QtCore import QObject

from cmoplanner.i18n import _, ngettext
from cmoplanner.ui.commands import Command
from cmoplanner.ui.new_plan.add_channels import AddChannels
from cmoplanner.ui.window import Window
from cmoplanner.ui.workspace import Workspace


class StartCommands(QObject):
    """New plan, closing to the welcome page, and usual channels, for one open plan."""

    def __init__(self, window: Window, workspace: Workspace) -> None:
        super().__init__(workspace)
        self._window = window
        self._workspace = workspace

    def new_commands(self) -> list[Command]:
        """Return what stands at the head of the File menu."""
        return [Command("new", _("New plan…"), "", self._ask_new_plan, menu="file", group="open")]

    def close_commands(self) -> list[Command]:
        """Return what leaves a plan and not the program."""
        show = self._window.show_welcome
        return [Command("welcome", _("Close the plan"), "Ctrl+W", show, menu="file", group="close")]

    def edit_commands(self) -> list[Command]:
        """Return what adds presets to the plan."""
        text = _("Add usual channels…")
        return [Command("channels.add", text, "", self._ask_channels, self._can_edit, menu="edit", group="presets")]

    def _can_edit(self) -> bool:
        return not self._workspace.context.document.read_only

    def _ask_new_plan(self) -> None:
        self._window.start.ask_new_plan()

    def _ask_channels(self) -> None:
        """Let channels be ticked, and say which were added."""
        context = self._workspace.context
        dialog = AddChannels(context.document, context.theme, self._window)
        dialog.accepted.connect(lambda: self._tell_added(len(dialog.added)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _tell_added(self, n: int) -> None:
        told = ngettext(
            "{n} channel was added, with its assumptions", "{n} channels were added, with their assumptions", n
        )
        self._workspace.context.commands.say(told.format(n=n))
