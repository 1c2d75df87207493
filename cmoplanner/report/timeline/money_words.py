"""What a move does to money over time, in words: "12,400 moved from Q2 to Q3; 5,000 ordered stay in May"."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta

from babel.dates import format_date

from cmoplanner.i18n import _
from cmoplanner.model.booked import Held, Months
from cmoplanner.model.money import share_of
from cmoplanner.model.periods import MONTHS_A_YEAR
from cmoplanner.model.phasing import net_by_month
from cmoplanner.model.plan import Activity, Plan
from cmoplanner.report.formats import Formats

_QUARTER = 3


def money_words(plan: Plan, after: Iterable[Activity], held: Mapping[str, Held]) -> str:
    """Return where our cost of activities goes with them at new dates, and what stays; "" where it is all as before.

    Those of `after` that the plan has not yet are parts of others; a cancelled one has no money.
    """
    rows = [row for row in after if not row.cancelled]
    known = [plan.activities[row.id] for row in rows if row.id in plan.activities]
    before = _sum(net_by_month(row, plan.calendar) for row in known)
    changed = [
        new - old for new, old in zip(_sum(net_by_month(row, plan.calendar) for row in rows), before, strict=True)
    ]
    formats = Formats.of(plan)
    still = [*_stays(plan, rows, held, "ordered", formats), *_stays(plan, rows, held, "invoiced", formats)]
    if not any(changed):
        return "; ".join(still)
    quarters = [sum(changed[month : month + _QUARTER]) for month in range(0, MONTHS_A_YEAR, _QUARTER)]
    if any(quarters):
        labels = [plan.calendar.quarter_label(n) for n in range(1, 5)]
        said = _moved(quarters, labels, formats, [label.partition(" ")[2] for label in labels], labels[0].split()[0])
    else:
        said = _moved(changed, [_month(plan, month) for month in range(MONTHS_A_YEAR)], formats)
    return "; ".join([said, *still])


def _moved(
    changed: Sequence[int], names: Sequence[str], formats: Formats, short: Sequence[str] = (), year: str = ""
) -> str:
    """Return from where to where; of more than two places in one line, whose year is told once."""
    gone = [i for i, amount in enumerate(changed) if amount < 0]
    come = [i for i, amount in enumerate(changed) if amount > 0]
    if len(gone) == 1 and len(come) == 1:
        money = formats.whole(changed[come[0]])
        return _("{money} moved from {first} to {then}").format(money=money, first=names[gone[0]], then=names[come[0]])
    money = formats.whole(sum(changed[i] for i in come))
    where = " · ".join(
        f"{(short or names)[i]} {formats.change(formats.amount(changed[i]))}" for i in range(len(changed)) if changed[i]
    )
    if year:
        return _("{money} moved in {year}: {where}").format(money=money, year=year, where=where)
    return _("{money} moved: {where}").format(money=money, where=where)


def _stays(plan: Plan, rows: Iterable[Activity], held: Mapping[str, Held], kind: str, formats: Formats) -> list[str]:
    months = [0] * MONTHS_A_YEAR
    for row in rows:
        whole: Months = getattr(held[row.id], kind) if row.id in held else ()
        for month, amount in enumerate(whole):
            months[month] += amount - share_of(amount, row.partner_share)
    found = [month for month, amount in enumerate(months) if amount]
    if not found:
        return []
    first, last = _month(plan, found[0]), _month(plan, found[-1])
    where = first if len(found) == 1 else _("{first} to {last}").format(first=first, last=last)
    text = _("{money} ordered stay in {where}") if kind == "ordered" else _("{money} invoiced stay in {where}")
    return [text.format(money=formats.whole(sum(months)), where=where)]


def _month(plan: Plan, month: int) -> str:
    span = plan.calendar.months[month]
    return format_date(span.start + timedelta(days=span.days // 2), "LLL", locale=Formats.of(plan).locale)


def _sum(rows: Iterable[Sequence[int]]) -> list[int]:
    total = [0] * MONTHS_A_YEAR
    for row in rows:
        total = [one + other for one, other in zip(total, row, strict=True)]
    return total
