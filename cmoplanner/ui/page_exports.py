"""Pages exported, printed and copied from whatever page of the window is shown; they are worked out beside it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from cmoplanner.errors import CmoPlannerError, ExportFailed
from cmoplanner.i18n import _
from cmoplanner.model.plan import Activity, Plan
from cmoplanner.model.store.versions import approved_of
from cmoplanner.report.deck.blocks import Kind, Page
from cmoplanner.report.palette import Palette
from cmoplanner.ui.calendar.closed import holiday_language
from cmoplanner.ui.commands import Command
from cmoplanner.ui.context import Context
from cmoplanner.ui.jobs import Jobs, Progress
from cmoplanner.ui.plan_files import file_name
from cmoplanner.ui.save_dialog import ask_file
from cmoplanner.ui.widgets.dialogs import Message, Working

if TYPE_CHECKING:  # what makes pages is loaded when pages are asked for
    from cmoplanner.exchange.slides.brand import Brand
    from cmoplanner.ui.page_choice import Choice, PageChoice, Ready

SHOWN = {"calendar": Kind.CALENDAR, "budget": Kind.BUDGET, "outcome": Kind.OUTCOME, "assumptions": Kind.OUTCOME}
"""The page of a presentation that says most of what a page of the window shows."""
PICTURE_SCALE = 1.0


class PageExports(QObject):
    """Works the pages out in a thread, keeps them while the plan stays as it is, and hands them on."""

    def __init__(
        self,
        context: Context,
        jobs: Jobs,
        shown: Callable[[], str],
        activities: Callable[[], Sequence[Activity]],
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._context = context
        self._jobs = jobs
        self._shown = shown
        self._activities = activities
        self._window = window
        self._known: tuple[Plan, Ready] | None = None
        self.dialog: PageChoice | None = None

    def commands(self) -> list[Command]:
        """Return what can be done with pages; each from every page of the window."""
        acts = (
            ("export.deck", _("Presentation (PowerPoint, PDF)…"), self.choose_deck),
            ("export.shown", _("This page or a chart…"), self.choose_shown),
            ("copy.picture", _("Copy this page as picture"), self.copy_picture),
            ("copy.table", _("Copy this page as table"), self.copy_table),
        )
        return [
            *(Command(key, text, "", run, menu="file/export", group="pages") for key, text, run in acts),
            Command("print", _("Print…"), "Ctrl+P", self.print_shown, menu="file", group="print"),
        ]

    @property
    def kind(self) -> Kind:
        """The kind of page for what is shown."""
        return SHOWN.get(self._shown(), Kind.SUMMARY)

    # the pages

    def with_pages(self, then: Callable[[Ready], object]) -> None:
        """Go on with what the pages are made from, worked out first if the plan is another one."""
        document = self._context.document
        plan = document.plan
        if self._known is not None and self._known[0] is plan:
            then(self._known[1])
            return
        found = document.versions
        chosen = approved_of(found, document.plan.header.approved_version) or (found[-1] if found else None)
        before = (document.plan_of(chosen.id), chosen.name) if chosen is not None else (None, "")
        work = partial(_gathered, plan, before, holiday_language(self._context))
        job = self._jobs.start(_("Working the pages out"), work)
        Working(job, self._window)

        def take(ready: Ready) -> None:
            self._known = (plan, ready)
            then(ready)

        job.done.connect(take)
        job.failed.connect(self._tell)
        job.dropped.connect(lambda: self._context.commands.say(_("Stopped.")))

    def _page(self, ready: Ready) -> Page:
        from cmoplanner.report.deck.deck import pages

        return pages(ready.material, [self.kind])[0]

    # choosing

    def choose_deck(self) -> None:
        """Ask how the whole presentation is exported."""
        self.with_pages(partial(self._choose, None))

    def choose_shown(self) -> None:
        """Ask how what is shown, or a chart of it, is exported."""
        kind = self.kind
        self.with_pages(partial(self._choose, kind))

    def _choose(self, kind: Kind | None, ready: Ready) -> None:
        from cmoplanner.ui.page_choice import PageChoice

        dialog = PageChoice(self._context, ready, kind, self._window)
        self.dialog = dialog
        dialog.exported.connect(self.ask)
        dialog.printed.connect(self.preview)
        dialog.pictured.connect(lambda choice: self._copy_picture(choice.pages[0], choice.theme))
        dialog.tabled.connect(lambda choice: self._copy_rows(choice.pages))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def ask(self, choice: Choice) -> None:
        """Ask where the pages go, then write them."""
        document = self._context.document
        name = f"{document.plan.header.name} – {choice.name}"
        proposed = document.path.with_name(file_name(name) + choice.suffix)
        words = {
            ".pptx": _("PowerPoint (*.pptx)"),
            ".pdf": _("PDF (*.pdf)"),
            ".png": _("Picture (*.png)"),
            ".svg": _("Scalable picture (*.svg)"),
        }
        path = ask_file(self.dialog or self._window, _("Export"), proposed, choice.suffix, words[choice.suffix])
        if path:
            self.write(choice, path)

    def write(self, choice: Choice, path: Path) -> None:
        """Write pages in a thread, as the name's ending says."""
        from cmoplanner.ui.company_look import remembered

        work = partial(_written, choice, self._context.document.plan, remembered(self._context), path)
        job = self._jobs.start(_("Writing “{name}”").format(name=path.name), work)
        Working(job, self._window)
        job.done.connect(self._done)
        job.failed.connect(lambda error: self._tell(ExportFailed(path, str(error)) if _of_disk(error) else error))
        job.dropped.connect(lambda: self._context.commands.say(_("Stopped.")))

    # clipboard

    def copy_picture(self) -> None:
        """Copy what is shown as a picture."""
        self.with_pages(lambda ready: self._copy_picture(self._page(ready), "light"))

    def _copy_picture(self, page: Page, theme: str) -> None:
        from cmoplanner.ui.page_export import deck_leaves
        from cmoplanner.ui.paper import image_of
        from cmoplanner.ui.render import Renderer
        from cmoplanner.ui.theme import Theme

        renderer = Renderer(Theme(Palette.load(theme)))
        (leaf,) = deck_leaves([page], renderer)
        QGuiApplication.clipboard().setImage(image_of(leaf, renderer, PICTURE_SCALE))
        self._context.commands.say(_("“{title}” is copied as a picture.").format(title=page.title))

    def copy_table(self) -> None:
        """Copy what is shown as a table; the calendar with the activities that its filter shows."""
        if self.kind is Kind.CALENDAR:
            from cmoplanner.exchange.activity_table import write_activities

            ids = [row.id for row in self._activities()]
            self._put_rows(write_activities(self._context.document.plan, ids))
            return
        self.with_pages(lambda ready: self._copy_rows([self._page(ready)]))

    def _copy_rows(self, pages: list[Page]) -> None:
        from cmoplanner.report.deck.as_rows import rows_of

        self._put_rows([row for page in pages for row in [[page.title], *rows_of(page), []]])

    def _put_rows(self, rows: list[list[str]]) -> None:
        from cmoplanner.report.deck.as_rows import as_html, as_tabs

        data = QMimeData()
        data.setText(as_tabs(rows))
        data.setHtml(as_html(rows))
        QGuiApplication.clipboard().setMimeData(data)
        self._context.commands.say(_("Copied as a table."))

    # paper

    def print_shown(self) -> None:
        """Show the system's print preview of what is shown."""
        from cmoplanner.ui.page_choice import Choice
        from cmoplanner.ui.paper import SCREEN

        kind = self.kind
        self.with_pages(lambda ready: self.preview(Choice([self._page(ready)], kind.value, "light", SCREEN, ".pdf")))

    def preview(self, choice: Choice) -> None:
        """Show pages as the printer will print them; from there the system's print dialog is one step away."""
        from PySide6.QtPrintSupport import QPrinter, QPrintPreviewDialog

        from cmoplanner.ui.page_export import deck_leaves
        from cmoplanner.ui.paper import SCREEN, print_on
        from cmoplanner.ui.render import Renderer
        from cmoplanner.ui.theme import Theme

        renderer = Renderer(Theme(Palette.load(choice.theme)), searchable=True)
        leaves = deck_leaves(choice.pages, renderer)
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setDocName(self._context.document.plan.header.name)
        printer.setPageOrientation(SCREEN.layout.orientation())
        dialog = QPrintPreviewDialog(printer, self._window)
        dialog.setWindowTitle(_("Print"))
        dialog.paintRequested.connect(partial(print_on, leaves, renderer))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    # what is said

    def _done(self, written: list[Path]) -> None:
        name, folder = written[0].name, written[0].parent
        said = _("“{name}” written to “{folder}”").format(name=name, folder=folder)
        if len(written) > 1:
            said = _("{n} pictures written to “{folder}”").format(n=len(written), folder=folder)
        self._context.commands.say(said)

    def _tell(self, error: Exception) -> None:
        Message.of(error, self._window).open()


