"""What the calendar shows: the plan's figures, how it is grouped, filtered and folded, and the layout made of that."""

from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from cmoplanner.doctor.collisions import Collisions
from cmoplanner.model.periods import MONTHS_A_YEAR
from cmoplanner.model.plan import Activity, Plan
from cmoplanner.projection.outcome import Line, Outcome
from cmoplanner.report.formats import Formats
from cmoplanner.report.timeline.axis import MAX_PX_A_DAY, MIN_PX_A_DAY, Axis
from cmoplanner.report.timeline.bars import BarBook
from cmoplanner.report.timeline.lane_book import LaneBook
from cmoplanner.report.timeline.lanes import LaneGroup, campaign_colours, group
from cmoplanner.report.timeline.layout import Layout
from cmoplanner.report.timeline.picture import Frame, Picture, keys_height
from cmoplanner.report.timeline.scene_closed import Closed
from cmoplanner.report.timeline.scene_ghosts import Ghosts
from cmoplanner.report.timeline.scene_lanes import View
from cmoplanner.report.timeline.scene_strip import StripView
from cmoplanner.report.timeline.shapes import Measure
from cmoplanner.report.timeline.strip import Budget, Revenue, Spend, SpendBook, Strip, revenue_goal

WIDE_HEAD = 244
NARROW_HEAD = 212
NARROW_BELOW = 1200
WARNING_SIGN = 18.0
LEGEND = 24
_TRIED = 12  # lanes; further down nobody sees at first whether they are open

Passes = Callable[[Activity], bool]


def everything(_activity: Activity) -> bool:
    """Let every activity pass the filter."""
    return True


@dataclass
class CalendarState:
    """The calendar without a window: `refresh` after an edit, `rearrange` after grouping or filter changed."""

    plan: Plan
    outcome: Outcome
    measure: Measure
    grouping: str = "campaign"
    passes: Passes = everything
    px_a_day: float = 2.0
    folded: set[str] = field(default_factory=set)
    hidden: frozenset[str] = frozenset()
    closed: Closed = field(default_factory=Closed)
    ghosts: Ghosts = field(default_factory=Ghosts)

    def __post_init__(self) -> None:
        self._spend = SpendBook(self.plan)
        self._collisions = Collisions(self.plan)
        self._planned()

    def refresh(self, plan: Plan, outcome: Outcome) -> None:
        """Follow the plan after an edit."""
        self._spend.update(plan)
        self._collisions.update(plan)
        same_year = plan.calendar == self.plan.calendar
        self.plan, self.outcome = plan, outcome
        self._planned(keep_bars=same_year)

    def _planned(self, *, keep_bars: bool = False) -> None:
        self.formats = Formats.of(self.plan)
        self.colours = campaign_colours(self.plan)
        self.budget = Budget.of(self.plan)
        if not keep_bars:
            self._bars = BarBook(self.plan.calendar, self.measure)
            self._book = LaneBook(self._bars, WARNING_SIGN)
        self.rearrange()

    def rearrange(self) -> None:
        """Group and lay out again after the grouping or the filter changed."""
        bars = self._bars.all(self.plan.activities.values())
        shown = bars if self.passes is everything else [bar for bar in bars if self.passes(bar.activity)]
        self.shown = len(shown)
        self.lanes: list[LaneGroup] = group(self.plan, self.grouping, shown, sum(bar.net for bar in bars))
        if len(shown) < len(bars):
            self.lanes = [lane for lane in self.lanes if lane.bars]
        self._arranged()

    def _arranged(self) -> None:
        self.axis = Axis(self.plan.calendar.fy_start, self.px_a_day, self.plan.calendar, self.formats.locale)
        self.layout: Layout = self._book.lay_out(self.lanes, self.axis, self.folded, self._collisions.found)

    def fold_to_fit(self, height: float) -> None:
        """Fold all lanes, then open from the top each that still fits into a height; the first is always open."""
        self.folded = {lane.id for lane in self.lanes}
        for lane in self.lanes[:_TRIED]:
            self.folded.discard(lane.id)
            self._arranged()
            if self.layout.total_height > height and len(self.folded) < len(self.lanes) - 1:
                self.folded.add(lane.id)
        self._arranged()

    def fold(self, lanes: AbstractSet[str]) -> None:
        """Fold just these lanes."""
        self.folded = set(lanes)
        self._arranged()

    def zoom_to(self, px_a_day: float) -> None:
        """Make days `px_a_day` wide, within the limits."""
        self.px_a_day = min(MAX_PX_A_DAY, max(MIN_PX_A_DAY, px_a_day))
        self._arranged()

    def frame(self, width: float, height: float, scroll_x: float, scroll_y: float) -> Frame:
        """Return the picture's frame for a window of this size."""
        head = NARROW_HEAD if width < NARROW_BELOW else WIDE_HEAD
        legend = 0 if self.grouping == "campaign" else LEGEND
        return Frame(width, height, head, keys_height(self.view), legend, scroll_x, scroll_y)

    @property
    def view(self) -> View:
        """What the lanes are drawn from."""
        return View(
            self.plan,
            self.layout,
            self.grouping,
            self.formats,
            self.measure,
            self.colours,
            self.hidden,
            self.closed,
            self.ghosts,
        )

    def strip(self, outcome: Outcome | None = None, moved: Sequence[Activity] = ()) -> StripView:
        """Return the strip of the plan, or as it would be with `moved` and their outcome."""
        outcome = outcome or self.outcome
        spend: Spend = self._spend.with_moved(moved) if moved else self._spend.total
        revenue = Revenue(
            outcome.baseline_by_month(Line.REVENUE).tolist(),
            outcome.by_month(Line.REVENUE).tolist(),
            year_sum(outcome, Line.REVENUE),
            revenue_goal(self.plan),
        )
        header = self.plan.header
        strip = Strip(spend, self.budget, header.topdown_budget, revenue, header.as_of)
        return StripView(strip, self.axis, self.formats, self.measure)

    def picture(self, frame: Frame) -> Picture:
        """Return everything ready to be painted."""
        return Picture(self.view, self.strip(), frame)


def year_sum(outcome: Outcome, line: Line) -> float:
    """Return a line's total of the fiscal year."""
    return float(outcome.by_month(line)[:MONTHS_A_YEAR].sum())
