"""What stands behind a place of a page: a page of its own, and what can be opened on it further."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial

from cmoplanner.i18n import _
from cmoplanner.model.choice_words import choice_word
from cmoplanner.model.phasing import net_by_month, net_spend
from cmoplanner.model.plan import Activity, Plan
from cmoplanner.optimizer.cuts import Side
from cmoplanner.projection.attribution import Attribution
from cmoplanner.projection.bands import Total
from cmoplanner.report.deck.blocks import (
    COLUMNS,
    COST,
    Cell,
    Figure,
    Figures,
    Heading,
    Kind,
    Page,
    Placed,
    Table,
    Words,
)
from cmoplanner.report.deck.material import Material
from cmoplanner.report.deck.pages.source import assumptions_line, source_line
from cmoplanner.report.drawn import Spot
from cmoplanner.report.figure_keys import FigureKey
from cmoplanner.report.outcome_cuts import part_name
from cmoplanner.report.why import Relation, Term, Unit
from cmoplanner.report.why_part import why_part
from cmoplanner.report.why_total import why
from cmoplanner.report.why_words import SIGNS, source_text, value_text

QUARTER = 3  # months
_SIDES: Mapping[Side, str] = {
    Side.ACTIVITY: "activities",
    Side.CHANNEL: "channels",
    Side.CAMPAIGN: "campaigns",
    Side.SEGMENT: "segments",
    Side.OFFERING: "offerings",
    Side.STAGE: "stages",
    Side.PARTNER: "partners",
}


@dataclass(frozen=True)
class Detail:
    """A page about one thing; `below` opens what stands on it, by the id of a place."""

    page: Page
    below: Mapping[str, Callable[[], Detail]] = field(default_factory=dict)


@dataclass(frozen=True)
class Behind:
    """What details are made from: what the pages are made from, who brings which present margin, the page's kind."""

    material: Material
    margins: Attribution
    kind: Kind

    @property
    def source(self) -> str:
        """What stands below."""
        return source_line(self.material, assumptions_line(self.material))


def detail_of(behind: Behind, spot: Spot) -> Detail:
    """Return what stands behind a place of a page: an activity, a part of the plan, or the words of the place."""
    plan = behind.material.plan
    if spot.kind == "figure" and behind.material.sees_money and (term := _figure(behind, spot.id)) is not None:
        return term_detail(behind, term)
    for row_id in _ids(spot):
        if row_id in plan.activities:
            return activity_detail(behind, plan.activities[row_id])
    for side, attribute in _SIDES.items():
        rows = getattr(plan, attribute)
        for row_id, row in rows.items():
            if spot.id in (row_id, row.name) or f"{side}:{row_id}" == spot.id:
                if side is Side.ACTIVITY:
                    return activity_detail(behind, row)
                return part_detail(behind, side, row_id)
    return _said(behind, spot)


def _figure(behind: Behind, about: str) -> Term | None:
    """Return the chain behind a figure of a page, None where it is none of the projection and no cost."""
    outcome = behind.material.outcome
    if about == COST:
        names = dict.fromkeys(one.campaign_id for one in outcome.compiled.plan.activities.values() if not one.cancelled)
        terms = [why_part(outcome, FigureKey("cut", "cost", Side.CAMPAIGN, name)) for name in names]
        terms.sort(key=lambda term: -term.value)
        words = _("Our part of the spend of all activities this fiscal year, by campaign.")
        value = sum(outcome.money.net) / 10**behind.material.formats.decimals
        return Term(_("our net cost"), value, Unit.MONEY, Relation.SUM, words, opened=lambda: tuple(terms))
    return why(outcome, Total(about)) if about in {total.value for total in Total} else None


def _ids(spot: Spot) -> Iterator[str]:
    """Yield what may be the id of an activity in a place."""
    yield spot.id
    if spot.id.startswith("activity:"):
        yield spot.id.partition(":")[2]


def _said(behind: Behind, spot: Spot) -> Detail:
    """Return a place in its own words, large: what has no row of the plan behind it."""
    parts = [part.strip() for part in spot.spoken.split(", ") if part.strip()]
    head, rest = (parts[0], parts[1:]) if parts else (spot.id, [])
    block = Words(tuple(("", part) for part in rest) or (("", head),))
    return Detail(Page(behind.kind, head, "", (Placed(block),), behind.source))


