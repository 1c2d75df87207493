"""Calendar pages of plans of any size for tests: long and right-to-left names, emoji, key dates, blackouts."""

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache
from types import MappingProxyType

from cmoplanner.model.plan import Activity, Blackout, Campaign, Milestone, Plan, Segment
from cmoplanner.projection.bands import Bands, bands
from cmoplanner.projection.compile import compile_plan
from cmoplanner.projection.draws import Draws
from cmoplanner.projection.model import project
from cmoplanner.projection.outcome import Outcome
from cmoplanner.projection.uncertainty import simulate
from cmoplanner.report.timeline.shapes import Box, Rect, Region, Text
from tests.plans import norrvik

LONG = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft Sommerauftaktveranstaltung"
RIGHT_TO_LEFT = "حملة الربيع الكبرى في جميع المتاجر"
EMOJI = "🚀 Launch 👩‍👩‍👧 day 🎉"
NAMES = (
    LONG,
    RIGHT_TO_LEFT,
    EMOJI,
    "Kurz",
    "Frühjahrskampagne für Wohnungsbaugesellschaften und Hausverwaltungen",
    "LinkedIn",
)


@lru_cache(maxsize=4)
def known() -> tuple[Plan, Outcome, Bands]:
    """Return the sample with its outcome and range."""
    plan = norrvik()
    outcome = project(compile_plan(plan))
    return plan, outcome, bands(simulate(outcome.compiled, Draws(100, 1)), outcome)


def generated(count: int, seed: int = 1) -> Plan:
    """Return the sample with so many activities of nasty names in its place, many key dates and two blackouts."""
    chance = random.Random(seed)
    plan = norrvik()
    campaigns = {f"C{i}": Campaign(f"C{i}", f"{chance.choice(NAMES)} {i}") for i in range(9)}
    segments = {key: replace(row, name=chance.choice(NAMES)) for key, row in plan.segments.items()}
    first = plan.header.fy_start
    rows: dict[str, Activity] = {}
    kinds = list(plan.activities.values())
    for i in range(count):
        start = first + timedelta(chance.randrange(0, 355))
        end = min(start + timedelta(chance.choice((0, 1, 4, 20, 60, 200))), plan.calendar.fy_end)
        rows[f"X{i}"] = replace(
            chance.choice(kinds),
            id=f"X{i}",
            name=f"{chance.choice(NAMES)} {i}",
            start=start,
            end=end,
            until=None,
            recurrence="none",
            campaign_id=chance.choice(list(campaigns)),
            depends_on=(),
            custom_phasing=(),
            payments=(),
            gross_spend=chance.randrange(0, 9_000_000),
            owner_role=chance.choice(("CMO", LONG, "Ops", RIGHT_TO_LEFT, "Field")),
        )
    dates = {
        f"M{i}": Milestone(f"M{i}", first + timedelta(chance.randrange(0, 360)), f"{chance.choice(NAMES)} {i}")
        for i in range(min(60, count // 4))
    }
    closed = {
        "B1": Blackout("B1", LONG, date(2027, 7, 5), date(2027, 8, 10), "DE"),
        "B2": Blackout("B2", "Freeze", date(2027, 12, 18), date(2027, 12, 31)),
    }
    return replace(
        plan,
        campaigns=MappingProxyType(campaigns),
        segments=MappingProxyType(dict[str, Segment](segments)),
        activities=MappingProxyType(rows),
        milestones=MappingProxyType(dates),
        blackouts=MappingProxyType(closed),
        commitments=MappingProxyType({}),
        actuals=MappingProxyType({}),
    )


def texts(regions: list[Region]) -> Iterator[tuple[Text, Box, str]]:
    """Yield all texts with the box of the page they really take, and the name of their region."""
    for region in regions:
        for shape in region.shapes:
            if isinstance(shape, Text):
                yield (
                    shape,
                    (region.x + region.dx + shape.x, region.y + region.dy + shape.y, shape.w, shape.h),
                    region.name,
                )


def rects(regions: list[Region], name: str = "") -> list[Rect]:
    """Return the boxes of a region, or of all."""
    return [
        shape for region in regions if name in ("", region.name) for shape in region.shapes if isinstance(shape, Rect)
    ]
