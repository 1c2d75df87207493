"""Draws of uncertain values: the same for the same seed, whatever else is drawn (domain C.18)."""

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import blake2b
from math import sqrt

import numpy as np

from cmoplanner.projection.assumptions import Key, Uncertain
from cmoplanner.projection.carryover import Floats
from cmoplanner.projection.distribution import normal_score

DEFAULT_DRAWS = 2_000
MOST_DRAWS = 10_000
DEFAULT_SEED = 1
LOADING = sqrt(0.3)

COMMON = Key("", "common factor")
"""The key of the luck that all assumptions share."""

_BITS = 53


@dataclass(frozen=True, slots=True)
class Draws:
    """How many draws, and the seed they follow from."""

    count: int = DEFAULT_DRAWS
    seed: int = DEFAULT_SEED

    def __post_init__(self) -> None:
        if not 1 <= self.count <= MOST_DRAWS:
            raise ValueError(f"there are 1 to {MOST_DRAWS} draws, not {self.count}")


Drawn = dict[Key, Floats]
"""The drawn values of each assumption: one for each draw."""


def drawn(uncertain: Iterable[Uncertain], draws: Draws) -> Drawn:
    """Return the values of each assumption, joined by one common factor. Source: domain C.18.

    z = √0.3·common + √0.7·own; where it is not known whether more is good, its own alone. The stream of random numbers
    of an assumption follows from the seed and its key only: other assumptions and scenarios do not shift it, and the
    first draws are the same however many follow.
    """
    common = scores(COMMON, draws)
    return {one.key: one.at(joined(one, common, scores(one.key, draws))) for one in uncertain}


def joined(one: Uncertain, common: Floats, own: Floats) -> Floats:
    """Return an assumption's score of luck from the common factor and its own. Source: domain C.18."""
    return LOADING * common + sqrt(1 - LOADING**2) * own if one.good else own


def scores(key: Key, draws: Draws) -> Floats:
    """Return independent standard normal numbers that belong to a key and a seed."""
    text = "\x1f".join((str(draws.seed), *key)).encode()
    stream = np.random.PCG64(int.from_bytes(blake2b(text, digest_size=16).digest(), "big"))
    raw = stream.random_raw(draws.count) >> np.uint64(64 - _BITS)
    return normal_score((raw.astype(float) + 0.5) * 2.0**-_BITS)
