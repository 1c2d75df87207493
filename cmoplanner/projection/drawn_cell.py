"""A market cell over many draws at once: from pressure to deals, with synergy, as matrix products (domain C.4–C.8).

A draw changes what a response costs and becomes, not the pressure. So leads by campaign are fixed amounts by channel
times drawn factors by channel: one product of matrices for all months and draws.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from cmoplanner.projection.assumptions import Key
from cmoplanner.projection.carryover import Floats, Ints
from cmoplanner.projection.compile import CompiledCell
from cmoplanner.projection.draws import Drawn
from cmoplanner.projection.model import responses_per_pressure
from cmoplanner.projection.rates import Levers, seasonality
from cmoplanner.projection.response import lagged
from cmoplanner.projection.setting import Setting

_SMALLEST = 1e-300
_FEWEST, _MOST = 32, 256  # draws in one product
# the library of matrices spreads larger products over all processors, where waiting for each other costs it more than
# it gains: measured three times the time, and far more beside other work
_ONE_THREAD = 250_000


class Chosen:
    """The values of some draws: drawn ones where there are such, else the plan's own."""

    def __init__(self, drawn: Drawn, part: slice) -> None:
        self._drawn = drawn
        self._part = part
        self.count = part.stop - part.start

    def has(self, scope: str, parameter: str) -> bool:
        """Return whether a value is drawn."""
        return Key(scope, parameter) in self._drawn

    def of(self, scope: str, parameter: str, known: float) -> Floats:
        """Return a value by draw; one value for all draws where it is not drawn."""
        values = self._drawn.get(Key(scope, parameter))
        return np.array([known]) if values is None else values[self._part]

    def rows(self, scopes: Sequence[str], parameter: str, known: Sequence[float]) -> Floats:
        """Return the values of several rows by draw."""
        found = np.empty((len(scopes), self.count))
        for i, (scope, value) in enumerate(zip(scopes, known, strict=True)):
            found[i] = self.of(scope, parameter, value)
        return found


@dataclass(frozen=True, slots=True, eq=False)
class Layout:
    """What does not depend on the draw: months × campaigns × channels of a cell.

    `curve` are responses at a unit cost and fit of 1, `planned` planned ones; both carry season and levers.
    `kinds` gives each channel the number of its course down the funnel: `offer` and `deal` are the levers by kind
    and month.
    """

    cell: CompiledCell
    curve: Floats
    planned: Floats | None
    integration: Floats
    kinds: Ints
    offer: Floats
    deal: Floats


def layout(setting: Setting, cell: CompiledCell) -> Layout:
    """Lay a compiled cell out for draws."""
    ids = [setting.channel_ids[i] for i in cell.channels]
    levers = Levers(setting, cell.cell, on=True)
    rise = np.array([_lead_shape(setting, cell, levers, key) for key in ids]).reshape(len(ids), setting.horizon)
    campaigns = [setting.plan.campaigns[setting.campaign_ids[i]] if i >= 0 else None for i in cell.campaigns]
    shapes = [(tuple(levers.product("lead_to_offer", key)), tuple(levers.product("offer_to_deal", key))) for key in ids]
    kinds = {shape: i for i, shape in enumerate(dict.fromkeys(shapes))}
    courses = np.array(list(kinds)).reshape(len(kinds), 2, setting.horizon)
    return Layout(
        cell,
        _spread(cell, _unit_responses(cell) * rise[cell.channel]),
        _spread(cell, cell.planned.by_group(cell.groups) * rise[cell.channel]) if cell.planned.streams else None,
        np.array([campaign.integration if campaign else 0.0 for campaign in campaigns]),
        np.array([kinds[shape] for shape in shapes], dtype=np.int64),
        courses[:, 0],
        courses[:, 1],
    )


def _lead_shape(setting: Setting, cell: CompiledCell, levers: Levers, channel: str) -> Floats:
    """Return season and levers of leads by month, without the rate itself. Source: domain C.6."""
    metric = "order_rate" if cell.cell.sales_model == "direct" else "lead_rate"
    season = seasonality(setting, cell.cell)
    return levers.product("responses", channel) * levers.product(metric, channel) * season


def _unit_responses(cell: CompiledCell) -> Floats:
    """Return responses by group at a unit cost and fit of 1, the sustained ones included. Source: domain C.4, C.5."""
    pressure = cell.curve.by_group(cell.groups)
    ratio = responses_per_pressure(cell, cell.pressure_by_lane(pressure)) * _undone(cell)
    responses = pressure * ratio[cell.channel]
    if cell.curves.sustained is not None:
        responses = responses + (cell.curves.long_term[cell.channel] - 1) * (responses @ cell.curves.sustained)
    return responses


def _undone(cell: CompiledCell) -> Floats:
    """Return what takes fit and unit cost out of responses; a lane without fit brings nothing anyway."""
    fit = cell.curves.fit
    return cell.curves.unit_cost / np.where(fit == 0, 1.0, fit)


