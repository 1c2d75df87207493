"""Asks how the open money of the selected lines is spread over the year, and shows their months before and after."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from cmoplanner.errors import EditRefused
from cmoplanner.i18n import _, ngettext
from cmoplanner.model.periods import MONTHS_A_YEAR
from cmoplanner.report.budget.book import Book
from cmoplanner.report.budget.spreading import PATTERNS, Pattern, Spread, patterns_for, preview, weights_of
from cmoplanner.report.budget.table import month_word
from cmoplanner.report.formats import Formats
from cmoplanner.ui.text import plain_label
from cmoplanner.ui.theme import Theme
from cmoplanner.ui.widgets.controls import ComboBox

_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_MONTH = 58  # px

Act = Callable[[Sequence[str], Mapping[str, Sequence[int]], int], str]
"""Spreads lines by weights from a month on; returns why not, "" if it was done."""


class SpreadDialog(QDialog):
    """Enter spreads, Escape leaves; closed months never change."""

    def __init__(self, theme: Theme, book: Book, lines: Sequence[str], act: Act, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._book, self._lines, self._act = book, list(lines), act
        self._formats = Formats.of(book.plan)
        self._closed = book.ledger.closed
        self.setWindowTitle(_("Spread money over the year"))
        self.pattern = ComboBox(theme, self)
        self.pattern.setAccessibleName(_("How it is spread"))
        for one in patterns_for(book):
            self.pattern.addItem(_(PATTERNS[one]), one)
        self.first, self.last = ComboBox(theme, self), ComboBox(theme, self)
        months = range(min(self._closed, MONTHS_A_YEAR - 1), MONTHS_A_YEAR)
        for box, name in ((self.first, _("First month")), (self.last, _("Last month"))):
            box.setAccessibleName(name)
            for month in months:
                box.addItem(month_word(book.plan, month), month)
        self.last.setCurrentIndex(self.last.count() - 1)
        self.weights = [QLineEdit("1", self) for _month in range(MONTHS_A_YEAR)]
        self.now = [plain_label("", self, role="hint") for _month in range(MONTHS_A_YEAR)]
        self.then = [plain_label("", self, role="strong") for _month in range(MONTHS_A_YEAR)]
        self.error = plain_label("", self, role="error", wrap=True)
        self.error.hide()
        self.spread = QPushButton(_("Spread"), self)
        self.spread.setDefault(True)
        self.spread.clicked.connect(self._do)
        self._lay_out()
        for box in (self.pattern, self.first, self.last):
            box.currentIndexChanged.connect(lambda _place: self._follow())
        for line in self.weights:
            line.textEdited.connect(lambda _text: self._follow())
        self._follow()

    def _lay_out(self) -> None:
        chosen = QHBoxLayout()
        chosen.setSpacing(8)
        chosen.addWidget(self.pattern, 1)
        for word, box in ((_("from"), self.first), (_("to"), self.last)):
            chosen.addWidget(plain_label(word, self, role="hint"))
            chosen.addWidget(box)
        grid = QGridLayout()
        grid.setHorizontalSpacing(4)
        grid.setVerticalSpacing(6)
        for line, name in ((1, _("Weight")), (2, _("Now")), (3, _("Then"))):
            grid.addWidget(plain_label(name, self, role="hint"), line, 0)
        for month in range(MONTHS_A_YEAR):
            head = plain_label(month_word(self._book.plan, month), self, role="hint")
            weight = self.weights[month]
            weight.setAccessibleName(_("Weight of {month}").format(month=head.text()))
            weight.setFixedWidth(_MONTH)
            weight.setAlignment(_RIGHT)
            for line, widget in enumerate((head, weight, self.now[month], self.then[month])):
                grid.addWidget(widget, line, month + 1, _RIGHT)
        cancel = QPushButton(_("Cancel"), self)
        cancel.clicked.connect(self.reject)
        buttons = QHBoxLayout()
        count = len(self._lines)
        told = ngettext("{n} line; closed months stay.", "{n} lines together; closed months stay.", count)
        buttons.addWidget(plain_label(told.format(n=count), self, role="hint"))
        buttons.addStretch(1)
        buttons.addWidget(cancel)
        buttons.addWidget(self.spread)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(12)
        column.addWidget(plain_label(_("Spread money over the year"), self, role="title"))
        column.addLayout(chosen)
        column.addLayout(grid)
        column.addWidget(self.error)
        column.addLayout(buttons)

    def _own(self) -> list[int]:
        """Return the weights as typed. Raises ValueError with a sentence."""
        found = []
        for line in self.weights:
            text = line.text().strip() or "0"
            if not text.isdecimal() or len(text) > 6:
                raise ValueError(_("“{text}” is no weight: enter whole numbers.").format(text=line.text()))
            found.append(int(text))
        return found

    def _wanted(self) -> dict[str, list[int]]:
        pattern = Pattern(self.pattern.currentData())
        own = self._own() if pattern is Pattern.OWN else [1] * MONTHS_A_YEAR
        return weights_of(
            self._book, self._lines, Spread(pattern, self.first.currentData(), self.last.currentData(), own)
        )

    def _follow(self) -> None:
        own = Pattern(self.pattern.currentData()) is Pattern.OWN
        for month, line in enumerate(self.weights):
            line.setEnabled(own and self.first.currentData() <= month <= self.last.currentData())
        self.error.hide()
        self.spread.setEnabled(True)
        try:
            now, then = preview(self._book, self._lines, self._wanted())
        except (ValueError, EditRefused) as refusal:
            self.error.setText(refusal.told if isinstance(refusal, EditRefused) else str(refusal))
            self.error.show()
            self.spread.setEnabled(False)
            return
        for month in range(MONTHS_A_YEAR):
            self.now[month].setText(self._formats.grid(now[month]))
            self.then[month].setText(self._formats.grid(then[month]))

    def _do(self) -> None:
        if why := self._act(self._lines, self._wanted(), self._closed):
            self.error.setText(why)
            self.error.show()
            return
        self.accept()
