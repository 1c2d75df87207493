"""The outcome page in a real window: it follows edits, its figures can be asked why, and its links lead on."""

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from cmoplanner.model.edits.fields import set_field
from cmoplanner.model.edits.rows import delete_rows
from cmoplanner.optimizer.cuts import Side, cut, decisions
from cmoplanner.projection.unit_economics import unit_economics
from cmoplanner.report.figure_keys import FigureKey
from cmoplanner.report.outcome_cuts import cut_table
from cmoplanner.report.outcome_economics import economics_table
from cmoplanner.report.outcome_funnel import funnel_table
from cmoplanner.ui.outcome.figure_grid import HEAD, ROW
from cmoplanner.ui.pages.outcome import OutcomePage
from cmoplanner.ui.window import Window
from cmoplanner.ui.workspace import Workspace

LONG = 30_000  # ms: the sample's scenarios and tornado take two seconds alone, more beside other work


def settled(qtbot: QtBot, workspace: Workspace) -> OutcomePage:
    """Show the page and wait until everything is worked out."""
    page = workspace.outcome
    workspace.show_page("outcome")
    qtbot.waitUntil(lambda: rested(workspace), timeout=LONG)
    return page


def rested(workspace: Workspace) -> bool:
    return not workspace.context.outlook.ranges.busy and not workspace.outcome.draws.busy


def cell(page: OutcomePage, row: int, column: int) -> str:
    figures = page.cuts.grid.figures
    return figures.entry(figures.index(row, column)).text


def test_a_key_leads_to_the_page(qtbot: QtBot, window: Window, workspace: Workspace) -> None:
    QTest.keyClick(window, Qt.Key.Key_3, Qt.KeyboardModifier.ControlModifier)
    assert workspace.stack.currentWidget() is workspace.outcome
    assert workspace.items["outcome"].isChecked()
    assert workspace.outcome.sentence.text() == "Plan reaches 25.1\u00a0M; the goal needs 684\u00a0k more"


def test_what_takes_a_moment_comes_by_itself(qtbot: QtBot, workspace: Workspace) -> None:
    page = settled(qtbot, workspace)
    assert [chip.accessibleName().split("\u00a0%")[1] for chip in page.chips.chips] == [
        " chance to reach 25.8\u00a0M",
        " chance that it pays back in 36 months",
    ]
    assert "(" in page.overview.year.right.text()
    assert page.scenarios.grid.figures.table.columns[2].title == "Cut 15 %"
    assert page.hinges.bars.marks
    assert page.cutback.grid.figures.rowCount() > 3
    assert "2,000 draws" in page.note.text()


def test_an_edit_changes_figures_at_once_and_pales_the_rest(qtbot: QtBot, workspace: Workspace) -> None:
    page = settled(qtbot, workspace)
    before = page.overview.year.left.text(), cell(page, 0, 1)
    ranged = page.overview.year.right.text()
    document = workspace.context.document
    paid = next(one for one in document.plan.activities.values() if one.channel_id == "paid_search")
    set_field(document, "activity", paid.id, "gross_spend", paid.gross_spend + 40_000_00)
    assert page.overview.year.left.text() != before[0]
    assert cell(page, 0, 1) != before[1]
    assert page.scenarios.grid.faded
    assert page.cuts.grid.faded
    assert "(" not in page.overview.year.right.text()  # the range of the plan before is not written beside this one
    qtbot.waitUntil(lambda: rested(workspace), timeout=LONG)
    assert not page.scenarios.grid.faded
    assert not page.cuts.grid.faded
    assert "(" in page.overview.year.right.text()
    assert page.overview.year.right.text() != ranged


def test_an_edit_elsewhere_is_worked_out_when_the_page_is_seen_again(qtbot: QtBot, workspace: Workspace) -> None:
    page = settled(qtbot, workspace)
    workspace.show_page("calendar")
    shown = page.sentence.text()
    set_field(workspace.context.document, "goal", "G1", "target", 30_000_000.0)
    assert page.sentence.text() == shown
    assert not page.draws.busy
    settled(qtbot, workspace)
    assert page.sentence.text() == "Plan reaches 25.1\u00a0M; the goal needs 4.88\u00a0M more"


