"""Markup that somebody typed is shown as it was typed: in every widget, tooltip, menu and dialog."""

from collections.abc import Callable, Iterator
from itertools import product
from pathlib import Path

import pytest
from PySide6.QtCore import QAbstractTableModel, QCoreApplication, QEvent, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QLabel,
    QLineEdit,
    QMessageBox,
    QTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from cmoplanner.errors import DamagedPlan, EditRefused
from cmoplanner.model import fields
from cmoplanner.model.checks import row_objects
from cmoplanner.model.edits.activities import move_activity
from cmoplanner.model.fields import Kind
from cmoplanner.model.store.document import Document
from cmoplanner.settings import RecentPlan
from cmoplanner.ui.history.compare_view import CompareDialog
from cmoplanner.ui.history.panel import HistoryPanel
from cmoplanner.ui.history.restore_view import RestoreDialog
from cmoplanner.ui.history.sides import NOW, own_sides
from cmoplanner.ui.new_plan.dialog import NewPlanDialog
from cmoplanner.ui.palette_box import PaletteBox
from cmoplanner.ui.widgets.deletion import Deletion
from cmoplanner.ui.widgets.dialogs import About, Confirm, Message
from cmoplanner.ui.window import Window
from cmoplanner.ui.workspace import Workspace

MARKUP = "<img src='x.png'><b>R&amp;D</b>"
RAW = "<img src="


def spiked(path: Path) -> None:
    """Put the markup into every text field of every row of a plan."""
    with Document.open(path) as document, document.edit("Spike") as session:
        for table in fields.TABLES:
            keys = [field.key for field in table.fields if field.kind in {Kind.TEXT, Kind.NOTE} and not field.unit]
            free = [key for key in keys if key not in {"scope", "scope_id", "currency", "locale", "parameter"}]
            for row in row_objects(document.plan, table):
                session.update(table.name, row.id, {key: MARKUP for key in free if getattr(row, key, None)})


def rendered() -> list[str]:
    """Return every place, in all widgets there are now, that would take the markup for markup."""
    return [found for widget in QApplication.allWidgets() for found in _rendered(widget)]


def _rendered(widget: QWidget) -> Iterator[str]:
    name = f"{type(widget).__name__} “{widget.objectName()}”"
    for kind, text in (("tooltip", widget.toolTip()), ("status tip", widget.statusTip()), ("help", widget.whatsThis())):
        if RAW in text:
            yield f"{kind} of {name}"
    labelled = isinstance(widget, QLabel | QMessageBox) and RAW in widget.text()
    if labelled and widget.textFormat() is not Qt.TextFormat.PlainText:
        yield f"text of {name}"
    if isinstance(widget, QTextEdit) and RAW in widget.toHtml():
        yield f"document of {name}"
    yield from (
        f"text of {action.objectName()}" for action in widget.actions() if "&amp" in action.text().replace("&&", "")
    )
    if isinstance(widget, QAbstractItemView) and widget.model() is not None:
        yield from _rendered_in(widget)


def _rendered_in(view: QAbstractItemView) -> Iterator[str]:
    model = view.model()
    columns = model.columnCount() if isinstance(model, QAbstractTableModel) else 1
    for line, column in product(range(min(40, model.rowCount())), range(columns)):
        tip = model.index(line, column).data(Qt.ItemDataRole.ToolTipRole)
        if isinstance(tip, str) and RAW in tip:
            yield f"tooltip of cell {line}, {column} in {type(view).__name__}"


def shown_verbatim() -> int:
    """Return how many labels show the markup as it was typed."""
    labels = [widget for widget in QApplication.allWidgets() if isinstance(widget, QLabel)]
    return sum(MARKUP in label.text() for label in labels)


@pytest.fixture
def plan_path(plan_path: Path) -> Path:
    """Return the sample with markup in all its texts."""
    spiked(plan_path)
    return plan_path


def test_the_look_finds_what_is_rendered(qtbot: QtBot) -> None:
    """The control: each kind of place is found."""
    for spoil in (QWidget.setToolTip, QLabel.setText):
        label = QLabel()
        qtbot.addWidget(label)
        spoil(label, MARKUP)
        assert len(rendered()) == 1
        label.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    edit = QTextEdit()
    qtbot.addWidget(edit)
    edit.setHtml(MARKUP)
    action = QAction(MARKUP, edit)
    edit.addAction(action)
    assert len(rendered()) == 2


def test_in_every_panel_of_the_inspector(window: Window, workspace: Workspace) -> None:
    plan = workspace.context.document.plan
    seen = 0
    for table in fields.TABLES:
        row = next(iter(row_objects(plan, table)), None)
        if row is None or table.name in {"plan", "activity_target", "lane"}:
            continue
        workspace.context.selection.set(table.name, [row.id])
        assert workspace.inspector.panel().isVisible()
        assert rendered() == [], table.name
        seen += 1
    workspace.context.selection.clear()
    for section in workspace.inspector.panel().sections.values():
        section.head.setChecked(True)
    assert rendered() == []
    assert seen > 15
    assert shown_verbatim() > 5, "what was typed is there to be seen"
    assert MARKUP in window.windowTitle()


