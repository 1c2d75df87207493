"""Last year's plan on this year's dates: same places in the year, same lengths, ids by name."""

from dataclasses import replace
from datetime import date

from cmoplanner.model.periods import Pattern
from cmoplanner.model.plan import Activity, Campaign, Header, Plan
from cmoplanner.model.prior_year import on_this_year, shifted


def plan(year: int, *activities: Activity, pattern: str = Pattern.CALENDAR) -> Plan:
    header = Header("p", "C", "N", "EUR", 2, date(year, 4, 1), date(year, 4, 1), 0, fy_pattern=pattern)
    campaign = Campaign("c", "Spring", start=date(year, 4, 1), end=date(year, 6, 30))
    return Plan(header, campaigns={"c": campaign}, activities={row.id: row for row in activities})


def test_days_keep_their_place_in_the_fiscal_year() -> None:
    now, past = plan(2027), plan(2026)
    assert shifted(date(2026, 12, 31), past, now) == date(2027, 12, 31)
    assert shifted(date(2026, 4, 1), plan(2024), now) == date(2029, 4, 1), "years are counted from the two starts"
    weeks, before = plan(2027, pattern=Pattern.W445), plan(2026, pattern=Pattern.W445)
    assert shifted(date(2026, 4, 8), before, weeks) == date(2027, 4, 8), "weeks keep their distance from the start"


def test_activities_of_another_year_are_found_by_name_and_keep_their_length() -> None:
    past = plan(
        2026,
        Activity("x1", "Spring webinar", date(2026, 5, 4), date(2026, 5, 10), campaign_id="c"),
        Activity("x2", "Fair", date(2026, 9, 1), date(2026, 9, 3)),
        Activity("a9", "Only last year", date(2026, 5, 4), date(2026, 5, 4)),
    )
    now = plan(
        2027,
        Activity("a1", "SPRING webinar ", date(2027, 6, 1), date(2027, 6, 7), campaign_id="c"),
        Activity("a9", "Something else", date(2027, 6, 1), date(2027, 6, 7)),
    )
    then = on_this_year(past, now)
    assert then.activities["a1"].start == date(2027, 5, 4)
    assert then.activities["a1"].end - then.activities["a1"].start == date(2026, 5, 10) - date(2026, 5, 4)
    assert "a9" not in then.activities, "the same id is another thing in another year"
    assert sorted(row.name for row in then.activities.values()) == ["Fair", "Only last year", "Spring webinar"]
    assert then.campaigns["c"].start == date(2027, 4, 1)


def test_two_of_the_same_name_are_two() -> None:
    rows = [Activity(f"x{i}", "E-mail", date(2026, 5, i), date(2026, 5, i)) for i in (1, 2, 3)]
    now = plan(2027, *(replace(row, id=f"a{i}") for i, row in enumerate(rows[:2])))
    then = on_this_year(plan(2026, *rows), now)
    assert len(then.activities) == 3
    assert {"a0", "a1"} < set(then.activities)


def test_the_same_year_is_returned_as_it_is() -> None:
    past = plan(2027)
    assert on_this_year(past, plan(2027)) is past
