"""Asks how much money goes from one envelope to another, and shows what both have before and after."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from cmoplanner.i18n import _
from cmoplanner.ledger.envelopes import OUTSIDE, Envelopes, is_contingency
from cmoplanner.model.fields import Field, Kind
from cmoplanner.model.plan import Plan
from cmoplanner.model.values import NOTE_LIMIT
from cmoplanner.report.budget.words import envelope_name
from cmoplanner.report.formats import Formats
from cmoplanner.ui.field_text import FieldText
from cmoplanner.ui.text import plain_label
from cmoplanner.ui.theme import Theme
from cmoplanner.ui.widgets.controls import CheckBox, ComboBox

_MONEY = Field("amount", "", Kind.MONEY)


@dataclass(frozen=True, slots=True)
class Asked:
    """Money (minor units) from one envelope to another with a note; of a contingency also that its rule is met, and
    who approves.
    """

    source: str
    target: str
    amount: int
    note: str
    rule_met: bool = False
    approver: str = ""


Transfer = Callable[[Asked], str]
"""Moves money from one envelope to another; returns why not, "" if it was done."""


class TransferDialog(QDialog):
    """Enter moves the money, Escape leaves; going below nothing is warned of and allowed."""

    def __init__(
        self,
        theme: Theme,
        plan: Plan,
        found: Envelopes,
        act: Transfer,
        target: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._plan, self._found, self._act = plan, found, act
        self._formats = Formats.of(plan)
        self.setWindowTitle(_("Transfer budget"))
        self.setMinimumWidth(500)
        self.source, self.target = ComboBox(theme, self), ComboBox(theme, self)
        names = sorted(
            ((envelope_name(plan, row), row) for row in found.money if row != OUTSIDE),
            key=lambda one: one[0].casefold(),
        )
        for box, name in ((self.source, _("From")), (self.target, _("To"))):
            box.setAccessibleName(name)
            for text, row in names:
                box.addItem(text, row)
            box.currentIndexChanged.connect(self._follow)
        self.amount = QLineEdit(self)
        self.amount.setAccessibleName(_("Amount"))
        self.amount.setPlaceholderText(_("Amount in {currency}").format(currency=plan.header.currency))
        self.amount.textEdited.connect(self._follow)
        self.note = QLineEdit(self)
        self.note.setAccessibleName(_("Note"))
        self.note.setMaxLength(NOTE_LIMIT)
        self.before_source, self.before_target = plain_label("", self, wrap=True), plain_label("", self, wrap=True)
        self.warning = plain_label("", self, role="hint", wrap=True)
        self.error = plain_label("", self, role="error", wrap=True)
        self.error.hide()
        self.approver = QLineEdit(self)
        self.approver.setAccessibleName(_("Approver"))
        self.approver.setPlaceholderText(_("Role that releases it, such as CFO"))
        self.rule_met = CheckBox(theme, _("The release rule is met"), self)
        self.heading = plain_label("", self, role="title")
        self.transfer = QPushButton(_("Transfer"), self)
        self.transfer.setDefault(True)
        self.transfer.clicked.connect(self._do)
        cancel = QPushButton(_("Cancel"), self)
        cancel.clicked.connect(self.reject)
        self._lay_out(cancel)
        self._choose(target)
        self.amount.setFocus()

    def _lay_out(self, cancel: QPushButton) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        rows = (
            (_("From"), self.source, self.before_source),
            (_("To"), self.target, self.before_target),
            (_("Amount"), self.amount, None),
            (_("Note"), self.note, None),
            (_("Approver"), self.approver, None),
        )
        line = 0
        for name, widget, words in rows:
            label = plain_label(name, self)
            grid.addWidget(label, line, 0)
            if widget is self.approver:
                self._approver_label = label
            grid.addWidget(widget, line, 1)
            line += 1
            if words is not None:
                words.setProperty("role", "hint")
                grid.addWidget(words, line, 1)
                line += 1
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(cancel)
        buttons.addWidget(self.transfer)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(10)
        column.addWidget(self.heading)
        column.addLayout(grid)
        column.addWidget(self.warning)
        column.addWidget(self.rule_met)
        column.addWidget(self.error)
        column.addLayout(buttons)

    def _choose(self, target: str) -> None:
        """Begin with what is kept back, and the envelope that needs it most."""
        kept = next((row for row in self._plan.envelopes if is_contingency(self._plan.envelopes[row])), "")
        known = {row: money for row, money in self._found.money.items() if row != OUTSIDE}
        needy = min(known, key=lambda row: known[row].headroom, default="")
        to = target if target in known else needy
        self.target.setCurrentIndex(max(0, self.target.findData(to)))
        source = kept if kept in known else max(known, key=lambda row: known[row].headroom, default="")
        self.source.setCurrentIndex(max(0, self.source.findData(source)))
        missing = -known[to].headroom if to in known else 0
        if missing > 0:
            self.amount.setText(self._formats.full(missing))
            self.amount.selectAll()
        self._follow()

    def value(self) -> int:
        """Return the amount in minor units. Raises ValueError with a sentence."""
        texts = FieldText(self._formats, self._plan.header.fy_start)
        found = texts.read(_MONEY, self.amount.text())
        return int(found or 0)

    def _follow(self) -> None:
        try:
            amount = self.value()
        except ValueError:
            amount = 0
        full, money = self._formats.full, self._found.money
        words = _("{before} left before, {after} after")
        for box, label, sign in ((self.source, self.before_source, -1), (self.target, self.before_target, 1)):
            row = box.currentData()
            if row:
                left = money[row].headroom
                label.setText(words.format(before=full(left), after=full(left + sign * amount)))
        self.error.hide()
        self._show_kind()
        self._warn(amount)

    @property
    def releases(self) -> bool:
        """Whether the money comes from what is kept back."""
        row = self.source.currentData()
        return bool(row) and is_contingency(self._plan.envelopes[row])

    def _show_kind(self) -> None:
        """A release of contingency asks for its reason and its rule, a transfer for nothing more."""
        released = self.releases
        rule = self._plan.envelopes[self.source.currentData()].release_rule if released else ""
        title = _("Release contingency") if released else _("Transfer budget")
        self.setWindowTitle(title)
        self.heading.setText(title)
        self.transfer.setText(_("Release") if released else _("Transfer"))
        self.note.setPlaceholderText(_("What it is released for") if released else "")
        self.approver.setVisible(released)
        self._approver_label.setVisible(released)
        self.rule_met.setVisible(bool(rule))

    def _warn(self, amount: int) -> None:
        row = self.source.currentData()
        said = []
        if row and amount and self._found.money[row].headroom - amount < 0:
            said.append(_("The envelope that gives is over then. That is allowed, and shown."))
        rule = self._plan.envelopes[row].release_rule if row else ""
        if self.releases and rule:
            said.append(_("Release rule: {rule}").format(rule=rule))
        elif self.releases:
            said.append(_("No release rule is written for it: the reason says why it may go."))
        self.warning.setText("\n".join(said))
        self.warning.setVisible(bool(said))

    def _do(self) -> None:
        try:
            amount = self.value()
        except ValueError as refusal:
            why = str(refusal)
        else:
            source, target = self.source.currentData() or "", self.target.currentData() or ""
            met = self.rule_met.isChecked() and not self.rule_met.isHidden()
            why = self._act(Asked(source, target, amount, self.note.text(), met, self.approver.text()))
        if why:
            self.error.setText(why)
            self.error.show()
            (self.note if self.releases and not self.note.text().strip() else self.amount).setFocus()
            return
        self.accept()
