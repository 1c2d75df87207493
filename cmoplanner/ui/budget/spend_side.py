"""The panel that controls spending, beside the budget grid: approvals, what can still be cut, and vendors."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from cmoplanner.i18n import _
from cmoplanner.ui.budget.approvals_tab import ApprovalsTab
from cmoplanner.ui.budget.cut_tab import CutTab
from cmoplanner.ui.budget.side import WIDTH
from cmoplanner.ui.budget.vendors_tab import VendorsTab
from cmoplanner.ui.calendar.switch import FormSwitch
from cmoplanner.ui.theme import Theme
from cmoplanner.ui.widgets.controls import IconButton
from cmoplanner.ui.widgets.surface import Surface

APPROVALS, CUTS, VENDORS = "approvals", "cuts", "vendors"


class SpendSide(Surface):
    """Its tabs are given what they show and tell what is asked of them."""

    closed = Signal()
    tab_chosen = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "surface", ("left",), parent)
        self.setFixedWidth(WIDTH)
        self.setAccessibleName(_("Control of spending"))
        self.approvals = ApprovalsTab(theme, self)
        self.cuts = CutTab(theme, self)
        self.vendors = VendorsTab(theme, self)
        self._pages: dict[str, QWidget] = {APPROVALS: self.approvals, CUTS: self.cuts, VENDORS: self.vendors}
        names = {APPROVALS: _("Approvals"), CUTS: _("Need money"), VENDORS: _("Vendors")}
        self.tabs = FormSwitch(theme, names, self)
        self.tabs.setAccessibleName(_("What the panel shows"))
        for part in self.tabs.parts.values():
            part.setToolTip("")
        self.close_button = IconButton(theme, "close", _("Close"), self)
        self.stack = QStackedWidget(self)
        for page in self._pages.values():
            self.stack.addWidget(page)
        top = QHBoxLayout()
        top.addWidget(self.tabs)
        top.addStretch(1)
        top.addWidget(self.close_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 12, 12)
        column.setSpacing(8)
        column.addLayout(top)
        column.addWidget(self.stack, 1)
        self.tabs.chosen.connect(self.show_tab)
        self.close_button.clicked.connect(self.closed)
        self.show_tab(APPROVALS)
        self.hide()

    def show_tab(self, key: str) -> None:
        """Show a tab."""
        self.tabs.show_form(key)
        self.stack.setCurrentWidget(self._pages[key])
        self.tab_chosen.emit(key)

    @property
    def tab(self) -> str:
        """The tab that is shown."""
        return next(key for key, page in self._pages.items() if page is self.stack.currentWidget())
