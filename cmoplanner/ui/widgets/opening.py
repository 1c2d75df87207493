"""What is painted first, while the plan is read: the window's bones without figures."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from cmoplanner.i18n import _
from cmoplanner.ui.theme import Theme


class OpeningPage(QWidget):
    """Rail, header and status bar as plain areas."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setAccessibleName(_("The plan is being opened"))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        color = self._theme.color
        width, height = self.width(), self.height()
        painter.fillRect(self.rect(), color("surface"))
        painter.fillRect(0, 0, 80, height - 28, color("window"))
        painter.fillRect(79, 0, 1, height - 28, color("border"))
        painter.fillRect(80, 100, width - 80, 46, color("band"))
        painter.fillRect(0, height - 28, width, 28, color("band"))
        painter.fillRect(0, height - 28, width, 1, color("border"))
        painter.setPen(color("text_2"))
        painter.setFont(self._theme.font(13))
        painter.drawText(self.rect().adjusted(80, 0, 0, 0), Qt.AlignmentFlag.AlignCenter, _("Opening the plan…"))
