"""Times the outcome under many draws, and the band of one moved activity, beside a plain loop of projections.

The plain loop projects a plan of its own for each draw, as a first version would; it is timed on a few draws. With
`--full`, the largest plan has 10,000 draws too.
"""

import sys
import time
from dataclasses import dataclass, replace
from datetime import timedelta
from statistics import median

import numpy as np

from bench.plans import generated_plan
from cmoplanner.model.plan import Activity, Plan
from cmoplanner.model.store.snapshot import read_snapshot
from cmoplanner.paths import sample_plan
from cmoplanner.projection.assumptions import with_values
from cmoplanner.projection.bands import bands
from cmoplanner.projection.carryover import Floats
from cmoplanner.projection.compile import compile_plan
from cmoplanner.projection.drawn_customers import Series
from cmoplanner.projection.draws import Draws
from cmoplanner.projection.live import Live
from cmoplanner.projection.live_bands import LIVE_DRAWS, LiveBands
from cmoplanner.projection.model import project
from cmoplanner.projection.outcome import Line
from cmoplanner.projection.response import hill
from cmoplanner.projection.sensitivity import tornado
from cmoplanner.projection.uncertainty import Simulation, simulate

SIZES = (100, 1_000, 10_000)
SAMPLE_LIMIT = 0.5  # seconds for 1,000 draws
LARGE_LIMIT = 20.0
LIVE_LIMIT = 50.0  # ms for the band of one moved activity
CURVES_LIMIT = 0.5  # seconds for 156 periods × 10 channels × 20 groups × 1,000 draws
LOOPED = 4
_CURVE_DRAWS = 50
MOVES = 40


@dataclass(frozen=True, slots=True)
class Times:
    """Seconds for one plan; milliseconds for a frame."""

    name: str
    thousand: float
    ten_thousand: float | None
    loop: float
    live: float
    live_p95: float
    tornado: float


def main() -> int:
    full = "--full" in sys.argv[1:]
    plans = [("sample", read_snapshot(sample_plan()).plan), *((f"{size:,}", generated_plan(size)) for size in SIZES)]
    found = [measured(name, plan, long=full or plan is not plans[-1][1]) for name, plan in plans]
    print(
        f"{'plan':>8} {'1,000 draws':>12} {'10,000 draws':>13} {'plain loop of 1,000':>20} {'loop/draws':>10}", end=""
    )
    print(f" {'band of one moved':>18} {'p95':>6} {'tornado':>9}")
    for one in found:
        long = "–" if one.ten_thousand is None else f"{one.ten_thousand:.2f} s"
        print(
            f"{one.name:>8} {one.thousand:>10.2f} s {long:>13} {one.loop:>18.1f} s {one.loop / one.thousand:>9.0f}×"
            f" {one.live:>15.1f} ms {one.live_p95:>6.1f} {one.tornado:>7.2f} s"
        )
    curves = curve_draws()
    small, large = found[0], found[-1]
    print(f"sample: {small.thousand / SAMPLE_LIMIT:.2f} of the limit of {SAMPLE_LIMIT} s")
    print(f"largest: {large.thousand / LARGE_LIMIT:.2f} of the limit of {LARGE_LIMIT:.0f} s")
    print(f"band of one moved: {large.live / LIVE_LIMIT:.2f} of the limit of {LIVE_LIMIT:.0f} ms (median)")
    print(f"156 × 10 × 20 curves, 1,000 draws: {curves:.2f} s, {curves / CURVES_LIMIT:.2f} of the limit")
    limits = (
        small.thousand > SAMPLE_LIMIT, large.thousand > LARGE_LIMIT, large.live > LIVE_LIMIT, curves > CURVES_LIMIT
    )  # fmt: skip
    return int(any(limits))


def measured(name: str, plan: Plan, *, long: bool) -> Times:
    compiled = compile_plan(plan)
    start = time.perf_counter()
    simulation = simulate(compiled, Draws(1_000))
    bands(simulation)
    thousand = time.perf_counter() - start
    ten_thousand = None
    if long:
        start = time.perf_counter()
        bands(simulate(compiled, Draws(10_000)))
        ten_thousand = time.perf_counter() - start
    start = time.perf_counter()
    plain_loop(simulation)
    loop = (time.perf_counter() - start) / LOOPED * 1_000
    frames = sorted(moved(plan))
    start = time.perf_counter()
    tornado(compiled)
    spent = time.perf_counter() - start
    return Times(name, thousand, ten_thousand, loop, median(frames), frames[int(len(frames) * 0.95)], spent)


def plain_loop(simulation: Simulation) -> None:
    """Project a plan with the values of each of the first draws; the figures must be the same."""
    for draw in range(LOOPED):
        chosen = {key: float(values[draw]) for key, values in simulation.values.items()}
        outcome = project(compile_plan(with_values(simulation.compiled.plan, chosen)))
        assert np.allclose(simulation.full[Series.REVENUE][:, draw], outcome.by_month(Line.REVENUE), rtol=1e-9)


def moved(plan: Plan) -> list[float]:
    """Return the milliseconds of frames in which an activity moves by a day, the first of each drag left out."""
    live = Live(plan)
    held = LiveBands(live.outcome, seed=1, count=LIVE_DRAWS)
    some = [one.activity for one in live.outcome.compiled.terms.values() if one.kind][:MOVES]
    return [frame(live, held, activity) for activity in some]


def frame(live: Live, held: LiveBands, activity: Activity) -> float:
    found = 0.0
    for days in (1, 2):
        later = replace(activity, start=activity.start + timedelta(days), end=activity.end + timedelta(days))
        outcome = live.preview(later)
        start = time.perf_counter()
        held.preview(outcome)
        found = (time.perf_counter() - start) * 1_000
    return found


def curve_draws() -> float:
    """Return the seconds of 1,000 draws of cost and saturation through 156 periods × 10 channels × 20 groups."""
    chance = np.random.default_rng(1)
    pressure = chance.uniform(0, 10_000, (156, 200, 1))
    cost, sigma = chance.uniform(1, 9, (200, 1_000)), chance.uniform(0.2, 0.8, (200, 1_000))
    reference, slope = np.full((200, 1), 5_000.0), np.ones(1)

    def run() -> float:
        start = time.perf_counter()
        for first in range(0, 1_000, _CURVE_DRAWS):
            part = slice(first, first + _CURVE_DRAWS)
            _total(hill(pressure, reference, cost[:, part], sigma[:, part], slope))
        return time.perf_counter() - start

    return min(run() for _ in range(2))


def _total(responses: Floats) -> Floats:
    return np.asarray(responses.sum(axis=1))


if __name__ == "__main__":
    sys.exit(main())