def activity_detail(behind: Behind, activity: Activity) -> Detail:
    """Return an activity: when it is, what it costs and brings, what it belongs to, and why it brings that."""
    formats = behind.material.formats
    days = formats.days(activity.start, activity.end)
    cost = formats.short(net_spend(activity))
    title = (
        _("{name}: {cost} {currency}, {days}").format(
            name=activity.name, cost=cost, currency=formats.currency, days=days
        )
        if behind.material.sees_money
        else _("{name}: {days}").format(name=activity.name, days=days)
    )
    facts = Table(
        (Heading("", 2.0, number=False), Heading("", 5.0, number=False)),
        tuple((Cell(name, "text_2"), Cell(text, strong=name == "")) for name, text in _facts(behind, activity)),
    )
    placed = [Placed(facts, across=7 if behind.material.sees_money else 12)]
    below = _belongs_to(behind, activity)
    if behind.material.sees_money:
        figures = _money(behind, activity)
        placed.append(Placed(Figures(figures, across=1), column=7, across=5))
        if activity.id in behind.material.outcome.compiled.terms:
            below[figures[-1].name] = lambda: _activity_terms(behind, activity)
    return Detail(Page(behind.kind, title, _state(activity), tuple(placed), behind.source, hidden=""), below)


def _belongs_to(behind: Behind, activity: Activity) -> dict[str, Callable[[], Detail]]:
    """Return what opens from the rows that say to what an activity belongs."""
    plan = behind.material.plan
    places = (
        (_("Campaign"), Side.CAMPAIGN, activity.campaign_id),
        (_("Channel"), Side.CHANNEL, activity.channel_id),
        (_("Partner"), Side.PARTNER, activity.partner_id),
    )
    return {
        label: partial(part_detail, behind, side, row_id)
        for label, side, row_id in places
        if row_id is not None and row_id in getattr(plan, _SIDES[side])
    }


def _state(activity: Activity) -> str:
    approval = choice_word(activity.approval_status).lower()
    return _("{status}, {approval}").format(status=choice_word(activity.status), approval=approval)


def _facts(behind: Behind, activity: Activity) -> list[tuple[str, str]]:
    plan, formats = behind.material.plan, behind.material.formats
    cells = [plan.cells[one.cell_id] for one in activity.targets if one.cell_id in plan.cells]
    segments = dict.fromkeys(name_of(plan, "segments", cell.segment_id) for cell in cells)
    found = [
        (_("Campaign"), name_of(plan, "campaigns", activity.campaign_id)),
        (_("Channel"), name_of(plan, "channels", activity.channel_id)),
        (_("For"), ", ".join(segments)),
        (_("Owner"), activity.owner_role),
        (_("Partner"), name_of(plan, "partners", activity.partner_id)),
    ]
    if behind.material.sees_vendors:
        found.append((_("Vendor"), name_of(plan, "vendors", activity.vendor_id)))
    if behind.material.sees_money:
        months = net_by_month(activity, plan.calendar)
        quarters = [sum(months[at : at + QUARTER]) for at in range(0, len(months), QUARTER)]
        said = [_("Q{n} {amount}").format(n=n, amount=formats.short(one)) for n, one in enumerate(quarters, 1) if one]
        found.append((_("Our cost by quarter"), " · ".join(said)))
        found.append((_("Notes"), activity.notes))
    return [(name, text) for name, text in found if text]


def name_of(plan: Plan, attribute: str, row_id: str | None) -> str:
    """Return what a row is called, "" for none."""
    row = getattr(plan, attribute).get(row_id or "")
    return str(row.name) if row is not None else ""


def _money(behind: Behind, activity: Activity) -> tuple[Figure, ...]:
    formats, known = behind.material.formats, behind.material.shares.by_activity.get(activity.id)
    revenue = formats.change(known) if known is not None else _("nothing")
    note = _("its share; all shares add up to what marketing adds")
    margin = sum(_margins(behind, activity.id))
    months = behind.material.plan.header.value_horizon_months
    return (
        Figure(_("Our net cost"), formats.short(net_spend(activity)), formats.currency),
        Figure(_("Revenue it brings this year"), revenue, note),
        Figure(
            _("Margin it brings over {n} months").format(n=months),
            formats.change(margin),
            _("in today’s money; press Enter or click for why"),
        ),
    )


def _margins(behind: Behind, activity_id: str) -> Iterator[float]:
    return (share.value for share in behind.margins.shares if share.activity_id == activity_id)


def part_detail(behind: Behind, side: Side, name: str) -> Detail:
    """Return a part of the plan, such as a channel: its cost, what it brings, and its activities."""
    plan, formats = behind.material.plan, behind.material.formats
    called = part_name(plan, side, name)
    if not behind.material.sees_money:
        return Detail(Page(behind.kind, called, "", (Placed(_activities(behind, side, name)),), behind.source))
    cost = why_part(behind.material.outcome, FigureKey("cut", "cost", side, name))
    brings = why_part(behind.material.outcome, FigureKey("cut", "contribution", side, name), behind.margins)
    loss = why_part(behind.material.outcome, FigureKey("cut", "loss", side, name))
    months = plan.header.value_horizon_months
    figures = (
        Figure(_("Our net cost"), formats.short_amount(cost.value), formats.currency),
        Figure(
            _("Margin it brings over {n} months").format(n=months),
            formats.change(brings.value),
            _("its share; all parts add up to the plan’s"),
        ),
        Figure(_("Lost if it is cut"), formats.short_amount(loss.value), _("margin that would be missing")),
    )
    title = _("{name} costs {cost} and brings {margin} of margin over {n} months").format(
        name=called, cost=figures[0].value, margin=formats.short_amount(brings.value), n=months
    )
    placed = (
        Placed(Figures(figures, across=3), down=2),
        Placed(_activities(behind, side, name), row=2, down=4),
    )
    below: dict[str, Callable[[], Detail]] = {
        one.name: _opener(behind, term) for one, term in zip(figures, (cost, brings, loss), strict=True)
    }
    return Detail(Page(behind.kind, title, "", placed, behind.source), below)


