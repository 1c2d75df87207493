"""The budget page: a grid of envelopes and lines across the fiscal year, typed and pasted into as in a spreadsheet."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from PySide6.QtCore import QPoint, QTimer, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QMenu, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from cmoplanner.i18n import _
from cmoplanner.model.plan import Plan
from cmoplanner.model.store.changes import Changes
from cmoplanner.report.budget.book import MEASURES, Book, Measure, make_book
from cmoplanner.report.budget.layouts import Layouts
from cmoplanner.report.budget.table import Column, ColumnKind, Layout, Path, first_folds, make_table
from cmoplanner.report.budget.targets import explained, from_plan, takes
from cmoplanner.report.budget.tree import BudgetRow, RowKind
from cmoplanner.report.budget.words import block_readout, foot, headline, overs, readout
from cmoplanner.report.formats import Formats
from cmoplanner.ui.budget.bar import BudgetBar
from cmoplanner.ui.budget.cells import BudgetCells
from cmoplanner.ui.budget.empty import EmptyBudget
from cmoplanner.ui.budget.foot import FootStrip
from cmoplanner.ui.budget.grid import BudgetGrid
from cmoplanner.ui.budget.model import BudgetModel, Index
from cmoplanner.ui.budget.money_acts import MoneyActs
from cmoplanner.ui.budget.side import BudgetSide
from cmoplanner.ui.budget.side_acts import SideActs
from cmoplanner.ui.budget.switch import MeasureSwitch
from cmoplanner.ui.commands import Command
from cmoplanner.ui.context import Context
from cmoplanner.ui.jobs import Latest, Progress

_LARGE = 800  # lines from which the book is made in a thread
_REST = 150  # ms without a key before the filter is followed


class BudgetPage(QWidget):
    """The grid under its sentence and over its sums; it follows every edit."""

    KEY = "budget"
    ICON = "budget"

    hinted = Signal(str)
    side_asked = Signal(object)
    row_asked = Signal(str, str)  # table, id

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._stale = True
        self._layouts = Layouts.read(context.settings.budget)
        self._words = ""
        self._folds: dict[tuple[str, ...], frozenset[Path]] = {}
        self.book: Book | None = None
        self.model = BudgetModel(self._explain, self._takes, self)
        self.grid = BudgetGrid(context.theme, self.model, self._take_typed, self)
        self.bar = BudgetBar(context.theme, self)
        self.foot = FootStrip(context.theme, self)
        self.switch = MeasureSwitch(context.theme, self)
        self.empty = EmptyBudget(self)
        self.stack = QStackedWidget(self)
        self.cells = BudgetCells(context, self.grid, self.bar.say_no)
        self.acts = MoneyActs(context, self.grid, self.bar.say_no, self)
        self.side = BudgetSide(context.theme, self)
        self.side_acts = SideActs(context, self.side, self.bar.say_no, self)
        self.side_button = QPushButton(_("Money back"), self)
        self.side_button.setCheckable(True)
        self._making = Latest(0, self)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST)
        self._lay_out()
        self._connect()

    @staticmethod
    def title() -> str:
        """Return the page's name in the rail."""
        return _("Budget")

    def _lay_out(self) -> None:
        self.stack.addWidget(self.grid)
        self.stack.addWidget(self.empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addWidget(self.stack, 1)
        column.addWidget(self.foot)
        for button in self.acts.buttons():
            self.bar.tools.addWidget(button)
        self.bar.tools.addWidget(self.side_button)
        self.setFocusProxy(self.grid)

    def _connect(self) -> None:
        context, bar, grid = self._context, self.bar, self.grid
        context.bridge.changed.connect(self._follow)
        self._making.done.connect(self._show_book)
        self._rest.timeout.connect(self._filter)
        self.switch.chosen.connect(lambda key: self.arrange(measure=Measure(key)))
        bar.filtered.connect(lambda _words: self._rest.start())
        bar.grouped.connect(lambda by: self.arrange(by=tuple(by)))
        bar.layout_chosen.connect(lambda name: self._use(self._layouts.saved[name]))
        bar.layout_kept.connect(lambda name: self._keep(self._layouts.with_name(name, self.layout_now)))
        bar.layout_removed.connect(lambda name: self._keep(self._layouts.without(name)))
        grid.fold_asked.connect(self.fold)
        grid.quarter_asked.connect(self.open_quarter)
        grid.sort_asked.connect(self._sort)
        grid.selected.connect(self._show_readout)
        grid.left.connect(bar.filter.setFocus)
        grid.menu_asked.connect(self._open_menu)
        self.empty.start.clicked.connect(self._make_envelopes)
        self.side_button.clicked.connect(self.show_side)
        self.side.closed.connect(lambda: self.show_side(False))
        self.side_acts.row_asked.connect(self.row_asked)

    def commands(self) -> list[Command]:
        """Return what can be done on this page, for menus, shortcuts and the palette."""
        may = self._may_edit
        found = [
            *self.cells.commands(self._has_cells, may),
            *self.acts.commands(may),
            Command("budget.side", _("Money back and month end"), "F9", self._flip_side, menu="view", group="find"),
            Command("budget.filter", _("Filter"), "Ctrl+F", self.bar.filter.setFocus, menu="view", group="find"),
            Command(
                "budget.next_over", _("Next envelope that is over"), "F8", self.go_to_over, menu="view", group="find"
            ),
            Command("budget.fold", _("Fold all groups"), "", partial(self.fold_all, True), menu="view", group="folds"),
            Command(
                "budget.unfold", _("Open all groups"), "", partial(self.fold_all, False), menu="view", group="folds"
            ),
            *(
                Command(
                    f"budget.q{number}",
                    partial(self._quarter_text, number),
                    f"Ctrl+Alt+{number}",
                    partial(self.open_quarter, number),
                    menu="view",
                    group="quarters",
                )
                for number in range(1, 5)
            ),
            *(
                Command(
                    f"budget.show.{measure.value}",
                    _("Months show: {measure}").format(measure=_(label)),
                    f"Alt+{number}",
                    partial(self.arrange, measure=measure),
                    menu="view",
                    group="measures",
                )
                for number, (measure, label) in enumerate(MEASURES.items(), start=1)
            ),
        ]
        return [replace(command, page=self.KEY) for command in found]

    # what is shown

    @property
    def _plan(self) -> Plan:
        return self._context.document.plan

    @property
    def layout_now(self) -> Layout:
        """How the grid is arranged."""
        return self._layouts.now

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self.refresh()

    def _follow(self, _changes: Changes) -> None:
        if self.isVisible():
            self.refresh()
        else:
            self._stale = True

    def refresh(self) -> None:
        """Make the book anew: at once in a plan of usual size, else in a thread while the old one is shown."""
        self._stale = False
        plan, by, words = self._plan, self.layout_now.by, self._words
        if len(plan.activities) >= _LARGE:
            self._making.ask("budget", partial(_make, plan, by, words))
        else:
            self._making.drop()
            self._show_book(make_book(plan, by, words))

    def _show_book(self, book: Book) -> None:
        self.book = book
        self.side_acts.refresh()
        formats = Formats.of(book.plan)
        started = bool(book.plan.header.topdown_budget or any(row for row in book.envelopes.money))
        self.stack.setCurrentWidget(self.grid if started or book.plan.activities else self.empty)
        self.empty.show_plan(has_lines=bool(book.plan.activities))
        self.stack.setCurrentWidget(self.grid if started else self.empty)
        found = overs(book)
        self.bar.sentence.setText(headline(book, found))
        self.bar.chips.show_states([(one.text, "negative", False) for one in found])
        self.foot.setVisible(started)
        self.foot.show_foot(foot(book), formats)
        self._show_table()

    def _show_table(self) -> None:
        if self.book is None:
            return
        layout = self.layout_now
        self.switch.show_measure(layout.measure)
        self.bar.show_layouts(self._layouts)
        folded = frozenset[Path]() if self.book.filtered else self.folded
        self.grid.show_table(make_table(self.book, layout, folded))
        self._show_readout()

    @property
    def folded(self) -> frozenset[Path]:
        """The rows that are folded under the grouping in use."""
        by = self.layout_now.by
        if by not in self._folds and self.book is not None and self.book.by == by and not self.book.filtered:
            self._folds[by] = first_folds(self.book)
        return self._folds.get(by, frozenset())

    def _show_readout(self) -> None:
        table, block, current = self.model.table, self.grid.block(), self.grid.current()
        text = ""
        if table is not None and block is not None and block[:2] != block[2:]:
            top, left, bottom, right = block
            cells = [
                self.model.cell(line, place) for line in range(top, bottom + 1) for place in range(left, right + 1)
            ]
            text = block_readout(table.formats, cells)
        elif table is not None and current is not None:
            text = readout(table, *current)
        self.bar.readout.setText(text if self.stack.currentWidget() is self.grid else "")
        self._context.commands.refresh()

    def _explain(self, row: BudgetRow, column: Column) -> str:
        """Return what the tooltip of a cell says."""
        table = self.model.table
        return "" if table is None else explained(table, row, column)

    # what stands beside it

    def show_side(self, shown: bool) -> None:
        """Show the panel in the inspector's place, or the inspector again."""
        self.side_button.setChecked(shown)
        self.side_asked.emit(self.side if shown else None)
        if shown:
            self.side_acts.refresh()
        else:
            self.grid.setFocus()

    def _flip_side(self) -> None:
        self.show_side(self.side.isHidden())

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if not self.side.isHidden():
            self.side_button.setChecked(False)
            self.side_asked.emit(None)

    # how it is arranged

    def arrange(self, by: tuple[str, ...] | None = None, measure: Measure | None = None) -> None:
        """Group by other dimensions, or show another measure in quarters and months."""
        layout = self.layout_now
        if by is not None:
            layout = replace(layout, by=by)
        if measure is not None:
            layout = replace(layout, measure=measure)
        self._use(layout)

    def _use(self, layout: Layout) -> None:
        regrouped = layout.by != self.layout_now.by
        self._keep(self._layouts.using(layout))
        if regrouped:
            self.refresh()
        else:
            self._show_table()

    def _keep(self, layouts: Layouts) -> None:
        self._layouts = layouts
        self._context.settings.change(budget=layouts.text())
        self.bar.show_layouts(layouts)

    def open_quarter(self, number: int) -> None:
        """Open a quarter (1…4) to its months, or close it."""
        self._use(replace(self.layout_now, quarters=self.layout_now.quarters ^ {number}))

    def _quarter_text(self, number: int) -> str:
        opened = number in self.layout_now.quarters
        return (_("Close Q{n}") if opened else _("Show the months of Q{n}")).format(n=number)

    def _sort(self, key: str) -> None:
        """Sort by a column: first falling, then rising, then as it was."""
        layout = self.layout_now
        if layout.sorted_by != key:
            self._use(replace(layout, sorted_by=key, descending=key != ColumnKind.NAME.value))
        elif layout.descending is (key != ColumnKind.NAME.value):
            self._use(replace(layout, descending=not layout.descending))
        else:
            self._use(replace(layout, sorted_by="", descending=True))

    def fold(self, path: Path, folded: bool) -> None:
        """Fold a row, or open it."""
        self._folds[self.layout_now.by] = self.folded | {path} if folded else self.folded - {path}
        self._show_table()

    def fold_all(self, folded: bool) -> None:
        """Fold all groups that hold lines, or open all."""
        rows = self.book.rows if self.book is not None else ()
        deepest = len(self.layout_now.by)
        groups = frozenset(row.path for row in rows if row.kind is RowKind.GROUP and row.level == deepest)
        self._folds[self.layout_now.by] = groups if folded else frozenset()
        self._show_table()

    def _filter(self) -> None:
        words = self.bar.filter.text().strip()
        if words != self._words:
            self._words = words
            self.refresh()

    def go_to_over(self) -> None:
        """Go to the next envelope that is over; quarters show the plan for that."""
        if self.book is None:
            return
        places = [
            (row, number)
            for row in self.book.rows
            if row.level == len(self.book.by)
            for number in range(1, 5)
            if self.book.over(row, number)
        ]
        if not places:
            self.hinted.emit(_("No envelope of this grouping is over."))
            return
        if self.layout_now.measure is not Measure.PLAN:
            self.arrange(measure=Measure.PLAN)
        current = self.grid.current()
        here = (current[0].path, current[1].key) if current else ((), "")
        keys = [(row.path, f"quarter{number}") for row, number in places]
        path, key = keys[(keys.index(here) + 1) % len(keys)] if here in keys else keys[0]
        hidden = {path[:depth] for depth in range(len(path))}
        if self.folded & hidden:
            self._folds[self.layout_now.by] = self.folded - hidden
            self._show_table()
        self.grid.go_to(path, key)

    # edits

    def _takes(self, row: BudgetRow, column: Column) -> bool:
        table = self.model.table
        return table is not None and not self._context.document.read_only and takes(table, row, column)

    def _take_typed(self, index: Index, text: str, to_all: bool) -> str:
        return self.cells.take_typed(index, text, to_all)

    def _has_cells(self) -> bool:
        return self.stack.currentWidget() is self.grid and self.grid.block() is not None

    def _may_edit(self) -> bool:
        return self._has_cells() and not self._context.document.read_only

    def _make_envelopes(self) -> None:
        if self.book is not None:
            self.acts.make_envelopes(from_plan(self.book))

    def _open_menu(self, at: QPoint) -> None:
        menu = QMenu(self)
        for command in ("copy", "paste", "fill", "fill_right", "clear"):
            menu.addAction(self._context.commands.action(f"budget.{command}"))
        menu.addSeparator()
        for name in self.acts.menu():
            menu.addAction(self._context.commands.action(name))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(at)

    def settle(self) -> None:
        """Wait for what is being made, and show it now."""
        self._making.settle()
        self.side_acts.settle()

    def close_work(self) -> None:
        """Begin nothing more, and wait for what is being made."""
        self._rest.stop()
        self._making.close()
        self.side_acts.close_work()


def _make(plan: Plan, by: tuple[str, ...], words: str, _progress: Progress | None = None) -> Book:
    return make_book(plan, by, words)
