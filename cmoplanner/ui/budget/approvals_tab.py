"""The tab of approvals: what waits for whom, ticked and submitted, approved, rejected or withdrawn as one step."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from cmoplanner.i18n import _
from cmoplanner.ledger.approvals import Waits
from cmoplanner.model.approving import Subject
from cmoplanner.report.budget.approval_entries import ApprovalList, about
from cmoplanner.report.budget.entries import Entry
from cmoplanner.report.formats import Formats
from cmoplanner.ui.budget.lines_list import Lines
from cmoplanner.ui.text import plain_label
from cmoplanner.ui.theme import Theme


class ApprovalsTab(QWidget):
    """It is given what it shows, and tells what is asked of the ticked lines."""

    submit_asked = Signal(object, str)  # subjects, comment
    approve_asked = Signal(object, str)
    reject_asked = Signal(object, str)
    withdraw_asked = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.told = plain_label("", self, role="title", wrap=True)
        self.lines = Lines(theme, _("Approvals"), self)
        self.comment = QLineEdit(self)
        self.comment.setAccessibleName(_("Comment"))
        self.comment.setPlaceholderText(_("Comment; needed to reject"))
        self.submit, self.approve = QPushButton(self), QPushButton(self)
        self.approve.setProperty("role", "primary")
        self.reject = QPushButton(_("Reject"), self)
        self.withdraw = QPushButton(_("Withdraw"), self)
        self._found: ApprovalList | None = None
        self._formats: Formats | None = None
        self._read_only = False
        self._lay_out()
        self.lines.ticked_changed.connect(self._show_buttons)
        self.comment.textChanged.connect(self._show_buttons)
        self.submit.clicked.connect(lambda: self.submit_asked.emit(*self._given()))
        self.approve.clicked.connect(lambda: self.approve_asked.emit(*self._given()))
        self.reject.clicked.connect(lambda: self.reject_asked.emit(*self._given()))
        self.withdraw.clicked.connect(lambda: self.withdraw_asked.emit(about(self.lines.ticked())))

    def _lay_out(self) -> None:
        buttons = QGridLayout()
        buttons.setSpacing(8)
        for number, button in enumerate((self.submit, self.approve, self.withdraw, self.reject)):
            buttons.addWidget(button, number // 2, number % 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.told)
        column.addWidget(self.lines, 1)
        column.addWidget(self.comment)
        column.addLayout(buttons)
        words = _("Each button is one step that can be undone; the log keeps every decision.")
        column.addWidget(plain_label(words, self, role="hint", wrap=True))

    def show_list(self, found: ApprovalList, formats: Formats, *, read_only: bool) -> None:
        """Show what waits."""
        self._found, self._formats, self._read_only = found, formats, read_only
        self.told.setText(found.told)
        self.lines.show_entries(found.entries, formats, found.headings)
        self._show_buttons()

    def clear_comment(self) -> None:
        """Forget what was said about the last decision."""
        self.comment.clear()

    def _given(self) -> tuple[list[Subject], str]:
        return about(self.lines.ticked()), self.comment.text().strip()

    def _show_buttons(self) -> None:
        if self._formats is None or self._found is None:
            return
        ticked = self.lines.ticked()
        asked = [one for one in ticked if self._why(one) is Waits.DECISION]
        may = not self._read_only
        self._name(self.submit, _("Submit {amount}"), _("Submit"), ticked)
        self._name(self.approve, _("Approve {amount}"), _("Approve"), ticked)
        self.submit.setEnabled(may and bool(ticked) and not asked)
        self.approve.setEnabled(may and bool(ticked))
        only_asked = may and bool(ticked) and len(asked) == len(ticked)
        self.withdraw.setEnabled(only_asked)
        self.reject.setEnabled(only_asked and bool(self.comment.text().strip()))

    def _why(self, one: Entry) -> Waits | None:
        found = self._found.waiting.get((one.table, one.row)) if self._found else None
        return found.why if found else None

    def _name(self, button: QPushButton, words: str, none: str, ticked: Sequence[Entry]) -> None:
        amount = sum(one.amount for one in ticked)
        whole = self._formats.whole(amount) if self._formats else ""
        button.setText(words.format(amount=whole) if ticked else none)
