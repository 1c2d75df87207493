"""Copy, cut and paste of activities: within the calendar, between two plans, and from and to spreadsheets."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, QMimeData, QObject, QPointF
from PySide6.QtGui import QGuiApplication, QMouseEvent
from PySide6.QtWidgets import QDialog, QWidget

from cmoplanner.exchange.activity_bundle import KIND, pack, unpack
from cmoplanner.exchange.activity_table import Reading, is_table, read_activities, write_activities
from cmoplanner.i18n import _, ngettext
from cmoplanner.model.edits.activities import delete_activities
from cmoplanner.model.edits.pasting import paste_activities
from cmoplanner.model.moving import moved
from cmoplanner.model.periods import monday
from cmoplanner.model.plan import Activity, ActivityLink, Plan
from cmoplanner.model.year_fit import days_into_year, starts_outside
from cmoplanner.report.formats import Formats
from cmoplanner.ui.commands import Command
from cmoplanner.ui.context import Context
from cmoplanner.ui.widgets.dialogs import Message
from cmoplanner.ui.widgets.grid.clipboard import from_tsv, to_tsv
from cmoplanner.ui.widgets.timeline.view import TimelineView

_TOLD = 12  # cells of a table that are told one by one
_AS_THEY_ARE = 2  # the answer of a dialog, besides rejected and accepted
_LARGEST = 20_000_000  # characters that are taken for a table of activities


class ActivityClipboard(QObject):
    """Puts activities on the clipboard and takes them from it, each paste as one edit."""

    def __init__(self, context: Context, view: TimelineView, do: Callable[..., Any], parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._view = view
        self._do = do
        self._parent = parent
        self._mouse: QPointF | None = None  # where the mouse is over the calendar
        view.guests.append(self.answer)

    def close_work(self) -> None:
        """Nothing goes on beside the window."""

    def commands(self) -> list[Command]:
        """Return what can be done with the clipboard."""
        return [
            Command("calendar.cut", _("Cut"), "Ctrl+X", self.cut, self._has_selection, group="clipboard"),
            Command("calendar.copy", _("Copy"), "Ctrl+C", self.copy, self._has_selection, group="clipboard"),
            Command("calendar.paste", _("Paste"), "Ctrl+V", self.paste, group="clipboard"),
        ]

    def _has_selection(self) -> bool:
        return self._context.selection.kind == "activity"

    def answer(self, event: QEvent) -> bool:
        """Remember where the mouse is; no event is used up."""
        if isinstance(event, QMouseEvent):
            self._mouse = event.position()
        elif event.type() is QEvent.Type.Leave:
            self._mouse = None
        return False

    # to the clipboard

    def copy(self) -> None:
        """Put the selected activities on the clipboard, for plans and for spreadsheets."""
        ids, plan = self._context.selection.ids, self._context.document.plan
        data = QMimeData()
        data.setData(KIND, pack(plan, ids).encode())
        data.setText(to_tsv(write_activities(plan, ids)))
        QGuiApplication.clipboard().setMimeData(data)
        told = ngettext("{n} activity is on the clipboard", "{n} activities are on the clipboard", len(ids))
        self._context.commands.say(told.format(n=Formats.of(plan).number(len(ids))))

    def cut(self) -> None:
        """Put the selected activities on the clipboard and delete them."""
        ids = self._context.selection.ids
        self.copy()
        self._do(delete_activities, ids)

    # from the clipboard

    def paste(self) -> None:
        """Add what is on the clipboard: activities at the mouse's or the selected week, tables on their own days."""
        held: QMimeData | None = QGuiApplication.clipboard().mimeData()  # None: nobody has copied anything
        data = held or QMimeData()
        if data.hasFormat(KIND):
            self._paste_bundle(bytes(data.data(KIND).data()).decode(errors="replace"))
            return
        text = data.text() if data.hasText() else ""
        rows = from_tsv(text) if 0 < len(text) <= _LARGEST else []
        if not is_table(rows):
            self._context.commands.say(
                _("Nothing to paste: copy activities, or a table whose first row names at least Name and Start")
            )
            return
        self._paste_table(read_activities(self._context.document.plan, rows))

    def _paste_bundle(self, text: str) -> None:
        try:
            bundle = unpack(text, self._context.document.plan)
        except ValueError as refusal:
            self._context.commands.say(str(refusal))
            return
        self._add(bundle.activities, bundle.links, self._shift(bundle.activities), bundle.told)

    def _paste_table(self, reading: Reading) -> None:
        told = ""
        if reading.unknown:
            told = _("Columns left out: {names}").format(names=", ".join(reading.unknown))
        if reading.bad and not self._accepted(reading):
            return
        self._add(reading.activities, (), 0, told)

    def _add(self, activities: Sequence[Activity], links: Sequence[ActivityLink], days: int, told: str) -> None:
        plan = self._context.document.plan
        if any(starts_outside(row.start + timedelta(days=days), plan.calendar) for row in activities):
            answer = self.outside(activities, days).exec()
            if answer == QDialog.DialogCode.Rejected:
                return
            if answer == QDialog.DialogCode.Accepted:
                activities, days = _in_year(plan, activities, days), 0
        made = self._do(paste_activities, activities, links, days)
        if not made:
            return
        self._context.selection.set("activity", made)
        self._view.show_bar(made[0])
        words = ngettext("{n} activity pasted", "{n} activities pasted", len(made))
        words = words.format(n=self._number(len(made)))
        self._context.commands.say(f"{words} · {told}" if told else words)

    def _number(self, count: int) -> str:
        return Formats.of(self._context.document.plan).number(count)

    def _shift(self, activities: Sequence[Activity]) -> int:
        """Return by how many days to move what is pasted: whole weeks, so that weekdays stay what they are."""
        plan, selection = self._context.document.plan, self._context.selection
        if not activities:
            return 0
        first = min(row.start for row in activities)
        aim = self._week_at_mouse()
        if aim is None and selection.kind == "activity" and selection.ids[0] in plan.activities:
            aim = plan.activities[selection.ids[0]].start
        if aim is None:
            return 0
        days = (monday(aim) - monday(first)).days
        year = plan.calendar.year
        if first + timedelta(days=days) < year.start:  # a week that begins before the year
            days += 7
        return days

    def _week_at_mouse(self) -> date | None:
        frame, at = self._view.frame(), self._mouse
        if at is None or at.x() < frame.head or not 0 <= at.y() < frame.body_bottom:
            return None
        year = self._context.document.plan.calendar.year
        return min(max(self._view.state.axis.day(frame.time_x(at.x())), year.start), year.end)

    def outside(self, activities: Sequence[Activity], days: int) -> QDialog:
        """Return the dialog that names what would begin outside the fiscal year, and offers to lay it on the year."""
        plan = self._context.document.plan
        formats, step = Formats.of(plan), timedelta(days=days)
        found = [row for row in activities if starts_outside(row.start + step, plan.calendar)]
        n = len(found)
        sentence = ngettext(
            "{n} activity begins outside {year}, which lasts from {first} to {last}",
            "{n} activities begin outside {year}, which lasts from {first} to {last}",
            n,
        ).format(
            n=self._number(n),
            year=plan.calendar.label,
            first=formats.weekday(plan.calendar.fy_start),
            last=formats.weekday(plan.calendar.fy_end),
        )
        remedy = _(
            "Laid on this year they keep their day and month. As they are, they stand outside the calendar, and all "
            "their money counts in the year."
        )
        named = [f"{row.name}: {formats.weekday(row.start + step)}" for row in found[:_TOLD]]
        if n > _TOLD:
            named.append(_("and {n} more").format(n=self._number(n - _TOLD)))
        dialog = Message(_("Paste activities"), sentence, remedy, "\n".join(named), self._parent)
        dialog.close_button.setText(_("Lay them on this year"))
        for words, answer in ((_("Paste nothing"), 0), (_("Paste as they are"), _AS_THEY_ARE)):
            dialog.offer(words, partial(dialog.done, answer))
        return dialog

    def _accepted(self, reading: Reading) -> bool:
        """Tell what cannot be read; return whether the user wants the rest of it."""
        return self.doubts(reading).exec() == QDialog.DialogCode.Accepted

    def doubts(self, reading: Reading) -> QDialog:
        """Return the dialog that names the cells which cannot be read, and offers the rows that can."""
        bad, good = reading.bad_rows, len(reading.activities)
        title = ngettext("{n} row cannot be read", "{n} rows cannot be read", bad).format(n=self._number(bad))
        cells = [cell.told for cell in reading.bad[:_TOLD]]
        if len(reading.bad) > _TOLD:
            cells.append(_("and {n} more").format(n=self._number(len(reading.bad) - _TOLD)))
        dialog = Message(_("Paste activities"), title, "\n".join(cells), "", self._parent)
        dialog.close_button.setText(_("Paste nothing"))
        dialog.close_button.clicked.disconnect()
        dialog.close_button.clicked.connect(dialog.reject)
        if good:
            words = ngettext("Paste the other row", "Paste the other {n} rows", good).format(n=self._number(good))
            dialog.offer(words, dialog.accept)
        return dialog


def _in_year(plan: Plan, activities: Sequence[Activity], days: int) -> list[Activity]:
    """Return activities so many days later, those that begin outside the fiscal year at the same place of it."""
    shifts = [days + days_into_year(row.start + timedelta(days=days), plan.calendar) for row in activities]
    decimals = plan.header.currency_decimals
    return [
        moved(row, shift, plan.calendar, decimals) if shift else row
        for row, shift in zip(activities, shifts, strict=True)
    ]
