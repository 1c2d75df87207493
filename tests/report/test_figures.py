"""The named figures of the sample agree with the reference, computed by another program."""

from typing import Any

import pytest

from cmoplanner.report.figures import summary
from tests.plans import norrvik, reference

PARTS = ("budget", "projection", "projection_by_month", "projection_by_cell", "attribution")


@pytest.fixture(scope="module")
def found() -> dict[str, Any]:
    return summary(norrvik())


def leaves(value: Any, path: str = "") -> dict[str, float]:
    if isinstance(value, dict):
        return {name: leaf for key, item in value.items() for name, leaf in leaves(item, f"{path}/{key}").items()}
    if isinstance(value, list):
        return {name: leaf for i, item in enumerate(value) for name, leaf in leaves(item, f"{path}/{i}").items()}
    return {path: value}


@pytest.mark.parametrize("part", PARTS)
def test_every_figure_of_the_reference_is_met(found: dict[str, Any], part: str) -> None:
    expected, ours = leaves(reference("demo_expected")[part]), leaves(found[part])
    assert ours.keys() == expected.keys()
    for name, value in expected.items():
        assert ours[name] == pytest.approx(value, rel=1e-6), name


def test_money_is_exact(found: dict[str, Any]) -> None:
    assert leaves(found["budget"]) == leaves(reference("demo_expected")["budget"])


def test_the_parts_are_those_of_the_interface(found: dict[str, Any]) -> None:
    assert tuple(found) == (*PARTS, "totals")


def test_totals_add_up_by_every_cut(found: dict[str, Any]) -> None:
    totals, whole = found["totals"], found["projection"]
    assert sum(totals["by_month"]["revenue"][:12]) == pytest.approx(whole["projected_revenue_fy"])
    assert sum(totals["by_quarter"]["revenue"]) == pytest.approx(whole["projected_revenue_fy"])
    assert totals["year"]["base_revenue"] == pytest.approx(whole["baseline_revenue_fy"])
    for cut in ("by_segment", "by_offering"):
        rows = totals[cut].values()
        assert sum(row["revenue_fy"] for row in rows) == pytest.approx(whole["projected_revenue_fy"])
        assert sum(row["incremental_revenue_fy"] for row in rows) == pytest.approx(whole["incremental_revenue_fy"])
        assert sum(row["pv_incremental_gm_horizon"] for row in rows) == pytest.approx(found["attribution"]["total"])
    for cut in ("by_channel", "by_campaign"):
        rows = totals[cut].values()
        assert sum(row["net_cost"] for row in rows) == whole["net_marketing_cost_fy"]
        assert sum(row["responses"] for row in rows) == pytest.approx(whole["responses"])
        assert sum(row["leads"] for row in rows) == pytest.approx(whole["leads_pipeline"])
        media = found["attribution"]["media"] + found["attribution"]["retention"]
        assert sum(row["pv_incremental_gm_horizon"] for row in rows) == pytest.approx(media)