def _of_disk(error: Exception) -> bool:
    return isinstance(error, OSError) and not isinstance(error, CmoPlannerError)


def _gathered(plan: Plan, before: tuple[Plan | None, str], language: str, progress: Progress) -> Ready:
    from cmoplanner.model.public_holidays import holidays_of
    from cmoplanner.report.deck.material import gather
    from cmoplanner.ui.page_choice import Ready

    regions = plan.header.holiday_regions
    holidays = holidays_of(regions, plan.calendar.year, language) if regions else ()
    return Ready.of(gather(plan, holidays, *before, report=progress.report))


def _written(choice: Choice, plan: Plan, brand: Brand, path: Path, progress: Progress) -> list[Path]:
    """Write pages as the ending says. Hatching is lines here: pictures of it are made on the window's thread only."""
    from cmoplanner.ui.page_export import deck_leaves, write_leaves
    from cmoplanner.ui.paper import About
    from cmoplanner.ui.render import Renderer
    from cmoplanner.ui.theme import Theme

    progress.report(0.0)
    palette = Palette.load(choice.theme)
    renderer = Renderer(Theme(palette), searchable=True)
    if choice.suffix == ".pptx":
        from cmoplanner.exchange.slides.deck import Slides, export_slides

        return [export_slides(Slides(choice.pages, renderer.measure, palette, brand), plan, path)]
    leaves = deck_leaves(choice.pages, renderer)
    return write_leaves(leaves, path, renderer, About.of(plan), paper=choice.paper, scale=choice.scale)
