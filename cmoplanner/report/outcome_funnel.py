"""The funnel by channel or market cell as a table: responses, leads, offers and deals, and direct orders apart."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from cmoplanner.i18n import _
from cmoplanner.optimizer.cuts import Side
from cmoplanner.projection.carryover import Floats
from cmoplanner.projection.outcome import Outcome
from cmoplanner.report.figure_keys import FigureKey
from cmoplanner.report.figure_table import Column, Entry, FigureTable, Line
from cmoplanner.report.formats import ZERO, Formats
from cmoplanner.report.outcome_cuts import NO_FIGURE, part_name


@dataclass(frozen=True, slots=True)
class Steps:
    """How many there are at each step over the horizon. Where sales are direct, a response orders or does not.

    Deals and orders are counted under the market ceiling, referrals left out. Source: domain C.6–C.8, C.11.
    """

    sold: float  # responses that go to sales
    leads: float
    offers: float
    deals: float
    direct: float  # responses that order by themselves
    orders: float

    def __add__(self, other: Steps) -> Steps:
        return Steps(
            self.sold + other.sold,
            self.leads + other.leads,
            self.offers + other.offers,
            self.deals + other.deals,
            self.direct + other.direct,
            self.orders + other.orders,
        )


NOTHING = Steps(0.0, 0.0, 0.0, 0.0, 0.0, 0.0)


def steps_by(outcome: Outcome, side: Side) -> dict[str, Steps]:
    """Return the funnel of each channel, or of each market cell."""
    found: dict[str, Steps] = {}
    ids = outcome.compiled.setting.channel_ids
    for cell, one in zip(outcome.compiled.cells, outcome.cells, strict=True):
        flow = one.flow
        series = (flow.responses, flow.leads, flow.offers, flow.deals * one.ceiling)
        lanes = np.array([cell.pressure_by_lane(line).sum(axis=1) for line in series])
        direct = cell.cell.sales_model == "direct"
        for lane, channel in enumerate(cell.channels):
            key = cell.cell.id if side is Side.CELL else ids[channel]
            found[key] = found.get(key, NOTHING) + _steps(lanes[:, lane], direct=direct)
    return found


def _steps(numbers: Floats, *, direct: bool) -> Steps:
    responses, leads, offers, deals = numbers.tolist()
    if direct:
        return Steps(0.0, 0.0, 0.0, 0.0, responses, deals)
    return Steps(responses, leads, offers, deals, 0.0, 0.0)


def funnel_table(outcome: Outcome, side: Side) -> FigureTable:
    """Return the funnel by channel or market cell with what goes on at each step, the most customers first."""
    plan = outcome.compiled.plan
    formats = Formats.of(plan)
    rows = sorted(steps_by(outcome, side).items(), key=lambda row: -(row[1].deals + row[1].orders))
    lines = [
        _line(formats, part_name(plan, side, name), steps, FigureKey("funnel", "", side, name)) for name, steps in rows
    ]
    whole = sum((steps for _name, steps in rows), NOTHING)
    lines.append(_line(formats, _("Whole plan"), whole, FigureKey("funnel", "", side, whole=True)))
    columns = (
        Column(_("Market cell") if side is Side.CELL else _("Channel"), width=150, number=False, grows=True),
        Column(_("to sales"), _("Responses in market cells that are sold to by people."), 124),
        Column(_("leads"), _("Small: of those responses."), 128),
        Column(_("offers"), _("Small: of those leads; the last leads have no offer yet at the end."), 128),
        Column(_("deals"), _("Small: of those offers. Referrals are left out."), 128),
        Column(_("direct"), _("Responses in market cells whose customers order by themselves."), 118),
        Column(_("orders"), _("Small: of the direct responses. Referrals are left out."), 128),
    )
    note = _("Over {n} months. Small figures: how many of the step before go on.").format(n=outcome.compiled.horizon)
    return FigureTable(columns, tuple(lines), note)


def _line(formats: Formats, name: str, steps: Steps, key: FigureKey) -> Line:
    def step(what: str, value: float, before: float | None) -> Entry:
        return _step(formats, value, before, strong=key.whole, key=replace(key, what=what).text())

    entries = (
        Entry(name, strong=key.whole),
        step("sold", steps.sold, None),
        step("leads", steps.leads, steps.sold),
        step("offers", steps.offers, steps.leads),
        step("deals", steps.deals, steps.offers),
        step("direct", steps.direct, None),
        step("orders", steps.orders, steps.direct),
    )
    return Line(entries, key.whole)


def _step(formats: Formats, value: float, before: float | None, *, strong: bool, key: str) -> Entry:
    if not value:
        return Entry(ZERO if not before else NO_FIGURE, role="text_3")
    aside = formats.percent(value / before, 1) if before else ""
    text = formats.number(value, 0 if value >= 100 else 1)
    return Entry(text, formats.number(value, 2), strong=strong, aside=aside, key=key)
