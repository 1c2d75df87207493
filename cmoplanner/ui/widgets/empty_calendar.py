"""What an empty calendar says: what belongs there, and the buttons that start it."""

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from cmoplanner.i18n import _
from cmoplanner.ui.text import plain_label

WIDTH = 520


class EmptyCalendar(QFrame):
    """A card in the middle of its parent; it follows the parent's size."""

    campaign_wanted = Signal()
    activity_wanted = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self.setFixedWidth(WIDTH)
        campaign = QPushButton(_("New campaign"), self)
        campaign.setProperty("role", "primary")
        activity = QPushButton(_("New activity"), self)
        campaign.clicked.connect(self.campaign_wanted)
        activity.clicked.connect(self.activity_wanted)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(campaign)
        buttons.addWidget(activity)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(32, 28, 32, 28)
        column.setSpacing(8)
        column.addWidget(plain_label(_("Nothing is planned yet"), self, role="heading"))
        text = _(
            "The calendar shows everything the company does for its customers, online and offline alike, over what it "
            "costs and brings. Draw across the days to add an activity, or begin with a campaign."
        )
        column.addWidget(plain_label(text, self, wrap=True))
        column.addSpacing(8)
        column.addLayout(buttons)
        parent.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Resize:
            self._centre()
        return super().eventFilter(watched, event)

    def show_if(self, empty: bool) -> None:
        """Show the card on an empty calendar only."""
        self.setVisible(empty)
        if empty:
            self._centre()

    def _centre(self) -> None:
        parent = self.parentWidget()
        if parent is not None:
            self.adjustSize()
            self.move((parent.width() - self.width()) // 2 + 100, max(110, (parent.height() - self.height()) // 2 - 60))
