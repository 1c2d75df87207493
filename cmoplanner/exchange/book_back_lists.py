"""Which cells of the workbook's lists come back in: orders, bookings, transfers, contracts, targets, comments."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from cmoplanner.exchange.book_back_keys import (
    ACTUALS,
    COMMENT,
    COMMITMENTS,
    FUNDS,
    LINES,
    OTHER,
    TARGETS,
    TRANSFERS,
    VARIANCE,
    VENDORS,
    RowOut,
    SheetOut,
)
from cmoplanner.i18n import _
from cmoplanner.ledger.lines import closed_months
from cmoplanner.model.edits.money import month_name
from cmoplanner.model.field import Field, Kind
from cmoplanner.model.fields import table
from cmoplanner.model.plan import Plan
from cmoplanner.model.values import number_text, to_store


@dataclass(frozen=True, slots=True)
class _List:
    """A sheet whose rows are the rows of a table: the head of the ids, and the heads of its fields."""

    sheet: str
    table: str
    names: str
    columns: Mapping[str, str]


def list_sheets(plan: Plan, *, live: bool) -> tuple[SheetOut, ...]:
    """Return the sheets of lists with their columns."""
    found = [SheetOut(one.sheet, one.names, one.columns) for one in _lists(plan)]
    month = _last_month(plan)
    if month:
        found.append(SheetOut(VARIANCE, _("Activity id"), {f"{COMMENT}{month}": _("Comment")}))
    if live:
        found.append(SheetOut(LINES, _("Line (id)"), {f"{OTHER}share": _("Share of the activity")}))
    return tuple(found)


def list_rows(plan: Plan, *, live: bool, varying: Collection[str]) -> Iterator[RowOut]:
    """Yield the inputs of the lists' rows; `varying` are the activities that have a variance."""
    for one in _lists(plan):
        spec = table(one.table)
        keys = [key for key in one.columns if key != "annual_cap"]
        for row in getattr(plan, spec.attribute).values():
            values = {key: json_of(plan, spec.field(key), getattr(row, key)) for key in keys}
            yield RowOut(one.sheet, row.id, one.table, row.id, values)
            vendor = plan.vendors.get(row.vendor_id or "") if one.sheet == VENDORS else None
            if vendor is not None:
                yield RowOut(one.sheet, row.id, "vendor", vendor.id, {"annual_cap": vendor.annual_cap})
    month = _last_month(plan)
    notes = {row.activity_id: row.text for row in plan.variance_notes.values() if row.month == month}
    for activity in plan.activities.values():
        if month and activity.id in varying:
            yield RowOut(
                VARIANCE, activity.id, "activity", activity.id, {f"{COMMENT}{month}": notes.get(activity.id, "")}
            )
        for target in activity.targets if live else ():
            share = {f"{OTHER}share": number_text(target.share)}
            yield RowOut(LINES, line_name(activity.id, target.cell_id), "activity", activity.id, share)


def line_name(activity: str, cell: str) -> str:
    """Return how a line of the workbook is called: its activity and its market cell."""
    return f"{activity} → {cell}"


def comment_of(plan: Plan, activity: str, key: str) -> str:
    """Return the comment behind a key that an activity has now."""
    month = key.removeprefix(COMMENT)
    found = (row.text for row in plan.variance_notes.values() if (row.activity_id, row.month) == (activity, month))
    return next(found, "")


def json_of(plan: Plan, field: Field, value: Any) -> Any:
    """Return a value for the record; a reference with its name, which the sheet shows."""
    if field.kind is Kind.REF:
        return [value, name_of(plan, field, value)] if value else None
    return to_store(field, value)


def name_of(plan: Plan, field: Field, row_id: str) -> str:
    """Return the name of a row that a field refers to, "" if there is none."""
    row = getattr(plan, table(field.refers_to).attribute).get(row_id)
    return str(getattr(row, "name", "") or "")


def _last_month(plan: Plan) -> str:
    """Return the last closed month, to which comments belong, "" before the first."""
    closed = closed_months(plan.calendar, plan.header.as_of)
    return month_name(plan.calendar, closed) if closed else ""


def _lists(plan: Plan) -> tuple[_List, ...]:
    def money(name: str) -> str:
        return _("{name} ({currency})").format(name=name, currency=plan.header.currency)

    amount = _("Amount ({currency})").format(currency=plan.header.currency)
    books = {"vendor_id": _("Vendor"), "reference": _("Reference"), "note": _("Note"), "activity_id": _("Activity id")}
    return (
        _List(
            TRANSFERS, "transfer", _("Transfer (id)"),
            {"from_envelope_id": _("From envelope"), "to_envelope_id": _("To envelope"), "amount": amount,
             "date": _("Date"), "approver_role": _("Approved by"), "note": _("Note")},
        ),
        _List(
            COMMITMENTS, "commitment", _("Order (id)"),
            {**books, "date": _("Date"), "status": _("Status"), "amount": amount,
             "blanket_id": _("Blanket order (id)")},
        ),
        _List(
            ACTUALS, "actual", _("Booking (id)"),
            {**books, "po_id": _("Order (id)"), "month": _("Month booked"), "posted_date": _("Posted"),
             "kind": _("Kind"), "amount": amount},
        ),
        _List(
            FUNDS, "mdf_fund", _("Fund (id)"),
            {"period_start": _("From"), "period_end": _("Until"), "claim_deadline": _("Claim until"),
             "allocated": money(_("Allocated"))},
        ),
        _List(
            VENDORS, "contract", _("Contract (id)"),
            {"start": _("From"), "end": _("Until"), "notice_days": _("Notice (days)"),
             "value": money(_("Value of the contract")), "annual_cap": money(_("Cap of the vendor per year"))},
        ),
        _List(
            TARGETS, "cell", _("Market cell"),
            {"target_revenue": _("Target revenue"), "target_new_customers": _("Target (customers)")},
        ),
    )  # fmt: skip
