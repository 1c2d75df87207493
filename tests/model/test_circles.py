"""Circles of links: found by both ways of looking, against walking every way, and in linear time."""

import random
from dataclasses import replace
from datetime import date
from types import MappingProxyType

import pytest

from cmoplanner.model.checks import check_rows
from cmoplanner.model.circles import circles, leads_back, leads_of, on_circle
from cmoplanner.model.facts import Facts
from cmoplanner.model.fields import ACTIVITY, table
from cmoplanner.model.plan import Activity, ActivityLink, Offering, Scenario
from cmoplanner.model.problems import check_plan, check_row
from tests.exchange.plans import empty, keyed


def reachable(leads: dict[str, tuple[str, ...]], start: str) -> set[str]:
    """Every row that a way from this one comes to, the long way round."""
    found: set[str] = set()
    while True:
        more = {other for row in found | {start} for other in leads.get(row, ())} - found
        if not more:
            return found
        found |= more


@pytest.mark.parametrize("seed", range(40))
def test_rows_with_the_same_number_lead_to_each_other(seed: int) -> None:
    chance = random.Random(seed)
    names = [f"r{i}" for i in range(chance.randint(1, 14))]
    leads = {name: tuple(chance.choices([*names, "gone"], k=chance.randint(0, 3))) for name in names}
    numbers = circles(leads)
    assert numbers.keys() == leads.keys()
    for one in names:
        for other in names:
            both = one == other or (other in reachable(leads, one) and one in reachable(leads, other))
            assert (numbers[one] == numbers[other]) is both, (leads, one, other)


@pytest.mark.parametrize("seed", range(20))
def test_one_row_alone_is_told_the_same_as_all_at_once(seed: int) -> None:
    chance = random.Random(seed)
    names = [f"A{i}" for i in range(9)]
    day = date(2027, 3, 1)
    activities = keyed(*(Activity(name, name, day, day, depends_on=tuple(chance.sample(names, 1))) for name in names))
    links = keyed(
        *(ActivityLink(f"R{i}", *chance.sample(names, 2), timing=chance.choice(["", "FS", "SS"])) for i in range(5))
    )
    plan = replace(empty(), activities=activities, activity_links=links)
    leads = leads_of(plan, ACTIVITY)
    numbers = circles(leads)
    for name in names:
        first = plan.activities[name].depends_on
        assert leads_back(plan, ACTIVITY, name, first) is on_circle(numbers, name, first)
    rows = [("activity", row_id) for row_id in names] + [("activity_link", row_id) for row_id in links]
    whole = {(found.table, found.row_id, found.key) for found in check_plan(plan) if "leads back" in found.sentence}
    for facts in (None, Facts(plan), Facts(plan, rows=1_000)):
        single = {
            (found.table, found.row_id, found.key)
            for row in rows
            for found in check_row(plan, *row, facts)
            if "leads back" in found.sentence
        }
        assert single == whole


class Counted(tuple[str, ...]):
    """Links that count how often they are looked at."""

    __slots__ = ()
    looked = 0

    def __iter__(self):  # type: ignore[no-untyped-def]
        Counted.looked += 1
        return super().__iter__()


def test_every_row_is_looked_at_twice_whatever_the_circle() -> None:
    count = 10_000
    Counted.looked = 0
    numbers = circles({f"r{i}": Counted((f"r{(i + 1) % count}",)) for i in range(count)})
    assert len(set(numbers.values())) == 1
    assert Counted.looked == 2 * count


@pytest.mark.parametrize("name", ["offering", "scenario", "activity"])
def test_a_circle_of_ten_thousand_is_found_at_each(name: str) -> None:
    names = [f"r{i}" for i in range(10_000)]
    before = dict(zip(names, [names[-1], *names], strict=False))
    rows = {
        "offering": [{"id": one, "parent_id": before[one]} for one in names],
        "scenario": [{"id": one, "parent_id": before[one]} for one in names],
        "activity": [{"id": one, "depends_on": (before[one],)} for one in names],
    }[name]
    found = list(check_rows({name: rows}))
    assert len(found) == len(names)
    assert {problem.key for problem in found} == {"depends_on" if name == "activity" else "parent_id"}


def test_what_the_tables_of_the_tree_lead_to() -> None:
    offerings = keyed(Offering("b", "Brand"), Offering("o", "Offering", parent_id="b"))
    plan = replace(empty(), offerings=offerings, scenarios=MappingProxyType({"s": Scenario("s", "S", parent_id="s")}))
    assert leads_of(plan, table("offering")) == {"b": (), "o": ("b",)}
    assert [(found.table, found.row_id, found.key) for found in check_plan(plan) if found.table == "scenario"] == [
        ("scenario", "s", "parent_id")
    ]
