"""Calendar files say the days of the plan to another parser, whatever the names are, and keep the ids of events."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest
import vobject
from dateutil.rrule import rrulestr

from cmoplanner.exchange.ics_out import calendar_file, export_calendar_file
from cmoplanner.model.plan import Activity, Milestone, Plan, starts
from tests.plans import norrvik

PLAN = norrvik()
UUID = "5e1c6f7e-0000-4000-8000-000000000001"
NASTY = "Größe\r\nBEGIN:VEVENT\nSUMMARY:Böse; a, b \\ 🚀 حملة الربيع " + "x" * 120


def read(data: bytes) -> list[Any]:
    return list(vobject.readOne(data.decode("utf-8")).vevent_list)


def plan_with(row: Activity) -> Plan:
    return replace(PLAN, activities=MappingProxyType({row.id: row}), milestones=MappingProxyType({}))


def days_of(events: list[Any]) -> list[date]:
    found = []
    for event in events:
        first = event.dtstart.value
        rule = event.contents.get("rrule")
        if rule is None:
            found.append(first)
            continue
        found += [day.date() for day in rrulestr(rule[0].value, dtstart=_midnight(first))]
    return sorted(found)


def _midnight(day: date) -> Any:
    return datetime.combine(day, datetime.min.time())


def test_all_days_of_the_plan_are_in_the_file() -> None:
    events = read(calendar_file(PLAN, UUID))
    by_name: dict[str, list[Any]] = {}
    for event in events:
        by_name.setdefault(event.summary.value, []).append(event)
    names = [row.name for row in PLAN.activities.values()]
    for row in PLAN.activities.values():
        if names.count(row.name) == 1:
            assert days_of(by_name[row.name]) == starts(row, PLAN.calendar.fy_end), row.name
            first = by_name[row.name][0]
            assert first.dtend.value - first.dtstart.value == row.end - row.start + timedelta(1)
    for milestone in PLAN.milestones.values():
        (event,) = by_name[milestone.title]
        assert event.dtstart.value == milestone.date
    assert all(type(event.dtstart.value) is date for event in events)
    uids = [event.uid.value for event in events]
    assert len(uids) == len(set(uids))


@pytest.mark.parametrize("kind", ["weekly", "biweekly", "monthly", "quarterly"])
@pytest.mark.parametrize("start", [date(2027, 1, 4), date(2027, 1, 31), date(2027, 2, 28)])
@pytest.mark.parametrize("until", [None, date(2027, 9, 30)])
def test_what_comes_back_comes_back_on_the_same_days(kind: str, start: date, until: date | None) -> None:
    row = replace(PLAN.activities["A001"], start=start, end=start + timedelta(2), recurrence=kind, until=until)
    events = read(calendar_file(plan_with(row), UUID))
    assert days_of(events) == starts(row, PLAN.calendar.fy_end)


def test_names_are_plain_text_in_folded_lines() -> None:
    row = replace(PLAN.activities["A001"], name=NASTY, owner_role="a\nb\x00c", recurrence="none")
    data = calendar_file(plan_with(row), UUID)
    (event,) = read(data)
    assert event.summary.value == " ".join(NASTY.split())
    assert "Owner: a b c" in event.description.value
    lines = data.split(b"\r\n")
    assert lines[-1] == b""
    assert all(len(line) <= 75 for line in lines)
    assert b"\n" not in data.replace(b"\r\n", b"")
    assert data.count(b"\r\nBEGIN:VEVENT\r\n") == 1
    for line in lines:
        line.decode("utf-8")  # no letter is cut in two


def test_events_keep_their_ids_and_count_on_with_the_plan() -> None:
    first = calendar_file(PLAN, UUID)
    assert first == calendar_file(PLAN, UUID)
    rows = {
        key: replace(row, start=row.start, end=row.end, name=f"{row.name} 2") for key, row in PLAN.activities.items()
    }
    later = replace(PLAN, activities=MappingProxyType(rows), revision=PLAN.revision + 3)
    before, after = read(first), read(calendar_file(later, UUID))
    assert [event.uid.value for event in before] == [event.uid.value for event in after]
    assert {int(event.sequence.value) for event in after} == {PLAN.revision + 3}
    other = read(calendar_file(PLAN, "another plan"))
    assert not {event.uid.value for event in before} & {event.uid.value for event in other}


def test_what_is_cancelled_is_left_out_and_what_is_not_approved_is_tentative() -> None:
    row = replace(PLAN.activities["A001"], recurrence="none")
    assert b"VEVENT" not in calendar_file(plan_with(replace(row, status="cancelled")), UUID)
    (event,) = read(calendar_file(plan_with(replace(row, approval_status="draft")), UUID))
    assert event.status.value == "TENTATIVE"
    (event,) = read(calendar_file(plan_with(replace(row, approval_status="approved")), UUID))
    assert event.status.value == "CONFIRMED"
    assert PLAN.campaigns[row.campaign_id or ""].name in event.categories.value


def test_a_range_has_what_touches_it_as_the_whole_file_has_it(tmp_path: Path) -> None:
    span = PLAN.calendar.quarter(2)
    path = export_calendar_file(PLAN, UUID, tmp_path / "q2.ics", span=span)
    events = read(path.read_bytes())
    whole = {event.uid.value: event for event in read(calendar_file(PLAN, UUID))}
    assert events
    assert len(events) < len(whole)
    series = [event for event in events if hasattr(event, "rrule")]
    assert series
    for event in events:
        same = whole[event.uid.value]  # a calendar that read both shows nothing twice
        assert (event.dtstart.value, event.dtend.value) == (same.dtstart.value, same.dtend.value)
        if event not in series:
            assert event.dtstart.value <= span.end
            assert event.dtend.value > span.start


def test_no_money_leaves_with_a_calendar() -> None:
    row = replace(PLAN.activities["A001"], gross_spend=987_654_321)
    assert b"9876543" not in calendar_file(plan_with(row), UUID)
    assert b"9,876,543" not in calendar_file(plan_with(row), UUID)
    assert calendar_file(plan_with(row), UUID) == calendar_file(plan_with(replace(row, gross_spend=1)), UUID)


def test_key_dates_alone_make_a_file() -> None:
    empty = replace(PLAN, activities=MappingProxyType({}))
    milestone = Milestone("M", date(2027, 5, 1), "Board, day; one")
    (event,) = read(calendar_file(replace(empty, milestones=MappingProxyType({"M": milestone})), UUID))
    assert event.summary.value == "Board, day; one"
    assert event.dtend.value == date(2027, 5, 2)
