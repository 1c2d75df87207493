"""What the budget had at other times: approved, last year from its file, from bookings, from the months of channels."""

from dataclasses import replace
from datetime import date

from cmoplanner.ledger.lines import ledger
from cmoplanner.ledger.past import approved_plan, last_year_booked, last_year_by_channel, last_year_of
from cmoplanner.model.periods import add_months
from cmoplanner.model.plan import Actual, Plan
from tests.plans import norrvik


def year_before() -> Plan:
    """Return the sample as the plan of the year before, under other ids: all is found by its name."""
    plan = norrvik()
    moved = {
        f"OLD{row.id}": replace(
            row,
            id=f"OLD{row.id}",
            start=add_months(row.start, -12),
            end=add_months(row.end, -12),
            until=add_months(row.until, -12) if row.until else None,
        )
        for row in plan.activities.values()
    }
    header = replace(plan.header, fy_start=date(2026, 1, 1), as_of=date(2026, 12, 31), fy_label="FY2026")
    return replace(plan, header=header, activities=moved, actuals={}, commitments={}, envelopes={})


def test_last_year_s_file_is_found_line_by_line_by_name() -> None:
    past, plan = year_before(), norrvik()
    booking = Actual("x", "2026-05", 1_234_567, activity_id="OLDA001")
    past = replace(past, actuals={"x": booking})
    found = last_year_of("FY2026", past, plan)
    assert found.total == 1_234_567  # all its months are closed: what is not booked was not spent
    (line,) = found.lines
    assert (line.line, line.months[4]) == ("A001", 1_234_567)
    assert line.fields["cost_centre_id"] == plan.activities["A001"].cost_centre_id


def test_a_line_of_last_year_that_is_gone_keeps_its_groups() -> None:
    plan, past = norrvik(), year_before()
    rest = {row: one for row, one in plan.activities.items() if row != "A001"}
    past = replace(past, actuals={"x": Actual("x", "2026-05", 700, activity_id="OLDA001")})
    (line,) = last_year_of("FY2026", past, replace(plan, activities=rest)).lines
    assert line.line == ""
    assert line.fields["category_id"] == plan.activities["A001"].category_id


def test_bookings_of_the_year_before_count_with_their_signs() -> None:
    rows = [
        Actual("a", "2026-02", 500, activity_id="A001"),
        Actual("b", "2026-02", 200, activity_id="A001", kind="credit"),
        Actual("c", "2026-12", 40, vendor_id="V01"),
        Actual("d", "2025-12", 9_999, activity_id="A001"),
        Actual("e", "2027-01", 9_999, activity_id="A001"),
    ]
    plan = replace(norrvik(), actuals={row.id: row for row in rows})
    found = last_year_booked("booked", plan)
    assert found is not None
    assert [(line.line, line.months[1], line.months[11]) for line in found.lines] == [("A001", 300, 0), ("", 0, 40)]
    assert found.lines[1].fields == {"vendor_id": "V01"}
    assert last_year_booked("booked", norrvik()) is None


def test_months_of_channels_give_the_year_before_and_no_other() -> None:
    plan = norrvik()
    found = last_year_by_channel("months", plan)
    assert found is not None
    assert found.by_channel
    assert found.total == sum(row.spend for row in plan.past_months.values() if row.month.startswith("2026-"))
    assert {line.fields["channel_id"] for line in found.lines} == {"paid_search", "paid_social", "webinar", "events"}
    assert last_year_by_channel("months", replace(plan, past_months={})) is None


def test_the_approved_plan_is_what_it_planned() -> None:
    then, plan = norrvik(), norrvik()
    now = replace(plan, activities={row: one for row, one in plan.activities.items() if row != "A001"})
    found = approved_plan("Board", then, now)
    assert found.total == ledger(then).total().planned == 212_625_000
    gone = [line for line in found.lines if not line.line]
    assert [sum(line.months) for line in gone] == [ledger(then).lines["A001"].planned]
