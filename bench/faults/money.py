"""R14: amounts are split to the last minor unit."""

import random
from fractions import Fraction
from pathlib import Path

from bench.faults.tally import Tally
from cmoplanner.model.money import split, whole_weights


def splits(tries: int, _folder: Path, chance: random.Random, *, rounding: bool = False) -> Tally:
    """R14: the parts add up exactly, and each is its true share rounded down or up. The control rounds each part."""
    tally = Tally()
    for _ in range(tries):
        weights = _weights(chance)
        total = chance.choice((-1, 1)) * chance.randrange(10 ** chance.randrange(1, 14))
        true = [Fraction(total * weight, sum(weights)) for weight in weights]
        parts = [round(share) for share in true] if rounding else split(total, weights)
        near = all(abs(part - share) < 1 for part, share in zip(parts, true, strict=True))
        tally.count(failed=sum(parts) != total or not near)
    return tally


def _weights(chance: random.Random) -> list[int]:
    count = chance.randrange(1, 160)  # up to the weeks of three years
    if chance.random() < 0.5:
        weights = [chance.choice((0, 1, 28, 30, 31, 10**9)) for _ in range(count)]
    else:
        weights = whole_weights([round(chance.random(), chance.randrange(1, 7)) for _ in range(count)])
    return weights if sum(weights) else [1] * count
