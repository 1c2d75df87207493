"""Calibrations taken over: values, register and references in one step, and what is refused."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from cmoplanner.errors import EditRefused
from cmoplanner.model.calibration import Anchor, Calibration, Estimate
from cmoplanner.model.edits.calibration import apply_calibration, apply_calibrations
from cmoplanner.model.preset_calibration import CURVE, preset_calibration
from cmoplanner.model.preset_rows import Money
from cmoplanner.model.presets import channels_of
from cmoplanner.model.problems import Severity, check_plan
from cmoplanner.model.store.document import Document
from cmoplanner.paths import sample_plan

SEARCH = Calibration(
    "channel",
    "paid_search",
    (Estimate("unit_cost", 5.9, 5.3, 6.5), Estimate("slope", 1.1, 1.0, 1.2, "power")),
    "fit to history 2025-01 to 2026-12: 24 months, weight 67 %",
    date(2026, 11, 22),
    "H",
)


@pytest.fixture
def document(tmp_path: Path) -> Iterator[Document]:
    with Document.create_from(sample_plan(), tmp_path / "plan.cmoplan") as document:
        yield document


def test_values_and_register_say_the_same(document: Document) -> None:
    before = document.plan
    apply_calibration(document, SEARCH)
    plan = document.plan
    channel = plan.channels["paid_search"]
    assert (channel.unit_cost, channel.slope, channel.confidence) == (5.9, 1.1, "H")
    assert channel.source == SEARCH.source
    assert channel.sigma == before.channels["paid_search"].sigma
    register = {row.parameter: row for row in plan.assumptions.values() if row.scope == "channel:paid_search"}
    cost = register["unit_cost"]
    assert (cost.id, cost.value, cost.low_p10, cost.high_p90, cost.confidence) == ("S001", 5.9, 5.3, 6.5, "H")
    assert (cost.source, cost.date, cost.unit) == (SEARCH.source, SEARCH.date, "EUR/response")
    assert cost.owner_role == before.assumptions["S001"].owner_role
    assert register["slope"].unit == "power"
    assert len(plan.assumptions) == len(before.assumptions) + 1
    assert register["slope"].id not in before.assumptions
    assert document.undo_label == "Calibrate “Paid search”"
    document.undo()
    assert document.plan.assumptions == before.assumptions
    assert document.plan.channels == before.channels


def test_several_are_one_step(document: Document) -> None:
    cell = Calibration(
        "cell", "prop-cloud", (Estimate("retention_year", 0.9, 0.85, 0.93),), "survival table", date(2026, 11, 22), "M"
    )
    apply_calibrations(document, [SEARCH, cell])
    assert document.undo_label == "Calibrate 2 rows"
    assert document.plan.cells["prop-cloud"].retention_year == 0.9
    document.undo()
    assert document.undo_label is None


def test_lanes_are_anchored(document: Document) -> None:
    known = document.plan.lanes["paid_search|prop-cloud"]
    apply_calibration(document, replace(SEARCH, lanes=(Anchor("prop-cloud", 1_234.5, basis="adbudg"),)))
    lane = document.plan.lanes["paid_search|prop-cloud"]
    assert (lane.ref_spend_month, lane.basis, lane.fit) == (1_234.5, "adbudg", known.fit)


@pytest.mark.parametrize(
    ("calibrations", "word"),
    [
        ([], "nothing"),
        ([replace(SEARCH, row_id="gone")], "“gone” is no longer"),
        ([replace(SEARCH, estimates=(Estimate("unit_cost", 5.0, 5.5, 6.0),))], "not between"),
        ([replace(SEARCH, estimates=(Estimate("sigma", 1.5),))], "Share of the maximum"),
        ([SEARCH, replace(SEARCH, lanes=(Anchor("gone", 1.0),))], "“gone” is no longer"),
    ],
)
def test_refused_whole(document: Document, calibrations: list[Calibration], word: str) -> None:
    before = document.plan
    with pytest.raises(EditRefused, match=word):
        apply_calibrations(document, calibrations)
    assert document.plan is before
    assert document.undo_label is None


def test_a_preset_is_an_assumption_in_every_value(document: Document) -> None:
    preset = next(one for one in channels_of("b2c") if one.id == "paid_search")
    before = document.plan.channels["paid_search"]
    apply_calibration(document, preset_calibration(preset, "paid_search", Money("SEK", 11.5)))
    channel = document.plan.channels["paid_search"]
    assert channel.unit_cost == pytest.approx(11.5 * preset.unit_cost.value)
    assert (channel.sigma, channel.slope, channel.quality) == (preset.sigma, preset.slope, preset.quality)
    assert (channel.lead_time_days, channel.delay_months) == (before.lead_time_days, before.delay_months)
    register = {row.parameter: row for row in document.plan.assumptions.values() if row.scope == "channel:paid_search"}
    assert register.keys() == set(CURVE)
    for key in CURVE:
        assert register[key].value == getattr(channel, key)
        assert register[key].date == preset.dated
    cost = register["unit_cost"]
    assert (cost.low_p10, cost.high_p90) == pytest.approx((11.5 * preset.unit_cost.low, 11.5 * preset.unit_cost.high))
    assert "11.5 SEK per EUR" in cost.source
    assert (cost.confidence, register["sigma"].confidence) == (preset.confidence, "L")
    assert register["sigma"].source == "judgement"
    assert [found for found in check_plan(document.plan) if found.severity is Severity.ERROR] == []
