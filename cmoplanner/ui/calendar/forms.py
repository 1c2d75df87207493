"""The forms of the calendar: one stack of views on the same plan, filter and selection, one of them shown."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Protocol

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from cmoplanner.i18n import _, mark
from cmoplanner.ui.calendar.shown import Shown
from cmoplanner.ui.calendar.switch import FormSwitch
from cmoplanner.ui.calendar.toolbar import CalendarToolbar
from cmoplanner.ui.commands import Command
from cmoplanner.ui.context import Context

TIMELINE = "timeline"

TITLES: Mapping[str, str] = {
    TIMELINE: mark("Timeline"),
    "table": mark("Table"),
    "month": mark("Month"),
    "page": mark("One-pager"),
    "segment": mark("Segment"),
}


class Form(Protocol):
    """One way to look at the calendar."""

    KEY: str
    grouped: bool
    """Whether it has lanes by the calendar's grouping."""

    @property
    def view(self) -> QWidget:
        """What is shown, and gets the keyboard."""

    @property
    def tools(self) -> QWidget | None:
        """Its own controls in the toolbar."""

    def refresh(self) -> None:
        """Follow the plan and the filter; asked only while it is shown."""

    def select(self, ids: tuple[str, ...]) -> None:
        """Show these activities as selected."""


class Forms(QObject):
    """Shows one form, keeps it in step, and tells which it is."""

    changed = Signal(str)  # the key of a form

    def __init__(
        self,
        context: Context,
        toolbar: CalendarToolbar,
        shown: Shown,
        forms: Sequence[Form],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._toolbar = toolbar
        self._forms = {form.KEY: form for form in forms}
        self.key = TIMELINE
        self.stack = QStackedWidget(parent)
        self.switch = FormSwitch(context.theme, {key: _(TITLES[key]) for key in self._forms}, parent)
        for form in forms:
            self.stack.addWidget(form.view)
            if form.tools is not None:
                toolbar.add_tools(form.tools)
        self.switch.chosen.connect(self.show)
        shown.changed.connect(self.follow)
        context.selection.changed.connect(self._show_selection)
        toolbar.filter.left.connect(self.focus_form)
        self._offer_tools()

    @property
    def form(self) -> Form:
        """The form that is shown."""
        return self._forms[self.key]

    def show(self, key: str) -> None:
        """Show a form, with what is selected. Raises KeyError if there is none."""
        form = self._forms[key]
        changes = key != self.key
        self.key = key
        self.stack.setCurrentWidget(form.view)
        self._offer_tools()
        form.refresh()
        self._show_selection()
        form.view.setFocus()
        if changes:
            self.changed.emit(key)
        self._context.commands.refresh()

    def focus_form(self) -> None:
        """Give the form that is shown the keyboard."""
        self.form.view.setFocus()

    def _offer_tools(self) -> None:
        self.switch.show_form(self.key)
        for form in self._forms.values():
            if form.tools is not None:
                form.tools.setVisible(form is self.form)
        self._toolbar.show_form(grouped=self.form.grouped)

    def follow(self) -> None:
        """Show the form that is seen as plan, filter and closed days are now."""
        if self.form.view.isVisible():
            self.form.refresh()

    def _show_selection(self) -> None:
        selection = self._context.selection
        self.form.select(selection.ids if selection.kind == "activity" else ())

    def commands(self) -> list[Command]:
        """Return a command for each form."""
        return [
            Command(
                f"calendar.form.{key}",
                _(TITLES[key]),
                f"Alt+{number}",
                partial(self.show, key),
                checked=partial(self._is_shown, key),
                menu="view",
                group="forms",
            )
            for number, key in enumerate(self._forms, start=1)
        ]

    def _is_shown(self, key: str) -> bool:
        return self.key == key
