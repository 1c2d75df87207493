"""Thresholds of a plan's own, rules switched off, and rejections that hide what was rejected and nothing else."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from cmoplanner.doctor.catalogue import RULES, Limits, rule_of
from cmoplanner.doctor.collisions import Collisions
from cmoplanner.doctor.examine import examine
from cmoplanner.doctor.findings import Finding
from cmoplanner.errors import EditRefused
from cmoplanner.model.edits.rules import Seen, reject_finding, set_threshold, switch_rule
from cmoplanner.model.evidence import Evidence
from cmoplanner.model.governance import FindingDecision, RuleSetting
from cmoplanner.model.plan import Plan
from cmoplanner.model.store.document import Document
from cmoplanner.paths import sample_plan
from tests.plans import norrvik
from tests.report.timeline.samples import with_activities

PLAN = norrvik()
FOUND = examine(PLAN)
STRICT_AND_LENIENT = (
    ("CAL-01", "activities", 2, 50), ("CAL-01", "share", 0, 1), ("CAL-01", "email_days", 40, 1),
    ("CAL-04", "email", 1, 100), ("CAL-04", "mail", 0, 100), ("CAL-04", "sms", 0, 100),
    ("CAL-07", "against", 1, -1), ("CAL-07", "in_low", 0, 1), ("CAL-07", "low", 2, 0), ("CAL-08", "late", 0, 366),
    ("CAL-12", "large", 0, 1), ("CAL-12", "before", 1, 366), ("BRD-04", "working_days", 60, 0),
    ("JRN-04", "before", 1, 366), ("CHN-05", "share", 0.1, 1), ("CHN-05", "group", 1, 100),
    ("CHN-05", "stages", 1, 20), ("CHN-09", "mixed", 1, 0),
)  # fmt: skip


def with_setting(plan: Plan, rule: str, key: str, value: float) -> Plan:
    return replace(plan, rule_settings={"s": RuleSetting("s", rule, key, value)})


def rejecting(plan: Plan, finding: Finding, sentence: str = "") -> Plan:
    evidence = json.dumps({"sentence": sentence, "facts": dict(finding.facts)})
    row = FindingDecision("d", finding.rule, finding.about, "rejected", evidence=evidence, note="we know")
    return replace(plan, finding_decisions={"d": row})


def places(plan: Plan, rule: str) -> set[str]:
    return {finding.about for finding in examine(plan) if finding.rule == rule}


@pytest.fixture
def document(tmp_path: Path) -> Iterator[Document]:
    with Document.create_from(sample_plan(), tmp_path / "plan.cmoplan", data_folder=tmp_path / "data") as opened:
        yield opened


def test_every_threshold_is_listed() -> None:
    listed = {(rule, key) for rule, key, _strict, _lenient in STRICT_AND_LENIENT}
    assert {(rule.id, one.key) for rule in RULES for one in rule.thresholds} == listed | {("CAL-06", "asset_days")}
    assert {finding.rule for finding in FOUND} <= {rule.id for rule in RULES}


@pytest.mark.parametrize(("rule", "key", "strict", "lenient"), STRICT_AND_LENIENT)
def test_a_threshold_decides(rule: str, key: str, strict: float, lenient: float) -> None:
    """A stricter one finds what the default finds and more, a lenient one less."""
    usual = places(PLAN, rule)
    assert (
        places(with_setting(PLAN, rule, key, lenient), rule)
        <= usual
        <= places(with_setting(PLAN, rule, key, strict), rule)
    )


def test_thresholds_make_a_difference() -> None:
    assert len(places(with_setting(PLAN, "CAL-01", "activities", 2), "CAL-01")) > len(places(PLAN, "CAL-01")) > 0
    assert not places(with_setting(PLAN, "CAL-01", "activities", 50), "CAL-01")
    assert len(places(with_setting(PLAN, "CHN-05", "share", 0.1), "CHN-05")) > len(places(PLAN, "CHN-05"))
    mailer = PLAN.activities[next(iter(places(PLAN, "CAL-06"))).removeprefix("activity:")]
    ready = mailer.start - timedelta(days=30)
    assets = {key: replace(row, ready_date=ready) for key, row in PLAN.assets.items() if key in mailer.asset_ids}
    early = replace(PLAN, assets={**PLAN.assets, **assets})
    for days, found in ((30, False), (31, True)):
        late = examine(with_setting(early, "CAL-06", "asset_days", days))
        assert any(one.rule == "CAL-06" and one.facts == ((mailer.asset_ids[0], 1.0),) for one in late) is found


@pytest.mark.parametrize("value", [-1.0, 1.01, float("nan")])
def test_a_setting_that_cannot_be_is_the_default(value: float) -> None:
    limits = Limits(with_setting(PLAN, "CHN-05", "share", value))
    assert limits("CHN-05", "share") == 0.9
    assert not limits.is_own("CHN-05", "share")


@pytest.mark.parametrize("finding", FOUND, ids=lambda one: f"{one.rule}-{one.subject}")
def test_a_rejection_hides_one_finding_and_no_other(finding: Finding) -> None:
    left = examine(rejecting(PLAN, finding))
    alike = [one for one in FOUND if one.rule == finding.rule and one.about == finding.about]
    gone = [one for one in FOUND if one not in left]
    assert finding in gone
    assert left == [one for one in FOUND if one not in gone]
    assert set(gone) <= set(alike)


def test_what_goes_farther_is_told_again() -> None:
    finding = next(one for one in FOUND if one.rule == "RSK-01")
    plan, activity = rejecting(PLAN, finding), PLAN.activities[finding.subject]
    for days, told in ((-1, False), (0, False), (1, True)):
        longer = replace(activity, end=activity.end + timedelta(days=days))
        changed = with_activities(plan, {**plan.activities, activity.id: longer})
        assert any(one.rule == "RSK-01" and one.subject == activity.id for one in examine(changed)) is told


def test_collisions_follow_decisions() -> None:
    collisions = Collisions(PLAN)
    for finding in [one for one in FOUND if one.table == "activity"][::7]:
        plan = rejecting(PLAN, finding)
        collisions.update(plan)
        assert finding not in collisions.found.get(finding.subject, ())
        assert dict(collisions.found) == dict(Collisions(plan).found)
    collisions.update(PLAN)
    assert dict(collisions.found) == dict(Collisions(PLAN).found)
    collisions.update(with_setting(PLAN, "CAL-01", "activities", 2))
    assert dict(collisions.found) == dict(Collisions(with_setting(PLAN, "CAL-01", "activities", 2)).found)


def test_evidence_that_somebody_wrote_is_a_sentence() -> None:
    for text in ("seen", "", "[1]", '{"facts": 3}', '{"sentence": "x", "facts": {"a": "b"}}'):
        assert Evidence.of(FindingDecision("d", "CAL-01", evidence=text)) == Evidence(text, None)


def test_edits_are_steps_that_undo(document: Document) -> None:
    before = document.plan
    set_threshold(document, "CAL-01", "activities", 2)
    set_threshold(document, "CAL-01", "activities", 4)  # merges
    assert Limits(document.plan)("CAL-01", "activities") == 4
    assert len(document.plan.rule_settings) == 1
    set_threshold(document, "CAL-01", "activities", None)
    assert not document.plan.rule_settings
    switch_rule(document, "CAL-13", "  We work on Sundays ")
    assert "CAL-13" not in {finding.rule for finding in examine(document.plan)}
    assert next(iter(document.plan.rule_settings.values())).note == "We work on Sundays"
    switch_rule(document, "CAL-13", None)
    finding = FOUND[0]
    reject_finding(document, finding.rule, finding.about, Seen("It is so", {"a": 2.0, "b": 1.0}), "known")
    reject_finding(document, finding.rule, finding.about, Seen("And so", {"a": 1.0, "c": 3.0}), "known")
    row = next(iter(document.plan.finding_decisions.values()))
    assert Evidence.of(row) == Evidence("It is so And so", {"a": 2.0, "b": 1.0, "c": 3.0})
    reject_finding(document, finding.rule, finding.about, Seen("", {}), None)
    assert [(row.status, row.note) for row in document.plan.finding_decisions.values()] == [("open", "known")]
    with pytest.raises(EditRefused):
        reject_finding(document, finding.rule, finding.about, Seen("", {}), None)
    with pytest.raises(EditRefused):
        reject_finding(document, finding.rule, finding.about, Seen("", {}), "  ")
    with pytest.raises(EditRefused):
        set_threshold(document, "CAL-01", "activities", None)
    while document.undo_label:
        document.undo()
    assert document.plan.rule_settings == before.rule_settings == {}
    assert document.plan.finding_decisions == {}


def test_rules_are_known_by_their_id() -> None:
    rule = rule_of("CHN-09")
    assert rule is not None
    assert rule.threshold("mixed").default == 0.4
    assert rule_of("NONE-1") is None
