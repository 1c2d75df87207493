"""Customers, revenue and margin of a market cell over many draws at once (domain C.10–C.13)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum

import numpy as np

from cmoplanner.model.plan import Cell
from cmoplanner.projection.assumptions import first_year_retention
from cmoplanner.projection.carryover import Floats
from cmoplanner.projection.drawn_cell import Chosen
from cmoplanner.projection.rates import Levers, seasonality, staying
from cmoplanner.projection.setting import Setting

ValueOf = Callable[[str], Floats]


class Series(IntEnum):
    """What is followed by month and draw; active customers are counted at month end."""

    REVENUE = 0
    MARGIN = 1
    BASE_NEW = 2
    MARKETING_NEW = 3
    ACTIVE = 4


@dataclass(frozen=True, slots=True, eq=False)
class Market:
    """What a cell's customers do and bring; months × draws, or one value a draw (1 where it is the same for all)."""

    cell: Cell
    base: Floats
    stay: Floats
    stay_new: Floats
    arpa: Floats
    first: Floats
    margin: Floats
    referral: Floats
    start: Floats
    prospects: Floats | None


def market_of(setting: Setting, cell: Cell, chosen: Chosen, pressure: Floats | None, *, levers: bool) -> Market:
    """Return a cell's customers for some draws; `pressure` is what is felt of retention money, None for none of it."""
    scope = f"cell:{cell.id}"

    def value(parameter: str) -> Floats:
        return chosen.of(scope, parameter, getattr(cell, parameter))

    on = Levers(setting, cell, on=levers)
    season = seasonality(setting, cell)[:, None]
    year = np.arange(setting.horizon)[:, None] / 12
    base = value("base_new_month") * (1 - value("base_erosion_year")) ** year * season
    if cell.sales_model == "direct":
        lift = (on.product("responses") * on.product("order_rate"))[:, None]
        base = base + value("base_responses_month") * value("order_rate") * season * lift
    arpa = value("arpa_month") * (1 + value("expansion_year")) ** (year + 1 / 12) * on.product("arpa")[:, None]
    offering = setting.plan.offerings.get(cell.offering_id)
    if offering and offering.revenue_follows_season:
        arpa = arpa * season
    retention = value("retention_year")
    given = chosen.has(scope, "retention_new_year")
    fresh = value("retention_new_year") if given else first_year_retention(cell, retention)
    churn = on.product("churn")[:, None]
    effect = _effect(cell, value, pressure) if pressure is not None else np.zeros((setting.horizon, 1))
    return Market(
        cell,
        base,
        staying((1 - retention ** (1 / 12)) * churn, effect),
        staying((1 - fresh ** (1 / 12)) * churn, effect),
        arpa,
        value("first_order_value") * on.product("first_order_value")[:, None],
        value("gross_margin"),
        value("referral_year") / 12,
        value("customers_start"),
        None if cell.prospects is None else value("prospects"),
    )


def _effect(cell: Cell, value: ValueOf, pressure: Floats) -> Floats:
    """Return the relative churn reduction, months × draws. Source: domain C.12."""
    half = 0.005 * value("arpa_month") if cell.ret_half_spend is None else value("ret_half_spend")
    felt = pressure[:, None]
    bottom = half * value("customers_start") + felt
    share = np.divide(np.broadcast_to(felt, bottom.shape), bottom, out=np.zeros_like(bottom), where=bottom > 0)
    return np.asarray(value("ret_max_effect") * share)


def rolled(market: Market, raw: Floats | None, draws: int) -> Floats:
    """Return `Series` × months × draws of a cell; `raw` are deals before the ceiling, None for no marketing.

    Source: domain C.11–C.13.
    """
    horizon = len(market.stay)
    found = np.zeros((len(Series), horizon, draws))
    won = None if raw is None else _under_ceiling(market, raw)
    established = np.broadcast_to(market.start, (draws,)).copy()
    of_base, of_marketing = np.zeros(draws), np.zeros(draws)
    survivors = np.empty((horizon, draws))
    for t in range(horizon):
        new_base, new_marketing = found[Series.BASE_NEW, t], found[Series.MARKETING_NEW, t]
        np.multiply(market.referral, established + of_base, out=new_base)
        new_base += market.base[t]
        established *= market.stay[t]
        of_base *= market.stay_new[t]
        np.add(established, of_base, out=survivors[t])
        of_base += new_base
        if won is not None:
            np.multiply(market.referral, of_marketing, out=new_marketing)
            new_marketing += won[t]
            of_marketing *= market.stay_new[t]
            survivors[t] += of_marketing
            of_marketing += new_marketing
        found[Series.ACTIVE, t] = established + of_base + of_marketing
    first = market.first * (found[Series.BASE_NEW] + found[Series.MARKETING_NEW])
    found[Series.REVENUE] = market.arpa * survivors + _recognised(first, market.cell.fov_recognition_months)
    found[Series.MARGIN] = found[Series.REVENUE] * market.margin
    return found


def _under_ceiling(market: Market, raw: Floats) -> Floats:
    """Return D = rem·(1 − e^(−raw/rem)), rem the prospects not yet won. Source: domain C.11."""
    if market.prospects is None:
        return raw
    won = np.zeros_like(raw)
    remaining = np.broadcast_to(market.prospects, raw.shape[1:]).copy()
    for t in range(len(raw)):
        room = remaining > 0
        top = np.where(room, remaining, 1.0)
        won[t] = np.where(room, -top * np.expm1(-raw[t] / top), 0.0)
        remaining -= market.base[t] + won[t]
    return won


def _recognised(amounts: Floats, months: int) -> Floats:
    """Return amounts spread evenly over the month they arise in and those after it. Source: domain C.13."""
    if months <= 1:
        return amounts
    found = amounts.copy()
    for i in range(1, min(months, len(amounts))):
        found[i:] += amounts[:-i]
    return found / months
