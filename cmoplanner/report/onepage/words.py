"""The sentences of a calendar page: its title from the figures, what stands under it, its source, and what changed."""

from __future__ import annotations

from datetime import date

from babel.dates import format_skeleton

from cmoplanner.i18n import _, ngettext
from cmoplanner.model.compare import Difference, DifferenceKind, compare
from cmoplanner.model.periods import Span
from cmoplanner.model.phasing import net_spend
from cmoplanner.model.plan import Plan
from cmoplanner.projection.bands import Bands, Total
from cmoplanner.report.formats import Formats
from cmoplanner.report.one_pager import OnePager
from cmoplanner.report.onepage.facts import Amounts, Facts, shown_in
from cmoplanner.report.outcome_figures import revenue_goal
from cmoplanner.report.range_words import ends
from cmoplanner.report.register_rows import SourceKind, register_rows

_NEAR = 0.5  # currency units: a goal missed by less is reached


def range_title(plan: Plan, span: Span) -> str:
    """Return what a range of days is called: "FY27 Q2", "FY2027", "FY27 H1", a month, or its days."""
    calendar, locale = plan.calendar, Formats.of(plan).locale
    year = f"FY{calendar.fy_end.year % 100:02d}"
    if span == calendar.year:
        return plan.header.fy_label or calendar.label
    for number in range(1, 5):
        if span == calendar.quarter(number):
            return f"{year} {_('Q{n}').format(n=number)}"
    for number in (1, 2):
        if span == Span(calendar.quarter(2 * number - 1).start, calendar.quarter(2 * number).end):
            return f"{year} {_('H{n}').format(n=number)}"
    if span in [month for month in calendar.months if month.start.day == 1]:
        return format_skeleton("yMMMM", span.start, locale=locale)
    return Formats.of(plan).days(span.start, span.end)


def headline(plan: Plan, page: OnePager, facts: Facts) -> str:
    """Return the page's sentence: what the year reaches against its goal, or what a shorter range is about."""
    formats, calendar = Formats.of(plan), plan.calendar
    n = page.activities
    count = ngettext("{n} activity", "{n} activities", n).format(n=formats.number(n))
    if facts.amounts is Amounts.NONE:
        return _("{range}: {count}").format(range=range_title(plan, page.span), count=count)
    spent = formats.short(page.net)
    months = shown_in(facts.revenue, page.span)
    if not months:
        return _("{range}: {money} {currency} for {count}").format(
            range=range_title(plan, page.span), money=spent, currency=formats.currency, count=count
        )
    revenue = sum(month.total for month in months)
    reached = formats.short_amount(revenue)
    if page.span != calendar.year:
        return _("{range}: {money} {currency} for {count}; {revenue} revenue is expected").format(
            range=range_title(plan, page.span), money=spent, currency=formats.currency, count=count, revenue=reached
        )
    return _year(formats, reached, spent, _gap(plan, revenue))


def _gap(plan: Plan, revenue: float) -> float | None:
    goal = revenue_goal(plan)
    return None if goal is None or goal.target is None else goal.target - revenue


def _year(formats: Formats, reached: str, spent: str, gap: float | None) -> str:
    said = _("Plan reaches {revenue} {currency} with {money} of marketing").format(
        revenue=reached, currency=formats.currency, money=spent
    )
    if gap is None:
        return said
    if abs(gap) < _NEAR:
        return _("{said}, just as the goal asks").format(said=said)
    if gap > 0:
        return _("{said}; goal needs {gap} more").format(said=said, gap=formats.short_amount(gap))
    return _("{said}, {more} above the goal").format(said=said, more=formats.short_amount(-gap))


def below(plan: Plan, page: OnePager, facts: Facts, bands: Bands | None = None) -> str:
    """Return the line under the title: whose plan, which range, the range of revenue and the chance of the goal."""
    header, formats = plan.header, Formats.of(plan)
    parts = [
        header.company,
        _("marketing calendar {range}").format(range=range_title(plan, page.span)),
        formats.days(page.span.start, page.span.end),
        header.currency,
    ]
    if bands is not None and facts.amounts is not Amounts.NONE and page.span == plan.calendar.year:
        revenue = bands.totals[Total.REVENUE]
        parts.append(_("range {range} (P10–P90)").format(range=ends(formats, revenue.plan, revenue.p10, revenue.p90)))
        goal = revenue_goal(plan)
        if goal is not None and goal.target is not None and goal.id in bands.goals:
            parts.append(
                _("chance to reach {goal}: {chance}").format(
                    goal=formats.short_amount(goal.target), chance=formats.percent(bands.goals[goal.id])
                )
            )
    return " · ".join(part for part in parts if part)


