"""The comparison in the window: versions, files and now, in words, narrowed, copied; what cannot be read is said."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from cmoplanner.errors import DamagedPlan
from cmoplanner.model.compare import compare
from cmoplanner.model.edits.activities import create_activity, move_activity
from cmoplanner.model.edits.campaigns import rename_campaign
from cmoplanner.model.edits.fields import set_field
from cmoplanner.model.plan import Plan
from cmoplanner.model.store.document import Document
from cmoplanner.ui.history.compare_view import CompareDialog
from cmoplanner.ui.history.sides import NOW, Side, file_side, own_sides
from cmoplanner.ui.window import Window
from cmoplanner.ui.workspace import Workspace

MARKUP = "<b>Spring</b> & <img src='file:///etc/hostname'>"
Show = Callable[..., CompareDialog]


@pytest.fixture
def document(workspace: Workspace) -> Document:
    return workspace.context.document


@pytest.fixture
def show(qtbot: QtBot, window: Window, workspace: Workspace, document: Document) -> Show:
    """Return what opens the comparison of two sides and waits until they are compared."""

    def show(before: str, after: str, *further: Side) -> CompareDialog:
        sides = [*own_sides(document), *further]
        say = workspace.context.commands.say
        dialog = CompareDialog(workspace.context.theme, window.jobs, sides, before, after, say, window)
        dialog.open()
        settle(qtbot, dialog)
        return dialog

    return show


def settle(qtbot: QtBot, dialog: CompareDialog) -> None:
    qtbot.waitUntil(lambda: dialog.summary.text() != "Comparing…", timeout=20_000)


def shown(dialog: CompareDialog) -> list[tuple[str, str, str]]:
    return [(line.text, line.detail, line.aside) for line in dialog.list.lines.lines if not line.head]


def heads(dialog: CompareDialog) -> list[tuple[str, str]]:
    return [(line.text, line.aside) for line in dialog.list.lines.lines if line.head]


def test_a_version_and_now(document: Document, show: Show) -> None:
    version = document.name_version("Then")
    set_field(document, "activity", "A002", "gross_spend", 5_000_000)
    set_field(document, "activity", "A003", "status", "committed")
    rename_campaign(document, "esb", MARKUP)
    dialog = show(f"version:{version.id}", NOW)
    found = compare(document.plan_of(version.id), document.plan)
    assert len(shown(dialog)) == len(found)
    assert sorted((one.name, one.detail) for one in found) == sorted(line[:2] for line in shown(dialog))
    assert (MARKUP, "Was “Energy-Smart Buildings”", "Campaign") in shown(dialog)
    assert any(detail.endswith("→ Committed") for _name, detail, _noun in shown(dialog))
    # more money than was approved is submitted again, which adds an approval
    assert [head for head in heads(dialog) if head[0] in ("Added", "Re-budgeted")] == [
        ("Added", "1"),
        ("Re-budgeted", "1"),
    ]
    texts = [[cell.text() for cell in row] for row in dialog.totals.cells]
    assert texts[0] == ["Money in EUR", "Before", "After", "Change"]
    assert texts[1][3] == "–"
    before = document.plan_of(version.id).activities["A002"].gross_spend
    assert texts[2][3] == f"+{(5_000_000 - before) / 100:,.2f}"
    dialog.reject()


def test_two_versions_and_swapped(qtbot: QtBot, document: Document, show: Show) -> None:
    one = document.name_version("One")
    move_activity(document, "A019", 14)  # of neither anything is booked: their money goes along
    two = document.name_version("Two")
    move_activity(document, "A026", 7)
    dialog = show(f"version:{one.id}", f"version:{two.id}")
    (line,) = shown(dialog)
    assert line[1].startswith("2 weeks later · ")
    qtbot.mouseClick(dialog.swap, Qt.MouseButton.LeftButton)
    assert (dialog.before.currentText(), dialog.after.currentText()) == ("Two", "One")
    settle(qtbot, dialog)
    assert shown(dialog)[0][1].startswith("2 weeks earlier · ")
    dialog.after.setCurrentIndex(dialog.after.findData(NOW))
    settle(qtbot, dialog)
    (line,) = shown(dialog)
    assert line[1].startswith("1 week later · ")
    dialog.reject()


def test_nothing_differs(document: Document, show: Show) -> None:
    version = document.name_version("Same")
    dialog = show(f"version:{version.id}", NOW)
    assert dialog.summary.text() == "Nothing differs"
    assert dialog.stack.currentWidget() is dialog.told
    assert "Both hold the same" in dialog.told.text()
    assert not dialog.filter.isEnabled()
    dialog.reject()


def test_another_copy_of_the_file(document: Document, show: Show, tmp_path: Path) -> None:
    document.publish()
    copy = tmp_path / "plan (conflicted copy).cmoplan"
    copy.write_bytes(document.path.read_bytes())
    create_activity(document, MARKUP, document.plan.header.fy_start, document.plan.header.fy_start)
    side = file_side(copy)
    dialog = show(side.key, NOW, side)
    assert dialog.before.currentText() == copy.name
    assert heads(dialog) == [("Added", "1")]
    assert shown(dialog)[0][0] == MARKUP
    dialog.reject()


def test_what_cannot_be_read_is_said_and_another_side_goes_on(
    qtbot: QtBot, document: Document, show: Show, tmp_path: Path
) -> None:
    def broken() -> Plan:
        raise DamagedPlan(tmp_path / "odd.cmoplan")

    version = document.name_version("Then")
    move_activity(document, "A001", 7)
    dialog = show("odd", NOW, Side("odd", "Odd", broken))
    assert dialog.summary.text() == "Cannot be compared"
    assert "“odd.cmoplan” is damaged" in dialog.told.text()
    assert not dialog.copy.isEnabled()
    dialog.before.setCurrentIndex(dialog.before.findData(f"version:{version.id}"))
    settle(qtbot, dialog)
    assert len(shown(dialog)) == 1
    dialog.reject()


def test_filtered_and_copied_by_keyboard(qtbot: QtBot, document: Document, show: Show) -> None:
    version = document.name_version("Then")
    move_activity(document, "A001", 7)
    rename_campaign(document, "esb", "Energy")
    dialog = show(f"version:{version.id}", NOW)
    qtbot.keyClicks(dialog.filter, "campaign energy")
    assert [line[0] for line in shown(dialog)] == ["Energy"]
    qtbot.keyClicks(dialog.filter, " nowhere")
    assert dialog.told.text() == "No difference has these words."
    dialog.filter.clear()
    assert len(shown(dialog)) == 2
    qtbot.keyClick(dialog.copy, Qt.Key.Key_Space)
    text = QGuiApplication.clipboard().text()
    assert text.startswith("From “Then” to “Now”\n2 differences")
    assert "Renamed “Energy-Smart Buildings” to “Energy”" in text
    dialog.reject()


def test_closing_while_it_compares_leaves_nothing(
    qtbot: QtBot, window: Window, workspace: Workspace, document: Document
) -> None:
    version = document.name_version("Then")
    say = workspace.context.commands.say
    dialog = CompareDialog(
        workspace.context.theme, window.jobs, own_sides(document), f"version:{version.id}", NOW, say, window
    )
    dialog.open()
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    window.jobs.stop_all()


def test_thousands_of_differences_come_without_a_widget_each(document: Document, show: Show) -> None:
    version = document.name_version("Then")
    with document.edit("Many risks") as session:
        for number in range(3_000):
            session.insert("risk", {"id": f"X{number}", "title": f"Risk {number}"})
    dialog = show(f"version:{version.id}", NOW)
    assert dialog.list.lines.rowCount() == 3_001
    assert not dialog.list.viewport().children()
    dialog.reject()
