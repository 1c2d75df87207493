"""What the budget page says in words: the sentence over it, the envelopes that are over, the gap, what is selected."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from cmoplanner.i18n import _, ngettext
from cmoplanner.ledger.accruals import uncoded_bookings
from cmoplanner.ledger.envelopes import OUTSIDE
from cmoplanner.ledger.orders import booked
from cmoplanner.model.plan import Plan
from cmoplanner.report.budget.book import Book
from cmoplanner.report.budget.table import Cell, Column, ColumnKind, Table, measure_word, month_word
from cmoplanner.report.budget.tree import BudgetRow, RowKind
from cmoplanner.report.formats import Formats

_FEW = 4  # terms of a sum that can be read


@dataclass(frozen=True, slots=True)
class Over:
    """An envelope that is over: its id, by how much (minor units), and that in words."""

    envelope: str
    amount: int
    text: str


@dataclass(frozen=True, slots=True)
class Foot:
    """Top-down against bottom-up, in minor units; `gap` and `parts` say the difference and the bars in words."""

    given: int
    planned: int
    booked: int
    open_orders: int
    not_ordered: int
    lines: int
    gap: str
    uncoded: str

    @property
    def left(self) -> int:
        """What is left of what was given."""
        return self.given - self.planned


def overs(book: Book) -> list[Over]:
    """Return the envelopes that plan more than they were given, the earliest first."""
    plan, formats = book.plan, Formats.of(book.plan)
    found = []
    over = {row: money for row, money in book.envelopes.money.items() if row != OUTSIDE and money.headroom < 0}
    for row, money in over.items():
        words = _("{envelope} over by {amount}").format(
            envelope=envelope_name(plan, row, among=over), amount=formats.whole(-money.headroom)
        )
        found.append(Over(row, -money.headroom, words))
    return sorted(found, key=lambda one: (plan.envelopes[one.envelope].quarter or 0, -one.amount))


def envelope_name(plan: Plan, row: str, among: Collection[str] | None = None) -> str:
    """Return what an envelope is called: quarter and category, its cost centre too if unclear `among` some."""
    envelope = plan.envelopes[row]
    category, centre = (
        plan.cost_categories.get(envelope.category_id or ""),
        plan.cost_centres.get(envelope.cost_centre_id or ""),
    )
    rivals = [
        other
        for other in plan.envelopes.values()
        if (other.quarter, other.category_id) == (envelope.quarter, envelope.category_id)
        and other.id != row
        and (among is None or other.id in among)
    ]
    parts = [_("Q{n}").format(n=envelope.quarter) if envelope.quarter else _("Year")]
    if category:
        parts.append(category.name)
    if centre and (rivals or not category):
        parts.append(centre.name)
    if envelope.region not in ("", "All"):
        parts.append(envelope.region)
    return " · ".join(parts) if len(parts) > 1 else " · ".join([*parts, _("all")])


def headline(book: Book, found: Sequence[Over]) -> str:
    """Return the sentence over the grid: whether the plan fits, in total and envelope by envelope."""
    formats = Formats.of(book.plan)
    given, planned = book.plan.header.topdown_budget, book.ledger.total().planned
    if not given:
        return _("{amount} planned; nothing says yet what may be spent").format(amount=formats.whole(planned))
    if planned > given:
        return _("Plan is over by {amount}").format(amount=formats.whole(planned - given))
    if not found:
        return _("Plan fits, {amount} left").format(amount=formats.whole(given - planned))
    return ngettext(
        "Plan fits in total, but {n} envelope is over", "Plan fits in total, but {n} envelopes are over", len(found)
    ).format(n=_number(len(found)))


def _number(count: int) -> str:
    return {1: _("one"), 2: _("two"), 3: _("three"), 4: _("four"), 5: _("five")}.get(count, str(count))


def foot(book: Book) -> Foot:
    """Return what stands under the grid; its parts add up to what is planned where nothing is booked beyond it."""
    plan, formats = book.plan, Formats.of(book.plan)
    money = book.ledger.total()
    given, kept = plan.header.topdown_budget, book.envelopes.contingency
    gap = given - money.planned
    free = gap - kept
    words = (
        _("gap {gap} = contingency {kept} + free {free}") if free >= 0 else _("gap {gap} = contingency {kept} − {free}")
    )
    uncoded = uncoded_bookings(plan)
    amount = sum(booked(plan.actuals[row]) for row in uncoded)
    told = (
        ngettext("{n} booking uncoded ({amount})", "{n} bookings uncoded ({amount})", len(uncoded)).format(
            n=len(uncoded), amount=formats.whole(amount)
        )
        if uncoded
        else ""
    )
    rest = sum(max(0, line.planned - line.booked - line.open_orders) for line in book.ledger.lines.values())
    lines = sum(1 for row in book.ledger.lines if row)
    said = words.format(gap=formats.whole(gap), kept=formats.whole(kept), free=formats.whole(abs(free)))
    return Foot(given, money.planned, money.booked, money.open_orders, rest, lines, said, told)


def readout(table: Table, row: BudgetRow, column: Column) -> str:
    """Return a cell in full with what it is the sum of: "Q2 · Events · planned 91,500.00 = 64,000 + 27,500"."""
    value = table.value(row, column)
    if value is None:
        return ""
    formats = table.formats
    where = _place(table, column)
    if column.kind is ColumnKind.PLANNED and (agreed := _agreed(table, row)):
        return _("{row} · {column} {amount} = {agreed}").format(
            row=row.name, column=where, amount=formats.full(value), agreed=agreed
        )
    said = _("{row} · {column} {amount}").format(row=row.name, column=where, amount=formats.full(value))
    parts = [amount for one in table.children(row) if (amount := table.value(one, column))]
    if len(parts) < 2 or sum(parts) != value:
        return said
    if len(parts) > _FEW:
        return _("{cell} = sum of {n} rows").format(cell=said, n=len(parts))
    exact = all(part % 10**formats.decimals == 0 for part in parts)
    terms = [formats.whole(part) if exact else formats.full(part) for part in parts]
    return _("{cell} = {sum}").format(cell=said, sum=" + ".join(terms))


def _agreed(table: Table, row: BudgetRow) -> str:
    """Return what a line costs in another currency, at the budget rate; "" where it is agreed in the plan's own."""
    activity = table.book.plan.activities.get(row.path[-1]) if row.path and row.kind is RowKind.LINE else None
    if activity is None or not activity.currency or activity.foreign_amount is None or not activity.fx_rate_plan:
        return ""
    if activity.partner_share:
        return ""  # our cost is a part of what was agreed
    formats = table.formats
    return _("{amount} {currency} × {rate}").format(
        amount=formats.number(activity.foreign_amount, 2),
        currency=activity.currency,
        rate=formats.number(activity.fx_rate_plan, 4),
    )


