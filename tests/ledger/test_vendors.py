"""What goes to vendors, beside the demo's own tables read without the program."""

import csv
from collections import defaultdict
from datetime import date, timedelta
from pathlib import Path

import pytest

from cmoplanner.ledger.lines import ledger
from cmoplanner.ledger.vendors import contract_dates, tool_lines, vendors
from cmoplanner.report.budget.vendor_entries import CONTRACTS, TOOLS, VENDORS, vendor_list
from tests.plans import norrvik

_DEMO = Path(__file__).parents[2] / "tests" / "data" / "plans" / "norrvik"


def _rows(name: str) -> list[dict[str, str]]:
    with (_DEMO / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_money_of_vendors_is_what_the_tables_say() -> None:
    plan = norrvik()
    planned: dict[str, float] = defaultdict(float)
    ordered: dict[str, float] = defaultdict(float)
    invoiced: dict[str, float] = defaultdict(float)
    of_line = {row["activity_id"]: row["vendor_id"] for row in _rows("activities.csv")}
    of_order = {}
    for row in _rows("activities.csv"):
        if row["status"] != "cancelled":
            planned[row["vendor_id"]] += float(row["gross_spend"]) * (1 - float(row["partner_share"] or 0))
    for row in _rows("commitments.csv"):
        of_order[row["po_id"]] = row["vendor_id"] or of_line[row["activity_id"]]
        if row["status"] != "cancelled":
            ordered[of_order[row["po_id"]]] += float(row["amount"])
    for row in _rows("actuals.csv"):
        sign = -1 if row["kind"] in ("credit", "accrual_reversal") else 1
        invoiced[of_order.get(row["po_id"]) or of_line.get(row["activity_id"], "")] += sign * float(row["amount"])
    found = {one.id: one for one in vendors(plan, ledger(plan))}
    whole = sum(amount for vendor, amount in planned.items() if vendor)
    for vendor, one in found.items():
        assert one.planned == pytest.approx(planned[vendor] * 100, abs=1)
        assert one.ordered == pytest.approx(ordered[vendor] * 100, abs=1)
        assert one.invoiced == pytest.approx(invoiced[vendor] * 100, abs=1)
        assert one.share == pytest.approx(planned[vendor] / whole)
    caps = {row["vendor_id"]: float(row["annual_cap"]) * 100 for row in _rows("vendors.csv")}
    assert all(one.headroom == caps[vendor] - one.expected for vendor, one in found.items())
    assert sum(one.share for one in found.values()) == pytest.approx(1)


def test_contracts_stand_in_the_order_of_their_notice() -> None:
    found = contract_dates(norrvik())
    for row in _rows("contracts.csv"):
        one = next(one for one in found if one.id == row["contract_id"])
        assert one.notice == date.fromisoformat(row["end"]) - timedelta(days=int(row["notice_days"]))
    assert found[0].id == "k-tech-27"
    assert found[0].notice == date(2027, 4, 1)


def test_tools_and_the_panel_say_what_they_cost() -> None:
    plan = norrvik()
    tools = tool_lines(plan, ledger(plan))
    expected = [row["activity_id"] for row in _rows("activities.csv") if row["category_id"] == "martech"]
    assert sorted(tools) == sorted(expected)
    found = vendor_list(plan)
    media = next(one for one in found.entries if one.row == "v-media")
    assert found.told == "Signalrack Software (fictional) goes beyond its cap"
    assert "above 35" in media.detail
    tech = next(one for one in found.entries if one.row == "k-tech-27")
    assert "notice by 1 Apr 2027 · renews by itself" in tech.detail
    licence = next(one for one in found.entries if one.row == "A067")
    assert licence.detail == "Signalrack Software (fictional) · Martech suite licences · Marketing Ops Lead"
    assert [one.group for one in found.entries] == sorted(
        (one.group for one in found.entries), key=[VENDORS, CONTRACTS, TOOLS].index
    )
