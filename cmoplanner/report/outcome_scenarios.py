"""Scenarios side by side as a table, each with its difference to the plan, and the bridge between two of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cmoplanner.i18n import _
from cmoplanner.model.plan import Plan
from cmoplanner.optimizer.cuts import to_add_up
from cmoplanner.projection.bands import Band, Total
from cmoplanner.projection.bridge import Block, Bridge
from cmoplanner.projection.comparison import Compared
from cmoplanner.report.figure_table import Column, Entry, FigureTable, Line
from cmoplanner.report.formats import ZERO, Formats


def scenario_name(plan: Plan, name: str) -> str:
    """Return what a scenario is called; the plan as it stands has no name of its own."""
    return name or _("The plan")


def total_names(plan: Plan) -> dict[Total, str]:
    """Return the totals that are compared, as they are called."""
    months = plan.header.value_horizon_months
    return {
        Total.REVENUE: _("Revenue {year}").format(year=plan.calendar.label),
        Total.CONTRIBUTION: _("Contribution this year"),
        Total.PRESENT_MARGIN: _("Margin {n} months").format(n=months),
        Total.CONTRIBUTION_HORIZON: _("Contribution {n} months").format(n=months),
        Total.NEW_CUSTOMERS: _("New customers"),
        Total.ROI_HORIZON: _("Return {n} months").format(n=months),
    }


def scenario_table(plan: Plan, compared: Sequence[Compared]) -> FigureTable:
    """Return the plan and its scenarios as columns, the totals as rows."""
    formats = Formats.of(plan)
    columns = [Column("", width=170, number=False)]
    columns += [
        Column(scenario_name(plan, one.name), "\n".join(problem.sentence for problem in one.problems), 150, grows=True)
        for one in compared
    ]
    lines = [_cost_line(formats, compared)]
    lines += [_total_line(formats, total, name, compared) for total, name in total_names(plan).items()]
    note = _("Every scenario is drawn under the same luck: a difference is no noise. Hover for its range.")
    return FigureTable(tuple(columns), tuple(lines), note)


def _cost_line(formats: Formats, compared: Sequence[Compared]) -> Line:
    costs = [sum(one.outcome.money.net) for one in compared]
    entries = [Entry(_("Net cost"), role="text_2")]
    for number, cost in enumerate(costs):
        change = cost - costs[0]
        aside = formats.difference(formats.amount(change)) if number and change else ""
        entries.append(
            Entry(
                formats.whole(cost),
                formats.full(cost),
                strong=True,
                aside=aside,
                aside_role="negative" if change > 0 else "positive",
            )
        )
    return Line(tuple(entries))


def _total_line(formats: Formats, total: Total, name: str, compared: Sequence[Compared]) -> Line:
    entries = [Entry(name, role="text_2")]
    for one in compared:
        band = one.bands.totals.get(total)
        if band is None:
            entries.append(Entry("–", role="text_3"))
            continue
        entries.append(_total_entry(formats, total, band, one))
    return Line(tuple(entries))


def _total_entry(formats: Formats, total: Total, band: Band, one: Compared) -> Entry:
    gap = one.differences.get(total) if one.differences else None
    full = _("{value}, range {low} to {high}").format(
        value=_figure(formats, total, band.plan),
        low=_figure(formats, total, band.p10),
        high=_figure(formats, total, band.p90),
    )
    aside, role = "", "text_2"
    if gap is not None:
        full += "\n" + _("difference {value}, range {low} to {high}").format(
            value=_change(formats, total, gap.plan),
            low=_change(formats, total, gap.p10),
            high=_change(formats, total, gap.p90),
        )
        if one.better is not None:
            full += "\n" + _("higher in {share} of the draws").format(share=formats.percent(one.better[total]))
        aside = _change(formats, total, gap.plan) if gap.plan else ""
        role = "positive" if gap.plan > 0 else "negative"
    text = _figure(formats, total, band.plan)
    return Entry(text, full, strong=True, aside=aside, aside_role=role, key="" if one.name else total.value)


def _figure(formats: Formats, total: Total, value: float) -> str:
    return formats.percent_change(value) if total is Total.ROI_HORIZON else formats.number(value)


def _change(formats: Formats, total: Total, value: float) -> str:
    if total is Total.ROI_HORIZON:
        return _("{points} pt").format(points=formats.difference(100 * value))
    return formats.difference(value)


def bridge_table(plan: Plan, names: tuple[str, str], bridges: Mapping[Total, Bridge]) -> FigureTable:
    """Return for each total what of the difference comes from budget, mix, timing and assumptions."""
    formats = Formats.of(plan)
    words = {
        Block.BUDGET: _("budget"),
        Block.MIX: _("mix"),
        Block.TIMING: _("timing"),
        Block.ASSUMPTIONS: _("assumptions"),
    }
    columns = [Column("", width=170, number=False), Column(scenario_name(plan, names[0]), width=110, grows=True)]
    columns += [Column(words[block], width=90, grows=True) for block in Block]
    columns.append(Column(scenario_name(plan, names[1]), width=110, grows=True))
    lines = []
    for total, name in total_names(plan).items():
        one = bridges.get(total)
        if one is None:
            continue
        entries = [Entry(name, role="text_2"), Entry(_figure(formats, total, one.start), strong=True)]
        for value in _parts(total, one):
            role = "positive" if value > 0 else "negative" if value < 0 else "text_3"
            entries.append(Entry(_change(formats, total, value) if value else ZERO, role=role))
        entries.append(Entry(_figure(formats, total, one.end), strong=True))
        lines.append(Line(tuple(entries)))
    return FigureTable(tuple(columns), tuple(lines), _("Start, four parts and end add up exactly."))


def _parts(total: Total, one: Bridge) -> list[float]:
    """Return the four parts rounded as they are shown, so that they add up there too."""
    unit = 100.0 if total is Total.ROI_HORIZON else 1.0
    whole = round(one.end * unit) - round(one.start * unit)
    return [part / unit for part in to_add_up([one.parts[block] * unit for block in Block], whole)]
