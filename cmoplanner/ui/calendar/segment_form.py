"""A segment's year as one of the calendar's forms, with the choice of the segment and of what counts as silence."""

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from cmoplanner.errors import EditRefused
from cmoplanner.i18n import _, ngettext
from cmoplanner.model.edits.rows import create_row
from cmoplanner.report.drawn import blank
from cmoplanner.report.segment_year import SILENT_WEEKS, segment_year
from cmoplanner.report.segment_year_picture import SegmentPicture
from cmoplanner.ui.calendar.looks import Looks
from cmoplanner.ui.calendar.shown import Shown
from cmoplanner.ui.context import Context
from cmoplanner.ui.widgets.controls import ComboBox
from cmoplanner.ui.widgets.drawn.view import DrawnView
from cmoplanner.ui.widgets.empty_calendar import EmptyCalendar, EmptyMarket

_WEEKS = (2, 4, 6, 8, 12)


class SegmentForm:
    """Shows every touch of one segment; the segment of what is selected is proposed first."""

    KEY = "segment"
    grouped = False

    def __init__(self, context: Context, shown: Shown, looks: Looks, parent: QWidget) -> None:
        self._context = context
        self._shown = shown
        self._looks = looks
        self.view = DrawnView(context.theme, _("A segment's year"), parent)
        self.view.selected.connect(context.selection.set)
        words = _("A segment's year shows every touch of its people, with gaps and pile-ups. Add what reaches them.")
        self.empty = EmptyCalendar(self.view, words)
        self.no_segment = EmptyMarket(self.view)
        self.no_segment.wanted.connect(self._add_segment)
        self.tools = self._make_tools(parent)

    def _make_tools(self, parent: QWidget) -> QWidget:
        tools, theme = QWidget(parent), self._context.theme
        self.segment = ComboBox(theme, tools)
        self.segment.setAccessibleName(_("Segment"))
        self.segment.setMinimumContentsLength(18)
        self.silence = ComboBox(theme, tools)
        self.silence.setAccessibleName(_("Silence begins after"))
        for weeks in _WEEKS:
            self.silence.addItem(ngettext("{n} week", "{n} weeks", weeks).format(n=weeks), weeks)
        self.silence.setCurrentIndex(_WEEKS.index(SILENT_WEEKS))
        label = QLabel(_("Silence after"), tools)
        label.setBuddy(self.silence)
        for choice in (self.segment, self.silence):
            choice.activated.connect(lambda _i: self.refresh())
        row = QHBoxLayout(tools)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for widget in (self.segment, label, self.silence):
            row.addWidget(widget)
        return tools

    @property
    def segment_id(self) -> str:
        """The segment that is chosen, "" where the plan has none."""
        return str(self.segment.currentData() or "")

    def show_segment(self, segment_id: str) -> None:
        """Choose a segment."""
        self._fill()
        self.segment.setCurrentIndex(max(0, self.segment.findData(segment_id)))
        self.refresh()

    def _fill(self) -> None:
        segments = self._context.document.plan.segments
        known = [(self.segment.itemData(i), self.segment.itemText(i)) for i in range(self.segment.count())]
        if known == [(row.id, row.name) for row in segments.values()]:
            return
        chosen = self.segment_id
        with QSignalBlocker(self.segment):
            self.segment.clear()
            for row in segments.values():
                self.segment.addItem(row.name, row.id)
            self.segment.setCurrentIndex(max(0, self.segment.findData(chosen)))

    def refresh(self) -> None:
        """Show the segment's year as the plan and the filter are now."""
        self._fill()
        plan = self._context.document.plan
        self.no_segment.show_if(not self.segment_id)
        self.empty.show_if(bool(self.segment_id) and not plan.activities)
        self.tools.setEnabled(bool(self.segment_id))
        if not self.segment_id:
            self.view.show_picture(blank)
            return
        weeks = int(self.silence.currentData())
        year = segment_year(plan, self.segment_id, self._shown.activities(), weeks)
        looks = self._looks
        self.view.show_picture(SegmentPicture(plan, year, looks.of, looks.findings, self.view.renderer.measure).draw)

    def _add_segment(self) -> None:
        """Make a segment, and select it: its name and what it is are in the inspector."""
        try:
            made = create_row(self._context.document, "segment", {"name": _("New segment")})
        except EditRefused as refusal:
            self._context.commands.say(refusal.told)
            return
        self._context.selection.set("segment", [made])
        self._context.commands.say(_("A segment was made: its name is in the inspector"))

    def select(self, ids: tuple[str, ...]) -> None:
        """Show these activities as selected."""
        self.view.select(ids)
