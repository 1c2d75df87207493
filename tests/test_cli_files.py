"""The jobs of the command line that care for plan files: recover, clean, backups, restore."""

from pathlib import Path

import pytest

from cmoplanner.cli import main
from cmoplanner.model.store.snapshot import read_snapshot
from tests.model.store.small_plan import fingerprint, make, make_file, rename


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return make_file(tmp_path / "plan.cmoplan")


def test_recover_says_what_was_lost(path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["recover", str(path), str(tmp_path / "whole.cmoplan")]) == 0
    data = bytearray(path.read_bytes())
    data[data.index(b"Webinar")] ^= 1
    path.write_bytes(data)
    before, out = fingerprint(path), tmp_path / "saved.cmoplan"
    capsys.readouterr()
    assert main(["recover", str(path), str(out)]) == 2
    assert "checksum" in capsys.readouterr().out
    assert fingerprint(path) == before
    assert main(["check", str(out)]) == 0


def test_clean_writes_a_copy_and_replaces_nothing(path: Path, tmp_path: Path) -> None:
    out = tmp_path / "sent.cmoplan"
    assert main(["clean", str(path), str(out)]) == 0
    assert read_snapshot(out).plan.activities == read_snapshot(path).plan.activities
    before = fingerprint(out)
    assert main(["clean", str(path), str(out)]) == 2
    assert fingerprint(out) == before


def test_backups_are_listed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], data_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "plan.cmoplan"
    with make(path) as document:
        rename(document, "Other")
        kept = document.back_up()
    assert main(["backups", str(path)]) == 0
    first, second = capsys.readouterr().out.splitlines()
    assert "revision 2" in first
    assert str(kept) in first
    assert "revision 1" in second
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.setenv("CMOPLANNER_DATA", str(data_folder))  # `--data` sets it for good
    assert main(["--data", str(elsewhere), "backups", str(path)]) == 0
    assert "no backup" in capsys.readouterr().out


def test_a_backup_comes_back_as_a_plan_of_its_own(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], data_folder: Path
) -> None:
    path, out = tmp_path / "plan.cmoplan", tmp_path / "back.cmoplan"
    with make(path) as document:
        rename(document, "Other")
        before = document.plan.activities
        kept = document.back_up()
        rename(document, "Third")
    assert kept is not None
    current = fingerprint(path)
    assert main(["restore", str(kept), str(out)]) == 0
    assert "activit" in capsys.readouterr().out
    restored, live = read_snapshot(out), read_snapshot(path)
    assert restored.plan.activities == before
    assert restored.contents.identity.uuid != live.contents.identity.uuid
    assert fingerprint(path) == current
    assert main(["restore", str(kept), str(out)]) == 2
    assert main(["restore", str(tmp_path / "none.cmoplan"), str(tmp_path / "x.cmoplan")]) == 2


def test_recover_replaces_nothing(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = path.read_bytes()
    assert main(["recover", str(path), str(path)]) == 2
    assert "is there already" in capsys.readouterr().err
    assert path.read_bytes() == before
