"""One open plan in the window: rail, header, pages, inspector and status bar around one context."""

from functools import partial

from PySide6.QtCore import QEvent, QPoint, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QMenuBar, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from cmoplanner.i18n import _
from cmoplanner.model.store.changes import ChangeKind, Changes
from cmoplanner.model.store.document import Document
from cmoplanner.projection.outcome import Outcome
from cmoplanner.report.budget.approval_entries import asked_again
from cmoplanner.report.formats import Formats
from cmoplanner.settings import Settings
from cmoplanner.ui import menus
from cmoplanner.ui.bridge import Bridge
from cmoplanner.ui.commands import Command, Commands
from cmoplanner.ui.context import Context
from cmoplanner.ui.figures import key_figures
from cmoplanner.ui.header import PageHeader
from cmoplanner.ui.inspector.inspector import Inspector
from cmoplanner.ui.keeper import Keeper
from cmoplanner.ui.outlook import Outlook
from cmoplanner.ui.pages.assumptions import AssumptionsPage
from cmoplanner.ui.pages.budget import BudgetPage
from cmoplanner.ui.pages.calendar import CalendarPage
from cmoplanner.ui.pages.data import DataPage
from cmoplanner.ui.pages.outcome import OutcomePage
from cmoplanner.ui.palette_box import PaletteBox
from cmoplanner.ui.selection import Selection
from cmoplanner.ui.status import StatusBar
from cmoplanner.ui.theme import Theme
from cmoplanner.ui.widgets.notices import NoticeBar
from cmoplanner.ui.widgets.rail import Rail, RailItem

FOLD_BELOW = 1400  # px of window: the inspector gives way to the calendar

_CONTEXT_MENU = ("calendar.rename", "calendar.duplicate", "calendar.lock", "calendar.delete")


