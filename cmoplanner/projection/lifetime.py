"""What a customer is worth, and when the cost of winning one is paid back (domain C.14, C.15)."""

NEVER_AFTER = 240  # months


def monthly(rate_year: float) -> float:
    """Return the retention of one month that gives this retention in a year."""
    return float(rate_year ** (1 / 12))


def lifetime_value(
    *,
    first_order: float,
    arpa: float,
    margin: float,
    retention_new: float,
    retention: float,
    discount: float,
    expansion: float,
    horizon: int,
) -> float:
    """Return the capped monthly lifetime value of a new customer. Source: domain C.14a.

    First-year retention for twelve months, the established one after; rates are per year.
    """
    value = first_order * margin
    survival = 1.0
    for t in range(1, horizon + 1):
        survival *= monthly(retention_new if t <= 12 else retention)
        value += arpa * margin * ((1 + expansion) / (1 + discount)) ** (t / 12) * survival
    return value


def gupta_lehmann(margin: float, retention: float, discount: float, expansion: float) -> tuple[float, float] | None:
    """Return the endless lifetime value with the first yearly margin at the end and at the begin of year 1.

    m·r/(1+i−r(1+g)) and m·(1+i)/(1+i−r(1+g)); None where r(1+g) ≥ 1+i: it has no limit. Source: domain C.14b.
    """
    bottom = 1 + discount - retention * (1 + expansion)
    if bottom <= 0:
        return None
    return margin * retention / bottom, margin * (1 + discount) / bottom


def payback_months(cost: float, *, first_order: float, arpa: float, margin: float, retention_new: float) -> int | None:
    """Return after how many months a new customer's margin covers the cost; None after 240. Source: domain C.15."""
    earned = first_order * margin
    survival = 1.0
    for month in range(NEVER_AFTER + 1):
        if earned >= cost:
            return month
        survival *= monthly(retention_new)
        earned += arpa * margin * survival
    return None
