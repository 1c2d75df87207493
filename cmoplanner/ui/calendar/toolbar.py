"""The calendar's toolbar: the filter line, the grouping, saved views, how much is shown, and the form's own tools."""

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from cmoplanner.i18n import _
from cmoplanner.report.timeline.lanes import GROUPINGS
from cmoplanner.ui.calendar.filter_line import FilterLine
from cmoplanner.ui.text import plain_action, plain_label, plain_tooltip
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
        self._grouped = True  # whether the form that is shown has lanes
        self._make_filter()
        self._make_grouping()
        self._make_views()
        self._make_panels()
        self._make_zoom()
        self._lay_out()

    def _make_filter(self) -> None:
        self.filter = FilterLine(self._theme, self)
        self.filter.setMaximumWidth(300)
        self.filter.setMinimumWidth(150)
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
        self.lanes = IconButton(self._theme, "group", _("Lanes, colours and order"), self, boxed=True)

    def _make_views(self) -> None:
        self.views = QPushButton(self)
        self.views.setMaximumWidth(220)
        self.show_view("")

    def _make_panels(self) -> None:
        """Make the buttons of the panels that stand beside the calendar; they are down while their panel is there."""
        self.shelf = IconButton(self._theme, "templates", _("Templates to drag onto the calendar"), self, boxed=True)
        self.since = IconButton(self._theme, "changes", _("What changed since a version"), self, boxed=True)
        for button in (self.shelf, self.since):
            button.setCheckable(True)

    def _make_zoom(self) -> None:
        self.zoom = QWidget(self)
        self.today = QPushButton(_("Today"), self.zoom)
        self.fit = QPushButton(_("Whole year"), self.zoom)
        self.zoom_out = IconButton(self._theme, "minus", _("Zoom out"), self.zoom, boxed=True)
        self.zoom_in = IconButton(self._theme, "plus", _("Zoom in"), self.zoom, boxed=True)
        row = QHBoxLayout(self.zoom)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for button in (self.today, self.zoom_out, self.fit, self.zoom_in):
            row.addWidget(button)

    def _lay_out(self) -> None:
        self._by = QLabel(_("Group by"), self)
        self._by.setBuddy(self.grouping)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 7, 16, 7)
        row.setSpacing(8)
        buttons = (self.views, self.shelf, self.since)
        for widget in (self.filter, self._by, self.grouping, self.lanes, *buttons, self.count, self.nothing):
            row.addWidget(widget, 1 if widget is self.filter else 0)
        row.addStretch(1)
        row.addWidget(self.zoom)
        self._row = row

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.make_room()

    def minimumSizeHint(self) -> QSize:
        """Return how narrow it can be: without the words that it gives up."""
        hint = super().minimumSizeHint()
        words = [one for one in (self._by, self.count, self.today) if not one.isHidden()]
        spare = sum(one.minimumSizeHint().width() + self._row.spacing() for one in words)
        return QSize(hint.width() - spare, hint.height())

    def make_room(self) -> None:
        """Give up words where there is no room for all, those that are said elsewhere first, so that none is cut."""
        for widget, wanted in ((self._by, self._grouped), (self.count, True), (self.today, True)):
            widget.setVisible(wanted)
        for widget in (self._by, self.count, self.today):
            if self._needed() <= self.width():
                return
            widget.hide()

    def _needed(self) -> int:
        """Return how wide everything that is shown wants to be, the filter line as narrow as it can be."""
        margins = self._row.contentsMargins()
        items = [self._row.itemAt(i) for i in range(self._row.count())]
        widgets = [item.widget() for item in items if item is not None]
        widths = [
            widget.minimumWidth() if widget is self.filter else max(widget.minimumWidth(), widget.sizeHint().width())
            for widget in widgets
            if widget is not None and not widget.isHidden()
        ]
        return sum(widths) + self._row.spacing() * len(widths) + margins.left() + margins.right()

    def add_tools(self, tools: QWidget) -> None:
        """Give a form's own tools a place at the right end; they are shown with their form."""
        tools.hide()
        self._row.addWidget(tools)

    def show_form(self, *, grouped: bool) -> None:
        """Offer the grouping where a form has lanes."""
        self._grouped = grouped
        self.grouping.setVisible(grouped)
        self.lanes.setVisible(grouped)
        self.make_room()

    def show_view(self, name: str) -> None:
        """Show which saved view is in use, "" for none."""
        text = _("View: {name}").format(name=name) if name else _("Views")
        words = self.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, 180)
        self.views.setText(plain_action(words))
        self.views.setAccessibleName(text)
        self.views.setToolTip(plain_tooltip(_("Saved ways to look at the calendar")))

    def show_grouping(self, grouping: str) -> None:
        """Show a grouping as chosen."""
        self.grouping.setCurrentIndex(self.grouping.findData(grouping))

    def show_count(self, shown: int, whole: int) -> None:
        """Tell how many activities of how many are shown, and the way out when it is none."""
        self.count.setText(_("{shown} of {whole}").format(shown=shown, whole=whole))
        self.nothing.setVisible(bool(whole and not shown))
        self.make_room()
