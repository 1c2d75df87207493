"""Fields are edited where they are shown: each edit is one step of undo, what is refused is kept and explained."""

from datetime import date, timedelta

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QListWidget
from pytestqt.qtbot import QtBot

from cmoplanner.model.edits.fields import set_field
from cmoplanner.model.edits.rows import delete_rows
from cmoplanner.model.fields import ACTIVITY, Kind
from cmoplanner.model.plan import Activity, Target
from cmoplanner.report.palette import Palette
from cmoplanner.ui.inspector.activity import ActivityPanel
from cmoplanner.ui.inspector.campaign import CampaignPanel
from cmoplanner.ui.theme import Theme
from cmoplanner.ui.widgets.chips import ChipFlow
from cmoplanner.ui.widgets.editors import ChoiceEditor, FlagEditor, LineEditor, NoteEditor, RefEditor
from cmoplanner.ui.widgets.pickers import MonthsEditor, RefsEditor
from cmoplanner.ui.workspace import Workspace

ID = "A013"  # LinkedIn autumn flight


def activity(workspace: Workspace, row_id: str = ID) -> Activity:
    return workspace.context.document.plan.activities[row_id]


def panel_of(workspace: Workspace, *ids: str) -> ActivityPanel:
    workspace.context.selection.set("activity", ids or (ID,))
    panel = workspace.inspector.panel()
    assert isinstance(panel, ActivityPanel)
    return panel


def line_of(panel: ActivityPanel, key: str) -> LineEditor:
    editor = panel.form.editors[key]
    assert isinstance(editor, LineEditor)
    return editor


def type_into(qtbot: QtBot, editor: LineEditor, text: str) -> None:
    editor.line.setFocus()
    editor.line.selectAll()
    qtbot.keyClicks(editor.line, text)


def test_every_field_of_an_activity_has_an_editor(workspace: Workspace) -> None:
    panel = panel_of(workspace)
    assert set(panel.form.editors) == {field.key for field in ACTIVITY.fields}
    assert {target.cell_id for target in activity(workspace).targets} == {
        row.cell.currentData() for row in panel.targets.rows
    }


def test_a_typed_amount_becomes_one_step_that_undo_takes_back(qtbot: QtBot, workspace: Workspace) -> None:
    editor = line_of(panel_of(workspace), "gross_spend")
    before, steps = activity(workspace).gross_spend, workspace.context.document.revision
    type_into(qtbot, editor, "51,250.75")
    qtbot.keyClick(editor.line, Qt.Key.Key_Return)
    assert activity(workspace).gross_spend == 5_125_075
    assert workspace.context.document.revision == steps + 1
    workspace.context.commands.run("undo")
    assert activity(workspace).gross_spend == before
    assert editor.line.text() == "44,000.00"


def test_leaving_a_field_commits_it(qtbot: QtBot, workspace: Workspace) -> None:
    panel = panel_of(workspace)
    editor = line_of(panel, "start")
    type_into(qtbot, editor, "6.9.2027")
    line_of(panel, "owner_role").line.setFocus()
    assert activity(workspace).start == date(2027, 9, 6)
    assert editor.line.text() == "Mon 6 Sept 2027"


def test_what_is_no_amount_stays_with_a_sentence_until_escape(qtbot: QtBot, workspace: Workspace) -> None:
    editor = line_of(panel_of(workspace), "gross_spend")
    before = workspace.context.document.revision
    type_into(qtbot, editor, "a lot")
    qtbot.keyClick(editor.line, Qt.Key.Key_Return)
    assert editor.line.text() == "a lot"
    assert "a lot" in editor.refusal
    qtbot.keyClick(editor.line, Qt.Key.Key_Escape)
    assert (editor.line.text(), editor.refusal) == ("44,000.00", "")
    assert workspace.context.document.revision == before


