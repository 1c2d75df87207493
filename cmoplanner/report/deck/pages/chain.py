"""One campaign as a chain of touchpoints: what comes when, what it leads to, and the leads of each step."""

from __future__ import annotations

from cmoplanner.i18n import _, ngettext
from cmoplanner.model.activity import Activity
from cmoplanner.projection.activity_funnel import funnel_of
from cmoplanner.report.deck.blocks import Cell, Heading, Kind, Page, Placed, Table, Words
from cmoplanner.report.deck.material import Material
from cmoplanner.report.deck.pages.source import assumptions_line, hidden_line, source_line

_SHOWN = 12
_TALL = 76.0


def chain_page(material: Material, campaign: str = "") -> Page:
    """Return a campaign's touchpoints in the order of their days, the one with most links if none is named.

    Source: domain G, page 3.
    """
    plan = material.plan
    chosen = campaign if campaign in plan.campaigns else _most_linked(material)
    rows = sorted(
        (one for one in plan.activities.values() if one.campaign_id == chosen and not one.cancelled),
        key=lambda one: (one.start, one.name),
    )
    source = source_line(material, assumptions_line(material))
    if not rows:
        told = _("No campaign has touchpoints yet")
        words = Words((("", _("A chain is drawn as soon as a campaign has activities.")),))
        return Page(Kind.CHAIN, told, plan.calendar.label, (Placed(words),), source, told)
    told = _title(material, chosen, rows)
    said = _("{year} · touchpoints in the order of their days").format(year=plan.calendar.label)
    table = _table(material, rows)
    return Page(Kind.CHAIN, told, said, (Placed(table),), source, told, hidden_line(material))


def _most_linked(material: Material) -> str:
    """Return the campaign whose activities are linked most, the one with most activities if none is."""
    plan = material.plan
    counts: dict[str, tuple[int, int]] = {}
    for one in plan.activities.values():
        if one.campaign_id and not one.cancelled:
            links, number = counts.get(one.campaign_id, (0, 0))
            counts[one.campaign_id] = links + len(one.depends_on), number + 1
    for link in plan.activity_links.values():
        activity = plan.activities.get(link.activity_id)
        if activity is not None and activity.campaign_id in counts:
            links, number = counts[activity.campaign_id]
            counts[activity.campaign_id] = links + 1, number
    return max(counts, key=lambda key: (counts[key], key), default="")


def _title(material: Material, campaign: str, rows: list[Activity]) -> str:
    name = material.plan.campaigns[campaign].name if campaign in material.plan.campaigns else campaign
    channels = {one.channel_id for one in rows if one.channel_id}
    n = len(rows)
    told = ngettext(
        "“{campaign}” is one touchpoint", "“{campaign}” is a chain of {n} touchpoints in {channels} channels", n
    )
    return told.format(campaign=name, n=material.formats.number(n), channels=material.formats.number(len(channels)))


def _table(material: Material, rows: list[Activity]) -> Table:
    plan, formats = material.plan, material.formats
    headings = [
        Heading(_("Days"), 1.3, number=False),
        Heading(_("Touchpoint"), 2.2, number=False),
        Heading(_("Channel"), 1.4, number=False),
        Heading(_("follows"), 2.0, number=False),
    ]
    if material.sees_money:
        headings += [Heading(_("leads"), 0.7), Heading(_("gross {currency}").format(currency=formats.currency), 0.9)]
    leads = {one.id: float(funnel_of(material.outcome, (one.id,)).leads[:12].sum()) for one in rows}
    most = max(leads.values(), default=0.0) or 1.0
    cells = []
    for one in rows:
        channel = plan.channels.get(one.channel_id or "")
        before = [plan.activities[key].name for key in _before(material, one) if key in plan.activities]
        line = [
            Cell(formats.days(one.start, one.end), "text_2"),
            Cell(one.name, strong=True),
            Cell(channel.name if channel else "–"),
            Cell(", ".join(before) or "–", "text_2"),
        ]
        if material.sees_money:
            brings = leads[one.id]
            line.append(Cell(formats.number(brings) if brings >= 0.5 else "–", share=brings / most))
            line.append(Cell(formats.whole(one.gross_spend)))
        cells.append(tuple(line))
    return Table(tuple(headings), tuple(cells), tall=_TALL)


def _before(material: Material, activity: Activity) -> list[str]:
    linked = [row.linked_id for row in material.plan.activity_links.values() if row.activity_id == activity.id]
    return list(dict.fromkeys([*activity.depends_on, *linked]))
