"""Every check of the workbook passes for a sound plan, and fails when somebody breaks what it is about."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from cmoplanner.exchange.book_beside import Beside
from cmoplanner.exchange.workbook import export_workbook
from cmoplanner.ledger.envelopes import envelopes
from cmoplanner.ledger.lines import ledger
from cmoplanner.model.plan import Actual, Commitment, Envelope, MdfFund, Offering, Partner, Plan, Target, Transfer
from cmoplanner.projection.compile import compile_plan
from cmoplanner.projection.model import project
from tests.exchange.office import recalculated_all
from tests.exchange.plans import keyed
from tests.exchange.test_workbook_live import rich, write_changed

DIGEST = "b2:" + "7" * 61
SUM = "the sum"
"""In place of a row's id: the row of the totals."""

BREAKS: dict[str, tuple[str, str, str, float | str]] = {
    "Months add up to the net of each activity": ("Phasing", "A1", "Oct 2027", 1.0),
    "Gross less partner part is net": ("Calendar", "A1", "Net (EUR)", 1.0),
    "Phasing adds up to the calendar": ("Phasing", "A1", "Nov 2027", 2.0),
    "Sums add up to the calendar: Cost category": ("Phasing", "A1", "Cost category", "another"),
    "Sums add up to the calendar: Cost centre": ("Phasing", "A1", "Cost centre", "another"),
    "Sums add up to the calendar: Campaign": ("Phasing", "A1", "Campaign", "another"),
    "Bottom-up of the envelopes is the plan": ("Ledger", "A5", "Q1: envelope", "elsewhere"),
    "Envelopes add up to the top-down budget": ("Budget", "E1", "Top-down (EUR)", 5.0),
    "The load for accounting adds up to the calendar": ("ErpLoad", "z", "Amount (EUR)", 6.0),
    "Bookings of the year and of other years are all bookings": (
        "Actuals", "B1", "Fiscal month (0 = another year)", 0,
    ),
    "Actual to date and forecast of the open months are the forecast": (
        "Ledger", "A1", "Jul 2027: forecast", 9.0,
    ),
    "Envelopes hold all bookings": ("Ledger", "A1", "Q2: envelope", "elsewhere"),
    "Envelopes hold the whole forecast": ("Ledger", "A1", "Q1: envelope", "elsewhere"),
    "Transfers add up to nothing": ("Transfers", "T1", "To envelope", "E9"),
    "Variances of the months add up to the variance to date": ("VarianceMonths", "A1", "Plan (EUR)", 8.0),
    "Dates outside the fiscal year": ("Calendar", "A1", "End (last day)", 60_000),
    "Months below zero": ("Phasing", "A1", "Dec 2027", -4.0),
    "Activities whose shares in the market cells are not 100 %": ("Lines", "A1", "Share of the activity", 0.5),
    "Bookings without an activity": ("Actuals", "B1", "Activity id", "A99"),
    "Partner funds of which more is planned than allocated": ("MDF", "F1", "Allocated (EUR)", 1.0),
    "Activities of which more is ordered than planned": ("Ledger", "A1", "Ordered (EUR)", 9_999_999.0),
    "Seasons that do not add up to 12": ("Assumptions", "offering:o:seasonality_3", "Value", 1.5),
    "Activities out of their place (sorted)": ("Phasing", "A2", "Activity id", "A1"),
    "Assumptions out of their place (sorted)": ("Assumptions", "plan:synergy_kappa", "Place", 9),
    "Each stream: spend = pressure felt + closing stock": ("Streams", "S1", "Jul 2027", 77.0),
    "The workbook is of this plan (fingerprint)": ("Summary", "Fingerprint of the plan", "", "b2:" + "8" * 61),
    "Base and marketing add up to the projected revenue": ("Projection", "Revenue by marketing", "Aug 2027", 1.0),
    "Market cells add up to the projected revenue": ("Targets", "k", "Sep 2027", 1.0),
    "Market cells add up to the revenue without marketing": ("Targets", "k", "Revenue without marketing", 1.0),
    "What channels and levers bring adds up to the whole": (
        "Channels", "c · Channel", "Margin, present value", 1.0,
    ),
}  # fmt: skip
"""By the name of each check: the sheet, the first cell of the row, the head of the column, and what is typed there."""


