"""The named figures of the sample agree with the reference, computed by another program."""

from typing import Any

import pytest

from cmoplanner.projection.attribution import attribute
from cmoplanner.projection.compile import compile_plan
from cmoplanner.projection.model import project
from cmoplanner.report.figures import figures
from tests.plans import norrvik, reference

PARTS = ("budget", "projection", "projection_by_month", "projection_by_cell", "attribution")
ROUNDED = {
    "budget": 0.0,
    "projection": 1e-6,
    "projection_by_month": 0.006,
    "projection_by_cell": 0.006,
    "attribution": 0.006,
}


@pytest.fixture(scope="module")
def found() -> dict[str, Any]:
    plan = norrvik()
    compiled = compile_plan(plan)
    outcome = project(compiled)
    return figures(plan, outcome, attribute(compiled, outcome))


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
        assert ours[name] == pytest.approx(value, rel=1e-6, abs=ROUNDED[part]), name


def test_money_is_exact(found: dict[str, Any]) -> None:
    assert leaves(found["budget"]) == leaves(reference("demo_expected")["budget"])


def test_the_parts_are_those_of_the_interface(found: dict[str, Any]) -> None:
    assert tuple(found) == PARTS
