"""What customers cost and bring by market cell as a table: lifetime value, CAC, payback, churn, margin."""

from __future__ import annotations

from dataclasses import replace

from cmoplanner.i18n import _
from cmoplanner.model.plan import Plan
from cmoplanner.optimizer.cuts import Side
from cmoplanner.projection.lifetime import CohortValue, CustomerValue
from cmoplanner.projection.outcome import Outcome
from cmoplanner.projection.unit_economics import Economics, Kept, UnitEconomics
from cmoplanner.report.figure_keys import FigureKey
from cmoplanner.report.figure_table import Column, Entry, FigureTable, Line
from cmoplanner.report.formats import Formats
from cmoplanner.report.outcome_cuts import NO_FIGURE, SIDES, part_name

ECONOMICS = (Side.CELL, Side.SEGMENT, Side.OFFERING)
"""By what customers can be looked at."""


def economics_table(outcome: Outcome, found: UnitEconomics, side: Side = Side.CELL) -> FigureTable:
    """Return lifetime value, CAC, payback, churn and margin by market cell, segment or offering. Source: C.14, C.15.

    The most profitable come first, the whole plan last. What only a market cell has is left out of the others.
    """
    plan = outcome.compiled.plan
    formats = Formats.of(plan)
    groups = {Side.CELL: found.by_cell, Side.SEGMENT: found.by_segment, Side.OFFERING: found.by_offering}[side]
    lines = []
    for name, one in sorted(groups.items(), key=lambda item: -item[1].gross_margin_year):
        value, kept = (found.values[name], found.kept.get(name)) if side is Side.CELL else (None, None)
        line = _economics_line(formats, part_name(plan, side, name), one, value, kept)
        lines.append(_keyed(line, FigureKey("customers", "", side, name)))
    whole = _economics_line(formats, _("Whole plan"), found.total, None, None, foot=True)
    note = _("CAC counts working money; on hover with its part of all other cost. Payback is at first-year retention.")
    lines.append(_keyed(whole, FigureKey("customers", "", side, whole=True)))
    return FigureTable(_economics_columns(plan, side), tuple(lines), note)


FIGURES = ("", "value", "endless", "cohort", "cac", "ratio", "payback", "churn", "kept", "margin", "contribution")
"""What each column is called in the keys of its figures."""


def _keyed(line: Line, key: FigureKey) -> Line:
    """Return a line whose figures can be asked why."""
    named = zip(line.entries, FIGURES, strict=True)
    entries = (
        replace(one, key=replace(key, what=what).text())
        if what and one.text not in (NO_FIGURE, "", _months(None))
        else one
        for one, what in named
    )
    return replace(line, entries=tuple(entries))


def _economics_columns(plan: Plan, side: Side) -> tuple[Column, ...]:
    months = plan.header.clv_horizon_months
    return (
        Column(_(SIDES[side]), width=150, number=False, grows=True),
        Column(
            _("lifetime value"),
            _("Margin of a new customer over {n} months, discounted; on hover beside the endless check.").format(
                n=months
            ),
            100,
        ),
        Column(_("endless"), _("The same without an end, by Gupta and Lehmann."), 72),
        Column(
            _("residual"),
            _(
                "Margin still to come from a customer who stayed the first year, by a survival curve (sBG): the"
                " faithful remain, so that retention goes on rising. Paid at each renewal, without an end, discounted."
            ),
            76,
        ),
        Column(_("CAC"), _("What a new customer costs."), 76),
        Column(_("value : CAC"), _("Lifetime value for each unit of acquisition cost."), 88),
        Column(_("payback"), _("Months until the margin of a new customer covers what it cost."), 84),
        Column(_("churn a year"), _("Without and with touchpoints that retain."), 116),
        Column(_("kept"), _("Customers that are there at the end of the year because of touchpoints that retain."), 60),
        Column(_("margin this year"), _("All gross margin of the cell, with and without marketing."), 118),
        Column(_("contribution"), _("Margin that marketing adds this year less its cost."), 100),
    )


