"""The command that brings a workbook or an approval pack back in: choose the file, look, take over what is accepted."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from cmoplanner.exchange.book_back import BookBack, Change, read_back, wanted_of
from cmoplanner.i18n import _
from cmoplanner.model.edits.approvals import record_decisions
from cmoplanner.model.edits.workbook import take_over_workbook
from cmoplanner.ui.commands import Command
from cmoplanner.ui.context import Context
from cmoplanner.ui.jobs import Jobs, Progress
from cmoplanner.ui.plan_data.doing import do
from cmoplanner.ui.take_over.dialog import TakeOverDialog
from cmoplanner.ui.widgets.dialogs import Message, Working


class TakeOver(QObject):
    """Takes over changes of a workbook into one open plan."""

    def __init__(self, context: Context, jobs: Jobs, window: QWidget) -> None:
        super().__init__(window)
        self._context = context
        self._jobs = jobs
        self._window = window

    def commands(self) -> list[Command]:
        """Return what stands in the File menu."""
        writable = not self._context.document.read_only
        text = _("Take over a workbook or approval pack…")
        return [Command("import.workbook", text, "", self.ask, lambda: writable, menu="file", group="file")]

    def ask(self) -> None:
        """Ask for the workbook, then read it."""
        folder = str(self._context.document.path.parent)
        kinds = _("Excel workbook (*.xlsx)")
        chosen, _kind = QFileDialog.getOpenFileName(self._window, _("Workbook from finance"), folder, kinds)
        if chosen:
            self.read(Path(chosen))

    def read(self, path: Path) -> None:
        """Read a workbook in a thread, then show what was changed in it."""
        document = self._context.document
        plan, origin = document.plan, document.uuid

        def work(progress: Progress) -> BookBack:
            from cmoplanner.exchange.approval_pack_in import is_pack, read_pack

            progress.report(0.0)
            found = read_pack(path, plan, origin) if is_pack(path) else read_back(path, plan, origin)
            progress.report(1.0)
            return found

        title = _("Reading “{name}”").format(name=path.name)
        job = self._jobs.start(title, work, revision=lambda: document.plan.revision)
        Working(job, self._window)
        job.done.connect(self._show)
        job.failed.connect(lambda error: Message.of(error, self._window).open())
        job.dropped.connect(lambda: self._context.commands.say(_("Stopped.")))

    def _show(self, back: BookBack) -> None:
        dialog = TakeOverDialog(self._context.theme, back, self._window)
        dialog.asked.connect(partial(self._back_up, dialog, back))
        dialog.open()

    def _back_up(self, dialog: TakeOverDialog, back: BookBack, changes: list[Change]) -> None:
        """Keep a backup in a thread, then take the changes over."""
        dialog.take.setEnabled(False)
        pending = self._context.document.pending_backup()

        def work(progress: Progress) -> None:
            progress.report(0.0)
            pending.write()

        job = self._jobs.start(_("Keeping a backup"), work)
        job.done.connect(lambda _none: self._take(dialog, back, changes))
        job.failed.connect(lambda error: Message.of(error, dialog).open())
        job.ended.connect(lambda: dialog.take.setEnabled(bool(dialog.changes.chosen)))

    def _take(self, dialog: TakeOverDialog, back: BookBack, changes: list[Change]) -> None:
        from cmoplanner.exchange.approval_pack_in import decisions_of

        plan = self._context.document.plan
        before = plan.revision
        if decisions := decisions_of(changes):
            do(self._context, dialog.say_no, record_decisions, decisions)
        else:
            do(self._context, dialog.say_no, take_over_workbook, back.file, wanted_of(plan, changes))
        if self._context.document.plan.revision != before:
            self._context.commands.say(_("Changes of “{name}” taken over.").format(name=back.file))
            dialog.accept()
