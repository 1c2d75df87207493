"""The figures of a plan and its outcome by name, as programs read them: money in currency units, rates 0…1."""

from typing import Any

from cmoplanner.model.money import text_from_minor
from cmoplanner.model.periods import MONTHS_A_YEAR
from cmoplanner.model.phasing import net_spend
from cmoplanner.model.plan import Activity, Cell, Header, Plan
from cmoplanner.projection.attribution import Attribution, attribute
from cmoplanner.projection.compile import compile_plan
from cmoplanner.projection.lifetime import lifetime_value
from cmoplanner.projection.model import project
from cmoplanner.projection.outcome import Line, Outcome, fiscal_year, present_value
from cmoplanner.projection.rates import retention_new
from cmoplanner.report.totals import NONE, totals

Figures = dict[str, Any]

_COARSE, _FINE = 2, 6
_PEOPLE = ("new_", "active_")


def summary(plan: Plan) -> Figures:
    """Return the parts budget, projection, projection_by_month, projection_by_cell, attribution and totals.

    Money from the plan is exact; modelled money by month, cell and activity is rounded to hundredths, the rest to six
    decimals. A return on no cost is None.
    """
    compiled = compile_plan(plan)
    outcome = project(compiled)
    attribution = attribute(compiled, outcome)
    return {
        "budget": budget(plan, outcome),
        "projection": _rounded(projection(plan, outcome), _FINE),
        "projection_by_month": _rounded(by_month(outcome), _COARSE),
        "projection_by_cell": _rounded(by_cell(plan, outcome), _COARSE),
        "attribution": _rounded(shares(attribution), _COARSE),
        "totals": _rounded(totals(outcome, attribution), _FINE),
    }


def _rounded(value: Any, digits: int, key: str = "") -> Any:
    """Round every number of nested values; what counts people keeps six decimals."""
    if isinstance(value, dict):
        return {name: _rounded(item, digits, name) for name, item in value.items()}
    if isinstance(value, list):
        return [_rounded(item, digits, key) for item in value]
    if isinstance(value, float):
        return round(value, _FINE if key.startswith(_PEOPLE) else digits)
    return value


def currency_units(minor: int, header: Header) -> float:
    """Return minor units as the nearest number of currency units."""
    return float(text_from_minor(minor, header.currency_decimals))


def budget(plan: Plan, outcome: Outcome) -> Figures:
    """Return what the plan costs: cancelled activities left out, net of the partners' part."""
    header, money = plan.header, outcome.money
    live = [activity for activity in plan.activities.values() if not activity.cancelled]

    def by(key: str) -> dict[str, float]:
        totals: dict[str, int] = {}
        for activity in live:
            group = _group(activity, key)
            totals[group] = totals.get(group, 0) + net_spend(activity)
        return {group: currency_units(totals[group], header) for group in sorted(totals)}

    return {
        "gross_total": currency_units(sum(money.gross), header),
        "net_total": currency_units(sum(money.net), header),
        "net_by_month": [currency_units(amount, header) for amount in money.net],
        "net_by_category": by("category_id"),
        "net_by_cost_centre": by("cost_centre_id"),
        "net_by_channel": by("channel_id"),
        "net_by_campaign": by("campaign_id"),
        "topdown_total": currency_units(header.topdown_budget, header),
        "working_net": currency_units(sum(money.working), header),
    }


def _group(activity: Activity, key: str) -> str:
    return str(getattr(activity, key) or NONE)


def projection(plan: Plan, outcome: Outcome) -> Figures:
    """Return the totals of the fiscal year and of the value horizon. Source: domain C.13, C.15."""
    funnels = outcome.by_channel.values()
    return {
        **year_and_horizon(plan, outcome),
        "responses": sum(float(funnel.responses.sum()) for funnel in funnels),
        "leads_pipeline": sum(float(funnel.leads.sum()) for funnel in funnels),
    }


