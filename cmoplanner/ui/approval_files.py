"""The command that writes the approval pack: a workbook to be filled in, or pages to be signed."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from cmoplanner.errors import CmoPlannerError, ExportFailed
from cmoplanner.i18n import _
from cmoplanner.report.approval_pack import Pack, approval_pack
from cmoplanner.ui.commands import Command
from cmoplanner.ui.context import Context
from cmoplanner.ui.jobs import Jobs, Progress
from cmoplanner.ui.plan_files import file_name
from cmoplanner.ui.save_dialog import ask_file
from cmoplanner.ui.widgets.dialogs import Message, Working


class ApprovalFiles(QObject):
    """Asks for a file and writes what waits for approval; changes nothing in the plan."""

    def __init__(self, context: Context, jobs: Jobs, window: QWidget) -> None:
        super().__init__(window)
        self._context = context
        self._jobs = jobs
        self._window = window

    def commands(self) -> list[Command]:
        """Return what stands in the File menu."""
        return [Command("export.approvals", _("Approval pack…"), "", self.ask, menu="file/export", group="file")]

    def ask(self) -> None:
        """Ask where to, then write."""
        document = self._context.document
        name = file_name(_("{plan} approvals").format(plan=document.plan.header.name))
        kinds = _("Excel workbook (*.xlsx)") + ";;" + _("PDF (*.pdf)")
        proposed = document.path.with_name(f"{name}.xlsx")
        if path := ask_file(self._window, _("Approval pack"), proposed, ".xlsx", kinds, also=(".pdf",)):
            self.write(path)

    def write(self, path: Path) -> None:
        """Write the pack; what each line brings is worked out in a thread."""
        plan = self._context.document.plan

        def work(progress: Progress) -> Pack:
            return approval_pack(plan, progress.report)

        job = self._jobs.start(_("Writing “{name}”").format(name=path.name), work)
        Working(job, self._window)
        job.done.connect(partial(self._write, path))
        job.failed.connect(partial(self._failed, path))
        job.dropped.connect(lambda: self._context.commands.say(_("Stopped.")))

    def _write(self, path: Path, pack: Pack) -> None:
        try:
            if path.suffix.casefold() == ".pdf":
                from cmoplanner.ui.approval_pdf import write_pack_pdf

                write_pack_pdf(pack, path)
            else:
                from cmoplanner.exchange.approval_pack_out import export_pack

                export_pack(pack, path, self._context.document.uuid)
        except (CmoPlannerError, OSError) as error:
            self._failed(path, error)
        else:
            told = _("“{name}” written to “{folder}”").format(name=path.name, folder=path.parent)
            self._context.commands.say(told)

    def _failed(self, path: Path, error: Exception) -> None:
        told = ExportFailed(path, str(error)) if isinstance(error, OSError) else error
        Message.of(told, self._window).open()
