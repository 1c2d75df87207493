"""Bars into rows without overlap."""

from collections.abc import Sequence
from heapq import heappop, heappush


def pack(lefts: Sequence[float], rights: Sequence[float], gap: float = 0.0) -> tuple[list[int], int]:
    """Return the row of each bar and the number of rows: each takes the first row that is free from its left on.

    `lefts` and `rights` are the bars' ends (labels included). Order does not matter; ties go to the longer bar.
    """
    rows = [0] * len(lefts)
    free: list[int] = []  # rows free again, lowest first
    busy: list[tuple[float, int]] = []  # (right end, row)
    used = 0
    for i in sorted(range(len(lefts)), key=lambda i: (lefts[i], -rights[i])):
        while busy and busy[0][0] + gap <= lefts[i]:
            heappush(free, heappop(busy)[1])
        if free:
            row = heappop(free)
        else:
            row, used = used, used + 1
        rows[i] = row
        heappush(busy, (rights[i], row))
    return rows, used
