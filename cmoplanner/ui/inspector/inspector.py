"""The inspector at the right: the panel of what is selected, folded away to a strip when asked."""

from typing import Any

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QFrame, QScrollArea, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from cmoplanner.i18n import _
from cmoplanner.model import fields
from cmoplanner.ui.context import Context
from cmoplanner.ui.inspector.activity import ActivityPanel
from cmoplanner.ui.inspector.campaign import CampaignPanel
from cmoplanner.ui.inspector.head import NameEditor
from cmoplanner.ui.inspector.milestone import MilestonePanel
from cmoplanner.ui.inspector.panel import Panel
from cmoplanner.ui.inspector.plan import PlanPanel
from cmoplanner.ui.inspector.row import RowPanel
from cmoplanner.ui.nouns import rows_of
from cmoplanner.ui.text import plain_tooltip
from cmoplanner.ui.theme import Theme
from cmoplanner.ui.widgets.controls import paint_chevron
from cmoplanner.ui.widgets.surface import Surface

WIDTH = 324
STRIP = 32


class Strip(QAbstractButton):
    """What is left of the folded inspector: a chevron and the word turned by 90°."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setText(_("Inspector"))
        self.setAccessibleName(_("Open the inspector"))
        self.setToolTip(plain_tooltip(_("Open the inspector")))
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFixedWidth(STRIP)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        color = self._theme.color
        painter.fillRect(self.rect(), color("band" if self.underMouse() else "surface"))
        painter.fillRect(0, 0, 1, self.height(), color("border"))
        if self.hasFocus():
            painter.setPen(QPen(color("accent"), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(3, 3, -3, -3), 5, 5)
        paint_chevron(painter, QPointF(STRIP / 2, 21), color("text"), "left")
        painter.translate(STRIP / 2, 44)
        painter.rotate(-90)
        painter.setFont(self._theme.font(12, 500))
        painter.setPen(color("text_2"))
        width = painter.fontMetrics().horizontalAdvance(self.text())
        painter.drawText(QRectF(-width - 24, -8, width + 4, 16), Qt.AlignmentFlag.AlignCenter, self.text())


class Inspector(Surface):
    """Shows the plan, an activity, several, a campaign, a key date or rows of any table, as the selection says."""

    unfolded = Signal(bool)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context.theme, "surface", ("left",), parent)
        self._context = context
        self._panels: dict[str, Panel] = {}
        self._areas: dict[str, QScrollArea] = {}
        self._kinds = {"": PlanPanel, "activity": ActivityPanel, "campaign": CampaignPanel, "milestone": MilestonePanel}
        self.strip = Strip(context.theme, self)
        self.strip.clicked.connect(lambda: self.fold(False))
        self._stack = QStackedWidget(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._stack)
        column.addWidget(self.strip)
        self._folded = False
        self._stale = True
        context.selection.changed.connect(self._refresh)
        context.bridge.changed.connect(self._refresh)
        context.outlook.previewed.connect(self._follow)
        context.outlook.settled.connect(self._show_shares)
        self.fold(False)

    @property
    def folded(self) -> bool:
        """Whether only the strip is shown."""
        return self._folded

    def fold(self, folded: bool) -> None:
        """Show the strip alone, or the whole inspector."""
        self._folded = folded
        self._stack.setVisible(not folded)
        self.strip.setVisible(folded)
        self.setFixedWidth(STRIP if folded else WIDTH)
        if not folded and self._stale:
            self._refresh()
        self.unfolded.emit(not folded)

    def panel(self) -> Panel:
        """Return the panel for what is selected now, made when first needed."""
        kind = self._context.selection.kind
        if kind not in self._panels:
            panel = self._made(kind)
            area = QScrollArea(self._stack)
            area.setFrameShape(QFrame.Shape.NoFrame)
            area.setWidgetResizable(True)
            area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            area.setWidget(panel)
            self._panels[kind], self._areas[kind] = panel, area
            self._stack.addWidget(area)
        return self._panels[kind]

    def _made(self, kind: str) -> Panel:
        if kind in self._kinds:
            return self._kinds[kind](self._context)
        return RowPanel(self._context, fields.table(kind))

    def show_plan(self, section: str) -> None:
        """Show where a figure of the plan comes from: its section, opened and in sight."""
        self._context.selection.clear()
        self.fold(False)
        panel = self.panel()
        panel.sections[section].head.setChecked(True)
        self._areas[""].ensureWidgetVisible(panel.sections[section])
        panel.sections[section].head.setFocus()

    def edit_name(self) -> None:
        """Let the user type the name of what is selected."""
        self.fold(False)
        name = self.panel().findChild(NameEditor)
        if name is not None:
            name.line.setFocus()
            name.line.selectAll()

    def _refresh(self, *_args: object) -> None:
        if self._folded:
            self._stale = True
            return
        self._stale = False
        self._drop_deleted()
        panel = self.panel()
        panel.show_rows(self._context.selection.ids)
        self._stack.setCurrentWidget(self._areas[self._context.selection.kind])

    def _drop_deleted(self) -> None:
        selection = self._context.selection
        if not selection.kind:
            return
        known = rows_of(self._context.document.plan, fields.table(selection.kind))
        left = [row_id for row_id in selection.ids if row_id in known]
        if len(left) < len(selection.ids):
            selection.set(selection.kind, left)

    def _show_shares(self) -> None:
        if not self._folded:
            self.panel().show_shares()

    def _follow(self, outcome: Any) -> None:
        if not self._folded:
            self.panel().show_outcome(outcome)
