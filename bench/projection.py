"""Times the projection on plans of 100, 1,000 and 10,000 activities, beside a plain loop over the same activities.

Prints the full projection, one moved activity (live), how both grow, and their ratios to the limits; beside it the
sample as a workbook of live formulas that LibreOffice recalculates; then the same for many draws (`bench.draws`).
"""

import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial

import numpy as np

from bench import draws
from bench.plans import generated_plan
from bench.sheet_model import recalculated
from cmoplanner.model.plan import Activity, Plan
from cmoplanner.model.store.snapshot import read_snapshot
from cmoplanner.paths import sample_plan
from cmoplanner.projection.attribution import attribute
from cmoplanner.projection.carryover import Floats
from cmoplanner.projection.compile import Compiled, CompiledCell, compile_plan
from cmoplanner.projection.live import Live
from cmoplanner.projection.model import project
from cmoplanner.projection.outcome import Line
from cmoplanner.projection.response import hill, lagged

SIZES = (100, 1_000, 10_000)
FULL_LIMIT = 150.0  # ms at the largest size
LIVE_LIMIT = 2.0
SAMPLE_LIMIT = 5.0  # ms
SHEET_TIMES = 100  # how many times as fast as a spreadsheet
MOVES = 200


@dataclass(frozen=True, slots=True)
class Times:
    """Milliseconds for one size."""

    activities: int
    compiling: float
    full: float
    attribution: float
    loop: float
    live: float
    live_p95: float


def main() -> int:
    found = [measured(size) for size in SIZES]
    print(f"{'activities':>10} {'compile':>9} {'full':>9} {'attribute':>9} {'plain loop':>10} {'loop/full':>9}", end="")
    print(f" {'one moved':>9} {'p95':>7}   (ms)")
    for one in found:
        print(
            f"{one.activities:>10,} {one.compiling:>9.1f} {one.full:>9.2f} {one.attribution:>9.1f}"
            f" {one.loop:>10.1f} {one.loop / one.full:>8.1f}× {one.live:>9.3f} {one.live_p95:>7.3f}"
        )
    small, large = found[-2], found[-1]
    more, longer = large.activities / small.activities, large.full / small.full
    print(f"{more:.0f}× the activities take {longer:.1f}× the time in full")
    print(f"full: {large.full / FULL_LIMIT:.2f} of the limit of {FULL_LIMIT:.0f} ms")
    print(f"one moved: {large.live / LIVE_LIMIT:.2f} of the limit of {LIVE_LIMIT:.0f} ms (median)")
    slow = sample() or large.full > FULL_LIMIT or large.live > LIVE_LIMIT
    print()
    return int(draws.main() or slow)


def sample() -> bool:
    """Print the sample beside a plain loop and a spreadsheet; return whether it misses a limit."""
    plan = read_snapshot(sample_plan()).plan
    compiled = compile_plan(plan)
    outcome = project(compiled)
    full = timed(partial(project, compiled), 21)
    both = timed(lambda: project(compile_plan(plan)), 7)
    loop = timed(partial(plain_loop, compiled), 3)
    print(f"sample: full {full:.2f} ms, with compiling {both:.2f} ms; plain loop {loop:.1f} ms, {loop / full:.1f}×")
    print(f"sample: {full / SAMPLE_LIMIT:.2f} of the limit of {SAMPLE_LIMIT:.0f} ms")
    sheet = recalculated(outcome)
    if sheet is None:
        print("LibreOffice is missing: no spreadsheet beside it")
        return full > SAMPLE_LIMIT
    assert np.isclose(sheet.revenue, outcome.by_month(Line.REVENUE)[:12].sum(), rtol=1e-9)
    alone = sheet.seconds * 1_000
    print(
        f"spreadsheet: {sheet.formulas:,} live formulas of the same model, the same revenue; opening, recalculating and"
        f" writing {sheet.recalculating:.2f} s, recalculation alone {alone:.0f} ms"
    )
    print(f"spreadsheet ÷ full: {alone / full:.0f}×, ÷ with compiling: {alone / both:.0f}× (wanted {SHEET_TIMES}×)")
    return full > SAMPLE_LIMIT or alone / full < SHEET_TIMES


