"""While a bar is dragged the range is that of the plan with the bar at its place, and goes with the drag."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from cmoplanner.projection.bands import Bands, Month, Total, bands
from cmoplanner.projection.compile import compile_plan
from cmoplanner.projection.draws import DEFAULT_SEED, Draws
from cmoplanner.projection.live_bands import LIVE_DRAWS
from cmoplanner.projection.uncertainty import simulate
from cmoplanner.report.formats import Formats
from cmoplanner.report.range_words import ends
from cmoplanner.ui import live_ranges as module
from cmoplanner.ui.live_ranges import LiveRanges
from cmoplanner.ui.outlook import Outlook
from cmoplanner.ui.window import Window
from cmoplanner.ui.workspace import Workspace
from tests.ui.calendar_driver import ALT, CTRL, Driver


@pytest.fixture
def hand(workspace: Workspace) -> Driver:
    driver = Driver(workspace)
    driver.settle()
    return driver


@pytest.fixture
def outlook(workspace: Workspace) -> Outlook:
    return workspace.context.outlook


def drawn_apart(hand: Driver, key: str, days: int) -> Bands:
    """Return the range of the plan compiled anew with a bar elsewhere."""
    row = hand.row(key)
    there = replace(row, start=row.start + timedelta(days), end=row.end + timedelta(days))
    plan = replace(hand.plan, activities={**hand.plan.activities, key: there})
    return bands(simulate(compile_plan(plan), Draws(LIVE_DRAWS, DEFAULT_SEED)))


def assert_same(found: Bands | None, expected: Bands) -> None:
    assert found is not None
    assert found.draws == expected.draws
    assert found.totals.keys() == expected.totals.keys()
    for key, total in expected.totals.items():
        got = found.totals[key]
        assert (got.plan, got.p10, got.p50, got.p90) == pytest.approx(
            (total.plan, total.p10, total.p50, total.p90), 1e-9
        )
    for name, months in expected.months.items():
        for point in ("plan", "p10", "p50", "p90"):
            assert getattr(found.months[name], point) == pytest.approx(getattr(months, point), rel=1e-9, abs=1e-6)


def drawn(live: LiveRanges) -> bool:
    return live.found is not None and not live.busy


def grabbed(hand: Driver) -> tuple[str, QPoint]:
    key = hand.movable()
    return key, hand.middle(key)


@contextmanager
def drawing_counted(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Count the threads that draw, and name them."""
    threads: list[str] = []
    kept = module._previewed

    def counted(*args: object) -> Bands:
        threads.append(threading.current_thread().name)
        return kept(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(module, "_previewed", counted)
    yield threads


def test_the_range_is_that_of_the_plan_with_the_bar_at_its_place(qtbot: QtBot, hand: Driver, outlook: Outlook) -> None:
    outlook.ranges.settle()
    key, start = grabbed(hand)
    revision = hand.document.revision
    with hand.held(start, 30 * hand.px, CTRL):
        qtbot.waitUntil(lambda: drawn(outlook.live_ranges))
        first = outlook.live_ranges.found
        assert_same(first, drawn_apart(hand, key, 30))
        hand.move(start + QPoint(round(45 * hand.px), 0), CTRL)
        qtbot.waitUntil(lambda: drawn(outlook.live_ranges) and outlook.live_ranges.found is not first)
        expected = drawn_apart(hand, key, 45)
        assert_same(outlook.live_ranges.found, expected)
        band = hand.view._canvas.live
        assert band is not None
        assert band.low == pytest.approx(expected.months[Month.REVENUE].p10.tolist(), rel=1e-9)
        assert band.high == pytest.approx(expected.months[Month.REVENUE].p90.tolist(), rel=1e-9)
        total = expected.totals[Total.REVENUE]
        words = ends(Formats.of(hand.plan), total.plan, total.p10, total.p90)
        assert f"({words})" in status(hand)
        assert "1,000" in hand.workspace.status.revenue.toolTip()
        assert hand.document.revision == revision
    assert hand.document.revision == revision + 1
    assert outlook.live_ranges.found is None


def status(hand: Driver) -> str:
    return "".join(text for text, _weight, _role in hand.workspace.status.revenue._pieces)


def test_escape_brings_the_range_of_the_plan_back(qtbot: QtBot, hand: Driver, outlook: Outlook) -> None:
    outlook.ranges.settle()
    before, strip, words = outlook.bands, hand.strip(), status(hand)
    _key, start = grabbed(hand)
    with hand.held(start, 40 * hand.px, CTRL):
        qtbot.waitUntil(lambda: drawn(outlook.live_ranges))
        assert hand.strip() != strip
        assert status(hand) != words
        hand.key(Qt.Key.Key_Escape)
        assert outlook.live_ranges.found is None
        assert outlook.bands is before
        assert status(hand) == words
        assert hand.strip() == strip
    qtbot.wait(3 * module.REST_MS)
    assert outlook.live_ranges.found is None
    assert hand.strip() == strip


def test_a_hand_that_moves_on_is_drawn_where_it_rests(
    qtbot: QtBot, hand: Driver, outlook: Outlook, monkeypatch: pytest.MonkeyPatch
) -> None:
    outlook.ranges.settle()
    qtbot.waitUntil(lambda: outlook.live_ranges._held is not None)
    key, start = grabbed(hand)
    with drawing_counted(monkeypatch) as threads:
        hand.press(start)
        for days in range(1, 41):
            hand.move(start + QPoint(round(days * hand.px), 0), CTRL)
        qtbot.waitUntil(lambda: drawn(outlook.live_ranges))
        assert_same(outlook.live_ranges.found, drawn_apart(hand, key, 40))
        assert len(threads) < 40
        assert threading.main_thread().name not in threads
        done = len(threads)
        for _again in range(5):
            hand.settle()  # painted again, in the same place
        qtbot.wait(3 * module.REST_MS)
        assert len(threads) == done
        hand.key(Qt.Key.Key_Escape)


def test_what_is_drawn_of_a_drag_that_ended_is_not_shown_in_the_next(
    qtbot: QtBot, hand: Driver, outlook: Outlook
) -> None:
    outlook.ranges.settle()
    qtbot.waitUntil(lambda: outlook.live_ranges._held is not None)
    live, row = outlook.live_ranges, hand.row(hand.movable())
    shown: list[Bands | None] = []
    live.changed.connect(lambda: shown.append(live.found))
    outlook.preview([replace(row, start=row.start - timedelta(40), end=row.end - timedelta(40))])
    live._begin()
    late = live._job
    assert late is not None
    outlook.end_preview()
    outlook.preview([replace(row, start=row.start + timedelta(20), end=row.end + timedelta(20))])
    late.settle()
    assert shown == []
    qtbot.waitUntil(lambda: drawn(live))
    assert_same(live.found, drawn_apart(hand, row.id, 20))
    outlook.end_preview()


def test_a_copy_that_is_dragged_leaves_the_range_of_the_plan(qtbot: QtBot, hand: Driver, outlook: Outlook) -> None:
    outlook.ranges.settle()
    words = status(hand)
    _key, start = grabbed(hand)
    strip = hand.strip()
    with hand.held(start, 40 * hand.px, ALT):
        assert status(hand) == words
        assert outlook.shown_bands is outlook.bands
        hand.key(Qt.Key.Key_Escape)
    assert hand.strip() == strip


def test_draws_that_fail_leave_the_drag_without_a_range(
    qtbot: QtBot, hand: Driver, outlook: Outlook, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries: list[int] = []

    def broken(*_args: object, **_given: object) -> None:
        tries.append(1)
        raise ArithmeticError("no")

    monkeypatch.setattr(module, "LiveBands", broken)
    outlook.ranges.settle()
    key, start = grabbed(hand)
    before = hand.row(key)
    with hand.held(start, 30 * hand.px, CTRL):
        qtbot.waitUntil(lambda: not outlook.live_ranges.busy)
        hand.move(start + QPoint(round(31 * hand.px), 0), CTRL)
        qtbot.wait(3 * module.REST_MS)
        assert outlook.live_ranges.found is None
        assert "(" not in status(hand)
        assert tries == [1]
        hand.move(start + QPoint(round(30 * hand.px), 0), CTRL)
    assert hand.row(key).start - before.start == timedelta(30)


def test_closing_in_the_middle_of_a_drag_leaves_no_draws_running(
    qtbot: QtBot, window: Window, hand: Driver, outlook: Outlook
) -> None:
    _key, start = grabbed(hand)
    hand.press(start)
    hand.move(start + QPoint(60, 0))
    live = outlook.live_ranges
    assert live._job is not None
    window.close()
    assert not live._job._thread.is_alive() if live._job else True
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("live ")]
