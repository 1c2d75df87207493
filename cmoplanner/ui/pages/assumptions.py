"""The assumptions page: what the projection rests on, how sure it is, and how to know better."""

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from cmoplanner.i18n import _
from cmoplanner.model.store.document import Changes
from cmoplanner.projection.assumptions import Key
from cmoplanner.ui.assumptions.register import Register
from cmoplanner.ui.commands import Command
from cmoplanner.ui.context import Context
from cmoplanner.ui.text import plain_label


class AssumptionsPage(QWidget):
    """The register of assumptions."""

    KEY = "assumptions"
    ICON = "assumptions"

    hinted = Signal(str)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._stale = True
        self._echo = False
        self.heading = plain_label(_("Assumptions"), self, role="title")
        self.register = Register(context, self)
        self.stack = QStackedWidget(self)
        self.stack.addWidget(self.register)
        head = QHBoxLayout()
        head.setContentsMargins(16, 7, 16, 0)
        head.addWidget(self.heading)
        head.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.stack, 1)
        context.bridge.changed.connect(self._follow)
        context.selection.changed.connect(self._show_selection)

    @staticmethod
    def title() -> str:
        """Return the page's name in the rail."""
        return _("Assumptions")

    def commands(self) -> list[Command]:
        """Return what can be done on this page, for menus, shortcuts and the palette."""
        found = [Command("assumptions.filter", _("Filter"), "Ctrl+F", self._focus_filter, menu="view", group="find")]
        return [replace(command, page=self.KEY) for command in found]

    def show_assumption(self, scope: str, parameter: str) -> None:
        """Bring one assumption into sight: its scope as "channel:email", and the parameter."""
        self.stack.setCurrentWidget(self.register)
        self.register.show_assumption(Key(scope, parameter))

    def _focus_filter(self) -> None:
        self.register.filter.setFocus()
        self.register.filter.selectAll()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self._stale = False
            self.register.refresh()
            self.register.effects.start()
        self._show_selection()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.register.effects.stop()
        self._stale = True

    def _follow(self, _changes: Changes) -> None:
        if self.isVisible():
            self.register.refresh()
            self.register.effects.start_soon()
        else:
            self._stale = True

    def _show_selection(self) -> None:
        """Follow a selection that was made elsewhere: with the palette, or on the outcome."""
        selection = self._context.selection
        if not self.isVisible() or selection.kind != "assumption" or len(selection.ids) != 1:
            return
        row = self._context.document.plan.assumptions.get(selection.ids[0])
        shown = [self.register.model.row(key).assumption_id for key in self.register.view.selected_rows()]
        if row is not None and row.id not in shown:
            self.show_assumption(row.scope, row.parameter)
