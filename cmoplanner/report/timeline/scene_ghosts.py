"""Ghost bars: where the activities of an earlier version or year stand, thin under those of this plan."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import NamedTuple

from cmoplanner.i18n import _
from cmoplanner.model.periods import Span
from cmoplanner.model.plan import Activity, Plan
from cmoplanner.report.timeline.bars import whole_span
from cmoplanner.report.timeline.lanes import NONE, has_table, table_of
from cmoplanner.report.timeline.layout import BAR, HEAD, MIN_BAR, PADDING, ROW, Layout, PlacedGroup
from cmoplanner.report.timeline.parts import paths
from cmoplanner.report.timeline.shapes import Measure, Rect, Shape, Text
from cmoplanner.report.timeline.tree import lane_id

THIN = 3.0
_FLAT = 5.0  # px high is what has no free row


@dataclass(frozen=True, slots=True)
class Ghost:
    """An activity as it was, and its days on this plan's axis."""

    activity: Activity
    span: Span


def _none() -> Mapping[str, Ghost]:
    return MappingProxyType({})


@dataclass(frozen=True)
class Ghosts:
    """What a calendar is compared with: `kept` by the id that an activity has in this plan, and what is gone."""

    title: str = ""
    kept: Mapping[str, Ghost] = field(default_factory=_none)
    gone: tuple[Ghost, ...] = ()
    past: Plan | None = None

    @staticmethod
    def of(past: Plan, plan: Plan, title: str) -> "Ghosts":
        """Return the ghosts of a plan of the same year, or of another one laid on this year's dates."""
        kept = {}
        gone = []
        for row in past.activities.values():
            ghost = Ghost(row, whole_span(row, past.calendar))
            if row.id in plan.activities:
                kept[row.id] = ghost
            else:
                gone.append(ghost)
        return Ghosts(title, kept, tuple(gone), past)

    def lanes(self, plan: Plan, by: Sequence[str]) -> Mapping[tuple[str, ...], list[Ghost]]:
        """Return what is gone by the keys of its lanes in this plan, from the first level on.

        What aimed at several groups is in the lanes of all of them, as its bars were; a group that is gone too is none.
        """
        found: dict[tuple[str, ...], list[Ghost]] = {}
        if self.past is not None:
            for ghost in self.gone:
                for path in dict.fromkeys(
                    tuple(_there(plan, grouping, key) for grouping, key in zip(by, path, strict=True))
                    for path in paths(self.past, by, ghost.activity)
                ):
                    found.setdefault(path, []).append(ghost)
        return found

    @property
    def anything(self) -> bool:
        """Whether the calendar is compared with something."""
        return bool(self.title)


def _there(plan: Plan, grouping: str, key: str) -> str:
    """Return a group's key, NONE where it is a row that the plan no longer has."""
    return key if not has_table(grouping) or key in table_of(plan, grouping) else NONE


def ghosts(
    found: Ghosts, plan: Plan, layout: Layout, full: Sequence[int], by: Sequence[str], measure: Measure
) -> list[Shape]:
    """Return the thin bar under each of the open lanes' bars, and what is gone as hollow bars in free rows.

    `by` are the groupings of the lanes from the first level on.
    """
    shapes: list[Shape] = []
    axis = layout.axis
    for i in full:
        ghost = found.kept.get(layout.activity(i).id)
        if ghost is not None:
            left, right = axis.x(ghost.span.start), axis.x_end(ghost.span.end)
            top = float(layout.top[i]) + BAR + 0.5
            shapes.append(Rect(left, top, max(float(MIN_BAR), right - left), THIN, fill="text_3", radius=1.5))
    lanes = {lane_id(keys): gone for keys, gone in found.lanes(plan, by).items()}
    for group in layout.groups:
        if not group.folded and not group.parent and group.lane.id in lanes:
            shapes += _gone(layout, group, lanes[group.lane.id], measure)
    return shapes


class Gone(NamedTuple):
    """Where the hollow bar of something that is gone stands; `free` if nothing else stands there."""

    ghost: Ghost
    left: float
    right: float
    top: float
    free: bool


def gone_boxes(layout: Layout, group: PlacedGroup, gone: Sequence[Ghost]) -> list[Gone]:
    """Return the place of each ghost of a lane: a row that is free there, else the lane's lower edge."""
    bottom = group.h - group.under
    rows = max(1, int((bottom - HEAD - 2) // ROW))
    taken: list[list[tuple[float, float]]] = [[] for _row in range(rows)]
    for i in range(group.first, group.first + group.bars):
        row = int((float(layout.top[i]) - group.y - HEAD - 2) // ROW)
        reach = float(layout.label[i])
        if 0 <= row < rows:
            taken[row].append((float(layout.left[i]) - reach, float(layout.right[i]) + reach))
    placed = []
    for ghost in sorted(gone, key=lambda one: one.span.start):
        left = layout.axis.x(ghost.span.start)
        right = max(left + MIN_BAR, layout.axis.x_end(ghost.span.end))
        free = next((n for n, used in enumerate(taken) if all(right + 4 < a or left - 4 > b for a, b in used)), None)
        if free is None:
            placed.append(Gone(ghost, left, right, group.y + bottom - _FLAT - 1, free=False))
            continue
        taken[free].append((left, right))
        placed.append(Gone(ghost, left, right, group.y + HEAD + 2 + free * ROW, free=True))
    return placed


def _gone(layout: Layout, group: PlacedGroup, gone: Sequence[Ghost], measure: Measure) -> list[Shape]:
    shapes: list[Shape] = []
    for ghost, left, right, top, free in gone_boxes(layout, group, gone):
        height = BAR if free else _FLAT
        shapes.append(
            Rect(left + 0.5, top + 0.5, right - left - 1, height - 1, stroke="text_3", radius=4 * free, dash=(3, 2))
        )
        words = _("{name} (removed)").format(name=ghost.activity.name)
        room = right - left - 2 * PADDING
        if free and room >= min(measure(words, 11, 400), 40):
            shapes.append(Text(left + PADDING, top, room, BAR, words, 11, 400, "text_2"))
    return shapes
