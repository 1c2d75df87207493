"""The one-pager as one of the calendar's forms: a range of days that fills the page, and its export."""

from dataclasses import replace
from pathlib import Path

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from cmoplanner.errors import CmoPlannerError, ExportFailed
from cmoplanner.i18n import _
from cmoplanner.model.periods import Span
from cmoplanner.report.drawn import Spot, blank
from cmoplanner.report.one_pager_picture import PagePicture, grouped_pages, range_title
from cmoplanner.report.onepage.facts import Facts, booked_months, revenue_months
from cmoplanner.report.onepage.figures import key_figures
from cmoplanner.report.span_words import read_span
from cmoplanner.report.timeline.state import CalendarState
from cmoplanner.ui.calendar.looks import Looks
from cmoplanner.ui.calendar.shown import Shown
from cmoplanner.ui.commands import Command
from cmoplanner.ui.context import Context
from cmoplanner.ui.plan_files import file_name
from cmoplanner.ui.save_dialog import ask_file
from cmoplanner.ui.widgets.controls import ComboBox
from cmoplanner.ui.widgets.dialogs import Message
from cmoplanner.ui.widgets.drawn.view import DrawnView
from cmoplanner.ui.widgets.empty_calendar import EmptyCalendar

RANGES = ("FY", "H1", "H2", "Q1", "Q2", "Q3", "Q4", "quarter", "month")
"""What can be chosen, as it is typed elsewhere."""


class PageForm:
    """Shows a range of the fiscal year with at most thirty bars; the rolled-up ones open the table of theirs."""

    KEY = "page"
    grouped = True

    def __init__(self, context: Context, shown: Shown, looks: Looks, state: CalendarState, parent: QWidget) -> None:
        self._context = context
        self._shown = shown
        self._looks = looks
        self._state = state
        self.view = DrawnView(context.theme, _("One-pager"), parent)
        self.view.selected.connect(context.selection.set)
        self.view.asked.connect(self._select_rolled)
        words = _("A one-pager shows a year, or a part of it, for leadership: activities, spend and revenue.")
        self.empty = EmptyCalendar(self.view, words)
        self.tools = self._make_tools(parent)
        context.outlook.ranged.connect(self._show_range_of_revenue)

    def _make_tools(self, parent: QWidget) -> QWidget:
        tools = QWidget(parent)
        self.range = ComboBox(self._context.theme, tools)
        self.range.setAccessibleName(_("Range of the page"))
        self.range.setMinimumContentsLength(14)
        self.range.activated.connect(lambda _i: self.refresh())
        self.export = QPushButton(_("Export page…"), tools)
        self.export.clicked.connect(self.ask_export)
        row = QHBoxLayout(tools)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.range)
        row.addWidget(self.export)
        self._fill_ranges()
        return tools

    def _fill_ranges(self) -> None:
        plan = self._context.document.plan
        chosen = self.range.currentData()
        self.range.clear()
        for word in RANGES:
            span = self._span(word)
            name = range_title(plan, span)
            relative = {"quarter": _("This quarter: {name}"), "month": _("This month: {name}")}.get(word, "{name}")
            self.range.addItem(relative.format(name=name), word)
        self.range.setCurrentIndex(max(0, self.range.findData(chosen)))

    def _span(self, word: str) -> Span:
        """Return the days of a range, cut to the fiscal year; of one outside it, the year."""
        plan = self._context.document.plan
        span, year = read_span(word, plan.calendar, plan.header.as_of), plan.calendar.year
        if not span.overlap(year):
            return year
        return Span(max(span.start, year.start), min(span.end, year.end))

    @property
    def word(self) -> str:
        """The range that is chosen, one of `RANGES`."""
        return str(self.range.currentData() or RANGES[0])

    def show_range(self, word: str) -> None:
        """Choose a range."""
        self.range.setCurrentIndex(max(0, self.range.findData(word)))
        self.refresh()

    def picture(self) -> PagePicture:
        """Return the page as the plan, the filter, the grouping and the range are now."""
        plan, grouping = self._context.document.plan, self._state.grouping
        rows = self._shown.activities()
        outlook = self._context.outlook
        found = outlook.ranges.found
        bands = found.bands if found is not None and not outlook.ranges.busy else None
        whole = len(rows) == len(plan.activities)
        facts = Facts(
            revenue_months(outlook.outcome, bands) if whole else (),
            booked_months(plan, rows),
            self._state.ghosts,
        )
        make = grouped_pages(plan, rows, self._span(self.word), grouping)
        return PagePicture(plan, make, self._looks.of, self.view.renderer.measure, grouping, facts, bands)

    def refresh(self) -> None:
        """Show the page as everything is now."""
        if self.range.itemText(0) != range_title(self._context.document.plan, self._span(RANGES[0])):
            self._fill_ranges()
        nothing = not self._context.document.plan.activities
        self.view.show_picture(blank if nothing else self.picture().draw)  # its money is worked out once for all sizes
        self.export.setEnabled(not nothing)
        self.empty.show_if(nothing)

    def _show_range_of_revenue(self) -> None:
        """Show the range of revenue once it is drawn, where the page is looked at."""
        if self.view.isVisible():
            self.refresh()

    def select(self, ids: tuple[str, ...]) -> None:
        """Show these activities as selected."""
        self.view.select(ids)

    def _select_rolled(self, spot: Spot) -> None:
        """Select what a rolled-up bar stands for."""
        if spot.kind == "more":
            self._context.selection.set("activity", list(spot.ids))

    # export

    def commands(self) -> list[Command]:
        """Return the export of the page."""
        return [
            Command(
                "export.page", _("One-pager (PDF, PNG, SVG)…"), "", self.ask_export, menu="file/export", group="file"
            )
        ]

    def ask_export(self) -> None:
        """Ask where the page goes, then write it."""
        plan = self._context.document.plan
        name = f"{plan.header.name} {range_title(plan, self._span(self.word))}"
        proposed = self._context.document.path.with_name(file_name(name) + ".pdf")
        kinds = ";;".join((_("PDF (*.pdf)"), _("Picture (*.png)"), _("Scalable picture (*.svg)")))
        path = ask_file(self.view, _("Export"), proposed, ".pdf", kinds, (".png", ".svg"))
        if path:
            self.write(path)

    def _told(self, picture: PagePicture) -> PagePicture:
        """Return the page with the key figures beside it, which the window has in its own places."""
        if picture.bands is None or not picture.facts.revenue:
            return picture
        figures = key_figures(picture.plan, self._context.outlook.outcome, picture.bands)
        return replace(picture, facts=replace(picture.facts, figures=figures))

    def write(self, path: Path) -> None:
        """Write the page as the ending says."""
        from cmoplanner.ui.page_export import write_page

        try:
            write_page(self._told(self.picture()), path)
        except (CmoPlannerError, OSError) as error:
            told = ExportFailed(path, str(error)) if isinstance(error, OSError) else error
            Message.of(told, self.view.window()).open()
        else:
            said = _("“{name}” written to “{folder}”")
            self._context.commands.say(said.format(name=path.name, folder=path.parent))