def test_what_the_plan_refuses_stays_with_its_reason(qtbot: QtBot, workspace: Workspace) -> None:
    editor = line_of(panel_of(workspace), "end")
    before = activity(workspace).end
    type_into(qtbot, editor, "1 Mar 2027")
    qtbot.keyClick(editor.line, Qt.Key.Key_Return)
    assert activity(workspace).end == before
    assert editor.refusal
    assert editor.line.text() == "1 Mar 2027"


def test_the_same_value_again_is_no_edit(qtbot: QtBot, workspace: Workspace) -> None:
    editor = line_of(panel_of(workspace), "gross_spend")
    before = workspace.context.document.revision
    type_into(qtbot, editor, "44000")
    qtbot.keyClick(editor.line, Qt.Key.Key_Return)
    assert workspace.context.document.revision == before
    assert editor.line.text() == "44,000.00"


def test_several_activities_change_in_one_step(qtbot: QtBot, workspace: Workspace) -> None:
    ids = ("A001", "A002", "A003")
    before = {row_id: activity(workspace, row_id).owner_role for row_id in ids}
    assert len(set(before.values())) > 1
    editor = line_of(panel_of(workspace, *ids), "owner_role")
    assert (editor.line.text(), editor.line.placeholderText()) == ("", "—")
    type_into(qtbot, editor, "Head of Brand")
    qtbot.keyClick(editor.line, Qt.Key.Key_Return)
    assert {activity(workspace, row_id).owner_role for row_id in ids} == {"Head of Brand"}
    workspace.context.commands.run("undo")
    assert {row_id: activity(workspace, row_id).owner_role for row_id in ids} == before


def test_a_mixed_field_that_is_left_alone_changes_nothing(qtbot: QtBot, workspace: Workspace) -> None:
    before = workspace.context.document.revision
    editor = line_of(panel_of(workspace, "A001", "A002", "A003"), "gross_spend")
    editor.line.setFocus()
    qtbot.keyClick(editor.line, Qt.Key.Key_Return)
    assert workspace.context.document.revision == before


def test_a_reference_is_found_by_part_of_its_name(qtbot: QtBot, workspace: Workspace) -> None:
    editor = panel_of(workspace).form.editors["channel_id"]
    assert isinstance(editor, RefEditor)
    line = editor.box.lineEdit()
    line.setFocus()
    line.selectAll()
    qtbot.keyClicks(line, "nowhere")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert activity(workspace).channel_id == "paid_social"
    assert "nowhere" in editor.refusal
    line.selectAll()
    qtbot.keyClicks(line, "sponsor")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert activity(workspace).channel_id == "sponsorship"


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Tab], ids=["enter", "tab"])
def test_what_is_marked_in_the_list_under_a_reference_is_taken(qtbot: QtBot, workspace: Workspace, key: Qt.Key) -> None:
    document = workspace.context.document
    before = document.revision
    editor = panel_of(workspace).form.editors["channel_id"]
    assert isinstance(editor, RefEditor)
    line, popup = editor.box.lineEdit(), editor.box.completer().popup()
    line.setFocus()
    line.selectAll()
    qtbot.keyClicks(line, "paid")
    qtbot.keyClick(popup, Qt.Key.Key_Down)  # Paid search, before Paid social
    qtbot.keyClick(popup, key)
    assert not popup.isVisible()
    assert activity(workspace).channel_id == "paid_search"
    assert line.text() == "Paid search"
    assert not editor.refusal
    document.undo()
    assert activity(workspace).channel_id == "paid_social"
    assert line.text() == "Paid social"
    assert document.revision == before + 2  # one edit and its undo


def test_escape_gives_a_reference_back_after_the_list_was_looked_through(qtbot: QtBot, workspace: Workspace) -> None:
    editor = panel_of(workspace).form.editors["channel_id"]
    assert isinstance(editor, RefEditor)
    line, popup = editor.box.lineEdit(), editor.box.completer().popup()
    before = workspace.context.document.revision
    line.setFocus()
    line.selectAll()
    qtbot.keyClicks(line, "paid")
    qtbot.keyClick(popup, Qt.Key.Key_Down)
    qtbot.keyClick(popup, Qt.Key.Key_Escape)
    assert not popup.isVisible()
    qtbot.keyClick(line, Qt.Key.Key_Escape)
    assert line.text() == "Paid social"
    line.clearFocus()
    assert workspace.context.document.revision == before


