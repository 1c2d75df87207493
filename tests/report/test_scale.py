"""Axes: places of numbers, round lines, and the unit in which a picture writes its amounts."""

import pytest

from cmoplanner.report.formats import Formats
from cmoplanner.report.scale import Scale, around, ticks
from cmoplanner.report.scaled import Scaled


def test_a_scale_goes_there_and_back() -> None:
    scale = Scale(-2.0, 6.0, 200.0, 40.0)
    assert [scale.at(value) for value in (-2.0, 2.0, 6.0)] == [200.0, 120.0, 40.0]
    assert scale.back(scale.at(1.3)) == pytest.approx(1.3)
    assert Scale(3.0, 3.0, 10.0, 90.0).at(3.0) == 10.0


@pytest.mark.parametrize(
    ("low", "high", "lines"),
    [(0.0, 3.0, [0, 1, 2, 3]), (-2.0, 6.0, [-2, 0, 2, 4, 6]), (0.0, 0.9, [0, 0.2, 0.4, 0.6, 0.8])],
)
def test_lines_are_at_round_numbers(low: float, high: float, lines: list[float]) -> None:
    assert ticks(low, high, 5) == pytest.approx(lines)


def test_an_axis_holds_what_it_is_around() -> None:
    assert around(-1.2e6, 6.8e6, 5) == pytest.approx((-2e6, 8e6))
    low, high = around(0.0, 0.0)
    assert low < high


@pytest.mark.parametrize(
    ("largest", "unit", "text"), [(25.1e6, "M EUR", "1.66"), (480_000.0, "k EUR", "1,657"), (900.0, "EUR", "1,657,019")]
)
def test_amounts_of_a_picture_share_a_unit(largest: float, unit: str, text: str) -> None:
    scaled = Scaled.of(Formats("en_IE", "EUR", 2), largest)
    assert (scaled.title, scaled.text(1_657_019)) == (unit, text)
