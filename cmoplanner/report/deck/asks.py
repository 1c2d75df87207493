"""What leadership is asked to decide: the plan's own asks first, then what follows from its figures."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from cmoplanner.i18n import _
from cmoplanner.ledger.money_back import money_back
from cmoplanner.model.phasing import net_spend
from cmoplanner.model.plan import Activity
from cmoplanner.model.presenting import ACCEPTED, DECLINED, BoardDecision, OwnAsk
from cmoplanner.projection.bands import Total
from cmoplanner.projection.comparison import Compared
from cmoplanner.report.budget.words import envelope_name
from cmoplanner.report.deck.blocks import Ask
from cmoplanner.report.deck.material import Material
from cmoplanner.report.outcome_figures import revenue_goal

MOST = 3
_SURE = 0.6  # of the draws must be better for a scenario to be asked for
_DECIDED_ROLES = {ACCEPTED: "positive", DECLINED: "negative"}
_SOON = 120  # days: an approval that is due later is no ask yet


def asks_of(material: Material) -> tuple[Ask, ...]:
    """Return at most three asks as a page shows them. Source: domain G, page 13; A-106."""
    return tuple(_shown(material, ask) for ask in asked(material))


def asked(material: Material) -> tuple[OwnAsk, ...]:
    """Return what is asked, three at most: the plan's own asks in their order, then what its figures make of it.

    An own ask with a subject stands in place of the one of the same subject that the figures make; hidden, it hides it.
    """
    own = tuple(material.plan.asks.values())
    taken = {ask.subject for ask in own if ask.subject}
    found = [ask for ask in own if ask.shown]
    made = (*_approvals(material), *_goal(material), *_scenario(material), *_over(material), *_money_back(material))
    found += [ask for ask in made if ask.subject not in taken]
    return tuple(found[:MOST])


def decided(material: Material, ask: OwnAsk) -> BoardDecision | None:
    """Return the last decision about an ask: of its subject, or of its title where it has none."""
    same = [
        row
        for row in material.plan.board_decisions.values()
        if (row.subject == ask.subject if ask.subject else row.title == ask.title)
    ]
    return max(same, key=lambda row: row.date or date.min, default=None)


def _shown(material: Material, ask: OwnAsk) -> Ask:
    formats = material.formats
    decision = decided(material, ask)
    return Ask(
        ask.title,
        ask.text,
        formats.short(ask.amount) if ask.amount is not None else "",
        _("by {day}").format(day=formats.day(ask.by)) if ask.by else "",
        ask.otherwise,
        ask.subject or ask.id,
        _decision_words(material, decision),
        _DECIDED_ROLES.get(decision.decision if decision else "", "warning"),
    )


def _decision_words(material: Material, decision: BoardDecision | None) -> str:
    if decision is None:
        return ""
    word = {ACCEPTED: _("Accepted"), DECLINED: _("Declined")}.get(decision.decision, _("Deferred"))
    day = material.formats.day(decision.date) if decision.date else ""
    return " · ".join(part for part in (word, day, decision.role, decision.comment) if part)


def _approvals(material: Material) -> Iterator[OwnAsk]:
    """Yield the costliest activity that starts soon and is not approved."""
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
    left, lead = (first.start - today).days, _lead(material, first)
    brings = material.shares.by_activity.get(first.id, 0.0)
    said = []
    if brings > 0:
        said.append(_("It brings about {revenue} revenue this year.").format(revenue=formats.short_amount(brings)))
    if lead > left:
        said.append(_("{left} of {lead} days of lead time are left.").format(left=left, lead=lead))
    otherwise = _("it cannot start on {day}").format(day=formats.day(first.start))
    yield OwnAsk(
        "",
        _("Approve “{activity}”").format(activity=first.name),
        " ".join(said),
        net_spend(first),
        _latest(material, first),
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


def _goal(material: Material) -> Iterator[OwnAsk]:
    formats, bands = material.formats, material.bands
    goal = revenue_goal(material.plan)
    if goal is None or goal.target is None:
        return
    revenue = bands.totals[Total.REVENUE].plan
    if goal.target <= revenue:
        return
    gap = goal.target - revenue
    yield OwnAsk(
        "",
        _("Keep {goal}, or plan for {reached}").format(
            goal=formats.short_amount(goal.target), reached=formats.short_amount(revenue)
        ),
        _("The plan reaches the goal in {chance} of the draws.").format(
            chance=formats.percent(bands.goals.get(goal.id, 0.0))
        ),
        None,
        _next_review(material),
        _("the goal is missed by {gap}").format(gap=formats.short_amount(gap)),
        f"goal:{goal.id}",
    )


def _next_review(material: Material) -> date | None:
    """Return the next key date that is not over, as a deadline."""
    today = material.plan.header.as_of
    return min((row.date for row in material.plan.milestones.values() if row.date > today), default=None)


def _scenario(material: Material) -> Iterator[OwnAsk]:
    formats, first = material.formats, material.compared[0]
    better = [one for one in material.compared[1:] if _gain(one) > 0 and _odds(one) >= _SURE]
    if not better:
        return
    best = max(better, key=_gain)
    cost = sum(best.outcome.money.net) - sum(first.outcome.money.net)
    text = _("{gain} contribution over {n} months, better in {odds} of the draws.").format(
        gain=formats.change(_gain(best)),
        n=material.plan.header.value_horizon_months,
        odds=formats.percent(_odds(best)),
    )
    yield OwnAsk(
        "",
        _("Change to “{scenario}”").format(scenario=best.name),
        text,
        cost,
        _next_review(material),
        _("{gain} stays unearned").format(gain=formats.short_amount(_gain(best))),
        f"scenario:{best.name}",
    )


def _gain(one: Compared) -> float:
    gap = (one.differences or {}).get(Total.CONTRIBUTION_HORIZON)
    return gap.plan if gap else 0.0


def _odds(one: Compared) -> float:
    return (one.better or {}).get(Total.CONTRIBUTION_HORIZON, 0.0)


def _over(material: Material) -> Iterator[OwnAsk]:
    plan, formats = material.plan, material.formats
    over = {row: money for row, money in material.envelopes.money.items() if row and money.headroom < 0}
    if not over:
        return
    worst = min(over, key=lambda row: (over[row].headroom, row))
    amount = -over[worst].headroom
    yield OwnAsk(
        "",
        _("Move {amount} to {envelope}").format(
            amount=formats.short(amount), envelope=envelope_name(plan, worst, among=over)
        ),
        _("The plan is over this envelope; {n} are over in all.").format(n=formats.number(len(over))),
        amount,
        _next_review(material),
        _("part of its activities cannot be ordered"),
        f"envelope:{worst}",
    )


def _money_back(material: Material) -> Iterator[OwnAsk]:
    found = money_back(material.plan, material.ledger)
    total = sum(one.amount for one in found)
    if not total:
        return
    yield OwnAsk(
        "",
        _("Take back {amount}").format(amount=material.formats.short(total)),
        _("Open orders, expiring partner funds, renewals and lines that are overdue."),
        total,
        min((one.until for one in found if one.until is not None), default=None),
        _("the money is bound or lost"),
        "money-back",
    )
