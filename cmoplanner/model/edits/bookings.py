"""Edits of the books: take over invoices and orders from a file, code bookings, accrue what is missing."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from cmoplanner.errors import EditRefused
from cmoplanner.i18n import _, ngettext, whole_number
from cmoplanner.model import fields
from cmoplanner.model.edits.copies import taken_ids
from cmoplanner.model.edits.fields import cleaned
from cmoplanner.model.edits.naming import FreshIds
from cmoplanner.model.store.document import Document

_TAKES_BACK = frozenset({"accrual_reversal", "credit"})


class Accrual(NamedTuple):
    """Money (minor units) that belongs to a month ("2027-03") and has no invoice yet."""

    activity_id: str
    month: str
    amount: int


def take_over(document: Document, table: str, rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """Add bookings ("actual") or orders ("commitment") of a file as one step and return their ids.

    Bookings without an activity wait as uncoded ones. Raises EditRefused.
    """
    if not rows:
        raise EditRefused(_("The file holds nothing new."))
    label = (
        ngettext("Take over {n} order", "Take over {n} orders", len(rows))
        if table == "commitment"
        else ngettext("Take over {n} booking", "Take over {n} bookings", len(rows))
    )
    return _insert(
        document,
        table,
        [_with_kind(table, row) for row in rows],
        label.format(n=whole_number(len(rows), document.plan.header.locale)),
    )


def code_bookings(document: Document, codes: Mapping[str, str]) -> None:
    """Give bookings, by their id, the activity they belong to. Raises EditRefused."""
    plan = document.plan
    for booking, activity in codes.items():
        if booking not in plan.actuals or activity not in plan.activities:
            raise EditRefused(_("“{id}” is no longer in the plan.").format(id=booking))
    if not codes:
        return
    label = ngettext("Code {n} booking", "Code {n} bookings", len(codes))
    label = label.format(n=whole_number(len(codes), document.plan.header.locale))
    with document.edit(label) as session:
        for booking, activity in codes.items():
            row = plan.actuals[booking]
            kind = "invoice" if row.kind == "uncoded" else row.kind
            session.update("actual", booking, {"activity_id": activity, "kind": kind})


def accrue(document: Document, missing: Iterable[Accrual]) -> list[str]:
    """Book what closed months miss as accruals, one step; return the ids of the bookings. Raises EditRefused."""
    rows = [
        {"activity_id": item.activity_id, "month": item.month, "amount": item.amount, "kind": "accrual"}
        for item in missing
    ]
    if not rows:
        raise EditRefused(_("No booking is missing."))
    label = ngettext("Accrue {n} line", "Accrue {n} lines", len(rows))
    label = label.format(n=whole_number(len(rows), document.plan.header.locale))
    return _insert(document, "actual", rows, label)


def take_back(document: Document, bookings: Sequence[str], month: str) -> list[str]:
    """Take bookings back in the same or a later month: accruals by reversals, invoices by credits; return the ids.

    Raises EditRefused.
    """
    rows = []
    for row_id in bookings:
        row = document.plan.actuals.get(row_id)
        if row is None:
            raise EditRefused(_("“{id}” is no longer in the plan.").format(id=row_id))
        if row.kind in _TAKES_BACK:
            raise EditRefused(_("“{id}” takes another booking back already.").format(id=row.reference or row_id))
        if month < row.month:
            raise EditRefused(_("A booking of {month} cannot be taken back before it.").format(month=row.month))
        given = {key: getattr(row, key) for key in ("activity_id", "po_id", "vendor_id", "reference", "note")}
        kind = "accrual_reversal" if row.kind == "accrual" else "credit"
        rows.append({**given, "month": month, "amount": row.amount, "kind": kind})
    if not rows:
        raise EditRefused(_("No booking is selected."))
    label = ngettext("Take back {n} booking", "Take back {n} bookings", len(rows))
    label = label.format(n=whole_number(len(rows), document.plan.header.locale))
    return _insert(document, "actual", rows, label)


def _with_kind(table: str, row: Mapping[str, Any]) -> Mapping[str, Any]:
    if table == "actual" and not row.get("activity_id") and row.get("kind", "invoice") == "invoice":
        return {**row, "kind": "uncoded"}
    return row


def _insert(document: Document, table: str, rows: Sequence[Mapping[str, Any]], label: str) -> list[str]:
    spec = fields.table(table)
    fresh = FreshIds(taken_ids(document.plan, spec))
    new = [
        {
            "id": fresh.take(),
            **{key: cleaned(spec.field(key), value) for key, value in row.items() if value is not None},
        }
        for row in rows
    ]
    with document.edit(label) as session:
        return [session.insert(table, row) for row in new]
