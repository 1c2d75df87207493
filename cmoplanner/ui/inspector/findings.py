"""What the rules find, as short paragraphs: the sentence, what to do, and a way to the activity."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from cmoplanner.doctor.findings import Finding, Severity
from cmoplanner.doctor.ways import Way
from cmoplanner.i18n import _, ngettext
from cmoplanner.report.timeline.shapes import triangle
from cmoplanner.ui.inspector.rule_card import ReasonLine, RuleActs, RuleCard, link_button
from cmoplanner.ui.text import plain_action, plain_label
from cmoplanner.ui.theme import Theme

_INDENT = 18
SHOWN = 6


class FindingRow(QWidget):
    """One finding; a click or Enter asks for the row that it is about, where there is one to go to."""

    asked = Signal(str)

    taken = Signal(object)  # the Way that was chosen

    opened = Signal(bool)  # that it is told why

    def __init__(
        self,
        theme: Theme,
        finding: Finding,
        title: str = "",
        parent: QWidget | None = None,
        ways: Sequence[Way] = (),
        acts: RuleActs | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._acts = acts
        self.card: RuleCard | None = None
        self.reason: ReasonLine | None = None
        self.finding = finding
        self._leads = bool(title)
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(_INDENT, 3, 0, 5)
        column.setSpacing(1)
        if title:
            column.addWidget(plain_label(title, self, role="strong", wrap=True))
        column.addWidget(plain_label(finding.sentence, self, role="hint", wrap=True))
        column.addWidget(plain_label(finding.remedy, self, role="caption", wrap=True))
        self._offer(column, ways)
        if acts is not None:
            self._question(column)
        self.setAccessibleName(". ".join(part for part in (title, finding.sentence, finding.remedy) if part))
        if self._leads:
            self.setCursor(Qt.CursorShape.PointingHandCursor)
            self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def _offer(self, column: QVBoxLayout, ways: Sequence[Way]) -> None:
        """Add a button for each way out, one below the other: their words can be long."""
        for way in ways:
            button = QPushButton(plain_action(way.words), self)
            button.setProperty("role", "link")
            button.setCursor(Qt.CursorShape.PointingHandCursor)
            button.clicked.connect(partial(self.taken.emit, way))
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)

    def _question(self, column: QVBoxLayout) -> None:
        """Add the ways to ask why, and to reject."""
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        self.why = link_button(_("Why this?"), self, self.tell_why)
        self.rejecting = link_button(_("Reject…"), self, self._ask_reason)
        row.addWidget(self.why)
        row.addWidget(self.rejecting)
        row.addStretch(1)
        column.addLayout(row)

    def tell_why(self) -> None:
        """Unfold the rule under the finding, or fold it again."""
        if self._acts is None:
            return
        if self.card is None:
            self.card = RuleCard(self._acts, self.finding.rule, self)
            self._column.addWidget(self.card)
        else:
            self.card.setVisible(self.card.isHidden())
        self.opened.emit(not self.card.isHidden())

    def _ask_reason(self) -> None:
        if self._acts is None:
            return
        if self.reason is None:
            self.reason = ReasonLine(_("Reject"), self)
            self.reason.given.connect(partial(self._acts.reject, self.finding))
            self._column.insertWidget(self._column.count() - (self.card is not None), self.reason)
        else:
            self.reason.setVisible(self.reason.isHidden())
        self.reason.line.setFocus()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if (
            self._leads
            and event.button() is Qt.MouseButton.LeftButton
            and self.rect().contains(event.position().toPoint())
        ):
            self.asked.emit(self.finding.subject)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._leads and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.asked.emit(self.finding.subject)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        role = "negative" if self.finding.severity is Severity.BREAK else "warning"
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color(role))
        painter.drawPolygon(QPolygonF([QPointF(x, y) for x, y in triangle(1, 6, role).points]))
        if self.hasFocus():
            painter.setPen(QPen(self._theme.color("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), 4, 4)


class Findings(QWidget):
    """A list of findings, the first `SHOWN` at once and the number of the others."""

    asked = Signal(str)
    taken = Signal(object)  # a Way

    def __init__(
        self,
        theme: Theme,
        parent: QWidget | None = None,
        offer: Callable[[Finding], Sequence[Way]] | None = None,
        acts: RuleActs | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._acts = acts
        self._told: set[tuple[str, str]] = set()
        self._offer = offer
        self._shown: tuple[tuple[Finding, str], ...] = ()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._more = plain_label(role="caption")
        self._more.setContentsMargins(_INDENT, 2, 0, 2)
        self._column.addWidget(self._more)

    def show_findings(self, findings: Sequence[tuple[Finding, str]]) -> None:
        """Show findings, each with the name of its row; without a name a click leads nowhere."""
        first = tuple(findings[:SHOWN])
        left = len(findings) - len(first)
        self._more.setVisible(left > 0)
        self._more.setText(ngettext("and {n} more", "and {n} more", left).format(n=left))
        if first == self._shown and self._offer is None and not self._told:
            return
        self._shown = first
        while self._column.count() > 1:
            item = self._column.takeAt(0)
            if item is not None and (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for i, (finding, title) in enumerate(first):
            ways = self._offer(finding) if self._offer else ()
            row = FindingRow(self._theme, finding, title, self, ways, self._acts)
            if (finding.rule, finding.about) in self._told:
                row.tell_why()
            row.opened.connect(partial(self._keep_open, finding))
            row.asked.connect(self.asked)
            row.taken.connect(self.taken)
            self._column.insertWidget(i, row)

    def _keep_open(self, finding: Finding, opened: bool) -> None:
        """Remember which rules are told, for when the plan is shown anew."""
        known = (finding.rule, finding.about)
        (self._told.add if opened else self._told.discard)(known)
