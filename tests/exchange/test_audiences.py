"""Workbooks for sales and for one partner: figures are the outcome's and the fund's, and no other partner is in it."""

import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import load_workbook

from cmoplanner.errors import CmoPlannerError
from cmoplanner.exchange.audiences import export_annex, export_sales, partner_called
from cmoplanner.projection.compile import compile_plan
from cmoplanner.projection.model import project
from tests.exchange.office import recalculated_all
from tests.plans import norrvik

BRIGHT = "p-bright"


def texts_of(path: Path) -> str:
    """Return all that the file holds, whatever part of it."""
    with zipfile.ZipFile(path) as file:
        return "\n".join(file.read(name).decode("utf-8", "replace") for name in file.namelist())


def test_the_sales_sheet_has_the_outcome_s_leads_and_no_money(tmp_path: Path) -> None:
    plan = norrvik()
    outcome = project(compile_plan(plan))
    path = tmp_path / "sales.xlsx"
    export_sales(outcome, path)
    book = load_workbook(path, data_only=True)
    assert book.sheetnames == ["Leads", "Offers", "Customers", "Conversion", "Calendar"]
    year = 16
    leads = book["Leads"]
    wanted = sum(float(funnel.leads[:12].sum()) for funnel in outcome.by_channel.values())
    assert leads.cell(3, year + 1).value == pytest.approx(wanted, rel=1e-9)
    deals = sum(float(funnel.deals[:12].sum()) for funnel in outcome.by_channel.values())
    assert book["Customers"].cell(3, year + 1).value == pytest.approx(deals, rel=1e-9)
    for row in leads.iter_rows(min_row=5, values_only=True):
        assert sum(row[4:16]) == pytest.approx(row[year], rel=1e-9)
    formulas = load_workbook(path)["Leads"]
    assert formulas.cell(5, year + 1).value == "=SUM(E5:P5)"
    told = {value for sheet in book for row in sheet.iter_rows(values_only=True) for value in row}
    money = {activity.gross_spend / 100 for activity in plan.activities.values() if activity.gross_spend >= 10_000}
    assert not money & {value for value in told if isinstance(value, float | int)}


def test_an_annex_has_its_partner_s_money_to_the_cent(tmp_path: Path) -> None:
    plan = norrvik()
    path = tmp_path / "annex.xlsx"
    export_annex(plan, BRIGHT, path)
    book = load_workbook(path, data_only=True)
    rows = [row for row in plan.activities.values() if row.partner_id == BRIGHT and not row.cancelled]
    assert rows
    front = {row[0]: row[1] for row in book["Summary"].iter_rows(min_row=5, values_only=True)}
    gross = sum(row.gross_spend for row in rows) / 100
    assert front["Shared activities, gross"] == gross
    assert front["You pay"] + front["We pay"] == pytest.approx(gross, abs=0.001)
    ours = sum(round(row.gross_spend * (1 - row.partner_share)) for row in rows) / 100
    assert front["We pay"] == pytest.approx(ours, abs=0.01 * len(rows))
    assert front["Funds allocated"] == 40_000
    claims = [one for one in plan.mdf_claims.values() if plan.activities[one.activity_id or ""].partner_id == BRIGHT]
    assert front["Claimed"] == sum(one.amount for one in claims) / 100
    assert book["JointPlan"].cell(5, 2).value == "12 ClimaCloud deals via installers"


def test_an_annex_tells_nothing_of_another_partner(tmp_path: Path) -> None:
    plan = norrvik()
    path = tmp_path / "annex.xlsx"
    export_annex(plan, BRIGHT, path)
    found = texts_of(path)
    others = [row for row in plan.partners.values() if row.id != BRIGHT]
    assert others
    for other in others:
        assert other.name not in found
        assert other.id not in found
    for row in plan.activities.values():
        if row.partner_id not in (None, BRIGHT):
            assert row.name not in found
    for joint in plan.joint_plans.values():
        if joint.partner_id != BRIGHT:
            assert joint.goal not in found


def test_a_partner_is_found_by_name_and_an_unknown_one_is_told(tmp_path: Path) -> None:
    plan = norrvik()
    assert partner_called(plan, "brightloom installers (fictional)") == BRIGHT
    assert partner_called(plan, "Brightloom") == BRIGHT
    with pytest.raises(CmoPlannerError, match="no partner called") as told:
        export_annex(plan, "Nobody", tmp_path / "x.xlsx")
    assert "Quayside" in told.value.remedy
    with pytest.raises(CmoPlannerError):
        partner_called(replace(plan, partners={}), "")
    assert not (tmp_path / "x.xlsx").exists()


def test_a_spreadsheet_calculates_the_same_figures(tmp_path: Path) -> None:
    plan = norrvik()
    sales, annex = tmp_path / "sales.xlsx", tmp_path / "annex.xlsx"
    export_sales(project(compile_plan(plan)), sales)
    export_annex(plan, BRIGHT, annex)
    compared = 0
    for path, again in zip((sales, annex), recalculated_all([sales, annex], tmp_path), strict=True):
        formulas, cached, new = (
            load_workbook(path),
            load_workbook(path, data_only=True),
            load_workbook(again, data_only=True),
        )
        for sheet in formulas:
            for row in sheet.iter_rows():
                for cell in row:
                    if isinstance(cell.value, str) and cell.value.startswith("="):
                        was, now = (book[sheet.title][cell.coordinate].value for book in (cached, new))
                        assert now == pytest.approx(was, rel=1e-9, abs=1e-9), (path.name, sheet.title, cell.coordinate)
                        compared += 1
    assert compared > 60
