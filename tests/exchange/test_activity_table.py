"""Tables of activities from and for spreadsheets: locale dates and amounts, names, and every bad cell named."""

from dataclasses import replace
from datetime import date

import pytest

from cmoplanner.exchange.activity_table import is_table, known_columns, read_activities, write_activities
from cmoplanner.model.phasing import net_spend
from cmoplanner.model.plan import Plan
from cmoplanner.model.store.snapshot import read_snapshot
from cmoplanner.paths import sample_plan

PLAN: Plan = read_snapshot(sample_plan()).plan
HEAD = ["Name", "Campaign", "Channel", "Start", "End", "Gross spend", "Owner"]
CAMPAIGN = next(iter(PLAN.campaigns.values()))
EMAIL = PLAN.channels["email"].name


def german(plan: Plan) -> Plan:
    return replace(plan, header=replace(plan.header, locale="de-DE"))


def test_rows_are_read_with_names_dates_and_amounts_of_the_locale() -> None:
    rows = [HEAD, ["Mailing", CAMPAIGN.name.upper(), "email", "03.05.2027", "14.05.2027", "1.234,50 €", "CMO"]]
    reading = read_activities(german(PLAN), rows)
    assert reading.bad == ()
    (row,) = reading.activities
    assert (row.name, row.campaign_id, row.channel_id, row.owner_role) == ("Mailing", CAMPAIGN.id, "email", "CMO")
    assert (row.start, row.end, row.gross_spend) == (date(2027, 5, 3), date(2027, 5, 14), 123_450)
    assert row.category_id in PLAN.cost_categories
    assert row.targets in {one.targets for one in PLAN.activities.values() if one.campaign_id == CAMPAIGN.id}


def test_what_was_written_is_read_back() -> None:
    ids = list(PLAN.activities)[:20]
    rows = write_activities(PLAN, ids)
    reading = read_activities(PLAN, rows)
    assert reading.bad == ()
    keys = ("name", "start", "end", "gross_spend", "campaign_id", "channel_id", "stage_id", "category_id", "owner_role")
    for row_id, row in zip(ids, reading.activities, strict=True):
        for key in keys:
            assert getattr(row, key) == getattr(PLAN.activities[row_id], key), (row_id, key)


def test_every_bad_cell_is_named_by_row_and_column() -> None:
    rows = [
        HEAD,
        ["Good", "", "", "2027-05-03", "", "100", ""],
        ["No day", "", "", "32.13.2027", "", "", ""],
        ["", "", "Radio", "2027-05", "2027-05-01", "many", ""],
        ["Backwards", "", "", "2027-05-03", "2027-05-01", "1.234567", ""],
    ]
    reading = read_activities(PLAN, rows)
    assert [row.name for row in reading.activities] == ["Good"]
    assert [(cell.row, cell.column) for cell in reading.bad] == [
        (3, "Start"), (4, "Name"), (4, "Channel"), (4, "Start"), (4, "Gross spend"), (5, "Gross spend"),
    ]  # fmt: skip
    assert reading.bad_rows == 3
    assert "“Radio”" in next(cell.told for cell in reading.bad if cell.column == "Channel")
    backwards = [HEAD, ["Backwards", "", "", "2027-05-03", "2027-05-01", "5", ""]]
    assert [(cell.row, cell.column) for cell in read_activities(PLAN, backwards).bad] == [(2, "End")]


def test_formula_like_texts_stay_texts() -> None:
    first = next(iter(PLAN.activities))
    odd = replace(PLAN.activities[first], name='=HYPERLINK("x")')
    plan = replace(PLAN, activities={first: odd})
    written = write_activities(plan, [first])
    assert written[1][0] == '\'=HYPERLINK("x")'
    assert read_activities(plan, written).activities[0].name == '=HYPERLINK("x")'


def test_columns_are_known_in_any_order_and_by_usual_words() -> None:
    assert known_columns(["Budget (EUR)", "To", "FROM", "Activity", "Colour"]) == [
        "gross_spend", "end", "start", "name", "",
    ]  # fmt: skip
    assert not is_table([["Name", "Channel"], ["a", "b"]]), "without a start it is no table of activities"
    assert not is_table([["Name", "Start"]])
    assert not is_table([])


def test_what_partners_pay_and_what_is_cancelled_come_back() -> None:
    plan = PLAN
    dropped = replace(plan.activities["A005"], status="cancelled")
    plan = replace(plan, activities={**plan.activities, "A005": dropped})
    shared = [row.id for row in plan.activities.values() if row.partner_share]
    ids = [*shared, "A004", "A005"]
    assert len(shared) == 8
    reading = read_activities(plan, write_activities(plan, ids))
    assert not reading.bad
    before = [plan.activities[row] for row in ids]
    assert [net_spend(row) for row in reading.activities] == [net_spend(row) for row in before]
    assert [row.fund_id for row in reading.activities] == [row.fund_id for row in before]
    assert [row.cancelled for row in reading.activities] == [row.cancelled for row in before]


@pytest.mark.parametrize(("text", "share"), [("50 %", 0.5), ("12.5%", 0.125), ("0.3", 0.3)])
def test_shares_are_read_as_people_write_them(text: str, share: float) -> None:
    (row,) = read_activities(PLAN, [["Name", "Start", "Partner pays"], ["Fair", "2027-05-01", text]]).activities
    assert row.partner_share == share


@pytest.mark.parametrize(("column", "text"), [("Partner pays", "130 %"), ("Partner pays", "half"), ("Status", "maybe")])
def test_what_is_no_share_or_status_is_named(column: str, text: str) -> None:
    reading = read_activities(PLAN, [["Name", "Start", column], ["Fair", "2027-05-01", text]])
    assert not reading.activities
    assert text in reading.bad[0].told
