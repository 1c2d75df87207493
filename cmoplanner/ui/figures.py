"""The key figures of a plan: what the status bar and the plan panel show."""

from dataclasses import dataclass

from cmoplanner.model.plan import Plan
from cmoplanner.projection.outcome import Outcome
from cmoplanner.report.figures import year_and_horizon


@dataclass(frozen=True, slots=True)
class KeyFigures:
    """Money in currency units; `revenue_goal` is None where the company has none."""

    budget: float
    planned: float
    revenue: float
    base_revenue: float
    contribution: float
    new_customers: float
    horizon_months: int
    horizon_margin: float
    horizon_return: float | None
    revenue_goal: float | None

    @property
    def headroom(self) -> float:
        """What is left of the budget; negative when the plan is over it."""
        return self.budget - self.planned

    @property
    def marketing_revenue(self) -> float:
        """Revenue that marketing adds to the base."""
        return self.revenue - self.base_revenue


def key_figures(plan: Plan, outcome: Outcome) -> KeyFigures:
    """Return the figures of a plan and an outcome of it."""
    found = year_and_horizon(plan, outcome)
    goals = [goal.target for goal in plan.goals.values() if goal.metric == "revenue" and goal.target is not None]
    return KeyFigures(
        budget=plan.header.topdown_budget / 10**plan.header.currency_decimals,
        planned=found["net_marketing_cost_fy"],
        revenue=found["projected_revenue_fy"],
        base_revenue=found["baseline_revenue_fy"],
        contribution=found["contribution_fy"],
        new_customers=found["new_customers_marketing_fy"],
        horizon_months=plan.header.value_horizon_months,
        horizon_margin=found["pv_incremental_gm_horizon"],
        horizon_return=found["roi_horizon"],
        revenue_goal=goals[0] if goals else None,
    )
