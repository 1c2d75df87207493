"""What the plan is expected to bring: revenue by month with its range, the odds, and what it hinges on."""

from __future__ import annotations

from cmoplanner.i18n import _
from cmoplanner.projection.bands import Band, Total
from cmoplanner.projection.carryover import Floats
from cmoplanner.report.deck.blocks import (
    Chart,
    ChartKind,
    Figure,
    Figures,
    Kind,
    Look,
    Page,
    Placed,
    Series,
    Values,
)
from cmoplanner.report.deck.material import Material
from cmoplanner.report.deck.pages.source import assumptions_line, hidden_line, source_line
from cmoplanner.report.outcome_figures import revenue_goal, title, year_by_month
from cmoplanner.report.outcome_tornado import hinges
from cmoplanner.report.range_words import ends
from cmoplanner.report.scaled import Scaled

_HINGES = 5


def outcome_page(material: Material) -> Page:
    """Return revenue by month with P10 to P90, the tornado's first five, and the odds. Source: domain G, page 6."""
    plan = material.plan
    placed = (
        Placed(_figures(material), down=1),
        Placed(_by_month(material), row=1, across=8, down=5),
        Placed(_hinging(material), column=8, row=1, across=4, down=5),
    )
    told = _title(material)
    said = f"{plan.calendar.label} · {material.formats.currency}"
    jargon = _(
        "Base: what comes without this year’s marketing. Range: one in ten worse (P10) to one in ten better (P90)."
    )
    source = source_line(material, assumptions_line(material))
    return Page(Kind.OUTCOME, told, said, placed, source, told, hidden_line(material), jargon)


def _title(material: Material) -> str:
    formats, bands = material.formats, material.bands
    added = bands.totals[Total.INCREMENTAL_REVENUE].plan
    goal = revenue_goal(material.plan)
    if goal is None or goal.target is None or goal.id not in bands.goals:
        return title(material.plan, material.outcome)
    return _("Marketing adds {added} to revenue; {goal} is reached in {chance} of the draws").format(
        added=formats.short_amount(added),
        goal=formats.short_amount(goal.target),
        chance=formats.percent(bands.goals[goal.id]),
    )


def _figures(material: Material) -> Figures:
    formats, bands = material.formats, material.bands
    revenue, added = bands.totals[Total.REVENUE], bands.totals[Total.INCREMENTAL_REVENUE]
    found = [
        Figure(name, formats.short_amount(band.plan), _range(material, band), about=total)
        for name, band, total in (
            (_("Revenue"), revenue, Total.REVENUE),
            (_("of it by marketing"), added, Total.INCREMENTAL_REVENUE),
        )
    ]
    goal = revenue_goal(material.plan)
    if goal is not None and goal.id in bands.goals:
        name = _("Chance to reach {goal}").format(goal=formats.short_amount(goal.target or 0.0))
        found.append(Figure(name, formats.percent(bands.goals[goal.id])))
    if bands.pays_back is not None:
        name = _("Chance to pay back in {n} months").format(n=material.plan.header.value_horizon_months)
        found.append(Figure(name, formats.percent(bands.pays_back)))
    return Figures(tuple(found), across=len(found))


def _range(material: Material, band: Band) -> str:
    return _("range {range}").format(range=ends(material.formats, band.plan, band.p10, band.p90))


def _by_month(material: Material) -> Chart:
    year = year_by_month(material.outcome, material.bands)
    scaled = year.scaled
    by_month = Scaled.of(material.formats, float(max(year.whole.max(), 1.0)))

    def values(amounts: Floats) -> Values:
        return tuple(float(value) / by_month.divisor for value in amounts)

    labels = tuple(by_month.text(float(value)) for value in year.whole)
    band = year.band
    return Chart(
        ChartKind.STACKED,
        _("Revenue by month"),
        tuple(year.names),
        (
            Series(_("base"), values(year.base), Look.BASE),
            Series(_("by marketing"), values(year.added), Look.ACCENT, labels),
        ),
        by_month.title or scaled.title,
        low=values(band.p10) if band is not None else (),
        high=values(band.p90) if band is not None else (),
        band_name=_("range P10–P90"),
    )


def _hinging(material: Material) -> Chart:
    found = hinges(material.plan, material.hinges, Total.REVENUE)
    levers = found.levers[:_HINGES]
    amounts = [abs(value) for one in levers for value in (one.low, one.high)]
    scaled = Scaled.of(material.formats, max(amounts, default=0.0))
    return Chart(
        ChartKind.TORNADO,
        _("What revenue hinges on"),
        tuple(one.name for one in levers),
        (
            Series(
                _("value 1-in-10 low"),
                tuple(one.low / scaled.divisor for one in levers),
                Look.PRIOR,
                tuple(one.low_text for one in levers),
            ),
            Series(
                _("1-in-10 high"),
                tuple(one.high / scaled.divisor for one in levers),
                Look.ACCENT,
                tuple(one.high_text for one in levers),
            ),
        ),
        scaled.title,
    )