class Workspace(QWidget):
    """Builds the context of a document and everything that shows it; `close_plan` lets go of it."""

    closing = Signal()  # the plan is about to be let go: whoever still has something to write does it now

    def __init__(
        self,
        document: Document,
        theme: Theme,
        settings: Settings,
        menu_bar: QMenuBar | None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        bridge = Bridge(document, self)
        self.context = Context(
            document=document,
            bridge=bridge,
            outlook=Outlook(document, bridge, self),
            selection=Selection(self),
            theme=theme,
            commands=Commands(self),
            settings=settings,
        )
        self.keeper = Keeper(document, bridge, self)
        self.menus = menu_bar or QMenuBar()
        self.rail = Rail(theme, self)
        self.header = PageHeader(theme, None if menu_bar else self.menus, self)
        self.calendar = CalendarPage(self.context)
        self.data = DataPage(self.context)
        self.outcome = OutcomePage(self.context)
        self.assumptions = AssumptionsPage(self.context)
        self.budget = BudgetPage(self.context)
        self.pages: dict[str, CalendarPage | DataPage | OutcomePage | AssumptionsPage | BudgetPage] = {
            page.KEY: page for page in (self.calendar, self.data, self.outcome, self.assumptions, self.budget)
        }
        self.stack = QStackedWidget(self)
        self.items: dict[str, RailItem] = {}
        self.inspector = Inspector(self.context, self)
        self.side: QWidget | None = None
        self.notices = NoticeBar(theme, self)
        self.status = StatusBar(theme, self)
        self._lay_out()
        self._fill_rail()
        self._connect()
        self._currency = document.plan.header.currency
        self._show_plan()

    def _lay_out(self) -> None:
        self._middle = middle = QHBoxLayout()
        middle.setSpacing(0)
        for page in self.pages.values():
            self.stack.addWidget(page)
        middle.addWidget(self.stack, 1)
        middle.addWidget(self.inspector)
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self.header)
        right.addWidget(self.notices)
        right.addLayout(middle, 1)
        upper = QHBoxLayout()
        upper.setSpacing(0)
        upper.addWidget(self.rail)
        upper.addLayout(right, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(upper, 1)
        column.addWidget(self.status)

    def _fill_rail(self) -> None:
        for number, (key, page) in enumerate(self.pages.items(), start=1):
            tip = _("{page} (Ctrl+{n})").format(page=page.title(), n=number)
            item = self.rail.add_page(page.ICON, page.title(), tip)
            item.clicked.connect(partial(self._page_chosen, key))
            self.items[key] = item
        self.items[self.calendar.KEY].setChecked(True)
        self.settings_item = self.rail.add_foot("settings", _("Settings"), _("Theme and language"))

    def _connect(self) -> None:
        context = self.context
        context.bridge.changed.connect(self._changed)
        context.outlook.changed.connect(self._show_figures)
        context.outlook.previewed.connect(self._show_figures)
        context.outlook.ranged.connect(self._show_ranges)
        context.outlook.live_ranges.changed.connect(lambda: self._show_figures(context.outlook.shown))
        context.selection.changed.connect(context.commands.refresh)
        context.commands.said.connect(self.status.say)
        self.keeper.told.connect(context.commands.say)
        self.keeper.kept.connect(self._show_saved)
        for page in self.pages.values():
            page.hinted.connect(self.status.hint)
        context.commands.added.connect(self._fill_menus)
        self.status.asked.connect(self._show_in_inspector)
        self.status.market_asked.connect(self._show_market)
        self.outcome.assumption_asked.connect(self._show_assumption)
        for page in (self.outcome, self.budget):
            page.row_asked.connect(self._show_row)
        self.outcome.side_asked.connect(self.show_side)
        self.budget.side_asked.connect(self.show_side)
        self.calendar.side_asked.connect(self.show_side)
        self.calendar.view.strip_asked.connect(self._show_source)
        self.calendar.detail_asked.connect(self._show_detail)
        self.calendar.title_asked.connect(self._ask_title)
        self.header.inspector.clicked.connect(self.toggle_inspector)
        self.inspector.unfolded.connect(self._unfolded)
        self.inspector.strip.clicked.connect(partial(context.settings.change, inspector="open"))

    def add_commands(self, commands: list[Command]) -> None:
        """Declare the window's and the pages' commands; menus and shortcuts follow."""
        page_commands = [command for page in self.pages.values() for command in page.commands()]
        self.context.commands.add([*commands, *self._page_commands(), *page_commands])
        self.show_page(self.calendar.KEY)
        self.calendar.use_actions([self.context.commands.action(command_id) for command_id in _CONTEXT_MENU])
        settings_menu = QMenu(self)
        menus.fill_menu(settings_menu, "view/theme", self.context.commands)
        if any(command.menu == "view/language" for command in self.context.commands):
            settings_menu.addSeparator()
            menus.fill_menu(settings_menu, "view/language", self.context.commands)
        settings_menu.aboutToShow.connect(self.context.commands.refresh)
        self.settings_item.clicked.connect(partial(self._open_beside, settings_menu))
        exports = QMenu(self)
        menus.fill_menu(exports, "file/export", self.context.commands)
        self.header.set_exports(exports)
        self.header.present.clicked.connect(lambda: self.context.commands.run("present"))

    def _page_commands(self) -> list[Command]:
        return [
            Command(
                f"page.{key}",
                page.title(),
                f"Ctrl+{number}",
                partial(self._go_to, key),
                checked=partial(self._is_shown, key),
                menu="view",
                group="pages",
            )
            for number, (key, page) in enumerate(self.pages.items(), start=1)
        ]

    def show_page(self, key: str) -> None:
        """Show a page and offer its commands. Raises KeyError if there is none."""
        self.status.hint("")
        for other, page in self.pages.items():  # only the page that is shown needs its room
            usual = QSizePolicy.Policy.Preferred if other == key else QSizePolicy.Policy.Ignored
            page.setSizePolicy(usual, usual)
        self.stack.setCurrentWidget(self.pages[key])
        self.items[key].setChecked(True)
        tools: dict[str, QWidget] = {self.calendar.KEY: self.calendar.forms.switch, self.budget.KEY: self.budget.switch}
        self.header.show_tools(tools.get(key))
        self.context.commands.show_page(key)

    def _page_chosen(self, key: str, _checked: bool = False) -> None:
        self.show_page(key)

    def _go_to(self, key: str) -> None:
        """Show a page and give it the keyboard."""
        self.show_page(key)
        self.focus_page()

    def _is_shown(self, key: str) -> bool:
        return self.stack.currentWidget() is self.pages[key]

    def _open_beside(self, menu: QMenu, _checked: bool = False) -> None:
        """Open the settings at the right of their item, feet level with it."""
        corner = self.settings_item.rect().bottomRight() - QPoint(0, menu.sizeHint().height())
        menu.popup(self.settings_item.mapToGlobal(corner))

    def _fill_menus(self) -> None:
        menus.fill(self.menus, self.context.commands)
        for command in self.context.commands:
            self.addAction(self.context.commands.action(command.id))

    def open_palette(self) -> None:
        """Open the command palette."""
        PaletteBox(self.context, self).open()

    def focus_page(self) -> None:
        """Give the page that is shown the keyboard."""
        page = self.stack.currentWidget()
        if page is not None:
            page.setFocus()

    def show_side(self, side: QWidget | None) -> None:
        """Show a panel in the inspector's place; without one, the inspector again."""
        if self.side is not None:
            self.side.hide()
        if side is not None and self._middle.indexOf(side) < 0:
            self._middle.addWidget(side)
        self.side = side
        self.inspector.setVisible(side is None)
        if side is not None:
            side.show()
        self.header.inspector.setChecked(self.inspects())
        self.context.commands.refresh()

    def _show_assumption(self, scope: str, parameter: str) -> None:
        self.show_page(self.assumptions.KEY)
        self.assumptions.show_assumption(scope, parameter)

    def _show_row(self, kind: str, row_id: str) -> None:
        self.show_page(self.data.KEY)  # first: a page that is made new selects nothing
        self.context.selection.set(kind, [row_id])

    def toggle_inspector(self) -> None:
        """Show or fold the inspector, and remember it; it comes back where another panel has its place."""
        self.inspector.fold(self.side is None and not self.inspector.folded)
        self.show_side(None)
        self.context.settings.change(inspector="folded" if self.inspector.folded else "open")

    def _show_source(self, row: str) -> None:
        """Show where the figures of a row of the outcome strip come from."""
        if row == "revenue":
            self.show_page(self.outcome.KEY)
        else:
            self.show_page(self.budget.KEY)

    def _show_market(self) -> None:
        """Show the table with which revenue begins: the first of segments, offerings and market cells that is empty."""
        plan = self.context.document.plan
        first = next((name for name in ("segment", "offering") if not getattr(plan, f"{name}s")), "cell")
        self.show_page(self.data.KEY)
        self.data.open(first)

    def _show_in_inspector(self, section: str) -> None:
        self.show_side(None)
        self.inspector.show_plan(section)

    def _show_detail(self) -> None:
        """Show what is selected in the inspector, also where it was folded away."""
        self.show_side(None)
        self.inspector.fold(False)
        self.inspector.setFocus()

    def _ask_title(self) -> None:
        """Let the user type the name of what is selected."""
        self.show_side(None)
        self.inspector.edit_name()

    def inspects(self) -> bool:
        """Return whether the inspector is shown with what is selected."""
        return self.side is None and not self.inspector.folded

    def _unfolded(self, _opened: bool) -> None:
        self.header.inspector.setChecked(self.inspects())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        choice = self.context.settings.inspector
        folded = self.width() < FOLD_BELOW if choice == "auto" else choice == "folded"
        if folded is not self.inspector.folded:
            self.inspector.fold(folded)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.ActivationChange and not self.isActiveWindow():
            self.context.outlook.end_preview()

    def _show_plan(self) -> None:
        plan = self.context.document.plan
        self.header.show_plan(plan.header)
        self.window().setWindowTitle(_("{plan} – CMO Planner").format(plan=plan.header.name))
        self.rail.badge.show_name(plan.header.company)
        self._show_figures(self.context.outlook.outcome)
        self._show_saved()
        self._unfolded(not self.inspector.folded)

    def _show_saved(self) -> None:
        document = self.context.document
        self.status.show_saved(document.published_at, read_only=document.read_only)

    def _show_figures(self, outcome: Outcome) -> None:
        plan = self.context.document.plan
        outlook = self.context.outlook
        bands = outlook.shown_bands if outcome is outlook.shown else None
        waiting = bands is None and outlook.drawing
        self.status.show_figures(key_figures(plan, outcome), Formats.of(plan), bands, waiting=waiting)

    def _show_ranges(self) -> None:
        if self.context.outlook.bands is not None or not self.context.outlook.ranges.busy:
            self._show_figures(self.context.outlook.outcome)

    def _changed(self, changes: Changes) -> None:
        if changes.of("plan").all:
            self._show_plan()
        self.context.commands.refresh()
        said = {
            ChangeKind.EDIT: "{label}",
            ChangeKind.UNDO: _("Undone: {label}"),
            ChangeKind.REDO: _("Done again: {label}"),
        }[changes.kind]
        told = said.format(label=changes.label)
        now = self.context.document.plan.header.currency
        if now != self._currency:
            self._currency = now
            told = _("{what}. The amounts are the same numbers, now in {currency}: none was converted.").format(
                what=told, currency=now
            )
        if changes.kind is ChangeKind.EDIT and (asked := asked_again(self.context.document.plan, changes)):
            told = _("{what} · needs approval again: {names}").format(what=told, names=asked)
        self.context.commands.say(told)

    def close_plan(self) -> None:
        """Publish and let go of the plan. Raises PlanFileError; the plan is closed then too."""
        self.closing.emit()
        self.context.bridge.close()
        self.outcome.close_work()
        self.budget.close_work()
        self.calendar.close_work()
        self.context.outlook.close()
        try:
            self.keeper.close()
        finally:
            self.context.document.close()
