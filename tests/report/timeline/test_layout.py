"""Where lanes and bars stand, and what is under the mouse."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cmoplanner.doctor.findings import Finding, Severity
from cmoplanner.model.periods import FiscalCalendar
from cmoplanner.model.plan import Activity
from cmoplanner.report.timeline.axis import Axis
from cmoplanner.report.timeline.bars import BarBook, columns
from cmoplanner.report.timeline.lanes import GROUPINGS
from cmoplanner.report.timeline.layout import (
    AHEAD,
    BAR,
    FOLDED,
    GAP,
    HEAD,
    MIN_BAR,
    ROW,
    SIGN,
    Layout,
    Part,
    Side,
    lay_out,
)
from cmoplanner.report.timeline.placing import place
from cmoplanner.report.timeline.scene_bars import bar as drawn_bar
from cmoplanner.report.timeline.shapes import Polygon, Text
from cmoplanner.report.timeline.tree import LaneGroup
from tests.report.timeline.samples import measure, state

YEAR = FiscalCalendar(date(2027, 1, 1))
JAN, LAST = date(2027, 1, 1), date(2027, 12, 31)
FINDING = Finding("CAL-06", "activity", "a", Severity.BREAK, "starts before input", "", "")


def layout_of(*rows: Activity, px: float = 3.0, folded: bool = False, findings: tuple[str, ...] = ()) -> Layout:
    """Return the layout of one lane."""
    found = dict.fromkeys(findings, (FINDING,))
    book = BarBook(YEAR, measure)
    bars = tuple(book.bar(row) for row in rows)
    lane = LaneGroup("L", "Lane", bars, 0, 0.0)
    axis = Axis(JAN, px, YEAR)
    own = columns(bars, book, found, reserve=18)
    placed = {"L": place([(own, folded)], axis)[0]}
    return lay_out([lane], {"L": own}, axis, {"L"} if folded else set(), found, placed)


def bar(name: str, start: date, days: int, key: str = "a") -> Activity:
    return Activity(key, name, start, start + timedelta(days=days - 1))


def test_a_name_stands_inside_where_it_fits_else_right_else_left_of_its_bar() -> None:
    inside = layout_of(bar("Short", JAN, 60))
    right = layout_of(bar("A rather long name", JAN, 10))
    left = layout_of(bar("A rather long name", LAST - timedelta(days=5), 5))
    assert [layout.sides[0] for layout in (inside, right, left)] == [Side.INSIDE, Side.RIGHT, Side.LEFT]
    name = measure("A rather long name", 11, 500)
    assert (inside.label[0], right.label[0], left.label[0]) == (0, name + 7, name + 7)


def test_a_name_at_the_end_stays_right_where_it_would_not_fit_on_the_left_either() -> None:
    layout = layout_of(bar("x" * 250, LAST - timedelta(days=5), 5))
    assert layout.sides[0] == Side.RIGHT


def test_a_finding_keeps_room_for_its_word() -> None:
    plain = layout_of(bar("A rather long name", JAN, 10))
    marked = layout_of(bar("A rather long name", JAN, 10), findings=("a",))
    assert marked.label[0] == pytest.approx(plain.label[0] + 18 + measure("starts before input", 11, 600))
    assert (plain.groups[0].warnings, marked.groups[0].warnings) == (0, 1)


def test_the_word_of_a_finding_goes_before_the_bar_at_the_end_of_the_year_or_is_left_out() -> None:
    word = 18 + measure("starts before input", 11, 600)
    late = bar("Fair", LAST - timedelta(days=39), 40)
    ahead = layout_of(late, findings=("a",))
    assert ahead.sides[0] == Side.INSIDE + AHEAD
    assert ahead.label[0] == pytest.approx(word)
    after = layout_of(replace(late, start=JAN, end=LAST - timedelta(days=60)), findings=("a",))
    assert after.sides[0] == Side.INSIDE
    whole = layout_of(bar("All year", JAN, 365), findings=("a",))
    assert whole.sides[0] == Side.INSIDE + SIGN
    assert layout_of(late).sides[0] == Side.INSIDE
    named = layout_of(bar("A rather long name", LAST - timedelta(days=5), 5), findings=("a",))
    assert named.sides[0] == Side.LEFT + AHEAD
    assert named.label[0] == pytest.approx(measure("A rather long name", 11, 500) + 7 + word)


@pytest.mark.parametrize("px", [2.2, 3.0, 4.5])
@pytest.mark.parametrize("first", range(0, 364, 7))
def test_no_word_reaches_beyond_the_year(first: int, px: float) -> None:
    """The sign, the word and the label of a bar that fits into the year are inside it."""
    row = bar("Spring flight", JAN + timedelta(days=first), min(21, 365 - first))
    layout = layout_of(row, px=px, findings=("a",))
    shapes = drawn_bar(layout, state().view.colours, 0, JAN)
    signs = [shape for shape in shapes if isinstance(shape, Polygon)]
    assert len(signs) == 1
    spans = [(min(x for x, _y in signs[0].points), max(x for x, _y in signs[0].points))]
    for shape in shapes:
        if isinstance(shape, Text):
            width = shape.w or measure(shape.text, shape.px, shape.weight)
            left = shape.x - width if shape.align == "right" else shape.x
            spans.append((left, left + width))
    for left, right in spans:
        assert left >= 0
        assert right <= px * 365 + 0.01


def test_the_shortest_bar_can_still_be_seen() -> None:
    layout = layout_of(bar("Day", JAN, 1), px=0.25)
    assert layout.right[0] - layout.left[0] == MIN_BAR


@pytest.mark.parametrize(
    ("x", "part"),
    [
        (30 - 8.1, None),
        (30 - 8, Part.START),
        (37.9, Part.START),
        (38, Part.BODY),
        (111.9, Part.BODY),
        (112, Part.END),
        (127.9, Part.END),
        (128, None),
    ],
)
def test_a_bar_is_taken_by_its_ends_and_its_body(x: float, part: Part | None) -> None:
    layout = layout_of(bar("Thirty days", JAN + timedelta(days=10), 30))
    assert (layout.left[0], layout.right[0]) == (30, 120)
    y = float(layout.top[0]) + BAR / 2
    assert layout.hit(x, y) == (None if part is None else (0, part))


@pytest.mark.parametrize("days", [1, 2, 3, 5])
@pytest.mark.parametrize("px", [0.25, 1.0, 3.0, 48.0])
def test_the_narrowest_bar_has_a_middle_and_two_ends(days: int, px: float) -> None:
    layout = layout_of(bar("Narrow", JAN + timedelta(days=100), days), px=px)
    left, right, y = float(layout.left[0]), float(layout.right[0]), float(layout.top[0]) + 5
    assert layout.hit((left + right) / 2, y) == (0, Part.BODY)
    assert layout.hit(left, y) == (0, Part.START)
    assert layout.hit(right - 0.01, y) == (0, Part.END)


def test_above_below_and_beside_a_bar_is_nothing() -> None:
    layout = layout_of(bar("Bar", JAN + timedelta(days=10), 30))
    x, top = 60.0, float(layout.top[0])
    assert layout.hit(x, top - 3) is None
    assert layout.hit(x, top + BAR + 2) is None
    assert layout.hit(x, top) == layout.hit(x, top + BAR) == (0, Part.BODY)
    assert layout.hit(500, top) is None


def test_of_two_bars_near_each_other_the_one_under_the_mouse_wins() -> None:
    first, then = bar("", JAN, 20), bar("", JAN + timedelta(days=23), 60, "b")
    layout = layout_of(first, then)
    assert layout.top[0] == layout.top[1]
    y = float(layout.top[0]) + 5
    assert layout.hit(59.9, y) == (0, Part.END)
    assert layout.hit(69.0, y) == (1, Part.START)
    assert layout.hit(64.0, y) == (0, Part.END)  # between both: the shorter one


def test_a_thin_bar_of_a_folded_lane_is_taken_where_it_is_seen() -> None:
    rows = [bar(f"B{i}", JAN + timedelta(days=i), 10 + 9 * i, f"b{i}") for i in range(5)]
    layout = layout_of(*rows, folded=True)
    assert len(set(layout.top.tolist())) == 5
    assert layout.groups[0].h == FOLDED
    for i in range(5):
        middle = float(layout.top[i] + layout.height[i] / 2)
        assert layout.hit(15.0, middle) == (i, Part.BODY)
    assert layout.hit(15.0, float(layout.top.max()) + 12) is None


def test_folded_lanes_never_grow_however_many_bars() -> None:
    rows = [bar(f"B{i}", JAN, 100, f"b{i}") for i in range(80)]
    layout = layout_of(*rows, folded=True)
    assert layout.total_height == FOLDED
    assert (layout.top >= 0).all()
    assert (layout.top + layout.height <= FOLDED).all()
    assert not layout.full(0)


@pytest.mark.parametrize("grouping", GROUPINGS)
def test_lanes_stand_under_each_other_and_hold_their_bars(grouping: str) -> None:
    calendar = state(grouping)
    calendar.fold({lane.id for lane in calendar.lanes[::2]})
    layout, y, first = calendar.layout, 0.0, 0
    for group in layout.groups:
        assert (group.y, group.first) == (y, first)
        for i in range(group.first, group.first + group.bars):
            assert layout.activity(i) is group.lane.activities[i - group.first]
            assert group.y <= layout.top[i]
            assert layout.top[i] + layout.height[i] <= group.bottom
            assert layout.full(i) is not group.folded
        y, first = group.bottom, first + group.bars
    assert (layout.total_height, len(layout.columns)) == (y, first)
    for i, bar in enumerate(layout.columns):
        assert i in layout.places(bar.activity.id)
        assert layout.index[bar.activity.id] == layout.places(bar.activity.id)[0]
    assert sum(len(layout.places(row)) for row in layout.index) == first


def test_bars_and_their_words_do_not_overlap_in_open_lanes() -> None:
    layout = state().layout
    reach = {}
    for i, side in enumerate(layout.sides):
        before = float(layout.label[i]) if side == Side.LEFT else 0.0
        after = 0.0 if side == Side.LEFT else float(layout.label[i])
        reach[i] = (float(layout.left[i]) - before, float(layout.right[i]) + after)
    for i in reach:
        for j in range(i):
            if layout.top[i] == layout.top[j]:
                assert reach[i][1] + GAP <= reach[j][0] or reach[j][1] + GAP <= reach[i][0], (i, j)


def test_rows_stand_at_whole_pitches_below_the_head() -> None:
    layout = state().layout
    for group in layout.groups:
        for i in range(group.first, group.first + group.bars):
            assert (layout.top[i] - group.y - HEAD - 2) % ROW == 0


def test_every_height_belongs_to_one_lane() -> None:
    layout = state().layout
    for group in layout.groups:
        for y in (group.y, group.y + group.h / 2, group.bottom - 0.01):
            assert layout.group_at(y) is group
    assert layout.group_at(-1) is None
    assert layout.group_at(layout.total_height) is None


@settings(max_examples=60)
@given(st.floats(-200, 1400), st.floats(1, 600), st.floats(-50, 1500), st.floats(1, 400))
def test_the_bars_in_a_box_are_those_that_touch_it(x0: float, width: float, y0: float, height: float) -> None:
    layout = MIXED
    x1, y1 = x0 + width, y0 + height
    touching, labelled = [], []
    for i in range(len(layout.columns)):
        left, right, top = float(layout.left[i]), float(layout.right[i]), float(layout.top[i])
        bottom, reach = top + float(layout.height[i]), float(layout.label[i]) + GAP
        if left < x1 and right > x0 and top < y1 and bottom > y0:
            touching.append(i)
        if left - reach < x1 and right + reach > x0 and top < y1 and bottom > y0:
            labelled.append(i)
    assert layout.touching(x0, x1, y0, y1) == touching
    assert layout.visible(x0, x1, y0, y1) == labelled


def _mixed() -> Layout:
    calendar = state("channel")
    calendar.fold({lane.id for lane in calendar.lanes[1::2]})
    return calendar.layout


MIXED = _mixed()


def test_a_series_is_one_bar_to_its_last_day() -> None:
    weekly = replace(bar("Weekly", JAN, 2), recurrence="weekly", until=date(2027, 1, 29))
    layout = layout_of(weekly, px=3.0)
    assert layout.right[0] == 3.0 * 30  # the last one starts on the 29th and has two days


def test_without_lanes_there_is_nothing() -> None:
    layout = lay_out([], {}, Axis(JAN, 3.0, YEAR), set(), {}, {})
    assert (layout.total_height, layout.columns) == (0, ())
    assert layout.hit(5, 5) is None
    assert layout.group_at(0) is None
