"""The variances of the workbook: booked against the approved plan, to date and month by month, with their causes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cmoplanner.exchange.book import FIRST, TOTALS, Book, Sheet, cell
from cmoplanner.exchange.book_beside import Beside
from cmoplanner.exchange.book_ledger import Money
from cmoplanner.exchange.book_lines_money import L_ACTUAL, L_DATE
from cmoplanner.exchange.book_plan import P_MONTH, Lines, month_heads
from cmoplanner.i18n import _
from cmoplanner.ledger.lines import Ledger, ledger
from cmoplanner.ledger.variance import MATERIAL_AMOUNT, MATERIAL_SHARE, Variance, variances
from cmoplanner.model.edits.money import month_name
from cmoplanner.model.plan import Plan

V_PLAN, V_ACTUAL, V_DIFFERENCE, V_PERCENT, V_FLAG, V_CAUSE, V_REST, V_MATERIAL, V_NOTE = 2, 3, 4, 5, 6, 7, 12, 13, 14
_CAUSES = ("scope", "currency", "volume", "price", "timing")


@dataclass(frozen=True)
class _Sources:
    """What both sheets read from; `places` and `rows` are the rows of lines in the phasing and in the ledger."""

    plan: Plan
    approved: Plan
    frozen: bool
    now: Ledger
    then: Ledger
    phasing: Sheet
    money: Money
    places: Mapping[str, int]
    rows: Mapping[str, int]
    live: bool

    def planned(self, row: str, first: int, last: int) -> str:
        """Return the formula of what a line plans in months (0…11), "" where it is a frozen value."""
        if self.frozen:
            return ""
        place = self.places.get(row)
        return "0" if place is None else f"SUM({self.phasing.range(P_MONTH + first, place, place, P_MONTH + last)})"

    def found(self, first: int, last: int) -> list[Variance]:
        """Return the variances of the months `first`…`last`."""
        return variances(self.plan, self.now, self.approved, self.then, first, last)

    def name(self, row: str) -> str:
        """Return what a line is called."""
        activity = self.plan.activities.get(row) or self.approved.activities.get(row)
        return activity.name if activity else _("Booked without an activity")


@dataclass(frozen=True)
class Variances:
    """Both sheets, the lines of the first, and the difference in minor units; `whole` if no month is left out."""

    rows: frozenset[str]
    to_date: Sheet
    by_month: Sheet
    difference: int
    whole: bool


def write_variances(
    sheets: Mapping[str, Sheet], book: Book, lines: Lines, books: tuple[Money, Ledger], told: Beside, *, live: bool
) -> Variances:
    """Write the variances of the closed months, all together and each.

    Plan is the approved version, frozen as values, or the plan as it stands (live) where none is approved; what is
    booked is live. Causes are those of the program: what was changed in the workbook since is unexplained. Where a
    plan is too large for live streams, single months have only what needs a comment. Source: domain F.5.
    """
    money, now = books
    approved = told.approved or book.plan
    read = _Sources(
        book.plan,
        approved,
        told.approved is not None,
        now,
        ledger(approved) if told.approved else now,
        sheets["Phasing"],
        money,
        {line.activity.id: line.row for line in lines.lines},
        {row: FIRST + i for i, row in enumerate(now.lines)},
        live,
    )
    found = read.found(0, now.closed - 1) if now.closed else []
    _to_date(sheets["Variance"], book, read, found)
    _by_month(sheets["VarianceMonths"], book, read)
    difference = sum(one.difference for one in found)
    rows = frozenset(one.id for one in found)
    return Variances(rows, sheets["Variance"], sheets["VarianceMonths"], difference, live)


def note_months(plan: Plan, closed: int) -> list[str]:
    """Return the closed months as comments name them: "2027-03"."""
    return [month_name(plan.calendar, t) for t in range(1, closed + 1)]


def _to_date(sheet: Sheet, book: Book, read: _Sources, found: Sequence[Variance]) -> None:
    closed = read.now.closed
    heads = _heads(book, "")
    sheet.columns(heads)
    notes = _notes(read.plan, note_months(read.plan, closed)[-1]) if closed else {}
    for row, one in enumerate(found, FIRST):
        actual = f"{read.money.ledger.absolute(read.rows[one.id], L_DATE)}" if one.id in read.rows else "0"
        _row(book, sheet, row, (one, read), (read.planned(one.id, 0, closed - 1), actual))
        known = one.id in read.plan.activities
        sheet.put(row, V_NOTE, notes.get(one.id, ""), "text", "input" if known else "label")
    _totals(book, sheet, found)
    sheet.as_list(FIRST + max(1, len(found)) - 1, len(heads), frozen=2)


def _by_month(sheet: Sheet, book: Book, read: _Sources) -> None:
    heads = _heads(book, _("Month"))
    sheet.columns(heads)
    row, names, months = FIRST, month_heads(read.plan), note_months(read.plan, read.now.closed)
    every: list[Variance] = []
    for t, month in enumerate(months):
        notes = _notes(read.plan, month)
        for one in read.found(t, t):
            if not read.live and not one.material(book.decimals):
                continue
            place = read.rows.get(one.id)
            if place is None:
                actual = "0"
            elif read.live:
                actual = read.money.ledger.absolute(place, L_ACTUAL + t)
            else:
                actual = repr(book.money(one.actual))
            _row(book, sheet, row, (one, read), (read.planned(one.id, t, t), actual))
            sheet.put(row, V_NOTE, notes.get(one.id, ""), "text", "label")
            sheet.put(row, V_NOTE + 1, names[t], "text", "label")
            every.append(one)
            row += 1
    _totals(book, sheet, every)
    sheet.as_list(max(FIRST, row - 1), len(heads), frozen=2)


def _heads(book: Book, month: str) -> list[tuple[str, str, float]]:
    currency = book.plan.header.currency
    amount = _("{name} ({currency})")
    causes = (_("Scope"), _("Currency"), _("Volume"), _("Price"), _("Timing"))
    heads = [
        (_("Activity id"), "text", 12.0),
        (_("Activity"), "text", 36.0),
        (amount.format(name=_("Plan") if month else _("Plan to date"), currency=currency), "money", 14.0),
        (amount.format(name=_("Actual") if month else _("Actual to date"), currency=currency), "money", 14.0),
        (amount.format(name=_("Actual − plan"), currency=currency), "money", 14.0),
        (_("Of the plan (share)"), "rate", 10.0),
        (_("Adverse (A), favourable (F)"), "text", 10.0),
        *((amount.format(name=name, currency=currency), "money", 13.0) for name in causes),
        (amount.format(name=_("Unexplained"), currency=currency), "money", 12.0),
        (_("Needs a comment (1 = yes)"), "count", 10.0),
        (_("Comment"), "text", 50.0),
    ]
    return [*heads, (month, "text", 12.0)] if month else heads


def _row(book: Book, sheet: Sheet, row: int, of: tuple[Variance, _Sources], formulas: tuple[str, str]) -> None:
    (one, read), (planned, actual) = of, formulas
    sheet.put(row, 0, one.id, "text", "label")
    sheet.put(row, 1, read.name(one.id), "text", "label")
    if planned:
        sheet.formula(row, V_PLAN, planned, book.money(one.plan), "money", "link")
    else:
        sheet.put(row, V_PLAN, book.money(one.plan), "money", "model")
    sheet.formula(row, V_ACTUAL, actual, book.money(one.actual), "money", "link")
    plan, difference = cell(row, V_PLAN), cell(row, V_DIFFERENCE)
    formula = f"ROUND({cell(row, V_ACTUAL)}-{plan},{book.decimals})"
    sheet.formula(row, V_DIFFERENCE, formula, book.money(one.difference), "money")
    share = one.difference / one.plan if one.plan else ""
    sheet.formula(row, V_PERCENT, f'IF({plan}=0,"",{difference}/{plan})', share, "rate")
    flag = "A" if one.difference > 0 else "F" if one.difference < 0 else ""
    sheet.formula(row, V_FLAG, f'IF({difference}>0,"A",IF({difference}<0,"F",""))', flag, "text")
    for i, cause in enumerate(_CAUSES):
        sheet.put(row, V_CAUSE + i, book.money(getattr(one, cause)), "money", "model")
    causes = f"SUM({cell(row, V_CAUSE)}:{cell(row, V_REST - 1)})"
    sheet.formula(row, V_REST, f"ROUND({difference}-{causes},{book.decimals})", 0.0, "money")
    large = f"ABS({difference})>={MATERIAL_AMOUNT},ABS({difference})>={MATERIAL_SHARE}*ABS({plan})"
    sheet.formula(row, V_MATERIAL, f"IF(AND({large}),1,0)", int(one.material(book.decimals)), "count")


def _totals(book: Book, sheet: Sheet, found: Sequence[Variance]) -> None:
    sheet.text(TOTALS, 1, _("Total"), "strong")
    last = FIRST + max(1, len(found)) - 1
    for col, total in (
        (V_PLAN, sum(one.plan for one in found)),
        (V_ACTUAL, sum(one.actual for one in found)),
        (V_DIFFERENCE, sum(one.difference for one in found)),
        *((V_CAUSE + i, sum(getattr(one, cause) for one in found)) for i, cause in enumerate(_CAUSES)),
    ):
        sheet.formula(TOTALS, col, f"SUM({cell(FIRST, col)}:{cell(last, col)})", book.money(total), "money", "total")
    needs = sum(one.material(book.decimals) for one in found)
    formula = f"SUM({cell(FIRST, V_MATERIAL)}:{cell(last, V_MATERIAL)})"
    sheet.formula(TOTALS, V_MATERIAL, formula, needs, "count", "total")


def _notes(plan: Plan, month: str) -> Mapping[str, str]:
    return {note.activity_id: note.text for note in plan.variance_notes.values() if note.month == month}
