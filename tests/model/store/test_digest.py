"""The digest sees every change of value or type, and adds up the same in any order."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmoplanner.model.store.digest import Sums, row_sum

VALUES = (None, "", "1", 1, 1.0, 0, 0.0, -0.0, "null", 2**53, 0.1, 0.1 + 1e-17 * 2, "é", "e\u0301", "a|b", '"')
ROWS = st.tuples(st.text(max_size=5), st.none() | st.integers(-9, 9) | st.floats(allow_nan=False) | st.text(max_size=5))


def test_every_value_and_type_has_its_own_hash() -> None:
    distinct = {repr(value) for value in VALUES}
    assert len({row_sum((value,)) for value in VALUES}) == len(distinct)
    assert row_sum(("ab", "c")) != row_sum(("a", "bc"))
    assert row_sum(("a", None)) != row_sum(("a",))


def test_known_digest() -> None:
    """Part of the file format: computed once and written down, so that no change of the code goes unseen."""
    sums = Sums({"activity": [("A001", 1, None, 12.5)], "plan": []})
    assert sums.digest("u", 1) == "4b59761fe80ae5f68689613bbb369a75"


@given(st.lists(ROWS, max_size=8), st.lists(ROWS, max_size=8), st.randoms())
def test_changing_row_by_row_equals_summing_anew(old: list[tuple], new: list[tuple], chance: object) -> None:
    running = Sums({"t": old, "other": []})
    changes = [(row, None) for row in old] + [(None, row) for row in new]
    chance.shuffle(changes)  # type: ignore[attr-defined]
    for before, after in changes:
        running.changed("t", before, after)
    assert running.digest("u", 3) == Sums({"other": [], "t": list(reversed(new))}).digest("u", 3)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Sums({"a": [("x",)], "b": []}), Sums({"a": [], "b": [("x",)]})),
        (Sums({"a": [("x",), ("x",)]}), Sums({"a": []})),
        (Sums({"a": [("x",)]}), Sums({"a": [("y",)]})),
    ],
)
def test_rows_elsewhere_or_twice_are_seen(one: Sums, other: Sums) -> None:
    assert one.digest("u", 1) != other.digest("u", 1)


def test_the_digest_is_of_one_plan_at_one_revision() -> None:
    sums = Sums({"a": [("x",)]})
    assert len({sums.digest("u", 1), sums.digest("u", 2), sums.digest("v", 1)}) == 3
