"""Adding usual channels to a plan: one step, with their assumptions, none of them twice."""

from datetime import date
from pathlib import Path

import pytest

from cmoplanner.errors import EditRefused
from cmoplanner.model.edits.presets import add_channels, is_there
from cmoplanner.model.new_plan import NewPlan, rows_of
from cmoplanner.model.presets import channels_of
from cmoplanner.model.problems import check_plan
from cmoplanner.model.store.document import Document
from cmoplanner.paths import sample_plan


def blank(folder: Path, currency: str) -> Document:
    answers = NewPlan(company="T", currency=currency, fy_start=date(2027, 1, 1), as_of=date(2027, 1, 1))
    return Document.create(folder / "blank.cmoplan", rows_of(answers))


def test_channels_come_with_their_assumptions_and_go_in_one_step(tmp_path: Path) -> None:
    with Document.create_from(sample_plan(), tmp_path / "plan.cmoplan") as document:
        before = document.plan
        sums = document.content_sums
        there = [preset for preset in channels_of("b2b") if is_there(before, preset)]
        assert 0 < len(there) < 15
        added = add_channels(document, channels_of("b2b"))
        plan = document.plan
        assert len(added) == 15 - len(there)
        assert [plan.channels[key].name for key in added] == [
            preset.name for preset in channels_of("b2b") if preset not in there
        ]
        assert all(plan.channels[key] == channel for key, channel in before.channels.items())
        for key in added:
            rows = [row for row in plan.assumptions.values() if row.scope == f"channel:{key}"]
            assert {row.parameter for row in rows} >= {"unit_cost", "lead_rate", "half_life_weeks", "lead_time_days"}
            assert all(getattr(plan.channels[key], row.parameter) == row.value for row in rows)
        assert check_plan(plan) == check_plan(before)
        with pytest.raises(EditRefused, match="already"):
            add_channels(document, channels_of("b2b"))
        document.undo()
        assert document.content_sums == sums


def test_the_same_channel_of_both_packs_is_there_once(tmp_path: Path) -> None:
    with blank(tmp_path, "EUR") as document:
        add_channels(document, channels_of("b2b"))
        add_channels(document, channels_of("b2c"))
        names = [channel.name.casefold() for channel in document.plan.channels.values()]
        assert len(names) == len(set(names))
        assert "pr & press releases" in names
        assert check_plan(document.plan) == []
        assert len(document.plan.assumptions) == len(
            {(a.scope, a.parameter) for a in document.plan.assumptions.values()}
        )


def test_costs_need_a_rate_where_the_plan_is_not_in_euro(tmp_path: Path) -> None:
    with blank(tmp_path, "JPY") as document:
        with pytest.raises(EditRefused, match="euro"):
            add_channels(document, channels_of("b2b")[:1])
        assert not document.plan.channels
        (key,) = add_channels(document, channels_of("b2b")[:1], per_euro=163.0)
        assert document.plan.channels[key].unit_cost == 798.7
        assert document.undo_label == "Add the channel “Paid search”"
