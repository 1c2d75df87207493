"""What is changed in the workbook goes to its summary as it goes to the outcome in the program."""

import re
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

import openpyxl
import pytest

from cmoplanner.exchange.workbook import export_workbook
from cmoplanner.model.plan import Lever, Plan, Stage, Target
from cmoplanner.projection.compile import compile_plan
from cmoplanner.projection.model import project
from cmoplanner.projection.outcome import Line
from cmoplanner.report.figures import projection
from tests.exchange.office import recalculated_all
from tests.exchange.plans import keyed, small
from tests.plans import norrvik

GROSS, SHARE, RESPONSES, STATUS = "V", "W", "Z", "O"
MONEY = {"Planned, net": "net_marketing_cost_fy", "Planned, gross": "gross_programme_spend_fy"}
PROJECTED = {
    "Revenue without marketing": "baseline_revenue_fy",
    "Revenue by marketing": "incremental_revenue_fy",
    "Projected revenue": "projected_revenue_fy",
    "Gross margin by marketing": "incremental_gm_fy",
    "Contribution": "contribution_fy",
    "Margin, present value": "pv_incremental_gm_horizon",
    "Cost, present value": "pv_cost",
    "New customers by marketing": "new_customers_marketing_fy",
}


@dataclass(frozen=True)
class Case:
    """A plan, new values of assumptions by id and activities by id and column, and the same change in the program."""

    plan: Callable[[], Plan]
    change: Callable[[Plan], Plan]
    assumptions: Mapping[str, float] = field(default_factory=dict)
    activities: Mapping[tuple[str, str], float | str] = field(default_factory=dict)


def row(plan: Plan, table: str, row_id: str, **values: Any) -> Plan:
    """Return the plan with other values in one row."""
    rows = dict(getattr(plan, table))
    rows[row_id] = replace(rows[row_id], **values)
    return replace(plan, **{table: MappingProxyType(rows)})


def everything(plan: Plan) -> Plan:
    plan = row(plan, "channels", "c", half_life_weeks=5.0, delay_months=2, sigma=0.4, slope=1.5, lead_rate=0.2,
               long_term_multiplier=1.3, quality=1.2)  # fmt: skip
    plan = row(plan, "cells", "k", retention_year=0.7, prospects=60_000.0, lag_lead_offer=1.5, lag_offer_deal=0.25,
               referral_year=0.2, expansion_year=0.1, base_erosion_year=0.3, gross_margin=0.6, first_order_value=50.0,
               ret_half_spend=2.0, ret_max_effect=0.5)  # fmt: skip
    plan = row(plan, "campaigns", "x", integration=1.0)
    plan = row(plan, "levers", "l", multiplier=1.4)
    plan = replace(plan, header=replace(plan.header, discount_rate=0.2, synergy_kappa=0.9))
    plan = row(plan, "activities", "A1", partner_share=0.5)
    plan = row(plan, "activities", "A2", status="cancelled")
    return row(plan, "activities", "A6", planned_responses=70.0)


def rich(currency: str = "EUR", decimals: int = 2, **changes: Any) -> Plan:
    """Return the small plan with a second channel, retention, planned responses, a ceiling and a lever."""
    plan = small(currency, decimals, **changes)
    unit = 10**decimals
    media = {"campaign_id": "x", "targets": (Target("k", 0.75),), "gross_spend": 40 * unit + 1}
    first = replace(plan.activities["A1"], gross_spend=30_000_001)  # months that one minor unit hardly changes
    more = (
        replace(first, id="A6", name="Answers", channel_id="d", planned_responses=30.0, **media),
        replace(first, id="A7", name="Letters", channel_id="d", partner_share=0.1, **media),
        replace(first, id="A8", name="Care", stage_id="r", **media),
    )
    start = plan.header.fy_start
    lever = Lever("l", "Better offers", "lead_to_offer", 1.2, start.replace(day=20), ramp_months=3)
    channel = replace(plan.channels["c"], id="d", name="Post", unit_cost=3.0, lead_rate=0.3, half_life_weeks=0.0)
    cell = replace(
        plan.cells["k"], prospects=900_000.0, sales_model="pipeline", retention_year=0.8, lead_to_offer=0.5,
        offer_to_deal=0.4, ret_max_effect=0.3, gross_margin=0.4, first_order_value=20.0, fov_recognition_months=3,
    )  # fmt: skip
    return replace(
        plan,
        activities=MappingProxyType({**plan.activities, **keyed(first, *more)}),
        stages=keyed(Stage("s", 1, "Stage"), Stage("r", 2, "Stay", role="retain")),
        channels=keyed(plan.channels["c"], channel),
        levers=keyed(lever),
        cells=keyed(cell),
    )


