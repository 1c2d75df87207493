"""The range of the outcome follows the plan: drawn beside the window, dropped when the plan moved on."""

from dataclasses import replace

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from cmoplanner.model.edits.activities import move_activity
from cmoplanner.model.edits.fields import set_field
from cmoplanner.projection.bands import Bands, Month, Total, bands
from cmoplanner.projection.compile import compile_plan
from cmoplanner.projection.draws import DEFAULT_DRAWS, DEFAULT_SEED, Draws
from cmoplanner.projection.uncertainty import simulate
from cmoplanner.ui import ranges as module
from cmoplanner.ui.inspector.loss import NO_FIGURE, WAITING
from cmoplanner.ui.inspector.plan import PlanPanel
from cmoplanner.ui.window import Window
from cmoplanner.ui.workspace import Workspace

ID = "A013"


def drawn_apart(workspace: Workspace, count: int = DEFAULT_DRAWS) -> Bands:
    return bands(simulate(compile_plan(workspace.context.document.plan), Draws(count, DEFAULT_SEED)))


def same(found: Bands | None, expected: Bands) -> bool:
    return (
        found is not None
        and found.draws == expected.draws
        and found.totals.keys() == expected.totals.keys()
        and all(np.allclose(vars_of(found, key), vars_of(expected, key), rtol=1e-9) for key in expected.totals)
    )


def vars_of(found: Bands, key: Total) -> tuple[float, float, float, float]:
    band = found.totals[key]
    return band.plan, band.p10, band.p50, band.p90


def test_the_range_comes_a_moment_after_opening(qtbot: QtBot, workspace: Workspace) -> None:
    outlook = workspace.context.outlook
    with qtbot.waitSignal(outlook.ranged):
        pass
    assert same(outlook.bands, drawn_apart(workspace))


def test_no_range_of_an_older_plan_is_given_as_that_of_the_plan(qtbot: QtBot, workspace: Workspace) -> None:
    context = workspace.context
    outlook, document = context.outlook, context.document
    qtbot.waitUntil(lambda: outlook.bands is not None)
    first = outlook.bands
    set_field(document, "activity", ID, "gross_spend", 90_000_000)
    assert outlook.bands is None
    assert outlook.ranges.earlier is not None
    assert outlook.ranges.earlier.bands is first
    qtbot.waitUntil(lambda: outlook.bands is not None)
    assert same(outlook.bands, drawn_apart(workspace))
    assert first is not None
    assert not same(outlook.bands, first)


def test_edits_while_draws_are_made_end_in_the_range_of_the_last(qtbot: QtBot, workspace: Workspace) -> None:
    outlook, document = workspace.context.outlook, workspace.context.document
    seen: list[Bands] = []
    outlook.ranged.connect(lambda: seen.append(outlook.bands) if outlook.bands else None)
    with qtbot.waitSignal(outlook.ranges.progressed):
        pass
    for days in (7, 14, 21):
        move_activity(document, ID, days)
    assert not seen
    qtbot.waitUntil(lambda: bool(seen))
    assert len(seen) == 1
    assert same(seen[0], drawn_apart(workspace))


def test_a_large_plan_has_a_rough_range_first(
    qtbot: QtBot, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "LARGE", 1)
    outlook = workspace.context.outlook
    counts: list[int] = []
    outlook.ranged.connect(lambda: counts.append(outlook.bands.draws.count) if outlook.bands else None)
    move_activity(workspace.context.document, ID, 7)
    qtbot.waitUntil(lambda: not outlook.ranges.busy)
    assert counts == [module.FIRST_DRAWS, DEFAULT_DRAWS]
    assert same(outlook.bands, drawn_apart(workspace))


def test_nothing_is_drawn_while_something_is_dragged(qtbot: QtBot, workspace: Workspace) -> None:
    outlook, plan = workspace.context.outlook, workspace.context.document.plan
    outlook.preview([plan.activities[ID]])
    qtbot.wait(2 * module.REST_MS)
    assert outlook.bands is None
    outlook.end_preview()
    qtbot.waitUntil(lambda: outlook.bands is not None)
    assert same(outlook.bands, drawn_apart(workspace))


def test_who_needs_the_range_now_waits_for_it(workspace: Workspace) -> None:
    outlook = workspace.context.outlook
    move_activity(workspace.context.document, ID, 7)
    outlook.ranges.settle()
    found = outlook.bands
    assert found is not None
    assert same(found, drawn_apart(workspace))
    month = found.months[Month.REVENUE]
    assert (month.p10 < month.p90).all()
    assert month.plan[:12].sum() == pytest.approx(found.totals[Total.REVENUE].plan)


def test_draws_that_fail_leave_no_range_and_are_not_tried_again(
    qtbot: QtBot, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries: list[int] = []

    def broken(*_args: object, **_given: object) -> None:
        tries.append(1)
        raise ArithmeticError("no")

    monkeypatch.setattr(module, "simulate", broken)
    ranges = workspace.context.outlook.ranges
    move_activity(workspace.context.document, ID, 7)
    qtbot.waitUntil(lambda: not ranges.busy)
    assert workspace.context.outlook.bands is None
    assert tries == [1]
    monkeypatch.undo()
    workspace.context.document.undo()
    qtbot.waitUntil(lambda: workspace.context.outlook.bands is not None)


def test_the_strip_shows_the_range_of_the_plan_only(workspace: Workspace) -> None:
    view, outlook = workspace.calendar.view, workspace.context.outlook
    assert view._canvas.strip().band is None
    outlook.ranges.settle()
    band = view._canvas.strip().band
    assert band is not None
    assert band.low == drawn_apart(workspace).months[Month.REVENUE].p10.tolist()
    move_activity(workspace.context.document, ID, 7)
    assert view._canvas.strip().band is None


def test_the_plan_panel_has_the_range_under_its_figures(workspace: Workspace) -> None:
    context = workspace.context
    context.selection.clear()
    workspace.inspector.fold(False)
    panel = workspace.inspector.panel()
    assert isinstance(panel, PlanPanel)
    row = panel.rows["contribution range"]
    assert row.value.text() == WAITING
    context.outlook.ranges.settle()
    band = drawn_apart(workspace).totals[Total.CONTRIBUTION]
    text = f"\u2212{-band.p10 / 1e6:.2f}\u00a0M – \u2212{-band.p90 / 1e3:.0f}\u00a0k"
    assert row.value.text() == text
    assert "2,000 draws" in row.toolTip()
    activity = context.document.plan.activities[ID]
    context.outlook.preview([replace(activity, gross_spend=0)])
    assert row.value.text() == NO_FIGURE  # the range is not that of what is dragged
    context.outlook.end_preview()
    assert row.value.text() == text


def test_closing_leaves_no_draws_running(qtbot: QtBot, window: Window, workspace: Workspace) -> None:
    ranges = workspace.context.outlook.ranges
    with qtbot.waitSignal(ranges.progressed):
        pass
    window.close()
    assert not ranges.busy
    assert ranges._job is None or not ranges._job._thread.is_alive()
