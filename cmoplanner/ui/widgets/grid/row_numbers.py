"""The numbers before the rows of a grid: those of rows with something to correct carry its colour."""

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHeaderView, QWidget

from cmoplanner.model.problems import Severity
from cmoplanner.ui.theme import Theme
from cmoplanner.ui.widgets.grid.model import GridModel

_BAR = 3


class RowNumbers(QHeaderView):
    """Shows at once which rows have a problem, wherever its column is."""

    def __init__(self, theme: Theme, model: GridModel, height: int, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Vertical, parent)
        self._theme = theme
        self._model = model
        self.setDefaultSectionSize(height)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setDefaultAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.setMinimumWidth(36)
        self.setSectionsClickable(True)
        self.setHighlightSections(False)

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        painter.save()
        super().paintSection(painter, rect, section)
        painter.restore()
        if section < len(self._model.ids) and (worst := self._model.worst(self._model.ids[section])) is not None:
            role = "negative" if worst is Severity.ERROR else "warning"
            painter.fillRect(rect.left(), rect.top(), _BAR, rect.height() - 1, self._theme.color(role))
