"""Damaged histories: whatever the bytes are, they are read or refused in words, and nothing else is raised."""

import random
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from cmoplanner.exchange.history_in import read_history
from cmoplanner.exchange.raw_table import TableRefused
from cmoplanner.projection.history_fit import NotFitted
from cmoplanner.projection.history_rows import fit_without_outliers, histories
from tests.plans import NORRVIK, norrvik

PLAN = norrvik()
TRIES = 100
BITS = [
    b"",
    b",",
    b";",
    b'"',
    b"\n",
    b"\r",
    b"\xff",
    b"-",
    b"1e9",
    b"0",
    b".",
    b"\t",
    b"2026",
    b"Infinity",
    b"\xc3\xa9",
]


def as_csv(folder: Path) -> Path:
    path = folder / "history.csv"
    path.write_bytes((NORRVIK / "history.csv").read_bytes())
    return path


def as_openpyxl(folder: Path) -> Path:
    workbook = openpyxl.Workbook()
    for line in (NORRVIK / "history.csv").read_text(encoding="utf-8").splitlines():
        workbook.active.append(line.split(","))
    workbook.save(folder / "history.xlsx")
    return folder / "history.xlsx"


def as_xlsxwriter(folder: Path) -> Path:
    path = folder / "history.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet()
        for row, line in enumerate((NORRVIK / "history.csv").read_text(encoding="utf-8").splitlines()):
            for column, cell in enumerate(line.split(",")):
                sheet.write(row, column, float(cell) if row and column > 1 else cell)
    return path


def mutated(data: bytes, chance: random.Random) -> bytes:
    out = bytearray(data)
    for _ in range(chance.choice((1, 3, 20))):
        at = chance.randrange(len(out))
        out[at : at + chance.choice((0, 1, 1, 30))] = chance.choice(BITS)
    return bytes(out) if chance.random() > 0.1 else bytes(out[: chance.randrange(len(out))])


@pytest.mark.parametrize("make", [as_csv, as_openpyxl, as_xlsxwriter])
def test_anything_is_read_or_refused_in_words(tmp_path: Path, make: Callable[[Path], Path]) -> None:
    path = make(tmp_path)
    sound, chance = path.read_bytes(), random.Random(17)
    whole = histories(read_history(path, PLAN).rows, PLAN.channels)
    assert len(whole.by_channel["events"].months) == 24
    read = refused = 0
    for _ in range(TRIES):
        path.write_bytes(mutated(sound, chance))
        try:
            found = read_history(path, PLAN)
        except TableRefused as error:
            refused += bool(error.sentence and error.remedy)
            continue
        read += 1
        given = histories(found.rows, PLAN.channels)
        assert all(remark.sentence for remark in (*found.remarks, *given.remarks))
        for history in list(given.by_channel.values())[:1]:
            try:
                fit_without_outliers(history)
            except NotFitted:
                continue
    assert read + refused == TRIES
    assert refused > 0
