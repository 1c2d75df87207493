"""Each activity by itself, ready for the sums: its money by month and the pressure it brings (domain C.1, C.2)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from operator import attrgetter
from typing import Literal

import numpy as np

from cmoplanner.model.periods import MONTHS_A_YEAR, FiscalCalendar
from cmoplanner.model.phasing import Phased, phase
from cmoplanner.model.plan import Activity, Channel, Plan
from cmoplanner.projection.carryover import Floats, corkscrew, decay_rate, delayed, stay_share
from cmoplanner.projection.setting import Setting

Kind = Literal["curve", "planned", "retain"]


@dataclass(frozen=True, slots=True, eq=False)
class Terms:
    """What an activity brings to the projection; `series` is per unit of target share, None if it brings nothing.

    A "curve" or "retain" series is pressure in currency units by month, delay included; a "planned"
    one is responses.
    """

    activity: Activity
    position: int
    gross: tuple[int, ...]
    net: tuple[int, ...]
    working: bool
    kind: Kind | None
    series: Floats | None


@dataclass(frozen=True, slots=True)
class Money:
    """Money of activities by fiscal month, in minor units; `working` is the net part that reaches people."""

    gross: tuple[int, ...] = (0,) * MONTHS_A_YEAR
    net: tuple[int, ...] = (0,) * MONTHS_A_YEAR
    working: tuple[int, ...] = (0,) * MONTHS_A_YEAR

    def changed(self, added: Iterable[Terms], removed: Iterable[Terms] = ()) -> Money:
        """Return the money with some activities added and others taken away."""
        more, less = list(added), list(removed)
        return Money(
            _months(self.gross, [one.gross for one in more], [one.gross for one in less]),
            _months(self.net, [one.net for one in more], [one.net for one in less]),
            _months(self.working, [one.net for one in more if one.working], [one.net for one in less if one.working]),
        )


Months = tuple[int, ...]

_SAYS = frozenset({
    "name", "owner_role", "co_owner_role", "approver_role", "approval_status", "message_id", "asset_ids", "depends_on",
    "locked", "created_by_rule", "brief", "notes", "extra",
})  # fmt: skip
"""The fields of an activity that no equation reads; every other one may change what it brings."""
_what_works = attrgetter(*(field.name for field in fields(Activity) if field.name not in _SAYS))


def works_alike(one: Activity, other: Activity) -> bool:
    """Return whether two states of an activity bring the same, because they differ in words at most."""
    return bool(_what_works(one) == _what_works(other))


def _months(start: Months, added: list[Months], removed: list[Months]) -> Months:
    kept = [sum(column) for column in zip(start, *added, strict=True)]
    gone = [sum(column) for column in zip((0,) * MONTHS_A_YEAR, *removed, strict=True)]
    return tuple(a - b for a, b in zip(kept, gone, strict=True))


def is_working(plan: Plan, activity: Activity) -> bool:
    """Return whether the activity's money reaches people; without a category, whether it has a channel."""
    category = plan.cost_categories.get(activity.category_id or "")
    return category.working if category else activity.channel_id is not None


def role(plan: Plan, activity: Activity) -> str:
    """Return the role of the activity's stage: acquire, retain or enable; acquire where no stage is given."""
    stage = plan.stages.get(activity.stage_id or "")
    return stage.role if stage else "acquire"


def kind_of(plan: Plan, activity: Activity) -> Kind | None:
    """Return how an activity works: by the response curve, by planned responses, on retention, or not at all.

    Planned responses need no working money; they acquire customers, and have no part in retention or enabling.
    Source: domain C.3, C.5.
    """
    if activity.channel_id not in plan.channels or activity.cancelled:
        return None
    place = role(plan, activity)
    if place == "acquire" and activity.planned_responses is not None:
        return "planned"
    if not is_working(plan, activity):
        return None
    kinds: dict[str, Kind] = {"acquire": "curve", "retain": "retain"}
    return kinds.get(place)


def terms_of(setting: Setting, activities: Iterable[tuple[int, Activity]]) -> dict[str, Terms]:
    """Return the terms of activities given with their position; the cancelled bring nothing, no money either."""
    plan = setting.plan
    live = [(position, activity) for position, activity in activities if not activity.cancelled]
    phased = [phase(activity, setting.calendar) for _, activity in live]
    kinds = [kind_of(plan, activity) for _, activity in live]
    series: dict[int, Floats] = {}
    felt = [i for i, kind in enumerate(kinds) if kind in ("curve", "retain")]
    if felt:
        channels = [plan.channels[live[i][1].channel_id or ""] for i in felt]
        series.update(zip(felt, _pressures(setting, [phased[i] for i in felt], channels), strict=True))
    for i, kind in enumerate(kinds):
        if kind == "planned":
            series[i] = _planned(setting, live[i][1], phased[i])
    return {
        activity.id: Terms(
            activity, position, phased[i].gross, phased[i].net, is_working(plan, activity), kinds[i], series.get(i)
        )
        for i, (position, activity) in enumerate(live)
    }


def stay_shares(phased: Iterable[Phased], rate: Floats, calendar: FiscalCalendar) -> Floats:
    """Return g by activity and fiscal month: the share of the money still to come at month end. Source: domain C.2."""
    runs = [(row, run.month, run.first, run.last) for row, one in enumerate(phased) for run in one.money]
    row, month, first, last = np.array(runs, dtype=np.int64).reshape(-1, 4).T
    ends = np.array(calendar.first_days[1 : MONTHS_A_YEAR + 1], dtype=np.int64) - 1
    length = last - first + 1
    share = stay_share(rate[row], length, ends[month] - last)
    place = row * MONTHS_A_YEAR + month
    size = len(rate) * MONTHS_A_YEAR
    days = np.bincount(place, length, size)
    total = np.bincount(place, share * length, size)
    g = np.divide(total, days, out=np.zeros(size), where=days > 0)
    return g.reshape(len(rate), MONTHS_A_YEAR)


def _pressures(setting: Setting, phased: list[Phased], channels: list[Channel]) -> Floats:
    rate = decay_rate(np.array([channel.half_life_weeks for channel in channels]))
    spend = np.array([one.gross for one in phased], dtype=float) / 10**setting.plan.header.currency_decimals
    _, pressure = corkscrew(spend, stay_shares(phased, rate, setting.calendar), rate, setting.days)
    delays = np.array([channel.delay_months for channel in channels])
    for delay in np.unique(delays[delays > 0]):
        pressure[delays == delay] = delayed(pressure[delays == delay], int(delay))
    return pressure


def _planned(setting: Setting, activity: Activity, phased: Phased) -> Floats:
    """Spread planned responses over the active days. Source: domain C.5."""
    days = np.zeros(setting.horizon)
    for run in phased.active:
        days[run.month] += run.days
    responses = 0.0 if activity.planned_responses is None else activity.planned_responses
    return np.asarray(responses * days / days.sum())
