"""A one-pager loses no money and no activity, and never has more than thirty bars."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from cmoplanner.model.periods import Span
from cmoplanner.model.phasing import net_by_month
from cmoplanner.model.plan import Activity
from cmoplanner.report.one_pager import MOST_BARS, MOST_LANES, OnePager, one_pager
from cmoplanner.report.one_pager_picture import PagePicture, range_title
from cmoplanner.report.timeline.scene_bars import Look, look
from cmoplanner.report.timeline.shapes import Rect, Text
from tests.plans import norrvik
from tests.report.timeline.samples import measure, state

PLAN = norrvik()
CALENDAR = PLAN.calendar
ROWS = list(PLAN.activities.values())
RANGES = {
    "year": CALENDAR.year,
    **{f"q{n}": CALENDAR.quarter(n) for n in range(1, 5)},
    "h2": Span(CALENDAR.quarter(3).start, CALENDAR.quarter(4).end),
    "june": CALENDAR.months[5],
}


def page(span: Span, most: int = MOST_BARS, rows: list[Activity] = ROWS) -> OnePager:
    names = {row.id: row.name for row in PLAN.campaigns.values()}
    return one_pager(PLAN, rows, span, lambda row: row.campaign_id or "", names, most)


@pytest.mark.parametrize("name", RANGES)
def test_money_is_that_of_the_months_to_the_cent(name: str) -> None:
    span = RANGES[name]
    months = [i for i, month in enumerate(CALENDAR.months) if month.overlap(span)]
    expected = sum(net_by_month(row, CALENDAR)[i] for row in ROWS if not row.cancelled for i in months)
    found = page(span)
    assert found.net == expected
    assert sum(net for _month, net in found.by_month) == expected
    assert sum(bar.net for lane in found.lanes for bar in lane.bars) == expected


@pytest.mark.parametrize("name", RANGES)
@pytest.mark.parametrize("most", [MOST_BARS, 14, 200])
def test_every_activity_stands_in_one_bar_and_bars_are_few(name: str, most: int) -> None:
    found = page(RANGES[name], most)
    inside = [row.id for lane in found.lanes for bar in lane.bars for row in bar.activities]
    assert len(inside) == len(set(inside)) == found.activities
    assert found.bars <= max(most, MOST_LANES)
    assert found.activities == page(RANGES[name], 500).activities


def test_what_fits_is_not_rolled_up() -> None:
    few = ROWS[:20]
    assert not any(bar.rolled for lane in page(CALENDAR.year, rows=few).lanes for bar in lane.bars)


def test_the_biggest_have_their_own_bar() -> None:
    found = page(CALENDAR.year)
    rolled = [row for lane in found.lanes for bar in lane.bars if bar.rolled for row in bar.activities]
    assert rolled
    own = [bar.net for lane in found.lanes for bar in lane.bars if not bar.rolled]
    biggest = max(sum(net_by_month(row, CALENDAR)) for row in rolled)
    assert max(own) >= biggest
    assert sorted(own, reverse=True)[5] >= biggest


def test_more_lanes_than_ten_end_in_one() -> None:
    found = one_pager(PLAN, ROWS, CALENDAR.year, lambda row: row.id, {}, 30)
    assert len(found.lanes) == MOST_LANES
    assert found.lanes[-1].name == f"{found.activities - MOST_LANES + 1} more"


def test_a_lane_that_is_one_bar_counts_its_activities_and_others_the_rest() -> None:
    several = [lane for lane in page(CALENDAR.year, 12).lanes if any(bar.rolled for bar in lane.bars)]
    alone = [lane.bars[0] for lane in several if len(lane.bars) == 1]
    rest = [lane.bars[-1] for lane in several if len(lane.bars) > 1]
    assert alone
    assert rest
    assert [bar.name for bar in alone] == [f"{len(bar.activities)} activities" for bar in alone]
    assert [bar.name for bar in rest] == [f"{len(bar.activities)} more activities" for bar in rest]


def test_bars_are_cut_to_the_range() -> None:
    span = CALENDAR.quarter(2)
    for lane in page(span, 500).lanes:
        for bar in lane.bars:
            assert span.start <= bar.span.start <= bar.span.end <= span.end


def test_part_of_a_month_has_its_days_money() -> None:
    row = replace(ROWS[0], start=date(2027, 6, 1), end=date(2027, 6, 30), recurrence="none", gross_spend=30_000)
    row = replace(row, phasing="even", custom_phasing=(), partner_share=0.0, status="planned")
    found = page(Span(date(2027, 6, 1), date(2027, 6, 10)), rows=[row])
    assert found.net == 10_000


def test_money_in_months_without_a_day_is_not_lost() -> None:
    weights = tuple(1.0 if i == 5 else 0.0 for i in range(12))
    row = replace(ROWS[0], start=CALENDAR.fy_start, end=CALENDAR.fy_start + timedelta(3), recurrence="none")
    row = replace(row, custom_phasing=weights, partner_share=0.0, status="planned", gross_spend=5_000)
    assert page(CALENDAR.months[5], rows=[row]).net == 5_000
    assert page(CALENDAR.months[6], rows=[row]).activities == 0


def test_cancelled_ones_are_not_there() -> None:
    gone = [replace(row, status="cancelled") for row in ROWS]
    found = page(CALENDAR.year, rows=gone)
    assert (found.activities, found.net, found.lanes) == (0, 0, ())


# the picture


def width_of(text: str, px: int, _weight: int) -> float:
    return len(text) * px * 0.5


def draw(span: Span, width: float = 1600, height: float = 900, most: int = MOST_BARS):  # type: ignore[no-untyped-def]
    def look(_row: Activity) -> Look:
        return Look("surface", "border", (), "text", "")

    made = PagePicture(PLAN, page(span, most), look, width_of, range_title(PLAN, span))
    return made.draw(width, height)


@pytest.mark.parametrize("name", RANGES)
def test_the_page_is_filled_and_nothing_leaves_it(name: str) -> None:
    drawn = draw(RANGES[name])
    assert (drawn.width, drawn.height) == (1600, 900)
    assert len(drawn.spots) == page(RANGES[name]).bars
    boxes = [spot.box for spot in drawn.spots]
    assert all(x >= 0 and y >= 0 and x + w <= 1600 and y + h <= 900 for x, y, w, h in boxes)
    lowest = max(y + h for _x, y, _w, h in boxes)
    assert lowest > 900 - 300  # the lanes go down to the spend
    for i, (x, y, w, h) in enumerate(boxes):
        for x1, y1, w1, h1 in boxes[:i]:
            assert not (x < x1 + w1 and x1 < x + w and y < y1 + h1 and y1 < y + h)


def test_a_small_page_grows_rather_than_being_unreadable() -> None:
    assert draw(CALENDAR.year, 900, 300).height > 300


def test_the_title_says_range_money_and_number() -> None:
    texts = [
        shape.text for region in draw(CALENDAR.quarter(2)).regions for shape in region.shapes if isinstance(shape, Text)
    ]
    found = page(CALENDAR.quarter(2))
    assert any(text.startswith("FY27 Q2 · 664\u00a0k EUR for ") for text in texts)
    assert found.net == pytest.approx(66_400_000, abs=50_000)  # the quarter's figure in the calendar's head
    assert range_title(PLAN, CALENDAR.year) == (PLAN.header.fy_label or "FY2027")
    assert range_title(PLAN, Span(CALENDAR.quarter(1).start, CALENDAR.quarter(2).end)) == "FY27 H1"
    assert range_title(PLAN, CALENDAR.months[5]) == "June 2027"


def boxes(picture: PagePicture) -> list[Rect]:
    regions = picture.draw(1200, 800).regions
    return [shape for region in regions for shape in region.shapes if isinstance(shape, Rect)]


def test_several_activities_as_one_bar_have_the_colour_that_they_share() -> None:
    colours = state().colours
    picture = PagePicture(PLAN, page(CALENDAR.year, 12), lambda row: look(row, colours), measure, "Year")
    rolled = [bar for lane in picture.page.lanes for bar in lane.bars if bar.rolled]
    assert len(rolled) > 3
    wanted = {f"categorical.{colours.mark(bar.activities[0])[0]}" for bar in rolled}
    assert wanted <= {box.stroke for box in boxes(picture) if box.fill.startswith("bar.tint.")}
    mixed = replace(picture, page=one_pager(PLAN, ROWS, CALENDAR.year, lambda _row: "", {}, 2))
    assert ("band", "border_strong") in {(box.fill, box.stroke) for box in boxes(mixed)}
