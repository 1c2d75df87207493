"""A plain area filled with a role's colour, with lines at some of its edges."""

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from cmoplanner.ui.theme import Theme


class Surface(QWidget):
    """Fills itself with `role`; `edges` of "top", "right", "bottom", "left" get a line."""

    def __init__(
        self, theme: Theme, role: str = "surface", edges: tuple[str, ...] = (), parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._role = role
        self._edges = edges
        theme.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.color(self._role))
        width, height = self.width(), self.height()
        lines = {
            "top": (0, 0, width, 1),
            "bottom": (0, height - 1, width, 1),
            "left": (0, 0, 1, height),
            "right": (width - 1, 0, 1, height),
        }
        for edge in self._edges:
            painter.fillRect(*lines[edge], self._theme.color("border"))
