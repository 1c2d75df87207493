"""The track record in a real window: what a version forecast against what came, and the change it suggests."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from cmoplanner.model.edits.rows import create_row
from cmoplanner.projection.compile import compile_plan
from cmoplanner.projection.model import project
from cmoplanner.ui.pages.assumptions import AssumptionsPage
from cmoplanner.ui.workspace import Workspace

SEARCH = "paid_search"


@pytest.fixture
def page(qtbot: QtBot, workspace: Workspace) -> AssumptionsPage:
    workspace.show_page("assumptions")
    return workspace.assumptions


def track(page: AssumptionsPage) -> None:
    QTest.mouseClick(page.buttons["track"], Qt.MouseButton.LeftButton)
    page.channel.setCurrentIndex(page.channel.findData(SEARCH))
    page.track.settle()


def test_without_a_version_it_says_what_to_do(page: AssumptionsPage) -> None:
    track(page)
    assert "Name one" in page.track.sentence.text()
    assert not page.track.apply.isVisible()


def test_without_later_months_it_says_so(workspace: Workspace, page: AssumptionsPage) -> None:
    workspace.context.document.name_version("Board")
    track(page)
    assert "no month yet" in page.track.sentence.text()


def test_forecasts_that_were_too_high_lead_to_an_offer(workspace: Workspace, page: AssumptionsPage) -> None:
    document = workspace.context.document
    forecast = project(compile_plan(document.plan)).by_channel[SEARCH].responses[:8]
    noise = np.exp(np.random.default_rng(3).normal(0, 0.03, 8))
    document.name_version("Board")
    for i in range(8):
        row = {
            "channel_id": SEARCH,
            "month": f"2027-{i + 1:02d}",
            "spend": 0,
            "responses": 0.6 * forecast[i] * noise[i],
        }
        create_row(document, "past_month", {key: float(v) if key == "responses" else v for key, v in row.items()})
    track(page)
    record = page.track.record
    assert record is not None
    assert record.bias == pytest.approx(-0.4, abs=0.03)
    assert "% fewer responses than expected" in page.track.sentence.text()
    assert page.track.apply.isVisible()
    QTest.mouseClick(page.track.apply, Qt.MouseButton.LeftButton)
    raised = document.plan.channels[SEARCH].unit_cost
    assert raised > 5.2
    assert "track record of “Board”" in document.plan.channels[SEARCH].source
    page.track.settle()
    assert not page.track.apply.isVisible()  # the record is not about the new assumption
    document.undo()
    assert document.plan.channels[SEARCH].unit_cost == 5.2


def test_work_that_was_left_is_taken_up_again(workspace: Workspace, page: AssumptionsPage) -> None:
    workspace.context.document.name_version("Board")
    QTest.mouseClick(page.buttons["track"], Qt.MouseButton.LeftButton)
    workspace.show_page("calendar")
    workspace.show_page("assumptions")
    page.track.settle()
    assert page.track.found is not None
