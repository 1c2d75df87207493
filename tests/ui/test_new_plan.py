"""The assistant for a new plan, driven by keys; usual channels added to a plan; what it makes, asked of the file."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QWidget
from pytestqt.qtbot import QtBot

from cmoplanner.model.edits.presets import is_there
from cmoplanner.model.presets import channels_of
from cmoplanner.model.problems import Severity, check_plan
from cmoplanner.model.store.document import Document
from cmoplanner.model.store.snapshot import read_snapshot
from cmoplanner.ui.new_plan import creating
from cmoplanner.ui.new_plan.add_channels import AddChannels
from cmoplanner.ui.new_plan.dialog import NewPlanDialog
from cmoplanner.ui.new_plan.form import NewPlanForm
from cmoplanner.ui.new_plan.templates import TEMPLATES
from cmoplanner.ui.widgets.dialogs import Message
from cmoplanner.ui.window import Window
from cmoplanner.ui.workspace import Workspace


@pytest.fixture(name="dialog")
def _dialog(qtbot: QtBot, window: Window, workspace: Workspace) -> NewPlanDialog:
    workspace.context.commands.run("new")
    dialog = window.findChild(NewPlanDialog)
    assert dialog is not None
    qtbot.waitExposed(dialog)
    dialog.activateWindow()
    return dialog


def place(monkeypatch: pytest.MonkeyPatch, path: Path | None) -> list[str]:
    """Answer the question where the file goes; return what was proposed."""
    proposed: list[str] = []

    def ask(_parent: QWidget, _title: str, start: str, _filters: str) -> tuple[str, str]:
        proposed.append(start)
        return str(path or ""), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", ask)
    return proposed


def enter(qtbot: QtBot, form: NewPlanForm) -> None:
    qtbot.keyClick(form.focusWidget() or form, Qt.Key.Key_Return)


def type_in(qtbot: QtBot, form: NewPlanForm, text: str) -> None:
    """Type where the keyboard is, and go to the next field."""
    focused = form.focusWidget()
    assert focused is not None
    qtbot.keyClicks(focused, text)
    qtbot.keyClick(focused, Qt.Key.Key_Tab)


def test_five_questions_by_keyboard_make_a_plan(
    qtbot: QtBot, window: Window, dialog: NewPlanDialog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "made.cmoplan"
    proposed = place(monkeypatch, path)
    form = dialog.form
    type_in(qtbot, form, 'Norr <b>&/\\:"')
    enter(qtbot, form)
    assert form.step == 1
    type_in(qtbot, form, "25,800,000")
    type_in(qtbot, form, "2.2 M")
    assert form.hint.text().replace("\u00a0", " ") == "Step 2 of 5. Budget is 8.5 % of the goal."
    enter(qtbot, form)
    type_in(qtbot, form, "Owners")
    type_in(qtbot, form, "Schools")
    enter(qtbot, form)
    type_in(qtbot, form, "Cloud")
    assert form.hint.text() == "Step 4 of 5. 2 market cells."
    enter(qtbot, form)
    assert form.step == 4
    assert form.channels.table.rowCount() == 15
    enter(qtbot, form)
    assert window.workspace is not None
    plan = window.workspace.context.document.plan
    assert "Market cells" in window.workspace.status.said.text()  # what to do next
    assert window.workspace.context.document.path == path
    assert plan.header.company == 'Norr <b>&/\\:"'
    assert plan.header.topdown_budget == 220_000_000
    assert [goal.target for goal in plan.goals.values()] == [25_800_000]
    assert (len(plan.segments), len(plan.offerings), len(plan.cells), len(plan.channels)) == (2, 1, 2, 15)
    assert all(problem.severity is not Severity.ERROR for problem in check_plan(plan))
    assert read_snapshot(path).plan.header.company == plan.header.company
    assert Path(proposed[0]).name.startswith("Norr b")
    assert not set('<>:"/\\|?*') & set(Path(proposed[0]).name)
    assert window.settings.recent[0].path == str(path)
    QCoreApplication.sendPostedEvents()


def test_what_is_wrong_is_told_beside_the_field_and_nothing_is_lost(qtbot: QtBot, dialog: NewPlanDialog) -> None:
    form = dialog.form
    enter(qtbot, form)
    assert form.step == 0
    assert form.company.answers["company"].fault.text() == "Company is missing."
    assert form.company.company.property("invalid") is True
    type_in(qtbot, form, "A")
    assert form.company.answers["company"].fault.text() == ""
    form.company.currency.setFocus()
    form.company.currency.setEditText("XXQ")
    form.go_on()
    assert "There is no currency “XXQ”" in form.company.answers["currency"].fault.text()
    form.company.currency.setEditText("JPY")
    form.go_on()
    assert form.step == 1
    form.money.budget.setFocus()
    qtbot.keyClicks(form.money.budget, "10.5")
    enter(qtbot, form)
    assert (form.step, form.money.budget.text()) == (1, "10.5")
    assert "more than 0 decimals" in form.money.answers["budget"].fault.text()
    assert QApplication.activeModalWidget() is dialog  # no dialog over the dialog
    qtbot.keyClick(form.money.budget, Qt.Key.Key_Backspace)
    qtbot.keyClick(form.money.budget, Qt.Key.Key_Backspace)
    enter(qtbot, form)
    for _step in (2, 3):
        enter(qtbot, form)
    assert form.step == 4
    assert "euro" in form.channels.rate_answer.label.text()
    enter(qtbot, form)
    assert "Say how many JPY one euro is" in form.channels.rate_answer.fault.text()
    qtbot.keyClicks(form.channels.rate, "163")
    assert form.channels.rate_answer.fault.text() == ""
    header = form.channels.table.horizontalHeaderItem(1)
    cost = form.channels.table.item(0, 1)
    assert header is not None
    assert cost is not None
    assert header.text() == "JPY per response"
    assert cost.text() == "799 (522–1,386)"
    dialog.reject()


def test_back_keeps_the_answers_and_faults_of_other_steps_lead_there(qtbot: QtBot, dialog: NewPlanDialog) -> None:
    form = dialog.form
    type_in(qtbot, form, "A")
    for _step in range(4):
        form.go_on()
    assert form.step == 4
    qtbot.mouseClick(form.back, Qt.MouseButton.LeftButton)
    assert form.step == 3
    for _step in range(3):
        form.go_back()
    assert (form.step, form.company.company.text()) == (0, "A")
    form.go_back()
    assert form.step == 0
    for _step in range(4):
        form.go_on()
    form.money.goal.setText("x")
    form.go_on()
    assert form.step == 1
    assert "not a number" in form.money.answers["goal"].fault.text() or form.money.answers["goal"].fault.text()
    assert form.focusWidget() is form.money.goal
    dialog.reject()


def test_a_year_of_july_and_of_weeks(dialog: NewPlanDialog) -> None:
    form = dialog.form
    form.money.month.setCurrentIndex(6)
    form.money.horizon.setCurrentIndex(0)
    answers, _faults = form.answers()
    assert (answers.fy_start.month, answers.fy_start.day, answers.horizon_months) == (7, 1, 12)
    chosen = form.money.year.currentIndex()
    form.money.pattern.setCurrentIndex(1)
    answers, _faults = form.answers()
    assert (answers.fy_pattern, form.money.year.currentIndex()) == ("4-4-5", chosen)
    form.money.year.setCurrentIndex(chosen + 1)
    later, _faults = form.answers()
    assert later.fy_start.year == answers.fy_start.year + 1
    dialog.reject()


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda template: template.key)
def test_a_template_fills_in_names_and_channels(
    dialog: NewPlanDialog, window: Window, template: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = next(one for one in TEMPLATES if one is template)
    place(monkeypatch, tmp_path / "made")
    form = dialog.form
    form.company.company.setText("A")
    form.use_template(found)
    for _step in range(5):
        form.go_on()
    assert window.workspace is not None
    document = window.workspace.context.document
    assert document.path == tmp_path / "made.cmoplan"
    plan = document.plan
    assert [segment.name for segment in plan.segments.values()] == list(found.segments)
    assert [offering.name for offering in plan.offerings.values()] == list(found.offerings)
    assert [channel.name for channel in plan.channels.values()] == [one.name for one in channels_of(found.pack)]
    assert found.told[0].startswith(f"{len(found.segments)} segments")


def test_a_blank_plan_takes_its_name_from_the_file(
    dialog: NewPlanDialog, window: Window, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place(monkeypatch, tmp_path / "Acme.cmoplan")
    dialog.form.blank_button.click()
    assert window.workspace is not None
    plan = window.workspace.context.document.plan
    assert (plan.header.company, len(plan.stages), len(plan.channels)) == ("Acme", 8, 0)


def test_thinking_better_of_the_place_keeps_the_answers(
    dialog: NewPlanDialog, window: Window, monkeypatch: pytest.MonkeyPatch, plan_path: Path
) -> None:
    place(monkeypatch, None)
    dialog.form.company.company.setText("A")
    dialog.form.blank_button.click()
    assert dialog.isVisible()
    assert dialog.form.company.company.text() == "A"
    place(monkeypatch, plan_path)  # the plan that is open cannot be replaced
    dialog.form.blank_button.click()
    message = window.findChild(Message)
    assert message is not None
    assert "is the plan that is open" in message.sentence.text()
    message.accept()
    assert dialog.isVisible()
    assert len(read_snapshot(plan_path).plan.activities) == 70
    dialog.reject()


def test_a_proposed_name_is_free(tmp_path: Path, window: Window) -> None:
    form = NewPlanForm(window.theme, window)
    form.company.company.setText("A" * 300)
    answers, _faults = form.answers()
    first = creating.proposed_path(answers)
    first.touch()
    assert creating.proposed_path(answers) not in (first, None)
    assert len(first.name) < 120
    form.deleteLater()


def test_everything_typed_or_preset_is_plain_text(dialog: NewPlanDialog) -> None:
    assert all(label.textFormat() is Qt.TextFormat.PlainText for label in dialog.findChildren(QLabel))
    dialog.reject()


def open_channels(window: Window) -> AddChannels:
    assert window.workspace is not None
    window.workspace.context.commands.run("channels.add")
    dialog = window.findChild(AddChannels)
    assert dialog is not None
    return dialog


def test_usual_channels_are_ticked_and_added_in_one_step(qtbot: QtBot, window: Window, workspace: Workspace) -> None:
    document = workspace.context.document
    before = document.plan
    dialog = open_channels(window)
    qtbot.waitExposed(dialog)
    there = [preset.name for preset in channels_of("b2b") if is_there(before, preset)]
    names = [dialog.table.item(row, 0).text() for row in range(dialog.table.rowCount())]
    assert {f"{name} (in the plan)" for name in there} <= set(names)
    assert not dialog.add.isEnabled()
    row = (
        names.index("Direct mail")
        if "Direct mail" in names
        else next(i for i, name in enumerate(names) if not name.endswith("(in the plan)"))
    )
    dialog.table.setCurrentCell(row, 0)
    qtbot.keyClick(dialog.table, Qt.Key.Key_Space)
    assert dialog.count.text() == "1 channel is ticked"
    qtbot.mouseClick(dialog.all, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(dialog.add, Qt.MouseButton.LeftButton)
    added = set(document.plan.channels) - set(before.channels)
    assert len(added) == 15 - len(there)
    assert "with their assumptions" in workspace.status.said.text()
    document.undo()
    assert document.plan.channels == before.channels
    assert document.plan.assumptions == before.assumptions


def test_a_plan_in_another_currency_asks_for_the_rate(
    qtbot: QtBot, make_window: Callable[[], Window], dialog: NewPlanDialog, window: Window, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    place(monkeypatch, tmp_path / "yen.cmoplan")
    dialog.form.company.currency.setEditText("JPY")
    dialog.form.blank_button.click()
    channels = open_channels(window)
    qtbot.waitExposed(channels)
    channels.table.tick_all(on=True)
    channels.add.click()
    assert "Say how many JPY one euro is" in channels.rate_answer.fault.text()
    qtbot.keyClicks(channels.rate, "0")
    channels.add.click()
    assert channels.rate_answer.fault.text()
    channels.rate.clear()
    qtbot.keyClicks(channels.rate, "163")
    assert len(channels.table.ticked()) == 15  # ticks stay while the rate is typed
    channels.add.click()
    assert window.workspace is not None
    plan = window.workspace.context.document.plan
    assert plan.channels["paid_search"].unit_cost == 798.7
    assert len(plan.channels) == 15


def test_a_read_only_plan_takes_no_channels(
    make_window: Callable[[], Window], plan_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cmoplanner.model.store.document.writable", lambda _path: False)
    window = make_window()
    window.show_document(Document.open(plan_path))
    assert window.workspace is not None
    assert not window.workspace.context.commands.action("channels.add").isEnabled()
