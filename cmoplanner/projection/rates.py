"""The rates of a market cell by month, with the improvement levers or without (domain C.6, C.8–C.10, C.13)."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from cmoplanner.model.plan import Cell
from cmoplanner.projection.carryover import Floats
from cmoplanner.projection.setting import Setting


@dataclass(frozen=True, slots=True, eq=False)
class Rates:
    """What a response becomes, and what a customer brings, by month.

    By channel and month: `lead` leads (direct: orders) per response, `offer` offers per lead, `deal`
    deals per offer. By month: `base` new customers without marketing, `churn` and `churn_new` of a month
    before any retention effect, `arpa`, and `first` order value.
    """

    lead: Floats
    offer: Floats
    deal: Floats
    base: Floats
    churn: Floats
    churn_new: Floats
    arpa: Floats
    first: Floats


class Levers:
    """The levers that reach one cell; without them every product is 1."""

    def __init__(self, setting: Setting, cell: Cell, *, on: bool) -> None:
        self._levers = [pair for pair in setting.levers if on and pair[0].cell_id in (None, "", cell.id)]
        self._ones = np.ones(setting.horizon)

    def __bool__(self) -> bool:
        return bool(self._levers)

    def product(self, metric: str, channel: str | None = None) -> Floats:
        """Return the product of the levers on a metric; a lever of one channel acts on that channel's streams only.

        So it does nothing for what has no channel: base business, churn, ARPA, first order value.
        """
        product = self._ones
        for lever, strength in self._levers:
            if lever.metric == metric and (not lever.channel_id or lever.channel_id == channel):
                product = product * strength
        return product


def rates_of(setting: Setting, cell: Cell, channels: Sequence[str], levers: Levers) -> Rates:
    """Return a cell's rates, for streams of these channels."""
    season = seasonality(setting, cell)
    year = np.arange(setting.horizon) / 12
    plan = setting.plan
    offering = plan.offerings.get(cell.offering_id)
    base = cell.base_new_month * (1 - cell.base_erosion_year) ** year * season
    if cell.sales_model == "direct":
        lift = levers.product("responses") * levers.product("order_rate")
        base = base + cell.base_responses_month * cell.order_rate * season * lift
    arpa = cell.arpa_month * (1 + cell.expansion_year) ** (year + 1 / 12) * levers.product("arpa")
    if offering and offering.revenue_follows_season:
        arpa = arpa * season
    churn = levers.product("churn")
    return Rates(
        lead=_rows(setting, [_lead(setting, cell, key, season, levers) for key in channels]),
        offer=_rows(
            setting,
            [
                cell.lead_to_offer * plan.channels[key].quality * levers.product("lead_to_offer", key)
                for key in channels
            ],
        ),
        deal=_rows(setting, [cell.offer_to_deal * levers.product("offer_to_deal", key) for key in channels]),
        base=base,
        churn=(1 - cell.retention_year ** (1 / 12)) * churn,
        churn_new=(1 - retention_new(cell) ** (1 / 12)) * churn,
        arpa=arpa,
        first=cell.first_order_value * levers.product("first_order_value"),
    )


def staying(churn: Floats, effect: Floats) -> Floats:
    """Return the share of customers who stay a month, from its churn and the retention effect. Source: domain C.12."""
    return np.maximum(0.0, 1 - churn * (1 - effect))


def retention_new(cell: Cell) -> float:
    """Return the first-year retention; five points below the established one where it is not given."""
    return max(0.0, cell.retention_year - 0.05) if cell.retention_new_year is None else cell.retention_new_year


def half_retention_spend(cell: Cell) -> float:
    """Return the retention money per customer and month at half effect; 0.5 % of ARPA where it is not given."""
    return 0.005 * cell.arpa_month if cell.ret_half_spend is None else cell.ret_half_spend


def seasonality(setting: Setting, cell: Cell) -> Floats:
    """Return the offering's seasonality over the horizon; flat where it has none."""
    offering = setting.plan.offerings.get(cell.offering_id)
    season = offering.seasonality if offering and len(offering.seasonality) == 12 else (1.0,) * 12
    return np.resize(np.array(season, dtype=float), setting.horizon)


def _lead(setting: Setting, cell: Cell, channel_id: str, season: Floats, levers: Levers) -> Floats:
    channel = setting.plan.channels[channel_id]
    responses = levers.product("responses", channel_id) * season
    if cell.sales_model == "direct":
        return responses * cell.order_rate * levers.product("order_rate", channel_id) * channel.order_factor
    return responses * channel.lead_rate * levers.product("lead_rate", channel_id)


def _rows(setting: Setting, rows: Sequence[Floats]) -> Floats:
    return np.array(rows, dtype=float).reshape(len(rows), setting.horizon)
