"""Bars carried with the mouse: every drag is one named edit, or none."""

from datetime import timedelta

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt

from cmoplanner.model.edits.fields import set_field
from cmoplanner.model.moving import stays
from cmoplanner.model.plan import Activity
from cmoplanner.projection.compile import compile_plan
from cmoplanner.projection.model import project
from cmoplanner.projection.outcome import Line, Outcome
from cmoplanner.ui.workspace import Workspace
from tests.ui.calendar_driver import ALT, CTRL, SHIFT, Driver


@pytest.fixture
def hand(workspace: Workspace) -> Driver:
    driver = Driver(workspace)
    driver.settle()
    return driver


def dates(row: Activity) -> tuple[str, str]:
    return row.start.isoformat(), row.end.isoformat()


def test_a_drag_moves_by_whole_days_as_one_step_that_can_be_undone(hand: Driver) -> None:
    key = hand.movable()
    before, others = hand.row(key), {k: row for k, row in hand.plan.activities.items() if k != key}
    hand.drag(hand.middle(key), 10 * hand.px)
    after = hand.row(key)
    assert (after.start - before.start, after.end - before.end) == (timedelta(10), timedelta(10))
    assert {k: row for k, row in hand.plan.activities.items() if k != key} == others
    assert hand.chosen == (key,)
    assert hand.text("undo").startswith("Undo Move “")
    hand.key(Qt.Key.Key_Z, CTRL)
    assert hand.row(key) == before
    assert hand.document.undo_label is None
    assert hand.chosen == (key,)
    hand.key(Qt.Key.Key_Y, CTRL)
    assert dates(hand.row(key)) == dates(after)


def test_less_than_a_few_pixels_is_a_click(hand: Driver) -> None:
    key = hand.movable()
    hand.view.zoom(4)
    hand.view.show_bar(key)
    revision = hand.document.revision
    hand.drag(hand.middle(key), 3)
    assert hand.document.revision == revision
    assert hand.chosen == (key,)


def test_shift_keeps_the_weekday(hand: Driver) -> None:
    key = hand.movable()
    before = hand.row(key)
    hand.drag(hand.middle(key), 9.4 * hand.px, SHIFT)
    assert (hand.row(key).start - before.start).days == 7
    hand.drag(hand.middle(key), -11 * hand.px, SHIFT)
    assert (hand.row(key).start - before.start).days == -7


def test_alt_copies_and_selects_the_copy(hand: Driver) -> None:
    key = hand.movable()
    before, count = hand.row(key), len(hand.plan.activities)
    hand.drag(hand.middle(key), 20 * hand.px, ALT)
    assert hand.row(key) == before
    assert len(hand.plan.activities) == count + 1
    (made,) = hand.chosen
    copy = hand.row(made)
    assert (copy.start - before.start).days == (copy.end - before.end).days == 20
    assert (copy.gross_spend, copy.campaign_id, copy.targets) == (
        before.gross_spend,
        before.campaign_id,
        before.targets,
    )
    assert hand.text("undo").startswith("Undo Duplicate “")
    hand.key(Qt.Key.Key_Z, CTRL)
    assert len(hand.plan.activities) == count


def test_esc_leaves_everything_as_it_was(hand: Driver) -> None:
    key = hand.movable()
    hand.workspace.context.outlook.ranges.settle()  # the range is part of what has to stay
    shown = hand.picture()
    revision, said = hand.document.revision, hand.workspace.status.revenue.text()
    assert "–" in said
    hints: list[str] = []
    hand.page.hinted.connect(hints.append)
    start = hand.middle(key)
    hand.press(start)
    hand.move(start + QPoint(120, 0))
    assert hand.picture() != shown
    hand.key(Qt.Key.Key_Escape)
    assert hand.document.revision == revision
    assert hand.workspace.status.revenue.text() == said
    assert hints[-1] == ""
    assert hints[0].startswith("Esc cancels")
    hand.release(start + QPoint(120, 0))
    assert hand.document.revision == revision
    hand.key(Qt.Key.Key_Escape)  # now it lets go of the selection
    assert hand.chosen == ()
    hand.view.leaveEvent(QEvent(QEvent.Type.Leave))
    assert hand.picture() == shown


def test_both_ends_resize(hand: Driver) -> None:
    key = hand.movable()
    before, box = hand.row(key), hand.view.bar_rect(key)
    hand.drag(QPoint(box.right() - 1, box.center().y()), 6 * hand.px)
    assert (hand.row(key).start, hand.row(key).end) == (before.start, before.end + timedelta(6))
    assert hand.text("undo").startswith("Undo Change dates of “")
    box = hand.view.bar_rect(key)
    hand.drag(QPoint(box.left() + 1, box.center().y()), -4 * hand.px)
    assert (hand.row(key).start, hand.row(key).end) == (before.start - timedelta(4), before.end + timedelta(6))


