"""Bars into rows without overlap, chains of dependent bars on rows that follow each other."""

from collections.abc import Mapping, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Places = NDArray[np.intp]
Numbers = Sequence[float] | Floats


def pack(lefts: Numbers, rights: Numbers, gap: float = 0.0) -> tuple[list[int], int]:
    """Return the row of each bar and the number of rows: each takes the first row that is free from its left on.

    `lefts` and `rights` are the bars' ends (labels included). Order does not matter; ties go to the longer bar.
    """
    left, right = np.asarray(lefts, dtype=np.float64), np.asarray(rights, dtype=np.float64)
    rows: list[int] = pack_lanes(left, right, np.zeros(len(left), dtype=np.intp), gap).tolist()
    return rows, max(rows, default=-1) + 1


def pack_lanes(left: Floats, right: Floats, lane: Places, gap: float = 0.0) -> Places:
    """Return the row of each bar in its own lane, as `pack` finds it; `lane` has each bar's lane, lowest first.

    All lanes are packed as one: where the bars of a lane end, a row goes on in the next lane.
    """
    order = np.lexsort((-right, left, lane))
    starts, ends = left[order], right[order] + gap
    following = np.arange(1, len(order) + 1)
    bounds = [0, *(np.flatnonzero(np.diff(lane)) + 1).tolist(), len(order)]
    for begin, end in pairwise(bounds):  # the next bar of the row begins where this one ends, or later
        next_free = begin + np.searchsorted(starts[begin:end], ends[begin:end])
        following[begin:end] = np.maximum(following[begin:end], next_free)
    rows = np.empty(len(order), dtype=np.intp)
    rows[order] = _fill_rows(following.tolist())
    return rows


def _fill_rows(following: list[int]) -> list[int]:
    """Return the rows of bars in the order of their starts; `following` is the first place that may be next in a row.

    The first row that is free is the lowest, so a row holds the first bar that has none yet, and after each bar the
    next one that starts at its end or later: rows are filled one by one, without asking each bar about every row.
    """
    count = len(following)
    after = list(range(count + 1))  # from each place the next one whose bar has no row yet
    rows = [0] * count
    row = first = 0
    while first < count:
        place = first
        while place < count:
            rows[place] = row
            after[place] = place + 1
            place = following[place]
            while after[place] != place:
                after[place] = place = after[after[place]]
        row += 1
        while after[first] != first:
            after[first] = first = after[after[first]]
    return rows


def _from_left(lefts: Numbers, rights: Numbers) -> NDArray[np.intp]:
    return np.lexsort((-np.asarray(rights), np.asarray(lefts)))


def pack_chains(
    left: Numbers, right: Numbers, chains: Sequence[Sequence[int]], gap: float = 0.0
) -> tuple[list[int], int]:
    """Return rows like `pack`, but the bars of each chain, by their left, stand on rows that follow each other."""
    if not chains:
        return pack(left, right, gap)
    lefts, rights = np.asarray(left).tolist(), np.asarray(right).tolist()
    fixed = _place_chains(lefts, rights, chains, gap)
    waiting: dict[int, list[int]] = {}  # row -> its chain bars that are not reached yet, nearest last
    for i in sorted(fixed, key=lambda i: -lefts[i]):
        waiting.setdefault(fixed[i], []).append(i)
    count = len(lefts) + max(fixed.values()) + 1
    ends = np.full(count, -np.inf)
    reserved = np.full(count, np.inf)
    for row, bars in waiting.items():
        reserved[row] = lefts[bars[-1]]
    rows = [0] * len(lefts)
    for i in _from_left(left, right).tolist():
        if i in fixed:
            row = fixed[i]
            waiting[row].pop()
            reserved[row] = lefts[waiting[row][-1]] if waiting[row] else np.inf
        else:
            row = int(np.argmax((ends + gap <= lefts[i]) & (rights[i] + gap <= reserved)))
        rows[i] = row
        ends[row] = rights[i]
    return rows, max(rows) + 1


def _place_chains(
    lefts: Sequence[float], rights: Sequence[float], chains: Sequence[Sequence[int]], gap: float
) -> dict[int, int]:
    """Return the row of each chain bar: every chain begins at the first row where all its bars are free."""
    taken: dict[int, list[tuple[float, float]]] = {}
    fixed: dict[int, int] = {}

    def free(i: int, row: int) -> bool:
        return all(rights[i] + gap <= left or right + gap <= lefts[i] for left, right in taken.get(row, ()))

    for chain in chains:
        bars = sorted(chain, key=lambda i: (lefts[i], i))
        base = 0
        while not all(free(i, base + step) for step, i in enumerate(bars)):
            base += 1
        for step, i in enumerate(bars):
            fixed[i] = base + step
            taken.setdefault(base + step, []).append((lefts[i], rights[i]))
    return fixed


def chains_of(inputs: Sequence[Sequence[str]], place: Mapping[str, int]) -> list[list[int]]:
    """Return the groups of bars that hang together: `inputs` are the ids each bar waits for, `place` their bars."""
    leader = list(range(len(inputs)))

    def find(i: int) -> int:
        while leader[i] != i:
            leader[i] = leader[leader[i]]
            i = leader[i]
        return i

    for i, ids in enumerate(inputs):
        for other in ids:
            if other in place:
                leader[find(i)] = find(place[other])
    groups: dict[int, list[int]] = {}
    for i in range(len(inputs)):
        groups.setdefault(find(i), []).append(i)
    return [group for group in groups.values() if len(group) > 1]
