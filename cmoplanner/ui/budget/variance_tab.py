"""The tab that explains how books differ from the approved plan, by line and month, and how right forecasts were."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from cmoplanner.i18n import _, ngettext
from cmoplanner.ledger.accuracy import Accuracy
from cmoplanner.ledger.results import ResultForecast
from cmoplanner.model.plan import Plan
from cmoplanner.model.store.versions import Version
from cmoplanner.report.budget.entries import Difference, signed
from cmoplanner.report.budget.table import month_word
from cmoplanner.report.budget.variance_tables import (
    MonthVariance,
    accuracy_table,
    accuracy_words,
    month_table,
    results_table,
)
from cmoplanner.report.formats import Formats
from cmoplanner.ui.budget.lines_list import ENTRY, Lines
from cmoplanner.ui.calendar.switch import FormSwitch
from cmoplanner.ui.outcome.figure_grid import FigureGrid
from cmoplanner.ui.text import plain_label
from cmoplanner.ui.theme import Theme
from cmoplanner.ui.widgets.controls import ComboBox

BY_LINE, BY_MONTH, ACCURACY, RESULTS = "line", "month", "accuracy", "results"
_LOOKS = [BY_LINE, BY_MONTH, ACCURACY, RESULTS]
_YEAR = -1


class VarianceTab(QWidget):
    """Three looks; it is given what it shows, and tells what is chosen and commented."""

    chosen = Signal()
    version_chosen = Signal(str)
    commented = Signal(str, str)  # activity, text

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.version = ComboBox(theme, self)
        self.version.setAccessibleName(_("Approved plan"))
        looks = (_("Lines"), _("Months"), _("Accuracy"), _("Results"))
        self.looks = FormSwitch(theme, dict(zip(_LOOKS, looks, strict=True)), self)
        self.looks.setAccessibleName(_("How variances are shown"))
        for part in self.looks.parts.values():
            part.setToolTip("")
        self.span = ComboBox(theme, self)
        self.span.setAccessibleName(_("Months"))
        self.span.addItem(_("Year to date"), _YEAR)
        self.total = plain_label("", self, role="title", wrap=True)
        self.why = Lines(theme, _("Variances"), self)
        self.comment = QLineEdit(self)
        self.comment.setAccessibleName(_("Comment"))
        self.comment.setPlaceholderText(_("Why? Enter keeps it"))
        self.months = FigureGrid(theme, _("Variance by month"), self)
        self.months_note = plain_label("", self, role="hint", wrap=True)
        self.judged = ComboBox(theme, self)
        self.judged.setAccessibleName(_("Version whose forecast is judged"))
        self.hits = FigureGrid(theme, _("Forecast accuracy"), self)
        self.hits_note = plain_label("", self, role="hint", wrap=True)
        self.results = FigureGrid(theme, _("Forecast of results"), self)
        self.results_note = plain_label("", self, role="hint", wrap=True)
        self.stack = QStackedWidget(self)
        self._accuracies: Sequence[Accuracy] = ()
        self._plan: Plan | None = None
        self._read_only = False
        self._lay_out()
        self._connect()
        self.looks.show_form(BY_LINE)

    def _lay_out(self) -> None:
        choices = QHBoxLayout()
        choices.setSpacing(8)
        choices.addWidget(self.version, 3)
        choices.addWidget(self.span, 2)
        self._page(self.why, self.comment)
        self._page(self.months, self.months_note)
        self._page(self.judged, self.hits, self.hits_note)
        self._page(self.results, self.results_note)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.looks)
        column.addLayout(choices)
        column.addWidget(self.total)
        column.addWidget(self.stack, 1)

    def _page(self, *widgets: QWidget) -> None:
        page = QWidget(self)
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for widget in widgets:
            column.addWidget(widget, 1 if isinstance(widget, Lines) else 0)
        if not any(isinstance(widget, Lines) for widget in widgets):
            column.addStretch(1)
        self.stack.addWidget(page)

    def _connect(self) -> None:
        self.looks.chosen.connect(self.show_look)
        self.why.opened.connect(lambda _one: self.comment.setFocus())
        self.why.currentItemChanged.connect(lambda *_given: self._show_comment())
        self.version.activated.connect(lambda _place: self.version_chosen.emit(self.version.currentData()))
        self.span.activated.connect(lambda _place: self.chosen.emit())
        self.judged.activated.connect(lambda _place: self._show_hits())
        self.comment.returnPressed.connect(self._keep_comment)

    def show_look(self, key: str) -> None:
        """Show a look, and ask for what it shows."""
        self.looks.show_form(key)
        self.stack.setCurrentIndex(_LOOKS.index(key))
        self.version.setVisible(key in (BY_LINE, BY_MONTH))
        self.span.setVisible(key == BY_LINE)
        self.chosen.emit()

    @property
    def look(self) -> str:
        """The look that is shown."""
        return _LOOKS[self.stack.currentIndex()]

    @property
    def month(self) -> int | None:
        """The closed month (0…11) that is looked at by line, None for the year to date."""
        chosen = int(self.span.currentData())
        return None if chosen == _YEAR else chosen

    def show_choices(self, plan: Plan, closed: int, versions: Sequence[Version], approved: str) -> None:
        """Offer the named versions as the approved plan, by the id of one or "", and the closed months."""
        self.version.clear()
        self.version.addItem(_("Against: the plan as it is"), "")
        for one in versions:
            self.version.addItem(_("Against: {version}").format(version=one.name), one.id)
        self.version.setCurrentIndex(max(0, self.version.findData(approved)))
        month = self.span.currentData()
        self.span.clear()
        self.span.addItem(_("Year to date"), _YEAR)
        for number in range(closed):
            self.span.addItem(month_word(plan, number), number)
        self.span.setCurrentIndex(max(0, self.span.findData(month)))

    def show_variances(self, rows: Sequence[Difference], formats: Formats, *, read_only: bool) -> None:
        """Show variances with how many still need a comment."""
        self._read_only = read_only
        missing = sum(one.open for one in rows)
        said = _("{total} against plan").format(total=signed(formats, sum(one.variance.difference for one in rows)))
        if missing:
            said = _("{said}, {n} to be explained").format(said=said, n=missing)
        self.total.setText(said if rows else _("No month is closed, or all came as planned"))
        self.why.show_differences(rows, formats)
        self._show_comment()

    def show_months(self, plan: Plan, rows: Sequence[MonthVariance]) -> None:
        """Show variances by month."""
        table = month_table(plan, rows)
        formats = Formats.of(plan)
        difference = rows[-1].whole.difference if rows else 0
        self.total.setText(
            _("{total} against plan to date").format(total=signed(formats, difference))
            if rows
            else _("No month is closed yet")
        )
        self.months.show_table(table)
        self.months.setVisible(bool(rows))
        self.months_note.setText(table.note if rows else "")

    def show_accuracy(self, plan: Plan, found: Sequence[Accuracy]) -> None:
        """Show how right the forecasts of versions were; those that can be judged come first."""
        self._plan, chosen = plan, self.judged.currentText()
        self._accuracies = sorted(found, key=lambda one: len(one.months), reverse=True)
        self.judged.clear()
        for one in self._accuracies:
            self.judged.addItem(one.version)
        self.judged.setCurrentIndex(max(0, self.judged.findText(chosen)))
        self.judged.setVisible(bool(found))
        self._show_hits()

    def show_results(self, plan: Plan, found: Sequence[ResultForecast]) -> None:
        """Show where measures will end the year."""
        short = sum(one.gap < 0 for one in found)
        said = ngettext("{n} of {all} measures falls short", "{n} of {all} measures fall short", short)
        self.total.setText(said.format(n=short, all=len(found)) if found else _("No measure to forecast yet"))
        table = results_table(plan, found)
        self.results.setVisible(bool(found))
        self.results.show_table(table)
        empty = _("Enter plan and actual of measures by month (Plan data), and their targets of the year.")
        self.results_note.setText(table.note if found else empty)

    def _show_hits(self) -> None:
        place = self.judged.currentIndex()
        one = self._accuracies[place] if 0 <= place < len(self._accuracies) else None
        if one is None or self._plan is None:
            self.total.setText(_("No forecast to judge yet"))
            self.hits.hide()
            self.hits_note.setText(
                _("Name a version when a forecast is made (File menu): when months close, they are compared with it.")
            )
            return
        formats = Formats.of(self._plan)
        wape = one.total.wape
        self.total.setText(
            _("Off by {error} month by month").format(error=formats.percent(wape))
            if wape is not None and one.months
            else _("Nothing to compare yet")
        )
        self.hits.setVisible(bool(one.months))
        self.hits.show_table(accuracy_table(self._plan, one))
        self.hits_note.setText(accuracy_words(self._plan, one))

    def _chosen_row(self) -> Difference | None:
        item = self.why.currentItem()
        return None if item is None else item.data(0, ENTRY)

    def _show_comment(self) -> None:
        chosen = self._chosen_row()
        can = chosen is not None and bool(chosen.variance.id) and not self._read_only
        self.comment.setEnabled(can)
        if not self.comment.hasFocus() or not self.comment.isModified():
            self.comment.setText(chosen.comment if chosen else "")

    def _keep_comment(self) -> None:
        chosen = self._chosen_row()
        if chosen is not None:
            self.comment.setModified(False)
            self.commented.emit(chosen.variance.id, self.comment.text())