def gross(amount: int) -> Callable[[Plan], Plan]:
    return lambda plan: row(plan, "activities", "A1", gross_spend=amount)


EVERYTHING = Case(
    rich,
    everything,
    {
        "channel:c:half_life_weeks": 5.0, "channel:c:delay_months": 2, "channel:c:sigma": 0.4, "channel:c:slope": 1.5,
        "channel:c:lead_rate": 0.2, "channel:c:long_term_multiplier": 1.3, "channel:c:quality": 1.2,
        "cell:k:retention_year": 0.7, "cell:k:prospects": 60_000.0, "cell:k:lag_lead_offer": 1.5,
        "cell:k:lag_offer_deal": 0.25, "cell:k:referral_year": 0.2, "cell:k:expansion_year": 0.1,
        "cell:k:base_erosion_year": 0.3, "cell:k:gross_margin": 0.6, "cell:k:first_order_value": 50.0,
        "cell:k:ret_half_spend": 2.0, "cell:k:ret_max_effect": 0.5, "campaign:x:integration": 1.0,
        "lever:l:multiplier": 1.4, "plan:discount_rate": 0.2, "plan:synergy_kappa": 0.9,
    },
    {("A1", SHARE): 0.5, ("A2", STATUS): "cancelled", ("A6", RESPONSES): 70.0},
)  # fmt: skip
"""Every kind of assumption at once."""


CASES = {
    "margin": Case(
        norrvik, lambda plan: row(plan, "cells", "prop-cloud", gross_margin=0.6), {"cell:prop-cloud:gross_margin": 0.6}
    ),
    "spend": Case(
        norrvik, lambda plan: row(plan, "activities", "A001", gross_spend=2_512_345), {}, {("A001", GROSS): 25_123.45}
    ),
    "conversion": Case(
        norrvik,
        lambda plan: row(plan, "cells", "edu-sensors", lead_to_offer=0.3, offer_to_deal=0.45, order_rate=0.04),
        {
            "cell:edu-sensors:lead_to_offer": 0.3,
            "cell:edu-sensors:offer_to_deal": 0.45,
            "cell:edu-sensors:order_rate": 0.04,
        },
    ),
    "everything": EVERYTHING,
    "yen": Case(lambda: rich("JPY", 0), gross(33_300_007), {}, {("A1", GROSS): 33_300_007.0}),
    "dinar": Case(
        lambda: rich("KWD", 3, fy_start=small().header.fy_start),
        lambda plan: row(gross(25_077_777)(plan), "cells", "k", offer_to_deal=0.6),
        {"cell:k:offer_to_deal": 0.6},
        {("A1", GROSS): 25_077.777},
    ),
    "weeks": Case(
        lambda: rich(fy_pattern="4-4-5", fy_start=small().header.fy_start.replace(day=5), value_horizon_months=24),
        lambda plan: row(gross(77_777_777)(plan), "channels", "c", unit_cost=1.1),
        {"channel:c:unit_cost": 1.1},
        {("A1", GROSS): 777_777.77},
    ),
}  # fmt: skip


