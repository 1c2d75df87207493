"""The hypergeometric series 2F1(1, b; c; z) that residual lifetimes are made of, with a bound on what is left out."""

from math import inf

_SMALLEST_GAP = 1e-4  # 1 − z below this needs more terms than are worth it
_PRECISION = 1e-15


def hypergeometric(b: float, c: float, z: float) -> float:
    """Return 2F1(1, b; c; z) for 0 < b ≤ c and 0 ≤ z < 1, to a relative precision of 1e-13.

    The series is Σ t_k with t_0 = 1 and t_(k+1) = t_k·z·(b+k)/(c+k). Because b ≤ c every ratio is at most z, so what
    follows term t_k is at most t_k·z/(1−z): the sum ends where that bound no longer counts. As all terms are
    positive nothing cancels. At z = 1 the sum is (c−1)/(c−b−1) if c−b > 1 (Gauss), else endless.
    Raises ValueError outside these limits, and where 1 − z is above 0 and below 0.0001.
    """
    if not (0 < b <= c < inf and 0 <= z <= 1):
        raise ValueError(f"2F1(1, {b}; {c}; {z}) is outside 0 < b ≤ c, 0 ≤ z ≤ 1")
    if z == 1:
        return (c - 1) / (c - b - 1) if c - b > 1 else inf
    if 1 - z < _SMALLEST_GAP:
        raise ValueError(f"the series at {z} is too slow")
    reach = z / (1 - z)
    term = total = 1.0
    lost = 0.0  # what rounding took from the total (Kahan)
    k = 0
    while term * reach > _PRECISION * total:
        term *= z * (b + k) / (c + k)
        k += 1
        part = term - lost
        new = total + part
        lost = (new - total) - part
        total = new
    return total
