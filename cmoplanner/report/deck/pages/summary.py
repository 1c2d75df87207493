"""The plan on one page: goal, budget, revenue with its range, the odds, the result, and what is asked."""

from __future__ import annotations

from cmoplanner.i18n import _, ngettext
from cmoplanner.projection.bands import Total
from cmoplanner.report.deck.asks import asks_of
from cmoplanner.report.deck.blocks import COST, Asks, Block, Figure, Figures, Kind, Page, Placed
from cmoplanner.report.deck.material import Material
from cmoplanner.report.deck.pages.source import assumptions_line, hidden_line, source_line
from cmoplanner.report.outcome_figures import revenue_goal, title
from cmoplanner.report.range_words import ends

_ASKED = 3


def summary_page(material: Material) -> Page:
    """Return the only page if there are two minutes. Source: domain G, page 1."""
    plan, formats = material.plan, material.formats
    asked = asks_of(material)[:_ASKED]
    block: Block = Figures(_figures(material), across=2 if asked else 3)
    placed = [Placed(block, across=7 if asked else 12)]
    if asked:
        placed.append(Placed(Asks(asked, brief=True), column=7, across=5))
    months = plan.header.value_horizon_months
    jargon = _(
        "Contribution: gross margin that marketing adds, less its cost. Return: margin over {n} months in today’s "
        "money, less the cost, by the cost. Range: one in ten worse to one in ten better."
    ).format(n=months)
    said = f"{plan.calendar.label} · {formats.currency}"
    told = title(plan, material.outcome)
    source = source_line(material, assumptions_line(material))
    return Page(Kind.SUMMARY, told, said, tuple(placed), source, told, hidden_line(material), jargon)


def _figures(material: Material) -> tuple[Figure, ...]:
    plan, formats, bands = material.plan, material.formats, material.bands
    revenue = bands.totals[Total.REVENUE]
    goal = revenue_goal(plan)
    planned, agreed = sum(material.outcome.money.net), plan.header.topdown_budget
    found = [
        Figure(
            _("Revenue this year"),
            formats.short_amount(revenue.plan),
            _("range {range}").format(range=ends(formats, revenue.plan, revenue.p10, revenue.p90)),
            about=Total.REVENUE,
        )
    ]
    if goal is not None and goal.target is not None:
        share = bands.goals.get(goal.id)
        missing = goal.target - revenue.plan
        note = (
            _("{gap} more than projected").format(gap=formats.short_amount(missing))
            if missing > 0
            else _("reached by the plan")
        )
        if share is not None:
            note = _("{note} · {chance} chance to reach it").format(note=note, chance=formats.percent(share))
        found.append(Figure(_("Goal"), formats.short_amount(goal.target), note))
    n = sum(not one.cancelled for one in plan.activities.values())
    what = ngettext("for {n} activity", "for {n} activities", n).format(n=formats.number(n))
    if agreed:
        what = _("{what}, {agreed} agreed").format(what=what, agreed=formats.short(agreed))
    found.append(Figure(_("Marketing budget, our net cost"), formats.short(planned), what, about=COST))
    result = bands.totals[Total.CONTRIBUTION]
    found.append(
        Figure(
            _("Contribution this year"),
            formats.change(result.plan),
            _("after marketing cost · range {range}").format(range=ends(formats, result.plan, result.p10, result.p90)),
            _role(result.plan),
            Total.CONTRIBUTION,
        )
    )
    returned = bands.totals.get(Total.ROI_HORIZON)
    if returned is not None:
        note = _("range {low} to {high}").format(
            low=formats.percent_change(returned.p10), high=formats.percent_change(returned.p90)
        )
        if bands.pays_back is not None:
            note += " · " + _("{chance} chance to pay back").format(chance=formats.percent(bands.pays_back))
        name = _("Return over {n} months").format(n=plan.header.value_horizon_months)
        found.append(Figure(name, formats.percent_change(returned.plan), note, _role(returned.plan), Total.ROI_HORIZON))
    won = bands.totals[Total.NEW_CUSTOMERS]
    found.append(
        Figure(
            _("New customers by marketing"),
            formats.number(won.plan),
            _("range {low}–{high}").format(low=formats.number(won.p10), high=formats.number(won.p90)),
            about=Total.NEW_CUSTOMERS,
        )
    )
    return tuple(found)


def _role(value: float) -> str:
    return "positive" if value > 0 else "negative" if value < 0 else "text"