def measured(size: int) -> Times:
    plan = generated_plan(size)
    compiled = compile_plan(plan)
    outcome = project(compiled)
    expected = plain_loop(compiled)
    assert np.allclose(outcome.lines[:, Line.WON].sum(), expected, rtol=1e-9)
    moves = sorted(moved(plan))
    return Times(
        size,
        timed(partial(compile_plan, plan), 3),
        timed(partial(project, compiled), 7),
        timed(partial(attribute, compiled, outcome), 3),
        timed(partial(plain_loop, compiled), 1),
        statistics.median(moves),
        moves[int(len(moves) * 0.95)],
    )


def timed(act: Callable[[], object], repeats: int) -> float:
    """Return the shortest of some runs, in milliseconds: the machine may be shared."""
    return min(_milliseconds(act) for _ in range(repeats))


def _milliseconds(act: Callable[[], object]) -> float:
    start = time.perf_counter()
    act()
    return (time.perf_counter() - start) * 1000


def moved(plan: Plan) -> list[float]:
    """Return how long the outcome takes with one activity moved by a day, for activities that bring something."""
    live = Live(plan)
    terms = live.outcome.compiled.terms
    some = [one.activity for one in terms.values() if one.kind][:MOVES]

    def drag(activity: Activity) -> None:
        days = timedelta(days=-1 if activity.start > plan.header.fy_start else 1)
        outcome = live.preview(replace(activity, start=activity.start + days, end=activity.end + days))
        outcome.by_month(Line.REVENUE)

    return [timed(partial(drag, activity), 3) for activity in some]


def plain_loop(compiled: Compiled) -> float:
    """Project activity by activity with small arrays, as a first version would; return the customers won."""
    return sum(_plain_cell(cell, compiled) for cell in compiled.cells)


def _plain_cell(cell: CompiledCell, compiled: Compiled) -> float:
    lanes: dict[int, Floats] = {}
    for stream, series in zip(cell.curve.streams, cell.curve.series, strict=True):
        lanes[stream.channel] = lanes.get(stream.channel, np.zeros(compiled.horizon)) + series
    curves, rates = cell.curves, cell.rates
    leads: dict[int, list[tuple[int, Floats]]] = {}
    for stream, series in zip(cell.curve.streams, cell.curve.series, strict=True):
        place = cell.channels.index(stream.channel)
        pressure = lanes[stream.channel]
        curve = hill(
            pressure, curves.reference[place], curves.unit_cost[place], curves.sigma[place], curves.slope[place]
        )
        share = np.divide(series, pressure, out=np.zeros_like(series), where=pressure > 0)
        own = curves.fit[place] * curve * share * rates.lead[place]
        leads.setdefault(stream.campaign, []).append((place, own))
    raw = np.zeros(compiled.horizon)
    for campaign, parts in leads.items():
        by_channel: dict[int, Floats] = {}
        for place, own in parts:
            by_channel[place] = by_channel.get(place, np.zeros(compiled.horizon)) + own
        total = np.sum(list(by_channel.values()), axis=0)
        squares = np.sum([own**2 for own in by_channel.values()], axis=0)
        spread = 1 - np.divide(squares, total**2, out=np.ones_like(total), where=total**2 > 0)
        factor = 1 + compiled.setting.strength(campaign) * spread
        for place, own in parts:
            raw += _deals(cell, place, own * factor)
    won, room = 0.0, cell.cell.prospects
    for base, new in zip(rates.base, raw, strict=True):
        deals = new if room is None else room * -np.expm1(-new / room)
        won += deals
        room = None if room is None else room - base - deals
    return float(won)


def _deals(cell: CompiledCell, place: int, leads: Floats) -> Floats:
    if cell.cell.sales_model == "direct":
        return leads
    offers = lagged(leads, cell.cell.lag_lead_offer) * cell.rates.offer[place]
    return np.asarray(lagged(offers, cell.cell.lag_offer_deal) * cell.rates.deal[place])


if __name__ == "__main__":
    sys.exit(main())
