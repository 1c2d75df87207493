"""Segments × offerings: customers, lifetime value, and this year's revenue against its target, cell by cell."""

from __future__ import annotations

from collections.abc import Mapping

from cmoplanner.i18n import _, ngettext
from cmoplanner.model.market import Offering, Segment
from cmoplanner.model.periods import MONTHS_A_YEAR
from cmoplanner.model.plan import Cell as MarketCell
from cmoplanner.projection.outcome import Line
from cmoplanner.report.deck.blocks import Cell, Heading, Kind, Page, Placed, Table
from cmoplanner.report.deck.material import Material
from cmoplanner.report.deck.pages.source import assumptions_line, hidden_line, source_line

_TALL = 150.0
_OFFERINGS = 6


def market_page(material: Material) -> Page:
    """Return the grid of market cells; colour only where the target is missed. Source: domain G, page 4."""
    plan = material.plan
    served = {(cell.segment_id, cell.offering_id): cell for cell in plan.cells.values()}
    offerings = [key for key in plan.offerings if any(key == offering for _segment, offering in served)]
    offerings = sorted(offerings, key=lambda key: -_customers(material, key))[:_OFFERINGS]
    offerings.sort(key=list(plan.offerings).index)
    headings = [Heading(_("Segment"), 1.2, number=False)]
    headings += [Heading(plan.offerings[key].name, 1.2, number=False) for key in offerings]
    revenue = _revenue(material)
    rows = [
        (Cell(segment.name, strong=True), *(_cell(material, served.get((key, one)), revenue) for one in offerings))
        for key, segment in plan.segments.items()
    ]
    left = len({cell.offering_id for cell in plan.cells.values()}) - len(offerings)
    note = _("Customers today · lifetime value of a new one. Empty: not served, on purpose.")
    if left > 0:
        more = ngettext("{n} more offering", "{n} more offerings", left).format(n=left)
        note = f"{note} {more}."
    table = Table(tuple(headings), tuple(rows), note=note, tall=_TALL)
    told = _title(material, revenue)
    said = _("{year} · projected revenue against target where there is one").format(year=plan.calendar.label)
    source = source_line(material, assumptions_line(material))
    return Page(Kind.MARKET, told, said, (Placed(table),), source, told, hidden_line(material))


def _customers(material: Material, offering: str) -> float:
    return sum(cell.customers_start for cell in material.plan.cells.values() if cell.offering_id == offering)


def _revenue(material: Material) -> dict[str, float]:
    outcome = material.outcome
    year = outcome.lines[:, Line.REVENUE, :MONTHS_A_YEAR].sum(axis=1)
    return {cell.cell.id: float(amount) for cell, amount in zip(outcome.compiled.cells, year, strict=True)}


def _cell(material: Material, cell: MarketCell | None, revenue: dict[str, float]) -> Cell:
    if cell is None:
        return Cell("", "text_3")
    formats = material.formats
    value = material.economics.by_cell[cell.id].lifetime_value if cell.id in material.economics.by_cell else None
    aside = _("{n} customers").format(n=formats.number(cell.customers_start))
    if value is not None and material.sees_money:
        aside = f"{aside} · {formats.short_amount(value)}"
    if not material.sees_money:
        return Cell(aside)
    made = revenue.get(cell.id, 0.0)
    text, role = formats.short_amount(made), "text"
    if cell.target_revenue:
        gap = made - formats.amount(cell.target_revenue)
        text = f"{text} ({formats.change(gap)})"
        role = "negative" if gap < 0 else "positive"
    return Cell(text, role, strong=True, aside=aside)


def _title(material: Material, revenue: dict[str, float]) -> str:
    plan, formats = material.plan, material.formats
    if not plan.cells:
        return _("No segment is served with an offering yet")
    if not material.sees_money:
        n = len(plan.cells)
        return ngettext("We serve one market cell", "We serve {n} market cells", n).format(n=n)
    gaps = {
        cell.id: revenue.get(cell.id, 0.0) - formats.amount(cell.target_revenue)
        for cell in plan.cells.values()
        if cell.target_revenue
    }
    short = {key: gap for key, gap in gaps.items() if gap < 0}
    if short:
        worst = plan.cells[min(short, key=lambda key: short[key])]
        n = len(short)
        return ngettext(
            "One market cell misses its target: {segment} with {offering}",
            "{n} market cells miss their target, {segment} with {offering} most",
            n,
        ).format(n=n, segment=_name(plan.segments, worst.segment_id), offering=_name(plan.offerings, worst.offering_id))
    best = max(revenue, key=lambda key: revenue[key], default="")
    share = revenue[best] / (sum(revenue.values()) or 1.0) if best else 0.0
    cell = plan.cells[best]
    return _("{segment} with {offering} makes {share} of revenue").format(
        segment=_name(plan.segments, cell.segment_id),
        offering=_name(plan.offerings, cell.offering_id),
        share=formats.percent(share),
    )


def _name(rows: Mapping[str, Segment] | Mapping[str, Offering], key: str) -> str:
    row = rows.get(key)
    return row.name if row is not None else key
