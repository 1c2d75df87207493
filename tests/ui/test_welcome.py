"""The welcome page: when it is shown, recent plans, the sample, templates, and files that are dropped."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from cmoplanner.model.edits.activities import rename_activity
from cmoplanner.model.store.document import Document
from cmoplanner.model.store.snapshot import read_snapshot
from cmoplanner.paths import sample_plan
from cmoplanner.settings import RecentPlan, Settings
from cmoplanner.ui.app import Starter
from cmoplanner.ui.welcome.page import SAMPLE_ACTIVITIES, WelcomePage
from cmoplanner.ui.welcome.recent import when
from cmoplanner.ui.widgets.dialogs import Message
from cmoplanner.ui.window import Window


@pytest.fixture(name="page")
def _page(qtbot: QtBot, make_window: Callable[[], Window]) -> WelcomePage:
    window = make_window()
    window.show_welcome()
    window.activateWindow()
    page = window.welcome
    assert page is not None
    qtbot.waitExposed(page)
    return page


def window_of(page: WelcomePage) -> Window:
    window = page.window()
    assert isinstance(window, Window)
    return window


def shown_with(page: WelcomePage, recent: list[RecentPlan]) -> WelcomePage:
    window = window_of(page)
    window.settings.change(recent=recent)
    window.show_welcome()
    assert window.welcome is not None
    return window.welcome


def drop(window: Window, *paths: Path) -> bool:
    """Drop files on the window; return whether it takes them."""
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(9, 9), copy, mime, left, none)
    enter.ignore()
    window.dragEnterEvent(enter)
    if enter.isAccepted():
        window.dropEvent(QDropEvent(QPointF(9, 9), copy, mime, left, none))
    return enter.isAccepted()


def test_it_is_shown_where_no_plan_was_open_before(qtbot: QtBot, make_window: Callable[[], Window]) -> None:
    window = make_window()
    Starter(window, None).start()
    qtbot.waitUntil(lambda: window.welcome is not None, timeout=10_000)
    assert window.workspace is None
    assert window.settings.recent == []


def test_recent_plans_have_name_and_time_and_gone_ones_say_so(
    qtbot: QtBot, page: WelcomePage, plan_path: Path, tmp_path: Path
) -> None:
    now = datetime.now(UTC)
    gone = tmp_path / "gone.cmoplan"
    recent = [
        RecentPlan(str(gone), "<i>Gone</i>", (now - timedelta(days=1)).isoformat()),
        RecentPlan(str(plan_path), "<b>R&D</b>", now.isoformat()),
        RecentPlan(str(plan_path.parent / "other.cmoplan")),
    ]
    page = shown_with(page, recent)
    rows = page.recent.rows
    assert [row.name for row in rows] == ["<i>Gone</i>", "<b>R&D</b>", "other"]
    assert [row.gone for row in rows] == [True, False, True]
    assert rows[0].told == "Not there any more"
    assert rows[1].told.startswith("today ")
    assert not rows[0].isEnabled()
    assert "&lt;" not in rows[1].toolTip()
    window = window_of(page)
    page.recent.forgotten.emit(str(gone))
    assert [one.path for one in Settings.load(window.settings.path).recent] == [recent[1].path, recent[2].path]
    assert [row.name for row in page.recent.rows] == ["<b>R&D</b>", "other"]
    qtbot.mouseClick(page.recent.rows[0], Qt.MouseButton.LeftButton)
    assert window.workspace is not None
    assert window.workspace.context.document.path == plan_path
    assert window.settings.recent[0].name == "Marketing plan FY2027"


def test_enter_opens_the_newest_plan(qtbot: QtBot, page: WelcomePage, plan_path: Path) -> None:
    page = shown_with(page, [RecentPlan("/none.cmoplan"), RecentPlan(str(plan_path), "Plan")])
    window = window_of(page)
    focused = window.focusWidget()
    assert focused is page.recent.rows[1]
    qtbot.keyClick(focused, Qt.Key.Key_Return)
    assert window.workspace is not None


def test_tab_goes_as_one_reads(qtbot: QtBot, page: WelcomePage, plan_path: Path) -> None:
    page = shown_with(page, [RecentPlan("/none.cmoplan"), RecentPlan(str(plan_path), "Plan")])
    window = window_of(page)
    with qtbot.waitActive(window):
        window.activateWindow()
    QCoreApplication.processEvents()  # what is not shown yet is passed over
    page.sample.setFocus()
    visited = []
    for _key in range(12):
        focused = window.focusWidget()
        assert focused is not None
        visited.append(focused)
        qtbot.keyClick(focused, Qt.Key.Key_Tab)
    company = page.form.company
    assert visited[:2] == [page.sample, page.open]
    assert visited[2].accessibleName() == "Take “none” off the list"
    assert visited[3:7] == [page.recent.rows[1], company.company, company.name, company.currency]
    assert visited[7:9] == [page.form.blank_button, page.form.proceed]
    assert visited[9:12] == page.cards
    page.form.company.company.setText("A")
    page.form.go_on()
    money = page.form.money
    wanted = [money.goal, money.budget, money.month, money.last_year, money.year, money.pattern, money.horizon]
    for control in [*wanted, page.form.blank_button, page.form.back, page.form.proceed]:
        assert window.focusWidget() is control
        qtbot.keyClick(control, Qt.Key.Key_Tab)


def test_a_file_that_is_no_plan_is_told_and_the_page_stays(page: WelcomePage, tmp_path: Path) -> None:
    window = window_of(page)
    page.form.company.company.setText("Typed")
    foreign = tmp_path / "notes.cmoplan"
    foreign.write_text("shopping list", encoding="utf-8")
    assert drop(window, foreign)
    message = window.findChild(Message)
    assert message is not None
    assert "notes.cmoplan" in message.sentence.text()
    message.accept()
    assert window.welcome is page
    assert page.form.company.company.text() == "Typed"


def test_a_plan_that_is_dropped_is_opened(page: WelcomePage, plan_path: Path) -> None:
    window = window_of(page)
    assert not drop(window)
    assert not drop(window, plan_path, plan_path)
    assert drop(window, plan_path)
    assert window.workspace is not None
    assert window.workspace.context.document.path == plan_path
    assert window.welcome is None


def test_the_sample_is_a_copy_of_its_own(qtbot: QtBot, page: WelcomePage, data_folder: Path) -> None:
    window = window_of(page)
    qtbot.mouseClick(page.sample, Qt.MouseButton.LeftButton)
    assert window.workspace is not None
    document = window.workspace.context.document
    assert document.path.is_relative_to(data_folder)
    assert len(document.plan.activities) == SAMPLE_ACTIVITIES == len(read_snapshot(sample_plan()).plan.activities)


def test_closing_the_plan_brings_the_page_and_keeps_the_edits(qtbot: QtBot, window: Window, plan_path: Path) -> None:
    assert window.workspace is not None
    rename_activity(window.workspace.context.document, "A013", "Renamed")
    window.workspace.context.commands.run("welcome")
    assert window.workspace is None
    assert window.welcome is not None
    assert window.windowTitle() == "CMO Planner"
    assert read_snapshot(plan_path).plan.activities["A013"].name == "Renamed"
    with Document.open(plan_path):  # nobody holds it any more
        pass
    assert window.welcome.recent.rows[0].path == plan_path
    window.open(plan_path)
    assert window.workspace is not None


def test_the_keys_of_the_page(qtbot: QtBot, page: WelcomePage, monkeypatch: pytest.MonkeyPatch) -> None:
    window = window_of(page)
    qtbot.keyClick(window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    assert window.focusWidget() is page.form.company.company
    asked: list[str] = []
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *given: (asked.append(given[1]), ("", ""))[1])
    qtbot.keyClick(window, Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier)
    assert asked == ["Open a plan"]
    qtbot.keyClick(window, Qt.Key.Key_Q, Qt.KeyboardModifier.ControlModifier)
    assert not window.isVisible()


def test_a_template_fills_the_assistant_and_long_steps_have_its_room(qtbot: QtBot, page: WelcomePage) -> None:
    card = page.cards[1]
    qtbot.mouseClick(card, Qt.MouseButton.LeftButton)
    assert card.isChecked()
    assert page.form.channels.pack.currentData() == "b2c"
    assert page.form.segments.given() == ("Loyal customers", "Occasional buyers", "New to the brand")
    qtbot.keyClick(page.cards[0], Qt.Key.Key_Space)
    assert page.form.channels.pack.currentData() == "b2b"
    assert [one.isChecked() for one in page.cards] == [True, False, False]
    page.form.company.company.setText("A")
    assert page.templates.isVisible()
    page.form.go_on()
    page.form.go_on()
    assert page.form.step == 2
    assert not page.templates.isVisible()


def test_a_plan_is_made_from_the_page(
    qtbot: QtBot, page: WelcomePage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = window_of(page)
    path = tmp_path / "made.cmoplan"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_given: (str(path), ""))
    qtbot.keyClicks(page.form.company.company, "Acme")
    qtbot.mouseClick(page.form.blank_button, Qt.MouseButton.LeftButton)
    assert window.workspace is not None
    assert window.workspace.context.document.path == path
    assert window.windowTitle().startswith("Marketing plan FY")


@pytest.mark.parametrize(
    ("opened", "told"),
    [
        (datetime(2026, 11, 22, 6, 5, tzinfo=UTC), "today 06:05"),
        (datetime(2026, 11, 21, 23, 59, tzinfo=UTC), "yesterday"),
        (datetime(2026, 1, 12, 8, 0, tzinfo=UTC), "12 Jan 2026"),
        (None, ""),
    ],
)
def test_when_a_plan_was_open(opened: datetime | None, told: str) -> None:
    assert when(opened, datetime(2026, 11, 22, 12, 0, tzinfo=UTC), "en_GB") == told


def test_recent_plans_of_an_earlier_version_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    path.write_text('{"recent": ["/a.cmoplan", {"path": "/b.cmoplan", "name": "B", "opened": "x"}, {"x": 1}, 3]}')
    recent = Settings.load(path).recent
    assert recent == [RecentPlan("/a.cmoplan"), RecentPlan("/b.cmoplan", "B", "x")]
    assert recent[1].opened_at is None
    settings = Settings(path)
    for number in range(12):
        settings.opened(Path(f"/{number}.cmoplan"), str(number), datetime(2026, 1, 1, tzinfo=UTC))
    settings.opened(Path("/5.cmoplan"), "again", datetime(2026, 1, 2, tzinfo=UTC))
    assert [one.name for one in Settings.load(path).recent] == [
        "again",
        *(str(n) for n in (11, 10, 9, 8, 7, 6, 4, 3, 2)),
    ]
