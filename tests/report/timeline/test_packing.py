"""Bars in rows: no overlap, no row too many, chains on rows that follow each other."""

from itertools import combinations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from cmoplanner.report.timeline.packing import chains_of, pack, pack_chains, pack_lanes

Bars = list[tuple[float, float]]

BARS = st.lists(
    st.tuples(st.integers(0, 300), st.integers(1, 90)).map(lambda pair: (float(pair[0]), float(sum(pair)))), max_size=40
)


@st.composite
def chained(draw: st.DrawFn) -> tuple[Bars, list[list[int]]]:
    bars = draw(BARS)
    free = draw(st.permutations(range(len(bars))))
    chains, taken = [], 0
    for size in draw(st.lists(st.integers(2, 5), max_size=4)):
        if taken + size <= len(bars):
            chains.append(list(free[taken : taken + size]))
            taken += size
    return bars, chains


def clashes(bars: Bars, rows: list[int], gap: float) -> list[tuple[int, int]]:
    return [
        (i, j)
        for i, j in combinations(range(len(bars)), 2)
        if rows[i] == rows[j] and bars[i][0] < bars[j][1] + gap and bars[j][0] < bars[i][1] + gap
    ]


def concurrency(bars: Bars, gap: float) -> int:
    """Return how many bars, each with its gap, stand over the fullest point."""
    return max((sum(left <= point < right + gap for left, right in bars) for point, _right in bars), default=0)


@given(BARS, st.sampled_from([0.0, 1.0, 7.0]))
def test_packing_overlaps_nothing_and_uses_no_row_too_many(bars: Bars, gap: float) -> None:
    rows, count = pack([left for left, _ in bars], [right for _, right in bars], gap)
    assert clashes(bars, rows, gap) == []
    assert count == concurrency(bars, gap) == len(set(rows))


def test_packing_takes_the_first_free_row_and_the_longer_bar_first() -> None:
    assert pack([0, 0, 5, 11], [10, 20, 8, 15], 0) == ([1, 0, 2, 1], 3)
    assert pack([], [], 7) == ([], 0)


def test_the_gap_is_part_of_a_bar() -> None:
    assert pack([0, 16], [10, 20], 7) == ([0, 1], 2)
    assert pack([0, 17], [10, 20], 7) == ([0, 0], 1)


@given(chained(), st.sampled_from([0.0, 7.0]))
def test_chains_stand_on_rows_that_follow_and_overlap_nothing(
    given_bars: tuple[Bars, list[list[int]]], gap: float
) -> None:
    bars, chains = given_bars
    rows, count = pack_chains([left for left, _ in bars], [right for _, right in bars], chains, gap)
    assert clashes(bars, rows, gap) == []
    assert count == (max(rows) + 1 if rows else 0)
    for chain in chains:
        ordered = sorted(chain, key=lambda i: (bars[i][0], i))
        first = rows[ordered[0]]
        assert [rows[i] for i in ordered] == list(range(first, first + len(ordered)))


@given(st.lists(BARS, max_size=5), st.sampled_from([0.0, 7.0]))
def test_lanes_packed_together_are_as_each_by_itself(lanes: list[Bars], gap: float) -> None:
    bars = [bar for lane in lanes for bar in lane]
    number = np.repeat(np.arange(len(lanes)), [len(lane) for lane in lanes])
    ends = np.array(bars, dtype=np.float64).reshape(-1, 2)
    together = pack_lanes(ends[:, 0], ends[:, 1], number, gap).tolist()
    assert together == [row for lane in lanes for row in first_free(lane, gap)]


def first_free(bars: Bars, gap: float) -> list[int]:
    """Return the row of each bar by asking every row, from the left on and the longer of two first."""
    ends: list[float] = []
    rows = [0] * len(bars)
    for i in sorted(range(len(bars)), key=lambda i: (bars[i][0], -bars[i][1])):
        left, right = bars[i]
        row = next((row for row, end in enumerate(ends) if end + gap <= left), len(ends))
        ends[row:] = [right, *ends[row + 1 :]]
        rows[i] = row
    return rows


@given(BARS)
def test_without_chains_both_packings_are_the_same(bars: Bars) -> None:
    lefts, rights = [left for left, _ in bars], [right for _, right in bars]
    assert pack_chains(lefts, rights, [], 7) == pack(lefts, rights, 7)


@given(st.lists(st.tuples(st.integers(0, 11), st.integers(0, 11)), max_size=20))
def test_chains_are_what_hangs_together(links: list[tuple[int, int]]) -> None:
    inputs: list[list[str]] = [[] for _ in range(12)]
    near: list[set[int]] = [{i} for i in range(12)]
    for then, first in links:
        inputs[then].append(str(first))
        near[then].add(first)
        near[first].add(then)
    for _round in range(12):  # the transitive closure by brute force
        near = [set().union(*(near[j] for j in reached)) for reached in near]
    expected = {frozenset(reached) for reached in near if len(reached) > 1}
    found = chains_of(inputs, {str(i): i for i in range(12)})
    assert {frozenset(chain) for chain in found} == expected
    assert sum(map(len, found)) == len({i for chain in found for i in chain})


def test_inputs_in_other_lanes_do_not_chain() -> None:
    assert chains_of([["elsewhere"], []], {"a": 0, "b": 1}) == []
