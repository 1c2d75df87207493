"""Problems of a plan: each invariant broken alone is found at its place, alone; a sound plan has none."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any

import pytest

from cmoplanner.model import fields
from cmoplanner.model.facts import Facts
from cmoplanner.model.partner_fit import CRITERIA
from cmoplanner.model.plan import (
    ActivityLink,
    ForecastOverride,
    GuidelineAcknowledgement,
    MessageVariant,
    Plan,
    Stakeholder,
    Target,
    TouchpointTemplate,
    Transfer,
)
from cmoplanner.model.problems import Problem, Severity, check_plan, check_row
from cmoplanner.model.store.snapshot import read_snapshot
from cmoplanner.paths import sample_plan


@pytest.fixture(scope="module")
def plan() -> Plan:
    """The sample, with a goal for the objective that has none."""
    return changed(read_snapshot(sample_plan()).plan, "objectives", "O4", goal_id="G1")


def changed(plan: Plan, attribute: str, row_id: str, **values: Any) -> Plan:
    rows = dict(getattr(plan, attribute))
    rows[row_id] = replace(rows[row_id], **values)
    return replace(plan, **{attribute: MappingProxyType(rows)})


def test_the_sample_has_one_note() -> None:
    found = check_plan(read_snapshot(sample_plan()).plan)
    assert [(entry.row_id, entry.key, entry.severity) for entry in found] == [("O4", "goal_id", Severity.NOTE)]


def test_a_sound_plan_has_no_problem(plan: Plan) -> None:
    assert check_plan(plan) == []
    for table in fields.TABLES:
        if table.attribute and table.attribute != "header":
            for row_id in getattr(plan, table.attribute):
                assert check_row(plan, table.name, row_id) == []
    assert check_row(plan, "plan", plan.header.id) == []


@pytest.mark.parametrize("months", [10**5, 10**12])
def test_a_horizon_beyond_all_calendars_is_told_and_breaks_nothing(plan: Plan, months: int) -> None:
    broken = replace(plan, header=replace(plan.header, value_horizon_months=months))
    (found,) = check_row(broken, "plan", plan.header.id)
    assert (found.key, found.severity) == ("value_horizon_months", Severity.ERROR)
    assert found in check_plan(broken)


def added(plan: Plan, attribute: str, row: Any) -> Plan:
    return replace(plan, **{attribute: MappingProxyType({**getattr(plan, attribute), row.id: row})})


BROKEN: list[tuple[str, tuple[str, str, str], Callable[[Plan], Plan]]] = [
    ("I1", ("activity_target", "A001|prop-cloud", "share"), lambda p: changed(
        p, "activities", "A001", targets=(Target("prop-cloud", 0.5), Target("prop-pilot", 0.4)))),
    ("I3", ("offering", "cloud", "seasonality"), lambda p: changed(p, "offerings", "cloud", seasonality=(1.1,) * 12)),
    ("I4", ("activity", "A001", "end"), lambda p: changed(p, "activities", "A001", end=date(2027, 1, 1))),
    ("I4", ("campaign", "esb", "end"), lambda p: changed(
        p, "campaigns", "esb", start=date(2027, 6, 1), end=date(2027, 1, 1))),
    ("I10", ("activity", "A001", "depends_on"), lambda p: changed(p, "activities", "A001", depends_on=("A001",))),
    ("I11", ("activity", "A001", "status"), lambda p: changed(p, "activities", "A001", status="unknown")),
    ("reference", ("activity", "A001", "vendor_id"), lambda p: changed(p, "activities", "A001", vendor_id="gone")),
    ("references", ("activity", "A001", "asset_ids"), lambda p: changed(p, "activities", "A001", asset_ids=("gone",))),
    ("target", ("activity_target", "A001|gone", "cell_id"), lambda p: changed(
        p, "activities", "A001", targets=(Target("gone", 1.0),))),
    ("limit", ("activity", "A001", "partner_share"), lambda p: changed(p, "activities", "A001", partner_share=1.2)),
    ("missing", ("activity", "A001", "name"), lambda p: changed(p, "activities", "A001", name="")),
    ("too long", ("vendor", "v-tech", "name"), lambda p: changed(p, "vendors", "v-tech", name="x" * 201)),
    ("own scenario", ("scenario", "cut15", "parent_id"), lambda p: changed(
        p, "scenarios", "cut15", parent_id="cut15")),
    ("I6", ("transfer", "T1", "to_envelope_id"), lambda p: added(p, "transfers", Transfer("T1", "E001", "E001", 1))),
    ("own link", ("activity_link", "R1", "linked_id"), lambda p: added(
        p, "activity_links", ActivityLink("R1", "A001", "A001"))),
    ("month", ("actual", "INV0001", "month"), lambda p: changed(p, "actuals", "INV0001", month="2027-13")),
    ("own offering", ("offering", "clima", "parent_id"), lambda p: changed(p, "offerings", "clima", parent_id="clima")),
    ("band", ("approval_rule", "R4", "to_amount"), lambda p: changed(p, "approval_rules", "R4", to_amount=1)),
    ("factor", ("scenario_override", "R1", "value"), lambda p: changed(p, "scenario_overrides", "R1", value="half")),
    ("order", ("actual", "INV0001", "po_id"), lambda p: changed(p, "actuals", "INV0001", po_id="gone")),
    ("objective", ("kpi", "K1", "objective_id"), lambda p: changed(p, "kpis", "K1", objective_id="gone")),
    ("approval", ("approval", "R1", "activity_id"), lambda p: changed(p, "approvals", "R1", activity_id="gone")),
    ("claim", ("mdf_claim", "C001", "activity_id"), lambda p: changed(p, "mdf_claims", "C001", activity_id="gone")),
    ("header", ("plan", "norrvik-fy2027", "currency"), lambda p: replace(p, header=replace(p.header, currency="E"))),
]  # fmt: skip


@pytest.mark.parametrize(("invariant", "place", "break_it"), BROKEN, ids=[entry[0] for entry in BROKEN])
def test_each_invariant(
    plan: Plan, invariant: str, place: tuple[str, str, str], break_it: Callable[[Plan], Plan]
) -> None:
    broken = break_it(plan)
    found = check_plan(broken)
    assert [(problem.table, problem.row_id, problem.key) for problem in found] == [place], invariant
    assert found[0].severity is Severity.ERROR
    assert found[0].sentence
    assert found[0].remedy
    table, row_id, _key = place
    owner = ("activity", row_id.split("|", maxsplit=1)[0]) if table == "activity_target" else (table, row_id)
    (at_the_row,) = check_row(broken, *owner)
    assert (at_the_row.table, at_the_row.row_id, at_the_row.key) == place


def test_a_circle_of_three_is_found_at_each(plan: Plan) -> None:
    circle = {"A010": "A011", "A011": "A012", "A012": "A010"}
    for row_id, before in circle.items():
        plan = changed(plan, "activities", row_id, depends_on=(before,))
    plan = changed(plan, "activities", "A013", depends_on=("A010",))
    found = {(problem.row_id, problem.key) for problem in check_plan(plan)}
    assert found == {(row_id, "depends_on") for row_id in circle}
    assert [problem.key for problem in check_row(plan, "activity", "A011")] == ["depends_on"]
    assert check_row(plan, "activity", "A013") == [], "it leads into the circle and is no part of it"


def test_a_circle_through_a_link_is_found_at_both_ends(plan: Plan) -> None:
    plan = added(plan, "activity_links", ActivityLink("R1", "A001", "A006", timing="SS", lag_days=-999))
    places = {
        ("activity_link", "R1", "linked_id"),
        ("activity", "A005", "depends_on"),
        ("activity", "A006", "depends_on"),
    }
    assert {(problem.table, problem.row_id, problem.key) for problem in check_plan(plan)} == places
    for table, row_id, key in places:
        assert [problem.key for problem in check_row(plan, table, row_id)] == [key]
        assert [problem.key for problem in check_row(plan, table, row_id, Facts(plan, rows=1_000))] == [key]
    loose = changed(plan, "activity_links", "R1", timing="")
    assert check_plan(loose) == [], "a link that says nothing of time is no dependency"


def warnings(plan: Plan) -> list[Problem]:
    found = check_plan(plan)
    assert found == [problem for problem in found if problem.severity is Severity.WARNING]
    return found


def test_money_without_audience_is_a_warning(plan: Plan) -> None:
    (warning,) = warnings(changed(plan, "activities", "A001", targets=(), category_id="media"))
    assert (warning.table, warning.row_id) == ("activity", "A001")
    assert plan.activities["A001"].name in warning.sentence
    assert warnings(changed(plan, "activities", "A001", targets=(), status="cancelled")) == []
    assert warnings(changed(plan, "activities", "A001", targets=(), gross_spend=0)) == []


def twice(plan: Plan) -> Plan:
    first = plan.past_months["R1"]
    return added(plan, "past_months", replace(first, id="R900"))


def without(plan: Plan, attribute: str, row_id: str) -> Plan:
    rows = {key: row for key, row in getattr(plan, attribute).items() if key != row_id}
    return replace(plan, **{attribute: MappingProxyType(rows)})


def without_goals(plan: Plan) -> Plan:
    """The sample without goals, and without what names one."""
    for attribute in ("objectives", "milestones"):
        plan = replace(plan, **{attribute: MappingProxyType({})})
    for row_id in plan.kpis:
        plan = changed(plan, "kpis", row_id, objective_id=None, kind="activity")
    for attribute, key in (("campaigns", "objective_id"), ("joint_plans", "objective_id")):
        for row_id in getattr(plan, attribute):
            plan = changed(plan, attribute, row_id, **{key: None})
    return replace(plan, goals=MappingProxyType({}))


def read(plan: Plan) -> Plan:
    """The sample in which every partner has acknowledged the guidelines, here an asset of version 1."""
    for partner in plan.partners:
        row = GuidelineAcknowledgement(partner, "a-hub", "1", partner_id=partner)
        plan = added(plan, "guideline_acknowledgements", row)
    return plan


def spoken(plan: Plan, activity: str, **languages: str) -> Plan:
    """The sample with an activity whose message has variants: languages by region."""
    plan = added(plan, "messages", replace(plan.messages["m-cloud"], id="m-local"))
    for region, language in languages.items():
        plan = added(plan, "message_variants", MessageVariant(region, "m-local", language, region, "…"))
    return changed(plan, "activities", activity, message_id="m-local")


NOTE, WARNING = Severity.NOTE, Severity.WARNING
SOLD: dict[str, Any] = {"foreign_amount": 10_000.0, "fx_rate_plan": 0.9}
NO_WEIGHTS: dict[str, Any] = {f"weight_{key}": 0.0 for key in CRITERIA}

ODD: list[tuple[tuple[str, str, str, Severity], Callable[[Plan], Plan]]] = [
    (("plan", "norrvik-fy2027", "topdown_budget", NOTE), lambda p: changed(
        p, "envelopes", "E001", topdown_amount=1)),
    (("envelope", "E001", "topdown_amount", WARNING), lambda p: added(
        p, "transfers", Transfer("T1", "E001", "E002", 3_450_001))),
    (("kpi", "K1", "objective_id", NOTE), lambda p: changed(p, "kpis", "K1", objective_id=None)),
    (("assumption", "S001", "value", WARNING), lambda p: changed(p, "assumptions", "S001", value=5.3)),
    (("assumption", "S001", "value", WARNING), lambda p: changed(p, "channels", "paid_search", unit_cost=5.3)),
    (("assumption", "S001", "low_p10", WARNING), lambda p: changed(p, "assumptions", "S001", low_p10=5.3)),
    (("assumption", "S001", "high_p90", WARNING), lambda p: changed(p, "assumptions", "S001", high_p90=5.1)),
    (("assumption", "S001", "scope", WARNING), lambda p: changed(p, "assumptions", "S001", scope="channel:gone")),
    (("assumption", "S001", "scope", WARNING), lambda p: changed(p, "assumptions", "S001", scope="colour:x")),
    (("assumption", "S001", "parameter", WARNING), lambda p: changed(p, "assumptions", "S001", parameter="name")),
    (("commitment", "PO2743", "status", WARNING), lambda p: changed(p, "activities", "A069", status="cancelled")),
    (("commitment", "PO2743", "vendor_id", WARNING), lambda p: changed(p, "commitments", "PO2743", vendor_id="v-pr")),
    (("actual", "INV0001", "activity_id", WARNING), lambda p: changed(p, "actuals", "INV0001", activity_id="A002")),
    (("actual", "INV0001", "kind", WARNING), lambda p: changed(p, "actuals", "INV0001", kind="uncoded")),
    (("mdf_claim", "C001", "approved_amount", WARNING), lambda p: changed(
        p, "mdf_claims", "C001", approved_amount=360_001)),
    (("mdf_claim", "C001", "status", WARNING), lambda p: changed(p, "mdf_claims", "C001", status="submitted")),
    (("mdf_claim", "C001", "activity_id", WARNING), lambda p: changed(p, "activities", "A003", fund_id=None)),
    (("approval_rule", "R2", "from_amount", WARNING), lambda p: changed(
        p, "approval_rules", "R2", from_amount=999_999)),
    (("approval_rule", "R2", "from_amount", WARNING), lambda p: changed(
        p, "approval_rules", "R2", from_amount=1_000_001)),
    (("message", "m-cloud", "scope_id", WARNING), lambda p: changed(p, "messages", "m-cloud", scope_id="gone")),
    (("feedback", "F1", "source_id", WARNING), lambda p: changed(p, "feedback", "F1", source_id="gone")),
    (("forecast_override", "R1", "month", WARNING), lambda p: added(
        p, "forecast_overrides", ForecastOverride("R1", "A001", "2027-01", 5))),
    (("plan", "norrvik-fy2027", "vision", NOTE), without_goals),
    (("plan", "norrvik-fy2027", "status", WARNING), lambda p: added(
        p, "stakeholders", Stakeholder("S1", "CEO", sign_off_due=date(2027, 3, 31)))),
    (("stakeholder", "S1", "sign_off_due", WARNING), lambda p: replace(
        added(p, "stakeholders", Stakeholder("S1", "CEO", sign_off_due=date(2027, 3, 30))),
        header=replace(p.header, status="submitted"))),
    (("milestone", "M2", "owner_role", NOTE), lambda p: changed(
        p, "milestones", "M2", kind="capability", owner_role="")),
    (("milestone", "M1", "status", NOTE), lambda p: changed(
        p, "milestones", "M1", date=date(2027, 3, 30), status="planned")),
    (("objective", "O1", "goal_id", NOTE), lambda p: changed(p, "objectives", "O1", goal_id=None)),
    (("offering", "care", "name", NOTE), lambda p: changed(p, "messages", "m-care", proof_points="")),
    (("lane", "paid_search|prop-cloud", "ref_spend_month", NOTE), lambda p: changed(
        p, "lanes", "paid_search|prop-cloud", ref_spend_month=0.0)),
    (("partner", "p-bright", "fit_score", NOTE), lambda p: changed(p, "partners", "p-bright", fit_reach=80.0)),
    (("plan", "norrvik-fy2027", "weight_segments", WARNING), lambda p: changed(
        replace(p, header=replace(p.header, **NO_WEIGHTS)), "partners", "p-bright", fit_reach=80.0)),
    (("activity", "A001", "category_id", WARNING), lambda p: changed(p, "activities", "A001", category_id=None)),
    (("activity", "A001", "stage_id", WARNING), lambda p: changed(p, "activities", "A001", stage_id=None)),
    (("activity", "A001", "until", WARNING), lambda p: changed(
        p, "activities", "A001", recurrence="weekly", until=date(2027, 3, 15))),
    (("activity", "A001", "start", NOTE), lambda p: changed(p, "activities", "A001", start=date(2026, 12, 31))),
    (("activity", "A067", "end", NOTE), lambda p: changed(
        p, "activities", "A067", end=p.activities["A067"].end + timedelta(days=400))),
    (("activity", "A001", "end", NOTE), lambda p: changed(
        p, "activities", "A001", recurrence="weekly", until=date(2028, 1, 31))),
    (("activity", "A001", "custom_phasing", WARNING), lambda p: changed(
        p, "activities", "A001", custom_phasing=(0.0,) * 12)),
    (("activity", "A001", "payments", WARNING), lambda p: changed(p, "activities", "A001", phasing="milestones")),
    (("activity", "A001", "payments", WARNING), lambda p: changed(
        p, "activities", "A001", phasing="milestones", payments=("0=30", "later=70"))),
    (("plan", "norrvik-fy2027", "currency", WARNING), lambda p: replace(p, header=replace(p.header, currency="XXQ"))),
    (("activity", "A001", "currency", WARNING), lambda p: changed(p, "activities", "A001", **SOLD, currency="")),
    (("activity", "A001", "currency", WARNING), lambda p: changed(p, "activities", "A001", **SOLD, currency="XQX")),
    (("activity", "A001", "currency", WARNING), lambda p: changed(p, "activities", "A001", **SOLD, currency="EUR")),
    (("activity", "A001", "foreign_amount", WARNING), lambda p: changed(
        p, "activities", "A001", currency="USD", fx_rate_plan=0.9)),
    (("activity", "A001", "foreign_amount", WARNING), lambda p: changed(
        p, "activities", "A001", currency="JPY", foreign_amount=1_800_000.5, fx_rate_plan=0.005, gross_spend=900_000)),
    (("activity", "A001", "fx_rate_plan", WARNING), lambda p: changed(
        p, "activities", "A001", currency="USD", foreign_amount=10_000.0)),
    (("activity", "A001", "fx_rate_plan", WARNING), lambda p: changed(
        p, "activities", "A001", currency="USD", foreign_amount=10_000.0, fx_rate_plan=0.0)),
    (("activity", "A001", "gross_spend", WARNING), lambda p: changed(
        p, "activities", "A001", currency="USD", foreign_amount=10_000.0, fx_rate_plan=0.91)),
    (("activity_link", "R1", "timing", WARNING), lambda p: added(
        p, "activity_links", ActivityLink("R1", "A005", "A001", timing="FS", lag_days=35))),
    (("touchpoint_template", "T1", "budget_share", NOTE), lambda p: added(
        p, "touchpoint_templates", TouchpointTemplate("T1", "Webinar", chain="webinar", budget_share=0.9))),
    (("guideline_acknowledgement", "R1", "role", WARNING), lambda p: added(
        read(p), "guideline_acknowledgements", GuidelineAcknowledgement("R1", "a-hub", "1"))),
    (("guideline_acknowledgement", "R1", "version", NOTE), lambda p: added(
        read(p), "guideline_acknowledgements", GuidelineAcknowledgement("R1", "a-hub", "0", "Press"))),
    (("asset", "a-hub", "version", NOTE), lambda p: without(read(p), "guideline_acknowledgements", "p-bright")),
    (("activity", "A012", "region", WARNING), lambda p: spoken(p, "A012", DACH="de")),
    (("activity", "A004", "asset_ids", WARNING), lambda p: spoken(p, "A004", DACH="de")),
]  # fmt: skip


@pytest.mark.parametrize(("place", "change"), ODD, ids=[f"{place[0]}-{place[2]}" for place, _change in ODD])
def test_what_is_odd_is_told_at_its_place(
    plan: Plan, place: tuple[str, str, str, Severity], change: Callable[[Plan], Plan]
) -> None:
    odd = change(plan)
    (found,) = check_plan(odd)
    assert (found.table, found.row_id, found.key, found.severity) == place
    assert found.remedy
    assert check_row(odd, place[0], place[1]) == [found]


@pytest.mark.parametrize("region", ["All", "", "DACH"])
def test_a_message_with_a_variant_for_the_region_is_sound(plan: Plan, region: str) -> None:
    assert check_plan(changed(spoken(plan, "A012", DACH="de"), "activities", "A012", region=region)) == []


@pytest.mark.parametrize("day", [date(1, 1, 1), date(9999, 12, 31)])
def test_days_beyond_any_calendar_are_told_and_survived(plan: Plan, day: date) -> None:
    series = {"start": day, "end": day, "until": date(9999, 12, 31), "recurrence": "monthly"}
    far = changed(plan, "activities", "A001", **series)
    assert {problem.key for problem in check_plan(far)} >= {"start", "end", "until"}
    assert {problem.key for problem in check_plan(replace(far, header=replace(far.header, fy_start=day)))} >= {
        "fy_start"
    }


def test_an_assumption_that_is_there_twice_is_told_at_both(plan: Plan) -> None:
    found = warnings(added(plan, "assumptions", replace(plan.assumptions["S001"], id="S900")))
    assert {(entry.row_id, entry.key) for entry in found} == {("S001", "parameter"), ("S900", "parameter")}


def test_a_month_that_is_there_twice_is_told_at_both(plan: Plan) -> None:
    found = warnings(twice(plan))
    assert {(entry.row_id, entry.key) for entry in found} == {("R1", "month"), ("R900", "month")}


def test_a_forecast_of_a_coming_month_is_sound(plan: Plan) -> None:
    assert check_plan(added(plan, "forecast_overrides", ForecastOverride("R1", "A001", "2027-05", 5))) == []


def test_a_target_is_checked_with_its_activity(plan: Plan) -> None:
    broken = changed(plan, "activities", "A001", targets=(Target("prop-cloud", 0.5),))
    (found,) = check_row(broken, "activity_target", "A001|prop-cloud")
    assert (found.row_id, found.key) == ("A001|prop-cloud", "share")
    with pytest.raises(KeyError):
        check_row(plan, "activity_target", "A001|gone")


def test_a_row_that_is_not_there(plan: Plan) -> None:
    with pytest.raises(KeyError):
        check_row(plan, "activity", "A999")
