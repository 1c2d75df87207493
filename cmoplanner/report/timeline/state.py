"""What the calendar shows: the plan's figures, how it is arranged, filtered and folded, and the layout made of that."""

from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from cmoplanner.doctor.collisions import Collisions
from cmoplanner.doctor.findings import Finding
from cmoplanner.i18n import ngettext
from cmoplanner.model.periods import MONTHS_A_YEAR
from cmoplanner.model.plan import Activity, Plan
from cmoplanner.projection.outcome import Line, Outcome
from cmoplanner.report.formats import Formats
from cmoplanner.report.timeline.arrangement import USUAL, Arrangement
from cmoplanner.report.timeline.axis import MAX_PX_A_DAY, MIN_PX_A_DAY, Axis
from cmoplanner.report.timeline.bars import Bar, BarBook
from cmoplanner.report.timeline.colours import Colours
from cmoplanner.report.timeline.lane_book import LaneBook
from cmoplanner.report.timeline.layout import FOLDED, PARENT, WORKLOAD, Layout
from cmoplanner.report.timeline.legend import values
from cmoplanner.report.timeline.parts import PartBook
from cmoplanner.report.timeline.picture import Frame, Picture, keys_height
from cmoplanner.report.timeline.scene_bars import mini_look
from cmoplanner.report.timeline.scene_closed import Closed
from cmoplanner.report.timeline.scene_ghosts import Ghosts
from cmoplanner.report.timeline.scene_lanes import View
from cmoplanner.report.timeline.scene_strip import StripView, strip_height
from cmoplanner.report.timeline.shapes import Measure
from cmoplanner.report.timeline.strip import Budget, Revenue, Spend, SpendBook, Strip, revenue_goal
from cmoplanner.report.timeline.tree import LaneGroup, flat, group, lane_id
from cmoplanner.report.timeline.workload import Workloads

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
    """The calendar without a window: `refresh` after an edit, `rearrange` after the filter changed, `arrange` anew."""

    plan: Plan
    outcome: Outcome
    measure: Measure
    arrangement: Arrangement = USUAL
    passes: Passes = everything
    px_a_day: float = 2.0
    folded: set[str] = field(default_factory=set)
    hidden: frozenset[str] = frozenset()
    closed: Closed = field(default_factory=Closed)
    ghosts: Ghosts = field(default_factory=Ghosts)
    strip_folded: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        self._spend = SpendBook(self.plan)
        self._collisions = Collisions(self.plan)
        self._workloads = Workloads(self.plan)
        self._planned()

    @property
    def collisions(self) -> Collisions:
        """What the rules find at the plan's activities."""
        return self._collisions

    @property
    def grouping(self) -> str:
        """What the lanes of the first level are."""
        return self.arrangement.by[0]

    @property
    def findings(self) -> Mapping[str, Sequence[Finding]]:
        """What collides at each activity of the whole plan, by id."""
        return self._collisions.found

    def refresh(self, plan: Plan, outcome: Outcome) -> None:
        """Follow the plan after an edit."""
        self._spend.update(plan)
        self._collisions.update(plan)
        self._workloads.follow(plan)
        same_year = plan.calendar == self.plan.calendar
        self.plan, self.outcome = plan, outcome
        self._planned(keep_bars=same_year)

    def _planned(self, *, keep_bars: bool = False) -> None:
        self.formats = Formats.of(self.plan)
        self.budget = Budget.of(self.plan)
        self._strip: tuple[Outcome, Strip] | None = None  # of the plan as it is
        if not keep_bars:
            self._bars = BarBook(self.plan.calendar, self.measure)
            self._parts = PartBook(self.measure)
            self._book = LaneBook(self._bars, WARNING_SIGN)
            self._colour()
        else:
            self._recolour()
        self.rearrange()

    def _colour(self) -> None:
        colours = self.colours = Colours.of(self.plan, self.arrangement.colour)
        self._book.look_like(lambda bar: mini_look(bar, colours))

    def _recolour(self) -> None:
        """Follow the plan with the colours; where no value's colour changed, what was coloured is kept."""
        before, self.colours = self.colours, Colours.of(self.plan, self.arrangement.colour)
        if self.colours != before or before.plan.cells is not self.plan.cells:
            self._colour()

    def arrange(self, arrangement: Arrangement) -> None:
        """Group, order or colour another way."""
        recoloured = arrangement.colour != self.arrangement.colour
        self.arrangement = arrangement
        if recoloured:
            self._colour()
        self.rearrange()

    def rearrange(self) -> None:
        """Group and lay out again after the arrangement or the filter changed."""
        bars = self._bars.all(self.plan.activities.values())
        shown = bars if self.passes is everything else [bar for bar in bars if self.passes(bar.activity)]
        self.shown = len(shown)
        whole = sum(bar.net for bar in bars)
        self._values: tuple[str, ...] | None = None
        gone = self.ghosts.lanes(self.plan, self.arrangement.by)
        self.lanes: list[LaneGroup] = group(self.plan, self.arrangement, shown, whole, self._parts, gone)
        if len(shown) < len(bars) and not self.arrangement.empty:
            self.lanes = [lane for lane in self.lanes if lane.bars]
        self._arranged()

    def _arranged(self, *, same: bool = False) -> None:
        self.axis = Axis(self.plan.calendar.fy_start, self.px_a_day, self.plan.calendar, self.formats.locale)
        under = WORKLOAD if "owner" in self.arrangement.by else 0
        found = self._collisions.found
        self.layout: Layout = self._book.lay_out(self.lanes, self.axis, self.folded, found, under, same=same)

    def lane(self, lane_id: str) -> LaneGroup | None:
        """Return a lane of either level, None if there is none of this id."""
        return next((lane for lane in flat(self.lanes) if lane.id == lane_id), None)

    def siblings(self, lane: LaneGroup) -> list[LaneGroup]:
        """Return the lanes that a lane stands among, itself included."""
        for above in self.lanes:
            if lane in above.children:
                return list(above.children)
        return self.lanes

    def lane_words(self, lane: LaneGroup) -> str:
        """Return what a lane's head says, in full."""
        money = f"{self.formats.whole(lane.net)} {self.formats.currency}"
        count = ngettext("{n} activity", "{n} activities", len(lane.bars))
        count = count.format(n=self.formats.number(len(lane.bars)))
        figures = f"{money} · {self.formats.percent(lane.share, 1)} · {count}"
        return "\n".join(part for part in (lane.name, figures, lane.note) if part)

    def bars_of(self, key: str) -> list[Bar]:
        """Return the bars that have the colour of a value."""
        bars = (bar for lane in flat(self.lanes) if not lane.children for bar in lane.bars)
        return [bar for bar in bars if self.colours.key(bar.activity, bar.aims) == key]

    def reordered(self, lane: LaneGroup, keys: Sequence[str]) -> Arrangement:
        """Return the arrangement with the lanes beside one in the order of `keys`."""
        grouping = self.arrangement.by[lane.level]
        others = [key for key in self.arrangement.own.get(grouping, ()) if key not in keys]
        return self.arrangement.moved(grouping, [*keys, *others])

    def legend_values(self) -> tuple[str, ...]:
        """Return the values of the colours that the bars shown have, in their order."""
        if self._values is None:
            self._values = tuple(self._used_values())
        return self._values

    def _used_values(self) -> list[str]:
        colours = self.colours
        bars = {bar.activity.id: bar for lane in self.lanes for bar in lane.bars}
        used = {colours.key(bar.activity) for bar in bars.values()}
        used.update(key for bar in bars.values() for grouping, key in bar.aims if grouping == colours.dimension)
        return values(colours, used)

    def collide(self, moved: Sequence[Activity]) -> Mapping[str, tuple[Finding, ...]]:
        """Return what the rules would find at activities with them in place of the plan's rows of the same ids."""
        return self._collisions.preview(moved)

    def fold_to_fit(self, height: float) -> None:
        """Fold all lanes, then open from the top each that still fits into a height; the first is always open."""
        parents = [lane for lane in self.lanes if lane.children]
        leaves = [lane for lane in flat(self.lanes) if not lane.children]
        always = {lane.id for lane in (*parents[:1], *leaves[:1])}
        self.folded = self.all_lanes() - always
        self._arranged(same=True)
        used = self.layout.total_height
        for lane in [*parents[:_TRIED], *leaves[:_TRIED]]:
            more = self._height_by_opening(lane)
            if lane.id not in always and used + more <= height:
                self.folded.discard(lane.id)
                used += more
        self._arranged(same=True)

    def _height_by_opening(self, lane: LaneGroup) -> float:
        """Return by how much all lanes get higher when one that is folded opens; those inside it are folded."""
        if lane.children:
            return PARENT - FOLDED + FOLDED * len(lane.children)
        if len(lane.keys) > 1 and lane_id(lane.keys[:-1]) in self.folded:
            return 0.0  # it is not seen
        under = WORKLOAD if "owner" in self.arrangement.by else 0
        return self._book.height(lane, self.axis, self._collisions.found, under) - FOLDED

    def fold(self, lanes: AbstractSet[str]) -> None:
        """Fold just these lanes."""
        self.folded = set(lanes)
        self._arranged(same=True)

    def all_lanes(self) -> set[str]:
        """Return the ids of all lanes of both levels."""
        return {lane.id for lane in flat(self.lanes)}

    def zoom_to(self, px_a_day: float) -> None:
        """Make days `px_a_day` wide, within the limits."""
        self.px_a_day = min(MAX_PX_A_DAY, max(MIN_PX_A_DAY, px_a_day))
        self._arranged(same=True)

    def frame(self, width: float, height: float, scroll_x: float, scroll_y: float) -> Frame:
        """Return the picture's frame for a window of this size."""
        head = NARROW_HEAD if width < NARROW_BELOW else WIDE_HEAD
        legend = 0 if self.arrangement.coloured_heads else LEGEND
        strip = strip_height(self.strip_folded)
        return Frame(width, height, head, keys_height(self.view), legend, scroll_x, scroll_y, strip)

    @property
    def view(self) -> View:
        """What the lanes are drawn from."""
        return View(
            self.plan,
            self.layout,
            self.arrangement,
            self.formats,
            self.measure,
            self.colours,
            self._book.looks,
            self._workloads,
            self.hidden,
            self.closed,
            self.ghosts,
        )

    def strip(self, outcome: Outcome | None = None, moved: Sequence[Activity] = ()) -> StripView:
        """Return the strip of the plan, or as it would be with `moved` and their outcome."""
        outcome = outcome or self.outcome
        spend: Spend = self._spend.with_moved(moved) if moved else self._spend.total
        known = self._strip
        if known is None or known[0] is not outcome or known[1].spend is not spend or moved:
            header, revenue = self.plan.header, _revenue(outcome, self.plan)
            known = (outcome, Strip(spend, self.budget, header.topdown_budget, revenue, header.as_of))
            self._strip = None if moved else known
        return StripView(known[1], self.axis, self.formats, self.measure, folded=self.strip_folded)

    def picture(self, frame: Frame) -> Picture:
        """Return everything ready to be painted."""
        legend = self.legend_values() if frame.legend else ()
        return Picture(self.view, self.strip(), frame, legend)


def _revenue(outcome: Outcome, plan: Plan) -> Revenue:
    return Revenue(
        outcome.baseline_by_month(Line.REVENUE).tolist(),
        outcome.by_month(Line.REVENUE).tolist(),
        year_sum(outcome, Line.REVENUE),
        revenue_goal(plan),
    )


def year_sum(outcome: Outcome, line: Line) -> float:
    """Return a line's total of the fiscal year."""
    return float(outcome.by_month(line)[:MONTHS_A_YEAR].sum())
