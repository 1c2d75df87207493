"""Money that is agreed in another currency, in the plan's own: converted once, and exact (domain B.1)."""

from fractions import Fraction

PARTS = ("currency", "foreign_amount", "fx_rate_plan")
"""The fields of an activity from which its gross spend follows."""


def converted(amount: float, rate: float, decimals: int) -> int:
    """Return an amount in units of another currency as minor units of the plan's, rounded half up.

    `rate` is how many units of the plan's currency one unit of the other costs; both count at their decimal face
    value. Source: domain B.1.
    """
    exact = Fraction(repr(float(amount))) * Fraction(repr(float(rate))) * 10**decimals
    return int(exact + Fraction(1, 2))


def gross_of(currency: str, amount: float | None, rate: float | None, decimals: int) -> int | None:
    """Return the gross spend that follows from what was agreed; None as long as a part of it is missing."""
    if not currency or amount is None or not rate or rate < 0 or amount < 0:
        return None
    return converted(amount, rate, decimals)
