"""Problems of a plan: each invariant broken alone is found at its place, alone; a sound plan has none."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from types import MappingProxyType
from typing import Any

import pytest

from cmoplanner.model import fields
from cmoplanner.model.plan import Plan, Target
from cmoplanner.model.problems import Problem, Severity, check_plan, check_row
from cmoplanner.model.store.snapshot import read_snapshot
from cmoplanner.paths import sample_plan


@pytest.fixture(scope="module")
def plan() -> Plan:
    return read_snapshot(sample_plan()).plan


def changed(plan: Plan, attribute: str, row_id: str, **values: Any) -> Plan:
    rows = dict(getattr(plan, attribute))
    rows[row_id] = replace(rows[row_id], **values)
    return replace(plan, **{attribute: MappingProxyType(rows)})


def test_the_sample_has_no_problem(plan: Plan) -> None:
    assert check_plan(plan) == []
    for table in fields.TABLES:
        if table.attribute and table.attribute != "header":
            for row_id in getattr(plan, table.attribute):
                assert check_row(plan, table.name, row_id) == []
    assert check_row(plan, "plan", plan.header.id) == []


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


def test_a_row_that_is_not_there(plan: Plan) -> None:
    with pytest.raises(KeyError):
        check_row(plan, "activity", "A999")
