"""The sample plan gives the reference figures: money exact, everything else within a millionth."""

from dataclasses import replace
from typing import Any

import pytest

from cmoplanner.model.plan import Activity, Plan
from cmoplanner.report.figures import summary
from tests.plans import norrvik, reference

EXPECTED = reference("demo_expected")
PARTS = ("budget", "projection", "projection_by_month", "projection_by_cell", "attribution")


@pytest.fixture(scope="module")
def figures() -> dict[str, Any]:
    return summary(norrvik())


def flat(value: Any, path: str = "") -> dict[str, float]:
    if isinstance(value, dict):
        return {key: x for name, part in value.items() for key, x in flat(part, f"{path}/{name}").items()}
    if isinstance(value, list):
        return {key: x for i, part in enumerate(value) for key, x in flat(part, f"{path}/{i}").items()}
    return {path: value}


def test_the_parts_are_those_of_the_reference(figures):
    assert tuple(figures) == (*PARTS, "totals")


@pytest.mark.parametrize("part", PARTS)
def test_the_keys_are_those_of_the_reference(figures, part):
    assert flat(figures[part]).keys() == flat(EXPECTED[part]).keys()


def test_money_is_exact(figures):
    assert figures["budget"] == EXPECTED["budget"]


@pytest.mark.parametrize("part", PARTS[1:])
def test_the_projection_is_within_a_millionth(figures, part):
    got = flat(figures[part])
    for path, value in flat(EXPECTED[part]).items():
        assert got[path] == pytest.approx(value, rel=1e-6, abs=1e-9), path


def test_the_attribution_adds_up(figures):
    shares = figures["attribution"]
    incremental = figures["projection"]["pv_incremental_gm_horizon"]
    assert shares["total"] == pytest.approx(incremental, abs=0.005)
    assert shares["media"] + shares["levers"] + shares["retention"] == pytest.approx(incremental, abs=0.02)
    for split in ("by_channel", "by_activity"):
        assert sum(shares[split].values()) == pytest.approx(shares["media"] + shares["retention"], abs=0.3)


KEYS = (
    "net_marketing_cost_fy",
    "projected_revenue_fy",
    "incremental_revenue_fy",
    "incremental_gm_fy",
    "contribution_fy",
    "pv_incremental_gm_horizon",
)


@pytest.mark.parametrize("point", EXPECTED["budget_curve"], ids=lambda point: str(point["multiplier"]))
def test_the_budget_curve_of_the_reference(point):
    figures = summary(scaled(point["multiplier"]))["projection"]
    assert figures["net_marketing_cost_fy"] == point["net_cost"]
    for key in ("projected_revenue_fy", "contribution_fy", "pv_incremental_gm_horizon"):
        assert figures[key] == pytest.approx(point[key], rel=1e-6, abs=0.005), key
    assert figures["roi_horizon"] == pytest.approx(point["roi_horizon"], rel=1e-6, abs=1e-6)


@pytest.mark.parametrize("name", ["base", "cut15", "nobrand"])
def test_the_scenarios_of_the_reference(name):
    plans = {"base": norrvik, "cut15": lambda: scaled(0.85), "nobrand": without_brand}
    figures = summary(plans[name]())["projection"]
    for key in KEYS:
        assert figures[key] == pytest.approx(EXPECTED["scenarios"][name][key], rel=1e-6, abs=1e-3), key


def scaled(factor: float) -> Plan:
    """Return the sample with the money of the unlocked working activities multiplied."""
    plan = norrvik()

    def scale(one: Activity) -> Activity:
        free = plan.cost_categories[one.category_id].working and not one.locked
        return replace(one, gross_spend=round(one.gross_spend * factor)) if free else one

    return replace(plan, activities={key: scale(one) for key, one in plan.activities.items()})


def without_brand() -> Plan:
    """Return the sample with the unlocked activities of its brand campaign cancelled."""
    plan = norrvik()
    ends = {key for key, one in plan.activities.items() if one.campaign_id == "ayt" and not one.locked}
    return replace(
        plan,
        activities={
            key: replace(one, status="cancelled") if key in ends else one for key, one in plan.activities.items()
        },
    )