def test_the_plan_is_cut_along_another_side(qtbot: QtBot, workspace: Workspace) -> None:
    page = settled(qtbot, workspace)
    page.cuts.sides.setFocus()
    QTest.keyClick(page.cuts.sides, Qt.Key.Key_Down)
    assert page.cuts.side is Side.CAMPAIGN
    assert cell(page, 0, 3) == "…"
    qtbot.waitUntil(lambda: cell(page, 0, 3) != "…", timeout=LONG)
    assert page.cuts.grid.figures.table.columns[0].title == "Campaign"


@pytest.mark.parametrize("by_key", [True, False])
def test_a_figure_tells_why_and_leads_to_its_assumption(qtbot: QtBot, workspace: Workspace, by_key: bool) -> None:
    page = settled(qtbot, workspace)
    months = page.overview.months
    if by_key:
        months.setFocus()
        QTest.keyClick(months, Qt.Key.Key_Right)
        QTest.keyClick(months, Qt.Key.Key_Return)
    else:
        QTest.mouseClick(months, Qt.MouseButton.LeftButton, pos=months.marks[4].box.center().toPoint())
    assert workspace.side is page.why
    assert page.why.title.text().startswith("Why Revenue is 25,1")
    tree = page.why.tree
    for _level in range(8):  # down the last branch to what stands in the plan
        item = tree.currentItem()
        if page.why.go.text() == "Show in Assumptions" and not page.why.go.isHidden():
            break
        item.setExpanded(True)
        tree.setCurrentItem(item.child(0))
    key = tree.currentItem().data(0, Qt.ItemDataRole.UserRole).evidence.key
    asked: list[tuple[str, str]] = []
    page.assumption_asked.connect(lambda *found: asked.append(found))
    QTest.mouseClick(page.why.go, Qt.MouseButton.LeftButton)
    assert asked == [tuple(key)]
    assert workspace.stack.currentWidget() is workspace.assumptions
    assert workspace.side is None


@pytest.mark.parametrize(("table", "row", "column"), [("cuts", 0, 3), ("economics", 1, 4), ("funnel", 0, 2)])
@pytest.mark.parametrize("by_key", [True, False])
def test_a_figure_of_a_table_tells_why(
    qtbot: QtBot, workspace: Workspace, table: str, row: int, column: int, by_key: bool
) -> None:
    page = settled(qtbot, workspace)
    grid = getattr(page, table).grid
    index = grid.figures.index(row, column)
    page.area.ensureWidgetVisible(grid)
    if by_key:
        grid.setFocus()
        grid.setCurrentIndex(index)
        QTest.keyClick(grid, Qt.Key.Key_Return)
    else:
        QTest.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, pos=grid.visualRect(index).center())
    assert workspace.side is page.why
    shown = grid.figures.entry(index).text
    assert page.why.tree.topLevelItem(0).text(1).split(".")[0] == shown.split(".")[0]
    assert page.why.tree.topLevelItem(0).childCount() >= 2


def test_a_figure_that_is_there_no_more_says_so(qtbot: QtBot, workspace: Workspace) -> None:
    page = settled(qtbot, workspace)
    said: list[str] = []
    page.hinted.connect(said.append)
    page.ask_why(FigureKey("customers", "kept", Side.CELL, "hosp-audit").text())
    assert said == ["This figure is of an earlier plan: look again when the new one is there."]
    assert workspace.side is None


