"""What each channel brings: its part of the whole, the loss if cut, and what the next unit of money earns."""

from __future__ import annotations

from cmoplanner.i18n import _
from cmoplanner.optimizer.cuts import Part, Side
from cmoplanner.projection.bands import Total
from cmoplanner.report.deck.blocks import Cell, Heading, Kind, Page, Placed, Table
from cmoplanner.report.deck.material import Material
from cmoplanner.report.deck.pages.source import assumptions_line, hidden_line, source_line
from cmoplanner.report.outcome_cuts import NEXT, NO_FIGURE, part_name

_SHOWN = 12


def channels_page(material: Material) -> Page:
    """Return contribution that adds up, loss if cut and the next unit, the largest first. Source: domain G, page 7."""
    plan, formats, cut = material.plan, material.formats, material.channels
    parts = sorted(cut.parts, key=lambda part: (-part.contribution, -part.net_cost))
    most = max((part.contribution for part in parts), default=0) or 1
    many = len(parts) > _SHOWN + 1
    shown, rest = (parts[:_SHOWN], parts[_SHOWN:]) if many else (parts, [])
    rows = [_row(material, part, most) for part in shown]
    if rest:
        cost, brought = sum(one.net_cost for one in rest), sum(one.contribution for one in rest)
        name = _("{n} others").format(n=len(rest))
        rows.append((Cell(name), Cell(formats.whole(cost)), Cell(formats.whole(brought)), Cell(""), Cell("")))
    feet = 1
    if cut.levers:
        rows.append((Cell(_("levers")), Cell(""), Cell(formats.whole(cut.levers)), Cell(""), Cell("")))
        feet = 2
    cost = sum(one.net_cost for one in parts)
    rows.append(
        (
            Cell(_("all"), strong=True),
            Cell(formats.whole(cost), strong=True),
            Cell(formats.whole(cut.incremental), strong=True),
            Cell(""),
            Cell(""),
        )
    )
    next_ = formats.number(NEXT)
    headings = (
        Heading(_("Channel"), 1.7, number=False),
        Heading(_("net cost"), 1.0),
        Heading(_("its margin (adds up)"), 1.4),
        Heading(_("loss if cut"), 1.0),
        Heading(_("next {amount} earns").format(amount=next_), 1.0),
    )
    note = _("Shares differ from losses because channels work together and curves are bent.")
    table = Table(headings, tuple(rows), feet=feet, note=note)
    told = _title(material, parts)
    said = _("Margin over {n} months in today’s money · {currency} · {range}").format(
        n=plan.header.value_horizon_months, currency=formats.currency, range=_range_line(material)
    )
    hidden = hidden_line(material)
    source = source_line(material, assumptions_line(material))
    return Page(Kind.CHANNELS, told, said, (Placed(table),), source, told, hidden)


def _range_line(material: Material) -> str:
    """Return the range of the whole, as no projection is shown without one."""
    band, formats = material.bands.totals[Total.PRESENT_MARGIN], material.formats
    return _("range of all {low} to {high}").format(
        low=formats.short_amount(band.p10), high=formats.short_amount(band.p90)
    )


def _row(material: Material, part: Part, most: int) -> tuple[Cell, ...]:
    formats = material.formats
    decision = material.decisions.get(part.name)
    loss = next_ = Cell(NO_FIGURE, "text_3")
    if decision is not None:
        loss = Cell(formats.number(-decision.loss_if_cut), "negative" if decision.loss_if_cut > 0.5 else "text_3")
        earned = decision.next_thousand
        if earned is not None:
            next_ = Cell(formats.number(earned), "positive" if earned >= NEXT else "negative", strong=True)
    return (
        Cell(part_name(material.plan, Side.CHANNEL, part.name)),
        Cell(formats.whole(part.net_cost)),
        Cell(formats.whole(part.contribution), strong=True, share=max(0.0, part.contribution / most)),
        loss,
        next_,
    )


def _title(material: Material, parts: list[Part]) -> str:
    plan, formats = material.plan, material.formats
    earning = {name: one.next_thousand for name, one in material.decisions.items() if one.next_thousand is not None}
    spent = {part.name for part in parts if part.net_cost > 0}
    known = {name: value for name, value in earning.items() if name in spent}
    if len(known) < 2:
        if not parts or parts[0].contribution <= 0:
            return _("No channel brings a margin yet")
        return _("{channel} brings the most").format(channel=part_name(plan, Side.CHANNEL, parts[0].name))
    best, worst = max(known, key=lambda one: known[one]), min(known, key=lambda one: known[one])
    return _("The next {amount} earns {most} in {best}, and {least} in {worst}").format(
        amount=formats.number(NEXT),
        most=formats.number(known[best]),
        best=part_name(plan, Side.CHANNEL, best),
        least=formats.number(known[worst]),
        worst=part_name(plan, Side.CHANNEL, worst),
    )