def _activities(behind: Behind, side: Side, name: str) -> Table:
    """Return the activities of a part, those that cost most first; without money in the order of their dates."""
    plan, formats = behind.material.plan, behind.material.formats
    rows = [one for one in plan.activities.values() if not one.cancelled and name in _parts(plan, side, one)]
    if not behind.material.sees_money:
        rows.sort(key=lambda one: one.start)
        headings: tuple[Heading, ...] = (Heading(_("Activity"), 5, number=False), Heading(_("When"), 3, number=False))
        return Table(headings, tuple((Cell(one.name), Cell(formats.days(one.start, one.end))) for one in rows))
    rows.sort(key=net_spend, reverse=True)
    headings = (
        Heading(_("Activity"), 5, number=False),
        Heading(_("When"), 3.4, number=False),
        Heading(_("Our net cost"), 1.6),
        Heading(_("Revenue this year"), 1.8),
    )
    known = behind.material.shares.by_activity
    return Table(
        headings,
        tuple(
            (
                Cell(one.name),
                Cell(formats.days(one.start, one.end)),
                Cell(formats.short(net_spend(one))),
                Cell(formats.change(known.get(one.id, 0.0))),
            )
            for one in rows
        ),
    )


def _parts(plan: Plan, side: Side, activity: Activity) -> set[str | None]:
    """Return the parts along a side to which an activity belongs."""
    cells = [plan.cells[one.cell_id] for one in activity.targets if one.cell_id in plan.cells]
    if side is Side.SEGMENT:
        return {cell.segment_id for cell in cells}
    if side is Side.OFFERING:
        return {cell.offering_id for cell in cells}
    return {getattr(activity, f"{side}_id")}


def _activity_terms(behind: Behind, activity: Activity) -> Detail:
    """Return why an activity brings what it brings, from its share in each market cell on."""
    key = FigureKey("cut", "contribution", Side.ACTIVITY, activity.id)
    term = why_part(behind.material.outcome, key, behind.margins)
    while len(term.terms) == 1 and term.terms[0].value == term.value:
        term = term.terms[0]
    return term_detail(behind, term)


def term_detail(behind: Behind, term: Term) -> Detail:
    """Return why a figure is what it is: how it follows from others, each of which opens further."""
    formats = behind.material.formats
    title = _("Why {name} is {value}").format(name=term.name, value=value_text(formats, term))
    placed = []
    said = [text for text in (term.words, source_text(formats, term)) if text]
    if said:
        placed.append(Placed(Words(tuple(("", text) for text in said)), down=1 if term.terms else 6))
    if term.terms:
        table = _terms(behind, term)
        across = COLUMNS if len(table.headings) > 2 else COLUMNS * 2 // 3
        placed.append(Placed(table, row=1 if said else 0, across=across, down=5 if said else 6))
    sign = SIGNS.get(term.relation, "")
    below = {_labelled(sign if place else "", one): _opener(behind, one) for place, one in enumerate(term.terms)}
    return Detail(Page(behind.kind, title, "", tuple(placed), behind.source), below)


def _terms(behind: Behind, term: Term) -> Table:
    """Return the terms of a figure; where the same is to be said of each, it is left out."""
    formats, sign = behind.material.formats, SIGNS.get(term.relation, "")
    because = [source_text(formats, one) or one.words for one in term.terms]
    alike = len(because) > 1 and len(set(because)) == 1
    rows = tuple(
        (Cell(_labelled(sign if place else "", one)), Cell(value_text(formats, one), strong=True))
        + (() if alike else (Cell(why_so, "text_2"),))
        for place, (one, why_so) in enumerate(zip(term.terms, because, strict=True))
    )
    headings = (Heading(_("Follows from"), 4.4, number=False), Heading(_("Value"), 1.8))
    return Table(headings if alike else (*headings, Heading(_("Because"), 5.8, number=False)), rows)


def _labelled(sign: str, term: Term) -> str:
    return f"{sign} {term.name}".strip()


def _opener(behind: Behind, term: Term) -> Callable[[], Detail]:
    return lambda: term_detail(behind, term)
