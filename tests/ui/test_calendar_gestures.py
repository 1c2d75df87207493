"""Campaigns, occurrences, links and followers, carried with the mouse: each is one named step, or none."""

from datetime import date, timedelta

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from cmoplanner.model.dependencies import Tie, ties
from cmoplanner.model.edits.fields import set_field
from cmoplanner.model.moving import stays
from cmoplanner.model.plan import starts
from cmoplanner.report.timeline.layout import HEAD
from cmoplanner.report.timeline.scene_links import port_centre
from cmoplanner.ui.calendar.links import Links
from cmoplanner.ui.inspector.activity import ActivityPanel
from cmoplanner.ui.widgets.timeline.menu import Choice
from cmoplanner.ui.workspace import Workspace
from tests.ui.calendar_driver import ALT, CTRL, Driver


@pytest.fixture
def hand(workspace: Workspace) -> Driver:
    driver = Driver(workspace)
    driver.view.fold(set())
    driver.settle()
    return driver


def choice(hand: Driver) -> Choice:
    found = [one for one in hand.view.findChildren(Choice) if one.menu.isVisible()]
    assert len(found) == 1
    return found[0]


def entries(hand: Driver) -> list[tuple[str, bool]]:
    return [(row.text(), row.isEnabled()) for row in choice(hand).menu.actions() if not row.isSeparator()]


def choose(hand: Driver, start: str) -> None:
    """Click the entry that begins so."""
    menu = choice(hand).menu
    action = next(row for row in menu.actions() if row.text().startswith(start))
    QTest.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(action).center())
    hand.settle()


def said(hand: Driver) -> str:
    return hand.workspace.status.said.text()


def span_bar(hand: Driver, campaign_id: str, part: str = "middle") -> QPoint:
    """Return a point of a campaign's own bar."""
    frame, layout, axis = hand.view.frame(), hand.view.state.layout, hand.view.state.axis
    group = next(row for row in layout.groups if row.lane.key == campaign_id)
    campaign = hand.plan.campaigns[campaign_id]
    assert campaign.start is not None
    assert campaign.end is not None
    left, right = axis.x(campaign.start), axis.x_end(campaign.end)
    x = {"start": left + 1, "end": right - 2, "middle": (left + right) / 2}[part]
    return QPoint(round(x - frame.scroll_x + frame.head), round(group.y + HEAD / 2 - frame.scroll_y + frame.body_top))


def test_a_drag_is_drawn_to_an_edge_and_ctrl_is_not(hand: Driver) -> None:
    key = hand.movable()
    row = hand.row(key)
    monday = row.start + timedelta(days=35 - row.start.weekday())
    far = (monday - row.start).days
    with hand.held(hand.middle(key), far * hand.px + 1.5):
        drag = hand.view._hand._drag
        assert drag is not None
        assert drag.guide is not None  # type: ignore[union-attr]
        with_guide = hand.picture()
        hand.move(hand.middle(key) + QPoint(round(far * hand.px + 1.5), 0), CTRL)
        assert drag.guide is None  # type: ignore[union-attr]
        assert hand.picture() != with_guide
        hand.move(hand.middle(key) + QPoint(round(far * hand.px + 1.5), 0))
    met = hand.row(key).start, hand.row(key).end + timedelta(1)
    assert any(edge.weekday() == 0 or edge.day == 1 for edge in met) or hand.row(key).start != row.start


def test_what_is_done_or_locked_stays_and_says_so(hand: Driver) -> None:
    done = next(
        key for key in hand.open_bars() if hand.row(key).status == "done" and hand.view.bar_rect(key).width() > 20
    )
    revision = hand.document.revision
    hand.drag(hand.middle(done), 20 * hand.px)
    assert hand.document.revision == revision
    key = hand.movable()
    set_field(hand.document, "activity", key, "locked", True)
    hand.settle()
    before = hand.row(key)
    hand.drag(hand.middle(key), 20 * hand.px)
    box = hand.view.bar_rect(key)
    hand.drag(QPoint(box.right() - 1, box.center().y()), 6 * hand.px)
    hand.click(hand.middle(key))
    hand.key(Qt.Key.Key_Right)
    assert hand.row(key) == before
    assert said(hand).startswith(f"“{before.name}” stays")
    hand.drag(hand.middle(key), 20 * hand.px, ALT)
    assert (hand.row(hand.chosen[0]).start - before.start).days == 20, "a copy may be made"


