"""Money as integer minor units, and splitting an amount without losing one of them."""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal, DecimalException
from fractions import Fraction
from math import lcm

_DIGITS = 18  # before the point: more than any amount has, few enough to stay exact


def minor_from_text(text: str, decimals: int) -> int:
    """Return "1234.50" as minor units (123450 with 2 decimals).

    Raises ValueError if it is no number, far larger than any amount, or finer than one minor unit.
    """
    try:
        amount = Decimal(text.strip())
        if amount.is_finite() and amount.adjusted() > _DIGITS:
            raise ValueError(f"{text!r} is too large")
        scaled = amount.scaleb(decimals)
    except DecimalException:
        raise ValueError(f"{text!r} is not an amount") from None
    if not scaled.is_finite() or scaled != scaled.to_integral_value():
        raise ValueError(f"{text!r} has more than {decimals} decimals")
    return int(scaled)


def text_from_minor(minor: int, decimals: int) -> str:
    """Return minor units as plain text with a point: 123450 -> "1234.50"."""
    return f"{Decimal(minor).scaleb(-decimals):.{decimals}f}"


def minor_from_number(amount: float, decimals: int) -> int:
    """Round an amount in currency units half up, away from zero, to minor units."""
    return int(Decimal(repr(amount)).scaleb(decimals).quantize(Decimal(1), rounding=ROUND_HALF_UP))


def share_of(minor: int, share: float) -> int:
    """Return `share` (0…1, taken at its decimal face value) of an amount, rounded half up away from zero."""
    return int((Decimal(minor) * Decimal(repr(share))).quantize(Decimal(1), rounding=ROUND_HALF_UP))


def split(total: int, weights: Sequence[int]) -> list[int]:
    """Split minor units by `weights` so that the parts add up exactly (largest remainder, Hamilton).

    Ties go to the earliest part; a negative total is split as its absolute value; zero weights get
    zero. Source: domain F.4. Raises ValueError if a weight is negative, or all are zero and total is not.
    """
    if any(weight < 0 for weight in weights):
        raise ValueError("a weight is negative")
    whole = sum(weights)
    if whole == 0:
        if total:
            raise ValueError("nothing to split the amount over")
        return [0] * len(weights)
    if total < 0:
        return [-part for part in split(-total, weights)]
    shares = [divmod(total * weight, whole) for weight in weights]
    parts = [floor for floor, _ in shares]
    missing = total - sum(parts)
    if missing:
        for i in sorted(range(len(shares)), key=lambda i: (-shares[i][1], i))[:missing]:
            parts[i] += 1
    return parts


def whole_weights(weights: Sequence[float]) -> list[int]:
    """Return weights, each taken at its decimal face value, as integers in the same proportion."""
    exact = [Fraction(repr(float(weight))) for weight in weights]
    scale = lcm(*(value.denominator for value in exact)) if exact else 1
    return [int(value * scale) for value in exact]
