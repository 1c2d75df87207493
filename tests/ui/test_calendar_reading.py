"""Every bar by keys and for a screen reader: walking, extending, lanes, the inspector, and what is announced."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest

from cmoplanner.model.edits.fields import set_field
from cmoplanner.ui.widgets.timeline.accessible import BarInterface, CalendarInterface, bar_order
from cmoplanner.ui.workspace import Workspace
from tests.ui.calendar_driver import ALT, CTRL, SHIFT, Driver


@pytest.fixture
def driver(workspace: Workspace) -> Driver:
    found = Driver(workspace)
    found.view.setFocus()
    return found


@pytest.fixture
def spoken(driver: Driver) -> CalendarInterface:
    found = QAccessible.queryAccessibleInterface(driver.view)
    assert isinstance(found, CalendarInterface)
    return found


def lane_of(driver: Driver, key: str) -> list[str]:
    """Return the activities of the lane in which one stands, by their starts."""
    layout = driver.view.state.layout
    i = layout.index[key]
    group = next(group for group in layout.groups if group.first <= i < group.first + group.bars)
    return sorted(
        (row.id for row in group.lane.activities),
        key=lambda one: (driver.row(one).start, layout.top[layout.index[one]]),
    )


def test_down_reaches_every_bar_that_is_shown(driver: Driver) -> None:
    driver.view.fold(set())
    everything = {bar.activity.id for bar in driver.view.state.layout.columns}
    met = []
    for _press in everything:
        QTest.keyClick(driver.view, Qt.Key.Key_Down)
        met.append(driver.chosen[0])
    assert set(met) == everything


def test_shift_extends_and_plain_arrows_begin_anew(driver: Driver) -> None:
    driver.key(Qt.Key.Key_Home, CTRL)
    (first,) = driver.chosen
    driver.key(Qt.Key.Key_Down, SHIFT)
    driver.key(Qt.Key.Key_Down, SHIFT)
    assert len(driver.chosen) == 3
    assert driver.chosen[0] == first
    driver.key(Qt.Key.Key_Down)
    assert len(driver.chosen) == 1


def test_home_end_and_alt_arrows_stay_in_the_lane(driver: Driver) -> None:
    start = driver.open_bars()[2]
    driver.workspace.context.selection.set("activity", [start])
    lane = lane_of(driver, start)
    driver.key(Qt.Key.Key_Home)
    assert driver.chosen == (lane[0],)
    before = driver.plan
    driver.key(Qt.Key.Key_Right, ALT)
    assert driver.chosen == (lane[1],)
    driver.key(Qt.Key.Key_Left, ALT)
    assert driver.chosen == (lane[0],)
    driver.key(Qt.Key.Key_End)
    assert driver.chosen == (lane[-1],)
    assert driver.plan is before, "walking changes nothing"


def test_tab_goes_from_lane_to_lane_and_out_at_the_end(driver: Driver) -> None:
    driver.view.fold(set())
    driver.key(Qt.Key.Key_Home, CTRL)
    lanes = [group.lane for group in driver.view.state.layout.groups if group.bars]
    met = [driver.chosen[0]]
    for _lane in lanes[1:]:
        driver.key(Qt.Key.Key_Tab)
        met.append(driver.chosen[0])
    for key, lane in zip(met, lanes, strict=True):
        assert key in {row.id for row in lane.activities}
    driver.key(Qt.Key.Key_Backtab, SHIFT)
    assert driver.chosen[0] == met[-2]
    driver.key(Qt.Key.Key_Tab)
    driver.key(Qt.Key.Key_Tab)
    assert not driver.view.hasFocus(), "the last Tab leaves the calendar: nobody is caught in it"


def test_tab_leaves_at_once_where_nothing_is_selected(driver: Driver) -> None:
    driver.key(Qt.Key.Key_Escape)
    driver.key(Qt.Key.Key_Tab)
    assert not driver.view.hasFocus()


def test_space_opens_the_inspector(driver: Driver) -> None:
    driver.workspace.inspector.fold(True)
    driver.workspace.context.commands.refresh()
    driver.key(Qt.Key.Key_Down)
    driver.key(Qt.Key.Key_Space)
    assert driver.workspace.inspects()


def test_arrows_sideways_still_move_by_weeks(driver: Driver) -> None:
    bar = driver.movable()
    start = driver.row(bar).start
    driver.workspace.context.selection.set("activity", [bar])
    driver.key(Qt.Key.Key_Right)
    assert (driver.row(bar).start - start).days == 7


def test_a_screen_reader_finds_every_bar_with_all_that_it_says(driver: Driver, spoken: CalendarInterface) -> None:
    layout = driver.view.state.layout
    assert spoken.childCount() == len(bar_order(layout)) > 5
    assert spoken.role() == QAccessible.Role.List
    for number in range(spoken.childCount()):
        child = spoken.child(number)
        assert isinstance(child, BarInterface)
        row = driver.row(child.activity_id)
        said = child.text(QAccessible.Text.Name)
        formats = driver.view.state.formats
        assert row.name in said
        assert formats.days(row.start, row.end) in said
        assert formats.whole(row.gross_spend) in said
        for finding in layout.findings.get(row.id, ()):
            assert finding.word in said
            assert finding.sentence in child.text(QAccessible.Text.Description)
        lane = driver.plan.campaigns.get(row.campaign_id or "")
        assert lane is None or lane.name in said
        assert spoken.indexOfChild(child) == number
        assert child.parent() is spoken
    assert spoken.child(spoken.childCount()) is None


def test_selected_and_focused_are_told(driver: Driver, spoken: CalendarInterface) -> None:
    driver.key(Qt.Key.Key_Home, CTRL)
    driver.key(Qt.Key.Key_Down, SHIFT)
    first, second = (spoken.bar(key) for key in driver.chosen)
    assert first.state().selected
    assert second.state().selected
    assert (first.state().focused, second.state().focused) == (0, 1)
    assert spoken.focusChild() is second
    driver.key(Qt.Key.Key_Escape)
    assert not first.state().selected


def test_a_bar_is_found_where_it_stands(driver: Driver, spoken: CalendarInterface) -> None:
    key = driver.open_bars()[0]
    middle: QPoint = driver.viewport.mapToGlobal(driver.middle(key))
    child = spoken.childAt(middle.x(), middle.y())
    assert isinstance(child, BarInterface)
    assert child.activity_id == key
    assert child.rect().contains(middle)
    assert not child.state().offscreen


def test_names_are_told_literally_and_locks_too(driver: Driver, spoken: CalendarInterface) -> None:
    key = driver.open_bars()[0]
    set_field(driver.document, "activity", key, "name", "<b>Fair</b> & more")
    set_field(driver.document, "activity", key, "locked", True)
    said = spoken.bar(key).text(QAccessible.Text.Name)
    assert said.startswith("<b>Fair</b> & more, ")
    assert said.endswith(", locked")


def test_what_is_gone_says_nothing(driver: Driver, spoken: CalendarInterface) -> None:
    key = driver.open_bars()[0]
    child = spoken.bar(key)
    assert child.isValid()
    driver.workspace.context.selection.set("activity", [key])
    driver.key(Qt.Key.Key_Delete)
    assert not child.isValid()
    assert child.text(QAccessible.Text.Name) == ""
    assert child.rect().isEmpty()
