"""The figures of a plan as plain nested values, ready for JSON: budget, projection and attribution."""

from collections.abc import Callable, Iterable
from typing import Any

from cmoplanner.model.plan import Activity, Plan
from cmoplanner.projection.attribution import Attribution, attribute
from cmoplanner.projection.compile import Compiled, compile_plan
from cmoplanner.projection.lifetime import lifetime_value
from cmoplanner.projection.model import project
from cmoplanner.projection.outcome import Line, Outcome, fiscal_year, present_value
from cmoplanner.projection.rates import retention_new

NONE = "(none)"


def summary(plan: Plan) -> dict[str, Any]:
    """Return budget, projection and attribution of a plan.

    Money from the plan is exact, in currency units; modelled money is rounded to hundredths, totals and
    everything else to six decimals. A return on no cost is None.
    """
    compiled = compile_plan(plan)
    outcome = project(compiled)
    return {
        "budget": budget(compiled),
        "projection": projection(outcome),
        "projection_by_month": by_month(outcome),
        "projection_by_cell": by_cell(outcome),
        "attribution": attribution(attribute(compiled, outcome)),
    }


def budget(compiled: Compiled) -> dict[str, Any]:
    """Return the plan's money; cancelled activities count in nothing."""
    plan, money = compiled.plan, compiled.money
    return {
        "gross_total": _units(compiled, sum(money.gross)),
        "net_total": _units(compiled, sum(money.net)),
        "net_by_month": [_units(compiled, amount) for amount in money.net],
        "net_by_category": _net_by(compiled, lambda activity: activity.category_id),
        "net_by_cost_centre": _net_by(compiled, lambda activity: activity.cost_centre_id),
        "net_by_channel": _net_by(compiled, lambda activity: activity.channel_id),
        "net_by_campaign": _net_by(compiled, lambda activity: activity.campaign_id),
        "topdown_total": _units(compiled, plan.header.topdown_budget),
        "working_net": _units(compiled, sum(money.working)),
    }


def projection(outcome: Outcome) -> dict[str, float | None]:
    """Return the key figures of the fiscal year and the value horizon. Source: domain C.13, C.15."""
    compiled = outcome.compiled
    cost = _units(compiled, sum(compiled.money.net))
    pv_cost = sum(
        _units(compiled, amount) * factor
        for amount, factor in zip(compiled.money.net, compiled.setting.discount.tolist(), strict=False)
    )
    gm = outcome.incremental_by_month(Line.MARGIN)
    pv_gm = present_value(outcome, gm)
    won, base_new = outcome.by_month(Line.MARKETING_NEW), outcome.by_month(Line.BASE_NEW)
    figures = {
        "net_marketing_cost_fy": cost,
        "gross_programme_spend_fy": _units(compiled, sum(compiled.money.gross)),
        "working_net_cost_fy": _units(compiled, sum(compiled.money.working)),
        "baseline_revenue_fy": fiscal_year(outcome.baseline_by_month(Line.REVENUE)),
        "projected_revenue_fy": fiscal_year(outcome.by_month(Line.REVENUE)),
        "incremental_revenue_fy": fiscal_year(outcome.incremental_by_month(Line.REVENUE)),
        "incremental_gm_fy": fiscal_year(gm),
        "contribution_fy": fiscal_year(gm) - cost,
        "roi_fy": (fiscal_year(gm) - cost) / cost if cost else None,
        "pv_incremental_gm_horizon": pv_gm,
        "pv_cost": pv_cost,
        "roi_horizon": (pv_gm - pv_cost) / pv_cost if pv_cost else None,
        "responses": sum(float(funnel.responses.sum()) for funnel in outcome.by_channel.values()),
        "leads_pipeline": sum(float(funnel.leads.sum()) for funnel in outcome.by_channel.values()),
        "new_customers_marketing_fy": fiscal_year(won),
        "new_customers_marketing_horizon": float(won.sum()),
        "new_customers_total_fy": fiscal_year(won + base_new),
        "active_end_fy": float(outcome.by_month(Line.ACTIVE)[11]),
        "active_end_fy_baseline": float(outcome.baseline_by_month(Line.ACTIVE)[11]),
    }
    return {key: None if value is None else round(value, 6) for key, value in figures.items()}


def by_month(outcome: Outcome) -> dict[str, list[float]]:
    """Return revenue by month of the fiscal year, margin and customers won by month of the horizon."""
    return {
        "baseline_revenue": _rounded(outcome.baseline_by_month(Line.REVENUE)[:12].tolist(), 2),
        "projected_revenue": _rounded(outcome.by_month(Line.REVENUE)[:12].tolist(), 2),
        "incremental_gm": _rounded(outcome.incremental_by_month(Line.MARGIN).tolist(), 2),
        "new_customers_marketing": _rounded(outcome.by_month(Line.MARKETING_NEW).tolist(), 6),
    }


def by_cell(outcome: Outcome) -> dict[str, dict[str, float]]:
    """Return the fiscal year of each market cell, and what a new customer there is worth over its life."""
    cells = {}
    header = outcome.compiled.plan.header
    for i, compiled in enumerate(outcome.compiled.cells):
        cell, lines = compiled.cell, outcome.lines[i]
        clv = lifetime_value(
            first_order=cell.first_order_value,
            arpa=cell.arpa_month,
            margin=cell.gross_margin,
            retention_new=retention_new(cell),
            retention=cell.retention_year,
            discount=header.discount_rate,
            expansion=cell.expansion_year,
            horizon=header.clv_horizon_months,
        )
        cells[cell.id] = {
            "baseline_revenue_fy": round(fiscal_year(outcome.baseline[i, Line.REVENUE]), 2),
            "projected_revenue_fy": round(fiscal_year(lines[Line.REVENUE]), 2),
            "new_marketing_fy": round(fiscal_year(lines[Line.MARKETING_NEW]), 6),
            "new_total_fy": round(fiscal_year(lines[Line.MARKETING_NEW] + lines[Line.BASE_NEW]), 6),
            "active_end_fy": round(float(lines[Line.ACTIVE, 11]), 6),
            "clv": round(clv, 2),
        }
    return cells


def attribution(shares: Attribution) -> dict[str, Any]:
    """Return the incremental present margin in its blocks, and media and retention by channel and activity."""
    return {
        "total": round(shares.total, 2),
        "media": round(shares.media, 2),
        "levers": round(shares.levers, 2),
        "retention": round(shares.retention, 2),
        "by_channel": {key or NONE: round(value, 2) for key, value in sorted(shares.by_channel().items(), key=str)},
        "by_activity": {key: round(value, 2) for key, value in shares.by_activity.items()},
    }


def _net_by(compiled: Compiled, key: Callable[[Activity], str | None]) -> dict[str, float]:
    totals: dict[str, int] = {}
    for one in compiled.terms.values():
        name = key(one.activity) or NONE
        totals[name] = totals.get(name, 0) + sum(one.net)
    return {name: _units(compiled, totals[name]) for name in sorted(totals)}


def _units(compiled: Compiled, minor: int) -> float:
    """Return minor units as the float nearest to the exact amount in currency units."""
    return float(minor / 10**compiled.plan.header.currency_decimals)


def _rounded(values: Iterable[float], digits: int) -> list[float]:
    return [round(value, digits) for value in values]
