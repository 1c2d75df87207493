"""Draws: the same for a seed, joined as the specification says, and untouched by what else is drawn."""

import numpy as np
import pytest

from cmoplanner.projection.assumptions import Key, Uncertain, uncertain_values
from cmoplanner.projection.distribution import Points
from cmoplanner.projection.draws import MOST_DRAWS, Draws, drawn, scores
from tests.plans import norrvik


def uncertain(name, good):
    return Uncertain(Key(name, "x"), Points(-1.2815515655446004, 0.0, 1.2815515655446004), good, (-99, 99), True, "M")


PINNED = [0.01064239109940119, 0.337199597227833, -0.511417421063394]
MANY = Draws(MOST_DRAWS, 7)
GOOD = [uncertain(f"good{i}", 1) for i in range(4)]
BAD = [uncertain(f"bad{i}", -1) for i in range(2)]
UNSURE = [uncertain(f"unsure{i}", 0) for i in range(2)]


def test_correlations_are_those_of_one_factor():
    values = drawn([*GOOD, *BAD, *UNSURE], MANY)
    found = np.corrcoef(list(values.values()))
    sign = np.array([1] * 4 + [-1] * 2 + [0] * 2)
    expected = 0.3 * np.outer(sign, sign) + np.diag([0.7] * 6 + [1.0] * 2)
    # the error of a correlation of n draws is about (1 − ρ²)/√n
    assert np.abs(found - expected).max() < 4.5 / np.sqrt(MANY.count)


def test_each_is_standard_normal_through_its_points():
    for values in drawn([*GOOD, *BAD, *UNSURE], MANY).values():
        assert np.quantile(values, [0.1, 0.5, 0.9]) == pytest.approx([-1.28155, 0, 1.28155], abs=0.07)
        assert values.std() == pytest.approx(1, abs=0.03)


def test_a_seed_gives_the_same_draws_everywhere():
    # worked out once; a change would change every band of every plan
    found = scores(Key("channel:email", "unit_cost"), Draws(3, 1))
    assert found.tolist() == scores(Key("channel:email", "unit_cost"), Draws(3, 1)).tolist()
    assert found == pytest.approx(PINNED, abs=1e-12)


def test_another_seed_gives_others():
    key = Key("channel:email", "unit_cost")
    assert not np.isclose(scores(key, Draws(50, 1)), scores(key, Draws(50, 2))).any()


def test_other_assumptions_shift_nothing():
    few, many = drawn(GOOD[:1], MANY), drawn([*BAD, *GOOD[::-1]], MANY)
    assert np.array_equal(few[GOOD[0].key], many[GOOD[0].key])


def test_the_first_draws_stay_when_more_follow():
    rows = uncertain_values(norrvik())
    few, many = drawn(rows, Draws(100, 3)), drawn(rows, Draws(1000, 3))
    for key, values in few.items():
        assert np.array_equal(values, many[key][:100])


@pytest.mark.parametrize("count", [0, -1, MOST_DRAWS + 1])
def test_a_senseless_number_of_draws_is_refused(count):
    with pytest.raises(ValueError, match="draws"):
        Draws(count)