def year_and_horizon(plan: Plan, outcome: Outcome) -> Figures:
    """Return what of `projection` needs no funnel: money and customers. Source: domain C.13, C.15."""
    header, money = plan.header, outcome.money
    cost = currency_units(sum(money.net), header)
    baseline = fiscal_year(outcome.baseline_by_month(Line.REVENUE))
    projected = fiscal_year(outcome.by_month(Line.REVENUE))
    margin = outcome.incremental_by_month(Line.MARGIN)
    year_margin = fiscal_year(margin)
    worth = present_value(outcome, margin)
    discount = outcome.compiled.setting.discount
    worth_of_cost = sum(
        currency_units(net, header) * float(factor) for net, factor in zip(money.net, discount, strict=False)
    )
    marketing_new = outcome.by_month(Line.MARKETING_NEW)
    last = MONTHS_A_YEAR - 1
    return {
        "net_marketing_cost_fy": cost,
        "gross_programme_spend_fy": currency_units(sum(money.gross), header),
        "working_net_cost_fy": currency_units(sum(money.working), header),
        "baseline_revenue_fy": baseline,
        "projected_revenue_fy": projected,
        "incremental_revenue_fy": projected - baseline,
        "incremental_gm_fy": year_margin,
        "contribution_fy": year_margin - cost,
        "roi_fy": _return(year_margin, cost),
        "pv_incremental_gm_horizon": worth,
        "pv_cost": worth_of_cost,
        "roi_horizon": _return(worth, worth_of_cost),
        "new_customers_marketing_fy": fiscal_year(marketing_new),
        "new_customers_marketing_horizon": float(marketing_new.sum()),
        "new_customers_total_fy": fiscal_year(marketing_new) + fiscal_year(outcome.by_month(Line.BASE_NEW)),
        "active_end_fy": float(outcome.by_month(Line.ACTIVE)[last]),
        "active_end_fy_baseline": float(outcome.baseline_by_month(Line.ACTIVE)[last]),
    }


def _return(gain: float, cost: float) -> float | None:
    """Return (gain − cost)/cost, None where nothing is spent. Source: domain C.15."""
    return (gain - cost) / cost if cost else None


def by_month(outcome: Outcome) -> Figures:
    """Return revenue by month of the fiscal year, margin and customers by month of the horizon."""
    return {
        "baseline_revenue": outcome.baseline_by_month(Line.REVENUE)[:MONTHS_A_YEAR].tolist(),
        "projected_revenue": outcome.by_month(Line.REVENUE)[:MONTHS_A_YEAR].tolist(),
        "incremental_gm": outcome.incremental_by_month(Line.MARGIN).tolist(),
        "new_customers_marketing": outcome.by_month(Line.MARKETING_NEW).tolist(),
    }


def by_cell(plan: Plan, outcome: Outcome) -> Figures:
    """Return revenue, customers and lifetime value of each market cell."""
    found: Figures = {}
    for i, compiled in enumerate(outcome.compiled.cells):
        lines, baseline = outcome.lines[i], outcome.baseline[i]
        new = fiscal_year(lines[Line.MARKETING_NEW])
        found[compiled.cell.id] = {
            "baseline_revenue_fy": fiscal_year(baseline[Line.REVENUE]),
            "projected_revenue_fy": fiscal_year(lines[Line.REVENUE]),
            "new_marketing_fy": new,
            "new_total_fy": new + fiscal_year(lines[Line.BASE_NEW]),
            "active_end_fy": float(lines[Line.ACTIVE][MONTHS_A_YEAR - 1]),
            "clv": cell_lifetime_value(plan.header, compiled.cell),
        }
    return found


def cell_lifetime_value(header: Header, cell: Cell) -> float:
    """Return the lifetime value of a new customer of a market cell. Source: domain C.14a."""
    return lifetime_value(
        first_order=cell.first_order_value,
        arpa=cell.arpa_month,
        margin=cell.gross_margin,
        retention_new=retention_new(cell),
        retention=cell.retention_year,
        discount=header.discount_rate,
        expansion=cell.expansion_year,
        horizon=header.clv_horizon_months,
    )


def shares(attribution: Attribution) -> Figures:
    """Return the blocks of the present value that the plan adds, and whose they are. Source: domain C.17."""
    return {
        "total": attribution.total,
        "media": attribution.media,
        "levers": attribution.levers,
        "retention": attribution.retention,
        "by_channel": {channel or NONE: value for channel, value in sorted_by_name(attribution.by_channel()).items()},
        "by_activity": attribution.by_activity,
    }


def sorted_by_name(values: dict[str | None, float]) -> dict[str | None, float]:
    """Return values in the order of their names, None last."""
    return dict(sorted(values.items(), key=lambda item: (item[0] is None, item[0] or "")))
