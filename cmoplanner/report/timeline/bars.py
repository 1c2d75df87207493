"""What of each bar does not depend on the zoom, worked out once per activity and kept while it does not change."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from cmoplanner.doctor.findings import Finding
from cmoplanner.model.periods import FiscalCalendar, Recurrence, Span
from cmoplanner.model.phasing import net_spend
from cmoplanner.model.plan import Activity, last_day
from cmoplanner.report.timeline.packing import chains_of
from cmoplanner.report.timeline.shapes import Measure

LABEL_PX = 11


def whole_span(activity: Activity, calendar: FiscalCalendar) -> Span:
    """Return the days from an activity's first start to the end of its last occurrence."""
    if activity.recurrence == Recurrence.NONE:
        return activity.span
    return Span(activity.start, last_day(activity, calendar.fy_end))


def net_cost(activity: Activity) -> int:
    """Return our part of an activity's money in minor units, 0 if it is cancelled (domain B.5)."""
    return 0 if activity.cancelled else net_spend(activity)


@dataclass(frozen=True, slots=True)
class Bar:
    """One activity as a bar: its days (all occurrences), our cost, its words and their width.

    A bar that stands for a part has its `share`, and in `aims` the groupings and keys that it is the part for.
    """

    activity: Activity
    span: Span
    net: int
    words: float
    label: str
    share: float = 1.0
    aims: tuple[tuple[str, str], ...] = ()
    whole: float = 0.0
    """The width of the name alone."""


class BarBook:
    """The bars of a plan; a bar is made again only when its activity is another object."""

    def __init__(self, calendar: FiscalCalendar, measure: Measure) -> None:
        self.calendar = calendar
        self.measure = measure
        self._bars: dict[str, Bar] = {}

    def bar(self, activity: Activity) -> Bar:
        """Return the bar of an activity."""
        known = self._bars.get(activity.id)
        if known is not None and known.activity is activity:
            return known
        words = self.measure(activity.name, LABEL_PX, 500)
        made = Bar(activity, whole_span(activity, self.calendar), net_cost(activity), words, activity.name, whole=words)
        self._bars[activity.id] = made
        return made

    def all(self, activities: Iterable[Activity]) -> list[Bar]:
        """Return the bars of activities, in their order."""
        known = self._bars.get
        return [
            bar if (bar := known(activity.id)) is not None and bar.activity is activity else self.bar(activity)
            for activity in activities
        ]


@dataclass(frozen=True)
class LaneBars:
    """The bars of one lane as columns; days count from the start of the axis, ends are excluded."""

    bars: Sequence[Bar]
    first: NDArray[np.float64]
    end: NDArray[np.float64]
    words: NDArray[np.float64]
    warning: NDArray[np.float64]
    chains: Sequence[Sequence[int]]
    warnings: int

    @cached_property
    def extent(self) -> tuple[float, float] | None:
        """The first start and the last end, None without bars."""
        return (float(self.first.min()), float(self.end.max())) if self.bars else None


def columns(
    bars: Iterable[Bar], book: BarBook, findings: Mapping[str, Sequence[Finding]], *, reserve: float
) -> LaneBars:
    """Return the columns of a lane; a bar with a finding keeps room for its word and `reserve` px before it."""
    rows = list(bars)
    start = book.calendar.fy_start.toordinal()
    warning = [
        reserve + book.measure(findings[bar.activity.id][0].word, LABEL_PX, 600) if bar.activity.id in findings else 0.0
        for bar in rows
    ]
    chained = any(bar.activity.depends_on for bar in rows)
    place = {bar.activity.id: i for i, bar in enumerate(rows)} if chained else {}
    return LaneBars(
        rows,
        np.array([bar.span.start.toordinal() - start for bar in rows], dtype=np.float64),
        np.array([bar.span.end.toordinal() - start + 1 for bar in rows], dtype=np.float64),
        np.array([bar.words for bar in rows], dtype=np.float64),
        np.array(warning, dtype=np.float64),
        chains_of([bar.activity.depends_on for bar in rows], place) if chained else (),
        sum(width > 0 for width in warning),
    )