def source(plan: Plan, facts: Facts, scenario: str = "") -> str:
    """Return the footer: version, day, scenario, what the assumptions are worth, and what money means."""
    header, formats = plan.header, Formats.of(plan)
    parts = [
        _("Plan version {n}").format(n=header.version),
        _("as of {day}").format(day=formats.days(header.as_of, header.as_of)),
    ]
    if scenario:
        parts.append(_("scenario {name}").format(name=scenario))
    if facts.amounts is not Amounts.NONE:
        parts += [assumptions(plan), _("money = our net cost")]
        if facts.revenue:
            parts.append(_("base = revenue without marketing"))
    return " · ".join(parts)


def assumptions(plan: Plan) -> str:
    """Return how many assumptions are measured, benchmarks and judgement. Source: domain G."""
    counted = dict.fromkeys(SourceKind, 0)
    for row in register_rows(plan).values():
        counted[row.kind] += 1
    return _("assumptions: {measured} measured, {benchmark} benchmark, {judged} judgement").format(
        measured=counted[SourceKind.MEASURED] + counted[SourceKind.TEST],
        benchmark=counted[SourceKind.BENCHMARK],
        judged=counted[SourceKind.JUDGEMENT],
    )


def changes(old: Plan, new: Plan) -> tuple[str, ...]:
    """Return what differs from an earlier version in sentences, what moves most money first; all of it counted."""
    found = compare(old, new)
    ranked = sorted(enumerate(found), key=lambda pair: (-_weight(pair[1], old, new), pair[0]))
    formats = Formats.of(new)
    return tuple(_told(one, old, new, formats) for _place, one in ranked)


def _told(one: Difference, old: Plan, new: Plan, formats: Formats) -> str:
    """Return a difference as short as it can be said: money of an activity in three figures."""
    row = new.activities.get(one.id) or old.activities.get(one.id) if one.table == "activity" else None
    if row is None:
        return one.sentence
    if one.kind is DifferenceKind.ADDED:
        return _("New: {name}, {money}").format(name=row.name, money=formats.short(net_spend(row)))
    if one.kind is DifferenceKind.REMOVED:
        return _("Removed: {name}, {money}").format(name=row.name, money=formats.short(net_spend(row)))
    if one.kind is DifferenceKind.REBUDGETED and isinstance(one.before, int) and isinstance(one.after, int):
        change = formats.change(formats.amount(one.after - one.before))
        return _("{change}: {name}, now {money}").format(change=change, name=row.name, money=formats.short(one.after))
    if one.kind is DifferenceKind.MOVED and (n := _shift(one)):
        later = ngettext("{n} day later: {name}", "{n} days later: {name}", n)
        earlier = ngettext("{n} day earlier: {name}", "{n} days earlier: {name}", -n)
        return (later if n > 0 else earlier).format(n=abs(n), name=row.name)
    return one.sentence


def _shift(one: Difference) -> int:
    """Return by how many days a row moved as a whole, 0 if its length changed as well."""
    sides = [[date.fromisoformat(day) for day in str(side).split("/")] for side in (one.before, one.after)]
    shifts = {(after - before).days for before, after in zip(*sides, strict=True)}
    return shifts.pop() if len(shifts) == 1 else 0


_KINDS = {
    DifferenceKind.ADDED: 1.0,
    DifferenceKind.REMOVED: 1.0,
    DifferenceKind.REBUDGETED: 1.0,
    DifferenceKind.MOVED: 0.5,
    DifferenceKind.CHANGED: 0.05,
    DifferenceKind.RENAMED: 0.01,
    DifferenceKind.REORDERED: 0.0,
}
"""How much of a row's money counts for what kind of difference: money itself before dates before words."""


def _weight(one: Difference, old: Plan, new: Plan) -> float:
    """Return how much money a difference is about, in minor units."""
    if one.table == "plan" and one.key == "topdown_budget":
        return 2.0 * abs(int(one.after or 0) - int(one.before or 0)) + 1
    if one.table != "activity":
        return 0.2 if one.table in ("goal", "milestone", "campaign", "envelope") else 0.1
    row = new.activities.get(one.id) or old.activities.get(one.id)
    money = net_spend(row) if row is not None else 0
    if one.kind is DifferenceKind.REBUDGETED and isinstance(one.before, int) and isinstance(one.after, int):
        money = abs(one.after - one.before)
    return _KINDS[one.kind] * (money + 1)
