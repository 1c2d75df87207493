"""Bars into rows without overlap, chains of dependent bars on rows that follow each other."""

from collections.abc import Mapping, Sequence
from heapq import heappop, heappush

import numpy as np


def pack(lefts: Sequence[float], rights: Sequence[float], gap: float = 0.0) -> tuple[list[int], int]:
    """Return the row of each bar and the number of rows: each takes the first row that is free from its left on.

    `lefts` and `rights` are the bars' ends (labels included). Order does not matter; ties go to the longer bar.
    """
    rows = [0] * len(lefts)
    free: list[int] = []  # rows free again, lowest first
    busy: list[tuple[float, int]] = []  # (right end, row)
    used = 0
    for i in _from_left(lefts, rights):
        while busy and busy[0][0] + gap <= lefts[i]:
            heappush(free, heappop(busy)[1])
        if free:
            row = heappop(free)
        else:
            row, used = used, used + 1
        rows[i] = row
        heappush(busy, (rights[i], row))
    return rows, used


def _from_left(lefts: Sequence[float], rights: Sequence[float]) -> list[int]:
    order: list[int] = np.lexsort((-np.asarray(rights), np.asarray(lefts))).tolist()
    return order


def pack_chains(
    lefts: Sequence[float], rights: Sequence[float], chains: Sequence[Sequence[int]], gap: float = 0.0
) -> tuple[list[int], int]:
    """Return rows like `pack`, but the bars of each chain, by their left, stand on rows that follow each other."""
    if not chains:
        return pack(lefts, rights, gap)
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
    for i in _from_left(lefts, rights):
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
