"""What can be done about a plan's past: history, versions, comparisons, backups and other copies of the file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from cmoplanner.errors import CmoPlannerError, EditRefused
from cmoplanner.i18n import _
from cmoplanner.model.store.backups import Backup
from cmoplanner.model.store.restore import restore, restore_version
from cmoplanner.model.store.versions import Moment, Packed, Version
from cmoplanner.report.formats import Formats
from cmoplanner.ui.commands import Command
from cmoplanner.ui.folders import show_folder
from cmoplanner.ui.history.compare_view import CompareDialog
from cmoplanner.ui.history.entries import gone_words, moment_words
from cmoplanner.ui.history.naming import Later, VersionName
from cmoplanner.ui.history.panel import HistoryPanel, VersionActs
from cmoplanner.ui.history.restore_view import RestoreDialog
from cmoplanner.ui.history.sides import NOW, Side, backup_side, file_side, own_sides, step_side
from cmoplanner.ui.jobs import Progress
from cmoplanner.ui.outlook import HEAVY
from cmoplanner.ui.pacing import giving_way
from cmoplanner.ui.plan_files import SUFFIX, file_name
from cmoplanner.ui.save_dialog import ask_new_plan_file
from cmoplanner.ui.widgets.dialogs import Confirm, Message, Working

if TYPE_CHECKING:
    from cmoplanner.ui.window import Window
    from cmoplanner.ui.workspace import Workspace


def _packed(moment: Moment, progress: Progress) -> Packed:
    packed = moment.packed(giving_way(progress))
    progress.report(1.0)  # whoever stopped it meanwhile wants no version
    return packed


def _nothing() -> None:
    """Nothing else is to be done."""


class HistoryCommands(QObject):
    """Looks after the past of one open plan."""

    def __init__(self, window: Window, workspace: Workspace) -> None:
        super().__init__(workspace)
        self._window = window
        self._workspace = workspace
        self._context = workspace.context
        self._panel: HistoryPanel | None = None

    def file_commands(self) -> list[Command]:
        """Return what stands in the File menu."""
        return [
            Command("version", _("Name this version…"), "", self.ask_name, self._can_edit, menu="file", group="past"),
            Command("restore", _("Restore a backup…"), "", self.ask_backup, menu="file", group="past"),
        ]

    def edit_commands(self) -> list[Command]:
        """Return what stands in the Edit menu."""
        return [
            Command("history", _("History"), "Ctrl+Shift+H", self.toggle, checked=self._is_shown, group="history"),
        ]

    @property
    def panel(self) -> HistoryPanel:
        """The history panel, made when it is first needed."""
        if self._panel is None:
            acts = VersionActs(self.compare_version, self.ask_other_name, self.ask_new_plan, self.ask_delete)
            self._panel = HistoryPanel(self._context, acts, self._workspace)
            self._panel.closed.connect(self.close)
            self._panel.go_asked.connect(self.go_to)
            self._panel.compare_asked.connect(self.compare_step)
            self._panel.name_asked.connect(self.ask_name)
            self._panel.hide()
        return self._panel

    def toggle(self) -> None:
        """Show the history in the inspector's place, or put it away."""
        if self._is_shown():
            self.close()
        else:
            self.open()

    def open(self) -> None:
        """Show the history, ready for the keyboard."""
        self._workspace.show_side(self.panel)
        self.panel.open()

    def close(self) -> None:
        """Put the history away; the page has the keyboard again."""
        self._workspace.show_side(None)
        self._workspace.focus_page()

    def _is_shown(self) -> bool:
        return self._panel is not None and self._workspace.side is self._panel

    def _can_edit(self) -> bool:
        return not self._context.document.read_only

    def go_to(self, step: int | None) -> None:
        """Go back or forward to an act (None: before all of them) and say what that did."""
        document = self._context.document
        before = document.steps()
        try:
            document.go_to(step)
        except CmoPlannerError as error:
            self._tell(error)
        else:
            self._say(gone_words(before, step, self._formats()))

    # named versions

    def ask_name(self) -> None:
        """Ask for a name and keep the plan under it as it is now."""
        explained = _("The plan as it is now is kept in its file under this name, to be compared with later.")
        VersionName(_("Name this version"), explained, _("Keep this version"), self._name, self._window).open()

    def _name(self, name: str, note: str) -> Later | None:
        """Keep the plan as it is now under a name; a large one is packed beside the window."""
        document = self._context.document
        moment = document.moment(name, note)
        if len(document.plan.activities) < HEAVY:
            self._keep(moment.packed())
            return None
        title = _("Keeping “{name}”").format(name=moment.name)
        return self._window.jobs.start(title, partial(_packed, moment)), self._keep

    def _keep(self, packed: Packed) -> None:
        version = self._context.document.keep_version(packed)
        self._say(_("Version “{name}” is kept").format(name=version.name))
        if self._is_shown():
            self.panel.choose_version(version.id)

    def ask_other_name(self, version_id: str) -> None:
        """Ask for another name of a version."""
        version = self._version(version_id)
        explained = _("It still holds the plan as it was on {moment}.").format(moment=self._moment(version))
        take = partial(self._rename, version)
        dialog = VersionName(_("Rename the version"), explained, _("Rename"), take, self._window, noted=False)
        dialog.show_name(version.name)
        dialog.open()

    def _rename(self, version: Version, name: str, _note: str) -> None:
        self._context.document.rename_version(version.id, name)
        self._say(_("The version is called “{name}” now").format(name=self._version(version.id).name))

    def ask_delete(self, version_id: str) -> None:
        """Delete a version if that is really meant: no undo brings it back."""
        version = self._version(version_id)
        lost = _(
            "The plan as it was on {moment} can then no longer be compared with or opened, and undo does not bring "
            "it back. The plan as it is now stays as it is."
        )
        question = Confirm(
            _("Delete the version “{name}”?").format(name=version.name),
            lost.format(moment=self._moment(version)),
            _("Delete for good"),
            self._window,
        )
        question.accepted.connect(partial(self._delete, version))
        question.open()

    def _delete(self, version: Version) -> None:
        try:
            self._context.document.delete_version(version.id)
        except CmoPlannerError as error:
            self._tell(error)
        else:
            self._say(_("Version “{name}” is deleted").format(name=version.name))

    def ask_new_plan(self, version_id: str) -> None:
        """Ask where a version goes as a plan file of its own, write and open it."""
        document = self._context.document
        version = self._version(version_id)
        if path := self._ask_path(_("Open a version as a new plan"), version.name):
            self._write_and_open(path, partial(restore_version, document.contents(), version.id))

    def _version(self, version_id: str) -> Version:
        found = next((version for version in self._context.document.versions if version.id == version_id), None)
        if found is None:
            raise EditRefused(_("There is no such version in the plan."))
        return found

    def _moment(self, version: Version) -> str:
        return moment_words(version.at, self._formats())

    # comparing

    def compare_version(self, version_id: str) -> None:
        """Show what is other now than in a version."""
        self._compare([], f"version:{version_id}", NOW)

    def compare_files(self, paths: Sequence[Path]) -> None:
        """Show what is other now than in other copies of the plan, the first one to begin with."""
        sides = [file_side(path) for path in paths]
        self._compare(sides, sides[0].key, NOW)

    def compare_step(self, step: int | None) -> None:
        """Show what is other now than after an act (None: before all of them)."""
        try:
            side = step_side(self._context.document, step, self._formats())
        except CmoPlannerError as error:
            self._tell(error)
        else:
            self._compare([side], side.key, NOW)

    def _compare_backup(self, backup: Backup) -> None:
        side = backup_side(backup, self._formats())
        self._compare([side], side.key, NOW)

    def _compare(self, further: Sequence[Side], before: str, after: str) -> None:
        sides = [*own_sides(self._context.document), *further]
        window = self._window
        CompareDialog(self._context.theme, window.jobs, sides, before, after, self._say, window).open()

    # backups

    def ask_backup(self) -> None:
        """Show the backups, to be looked into, compared and restored."""
        document = self._context.document
        dialog = RestoreDialog(
            self._context.theme, self._window.jobs, document.plan, document.backups(), parent=self._window
        )
        dialog.compare_asked.connect(self._compare_backup)
        dialog.restore_asked.connect(partial(self._ask_restore, dialog))
        dialog.open()

    def _ask_restore(self, dialog: RestoreDialog, backup: Backup) -> None:
        at = backup.at.astimezone()
        if path := self._ask_path(_("Restore as a new file"), _("backup of {day}").format(day=f"{at:%Y-%m-%d %H.%M}")):
            self._write_and_open(path, partial(restore, backup.path), dialog.accept)

    # files

    def _ask_path(self, title: str, what: str) -> Path | None:
        """Ask for a new file; one that is there already is refused when it comes to writing."""
        document = self._context.document
        proposed = file_name(_("{plan} ({what})").format(plan=document.plan.header.name, what=what)) + SUFFIX
        return ask_new_plan_file(self._window, title, document.path.with_name(proposed))

    def _write_and_open(
        self, path: Path, write: Callable[[Path], None], written: Callable[[], None] = _nothing
    ) -> None:
        """Write a plan file in a thread, then open it; what asked for it stays until it is written."""
        if path.exists():
            sentence = _("There is already a file “{name}”.").format(name=path.name)
            remedy = _("Nothing was written. Choose another name; no plan file is ever written over.")
            Message(_("CMO Planner"), sentence, remedy, parent=self._window).open()
            return

        def work(progress: Progress) -> Path:
            progress.report(0.0)
            write(path)
            return path

        job = self._window.jobs.start(_("Writing “{name}”").format(name=path.name), work)
        Working(job, self._window)
        job.done.connect(partial(self._open_written, written))
        job.failed.connect(self._tell)

    def _open_written(self, written: Callable[[], None], path: Path) -> None:
        written()
        self._window.open(path)

    def save_copy(self) -> None:
        """Ask where a copy of the plan goes, and write it."""
        self._context.commands.run("copy")

    def show_in_folder(self, path: Path) -> None:
        """Show where a file lies, in the system's file manager."""
        if not show_folder(path):
            self._say(_("The folder is {folder}").format(folder=path.parent))

    # telling

    def _formats(self) -> Formats:
        return Formats.of(self._context.document.plan)

    def _say(self, text: str) -> None:
        self._context.commands.say(text)

    def _tell(self, error: Exception) -> None:
        Message.of(error, self._window).open()
