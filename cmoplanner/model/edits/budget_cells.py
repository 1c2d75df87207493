"""The edit behind cells of the budget: planned, given and expected money of many rows, all of it or none, one step."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from cmoplanner.errors import EditRefused
from cmoplanner.i18n import _, ngettext
from cmoplanner.model import fields
from cmoplanner.model.edits.copies import taken_ids
from cmoplanner.model.edits.money import month_name, planned_months, planned_totals
from cmoplanner.model.edits.naming import FreshIds
from cmoplanner.model.plan import Plan
from cmoplanner.model.store.document import Document


@dataclass(frozen=True, slots=True)
class Purse:
    """An envelope that is there (by id), or one that is made with these fields."""

    envelope: str = ""
    quarter: int | None = None
    cost_centre: str = ""
    category: str = ""
    region: str = ""


@dataclass(frozen=True)
class MoneyCells:
    """Amounts in minor units: planned months (0…11) and totals by activity, given by envelope, the whole budget.

    Forecasts by activity and month (0…11); None takes one back. What an envelope is given is after transfers. Amounts
    agreed in another currency by activity, in its units: the plan's money follows at the budget rate.
    """

    months: Mapping[str, Mapping[int, int]] = field(default_factory=dict)
    totals: Mapping[str, int] = field(default_factory=dict)
    given: Mapping[Purse, int] = field(default_factory=dict)
    forecasts: Mapping[tuple[str, int], int | None] = field(default_factory=dict)
    budget: int | None = None
    foreign: Mapping[str, float] = field(default_factory=dict)

    @property
    def any(self) -> bool:
        """Whether anything is to change."""
        return bool(
            self.months or self.totals or self.given or self.forecasts or self.foreign or self.budget is not None
        )


def set_cells(document: Document, cells: MoneyCells) -> None:
    """Take over amounts of the budget in one step. Raises EditRefused before anything is written."""
    plan = document.plan
    activities = {**planned_totals(plan, cells.totals), **planned_months(plan, cells.months)}
    activities |= _agreed(plan, cells.foreign)
    changed, made = _envelopes(plan, cells.given)
    overrides = _forecasts(plan, cells.forecasts)
    budget = cells.budget if cells.budget != plan.header.topdown_budget else None
    if budget is not None and budget < 0:
        raise EditRefused(_("A budget cannot be below zero."))
    count = len(activities) + len(changed) + len(made) + len(overrides) + (budget is not None)
    if not count:
        return
    with document.edit(_label(plan, cells, count)) as session:
        if activities:
            session.update_many("activity", activities)
        for row, values in changed.items():
            session.update("envelope", row, values)
        for values in made:
            session.insert("envelope", values)
        if budget is not None:
            session.update("plan", plan.header.id, {"topdown_budget": budget})
        for known, new in overrides:
            if new is None:
                session.delete("forecast_override", known)
            elif known:
                session.update("forecast_override", known, {"amount": new["amount"]})
            else:
                session.insert("forecast_override", new)


def _agreed(plan: Plan, foreign: Mapping[str, float]) -> dict[str, dict[str, Any]]:
    """Return what amounts in another currency change; the gross spend follows within the edit. Source: domain B.1."""
    changes: dict[str, dict[str, Any]] = {}
    for row, amount in foreign.items():
        activity = plan.activities.get(row)
        if activity is None or not activity.currency or not activity.fx_rate_plan:
            raise EditRefused(
                _("The line has no other currency with its budget rate."), _("Enter both in the inspector first.")
            )
        if amount < 0:
            raise EditRefused(_("A planned cost cannot be below zero."), _("Enter a credit as a booking."))
        if amount != activity.foreign_amount:
            changes[row] = {"foreign_amount": amount}
    return changes


def _label(plan: Plan, cells: MoneyCells, count: int) -> str:
    rows = [*cells.months, *cells.totals, *cells.foreign, *(row for row, _month in cells.forecasts)]
    if cells.budget is not None and not rows and not cells.given:
        return _("Change the marketing budget")
    if cells.given and not rows:
        return ngettext("Change {n} envelope", "Change {n} envelopes", len(cells.given)).format(n=len(cells.given))
    if len(set(rows)) == 1 and not cells.given:
        name = plan.activities[rows[0]].name[:60]
        words = _("Forecast “{name}”") if cells.forecasts else _("Plan money of “{name}”")
        return words.format(name=name)
    return ngettext("Change {n} budget row", "Change {n} budget rows", count).format(n=count)


def _envelopes(plan: Plan, given: Mapping[Purse, int]) -> tuple[dict[str, dict[str, Any]], list[dict[str, Any]]]:
    moved = dict.fromkeys(plan.envelopes, 0)
    for transfer in plan.transfers.values():
        for row, sign in ((transfer.from_envelope_id, -1), (transfer.to_envelope_id, 1)):
            moved[row] = moved.get(row, 0) + sign * transfer.amount
    fresh = FreshIds(taken_ids(plan, fields.table("envelope")))
    changed: dict[str, dict[str, Any]] = {}
    made: list[dict[str, Any]] = []
    for purse, amount in given.items():
        if purse.envelope:
            if purse.envelope not in plan.envelopes:
                raise EditRefused(_("“{id}” is no longer in the plan.").format(id=purse.envelope))
            before = amount - moved[purse.envelope]
            _refuse_below(before)
            if before != plan.envelopes[purse.envelope].topdown_amount:
                changed[purse.envelope] = {"topdown_amount": before}
        elif amount:
            _refuse_below(amount)
            made.append({"id": fresh.take(), **_purse_values(plan, purse), "topdown_amount": amount})
    return changed, made


def _refuse_below(amount: int) -> None:
    if amount < 0:
        raise EditRefused(
            _("An envelope cannot be given less than nothing."), _("Transfers out of it count; take one back first.")
        )


def _purse_values(plan: Plan, purse: Purse) -> dict[str, Any]:
    values = {
        "fiscal_year": plan.header.fy_label or None,
        "quarter": purse.quarter,
        "cost_centre_id": purse.cost_centre or None,
        "category_id": purse.category or None,
        "region": purse.region or None,
    }
    return {key: value for key, value in values.items() if value is not None}


def _forecasts(plan: Plan, wanted: Mapping[tuple[str, int], int | None]) -> list[tuple[str, dict[str, Any] | None]]:
    """Return for each forecast the row that has it now, "" without one, and its new values, None to take it back."""
    known = {(row.activity_id, row.month): row for row in plan.forecast_overrides.values()}
    fresh = FreshIds(taken_ids(plan, fields.table("forecast_override")))
    found: list[tuple[str, dict[str, Any] | None]] = []
    for (activity, month), amount in wanted.items():
        if activity not in plan.activities:
            raise EditRefused(_("“{id}” is no longer in the plan.").format(id=activity))
        if plan.calendar.month(month + 1).end <= plan.header.as_of:
            raise EditRefused(_("The month is closed."), _("Enter what was booked instead."))
        name = month_name(plan.calendar, month + 1)
        row = known.get((activity, name))
        if amount is None:
            if row is not None:
                found.append((row.id, None))
        elif row is None:
            found.append(("", {"id": fresh.take(), "activity_id": activity, "month": name, "amount": amount}))
        elif row.amount != amount:
            found.append((row.id, {"amount": amount}))
    return found


def make_envelopes(document: Document, given: Mapping[Purse, int]) -> None:
    """Make the envelopes of a plan that has none, in one step. Raises EditRefused."""
    plan = document.plan
    _changed, made = _envelopes(plan, given)
    if not made:
        raise EditRefused(_("No line has money yet."), _("Plan activities with their cost first."))
    budget = plan.header.topdown_budget or sum(given.values())
    with document.edit(ngettext("Make {n} envelope", "Make {n} envelopes", len(made)).format(n=len(made))) as session:
        for values in made:
            session.insert("envelope", values)
        if budget != plan.header.topdown_budget:
            session.update("plan", plan.header.id, {"topdown_budget": budget})
