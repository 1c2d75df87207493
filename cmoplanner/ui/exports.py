"""Exports from the window: the calendar as picture, page, table or calendar file, the plan as workbook."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from cmoplanner.errors import CmoPlannerError, ExportFailed
from cmoplanner.i18n import _
from cmoplanner.model.plan import Activity
from cmoplanner.ui.calendar.closed import holiday_language
from cmoplanner.ui.calendar.memory import CalendarMemory
from cmoplanner.ui.commands import Command
from cmoplanner.ui.context import Context
from cmoplanner.ui.jobs import Jobs, Progress
from cmoplanner.ui.plan_files import file_name
from cmoplanner.ui.ranges import Ranged, ranged
from cmoplanner.ui.save_dialog import ask_file
from cmoplanner.ui.widgets.dialogs import Message, Working


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file: its ending, and what the dialog calls it."""

    suffix: str
    filter: str


class Exports(QObject):
    """Asks for a file, publishes nothing, changes nothing: writes the plan as it is now.

    Tables and calendar files have the activities that the calendar's filter shows.
    """

    def __init__(self, context: Context, jobs: Jobs, shown: Callable[[], Sequence[Activity]], window: QWidget) -> None:
        super().__init__(window)
        self._context = context
        self._shown = shown
        self._jobs = jobs
        self._window = window

    def commands(self) -> list[Command]:
        """Return a command for each format."""
        workbook = Format(".xlsx", _("Excel workbook (*.xlsx)"))
        picture = Format(".png", _("Picture (*.png)"))
        page = Format(".pdf", _("PDF (*.pdf)"))
        scalable = Format(".svg", _("Scalable picture (*.svg)"))
        events = Format(".ics", _("Calendar file (*.ics)"))
        table = Format(".csv", _("Table (*.csv)"))
        return [
            Command(f"export{kind.suffix}", text, "", partial(self.ask, kind), menu="file/export", group="file")
            for kind, text in (
                (workbook, _("Excel workbook…")),
                (picture, _("Calendar picture (PNG)…")),
                (page, _("Calendar as PDF…")),
                (scalable, _("Calendar picture (SVG)…")),
                (events, _("Calendar for Outlook, Apple, Google (ICS)…")),
                (table, _("Calendar as table (CSV)…")),
            )
        ] + [Command("export.erp", _("Load for accounting…"), "", self.ask_erp, menu="file/export", group="file")]

    def ask(self, kind: Format) -> None:
        """Ask where to, then write."""
        document = self._context.document
        proposed = document.path.with_name(file_name(document.plan.header.name) + kind.suffix)
        if path := ask_file(self._window, _("Export"), proposed, kind.suffix, kind.filter):
            self.write(path)

    def ask_erp(self) -> None:
        """Ask where the load for accounting goes, then write it."""
        document = self._context.document
        name = _("{plan} for accounting").format(plan=document.plan.header.name)
        kinds = _("Excel workbook (*.xlsx);;Table (*.csv)")
        proposed = document.path.with_name(f"{file_name(name)}.xlsx")
        if path := ask_file(self._window, _("Export"), proposed, ".xlsx", kinds, also=(".csv",)):
            self.write_erp(path)

    def write_erp(self, path: Path) -> None:
        """Write the load for accounting in a thread, then say what is in it and what lacks a code."""
        plan = self._context.document.plan

        def work(progress: Progress) -> list[str]:
            from cmoplanner.exchange.erp_out import export_erp, load_words

            progress.report(0.0)
            return load_words(plan, export_erp(plan, path))

        job = self._jobs.start(_("Writing “{name}”").format(name=path.name), work)
        Working(job, self._window)
        told = _("“{name}” written. {parts}")
        job.done.connect(lambda parts: self._context.commands.say(told.format(name=path.name, parts=" · ".join(parts))))
        job.failed.connect(lambda error: self._failed(path, error))
        job.dropped.connect(lambda: self._context.commands.say(_("Stopped.")))

    def write(self, path: Path) -> None:
        """Write the file that the ending asks for; the workbook in a thread, pictures once their range is drawn."""
        if path.suffix.casefold() == ".xlsx":
            self._write_workbook(path)
            return
        if path.suffix.casefold() in (".ics", ".csv"):
            self._write_rows(path)
            return
        ranges = self._context.outlook.ranges
        if ranges.found is not None and not ranges.busy:
            self._write_calendar(path, ranges.found)
            return
        job = self._jobs.start(_("Drawing the range of the outcome"), partial(ranged, self._context.outlook.outcome))
        Working(job, self._window)
        job.done.connect(partial(self._write_calendar, path))
        job.failed.connect(lambda error: self._failed(path, error))
        job.dropped.connect(lambda: self._context.commands.say(_("Stopped.")))

    def _write_rows(self, path: Path) -> None:
        from cmoplanner.exchange.calendar_table import export_calendar_csv, touching
        from cmoplanner.exchange.ics_out import export_calendar_file

        document = self._context.document
        try:
            if path.suffix.casefold() == ".ics":
                export_calendar_file(document.plan, document.uuid, path, activities=self._shown())
            else:
                export_calendar_csv(document.plan, touching(document.plan, self._shown(), None), path)
        except (CmoPlannerError, OSError) as error:
            self._failed(path, error)
        else:
            self._done(path)

    def _write_calendar(self, path: Path, found: Ranged) -> None:
        from cmoplanner.ui.calendar_export import closed_days, export_calendar

        plan, memory = found.outcome.compiled.plan, CalendarMemory(self._context)
        shown = {name: memory.is_on(name) for name in ("blackouts", "holidays")}
        shown["contracts"] = memory.read().get("contracts") is True
        closed = closed_days(plan, **shown, language=holiday_language(self._context))
        try:
            export_calendar(
                plan, found.outcome, path, arrangement=memory.arrangement, ranged=found.bands, closed=closed
            )
        except (CmoPlannerError, OSError) as error:
            self._failed(path, error)
        else:
            self._done(path)

    def _write_workbook(self, path: Path) -> None:
        document, outcome = self._context.document, self._context.outlook.outcome
        plan, contents = document.plan, document.contents()
        ranges = self._context.outlook.ranges
        known = ranges.found if ranges.found and ranges.found.outcome is outcome and not ranges.busy else None

        def work(progress: Progress) -> Path:
            from cmoplanner.exchange.book_beside import prepared
            from cmoplanner.exchange.workbook import export_workbook

            told = prepared(plan, contents, outcome, known.bands if known else None, progress.report)
            export_workbook(plan, outcome, path, told)
            return path

        job = self._jobs.start(_("Writing “{name}”").format(name=path.name), work)
        Working(job, self._window)
        job.done.connect(self._done)
        job.failed.connect(lambda error: self._failed(path, error))
        job.dropped.connect(lambda: self._context.commands.say(_("Stopped.")))

    def _done(self, path: Path) -> None:
        self._context.commands.say(_("“{name}” written to “{folder}”").format(name=path.name, folder=path.parent))

    def _failed(self, path: Path, error: Exception) -> None:
        told = ExportFailed(path, str(error)) if isinstance(error, OSError) else error
        Message.of(told, self._window).open()
