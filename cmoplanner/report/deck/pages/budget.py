"""The budget bridge: what was agreed, booked, ordered, planned and kept back, and what is left, to the cent."""

from __future__ import annotations

from cmoplanner.i18n import _, ngettext
from cmoplanner.ledger.envelopes import OUTSIDE
from cmoplanner.report.budget.words import envelope_name
from cmoplanner.report.deck.blocks import (
    Cell,
    Chart,
    ChartKind,
    Heading,
    Kind,
    Look,
    Page,
    Placed,
    Series,
    Table,
)
from cmoplanner.report.deck.material import Material
from cmoplanner.report.deck.pages.source import hidden_line, source_line
from cmoplanner.report.scaled import Scaled

_SHOWN = 5


def budget_page(material: Material) -> Page:
    """Return the bridge with the quarters and the envelopes that are over. Source: domain G, page 5."""
    placed = [Placed(_bridge(material), down=4)]
    placed.append(Placed(_quarters(material), row=4, across=6, down=2))
    placed.append(Placed(_tight(material), column=6, row=4, across=6, down=2))
    said = _("{year} · our net cost · {currency}").format(
        year=material.plan.calendar.label, currency=material.formats.currency
    )
    told = _title(material)
    jargon = _("Ordered: purchase orders that are still open. Headroom: what is left of the agreed budget.")
    return Page(Kind.BUDGET, told, said, tuple(placed), source_line(material), told, hidden_line(material), jargon)


def steps(material: Material) -> tuple[tuple[str, int], ...]:
    """Return the steps from the agreed budget to the headroom, in minor units; they add up exactly."""
    total = material.ledger.total()
    agreed, kept = material.plan.header.topdown_budget, material.envelopes.contingency
    rest = total.planned - total.booked - total.open_orders
    return (
        (_("agreed"), agreed),
        (_("invoiced"), -total.booked),
        (_("ordered"), -total.open_orders),
        (_("still to order"), -rest),
        (_("contingency"), -kept),
        (_("headroom"), agreed - total.planned - kept),
    )


def _bridge(material: Material) -> Chart:
    found = steps(material)
    formats = material.formats
    amounts = [formats.amount(value) for _name, value in found]
    scaled = Scaled.of(formats, max(abs(value) for value in amounts))
    looks = [Look.TOTAL, Look.ACTUAL, Look.PLAN, Look.FORECAST, Look.PRIOR, Look.GOOD]
    if found[-1][1] < 0:
        looks[-1] = Look.BAD
    last = len(found) - 1
    wholes = {0, last}
    labels = tuple(formats.short_amount(one) if i in wholes else formats.change(one) for i, one in enumerate(amounts))
    series = Series("", tuple(value / scaled.divisor for value in amounts), Look.PLAN, labels, tuple(looks))
    return Chart(
        ChartKind.WATERFALL,
        _("From the agreed budget to the headroom"),
        tuple(name for name, _value in found),
        (series,),
        scaled.title,
        wholes=frozenset(wholes),
    )


def _title(material: Material) -> str:
    plan, formats = material.plan, material.formats
    planned, agreed = material.ledger.total().planned, plan.header.topdown_budget
    if not agreed:
        return _("The plan costs {planned}; no budget is agreed yet").format(planned=formats.short(planned))
    told = _("The plan uses {planned} of {agreed}").format(planned=formats.short(planned), agreed=formats.short(agreed))
    left = agreed - planned - material.envelopes.contingency
    if left < 0:
        told = _("{plan}, {over} too much").format(plan=told, over=formats.short(-left))
    n = len(_over(material))
    if n:
        more = ngettext("one envelope is over", "{n} envelopes are over", n).format(n=formats.number(n))
        told = _("{plan}; {more}").format(plan=told, more=more)
    return told


def _over(material: Material) -> dict[str, int]:
    found = {row: money.headroom for row, money in material.envelopes.money.items() if row != OUTSIDE}
    return {row: left for row, left in sorted(found.items(), key=lambda item: item[1]) if left < 0}


def _quarters(material: Material) -> Table:
    """Return plan, forecast and what was agreed by quarter; the foot adds up."""
    plan, formats = material.plan, material.formats
    total = material.ledger.total()
    rows = []
    given: list[int] = [0] * 4
    for row, money in material.envelopes.money.items():
        envelope = plan.envelopes.get(row)
        if envelope is not None and envelope.quarter:
            given[envelope.quarter - 1] += money.revised
    for quarter in range(4):
        of, name = slice(3 * quarter, 3 * quarter + 3), _("Q{n}").format(n=quarter + 1)
        rows.append(_row(material, name, given[quarter], sum(total.plan[of]), sum(total.forecast[of])))
    agreed = plan.header.topdown_budget
    rows.append(_row(material, plan.calendar.label, agreed, total.planned, total.expected, foot=True))
    note = ""
    loose = agreed - sum(given)
    if loose:
        note = _("{amount} of the agreed budget belongs to no quarter").format(amount=formats.whole(loose))
    names = (Heading(_("Quarter"), 1.0, number=False), Heading(_("agreed")), Heading(_("plan")), Heading(_("forecast")))
    return Table(names, tuple(rows), feet=1, note=note)


def _row(
    material: Material, name: str, given: int, planned: int, expected: int, *, foot: bool = False
) -> tuple[Cell, ...]:
    formats = material.formats
    over = "negative" if planned > given and given else "text"
    return (
        Cell(name, strong=foot),
        Cell(formats.whole(given) if given else "–", strong=foot),
        Cell(formats.whole(planned), over, foot),
        Cell(formats.whole(expected), strong=foot),
    )


def _tight(material: Material) -> Table:
    """Return the envelopes with the least left, those that are over first."""
    plan, formats = material.plan, material.formats
    known = {row: money for row, money in material.envelopes.money.items() if row != OUTSIDE and money.planned}
    rows = []
    for row in sorted(known, key=lambda one: (known[one].headroom, one))[:_SHOWN]:
        money = known[row]
        role = "negative" if money.headroom < 0 else "text"
        rows.append(
            (
                Cell(envelope_name(plan, row)),
                Cell(formats.whole(money.revised)),
                Cell(formats.whole(money.planned)),
                Cell(formats.difference(formats.amount(money.headroom)), role, strong=True),
            )
        )
    names = (
        Heading(_("Envelopes with the least left"), 2.2, number=False),
        Heading(_("agreed")),
        Heading(_("plan")),
        Heading(_("left")),
    )
    return Table(names, tuple(rows))
