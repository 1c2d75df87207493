"""Rules between rows that a plan may break and most likely should not: money, links, registers. Source: domain B."""

from collections.abc import Callable, Iterator, Mapping
from math import isclose
from typing import Any

from cmoplanner.i18n import _
from cmoplanner.model import agreement_activities as activities
from cmoplanner.model import agreement_people as people
from cmoplanner.model import register
from cmoplanner.model.currencies import decimals, similar
from cmoplanner.model.facts import MONTHLY, Facts, Found
from cmoplanner.model.problem import Problem, Severity
from cmoplanner.model.selecting import rows_named

_SCOPED = {"brand": "offerings", "sub_brand": "offerings", "offering": "offerings", "cell": "cells"}
_WARNING, _NOTE = Severity.WARNING, Severity.NOTE


def disagreements(facts: Facts, table: str, row: Any) -> Iterator[Problem]:
    """Find where a row does not agree with others."""
    for rule in _RULES.get(table, ()):
        for key, sentence, remedy, severity in rule(facts, row):
            yield Problem(table, row.id, key, sentence, remedy, severity)


def tables_with_rules() -> tuple[str, ...]:
    """Return the names of the tables that have rules."""
    return tuple(_RULES)


def _envelopes(facts: Facts, row: Any) -> Iterator[Found]:
    """Domain B.11 (I5)."""
    difference = row.topdown_budget - facts.envelopes
    if facts.plan.envelopes and difference:
        sentence = (
            _("{amount} of the marketing budget are in no envelope")
            if difference > 0
            else _("the envelopes hold {amount} more than the marketing budget")
        ).format(amount=facts.money(abs(difference)))
        yield "topdown_budget", sentence, _("Change an envelope or the budget."), Severity.NOTE


def _currency(facts: Facts, row: Any) -> Iterator[Found]:
    """Domain B.1: money somewhere today; what is no code at all is told as a fault of the field."""
    if len(row.currency) == 3 and row.currency.isupper() and row.currency not in facts.currencies:
        remedy = _("Enter a code such as {codes}.").format(codes=", ".join(similar(row.currency)))
        yield "currency", _("“{code}” is no currency in use").format(code=row.currency), remedy, _WARNING


def _decimals(facts: Facts, row: Any) -> Iterator[Found]:
    """Domain B.0: money of a currency has its decimals."""
    if row.currency in facts.currencies and row.currency_decimals != decimals(row.currency):
        sentence = _("{currency} has {right} decimals, the amounts of the plan {n}").format(
            currency=row.currency, right=decimals(row.currency), n=row.currency_decimals
        )
        remedy = _("Compare the amounts with their source; if the currency is wrong, enter the right one.")
        yield "currency_decimals", sentence, remedy, _WARNING


def _year_label(facts: Facts, row: Any) -> Iterator[Found]:
    """Domain B.1: the fiscal year is named after the calendar year in which it ends."""
    if facts.year is not None and row.fy_label and row.fy_label != facts.plan.calendar.label:
        sentence = _("the fiscal year is called “{label}”, by its days it is {usual}").format(
            label=row.fy_label, usual=facts.plan.calendar.label
        )
        yield "fy_label", sentence, _("Correct the label, or the first day, if it is not meant."), _NOTE


def _transfers(facts: Facts, row: Any) -> Iterator[Found]:
    """Domain B.11 (I6)."""
    if facts.moved_out.get(row.id, 0) > max(row.topdown_amount, 0):
        sentence = _("transfers take {amount} out of it, more than it has").format(
            amount=facts.money(facts.moved_out[row.id])
        )
        yield "topdown_amount", sentence, _("Make a transfer smaller or take it from another envelope."), _WARNING


def _goal(facts: Facts, row: Any) -> Iterator[Found]:
    """Domain A-008."""
    if row.goal_id is None:
        yield "goal_id", _("the objective serves no goal of the company"), _("Choose the goal it serves."), _NOTE


def _objective(facts: Facts, row: Any) -> Iterator[Found]:
    if row.objective_id is None and row.kind != "activity":
        yield "objective_id", _("it measures no objective"), _("Choose the objective it measures."), _NOTE


