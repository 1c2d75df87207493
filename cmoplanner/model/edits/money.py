"""Edits of planned, given and expected money: months and totals of lines, transfers, forecasts, bulk shifts."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from cmoplanner.errors import EditRefused
from cmoplanner.i18n import _
from cmoplanner.model import fields
from cmoplanner.model.edits.copies import taken_ids
from cmoplanner.model.edits.naming import act, fresh_id, shortened
from cmoplanner.model.money import share_of, split
from cmoplanner.model.periods import MONTHS_A_YEAR, FiscalCalendar, add_months
from cmoplanner.model.phasing import monthly_spend, net_by_month
from cmoplanner.model.plan import Activity, Plan
from cmoplanner.model.store.document import Document

_MIDDLE = 15
_NEAR = 3  # minor units around the quotient in which the gross amount of a net one is looked for


def gross_of(net: int, partner_share: float) -> int:
    """Return the gross amount of which we pay `net` when a partner pays its share, minor units. Raises EditRefused."""
    if not partner_share:
        return net
    if partner_share >= 1:
        raise EditRefused(_("The partner pays all of it, so our cost is nothing."), _("Change what the partner pays."))
    guess = round(net / (1 - partner_share))
    for gross in sorted(range(guess - _NEAR, guess + _NEAR + 1), key=lambda amount: abs(amount - guess)):
        if gross - share_of(gross, partner_share) == net:
            return gross
    return guess


def set_planned_months(document: Document, months: Mapping[str, Mapping[int, int]]) -> None:
    """Give months (0…11) of activities another planned cost (ours, minor units), in one step; other months stay.

    The money of such an activity is phased by hand from then on. Raises EditRefused.
    """
    changes = planned_months(document.plan, months)
    _update(document, changes, _("Plan months of “{name}”"), _("Plan months of {n} activities"))


def planned_months(plan: Plan, months: Mapping[str, Mapping[int, int]]) -> dict[str, dict[str, Any]]:
    """Return what planned months (ours, minor units) change of the activities. Raises EditRefused."""
    changes: dict[str, dict[str, Any]] = {}
    for row, amounts in months.items():
        activity = _found(plan, row)
        net = net_by_month(activity, plan.calendar)
        gross = monthly_spend(activity, plan.calendar)
        wanted = [amounts.get(month, net[month]) for month in range(MONTHS_A_YEAR)]
        if any(amount < 0 for amount in wanted):
            raise EditRefused(_("A planned month cannot be below zero."), _("Enter a credit as a booking."))
        if wanted == net:
            continue
        new = [
            gross[month] if wanted[month] == net[month] else gross_of(wanted[month], activity.partner_share)
            for month in range(MONTHS_A_YEAR)
        ]
        weights = tuple(float(amount) for amount in new) if any(new) else ()
        changes[row] = {
            "gross_spend": sum(new),
            "custom_phasing": weights or None,
            **_foreign(plan, activity, sum(new)),
        }
    return changes


def set_planned_totals(document: Document, totals: Mapping[str, int]) -> None:
    """Give activities another planned cost of the year (ours, minor units), in one step. Raises EditRefused."""
    changes = planned_totals(document.plan, totals)
    _update(document, changes, _("Change cost of “{name}”"), _("Change cost of {n} activities"))


def planned_totals(plan: Plan, totals: Mapping[str, int]) -> dict[str, dict[str, Any]]:
    """Return what planned costs of the year (ours, minor units) change of the activities. Raises EditRefused."""
    changes: dict[str, dict[str, Any]] = {}
    for row, net in totals.items():
        activity = _found(plan, row)
        if net < 0:
            raise EditRefused(_("A planned cost cannot be below zero."), _("Enter a credit as a booking."))
        gross = gross_of(net, activity.partner_share)
        if gross != activity.gross_spend:
            changes[row] = {"gross_spend": gross, **_foreign(plan, activity, gross)}
    return changes


def _foreign(plan: Plan, activity: Activity, gross: int) -> dict[str, Any]:
    """Return the amount in another currency that makes a gross spend (minor units) at the budget rate, if any."""
    if activity.foreign_amount is None or not activity.fx_rate_plan:
        return {}
    return {"foreign_amount": gross / 10**plan.header.currency_decimals / activity.fx_rate_plan}


def shift_months(document: Document, ids: Iterable[str], by: int) -> None:
    """Move the planned money of activities by whole fiscal months while their dates stay, in one step.

    Money that would leave the year stays in its first or last month. Raises EditRefused.
    """
    plan = document.plan
    changes: dict[str, dict[str, Any]] = {}
    for row in ids:
        activity = _found(plan, row)
        moved = [0] * MONTHS_A_YEAR
        for month, amount in enumerate(monthly_spend(activity, plan.calendar)):
            moved[min(MONTHS_A_YEAR - 1, max(0, month + by))] += amount
        if any(moved):
            weights = tuple(float(amount) for amount in moved)
            if weights != activity.custom_phasing:
                changes[row] = {"custom_phasing": weights}
    _update(document, changes, _("Shift money of “{name}”"), _("Shift money of {n} activities"))


def set_phasing(document: Document, ids: Iterable[str], phasing: str) -> None:
    """Have the money of activities fall on their months in another way ("even", "start", "end"), in one step.

    What was phased by hand is so no longer. Raises EditRefused.
    """
    changes: dict[str, dict[str, Any]] = {}
    for row in ids:
        activity = _found(document.plan, row)
        if activity.phasing != phasing or activity.custom_phasing:
            changes[row] = {"phasing": phasing, "custom_phasing": None}
    _update(document, changes, _("Change phasing of “{name}”"), _("Change phasing of {n} activities"))


def spread_by(document: Document, ids: Iterable[str], weights: Mapping[str, Sequence[int]], closed: int) -> None:
    """Spread the open money of activities over the months from `closed` (0…12) on by twelve weights each, in one step.

    What is planned in closed months stays there, and the totals stay. Raises EditRefused.
    """
    plan = document.plan
    changes: dict[str, dict[str, Any]] = {}
    for row in ids:
        activity = _found(plan, row)
        months = respread(monthly_spend(activity, plan.calendar), weights[row], closed)
        if any(months) and tuple(map(float, months)) != activity.custom_phasing:
            changes[row] = {"custom_phasing": tuple(float(amount) for amount in months)}
    _update(document, changes, _("Spread money of “{name}”"), _("Spread money of {n} activities"))


def respread(months: Sequence[int], weights: Sequence[int], closed: int) -> list[int]:
    """Return twelve months whose money from `closed` on is spread by weights, to the minor unit. Raises EditRefused."""
    rest = sum(months[closed:])
    if not rest:
        return list(months)
    if not any(weights[closed:]):
        raise EditRefused(_("None of the open months gets a share."), _("Give one of them a weight."))
    return [*months[:closed], *split(rest, list(weights[closed:]))]


def transfer(document: Document, source: str, target: str, amount: int, note: str = "") -> str:
    """Move given money (minor units) from one envelope to another and return the transfer's id. Raises EditRefused."""
    plan = document.plan
    if source not in plan.envelopes or target not in plan.envelopes:
        raise EditRefused(_("Choose an envelope to take the money from, and one to give it to."))
    if source == target:
        raise EditRefused(_("The money is in this envelope already."), _("Choose another envelope to give it to."))
    if amount <= 0:
        raise EditRefused(_("Enter how much is moved."))
    row_id = fresh_id(taken_ids(plan, fields.table("transfer")))
    values = {"from_envelope_id": source, "to_envelope_id": target, "amount": amount, "note": note or None}
    with document.edit(_("Transfer budget")) as session:
        session.insert("transfer", {"id": row_id, **values, "date": plan.header.as_of})
    return row_id


