"""Risks and approvals: what may go wrong and what it would cost, and what still waits for an approval."""

from __future__ import annotations

from datetime import date

from cmoplanner.i18n import _, ngettext
from cmoplanner.model.governance import Risk
from cmoplanner.model.phasing import net_spend
from cmoplanner.model.plan import Activity
from cmoplanner.model.presenting import MarketEvent
from cmoplanner.report.deck.blocks import Cell, Heading, Kind, Page, Placed, Table
from cmoplanner.report.deck.material import Material
from cmoplanner.report.deck.pages.source import hidden_line, source_line

_SHOWN = 6
_TALL = 100.0


def risks_page(material: Material) -> Page:
    """Return the top risks beside the approvals that are open, by date. Source: domain G, page 12; A-122."""
    risks = sorted(
        (row for row in material.plan.risks.values() if row.status != "closed"), key=lambda row: -_expected(row)
    )
    waiting = sorted(
        (
            one
            for one in material.plan.activities.values()
            if not one.cancelled
            and one.approval_status != "approved"
            and one.end >= material.plan.header.as_of
            and net_spend(one)
        ),
        key=lambda one: (one.start, one.name),
    )
    events = sorted(
        (row for row in material.plan.market_events.values() if row.status == "expected"),
        key=lambda row: (row.date or date.max, row.title),
    )
    down = 3 if events else 6
    placed = [
        Placed(_risks(material, risks), across=7, down=down),
        Placed(_approvals(material, waiting), column=7, across=5),
    ]
    if events:
        placed.insert(1, Placed(_events(material, events), row=3, across=7, down=3))
    told = _title(material, risks, waiting)
    said = f"{material.plan.calendar.label} · {material.formats.currency}"
    return Page(Kind.RISKS, told, said, tuple(placed), source_line(material), told, hidden_line(material))


def _expected(risk: Risk) -> float:
    """Return what a risk costs on average."""
    return (risk.probability or 0.0) * (risk.impact_eur or 0)


def _risks(material: Material, risks: list[Risk]) -> Table:
    formats = material.formats
    headings = [
        Heading(_("Risk"), 2.0, number=False),
        Heading(_("What we do"), 2.0, number=False),
        Heading(_("chance"), 0.7),
    ]
    if material.sees_money:
        headings.append(Heading(_("impact"), 0.8))
    rows = []
    for risk in risks[:_SHOWN]:
        due = _("by {day}").format(day=formats.day(risk.due)) if risk.due else ""
        cells = [
            Cell(risk.title, strong=True, aside=risk.owner_role),
            Cell(risk.mitigation or "–", aside=due),
            Cell(formats.percent(risk.probability) if risk.probability is not None else "–"),
        ]
        if material.sees_money:
            cells.append(Cell(formats.short(risk.impact_eur) if risk.impact_eur is not None else "–"))
        rows.append(tuple(cells))
    return Table(tuple(headings), tuple(rows), _("What may go wrong"), tall=_TALL, note=_more(len(risks) - _SHOWN))


def _events(material: Material, events: list[MarketEvent]) -> Table:
    """Return what may change in the market, and the response that is prepared for it. Source: A-122."""
    plan, formats = material.plan, material.formats
    headings = [
        Heading(_("Market event"), 2.0, number=False),
        Heading(_("Our answer"), 2.0, number=False),
        Heading(_("chance"), 0.7),
    ]
    if material.sees_money:
        headings.append(Heading(_("impact"), 0.8))
    rows = []
    for event in events[:_SHOWN]:
        scenario = plan.scenarios.get(event.scenario_id or "")
        answer = event.response or (scenario.name if scenario else "–")
        aside = _("scenario “{name}”").format(name=scenario.name) if scenario and event.response else ""
        cells = [
            Cell(event.title, strong=True, aside=formats.day(event.date) if event.date else ""),
            Cell(answer, aside=aside),
            Cell(formats.percent(event.probability) if event.probability is not None else "–"),
        ]
        if material.sees_money:
            cells.append(Cell(formats.short(event.impact) if event.impact is not None else "–"))
        rows.append(tuple(cells))
    return Table(tuple(headings), tuple(rows), _("What may change"), tall=_TALL, note=_more(len(events) - _SHOWN))


def _approvals(material: Material, waiting: list[Activity]) -> Table:
    formats = material.formats
    headings = [Heading(_("Not approved yet"), 2.4, number=False), Heading(_("starts"), 0.9)]
    if material.sees_money:
        headings.append(Heading(_("net cost"), 1.0))
    rows = []
    for one in waiting[:_SHOWN]:
        who = one.approver_role if material.sees_vendors else ""
        cells = [Cell(one.name, aside=who), Cell(formats.day(one.start))]
        if material.sees_money:
            cells.append(Cell(formats.whole(net_spend(one))))
        rows.append(tuple(cells))
    return Table(
        tuple(headings), tuple(rows), _("What waits for an approval"), tall=_TALL, note=_more(len(waiting) - _SHOWN)
    )


def _more(left: int) -> str:
    return ngettext("{n} more", "{n} more", left).format(n=left) if left > 0 else ""


def _title(material: Material, risks: list[Risk], waiting: list[Activity]) -> str:
    formats = material.formats
    n = len(waiting)
    open_ = ngettext("one approval is open", "{n} approvals are open", n).format(n=formats.number(n))
    if not risks:
        return open_[:1].upper() + open_[1:] if waiting else _("No risk is noted and nothing waits for an approval")
    told = _("“{risk}” weighs most").format(risk=risks[0].title)
    if not waiting:
        return told
    if not material.sees_money:
        return _("{risk}; {approvals}").format(risk=told, approvals=open_)
    amount = formats.short(sum(net_spend(one) for one in waiting))
    return _("{risk}; {approvals} over {amount}").format(risk=told, approvals=open_, amount=amount)
