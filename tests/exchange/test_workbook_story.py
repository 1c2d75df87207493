"""The workbook tells what the program tells: unit economics, ranges, what was approved, and what was done since."""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from cmoplanner.exchange.book_beside import Beside, prepared
from cmoplanner.exchange.workbook import export_workbook
from cmoplanner.ledger.lines import ledger
from cmoplanner.ledger.variance import variances
from cmoplanner.model.edits.fields import set_field
from cmoplanner.model.plan import Plan
from cmoplanner.model.store.snapshot import read_snapshot
from cmoplanner.paths import sample_plan
from cmoplanner.projection.bands import Total, bands
from cmoplanner.projection.compile import compile_plan
from cmoplanner.projection.lifetime import lifetime_value
from cmoplanner.projection.model import project
from cmoplanner.projection.rates import retention_new
from cmoplanner.projection.uncertainty import simulate
from cmoplanner.projection.unit_economics import unit_economics
from tests.exchange.book_back import document_of
from tests.exchange.office import recalculated
from tests.exchange.test_workbook_checks import sound
from tests.exchange.test_workbook_live import row, write_changed

OF_2007 = {
    "ABS", "AND", "COUNTIF", "COUNTIFS", "DATE", "EXACT", "EXP", "IF", "IFERROR", "INDEX", "INT", "ISNA", "ISNUMBER",
    "LEFT", "LN", "MATCH", "MAX", "MID", "MIN", "MONTH", "N", "NOT", "OR", "ROUND", "ROUNDUP", "ROW", "SUM", "SUMIFS",
    "SUMPRODUCT", "SUMSQ", "VALUE", "YEAR",
}  # fmt: skip
"""Functions that Excel 2007, LibreOffice and Google Sheets have: none of them is volatile or spills."""


def book_of(plan: Plan, path: Path, told: Beside | None = None) -> Workbook:
    export_workbook(plan, project(compile_plan(plan)), path, told)
    return openpyxl.load_workbook(path, data_only=True)