def _place(table: Table, column: Column) -> str:
    if column.kind is ColumnKind.MONTH:
        return f"{month_word(table.book.plan, column.number)} · {measure_word(table.layout.measure)}"
    if column.kind is ColumnKind.QUARTER:
        return f"{_('Q{n}').format(n=column.number)} · {column.lower}"
    return column.lower


def block_readout(formats: Formats, cells: Sequence[Cell]) -> str:
    """Return the sum of several cells."""
    known = [cell.value for cell in cells if cell.value is not None]
    return _("Sum {amount} · {n} cells").format(amount=formats.full(sum(known)), n=len(known))


def line_words(book: Book, row: BudgetRow) -> str:
    """Return what is to be known of a row beside its amounts: vendor, agreed currency, orders, release rule."""
    plan, formats = book.plan, Formats.of(book.plan)
    said = [row.name]
    activity = plan.activities.get(row.path[-1]) if row.path and row.kind is RowKind.LINE else None
    if activity is not None:
        vendor = plan.vendors.get(activity.vendor_id or "")
        if vendor is not None:
            said.append(vendor.name)
        if activity.currency and activity.foreign_amount is not None and activity.fx_rate_plan:
            said.append(
                _("Agreed: {amount} {currency} at the budget rate of {rate}").format(
                    amount=formats.number(activity.foreign_amount, 2),
                    currency=activity.currency,
                    rate=formats.number(activity.fx_rate_plan, 4),
                )
            )
        if row.money.open_orders:
            said.append(_("Open orders: {amount}").format(amount=formats.full(row.money.open_orders)))
    ruled = [one for one in row.envelopes if plan.envelopes[one].release_rule]
    rules = [
        _("{envelope}: {rule}").format(envelope=envelope_name(plan, one), rule=plan.envelopes[one].release_rule)
        for one in ruled
    ]
    return "\n".join([*said, *rules])
