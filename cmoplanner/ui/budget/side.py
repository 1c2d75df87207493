"""The panel beside the budget grid: money back, month end and variance, each a list whose ticked lines are one step."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from cmoplanner.i18n import _
from cmoplanner.model.store.versions import Version
from cmoplanner.report.budget.entries import ACCRUED, MISSING, UNCODED_GROUP, Difference, Entry, signed
from cmoplanner.report.formats import Formats
from cmoplanner.ui.budget.lines_list import ENTRY, Lines
from cmoplanner.ui.calendar.switch import FormSwitch
from cmoplanner.ui.text import plain_label
from cmoplanner.ui.theme import Theme
from cmoplanner.ui.widgets.controls import ComboBox, IconButton
from cmoplanner.ui.widgets.surface import Surface

WIDTH = 344
BACK, MONTH_END, VARIANCE = "back", "month_end", "variance"


class BudgetSide(Surface):
    """Three tabs; the page gives them what they show and does what they ask."""

    closed = Signal()
    tab_chosen = Signal(str)
    row_asked = Signal(str, str)
    back_asked = Signal(object)  # ticked entries
    accrue_asked = Signal(object)
    code_asked = Signal(object)
    reverse_asked = Signal(object)
    span_chosen = Signal()
    version_chosen = Signal(str)
    commented = Signal(str, str)  # activity, text

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "surface", ("left",), parent)
        self.setFixedWidth(WIDTH)
        self.setAccessibleName(_("Money back, month end, variance"))
        names = {BACK: _("Money back"), MONTH_END: _("Month end"), VARIANCE: _("Variance")}
        self.tabs = FormSwitch(theme, names, self)
        self.tabs.setAccessibleName(_("What the panel shows"))
        for part in self.tabs.parts.values():
            part.setToolTip("")
        self.close_button = IconButton(theme, "close", _("Close"), self)
        self.back, self.end, self.why = (Lines(theme, name, self) for name in names.values())
        self.found = plain_label("", self, role="title", wrap=True)
        self.take_back = QPushButton(self)
        self.take_back.setProperty("role", "primary")
        self.accrue, self.code, self.reverse = QPushButton(self), QPushButton(self), QPushButton(self)
        self.version = ComboBox(theme, self)
        self.version.setAccessibleName(_("Approved plan"))
        self.span = ComboBox(theme, self)
        self.span.setAccessibleName(_("Months"))
        self.span.addItem(_("Year to date"), True)
        self.span.addItem(_("Last closed month"), False)
        self.total = plain_label("", self, role="title", wrap=True)
        self.comment = QLineEdit(self)
        self.comment.setAccessibleName(_("Comment"))
        self.comment.setPlaceholderText(_("Why? Enter keeps it"))
        self.stack = QStackedWidget(self)
        self._formats: Formats | None = None
        self._read_only = False
        self._lay_out()
        self._connect()
        self.show_tab(BACK)
        self.hide()

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.addWidget(self.tabs)
        top.addStretch(1)
        top.addWidget(self.close_button)
        back = self._page(self.found, self.back, self.take_back)
        words = plain_label(
            _("Closing an order and planning nothing in overdue months is one step that can be undone."),
            self,
            role="hint",
            wrap=True,
        )
        back.addWidget(words)
        self._page(
            plain_label(_("What the closed months still miss."), self, role="hint"),
            self.end,
            self.accrue,
            self.code,
            self.reverse,
        )
        choices = QHBoxLayout()
        choices.addWidget(self.version, 1)
        choices.addWidget(self.span, 1)
        why = self._page(self.total, self.why, self.comment)
        why.insertLayout(0, choices)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 12, 12)
        column.setSpacing(8)
        column.addLayout(top)
        column.addWidget(self.stack, 1)

    def _page(self, *widgets: QWidget) -> QVBoxLayout:
        page = QWidget(self)
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for widget in widgets:
            column.addWidget(widget, 1 if isinstance(widget, Lines) else 0)
        self.stack.addWidget(page)
        return column

    def _connect(self) -> None:
        self.tabs.chosen.connect(self.show_tab)
        self.close_button.clicked.connect(self.closed)
        for lines in (self.back, self.end):
            lines.ticked_changed.connect(self._show_buttons)
            lines.opened.connect(lambda one: self.row_asked.emit(one.table, one.row))
        self.why.opened.connect(lambda _one: self.comment.setFocus())
        self.why.currentItemChanged.connect(lambda *_given: self._show_comment())
        self.take_back.clicked.connect(lambda: self.back_asked.emit(self.back.ticked()))
        for button, signal, group in (
            (self.accrue, self.accrue_asked, MISSING),
            (self.code, self.code_asked, UNCODED_GROUP),
            (self.reverse, self.reverse_asked, ACCRUED),
        ):
            button.clicked.connect(
                lambda _checked=False, signal=signal, group=group: signal.emit(
                    [one for one in self.end.ticked() if one.group == group]
                )
            )
        self.version.activated.connect(lambda _place: self.version_chosen.emit(self.version.currentData()))
        self.span.activated.connect(lambda _place: self.span_chosen.emit())
        self.comment.returnPressed.connect(self._keep_comment)

    def show_tab(self, key: str) -> None:
        """Show a tab."""
        self.tabs.show_form(key)
        self.stack.setCurrentIndex([BACK, MONTH_END, VARIANCE].index(key))
        self.tab_chosen.emit(key)

    @property
    def tab(self) -> str:
        """The tab that is shown."""
        return (BACK, MONTH_END, VARIANCE)[self.stack.currentIndex()]

    def show_back(self, entries: Sequence[Entry], formats: Formats, *, read_only: bool) -> None:
        """Show what could come back, with its total."""
        self._formats, self._read_only = formats, read_only
        total = formats.whole(sum(one.amount for one in entries))
        self.found.setText(
            _("{amount} {currency} could come back").format(amount=total, currency=formats.currency)
            if entries
            else _("Nothing to be had back now")
        )
        self.back.show_entries(entries, formats)

    def show_month_end(self, entries: Sequence[Entry], formats: Formats, *, read_only: bool) -> None:
        """Show what month end misses."""
        self._formats, self._read_only = formats, read_only
        self.end.show_entries(entries, formats)

    def show_versions(self, versions: Sequence[Version], chosen: str) -> None:
        """Offer the named versions as the approved plan; `chosen` is the id of one, or nothing."""
        self.version.clear()
        self.version.addItem(_("Against: the plan as it is"), "")
        for one in versions:
            self.version.addItem(_("Against: {version}").format(version=one.name), one.id)
        self.version.setCurrentIndex(max(0, self.version.findData(chosen)))

    def show_variances(self, rows: Sequence[Difference], formats: Formats, *, read_only: bool) -> None:
        """Show variances with how many still need a comment."""
        self._formats, self._read_only = formats, read_only
        missing = sum(one.open for one in rows)
        total = signed(formats, sum(one.variance.difference for one in rows))
        said = _("{total} against plan").format(total=total)
        if missing:
            said = _("{said}, {n} to be explained").format(said=said, n=missing)
        self.total.setText(said if rows else _("No month is closed, or all came as planned"))
        self.why.show_differences(rows, formats)
        self._show_comment()

    def _show_buttons(self) -> None:
        if self._formats is None:
            return
        whole = self._formats.whole
        back, end = self.back.ticked(), self.end.ticked()
        amount = whole(sum(one.amount for one in back))
        self.take_back.setText(_("Take back {amount}").format(amount=amount) if back else _("Take back selected"))
        self.take_back.setEnabled(bool(back) and not self._read_only)
        for button, group, words, none in (
            (self.accrue, MISSING, _("Accrue {amount}"), _("Accrue selected")),
            (self.code, UNCODED_GROUP, _("Code {amount}"), _("Code selected")),
            (self.reverse, ACCRUED, _("Take back accruals of {amount}"), _("Take back selected accruals")),
        ):
            parts = [one for one in end if one.group == group]
            amount = whole(sum(one.amount for one in parts))
            button.setText(words.format(amount=amount) if parts else none)
            button.setEnabled(bool(parts) and not self._read_only)

    def _chosen(self) -> Difference | None:
        item = self.why.currentItem()
        return None if item is None else item.data(0, ENTRY)

    def _show_comment(self) -> None:
        chosen = self._chosen()
        can = chosen is not None and bool(chosen.variance.id) and not self._read_only
        self.comment.setEnabled(can)
        if not self.comment.hasFocus() or not self.comment.isModified():
            self.comment.setText(chosen.comment if chosen else "")

    def _keep_comment(self) -> None:
        chosen = self._chosen()
        if chosen is not None:
            self.comment.setModified(False)
            self.commented.emit(chosen.variance.id, self.comment.text())
