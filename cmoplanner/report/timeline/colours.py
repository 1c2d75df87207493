"""Which colour a bar has: by any grouping, always the same for the same value, and never two values with one look."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from cmoplanner.i18n import _
from cmoplanner.model.plan import Activity, Plan
from cmoplanner.report.timeline.bars import Bar
from cmoplanner.report.timeline.lanes import AIMED, GROUPINGS, NONE, known_keys, main_key, name_of

UNCOLOURED = "none"
"""The palette index of what has no value."""
CATEGORIES = 8


class Mark(NamedTuple):
    """A palette index ("0"… or "none"), and whether it is hatched."""

    colour: str
    hatched: bool = False


OTHER = Mark(UNCOLOURED, hatched=True)
"""The look of values for which no colour is left."""


@dataclass(frozen=True)
class Colours:
    """The mark of each value of a dimension: eight colours, the same eight hatched, then "other".

    A value's mark follows from its place among the plan's values, never from money or what is in sight.
    """

    dimension: str
    marks: Mapping[str, Mark]
    plan: Plan = field(compare=False, repr=False)

    @staticmethod
    def of(plan: Plan, dimension: str) -> "Colours":
        """Return the colours of a dimension's values in a plan."""
        marks = {
            key: Mark(str(i % CATEGORIES), hatched=i >= CATEGORIES) if i < 2 * CATEGORIES else OTHER
            for i, key in enumerate(known_keys(plan, dimension))
        }
        return Colours(dimension, marks, plan)

    def key(self, activity: Activity, aims: tuple[tuple[str, str], ...] = ()) -> str:
        """Return the value that colours an activity; `aims` says it for a bar that is a part of it."""
        for grouping, key in aims:
            if grouping == self.dimension:
                return key
        return main_key(self.plan, self.dimension, activity)

    def mark(self, activity: Activity, aims: tuple[tuple[str, str], ...] = ()) -> Mark:
        """Return the mark of an activity or of a part of it."""
        return self.of_key(self.key(activity, aims))

    def of_bar(self, bar: Bar) -> Mark:
        """Return the mark of a bar."""
        return self.mark(bar.activity, bar.aims)

    def of_key(self, key: str) -> Mark:
        """Return the mark of a value."""
        if key == NONE:
            return Mark(UNCOLOURED)
        return self.marks.get(key, OTHER)

    def name(self, key: str) -> str:
        """Return what people call a value."""
        return _("None") if key == NONE else name_of(self.plan, self.dimension, key)

    @property
    def title(self) -> str:
        """What the legend is headed."""
        name = _(GROUPINGS[self.dimension]).lower()
        if self.dimension in AIMED:
            return _("Colour = {dimension} with the largest share").format(dimension=name)
        return _("Colour = {dimension}").format(dimension=name)
