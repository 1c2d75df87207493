"""What is lost without a selection is shown with its range, and belongs to what is selected in the plan as it is."""

from dataclasses import replace

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from cmoplanner.model.edits.campaigns import activities_of
from cmoplanner.model.edits.fields import set_field
from cmoplanner.model.plan import Plan
from cmoplanner.projection.bands import SHARES, Total
from cmoplanner.projection.comparison import by_draw
from cmoplanner.projection.compile import compile_plan
from cmoplanner.projection.draws import DEFAULT_SEED, Draws
from cmoplanner.projection.live_bands import LIVE_DRAWS, LiveBands
from cmoplanner.projection.uncertainty import simulate
from cmoplanner.report.formats import Formats
from cmoplanner.report.range_words import ends
from cmoplanner.ui.inspector.activity import ActivityPanel
from cmoplanner.ui.inspector.campaign import CampaignPanel
from cmoplanner.ui.inspector.loss import NO_FIGURE, WAITING, LossRow
from cmoplanner.ui.workspace import Workspace

ID, OTHER = "A013", "A022"


def draw(workspace: Workspace) -> None:
    """Draw the plan, and what was asked about the selection."""
    outlook = workspace.context.outlook
    outlook.ranges.settle()
    job = outlook.live_ranges._job
    if job is not None:
        job.settle()
    outlook.losses.settle()


def row_of(workspace: Workspace, kind: str, *ids: str) -> LossRow:
    workspace.context.selection.set(kind, ids)
    panel = workspace.inspector.panel()
    if isinstance(panel, ActivityPanel):
        return panel.brings.loss
    assert isinstance(panel, CampaignPanel)
    return panel.loss


def lost(plan: Plan, ids: set[str]) -> str:
    """Return the range of the plan's margin less that of the plan without some activities, drawn apart."""
    cancelled = {key: replace(plan.activities[key], status="cancelled") for key in ids}
    less = replace(plan, activities={**plan.activities, **cancelled})
    draws = Draws(LIVE_DRAWS, DEFAULT_SEED)
    whole, rest = (by_draw(simulate(compile_plan(one), draws))[Total.PRESENT_MARGIN] for one in (plan, less))
    low, _middle, high = np.quantile(whole - rest, SHARES)
    return f"({ends(Formats.of(plan), (low + high) / 2, float(low), float(high))})"


def test_an_activity_and_several_and_a_campaign(qtbot: QtBot, workspace: Workspace) -> None:
    plan = workspace.context.document.plan
    row = row_of(workspace, "activity", ID)
    assert row.value.text() == WAITING
    draw(workspace)
    assert row.isVisible()
    assert row.value.text().endswith(lost(plan, {ID}))
    row_of(workspace, "activity", ID, OTHER)
    draw(workspace)
    assert row.value.text().endswith(lost(plan, {ID, OTHER}))
    campaign = next(iter(plan.campaigns))
    card = row_of(workspace, "campaign", campaign)
    draw(workspace)
    assert card.value.text().endswith(lost(plan, {one.id for one in activities_of(plan, campaign)}))
    assert "1 in 10" in card.toolTip()


def test_an_edit_takes_it_away_until_it_is_drawn_anew(qtbot: QtBot, workspace: Workspace) -> None:
    row = row_of(workspace, "activity", ID)
    draw(workspace)
    before = row.value.text()
    document = workspace.context.document
    set_field(document, "activity", ID, "gross_spend", 3 * document.plan.activities[ID].gross_spend)
    assert row.value.text() == WAITING
    draw(workspace)
    assert row.value.text() not in (before, WAITING)
    assert row.value.text().endswith(lost(document.plan, {ID}))


def test_who_goes_on_to_another_bar_is_never_shown_the_one_before(qtbot: QtBot, workspace: Workspace) -> None:
    row = row_of(workspace, "activity", ID)
    draw(workspace)
    row_of(workspace, "activity", OTHER)
    shown = [row.value.text()]
    workspace.context.outlook.losses.found.connect(lambda: shown.append(row.value.text()))
    row_of(workspace, "activity", ID)
    draw(workspace)
    assert shown[0] == WAITING
    assert row.value.text().endswith(lost(workspace.context.document.plan, {ID}))


def test_what_costs_only_has_no_row(workspace: Workspace) -> None:
    plan = workspace.context.document.plan
    idle = next(one.id for one in plan.activities.values() if not one.channel_id)
    assert row_of(workspace, "activity", idle).isHidden()


def test_draws_that_fail_are_not_tried_again(
    qtbot: QtBot, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries: list[int] = []

    def broken(_held: LiveBands, _ids: object) -> None:
        tries.append(1)
        raise ArithmeticError("no")

    monkeypatch.setattr(LiveBands, "loss", broken)
    row = row_of(workspace, "activity", ID)
    draw(workspace)
    assert row.value.text() == NO_FIGURE
    assert tries == [1]
