"""Pages and charts from the window: chosen with a preview, written, copied and printed, whatever page is shown."""

import csv
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import pytest
from pptx import Presentation
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtPrintSupport import QPrintPreviewDialog, QPrintPreviewWidget
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from cmoplanner.model.store.snapshot import read_snapshot
from cmoplanner.paths import sample_plan
from cmoplanner.projection.draws import Draws
from cmoplanner.report.deck import material as materials
from cmoplanner.report.deck.blocks import Kind
from cmoplanner.report.deck.material import Material
from cmoplanner.ui.company_look import CompanyLook, remembered
from cmoplanner.ui.page_choice import PageChoice
from cmoplanner.ui.page_exports import PageExports
from cmoplanner.ui.workspace import Workspace

LEFT = Qt.MouseButton.LeftButton
_gather = materials.gather


@lru_cache(maxsize=1)
def _few() -> Material:
    """Work the sample out once, with few draws: what pages say of ranges is tested with the pages."""
    return _gather(read_snapshot(sample_plan()).plan, draws=Draws(50, 1))


@pytest.fixture(autouse=True)
def _empty_clipboard(qapp: object) -> Iterator[None]:
    """Leave nothing of ours on the clipboard: without a screen it is freed after Python has gone."""
    yield
    QGuiApplication.clipboard().clear()


