"""Reads invoices and orders of an accounting system from CSV or Excel: columns in any order, numbers in any locale.

Every row of the file comes out again: new, known already, without its activity (with suggestions), or not usable, with
the reason. Nothing is written here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from pathlib import Path

from cmoplanner.exchange.booking_match import Matcher
from cmoplanner.exchange.column_names import Columns, find_header, folded, recognised
from cmoplanner.exchange.loose_values import Style, day_first, loose_day, loose_number, number_style
from cmoplanner.exchange.raw_table import RawCell, RawRow, RawTable, TableRefused, read_tables, texts
from cmoplanner.i18n import _
from cmoplanner.model.money import minor_from_number
from cmoplanner.model.plan import Plan


class Kind(StrEnum):
    """What the rows of a file are."""

    BOOKINGS = "actual"
    ORDERS = "commitment"


class State(StrEnum):
    """What can be done with a row."""

    NEW = "new"
    KNOWN = "known"
    UNMATCHED = "unmatched"
    REFUSED = "refused"


_ACTIVITY = ("activity_id", "activity", "line item", "line", "project", "wbs element", "cost object", "assignment")

COLUMNS: Mapping[Kind, Columns] = {
    Kind.BOOKINGS: {
        "reference": (
            "invoice_id", "invoice number", "invoice no", "invoice", "document number", "document", "voucher",
            "reference", "belegnummer", "rechnungsnummer", "beleg",
        ),
        "activity": _ACTIVITY,
        "month": ("month", "period", "posting period", "fiscal period", "booking month", "monat", "periode"),
        "date": (
            "posted_date", "posting date", "invoice date", "booking date", "date", "posted", "buchungsdatum",
            "rechnungsdatum", "datum",
        ),
        "amount": (
            "amount", "net amount", "amount in local currency", "amount lc", "value", "net", "total", "cost", "actual",
            "betrag", "nettobetrag", "betrag in hauswährung", "montant", "importe",
        ),
        "order": ("po_id", "po number", "po", "purchase order", "order number", "order", "bestellnummer", "bestellung"),
        "vendor": ("vendor_id", "vendor", "supplier", "creditor", "vendor name", "payee", "lieferant", "kreditor"),
        "kind": ("kind", "document type", "type"),
        "quantity": ("quantity", "qty", "units"),
        "foreign": ("foreign_amount", "amount in document currency", "document amount", "amount dc"),
        "note": ("note", "text", "description", "item text", "posting text", "memo", "subject", "buchungstext"),
    },
    Kind.ORDERS: {
        "reference": ("po_id", "po number", "purchase order", "order number", "po", "order", "reference"),
        "activity": _ACTIVITY,
        "date": ("date", "order date", "po date", "created", "document date"),
        "amount": ("amount", "order value", "net order value", "net amount", "value", "net", "total"),
        "vendor": ("vendor_id", "vendor", "supplier", "creditor", "vendor name"),
        "blanket": ("blanket_id", "blanket order", "outline agreement", "framework order"),
        "kind": ("status", "state"),
        "note": ("note", "text", "description", "short text", "item text"),
    },
}  # fmt: skip
"""What each column may be called, the best name first; other spellings near one of these are taken too."""

_BOOKED_AS = {
    "invoice": "invoice", "re": "invoice", "kr": "invoice", "bill": "invoice", "accrual": "accrual",
    "accrualreversal": "accrual_reversal", "reversal": "accrual_reversal", "credit": "credit", "creditnote": "credit",
    "creditmemo": "credit", "kg": "credit", "uncoded": "invoice",
}  # fmt: skip
_ORDERED_AS = {
    "open": "open", "released": "open", "approved": "open", "closed": "closed", "complete": "closed",
    "completed": "closed", "delivered": "closed", "cancelled": "cancelled", "canceled": "cancelled",
    "deleted": "cancelled",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Incoming:
    """One row of the file: the values of a booking or order by field, its state, and why.

    `suggestions` are ids of activities that it may belong to, the likeliest first.
    """

    number: int
    state: State
    values: Mapping[str, object]
    why: str = ""
    suggestions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class BookingsRead:
    """A file's rows in its order, the columns they were found in by kind, and all the columns that it has."""

    kind: Kind
    rows: tuple[Incoming, ...]
    table: str
    columns: Mapping[str, str]
    header: tuple[str, ...]

    def of(self, *states: State) -> list[Incoming]:
        """Return the rows in these states."""
        return [row for row in self.rows if row.state in states]


