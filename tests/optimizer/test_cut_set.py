"""The best set of cuts, held against every set there is; and its losses against the loss if cut of the attribution."""

from itertools import combinations
from random import Random

import pytest

from cmoplanner.ledger.cuttable import cuttable
from cmoplanner.ledger.lines import ledger
from cmoplanner.optimizer.cut_set import CutBook, best_set
from cmoplanner.optimizer.cuts import Side, decisions
from cmoplanner.projection.compile import compile_plan
from cmoplanner.projection.model import project
from tests.plans import norrvik


def _by_force(free: list[int], losses: list[float], need: int) -> tuple[float, int]:
    sets = (chosen for size in range(len(free) + 1) for chosen in combinations(range(len(free)), size))
    worth = [
        (sum(max(0.0, losses[i]) for i in chosen), sum(free[i] for i in chosen))
        for chosen in sets
        if sum(free[i] for i in chosen) >= need
    ]
    return min(worth)


@pytest.mark.parametrize("seed", range(40))
def test_no_set_is_better(seed: int) -> None:
    chance = Random(seed)
    count = chance.randint(1, 10)
    free = [chance.randint(1, 60) * 100 for _ in range(count)]
    losses = [float(chance.randint(-20, 200)) for _ in range(count)]
    need = chance.randint(1, sum(free))
    chosen = best_set(free, losses, need)
    lost, money = _by_force(free, losses, need)
    assert sum(max(0.0, losses[i]) for i in chosen) == pytest.approx(lost)
    assert sum(free[i] for i in chosen) == money


def test_too_much_takes_all_and_nothing_takes_nothing() -> None:
    assert best_set([5, 0, 7], [1.0, 1.0, 1.0], 100) == [0, 2]
    assert best_set([5, 7], [1.0, 1.0], 0) == []


def test_a_search_that_is_cut_short_is_never_worse_than_the_cheapest_first() -> None:
    chance = Random(7)
    free = [chance.randint(1, 900) for _ in range(300)]
    losses = [amount * chance.uniform(0.2, 2.0) for amount in free]
    need = sum(free) // 3
    chosen = best_set(free, losses, need, steps=400)
    order, left, greedy = sorted(range(300), key=lambda i: losses[i] / free[i]), need, 0.0
    for i in order:
        if left <= 0:
            break
        left, greedy = left - free[i], greedy + losses[i]
    assert sum(free[i] for i in chosen) >= need
    assert sum(losses[i] for i in chosen) <= greedy + 1e-9


def test_a_line_that_is_cut_whole_loses_its_loss_if_cut() -> None:
    plan = norrvik()
    whole = [one for one in cuttable(plan, ledger(plan)).lines if one.whole]
    book = CutBook(plan)
    known = decisions(project(compile_plan(plan)), Side.ACTIVITY)
    told: list[float] = []
    for one, loss in zip(whole, book.losses(whole, told.append), strict=True):
        assert loss.margin == pytest.approx(
            known[one.line].loss_if_cut if one.line in known else 0.0, rel=1e-6, abs=0.5
        )
    assert told == [number / len(whole) for number in range(len(whole))]
    together = book.loss(*whole)
    assert together.revenue > 0
    assert book.loss() == type(together)(0.0, 0.0)