@pytest.fixture
def exports(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> PageExports:
    monkeypatch.setattr(materials, "gather", lambda *_given, **_more: _few())
    found = workspace.findChild(PageExports)
    assert isinstance(found, PageExports)
    return found


def opened(qtbot: QtBot, exports: PageExports, workspace: Workspace, command: str) -> PageChoice:
    workspace.context.commands.run(command)
    qtbot.waitUntil(lambda: exports.dialog is not None and exports.dialog.isVisible(), timeout=30_000)
    assert exports.dialog is not None
    return exports.dialog


def pick(dialog: PageChoice, box: str, value: object) -> None:
    chosen = getattr(dialog, box)
    place = chosen.findData(value)
    assert place >= 0, value
    chosen.setCurrentIndex(place)


def test_pages_and_charts_are_chosen_seen_written_and_copied(
    qtbot: QtBot, exports: PageExports, workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace.show_page("outcome")
    dialog = opened(qtbot, exports, workspace, "export.shown")
    assert dialog.what.currentData() == Kind.OUTCOME.value
    assert not dialog.preview.pixmap().isNull()
    whole = dialog.preview.pixmap().toImage()
    pick(dialog, "what", "outcome.1")
    assert dialog.choice.pages[0].title == "Revenue by month"
    assert dialog.preview.pixmap().toImage() != whole
    out = tmp_path / "chart.pptx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_given, **_more: (str(out), ""))
    QTest.mouseClick(dialog.export, LEFT)
    qtbot.waitUntil(lambda: "chart.pptx" in workspace.status.said.text(), timeout=20_000)
    (slide,) = Presentation(str(out)).slides
    assert any(shape.has_chart for shape in slide.shapes)
    pick(dialog, "suffix", ".png")
    out = tmp_path / "chart.png"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_given, **_more: (str(out), ""))
    QTest.mouseClick(dialog.export, LEFT)
    qtbot.waitUntil(lambda: "chart.png" in workspace.status.said.text(), timeout=20_000)
    assert QImage(str(out)).width() == 3840
    QTest.mouseClick(dialog.table, LEFT)
    text = QGuiApplication.clipboard().text()
    assert text.startswith("Revenue by month")
    assert text.count("\r\n") >= 14  # title, names, twelve months
    assert "<table>" in QGuiApplication.clipboard().mimeData().html()
    QTest.mouseClick(dialog.picture, LEFT)
    assert QGuiApplication.clipboard().image().width() == 1920
    pick(dialog, "what", Kind.CALENDAR.value)
    pick(dialog, "lanes", "channel")
    dialog.range.setCurrentIndex(dialog.range.findText("FY27 Q2"))
    assert dialog.choice.pages[0].title.startswith("FY27 Q2: ")
    pick(dialog, "what", "outcome.1")
    assert not dialog.lanes.isEnabled()
    pick(dialog, "audience", dialog.audience.itemData(1))
    assert not dialog.export.isEnabled()
    assert "sees nothing" in dialog.said.text()
    pick(dialog, "what", "deck")
    assert dialog.export.isEnabled()
    assert all(page.kind not in (Kind.BUDGET, Kind.OUTCOME) for page in dialog.choice.pages)
    dialog.reject()


def test_each_page_can_be_copied_and_the_calendar_as_its_rows(
    qtbot: QtBot, exports: PageExports, workspace: Workspace
) -> None:
    workspace.show_page("calendar")
    workspace.context.commands.run("copy.table")
    lines = QGuiApplication.clipboard().text().splitlines()
    assert len(lines) == len(workspace.context.document.plan.activities) + 1
    workspace.show_page("budget")
    workspace.context.commands.run("copy.table")
    qtbot.waitUntil(lambda: "Envelopes with the least left" in QGuiApplication.clipboard().text(), timeout=30_000)
    workspace.context.commands.run("copy.picture")  # known by now: at once
    assert QGuiApplication.clipboard().image().height() == 1080
    assert "copied as a picture" in workspace.status.said.text()


def test_what_is_shown_is_previewed_for_the_printer(
    qtbot: QtBot, exports: PageExports, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    painted: list[int] = []
    monkeypatch.setattr("cmoplanner.ui.paper.print_on", lambda leaves, _renderer, _printer: painted.append(len(leaves)))
    workspace.show_page("budget")
    QTest.keyClick(workspace, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: bool(painted), timeout=30_000)
    assert painted[0] == 1
    (dialog,) = workspace.findChildren(QPrintPreviewDialog)
    assert dialog.isVisible()
    assert dialog.findChild(QPrintPreviewWidget) is not None
    dialog.reject()
    QCoreApplication.sendPostedEvents(dialog, 52)  # it goes now


def test_the_companys_look_is_checked_and_remembered_by_plan(
    qtbot: QtBot, workspace: Workspace, tmp_path: Path
) -> None:
    look = CompanyLook(workspace.context, workspace)
    look.open()
    look.accent.setText("blue")
    QTest.mouseClick(look.keep, LEFT)
    assert "no colour" in look.said.text()
    assert look.isVisible()
    look.accent.setText("AA1122")
    look.font_name.setText("Georgia")
    look.template.setText(str(tmp_path / "gone.pptx"))
    QTest.mouseClick(look.keep, LEFT)
    assert "cannot be read" in look.said.text()
    look.template.clear()
    QTest.mouseClick(look.keep, LEFT)
    assert not look.isVisible()
    brand = remembered(workspace.context)
    assert (brand.accent, brand.font, brand.logo, brand.template) == ("#AA1122", "Georgia", None, None)
    look.deleteLater()


def test_calendar_files_and_tables_are_written_from_the_menu(workspace: Workspace, tmp_path: Path) -> None:
    from cmoplanner.ui.exports import Exports

    found = workspace.findChild(Exports)
    assert isinstance(found, Exports)
    for name in ("plan.ics", "plan.csv"):
        found.write(tmp_path / name)
        assert workspace.status.said.text().startswith(f"“{name}” written to")
    assert (tmp_path / "plan.ics").read_bytes().count(b"BEGIN:VEVENT") > 60
    assert len((tmp_path / "plan.csv").read_text("utf-8-sig").splitlines()) > 60
    workspace.calendar.shown.filter_by("webinar")
    shown = workspace.calendar.shown.activities()
    assert 0 < len(shown) < 60
    found.write(tmp_path / "few.csv")
    with (tmp_path / "few.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert {row[0] for row in rows[1:]} == {row.name for row in shown}
    workspace.context.commands.run("copy.table")
    assert len(QGuiApplication.clipboard().text().splitlines()) == len(shown) + 1


@pytest.mark.parametrize(
    ("typed", "written"), [("page", "page.pdf"), ("page.png", "page.png"), ("page.svg", "page.svg")]
)
def test_a_one_pager_is_written_as_its_name_ends(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, typed: str, written: str
) -> None:
    workspace.context.outlook.ranges.settle()
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_given, **_more: (str(tmp_path / typed), ""))
    workspace.context.commands.run("export.page")
    assert [path.name for path in tmp_path.iterdir() if path.suffix in (".pdf", ".png", ".svg")] == [written]
    assert "written to" in workspace.status.said.text()
