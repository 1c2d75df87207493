"""Plans of any size, the same for the same seed."""

import random
from collections.abc import Mapping
from datetime import date, timedelta
from types import MappingProxyType
from typing import Protocol, TypeVar

from cmoplanner.model import fields, values
from cmoplanner.model.plan import (
    Activity,
    Campaign,
    Cell,
    Channel,
    CostCategory,
    CostCentre,
    Header,
    Lane,
    Lever,
    Offering,
    Plan,
    Segment,
    Stage,
    Target,
)
from cmoplanner.model.values import Stored

STAGES = (("aware", "acquire"), ("choose", "acquire"), ("buy", "acquire"), ("use", "retain"), ("enable", "enable"))
CATEGORIES = (("media", True), ("events", True), ("agency", False))


class _Row(Protocol):
    @property
    def id(self) -> str: ...


_AnyRow = TypeVar("_AnyRow", bound=_Row)


def generated_plan(
    activities: int = 1000,
    seed: int = 1,
    *,
    channels: int = 30,
    segments: int = 8,
    offerings: int = 12,
    targets: int = 3,
) -> Plan:
    """Return a plan with so many activities; each goes to `targets` market cells."""
    chance = random.Random(seed)
    cells = _cells(chance, segments, offerings)
    found_channels = [_channel(chance, i) for i in range(channels)]
    campaigns = [
        Campaign(f"j{i}", f"Campaign {i}", integration=chance.random())
        for i in range(max(1, min(60, activities // 12)))
    ]
    rows = [
        _activity(chance, i, [c.id for c in found_channels], [c.id for c in campaigns], [c.id for c in cells], targets)
        for i in range(activities)
    ]
    return Plan(
        header=Header("generated", "Measured (fictional)", "Plan", "EUR", 2, date(2027, 1, 1), date(2027, 3, 31), 0),
        segments=_table([Segment(f"s{i}", f"Segment {i}") for i in range(segments)]),
        offerings=_table([Offering(f"o{i}", f"Offering {i}", level="offering") for i in range(offerings)]),
        cells=_table(cells),
        stages=_table([Stage(key, i, key.title(), role) for i, (key, role) in enumerate(STAGES)]),
        channels=_table(found_channels),
        lanes=_table(
            [
                Lane(f"{channel.id}|{cell.id}", channel.id, cell.id, chance.uniform(500, 20_000))
                for channel in found_channels
                for cell in cells
            ]
        ),
        campaigns=_table(campaigns),
        activities=_table(rows),
        cost_categories=_table([CostCategory(key, key.title(), working) for key, working in CATEGORIES]),
        cost_centres=_table([CostCentre("CC1", "Marketing")]),
        levers=_table([Lever("L1", "Web-shop tests", "order_rate", 1.1, date(2027, 5, 1), cells[0].id, ramp_months=3)]),
    )


def stored_rows(plan: Plan) -> dict[str, list[dict[str, Stored]]]:
    """Return a plan as the rows of which `Document.create` makes a file."""
    found: dict[str, list[dict[str, Stored]]] = {"plan": [_row(fields.HEADER, plan.header)]}
    for table in fields.TABLES:
        if table.attribute and table is not fields.HEADER:
            found[table.name] = [_row(table, row) for row in getattr(plan, table.attribute).values()]
    found["activity_target"] = [
        {"id": f"{row.id}|{target.cell_id}", "activity_id": row.id, "cell_id": target.cell_id, "share": target.share}
        for row in plan.activities.values()
        for target in row.targets
    ]
    return found


def _row(table: fields.Table, row: _Row) -> dict[str, Stored]:
    given = {field.key: getattr(row, field.key) for field in table.fields}
    kept = {key: values.to_store(table.field(key), value) for key, value in given.items() if value is not None}
    return {"id": row.id, **kept}


def _table(rows: list[_AnyRow]) -> Mapping[str, _AnyRow]:
    return MappingProxyType({row.id: row for row in rows})


def _cells(chance: random.Random, segments: int, offerings: int) -> list[Cell]:
    return [
        Cell(
            f"s{s}-o{o}",
            f"s{s}",
            f"o{o}",
            sales_model=chance.choice(("direct", "pipeline", "pipeline")),
            customers_start=chance.uniform(50, 5000),
            prospects=chance.choice((None, 20_000.0)),
            arpa_month=chance.uniform(20, 2000),
            first_order_value=chance.uniform(0, 5000),
            gross_margin=chance.uniform(0.3, 0.8),
            retention_year=chance.uniform(0.6, 0.95),
            retention_new_year=chance.uniform(0.5, 0.9),
            expansion_year=0.02,
            referral_year=0.01,
            base_new_month=chance.uniform(0, 5),
            order_rate=0.02,
            lead_to_offer=0.1,
            offer_to_deal=0.25,
            lag_lead_offer=1.0,
            lag_offer_deal=chance.choice((1.5, 2.0, 3.0)),
            ret_half_spend=3.0,
        )
        for s in range(segments)
        for o in range(offerings)
    ]


def _channel(chance: random.Random, i: int) -> Channel:
    return Channel(
        f"c{i}",
        f"Channel {i}",
        unit_cost=chance.uniform(1, 100),
        lead_rate=chance.uniform(0.01, 0.4),
        quality=chance.uniform(0.6, 1.4),
        order_factor=chance.uniform(0.5, 10),
        sigma=chance.uniform(0.3, 0.6),
        slope=chance.choice((1.0, 1.0, 1.3)),
        half_life_weeks=chance.choice((0.0, 0.6, 1.0, 4.0, 26.0)),
        delay_months=chance.choice((0, 0, 0, 2)),
    )


def _activity(
    chance: random.Random, i: int, channels: list[str], campaigns: list[str], cells: list[str], targets: int
) -> Activity:
    start = date(2027, 1, 1) + timedelta(days=chance.randrange(340))
    repeats = chance.choice(("none",) * 8 + ("weekly", "monthly"))
    days = (
        chance.randrange(3) if repeats != "none" else chance.randrange(min(90, (date(2027, 12, 31) - start).days + 1))
    )
    return Activity(
        f"a{i}",
        f"Activity {i}",
        start,
        start + timedelta(days=days),
        campaign_id=chance.choice((*campaigns, None)),
        channel_id=chance.choice(channels),
        stage_id=chance.choice(STAGES)[0],
        recurrence=repeats,
        gross_spend=chance.randrange(100_000, 5_000_000),
        category_id=chance.choice(("media", "media", "events", "agency")),
        cost_centre_id="CC1",
        partner_share=chance.choice((0.0, 0.0, 0.5)),
        targets=tuple(Target(key, 1 / targets) for key in chance.sample(cells, targets)),
    )
