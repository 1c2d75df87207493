"""The calendar's toolbar: the filter line, the grouping, how much is shown, and the zoom."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QWidget

from cmoplanner.i18n import _
from cmoplanner.report.timeline.lanes import GROUPINGS
from cmoplanner.ui.icons import icon
from cmoplanner.ui.text import plain_label
from cmoplanner.ui.theme import Theme
from cmoplanner.ui.widgets.controls import ComboBox, IconButton

_FILTER_REST_MS = 150


class CalendarToolbar(QWidget):
    """Says what is wanted; what it means is for the page to know."""

    filtered = Signal()  # the filter line has rested
    grouped = Signal(str)  # a key of GROUPINGS

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._make_filter()
        self._make_grouping()
        self._make_zoom()
        self._lay_out()

    def _make_filter(self) -> None:
        self.filter = QLineEdit(self)
        self.filter.setPlaceholderText(_("Filter: name, channel, > 20k"))
        self.filter.setAccessibleName(_("Filter activities"))
        self.filter.setClearButtonEnabled(True)
        self.filter.setMaximumWidth(300)
        self.filter.setMinimumWidth(150)
        self._glass = QAction(self)
        self.filter.addAction(self._glass, QLineEdit.ActionPosition.LeadingPosition)
        self._tint()
        self._theme.changed.connect(self._tint)
        self.rest = QTimer(self)
        self.rest.setSingleShot(True)
        self.rest.setInterval(_FILTER_REST_MS)
        self.filter.textChanged.connect(self.rest.start)
        self.rest.timeout.connect(self.filtered)
        self.count = plain_label(parent=self, role="caption")
        self.nothing = QPushButton(_("Nothing matches · show all"), self)
        self.nothing.setProperty("role", "link")
        self.nothing.setCursor(Qt.CursorShape.PointingHandCursor)
        self.nothing.hide()
        self.nothing.clicked.connect(self.filter.clear)

    def _make_grouping(self) -> None:
        self.grouping = ComboBox(self._theme, self)
        self.grouping.setAccessibleName(_("Group by"))
        for key, label in GROUPINGS.items():
            self.grouping.addItem(_(label), key)
        self.grouping.setMinimumContentsLength(12)
        self.grouping.activated.connect(lambda _i: self.grouped.emit(self.grouping.currentData()))

    def _make_zoom(self) -> None:
        self.today = QPushButton(_("Today"), self)
        self.fit = QPushButton(_("Whole year"), self)
        self.zoom_out = IconButton(self._theme, "minus", _("Zoom out"), self, boxed=True)
        self.zoom_in = IconButton(self._theme, "plus", _("Zoom in"), self, boxed=True)

    def _lay_out(self) -> None:
        by = QLabel(_("Group by"), self)
        by.setBuddy(self.grouping)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 7, 16, 7)
        row.setSpacing(8)
        for widget in (self.filter, by, self.grouping, self.count, self.nothing):
            row.addWidget(widget, 1 if widget is self.filter else 0)
        row.addStretch(1)
        for button in (self.today, self.zoom_out, self.fit, self.zoom_in):
            row.addWidget(button)

    def _tint(self) -> None:
        self._glass.setIcon(icon("search", self._theme.color("text_2")))

    def show_grouping(self, grouping: str) -> None:
        """Show a grouping as chosen."""
        self.grouping.setCurrentIndex(self.grouping.findData(grouping))

    def show_count(self, shown: int, whole: int) -> None:
        """Tell how many activities of how many are shown, and the way out when it is none."""
        self.count.setText(_("{shown} of {whole}").format(shown=shown, whole=whole))
        self.nothing.setVisible(bool(whole and not shown))