def _spread(cell: CompiledCell, by_group: Floats) -> Floats:
    """Return series by group as months × campaigns × channels."""
    found = np.zeros((by_group.shape[1], len(cell.campaigns), len(cell.channels)))
    found[:, cell.campaign, cell.channel] = by_group.T
    return found


def leads(laid: Layout, setting: Setting, chosen: Chosen, campaigns: Ints | None = None) -> Floats:
    """Return the leads of some campaigns with their synergy and quality: kinds × months × draws."""
    found = np.zeros((len(laid.offer), setting.horizon, chosen.count))
    if not laid.cell.groups or (campaigns is not None and not len(campaigns)):
        return found
    curve, planned, quality = _weights(laid, setting, chosen)
    strength = chosen.of("plan", "synergy_kappa", setting.plan.header.synergy_kappa)
    amounts = [(laid.curve, curve)] + ([(laid.planned, planned)] if laid.planned is not None else [])
    integration = laid.integration
    if campaigns is not None:
        amounts = [(amount[:, campaigns], weight) for amount, weight in amounts]
        integration = integration[campaigns]
    size = _piece(laid)
    for start in range(0, chosen.count, size):
        piece = slice(start, min(start + size, chosen.count))
        here = [(amount, weight[:, piece]) for amount, weight in amounts]
        kappa = strength if len(strength) == 1 else strength[piece]
        factor = _synergy(here, integration[:, None] * kappa)
        for kind in range(len(found)):
            own = laid.kinds == kind
            graded = [(amount[..., own], (weight * quality[:, piece])[own]) for amount, weight in here]
            found[kind, :, piece] = np.einsum("tjd,tjd->td", factor, _product(graded))
    return found


def _synergy(amounts: list[tuple[Floats, Floats]], strength: Floats) -> Floats:
    """Return M by month, campaign and draw. Source: domain C.7."""
    total = _product(amounts)
    squares = _product([(amount**2, weight**2) for amount, weight in amounts])
    if len(amounts) > 1:
        (one, its), (other, others) = amounts
        squares += _product([(2 * one * other, its * others)])
    concentration = (squares + _SMALLEST) / (total**2 + _SMALLEST)
    return np.asarray(1 + strength * np.maximum(0.0, 1 - concentration))


def _product(amounts: list[tuple[Floats, Floats]]) -> Floats:
    """Return the sum over channels of amounts × weights: months × campaigns × draws."""
    total = np.matmul(*amounts[0])
    for amount, weight in amounts[1:]:
        total += np.matmul(amount, weight)
    return np.asarray(total)


def _piece(laid: Layout) -> int:
    """Return how many draws go into one product: few enough for the cache and for one thread."""
    _months, campaigns, channels = laid.curve.shape
    return int(np.clip(_ONE_THREAD // (campaigns * channels), _FEWEST, _MOST))


def _weights(laid: Layout, setting: Setting, chosen: Chosen) -> tuple[Floats, Floats, Floats]:
    """Return leads per unit response of curves, per planned response, and the quality, each channels × draws."""
    cell = laid.cell
    ids = [setting.channel_ids[i] for i in cell.channels]
    known = [setting.plan.channels[key] for key in ids]
    scopes = [f"channel:{key}" for key in ids]
    here = f"cell:{cell.cell.id}"
    cost = chosen.rows(scopes, "unit_cost", [channel.unit_cost for channel in known])
    lanes = [f"lane:{key}|{cell.cell.id}" for key in ids]
    fit = chosen.rows(lanes, "fit", cell.curves.fit[:, 0].tolist())
    if cell.cell.sales_model == "direct":
        factor = chosen.rows(scopes, "order_factor", [channel.order_factor for channel in known])
        rate = factor * chosen.of(here, "order_rate", cell.cell.order_rate)
        quality = np.ones_like(rate)
    else:
        rate = chosen.rows(scopes, "lead_rate", [channel.lead_rate for channel in known])
        quality = chosen.rows(scopes, "quality", [channel.quality for channel in known])
    return rate * np.divide(fit, cost, out=np.zeros_like(fit), where=cost > 0), rate, quality


def funnelled(laid: Layout, chosen: Chosen, found: Floats) -> Floats:
    """Return the deals that follow from leads by kind: months × draws. Source: domain C.8."""
    market = laid.cell.cell
    if market.sales_model == "direct":
        return np.asarray(found.sum(axis=0))
    scope = f"cell:{market.id}"
    offers = _later(found, market.lag_lead_offer) * laid.offer[:, :, None]
    made = (_later(offers, market.lag_offer_deal) * laid.deal[:, :, None]).sum(axis=0)
    rate = chosen.of(scope, "lead_to_offer", market.lead_to_offer) * chosen.of(
        scope, "offer_to_deal", market.offer_to_deal
    )
    return np.asarray(made * rate)


def _later(series: Floats, lag: float) -> Floats:
    """Return series (kinds × months × draws) later by `lag` months."""
    return np.swapaxes(lagged(np.swapaxes(series, 1, 2), lag), 1, 2)
