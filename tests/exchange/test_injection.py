"""No text of the user becomes a formula or a link in any file that is exported, in whichever field it stands."""

import csv
import io
import re
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmoplanner.exchange.plan_tables import export_tables, import_tables, read_folder
from cmoplanner.exchange.text_files import Problems, guarded, read_records, unguarded, write_records
from cmoplanner.exchange.workbook import export_workbook
from cmoplanner.model import fields
from cmoplanner.model.fields import Field, Kind
from cmoplanner.model.plan import Plan
from cmoplanner.model.store.document import Document
from cmoplanner.model.store.snapshot import read_snapshot
from cmoplanner.projection.compile import compile_plan
from cmoplanner.projection.model import project
from tests.exchange import folders
from tests.exchange.plans import INJECTIONS, small

MORE = (
    "=cmd|'/c calc'!A0", "+cmd|'/c calc'!A0", "-2+3+cmd|' /C calc'!A0", "@SUM(1+1)*cmd|' /C calc'!A0", "'=1+1",
    "''=1", '=IMPORTXML("http://x","//a")', "＝1+1", "＠SUM(1)", "-", "+", "=", "@", "- a line of a list", "file:///etc/passwd",
)  # fmt: skip
PAYLOADS = (*INJECTIONS, *MORE)
NUMBER = re.compile(r"[+-]?[0-9.]+([eE][+-]?[0-9]+)?(\|[+-]?[0-9.]+([eE][+-]?[0-9]+)?)*")
RUN = tuple("=+-@\t\r＝＋－＠")


def texts_of(table: fields.Table) -> list[Field]:
    return [field for field in table.fields if field.kind in {Kind.TEXT, Kind.NOTE} and not field.unit]


def filled(plan: Plan) -> Plan:
    """Return a plan in which each payload stands in every text field of every table that has rows."""
    changes: dict[str, Any] = {}
    for table in fields.TABLES:
        if not table.attribute or table is fields.HEADER:
            continue
        rows = list(getattr(plan, table.attribute).values())
        keys = [field.key for field in texts_of(table)]
        if not rows or not keys:
            continue
        made = [
            replace(rows[i % len(rows)], id=f"p{i}", **dict.fromkeys(keys, text)) for i, text in enumerate(PAYLOADS)
        ]
        changes[table.attribute] = MappingProxyType({row.id: row for row in (*rows, *made)})
    return replace(plan, **changes)


def test_there_are_thirty_payloads_and_many_fields() -> None:
    assert len(set(PAYLOADS)) >= 30
    assert sum(len(texts_of(table)) for table in fields.TABLES) > 60


def test_workbook(tmp_path: Path) -> None:
    plan = filled(small())
    export_workbook(plan, project(compile_plan(plan)), tmp_path / "x.xlsx")
    book = openpyxl.load_workbook(tmp_path / "x.xlsx")
    seen = set()
    for sheet in book:
        assert not sheet._hyperlinks
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    assert not [text for text in PAYLOADS if len(text) > 6 and text in str(cell.value)], cell.coordinate
                elif cell.value in PAYLOADS:
                    assert cell.data_type == "s"
                    seen.add(cell.value)
    assert seen >= {text for text in PAYLOADS if "\t" not in text}


def tables_with_payloads(tmp_path: Path, payload: str) -> Path:
    """Return the plan tables of a plan with a payload in every text field of a row of every table."""
    plan = tmp_path / "plan.cmoplan"
    import_tables(folders.write(tmp_path / "in"), plan, data_folder=tmp_path / "data")
    with Document.open(plan, data_folder=tmp_path / "data") as document:
        with document.edit("Payloads") as session:
            for table in fields.TABLES:
                if not table.attribute or table is fields.HEADER:
                    continue
                for row_id in getattr(document.plan, table.attribute):
                    for field in texts_of(table):
                        session.update(table.name, row_id, {field.key: payload})
        export_tables(document, tmp_path / "out")
    return tmp_path / "out"


@pytest.mark.parametrize("payload", [text for text in PAYLOADS if "\t" not in text])
def test_plan_tables(tmp_path: Path, payload: str) -> None:
    """As a spreadsheet program sees the cells: none begins as a formula does; and all come back as they were."""
    folder = tables_with_payloads(tmp_path, payload)
    found = 0
    for path in folder.glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            for cell in (cell for row in csv.reader(file) for cell in row):
                assert not cell.startswith(RUN) or NUMBER.fullmatch(cell), (path.name, cell)
                found += cell.removeprefix("'") == payload or cell == payload
    assert found > 8
    import_tables(folder, tmp_path / "again.cmoplan", data_folder=tmp_path / "data")
    back = read_snapshot(tmp_path / "again.cmoplan").plan
    assert {activity.notes for activity in back.activities.values()} == {payload}
    assert read_folder(folder).rows["activity"][0]["name"] == payload


INSIDE = (
    "x;=1+1;y", ";=1+1", "x;'=1+1;", "x;;@SUM(1)", "x;-2+3;y", "x\n=1+1\ny", "- one\n- two",
    "x;\n'=1", "a;b, =c", "x; =1",
)  # fmt: skip
"""Texts that a program whose list separator is a semicolon cuts into cells, some of which run."""


@pytest.mark.parametrize("payload", INSIDE)
def test_a_list_separator_of_another_country_makes_no_formula(tmp_path: Path, payload: str) -> None:
    """The same file, cut at semicolons and line ends as such a spreadsheet program cuts it."""
    text = write_records([["A001", payload, "x"], [payload, "A001", payload]])
    for delimiter in ",;\t":
        for cell in (cell for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter) for cell in row):
            assert not cell.startswith(RUN) or NUMBER.fullmatch(cell), (delimiter, cell)
    problems = Problems()
    back = [record.cells for record in read_records("x.csv", text, problems)]
    assert back == [("A001", payload, "x"), (payload, "A001", payload)]
    assert not problems


@given(st.lists(st.text("=+-@'; \n\r\tx5,\"", max_size=8), min_size=1, max_size=3))
def test_what_is_written_is_read_back(cells: list[str]) -> None:
    problems = Problems()
    text = write_records([cells])
    assert [record.cells for record in read_records("x.csv", text, problems)] == [tuple(cells)]
    assert not problems


@pytest.mark.parametrize("text", [*PAYLOADS, "", "'", "''", "'x", "-1", "-1.5|2e3", "+7", "-1|=2", "\r=1", "'-1", "x"])
def test_guarding_is_taken_back(text: str) -> None:
    assert unguarded(guarded(text)) == text
    assert unguarded(guarded(guarded(text))) == guarded(text)
    assert not guarded(text).startswith(RUN) or NUMBER.fullmatch(guarded(text))