def _twice(table: str) -> Callable[[Facts, Any], Iterator[Found]]:
    def rule(facts: Facts, row: Any) -> Iterator[Found]:
        if facts.times(table, getattr(row, MONTHLY[table]), row.month) > 1:
            yield "month", _("{month} is there twice").format(month=row.month), _("Delete one of the two."), _WARNING

    return rule


def _forecast(facts: Facts, row: Any) -> Iterator[Found]:
    if row.month < facts.plan.header.as_of.isoformat()[:7]:
        yield "month", _("the month is over"), _("Enter what was booked instead."), _WARNING


def _register(facts: Facts, row: Any) -> Iterator[Found]:
    """Domain B.8: one value, one place."""
    table = register.table_of(row.scope)
    if table is None:
        kind = row.scope.partition(":")[0]
        yield "scope", _("“{text}” is no kind of row").format(text=kind), _("Write it like channel:email."), _WARNING
        return
    subject = register.row_named(facts.plan, table, row.scope)
    if subject is None:
        text = _("{label} “{id}” does not exist").format(label=_(table.label), id=row.scope.partition(":")[2])
        yield "scope", text, _("Choose one that exists."), _WARNING
        return
    if register.parameter_of(table, row.parameter) is None:
        text = _("“{text}” is no number of it").format(text=row.parameter)
        yield "parameter", text, _("Name a field that holds a number."), _WARNING
        return
    if facts.register[row.scope, row.parameter] > 1:
        yield "parameter", _("the register has it twice"), _("Delete one of the two."), _WARNING
    used = getattr(subject, row.parameter)
    if used is None:
        text = _("nothing uses it: the field “{label}” is empty").format(label=_(table.field(row.parameter).label))
        yield "value", text, _("Enter the value in the field again, or delete the assumption."), _WARNING
    elif not isclose(used, row.value, rel_tol=1e-9, abs_tol=1e-12):
        text = _("the plan reckons with {used:g}, not {value:g}").format(used=used, value=row.value)
        yield "value", text, _("Give both the same value."), _WARNING


def _range(facts: Facts, row: Any) -> Iterator[Found]:
    """Domain B.8: low and high enclose the likely value, also after it was changed in the other place."""
    remedy = _("Give a range that the likely value of {value:g} is in.").format(value=row.value)
    if row.low_p10 is not None and row.low_p10 > row.value:
        yield "low_p10", _("the low value is above the likely one"), remedy, _WARNING
    if row.high_p90 is not None and row.high_p90 < row.value:
        yield "high_p90", _("the high value is below the likely one"), remedy, _WARNING


def _cell(facts: Facts, row: Any) -> Iterator[Found]:
    """Domain B.3: what a projection of revenue needs of a market cell."""
    if not row.arpa_month and not row.first_order_value:
        text = _("it is not known what a customer pays, so that no revenue is projected")
        yield "arpa_month", text, _("Enter the revenue per customer, or the value of the first order."), _NOTE
    if not row.customers_start and row.prospects is None and not row.base_new_month:
        text = _("neither customers nor prospects are given")
        yield "customers_start", text, _("Enter how many customers there are on day 1, and how many could be."), _NOTE


def _order(facts: Facts, row: Any) -> Iterator[Found]:
    """Domain B.11 (I7): a cancelled activity costs nothing."""
    activity = facts.plan.activities.get(row.activity_id or "")
    if activity is None:
        return
    if activity.cancelled and row.status == "open":
        yield "status", _("the order is open, its activity is cancelled"), _("Cancel the order."), _WARNING
    if row.vendor_id and activity.vendor_id and row.vendor_id != activity.vendor_id:
        yield "vendor_id", _("the activity has another vendor"), _("Choose the same vendor in both."), _WARNING


def _booking(facts: Facts, row: Any) -> Iterator[Found]:
    order = facts.plan.commitments.get(row.po_id or "")
    if order is not None and row.activity_id and order.activity_id and order.activity_id != row.activity_id:
        yield "activity_id", _("its order is for another activity"), _("Choose the activity of the order."), _WARNING
    if row.activity_id and row.kind == "uncoded":
        yield "kind", _("it has an activity and is called uncoded"), _("Choose what kind it is."), _WARNING


