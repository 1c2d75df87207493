"""What the panels beside the budget list: money that could come back, what month end misses, variances by cause."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cmoplanner.i18n import _
from cmoplanner.ledger.accruals import missing_bookings, uncoded_bookings
from cmoplanner.ledger.lines import UNCODED, Ledger, ledger
from cmoplanner.ledger.money_back import Source, money_back
from cmoplanner.ledger.orders import booked
from cmoplanner.ledger.variance import Variance, variances
from cmoplanner.model.edits.bookings import Accrual
from cmoplanner.model.edits.money import month_name
from cmoplanner.model.plan import Plan
from cmoplanner.report.budget.table import month_word
from cmoplanner.report.formats import MINUS, Formats

MISSING, UNCODED_GROUP, ACCRUED = "missing", "uncoded", "accrued"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a panel: the row of the plan behind it, its amount in minor units, and whether it can be ticked.

    `group` names what it is, `target` is the activity it is proposed for; `month` is 0…11, -1 where it has none.
    """

    group: str
    table: str
    row: str
    name: str
    detail: str
    amount: int
    ticks: bool = True
    target: str = ""
    month: int = -1


def group_names() -> Mapping[str, str]:
    """Return the headings of the groups."""
    return {
        Source.ORDER.value: _("Open orders nobody needs any more"),
        Source.OVERDUE.value: _("Overdue: planned, nothing ordered or booked"),
        Source.FUND.value: _("Partner funds not planned for"),
        Source.RENEWAL.value: _("Contracts about to renew"),
        MISSING: _("Delivered, not booked yet"),
        UNCODED_GROUP: _("Booked without an activity"),
        ACCRUED: _("Accruals that stand"),
    }


def back_entries(plan: Plan, book: Ledger) -> list[Entry]:
    """Return what could come back; orders and overdue lines can be ticked, the others are gone to."""
    formats, found = Formats.of(plan), []
    for item in money_back(plan, book):
        match item.source:
            case Source.ORDER:
                order = plan.commitments[item.row]
                activity = plan.activities.get(order.activity_id or "")
                name = activity.name if activity else item.row
                detail = _("Order {reference}").format(reference=order.reference or order.id)
            case Source.FUND:
                fund = plan.mdf_funds[item.row]
                partner = plan.partners.get(fund.partner_id or "")
                name = partner.name if partner else item.row
                detail = _("until {day}").format(day=formats.day(item.until)) if item.until else _("no end given")
            case Source.RENEWAL:
                name = plan.contracts[item.row].title
                detail = _("notice by {day}").format(day=formats.day(item.until)) if item.until else ""
            case _:
                name = plan.activities[item.row].name
                detail = _("in months that are closed")
        ticks = item.source in (Source.ORDER, Source.OVERDUE)
        found.append(Entry(item.source.value, item.table, item.row, name, detail, item.amount, ticks))
    return found


def idle_months(book: Ledger, line: str) -> list[int]:
    """Return the closed months (0…11) of a line that were planned and have no booking."""
    money = book.lines[line]
    return [month for month in range(money.closed) if money.plan[month] and not money.actual[month]]


def month_end_entries(plan: Plan, book: Ledger, proposed: Mapping[str, Sequence[str]]) -> list[Entry]:
    """Return what month end misses; `proposed` are the activities that an uncoded booking may belong to."""
    found = [
        Entry(
            MISSING,
            "activity",
            item.line,
            plan.activities[item.line].name,
            month_word(plan, item.month),
            item.amount,
            month=item.month,
        )
        for item in missing_bookings(plan, book)
    ]
    for row in uncoded_bookings(plan):
        actual = plan.actuals[row]
        target = next(iter(proposed.get(row, ())), "")
        vendor = plan.vendors.get(actual.vendor_id or "")
        name = " · ".join(
            part for part in (actual.reference or row, vendor.name if vendor else "", actual.note) if part
        )
        said = (
            _("→ {activity}").format(activity=plan.activities[target].name)
            if target
            else _("no suggestion: open it and name its activity")
        )
        found.append(Entry(UNCODED_GROUP, "actual", row, name, said, booked(actual), bool(target), target))
    return found + _standing(plan)


