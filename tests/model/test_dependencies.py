"""Who waits for whom and who is pushed: against a rule applied over and over until nothing changes."""

import random
from dataclasses import replace
from datetime import date, timedelta
from types import MappingProxyType

import pytest

from cmoplanner.errors import EditRefused
from cmoplanner.model.booked import Booked
from cmoplanner.model.dependencies import (
    Dependency,
    Network,
    Tie,
    dependencies,
    in_place,
    inputs_of,
    push,
    ties,
    working_day,
)
from cmoplanner.model.plan import Activity, ActivityLink, Header, Plan

MONDAY = date(2027, 3, 1)


def activity(key: str, start: int, days: int = 5, **given: object) -> Activity:
    first = MONDAY + timedelta(days=start)
    return Activity(key, f"Activity {key}", first, first + timedelta(days=days - 1), **given)  # type: ignore[arg-type]


def plan(*rows: Activity, links: tuple[ActivityLink, ...] = ()) -> Plan:
    header = Header("p", "Company (fictional)", "Plan", "EUR", 2, date(2027, 1, 1), date(2027, 1, 4), 0)
    return Plan(
        header,
        activities=MappingProxyType({row.id: row for row in rows}),
        activity_links=MappingProxyType({row.id: row for row in links}),
    )


def at(row: Activity, days: int) -> Activity:
    step = timedelta(days=days)
    return replace(row, start=row.start + step, end=row.end + step)


def simply_pushed(whole: Plan, moves: list[Activity]) -> dict[str, Activity]:
    """Apply the rule to everybody until nobody moves any more."""
    rows = dict(whole.activities) | {row.id: row for row in moves}
    seeds, gone = {row.id for row in moves}, {row.id for row in moves}
    again = True
    while again:
        again = False
        for row in list(rows.values()):
            if row.id in seeds or row.locked or row.status in ("done", "live"):
                continue
            waits = [one for one in dependencies(whole) if one.after == row.id]
            needed = [
                rows[one.before].start + timedelta(one.lag)
                if one.timing == "SS"
                else rows[one.before].end + timedelta(one.lag + 1)
                for one in waits
            ]
            late = [day for one, day in zip(waits, needed, strict=True) if one.before in gone]
            if late and max(late) > row.start:
                day = max(needed)
                while day.isoweekday() > 5:
                    day += timedelta(1)
                rows[row.id] = at(row, (day - row.start).days)
                gone.add(row.id)
                again = True
    return {key: row for key, row in rows.items() if key in gone - seeds}


def some_plan(chance: random.Random) -> Plan:
    rows = []
    for number in range(12):
        others = tuple(f"a{i}" for i in range(number))
        rows.append(
            activity(
                f"a{number}",
                chance.randrange(90),
                chance.randrange(1, 20),
                depends_on=tuple(chance.sample(others, min(number, chance.choice((0, 1, 1, 2))))),
                locked=chance.random() < 0.1,
                status=chance.choice(("planned", "planned", "planned", "committed", "live", "done", "cancelled")),
            )
        )
    links = tuple(
        ActivityLink(
            f"l{i}",
            f"a{(after := chance.randrange(1, 12))}",
            f"a{chance.randrange(after)}",
            timing=chance.choice(("FS", "SS", "")),
            lag_days=chance.randrange(-3, 9),
        )
        for i in range(5)
    )
    return plan(*rows, links=links)


@pytest.mark.parametrize("seed", range(300))
def test_pushing_ends_where_the_rule_applied_over_and_over_ends(seed: int) -> None:
    chance = random.Random(seed)
    whole = some_plan(chance)
    chosen = chance.sample(sorted(whole.activities), 2)
    moves = [at(whole.activities[key], chance.randrange(-10, 40)) for key in chosen]
    found = push(Network(whole), moves, Booked(whole))
    assert {row.id: row for row in found.moved} == simply_pushed(whole, moves)
    assert all(row.locked or row.status in ("live", "done") for row in found.stay)
    network = Network(whole)
    assert all(inputs_of(whole, key) == network.inputs.get(key, []) for key in whole.activities)


