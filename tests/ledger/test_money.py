"""Envelopes, missing bookings, money that could come back and variances, against the reference and by adding up."""

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from cmoplanner.ledger.accruals import missing_bookings, uncoded_bookings
from cmoplanner.ledger.envelopes import OUTSIDE, envelopes
from cmoplanner.ledger.lines import ledger
from cmoplanner.ledger.money_back import Source, money_back
from cmoplanner.ledger.variance import Variance, variances
from cmoplanner.model.plan import Actual, Contract, Plan, Transfer
from tests.plans import norrvik, reference


def test_missing_bookings_are_those_of_the_reference() -> None:
    plan = norrvik()
    expected = {
        (finding["subject"], finding["evidence"]["month"], round(finding["evidence"]["planned"] * 100))
        for finding in reference("demo_expected")["findings"]
        if finding["rule"] == "BUD-10" and finding["evidence"]["kind"] != "uncoded"
    }
    found = {
        (item.line, plan.calendar.months[item.month].start.isoformat()[:7], item.amount)
        for item in missing_bookings(plan, ledger(plan))
    }
    assert found == expected
    assert len(expected) == 3
    assert uncoded_bookings(plan) == ["INV0071"]


def test_envelopes_over_are_those_of_the_reference() -> None:
    plan = norrvik()
    found = envelopes(plan, ledger(plan))
    over = {
        (f"Q{row.quarter}/{row.cost_centre_id}/{row.category_id}", -found.money[row.id].headroom)
        for row in plan.envelopes.values()
        if found.money[row.id].headroom < 0
    }
    expected = {
        (finding["subject"], round(finding["evidence"]["over"] * 100))
        for finding in reference("demo_expected")["findings"]
        if finding["rule"] == "BUD-02"
    }
    assert over == expected
    assert found.contingency == 6_600_000


def _sums(plan: Plan) -> None:
    book = ledger(plan)
    found = envelopes(plan, book)
    total = book.total()
    assert sum(item.planned for item in found.money.values()) == total.planned
    assert sum(item.booked for item in found.money.values()) == total.booked
    assert sum(item.expected for item in found.money.values()) == total.expected
    assert sum(item.moved for item in found.money.values()) == 0
    assert sum(item.given for item in found.money.values()) == plan.header.topdown_budget


def test_every_amount_stands_in_one_envelope() -> None:
    plan = norrvik()
    _sums(plan)
    wide = {**plan.envelopes, "all": replace(plan.envelopes["E001"], id="all", quarter=None, category_id=None)}
    _sums(replace(plan, envelopes=wide, transfers={"t": Transfer("t", "all", "E002", 5_000)}))
    _sums(replace(plan, envelopes={}))
    assert envelopes(replace(plan, envelopes={}), ledger(plan)).money[OUTSIDE].planned == 212_625_000


def test_money_back_of_the_sample_is_named_with_its_source() -> None:
    plan = norrvik()
    found = money_back(plan, ledger(plan))
    assert {item.source for item in found} >= {Source.FUND, Source.RENEWAL}
    for item in found:
        assert item.amount > 0
        assert item.row in {"commitment": plan.commitments, "mdf_fund": plan.mdf_funds, "contract": plan.contracts,
                            "activity": plan.activities}[item.table]  # fmt: skip
    renewals = [item for item in found if item.source is Source.RENEWAL]
    assert all(item.until is not None and item.until >= plan.header.as_of for item in renewals)


def test_a_renewal_is_told_until_its_notice_day() -> None:
    plan = norrvik()
    as_of = plan.header.as_of
    for notice, told in ((0, True), (60, True), (61, False), (-1, False)):
        end = date.fromordinal(as_of.toordinal() + 30 + notice)
        contract = Contract("k", None, "Suite", end=end, value=100, notice_days=30, auto_renew=True)
        found = money_back(replace(plan, contracts={"k": contract}), ledger(plan))
        assert any(item.source is Source.RENEWAL for item in found) is told, notice


def _parts(item: Variance) -> int:
    return item.scope + item.currency + item.volume + item.price + item.timing


def test_the_causes_add_up_to_the_difference_of_every_line() -> None:
    plan = norrvik()
    book = ledger(plan)
    found = variances(plan, book, plan, book, 0, 2)
    assert all(_parts(item) == item.difference for item in found)
    assert sum(item.difference for item in found) == book.total().booked_to_date - book.total().planned_to_date
    by_line = {item.id: item for item in found}
    assert (by_line["A018"].price, by_line["A018"].timing) == (580_000, 0)  # finished, and dearer than planned
    assert by_line[""].scope == 385_000  # booked without an activity


def test_what_was_added_or_dropped_since_the_approval_is_scope() -> None:
    plan = norrvik()
    without = replace(plan, activities={row: item for row, item in plan.activities.items() if row != "A018"})
    found = {item.id: item for item in variances(plan, ledger(plan), without, ledger(without), 0, 2)}
    assert found["A018"].scope == found["A018"].difference == 6_380_000
    gone = {item.id: item for item in variances(without, ledger(without), plan, ledger(plan), 0, 2)}
    assert gone["A018"].scope == -5_800_000


def test_more_units_and_a_dearer_currency_are_not_called_a_price() -> None:
    plan = norrvik()
    done = replace(
        plan.activities["A018"],
        quantity=100.0,
        currency="USD",
        foreign_amount=58_000.0,
        fx_rate_plan=1.0,
        partner_share=0.0,
    )
    booking = Actual("i", "2027-02", 7_260_000, "A018", quantity=110.0, foreign_amount=66_000.0)
    plan = replace(plan, activities={**plan.activities, "A018": done}, actuals={"i": booking})
    book = ledger(plan)
    found = {item.id: item for item in variances(plan, book, plan, book, 0, 11)}["A018"]
    assert (found.currency, found.volume, found.price, found.timing) == (660_000, 580_000, 220_000, 0)


@given(
    st.dictionaries(st.sampled_from(["A001", "A018", "A019", "A043"]), st.integers(-50_000, 9_000_000)),
    st.integers(0, 11),
)
def test_causes_add_up_whatever_was_booked(bookings: dict[str, int], last: int) -> None:
    plan = norrvik()
    actuals = {row: Actual(row, "2027-02", amount, row) for row, amount in bookings.items()}
    plan = replace(plan, actuals=actuals)
    book = ledger(plan)
    found = variances(plan, book, plan, book, 0, last)
    assert all(_parts(item) == item.difference for item in found)