def _release(facts: Facts, row: Any) -> Iterator[Found]:
    if row.blanket_id is None:
        return
    blanket = facts.plan.commitments.get(row.blanket_id)
    if row.blanket_id == row.id or (blanket is not None and blanket.blanket_id is not None):
        yield (
            "blanket_id",
            _("it is no blanket order"),
            _("Choose an order that is not released from another."),
            _WARNING,
        )


def _claim(facts: Facts, row: Any) -> Iterator[Found]:
    activity = facts.plan.activities.get(row.activity_id or "")
    if activity is not None and activity.fund_id is None:
        yield "activity_id", _("the activity has no partner fund"), _("Name the fund at the activity."), _WARNING
    if row.approved_amount is not None and row.approved_amount > row.amount:
        yield "approved_amount", _("more was approved than claimed"), _("Correct one of the two."), _WARNING
    if row.paid_date is not None and row.status != "paid":
        yield "status", _("it has a day of payment and is not paid"), _("Set it to paid, or clear the day."), _WARNING


def _bands(facts: Facts, row: Any) -> Iterator[Found]:
    """Domain B.6: each amount has one approver."""
    below = [one for one in facts.plan.approval_rules.values() if one is not row and one.from_amount <= row.from_amount]
    for one in below:
        if one.to_amount is None or one.to_amount >= row.from_amount:
            text = _("amounts from {amount} are in another rule, too").format(amount=facts.money(row.from_amount))
            yield "from_amount", text, _("Let each rule begin where the one before ends."), _WARNING
            return
    reached = max((one.to_amount for one in below if one.to_amount is not None), default=-1)
    if row.from_amount > reached + 1:
        text = _("amounts below {amount} have no rule").format(amount=facts.money(row.from_amount))
        yield "from_amount", text, _("Let each rule begin where the one before ends."), _WARNING


def _scope(facts: Facts, row: Any) -> Iterator[Found]:
    rows: Mapping[str, Any] = getattr(facts.plan, _SCOPED.get(row.scope_type, "offerings"))
    if row.scope_id and row.scope_id not in rows:
        text = _("there is no “{id}”").format(id=row.scope_id)
        yield "scope_id", text, _("Choose one that exists, or leave the field empty."), _WARNING


def _voice(facts: Facts, row: Any) -> Iterator[Found]:
    if row.source_type == "partner" and row.source_id and row.source_id not in facts.plan.partners:
        text = _("there is no “{id}”").format(id=row.source_id)
        yield "source_id", text, _("Choose a partner."), _WARNING


def _selector(facts: Facts, row: Any) -> Iterator[Found]:
    """Domain B.8: a difference of a scenario that names what is not there changes less than it says."""
    for table, row_id in rows_named(row.selector):
        if row_id not in getattr(facts.plan, table.attribute):
            text = _("{label} “{id}” does not exist").format(label=_(table.label), id=row_id)
            yield "selector", text, _("Choose one that exists, or delete the difference."), _WARNING


_RULES: Mapping[str, tuple[Callable[[Facts, Any], Iterator[Found]], ...]] = {
    "plan": (_envelopes, _currency, _decimals, _year_label, people.goals, people.signed, people.weights),
    "milestone": (people.roadmap,),
    "offering": (people.commodity,),
    "lane": (people.reference,),
    "activity": (
        activities.foreign,
        activities.counted,
        activities.in_time,
        activities.in_year,
        activities.localised,
    ),
    "activity_link": (activities.link_in_time,),
    "touchpoint_template": (activities.chain_shares,),
    "partner": (people.fit,),
    "asset": (people.guidelines,),
    "guideline_acknowledgement": (people.acknowledged,),
    "stakeholder": (people.sign_off,),
    "market_event": (people.expected,),
    "envelope": (_transfers,),
    "cell": (_cell,),
    "objective": (_goal,),
    "kpi": (_objective,),
    "kpi_value": (_twice("kpi_value"),),
    "past_month": (_twice("past_month"),),
    "forecast_override": (_twice("forecast_override"), _forecast),
    "variance_note": (_twice("variance_note"),),
    "assumption": (_register, _range),
    "scenario_override": (_selector,),
    "commitment": (_order, _release),
    "actual": (_booking,),
    "mdf_claim": (_claim,),
    "approval_rule": (_bands,),
    "message": (_scope,),
    "feedback": (_voice,),
}
