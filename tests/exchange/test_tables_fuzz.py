"""Whatever happens to the files of a folder, it is read or refused with reasons; nothing else is ever raised."""

import random
import shutil
from pathlib import Path

import pytest

from cmoplanner.errors import ImportRefused
from cmoplanner.exchange.plan_tables import export_tables, import_tables, read_folder
from cmoplanner.model.store.snapshot import read_snapshot
from tests.exchange.folders import NORRVIK, write

PIECES = [
    b",", b'"', b"\n", b"\r\n", b"\r", b"|", b"\0", b"\xff", b"\xef\xbb\xbf", b"1e308", b"1e999999", b"-0.0", b"NaN",
    b"{", b"}", b"[", b'"\\ud800"', b"null", b"=", b"2027-02-29", b"0001-01-01", b"9999-12-31", b"9" * 400,
    "\u202e".encode(), b";", b"true", b"-", b"", b"A001", b"A001|A002", b"[" * 3000,
]  # fmt: skip


def mutated(data: bytes, rng: random.Random) -> bytes:
    for _round in range(rng.choice((1, 1, 1, 3))):
        at, end = sorted((rng.randrange(len(data) + 1), rng.randrange(len(data) + 1)))
        match rng.randrange(4):
            case 0:
                data = data[:at] + rng.choice(PIECES) + data[at:]
            case 1:
                data = data[:at] + rng.choice(PIECES) + data[at + rng.randrange(1, 12) :]
            case 2:
                data = data[:at] + data[min(end, at + 200) :]
            case _:
                cells = data.split(b",")
                cells[rng.randrange(len(cells))] = rng.choice(PIECES)
                data = b",".join(cells)
    return data


def test_small_mutations_of_small_tables(tmp_path: Path) -> None:
    """2,000 of them: each is read, or refused with a place and a reason for every fault."""
    rng = random.Random(16)
    folder = write(tmp_path / "small")
    sound = {path.name: path.read_bytes() for path in folder.iterdir()}
    refused: list[ImportRefused] = []
    for _turn in range(2_000):
        name = rng.choice(sorted(sound))
        (folder / name).write_bytes(mutated(sound[name], rng))
        try:
            read_folder(folder)
        except ImportRefused as error:
            refused.append(error)
        (folder / name).write_bytes(sound[name])
    assert 500 < len(refused) < 1_950
    assert all(error.rows for error in refused)
    assert all(row.file and row.line >= 1 and row.problem for error in refused for row in error.rows)
    assert read_folder(folder).rows["activity"]


@pytest.mark.parametrize("seed", range(3))
def test_damaged_tables_are_read_or_refused(tmp_path: Path, seed: int) -> None:
    rng = random.Random(seed)
    folder = tmp_path / "tables"
    shutil.copytree(NORRVIK, folder)
    names = sorted(path.name for path in NORRVIK.iterdir())
    refused: list[ImportRefused] = []
    for turn in range(40):
        name = rng.choice([*names, "plan.json", "activities.csv"])
        sound = (NORRVIK / name).read_bytes()
        (folder / name).chmod(0o644)
        (folder / name).write_bytes(mutated(sound, rng))
        try:
            read_folder(folder)
        except ImportRefused as error:
            refused.append(error)
        else:
            if turn % 6 == 0:  # what is read can also be stored, read again and given back
                plan = tmp_path / f"{turn}.cmoplan"
                import_tables(folder, plan, data_folder=tmp_path / "data")
                export_tables(read_snapshot(plan), tmp_path / f"out{turn}")
                assert read_folder(tmp_path / f"out{turn}").rows == read_folder(folder).rows
        (folder / name).write_bytes(sound)
    assert 5 < len(refused) < 38
    for error in refused:
        assert error.rows
        assert all(row.file and row.line >= 1 and row.problem for row in error.rows)
