"""What was decided about rules in this plan: rejected findings with their reasons, and all rules with thresholds."""

from collections.abc import Collection
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cmoplanner.doctor.catalogue import RULES, Rule, words_of
from cmoplanner.i18n import _
from cmoplanner.model.edits.rules import REJECTED
from cmoplanner.model.evidence import Evidence
from cmoplanner.model.fields import BY_NAME, HEADER
from cmoplanner.model.plan import FindingDecision, Plan
from cmoplanner.ui.inspector.rule_card import RuleActs, RuleCard, link_button
from cmoplanner.ui.text import plain_label
from cmoplanner.ui.words import row_name


class Rejections(QWidget):
    """The findings that were rejected, each with its reason and a way back."""

    def __init__(self, acts: RuleActs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._acts = acts
        self._shown: tuple[object, ...] = ()
        self.rows: list[QWidget] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)

    def show_decisions(self, plan: Plan, subjects: Collection[str] | None = None) -> None:
        """Show the rejections of a plan, or those about some rows alone."""
        rows = [
            row
            for row in plan.finding_decisions.values()
            if row.status == REJECTED and (subjects is None or row.subject in subjects)
        ]
        if (shown := tuple((row, _about(plan, row)) for row in rows)) == self._shown:
            return
        self._shown = shown
        for old in self.rows:
            old.hide()
            old.deleteLater()
        self.rows = [self._row(row, about if subjects is None else "") for row, about in shown]
        for widget in self.rows:
            self._column.addWidget(widget)

    def _row(self, row: FindingDecision, about: str) -> QWidget:
        widget = QWidget(self)
        column = QVBoxLayout(widget)
        column.setContentsMargins(0, 2, 0, 2)
        column.setSpacing(1)
        if about:
            column.addWidget(plain_label(about, widget, role="strong", wrap=True))
        said = Evidence.of(row).sentence or _("Rule {rule}").format(rule=row.rule_id)
        column.addWidget(plain_label(said, widget, role="hint", wrap=True))
        reason = _("Rejected: {reason}").format(reason=row.note)
        column.addWidget(plain_label(reason, widget, role="caption", wrap=True))
        back = link_button(_("Bring it back"), widget, partial(self._acts.bring_back, row.rule_id, row.subject))
        column.addWidget(back, 0, Qt.AlignmentFlag.AlignLeft)
        return widget


class RulesList(QWidget):
    """Every rule by its name; one that is chosen unfolds. Built when it is first in sight."""

    def __init__(self, acts: RuleActs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._acts = acts
        self._opened: str | None = None
        self._stale = True
        self._built: list[QWidget] = []
        self.card: RuleCard | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(2)

    def refresh(self) -> None:
        """Show the rules as the plan has them now."""
        self._stale = True
        if self.isVisible():
            self._build()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._build()

    def choose(self, rule_id: str) -> None:
        """Unfold a rule, or fold it again."""
        self._opened = None if self._opened == rule_id else rule_id
        self._stale = True
        self._build()

    def _build(self) -> None:
        if not self._stale:
            return
        self._stale = False
        for old in self._built:
            old.hide()
            old.deleteLater()
        self._built, self.card = [], None
        for rule in RULES:
            self._add(link_button(self._title(rule), self, partial(self.choose, rule.id)))
            if rule.id == self._opened:
                self.card = RuleCard(self._acts, rule.id, self, titled=False)
                self._add(self.card)

    def _add(self, widget: QWidget) -> None:
        self._built.append(widget)
        if isinstance(widget, RuleCard):
            self._column.addWidget(widget)
        else:
            self._column.addWidget(widget, 0, Qt.AlignmentFlag.AlignLeft)

    def _title(self, rule: Rule) -> str:
        name, limits = words_of(rule)[0], self._acts.limits
        if self._acts.is_off(rule.id) is not None:
            return _("{rule} (off)").format(rule=name)
        if any(limits.is_own(rule.id, one.key) for one in rule.thresholds):
            return _("{rule} (changed)").format(rule=name)
        return name


def _about(plan: Plan, row: FindingDecision) -> str:
    """Return the name of what a decision is about."""
    table, _colon, row_id = row.subject.partition(":")
    known = table in BY_NAME and table != HEADER.name
    return (row_name(plan, table, row_id) if known else "") or row.subject
