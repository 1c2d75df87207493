"""The lines over the budget grid: the sentence with its chips and what is selected, then filter, grouping, layouts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QPushButton, QVBoxLayout, QWidget

from cmoplanner.i18n import _
from cmoplanner.report.budget.kinds import ONLY
from cmoplanner.report.budget.layouts import Layouts
from cmoplanner.report.budget.tree import DIMENSIONS
from cmoplanner.ui.budget.layout_menu import LayoutMenu
from cmoplanner.ui.budget.tool_row import ToolRow
from cmoplanner.ui.icons import icon
from cmoplanner.ui.text import plain_action, plain_label
from cmoplanner.ui.theme import Theme
from cmoplanner.ui.widgets.chips import ChipFlow
from cmoplanner.ui.widgets.controls import ElidedLabel
from cmoplanner.ui.widgets.surface import Surface

_LEVELS = 3
_TIGHT = 720  # px, where the panel stands beside it in a small window
_CHIPS = 4  # envelopes that are named
_READOUT = 330  # px
_NARROW, _SHORT_READOUT = 1000, 200  # px; in a narrow bar the chips say their amounts first


class BudgetBar(Surface):
    """Tells what the user wants arranged otherwise; the page arranges."""

    filtered = Signal(str)
    left = Signal()  # the keyboard goes back to the grid
    grouped = Signal(object)  # one to three dimensions
    kind_chosen = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "surface", (), parent)
        self._theme = theme
        self._layouts = Layouts()
        self.sentence = ElidedLabel("", "title", self)
        self.chips = ChipFlow(theme, self)
        self.chips.setMinimumWidth(180)
        self.readout = ElidedLabel("", "hint", self)
        self.readout.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.readout.setMaximumWidth(_READOUT)
        self.refusal = plain_label("", self, role="error", wrap=True)
        self.refusal.hide()
        self.filter = QLineEdit(self)
        self.filter.setPlaceholderText(_("Filter: any words"))
        self.filter.setAccessibleName(_("Filter lines"))
        self.filter.setClearButtonEnabled(True)
        self.filter.setMinimumWidth(96)
        self.filter.setMaximumWidth(168)
        self._glass = QAction(self)
        self.filter.addAction(self._glass, QLineEdit.ActionPosition.LeadingPosition)
        self.filter.textChanged.connect(self.filtered)
        self.filter.returnPressed.connect(self.left)
        QShortcut(Qt.Key.Key_Escape, self.filter, self._leave_filter, context=Qt.ShortcutContext.WidgetShortcut)
        self.group = QPushButton(self)
        self.group.setMenu(QMenu(self.group))
        self.group.menu().aboutToShow.connect(self._fill_groups)
        self.kind = QPushButton(self)
        self.kind.setAccessibleName(_("Lines that are shown"))
        self.kind.setMenu(QMenu(self.kind))
        self.kind.menu().aboutToShow.connect(self._fill_kinds)
        self.layouts = QPushButton(_("Layout"), self)
        self.arrangements = LayoutMenu(self.layouts)
        self.layouts.setMenu(self.arrangements)
        self.tools = ToolRow(self)
        self._lay_out()
        self._tint()
        theme.changed.connect(self._tint)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.readout.setMaximumWidth(_READOUT if self.width() >= _NARROW else _SHORT_READOUT)
        self.readout.setVisible(self.width() >= _TIGHT)
        self._name_group()

    def _lay_out(self) -> None:
        upper = QHBoxLayout()
        upper.setSpacing(16)
        upper.addWidget(self.sentence)
        upper.addWidget(self.chips, 1)
        upper.addWidget(self.readout)
        lower = QHBoxLayout()
        lower.setSpacing(8)
        lower.addWidget(self.filter, 1)
        lower.addWidget(self.kind)
        lower.addWidget(self.group)
        lower.addWidget(self.layouts)
        lower.addWidget(self.tools, 3)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 12, 8)
        column.setSpacing(8)
        column.addLayout(upper)
        column.addLayout(lower)
        column.addWidget(self.refusal)

    def _leave_filter(self) -> None:
        """Escape takes the words away, and with none goes back to the grid."""
        if self.filter.text():
            self.filter.clear()
        else:
            self.left.emit()

    def show_overs(self, texts: Sequence[str]) -> None:
        """Show the envelopes that are over, the first few by name."""
        shown, rest = texts[:_CHIPS], len(texts) - _CHIPS
        states = [(text, "negative", False) for text in shown]
        if rest > 0:
            states.append((_("{n} more (F8)").format(n=rest), "negative", False))
        self.chips.show_states(states)

    def say_no(self, text: str) -> None:
        """Say why something was not done; "" takes the sentence away."""
        self.refusal.setText(text)
        self.refusal.setVisible(bool(text))

    def show_layouts(self, layouts: Layouts) -> None:
        """Show how the grid is arranged."""
        self._layouts = layouts
        self._name_group()
        self.group.setAccessibleName(_("Group lines"))
        only = layouts.now.only
        self.kind.setText(plain_action(_(ONLY[only].label) if only else _("All lines")))
        self.arrangements.show_layouts(layouts)

    def _name_group(self) -> None:
        """Say by what lines are grouped, in a narrow bar the first dimension only."""
        names = [_(DIMENSIONS[dimension]) for dimension in self._layouts.now.by]
        told = " › ".join(names) if self.width() >= _TIGHT or len(names) < 2 else f"{names[0]} › …"
        self.group.setText(plain_action(_("By {dimensions}").format(dimensions=told)))

    def _fill_groups(self) -> None:
        menu, by = self.group.menu(), self._layouts.now.by
        menu.clear()
        for level in range(_LEVELS):
            if level > len(by):
                break
            title = (_("First by"), _("Then by"), _("Then by"))[level]
            part = menu.addMenu(title)
            if level:
                self._choice(part, _("Nothing"), level >= len(by), partial(self.grouped.emit, by[:level]))
            for key, label in DIMENSIONS.items():
                if key not in by[:level]:
                    new = tuple(dict.fromkeys((*by[:level], key, *by[level + 1 :])))
                    here = level < len(by) and by[level] == key
                    self._choice(part, _(label), here, partial(self.grouped.emit, new))

    def _fill_kinds(self) -> None:
        menu, only = self.kind.menu(), self._layouts.now.only
        menu.clear()
        self._choice(menu, _("All lines"), not only, partial(self.kind_chosen.emit, ""))
        menu.addSeparator()
        for key, kind in ONLY.items():
            self._choice(menu, _(kind.label), key == only, partial(self.kind_chosen.emit, key))

    def _choice(self, menu: QMenu, text: str, checked: bool, run: Callable[[], object]) -> None:
        action = menu.addAction(plain_action(text))
        action.setCheckable(True)
        action.setChecked(checked)
        action.triggered.connect(lambda _checked=False: run())

    def _tint(self) -> None:
        self._glass.setIcon(icon("search", self._theme.color("text_2")))
