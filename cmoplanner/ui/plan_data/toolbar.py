"""The line over the rows of a table: its name and number of rows, the filter, and what can be done to rows."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLineEdit, QPushButton, QWidget

from cmoplanner.i18n import _
from cmoplanner.ui.icons import icon
from cmoplanner.ui.text import plain_label
from cmoplanner.ui.theme import Theme
from cmoplanner.ui.widgets.controls import ElidedLabel, IconButton


class Toolbar(QWidget):
    """Heading, view switch, filter and buttons; the page connects them."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.heading = plain_label(parent=self, role="title")
        self.count = ElidedLabel("", "caption", self)
        self.table = QPushButton(_("Table"), self)
        self.grid = QPushButton(_("Grid"), self)
        self.views = QButtonGroup(self)
        for view in (self.table, self.grid):
            view.setCheckable(True)
            self.views.addButton(view)
        self.table.setChecked(True)
        self.filter = QLineEdit(self)
        self.filter.setPlaceholderText(_("Filter: any words"))
        self.filter.setAccessibleName(_("Filter rows"))
        self.filter.setClearButtonEnabled(True)
        self.filter.setMaximumWidth(260)
        self.filter.setMinimumWidth(96)
        self._glass = QAction(self)
        self.filter.addAction(self._glass, QLineEdit.ActionPosition.LeadingPosition)
        self._tint()
        theme.changed.connect(self._tint)
        self.up = IconButton(theme, "chevron-up", _("Move the selected rows up"), self, boxed=True)
        self.down = IconButton(theme, "chevron-down", _("Move the selected rows down"), self, boxed=True)
        self.change = IconButton(theme, "pencil", _("Change a field of the selected rows"), self, boxed=True)
        self.copy = IconButton(theme, "copy", _("Duplicate the selected rows"), self, boxed=True)
        self.delete = IconButton(theme, "trash", _("Delete the selected rows"), self, boxed=True)
        self.add = QPushButton(_("Add row"), self)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 7, 16, 7)
        row.setSpacing(8)
        row.addWidget(self.heading)
        row.addWidget(self.count)
        switch = QHBoxLayout()
        switch.setSpacing(0)
        switch.addWidget(self.table)
        switch.addWidget(self.grid)
        row.addLayout(switch)
        row.addStretch(1)
        row.addWidget(self.filter, 1)
        for button in (self.up, self.down, self.change, self.copy, self.delete, self.add):
            row.addWidget(button)

    def focus_filter(self) -> None:
        """Let the user type into the filter."""
        self.filter.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.filter.selectAll()

    def show_views(self, *, several: bool, grid: bool) -> None:
        """Offer the switch where a table has two views; what does nothing in the grid is not shown there."""
        for button in (self.table, self.grid):
            button.setVisible(several)
        (self.grid if grid else self.table).setChecked(True)
        for widget in (self.filter, self.up, self.down, self.copy, self.add):
            widget.setVisible(not grid)

    def _tint(self) -> None:
        self._glass.setIcon(icon("search", self._theme.color("text_2")))
