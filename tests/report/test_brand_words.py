"""What is said of the long-term effect of brand money: off by default, a warning where it is on, and in scenarios."""

from dataclasses import replace

import pytest

from cmoplanner.model.plan import Plan
from cmoplanner.model.store.snapshot import read_snapshot
from cmoplanner.paths import sample_plan
from cmoplanner.projection.bands import Total
from cmoplanner.projection.comparison import scenarios
from cmoplanner.projection.draws import Draws
from cmoplanner.report.brand_words import brand_effect, brand_warnings, campaign_note


@pytest.fixture(scope="module")
def plan() -> Plan:
    return read_snapshot(sample_plan()).plan


def counted(plan: Plan, channel: str = "display") -> Plan:
    row = replace(plan.channels[channel], long_term_multiplier=2.19)
    return replace(plan, channels={**plan.channels, channel: row})


def test_the_long_term_effect_is_off_and_said_to_be(plan: Plan) -> None:
    found = brand_effect(plan)
    assert found is not None
    assert not found.counted
    assert "long-term brand effect not counted" in found.words
    money: dict[str, int] = {}
    for one in plan.activities.values():
        if one.campaign_id == "ayt" and one.channel_id:
            money[one.channel_id] = money.get(one.channel_id, 0) + one.gross_spend
    assert found.channel_id == max(money, key=lambda key: money[key])


def test_where_it_is_on_the_evidence_is_named(plan: Plan) -> None:
    found = brand_effect(counted(plan))
    assert found is not None
    assert found.counted
    assert found.channel_id == "display"
    assert "×2.19" in found.words
    assert "UK consumer brands" in found.words


def test_nothing_is_said_where_there_is_no_brand_money(plan: Plan) -> None:
    activities = {key: one for key, one in plan.activities.items() if one.campaign_id != "ayt"}
    assert brand_effect(replace(plan, activities=activities)) is None


def test_under_a_brand_campaign_stands_whether_it_counts(plan: Plan) -> None:
    brand, other = plan.campaigns["ayt"], plan.campaigns["be"]
    assert "is not counted" in campaign_note(plan, [brand, other])
    assert "is counted" in campaign_note(counted(plan), [brand])
    assert "long-term" not in campaign_note(plan, [other])


def test_a_scenario_that_looks_better_without_brand_is_warned_of(plan: Plan) -> None:
    compared = scenarios(plan, Draws(50))
    returns = {one.name: one.bands.totals[Total.ROI_HORIZON].plan for one in compared}
    assert returns["No brand campaign"] == pytest.approx(0.9793, abs=5e-4)
    assert returns["Cut 15 %"] > returns[""]  # less of everything: that says nothing of brand
    (warning,) = brand_warnings(plan, compared)
    assert warning.startswith("“No brand campaign” spends 237,000 less on brand, and its return rises")


def test_no_warning_where_the_effect_is_counted(plan: Plan) -> None:
    assert not brand_warnings(plan, scenarios(counted(plan), Draws(50)))