def sound() -> Plan:
    """Return a plan of which nothing is wrong: envelopes are what is given, bookings are coded, funds suffice."""
    plan = rich()
    inside = [
        replace(row, targets=(Target("k", 1.0),) if row.targets else (), fund_id="F1" if row.partner_share else None)
        for row in plan.activities.values()
        if row.start >= plan.header.fy_start
    ]
    return replace(
        plan,
        header=replace(plan.header, topdown_budget=130_00),
        activities=keyed(*inside),
        offerings=keyed(Offering("o", "Offering", seasonality=(1.0,) * 12)),
        envelopes=keyed(
            Envelope("E1", "FY2028", 1, "z", None, "All", 60_00),
            Envelope("E2", "FY2028", None, None, "M", "2027", 70_00),
        ),
        partners=keyed(Partner("p", "Partner")),
        mdf_funds=keyed(MdfFund("F1", "p", allocated=900_000_00)),
        transfers=keyed(Transfer("T1", "E1", "E2", 12_50)),
        commitments=keyed(Commitment("P1", "A1", amount=90_00, date=date(2027, 7, 2))),
        actuals=keyed(Actual("B1", "2027-07", 30_00, "A1", "P1"), Actual("B2", "2027-11", 5_00, "A1", kind="credit")),
    )


def place(book: Workbook, sheet: str, row_id: str, head: str) -> tuple[str, str]:
    """Return the sheet and the cell of a row under a head; without a head the cell beside the row's name."""
    heads = next((row for row in book[sheet].iter_rows() if head and any(cell.value == head for cell in row)), ())
    column = next((cell.column_letter for cell in heads if cell.value == head), "B")
    return sheet, f"{column}{next(cell.row for cell in book[sheet]['A'] if cell.value == row_id)}"


def fails(path: Path) -> dict[str, int]:
    book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    found = {row[0]: row[4] for row in book["Checks"].iter_rows(min_row=5, values_only=True) if row[0]}
    found["light"] = book["Summary"]["A3"].value
    book.close()
    return found


@pytest.mark.office
def test_each_check_fails_when_what_it_is_about_is_broken(tmp_path: Path) -> None:
    plan, path = sound(), tmp_path / "sound.xlsx"
    export_workbook(plan, project(compile_plan(plan)), path, Beside(digest=DIGEST))
    assert fails(path) == dict.fromkeys(BREAKS, 0) | {"light": "All checks pass"}
    book = openpyxl.load_workbook(path)
    cells = {name: place(book, *at) for name, (*at, _value) in BREAKS.items()}
    paths = [path]
    for half in (0, 1):  # every other one, so that few of them touch the same figures
        paths.append(tmp_path / f"{half}.xlsx")
        broken = list(BREAKS)[half::2]
        write_changed(path, paths[-1], {cells[name]: BREAKS[name][-1] for name in broken})
    whole, *halves = recalculated_all(paths, tmp_path)
    assert fails(whole) == fails(path)
    for half, found in enumerate(map(fails, halves)):
        passed = [name for name in list(BREAKS)[half::2] if found[name] != 1]
        assert not passed
        assert str(found["light"]).startswith("CHECK: ")


def test_envelopes_that_overlap_hold_each_line_once(tmp_path: Path) -> None:
    """Labels alone would put a line into several envelopes: then the ledger says in which it is."""
    twice = (
        Envelope("E1", "FY2028", 1, "z", None, "All", 60_00),
        Envelope("E2", "FY2028", None, None, None, "All", 69_00),
        Envelope("E9", "FY2028", 1, "z", None, "All", 1_00),
    )
    plan, path = replace(sound(), envelopes=keyed(*twice)), tmp_path / "x.xlsx"
    export_workbook(plan, project(compile_plan(plan)), path)
    expected = envelopes(plan, ledger(plan)).money
    book = openpyxl.load_workbook(path, data_only=True)
    heads = {cell.value: cell.column - 1 for cell in book["Budget"][4]}
    rows = {row[0]: row for row in book["Budget"].iter_rows(min_row=5, values_only=True)}
    for one in twice:
        found = [rows[one.id][heads[f"{name} (EUR)"]] for name in ("Bottom-up", "Booked, fiscal year")]
        assert [round(amount * 100) for amount in found] == [expected[one.id].planned, expected[one.id].booked]
    assert expected["E9"].planned == 0 < expected["E2"].planned
    assert fails(path)["Bottom-up of the envelopes is the plan"] == 0
