"""Damaged invoices, orders and workbooks: whatever the bytes are, they are read or refused in words, nothing else."""

import random
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
import xlsxwriter

from cmoplanner.exchange.book_back import read_back
from cmoplanner.exchange.bookings_in import Kind, State, read_bookings
from cmoplanner.exchange.raw_table import TableRefused
from cmoplanner.exchange.workbook import export_workbook
from cmoplanner.projection.compile import compile_plan
from cmoplanner.projection.model import project
from tests.exchange.plans import small
from tests.exchange.test_history_fuzz import mutated
from tests.exchange.test_history_in import HOSTILE, rewritten
from tests.plans import NORRVIK, norrvik

CSV_TRIES, SHEET_TRIES, BOOK_TRIES = 700, 300, 150
PLAN = norrvik()
FILES = {Kind.BOOKINGS: NORRVIK / "actuals.csv", Kind.ORDERS: NORRVIK / "commitments.csv"}


def as_workbook(kind: Kind, folder: Path) -> Path:
    path = folder / "book.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet()
        for row, line in enumerate(FILES[kind].read_text(encoding="utf-8").splitlines()):
            sheet.write_row(row, 0, line.split(","))
    return path


def read_or_refused(path: Path, kind: Kind) -> bool:
    """Return whether the file was read; each of its rows has a state then, and a reason if it is not usable."""
    try:
        found = read_bookings(path, PLAN, kind)
    except TableRefused as error:
        if not (error.sentence and error.remedy):
            pytest.fail("a refusal without words")
        return False
    assert all(row.why for row in found.rows if row.state is State.REFUSED)
    return True


@pytest.mark.parametrize("kind", list(Kind))
def test_damaged_lists_are_read_or_refused(kind: Kind, tmp_path: Path) -> None:
    sound, chance, path = FILES[kind].read_bytes(), random.Random(16), tmp_path / "book.csv"
    read = 0
    for _try in range(CSV_TRIES):
        path.write_bytes(mutated(sound, chance))
        read += read_or_refused(path, kind)
    assert 0 < read < CSV_TRIES


@pytest.mark.parametrize("kind", list(Kind))
def test_damaged_workbooks_of_lists_are_read_or_refused(kind: Kind, tmp_path: Path) -> None:
    path = as_workbook(kind, tmp_path)
    sound, chance = path.read_bytes(), random.Random(17)
    assert read_or_refused(path, kind)
    read = 0
    for _try in range(SHEET_TRIES):
        path.write_bytes(damaged(sound, chance))
        read += read_or_refused(path, kind)
    assert 0 < read < SHEET_TRIES


BAD = HOSTILE | {"a text that is not there": lambda data: data.replace(b't="s"><v>', b't="s"><v>99999')}


@pytest.mark.parametrize("name", BAD)
def test_hostile_lists_are_refused(name: str, tmp_path: Path) -> None:
    path = rewritten(as_workbook(Kind.BOOKINGS, tmp_path), "xl/worksheets/sheet1.xml", BAD[name])
    assert not read_or_refused(path, Kind.BOOKINGS)


def damaged(sound: bytes, chance: random.Random) -> bytes:
    """Damage one part of a workbook, which is packed soundly again: so the damage gets as far as it can."""
    with zipfile.ZipFile(BytesIO(sound)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = chance.choice([one for one in parts if one.endswith((".xml", ".rels"))])
    parts[name] = mutated(parts[name], chance)
    target = BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for part, data in parts.items():
            archive.writestr(part, data)
    return target.getvalue()


def test_damaged_exports_are_read_or_refused(tmp_path: Path) -> None:
    plan, path, chance = small(), tmp_path / "finance.xlsx", random.Random(18)
    export_workbook(plan, project(compile_plan(plan)), path)
    sound = path.read_bytes()
    read = 0
    for number in range(BOOK_TRIES):
        path.write_bytes(mutated(sound, chance) if number % 5 == 0 else damaged(sound, chance))
        try:
            back = read_back(path, plan, "")
        except TableRefused as error:
            if not (error.sentence and error.remedy):
                pytest.fail("a refusal without words")
            continue
        read += 1
        assert all(change.sentence for change in back.changes)
    assert 0 < read < BOOK_TRIES
