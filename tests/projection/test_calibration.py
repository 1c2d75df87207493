"""Reference spends made from the plan: the frozen ones of the sample, and lanes nobody uses."""

from dataclasses import replace

import pytest

from cmoplanner.projection.calibration import calibrated
from cmoplanner.projection.compile import compile_plan
from cmoplanner.projection.model import project
from cmoplanner.projection.outcome import Line
from tests.plans import norrvik


def test_the_frozen_references_of_the_sample():
    plan = norrvik()
    found = {f"{one.channel_id}|{one.cell_id}": one for one in calibrated(compile_plan(plan))}
    assert found.keys() == plan.lanes.keys()
    for key, lane in plan.lanes.items():
        assert found[key].basis == lane.basis
        assert found[key].spend == pytest.approx(lane.ref_spend_month, abs=0.006), key


def test_lanes_without_a_reference_calibrate_themselves():
    plan = norrvik()
    frozen = project(compile_plan(plan)).by_month(Line.REVENUE)
    itself = project(compile_plan(replace(plan, lanes={}))).by_month(Line.REVENUE)
    assert itself == pytest.approx(frozen, rel=1e-6)
    unset = {key: replace(lane, ref_spend_month=0.0) for key, lane in plan.lanes.items()}
    assert (project(compile_plan(replace(plan, lanes=unset))).by_month(Line.REVENUE) == itself).all()


def test_without_known_contacts_a_lane_takes_the_mean():
    plan = norrvik()
    cells = {key: replace(cell, prospects=None) for key, cell in plan.cells.items()}
    found = [one for one in calibrated(compile_plan(replace(plan, cells=cells))) if one.channel_id == "paid_search"]
    used = [one.spend for one in found if one.basis == "plan"]
    others = [one.spend for one in found if one.basis == "intensity"]
    assert others
    assert others == pytest.approx([sum(used) / len(used)] * len(others))
