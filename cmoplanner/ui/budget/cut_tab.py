"""The tab of cuts: an amount that is needed, what can still be cut, and what the ticked lines free and lose."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from cmoplanner.i18n import _
from cmoplanner.model.field import Field, Kind
from cmoplanner.optimizer.cut_set import CutLoss
from cmoplanner.report.budget.cut_entries import CutChoice, cut_entries, cut_headings, kept_words, loss_rows
from cmoplanner.report.formats import Formats
from cmoplanner.ui.budget.lines_list import ENTRY, Lines
from cmoplanner.ui.field_text import FieldText
from cmoplanner.ui.text import plain_label
from cmoplanner.ui.theme import Theme
from cmoplanner.ui.widgets.controls import restyle

_MONEY = Field("amount", "", Kind.MONEY, minimum=0)
_ROWS = 4


class CutTab(QWidget):
    """It is given what can be cut, and tells what is needed, ticked and cut."""

    needed = Signal(int)
    ticked_changed = Signal()
    cut_asked = Signal(object)  # ids of lines
    stopped = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.need = QLineEdit(self)
        self.need.setAccessibleName(_("Needed amount"))
        self.need.setPlaceholderText(_("for example 150,000"))
        self.need.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.error = plain_label("", self, role="error", wrap=True)
        self.error.hide()
        self.lines = Lines(theme, _("What can still be cut"), self)
        self.kept = plain_label("", self, role="hint", wrap=True)
        self.cut = QPushButton(self)
        self.cut.setProperty("role", "primary")
        self.bar = QProgressBar(self)
        self.bar.setTextVisible(False)
        self.stop = QPushButton(_("Stop"), self)
        self.names: list[QLabel] = []
        self.values: list[QLabel] = []
        self.choice: CutChoice | None = None
        self._read_only = False
        self._filling = False
        self._lay_out()
        self.need.returnPressed.connect(self._take_need)
        self.need.editingFinished.connect(self._take_changed)
        self.lines.ticked_changed.connect(self._ticked)
        self.cut.clicked.connect(lambda: self.cut_asked.emit(self.ticked()))
        self.stop.clicked.connect(self.stopped)
        self.show_working(None)
        self._show_button()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(plain_label(_("Need"), self, role="value"))
        head.addWidget(self.need, 1)
        rows = QGridLayout()
        rows.setHorizontalSpacing(8)
        rows.setVerticalSpacing(2)
        for number in range(_ROWS):
            name, value = plain_label("", self), plain_label("", self, role="value")
            value.setAlignment(Qt.AlignmentFlag.AlignRight)
            rows.addWidget(name, number, 0)
            rows.addWidget(value, number, 1)
            self.names.append(name)
            self.values.append(value)
        rows.setColumnStretch(0, 1)
        work = QHBoxLayout()
        work.setSpacing(8)
        work.addWidget(self.bar, 1)
        work.addWidget(self.stop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        words = _("Finance asks for money: what is neither booked nor ordered, the cheapest loss first.")
        column.addWidget(plain_label(words, self, role="hint", wrap=True))
        column.addLayout(head)
        column.addWidget(self.error)
        column.addLayout(rows)
        column.addLayout(work)
        column.addWidget(self.lines, 1)
        column.addWidget(self.kept)
        column.addWidget(self.cut)
        words = _("One step that can be undone. Each line is valued alone; together losses overlap a little.")
        column.addWidget(plain_label(words, self, role="hint", wrap=True))

    def show_choice(self, choice: CutChoice, *, read_only: bool) -> None:
        """Show what can be cut; what was ticked stays so."""
        self.choice, self._read_only = choice, read_only
        self._filling = True
        self.lines.show_entries(cut_entries(choice), Formats.of(choice.plan), cut_headings())
        self._filling = False
        self.kept.setText(kept_words(choice.found))
        self.kept.setVisible(bool(self.kept.text()))
        self._ticked()

    def show_ticked(self, lines: Collection[str]) -> None:
        """Tick these lines and no others."""
        self._filling = True
        for item in self.lines.items():
            on = item.data(0, ENTRY).row in lines
            item.setCheckState(0, Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)
        self._filling = False
        self._ticked()

    def show_loss(self, lines: Collection[str], loss: CutLoss) -> None:
        """Show what the ticked lines free and lose together, if they are still the ticked ones."""
        if self.choice is None or set(lines) != set(self.ticked()):
            return
        for name, value, (words, amount, role) in zip(
            self.names, self.values, loss_rows(self.choice, self.choice.chosen(lines), loss), strict=True
        ):
            name.setText(words)
            value.setText(amount)
            restyle(value, "role", role)

    def show_working(self, share: float | None) -> None:
        """Show how far the work is; None when there is none."""
        self.bar.setVisible(share is not None)
        self.stop.setVisible(share is not None)
        self.bar.setRange(0, 100)
        self.bar.setValue(round(100 * (share or 0.0)))

    def ticked(self) -> list[str]:
        """Return the ids of the ticked lines."""
        return [one.row for one in self.lines.ticked()]

    def _ticked(self) -> None:
        if not self._filling:
            self._show_button()
            self.ticked_changed.emit()

    def _show_button(self) -> None:
        chosen: Sequence[int] = [one.amount for one in self.lines.ticked()]
        whole = Formats.of(self.choice.plan).whole(sum(chosen)) if self.choice else ""
        self.cut.setText(_("Cut {amount}").format(amount=whole) if chosen else _("Cut selected"))
        self.cut.setEnabled(bool(chosen) and not self._read_only)

    def _take_changed(self) -> None:
        if self.need.isModified():
            self._take_need()

    def _take_need(self) -> None:
        self.error.hide()
        text = self.need.text().strip()
        if self.choice is None or not text:
            return
        plan = self.choice.plan
        try:
            amount = int(FieldText(Formats.of(plan), plan.header.fy_start).read(_MONEY, text) or 0)
        except ValueError as wrong:
            self.error.setText(str(wrong))
            self.error.show()
            return
        self.need.setModified(False)
        most = sum(line.free for line in self.choice.lines)
        if amount > most:
            words = _("No more than {amount} can still be found.")
            self.error.setText(words.format(amount=Formats.of(plan).whole(most)))
            self.error.show()
        self.needed.emit(amount)
