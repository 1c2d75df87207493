"""A segment's year counts every touch once, and finds silences and pile-ups where they are."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from cmoplanner.model.plan import Activity, Plan, Target
from cmoplanner.report.segment_year import AIMED, SILENT_WEEKS, WEEK_CAP, segment_year
from cmoplanner.report.segment_year_picture import AXIS, MARKS, SIDE, WEEKS, SegmentPicture
from cmoplanner.report.timeline.scene_bars import Look
from cmoplanner.report.timeline.shapes import Text
from tests.plans import norrvik

PLAN = norrvik()
SEGMENT = next(iter(PLAN.segments))
CELL = next(cell.id for cell in PLAN.cells.values() if cell.segment_id == SEGMENT)
OTHER = next(cell.id for cell in PLAN.cells.values() if cell.segment_id != SEGMENT)


def only(*rows: Activity) -> Plan:
    return replace(PLAN, activities={row.id: row for row in rows})


def touch(key: str, start: date, days: int = 1, share: float = 1.0, **given: object) -> Activity:
    targets = (Target(CELL, share), Target(OTHER, 1 - share)) if share < 1 else (Target(CELL, 1.0),)
    return Activity(key, key, start, start + timedelta(days - 1), targets=targets, **given)  # type: ignore[arg-type]


def year(*rows: Activity):  # type: ignore[no-untyped-def]
    return segment_year(only(*rows), SEGMENT, rows)


def day(number: int) -> date:
    return PLAN.calendar.fy_start + timedelta(number)


@pytest.mark.parametrize("segment", PLAN.segments)
def test_every_touch_of_the_sample_is_there_in_its_stage(segment: str) -> None:
    found = segment_year(PLAN, segment, PLAN.activities.values())
    cells = {cell.id for cell in PLAN.cells.values() if cell.segment_id == segment}
    expected = {
        row.id
        for row in PLAN.activities.values()
        if not row.cancelled and any(target.cell_id in cells for target in row.targets)
    }
    assert {one.activity.id for one in found.touches} == expected
    for stage in found.stages:
        assert all((one.activity.stage_id or "") == stage.stage_id for one in stage.touches)
    assert [stage.stage_id for stage in found.stages if stage.stage_id] == sorted(
        PLAN.stages, key=lambda key: PLAN.stages[key].seq
    )


def test_nobody_is_reached_by_what_is_cancelled_or_goes_elsewhere() -> None:
    rows = (
        touch("gone", day(10), status="cancelled"),
        replace(touch("else", day(10)), targets=(Target(OTHER, 1.0),)),
        replace(touch("none", day(10)), targets=()),
    )
    found = year(*rows)
    assert found.touches == ()
    assert [gap.span for gap in found.gaps] == [PLAN.calendar.year]


def test_shares_of_several_cells_of_the_segment_add_up() -> None:
    cells = [cell.id for cell in PLAN.cells.values() if cell.segment_id == SEGMENT]
    assert len(cells) > 1
    row = replace(touch("both", day(10)), targets=(Target(cells[0], 0.25), Target(cells[1], 0.5), Target(OTHER, 0.25)))
    assert year(row).touches[0].share == pytest.approx(0.75)


def test_silence_is_more_than_its_weeks_before_between_and_after() -> None:
    days = 7 * SILENT_WEEKS
    first, second = touch("a", day(days)), touch("b", day(2 * days + 2))
    found = year(first, second)
    assert [(gap.span.start, gap.span.days) for gap in found.gaps] == [
        (day(days + 1), days + 1),
        (day(2 * days + 3), PLAN.calendar.year.days - 2 * days - 3),
    ]
    assert found.gaps[0].words == f"no touch for {days + 1} days"


def test_a_long_touch_covers_the_short_ones_inside_it() -> None:
    found = year(touch("long", day(0), 365), touch("short", day(100)))
    assert found.gaps == ()


def test_three_contacts_a_week_are_too_many() -> None:
    monday = date(2027, 5, 3)
    rows = [touch(f"a{i}", monday + timedelta(i)) for i in range(WEEK_CAP)]
    assert year(*rows).pile_ups == ()
    (pile,) = year(*rows, touch("more", monday + timedelta(6))).pile_ups
    assert (pile.span.start, pile.span.end) == (monday, monday + timedelta(6))
    assert pile.words == "3 contacts in a week, 2 are enough"
    assert year(*rows, touch("next week", monday + timedelta(7))).pile_ups == ()


def test_what_is_there_all_the_time_or_brushes_the_segment_is_no_contact() -> None:
    monday = date(2027, 5, 3)
    rows = [touch("a", monday), touch("b", monday)]
    assert year(*rows, touch("flight", monday, 15)).pile_ups == ()
    assert year(*rows, touch("brushed", monday, share=AIMED - 0.01)).pile_ups == ()
    assert year(*rows, touch("fortnight", monday, 14)).pile_ups
    assert year(*rows, touch("aimed", monday, share=AIMED)).pile_ups


def test_each_occurrence_of_a_series_is_a_contact() -> None:
    found = year(touch("weekly", day(0), recurrence="weekly", until=day(69)))
    assert len(found.touches) == sum(len(week.contacts) for week in found.weeks) == 10


def test_a_channel_over_its_months_cap_is_said() -> None:
    channel = next(row for row in PLAN.channels.values() if row.max_touches_per_month)
    cap = int(channel.max_touches_per_month or 0)
    month = PLAN.calendar.months[3]
    rows = [touch(f"m{i}", month.start + timedelta(i), channel_id=channel.id) for i in range(cap)]
    assert year(*rows).caps == ()
    (mark,) = year(*rows, touch("more", month.end, channel_id=channel.id)).caps
    assert mark.span == month
    assert mark.words == f"{channel.name} {cap + 1} times in a month, {cap} are enough"
    last = [replace(row, id=f"n{row.id}", start=month.end + timedelta(1 + i)) for i, row in enumerate(rows)]
    last = [replace(row, end=row.start) for row in last]
    both = year(*rows, touch("more", month.end, channel_id=channel.id), *last, replace(last[0], id="x")).caps
    assert [mark.span.start for mark in both] == [month.start]  # months in a row are told once
    flows = [touch(f"f{i}", month.start, 20, channel_id=channel.id) for i in range(cap // 2 + 1)]
    assert year(*flows).caps  # a long flow touches twice a month


# the picture


def width_of(text: str, px: int, _weight: int) -> float:
    return len(text) * px * 0.5


def picture(found, plan: Plan = PLAN):  # type: ignore[no-untyped-def]
    def look(_row: Activity) -> Look:
        return Look("surface", "border", (), "text", "")

    return SegmentPicture(plan, found, look, lambda _id: (), width_of).draw(1300, 700)


def texts(drawn) -> list[str]:  # type: ignore[no-untyped-def]
    return [shape.text for region in drawn.regions for shape in region.shapes if isinstance(shape, Text)]


def test_the_picture_has_a_place_for_every_touch_and_none_overlap() -> None:
    found = segment_year(PLAN, SEGMENT, PLAN.activities.values())
    drawn = picture(found)
    spots = drawn.spots
    assert len(spots) == len(found.touches)
    boxes = [spot.box for spot in spots]
    for i, (x, y, w, h) in enumerate(boxes):
        assert x >= SIDE
        assert y >= AXIS + MARKS + WEEKS
        assert x + w <= drawn.width + 5
        assert y + h <= drawn.height
        for x1, y1, w1, h1 in boxes[:i]:
            assert not (x < x1 + w1 - 0.5 and x1 < x + w - 0.5 and y < y1 + h1 and y1 < y + h)


def test_every_stage_is_named_and_empty_ones_say_so() -> None:
    drawn = picture(year(touch("a", day(10), stage_id=next(iter(PLAN.stages)))))
    said = texts(drawn)
    assert all(stage.name in said for stage in PLAN.stages.values())
    assert said.count("no touch in this stage") == len(PLAN.stages) - 1


def test_silences_and_pile_ups_are_words_in_the_picture() -> None:
    monday = date(2027, 5, 3)
    found = year(*[touch(f"a{i}", monday) for i in range(3)])
    said = texts(picture(found, only()))
    assert "2 silences · 1 pile-up" in said
    assert found.gaps[0].words in said


def test_an_empty_year_says_so() -> None:
    assert "Nothing goes to this segment" in texts(picture(year()))


def test_a_year_without_anything_odd_says_so() -> None:
    found = year(touch("long", day(0), 365))
    assert "Well spread" in texts(picture(found))


def test_a_part_of_the_picture_has_all_that_is_seen_there_and_nothing_far_from_it() -> None:
    found = segment_year(PLAN, next(iter(PLAN.segments)), PLAN.activities.values())
    drawn = picture(found, PLAN)
    every = [shape for region in drawn.regions for shape in region.shapes]
    assert [shape for region in drawn.between(0, drawn.height) for shape in region.shapes] == every
    top, bottom = drawn.height / 3, drawn.height / 3 + 60
    part = [shape for region in drawn.between(top, bottom) for shape in region.shapes]
    names = {spot.id for spot in drawn.spots if spot.box[1] < bottom and spot.box[1] + spot.box[3] > top}
    shown = {shape.text for shape in part if isinstance(shape, Text)}
    written = {shape.text for shape in every if isinstance(shape, Text)}
    assert names
    assert {PLAN.activities[row_id].name for row_id in names} & written <= shown
    assert all(top - 40 < shape.y < bottom + 40 for shape in part if isinstance(shape, Text))
    assert len(part) < len(every)
