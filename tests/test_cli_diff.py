"""`cmoplanner diff` and `cmoplanner log`: what they print and refuse."""

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from cmoplanner.cli import main
from cmoplanner.model.edits.activities import move_activity
from cmoplanner.model.edits.fields import set_field
from cmoplanner.model.store.document import Document
from cmoplanner.paths import sample_plan


@pytest.fixture
def edited(tmp_path: Path) -> Path:
    path = tmp_path / "plan.cmoplan"
    with Document.create_from(sample_plan(), path) as document:
        document.name_version("Board draft")
        move_activity(document, "A019", -84)  # nothing of it is booked: its money goes along
        set_field(document, "activity", "A002", "gross_spend", 5_000_000)
    return path


def out_of(words: list[str], capsys: pytest.CaptureFixture[str]) -> str:
    capsys.readouterr()
    assert main(words) == 0
    return capsys.readouterr().out


def test_diff_of_two_plans(edited: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = out_of(["diff", str(sample_plan()), str(edited)], capsys)
    assert "12 weeks earlier" in out
    assert "→ 50,000.00 (" in out
    assert "4 differences" in out  # more money than was approved is submitted again
    assert "Planned, gross: 2,227,200.00 →" in out


def test_diff_since_a_version(edited: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "4 differences" in out_of(["diff", str(edited), "--since", "Board draft"], capsys)
    found = json.loads(out_of(["diff", str(edited), "--since", "Board draft", "--json"], capsys))
    assert [entry["kind"] for entry in found["differences"]] == ["re-budgeted", "changed", "moved", "added"]
    assert found["differences"][0]["after"] == 5_000_000
    assert [total["key"] for total in found["totals"]] == ["topdown_budget", "planned_gross", "planned_net"]


def test_no_difference(edited: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "Both hold the same." in out_of(["diff", str(edited), str(edited)], capsys)


@pytest.mark.parametrize("words", [[], ["--since", "None such"], ["OTHER", "--since", "Board draft"]])
def test_diff_needs_one_thing_to_compare_with(
    edited: Path, words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["diff", str(edited), *words]) == 2
    err = capsys.readouterr().err
    assert ("Board draft" in err) == (words[:2] == ["--since", "None such"])


def test_log(edited: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = out_of(["log", str(edited)], capsys)
    assert "Name version “Board draft”" in out
    assert "4 entries, none of them changed." in out
    proof = json.loads(out_of(["log", str(edited), "--json"], capsys))
    assert [entry["kind"] for entry in proof["entries"]] == ["copy", "version", "edit", "edit"]
    assert proof["newest_hash"] == proof["entries"][-1]["hash"]
    assert proof["newest_hash"] in out
    assert [version["name"] for version in proof["versions"]] == ["Board draft"]
    assert proof["digest"] == proof["entries"][-1]["digest"]


@pytest.mark.parametrize("command", ["check", "log"])
def test_a_log_that_was_changed_is_found(edited: Path, command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with closing(sqlite3.connect(edited)) as connection, connection:
        connection.execute("UPDATE change_log SET label = 'Nothing' WHERE number = 3")
    assert main([command, str(edited)]) == 2
    assert "Entry 3 of its change log was changed." in capsys.readouterr().err


def test_a_proof_is_written_and_verified(edited: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    proof = tmp_path / "proof.json"
    written = out_of(["log", str(edited), "--proof", str(proof)], capsys)
    newest = json.loads(proof.read_text())["newest_hash"]
    assert newest in written
    assert json.loads(out_of(["log", str(edited), "--json"], capsys)) == json.loads(proof.read_text())
    told = out_of(["log", "--verify", str(proof)], capsys)
    assert "4 entries" in told
    assert newest in told
    with Document.open(edited) as document:
        move_activity(document, "A003", 1)
    assert "carries on from it" in out_of(["log", str(edited), "--verify", str(proof)], capsys)
    assert main(["log", str(edited), "--proof", str(proof)]) == 2, "a proof is not replaced"


def forged(proof: Path, change: Callable[[dict[str, Any]], object]) -> Path:
    found = json.loads(proof.read_text())
    change(found)
    proof.write_text(json.dumps(found))
    return proof


FORGED: dict[str, Callable[[dict[str, Any]], object]] = {
    "label": lambda found: found["entries"][2].update(label="Nothing"),
    "missing": lambda found: found["entries"].pop(1),
    "cut": lambda found: found["entries"].pop(),
    "digest": lambda found: found.update(digest="0" * 32),
    "newest": lambda found: found.update(newest_hash="0" * 64),
}


@pytest.mark.parametrize("change", FORGED.values(), ids=FORGED)
def test_a_proof_that_was_changed_is_refused(
    edited: Path, tmp_path: Path, change: Callable[[dict[str, Any]], object], capsys: pytest.CaptureFixture[str]
) -> None:
    proof = tmp_path / "proof.json"
    assert main(["log", str(edited), "--proof", str(proof)]) == 0
    assert main(["log", "--verify", str(forged(proof, change))]) == 2
    assert "was changed after it was written" in capsys.readouterr().err


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"entries": [1]}', "[" * 5_000, "\udcff"])
def test_what_is_no_proof_is_refused(tmp_path: Path, text: str, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "proof.json"
    path.write_bytes(text.encode("utf-8", "surrogateescape"))
    assert main(["log", "--verify", str(path)]) == 2
    assert "is no proof of a change log" in capsys.readouterr().err
    assert main(["log", "--verify", str(tmp_path / "gone")]) == 2
    assert main(["log"]) == 2


def test_a_plan_whose_log_is_another_is_told(edited: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    proof = tmp_path / "proof.json"
    older = tmp_path / "older.cmoplan"
    older.write_bytes(edited.read_bytes())
    with Document.open(edited) as document:
        move_activity(document, "A003", 1)
    assert main(["log", str(edited), "--proof", str(proof)]) == 0
    for plan, reason in ((older, "ends at entry 4"), (sample_plan(), "another plan")):
        assert main(["log", str(plan), "--verify", str(proof)]) == 2
        assert reason in capsys.readouterr().err
    with Document.open(older, data_folder=tmp_path / "elsewhere") as document:
        move_activity(document, "A003", 2)
    assert main(["log", str(older), "--verify", str(proof)]) == 2
    assert "Entry 5 is another one now." in capsys.readouterr().err


def test_money_that_stays_behind_is_told_by_month(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "plan.cmoplan"
    with Document.create_from(sample_plan(), path) as document:
        move_activity(document, "A001", -84)  # it has an invoice in March
    out = out_of(["diff", str(sample_plan()), str(path)], capsys)
    assert "Custom phasing – → month 1: 900, month 3: 8100" in out
