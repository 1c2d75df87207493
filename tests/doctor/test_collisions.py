"""Collisions that follow edits are those of a new examination."""

import random
from dataclasses import replace
from datetime import date, timedelta
from types import MappingProxyType

import pytest

from cmoplanner.doctor.collisions import Collisions
from cmoplanner.doctor.examine import examine
from cmoplanner.doctor.findings import Finding, by_subject
from cmoplanner.model.plan import Plan
from tests.plans import norrvik
from tests.report.timeline.samples import edited, with_activities

PLAN = norrvik()


def anew(plan: Plan) -> dict[str, tuple[Finding, ...]]:
    return dict(by_subject(examine(plan), "activity"))


def test_a_new_one_finds_what_the_examination_finds() -> None:
    assert dict(Collisions(PLAN).found) == anew(PLAN)
    assert {"A010", "A011", "A026", "A029", "A032", "A067"} < set(Collisions(PLAN).found)


@pytest.mark.parametrize("seed", range(30))
def test_following_edits_finds_what_the_examination_finds(seed: int) -> None:
    chance, plan = random.Random(seed), PLAN
    collisions = Collisions(plan)
    for _step in range(15):
        plan = edited(plan, chance)
        collisions.update(plan)
        assert dict(collisions.found) == anew(plan)
        moved = edited(plan, chance)
        changed = [row for key, row in moved.activities.items() if plan.activities.get(key) is not row]
        if changed:  # what a drag would find is what is found once it is dropped
            told = collisions.preview(changed)
            dropped = anew(moved)
            assert told == {row.id: dropped.get(row.id, ()) for row in changed}


def test_what_waits_follows_its_input() -> None:
    first, then = PLAN.activities["A034"], PLAN.activities["A032"]
    collisions = Collisions(PLAN)
    earlier = replace(first, start=then.start - timedelta(days=9), end=then.start - timedelta(days=1))
    collisions.update(with_activities(PLAN, {**PLAN.activities, "A034": earlier}))
    assert "A032" not in collisions.found
    collisions.update(PLAN)
    assert [finding.rule for finding in collisions.found["A032"]] == ["CAL-06"]
    assert collisions.preview([earlier, then])["A032"] == collisions.found["A032"], "a preview knows one plan"
    collisions.update(with_activities(PLAN, {key: row for key, row in PLAN.activities.items() if key != "A034"}))
    assert "A032" not in collisions.found


@pytest.mark.parametrize("table", ["contracts", "assets", "channels", "header"])
def test_other_tables_are_looked_at_too(table: str) -> None:
    collisions, plan = Collisions(PLAN), PLAN
    match table:
        case "contracts":
            row = plan.contracts["k-event-26"]
            plan = replace(plan, contracts=MappingProxyType({**plan.contracts, row.id: replace(row, end=None)}))
            assert "A011" not in anew(plan)
        case "assets":
            assets = {key: replace(row, licence_expires=None) for key, row in plan.assets.items()}
            plan = replace(plan, assets=MappingProxyType(assets))
            assert "A010" not in anew(plan)
        case "channels":
            channels = {key: replace(row, lead_time_days=0) for key, row in plan.channels.items()}
            plan = replace(plan, channels=MappingProxyType(channels))
            assert "CAL-05" not in {finding.rule for finding in anew(plan)["A026"]}
        case _:
            plan = replace(plan, header=replace(plan.header, as_of=date(2027, 1, 1)))
            assert anew(plan) != anew(PLAN)
    collisions.update(plan)
    assert dict(collisions.found) == anew(plan)