def test_choice_flag_and_note(qtbot: QtBot, workspace: Workspace) -> None:
    editors = panel_of(workspace).form.editors
    status, locked, notes = editors["status"], editors["locked"], editors["notes"]
    assert isinstance(status, ChoiceEditor)
    assert isinstance(locked, FlagEditor)
    assert isinstance(notes, NoteEditor)
    status.box.setFocus()
    for _step in ("placeholder", "committed"):
        qtbot.keyClick(status.box, Qt.Key.Key_Down)
    qtbot.mouseClick(locked.box, Qt.MouseButton.LeftButton, pos=QPoint(8, locked.box.height() // 2))
    notes.note.setFocus()
    qtbot.keyClicks(notes.note, "<b>agency pitch</b>")
    qtbot.keyClick(notes.note, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    found = activity(workspace)
    assert (found.status, found.locked) == ("committed", True)
    assert found.notes.endswith("<b>agency pitch</b>")


def test_references_are_ticked_in_a_list(workspace: Workspace) -> None:
    editor = panel_of(workspace).form.editors["depends_on"]
    assert isinstance(editor, RefsEditor)
    popup = editor.open_list()
    rows = popup.findChild(QListWidget)
    assert rows is not None
    item = next(rows.item(i) for i in range(rows.count()) if rows.item(i).data(Qt.ItemDataRole.UserRole) == "A001")
    item.setCheckState(Qt.CheckState.Checked)
    popup.close()
    assert "A001" in activity(workspace).depends_on


def test_months_take_the_place_of_the_phasing_and_give_it_back(qtbot: QtBot, workspace: Workspace) -> None:
    editor = panel_of(workspace).form.editors["custom_phasing"]
    assert isinstance(editor, MonthsEditor)
    qtbot.mouseClick(editor.link, Qt.MouseButton.LeftButton)
    for month, weight in ((8, "2"), (9, "1")):
        qtbot.keyClicks(editor.lines[month], weight)
        qtbot.keyClick(editor.lines[month], Qt.Key.Key_Return)
    assert activity(workspace).custom_phasing == (0, 0, 0, 0, 0, 0, 0, 0, 2, 1, 0, 0)
    qtbot.mouseClick(editor.link, Qt.MouseButton.LeftButton)
    assert activity(workspace).custom_phasing == ()


def test_shares_wait_until_they_add_up(qtbot: QtBot, workspace: Workspace) -> None:
    editor = panel_of(workspace).targets
    before = activity(workspace).targets
    first, second = (row.share for row in editor.rows)
    first.setFocus()
    first.selectAll()
    qtbot.keyClicks(first, "70")
    qtbot.keyClick(first, Qt.Key.Key_Return)
    assert "10 %" in editor.refusal
    assert activity(workspace).targets == before
    second.setFocus()
    second.selectAll()
    qtbot.keyClicks(second, "30 %")
    qtbot.keyClick(second, Qt.Key.Key_Return)
    cells = [target.cell_id for target in before]
    assert activity(workspace).targets == (Target(cells[0], 0.7), Target(cells[1], 0.3))
    assert editor.refusal == ""


def test_what_it_brings_is_the_attribution(workspace: Workspace) -> None:
    panel = panel_of(workspace)
    assert panel.net.value.text() == "44,000.00"
    margin = workspace.context.outlook.attribution.by_activity[ID]
    assert margin == pytest.approx(127_298.56)  # the reference figure
    assert panel.brings.margin.value.text().replace("\u00a0", " ") == f"{round(margin / 1000)} k"
    assert panel.brings.per_unit.value.text() == f"{margin / 44_000:.2f}"


def test_the_campaign_card_goes_from_responses_to_money(workspace: Workspace) -> None:
    workspace.context.selection.set("campaign", ["esb"])
    panel = workspace.inspector.panel()
    assert isinstance(panel, CampaignPanel)
    assert panel.net.value.text().replace("\u00a0", " ") == "407 k"  # 406,950 by the reference figures
    assert [figure.caption.text() for figure in panel.funnel] == ["responses", "leads", "offers", "deals"]
    assert all(figure.value.text() not in ("", "0") for figure in (*panel.funnel, panel.revenue))


def test_the_message_that_holds_is_shown_where_none_is_named(workspace: Workspace) -> None:
    panel = panel_of(workspace)
    assert activity(workspace).message_id == "m-cloud"
    assert not panel.message.isVisibleTo(panel)
    document = workspace.context.document
    set_field(document, "activity", ID, "message_id", None)
    assert panel.message.isVisibleTo(panel)
    assert panel.message.value.text() == "Know every room", "that of the offering"
    assert "ClimaCloud Monitoring" in panel.message.toolTip()
    for message in ("m-cloud", "m-pilot", "m-sensors", "m-care", "m-edu"):
        set_field(document, "message", message, "scope_id", None)
        set_field(document, "message", message, "scope_type", "cell")
    assert panel.message.value.text() == document.plan.messages["m-brand"].positioning, "that of the house"
    assert "Norrvik" in panel.message.toolTip()
    delete_rows(document, "message", ["m-brand"])
    assert panel.message.value.text() == "no message"
    panel_of(workspace, ID, "A001")
    assert not panel.message.isVisibleTo(panel)


def test_a_deleted_thing_leaves_the_inspector(workspace: Workspace) -> None:
    panel_of(workspace)
    workspace.context.commands.run("calendar.delete")
    assert ID not in workspace.context.document.plan.activities
    assert workspace.context.selection.ids == ()
    assert workspace.inspector.panel().KEY == "plan"


def test_all_kinds_of_fields_are_met() -> None:
    met = {field.kind for field in ACTIVITY.fields}
    assert {Kind.TEXT, Kind.NOTE, Kind.MONEY, Kind.RATE, Kind.DATE, Kind.FLAG, Kind.CHOICE, Kind.REF, Kind.REFS} <= met


def test_chips_take_a_second_line_rather_than_being_cut(qtbot: QtBot) -> None:
    flow = ChipFlow(Theme(Palette.load("light")))
    qtbot.addWidget(flow)
    flow.resize(200, 20)
    flow.show()
    flow.show_states(
        [("Planned", "text", False), ("Awaiting CMO approval", "warning", True), ("Online", "text", False)]
    )
    first, second, third = flow.chips
    assert all(chip.width() == chip.sizeHint().width() for chip in flow.chips)
    assert (first.y(), second.y()) == (0, 24)
    assert third.geometry().intersected(second.geometry()).isEmpty()
    assert flow.height() >= third.geometry().bottom()
    flow.show_states([("Planned", "text", False)])
    assert (flow.height(), third.isVisible()) == (20, False)


def test_payments_at_milestones_show_their_days(qtbot: QtBot, workspace: Workspace) -> None:
    panel = panel_of(workspace)
    editor = line_of(panel, "payments")
    type_into(qtbot, editor, "-14=30, 0=70")
    qtbot.keyClick(editor.line, Qt.Key.Key_Return)
    assert activity(workspace).payments == ("-14=30", "0=70")
    assert panel.paid.isHidden(), "its money still follows its days"
    set_field(workspace.context.document, "activity", ID, "phasing", "milestones")
    start = activity(workspace).start
    days = [panel.formats.day(day) for day in (start - timedelta(14), start)]
    assert not panel.paid.isHidden()
    assert panel.paid.value.text() == ", ".join(days)
    assert panel.formats.full(activity(workspace).gross_spend * 3 // 10) in panel.paid.toolTip()
