"""The key figures of a plan as a table for the terminal, written as the plan's locale writes numbers."""

from typing import Any
from unicodedata import east_asian_width

from cmoplanner.i18n import _
from cmoplanner.model.plan import Plan
from cmoplanner.report.formats import Formats


def key_figures(plan: Plan, figures: dict[str, Any]) -> str:
    """Return money, outcome and return of a plan as aligned lines."""
    formats = Formats.of(plan)
    budget, outcome = figures["budget"], figures["projection"]
    header = plan.header
    decimals = header.currency_decimals
    horizon = outcome_months(plan)

    def money(amount: float) -> str:
        return formats.number(amount, decimals)

    def whole(amount: float) -> str:
        return formats.number(amount)

    def rate(value: float | None) -> str:
        return "–" if value is None else formats.percent_change(value)

    blocks = [
        (
            _("Budget"),
            [
                (_("Top-down budget"), money(budget["topdown_total"])),
                (_("Planned, net"), money(budget["net_total"])),
                (_("Left"), money(budget["topdown_total"] - budget["net_total"])),
                (_("Planned, gross"), money(budget["gross_total"])),
                (_("Partners pay"), money(budget["gross_total"] - budget["net_total"])),
                (_("Working"), money(budget["working_net"])),
            ],
        ),
        (
            _("Fiscal year"),
            [
                (_("Revenue without marketing"), whole(outcome["baseline_revenue_fy"])),
                (_("Revenue by marketing"), whole(outcome["incremental_revenue_fy"])),
                (_("Projected revenue"), whole(outcome["projected_revenue_fy"])),
                (_("Gross margin by marketing"), whole(outcome["incremental_gm_fy"])),
                (_("Contribution"), whole(outcome["contribution_fy"])),
                (_("Return"), rate(outcome["roi_fy"])),
                (_("New customers by marketing"), whole(outcome["new_customers_marketing_fy"])),
            ],
        ),
        (
            _("{n} months").format(n=horizon),
            [
                (_("Gross margin by marketing, present value"), whole(outcome["pv_incremental_gm_horizon"])),
                (_("Cost, present value"), whole(outcome["pv_cost"])),
                (_("Return"), rate(outcome["roi_horizon"])),
                (_("New customers by marketing"), whole(outcome["new_customers_marketing_horizon"])),
            ],
        ),
    ]
    title = _("{company} · {name} · {currency}").format(
        company=header.company, name=header.name, currency=header.currency
    )
    return "\n".join([title, *_aligned(blocks)])


def outcome_months(plan: Plan) -> int:
    """Return how many months the projection spans."""
    return plan.calendar.horizon


def _aligned(blocks: list[tuple[str, list[tuple[str, str]]]]) -> list[str]:
    names = max(_width(name) for _title, rows in blocks for name, _value in rows)
    values = max(_width(value) for _title, rows in blocks for _name, value in rows)
    lines = []
    for title, rows in blocks:
        lines += ["", title]
        lines += [f"  {name}{' ' * (names - _width(name))}  {value.rjust(values)}" for name, value in rows]
    return lines


def _width(text: str) -> int:
    return sum(2 if east_asian_width(char) in "WF" else 1 for char in text)