def test_slack_is_used_up_before_anything_is_pushed() -> None:
    first, then, last = activity("a", 0), activity("b", 10, depends_on=("a",)), activity("c", 16, depends_on=("b",))
    network = Network(plan(first, then, last))
    assert [network.slack(one) for one in dependencies(network.plan)] == [5, 1]
    assert push(network, [at(first, 5)], Booked(network.plan)).moved == ()
    moved = push(network, [at(first, 7)], Booked(network.plan)).moved
    assert [(row.id, (row.start - MONDAY).days) for row in moved] == [("b", 14), ("c", 21)]  # 12 and 19 are Saturdays


def test_lags_and_starts() -> None:
    links = (ActivityLink("l", "b", "a", "supports", "SS", 3), ActivityLink("m", "c", "a", "follows_up", "FS", 2))
    network = Network(plan(activity("a", 0), activity("b", 3), activity("c", 7), links=links))
    assert [network.slack(one) for one in dependencies(network.plan)] == [0, 0]
    moved = push(network, [at(network.plan.activities["a"], 1)], Booked(network.plan)).moved
    assert {row.id: (row.start - MONDAY).days for row in moved} == {"b": 4, "c": 8}


def test_what_stays_is_named_and_pushes_nobody() -> None:
    rows = activity("a", 0), activity("b", 5, depends_on=("a",), locked=True), activity("c", 10, depends_on=("b",))
    found = push(Network(plan(*rows)), [at(rows[0], 3)], Booked(plan(*rows)))
    assert (found.moved, found.stay) == ((), (rows[1],))


def test_who_is_pushed_out_of_the_year_is_named() -> None:
    rows = activity("a", 290), activity("b", 296, depends_on=("a",))
    found = push(Network(plan(*rows)), [at(rows[0], 7)], Booked(plan(*rows)))
    assert [row.id for row in found.outside] == ["b"]
    assert push(Network(plan(*rows)), [at(rows[0], 3)], Booked(plan(*rows))).outside == ()


def test_a_circle_is_refused_with_a_sentence() -> None:
    rows = activity("a", 0), activity("b", 5, depends_on=("a", "c")), activity("c", 10, depends_on=("b",))
    with pytest.raises(EditRefused, match="waits for itself") as told:
        push(Network(plan(*rows)), [at(rows[0], 3)], Booked(plan(*rows)))
    assert told.value.remedy == "Delete one of the links between them."


def test_an_activity_is_put_behind_all_that_it_waits_for() -> None:
    rows = activity("a", 0), activity("b", 3), activity("c", 1, depends_on=("a", "b"))
    assert (in_place(Network(plan(*rows)), "c", Booked(plan(*rows))).start - MONDAY).days == 8
    assert in_place(Network(plan(*rows)), "b", Booked(plan(*rows))) is rows[1]


def test_what_breaks_is_what_held_before() -> None:
    rows = activity("a", 0), activity("b", 5, depends_on=("a",)), activity("c", 2, depends_on=("a",))
    network = Network(plan(*rows))
    assert network.broken_by([at(rows[0], 1)]) == [Dependency("a", "b")]
    assert network.broken_by([at(rows[1], -1)]) == [Dependency("a", "b")]
    assert network.broken_by([at(rows[0], 1), at(rows[1], 1)]) == []


def test_ties_say_who_comes_first() -> None:
    links = (
        ActivityLink("p", "a", "b", "promotes"),
        ActivityLink("f", "b", "a", "follows_up", "FS", 2),
        ActivityLink("d", "b", "a", "derives_from"),
        ActivityLink("t", "b", "a", "promotes", "SS"),
        ActivityLink("g", "b", "gone", "promotes"),
    )
    rows = activity("a", 0), activity("b", 9, depends_on=("a", "x", "b")), activity("x", 0, status="cancelled")
    assert list(ties(plan(*rows, links=links))) == [
        Tie("a", "b", timing="FS"),
        Tie("a", "b", "promotes", link="p"),
        Tie("a", "b", "follows_up", "FS", 2, "f"),
        Tie("a", "b", "derives_from", link="d"),
        Tie("a", "b", "promotes", "SS", link="t"),
    ]


@pytest.mark.parametrize(("day", "found"), [(0, 0), (4, 4), (5, 7), (6, 7), (7, 7)])
def test_working_days(day: int, found: int) -> None:
    assert (working_day(MONDAY + timedelta(days=day)) - MONDAY).days == found
