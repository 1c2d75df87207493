"""What each part of the plan brings as a table: cost, contribution that adds up, loss if cut, next 1,000 (C.17)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from cmoplanner.i18n import _, mark
from cmoplanner.model.plan import Plan
from cmoplanner.optimizer.cuts import Cut, Decision, Name, Part, Side
from cmoplanner.report.figure_keys import FigureKey
from cmoplanner.report.figure_table import Column, Entry, FigureTable, Line, LinesOnDemand
from cmoplanner.report.formats import Formats

NEXT = 1_000
NO_FIGURE = "–"
WAITING = "…"

SIDES: Mapping[Side, str] = MappingProxyType(
    {
        Side.CHANNEL: mark("Channel"),
        Side.CAMPAIGN: mark("Campaign"),
        Side.SEGMENT: mark("Segment"),
        Side.OFFERING: mark("Offering"),
        Side.CELL: mark("Market cell"),
        Side.STAGE: mark("Journey stage"),
        Side.PARTNER: mark("Partner"),
        Side.REGION: mark("Region"),
        Side.ACTIVITY: mark("Activity"),
    }
)
"""What the plan can be cut along, in the order in which it is offered."""

_NONE = {
    Side.CHANNEL: mark("Without a channel"),
    Side.CAMPAIGN: mark("Without a campaign"),
    Side.STAGE: mark("Without a stage"),
    Side.PARTNER: mark("Without a partner"),
    Side.REGION: mark("Without a region"),
}

_TABLES = {
    Side.ACTIVITY: "activities",
    Side.CHANNEL: "channels",
    Side.CAMPAIGN: "campaigns",
    Side.STAGE: "stages",
    Side.PARTNER: "partners",
    Side.SEGMENT: "segments",
    Side.OFFERING: "offerings",
}


def part_name(plan: Plan, side: Side, name: Name) -> str:
    """Return what a part is called; what belongs to none says so."""
    if name is None:
        return _(_NONE.get(side, mark("Reaches no market cell")))
    if side is Side.REGION:
        return name
    if side is Side.CELL:
        cell = plan.cells.get(name)
        if cell is None:
            return name
        return f"{part_name(plan, Side.OFFERING, cell.offering_id)} · {part_name(plan, Side.SEGMENT, cell.segment_id)}"
    row = getattr(plan, _TABLES[side]).get(name)
    return (row.name or name) if row is not None else name


def cut_table(plan: Plan, found: Cut, decisions: Mapping[Name, Decision] | None) -> FigureTable:
    """Return a cut as a table, the largest contributions first; without decisions their columns wait.

    The foot adds up to the minor unit: parts + levers = what the plan adds.
    """
    formats = Formats.of(plan)
    parts = sorted(found.parts, key=lambda part: (-part.contribution, -part.net_cost))
    most = max((abs(part.contribution) for part in parts), default=0) or 1
    next_most = _most_next(decisions)
    feet = _feet(formats, found)

    def line(place: int) -> Line:
        if place >= len(parts):
            return feet[place - len(parts)]
        return _part_line(plan, formats, found.side, parts[place], decisions, most, next_most)

    lines = LinesOnDemand(len(parts) + len(feet), line)
    return FigureTable(_columns(plan, found.side), lines, _note(found.side))


def _columns(plan: Plan, side: Side) -> tuple[Column, ...]:
    next_ = Formats.of(plan).number(NEXT)
    return (
        Column(_(SIDES[side]), width=120, number=False, grows=True),
        Column(_("net cost"), _("Our part of the spend this fiscal year; cancelled activities count nothing."), 88),
        Column(
            _("contribution (adds up)"),
            _("Its share of the margin that the plan adds, in present value over the horizon. For reporting."),
            164,
        ),
        Column(
            _("loss if cut"),
            _("Margin that is missing without it; its money comes back. For taking money away."),
            80,
        ),
        Column(
            _("next {amount} earns").format(amount=next_),
            _("Margin of {amount} more in it. The line marks where it earns its own money.").format(amount=next_),
            124,
        ),
    )


def _note(side: Side) -> str:
    if side in (Side.SEGMENT, Side.OFFERING, Side.CELL):
        return _("Levers are in the parts, as they belong to market cells.")
    return _("Shares differ from losses because channels work together and curves are bent.")


def _most_next(decisions: Mapping[Name, Decision] | None) -> float:
    known = [abs(one.next_thousand) for one in (decisions or {}).values() if one.next_thousand is not None]
    return max([*known, 2.0 * NEXT])


def _part_line(
    plan: Plan,
    formats: Formats,
    side: Side,
    part: Part,
    decisions: Mapping[Name, Decision] | None,
    most: int,
    next_most: float,
) -> Line:
    def key(what: str) -> str:
        return FigureKey("cut", what, side, part.name).text()

    if decisions is None:
        loss, next_ = Entry(WAITING, role="text_3"), Entry(WAITING, role="text_3")
    else:
        loss, next_ = _decision(formats, decisions.get(part.name), next_most, key)
    return Line(
        (
            Entry(part_name(plan, side, part.name)),
            money(formats, part.net_cost, role="text_2", key=key("cost") if part.net_cost else ""),
            money(
                formats,
                part.contribution,
                strong=True,
                bar=part.contribution / most,
                key=key("contribution") if part.contribution else "",
            ),
            loss,
            next_,
        )
    )


def _decision(formats: Formats, one: Decision | None, most: float, key: Callable[[str], str]) -> tuple[Entry, Entry]:
    if one is None:
        return Entry(NO_FIGURE, role="text_3"), Entry(NO_FIGURE, role="text_3")
    lost = -one.loss_if_cut
    role = "negative" if lost < -0.5 else "positive" if lost > 0.5 else "text_3"
    loss = Entry(formats.number(lost), formats.number(lost, 2), role, key=key("loss"))
    next_ = one.next_thousand
    if next_ is None:
        return loss, Entry(NO_FIGURE, role="text_3")
    role = "positive" if next_ >= NEXT else "negative"
    shown = Entry(
        formats.number(next_),
        formats.number(next_, 2),
        role,
        strong=True,
        bar=next_ / most,
        bar_role=role,
        tick=NEXT / most,
        key=key("next"),
    )
    return loss, shown


def money(
    formats: Formats, minor: int, *, role: str = "text", strong: bool = False, bar: float | None = None, key: str = ""
) -> Entry:
    """Return money of the plan in whole units, in full on hover."""
    return Entry(formats.grid(minor), formats.full(minor), role, strong, bar, key=key)


def _feet(formats: Formats, found: Cut) -> list[Line]:
    feet = []
    if found.levers:
        feet.append(_foot(formats, _("Levers"), 0, found.levers, key=""))
    cost = sum(part.net_cost for part in found.parts)
    feet.append(_foot(formats, _("Plan, adds up exactly"), cost, found.incremental, key="margin"))
    return feet


def _foot(formats: Formats, name: str, cost: int, amount: int, *, key: str) -> Line:
    whole: Callable[..., Entry] = money
    return Line(
        (
            Entry(name, strong=True),
            whole(formats, cost, strong=True) if cost else Entry(),
            whole(formats, amount, strong=True, key=key),
            Entry(),
            Entry(),
        ),
        foot=True,
    )
