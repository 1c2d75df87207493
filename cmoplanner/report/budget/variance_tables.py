"""Variance by month, forecast accuracy and the forecast of results as tables beside the budget."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cmoplanner.i18n import _, ngettext
from cmoplanner.ledger.accuracy import FEWEST, Accuracy, Hit
from cmoplanner.ledger.lines import Ledger, ledger
from cmoplanner.ledger.results import ResultForecast
from cmoplanner.ledger.variance import Variance, is_material, variances
from cmoplanner.model.plan import Plan
from cmoplanner.report.budget.entries import causes_words, signed
from cmoplanner.report.budget.table import month_word
from cmoplanner.report.figure_table import Column, Entry, FigureTable, Line
from cmoplanner.report.formats import Formats


@dataclass(frozen=True, slots=True)
class MonthVariance:
    """All lines of one closed month (0…11), or of all of them (-1), against the approved plan."""

    month: int
    whole: Variance


def month_variances(plan: Plan, book: Ledger, approved: Plan) -> list[MonthVariance]:
    """Return the variance of each closed month, and last that of the year to date. Source: domain F.5."""
    if not book.closed:
        return []
    then = book if approved is plan else ledger(approved)
    spans = [(month, month, month) for month in range(book.closed)] + [(-1, 0, book.closed - 1)]
    return [
        MonthVariance(month, _together(variances(plan, book, approved, then, first, last)))
        for month, first, last in spans
    ]


def _together(rows: Sequence[Variance]) -> Variance:
    def added(part: str) -> int:
        return sum(getattr(row, part) for row in rows)

    parts = ("plan", "actual", "scope", "currency", "volume", "price", "timing")
    return Variance("", **{part: added(part) for part in parts})


def month_table(plan: Plan, rows: Sequence[MonthVariance]) -> FigureTable:
    """Return months with plan, actual, difference and its share; what is material is strong and flagged."""
    formats = Formats.of(plan)
    columns = (
        Column(_("Month"), width=54, number=False, grows=True),
        Column(_("plan"), width=66),
        Column(_("actual"), width=66),
        Column("Δ", _("Actual less plan: above zero is adverse."), 60),
        Column("Δ %", _("Of the plan."), 52),
    )
    lines = [_month_line(plan, formats, row) for row in rows]
    causes = causes_words(formats, rows[-1].whole) if rows else ""
    note = _("Year to date: {causes}. Rest on a month for its causes; they add up.").format(causes=causes)
    return FigureTable(columns, tuple(lines), note if causes else "")


def _month_line(plan: Plan, formats: Formats, row: MonthVariance) -> Line:
    one = row.whole
    foot = row.month < 0
    material = is_material(one.difference, one.plan, formats.decimals)
    role = ("negative" if one.difference > 0 else "positive") if material else "text_2"
    flag = "" if not one.difference else _("adverse") if one.difference > 0 else _("favourable")
    name = _("to date") if foot else month_word(plan, row.month)
    full = "\n".join(part for part in (name, flag, causes_words(formats, one)) if part)
    share = formats.percent(one.difference / one.plan) if one.plan else ""
    return Line(
        (
            Entry(name, full, strong=foot),
            Entry(formats.whole(one.plan), formats.full(one.plan), "text_2", foot),
            Entry(formats.whole(one.actual), formats.full(one.actual), "text", foot),
            Entry(signed(formats, one.difference), full, role, material or foot),
            Entry(_plus(share, one.difference), full, role, foot),
        ),
        foot,
    )


def accuracy_table(plan: Plan, one: Accuracy) -> FigureTable:
    """Return how right a version was by cost centre: forecast, actual, bias and weighted error."""
    formats = Formats.of(plan)
    columns = (
        Column(_("Cost centre"), width=70, number=False, grows=True),
        Column(_("forecast"), width=62),
        Column(_("actual"), width=60),
        Column(_("bias"), _("Forecast less actual, of the actual: above zero, too much was forecast."), 46),
        Column(_("error"), _("How far single months were off, whichever way, of the actual (WAPE)."), 44),
    )
    lines = [
        _hit_line(formats, plan.cost_centres[row].name if row in plan.cost_centres else _("None"), hit)
        for row, hit in one.centres.items()
    ]
    lines.append(_hit_line(formats, _("All"), one.total, foot=True))
    return FigureTable(columns, tuple(lines), accuracy_words(plan, one))


def accuracy_words(plan: Plan, one: Accuracy) -> str:
    """Return which months a version is judged by, and whether they are enough."""
    if not one.months:
        return _("No month has closed since it was named: nothing can be compared yet.")
    first, last = month_word(plan, one.months[0]), month_word(plan, one.months[-1])
    n = len(one.months)
    said = ngettext("{n} month compared: {first}.", "{n} months compared: {first}–{last}.", n).format(
        n=n, first=first, last=last
    )
    if one.telling:
        return said
    return _("{said} Fewer than {fewest} say little.").format(said=said, fewest=FEWEST)


def results_table(plan: Plan, rows: Sequence[ResultForecast]) -> FigureTable:
    """Return measures with their plan of the year, what came so far, the forecast, and by how much it misses."""
    formats = Formats.of(plan)
    columns = (
        Column(_("Measure"), width=96, number=False, grows=True),
        Column(_("plan"), _("Its target of the year, or the sum of its planned months."), 50),
        Column(_("so far"), _("Actual months, of those that have plan and actual."), 48),
        Column(_("forecast"), width=64),
        Column("Δ", _("Forecast less plan: below zero it falls short."), 46),
    )
    lines = []
    for one in rows:
        kpi = plan.kpis[one.kpi_id]
        told = _("{name}: {actual} of {planned} planned to date; the rest at {share} of its plan").format(
            name=kpi.name,
            actual=formats.number(one.actual_to_date),
            planned=formats.number(one.planned_to_date),
            share=formats.percent((1 + one.ratio) / 2),
        )
        gap = formats.number(one.gap)
        lines.append(
            Line(
                (
                    Entry(kpi.name, told),
                    Entry(formats.number(one.plan), told, "text_2"),
                    Entry(formats.number(one.actual_to_date), told),
                    Entry(formats.number(one.forecast), told, strong=True),
                    Entry(_plus(gap, round(one.gap)), told, "negative" if one.gap < -0.5 else "positive"),
                )
            )
        )
    note = _(
        "Closed months as they came; what is planned for the others times the last three months' actual ÷ plan, "
        "half-way shrunk to 1."
    )
    return FigureTable(columns, tuple(lines), note)


def _hit_line(formats: Formats, name: str, hit: Hit, *, foot: bool = False) -> Line:
    bias = "" if hit.bias is None else _plus(formats.percent(hit.bias), hit.forecast - hit.actual)
    error = "" if hit.wape is None else formats.percent(hit.wape)
    return Line(
        (
            Entry(name, strong=foot),
            Entry(formats.whole(hit.forecast), formats.full(hit.forecast), "text_2", foot),
            Entry(formats.whole(hit.actual), formats.full(hit.actual), "text", foot),
            Entry(bias, bias, "text", foot),
            Entry(error, error, "text", foot),
        ),
        foot,
    )


def _plus(text: str, value: int) -> str:
    return f"+{text}" if value > 0 and text and not text.startswith("+") else text
