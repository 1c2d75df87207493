"""Asks for a budget line: one that recurs, money kept for what is not decided, or a line planned from such money."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from cmoplanner.i18n import _, mark, ngettext
from cmoplanner.model.choice_words import choice_word
from cmoplanner.model.fields import Field, Kind
from cmoplanner.model.periods import Recurrence, series
from cmoplanner.model.plan import Plan
from cmoplanner.model.values import NAME_LIMIT
from cmoplanner.report.formats import Formats
from cmoplanner.ui.field_text import FieldText
from cmoplanner.ui.text import plain_label
from cmoplanner.ui.theme import Theme
from cmoplanner.ui.widgets.controls import ComboBox

_MONEY = Field("amount", "", Kind.MONEY, minimum=0)
_DAY = Field("day", "", Kind.DATE)
_REPEATS = (Recurrence.MONTHLY, Recurrence.QUARTERLY, Recurrence.BIWEEKLY, Recurrence.WEEKLY)


class Wish(StrEnum):
    """What kind of line is asked for."""

    RECURRING = "recurring"
    PLACEHOLDER = "placeholder"
    FROM = "from"


_TITLES = {
    Wish.RECURRING: mark("Recurring line"),
    Wish.PLACEHOLDER: mark("Placeholder"),
    Wish.FROM: mark("Plan from a placeholder"),
}
_HINTS = {
    Wish.RECURRING: mark("A cost that comes back, such as a retainer or a licence."),
    Wish.PLACEHOLDER: mark(
        "Money that is kept for something that is not decided yet. It counts as planned and brings nothing."
    ),
    Wish.FROM: mark("The new line takes its money from the placeholder, which keeps the rest."),
}


@dataclass(frozen=True, slots=True)
class NewLine:
    """What was entered: the money of the whole series (minor units), its days, and how often it comes back."""

    name: str
    amount: int
    start: date
    end: date
    recurrence: Recurrence = Recurrence.NONE
    until: date | None = None


Make = Callable[[NewLine], str]
"""Makes the line; returns why not, "" if it was done."""


class LineDialog(QDialog):
    """Enter makes the line, Escape leaves; what cannot be read is said beside it."""

    def __init__(
        self, theme: Theme, plan: Plan, wish: Wish, make: Make, offered: NewLine, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._plan, self._wish, self._make = plan, wish, make
        self._formats = Formats.of(plan)
        self._texts = FieldText(self._formats, plan.header.fy_start)
        self.setWindowTitle(_(_TITLES[wish]))
        self.setMinimumWidth(440)
        self.name = QLineEdit(offered.name, self)
        self.name.setMaxLength(NAME_LIMIT)
        self.amount = QLineEdit(self._formats.full(offered.amount) if offered.amount else "", self)
        self.amount.setPlaceholderText(_("Amount in {currency}").format(currency=plan.header.currency))
        self.repeats = ComboBox(theme, self)
        for one in _REPEATS:
            self.repeats.addItem(choice_word(one.value), one)
        self.start = QLineEdit(self._texts.write(_DAY, offered.start), self)
        self.end = QLineEdit(self._texts.write(_DAY, offered.end), self)
        self.sum = plain_label("", self, role="hint", wrap=True)
        self.error = plain_label("", self, role="error", wrap=True)
        self.error.hide()
        self.keep = QPushButton(_("Add line") if wish is not Wish.FROM else _("Plan"), self)
        self.keep.setDefault(True)
        self.keep.clicked.connect(self._do)
        self._lay_out()
        for line in (self.amount, self.start, self.end):
            line.textEdited.connect(lambda _text: self._follow())
        self.repeats.currentIndexChanged.connect(lambda _place: self._follow())
        self.name.selectAll()
        self._follow()

    def _lay_out(self) -> None:
        recurring = self._wish is Wish.RECURRING
        rows: list[tuple[str, QWidget]] = [
            (_("Name"), self.name),
            (_("Amount each time") if recurring else _("Amount"), self.amount),
            *([(_("Comes back"), self.repeats)] if recurring else []),
            (_("First time") if recurring else _("First day"), self.start),
            (_("Until") if recurring else _("Last day"), self.end),
        ]
        self.repeats.setVisible(recurring)
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        for line, (name, widget) in enumerate(rows):
            grid.addWidget(plain_label(name, self), line, 0)
            widget.setAccessibleName(name)
            grid.addWidget(widget, line, 1)
        cancel = QPushButton(_("Cancel"), self)
        cancel.clicked.connect(self.reject)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(cancel)
        buttons.addWidget(self.keep)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(10)
        column.addWidget(plain_label(_(_TITLES[self._wish]), self, role="title"))
        column.addWidget(plain_label(_(_HINTS[self._wish]), self, role="hint", wrap=True))
        column.addLayout(grid)
        column.addWidget(self.sum)
        column.addWidget(self.error)
        column.addLayout(buttons)

    def line(self) -> NewLine:
        """Return what was entered. Raises ValueError with a sentence."""
        name = self.name.text().strip()
        if not name:
            raise ValueError(_("The line needs a name."))
        amount = int(self._texts.read(_MONEY, self.amount.text()) or 0)
        if not amount:
            raise ValueError(_("Enter the amount."))
        start, end = (self._texts.read(_DAY, line.text()) for line in (self.start, self.end))
        if start is None or end is None:
            raise ValueError(_("Enter the first and the last day."))
        if end < start:
            raise ValueError(_("The last day is before the first one."))
        if self._wish is not Wish.RECURRING:
            return NewLine(name, amount, start, end)
        recurrence = Recurrence(self.repeats.currentData())
        return NewLine(name, amount * self._times(start, end, recurrence), start, start, recurrence, end)

    def _times(self, start: date, end: date, recurrence: Recurrence) -> int:
        """Return how many times it comes back inside the fiscal year: money of other times is not in this budget."""
        year = self._plan.calendar.year
        days = series(start, recurrence, min(end, year.end))
        return max(1, sum(year.start.toordinal() <= day <= year.end.toordinal() for day in days))

    def _follow(self) -> None:
        self.error.hide()
        text = ""
        if self._wish is Wish.RECURRING:
            try:
                found = self.line()
            except ValueError:
                pass
            else:
                times = self._times(found.start, found.until or found.start, found.recurrence)
                full = self._formats.full
                text = ngettext("{n} time: {total}", "{n} times {each} = {total} in the fiscal year", times).format(
                    n=times, each=full(found.amount // times), total=full(found.amount)
                )
        self.sum.setText(text)
        self.sum.setVisible(self._wish is Wish.RECURRING)

    def _do(self) -> None:
        try:
            why = self._make(self.line())
        except ValueError as refusal:
            why = str(refusal)
        if why:
            self.error.setText(why)
            self.error.show()
            return
        self.accept()