def test_customers_are_looked_at_by_segment_too(qtbot: QtBot, workspace: Workspace) -> None:
    page = settled(qtbot, workspace)
    kinds = page.economics.kinds
    kinds.setFocus()
    QTest.keyClick(kinds, Qt.Key.Key_Down)  # the next one: segments
    outcome = workspace.context.outlook.outcome
    assert kinds.currentData() == Side.SEGMENT.value
    assert page.economics.grid.figures.table == economics_table(outcome, unit_economics(outcome), Side.SEGMENT)
    page.ask_why(page.economics.grid.figures.table.lines[0].entries[4].key)
    assert "CAC" in page.why.title.text()


def test_brand_money_says_that_its_long_term_effect_is_off_and_leads_to_it(qtbot: QtBot, workspace: Workspace) -> None:
    page = settled(qtbot, workspace)
    assert not page.cuts.brand_line.isHidden()
    assert "long-term brand effect not counted" in page.cuts.brand.text()
    assert page.scenarios.warning.text().startswith("“No brand campaign” spends 237,000 less on brand")
    asked: list[tuple[str, str]] = []
    page.row_asked.connect(lambda *found: asked.append(found))
    QTest.mouseClick(page.cuts.brand_link, Qt.MouseButton.LeftButton)
    assert workspace.stack.currentWidget() is workspace.data
    ((kind, channel),) = asked
    assert kind == "channel"
    assert workspace.data.table.name == "channel"
    assert workspace.context.selection.ids == (channel,)
    set_field(workspace.context.document, "channel", channel, "long_term_multiplier", 1.5)
    page = settled(qtbot, workspace)
    assert "Long-term brand effect counted" in page.cuts.brand.text()
    assert "UK consumer brands" in page.cuts.brand.text()
    assert page.scenarios.warning.isHidden()


def test_escape_closes_the_reasons(qtbot: QtBot, workspace: Workspace) -> None:
    page = settled(qtbot, workspace)
    page.ask_why("margin")
    QTest.keyClick(page.why, Qt.Key.Key_Escape)
    assert workspace.side is None
    assert not workspace.inspector.isHidden()


def test_reasons_never_outlive_the_figures(qtbot: QtBot, workspace: Workspace) -> None:
    page = settled(qtbot, workspace)
    page.ask_why("revenue")
    set_field(workspace.context.document, "goal", "G1", "target", 30_000_000.0)
    assert workspace.side is None
    qtbot.waitUntil(lambda: rested(workspace), timeout=LONG)


def test_a_bar_of_the_tornado_leads_to_its_assumption(qtbot: QtBot, workspace: Workspace) -> None:
    page = settled(qtbot, workspace)
    bars = page.hinges.bars
    asked: list[tuple[str, str]] = []
    page.assumption_asked.connect(lambda *found: asked.append(found))
    QTest.mouseClick(bars, Qt.MouseButton.LeftButton, pos=bars.marks[1].box.center().toPoint())
    assert ["/".join(one) for one in asked] == [bars.marks[1].key]


def test_an_empty_plan_says_where_to_begin(qtbot: QtBot, workspace: Workspace) -> None:
    document = workspace.context.document
    delete_rows(document, "activity", list(document.plan.activities))
    workspace.show_page("outcome")
    page = workspace.outcome
    assert page.empty.isVisible()
    for label in page.empty.findChildren(QLabel):
        assert label.heightForWidth(label.width()) <= label.height(), label.text()
    assert not page.draws.busy
    QTest.mouseClick(page.empty.start, Qt.MouseButton.LeftButton)
    assert workspace.stack.currentWidget() is workspace.calendar


def test_names_are_shown_as_they_are_typed(qtbot: QtBot, workspace: Workspace) -> None:
    set_field(workspace.context.document, "channel", "paid_search", "name", "<b>Paid</b> & more")
    page = settled(qtbot, workspace)
    assert cell(page, 0, 0) == "<b>Paid</b> & more"
    figures = page.cuts.grid.figures
    tip = figures.data(figures.index(0, 0), Qt.ItemDataRole.ToolTipRole)
    assert "&lt;b&gt;Paid" in tip


