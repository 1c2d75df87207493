"""Cards over a page: what the keys do, and what is decided about an ask."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from cmoplanner.i18n import _
from cmoplanner.model.presenting import ACCEPTED, DECLINED, DEFERRED, BoardDecision, OwnAsk
from cmoplanner.ui.presenter.keys import explained
from cmoplanner.ui.text import plain_label, plain_paragraph

_WIDE = 760
_PAD = 28
_LARGE = """
QLabel, QLineEdit, QPushButton, QPushButton[role="link"] { font-size: 17px; min-height: 28px; }
QLabel[role="card-title"] { font-size: 24px; font-weight: 600; }
"""
"""It is read from the room."""


class Card(QFrame):
    """A framed area in the middle of its parent; Escape closes it."""

    closed = Signal()

    def __init__(self, title: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self.setAccessibleName(title)
        self.column = QVBoxLayout(self)
        self.setStyleSheet(_LARGE)
        self.column.setContentsMargins(_PAD, 24, _PAD, 24)
        self.column.setSpacing(12)
        self.add_words(title, "card-title")

    def add_words(self, text: str, role: str = "") -> None:
        """Add a paragraph as wide as the card, with room for all its lines."""
        parent = self.parentWidget()
        room = parent.width() - 32 if parent is not None else _WIDE
        wide = min(_WIDE, room) - 2 * _PAD
        self.column.addWidget(plain_paragraph(text, wide, self, role=role))

    def place(self) -> None:
        """Stand in the middle of the parent, as large as needed and as there is room."""
        parent = self.parentWidget()
        if parent is None:
            return
        room = parent.size()
        self.setFixedWidth(min(_WIDE, room.width() - 32))
        self.adjustSize()
        self.move((room.width() - self.width()) // 2, max(0, (room.height() - self.height()) // 2))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)


class HelpCard(Card):
    """Every key with what it does; any key closes it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(_("Keys while presenting"), parent)
        grid = QGridLayout()
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(6)
        for row, (keys, what) in enumerate(explained()):
            grid.addWidget(plain_label(keys, self, role="strong"), row, 0)
            grid.addWidget(plain_label(what, self), row, 1)
        grid.setColumnStretch(1, 1)
        self.column.addLayout(grid)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleDescription(". ".join(f"{keys}: {what}" for keys, what in explained()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self.closed.emit()


class DecideCard(Card):
    """What leadership says to an ask: accepted, declined or deferred, by whom and with what comment."""

    decided = Signal(str)  # the decision; the rest stands in the fields
    taken_back = Signal()
    behind_asked = Signal()

    def __init__(self, ask: OwnAsk, known: BoardDecision | None, role: str, parent: QWidget) -> None:
        super().__init__(ask.title, parent)
        self.ask = ask
        self.known = known
        if ask.text:
            self.add_words(ask.text)
        self.role = QLineEdit(known.role if known else role, self)
        self.comment = QLineEdit(known.comment if known else "", self)
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        for row, (name, line) in enumerate(((_("Decided by"), self.role), (_("Comment"), self.comment))):
            label = plain_label(name, self, role="hint")
            label.setBuddy(line)
            line.setAccessibleName(name)
            grid.addWidget(label, row, 0)
            grid.addWidget(line, row, 1)
        self.role.setPlaceholderText(_("such as Board or CEO"))
        self.column.addLayout(grid)
        self.buttons = {
            ACCEPTED: QPushButton(_("Accepted (Y)"), self),
            DECLINED: QPushButton(_("Declined (N)"), self),
            DEFERRED: QPushButton(_("Deferred (L)"), self),
        }
        row_of_buttons = QHBoxLayout()
        row_of_buttons.setSpacing(8)
        for decision, button in self.buttons.items():
            button.setCheckable(True)
            button.setAutoDefault(False)
            button.setChecked(known is not None and known.decision == decision)
            button.clicked.connect(lambda _checked=False, one=decision: self.decided.emit(one))
            row_of_buttons.addWidget(button, 1)
        self.column.addLayout(row_of_buttons)
        self.behind = QPushButton(_("What is behind it"), self)
        self.behind.setProperty("role", "link")
        self.behind.clicked.connect(self.behind_asked)
        self.back = QPushButton(_("Take the decision back"), self)
        self.back.setProperty("role", "link")
        self.back.setVisible(known is not None)
        self.back.clicked.connect(self.taken_back)
        links = QHBoxLayout()
        links.addWidget(self.behind)
        links.addStretch(1)
        links.addWidget(self.back)
        self.column.addLayout(links)
        self.buttons[ACCEPTED].setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        letters = {Qt.Key.Key_Y: ACCEPTED, Qt.Key.Key_N: DECLINED, Qt.Key.Key_L: DEFERRED}
        decision = letters.get(Qt.Key(event.key()))
        focus = self.focusWidget()
        if decision and not isinstance(focus, QLineEdit):
            self.decided.emit(decision)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and isinstance(focus, QPushButton):
            focus.click()
        elif event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            event.accept()  # nothing typed here turns the page below
