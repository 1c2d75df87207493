"""The tab of vendors: what goes to each, what contracts ask for by when, and what marketing tools cost."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from cmoplanner.i18n import _
from cmoplanner.report.budget.vendor_entries import VendorList
from cmoplanner.report.formats import Formats
from cmoplanner.ui.budget.lines_list import Lines
from cmoplanner.ui.text import plain_label
from cmoplanner.ui.theme import Theme


class VendorsTab(QWidget):
    """It is given what it shows; a line that is opened goes to its row."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.told = plain_label("", self, role="title", wrap=True)
        self.lines = Lines(theme, _("Vendors"), self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.told)
        column.addWidget(self.lines, 1)
        words = _("Enter on a line goes to its row, where it is changed.")
        column.addWidget(plain_label(words, self, role="hint", wrap=True))

    def show_list(self, found: VendorList, formats: Formats) -> None:
        """Show vendors, contracts and tools."""
        self.told.setText(found.told)
        self.lines.show_entries(found.entries, formats, found.headings)