@pytest.mark.parametrize("wide", [1280, 1920])
def test_nothing_lies_beside_the_page(qtbot: QtBot, window: Window, workspace: Workspace, wide: int) -> None:
    window.resize(wide, 800)
    page = settled(qtbot, workspace)
    inside = page.area.widget()
    assert inside.width() <= page.area.viewport().width()
    for card in (page.overview, page.cuts, page.hinges, page.scenarios, page.cutback, page.economics, page.funnel):
        assert within(card, inside)
    for grid in (page.cuts.grid, page.scenarios.grid, page.cutback.grid, page.economics.grid, page.funnel.grid):
        assert grid.horizontalScrollBar().maximum() == 0, grid.accessibleName()


def within(widget: QWidget, outer: QWidget) -> bool:
    left = widget.mapTo(outer, QPoint(0, 0)).x()
    return left >= 0 and left + widget.width() <= outer.width()


def test_the_plan_closes_while_figures_are_worked_out(window: Window, workspace: Workspace) -> None:
    workspace.show_page("outcome")
    assert workspace.outcome.draws.busy
    window.close_plan()
    assert not workspace.outcome.draws.busy


def last_ink(widget: QWidget, part: QRect, color: QColor) -> int:
    """Return how far to the right something of this colour stands in a part of a widget."""
    image = widget.grab(part).toImage()
    wanted = color.getRgb()[:3]

    def inked(x: int) -> bool:
        found = (image.pixelColor(x, y).getRgb()[:3] for y in range(image.height()))
        return any(sum(abs(a - b) for a, b in zip(one, wanted, strict=True)) < 90 for one in found)

    return max(x for x in range(image.width()) if inked(x))


def test_the_title_of_a_scenario_stands_above_its_figures(qtbot: QtBot, workspace: Workspace) -> None:
    grid = settled(qtbot, workspace).scenarios.grid
    head, theme = grid.horizontalHeader(), workspace.context.theme
    assert 1 not in grid.asides
    assert 2 in grid.asides  # the small differences to the plan
    for column in (1, 2):
        left, wide = head.sectionViewportPosition(column), head.sectionSize(column)
        title = last_ink(head.viewport(), QRect(left, 0, wide, HEAD - 2), theme.color("text_2"))
        figure = last_ink(grid.viewport(), QRect(left, 0, wide, ROW), theme.color("text"))
        assert abs(title - figure) <= 2, column


def test_a_large_plan_has_its_tables_worked_out_beside_the_window(
    qtbot: QtBot, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cmoplanner.ui.pages.outcome.HEAVY", 1)
    page, document = settled(qtbot, workspace), workspace.context.document
    cards = page.economics, page.funnel, page.cuts
    before = [card.grid.figures.table for card in cards]
    paid = next(one for one in document.plan.activities.values() if one.channel_id == "paid_search")
    set_field(document, "activity", paid.id, "gross_spend", paid.gross_spend + 40_000_00)
    assert [card.grid.faded for card in cards] == [True] * 3
    assert [card.grid.figures.table for card in cards] == before  # not touched in the edit itself
    qtbot.waitUntil(lambda: rested(workspace), timeout=LONG)
    outcome = workspace.context.outlook.outcome
    assert [card.grid.faded for card in cards] == [False] * 3
    assert page.economics.grid.figures.table == economics_table(outcome, unit_economics(outcome))
    assert page.funnel.grid.figures.table == funnel_table(outcome, Side.CHANNEL)
    assert page.cuts.grid.figures.table == cut_table(
        document.plan, cut(outcome, Side.CHANNEL), decisions(outcome, Side.CHANNEL)
    )
    page.cuts.sides.setCurrentIndex(page.cuts.sides.findData(Side.SEGMENT))
    assert page.cuts.grid.faded
    qtbot.waitUntil(lambda: rested(workspace), timeout=LONG)
    assert page.cuts.grid.figures.table == cut_table(
        document.plan, cut(outcome, Side.SEGMENT), decisions(outcome, Side.SEGMENT)
    )
