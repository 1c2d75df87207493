"""A one-pager loses no money and no activity, and never has more than thirty bars."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from cmoplanner.model.periods import Span
from cmoplanner.model.phasing import net_by_month
from cmoplanner.model.plan import Activity
from cmoplanner.report.one_pager import MOST_BARS, MOST_LANES, OnePager, Roll, one_pager, page_maker
from tests.plans import norrvik

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


# rolled up to campaigns

CAMPAIGNS = {row.id: row.name for row in PLAN.campaigns.values()}
ROLL = Roll(lambda row: row.campaign_id or "", CAMPAIGNS)


def by_owner(most: int, in_lane: int) -> OnePager:
    return page_maker(PLAN, ROWS, CALENDAR.year, lambda row: row.owner_role, {}, ROLL)(most, MOST_LANES, in_lane)


@pytest.mark.parametrize(("most", "in_lane"), [(30, 30), (30, 4), (30, 2), (12, 12), (10, 1)])
def test_rolled_up_to_campaigns_nothing_is_lost_and_every_limit_holds(most: int, in_lane: int) -> None:
    found = by_owner(most, in_lane)
    inside = [row.id for lane in found.lanes for bar in lane.bars for row in bar.activities]
    assert len(inside) == len(set(inside)) == found.activities
    assert found.net == page(CALENDAR.year).net
    assert found.bars <= max(most, len(found.lanes))
    assert all(len(lane.bars) <= in_lane for lane in found.lanes)


def test_what_is_rolled_up_is_called_after_its_campaign_with_its_number() -> None:
    rolled = [bar for lane in by_owner(30, 30).lanes for bar in lane.bars if bar.rolled]
    named = [bar for bar in rolled if len({row.campaign_id for row in bar.activities}) == 1 and "more" not in bar.name]
    assert named
    for bar in named:
        assert bar.name == f"{CAMPAIGNS[bar.activities[0].campaign_id or '']} ({len(bar.activities)})"


def test_events_have_their_own_sign_before_larger_stretches() -> None:
    events = [bar for lane in by_owner(24, 24).lanes for bar in lane.bars if bar.event]
    assert len(events) >= 4
    assert all(bar.span.days <= 5 for bar in events)
