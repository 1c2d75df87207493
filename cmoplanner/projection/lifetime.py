"""What a customer is worth, and when the cost of winning one is paid back (domain C.14, C.15)."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf

from cmoplanner.i18n import _
from cmoplanner.model.plan import Cell, Header
from cmoplanner.projection.rates import retention_new
from cmoplanner.projection.survival import SurvivalCurve, SurvivalRefused, from_two_answers

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


APART = 0.3
_ENDLESS = 1200  # months: what a customer brings after a hundred years is beyond any rate that has a limit
_WORTH_SAYING = 0.05


@dataclass(frozen=True, slots=True)
class Gap:
    """Why the lifetime value is another than the endless check: which part, its share of the value, and a sentence."""

    part: str
    share: float
    sentence: str


@dataclass(frozen=True, slots=True)
class CustomerValue:
    """What a new customer of a market cell is worth, with its independent check. Source: domain C.14a, C.14b.

    `capped` is the lifetime value of the program; `end` and `begin` are the endless check with the first yearly
    margin at the end and at the begin of year 1, None where it has no limit; `multiple` is `end` ÷ yearly margin.
    `apart` is how far the value is outside the two, 0 between them; `gaps` say why if that is above 30 %. `cohort` is
    the same by a survival curve of contracts, None where retention does not rise.
    """

    capped: float
    yearly_margin: float
    end: float | None
    begin: float | None
    multiple: float | None
    apart: float | None
    gaps: tuple[Gap, ...]
    cohort: CohortValue | None = None


@dataclass(frozen=True, slots=True)
class CohortValue:
    """What customers are worth who pay by the year and of whom the faithful remain. Source: domain C.14c.

    `new` is a new customer with the first order, `residual` what is still to come from one who stayed the first year
    and is about to renew again; None where the sum has no limit.
    """

    curve: SurvivalCurve
    new: float | None
    residual: float | None


def customer_value(header: Header, cell: Cell) -> CustomerValue:
    """Return what a new customer of a market cell is worth, beside the endless check. Source: domain C.14."""
    capped = _value(header, cell)
    yearly = 12 * cell.arpa_month * cell.gross_margin
    check = gupta_lehmann(yearly, cell.retention_year, header.discount_rate, cell.expansion_year)
    cohort = cohort_value(header, cell)
    if check is None:
        return CustomerValue(capped, yearly, None, None, None, None, (), cohort)
    end, begin = check
    apart = _outside(capped, end, begin)
    gaps = _gaps(header, cell, capped) if apart > APART else ()
    multiple = gupta_lehmann(1.0, cell.retention_year, header.discount_rate, cell.expansion_year)
    return CustomerValue(capped, yearly, end, begin, multiple[0] if multiple else None, apart, gaps, cohort)


def _outside(value: float, low: float, high: float) -> float:
    if low <= value <= high:
        return 0.0
    near = low if value < low else high
    return abs(value - near) / near if near else inf


def _value(header: Header, cell: Cell, *, horizon: int | None = None, first_year: float | None = None) -> float:
    return lifetime_value(
        first_order=cell.first_order_value,
        arpa=cell.arpa_month,
        margin=cell.gross_margin,
        retention_new=retention_new(cell) if first_year is None else first_year,
        retention=cell.retention_year,
        discount=header.discount_rate,
        expansion=cell.expansion_year,
        horizon=header.clv_horizon_months if horizon is None else horizon,
    )


def _gaps(header: Header, cell: Cell, capped: float) -> tuple[Gap, ...]:
    """Return what the program counts otherwise than the check, where it is worth saying, largest first."""
    first_order = cell.first_order_value * cell.gross_margin
    later = _value(header, cell, horizon=_ENDLESS) - capped
    leaving = _value(header, cell, first_year=cell.retention_year) - capped
    base = abs(capped) or 1.0
    months = header.clv_horizon_months
    found = [
        Gap("first_order", first_order / base, _("The first order counts here, and not in the check.")),
        Gap("cap", later / base, _("Only {n} months count here; the check has no end.").format(n=months)),
        Gap("first_year", leaving / base, _("More customers leave in their first year; the check has one retention.")),
    ]
    kept = [gap for gap in found if abs(gap.share) >= _WORTH_SAYING]
    return tuple(sorted(kept, key=lambda gap: -abs(gap.share)))


def survival_curve(cell: Cell) -> SurvivalCurve | None:
    """Return the survival curve through a cell's retention of the first year and of those who stayed it.

    None where the second is not above the first: then nothing says that customers differ. Source: domain C.14c, the
    closed form of two answers; the other way round it is how a curve enters the projection.
    """
    try:
        return from_two_answers(retention_new(cell), cell.retention_year)
    except SurvivalRefused:
        return None


def cohort_value(header: Header, cell: Cell) -> CohortValue | None:
    """Return what customers of a cell are worth by its survival curve, None without one. Source: domain C.14c."""
    curve = survival_curve(cell)
    if curve is None:
        return None
    lifetime = curve.residual_lifetime(1, _net_discount(header, cell))
    residual = None if lifetime is None else 12 * cell.arpa_month * cell.gross_margin * lifetime
    return CohortValue(curve, contract_value(header, cell, curve), residual)


def contract_value(header: Header, cell: Cell, curve: SurvivalCurve) -> float | None:
    """Return what a new customer is worth who pays a year's margin at each renewal, by a survival curve of contracts.

    First order + m·DEL, the expansion of revenue taken off the discount; None where the sum has no limit.
    Source: domain C.14c.
    """
    lifetime = curve.expected_lifetime(_net_discount(header, cell))
    if lifetime is None:
        return None
    return (cell.first_order_value + 12 * cell.arpa_month * lifetime) * cell.gross_margin


def _net_discount(header: Header, cell: Cell) -> float:
    return (1 + header.discount_rate) / (1 + cell.expansion_year) - 1
