"""Differences in groups, as a text, and narrowed by words."""

from dataclasses import replace
from types import MappingProxyType
from typing import Any

import pytest

from cmoplanner.model.compare import DifferenceKind, compare
from cmoplanner.model.plan import Plan
from cmoplanner.model.store.snapshot import read_snapshot
from cmoplanner.paths import sample_plan
from cmoplanner.report.comparison import comparison, matching, noun


@pytest.fixture(scope="module")
def plan() -> Plan:
    return read_snapshot(sample_plan()).plan


def with_row(plan: Plan, attribute: str, row_id: str, **values: Any) -> Plan:
    rows = dict(getattr(plan, attribute))
    rows[row_id] = replace(rows[row_id], **values)
    return replace(plan, **{attribute: MappingProxyType(rows)})


@pytest.fixture(scope="module")
def later(plan: Plan) -> Plan:
    new = with_row(plan, "activities", "A001", status="cancelled", gross_spend=1_000_000, name="Kick-off")
    new = with_row(new, "campaigns", "esb", name="Energy")
    rest = {row_id: row for row_id, row in new.activities.items() if row_id != "A002"}
    return replace(new, activities=MappingProxyType(rest))


def test_every_difference_is_in_one_group(plan: Plan, later: Plan) -> None:
    found = comparison(plan, later)
    listed = [difference for group in found.groups for difference in group.differences]
    assert sorted(one.sentence for one in listed) == sorted(one.sentence for one in compare(plan, later))
    assert found.count == len(listed)
    assert all(one.kind is group.kind for group in found.groups for one in group.differences)
    assert [group.kind for group in found.groups][:2] == [DifferenceKind.REMOVED, DifferenceKind.REBUDGETED]


def test_the_summary_counts(plan: Plan, later: Plan) -> None:
    found = comparison(plan, later)
    assert found.summary == f"{found.count} differences: 1 removed, 1 re-budgeted, 2 renamed, 1 changed"
    assert comparison(plan, plan).summary == "Nothing differs"
    assert comparison(plan, plan).groups == ()


def test_as_text(plan: Plan, later: Plan) -> None:
    found = comparison(plan, later)
    lines = found.as_text("Board", "Now").splitlines()
    assert lines[:2] == ["From “Board” to “Now”", found.summary]
    assert sum(line.startswith("- ") for line in lines) == found.count
    assert any(line.startswith("Planned, net: ") and "→" in line for line in lines)
    assert "Re-budgeted" in lines
    assert comparison(plan, plan).as_text("A", "B").splitlines()[1] == "Nothing differs"


def test_words_narrow(plan: Plan, later: Plan) -> None:
    groups = comparison(plan, later).groups
    assert matching(groups, "  ") == list(groups)
    found = [one for group in matching(groups, "kick campaign") for one in group.differences]
    assert found == []
    found = [one for group in matching(groups, "ENERGY campaign") for one in group.differences]
    assert [(one.kind, one.table) for one in found] == [(DifferenceKind.RENAMED, "campaign")]
    assert noun(found[0]) == "Campaign"
