"""The panel beside the budget grid: money back, month end and variance, each a list whose ticked lines are one step."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from cmoplanner.i18n import _
from cmoplanner.report.budget.entries import ACCRUED, MISSING, UNCODED_GROUP, Entry
from cmoplanner.report.formats import Formats
from cmoplanner.ui.budget.lines_list import Lines
from cmoplanner.ui.budget.variance_tab import VarianceTab
from cmoplanner.ui.calendar.switch import FormSwitch
from cmoplanner.ui.text import plain_label
from cmoplanner.ui.theme import Theme
from cmoplanner.ui.widgets.controls import IconButton
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
        self.back, self.end = Lines(theme, names[BACK], self), Lines(theme, names[MONTH_END], self)
        self.found = plain_label("", self, role="title", wrap=True)
        self.take_back = QPushButton(self)
        self.take_back.setProperty("role", "primary")
        self.accrue, self.code, self.reverse = QPushButton(self), QPushButton(self), QPushButton(self)
        self.losses = QPushButton(_("What we lose if 10 or 20 % is cut"), self)
        self.losses.setProperty("role", "link")
        self.variance = VarianceTab(theme, self)
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
        back.addWidget(self.losses, 0, Qt.AlignmentFlag.AlignLeft)
        self._page(
            plain_label(_("What the closed months still miss."), self, role="hint"),
            self.end,
            self.accrue,
            self.code,
            self.reverse,
        )
        self.stack.addWidget(self.variance)
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
