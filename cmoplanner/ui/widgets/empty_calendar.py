"""What an empty form of the calendar says: what belongs there, and the buttons that start it."""

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from cmoplanner.i18n import _
from cmoplanner.ui.text import plain_action, plain_label

WIDTH = 520


class EmptyCard(QFrame):
    """A card in the middle of its parent, which it follows: a heading, what belongs there, and buttons.

    The middle is that of what is right of `beside` px; the first button is the usual one.
    """

    def __init__(self, parent: QWidget, heading: str, text: str, buttons: tuple[str, ...], beside: int = 0) -> None:
        super().__init__(parent)
        self._beside = beside
        self.setProperty("role", "card")
        self.setAccessibleName(heading)
        self.setFixedWidth(WIDTH)
        self.buttons = [QPushButton(plain_action(words), self) for words in buttons]
        self.buttons[0].setProperty("role", "primary")
        row = QHBoxLayout()
        row.setSpacing(8)
        for button in self.buttons:
            row.addWidget(button)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(32, 28, 32, 28)
        column.setSpacing(8)
        column.addWidget(plain_label(heading, self, role="heading"))
        column.addWidget(plain_label(text, self, wrap=True))
        column.addSpacing(8)
        column.addLayout(row)
        self.hide()
        parent.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Resize:
            self._centre()
        return super().eventFilter(watched, event)

    def show_if(self, empty: bool) -> None:
        """Show the card where there is nothing else."""
        self.setVisible(empty)
        if empty:
            self._centre()
            self.raise_()

    def _centre(self) -> None:
        parent = self.parentWidget()
        if parent is not None:
            self.adjustSize()
            x = (parent.width() - self.width() + self._beside) // 2
            self.move(x, max(110, (parent.height() - self.height()) // 2 - 60))


class EmptyCalendar(EmptyCard):
    """Said of a plan without activities, in the words of one form."""

    campaign_wanted = Signal()
    activity_wanted = Signal()

    def __init__(self, parent: QWidget, text: str, beside: int = 0) -> None:
        super().__init__(parent, _("Nothing is planned yet"), text, (_("New campaign"), _("New activity")), beside)
        self.buttons[0].clicked.connect(self.campaign_wanted)
        self.buttons[1].clicked.connect(self.activity_wanted)


class EmptyMarket(EmptyCard):
    """Said of a plan without segments."""

    wanted = Signal()

    def __init__(self, parent: QWidget) -> None:
        words = _("A segment's year shows every touch of its people, with gaps and pile-ups. Say first who they are.")
        super().__init__(parent, _("The plan has no segments yet"), words, (_("New segment"),))
        self.buttons[0].clicked.connect(self.wanted)
