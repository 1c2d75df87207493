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
from cmoplanner.report.budget.book import PAST_MEASURES, Book, Measure, make_book
from cmoplanner.report.budget.pasts import Times, pasts_of
from cmoplanner.report.budget.table import Column, Layout, make_table
from cmoplanner.report.budget.targets import explained, from_plan, takes
from cmoplanner.report.budget.tree import BudgetRow
from cmoplanner.report.budget.words import block_readout, foot, headline, overs, readout
from cmoplanner.report.formats import Formats
from cmoplanner.ui.budget.arranging import Arranging
from cmoplanner.ui.budget.bar import BudgetBar
from cmoplanner.ui.budget.cells import BudgetCells
from cmoplanner.ui.budget.empty import EmptyBudget
from cmoplanner.ui.budget.foot import FootStrip
from cmoplanner.ui.budget.grid import BudgetGrid
from cmoplanner.ui.budget.line_acts import LineActs
from cmoplanner.ui.budget.model import BudgetModel, Index
from cmoplanner.ui.budget.money_acts import MoneyActs
from cmoplanner.ui.budget.over_guard import OverGuard
from cmoplanner.ui.budget.side import BudgetSide
from cmoplanner.ui.budget.side_acts import SideActs
from cmoplanner.ui.budget.spend_acts import SpendActs
from cmoplanner.ui.budget.spend_side import SpendSide
from cmoplanner.ui.budget.switch import MeasureSwitch
from cmoplanner.ui.budget.times import OtherTimes
from cmoplanner.ui.budget.view_commands import ViewCommands
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
        self.arranging = Arranging(context.settings, self)
        self._words = ""
        self._told_problem = False
        self.guard = OverGuard(context, self)
        self.book: Book | None = None
        self.model = BudgetModel(self._explain, self._takes, self)
        self.grid = BudgetGrid(context.theme, self.model, self._take_typed, self)
        self.bar = BudgetBar(context.theme, self)
        self.foot = FootStrip(context.theme, self)
        self.switch = MeasureSwitch(context.theme, self)
        self.empty = EmptyBudget(self)
        self.stack = QStackedWidget(self)
        self.times = OtherTimes(context, self.bar.say_no, self)
        self.cells = BudgetCells(context, self.grid, self.bar.say_no)
        self.acts = MoneyActs(context, self.grid, self.bar.say_no, self)
        self.lines = LineActs(context, self.grid, self.bar.say_no, self)
        self.side = BudgetSide(context.theme, self)
        self.side_acts = SideActs(context, self.side, self.bar.say_no, self)
        self.side_button = QPushButton(_("Money back"), self)
        self.side_button.setCheckable(True)
        self.spend = SpendSide(context.theme, self)
        self.spend_acts = SpendActs(context, self.spend, self.bar.say_no, self)
        self.spend_button = QPushButton(_("Approvals"), self)
        self.spend_button.setCheckable(True)
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
        for button in (*self.acts.buttons(), self.lines.button):
            self.bar.tools.add(button)
        self.bar.tools.add(self.spend_button)
        self.bar.tools.add(self.side_button)
        self.setFocusProxy(self.grid)

    def _connect(self) -> None:
        context, bar, grid = self._context, self.bar, self.grid
        context.bridge.changed.connect(self._follow)
        self._making.done.connect(self._show_book)
        self._rest.timeout.connect(self._filter)
        self.switch.chosen.connect(lambda key: self.arrange(measure=Measure(key)))
        bar.filtered.connect(lambda _words: self._rest.start())
        bar.left.connect(grid.setFocus)
        bar.grouped.connect(lambda by: self.arrange(by=tuple(by)))
        bar.kind_chosen.connect(self.arranging.show_only)
        self.arranging.lines_changed.connect(self.refresh)
        self.arranging.look_changed.connect(self._show_table)
        self.arranging.kept.connect(lambda: bar.show_layouts(self.arranging.layouts))
        self.times.changed.connect(self.refresh)
        self._connect_menu()
        grid.fold_asked.connect(lambda path, folded: self.arranging.fold(self.book, path, folded))
        grid.quarter_asked.connect(self.open_quarter)
        grid.sort_asked.connect(self.arranging.sort)
        grid.selected.connect(self._show_readout)
        grid.fill_asked.connect(self.cells.fill_block)
        grid.typing_refused.connect(self.cells.say_why_not)
        grid.moved.connect(self.cells.move_on)
        grid.left.connect(bar.filter.setFocus)
        grid.menu_asked.connect(self._open_menu)
        self.empty.start.clicked.connect(self._make_envelopes)
        self.side_button.clicked.connect(self.show_side)
        self.side.closed.connect(lambda: self.show_side(False))
        self.side_acts.row_asked.connect(self.row_asked)
        self.spend_button.clicked.connect(self.show_spend)
        self.spend.closed.connect(lambda: self.show_spend(False))
        self.spend_acts.row_asked.connect(self.row_asked)

    def _connect_menu(self) -> None:
        menu, arranging = self.bar.arrangements, self.arranging
        menu.chosen.connect(arranging.use_named)
        menu.kept.connect(lambda name: arranging.keep(arranging.layouts.with_name(name, arranging.now)))
        menu.removed.connect(lambda name: arranging.keep(arranging.layouts.without(name)))
        menu.column_flipped.connect(arranging.flip_column)
        menu.measure_chosen.connect(lambda measure: self.arrange(measure=measure))
        menu.approved_chosen.connect(self.side_acts.approve)
        menu.last_year_asked.connect(self.times.ask_last_year)
        menu.last_year_left.connect(lambda: self.times.choose_last_year(""))

    def commands(self) -> list[Command]:
        """Return what can be done on this page, for menus, shortcuts and the palette."""
        may = self._may_edit
        view = ViewCommands(
            self.arranging,
            lambda: self.book,
            self._show_past,
            self._flip_side,
            self._flip_spend,
            self.bar.filter.setFocus,
            self.go_to_over,
        )
        found = [
            *self.cells.commands(self._has_cells, may),
            *self.acts.commands(may),
            *self.lines.commands(),
            *view.commands(),
        ]
        return [replace(command, page=self.KEY) for command in found]

    # what is shown

    @property
    def _plan(self) -> Plan:
        return self._context.document.plan

    @property
    def layout_now(self) -> Layout:
        """How the grid is arranged."""
        return self.arranging.now

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self.refresh()
        if not event.spontaneous():
            self.setFocus()

    def _follow(self, _changes: Changes) -> None:
        if self.isVisible():
            self.refresh()
        else:
            self._stale = True
            self.guard.forget()

    def refresh(self) -> None:
        """Make the book anew: at once in a plan of usual size, else in a thread while the old one is shown."""
        self._stale = False
        self.times.follow()
        make = partial(_make, self._plan, self.layout_now, self._words, self.times.times)
        if len(self._plan.activities) >= _LARGE:
            self._making.ask("budget", make)
        else:
            self._making.drop()
            self._show_book(make())

    def _show_book(self, book: Book) -> None:
        self.book = book
        if self.layout_now.measure in PAST_MEASURES and self.layout_now.measure.value not in book.pasts:
            self.arranging.arrange(measure=Measure.PLAN)
        if book.problem or self._told_problem:
            self.bar.say_no(book.problem)
        self._told_problem = bool(book.problem)
        self.bar.arrangements.offer(book, self._context.document, self.times.last_year)
        self.side_acts.refresh()
        self.spend_acts.refresh()
        formats = Formats.of(book.plan)
        started = bool(book.plan.header.topdown_budget or any(row for row in book.envelopes.money))
        self.stack.setCurrentWidget(self.grid if started or book.plan.activities else self.empty)
        self.empty.show_plan(has_lines=bool(book.plan.activities))
        self.stack.setCurrentWidget(self.grid if started else self.empty)
        found = overs(book)
        self.bar.sentence.setText(headline(book, found))
        self.bar.show_overs([one.text for one in found])
        self.guard.look(found)
        self.foot.setVisible(started)
        self.foot.show_foot(foot(book), formats)
        self._show_table()

    def _show_table(self) -> None:
        if self.book is None:
            return
        layout = self.layout_now
        self.switch.show_measure(layout.measure)
        self.bar.show_layouts(self.arranging.layouts)
        self.grid.show_table(make_table(self.book, layout, self.arranging.folded(self.book)))
        self._show_readout()

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
        self._show_beside(self.side if shown else None)
        if shown:
            self.side_acts.refresh()

    def show_spend(self, shown: bool, tab: str = "") -> None:
        """Show the panel that controls spending in the inspector's place, or the inspector again."""
        self._show_beside(self.spend if shown else None)
        if tab:
            self.spend.show_tab(tab)
        elif shown:
            self.spend_acts.refresh()

    def _show_beside(self, side: QWidget | None) -> None:
        self.side_button.setChecked(side is self.side)
        self.spend_button.setChecked(side is self.spend)
        self.side_asked.emit(side)
        if side is None:
            self.grid.setFocus()

    def _flip_spend(self) -> None:
        self.show_spend(self.spend.isHidden())

    def _flip_side(self) -> None:
        self.show_side(self.side.isHidden())

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if not (self.side.isHidden() and self.spend.isHidden()):
            self.side_button.setChecked(False)
            self.spend_button.setChecked(False)
            self.side_asked.emit(None)

    # how it is arranged

    def arrange(self, by: tuple[str, ...] | None = None, measure: Measure | None = None) -> None:
        """Group by other dimensions, or show another measure in quarters and months."""
        self.arranging.arrange(by, measure)

    def open_quarter(self, number: int) -> None:
        """Open a quarter (1…4) to its months, or close it."""
        self.arranging.open_quarter(number)

    def _show_past(self, measure: Measure) -> None:
        if self.book is not None and measure.value in self.book.pasts:
            self.arrange(measure=measure)
        else:
            self.hinted.emit(_("Choose the approved version or last year's plan under “Layout” first."))

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
        self.arranging.unfold_over(self.book, path)
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
        for names in (self.acts.menu(), self.lines.menu()):
            for name in names:
                menu.addAction(self._context.commands.action(name))
            menu.addSeparator()
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(at)

    def settle(self) -> None:
        """Wait for what is being made, and show it now."""
        self.times.settle()
        self._making.settle()
        self.side_acts.settle()
        self.spend_acts.settle()

    def close_work(self) -> None:
        """Begin nothing more, and wait for what is being made."""
        self._rest.stop()
        self.guard.stop()
        self.times.close_work()
        self._making.close()
        self.side_acts.close_work()
        self.spend_acts.close_work()


def _make(plan: Plan, layout: Layout, words: str, times: Times, _progress: Progress | None = None) -> Book:
    return make_book(plan, layout.by, words, pasts_of(plan, times, layout.by), layout.only)
