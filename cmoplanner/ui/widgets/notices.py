"""Quiet notices over the page: what happened, what can be done about it, and a way to put it aside."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QAccessible, QAccessibleEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from cmoplanner.i18n import _
from cmoplanner.ui.icons import paint_icon
from cmoplanner.ui.text import plain_action, plain_label
from cmoplanner.ui.theme import Theme
from cmoplanner.ui.widgets.surface import Surface

_MOST = 3  # notices at a time: more would hide the page


@dataclass(frozen=True, slots=True)
class Notice:
    """One notice: a sentence, and what can be done about it as pairs of a text and a function.

    A notice with the key of another takes its place; `dismiss` is what putting it aside is called.
    """

    key: str
    text: str
    acts: Sequence[tuple[str, Callable[[], object]]] = ()
    warning: bool = False
    dismiss: str = ""


class NoticeRow(Surface):
    """One notice on its line."""

    def __init__(self, theme: Theme, notice: Notice, done: Callable[[], None], parent: QWidget) -> None:
        super().__init__(theme, "band", ("bottom",), parent)
        self._notice = notice
        self.setAccessibleName(notice.text)
        self.label = plain_label(notice.text, self, wrap=True)
        self.label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.buttons: list[QPushButton] = []
        row = QHBoxLayout(self)
        row.setContentsMargins(44, 6, 12, 7)
        row.setSpacing(16)
        row.addWidget(self.label, 1)
        for text, act in notice.acts:
            row.addWidget(self._button(text, act))
        row.addWidget(self._button(notice.dismiss or _("Not now"), done))

    def _button(self, text: str, act: Callable[[], object]) -> QPushButton:
        button = QPushButton(plain_action(text), self)
        button.setProperty("role", "link")
        button.setCursor(Qt.CursorShape.PointingHandCursor)
        button.clicked.connect(partial(_do, act))
        self.buttons.append(button)
        return button

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        role = "warning" if self._notice.warning else "accent"
        painter.fillRect(0, 0, 3, self.height() - 1, self._theme.color(role))
        place = QRectF(17, (self.height() - 17) / 2, 16, 16)
        paint_icon(painter, "warning" if self._notice.warning else "info", place, self._theme.color(role))


class NoticeBar(QWidget):
    """The notices of a window, the newest last; there is none of it while there is nothing to say."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._rows: dict[str, NoticeRow] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self.hide()

    @property
    def rows(self) -> Sequence[NoticeRow]:
        """The notices that are shown."""
        return tuple(self._rows.values())

    def shows(self, key: str) -> bool:
        """Return whether the notice with this key is still there."""
        return key in self._rows

    def tell(self, notice: Notice) -> None:
        """Show a notice; the oldest goes where there are too many."""
        self.dismiss(notice.key)
        while len(self._rows) >= _MOST:
            self.dismiss(next(iter(self._rows)))
        row = NoticeRow(self._theme, notice, lambda: self.dismiss(notice.key), self)
        self._rows[notice.key] = row
        self._column.addWidget(row)
        row.show()
        self.show()
        QAccessible.updateAccessibility(QAccessibleEvent(row, QAccessible.Event.Alert))

    def dismiss(self, key: str) -> None:
        """Take a notice away, if it is there."""
        row = self._rows.pop(key, None)
        if row is None:
            return
        self._column.removeWidget(row)
        row.hide()
        row.deleteLater()
        self.setVisible(bool(self._rows))


def _do(act: Callable[[], object], _checked: bool = False) -> None:
    act()
