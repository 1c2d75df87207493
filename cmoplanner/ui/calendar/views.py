"""Saved views in the window: chosen from the toolbar, saved, changed, renamed, deleted, and opened with the plan."""

from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject, QPoint, QTimer
from PySide6.QtWidgets import QMenu, QWidget

from cmoplanner.i18n import _
from cmoplanner.report.saved_views import BUILT_IN, SavedView, ViewBook, ViewShelf
from cmoplanner.report.span_words import read_span
from cmoplanner.ui.calendar.all_forms import AllForms
from cmoplanner.ui.calendar.forms import TIMELINE, TITLES
from cmoplanner.ui.calendar.shown import Shown
from cmoplanner.ui.calendar.toolbar import CalendarToolbar
from cmoplanner.ui.calendar.view_name import ViewName
from cmoplanner.ui.commands import Command
from cmoplanner.ui.context import Context
from cmoplanner.ui.text import plain_action
from cmoplanner.ui.widgets.dialogs import Confirm
from cmoplanner.ui.widgets.timeline.view import TimelineView

_FITS = 0.01  # px a day between a year that fills the window and one that nearly does


class Views(QObject):
    """Keeps the user's views of this plan in the settings; a view looks, it never changes the plan."""

    def __init__(
        self,
        context: Context,
        toolbar: CalendarToolbar,
        view: TimelineView,
        shown: Shown,
        forms: AllForms,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._toolbar = toolbar
        self._view = view
        self._shown = shown
        self._forms = forms
        self._page = parent
        self._current: SavedView | None = None
        toolbar.views.clicked.connect(self.open_menu)
        shown.changed.connect(self._show_name)
        view.arranged.connect(self._show_name)
        forms.changed.connect(self._show_name)

    # the book

    @property
    def book(self) -> ViewBook:
        """The user's views of this plan."""
        return self._shelf.book(self._plan)

    @property
    def _shelf(self) -> ViewShelf:
        return ViewShelf.read(self._context.settings.views)

    @property
    def _plan(self) -> str:
        return self._context.document.plan.header.id

    def _keep(self, book: ViewBook) -> None:
        self._context.settings.change(views=self._shelf.with_book(self._plan, book).text())

    # looking

    def now(self, name: str = "") -> SavedView:
        """Return how the calendar is looked at now, under a name."""
        forms = self._forms
        return SavedView(
            name,
            forms.key,
            self._toolbar.filter.text().strip(),
            self._days(),
            self._view.state.arrangement,
            tuple(sorted(self._view.state.folded)),
            forms.page.word,
            forms.segment.segment_id if forms.key == forms.segment.KEY else "",
        )

    def _days(self) -> str:
        """Return the days in sight, "" where they are the whole year."""
        frame, axis = self._view.frame(), self._view.state.axis
        whole = frame.time_width / self._view.state.plan.calendar.year.days
        if abs(axis.px_a_day - whole) < _FITS and not frame.scroll_x:
            return ""
        first, last = axis.day(frame.scroll_x), axis.day(frame.scroll_x + frame.time_width - 1)
        return f"{first.isoformat()}..{last.isoformat()}"

    def use(self, view: SavedView) -> None:
        """Look at the calendar as a view says."""
        self._current = None  # until all of it is shown
        forms = self._forms
        if view.arrangement is not None and view.arrangement != self._view.state.arrangement:
            self._view.arrange(view.arrangement)
        self._shown.filter_by(view.filter)
        if view.segment:
            forms.segment.show_segment(view.segment)
        if view.range:
            forms.page.show_range(view.range)
        forms.show(view.form if view.form in TITLES else TIMELINE)
        if view.folded is not None:
            self._view.fold(set(view.folded))
        self._show_days(view.days)
        self._current = view
        self._show_name()

    def _show_days(self, days: str) -> None:
        header, state = self._context.document.plan.header, self._view.state
        if not days:
            self._view.fit_year()
            return
        try:
            span = read_span(days, state.plan.calendar, header.as_of, header.locale)
        except ValueError:  # kept for a plan that had another year
            self._view.fit_year()
            return
        wanted = self._view.frame().time_width / span.days
        self._view.zoom(wanted / state.axis.px_a_day)
        self._view.horizontalScrollBar().setValue(round(state.axis.x(span.start)))

    def open_default(self) -> None:
        """Look at the plan as the user wants it to open, once the window has its size."""
        view = self.book.named(self.book.default)
        if view is not None:
            QTimer.singleShot(0, self, partial(self.use, view))

    def _show_name(self) -> None:
        view = self._current
        if view is not None and not view.same_look(self.now()):
            view = self._current = None
        self._toolbar.show_view(self._title(view) if view is not None else "")

    @staticmethod
    def _title(view: SavedView) -> str:
        return _(view.name) if view in BUILT_IN else view.name

    # the menu

    def open_menu(self) -> None:
        """Offer the views under their button."""
        menu = self.menu()
        button = self._toolbar.views
        menu.popup(button.mapToGlobal(QPoint(0, button.height() + 2)))

    def menu(self) -> QMenu:
        """Return the menu of views; it goes away when it is closed."""
        menu = QMenu(self._page)
        menu.aboutToHide.connect(menu.deleteLater)
        book, current = self.book, self._current
        for views in (BUILT_IN, book.views):
            for view in views:
                action = menu.addAction(plain_action(self._title(view)), partial(self.use, view))
                action.setCheckable(True)
                action.setChecked(view == current)
            menu.addSeparator()
        menu.addAction(_("Save this view…"), self.ask_save)
        own = current if current is not None and book.named(current.name) == current else None
        others = [view.name for view in book.views if view != own]
        if others:
            inner = menu.addMenu(_("Save in place of"))
            for other in others:
                inner.addAction(plain_action(other), partial(self._save, other))
        if own is not None:
            name = plain_action(own.name)
            menu.addAction(_("Save “{name}” as it is now").format(name=name), partial(self._save, own.name))
            menu.addAction(_("Rename “{name}”…").format(name=name), self.ask_rename)
            menu.addAction(_("Delete “{name}”…").format(name=name), self.ask_delete)
            action = menu.addAction(_("Open the plan with “{name}”").format(name=name), self.toggle_default)
            action.setCheckable(True)
            action.setChecked(book.default == own.name)
        return menu

    # acts on views

    def ask_save(self) -> None:
        """Ask for a name, and keep how the calendar is looked at now."""
        taken = [*(view.name for view in self.book.views), *(_(view.name) for view in BUILT_IN)]
        ViewName(_("Save this view"), "", taken, self._save, self._page.window()).open()

    def _save(self, name: str) -> None:
        view = self.now(name)
        self._keep(self.book.saved(view))
        self._current = view
        self._show_name()
        self._context.commands.say(_("View “{name}” saved").format(name=name))

    def ask_rename(self) -> None:
        """Ask for another name of the view in use."""
        if (view := self._own()) is not None:
            taken = [*(one.name for one in self.book.views if one != view), *(_(one.name) for one in BUILT_IN)]
            take = partial(self._rename, view)
            ViewName(_("Rename “{name}”").format(name=view.name), view.name, taken, take, self._page.window()).open()

    def _rename(self, view: SavedView, name: str) -> None:
        self._keep(self.book.renamed(view.name, name))
        self._current = replace(view, name=name)
        self._show_name()

    def ask_delete(self) -> None:
        """Delete the view in use, once that is agreed to; the plan stays as it is."""
        if (view := self._own()) is not None:
            question = _("Delete the view “{name}”?").format(name=view.name)
            asked = Confirm(question, _("Nothing in the plan changes."), _("Delete"), self._page.window())
            asked.accepted.connect(partial(self._delete, view))
            asked.open()

    def _delete(self, view: SavedView) -> None:
        self._keep(self.book.without(view.name))
        self._current = None
        self._show_name()

    def toggle_default(self) -> None:
        """Open the plan with the view in use from now on, or no longer."""
        if (view := self._own()) is not None:
            book = self.book
            self._keep(replace(book, default="" if book.default == view.name else view.name))

    def _own(self) -> SavedView | None:
        return self.book.named(self._current.name) if self._current is not None else None

    # commands

    def commands(self) -> list[Command]:
        """Return the views that are always there, and what is done with the others."""
        found = [
            Command(
                f"calendar.view.{number}",
                _("View: {name}").format(name=_(view.name)),
                "",
                partial(self.use, view),
                menu="view/views",
                group="views",
            )
            for number, view in enumerate(BUILT_IN, start=1)
        ]
        return [
            *found,
            Command("calendar.views", _("Choose a view…"), "Ctrl+Alt+V", self.open_menu, menu="view", group="views"),
            Command("calendar.view.save", _("Save this view…"), "", self.ask_save, menu="view", group="views"),
        ]