def test_a_campaign_takes_its_activities_along_and_alt_leaves_them(hand: Driver) -> None:
    before, known = hand.plan.campaigns["esb"], dict(hand.plan.activities)
    free = {key for key, row in known.items() if row.campaign_id == "esb" and not stays(row)}
    held = {key for key, row in known.items() if row.campaign_id == "esb" and stays(row)}
    assert free
    assert held
    hand.drag(span_bar(hand, "esb"), 7 * hand.px)
    after = hand.plan.campaigns["esb"]
    assert before.start is not None
    assert after.start == before.start + timedelta(7)
    assert {hand.row(key).start - known[key].start for key in free} == {timedelta(7)}
    assert all(hand.row(key) is known[key] for key in known if key not in free)
    assert f"{len(held)} stay" in said(hand)
    assert hand.text("undo") == "Undo Move campaign “Energy-Smart Buildings”"
    hand.document.undo()
    assert dict(hand.plan.activities) == known
    hand.drag(span_bar(hand, "esb"), 7 * hand.px, ALT)
    assert hand.plan.campaigns["esb"].start == before.start + timedelta(7)
    assert dict(hand.plan.activities) == known


def test_the_ends_of_a_campaign_are_its_dates_alone(hand: Driver) -> None:
    before, known = hand.plan.campaigns["esb"], dict(hand.plan.activities)
    assert before.end is not None
    hand.drag(span_bar(hand, "esb", "end"), -10 * hand.px)
    after = hand.plan.campaigns["esb"]
    assert (after.start, after.end) == (before.start, before.end - timedelta(10))
    assert dict(hand.plan.activities) == known
    assert hand.workspace.context.selection.kind == "campaign"


def test_esc_ends_the_drag_of_a_campaign(hand: Driver) -> None:
    revision, start = hand.document.revision, span_bar(hand, "esb")
    hand.press(start)
    hand.move(start + QPoint(40, 0))
    assert hand.view.busy
    hand.key(Qt.Key.Key_Escape)
    hand.release(start + QPoint(40, 0))
    assert hand.document.revision == revision
    assert hand.view.state.hidden == frozenset()


def test_a_move_that_breaks_a_chain_offers_to_push_it_as_one_step(hand: Driver) -> None:
    first, then = "A005", "A006"
    hand.view.show_bar(first)
    hand.settle()
    before = hand.row(first), hand.row(then)
    label = hand.document.undo_label
    hand.drag(hand.middle(first), 30 * hand.px)
    assert hand.document.undo_label == label, "nothing is done before the choice"
    assert hand.view.busy, "the drag stays in sight"
    assert entries(hand)[0] == ("“Press release: verified savings” would start too early", False)
    choose(hand, "Push")
    assert (hand.row(first).start - before[0].start).days == 30
    assert hand.row(then).start > hand.row(first).end
    assert not hand.view.busy
    hand.key(Qt.Key.Key_Z, CTRL)
    assert (hand.row(first), hand.row(then)) == before
    hand.drag(hand.middle(first), 30 * hand.px)
    choose(hand, "Leave")
    assert (hand.row(first).start - before[0].start).days == 30
    assert hand.row(then) == before[1]
    hand.document.undo()
    hand.settle()
    hand.drag(hand.middle(first), 30 * hand.px)
    QTest.keyClick(choice(hand).menu, Qt.Key.Key_Escape)
    hand.settle()
    hand.settle()
    assert (hand.row(first), hand.row(then)) == before
    assert not hand.view.busy


def tick(hand: Driver, key: str, number: int) -> QPoint:
    frame, axis = hand.view.frame(), hand.view.state.axis
    start = starts(hand.row(key), hand.plan.calendar.fy_end)[number]
    return QPoint(round(axis.x(start) + 2 - frame.scroll_x + frame.head), hand.view.bar_rect(key).bottom() - 4)


def test_one_tick_of_a_series_leaves_it_with_its_money(hand: Driver) -> None:
    key = "A049"
    hand.view.show_bar(key)
    hand.settle()
    row, known = hand.row(key), set(hand.plan.activities)
    assert row.recurrence == "monthly"
    days = starts(row, hand.plan.calendar.fy_end)
    hand.drag(tick(hand, key, 6), 5 * hand.px)
    assert [text for text, _on in entries(hand)][1:] == ["Only the one of 12 Jul", "It and all after it"]
    choose(hand, "Only")
    made = set(hand.plan.activities) - known
    rows = [hand.row(one) for one in (key, *made)]
    assert sum(one.gross_spend for one in rows) == row.gross_spend
    found = sorted(day for one in rows for day in starts(one, hand.plan.calendar.fy_end))
    assert found == sorted([*days[:6], days[6] + timedelta(5), *days[7:]])
    assert said(hand).startswith("Taken off the series")
    hand.key(Qt.Key.Key_Z, CTRL)
    assert hand.row(key) == row
    assert set(hand.plan.activities) == known