def test_a_bar_keeps_at_least_one_day(hand: Driver) -> None:
    key = hand.movable()
    before, box = hand.row(key), hand.view.bar_rect(key)
    hand.drag(QPoint(box.right() - 1, box.center().y()), -box.width() - 80)
    assert hand.row(key).start == hand.row(key).end == before.start
    hand.key(Qt.Key.Key_Z, CTRL)
    box = hand.view.bar_rect(key)
    hand.drag(QPoint(box.left() + 1, box.center().y()), box.width() + 80)
    assert hand.row(key).start == hand.row(key).end == before.end


def test_bars_stay_inside_the_fiscal_year(hand: Driver) -> None:
    key, year = hand.movable(), hand.plan.calendar.year
    length = hand.row(key).end - hand.row(key).start
    hand.drag(hand.middle(key), 3_000)
    assert (hand.row(key).start, hand.row(key).end) == (year.end - length, year.end)
    hand.view.show_bar(key)
    hand.drag(hand.middle(key), -5_000)
    assert (hand.row(key).start, hand.row(key).end) == (year.start, year.start + length)
    box = hand.view.bar_rect(key)
    hand.drag(QPoint(box.right() - 1, box.center().y()), 5_000)
    assert hand.row(key).end == year.end


def test_several_move_together_and_keep_their_distance(hand: Driver) -> None:
    rows = hand.free_bars()[:3]
    assert len(rows) == 3
    before = {key: hand.row(key) for key in rows}
    for key in rows:
        hand.click(hand.middle(key), CTRL)
    assert set(hand.chosen) == set(rows)
    hand.drag(hand.middle(rows[0]), 4 * hand.px)
    moved = {(hand.row(key).start - before[key].start).days for key in rows}
    assert moved == {4}
    assert hand.text("undo") == "Undo Move 3 activities"
    hand.key(Qt.Key.Key_Z, CTRL)
    assert {key: hand.row(key) for key in rows} == before


def test_the_plan_that_is_written_is_the_plan_that_was_previewed(hand: Driver) -> None:
    key, outlook = hand.movable(), hand.workspace.context.outlook
    set_field(hand.document, "activity", key, "gross_spend", 90_000_000)  # enough to be seen in rounded figures
    told: list[Outcome] = []
    outlook.previewed.connect(told.append)
    before, strip = outlook.outcome, hand.strip()
    figures = [figure.text() for figure in hand.workspace.status.figures]
    with hand.held(hand.middle(key), 50 * hand.px):
        assert told
        assert told[-1] is not before
        assert hand.strip() != strip
        shown = [figure.text() for figure in hand.workspace.status.figures]
        assert shown != figures
        last = told[-1]
    assert [figure.text() for figure in hand.workspace.status.figures] == shown
    fresh = project(compile_plan(hand.plan))
    for line in (Line.REVENUE, Line.MARGIN):
        full = fresh.by_month(line)
        assert outlook.outcome.by_month(line) == pytest.approx(full, rel=1e-9)
        assert last.by_month(line) == pytest.approx(full, rel=1e-9)
        assert abs(full - before.by_month(line)).max() > 1


def test_zooming_while_dragging_drops_the_drag(hand: Driver) -> None:
    key, revision = hand.movable(), hand.document.revision
    start = hand.middle(key)
    hand.press(start)
    hand.move(start + QPoint(60, 0))
    hand.wheel(start, 0, 120, CTRL)
    hand.move(start + QPoint(65, 0))
    hand.release(start + QPoint(65, 0))
    assert hand.document.revision == revision
    assert hand.view.state.hidden == frozenset()


def test_a_plan_that_cannot_be_changed_is_not(hand: Driver) -> None:
    hand.document._read_only = True
    key = hand.movable()
    before = hand.row(key)
    hand.drag(hand.middle(key), 10 * hand.px)
    assert hand.row(key) == before
    assert "can only be read" in hand.workspace.status.said.text()
    assert hand.view.state.hidden == frozenset()


def test_a_bar_of_a_folded_lane_moves_too(hand: Driver) -> None:
    layout = hand.view.state.layout
    frame = hand.view.frame()
    for key, i in layout.index.items():
        box = hand.view.bar_rect(key)
        hit = layout.hit(frame.time_x(box.center().x()), frame.lane_y(box.center().y()))
        row = hand.row(key)
        room = (row.start - hand.plan.calendar.fy_start).days, (hand.plan.calendar.fy_end - row.end).days
        free = stays(row) is None and row.recurrence == "none"
        if free and not layout.full(i) and box.bottom() < frame.body_bottom and hit and hit[0] == i and min(room) > 30:
            break
    else:
        raise LookupError("no folded bar in sight")
    before = hand.row(key)
    hand.drag(box.center(), 14 * hand.px)
    assert (hand.row(key).start - before.start).days == 14
