"""Rule CAL-07: money against the season, for offerings that people buy one by one (A-121)."""

from collections.abc import Iterator, Mapping
from math import sqrt

from cmoplanner.doctor.catalogue import Limits
from cmoplanner.doctor.findings import Finding, Severity, in_steps
from cmoplanner.i18n import _
from cmoplanner.model.periods import MONTHS_A_YEAR
from cmoplanner.model.phasing import monthly_spend
from cmoplanner.model.plan import Plan

STEADY = 0.001
"""Differences of months, as a part of the year, that come from rounding and say nothing."""


def working_money(plan: Plan) -> Mapping[str, list[float]]:
    """Return each market cell's working gross money by fiscal month, in minor units. Source: domain C.1."""
    money: dict[str, list[float]] = {}
    for activity in plan.activities.values():
        category = plan.cost_categories.get(activity.category_id or "")
        if activity.cancelled or activity.channel_id is None or (category is not None and not category.working):
            continue
        months = monthly_spend(activity, plan.calendar)
        for target in activity.targets:
            here = money.setdefault(target.cell_id, [0.0] * MONTHS_A_YEAR)
            for month, amount in enumerate(months):
                here[month] += target.share * amount
    return money


def out_of_season(plan: Plan) -> Iterator[Finding]:
    """Find market cells whose money falls when people buy least.

    That is: monthly money and season run against each other (correlation below a threshold), or too much of the money
    falls in months with a low index; for offerings with transactional revenue that have a season.
    """
    limits = Limits(plan)
    low_index, in_low, least = (limits("CAL-07", key) for key in ("low", "in_low", "against"))
    for cell_id, money in working_money(plan).items():
        cell = plan.cells.get(cell_id)
        offering = plan.offerings.get(cell.offering_id) if cell else None
        whole = sum(money)
        if cell is None or offering is None or offering.revenue_model != "transactional" or whole <= 0:
            continue
        season = offering.seasonality
        if len(season) != MONTHS_A_YEAR or max(season) == min(season):
            continue
        low = sum(amount for amount, index in zip(money, season, strict=True) if index < low_index) / whole
        steady = max(money) - min(money) <= STEADY * whole
        against = not steady and correlation(money, season) < least
        if not against and low <= in_low:
            continue
        segment = plan.segments.get(cell.segment_id)
        name = f"{segment.name} × {offering.name}" if segment else offering.name
        yield Finding(
            "CAL-07",
            "cell",
            cell_id,
            Severity.WARNING,
            _("out of season"),
            _("{share} % of the money for “{cell}” falls in months when people buy little.").format(
                share=round(100 * low), cell=name
            )
            if low > in_low
            else _("The money for “{cell}” is high when people buy little, and low when they buy much.").format(
                cell=name
            ),
            _("Move the money to the months of the season; the total stays."),
            ((("against", 0.0),) if against else ()) + ((("low", in_steps(low)),) if low > in_low else ()),
        )


def correlation(one: list[float], other: tuple[float, ...]) -> float:
    """Return the correlation of two series by month, 0 where one of them does not vary."""
    mean, mean_other = sum(one) / len(one), sum(other) / len(other)
    pairs = [(a - mean, b - mean_other) for a, b in zip(one, other, strict=True)]
    spread = sqrt(sum(a * a for a, _b in pairs) * sum(b * b for _a, b in pairs))
    return sum(a * b for a, b in pairs) / spread if spread else 0.0
