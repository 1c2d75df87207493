"""Each calendar rule where it applies and where it just does not."""

from dataclasses import replace
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any

import pytest

from cmoplanner.doctor.examine import examine
from cmoplanner.doctor.findings import Finding, Severity, by_subject
from cmoplanner.doctor.rules_calendar import examine_activity
from cmoplanner.model.plan import Activity, Asset, Channel, Contract, Header, Plan
from tests.plans import norrvik, reference

AS_OF = date(2027, 4, 1)
CALENDAR_RULES = {"RSK-01", "BRD-04", "CAL-05", "CAL-06", "BUD-08", "CAL-09"}


def table(*rows: Any) -> Any:
    return MappingProxyType({row.id: row for row in rows})


def activity(key: str = "a", **given: Any) -> Activity:
    usual = {"start": date(2027, 6, 1), "end": date(2027, 6, 30), "approval_status": "approved"}
    return Activity(**{"id": key, "name": f"Activity {key}", **usual, **given})


def plan(*rows: Activity, locale: str = "en-IE", **tables: Any) -> Plan:
    header = Header("p", "Company (fictional)", "Plan", "EUR", 2, date(2027, 1, 1), AS_OF, 0, locale=locale)
    return Plan(header, activities=table(*rows), **tables)


def rules(*rows: Activity, **tables: Any) -> list[tuple[str, str]]:
    return [(finding.rule, finding.subject) for finding in examine(plan(*rows, **tables))]


def one(*rows: Activity, **tables: Any) -> Finding:
    (finding,) = examine(plan(*rows, **tables))
    return finding


def test_nothing_is_found_at_a_sound_activity() -> None:
    assert rules(activity()) == []


@pytest.mark.parametrize(("ends", "found"), [(date(2027, 6, 29), True), (date(2027, 6, 30), False), (None, False)])
def test_rsk_01_contract_ends_before_the_activity(ends: date | None, found: bool) -> None:
    contracts = table(Contract("k", None, "Booth hire", end=ends))
    assert rules(activity(contract_id="k"), contracts=contracts) == ([("RSK-01", "a")] if found else [])
    assert rules(activity(), contracts=contracts) == []
    assert rules(activity(contract_id="unknown"), contracts=contracts) == []


def test_rsk_01_says_what_and_when() -> None:
    finding = one(activity(contract_id="k"), contracts=table(Contract("k", None, "Booth hire", end=date(2027, 6, 10))))
    assert finding.severity is Severity.BREAK
    assert finding.word == "contract ends 10 Jun"
    assert finding.sentence == "The contract “Booth hire” ends on 10 Jun, before the activity does."
    assert finding.remedy == "Extend the contract, or end the activity by 10 Jun."


def test_rsk_01_looks_at_the_last_occurrence() -> None:
    contracts = table(Contract("k", None, "Hire", end=date(2027, 12, 7)))
    weekly = activity(contract_id="k", end=date(2027, 6, 1), recurrence="weekly")
    assert rules(replace(weekly, until=date(2027, 12, 7)), contracts=contracts) == []
    assert rules(weekly, contracts=contracts) == [("RSK-01", "a")]  # without an end it runs to the year's


@pytest.mark.parametrize(("expires", "found"), [(date(2027, 6, 29), True), (date(2027, 6, 30), False), (None, False)])
def test_brd_04_licence_ends_before_the_activity(expires: date | None, found: bool) -> None:
    assets = table(Asset("film", "Case film", licence_expires=expires), Asset("free", "Logo"))
    assert rules(activity(asset_ids=("free", "film")), assets=assets) == ([("BRD-04", "a")] if found else [])
    assert rules(activity(asset_ids=("free",)), assets=assets) == []


@pytest.mark.parametrize(("start", "found"), [(date(2027, 6, 30), True), (date(2027, 7, 1), False)])
def test_cal_06_starts_before_its_input_is_ready(start: date, found: bool) -> None:
    then = activity("b", start=start, end=date(2027, 8, 1), depends_on=("a",))
    assert rules(activity(), then) == ([("CAL-06", "b")] if found else [])
    assert rules(activity(status="cancelled"), then) == []
    assert rules(replace(then, depends_on=("gone",))) == []


