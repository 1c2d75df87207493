"""Partners: where each stands in its lifecycle, what of its fund is used, and what the joint plans are to bring."""

from __future__ import annotations

from cmoplanner.i18n import _, ngettext
from cmoplanner.ledger.money_back import fund_left
from cmoplanner.model.plan import Partner
from cmoplanner.report.deck.blocks import Cell, Heading, Kind, Page, Placed, Table, Words
from cmoplanner.report.deck.material import Material
from cmoplanner.report.deck.pages.source import hidden_line, source_line

_TALL = 88.0


def partners_page(material: Material) -> Page:
    """Return the partners with lifecycle, funds and joint plans. Source: domain G, page 9."""
    plan, formats = material.plan, material.formats
    source = source_line(material)
    if not plan.partners:
        told = _("The plan works without partners")
        words = Words((("", _("Partners with their funds and joint plans stand here as soon as there are some.")),))
        return Page(Kind.PARTNERS, told, plan.calendar.label, (Placed(words),), source, told)
    left = fund_left(plan)
    headings = [
        Heading(_("Partner"), 1.6, number=False),
        Heading(_("Lifecycle stage"), 1.1, number=False),
        Heading(_("Activities"), 0.8),
    ]
    if material.sees_money:  # one partner's fund is nothing for another one
        headings += [
            Heading(_("Fund"), 1.0),
            Heading(_("used"), 0.9),
            Heading(_("Joint plan: leads"), 1.0),
            Heading(_("revenue expected"), 1.1),
        ]
    rows = [_row(material, partner, left) for partner in plan.partners.values()]
    table = Table(tuple(headings), tuple(rows), tall=_TALL)
    said = f"{plan.calendar.label} · {formats.currency}"
    told = _title(material, left)
    return Page(Kind.PARTNERS, told, said, (Placed(table),), source, told, hidden_line(material))


def _row(material: Material, partner: Partner, left: dict[str, int]) -> tuple[Cell, ...]:
    plan, formats = material.plan, material.formats
    n = sum(one.partner_id == partner.id and not one.cancelled for one in plan.activities.values())
    told = (Cell(partner.name, strong=True), Cell(partner.lifecycle_stage or "–"), Cell(formats.number(n)))
    return (*told, *_results(material, partner, left)) if material.sees_money else told


def _results(material: Material, partner: Partner, left: dict[str, int]) -> tuple[Cell, ...]:
    """Return what of a partner's funds is used, and what the joint plans with it are to bring."""
    plan, formats = material.plan, material.formats
    funds = [row for row in plan.mdf_funds.values() if row.partner_id == partner.id]
    allocated = sum(row.allocated for row in funds)
    used = allocated - sum(left.get(row.id, 0) for row in funds)
    joint = [row for row in plan.joint_plans.values() if row.partner_id == partner.id]
    leads = sum(row.expected_leads or 0.0 for row in joint)
    share = used / allocated if allocated else None
    role = "negative" if share is not None and share > 1 else "text"
    revenue = sum(row.expected_revenue or 0 for row in joint)
    return (
        Cell(formats.whole(allocated) if allocated else "–"),
        Cell(formats.percent(share) if share is not None else "–", role, share=min(1.0, max(0.0, share or 0.0))),
        Cell(formats.number(leads) if leads else "–"),
        Cell(formats.whole(revenue) if revenue else "–"),
    )


def _title(material: Material, left: dict[str, int]) -> str:
    plan, formats = material.plan, material.formats
    n = len(plan.partners)
    told = ngettext("One partner works with us", "{n} partners work with us", n).format(n=formats.number(n))
    if not material.sees_money:
        return told
    over = [row for row, amount in left.items() if amount < 0]
    if over:
        worst = plan.mdf_funds[min(over, key=lambda row: left[row])]
        partner = plan.partners.get(worst.partner_id or "")
        return _("The fund of {partner} is over-promised by {amount}").format(
            partner=partner.name if partner else worst.id, amount=formats.short(-left[worst.id])
        )
    unused = sum(amount for amount in left.values() if amount > 0)
    if unused:
        told = _("{partners}; {amount} of their funds is unused").format(partners=told, amount=formats.short(unused))
    return told
