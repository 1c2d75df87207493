"""The menu of the budget's layouts: saved arrangements, columns of the year, and the other times shown beside."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QWidget

from cmoplanner.i18n import _
from cmoplanner.model.store.document import Document
from cmoplanner.model.store.versions import Version, approved_of
from cmoplanner.report.budget.book import PAST_MEASURES, Book, Measure
from cmoplanner.report.budget.layouts import Layouts
from cmoplanner.report.budget.table import ColumnKind, year_columns
from cmoplanner.ui.calendar.view_name import ViewName
from cmoplanner.ui.text import plain_action


class LayoutMenu(QMenu):
    """Filled when it opens; it tells what is wanted."""

    chosen = Signal(str)
    kept = Signal(str)
    removed = Signal(str)
    column_flipped = Signal(str)
    measure_chosen = Signal(object)
    approved_chosen = Signal(str)
    last_year_asked = Signal()
    last_year_left = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._layouts = Layouts()
        self._columns: Mapping[ColumnKind, str] = {}
        self._times: Sequence[Measure] = ()
        self._versions: Sequence[Version] = ()
        self._approved = ""
        self._last_year = ""
        self._read_only = False
        self.aboutToShow.connect(self._fill)

    def show_layouts(self, layouts: Layouts) -> None:
        """Show how the grid is arranged."""
        self._layouts = layouts

    def offer(self, book: Book, document: Document, last_year: str) -> None:
        """Offer a book's columns and other times, and a document's versions as the approved plan.

        `last_year` is the file of last year's plan, "" where none was chosen.
        """
        self._columns = year_columns(book)
        self._times = [measure for measure in PAST_MEASURES if measure.value in book.pasts]
        approved = approved_of(document.versions, document.plan.header.approved_version)
        self._versions, self._approved = document.versions, approved.id if approved else ""
        self._last_year, self._read_only = last_year, document.read_only

    def _fill(self) -> None:
        self.clear()
        names = list(self._layouts.saved)
        for name in names:
            _choice(self, name, self._layouts.saved[name] == self._layouts.now, partial(self.chosen.emit, name))
        if names:
            self.addSeparator()
        self.addAction(_("Save this layout…")).triggered.connect(lambda _checked=False: self._ask_name())
        if names:
            part = self.addMenu(_("Remove a layout"))
            for name in names:
                _plain(part, name, partial(self.removed.emit, name))
        self.addSeparator()
        part = self.addMenu(_("Columns"))
        for kind, text in self._columns.items():
            if kind is not ColumnKind.PLANNED:
                shown = kind.value not in self._layouts.now.hidden
                _choice(part, text, shown, partial(self.column_flipped.emit, kind.value))
        for measure in self._times:
            text = _("Months show: {measure}").format(measure=_(PAST_MEASURES[measure]))
            _choice(self, text, self._layouts.now.measure is measure, partial(self.measure_chosen.emit, measure))
        self._fill_approved(self.addMenu(_("Approved plan")))
        self._fill_last_year(self.addMenu(_("Last year")))

    def _fill_approved(self, part: QMenu) -> None:
        part.setEnabled(not self._read_only)
        _choice(part, _("None"), not self._approved, partial(self.approved_chosen.emit, ""))
        for one in self._versions:
            _choice(part, one.name, one.id == self._approved, partial(self.approved_chosen.emit, one.id))
        if not self._versions:
            hint = part.addAction(_("Name a version first (File menu): it is what was approved."))
            hint.setEnabled(False)

    def _fill_last_year(self, part: QMenu) -> None:
        if self._last_year:
            _choice(part, Path(self._last_year).name, True, self.last_year_asked.emit)
            part.addSeparator()
        part.addAction(_("From last year's plan file…")).triggered.connect(
            lambda _checked=False: self.last_year_asked.emit()
        )
        leave = part.addAction(_("From bookings and past months"))
        leave.setCheckable(True)
        leave.setChecked(not self._last_year)
        leave.triggered.connect(lambda _checked=False: self.last_year_left.emit())

    def _ask_name(self) -> None:
        ViewName(_("Save this layout"), "", list(self._layouts.saved), self.kept.emit, self).open()


def _choice(menu: QMenu, text: str, checked: bool, run: Callable[[], object]) -> None:
    action = menu.addAction(plain_action(text))
    action.setCheckable(True)
    action.setChecked(checked)
    action.triggered.connect(lambda _checked=False: run())


def _plain(menu: QMenu, text: str, run: Callable[[], object]) -> None:
    menu.addAction(plain_action(text)).triggered.connect(lambda _checked=False: run())