def set_forecast(document: Document, activity_id: str, month: date, amount: int | None, note: str = "") -> None:
    """Say what an activity will cost in the open month of a day; None takes it back. Raises EditRefused."""
    plan = document.plan
    activity = _found(plan, activity_id)
    number = plan.calendar.month_of(month)
    if number is None or number > MONTHS_A_YEAR:
        raise EditRefused(_("The month is not of the fiscal year."))
    if plan.calendar.month(number).end <= plan.header.as_of:
        raise EditRefused(_("The month is closed."), _("Enter what was booked instead."))
    name = month_name(plan.calendar, number)
    known = next(
        (row.id for row in plan.forecast_overrides.values() if row.activity_id == activity_id and row.month == name),
        None,
    )
    if amount is None and known is None:
        return
    label = _("Forecast “{name}”").format(name=shortened(activity.name))
    with document.edit(label, merge=("forecast", activity_id, name)) as session:
        if amount is None and known is not None:
            session.delete("forecast_override", known)
        elif known is not None:
            session.update("forecast_override", known, {"amount": amount, **({"note": note} if note else {})})
        else:
            row_id = fresh_id(taken_ids(plan, fields.table("forecast_override")))
            values = {"activity_id": activity_id, "month": name, "amount": amount, "note": note or None}
            session.insert("forecast_override", {"id": row_id, **values})


def month_name(calendar: FiscalCalendar, number: int) -> str:
    """Return fiscal month 1…12 as bookings and forecasts name it: by the calendar month whose middle it has."""
    span = calendar.month(number)
    day = span.start.replace(day=_MIDDLE)
    return (day if day >= span.start else add_months(day, 1)).isoformat()[:7]


def _found(plan: Plan, row: str) -> Activity:
    activity = plan.activities.get(row)
    if activity is None:
        raise EditRefused(_("“{id}” is no longer in the plan.").format(id=row))
    return activity


def _update(document: Document, changes: Mapping[str, Mapping[str, Any]], single: str, several: str) -> None:
    if not changes:
        return
    names = [document.plan.activities[row].name for row in changes]
    with document.edit(
        act(single, several, names, document.plan.header.locale), merge=("money", *sorted(changes))
    ) as session:
        session.update_many("activity", {row: dict(values) for row, values in changes.items()})
