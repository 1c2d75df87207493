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


def range_figures(plan: Plan, found: dict[str, Any]) -> str:
    """Return the range of the main totals and the odds as aligned lines."""
    formats = Formats.of(plan)
    horizon = outcome_months(plan)
    rows = [
        (_("Projected revenue"), "projected_revenue_fy", False),
        (_("Revenue by marketing"), "incremental_revenue_fy", False),
        (_("Contribution"), "contribution_fy", False),
        (_("New customers by marketing"), "new_customers_marketing_fy", False),
        (_("Contribution, {n} months").format(n=horizon), "contribution_horizon", False),
        (_("Return, {n} months").format(n=horizon), "roi_horizon", True),
    ]

    def text(value: float, *, rate: bool) -> str:
        return formats.percent_change(value) if rate else formats.number(value)

    lines = [
        (name, [text(found["totals"][key][point], rate=rate) for point in ("plan", "p10", "p50", "p90")])
        for name, key, rate in rows
        if key in found["totals"]
    ]
    title = _("Range in {draws} draws, seed {seed}").format(draws=found["draws"], seed=found["seed"])
    table = _columns([_("single-point plan"), "P10", "P50", "P90"], lines)
    odds = [(_("Probability to reach goal {id}").format(id=key), share) for key, share in
            found["probability_of_goal"].items()]  # fmt: skip
    if found["probability_pays_back"] is not None:
        odds.append((_("Probability to earn its cost"), found["probability_pays_back"]))
    told = [f"  {name}  {formats.percent(share)}" for name, share in odds]
    return "\n".join(["", title, *table, *told])


def bridge_lines(plan: Plan, found: dict[str, Any]) -> str:
    """Return what of the difference between the plan and a scenario comes from where, as aligned lines."""
    formats = Formats.of(plan)
    names = [
        (_("Projected revenue"), "projected_revenue_fy"),
        (_("Contribution"), "contribution_fy"),
        (_("Contribution, {n} months").format(n=outcome_months(plan)), "contribution_horizon"),
    ]
    blocks = ("budget", "mix", "timing", "assumptions")
    rows = [
        (
            name,
            [
                formats.number(found[key]["plan"]),
                *(formats.change(found[key][block]) for block in blocks),
                formats.number(found[key]["scenario"]),
            ],
        )
        for name, key in names
    ]
    heads = [_("Plan"), _("Budget"), _("Mix"), _("Timing"), _("Assumptions"), _("Scenario")]
    return "\n".join(["", _("From the plan to the scenario"), *_columns(heads, rows)])


def _columns(heads: list[str], rows: list[tuple[str, list[str]]]) -> list[str]:
    names = max(_width(name) for name, _values in rows)
    widths = [max(_width(values[i]) for _name, values in [("", heads), *rows]) for i in range(len(heads))]

    def line(name: str, values: list[str]) -> str:
        cells = "  ".join(
            f"{' ' * (width - _width(value))}{value}" for value, width in zip(values, widths, strict=True)
        )
        return f"  {name}{' ' * (names - _width(name))}  {cells}"

    return [line("", heads), *(line(name, values) for name, values in rows)]


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
