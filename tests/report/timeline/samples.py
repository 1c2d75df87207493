"""What tests of the timeline share: a fixed measure, the sample plan and its outcome, random edits."""

import random
from dataclasses import replace
from datetime import timedelta
from functools import lru_cache
from types import MappingProxyType

from cmoplanner.model.plan import Activity, Plan, Target
from cmoplanner.projection.compile import compile_plan
from cmoplanner.projection.model import project
from cmoplanner.projection.outcome import Outcome
from cmoplanner.report.timeline.arrangement import USUAL
from cmoplanner.report.timeline.state import CalendarState
from tests.plans import norrvik


def measure(text: str, px: int, _weight: int) -> float:
    """Return a text's width without a font."""
    return len(text) * px * 0.55


@lru_cache(maxsize=1)
def sample() -> tuple[Plan, Outcome]:
    plan = norrvik()
    return plan, project(compile_plan(plan))


def state(*by: str, px_a_day: float = 3.2) -> CalendarState:
    return CalendarState(*sample(), measure, USUAL.grouped(*by) if by else USUAL, px_a_day=px_a_day)


def with_activities(plan: Plan, activities: dict[str, Activity]) -> Plan:
    return replace(plan, activities=MappingProxyType(activities), revision=plan.revision + 1)


def edited(plan: Plan, chance: random.Random) -> Plan:
    """Return the plan after one random edit of an activity; rows that are not touched stay the same objects."""
    activities = dict(plan.activities)
    row = activities[chance.choice(list(activities))]
    days = timedelta(days=chance.randrange(-40, 41))
    match chance.choice(("move", "resize", "money", "state", "links", "remove", "add", "campaign")):
        case "move":
            activities[row.id] = replace(row, start=row.start + days, end=row.end + days)
        case "resize":
            activities[row.id] = replace(row, end=row.end + abs(days))
        case "money":
            activities[row.id] = replace(
                row, gross_spend=chance.randrange(9_000_000), partner_share=chance.choice((0.0, 0.5, 1 / 3))
            )
        case "state":
            states = ("planned", "committed", "live", "done", "cancelled")
            approvals = ("draft", "submitted", "approved")
            activities[row.id] = replace(row, status=chance.choice(states), approval_status=chance.choice(approvals))
        case "links":
            others = [key for key in activities if key != row.id]
            activities[row.id] = replace(row, depends_on=tuple(chance.sample(others, chance.randrange(3))))
        case "remove" if len(activities) > 5:
            del activities[row.id]
        case "add":
            made = replace(row, id=f"new{plan.revision}", name="New", depends_on=(row.id,), start=row.start + days)
            activities[made.id] = replace(made, end=max(made.start, row.end), targets=(Target("edu-cloud", 1.0),))
        case _:
            activities[row.id] = replace(row, campaign_id=chance.choice((None, *plan.campaigns)), name=row.name + "!")
    return with_activities(plan, activities)
