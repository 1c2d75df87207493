"""What a plan brings cut every way: by month, quarter, year, horizon, segment, offering, channel and campaign."""

from collections.abc import Iterable, Mapping
from typing import Any

from cmoplanner.model.money import text_from_minor
from cmoplanner.model.periods import MONTHS_A_YEAR
from cmoplanner.model.phasing import net_spend
from cmoplanner.projection.attribution import Attribution, attribute, year_revenue
from cmoplanner.projection.carryover import Floats
from cmoplanner.projection.outcome import Funnel, Line, Outcome

NONE = "(none)"

_QUARTER = 3


def totals(outcome: Outcome, attribution: Attribution) -> dict[str, Any]:
    """Return the totals by name; revenue and margin in currency units.

    Channels and campaigns carry their share of what the plan adds (domain C.17); segments and offerings the
    whole, with and without marketing.
    """
    revenue = attribute(outcome.compiled, outcome, year_revenue(outcome.compiled))
    months = _lines(outcome)
    return {
        "by_month": {"month": _months(outcome), **{name: line.tolist() for name, line in months.items()}},
        "by_quarter": {name: _quarters(line) for name, line in months.items()},
        "year": {name: float(line[:MONTHS_A_YEAR].sum()) for name, line in months.items()},
        "horizon": {name: float(line.sum()) for name, line in months.items()},
        "by_segment": _by_cells(outcome.by_segment(Line.REVENUE), revenue.by_segment(), attribution.by_segment()),
        "by_offering": _by_cells(outcome.by_offering(Line.REVENUE), revenue.by_offering(), attribution.by_offering()),
        "by_channel": _by_activities(
            outcome, outcome.by_channel.items(), "channel_id", revenue.by_channel(), attribution.by_channel()
        ),
        "by_campaign": _by_activities(
            outcome, outcome.by_campaign.items(), "campaign_id", revenue.by_campaign(), attribution.by_campaign()
        ),
    }


def _lines(outcome: Outcome) -> dict[str, Floats]:
    return {
        "base_revenue": outcome.baseline_by_month(Line.REVENUE),
        "revenue": outcome.by_month(Line.REVENUE),
        "gross_margin": outcome.by_month(Line.MARGIN),
        "incremental_gm": outcome.incremental_by_month(Line.MARGIN),
        "new_customers_base": outcome.by_month(Line.BASE_NEW),
        "new_customers_marketing": outcome.by_month(Line.MARKETING_NEW),
    }


def _months(outcome: Outcome) -> list[str]:
    """Return the first day of each month of the horizon: a 4-4-5 month has no other name."""
    calendar = outcome.compiled.plan.calendar
    return [calendar.month(t).start.isoformat() for t in range(1, outcome.compiled.horizon + 1)]


def _quarters(line: Floats) -> list[float]:
    return [float(line[i : i + _QUARTER].sum()) for i in range(0, MONTHS_A_YEAR, _QUARTER)]


def _by_cells(
    revenue: Mapping[str, Floats], added: Mapping[str, float], worth: Mapping[str, float]
) -> dict[str, dict[str, float]]:
    return {
        key: {
            "revenue_fy": float(line[:MONTHS_A_YEAR].sum()),
            "revenue_horizon": float(line.sum()),
            "incremental_revenue_fy": added.get(key, 0.0),
            "pv_incremental_gm_horizon": worth.get(key, 0.0),
        }
        for key, line in revenue.items()
    }


def _by_activities(
    outcome: Outcome,
    funnels: Iterable[tuple[str | None, Funnel]],
    key: str,
    added: Mapping[str | None, float],
    worth: Mapping[str | None, float],
) -> dict[str, dict[str, float]]:
    net = _net_by(outcome, key)
    found = dict(funnels)
    names = sorted({*found, *added, *net}, key=lambda name: (name is None, name or ""))
    return {
        name or NONE: {
            "net_cost": net.get(name, 0.0),
            **_funnel(found.get(name)),
            "incremental_revenue_fy": added.get(name, 0.0),
            "pv_incremental_gm_horizon": worth.get(name, 0.0),
        }
        for name in names
    }


def _funnel(funnel: Funnel | None) -> dict[str, float]:
    if funnel is None:
        return {"responses": 0.0, "leads": 0.0, "offers": 0.0, "deals": 0.0}
    series = {"responses": funnel.responses, "leads": funnel.leads, "offers": funnel.offers, "deals": funnel.deals}
    return {name: float(line.sum()) for name, line in series.items()}


def _net_by(outcome: Outcome, key: str) -> dict[str | None, float]:
    plan = outcome.compiled.plan
    minor: dict[str | None, int] = {}
    for activity in plan.activities.values():
        if not activity.cancelled:
            name = getattr(activity, key) or None
            minor[name] = minor.get(name, 0) + net_spend(activity)
    return {name: float(text_from_minor(amount, plan.header.currency_decimals)) for name, amount in minor.items()}
