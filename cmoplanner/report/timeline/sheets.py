"""The calendar on paper or as a picture: pages with title, key figures, all lanes open, and a footer."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from cmoplanner.i18n import _
from cmoplanner.model.closed_days import blackouts_of
from cmoplanner.model.plan import Plan
from cmoplanner.projection.bands import Bands
from cmoplanner.projection.outcome import Line as OutcomeLine
from cmoplanner.projection.outcome import Outcome
from cmoplanner.report.timeline.arrangement import USUAL, Arrangement
from cmoplanner.report.timeline.lanes import by_words
from cmoplanner.report.timeline.layout import HEAD, ROW
from cmoplanner.report.timeline.picture import Frame, Picture, keys_height
from cmoplanner.report.timeline.scene_closed import Closed
from cmoplanner.report.timeline.scene_strip import HEIGHT as STRIP
from cmoplanner.report.timeline.shapes import Line, Measure, Rect, Region, Shape, Text
from cmoplanner.report.timeline.state import LEGEND, CalendarState, year_sum
from cmoplanner.report.timeline.strip import RevenueBand

MARGIN = 32.0
TITLE = 60.0
FOOTER = 26.0
HEAD_WIDTH = 264.0
LEAST_ROOM = 6.0 * ROW
"""Room for lanes on a page, even where key dates fill it; the page is higher then."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page: its size in px and its regions."""

    width: float
    height: float
    regions: list[Region]


def calendar_sheets(
    plan: Plan,
    outcome: Outcome,
    measure: Measure,
    width: float,
    height: float | None,
    arrangement: Arrangement = USUAL,
    bands: Bands | None = None,
    closed: Closed | None = None,
) -> list[Sheet]:
    """Return the fiscal year on pages `width` px wide; without a height all lanes stand on one tall page.

    `bands` are the outcome's range; without them no range is shown. Without `closed`, the plan's blackouts are.
    """
    state = _arranged(plan, outcome, measure, width, arrangement, closed)
    keys = keys_height(state.view)
    legend = 0 if arrangement.coloured_heads else LEGEND
    fixed = 46 + keys + legend + STRIP
    around = 2 * MARGIN + TITLE + FOOTER + fixed
    room = state.layout.total_height if height is None else max(LEAST_ROOM, height - around)
    height = around + room
    tops = page_tops(state, room)
    strip = replace(state.strip(), band=RevenueBand.of(bands) if bands else None)
    legend_values = state.legend_values() if legend else ()
    sheets = []
    for page, top in enumerate(tops):
        frame = Frame(width - 2 * MARGIN, fixed + room, HEAD_WIDTH, keys, legend, 0, top)
        regions = [_moved(region) for region in Picture(state.view, strip, frame, legend_values).regions()]
        regions = _cut(regions, tops, page, frame)
        title = Region(0, 0, width, height, _title(state, width) + _footer(state, width, height, page, len(tops)))
        sheets.append(Sheet(width, height, [Region(0, 0, width, height, [_paper(width, height)]), title, *regions]))
    return sheets


def _arranged(
    plan: Plan, outcome: Outcome, measure: Measure, width: float, arrangement: Arrangement, closed: Closed | None
) -> CalendarState:
    state = CalendarState(plan, outcome, measure, arrangement, closed=closed or Closed(blackouts_of(plan)))
    if closed is not None:
        state.collisions.use_holidays([one for rows in closed.holidays.values() for one in rows])
        state.rearrange()
    time = width - 2 * MARGIN - HEAD_WIDTH
    state.zoom_to(time / plan.calendar.year.days)
    return state


def page_tops(state: CalendarState, room: float) -> list[float]:
    """Return how far the lanes are scrolled on each page: breaks between lanes, inside a long lane between rows."""
    tops = [0.0]
    for group in state.layout.groups:
        first_row = group.y + HEAD + 2
        short = group.h <= room
        while group.bottom - tops[-1] > room:
            full_rows = int((tops[-1] + room - first_row) // ROW)
            if group.y > tops[-1] and (short or full_rows < 1):
                tops.append(group.y)
            else:
                tops.append(max(first_row + full_rows * ROW, tops[-1] + ROW))
    return tops


def _cut(regions: list[Region], tops: list[float], page: int, frame: Frame) -> list[Region]:
    """Cover the rows that belong to the next page."""
    if page + 1 >= len(tops):
        return regions
    used = tops[page + 1] - tops[page]
    left = frame.body_height - used
    if left <= 0:
        return regions
    top = MARGIN + TITLE + frame.body_top + used
    cover = Rect(0, 0, frame.width, left, fill="surface")
    return [*regions, Region(MARGIN, top, frame.width, left, [cover])]


def _moved(region: Region) -> Region:
    return region._replace(x=region.x + MARGIN, y=region.y + MARGIN + TITLE)


def _paper(width: float, height: float) -> Rect:
    return Rect(0, 0, width, height, fill="surface")


def _title(state: CalendarState, width: float) -> list[Shape]:
    header, formats, outcome = state.plan.header, state.formats, state.outcome
    shapes: list[Shape] = [
        Text(MARGIN, MARGIN - 8, width / 2, 30, header.name, 22, 700),
        Text(MARGIN, MARGIN + 22, width / 2, 20, _subtitle(state), 12, 400, "text_2"),
    ]
    revenue, base = year_sum(outcome, OutcomeLine.REVENUE), _year_base(outcome)
    figures: Mapping[str, str] = {
        _("Revenue this year"): formats.short_amount(revenue),
        _("of it by marketing"): formats.short_amount(revenue - base),
        _("Marketing budget"): formats.short(header.topdown_budget),
        _("Planned"): formats.short(state.strip().strip.planned),
    }
    right = width - MARGIN
    for label, figure in figures.items():
        column = max(state.measure(figure, 20, 700), state.measure(label, 11, 400))
        shapes.append(Text(right - column, MARGIN - 8, column, 26, figure, 20, 700, "text", "right"))
        shapes.append(Text(right - column, MARGIN + 18, column, 16, label, 11, 400, "text_2", "right"))
        right -= column + 28
    return shapes


def _year_base(outcome: Outcome) -> float:
    return float(outcome.baseline_by_month(OutcomeLine.REVENUE)[:12].sum())


def _subtitle(state: CalendarState) -> str:
    header = state.plan.header
    version = _("version {n}").format(n=header.version)
    lanes = _("by {grouping}").format(grouping=by_words(state.arrangement.by).lower())
    return " · ".join((header.company, header.fy_label or state.plan.calendar.label, header.currency, version, lanes))


def _footer(state: CalendarState, width: float, height: float, page: int, pages: int) -> list[Shape]:
    y = height - MARGIN - FOOTER + 8
    as_of = _("As of {day} · money is our net cost · base is revenue without marketing").format(
        day=state.formats.weekday(state.plan.header.as_of)
    )
    number = _("Calendar · {page} of {pages}").format(page=page + 1, pages=pages)
    return [
        Line(((MARGIN, y), (width - MARGIN, y)), "border"),
        Text(MARGIN, y + 4, width / 2, 18, as_of, 11, 400, "text_2"),
        Text(width / 2, y + 4, width / 2 - MARGIN, 18, number, 11, 400, "text_2", "right"),
    ]
