"""The funnel of activities adds up to that of their campaigns, and money that reaches nobody brings nothing."""

from dataclasses import replace
from types import MappingProxyType

import numpy as np
import pytest

from cmoplanner.projection.activity_funnel import funnel_of
from cmoplanner.projection.compile import compile_plan
from cmoplanner.projection.model import project
from cmoplanner.projection.outcome import Outcome
from tests.plans import norrvik, reference

LINES = ("responses", "leads", "offers", "deals")


@pytest.fixture(scope="module")
def outcome() -> Outcome:
    return project(compile_plan(norrvik()))


def test_activities_add_up_to_their_campaigns(outcome: Outcome) -> None:
    plan = norrvik()
    for campaign_id, whole in outcome.by_campaign.items():
        members = [row.id for row in plan.activities.values() if row.campaign_id == campaign_id]
        together = funnel_of(outcome, members)
        singly = [funnel_of(outcome, [row_id]) for row_id in members]
        for line in LINES:
            expected = getattr(whole, line)
            assert np.allclose(getattr(together, line), expected, rtol=1e-9, atol=1e-9)
            assert np.isclose(sum(getattr(one, line).sum() for one in singly), expected.sum(), rtol=1e-9)


def test_all_activities_bring_the_responses_and_leads_of_the_reference(outcome: Outcome) -> None:
    whole = funnel_of(outcome, list(norrvik().activities))
    expected = reference("demo_expected")["projection"]
    assert whole.responses.sum() == pytest.approx(expected["responses"], rel=1e-6)
    assert whole.leads.sum() == pytest.approx(expected["leads_pipeline"], rel=1e-6)


def test_planned_responses_are_what_was_planned() -> None:
    plan = norrvik()
    changed = replace(plan.activities["A013"], planned_responses=1234.0)
    outcome = project(compile_plan(replace(plan, activities=MappingProxyType({**plan.activities, "A013": changed}))))
    assert funnel_of(outcome, ["A013"]).responses.sum() == pytest.approx(1234.0)


def test_what_has_no_channel_brings_nothing(outcome: Outcome) -> None:
    idle = [row.id for row in norrvik().activities.values() if row.channel_id is None]
    assert idle
    assert not any(getattr(funnel_of(outcome, idle), line).any() for line in LINES)
