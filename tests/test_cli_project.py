"""Ranges and scenarios on the command line."""

import json

import pytest

from cmoplanner.cli import main
from cmoplanner.paths import sample_plan
from cmoplanner.projection.bands import bands
from cmoplanner.projection.compile import compile_plan
from cmoplanner.projection.draws import Draws
from cmoplanner.projection.uncertainty import simulate
from tests.plans import norrvik, reference

PLAN = str(sample_plan())


def printed(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert main(["project", PLAN, *words]) == 0
    return capsys.readouterr().out


def as_json(capsys: pytest.CaptureFixture[str], *words: str) -> dict:
    return json.loads(printed(capsys, "--json", *words))


def test_a_range_is_added_and_nothing_else_changes(capsys):
    plain, ranged = as_json(capsys), as_json(capsys, "--draws", "200", "--seed", "3")
    uncertainty = ranged.pop("uncertainty")
    assert ranged == plain
    expected = bands(simulate(compile_plan(norrvik()), Draws(200, 3)))
    assert uncertainty["totals"].keys() == {total.value for total in expected.totals}
    for total, band in expected.totals.items():
        found = uncertainty["totals"][total.value]
        assert (found["p10"], found["p50"], found["p90"]) == pytest.approx((band.p10, band.p50, band.p90), abs=1e-5)
    for month, series in expected.months.items():
        assert uncertainty["by_month"][month.value]["p90"] == pytest.approx(series.p90, abs=1e-5)
    assert uncertainty["draws"] == 200
    assert uncertainty["seed"] == 3
    assert uncertainty["assumptions_drawn"] == 80
    assert {"scope": "channel:email", "parameter": "sigma"} in uncertainty["not_drawn"]
    assert uncertainty["probability_of_goal"].keys() == {"G1"}


def test_a_seed_alone_draws_as_usual(capsys):
    assert as_json(capsys, "--seed", "7")["uncertainty"]["draws"] == 2000


def test_a_range_is_told_in_words(capsys):
    out = printed(capsys, "--draws", "100", "--seed", "5")
    assert "Range in 100 draws, seed 5" in out
    assert "P10" in out
    assert "Probability to reach goal G1" in out
    lines = out.splitlines()
    head = next(line for line in lines if "P90" in line)
    for line in lines[lines.index(head) + 1 : lines.index(head) + 7]:
        assert len(line) == len(head)


@pytest.mark.parametrize("name", ["hosp200", "Hospitality +200k"])
def test_a_scenario_by_id_or_name_with_its_bridge(capsys, name):
    found = as_json(capsys, "--scenario", name)
    expected = reference("demo_expected")["scenarios"]["hosp200"]
    for key in ("projected_revenue_fy", "contribution_fy", "pv_incremental_gm_horizon"):
        assert found["projection"][key] == pytest.approx(expected[key], rel=1e-6)
        assert found["against_plan"]["bridge"][key]["scenario"] == pytest.approx(expected[key], rel=1e-6)
    for one in found["against_plan"]["bridge"].values():
        steps = [one[block] for block in ("budget", "mix", "timing", "assumptions")]
        assert one["plan"] + sum(steps) == pytest.approx(one["scenario"], abs=1e-4)
    assert found["scenario"] == {"name": name, "problems": []}
    assert "uncertainty" not in found


def test_a_scenario_is_compared_draw_by_draw(capsys):
    found = as_json(capsys, "--scenario", "cut15", "--draws", "100")["against_plan"]
    gap = found["difference"]["contribution_horizon"]
    assert gap["plan"] == pytest.approx(found["bridge"]["contribution_horizon"]["scenario"]
                                        - found["bridge"]["contribution_horizon"]["plan"])  # fmt: skip
    assert gap["p10"] < gap["p50"] < gap["p90"]
    assert 0 <= found["probability_higher"]["contribution_horizon"] <= 1


def test_a_bridge_is_told_in_words(capsys):
    out = printed(capsys, "--scenario", "nobrand")
    assert "From the plan to the scenario" in out
    assert "25,115,686" in out
    assert "24,990,211" in out


def test_a_scenario_that_is_not_there(capsys):
    assert main(["project", PLAN, "--scenario", "dream"]) == 2
    told = capsys.readouterr().err
    assert "There is no scenario “dream”" in told
    assert "cut15" in told


@pytest.mark.parametrize("draws", ["0", "10001", "many", "-5"])
def test_a_senseless_number_of_draws(draws, capsys):
    with pytest.raises(SystemExit) as ended:
        main(["project", PLAN, f"--draws={draws}"])
    assert ended.value.code == 2
    assert "10000" in capsys.readouterr().err
