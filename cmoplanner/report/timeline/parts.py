"""Bars divided among the groups that their activities aim at, to the cent, and kept while nothing changes."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from operator import attrgetter

from cmoplanner.i18n import _
from cmoplanner.model.money import split, whole_weights
from cmoplanner.model.plan import Activity, Plan
from cmoplanner.report.name_words import beside_figures
from cmoplanner.report.timeline.bars import LABEL_PX, Bar
from cmoplanner.report.timeline.lanes import AIMED, FIELDS, NONE, shares_among, shares_of
from cmoplanner.report.timeline.shapes import Measure

Parts = tuple[tuple[str, Bar], ...]


class PartBook:
    """The bars of each group. A bar in one group only is the bar itself; a part is made again only for another bar."""

    def __init__(self, measure: Measure) -> None:
        self._measure = measure
        self._cells: object = None
        self._wider: dict[str, float] = {}
        self._parts: dict[tuple[str, tuple[tuple[str, str], ...], str], tuple[Bar, Parts]] = {}

    def members(self, plan: Plan, grouping: str, bars: Iterable[Bar]) -> dict[str, list[Bar]]:
        """Return the bars by key of a grouping, in their order."""
        members: dict[str, list[Bar]] = {}
        if grouping in AIMED:
            if self._cells is not plan.cells:
                self._cells = plan.cells
                self._parts.clear()
            for bar in bars:
                for key, part in self._of(plan, grouping, bar):
                    members.setdefault(key, []).append(part)
            return members
        bars = list(bars)
        for bar, value in zip(bars, map(attrgetter("activity." + FIELDS[grouping]), bars), strict=True):
            members.setdefault(value or NONE, []).append(bar)
        return members

    def _of(self, plan: Plan, grouping: str, bar: Bar) -> Parts:
        place = (bar.activity.id, bar.aims, grouping)
        known = self._parts.get(place)
        if known is not None and known[0] is bar:
            return known[1]
        made = self._divided(plan, grouping, bar)
        self._parts[place] = (bar, made)
        return made

    def _divided(self, plan: Plan, grouping: str, bar: Bar) -> Parts:
        shares = _inside(plan, grouping, bar)
        if len(shares) == 1:
            key = shares[0][0]
            return ((key, _aimed(bar, grouping, key) if bar.aims else bar),)
        nets = split(bar.net, _weights(tuple(share for _key, share in shares)))
        return tuple(
            (key, self._part(bar, grouping, key, net, bar.share * share))
            for (key, share), net in zip(shares, nets, strict=True)
        )

    def _part(self, bar: Bar, grouping: str, key: str, net: int, share: float) -> Bar:
        percent = f"{100 * share:.0f}"
        label = _("{name} · {percent} %").format(name=beside_figures(bar.activity.name), percent=percent)
        words = bar.whole + self._more(percent)
        return Bar(bar.activity, bar.span, net, words, label, share, (*bar.aims, (grouping, key)), bar.whole)

    def _more(self, percent: str) -> float:
        """Return by how much a share makes a name wider; there are a hundred of them, and far more names."""
        if percent not in self._wider:
            self._wider[percent] = self._measure(
                _("{name} · {percent} %").format(name="", percent=percent), LABEL_PX, 500
            )
        return self._wider[percent]


def _aimed(bar: Bar, grouping: str, key: str) -> Bar:
    """Return a bar that stands for the same part in one more group."""
    aims = (*bar.aims, (grouping, key))
    return Bar(bar.activity, bar.span, bar.net, bar.words, bar.label, bar.share, aims, bar.whole)


@lru_cache(maxsize=4096)
def _weights(shares: tuple[float, ...]) -> tuple[int, ...]:
    """Return shares as whole numbers; most activities have the shares of others."""
    return tuple(whole_weights(shares))


def _inside(plan: Plan, grouping: str, bar: Bar) -> tuple[tuple[str, float], ...]:
    """Return the shares by key of what a bar stands for: the whole activity, or its part for one group already."""
    return _shares_inside(plan, grouping, bar.activity, bar.aims)


def _shares_inside(
    plan: Plan, grouping: str, activity: Activity, within: tuple[tuple[str, str], ...]
) -> tuple[tuple[str, float], ...]:
    """Return the shares by key of an activity inside some groups; only those it aims at narrow it."""
    aims = [(other, key) for other, key in within if other in AIMED]
    if not aims:
        return shares_of(plan, grouping, activity)
    kept = [
        target for target in activity.targets if all(_aim(plan, other, target.cell_id) == key for other, key in aims)
    ]
    if grouping not in AIMED:
        return shares_of(plan, grouping, activity)
    return shares_among(plan, grouping, kept)


def paths(plan: Plan, by: Sequence[str], activity: Activity) -> list[tuple[str, ...]]:
    """Return the keys of all lanes that an activity is in, from the first level on."""
    found: list[tuple[str, ...]] = [()]
    for grouping in by:
        found = [
            (*path, key)
            for path in found
            for key, _share in _shares_inside(plan, grouping, activity, tuple(zip(by, path, strict=False)))
        ]
    return found


def _aim(plan: Plan, grouping: str, cell_id: str) -> str:
    cell = plan.cells.get(cell_id)
    return getattr(cell, AIMED[grouping]) if cell is not None else NONE
