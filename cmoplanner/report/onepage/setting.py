"""What all parts of a calendar page share: the plan, how texts are measured, sizes, and where time stands."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from cmoplanner.model.periods import Span
from cmoplanner.model.plan import Plan
from cmoplanner.report.deck.fitting import shorten
from cmoplanner.report.drawn import LookOf, Spot
from cmoplanner.report.formats import Formats
from cmoplanner.report.one_pager import OnePager
from cmoplanner.report.onepage.facts import Amounts, Facts
from cmoplanner.report.timeline.axis import Axis
from cmoplanner.report.timeline.shapes import Measure, Region, Shape

PRESENTED = 1.6
"""The scale of a page of 1920 × 1080: the smallest text, 12 px, is 19 there. Source: domain G."""
LABEL, SMALL = 13, 12


@dataclass(frozen=True)
class Setting:
    """A page of a plan at a scale; sizes in the code are px at scale 1."""

    plan: Plan
    page: OnePager
    look: LookOf
    measure: Measure
    facts: Facts = field(default_factory=Facts)
    scale: float = 1.0

    def size(self, base: float) -> float:
        """Return a length at this scale."""
        return base * self.scale

    def px(self, base: int) -> int:
        """Return a size of text at this scale."""
        return round(base * self.scale)

    def wide(self, text: str, base: int, weight: int = 400) -> float:
        """Return how wide a text is at a size."""
        return self.measure(text, self.px(base), weight)

    @cached_property
    def formats(self) -> Formats:
        """How figures and days are written."""
        return Formats.of(self.plan)

    @property
    def money_at_bars(self) -> bool:
        """Whether single bars tell their money."""
        return self.facts.amounts is Amounts.ALL

    @property
    def money_in_sums(self) -> bool:
        """Whether sums are told."""
        return self.facts.amounts is not Amounts.NONE


@dataclass(frozen=True)
class TimeColumn:
    """Where the time of a page stands: from `left` over `width` px; `head` px for names are before it."""

    span: Span
    left: float
    width: float
    plan: Plan = field(repr=False)

    @cached_property
    def axis(self) -> Axis:
        """Days to px, from the left of the time."""
        return Axis(self.span.start, self.width / self.span.days, self.plan.calendar, Formats.of(self.plan).locale)

    @property
    def right(self) -> float:
        """Where the time ends."""
        return self.left + self.width

    def ends(self, span: Span) -> tuple[float, float]:
        """Return where days begin and end on the page, cut to the time."""
        first, last = self.left + self.axis.x(span.start), self.left + self.axis.x_end(span.end)
        return max(self.left, first), min(self.right, last)


@dataclass
class Drawing:
    """What is drawn so far: regions with the names of what they show, places to choose, and names that were cut."""

    regions: list[Region] = field(default_factory=list)
    spots: list[Spot] = field(default_factory=list)
    cut: list[str] = field(default_factory=list)

    def add(self, name: str, box: tuple[float, float, float, float], shapes: list[Shape]) -> None:
        """Add shapes in the page's own coordinates, clipped to a box."""
        x, y, w, h = box
        self.regions.append(Region(x, y, w, h, shapes, -x, -y, name))

    def short(self, text: str, room: float, px: int, weight: int, measure: Measure) -> str:
        """Return a text as it fits, and remember it where it had to be cut."""
        told = shorten(text, max(0.0, room), px, weight, measure)
        if told != text:
            self.cut.append(text)
        return told
