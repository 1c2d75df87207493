"""What the window shows when there is no plan to show: why, and what to do next."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from cmoplanner.errors import CmoPlannerError
from cmoplanner.i18n import _
from cmoplanner.ui.text import plain_label
from cmoplanner.ui.theme import Theme
from cmoplanner.ui.widgets.dialogs import Details
from cmoplanner.ui.widgets.surface import Surface


class ErrorPage(Surface):
    """A card with the sentence, the remedy, foldable details, and two ways on."""

    open_asked = Signal()
    sample_asked = Signal()

    def __init__(self, theme: Theme, error: CmoPlannerError, parent: QWidget | None = None) -> None:
        super().__init__(theme, "window", (), parent)
        card = QFrame(self)
        card.setProperty("role", "card")
        card.setFixedWidth(560)
        self.sentence = plain_label(error.sentence, card, role="heading", wrap=True)
        self.remedy = plain_label(error.remedy, card, wrap=True)
        self.open = QPushButton(_("Open another plan…"), card)
        self.open.setProperty("role", "primary")
        self.sample = QPushButton(_("Open the sample plan"), card)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.open)
        buttons.addWidget(self.sample)
        buttons.addStretch(1)
        inside = QVBoxLayout(card)
        inside.setContentsMargins(32, 32, 32, 28)
        inside.setSpacing(12)
        inside.addWidget(self.sentence)
        inside.addWidget(self.remedy)
        inside.addWidget(Details(error.details, card))
        inside.addSpacing(4)
        inside.addLayout(buttons)
        column = QVBoxLayout(self)
        column.addStretch(2)
        column.addWidget(card, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)
        self.open.clicked.connect(self.open_asked)
        self.sample.clicked.connect(self.sample_asked)