def test_on_every_page_with_its_menus(qtbot: QtBot, workspace: Workspace) -> None:
    move_activity(workspace.context.document, "A013", 7)
    assert workspace.status.said.text().count(MARKUP) == 1
    for page in workspace.pages:
        workspace.show_page(page)
        QCoreApplication.processEvents()
        assert rendered() == [], page
    workspace.open_palette()
    box = workspace.findChild(PaletteBox)
    assert box is not None
    qtbot.keyClicks(box.list.search, "img")
    assert MARKUP in box.list.rows.item(0).text()
    assert rendered() == []


def test_in_dialogs(qtbot: QtBot, window: Window) -> None:
    for dialog in (
        Message.of(EditRefused(MARKUP, MARKUP, MARKUP), window),
        Message.of(DamagedPlan(Path(MARKUP), MARKUP), window),
        Confirm(MARKUP, MARKUP, "Delete", window),
        About(MARKUP, window),
    ):
        dialog.open()
        QCoreApplication.processEvents()
        assert shown_verbatim() or "damaged" in "".join(label.text() for label in dialog.findChildren(QLabel))
        assert rendered() == [], type(dialog)
        dialog.reject()
        dialog.deleteLater()


def test_in_the_question_before_a_campaign_is_deleted(window: Window, workspace: Workspace) -> None:
    """Its own name, and those of the activities that lose it."""
    workspace.show_page("data")
    plan = workspace.context.document.plan
    campaign = next(row.campaign_id for row in plan.activities.values() if row.campaign_id)
    workspace.data.rows.delete("campaign", [campaign], always_ask=True)
    (asked,) = window.findChildren(Deletion)
    QCoreApplication.processEvents()
    assert asked.isVisible()
    shown = [label.text() for label in asked.findChildren(QLabel)]
    assert f"Delete “{MARKUP}”?" in shown
    assert any(text.startswith(MARKUP) for text in shown), "the activities are named"
    assert rendered() == []
    asked.reject()


def test_in_the_assistant_for_a_new_plan(qtbot: QtBot, window: Window, workspace: Workspace) -> None:
    """Each step with markup in each of its lines, and what the next steps make of it."""
    workspace.context.commands.run("new")
    dialog = window.findChild(NewPlanDialog)
    assert dialog is not None
    form = dialog.form
    seen = set()
    for number in range(len(form.steps)):
        assert form.step == number
        for place, line in enumerate(form.steps[number].findChildren(QLineEdit)):
            if line.isVisibleTo(form) and not line.text() and not line.isReadOnly():
                line.setFocus()
                qtbot.keyClicks(line, "25,800,000" if number == 1 else f"{MARKUP} {place}")
        QCoreApplication.processEvents()
        seen |= {number for widget in form.findChildren(QLineEdit) if MARKUP in widget.text()}
        assert rendered() == [], number
        if number + 1 < len(form.steps):  # the last step asks where the file goes
            form.go_on()
    assert {0, 2, 3} <= seen
    dialog.reject()


def test_in_the_history_and_what_it_opens(qtbot: QtBot, window: Window, workspace: Workspace) -> None:
    """The history panel, the naming of a version, a comparison with it, and the backups."""
    context = workspace.context
    version = context.document.name_version(MARKUP.replace("/", ""), MARKUP)
    assert context.document.back_up()
    move_activity(context.document, "A013", 7)
    context.commands.run("history")
    assert isinstance(workspace.side, HistoryPanel)
    QCoreApplication.processEvents()
    assert rendered() == []
    context.commands.run("version")
    assert rendered() == []
    sides = own_sides(context.document)
    compared = CompareDialog(
        context.theme, window.jobs, sides, f"version:{version.id}", NOW, context.commands.say, window
    )
    compared.open()
    qtbot.waitUntil(lambda: compared.summary.text() != "Comparing…", timeout=20_000)
    assert any(MARKUP in line.text for line in compared.list.lines.lines)
    assert rendered() == []
    compared.reject()
    context.commands.run("restore")
    (restore,) = window.findChildren(RestoreDialog)
    qtbot.waitUntil(lambda: "Looking" not in restore.told.text() or restore.stack.currentIndex() == 1, timeout=20_000)
    assert restore.name.text() == MARKUP
    assert rendered() == []


def test_on_the_welcome_page(make_window: Callable[[], Window]) -> None:
    window = make_window()
    window.settings.change(recent=[RecentPlan(MARKUP + ".cmoplan", MARKUP)])
    window.show_welcome()
    QCoreApplication.processEvents()
    assert window.welcome is not None
    assert [row.name for row in window.welcome.recent.rows] == [MARKUP]
    assert rendered() == []


def test_in_the_answer_to_a_file_that_is_no_plan(window: Window, tmp_path: Path) -> None:
    window.close_plan()
    window.show_error(DamagedPlan(tmp_path / "<img src=x>.cmoplan", MARKUP))
    QCoreApplication.processEvents()
    assert rendered() == []
