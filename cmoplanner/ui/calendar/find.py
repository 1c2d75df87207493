"""Search that jumps: a line over the calendar that goes to the next activity or campaign of a name."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QWidget

from cmoplanner.i18n import _
from cmoplanner.model.plan import Plan
from cmoplanner.ui.calendar.forms import Forms
from cmoplanner.ui.calendar.shown import Shown
from cmoplanner.ui.commands import Command
from cmoplanner.ui.context import Context
from cmoplanner.ui.matching import match_rank
from cmoplanner.ui.text import plain_label
from cmoplanner.ui.widgets.controls import ElidedLabel, IconButton
from cmoplanner.ui.widgets.timeline.view import TimelineView


@dataclass(frozen=True, slots=True)
class Hit:
    """What was found: "activity" or "campaign", its id and name."""

    kind: str
    id: str
    name: str


def hits(plan: Plan, typed: str) -> list[Hit]:
    """Return the activities and campaigns whose names fit, the best first, then in the order of their starts."""
    if not typed.strip():
        return []
    start = plan.calendar.fy_start
    named = [(row.start or start, Hit("campaign", row.id, row.name)) for row in plan.campaigns.values()]
    named += [(row.start, Hit("activity", row.id, row.name)) for row in plan.activities.values()]
    ranked = [(rank, day, hit) for day, hit in named if (rank := match_rank(typed, hit.name)) is not None]
    return [hit for _rank, _day, hit in sorted(ranked, key=lambda one: one[:2])]


class FindBar(QWidget):
    """Enter goes to the next, Shift+Enter to the one before, Escape closes; a hit that is filtered away says so."""

    closed = Signal()

    def __init__(
        self, context: Context, shown: Shown, forms: Forms, view: TimelineView, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._shown = shown
        self._forms = forms
        self._view = view
        self._hits: list[Hit] = []
        self._at = -1
        self._build()
        self.hide()

    def _build(self) -> None:
        theme = self._context.theme
        self.line = QLineEdit(self)
        self.line.setPlaceholderText(_("Find an activity or a campaign"))
        self.line.setAccessibleName(_("Find an activity or a campaign"))
        self.line.setClearButtonEnabled(True)
        self.line.setMinimumWidth(160)
        self.line.setMaximumWidth(320)
        self.count = plain_label(parent=self, role="caption")
        self.before = IconButton(theme, "chevron-up", _("The one before (Shift+F3)"), self, boxed=True)
        self.after = IconButton(theme, "chevron-down", _("The next one (F3)"), self, boxed=True)
        self.hidden = ElidedLabel("", "caption", self)
        self.reveal = QPushButton(_("Show all"), self)
        self.reveal.setProperty("role", "link")
        self.reveal.setCursor(Qt.CursorShape.PointingHandCursor)
        self.shut = IconButton(theme, "close", _("Close (Esc)"), self)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 16, 7)
        row.setSpacing(8)
        for widget in (self.line, self.before, self.after, self.count, self.hidden, self.reveal):
            row.addWidget(widget, 1 if widget is self.line else 0)
        row.addStretch(1)
        row.addWidget(self.shut)
        self.line.textChanged.connect(self._search)
        self.after.clicked.connect(partial(self.go, 1))
        self.before.clicked.connect(partial(self.go, -1))
        self.reveal.clicked.connect(self._show_all)
        self.shut.clicked.connect(self.close_bar)
        self._tell()

    def open_bar(self) -> None:
        """Open the line and take the keyboard."""
        self.show()
        self.line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.line.selectAll()

    def close_bar(self) -> None:
        """Close the line; what was found stays selected."""
        self.hide()
        self._forms.form.view.setFocus()
        self.closed.emit()

    def _search(self) -> None:
        self._hits = hits(self._context.document.plan, self.line.text())
        self._at = -1
        if self._hits:
            self.go(1)
        else:
            self._tell()

    def go(self, step: int, _checked: bool = False) -> None:
        """Go to the next hit or the one before, round and round; without a search, ask for one."""
        if not self.isVisible() or not self.line.text().strip():
            self.open_bar()
            return
        plan = self._context.document.plan
        self._hits = [hit for hit in self._hits if hit.id in self._rows(plan, hit)] or hits(plan, self.line.text())
        if self._hits:
            self._at = (self._at + step) % len(self._hits)
            self._jump(self._hits[self._at])
        self._tell()

    @staticmethod
    def _rows(plan: Plan, hit: Hit) -> Collection[str]:
        return plan.activities if hit.kind == "activity" else plan.campaigns

    def _jump(self, hit: Hit) -> None:
        """Select a hit and bring it into sight; a campaign by the first of its activities that is shown."""
        plan, passes = self._context.document.plan, self._shown.filter.passes
        if hit.kind == "activity":
            if passes(plan.activities[hit.id]):
                self._context.selection.set("activity", [hit.id])
                self._view.show_bar(hit.id)
            return
        self._context.selection.set("campaign", [hit.id])
        rows = [row for row in plan.activities.values() if row.campaign_id == hit.id and passes(row)]
        if rows:
            self._view.show_bar(min(rows, key=lambda row: row.start).id)

    def _filtered_away(self) -> bool:
        if not 0 <= self._at < len(self._hits):
            return False
        hit, plan, passes = self._hits[self._at], self._context.document.plan, self._shown.filter.passes
        if hit.kind == "activity":
            return hit.id in plan.activities and not passes(plan.activities[hit.id])
        rows = [row for row in plan.activities.values() if row.campaign_id == hit.id]
        return bool(rows) and not any(map(passes, rows))

    def _tell(self) -> None:
        away = self._filtered_away()
        if not self.line.text().strip():
            count = ""
        elif not self._hits:
            count = _("nothing is called that")
        else:
            count = _("{n} of {whole}: {name}").format(
                n=self._at + 1, whole=len(self._hits), name=self._hits[self._at].name
            )
        self.count.setText(count)
        self.hidden.setText(_("The filter hides it.") if away else "")
        self.hidden.setVisible(away)
        self.reveal.setVisible(away)
        for button in (self.before, self.after):
            button.setEnabled(len(self._hits) > 0)

    def _show_all(self) -> None:
        """Take the filter away and go to what it hid."""
        self._shown.show_all()
        if 0 <= self._at < len(self._hits):
            self._jump(self._hits[self._at])
        self._tell()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.go(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
        elif event.key() == Qt.Key.Key_Escape:
            self.close_bar()
        else:
            super().keyPressEvent(event)

    def commands(self) -> list[Command]:
        """Return the ways to search."""
        back = partial(self.go, -1)
        return [
            Command("calendar.find", _("Find…"), "Ctrl+G", self.open_bar, menu="view", group="find"),
            Command("calendar.find_next", _("Find the next one"), "F3", partial(self.go, 1), menu="view", group="find"),
            Command("calendar.find_before", _("Find the one before"), "Shift+F3", back, menu="view", group="find"),
        ]