def read_bookings(
    path: Path, plan: Plan, kind: Kind, *, sheet: str | None = None, mapping: Mapping[str, str] | None = None
) -> BookingsRead:
    """Read a file; `mapping` names the column of each kind where the names do not tell it. Raises TableRefused."""
    refused: TableRefused | None = None
    for table in read_tables(path, sheet):
        try:
            return _Reading(table, plan, kind, mapping or {}).read()
        except TableRefused as error:
            refused = refused or error
    raise refused or TableRefused(_("“{name}” is empty.").format(name=path.name))


class _Reading:
    """One table while it is read."""

    def __init__(self, table: RawTable, plan: Plan, kind: Kind, mapping: Mapping[str, str]) -> None:
        self._table = table
        self._plan = plan
        self._kind = kind
        self._mapping = mapping
        self._match = Matcher(plan)
        self._known = _known(plan, kind)

    def read(self) -> BookingsRead:
        at, found = find_header(self._table, COLUMNS[self._kind])
        header = texts(self._table.rows[at].cells)
        found = self._chosen(header, found)
        self._check_columns(found, header)
        rows = self._table.rows[at + 1 :]
        if not rows:
            raise TableRefused(
                _("“{name}” has no rows below its column names.").format(name=self._table.name),
                _("Export the rows with the names of their columns in the first line."),
            )
        locale = self._plan.header.locale
        style = number_style([row.cell(found["amount"]) for row in rows], locale)
        days = [row.cell(found[key]) for key in ("date", "month") if key in found for row in rows]
        read = [self._row(row, found, style, days_first=day_first(days, locale)) for row in rows]
        names = {key: header[column] for key, column in found.items()}
        return BookingsRead(self._kind, tuple(read), self._table.name, names, tuple(header))

    def _chosen(self, header: Sequence[str], found: dict[str, int]) -> dict[str, int]:
        """Return where the columns stand, those that the user named first."""
        named = {key: header.index(name) for key, name in self._mapping.items() if name in header}
        rest = [("" if column in named.values() else name) for column, name in enumerate(header)]
        return {**{k: c for k, c in recognised(rest, COLUMNS[self._kind]).items() if k not in self._mapping}, **named}

    def _check_columns(self, found: Mapping[str, int], header: Sequence[str]) -> None:
        missing = [] if "amount" in found else [_("amounts")]
        if not ({"month", "date"} & set(found)):
            missing.append(_("months or dates"))
        if missing:
            named = ", ".join(f"“{text[:40]}”" for text in header if text) or _("none")
            raise TableRefused(
                _("“{name}” has no column of {kinds}.").format(
                    name=self._table.name, kinds=_(" and of ").join(missing)
                ),
                _("Say which column it is. Found: {columns}").format(columns=named),
            )

    def _row(self, raw: RawRow, found: Mapping[str, int], style: Style, *, days_first: bool) -> Incoming:
        def cell(key: str) -> RawCell:
            return raw.cell(found[key]) if key in found else None

        def text(key: str) -> str:
            return texts([cell(key)])[0].strip()

        values: dict[str, object] = {}
        try:
            values["amount"] = self._amount(cell("amount"), style)
            self._take_times(values, cell("month"), cell("date"), days_first=days_first)
            for key in ("quantity", "foreign"):
                if cell(key) is not None:
                    values["foreign_amount" if key == "foreign" else key] = loose_number(cell(key), style)
        except _Refused as problem:
            return Incoming(raw.number, State.REFUSED, values, str(problem))
        except ValueError:
            return Incoming(raw.number, State.REFUSED, values, _("A quantity or foreign amount is not a number."))
        values["reference"], values["note"] = text("reference")[:200], text("note")[:2000]
        values["vendor_id"] = self._match.vendor(text("vendor"))
        self._take_kind(values, text("kind"))
        self._take_order(values, text("order") or text("blanket"))
        return self._judged(Incoming(raw.number, State.NEW, values), text("activity"), text("vendor"))

    def _amount(self, cell: RawCell, style: Style) -> int:
        if cell is None:
            raise _Refused(_("The amount is missing."))
        try:
            return minor_from_number(loose_number(cell, style), self._plan.header.currency_decimals)
        except ValueError:
            raise _Refused(_("“{text}” is not an amount.").format(text=texts([cell])[0][:60])) from None

    def _take_times(self, values: dict[str, object], month: RawCell, day: RawCell, *, days_first: bool) -> None:
        key = "posted_date" if self._kind is Kind.BOOKINGS else "date"
        read = {name: self._day(cell, days_first=days_first) for name, cell in (("month", month), ("day", day)) if cell}
        when = read.get("month") or read.get("day")
        if when is None:
            raise _Refused(_("The month or date is missing."))
        if "day" in read:
            values[key] = read["day"]
        if self._kind is Kind.BOOKINGS:
            values["month"] = when.isoformat()[:7]

    def _day(self, cell: RawCell, *, days_first: bool) -> date:
        try:
            return loose_day(cell, days_first=days_first, locale=self._plan.header.locale)[0]
        except ValueError:
            raise _Refused(_("“{text}” is not a month or date.").format(text=texts([cell])[0][:60])) from None

    def _take_kind(self, values: dict[str, object], word: str) -> None:
        if self._kind is Kind.ORDERS:
            values["status"] = _ORDERED_AS.get(folded(word), "open")
            return
        values["kind"] = _BOOKED_AS.get(folded(word), "credit" if int(str(values["amount"])) < 0 else "invoice")

    def _take_order(self, values: dict[str, object], name: str) -> None:
        key = "po_id" if self._kind is Kind.BOOKINGS else "blanket_id"
        values[key] = self._match.order(name)

    def _judged(self, row: Incoming, activity: str, vendor: str) -> Incoming:
        """Return the row as known, matched to an activity, or with suggestions for one."""
        if self._is_known(row):
            return replace(row, state=State.KNOWN, why=_("It is in the plan already."))
        found = self._match.activity(activity) or self._match.activity_of_order(row.values.get("po_id"))
        if found:
            return replace(row, values={**row.values, "activity_id": found})
        suggestions = self._match.suggestions(
            [activity, str(row.values["note"]), vendor], row.values.get("vendor_id"), int(str(row.values["amount"]))
        )
        why = (
            _("No activity is called “{name}”.").format(name=activity[:60]) if activity else _("It names no activity.")
        )
        return replace(row, state=State.UNMATCHED, why=why, suggestions=suggestions)

    def _is_known(self, row: Incoming) -> bool:
        """Return whether the row is in the plan; a second row of the file that is the same is a booking of its own.

        With a reference, that and amount and month tell; without one all that the row says, as often as it is there.
        """
        key = _key(row.values)
        count = self._known.get(key, 0)
        if count:
            self._known[key] = count - 1
        return bool(count)


class _Refused(Exception):
    """Why a row cannot be used."""


def _key(values: Mapping[str, object]) -> tuple[object, ...]:
    reference = folded(str(values.get("reference") or ""))
    when = values.get("month") or values.get("date")
    if reference:
        return (reference, values.get("amount"), values.get("month"))
    return ("", values.get("amount"), when, values.get("po_id"), values.get("vendor_id"), values.get("note") or "")


def _known(plan: Plan, kind: Kind) -> dict[tuple[object, ...], int]:
    """Return how often the plan holds each row, by its reference or its id and by what it says."""
    found: dict[tuple[object, ...], int] = {}
    rows = plan.actuals if kind is Kind.BOOKINGS else plan.commitments
    for row_id, row in rows.items():
        values = {name: getattr(row, name, None) for name in ("amount", "month", "date", "po_id", "vendor_id", "note")}
        for reference in {folded(row.reference), folded(row_id)} if row.reference else {folded(row_id), ""}:
            key = _key({**values, "reference": reference})
            found[key] = found.get(key, 0) + 1
    return found
