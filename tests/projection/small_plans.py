"""Small plans of every kind, the same for the same seed: each corner of the specification turns up in some."""

import random
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any

from cmoplanner.model.plan import (
    Activity,
    Campaign,
    Cell,
    Channel,
    CostCategory,
    Header,
    Lane,
    Lever,
    Offering,
    Plan,
    Segment,
    Stage,
    Target,
)

YEARS = (date(2027, 1, 1), date(2027, 7, 1), date(2028, 1, 1), date(2026, 4, 1))
METRICS = (
    "responses",
    "lead_rate",
    "order_rate",
    "lead_to_offer",
    "offer_to_deal",
    "churn",
    "arpa",
    "first_order_value",
)


def small_plan(seed: int) -> Plan:
    chance = random.Random(seed)
    header = _header(chance)
    cells = [_cell(chance, i) for i in range(chance.randrange(1, 4))]
    channels = [_channel(chance, i) for i in range(chance.randrange(1, 5))]
    campaigns = [Campaign(f"j{i}", f"J{i}", integration=chance.random()) for i in range(2)]
    names = [cell.id for cell in cells], [channel.id for channel in channels]
    activities = [_activity(chance, i, header, *names) for i in range(chance.randrange(1, 12))]
    levers = [_lever(chance, i, header, *names) for i in range(chance.randrange(6))]
    return Plan(
        header,
        segments=_table([Segment("s", "S")]),
        offerings=_table([_offering(chance, i) for i in range(2)]),
        cells=_table(cells),
        stages=_table([Stage(role, i, role, role) for i, role in enumerate(("acquire", "retain", "enable"))]),
        channels=_table(channels),
        lanes=_table(_lanes(chance, *names)),
        campaigns=_table(campaigns),
        activities=_table(activities),
        cost_categories=_table([CostCategory("media", "Media"), CostCategory("fees", "Fees", working=False)]),
        levers=_table(levers),
    )


def _table(rows: list[Any]) -> MappingProxyType[str, Any]:
    return MappingProxyType({row.id: row for row in rows})


def _header(chance: random.Random) -> Header:
    start = chance.choice(YEARS)
    pattern = chance.choice(("calendar_months",) * 4 + ("4-4-5", "4-5-4", "5-4-4"))
    return Header(
        "p",
        "Company (fictional)",
        "Plan",
        "XXX",
        chance.choice((0, 2, 2, 3)),
        start,
        start,
        0,
        fy_pattern=pattern,
        value_horizon_months=chance.choice((12, 24, 36, 60)),
        discount_rate=chance.choice((0.0, 0.1)),
        synergy_kappa=chance.choice((0.0, 0.2, 0.4)),
    )


def _offering(chance: random.Random, i: int) -> Offering:
    weights = [chance.uniform(0.2, 2) for _ in range(12)]
    season = tuple(12 * weight / sum(weights) for weight in weights)
    return Offering(
        f"o{i}",
        f"O{i}",
        level="offering",
        seasonality=season,
        revenue_model=chance.choice(("project", "subscription")),
        seasonal_revenue=chance.choice((True, False, None)),
    )


def _cell(chance: random.Random, i: int) -> Cell:
    return Cell(
        f"k{i}",
        "s",
        f"o{i % 2}",
        sales_model=chance.choice(("direct", "pipeline")),
        customers_start=chance.choice((0.0, 50.0, 4000.0)),
        prospects=chance.choice((None, 0.0, 30.0, 5000.0)),
        arpa_month=chance.choice((0.0, 35.5, 900.0)),
        first_order_value=chance.choice((0.0, 420.0)),
        fov_recognition_months=chance.choice((1, 1, 4, 70)),
        gross_margin=chance.uniform(0.2, 0.8),
        retention_year=chance.choice((0.0, 0.8, 0.95)),
        retention_new_year=chance.choice((None, 0.7)),
        expansion_year=chance.choice((0.0, 0.04, -0.02)),
        referral_year=chance.choice((0.0, 0.05)),
        base_new_month=chance.choice((0.0, 2.5)),
        base_responses_month=chance.choice((0.0, 900.0)),
        order_rate=0.02,
        base_erosion_year=chance.choice((0.0, 0.15)),
        lead_to_offer=0.3,
        offer_to_deal=0.4,
        lag_lead_offer=chance.choice((0.0, 0.5, 1.0, 2.75)),
        lag_offer_deal=chance.choice((0.0, 1.5, 4.0, 40.0)),
        ret_half_spend=chance.choice((None, 0.0, 2.0)),
        ret_max_effect=0.15,
    )


