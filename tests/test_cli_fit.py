"""The command that fits curves to history: text, JSON, taking over, and what it refuses."""

import json
from pathlib import Path

import pytest

from cmoplanner.cli import main
from cmoplanner.model.store.document import Document
from cmoplanner.model.store.snapshot import read_snapshot
from tests.model.store.small_plan import fingerprint, make_file
from tests.plans import NORRVIK, reference

HISTORY = NORRVIK / "history.csv"


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "plan.cmoplan"
    assert main(["new", str(path), "--sample"]) == 0
    return path


def test_it_prints_curves_and_doubts_and_changes_nothing(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = fingerprint(plan)
    capsys.readouterr()
    assert main(["fit", str(plan), str(HISTORY)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "Paid search"
    assert lines[1] == "  24 months, 2025-01 to 2026-12; error 5\u00a0%, in months it did not see 6\u00a0%, R² 0.97"
    assert any(line.startswith("  Cost per response: 5.898 (5.284 to 6.503)") for line in lines)
    assert "Webinars: The history of 23 months counts 66 %, what the plan assumed before 34 %." in lines
    assert fingerprint(plan) == before


def test_the_json_holds_the_true_curves(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert main(["fit", str(plan), "--json"]) == 0  # the plan holds the same history
    own = json.loads(capsys.readouterr().out)
    assert main(["fit", str(plan), str(HISTORY), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert own["channels"] == found["channels"]
    for channel, truth in reference("history_truth").items():
        one = found["channels"][channel]
        x, curve = one["mean_spend"], one["fitted"]
        fitted = curve["most"] * x ** curve["slope"] / (curve["half"] ** curve["slope"] + x ** curve["slope"])
        true = truth["V"] * x ** truth["slope"] / (truth["K"] ** truth["slope"] + x ** truth["slope"])
        assert fitted == pytest.approx(true, rel=0.05)
        assert len(one["curve"]) == 60
    assert found["refused"] == {}


def test_one_channel_is_taken_over_and_taken_back(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = read_snapshot(plan).plan
    assert main(["fit", str(plan), str(HISTORY), "--channel", "Paid Search", "--apply"]) == 0
    assert "1 channel was calibrated" in capsys.readouterr().out
    after = read_snapshot(plan).plan
    channel = after.channels["paid_search"]
    assert channel.unit_cost == pytest.approx(5.898, abs=5e-4)
    assert channel.source.startswith("fit to history 2025-01 to 2026-12")
    assert after.assumptions["S001"].low_p10 == pytest.approx(5.284, abs=5e-4)
    assert {key for key in before.channels if before.channels[key] != after.channels[key]} == {"paid_search"}
    with Document.open(plan) as document:
        assert document.undo_label == "Calibrate “Paid search”"
        document.undo()
        assert document.plan.channels == before.channels
    assert main(["fit", str(plan), "--apply", "--json"]) == 0
    changed = read_snapshot(plan).plan.channels
    assert sum(before.channels[key] != changed[key] for key in changed) == 4


def test_dirty_rows_are_told_by_line(plan: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = HISTORY.read_text(encoding="utf-8").splitlines()
    lines[3] = lines[3].replace("37779.63", "37779630")
    lines[5] = lines[5].replace("3955.5", "many")
    dirty = tmp_path / "dirty.csv"
    dirty.write_text("\n".join(lines), encoding="utf-8")
    capsys.readouterr()
    assert main(["fit", str(plan), str(dirty)]) == 0
    told = capsys.readouterr().out.splitlines()
    assert any(line.startswith("Line 4, Paid search, 2025-03: The spend is about 1000 times") for line in told)
    assert any(line.startswith("Line 6, Paid search, 2025-05: “many”") for line in told)
    assert any("22 months" in line for line in told)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--channel", "fax"], "There is no channel “fax”"),
        (["gone.csv"], "“gone.csv” cannot be read"),
    ],
)
def test_what_cannot_be_done_is_said(
    plan: Path, capsys: pytest.CaptureFixture[str], words: list[str], sentence: str
) -> None:
    capsys.readouterr()
    assert main(["fit", str(plan), *words]) == 2
    assert sentence in capsys.readouterr().err


def test_without_a_history_there_is_nothing_to_fit(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = make_file(tmp_path / "small.cmoplan")
    assert main(["fit", str(path)]) == 2
    assert "no past months" in capsys.readouterr().err


def test_too_few_months_end_with_two(plan: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    short = tmp_path / "short.csv"
    short.write_text("".join(HISTORY.read_text(encoding="utf-8").splitlines(keepends=True)[:4]), encoding="utf-8")
    capsys.readouterr()
    assert main(["fit", str(plan), str(short)]) == 2
    out = capsys.readouterr().out
    assert "only 3 months" in out
    assert "four questions" in out
    assert main(["fit", str(plan), str(short), "--apply"]) == 2
    assert "nothing to take over" in capsys.readouterr().err
