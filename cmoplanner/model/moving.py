"""Activities at other dates, with their money: what follows the dates, what shifts along, and what stays."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from cmoplanner.errors import EditRefused
from cmoplanner.i18n import _
from cmoplanner.model.booked import FREE, Held
from cmoplanner.model.periods import MONTHS_A_YEAR, FiscalCalendar
from cmoplanner.model.phasing import monthly_spend
from cmoplanner.model.plan import Activity


class Stays(StrEnum):
    """Why an activity keeps its start when others are moved by hand or pushed."""

    LOCKED = "locked"
    DONE = "done"
    LIVE = "live"


def stays(activity: Activity) -> Stays | None:
    """Return why an activity may not be moved, None if it may: what has begun or is locked stays where it is."""
    if activity.status == "done":
        return Stays.DONE
    if activity.locked:
        return Stays.LOCKED
    return Stays.LIVE if activity.status == "live" else None


def why_it_stays(activity: Activity) -> str:
    """Return the sentence that says why an activity stays, "" if it may be moved."""
    sentences = {
        Stays.LOCKED: _("“{name}” is locked and stays where it is. Unlock it to move it."),
        Stays.DONE: _("“{name}” is done and stays where it was."),
        Stays.LIVE: _("“{name}” has begun: only its end can be moved."),
    }
    reason = stays(activity)
    return sentences[reason].format(name=activity.name) if reason else ""


def moved_dates(activity: Activity, days: int) -> dict[str, date]:
    """Return the dates of an activity after a move. Raises EditRefused beyond the end of the calendar."""
    step = timedelta(days=days)
    dates = {"start": activity.start, "end": activity.end}
    if activity.until is not None:
        dates["until"] = activity.until
    try:
        return {key: day + step for key, day in dates.items()}
    except OverflowError:
        raise EditRefused(_("“{name}” cannot be moved that far.").format(name=activity.name)) from None


def moved(activity: Activity, days: int, calendar: FiscalCalendar, decimals: int, held: Held = FREE) -> Activity:
    """Return an activity with its whole series moved by days, and its money with it, but for what is held.

    Custom phasing shifts by as many fiscal months as the start does. Raises EditRefused beyond the calendar.
    """
    dates = moved_dates(activity, days)
    after = replace(activity, start=dates["start"], end=dates["end"], until=dates.get("until"))
    return with_money(activity, after, calendar, decimals, held, shift=_months_between(activity, after, calendar))


def resized(
    activity: Activity, start: date, end: date, calendar: FiscalCalendar, decimals: int, held: Held = FREE
) -> Activity:
    """Return an activity with another first and last day; custom phasing stays in its months."""
    return with_money(activity, replace(activity, start=start, end=end), calendar, decimals, held)


def with_money(
    before: Activity, after: Activity, calendar: FiscalCalendar, decimals: int, held: Held = FREE, *, shift: int = 0
) -> Activity:
    """Return `after` so that held money keeps its months and the rest follows; the total stays to the minor unit.

    Where both cannot be said by one kind of phasing, the twelve amounts become its custom phasing.
    """
    custom = any(before.custom_phasing)
    if not held.any:
        if custom and shift:
            return replace(after, custom_phasing=tuple(_shifted(before.custom_phasing, shift)))
        return after
    still = held.months
    rest = [amount - part for amount, part in zip(monthly_spend(before, calendar), still, strict=True)]
    natural = replace(before, custom_phasing=(), gross_spend=sum(rest))
    if rest == monthly_spend(natural, calendar):
        follows = monthly_spend(replace(after, custom_phasing=(), gross_spend=sum(rest)), calendar)
    else:
        follows = _shifted_money(rest, shift)
    months = [part + amount for part, amount in zip(still, follows, strict=True)]
    plain = replace(after, custom_phasing=())
    if months == monthly_spend(plain, calendar):
        return plain
    return replace(after, custom_phasing=tuple(float(Decimal(amount).scaleb(-decimals)) for amount in months))


def _months_between(before: Activity, after: Activity, calendar: FiscalCalendar) -> int:
    return _month(after.start, calendar) - _month(before.start, calendar)


def _month(day: date, calendar: FiscalCalendar) -> int:
    """Return the fiscal month of a day, 0…11, the nearest one outside the year."""
    if day < calendar.fy_start:
        return 0
    found = calendar.month_of(day)
    return MONTHS_A_YEAR - 1 if found is None else min(MONTHS_A_YEAR, found) - 1


def _shifted(weights: Sequence[float], months: int) -> list[float]:
    """Return weights by month so many months later; what would leave the year gathers in its last or first month."""
    exact = [Decimal(repr(float(weight))) for weight in weights]
    found = [Decimal(0)] * len(exact)
    for month, weight in enumerate(exact):
        found[_clamped(month + months)] += weight
    return [float(weight) for weight in found]


def _shifted_money(amounts: Sequence[int], months: int) -> list[int]:
    found = [0] * len(amounts)
    for month, amount in enumerate(amounts):
        found[_clamped(month + months)] += amount
    return found


def _clamped(month: int) -> int:
    return max(0, min(MONTHS_A_YEAR - 1, month))
