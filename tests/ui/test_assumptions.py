"""The assumptions page in a real window: what it shows, what is typed into it, and effects that follow edits."""

import threading

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from cmoplanner.model.edits.fields import set_field
from cmoplanner.projection.bands import Total
from cmoplanner.projection.bridge import figures
from cmoplanner.ui.pages.assumptions import AssumptionsPage
from cmoplanner.ui.workspace import Workspace


@pytest.fixture
def page(qtbot: QtBot, workspace: Workspace) -> AssumptionsPage:
    QTest.mouseClick(workspace.items["assumptions"], Qt.MouseButton.LeftButton)
    assert workspace.assumptions.isVisible()
    workspace.assumptions.register.effects.settle()
    return workspace.assumptions


def cell(page: AssumptionsPage, row: str, key: str) -> None:
    model = page.register.model
    place = [field.key for field in model.fields].index(key)
    line = model.place(row)
    assert line >= 0
    page.register.view.setFocus()
    page.register.view.select_block(line, place, line, place)


def typed(page: AssumptionsPage, row: str, key: str, text: str) -> QLineEdit:
    cell(page, row, key)
    view = page.register.view
    QTest.keyClick(view, Qt.Key.Key_F2)
    editor = next(line for line in view.viewport().findChildren(QLineEdit) if line.isVisible())
    editor.clear()
    QTest.keyClicks(editor, text)
    QTest.keyClick(editor, Qt.Key.Key_Return)
    return editor


def test_every_doubt_of_the_plan_is_a_row_and_the_largest_effect_is_first(page: AssumptionsPage) -> None:
    model = page.register.model
    effects = [model.row(key).effect for key in model.ids]
    known = [effect for effect in effects if effect is not None]
    assert len(model.ids) == 117
    assert known == sorted(known, reverse=True)
    assert known[0] > 0


def test_an_effect_is_what_the_plan_itself_gives_at_both_ends(workspace: Workspace, page: AssumptionsPage) -> None:
    row = page.register.model.row("channel:partner/unit_cost")
    document = workspace.context.document
    before = figures(document.plan)[Total.CONTRIBUTION_HORIZON]
    set_field(document, "channel", "partner", "unit_cost", row.high_p90)
    after = figures(document.plan)[Total.CONTRIBUTION_HORIZON]
    assert row.high_moves == pytest.approx(after - before, rel=1e-6)
    document.undo()


def test_typing_a_value_changes_register_and_channel_in_one_step(workspace: Workspace, page: AssumptionsPage) -> None:
    document = workspace.context.document
    typed(page, "channel:partner/unit_cost", "value", "44.5")
    assert document.plan.channels["partner"].unit_cost == 44.5
    assert page.register.model.row("channel:partner/unit_cost").value == 44.5
    document.undo()
    assert document.plan.channels["partner"].unit_cost == 60


def test_a_value_that_cannot_be_stays_in_its_editor(workspace: Workspace, page: AssumptionsPage) -> None:
    document = workspace.context.document
    revision = document.revision
    editor = typed(page, "channel:partner/unit_cost", "value", "cheap")
    assert editor.isVisible()
    assert document.revision == revision
    QTest.keyClick(editor, Qt.Key.Key_Escape)


def test_a_range_that_is_typed_for_an_unrecorded_value_makes_an_entry(
    workspace: Workspace, page: AssumptionsPage
) -> None:
    document = workspace.context.document
    missing = next(key for key in page.register.model.ids if page.register.model.row(key).assumption_id is None)
    row = page.register.model.row(missing)
    count = len(document.plan.assumptions)
    typed(page, missing, "low_p10", str(row.value / 2))
    entry = next(
        one for one in document.plan.assumptions.values() if (one.scope, one.parameter) == (row.scope, row.key)
    )
    assert entry.value == pytest.approx(row.value)
    assert entry.low_p10 == pytest.approx(row.value / 2)
    document.undo()
    assert len(document.plan.assumptions) == count


def test_what_only_tells_is_not_typed_into(page: AssumptionsPage) -> None:
    cell(page, "channel:partner/unit_cost", "effect")
    view = page.register.view
    QTest.keyClick(view, Qt.Key.Key_F2)
    assert not [line for line in view.viewport().findChildren(QLineEdit) if line.isVisible()]


def test_effects_follow_an_edit(qtbot: QtBot, workspace: Workspace, page: AssumptionsPage) -> None:
    before = page.register.model.row("channel:partner/lead_rate").effect
    with qtbot.waitSignal(page.register.effects.found, timeout=20_000):
        set_field(workspace.context.document, "channel", "partner", "unit_cost", 120.0)
    after = page.register.model.row("channel:partner/lead_rate").effect
    assert before is not None
    assert after is not None
    assert after < before


@pytest.mark.parametrize("which", ["weak", "old", "large", "missing"])
def test_a_filter_shows_what_it_says(page: AssumptionsPage, which: str) -> None:
    register = page.register
    register.which.setCurrentIndex(register.which.findData(which))
    rows = [register.model.row(key) for key in register.model.ids]
    whole = {"weak": 44, "old": 22, "missing": 22}
    if which == "large":
        assert 0 < len(rows) < 60
        assert min(row.effect for row in rows) > 0
    else:
        assert len(rows) >= whole[which] // 2
    assert len(rows) < 117
    if which == "missing":
        assert all(row.assumption_id is None for row in rows)
    elif which == "weak":
        assert all(row.confidence == "L" or row.assumption_id is None for row in rows)


def test_words_filter_rows_and_nothing_found_is_said(qtbot: QtBot, page: AssumptionsPage) -> None:
    page.register.filter.setFocus()
    QTest.keyClicks(page.register.filter, "webinar cost")
    assert page.register.model.ids == ["channel:webinar/unit_cost"]
    QTest.keyClicks(page.register.filter, " xyzzy")
    assert page.register.empty.isVisible()


def test_one_assumption_is_brought_into_sight(workspace: Workspace, page: AssumptionsPage) -> None:
    page.register.which.setCurrentIndex(page.register.which.findData("missing"))
    page.show_assumption("channel:email", "unit_cost")
    assert page.register.view.selected_rows() == ["channel:email/unit_cost"]
    assert workspace.context.selection.kind == "assumption"


def test_a_page_that_is_left_stops_its_work(workspace: Workspace, page: AssumptionsPage) -> None:
    page.register.effects.start()
    workspace.show_page("calendar")
    assert not page.isVisible()
    assert "Work out the effects of assumptions" not in [thread.name for thread in threading.enumerate()]