def places(path: Path, case: Case) -> dict[tuple[str, str], float | str]:
    """Return the cells to change, found by the ids in the first columns."""
    book = openpyxl.load_workbook(path, read_only=True)
    found: dict[tuple[str, str], float | str] = {}
    for number, (row_id, *_rest) in enumerate(book["Assumptions"].iter_rows(values_only=True), 1):
        if row_id in case.assumptions:
            found["Assumptions", f"F{number}"] = case.assumptions[row_id]
    for number, (row_id, *_rest) in enumerate(book["Calendar"].iter_rows(values_only=True), 1):
        for (activity, letter), value in case.activities.items():
            if row_id == activity:
                found["Calendar", f"{letter}{number}"] = value
    book.close()
    assert len(found) == len(case.assumptions) + len(case.activities)
    return found


def write_changed(path: Path, target: Path, cells: Mapping[tuple[str, str], float | str]) -> None:
    """Write a copy of a workbook with other values in some cells; cached values of formulas stay as they were."""
    with zipfile.ZipFile(path) as parts, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as out:
        names = re.findall(r'<sheet name="(\w+)"', parts.read("xl/workbook.xml").decode())
        for part in parts.namelist():
            data = parts.read(part).decode() if part.endswith(".xml") else parts.read(part)
            for (sheet, place), value in cells.items():
                if part == f"xl/worksheets/sheet{names.index(sheet) + 1}.xml" and isinstance(data, str):
                    data = _changed(data, place, value)
            out.writestr(part, data)


def _changed(data: str, place: str, value: float | str) -> str:
    kind, content = ("", f"<v>{value!r}</v>")
    if isinstance(value, str):
        kind, content = ' t="inlineStr"', f"<is><t>{value}</t></is>"
    found, count = re.subn(
        rf'<c r="{place}"( s="\d+")[^>]*?(/>|>.*?</c>)', rf'<c r="{place}"\1{kind}>{content}</c>', data
    )
    assert count == 1, place
    return found


def summary(path: Path) -> dict[str, Any]:
    """Return the first value of each label of the summary, and revenue by month."""
    book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    found: dict[str, Any] = {}
    for label, value, *_rest in book["Summary"].iter_rows(values_only=True):
        found.setdefault(str(label), value)
    for label, _year, _horizon, *months in book["Projection"].iter_rows(min_row=5, values_only=True):
        found[f"months: {label}"] = months
    found["light"] = book["Summary"]["A3"].value
    book.close()
    return found


@pytest.mark.office
def test_a_change_in_the_workbook_does_what_it_does_in_the_program(tmp_path: Path) -> None:
    targets = []
    before = {}
    for name, case in CASES.items():
        plan = case.plan()
        path, target = tmp_path / f"{name}-as-exported.xlsx", tmp_path / f"{name}.xlsx"
        export_workbook(plan, project(compile_plan(plan)), path)
        before[name] = summary(path)
        write_changed(path, target, places(path, case))
        targets.append(target)
    for (name, case), path in zip(CASES.items(), recalculated_all(targets, tmp_path), strict=True):
        assert_same(name, summary(path), case.change(case.plan()), before[name])


def assert_same(name: str, found: Mapping[str, Any], plan: Plan, before: Mapping[str, Any]) -> None:
    assert found["light"] == before["light"], name
    outcome = project(compile_plan(plan))
    expected = projection(plan, outcome)
    assert found["Projected revenue"] != pytest.approx(before["Projected revenue"], rel=1e-9) or name == "margin"
    assert found["Contribution"] != pytest.approx(before["Contribution"], rel=1e-7), name
    for label, key in MONEY.items():
        assert found[label] == pytest.approx(expected[key], abs=0.01), (name, label)
    for label, key in PROJECTED.items():
        assert found[label] == pytest.approx(expected[key], rel=1e-6, abs=1e-6), (name, label)
    revenue = outcome.by_month(Line.REVENUE).tolist()
    assert found["months: Projected revenue"] == pytest.approx(revenue, rel=1e-6), name
    active = outcome.by_month(Line.ACTIVE).tolist()
    assert found["months: Active customers at month end"] == pytest.approx(active, rel=1e-6), name