def _standing(plan: Plan) -> list[Entry]:
    """Return the accruals that no reversal of the same line and amount has taken back."""
    reversed_ = Counter(
        (row.activity_id, abs(row.amount)) for row in plan.actuals.values() if row.kind == "accrual_reversal"
    )
    found = []
    for row in plan.actuals.values():
        if row.kind != "accrual":
            continue
        key = (row.activity_id, abs(row.amount))
        if reversed_[key]:
            reversed_[key] -= 1
            continue
        activity = plan.activities.get(row.activity_id or "")
        found.append(Entry(ACCRUED, "actual", row.id, activity.name if activity else row.id, row.month, row.amount))
    return found


def accruals_of(plan: Plan, entries: Sequence[Entry]) -> list[Accrual]:
    """Return missing bookings as what is to be accrued."""
    return [Accrual(one.row, month_name(plan.calendar, one.month + 1), one.amount) for one in entries]


def open_month(plan: Plan, book: Ledger) -> str:
    """Return the first month that is not closed, as bookings name it; the last one where all are."""
    return month_name(plan.calendar, min(book.closed + 1, 12))


@dataclass(frozen=True, slots=True)
class Difference:
    """A line's variance with its causes in words, its comment, and whether one is missing."""

    variance: Variance
    name: str
    causes: str
    comment: str
    material: bool

    @property
    def open(self) -> bool:
        """Whether it is to be explained and is not yet."""
        return self.material and not self.comment


def differences(plan: Plan, book: Ledger, approved: Plan, month: int | None = None) -> list[Difference]:
    """Return the variances of a closed month (0…11), None for the year to date; material ones first, largest first.

    Comments are those on the month, or on its last one.
    """
    if not book.closed:
        return []
    last = book.closed - 1 if month is None else min(month, book.closed - 1)
    then = book if approved is plan else ledger(approved)
    formats, decimals = Formats.of(plan), plan.header.currency_decimals
    found = variances(plan, book, approved, then, 0 if month is None else last, last)
    named = month_name(plan.calendar, last + 1)
    notes = {row.activity_id: row.text for row in plan.variance_notes.values() if row.month == named}
    rows = [
        Difference(
            one,
            _line_name(plan, approved, one.id),
            causes_words(formats, one),
            notes.get(one.id, ""),
            one.material(decimals),
        )
        for one in found
        if one.difference
    ]
    return sorted(rows, key=lambda row: (not row.material, -abs(row.variance.difference)))


def difference_texts(one: Difference) -> list[str]:
    """Return a variance in lines: its name, whether it is good or bad and by what causes, its comment or that none is.

    Cost above plan is adverse. Source: domain F.5.
    """
    flag = _("adverse") if one.variance.difference > 0 else _("favourable")
    why = one.comment or (_("needs a comment") if one.material else "")
    return [part for part in (one.name, f"{flag} · {one.causes}" if one.causes else flag, why) if part]


def _line_name(plan: Plan, approved: Plan, line: str) -> str:
    if line == UNCODED:
        return _("Booked without an activity")
    return plan.activities[line].name if line in plan.activities else approved.activities[line].name


def causes_words(formats: Formats, one: Variance) -> str:
    """Return the causes of a variance with their amounts; they add up to it."""
    parts = (
        (_("scope"), one.scope),
        (_("currency"), one.currency),
        (_("volume"), one.volume),
        (_("price"), one.price),
        (_("timing"), one.timing),
    )
    return " · ".join(f"{name} {signed(formats, amount)}" for name, amount in parts if amount)


def signed(formats: Formats, amount: int) -> str:
    """Return an amount in whole units with its sign: more cost than planned has a plus."""
    text = formats.whole(amount)
    return f"+{text}" if amount > 0 and not text.startswith(MINUS) else text
