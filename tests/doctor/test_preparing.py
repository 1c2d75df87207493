"""Rules CAL-12 and JRN-04: contacts before a large event, briefed people before a launch."""

import random
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest

from cmoplanner.doctor.collisions import Collisions
from cmoplanner.doctor.examine import examine
from cmoplanner.doctor.preparing import Preparing
from cmoplanner.doctor.ways import ways
from cmoplanner.model.plan import Activity, Campaign, Cell, Channel, Header, Plan, Stage, Target
from cmoplanner.model.store.document import Document
from cmoplanner.paths import sample_plan

FAIR = date(2027, 6, 22)
RULES = {"CAL-12", "JRN-04"}


def table(*rows: Any) -> Any:
    return MappingProxyType({row.id: row for row in rows})


def activity(key: str, start: date, **given: Any) -> Activity:
    usual = {"end": start, "channel_id": "email", "targets": (Target("a", 1.0),), "owner_role": "CMO"}
    return Activity(**{"id": key, "name": key, "start": start, "approval_status": "approved"} | usual | given)


def fair(**given: Any) -> Activity:
    usual = {"channel_id": "fair", "gross_spend": 100_00, "targets": (Target("a", 0.5), Target("b", 0.5))}
    return activity("fair", **{"start": FAIR, "end": FAIR + timedelta(2)} | usual | given)


def plan(*rows: Activity, launch: date | None = FAIR, as_of: date = date(2027, 4, 1)) -> Plan:
    return Plan(
        Header("p", "Company (fictional)", "Plan", "EUR", 2, date(2027, 1, 1), as_of, 10_000_00),
        channels=table(Channel("fair", "Trade fairs", lead_time_days=90), Channel("email", "E-mail")),
        cells=table(Cell("a", "s", "o"), *(Cell(key, "s", "o", sales_model="direct") for key in "bc")),
        stages=table(Stage("choose", 1, "Choose"), Stage("buy", 2, "Buy"), Stage("enable", 3, "Enable", role="enable")),
        campaigns=table(Campaign("spring", "Spring", launch_date=launch), Campaign("other", "Other")),
        activities=table(*rows),
    )


def found(*rows: Activity, **given: Any) -> list[tuple[str, str]]:
    whole = plan(*rows, **given)
    return [(one.rule, one.subject) for one in examine(whole) if one.rule in RULES]


@pytest.mark.parametrize(("days", "silent"), [(22, True), (21, False), (1, False), (0, True), (-5, True)])
def test_cal_12_an_event_nobody_is_invited_to(days: int, silent: bool) -> None:
    mail = activity("mail", FAIR - timedelta(days))
    assert found(fair(), mail) == ([("CAL-12", "fair")] if silent else [])


def test_cal_12_counts_any_contact_with_its_cells_that_takes_place() -> None:
    mail = activity("mail", FAIR - timedelta(7))
    silent = [("CAL-12", "fair")]
    assert found(fair()) == silent
    assert found(fair(), replace(mail, targets=(Target("b", 1.0),))) == []
    assert found(fair(), replace(mail, targets=(Target("c", 1.0),))) == silent
    assert found(fair(), replace(mail, status="cancelled")) == silent
    assert found(fair(), replace(mail, start=date(2027, 1, 4), end=date(2027, 1, 4), recurrence="monthly")) == []
    assert found(fair(), replace(mail, start=date(2027, 2, 1), end=date(2027, 12, 1))) == []
    assert found(fair(), replace(mail, channel_id=None)) == silent


def test_cal_12_looks_at_large_events_to_come() -> None:
    assert found(fair(gross_spend=99_99)) == []
    assert found(fair(gross_spend=200_00, partner_share=0.51)) == []
    assert found(fair(targets=())) == []
    assert found(fair(channel_id="email")) == []
    assert found(fair(status="cancelled")) == []
    assert found(fair(status="live")) == []
    assert found(fair(), as_of=FAIR) == []
    assert found(fair(approval_status="draft")) == [], "its lead time is missed: one cause, one finding"
    assert found(fair(approval_status="draft"), as_of=date(2027, 3, 1)) == [("CAL-12", "fair")]


def selling(key: str = "sell", start: date = FAIR, **given: Any) -> Activity:
    return activity(key, **{"start": start, "campaign_id": "spring", "stage_id": "choose"} | given)


def briefing(days: int, **given: Any) -> Activity:
    start = FAIR - timedelta(days)
    return activity("brief", **{"start": start, "stage_id": "enable", "channel_id": None, "targets": ()} | given)


@pytest.mark.parametrize(("days", "briefed"), [(61, False), (60, True), (1, True), (0, False)])
def test_jrn_04_a_launch_that_nobody_was_briefed_for(days: int, briefed: bool) -> None:
    assert found(selling(), briefing(days)) == ([] if briefed else [("JRN-04", "sell")])


