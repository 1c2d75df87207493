"""The shelf of templates beside the calendar: whole campaigns and single activities, to be dragged or inserted."""

from PySide6.QtCore import QEvent, QMimeData, QPoint, Qt, Signal
from PySide6.QtGui import QDrag, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from cmoplanner.i18n import _, ngettext
from cmoplanner.model.chains import Chain
from cmoplanner.model.plan import TouchpointTemplate
from cmoplanner.report.formats import Formats
from cmoplanner.ui.history.lines import Line, LinesView
from cmoplanner.ui.text import plain_label
from cmoplanner.ui.theme import Theme
from cmoplanner.ui.widgets.controls import IconButton
from cmoplanner.ui.widgets.lines import Line as LineEdit
from cmoplanner.ui.widgets.surface import Surface

WIDTH = 320
TEMPLATE = "application/x-cmoplanner-template"
"""What a dragged template is called; its data is the template's key on the shelf."""


class ShelfList(LinesView):
    """The templates as lines; one can be dragged away, Enter inserts it."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, _("Templates"), parent)
        self._pressed: QPoint | None = None

    def event(self, event: QEvent) -> bool:
        override = event.type() is QEvent.Type.ShortcutOverride
        if override and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Delete:
            event.accept()  # deletes the template here, not what is selected on the calendar
            return True
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        left = event.button() is Qt.MouseButton.LeftButton
        self._pressed = event.position().toPoint() if left and self.key else None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pressed is None or not event.buttons() & Qt.MouseButton.LeftButton:
            super().mouseMoveEvent(event)
        elif (event.position().toPoint() - self._pressed).manhattanLength() >= QApplication.startDragDistance():
            self._pressed = None
            drag = QDrag(self)
            drag.setMimeData(carried(self.key))
            drag.exec(Qt.DropAction.CopyAction)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._pressed = None
        super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.key:
            self.chosen.emit(self.key)
        else:
            super().keyPressEvent(event)


def carried(key: str) -> QMimeData:
    """Return what is dragged when a template is."""
    data = QMimeData()
    data.setData(TEMPLATE, key.encode())
    return data


class ShelfPanel(Surface):
    """Shows the templates and asks what to do; what they are is for the shelf's owner to know."""

    closed = Signal()
    wanted = Signal(str)  # the key of a template to be inserted at the usual day
    removal_wanted = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "surface", ("left",), parent)
        self.setFixedWidth(WIDTH)
        self.setAccessibleName(_("Templates"))
        self._chains: dict[str, Chain] = {}
        self._activities: dict[str, TouchpointTemplate] = {}
        self.list = ShelfList(theme, self)
        self.list.chosen.connect(self.wanted)
        self.list.selected.connect(self._show_choice)
        self.list.key_pressed.connect(self._key)
        self._make_money()
        self.about = plain_label("", self, role="hint", wrap=True)
        self.refused = plain_label("", self, role="error", wrap=True)
        self.refused.hide()
        self.insert = QPushButton(_("Insert at today"), self)
        self.insert.setProperty("role", "primary")
        self.insert.clicked.connect(lambda: self.wanted.emit(self.list.key))
        self.remove = IconButton(theme, "trash", _("Delete this template"), self, boxed=True)
        self.remove.clicked.connect(lambda: self.removal_wanted.emit(self.list.key))
        self.foot = Surface(theme, "surface", ("top",), self)
        self._lay_out(theme)
        self._show_choice("")

    def _make_money(self) -> None:
        self.budget = LineEdit(self)
        self.budget.setProperty("field", True)
        self.budget.setAccessibleName(_("Budget of a new campaign"))
        self.budget.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.budget.setFixedWidth(110)
        self.money = QWidget(self)
        money = QHBoxLayout(self.money)
        money.setContentsMargins(0, 0, 0, 0)
        self.currency = plain_label("", self, role="value")
        money.addWidget(self.currency, 1)
        money.addWidget(self.budget)

    def _lay_out(self, theme: Theme) -> None:
        close = IconButton(theme, "close", _("Close the templates"), self)
        close.clicked.connect(self.closed)
        head = QHBoxLayout()
        head.setContentsMargins(16, 8, 8, 0)
        head.addWidget(plain_label(_("Templates"), self, role="title"), 1)
        head.addWidget(close)
        told = _("Drag one onto the calendar: the day where you drop it is its day. Enter inserts it at today.")
        hint = plain_label(told, self, role="hint", wrap=True)
        hint.setContentsMargins(16, 2, 16, 8)
        buttons = QHBoxLayout()
        buttons.addWidget(self.insert, 1)
        buttons.addWidget(self.remove)
        foot = QVBoxLayout(self.foot)
        foot.setContentsMargins(16, 10, 16, 14)
        foot.setSpacing(8)
        for widget in (self.about, self.money, self.refused):
            foot.addWidget(widget)
        foot.addLayout(buttons)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(hint)
        column.addWidget(self.list, 1)
        column.addWidget(self.foot)

    def show_templates(
        self, chains: dict[str, Chain], activities: dict[str, TouchpointTemplate], formats: Formats
    ) -> None:
        """Show campaign templates and activity templates by their keys."""
        self._chains, self._activities = chains, activities
        self.currency.setText(_("Budget of the campaign, {currency}").format(currency=formats.currency))
        lines = [Line("campaigns", _("Campaigns"), aside=str(len(chains)), head=True)]
        for key, chain in chains.items():
            first, last = chain.days
            count = len(chain.templates)
            words = ngettext("{n} activity", "{n} activities", count).format(n=count)
            days = ngettext("{n} day", "{n} days", last - first + 1).format(n=last - first + 1)
            lines.append(Line(key, chain.name, f"{words} · {days}", icon="group", role="accent"))
        lines.append(Line("activities", _("Activities"), aside=str(len(activities)), head=True))
        for key, one in activities.items():
            days = ngettext("{n} day", "{n} days", one.duration_days).format(n=one.duration_days)
            money = f" · {formats.whole(one.default_spend)} {formats.currency}" if one.default_spend else ""
            lines.append(Line(key, one.name, days + money, icon="calendar"))
        self.list.show_lines(lines)
        self._show_choice(self.list.key)

    def _show_choice(self, key: str) -> None:
        chain, one = self._chains.get(key), self._activities.get(key)
        words = [chain.about] if chain else [one.notes] if one else []
        if chain and chain.missing:
            names = ", ".join(f"“{name}”" for name in chain.missing)
            words.append(_("This plan has no channel for {names}; they are made without one.").format(names=names))
        self.about.setText("\n".join(word for word in words if word))
        self.about.setVisible(bool(self.about.text()))
        self.money.setVisible(chain is not None)
        self.refused.hide()
        self.insert.setEnabled(bool(chain or one))
        self.remove.setVisible(key.startswith("own:"))
        self.foot.setVisible(bool(chain or one))

    def _key(self, key: str, pressed: int) -> None:
        if pressed == Qt.Key.Key_Delete and key.startswith("own:"):
            self.removal_wanted.emit(key)
        elif pressed == Qt.Key.Key_Escape:
            self.closed.emit()

    def refuse(self, sentence: str) -> None:
        """Say what is wrong with the budget."""
        self.refused.setText(sentence)
        self.refused.setVisible(bool(sentence))
