"""The load for accounting has each month of each line once, with codes by the first rule that fits, to the cent."""

import csv
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from cmoplanner.cli import main
from cmoplanner.errors import CmoPlannerError
from cmoplanner.exchange.erp_out import export_erp, unmapped_path
from cmoplanner.ledger.erp import erp_load, total
from cmoplanner.model.phasing import net_by_month
from cmoplanner.model.plan import ErpRule, Plan
from cmoplanner.paths import sample_plan
from tests.exchange.plans import INJECTIONS, hostile, keyed, small
from tests.plans import norrvik


def ruled(plan: Plan, *rules: tuple[str, str, str, str]) -> Plan:
    """Return a plan with rules in this order: what for, where, what it is called, the code."""
    made = (ErpRule(f"R{n}", *given, rank=len(rules) - n) for n, given in enumerate(reversed(rules)))
    return replace(plan, erp_rules=keyed(*made))


def read(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_without_rules_the_plan_s_own_codes_are_used(tmp_path: Path) -> None:
    plan = norrvik()
    load = export_erp(plan, tmp_path / "load.csv")
    rows = read(tmp_path / "load.csv")
    assert not load.unmapped
    assert not unmapped_path(tmp_path / "load.csv").exists()
    assert sum(Decimal(row["amount"]) for row in rows) == Decimal("2126250.00")
    found = {(row["activity_id"], int(row["period"])): round(Decimal(row["amount"]) * 100) for row in rows}
    expected = {
        (one.id, t): amount
        for one in plan.activities.values()
        if not one.cancelled
        for t, amount in enumerate(net_by_month(one, plan.calendar), 1)
        if amount
    }
    assert found == expected
    for row in rows:
        activity = plan.activities[row["activity_id"]]
        account = plan.cost_categories[activity.category_id or ""].gl_account
        assert (row["cost_centre"], row["gl_account"]) == (activity.cost_centre_id, account)
        assert (row["vendor_id"], row["currency"]) == (activity.vendor_id or "", "EUR")


def test_the_first_rule_that_fits_gives_the_code() -> None:
    plan = ruled(
        norrvik(),
        ("gl_account", "activity", "A001", "7001"),
        ("gl_account", "category", "Direct & mail", "7002"),
        ("gl_account", "category", "direct", "7003"),
        ("gl_account", "", "", "7999"),
        ("cost_centre", "cost_centre", "CC200", "DE-200"),
    )
    load = erp_load(plan)
    codes = {line.activity: line.codes["gl_account"] for line in load.lines}
    direct = {one.id for one in plan.activities.values() if one.category_id == "direct" and not one.cancelled}
    assert codes["A001"] == "7001"
    assert {codes[row] for row in direct - {"A001"}} == {"7003"}
    assert {codes[row] for row in codes if row not in direct | {"A001"}} == {"7999"}
    others = {one.id for one in plan.activities.values() if one.cost_centre_id != "CC200" and not one.cancelled}
    assert {line.activity for line in load.unmapped} == others
    assert {line.missing for line in load.unmapped} == {("cost_centre",)}
    assert total(load.ready) + total(load.unmapped) == 212_625_000
    assert {line.codes["cost_centre"] for line in load.ready} == {"DE-200"}


@pytest.mark.parametrize(("currency", "decimals"), [("JPY", 0), ("KWD", 3)])
def test_lines_without_a_code_are_written_apart(currency: str, decimals: int, tmp_path: Path) -> None:
    plan = ruled(small(currency, decimals), ("gl_account", "category", "Media", "4000"))
    load = export_erp(plan, tmp_path / "load.csv")
    ready, rest = read(tmp_path / "load.csv"), read(tmp_path / "load-unmapped.csv")
    assert {row["activity_id"] for row in rest} == {"A2", "A5"}  # A4 is paid by the partner, A1 has its code
    assert {row["missing"] for row in rest} == {"cost_centre", "gl_account,category"}
    parts = sum(Decimal(row["amount"]) for row in (*ready, *rest))
    net = sum(sum(net_by_month(one, plan.calendar)) for one in plan.activities.values() if not one.cancelled)
    assert parts == Decimal(net).scaleb(-decimals)
    export_erp(plan, tmp_path / "load.xlsx")
    book = openpyxl.load_workbook(tmp_path / "load.xlsx", data_only=True)
    totals = [sheet["H3"].value for sheet in book]
    assert totals == [total(lines) / 10**decimals for lines in (load.ready, load.unmapped)]
    assert [sheet.title for sheet in book] == ["ErpLoad", "Unmapped"]
    with pytest.raises(CmoPlannerError):
        export_erp(plan, tmp_path / "load.pdf")


def test_no_text_of_a_line_is_run(tmp_path: Path) -> None:
    plan = hostile()
    load = export_erp(ruled(plan, ("gl_account", "", "", "=1+1"), ("cost_centre", "", "", "@x")), tmp_path / "x.csv")
    assert {line.text for line in load.lines} == set(INJECTIONS)
    for file in (tmp_path / "x.csv", tmp_path / "x-unmapped.csv"):
        cells = [cell for row in read(file) for cell in row.values()] if file.exists() else []
        assert not [cell for cell in cells if cell.startswith(("=", "@", "+", "\t")) and cell != "+1"]  # a number
    export_erp(plan, tmp_path / "x.xlsx")
    for sheet in openpyxl.load_workbook(tmp_path / "x.xlsx"):
        formulas = {cell.coordinate for row in sheet.iter_rows() for cell in row if cell.data_type == "f"}
        assert formulas == {"H3"}


def test_the_command_says_what_is_loaded(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export-erp", str(sample_plan()), str(tmp_path / "load.csv")]) == 0
    told = capsys.readouterr().out.splitlines()
    assert told[1:] == ["312 lines with all codes: 2,126,250.00", "Together: 2,126,250.00, as planned."]