@pytest.mark.parametrize("status", ["planned", "committed", "live", "done", "cancelled"])
@pytest.mark.parametrize("approval", ["draft", "submitted", "rejected", "approved"])
def test_bud_08_committed_before_approval(status: str, approval: str) -> None:
    row = activity(status=status, approval_status=approval)
    breach = status in {"committed", "live", "done"} and approval != "approved"
    assert rules(row) == ([("BUD-08", "a")] if breach else [])


def test_bud_08_names_who_is_to_approve() -> None:
    row = activity(status="live", approval_status="draft", approver_role="CFO")
    assert one(row).remedy == "Ask CFO for approval."
    assert one(replace(row, approver_role="")).remedy == "Ask the approver for approval."


@pytest.mark.parametrize(("days_left", "found"), [(-1, False), (0, True), (29, True), (30, False)])
def test_cal_05_lead_time_missed(days_left: int, found: bool) -> None:
    start = AS_OF + timedelta(days=days_left)
    row = activity(channel_id="fair", start=start, end=start, approval_status="submitted")
    channels = table(Channel("fair", "Trade fairs", lead_time_days=30))
    assert rules(row, channels=channels) == ([("CAL-05", "a")] if found else [])
    assert rules(replace(row, approval_status="approved"), channels=channels) == []
    assert rules(replace(row, channel_id=None), channels=channels) == []
    if found:
        assert one(row, channels=channels).word == f"{days_left} of 30 days left"


@pytest.mark.parametrize(
    ("start", "end", "found"),
    [
        (date(2027, 1, 1), date(2027, 12, 31), False),
        (date(2026, 12, 31), date(2027, 2, 1), True),
        (date(2027, 12, 1), date(2028, 1, 1), True),
        (date(2028, 3, 1), date(2028, 3, 2), True),
    ],
)
def test_cal_09_outside_the_fiscal_year(start: date, end: date, found: bool) -> None:
    assert rules(activity(start=start, end=end)) == ([("CAL-09", "a")] if found else [])


def test_a_cancelled_activity_has_no_findings() -> None:
    row = activity(start=date(2030, 1, 1), end=date(2030, 1, 2), approval_status="draft", contract_id="k")
    contracts = table(Contract("k", None, "Old", end=date(2020, 1, 1)))
    assert len(rules(row, contracts=contracts)) == 2
    assert rules(replace(row, status="cancelled"), contracts=contracts) == []


@pytest.mark.parametrize(("locale", "day"), [("de-DE", "10. Juni"), ("ja", "6月10日"), ("tlh-QO", "Jun 10")])
def test_days_are_in_the_plans_language_or_english(locale: str, day: str) -> None:
    contracts = table(Contract("k", None, "Hire", end=date(2027, 6, 10)))
    row = activity(contract_id="k")
    (finding,) = examine_activity(plan(row, locale=locale, contracts=contracts), row)
    assert finding.word == f"contract ends {day}"


def test_breaks_come_before_warnings() -> None:
    assets = table(Asset("film", "Film", licence_expires=date(2027, 5, 1)))
    first = activity()
    row = activity("b", asset_ids=("film",), depends_on=("a",))
    found = by_subject(examine(plan(first, row, assets=assets)), "activity")
    assert list(found) == ["b"]
    assert [finding.rule for finding in found["b"]] == ["CAL-06", "BRD-04"]
    assert by_subject(examine(plan(first, row, assets=assets)), "segment") == {}


def test_the_sample_has_the_findings_of_the_reference() -> None:
    expected = {
        (row["rule"], row["subject"])
        for row in reference("demo_expected")["findings"]
        if row["rule"] in CALENDAR_RULES | {"CHN-05"}
    }
    found = examine(norrvik())
    assert {(finding.rule, finding.subject) for finding in found} == expected
    assert len(found) == len(expected) == 6


def test_the_evidence_of_the_sample_is_that_of_the_reference() -> None:
    words = {(finding.rule, finding.subject): f"{finding.word} {finding.sentence}" for finding in examine(norrvik())}
    for row in reference("demo_expected")["findings"]:
        said = words.get((row["rule"], row["subject"]))
        if said is None:
            continue
        evidence = row["evidence"]
        for key in ("days_left", "lead_time", "status"):
            assert str(evidence.get(key, "")) in said
        for key in ("contract_end", "licence_expires", "predecessor_end"):
            if key in evidence:
                day = date.fromisoformat(evidence[key])
                assert f"{day.day} {day:%b}" in said
