"""What leadership is asked to decide: the plan's own asks first, then what follows from its figures."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from cmoplanner.i18n import _
from cmoplanner.ledger.money_back import money_back
from cmoplanner.model.phasing import net_spend
from cmoplanner.model.plan import Activity
from cmoplanner.projection.bands import Total
from cmoplanner.projection.comparison import Compared
from cmoplanner.report.budget.words import envelope_name
from cmoplanner.report.deck.blocks import Ask
from cmoplanner.report.deck.material import Material
from cmoplanner.report.outcome_figures import revenue_goal

MOST = 3
_SURE = 0.6  # of the draws must be better for a scenario to be asked for
_SOON = 120  # days: an approval that is due later is no ask yet


def asks_of(material: Material) -> tuple[Ask, ...]:
    """Return at most three asks. Source: domain G, page 13; A-106."""
    found = [*_approvals(material), *_goal(material), *_scenario(material), *_over(material), *_money_back(material)]
    return tuple(found[:MOST])


def _approvals(material: Material) -> Iterator[Ask]:
    """Yield the costliest activity that starts soon and is not approved, with all others behind it."""
    plan, formats = material.plan, material.formats
    today = plan.header.as_of
    waiting = [
        one
        for one in plan.activities.values()
        if not one.cancelled
        and one.approval_status != "approved"
        and one.status == "planned"
        and today <= one.start <= today + timedelta(days=_SOON)
        and net_spend(one)
    ]
    if not waiting:
        return
    first = max(waiting, key=lambda one: (net_spend(one), one.id))
    by = _latest(material, first)
    left, lead = (first.start - today).days, _lead(material, first)
    text = _("It starts on {day}.").format(day=formats.days(first.start, first.start))
    if lead > left:
        text = _("{left} of {lead} days of lead time are left.").format(left=left, lead=lead)
    brings = material.shares.by_activity.get(first.id, 0.0)
    otherwise = (
        _("about {revenue} revenue of this year is missing").format(revenue=formats.short_amount(brings))
        if brings > 0
        else _("it cannot take place in time")
    )
    yield Ask(
        _("Approve {activity}").format(activity=first.name),
        text,
        formats.short(net_spend(first)),
        _("by {day}").format(day=formats.day(by)),
        otherwise,
        f"activity:{first.id}",
    )


def _lead(material: Material, activity: Activity) -> int:
    channel = material.plan.channels.get(activity.channel_id or "")
    return channel.lead_time_days if channel else 0


def _latest(material: Material, activity: Activity) -> date:
    """Return the last day on which there is time enough, tomorrow if it is over."""
    latest = activity.start - timedelta(days=_lead(material, activity))
    return max(latest, material.plan.header.as_of + timedelta(days=1))


def _goal(material: Material) -> Iterator[Ask]:
    formats, bands = material.formats, material.bands
    goal = revenue_goal(material.plan)
    if goal is None or goal.target is None:
        return
    revenue = bands.totals[Total.REVENUE].plan
    if goal.target <= revenue:
        return
    target, reached = formats.short_amount(goal.target), formats.short_amount(revenue)
    chance = formats.percent(bands.goals.get(goal.id, 0.0))
    yield Ask(
        _("Keep {goal}, or plan for {reached}").format(goal=target, reached=reached),
        _("The chance to reach the goal with this plan is {chance}.").format(chance=chance),
        _("{gap} are missing").format(gap=formats.short_amount(goal.target - revenue)),
        _next_review(material),
        _("the goal is missed by {gap}").format(gap=formats.short_amount(goal.target - revenue)),
        f"goal:{goal.id}",
    )


def _next_review(material: Material) -> str:
    """Return the next key date that is not over, as a deadline."""
    today = material.plan.header.as_of
    ahead = [row.date for row in material.plan.milestones.values() if row.date > today]
    return _("by {day}").format(day=material.formats.day(min(ahead))) if ahead else ""


def _scenario(material: Material) -> Iterator[Ask]:
    formats, first = material.formats, material.compared[0]
    better = [one for one in material.compared[1:] if _gain(one) > 0 and _odds(one) >= _SURE]
    if not better:
        return
    best = max(better, key=_gain)
    cost = sum(best.outcome.money.net) - sum(first.outcome.money.net)
    months = material.plan.header.value_horizon_months
    text = _("{gain} contribution over {n} months, better in {odds} of the draws.").format(
        gain=formats.change(_gain(best)), n=months, odds=formats.percent(_odds(best))
    )
    yield Ask(
        _("Change to “{scenario}”").format(scenario=best.name),
        text,
        _("{amount} budget").format(amount=formats.change(formats.amount(cost))) if cost else _("same budget"),
        _next_review(material),
        _("{gain} stays unearned").format(gain=formats.short_amount(_gain(best))),
        f"scenario:{best.name}",
    )


def _gain(one: Compared) -> float:
    gap = (one.differences or {}).get(Total.CONTRIBUTION_HORIZON)
    return gap.plan if gap else 0.0


def _odds(one: Compared) -> float:
    return (one.better or {}).get(Total.CONTRIBUTION_HORIZON, 0.0)


def _over(material: Material) -> Iterator[Ask]:
    plan, formats = material.plan, material.formats
    over = {row: money for row, money in material.envelopes.money.items() if row and money.headroom < 0}
    if not over:
        return
    worst = min(over, key=lambda row: (over[row].headroom, row))
    amount = formats.short(-over[worst].headroom)
    yield Ask(
        _("Move {amount} to {envelope}").format(amount=amount, envelope=envelope_name(plan, worst, among=over)),
        _("The plan is over this envelope; {n} are over in all.").format(n=formats.number(len(over))),
        amount,
        _next_review(material),
        _("part of its activities cannot be ordered"),
        f"envelope:{worst}",
    )


def _money_back(material: Material) -> Iterator[Ask]:
    formats = material.formats
    found = money_back(material.plan, material.ledger)
    total = sum(one.amount for one in found)
    if not total:
        return
    days = [one.until for one in found if one.until is not None]
    yield Ask(
        _("Take back {amount}").format(amount=formats.short(total)),
        _("Open orders, expiring partner funds, renewals and lines that are overdue."),
        formats.short(total),
        _("by {day}").format(day=formats.day(min(days))) if days else "",
        _("the money is bound or lost"),
        "money-back",
    )
