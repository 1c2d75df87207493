"""What the calendar's forms say of a plan with nothing in it, and that their buttons begin one."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QWidget

from cmoplanner.model.new_plan import NewPlan, rows_of
from cmoplanner.model.store.document import Document
from cmoplanner.ui.widgets.empty_calendar import EmptyCard
from cmoplanner.ui.window import Window


def cards(page: QWidget) -> list[EmptyCard]:
    return [card for card in page.findChildren(EmptyCard) if card.isVisible()]


def press(card: EmptyCard, words: str) -> None:
    button = next(one for one in card.findChildren(QPushButton) if one.text() == words)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    QCoreApplication.processEvents()


def test_every_form_of_an_empty_plan_says_what_belongs_there(make_window: Callable[[], Window], tmp_path: Path) -> None:
    answers = NewPlan(company="Acme", fy_start=date(2027, 1, 1), as_of=date(2026, 11, 22), budget=120_000_000)
    window = make_window()
    window.show_document(Document.create(tmp_path / "empty.cmoplan", rows_of(answers)))
    QCoreApplication.processEvents()
    workspace = window.workspace
    assert workspace is not None
    page, document = workspace.calendar, workspace.context.document
    headings = {}
    for key in ("timeline", "month", "page", "segment"):
        page.forms.show(key)
        QCoreApplication.processEvents()
        (card,) = cards(page)
        headings[key] = card.accessibleName()
    nothing, no_segments = "Nothing is planned yet", "The plan has no segments yet"
    assert headings == {"timeline": nothing, "month": nothing, "page": nothing, "segment": no_segments}
    assert page.forms.month.month == date(2027, 1, 1), "the month of the year that is nearest to today"
    assert not page.forms.page.export.isEnabled()

    assert workspace.status.revenue.accessibleName().endswith("No revenue projected yet")
    QTest.mouseClick(workspace.status.revenue, Qt.MouseButton.LeftButton)
    assert workspace.stack.currentWidget() is workspace.data
    assert workspace.data.table.name == "segment"

    workspace.show_page("calendar")
    press(cards(page)[0], "New segment")
    assert [row.name for row in document.plan.segments.values()] == ["New segment"]
    assert workspace.context.selection.kind == "segment"
    page.forms.show("page")
    QCoreApplication.processEvents()
    press(cards(page)[0], "New activity")
    assert len(document.plan.activities) == 1
    assert cards(page) == []
    assert page.forms.page.export.isEnabled()
    document.undo()
    press(cards(page)[0], "New campaign")
    QTest.keyClicks(window.focusWidget(), "Spring launch")  # its name is asked for at once
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_Return)
    assert [row.name for row in document.plan.campaigns.values()] == ["Spring launch"]
    while document.plan.campaigns:
        document.undo()
    document.undo()
    QCoreApplication.processEvents()
    assert [card.accessibleName() for card in cards(page)] == [nothing]
