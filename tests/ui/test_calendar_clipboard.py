"""Copy, cut and paste of activities with real keys: in one plan, between plans, and with spreadsheets."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QPushButton

from cmoplanner.exchange.activity_bundle import KIND, pack, unpack
from cmoplanner.model.edits.fields import set_field
from cmoplanner.model.periods import monday
from cmoplanner.model.store.document import Document
from cmoplanner.paths import sample_plan
from cmoplanner.ui.calendar.clipboard import ActivityClipboard
from cmoplanner.ui.workspace import Workspace
from tests.ui.calendar_driver import CTRL, Driver


@pytest.fixture
def driver(workspace: Workspace) -> Driver:
    QGuiApplication.clipboard().clear()
    return Driver(workspace)


@pytest.fixture
def other(tmp_path: Path) -> Iterator[Document]:
    with Document.create_from(sample_plan(), tmp_path / "other.cmoplan", data_folder=tmp_path / "o") as document:
        yield document


def select(driver: Driver, *ids: str) -> None:
    driver.workspace.context.selection.set("activity", ids)
    driver.view.setFocus()


def linked_pair(driver: Driver) -> tuple[str, str]:
    row = next(row for row in driver.plan.activities.values() if row.depends_on)
    return row.depends_on[0], row.id


def test_paste_at_the_mouse_keeps_offsets_money_weekdays_and_links(driver: Driver) -> None:
    first, second = linked_pair(driver)
    was = driver.plan
    select(driver, first, second)
    driver.key(Qt.Key.Key_C, CTRL)
    frame, aim = driver.view.frame(), date(2027, 6, 16)
    start = min(was.activities[first].start, was.activities[second].start)
    at = QPoint(round(driver.view.state.axis.x(aim) + 1 - frame.scroll_x + frame.head), round(frame.body_top) + 5)
    driver.move(at, buttons=Qt.MouseButton.NoButton)
    driver.key(Qt.Key.Key_V, CTRL)
    new_first, new_second = driver.chosen
    shift = (monday(aim) - monday(start)).days
    for old, new in ((first, new_first), (second, new_second)):
        before, after = was.activities[old], driver.row(new)
        assert ((after.start - before.start).days, (after.end - before.end).days) == (shift, shift)
        assert (after.name, after.gross_spend, after.targets) == (before.name, before.gross_spend, before.targets)
        assert after.approval_status == "draft"
    assert driver.row(new_second).depends_on == (new_first,)
    assert driver.text("undo") == "Undo Paste 2 activities"
    driver.document.undo()
    assert driver.plan.activities.keys() == was.activities.keys()


def test_cut_and_paste_at_the_selected_week(driver: Driver) -> None:
    bars = driver.open_bars()
    cut, aim = bars[0], bars[3]
    row, count = driver.row(cut), len(driver.plan.activities)
    select(driver, cut)
    driver.key(Qt.Key.Key_X, CTRL)
    assert cut not in driver.plan.activities
    select(driver, aim)
    clipboard = next(one for one in driver.page.additions if isinstance(one, ActivityClipboard))
    clipboard._mouse = None
    driver.key(Qt.Key.Key_V, CTRL)
    (made,) = driver.chosen
    assert monday(driver.row(made).start) == monday(driver.row(aim).start)
    assert driver.row(made).start.weekday() == row.start.weekday()
    assert len(driver.plan.activities) == count


def test_another_plan_finds_names_and_says_what_it_has_not(driver: Driver, other: Document) -> None:
    row = next(row for row in other.plan.activities.values() if row.channel_id == "webinar" and row.vendor_id is None)
    set_field(other, "channel", "webinar", "name", "Live radio shows")
    text = pack(other.plan, [row.id])
    data = QMimeData()
    data.setData(KIND, text.encode())
    QGuiApplication.clipboard().setMimeData(data)
    told: list[str] = []
    driver.workspace.context.commands.said.connect(told.append)
    driver.workspace.context.selection.clear()
    driver.key(Qt.Key.Key_V, CTRL)
    (made,) = driver.chosen
    assert driver.row(made).channel_id is None, "the same id is another channel there"
    assert driver.row(made).campaign_id == row.campaign_id
    assert "channel “Live radio shows”" in told[-1]
    assert driver.row(made).targets == row.targets


def test_another_currency_is_refused_and_damage_too(driver: Driver, other: Document) -> None:
    first = next(iter(other.plan.activities))
    text = pack(other.plan, [first])
    with pytest.raises(ValueError, match="USD"):
        unpack(text.replace('"EUR"', '"USD"', 1), driver.plan)
    for damaged in ("", "[]", "{}", text[:50], text.replace('"activities"', '"x"')):
        with pytest.raises(ValueError, match="cannot be read"):
            unpack(damaged, driver.plan)


def test_copied_activities_are_a_table_for_spreadsheets(driver: Driver) -> None:
    bar = driver.open_bars()[0]
    select(driver, bar)
    driver.key(Qt.Key.Key_C, CTRL)
    head, line = QGuiApplication.clipboard().text().split("\n")[:2]
    assert head.split("\t")[:4] == ["Name", "Campaign", "Channel", "Start"]
    assert line.split("\t")[0] == driver.row(bar).name
    assert driver.row(bar).start.isoformat() in line.split("\t")


def test_a_table_is_pasted_where_its_days_say(driver: Driver) -> None:
    known = set(driver.plan.activities)
    QGuiApplication.clipboard().setText(
        "Name\tChannel\tStart\tEnd\tGross spend\r\n=1+1\temail\t03/05/2027\t14/05/2027\t1,234.50\r\n"
    )
    driver.key(Qt.Key.Key_V, CTRL)
    (made,) = set(driver.plan.activities) - known
    row = driver.row(made)
    assert (row.name, row.start, row.end, row.gross_spend) == ("=1+1", date(2027, 5, 3), date(2027, 5, 14), 123_450)


def test_bad_rows_are_named_and_nothing_is_pasted_until_accepted(
    driver: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = set(driver.plan.activities)
    QGuiApplication.clipboard().setText("Name\tStart\tChannel\nGood\t2027-05-03\temail\nBad\tsoon\tRadio\n")
    shown: list[str] = []

    def answer(button: str) -> None:
        def chosen(dialog: QDialog) -> int:
            shown.extend(label.text() for label in dialog.findChildren(QPushButton))
            shown.append(dialog.remedy.text())  # type: ignore[attr-defined]
            found = next(one for one in dialog.findChildren(QPushButton) if one.text() == button)
            found.click()
            return dialog.result()

        monkeypatch.setattr(QDialog, "exec", chosen)

    answer("Paste nothing")
    driver.key(Qt.Key.Key_V, CTRL)
    assert set(driver.plan.activities) == known
    assert any("Row 3, Start: “soon” is no date" in text for text in shown)
    assert any("Row 3, Channel: channel “Radio” is not in this plan" in text for text in shown)
    answer("Paste the other row")
    driver.key(Qt.Key.Key_V, CTRL)
    (made,) = set(driver.plan.activities) - known
    assert driver.row(made).name == "Good"


def test_other_text_makes_nothing_and_says_what_can_be_pasted(driver: Driver) -> None:
    known = set(driver.plan.activities)
    told: list[str] = []
    driver.workspace.context.commands.said.connect(told.append)
    QGuiApplication.clipboard().setText("Dear all, here is the agenda.")
    driver.key(Qt.Key.Key_V, CTRL)
    assert set(driver.plan.activities) == known
    assert "Name and Start" in told[-1]


def test_pasting_before_anything_was_copied_says_so(driver: Driver, monkeypatch: pytest.MonkeyPatch) -> None:
    class Nothing:
        def mimeData(self) -> None:  # noqa: N802
            """Answer as a clipboard does that nobody has used."""

    monkeypatch.setattr(QGuiApplication, "clipboard", Nothing)
    revision = driver.document.revision
    driver.view.setFocus()
    driver.key(Qt.Key.Key_V, CTRL)
    assert driver.document.revision == revision
    assert driver.workspace.status.said.text().startswith("Nothing to paste")


@pytest.mark.parametrize("answer", ["Lay them on this year", "Paste as they are", "Paste nothing"])
def test_rows_of_another_year_are_told_and_laid_on_this_one(
    driver: Driver, answer: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = (
        "Name\tStart\tEnd\tGross spend\nSpring fair\t2026-05-18\t2026-05-20\t900\nInside\t2027-06-01\t2027-06-02\t5\n"
    )
    QGuiApplication.clipboard().setText(rows)
    said: list[str] = []

    def press(dialog: QDialog) -> int:
        said.append(dialog.sentence.text())  # type: ignore[attr-defined]
        dialog.show()
        buttons = [one for one in dialog.findChildren(QPushButton) if one.isVisible()]
        assert [one.text() for one in buttons if one.width() < one.sizeHint().width()] == []
        button = next(one for one in buttons if one.text() == answer)
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        return dialog.result()

    monkeypatch.setattr(QDialog, "exec", press)
    count = len(driver.plan.activities)
    driver.view.setFocus()
    driver.key(Qt.Key.Key_V, CTRL)
    assert len(said) == 1
    assert said[0].startswith("1 activity begins outside FY2027")
    made = {driver.row(key).name: driver.row(key) for key in list(driver.plan.activities)[count:]}
    if answer == "Paste nothing":
        assert not made
        return
    assert (made["Inside"].start, made["Inside"].end) == (date(2027, 6, 1), date(2027, 6, 2))
    year = 2027 if answer == "Lay them on this year" else 2026
    assert (made["Spring fair"].start, made["Spring fair"].end) == (date(year, 5, 18), date(year, 5, 20))
    assert driver.text("undo") == "Undo Paste 2 activities"
