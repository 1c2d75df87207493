"""The four figures beside a calendar page: revenue against its goal, budget, this year's result, and the return."""

from __future__ import annotations

from cmoplanner.i18n import _
from cmoplanner.model.plan import Plan
from cmoplanner.projection.bands import Bands, Total
from cmoplanner.projection.outcome import Outcome
from cmoplanner.report.deck.blocks import COST, Figure
from cmoplanner.report.formats import Formats
from cmoplanner.report.outcome_figures import revenue_goal
from cmoplanner.report.range_words import ends


def key_figures(plan: Plan, outcome: Outcome, bands: Bands) -> tuple[Figure, ...]:
    """Return the figures of the fiscal year; no return without a cost."""
    formats = Formats.of(plan)
    revenue, result = bands.totals[Total.REVENUE], bands.totals[Total.CONTRIBUTION]
    goal = revenue_goal(plan)
    note = ends(formats, revenue.plan, revenue.p10, revenue.p90)
    if goal is not None and goal.target is not None:
        note = _("{range} · goal {goal}").format(range=note, goal=formats.short_amount(goal.target))
    agreed = plan.header.topdown_budget
    found = [
        Figure(_("Revenue this year"), formats.short_amount(revenue.plan), note, about=Total.REVENUE),
        Figure(
            _("Budget"),
            formats.short(sum(outcome.money.net)),
            _("of {agreed} agreed").format(agreed=formats.short(agreed)) if agreed else "",
            about=COST,
        ),
        Figure(
            _("Result this year"),
            formats.change(result.plan),
            _("after marketing cost"),
            _role(result.plan),
            Total.CONTRIBUTION,
        ),
    ]
    returned = bands.totals.get(Total.ROI_HORIZON)
    if returned is not None:
        name = _("Over {n} months").format(n=plan.header.value_horizon_months)
        change = formats.percent_change(returned.plan)
        found.append(Figure(name, change, _("return on cost"), _role(returned.plan), Total.ROI_HORIZON))
    return tuple(found)


def _role(value: float) -> str:
    return "positive" if value > 0 else "negative" if value < 0 else "text"