def _channel(chance: random.Random, i: int) -> Channel:
    return Channel(
        f"c{i}",
        f"C{i}",
        unit_cost=chance.choice((0.5, 8.0, 120.0)),
        lead_rate=chance.uniform(0.01, 0.5),
        quality=chance.uniform(0.5, 1.5),
        order_factor=chance.uniform(0.5, 8),
        sigma=chance.uniform(0.2, 0.8),
        slope=chance.choice((0.7, 1.0, 1.0, 1.6)),
        half_life_weeks=chance.choice((0.0, 0.3, 2.0, 26.0)),
        delay_months=chance.choice((0, 0, 0, 2, 70)),
        long_term_multiplier=chance.choice((1.0, 1.0, 1.0, 1.8)),
    )


def _lanes(chance: random.Random, cells: list[str], channels: list[str]) -> list[Lane]:
    return [
        Lane(f"{channel}|{cell}", channel, cell, chance.choice((0.0, 700.0, 9000.0)), chance.choice((1.0, 1.3)))
        for channel in channels
        for cell in cells
        if chance.random() < 0.7
    ]


def _activity(chance: random.Random, i: int, header: Header, cells: list[str], channels: list[str]) -> Activity:
    start = header.fy_start + timedelta(
        days=chance.randrange(-20, 380) if chance.random() < 0.2 else chance.randrange(340)
    )
    repeats = chance.choice(("none", "none", "weekly", "biweekly", "monthly", "quarterly"))
    some = chance.sample(cells, chance.randrange(len(cells) + 1))
    return Activity(
        f"a{i}",
        f"A{i}",
        start,
        start + timedelta(days=chance.choice((0, 2, 9, 45))),
        campaign_id=chance.choice((None, "j0", "j1", "unknown")),
        channel_id=chance.choice((None, *channels, *channels)),
        stage_id=chance.choice((None, "acquire", "acquire", "acquire", "retain", "enable")),
        recurrence=repeats,
        until=chance.choice((None, start + timedelta(days=100), start - timedelta(days=3))),
        phasing=chance.choice(("even", "even", "start", "end")),
        custom_phasing=chance.choice(((), (), (), (0, 0.3, 0, 0, 1, 0, 0, 0.7, 0, 0, 0, 2))),
        gross_spend=chance.choice((0, 1, 33_333, 5_000_007)),
        category_id=chance.choice((None, "media", "media", "media", "fees")),
        partner_share=chance.choice((0.0, 0.5, 0.333, 1.0)),
        status=chance.choice(("planned", "live", "live", "cancelled")),
        locked=chance.random() < 0.2,
        planned_responses=chance.choice((None, None, None, None, 0.0, 250.0)),
        targets=tuple(Target(cell, 1 / len(some)) for cell in some),
    )


def _lever(chance: random.Random, i: int, header: Header, cells: list[str], channels: list[str]) -> Lever:
    return Lever(
        f"l{i}",
        f"L{i}",
        chance.choice(METRICS),
        chance.choice((0.8, 1.1, 2.0)),
        header.fy_start + timedelta(days=chance.choice((-400, -40, -1, 0, 75, 400, 3000))),
        cell_id=chance.choice((None, *cells)),
        channel_id=chance.choice((None, None, *channels)),
        ramp_months=chance.choice((0, 3, 30)),
    )