@pytest.fixture(scope="module", name="sample")
def _sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workbook of the sample with its range and its asks."""
    snapshot, path = read_snapshot(sample_plan()), tmp_path_factory.mktemp("book") / "x.xlsx"
    outcome = project(compile_plan(snapshot.plan))
    export_workbook(snapshot.plan, outcome, path, prepared(snapshot.plan, snapshot.contents, outcome))
    return path


def rows_of(book: Workbook, sheet: str) -> Iterator[dict[str, Any]]:
    """Yield the records of a sheet by the heads of its columns."""
    heads = [cell.value for cell in book[sheet][4]]
    for values in book[sheet].iter_rows(min_row=5, values_only=True):
        yield dict(zip(heads, values, strict=True))


def test_unit_economics_are_those_of_the_program(sample: Path) -> None:
    plan = read_snapshot(sample_plan()).plan
    found = unit_economics(project(compile_plan(plan)))
    book = openpyxl.load_workbook(sample, data_only=True)
    lines = {one["Market cell"]: one for one in rows_of(book, "UnitEconomics")}
    assert set(lines) == set(found.by_cell)
    for name, one in found.by_cell.items():
        line, market = lines[name], plan.cells[name]
        worth = lifetime_value(
            first_order=market.first_order_value, arpa=market.arpa_month, margin=market.gross_margin,
            retention_new=retention_new(market), retention=market.retention_year, discount=plan.header.discount_rate,
            expansion=market.expansion_year, horizon=plan.header.clv_horizon_months,
        )  # fmt: skip
        assert line["Lifetime value of a new customer (EUR)"] == pytest.approx(worth, rel=1e-9)
        assert line["CAC, working (EUR)"] == pytest.approx(one.cac_working, rel=1e-9)
        assert line["CAC, fully loaded (EUR)"] == pytest.approx(one.cac_loaded, rel=1e-9)
        assert line["Payback (months, working)"] == ("never" if one.payback_working is None else one.payback_working)
    assert sum(line["Share of the value won"] for line in lines.values()) == pytest.approx(1)
    assert book["UnitEconomics"]["R3"].value == pytest.approx(found.total.cac_loaded)


def test_the_range_stands_as_values_with_seed_and_day(sample: Path) -> None:
    outcome = project(compile_plan(read_snapshot(sample_plan()).plan))
    expected = bands(simulate(outcome.compiled), outcome)
    summary = {line[0]: line for line in openpyxl.load_workbook(sample)["Summary"].iter_rows(values_only=True)}
    band = expected.totals[Total.REVENUE]
    assert summary["Projected revenue"][2:5] == pytest.approx((band.p10, band.p50, band.p90))
    note = next(str(label) for label in summary if str(label).startswith("P10, P50 and P90 are values"))
    assert "2000 draws of CMO Planner with seed 1, as of 2027-03-31" in note
    assert summary["Probability to reach the goal"][1] == pytest.approx(expected.goals["G1"])
    assert [line[1] for label, line in summary.items() if str(label).startswith("Approve “")] == [64_000.0]
    with zipfile.ZipFile(sample) as parts:
        charts = [parts.read(name).decode() for name in parts.namelist() if name.startswith("xl/charts/chart")]
    assert len(charts) == 2
    assert all(kind in charts[0] for kind in ("<c:areaChart>", "<c:lineChart>"))


def test_no_function_is_newer_than_excel_2007(sample: Path) -> None:
    names = set()
    for sheet in openpyxl.load_workbook(sample, read_only=True):
        for values in sheet.iter_rows(values_only=True):
            for value in values:
                if isinstance(value, str) and value.startswith("="):
                    names |= set(re.findall(r"([A-Z][A-Z0-9.]*)\(", re.sub(r'"[^"]*"', "", value)))
    assert names <= OF_2007


def test_what_was_approved_is_frozen_and_what_was_done_since_is_told(tmp_path: Path) -> None:
    with document_of(sound(), tmp_path) as document:
        document.name_version("Approved in May", "")
        set_field(document, "plan", document.plan.header.id, "approved_version", document.versions[0].id)
        approved = document.plan
        set_field(document, "activity", "A1", "gross_spend", 40_000_000)
        plan, outcome = document.plan, project(compile_plan(document.plan))
        told = prepared(plan, document.contents(), outcome)
        book = book_of(plan, tmp_path / "x.xlsx", told)
        expected = variances(plan, ledger(plan), approved, ledger(approved), 0, 2)
    lines = {line["Activity id"]: line for line in rows_of(book, "Variance")}
    for one in expected:
        line = lines[one.id]
        assert round(line["Plan to date (EUR)"] * 100) == one.plan
        assert round(line["Timing (EUR)"] * 100) == one.timing
    months = [line for line in rows_of(book, "VarianceMonths") if line["Activity id"] == "A1"]
    assert [line["Month"] for line in months] == ["Jul 2027", "Aug 2027", "Sep 2027"]
    assert sum(round(line["Plan (EUR)"] * 100) for line in months) == next(o.plan for o in expected if o.id == "A1")
    log = list(rows_of(book, "ChangeLog"))
    since = [line["What"] for line in log if line["Kind"] == "since “Approved in May”"]
    assert any("“Odd”" in text and "400,000" in text for text in since)
    done = [(line["Kind"], line["In version"]) for line in log if line["Kind"] in ("Edit", "Version named")]
    assert done[0] == ("Edit", "not in a version yet")
    assert done[-1] == ("Version named", "Approved in May")


@pytest.mark.office
def test_a_changed_assumption_moves_unit_economics_and_columns_have_names(tmp_path: Path) -> None:
    """Another retention in the workbook does what it does in the program; a formula may name a table's column."""
    plan, path, target = sound(), tmp_path / "x.xlsx", tmp_path / "changed.xlsx"
    book_of(plan, path)
    new_values = {
        "cell:k:retention_new_year": 0.55, "plan:clv_horizon_months": 7.0, "cell:k:expansion_year": 0.05,
    }  # fmt: skip
    names = [line[0] for line in openpyxl.load_workbook(path)["Assumptions"].values]
    places = {("Assumptions", f"F{names.index(name) + 1}"): value for name, value in new_values.items()}
    write_changed(path, target, places)
    with zipfile.ZipFile(target) as parts, zipfile.ZipFile(tmp_path / "named.xlsx", "w") as out:
        for part in parts.namelist():
            data = parts.read(part)
            if part == "xl/worksheets/sheet2.xml":
                formula = b'<c r="H1"><f>SUM(T_Calendar[Net (EUR)])</f><v>0</v></c>'
                data, count = re.subn(rb'(<row r="1"[^>]*>.*?)(</row>)', rb"\1" + formula + rb"\2", data, count=1)
                assert count == 1
            out.writestr(part, data)
    book = openpyxl.load_workbook(recalculated(tmp_path / "named.xlsx", tmp_path), data_only=True)
    new = row(plan, "cells", "k", retention_new_year=0.55, expansion_year=0.05)
    new = replace(new, header=replace(new.header, clv_horizon_months=7))
    one = unit_economics(project(compile_plan(new))).by_cell["k"]
    line = next(rows_of(book, "UnitEconomics"))
    assert line["Lifetime value of a new customer (EUR)"] == pytest.approx(one.lifetime_value, rel=1e-9)
    assert line["CAC, fully loaded (EUR)"] == pytest.approx(one.cac_loaded, rel=1e-9)
    assert line["Payback (months, working)"] == ("never" if one.payback_working is None else one.payback_working)
    assert book["Checks"]["H1"].value == pytest.approx(book["Calendar"]["Y3"].value)
