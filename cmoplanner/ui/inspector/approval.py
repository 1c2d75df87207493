"""How far the approval of selected activities is, in the inspector, with what can be done about it."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from cmoplanner.errors import EditRefused
from cmoplanner.i18n import _, ngettext
from cmoplanner.model.approving import Standing, State, Subject, standing
from cmoplanner.model.edits.approvals import approve, reject, submit, withdraw
from cmoplanner.model.plan import Approval, Plan
from cmoplanner.report.budget.approval_entries import state_words
from cmoplanner.report.formats import Formats
from cmoplanner.ui.context import Context
from cmoplanner.ui.text import plain_label
from cmoplanner.ui.words import choice_word

_ENTRIES = 4
_EXAMINED = 200


class ApprovalBox(QWidget):
    """The state in a sentence, the last entries of the log, and a button for each act that is possible."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._ids: Sequence[str] = ()
        self.state = plain_label("", self, role="value", wrap=True)
        self.log = plain_label("", self, role="caption", wrap=True)
        self.comment = QLineEdit(self)
        self.comment.setAccessibleName(_("Comment"))
        self.comment.setPlaceholderText(_("Comment; needed to reject"))
        self.buttons = {
            "submit": self._button(_("Submit"), submit, said=True),
            "approve": self._button(_("Approve"), approve, said=True),
            "reject": self._button(_("Reject"), reject, said=True),
            "withdraw": self._button(_("Withdraw"), withdraw, said=False),
        }
        self.comment.textChanged.connect(lambda _text: self._show_buttons())
        row = QHBoxLayout()
        row.setSpacing(6)
        for button in self.buttons.values():
            row.addWidget(button)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 4)
        column.setSpacing(6)
        column.addWidget(self.state)
        column.addWidget(self.log)
        column.addWidget(self.comment)
        column.addLayout(row)

    def _button(self, text: str, act: Callable[..., None], *, said: bool) -> QPushButton:
        button = QPushButton(text, self)
        button.clicked.connect(lambda: self._do(act, said=said))
        return button

    def show_activities(self, ids: Sequence[str]) -> None:
        """Show the approval of activities; of several, how many are approved."""
        if tuple(ids) != tuple(self._ids):
            self.comment.clear()
        self._ids = ids
        plan = self._context.document.plan
        found = self._found(plan)
        if len(found) == 1:
            self.state.setText(state_words(plan, found[0]))
            entries = plan.approval_log.get(found[0].subject, ())[-_ENTRIES:]
            self.log.setText("\n".join(_entry_words(plan, row) for row in reversed(entries)))
        else:
            n = sum(one.state is State.APPROVED for one in found)
            text = ngettext("{n} of {all} is approved", "{n} of {all} are approved", n)
            self.state.setText(text.format(n=n, all=len(found)))
            self.log.setText("")
        self.log.setVisible(bool(self.log.text()))
        self._show_buttons()

    def _found(self, plan: Plan) -> list[Standing]:
        known = [row for row in self._ids[:_EXAMINED] if row in plan.activities]
        return [standing(plan, Subject("activity", row)) for row in known]

    def _show_buttons(self) -> None:
        states = {one.state for one in self._found(self._context.document.plan)}
        may = bool(states) and not self._context.document.read_only
        open_ = may and State.APPROVED not in states
        asked = may and states == {State.SUBMITTED}
        shown = {
            "submit": open_ and State.SUBMITTED not in states,
            "approve": open_,
            "reject": asked,
            "withdraw": asked,
        }
        for key, button in self.buttons.items():
            button.setVisible(shown[key])
        self.buttons["reject"].setEnabled(bool(self.comment.text().strip()))
        self.comment.setVisible(open_)

    def _do(self, act: Callable[..., None], *, said: bool) -> None:
        about = [Subject("activity", row) for row in self._ids]
        given: tuple[Any, ...] = (about, self.comment.text().strip()) if said else (about,)
        try:
            act(self._context.document, *given)
        except EditRefused as refusal:
            self._context.commands.say(refusal.told)
        else:
            self.comment.clear()


def _entry_words(plan: Plan, row: Approval) -> str:
    formats = Formats.of(plan)
    parts = [
        formats.day(row.date) if row.date else "",
        choice_word(row.decision),
        row.role,
        formats.whole(row.amount) if row.amount is not None else "",
        row.comment,
    ]
    return " · ".join(part for part in parts if part)
