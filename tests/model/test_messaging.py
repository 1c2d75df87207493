"""Messages are inherited in the order of domain B.2: activity, market cell, offering, what it belongs to, brand."""

from dataclasses import replace
from datetime import date
from types import MappingProxyType
from typing import Any

import pytest

from cmoplanner.model.messaging import Origin, message_of, message_of_offering
from cmoplanner.model.plan import Activity, Cell, Message, Offering, Plan, Segment, Target
from tests.exchange.plans import empty, keyed

DAY = date(2027, 3, 1)
ORDER = ("own", "cell", "offering", "family", "house", "brand")
MESSAGES = {
    "own": Message("own", "offering", "other"),
    "cell": Message("cell", "cell", "c"),
    "offering": Message("offering", "offering", "o"),
    "family": Message("family", "sub_brand", "f"),
    "house": Message("house", "brand", "b"),
    "brand": Message("brand", "brand", ""),
}
ORIGINS = (Origin.ACTIVITY, Origin.CELL, Origin.OFFERING, Origin.PARENT, Origin.PARENT, Origin.BRAND)


def plan_with(*messages: str, **changes: Any) -> Plan:
    offerings = keyed(
        Offering("b", "House", level="brand"),
        Offering("f", "Family", "b", level="sub_brand"),
        Offering("o", "Offering", "f"),
        Offering("other", "Other"),
    )
    return replace(
        empty(),
        segments=keyed(Segment("s", "S")),
        offerings=offerings,
        cells=keyed(Cell("c", "s", "o"), Cell("d", "s", "other")),
        messages=keyed(*(MESSAGES[name] for name in messages)),
        **changes,
    )


def activity(*targets: Target, message_id: str | None = None) -> Activity:
    return Activity("A", "A", DAY, DAY, targets=targets, message_id=message_id)


@pytest.mark.parametrize("place", range(len(ORDER)))
def test_the_nearest_message_holds(place: int) -> None:
    plan = plan_with(*ORDER[place:])
    found = message_of(plan, activity(Target("c", 1.0), message_id="own"))
    assert found is not None
    assert (found.message.id, found.origin) == (ORDER[place], ORIGINS[place])


def test_there_may_be_none() -> None:
    assert message_of(plan_with(), activity(Target("c", 1.0))) is None
    assert message_of(plan_with("cell", "offering"), activity()) is None
    assert message_of_offering(plan_with("cell"), "o") is None
    assert message_of_offering(plan_with("offering"), "gone") is None


def test_the_largest_share_decides() -> None:
    plan = plan_with("own", "cell")
    for share, expected in ((0.6, "cell"), (0.4, "own")):
        found = message_of(plan, activity(Target("c", share), Target("d", 1 - share)))
        assert found is not None
        assert found.message.id == expected
    found = message_of(plan_with("cell", "brand"), activity(Target("gone", 0.9), Target("c", 0.1)))
    assert found is not None
    assert found.message.id == "cell"


def test_the_newest_of_several_holds() -> None:
    old, new = (replace(MESSAGES["cell"], id=str(year), updated=date(year, 1, 1)) for year in (2026, 2027))
    plan = replace(plan_with(), messages=keyed(new, old, MESSAGES["cell"]))
    found = message_of(plan, activity(Target("c", 1.0)))
    assert found is not None
    assert found.message.id == "2027"


def test_a_circle_of_offerings_ends() -> None:
    plan = plan_with("brand")
    offerings = dict(plan.offerings)
    offerings["b"] = replace(offerings["b"], parent_id="o")
    found = message_of_offering(replace(plan, offerings=MappingProxyType(offerings)), "o")
    assert found is not None
    assert found.origin is Origin.BRAND
