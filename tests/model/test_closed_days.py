"""Blackouts by whom they concern, the first day that is free of them, and holidays by the rules of their countries."""

from dataclasses import replace
from datetime import date

import pytest

from cmoplanner.model.closed_days import blackouts_of, blackouts_touched, by_day, concerns, first_free_start
from cmoplanner.model.periods import Span
from cmoplanner.model.plan import Activity, Blackout, Plan, Target
from cmoplanner.model.public_holidays import holidays_of, known_regions
from cmoplanner.model.store.snapshot import read_snapshot
from cmoplanner.paths import sample_plan

SAMPLE = read_snapshot(sample_plan()).plan
YEAR = Span(date(2027, 1, 1), date(2027, 12, 31))


def plan(*blackouts: Blackout) -> Plan:
    return replace(SAMPLE, blackouts={row.id: row for row in blackouts})


def activity(start: date, end: date, **values: object) -> Activity:
    return replace(Activity("a", "A", start, end), **values)  # type: ignore[arg-type]


QUIET = Blackout("q", "Quiet", date(2027, 7, 5), date(2027, 7, 18))


@pytest.mark.parametrize(
    ("start", "end", "touched"),
    [
        (date(2027, 7, 4), date(2027, 7, 4), False),
        (date(2027, 7, 4), date(2027, 7, 5), True),
        (date(2027, 7, 18), date(2027, 8, 1), True),
        (date(2027, 7, 19), date(2027, 8, 1), False),
        (date(2027, 6, 1), date(2027, 8, 1), True),
    ],
)
def test_one_common_day_is_enough(start: date, end: date, touched: bool) -> None:
    assert bool(blackouts_touched(plan(QUIET), activity(start, end))) is touched


def test_a_series_is_looked_at_by_its_occurrences() -> None:
    monthly = activity(date(2027, 1, 6), date(2027, 1, 6), recurrence="monthly", until=date(2027, 12, 31))
    assert blackouts_touched(plan(QUIET), monthly) == (QUIET,), "on 6 July"
    assert not blackouts_touched(plan(QUIET), replace(monthly, until=date(2027, 6, 30)))
    between = replace(monthly, start=date(2027, 1, 20), end=date(2027, 1, 20))
    assert not blackouts_touched(plan(QUIET), between), "the days between occurrences are free"


def test_regions_and_segments_say_whom_it_concerns() -> None:
    dach = replace(QUIET, region="DACH")
    row = activity(date(2027, 7, 6), date(2027, 7, 6))
    for region, meant in (("", True), ("All", True), ("dach ", True), ("Nordics", False)):
        assert concerns(plan(dach), dach, replace(row, region=region)) is meant, region
    cell = next(iter(SAMPLE.cells.values()))
    other = next(one for one in SAMPLE.cells.values() if one.segment_id != cell.segment_id)
    for_one = replace(QUIET, segment_id=cell.segment_id)
    assert concerns(plan(for_one), for_one, replace(row, targets=(Target(cell.id, 1.0),)))
    assert not concerns(plan(for_one), for_one, replace(row, targets=(Target(other.id, 1.0),)))
    assert not concerns(plan(for_one), for_one, replace(row, targets=(Target(other.id, 1.0), Target(cell.id, 0.0))))
    assert concerns(plan(for_one), for_one, row), "without an audience it goes to everybody"


def test_the_first_free_start_is_after_blackouts_that_follow_each_other() -> None:
    second = Blackout("r", "More", date(2027, 7, 21), date(2027, 7, 31))
    row = activity(date(2027, 7, 1), date(2027, 7, 7))
    assert first_free_start(plan(QUIET, second), row) == date(2027, 8, 1), "no week fits between the two"
    assert first_free_start(plan(QUIET, second), replace(row, end=date(2027, 7, 2))) == row.start
    short = activity(date(2027, 7, 10), date(2027, 7, 11))
    assert first_free_start(plan(QUIET, second), short) == date(2027, 7, 19)


def test_blackouts_stand_in_the_order_of_their_days() -> None:
    first = Blackout("z", "First", date(2027, 1, 1), date(2027, 1, 2))
    assert blackouts_of(plan(QUIET, first)) == (first, QUIET)


def test_holidays_follow_the_rules_of_the_country_and_its_part() -> None:
    # Easter Sunday of 2027 is 28 March, from the tables of the church: what moves with it follows
    found = by_day(holidays_of(["DE", "DE-BY", "GB-ENG", "US"], YEAR))
    assert {row.region for row in found[date(2027, 3, 26)]} == {"DE", "DE-BY", "GB-ENG"}, "Good Friday"
    assert {row.region for row in found[date(2027, 3, 29)]} == {"DE", "DE-BY", "GB-ENG"}, "Easter Monday"
    assert {row.region for row in found[date(2027, 5, 27)]} == {"DE-BY"}, "Corpus Christi, not in all of Germany"
    assert {row.region for row in found[date(2027, 11, 25)]} == {"US"}, "the fourth Thursday of November"
    assert {row.name for row in found[date(2027, 10, 3)]} == {"German Unity Day"}
    assert all(day in YEAR for day in found)


def test_what_is_no_country_has_no_holidays() -> None:
    assert holidays_of(["XX", "", "DE-XX", "nonsense"], YEAR) == ()


def test_every_known_region_can_be_asked() -> None:
    regions = known_regions()
    assert len({region.code for region in regions}) == len(regions) > 500
    names = {region.code: region.name for region in regions}
    assert names["DE"] == "Germany"
    assert names["DE-BY"] == "Germany – Bayern"
    parts = [region.code for region in regions if region.code.startswith(("DE-", "CH-", "US-"))]
    assert all(holidays_of([code], YEAR) for code in parts)
