"""Scenarios side by side with the same six numbers, each with its range."""

from __future__ import annotations

from cmoplanner.i18n import _
from cmoplanner.projection.bands import Total
from cmoplanner.projection.comparison import Compared
from cmoplanner.report.brand_words import brand_warnings
from cmoplanner.report.deck.blocks import Cell, Heading, Kind, Page, Placed, Table
from cmoplanner.report.deck.material import Material
from cmoplanner.report.deck.pages.source import assumptions_line, hidden_line, source_line
from cmoplanner.report.outcome_scenarios import scenario_name, total_names
from cmoplanner.report.range_words import ends

_COLUMNS = 4
_TALL = 112.0


def scenarios_page(material: Material) -> Page:
    """Return the plan beside at most three scenarios under the same draws. Source: domain G, page 11."""
    plan, formats = material.plan, material.formats
    shown = _shown(material)
    names = [
        Heading("", 1.2, number=False),
        *(Heading(scenario_name(plan, one.name), 1.3, number=True) for one in shown),
    ]
    rows = [_cost(material, shown)]
    rows += [_line(material, total, name, shown) for total, name in total_names(plan).items()]
    left = len(material.compared) - len(shown)
    note = _("All under the same draws, so that a difference is no noise.")
    warnings = brand_warnings(plan, material.compared)
    if warnings:
        note = warnings[0]
    elif left:
        note += " " + _("{n} more scenarios are in the plan.").format(n=left)
    table = Table(tuple(names), tuple(rows), note=note, tall=_TALL)
    told = _title(material, shown)
    said = f"{plan.calendar.label} · {formats.currency}"
    source = source_line(material, assumptions_line(material))
    return Page(Kind.SCENARIOS, told, said, (Placed(table),), source, told, hidden_line(material))


def _shown(material: Material) -> list[Compared]:
    """Return the plan and those that differ most in cost, in order of cost, as many as have room."""
    first, *others = material.compared
    own = sum(first.outcome.money.net)
    apart = sorted(others, key=lambda one: -abs(sum(one.outcome.money.net) - own))[: _COLUMNS - 1]
    return sorted([first, *apart], key=lambda one: sum(one.outcome.money.net))


def _cost(material: Material, shown: list[Compared]) -> tuple[Cell, ...]:
    formats = material.formats
    cells = [Cell(_("Net cost"), "text_2")]
    cells += [Cell(formats.whole(sum(one.outcome.money.net)), strong=True) for one in shown]
    return tuple(cells)


def _line(material: Material, total: Total, name: str, shown: list[Compared]) -> tuple[Cell, ...]:
    formats = material.formats
    cells = [Cell(name, "text_2")]
    values = [one.bands.totals[total].plan for one in shown if total in one.bands.totals]
    best = max(values, default=None)
    for one in shown:
        band = one.bands.totals.get(total)
        if band is None:
            cells.append(Cell("–", "text_3"))
            continue
        if total is Total.ROI_HORIZON:
            text, aside = (
                formats.percent_change(band.plan),
                _("{low} to {high}").format(
                    low=formats.percent_change(band.p10), high=formats.percent_change(band.p90)
                ),
            )
        elif total is Total.NEW_CUSTOMERS:
            text, aside = formats.number(band.plan), f"{formats.number(band.p10)}–{formats.number(band.p90)}"
        else:
            text, aside = formats.short_amount(band.plan), ends(formats, band.plan, band.p10, band.p90)
        strong = len(values) > 1 and band.plan == best
        cells.append(Cell(text, strong=strong, aside=aside))
    return tuple(cells)


def _title(material: Material, shown: list[Compared]) -> str:
    plan, formats = material.plan, material.formats
    if len(shown) < 2:
        return _("There is no other scenario to compare the plan with")
    total = Total.CONTRIBUTION_HORIZON
    known = [one for one in shown if total in one.bands.totals]
    best = max(known, key=lambda one: one.bands.totals[total].plan)
    months = plan.header.value_horizon_months
    if not best.name:
        return _("The plan brings the best contribution over {n} months").format(n=months)
    gap = best.bands.totals[total].plan - material.bands.totals[total].plan
    return _("“{scenario}” brings {gap} more over {n} months than the plan").format(
        scenario=best.name, gap=formats.short_amount(gap), n=months
    )