def test_jrn_04_marks_the_first_where_people_choose_or_buy() -> None:
    later = selling("later", FAIR + timedelta(30), stage_id="buy")
    assert found(later, selling()) == [("JRN-04", "sell")]
    assert found(later, selling(stage_id=None)) == [("JRN-04", "later")]
    assert found(later, selling(status="cancelled")) == [("JRN-04", "later")]


def test_jrn_04_holds_for_launches_with_a_sales_pipeline() -> None:
    assert found(selling(), launch=None) == []
    assert found(selling(campaign_id="other")) == []
    assert found(selling(targets=(Target("b", 1.0),))) == []
    assert found(selling(), as_of=FAIR) == []


def test_jrn_04_takes_briefings_of_the_campaign_of_everybody_or_of_its_cells() -> None:
    missing = [("JRN-04", "sell")]
    elsewhere = (Target("c", 1.0),)
    assert found(selling(), briefing(9, targets=elsewhere)) == missing
    assert found(selling(), briefing(9, targets=elsewhere, campaign_id="spring")) == []
    assert found(selling(), briefing(9, targets=(Target("a", 1.0),))) == []
    assert found(selling(), briefing(9, stage_id=None, audience="internal")) == []
    assert found(selling(), briefing(9, stage_id=None)) == missing
    assert found(selling(), briefing(9, status="cancelled")) == missing


def random_row(chance: random.Random, key: str) -> Activity:
    return activity(
        key,
        FAIR + timedelta(days=chance.randrange(-90, 30)),
        channel_id=chance.choice(("fair", "fair", "email", None)),
        gross_spend=chance.choice((0, 500_00)),
        targets=tuple(Target(cell, 1.0) for cell in chance.sample("abc", chance.randrange(3))),
        campaign_id=chance.choice(("spring", "spring", "other", None)),
        stage_id=chance.choice(("choose", "buy", "enable", None)),
        audience=chance.choice(("customer", "customer", "internal")),
        status=chance.choice(("planned", "planned", "planned", "live", "cancelled")),
    )


def follow(seed: int) -> int:
    """Make random edits, compare after each, and return how often something was found."""
    chance = random.Random(seed)
    whole = plan(*(random_row(chance, f"r{i}") for i in range(6)))
    kept, met = Preparing(whole), 0
    for _step in range(12):
        rows = dict(whole.activities)
        key = f"r{chance.randrange(8)}"
        if key in rows and chance.random() < 0.2:
            del rows[key]
        else:
            rows[key] = random_row(chance, key)
            dropped = Preparing(replace(whole, activities=MappingProxyType(rows)))
            assert list(kept.preview([rows[key]])[key]) == list(dropped.findings(key))
        before = {row_id: tuple(kept.findings(row_id)) for row_id in {*rows, key}}
        whole = replace(whole, activities=MappingProxyType(rows))
        told = kept.update(whole, {key})
        anew = Preparing(whole)
        after = {row_id: tuple(anew.findings(row_id)) for row_id in {*rows, key}}
        assert {row_id: tuple(kept.findings(row_id)) for row_id in after} == after
        assert {row_id for row_id in after if after[row_id] != before[row_id]} == told
        met += sum(map(bool, after.values()))
    return met


def test_following_edits_finds_what_a_new_look_finds() -> None:
    assert sum(follow(seed) for seed in range(40)) > 100


def test_an_invitation_or_a_briefing_ends_the_finding_in_one_step(tmp_path: Path) -> None:
    with Document.create_from(sample_plan(), tmp_path / "plan.cmoplan", data_folder=tmp_path / "data") as document:
        taken = set[str]()
        with document.edit("Prepare") as session:
            session.update("campaign", "esb", {"launch_date": date(2027, 8, 1)})
            for row in document.plan.activities.values():
                if row.id != "A011" and any(one.cell_id in ("prop-cloud", "prop-pilot") for one in row.targets):
                    session.update("activity", row.id, {"status": "cancelled"})
            session.update("activity", "A011", {"gross_spend": 9_200_000, "approval_status": "approved"})
        for finding in Collisions(document.plan).found["A011"]:
            if finding.rule in RULES:
                (way,) = ways(document.plan, finding)
                revision = document.revision
                way.take(document)
                assert finding.rule not in {one.rule for one in Collisions(document.plan).found.get("A011", ())}
                new = list(document.plan.activities.values())[-1]
                assert (new.created_by_rule, new.campaign_id, new.gross_spend) == (finding.rule, "esb", 0)
                document.undo()
                assert "A011" in Collisions(document.plan).found
                assert document.revision != revision
                taken.add(finding.rule)
        assert taken == RULES
