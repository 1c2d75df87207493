"""The edit that cuts: activities are cancelled, months planned at nothing, orders made smaller; all as one step."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from cmoplanner.errors import EditRefused
from cmoplanner.i18n import _
from cmoplanner.model.booked import fiscal_month
from cmoplanner.model.edits.money import planned_months
from cmoplanner.model.edits.naming import act
from cmoplanner.model.plan import Plan
from cmoplanner.model.store.document import Document


@dataclass(frozen=True)
class Cuts:
    """What is cut: activities that do not take place, months (0…11) of others, and orders by their new amount."""

    cancelled: frozenset[str] = frozenset()
    months: Mapping[str, frozenset[int]] = field(default_factory=dict)
    orders: Mapping[str, int] = field(default_factory=dict)


def cut(document: Document, cuts: Cuts) -> None:
    """Cut activities and their months in one step; what was forecast for them is forecast no more.

    Raises EditRefused.
    """
    plan = document.plan
    lines = [*cuts.cancelled, *cuts.months]
    for row in lines:
        if row not in plan.activities:
            raise EditRefused(_("“{id}” is no longer in the plan.").format(id=row))
    for order in cuts.orders:
        if order not in plan.commitments:
            raise EditRefused(_("“{id}” is no longer in the plan.").format(id=order))
    if not lines:
        raise EditRefused(_("Nothing is selected."))
    changes = planned_months(plan, {row: dict.fromkeys(months, 0) for row, months in cuts.months.items()})
    names = [plan.activities[row].name for row in lines]
    with document.edit(act(_("Cut “{name}”"), _("Cut {n} activities"), names, plan.header.locale)) as session:
        session.update_many("activity", {row: {"status": "cancelled"} for row in sorted(cuts.cancelled)})
        session.update_many("activity", changes)
        session.update_many("commitment", {row: {"amount": amount} for row, amount in cuts.orders.items()})
        for override in _overrides(plan, cuts):
            session.delete("forecast_override", override)


def _overrides(plan: Plan, cuts: Cuts) -> Iterable[str]:
    """Return the forecasts that somebody entered for what is cut."""
    for row in plan.forecast_overrides.values():
        month = fiscal_month(plan.calendar, row.month)
        if row.activity_id in cuts.cancelled or month in cuts.months.get(row.activity_id, ()):
            yield row.id
