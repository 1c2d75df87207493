"""Pages: every bar stands whole on exactly one of them."""

from dataclasses import replace
from datetime import timedelta
from types import MappingProxyType

import pytest

from cmoplanner.model.plan import Milestone, Plan
from cmoplanner.report.timeline.arrangement import USUAL
from cmoplanner.report.timeline.lanes import GROUPINGS
from cmoplanner.report.timeline.layout import BAR, ROW
from cmoplanner.report.timeline.scene_strip import HEIGHT as STRIP
from cmoplanner.report.timeline.shapes import Rect, Region, Text
from cmoplanner.report.timeline.sheets import FOOTER, HEAD_WIDTH, MARGIN, TITLE, Sheet, calendar_sheets, page_tops
from cmoplanner.report.timeline.state import CalendarState
from tests.report.timeline.samples import measure, sample, state, with_activities

A3 = (1587.0, 1122.0)


def crowded() -> Plan:
    """Return the sample with one lane of many rows: no page holds it."""
    plan, _outcome = sample()
    rows = dict(plan.activities)
    row = next(iter(rows.values()))
    rows |= {f"X{i}": replace(row, id=f"X{i}", start=row.start + timedelta(days=i % 5)) for i in range(90)}
    rows |= {f"X{i}": replace(rows[f"X{i}"], end=rows[f"X{i}"].start + timedelta(days=40)) for i in range(90)}
    return with_activities(plan, rows)


@pytest.mark.parametrize("by", [*((key,) for key in GROUPINGS), ("segment", "offering"), ("owner", "status")])
@pytest.mark.parametrize("room", [60.0, 92.0, 131.0, 250.0, 400.0, 733.3, 5_000.0])
@pytest.mark.parametrize("plan", [sample()[0], crowded()], ids=["sample", "crowded"])
def test_every_bar_stands_whole_on_exactly_one_page(plan: Plan, by: tuple[str, ...], room: float) -> None:
    calendar = CalendarState(plan, sample()[1], measure, USUAL.grouped(*by))
    tops = page_tops(calendar, room)
    assert tops == sorted(set(tops))
    ends = [*tops[1:], calendar.layout.total_height]
    for top, end in zip(tops, ends, strict=True):
        assert end - top <= room + 1e-6
    for top in calendar.layout.top.tolist():
        pages = [page for page, (begin, end) in enumerate(zip(tops, ends, strict=True)) if begin <= top < end]
        assert len(pages) == 1
        assert top + BAR <= ends[pages[0]]


def test_a_lane_that_fits_a_page_is_never_broken() -> None:
    calendar = state()
    tallest = max(group.h for group in calendar.layout.groups)
    tops = page_tops(calendar, tallest + 1)
    assert set(tops) <= {group.y for group in calendar.layout.groups}


def test_one_page_if_everything_fits() -> None:
    calendar = state()
    assert page_tops(calendar, calendar.layout.total_height) == [0.0]


@pytest.mark.parametrize("room", [-300.0, 0.0, 5.0, ROW - 1.0])
def test_too_little_room_comes_to_an_end(room: float) -> None:
    tops = page_tops(state(), room)
    assert tops == sorted(set(tops))


def texts(sheet: Sheet) -> list[str]:
    return [shape.text for region in sheet.regions for shape in region.shapes if isinstance(shape, Text)]


def lanes_of(sheet: Sheet) -> Region:
    """Return the region of the bars: the one that starts beside the heads and is highest."""
    beside = [region for region in sheet.regions if region.x == MARGIN + HEAD_WIDTH]
    return max(beside, key=lambda region: region.h)


def test_one_tall_page_holds_everything() -> None:
    plan, outcome = sample()
    (sheet,) = calendar_sheets(plan, outcome, measure, 1600.0, None)
    found = texts(sheet)
    assert plan.header.name in found
    assert f"Calendar · {1} of {1}" in found
    for activity in plan.activities.values():
        assert activity.name in found
    for region in sheet.regions:
        assert region.x >= 0
        assert region.y >= 0
        assert region.x + region.w <= sheet.width + 1e-6
        assert region.y + region.h <= sheet.height + 1e-6


def test_pages_are_numbered_and_all_have_axis_and_strip() -> None:
    plan, outcome = crowded(), sample()[1]
    sheets = calendar_sheets(plan, outcome, measure, *A3)
    assert len(sheets) > 2
    for page, sheet in enumerate(sheets, start=1):
        assert (sheet.width, sheet.height) == A3
        found = texts(sheet)
        assert f"Calendar · {page} of {len(sheets)}" in found
        assert "Spend by week" in found
        assert "FY27 Q1" in found


def test_rows_of_the_next_page_are_covered() -> None:
    plan, outcome = crowded(), sample()[1]
    first, then = calendar_sheets(plan, outcome, measure, *A3)[:2]
    lanes, cover = lanes_of(first), first.regions[-1]
    assert [shape.fill for shape in cover.shapes if isinstance(shape, Rect)] == ["surface"]
    assert cover.y + cover.h == pytest.approx(lanes.y + lanes.h)
    used = cover.y - lanes.y
    assert -lanes_of(then).dy == pytest.approx(-lanes.dy + used)


def test_the_year_fills_the_width() -> None:
    plan, outcome = sample()
    (sheet,) = calendar_sheets(plan, outcome, measure, 1600.0, None)
    assert lanes_of(sheet).w == pytest.approx(1600 - 2 * MARGIN - HEAD_WIDTH)


def test_many_key_dates_make_the_pages_higher_not_endless() -> None:
    plan, outcome = sample()
    day = plan.calendar.fy_start
    dates = {f"M{i}": Milestone(f"M{i}", day, "A key date with a long name") for i in range(60)}
    full = replace(plan, milestones=MappingProxyType(dates))
    sheets = calendar_sheets(full, outcome, measure, *A3)
    assert len(sheets) < 40
    assert sheets[0].height > A3[1]
    assert sheets[0].height >= 2 * MARGIN + TITLE + FOOTER + 60 * 20 + STRIP


@pytest.mark.parametrize("grouping", ["campaign", "channel"])
def test_colours_are_explained_where_lanes_do_not(grouping: str) -> None:
    plan, outcome = sample()
    (sheet,) = calendar_sheets(plan, outcome, measure, 1600.0, None, USUAL.grouped(grouping))
    assert ("Colour = campaign" in texts(sheet)) is (grouping == "channel")
