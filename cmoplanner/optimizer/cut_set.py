"""The best set of cuts for an amount: at least that money, with the least loss; and what each cut and the set lose.

Source: ux "Budget"; domain C.17 (loss if cut: the plan projected without it).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cmoplanner.ledger.cuttable import Cuttable
from cmoplanner.model.periods import MONTHS_A_YEAR
from cmoplanner.model.plan import Plan
from cmoplanner.projection.live import Live
from cmoplanner.projection.outcome import Line, Outcome, present_value
from cmoplanner.projection.uncertainty import Report

_STEPS = 200_000  # of the search; then the best set so far stands


@dataclass(frozen=True, slots=True)
class CutLoss:
    """What is missing after a cut, in currency units: revenue of the year, present value of margin over the horizon."""

    revenue: float
    margin: float


class CutBook:
    """A plan's outcome, against which cuts are held; one thread at a time asks it."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self._live = Live(plan)

    def loss(self, *lines: Cuttable) -> CutLoss:
        """Return what the plan loses without lines, all of them together; curves stay as they are."""
        if not lines:
            return CutLoss(0.0, 0.0)
        less = self._live.preview(*(line.activity(self.plan) for line in lines))
        before, after = _figures(self._live.outcome), _figures(less)
        return CutLoss(before.revenue - after.revenue, before.margin - after.margin)

    def losses(self, lines: Sequence[Cuttable], report: Report | None = None) -> list[CutLoss]:
        """Return what each line alone loses. What `report` raises ends it."""
        found = []
        for number, line in enumerate(lines):
            if report:
                report(number / len(lines))
            found.append(self.loss(line))
        return found


def _figures(outcome: Outcome) -> CutLoss:
    revenue = float(outcome.by_month(Line.REVENUE)[:MONTHS_A_YEAR].sum())
    return CutLoss(revenue, present_value(outcome, outcome.by_month(Line.MARGIN)))


def best_set(free: Sequence[int], losses: Sequence[float], need: int, steps: int = _STEPS) -> list[int]:
    """Return the places of the cuts that together free at least `need` with the least loss, of those the least money.

    Where all together do not free as much, all are returned. A cut that would gain something counts as losing nothing.
    Branch and bound by loss per money, whose bound takes the last cut in part; after so many steps the best set that
    was found stands, which is never worse than taking the cheapest first.
    """
    if need <= 0:
        return []
    places = [place for place in range(len(free)) if free[place] > 0]
    if sum(free[place] for place in places) <= need:
        return places
    cost = [max(0.0, loss) for loss in losses]
    places.sort(key=lambda place: (cost[place] / free[place], -free[place], place))
    search = _Search([free[place] for place in places], [cost[place] for place in places], steps)
    return sorted(places[number] for number in search.run(need))


class _Search:
    """Cuts in the order of loss per money."""

    def __init__(self, free: Sequence[int], cost: Sequence[float], steps: int) -> None:
        self._free, self._cost, self._steps = free, cost, steps
        self._rest = [sum(free[number:]) for number in range(len(free) + 1)]
        self._best: tuple[float, int] = (float("inf"), 0)
        self._chosen: tuple[int, ...] = ()

    def run(self, need: int) -> tuple[int, ...]:
        """Return the best set."""
        waiting: list[tuple[int, int, float, tuple[int, ...]]] = [(0, need, 0.0, ())]
        while waiting and self._steps > 0:
            self._steps -= 1
            number, left, lost, taken = waiting.pop()
            if left <= 0:
                self._take(lost, -left, taken)
                continue
            if self._rest[number] < left or (lost + self._least(number, left), 0) > self._best:
                continue
            waiting.append((number + 1, left, lost, taken))
            waiting.append((number + 1, left - self._free[number], lost + self._cost[number], (*taken, number)))
        return self._chosen

    def _take(self, lost: float, over: int, taken: tuple[int, ...]) -> None:
        if (lost, over) < self._best:
            self._best, self._chosen = (lost, over), taken

    def _least(self, number: int, left: int) -> float:
        """Return the least that the rest can lose when the last cut may be taken in part."""
        lost = 0.0
        while left > 0 and number < len(self._free):
            part = min(1.0, left / self._free[number])
            lost += part * self._cost[number]
            left -= self._free[number]
            number += 1
        return lost * (1 - 1e-12)