def test_a_tick_that_has_taken_place_stays(hand: Driver) -> None:
    hand.view.show_bar("A049")
    hand.settle()
    revision = hand.document.revision
    hand.drag(tick(hand, "A049", 1), 5 * hand.px)
    assert hand.document.revision == revision


def knob(hand: Driver, key: str) -> QPoint:
    frame = hand.view.frame()
    x, y = port_centre(hand.view.state.layout, hand.view.state.layout.index[key])
    return QPoint(round(x - frame.scroll_x + frame.head), round(y - frame.scroll_y + frame.body_top))


def test_a_link_is_drawn_chosen_selected_and_deleted(hand: Driver) -> None:
    first, then = hand.free_bars()[:2]
    hand.click(hand.middle(first))
    start, end = knob(hand, first), hand.middle(then)
    hand.press(start)
    hand.move(end)
    hand.release(end)
    assert [text for text, _on in entries(hand)][
        1
    ] == f"“{hand.row(then).name}” starts after “{hand.row(first).name}” ends"
    choose(hand, f"“{hand.row(then).name}” follows up")
    (tie,) = (one for one in ties(hand.plan) if one.link)
    assert (tie.first, tie.then, tie.kind, tie.timing) == (first, then, "follows_up", "FS")
    links = next(one for one in hand.page.additions if isinstance(one, Links))
    assert links.selected == tie
    hand.key(Qt.Key.Key_Delete)
    assert not list(hand.plan.activity_links)
    assert set(hand.plan.activities) >= {first, then}
    assert hand.text("undo").startswith("Undo Unlink “")
    hand.key(Qt.Key.Key_Z, CTRL)
    assert list(ties(hand.plan)).count(tie) == 1


def test_a_line_is_selected_where_it_runs_and_told(hand: Driver) -> None:
    links = next(one for one in hand.page.additions if isinstance(one, Links))
    frame = hand.view.frame()
    for one, other in (
        pair for thread in links._threads() for pair in zip(thread.points, thread.points[1:], strict=False)
    ):
        x, y = (one[0] + other[0]) / 2, (one[1] + other[1]) / 2
        spot = QPoint(round(x - frame.scroll_x + frame.head), round(y - frame.scroll_y + frame.body_top))
        inside = frame.head < spot.x() < frame.width - 9 and frame.body_top < spot.y() < frame.body_bottom
        if inside and links._thread(spot.toPointF()) is not None:
            break
    else:
        raise LookupError("no line in sight")
    hand.click(spot)
    assert links.selected is not None
    assert said(hand).endswith("Delete takes it away")
    plain = hand.picture()
    hand.key(Qt.Key.Key_Escape)
    assert links.selected is None
    assert hand.picture() != plain
    hand.click(spot)
    chosen: Tie = links.selected
    hand.key(Qt.Key.Key_Delete)
    assert chosen not in set(ties(hand.plan))
    hand.view.leaveEvent(QEvent(QEvent.Type.Leave))


def test_the_inspector_has_the_slack(hand: Driver) -> None:
    hand.workspace.context.selection.set("activity", ["A006"])
    hand.settle()
    panel = hand.workspace.inspector.panel()
    assert isinstance(panel, ActivityPanel)
    assert panel.slack.isVisible()
    assert panel.slack.value.text() == "0 days"
    hand.workspace.context.selection.set("activity", ["A032"])
    hand.settle()
    assert panel.slack.value.text() == "5 days short"
    hand.workspace.context.selection.set("activity", ["A010"])
    hand.settle()
    assert not panel.slack.isVisible()


def test_ways_out_are_in_the_inspector_and_in_the_menu(hand: Driver) -> None:
    key = "A032"
    before = hand.row(key)
    hand.workspace.context.selection.set("activity", [key])
    hand.settle()
    buttons = hand.workspace.inspector.panel().findChildren(QPushButton)
    button = next(one for one in buttons if one.text() == "Start on 10 May and push what follows")
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert hand.row(key).start == date(2027, 5, 10)
    assert hand.text("undo").endswith("after its input")
    hand.key(Qt.Key.Key_Z, CTRL)
    assert hand.row(key) == before
    (action,) = hand.view.asks.offers(key)
    assert action.text() == "starts before input: Start on 10 May and push what follows"
    action.trigger()
    assert hand.row(key).start == date(2027, 5, 10)
    assert not hand.view.asks.offers(key)
