"""Why a rule says something: what it finds, its thresholds to change, where it comes from, and whether it is asked."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from cmoplanner.doctor.catalogue import Limits, Rule, Threshold, rule_of, words_of
from cmoplanner.doctor.findings import Finding
from cmoplanner.errors import EditRefused
from cmoplanner.i18n import _, ngettext
from cmoplanner.model.edits.rules import REJECTED, Seen, reject_finding, set_threshold, switch_rule
from cmoplanner.model.field import Field, number_field, rate_field
from cmoplanner.ui.context import Context
from cmoplanner.ui.inspector.form import field_texts
from cmoplanner.ui.text import plain_action, plain_label
from cmoplanner.ui.widgets.controls import ElidedLabel
from cmoplanner.ui.widgets.editors import LineEditor
from cmoplanner.ui.widgets.lines import Line

_NUMBER_WIDTH, _UNIT_WIDTH = 60, 78


def link_button(text: str, parent: QWidget, act: Callable[[], object]) -> QPushButton:
    """Return a button that looks like a link."""
    button = QPushButton(plain_action(text), parent)
    button.setProperty("role", "link")
    button.setCursor(Qt.CursorShape.PointingHandCursor)
    button.clicked.connect(lambda _checked=False: act())
    return button


class RuleActs:
    """What can be done about rules and what they find, as edits of the open plan; what is refused is said."""

    def __init__(self, context: Context) -> None:
        self.context = context

    @property
    def limits(self) -> Limits:
        """The thresholds that hold now."""
        return Limits(self.context.document.plan)

    def is_off(self, rule: str) -> str | None:
        """Return the reason for which a rule is switched off; None while it is asked."""
        rows = self.context.document.plan.rule_settings.values()
        return next((row.note for row in rows if row.off and (row.rule_id, row.threshold) == (rule, "")), None)

    def rejected(self, rule: str) -> int:
        """Return how many findings of a rule are rejected in this plan."""
        rows = self.context.document.plan.finding_decisions.values()
        return sum((row.rule_id, row.status) == (rule, REJECTED) for row in rows)

    def set(self, rule: str, threshold: str, value: float | None) -> None:
        """Change a threshold; None takes it back to the default."""
        self._do(set_threshold, rule, threshold, value)

    def switch(self, rule: str, reason: str | None) -> None:
        """Switch a rule off with the reason, or on again."""
        self._do(switch_rule, rule, reason)

    def reject(self, finding: Finding, reason: str) -> None:
        """Reject a finding with the reason."""
        seen = Seen(finding.sentence, dict(finding.facts), str(finding.severity))
        self._do(reject_finding, finding.rule, finding.about, seen, reason)

    def bring_back(self, rule: str, subject: str) -> None:
        """Show a rejected finding again."""
        self._do(reject_finding, rule, subject, Seen("", {}), None)

    def _do(self, edit: Callable[..., object], *given: Any) -> None:
        try:
            edit(self.context.document, *given)
        except EditRefused as refusal:
            self.context.commands.say(refusal.told)


class ReasonLine(QWidget):
    """Asks for a reason in one line, and for nothing else."""

    given = Signal(str)

    def __init__(self, button: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.line = Line(self)
        self.line.setPlaceholderText(_("Reason"))
        self.line.setAccessibleName(_("Reason"))
        self.line.setProperty("field", True)
        self.button = QPushButton(plain_action(button), self)
        self.button.setEnabled(False)
        self.line.textChanged.connect(lambda text: self.button.setEnabled(bool(text.strip())))
        self.line.returnPressed.connect(self._give)
        self.button.clicked.connect(self._give)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 2, 0, 2)
        row.setSpacing(6)
        row.addWidget(self.line, 1)
        row.addWidget(self.button)

    def _give(self) -> None:
        if reason := self.line.text().strip():
            self.given.emit(reason)


class ThresholdRow(QWidget):
    """One threshold: its label, the value to type, its unit, and a way back to the default where it was changed."""

    def __init__(self, acts: RuleActs, rule: Rule, threshold: Threshold, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        field = _field(threshold)
        texts = partial(field_texts, acts.context)
        self.editor = LineEditor(field, texts, self)
        self.editor.setFixedWidth(_NUMBER_WIDTH)
        limits = acts.limits
        self.editor.show_value(limits(rule.id, threshold.key))
        self.editor.committed.connect(partial(acts.set, rule.id, threshold.key))
        top = QHBoxLayout()
        top.setContentsMargins(0, 0, 0, 0)
        top.setSpacing(6)
        top.addWidget(plain_label(_(threshold.label), self, role="hint", wrap=True), 1)
        top.addWidget(self.editor)
        unit = ElidedLabel("" if threshold.share else _(threshold.unit), "caption", self)
        unit.setFixedWidth(_UNIT_WIDTH)
        top.addWidget(unit)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 1, 0, 1)
        column.setSpacing(0)
        column.addLayout(top)
        self.back: QPushButton | None = None
        if limits.is_own(rule.id, threshold.key):
            words = _("Back to {value}").format(value=texts().write(field, threshold.default))
            self.back = link_button(words, self, partial(acts.set, rule.id, threshold.key, None))
            column.addWidget(self.back, 0, Qt.AlignmentFlag.AlignRight)


class RuleCard(QWidget):
    """One rule in full."""

    def __init__(self, acts: RuleActs, rule_id: str, parent: QWidget | None = None, *, titled: bool = True) -> None:
        super().__init__(parent)
        self._acts = acts
        self._rule = rule = rule_of(rule_id) or Rule(rule_id, rule_id, "", "")
        name, finds, source = words_of(rule)
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(10, 4, 0, 6)
        column.setSpacing(2)
        if titled:
            head = _("Rule {id}: {name}").format(id=rule.id, name=name) if name != rule.id else rule.id
            column.addWidget(plain_label(head, self, role="strong", wrap=True))
        column.addWidget(plain_label(finds, self, role="hint", wrap=True))
        self.rows = [ThresholdRow(acts, rule, threshold, self) for threshold in rule.thresholds]
        for row in self.rows:
            column.addWidget(row)
        if source:
            column.addWidget(plain_label(_("From: {source}").format(source=source), self, role="caption", wrap=True))
        if n := acts.rejected(rule.id):
            said = ngettext(
                "{n} finding of it is rejected in this plan.", "{n} findings of it are rejected in this plan.", n
            )
            column.addWidget(plain_label(said.format(n=n), self, role="caption", wrap=True))
        self._switch()

    def _switch(self) -> None:
        """Add the way to switch the rule off, or on again."""
        why = self._acts.is_off(self._rule.id)
        if why is not None:
            said = _("Switched off in this plan: {reason}").format(reason=why)
            self._column.addWidget(plain_label(said, self, role="caption", wrap=True))
            on = link_button(_("Switch it on"), self, partial(self._acts.switch, self._rule.id, None))
            self._column.addWidget(on, 0, Qt.AlignmentFlag.AlignLeft)
            return
        self.reason = ReasonLine(_("Switch off"), self)
        self.reason.hide()
        self.reason.given.connect(partial(self._acts.switch, self._rule.id))
        self.off = link_button(_("Switch this rule off…"), self, self._ask)
        self._column.addWidget(self.off, 0, Qt.AlignmentFlag.AlignLeft)
        self._column.addWidget(self.reason)

    def _ask(self) -> None:
        self.reason.setVisible(self.reason.isHidden())
        self.reason.line.setFocus()

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())  # a long word is cut, and makes no panel wider


def _field(threshold: Threshold) -> Field:
    if threshold.share:
        return rate_field(threshold.key, threshold.label)
    return number_field(threshold.key, threshold.label, minimum=threshold.minimum, maximum=threshold.maximum)