def _economics_line(
    formats: Formats, name: str, one: Economics, value: CustomerValue | None, kept: Kept | None, *, foot: bool = False
) -> Line:
    entries = (
        Entry(name, strong=foot),
        _amount(formats, one.lifetime_value if value is None else value.capped, _value_words(formats, value)),
        _amount(formats, value.end if value else None),
        _cohort(formats, value.cohort if value else None),
        _cac(formats, one),
        _ratio(formats, one.value_to_cost),
        _payback(one),
        _churn(formats, kept),
        Entry(formats.number(kept.customers_year)) if kept else Entry(NO_FIGURE, role="text_3"),
        _amount(formats, one.gross_margin_year, strong=True),
        _signed(formats, one.contribution_year),
    )
    return Line(entries, foot)


def _amount(formats: Formats, value: float | None, full: str = "", *, strong: bool = False) -> Entry:
    if value is None:
        return Entry(NO_FIGURE, role="text_3")
    return Entry(formats.number(value), full or formats.number(value, 2), strong=strong)


def _signed(formats: Formats, value: float) -> Entry:
    role = "positive" if value > 0 else "negative" if value < 0 else "text_3"
    return Entry(formats.number(value), formats.number(value, 2), role)


def _value_words(formats: Formats, value: CustomerValue | None) -> str:
    if value is None:
        return ""
    parts = [_("lifetime value {amount}").format(amount=formats.number(value.capped, 2))]
    if value.end is not None and value.begin is not None:
        parts.append(
            _("endless check {low} to {high}").format(
                low=formats.number(value.end, 2), high=formats.number(value.begin, 2)
            )
        )
    return "\n".join([*parts, *(gap.sentence for gap in value.gaps)])


def _cohort(formats: Formats, found: CohortValue | None) -> Entry:
    """Return what is still to come from a customer by the survival curve, with the curve. Source: domain C.14c."""
    if found is None:
        return Entry(NO_FIGURE, _("Retention does not rise after the first year: no survival curve."), "text_3")
    if found.residual is None or found.new is None:
        return Entry(NO_FIGURE, _("Revenue grows as fast as it is discounted: the sum has no limit."), "text_3")
    curve = found.curve
    years = ", ".join(formats.percent(curve.retention(year), 0) for year in (1, 2, 3, 5, 10))
    full = "\n".join(
        (
            _("{amount} still to come after the first year").format(amount=formats.number(found.residual, 2)),
            _("{amount} for a new customer, with the first order").format(amount=formats.number(found.new, 2)),
            _("retention in years 1, 2, 3, 5 and 10: {years}").format(years=years),
            _("survival curve α {alpha}, β {beta}").format(
                alpha=formats.number(curve.alpha, 3), beta=formats.number(curve.beta, 3)
            ),
        )
    )
    return Entry(formats.number(found.residual), full)


def _cac(formats: Formats, one: Economics) -> Entry:
    if one.cac_working is None or one.cac_loaded is None:
        return Entry(NO_FIGURE, role="text_3")
    full = _("{working} in working money, {loaded} with its part of all other cost").format(
        working=formats.number(one.cac_working, 2), loaded=formats.number(one.cac_loaded, 2)
    )
    return Entry(formats.number(one.cac_working), full)


def _ratio(formats: Formats, value: float | None) -> Entry:
    if value is None:
        return Entry(NO_FIGURE, role="text_3")
    return Entry(formats.number(value, 1), formats.number(value, 2), "negative" if value < 1 else "text")


def _payback(one: Economics) -> Entry:
    if one.new_customers <= 0:
        return Entry(NO_FIGURE, role="text_3")
    loaded = _months(one.payback_loaded)
    full = _("{working} on working money, {loaded} with all other cost").format(
        working=_months(one.payback_working), loaded=loaded
    )
    return Entry(_months(one.payback_working), full, "negative" if one.payback_working is None else "text")


def _months(months: int | None) -> str:
    return _("never") if months is None else _("{n} months").format(n=months)


def _churn(formats: Formats, kept: Kept | None) -> Entry:
    if kept is None:
        return Entry(NO_FIGURE, role="text_3")
    before, after = 1 - kept.retention_without, 1 - kept.retention_with
    text = _("{before} → {after}").format(before=formats.percent(before, 1), after=formats.percent(after, 1))
    full = _("{cost} keeps {n} customers and {margin} of margin this year").format(
        cost=formats.number(kept.cost),
        n=formats.number(kept.customers_year, 1),
        margin=formats.number(kept.margin_year),
    )
    return Entry(text, f"{text}\n{full}")
