"""The calendar page's commands: what can be done with activities, and how the calendar is looked at."""

from functools import partial

from cmoplanner.i18n import _
from cmoplanner.ui.calendar.acts import Acts
from cmoplanner.ui.calendar.shown import Shown
from cmoplanner.ui.commands import Command
from cmoplanner.ui.widgets.timeline.view import ZOOM_STEP, TimelineView


def edit_commands(acts: Acts) -> list[Command]:
    """Return what can be done with activities and campaigns."""
    chosen, rows = acts.has_selection, acts.has_rows
    return [
        Command("calendar.new", _("New activity"), "Ctrl+N", acts.new, menu="edit", group="calendar"),
        Command("calendar.new_campaign", _("New campaign"), "Ctrl+Shift+N", acts.new_campaign, group="calendar"),
        Command("calendar.rename", _("Rename"), "F2", acts.rename_selected, acts.one_selected, group="calendar"),
        Command("calendar.duplicate", _("Duplicate"), "Ctrl+D", acts.duplicate, rows, group="calendar"),
        Command("calendar.lock", acts.lock_text, "Ctrl+L", acts.lock, chosen, group="calendar"),
        Command("calendar.delete", _("Delete"), "Del", acts.delete, acts.can_delete, group="calendar"),
        Command("calendar.all", _("Select all"), "Ctrl+A", acts.select_all, group="select"),
    ]


def view_commands(view: TimelineView, shown: Shown) -> list[Command]:
    """Return the ways to look at the calendar."""
    closer, wider = partial(view.zoom, ZOOM_STEP), partial(view.zoom, 1 / ZOOM_STEP)
    open_all, fold_all = partial(shown.fold_all, folded=False), partial(shown.fold_all, folded=True)
    return [
        Command("calendar.filter", _("Filter"), "Ctrl+F", shown.focus_filter, menu="view", group="find"),
        Command("calendar.today", _("Go to today"), "T", shown.show_today, menu="view", group="zoom"),
        Command("calendar.fit", _("Whole year"), "Ctrl+0", view.fit_year, menu="view", group="zoom"),
        Command("calendar.in", _("Zoom in"), "Ctrl++", closer, menu="view", group="zoom"),
        Command("calendar.out", _("Zoom out"), "Ctrl+-", wider, menu="view", group="zoom"),
        Command("calendar.open_all", _("Open all lanes"), "", open_all, menu="view", group="fold"),
        Command("calendar.fold_all", _("Fold all lanes"), "", fold_all, menu="view", group="fold"),
    ]
