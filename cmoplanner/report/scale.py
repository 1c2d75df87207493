"""Where a number lies on an axis, and at which round numbers the axis has lines."""

from dataclasses import dataclass
from math import ceil, floor, log10

_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)


@dataclass(frozen=True, slots=True)
class Scale:
    """From numbers `low`…`high` to pixels `start`…`end`; `end` may be before `start`, as upwards on a screen."""

    low: float
    high: float
    start: float
    end: float

    def at(self, value: float) -> float:
        """Return the place of a number; also outside the axis."""
        reach = self.high - self.low
        return self.start if not reach else self.start + (value - self.low) / reach * (self.end - self.start)

    def back(self, place: float) -> float:
        """Return the number at a place."""
        reach = self.end - self.start
        return self.low if not reach else self.low + (place - self.start) / reach * (self.high - self.low)


def round_step(low: float, high: float, most: int) -> float:
    """Return the smallest of 1, 2, 2.5, 5 × 10ⁿ that gives at most `most` steps between two numbers."""
    reach = abs(high - low)
    if not reach or most < 1:
        return 1.0
    rough = reach / most
    power = 10.0 ** floor(log10(rough))
    return next((step * power for step in _STEPS if step * power >= rough * (1 - 1e-9)), 10.0 * power)


def ticks(low: float, high: float, most: int = 5) -> list[float]:
    """Return the round numbers between two numbers, both ends included where they are round."""
    step = round_step(low, high, most)
    first, last = ceil(low / step - 1e-9), floor(high / step + 1e-9)
    return [number * step + 0.0 for number in range(first, last + 1)]


def around(low: float, high: float, most: int = 5) -> tuple[float, float]:
    """Return the nearest round numbers outside two numbers, so that an axis begins and ends with a line."""
    step = round_step(low, high, most)
    first, last = floor(low / step + 1e-9), ceil(high / step - 1e-9)
    return first * step, max(last, first + 1) * step
