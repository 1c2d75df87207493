"""Why a part of the plan costs and brings what the cut says: its activities, cells and next unit of money."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from cmoplanner.i18n import _
from cmoplanner.optimizer.cuts import Side, costs_of, decisions, losses, names_of
from cmoplanner.projection.attribution import Attribution, Share, attribute, present_margin
from cmoplanner.projection.compile import Block
from cmoplanner.projection.outcome import Outcome
from cmoplanner.report.figure_keys import FigureKey
from cmoplanner.report.outcome_cuts import NEXT, part_name
from cmoplanner.report.why import Register, Relation, Term, Unit
from cmoplanner.report.why_cell import CellTerms


def why_part(outcome: Outcome, key: FigureKey, attribution: Attribution | None = None) -> Term:
    """Return the chain behind net cost, contribution, loss if cut or next money of one part. Source: domain C.17.

    `attribution` is that of the present value of margin, if it is there already.
    """
    make: dict[str, Callable[[], Term]] = {
        "cost": lambda: _cost(outcome, key),
        "contribution": lambda: _contribution(outcome, key, attribution),
        "loss": lambda: _loss(outcome, key),
        "next": lambda: _next(outcome, key),
    }
    return make[key.what]()


def _title(outcome: Outcome, key: FigureKey, figure: str) -> str:
    return _("{part}: {figure}").format(part=part_name(outcome.compiled.plan, key.side, key.name), figure=figure)


def _cost(outcome: Outcome, key: FigureKey) -> Term:
    plan = outcome.compiled.plan
    minor = 10**plan.header.currency_decimals
    parts = costs_of(plan, key.side, key.name)

    def opened() -> tuple[Term, ...]:
        return tuple(
            Term(plan.activities[one].name, amount / minor, Unit.MONEY, subject=("activity", one))
            for one, amount in parts.items()
        )

    words = _("Our part of the spend of its activities this fiscal year; in a market cell their share of it.")
    value = sum(parts.values()) / minor
    return Term(_title(outcome, key, _("net cost")), value, Unit.MONEY, Relation.SUM, words, opened=opened)


def _contribution(outcome: Outcome, key: FigureKey, attribution: Attribution | None) -> Term:
    known = attribution or attribute(outcome.compiled, outcome, present_margin(outcome.compiled))
    name = names_of(outcome, key.side)
    by_activity: dict[str, list[Share]] = {}
    for share in known.shares:
        if name(share.activity_id, share.cell_id) == key.name and share.value:
            by_activity.setdefault(share.activity_id, []).append(share)
    levers = _levers(outcome, key, known)
    value = sum(share.value for found in by_activity.values() for share in found) + sum(one.value for one in levers)

    def opened() -> tuple[Term, ...]:
        parts = [_activity(outcome, one, found) for one, found in by_activity.items()]
        return (*sorted(parts, key=lambda term: -term.value), *levers)

    words = _(
        "Present margin over the horizon for which its activities are responsible; all parts add up to the plan's."
    )
    return Term(_title(outcome, key, _("contribution")), value, Unit.MONEY, Relation.SUM, words, opened=opened)


def _levers(outcome: Outcome, key: FigureKey, known: Attribution) -> list[Term]:
    """Return what improvements add where the plan is cut along market cells."""
    columns = {Side.CELL: "id", Side.SEGMENT: "segment_id", Side.OFFERING: "offering_id"}
    if key.side not in columns:
        return []
    plan = outcome.compiled.plan
    value = sum(
        amount
        for cell_id, amount in known.levers_by_cell.items()
        if getattr(plan.cells[cell_id], columns[key.side]) == key.name
    )
    words = _("What improvements of rates and prices add to base and media in these market cells.")
    return [Term(_("Levers"), value, Unit.MONEY, Relation.MODEL, words)] if value else []


def _activity(outcome: Outcome, activity_id: str, shares: list[Share]) -> Term:
    activity = outcome.compiled.terms[activity_id].activity
    return Term(
        activity.name,
        sum(share.value for share in shares),
        Unit.MONEY,
        Relation.SUM,
        _("Its share in each market cell that it reaches."),
        subject=("activity", activity_id),
        opened=lambda: tuple(_share(outcome, share) for share in shares),
    )


def _share(outcome: Outcome, share: Share) -> Term:
    """Return the share of one activity in one market cell. Source: domain C.17."""
    place = outcome.compiled.index[share.cell_id]
    cell = outcome.compiled.cells[place]
    horizon = outcome.compiled.horizon
    terms = CellTerms(outcome, place, Register(outcome.compiled.plan), horizon, discounted=True)

    def opened() -> tuple[Term, ...]:
        found = []
        for block, label in ((cell.curve, _("Money felt")), (cell.planned, _("Planned responses"))):
            found += [
                Term(label, float(block.series[row].sum()), _unit(block is cell.planned))
                for row in block.rows.get(share.activity_id, ())
            ]
        if share.media:
            lane = next(i for i in terms.lanes if terms.channel_id(i) == _channel(outcome, share.activity_id))
            found.append(terms.channel(lane))
            found += terms.given("first_order_value", "arpa_month", "gross_margin")
        if share.retention:
            found += terms.retention()
        return tuple(found)

    words = _(
        "By money felt it has its part of the responses of its channel each month; from there on its own customers are "
        "followed. Retention is shared by money felt."
    )
    return Term(
        terms.name, share.value, Unit.MONEY, Relation.MODEL, words, subject=("cell", share.cell_id), opened=opened
    )


def _unit(planned: bool) -> Unit:
    return Unit.COUNT if planned else Unit.MONEY


def _channel(outcome: Outcome, activity_id: str) -> str | None:
    return outcome.compiled.terms[activity_id].activity.channel_id


def _loss(outcome: Outcome, key: FigureKey) -> Term:
    """Return what is missing without a part, as the table shows it: below zero. Source: domain C.17."""
    found = losses(outcome, key.side, key.name)

    def opened() -> tuple[Term, ...]:
        return tuple(_lost(outcome, place, key, loss) for place, loss in found.items())

    words = _("Present margin over the horizon that is missing without it, in each market cell; its money comes back.")
    return Term(
        _title(outcome, key, _("loss if cut")), -sum(found.values()), Unit.MONEY, Relation.SUM, words, opened=opened
    )


def _lost(outcome: Outcome, place: int, key: FigureKey, loss: float) -> Term:
    terms = CellTerms(outcome, place, Register(outcome.compiled.plan), outcome.compiled.horizon, discounted=True)
    cell = outcome.compiled.cells[place]
    with_it = float(
        (outcome.lines[place] * outcome.compiled.setting.discount)[present_margin(outcome.compiled).line].sum()
    )

    def felt(block: Block) -> list[Term]:
        return [
            Term(
                outcome.compiled.terms[stream.activity_id].activity.name,
                float(np.sum(block.series[row])),
                _unit(block is cell.planned),
                subject=("activity", stream.activity_id),
            )
            for row, stream in enumerate(block.streams)
            if names_of(outcome, key.side)(stream.activity_id, cell.cell.id) == key.name
        ]

    def without() -> tuple[Term, ...]:
        return tuple(term for block in (cell.curve, cell.planned, cell.retain) for term in felt(block))

    words = _("The market cell projected again without these activities; response curves stay as they are.")
    parts = (
        Term(_("Margin without it"), with_it - loss, Unit.MONEY, Relation.MODEL, words, opened=without),
        Term(_("Margin with it"), with_it, Unit.MONEY, Relation.MODEL, _("The market cell as it is planned.")),
    )
    return Term(
        terms.name,
        -loss,
        Unit.MONEY,
        Relation.DIFFERENCE,
        _("The market cell without it, less with it."),
        subject=("cell", cell.cell.id),
        opened=lambda: parts,
    )


def _next(outcome: Outcome, key: FigureKey) -> Term:
    """Return what the next money earns. Source: domain C.15 (marginal), C.17."""
    marginal = decisions(outcome, key.side, only=key.name)[key.name].marginal
    if marginal is None or marginal.per_unit is None:
        raise KeyError(key.what)
    words = _("One per cent more on its activities that are not locked, with the same dates.")
    more = Term(_("Margin of one per cent more"), marginal.present_margin, Unit.MONEY, Relation.MODEL, words)
    cost = Term(_("Cost of one per cent more"), marginal.net_cost, Unit.MONEY, Relation.MODEL, words)
    each = Term(
        _("Margin for each unit of cost"),
        marginal.per_unit,
        Unit.NUMBER,
        Relation.QUOTIENT,
        _("What one per cent more brings, divided by what it costs."),
        opened=lambda: (more, cost),
    )
    money = Term(_("Money added"), float(NEXT), Unit.MONEY)
    return Term(
        _title(outcome, key, _("what the next money earns")),
        NEXT * marginal.per_unit,
        Unit.MONEY,
        Relation.PRODUCT,
        _("At the margin: a small amount more, not a doubling."),
        opened=lambda: (money, each),
    )
