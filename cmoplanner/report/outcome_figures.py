"""What the outcome page says and draws, as plain values: its title, the odds, the year, the horizon, base to goal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

import numpy as np
from babel.dates import format_date

from cmoplanner.i18n import _
from cmoplanner.model.periods import MONTHS_A_YEAR
from cmoplanner.model.plan import Goal, Plan
from cmoplanner.projection.attribution import Attribution
from cmoplanner.projection.balance import paid_back, running_balance
from cmoplanner.projection.bands import Band, Bands, Month, MonthBand, Total, is_revenue
from cmoplanner.projection.bridge import figures_of
from cmoplanner.projection.carryover import Floats
from cmoplanner.projection.outcome import Line, Outcome
from cmoplanner.report.formats import Formats
from cmoplanner.report.scaled import Scaled

LIKELY, UNLIKELY = 0.5, 0.25  # odds from which on a chance is good, and below which it is bad


@dataclass(frozen=True, slots=True)
class Odds:
    """A probability in words, with the role of its colour."""

    text: str
    role: str
    help: str


def revenue_goal(plan: Plan) -> Goal | None:
    """Return the company's revenue goal, the first one if there are several."""
    return next((goal for goal in plan.goals.values() if is_revenue(goal) and goal.target is not None), None)


def title(plan: Plan, outcome: Outcome) -> str:
    """Return the page's sentence: what the plan reaches, and how far that is from the goal."""
    formats = Formats.of(plan)
    revenue = float(outcome.by_month(Line.REVENUE)[:MONTHS_A_YEAR].sum())
    reached = formats.short_amount(revenue)
    goal = revenue_goal(plan)
    if goal is None or goal.target is None:
        added = float(outcome.incremental_by_month(Line.REVENUE)[:MONTHS_A_YEAR].sum())
        return _("Plan reaches {revenue}; {added} of it by marketing").format(
            revenue=reached, added=formats.short_amount(added)
        )
    gap = goal.target - revenue
    if abs(gap) < 0.5:
        return _("Plan reaches {revenue}, just as the goal asks").format(revenue=reached)
    if gap > 0:
        return _("Plan reaches {revenue}; the goal needs {gap} more").format(
            revenue=reached, gap=formats.short_amount(gap)
        )
    return _("Plan reaches {revenue}, {more} more than the goal").format(
        revenue=reached, more=formats.short_amount(-gap)
    )


def odds(plan: Plan, bands: Bands) -> list[Odds]:
    """Return the chance of the revenue goal and of earning the cost, where there is a goal and a cost."""
    formats = Formats.of(plan)
    found = []
    goal = revenue_goal(plan)
    if goal is not None and goal.target is not None and goal.id in bands.goals:
        share = bands.goals[goal.id]
        text = _("{chance} chance to reach {goal}").format(
            chance=formats.percent(share), goal=formats.short_amount(goal.target)
        )
        found.append(Odds(text, _role(share), goal.text))
    if bands.pays_back is not None:
        text = _("{chance} chance that it pays back in {n} months").format(
            chance=formats.percent(bands.pays_back), n=plan.header.value_horizon_months
        )
        help_ = _("In present value: margin that marketing earns, less what it costs.")
        found.append(Odds(text, _role(bands.pays_back), help_))
    return found


def _role(share: float) -> str:
    return "positive" if share >= LIKELY else "warning" if share >= UNLIKELY else "negative"


def draws_note(plan: Plan, bands: Bands) -> str:
    """Return from what a range is made."""
    return _("range: 1-in-10 worse to 1-in-10 better · {n} assumptions · {draws} draws, seed {seed}").format(
        n=bands.drawn, draws=Formats.of(plan).number(bands.draws.count), seed=bands.draws.seed
    )


def with_range(text: str, band: Band | None, scaled: Scaled) -> str:
    """Return a figure with its range: "25.12 (24.04–26.96)"."""
    if band is None:
        return text
    return _("{value} ({low}–{high})").format(value=text, low=scaled.text(band.p10), high=scaled.text(band.p90))


@dataclass(frozen=True, eq=False)
class YearByMonth:
    """This year's revenue by month: base and what marketing adds. `closed` months are over; `today` is in months."""

    scaled: Scaled
    names: Sequence[str]
    base: Floats
    added: Floats
    band: MonthBand | None
    closed: int
    today: float | None

    @property
    def whole(self) -> Floats:
        """Both together."""
        return np.asarray(self.base + self.added)

    def words(self, month: int) -> str:
        """Return what a month brings in full."""
        formats = self.scaled.formats
        text = _("{month}: revenue {revenue} {currency} = {base} without marketing + {added} by marketing").format(
            month=self.names[month],
            revenue=formats.number(self.whole[month]),
            currency=formats.currency,
            base=formats.number(self.base[month]),
            added=formats.number(self.added[month]),
        )
        if self.band is None:
            return text
        return _("{text}; range {low}–{high}").format(
            text=text, low=formats.number(self.band.p10[month]), high=formats.number(self.band.p90[month])
        )


def year_by_month(outcome: Outcome, bands: Bands | None = None) -> YearByMonth:
    """Return this year's revenue by month, with its range if that is known."""
    plan = outcome.compiled.plan
    base = outcome.baseline_by_month(Line.REVENUE)[:MONTHS_A_YEAR]
    added = outcome.incremental_by_month(Line.REVENUE)[:MONTHS_A_YEAR]
    calendar, as_of = plan.calendar, plan.header.as_of
    months = [calendar.month(t) for t in range(1, MONTHS_A_YEAR + 1)]
    closed = sum(month.end <= as_of for month in months)
    inside = months[0].start <= as_of <= months[-1].end
    today = None
    if inside:
        here = next(i for i, month in enumerate(months) if as_of in month)
        today = here + ((as_of - months[here].start).days + 1) / months[here].days
    whole = Scaled.of(Formats.of(plan), float((base + added).sum()))
    return YearByMonth(whole, month_names(plan, MONTHS_A_YEAR), base, added, _of_year(bands), closed, today)


def _of_year(bands: Bands | None) -> MonthBand | None:
    if bands is None:
        return None
    band = bands.months[Month.REVENUE]
    return MonthBand(*(getattr(band, name)[:MONTHS_A_YEAR] for name in ("plan", "p10", "p50", "p90")))


def month_names(plan: Plan, count: int, pattern: str = "LLL") -> list[str]:
    """Return the months of the horizon; a 4-4-5 month is called after the month in which most of it lies."""
    locale = Formats.of(plan).locale
    spans = (plan.calendar.month(t) for t in range(1, count + 1))
    return [format_date(span.start + timedelta(days=14), pattern, locale=locale) for span in spans]


@dataclass(frozen=True, eq=False)
class HorizonBalance:
    """Margin earned minus cost over the value horizon in present value, as a running total by month.

    `returns` is the return and its range, None without cost; `even` the month from 0 in which the cost is back.
    """

    scaled: Scaled
    names: Sequence[str]
    running: Floats
    band: MonthBand | None
    earned: float
    cost: float
    returns: Band | float | None
    even: int | None

    @property
    def balance(self) -> float:
        """What is earned over the horizon less the cost."""
        return self.earned - self.cost

    def words(self, month: int) -> str:
        """Return where the running total is at the end of a month, in full."""
        formats = self.scaled.formats
        text = _("End of {month}: {balance} {currency}").format(
            month=self.names[month], balance=formats.number(self.running[month]), currency=formats.currency
        )
        if self.band is None:
            return text
        return _("{text}; range {low}–{high}").format(
            text=text, low=formats.number(self.band.p10[month]), high=formats.number(self.band.p90[month])
        )

    @property
    def even_words(self) -> str:
        """When the plan has paid for itself."""
        if self.even is None:
            return _("not paid back in {n} months").format(n=len(self.names))
        return _("paid back {month}").format(month=self.names[self.even])


def horizon_balance(outcome: Outcome, bands: Bands | None = None, band: MonthBand | None = None) -> HorizonBalance:
    """Return the running balance of the horizon, with its range if that is known. Source: domain C.15."""
    plan = outcome.compiled.plan
    found = figures_of(outcome)
    running = running_balance(outcome)
    earned = found[Total.PRESENT_MARGIN]
    cost = earned - found[Total.CONTRIBUTION_HORIZON]
    returns: Band | float | None = found.get(Total.ROI_HORIZON)
    if bands is not None:
        returns = bands.totals.get(Total.ROI_HORIZON, returns)
    return HorizonBalance(
        Scaled.of(Formats.of(plan), max(abs(earned), abs(cost))),
        month_names(plan, outcome.compiled.horizon, "LLL y"),
        running,
        band,
        earned,
        cost,
        returns,
        paid_back(running) if cost else None,
    )


def return_words(formats: Formats, returns: Band | float | None) -> str:
    """Return a return with its range: "+85 % (+11 to +274 %)"; empty without cost."""
    if returns is None:
        return ""
    if isinstance(returns, float):
        return formats.percent_change(returns)
    return _("{value} ({low} to {high})").format(
        value=formats.percent_change(returns.plan),
        low=formats.percent_change(returns.p10),
        high=formats.percent_change(returns.p90),
    )


@dataclass(frozen=True, slots=True)
class Step:
    """A bar of the bridge from `low` to `high`; `kind` is "base", "up", "down", "whole", "gap", "over" or "goal"."""

    name: str
    kind: str
    low: float
    high: float
    text: str
    words: str
    key: str = ""


@dataclass(frozen=True, slots=True)
class BaseToGoal:
    """The bridge from the base to the goal; the axis begins at `cut`, 0 where it is not cut."""

    scaled: Scaled
    steps: tuple[Step, ...]
    cut: float
    note: str


def base_to_goal(outcome: Outcome, shares: Attribution) -> BaseToGoal:
    """Return this year's revenue: base → media → levers → retention → projected → gap → goal. Source: domain C.17.

    `shares` is the attribution of this year's revenue.
    """
    plan = outcome.compiled.plan
    formats = Formats.of(plan)
    base = float(outcome.baseline_by_month(Line.REVENUE)[:MONTHS_A_YEAR].sum())
    whole = float(outcome.by_month(Line.REVENUE)[:MONTHS_A_YEAR].sum())
    goal = revenue_goal(plan)
    target = goal.target if goal else None
    scaled = Scaled.of(formats, max(whole, base, target or 0.0))

    def full(name: str, amount: float) -> str:
        return _("{name}: {amount} {currency}").format(
            name=name, amount=formats.number(amount), currency=formats.currency
        )

    steps = [Step(_("base"), "base", 0.0, base, scaled.text(base), full(_("Without marketing"), base), "base")]
    at = base
    for name, long, amount in (
        (_("media"), _("By media"), shares.media),
        (_("levers"), _("By levers"), shares.levers),
        (_("retention"), _("By retention"), shares.retention),
    ):
        low, high = sorted((at, at + amount))
        kind = "up" if amount >= 0 else "down"
        steps.append(Step(name, kind, low, high, scaled.change(amount), full(long, amount), "added"))
        at += amount
    steps.append(Step(_("plan"), "whole", 0.0, whole, scaled.text(whole), full(_("Projected"), whole), "revenue"))
    if target is not None:
        gap = target - whole
        low, high = sorted((whole, target))
        kind, name = ("gap", _("gap")) if gap > 0 else ("over", _("over"))
        steps.append(Step(name, kind, low, high, scaled.change(whole - target), full(_("To the goal"), whole - target)))
        steps.append(Step(_("goal"), "goal", 0.0, target, scaled.text(target), full(goal.text if goal else "", target)))
    cut = _cut(steps)
    return BaseToGoal(scaled, tuple(steps), cut, _note(plan, scaled, cut))


def _note(plan: Plan, scaled: Scaled, cut: float) -> str:
    parts = []
    if plan.header.company_revenue_prior_year:
        prior = scaled.formats.amount(plan.header.company_revenue_prior_year)
        parts.append(_("prior year {amount}").format(amount=scaled.text(prior)))
    parts.append(_("base = what comes without this year's marketing"))
    return " · ".join(parts)


def _cut(steps: Sequence[Step]) -> float:
    """Return where the axis begins: at 0, or below the shortest full bar where the steps would be too small to see."""
    tops = [step.high for step in steps]
    lows = [step.low if step.low > 0 else step.high for step in steps]
    reach = max(tops) - min(lows)
    if min(lows) <= 0 or reach <= 0 or reach > 0.4 * max(tops):
        return 0.0
    rough = min(lows) - 0.6 * reach
    unit = 10.0 ** np.floor(np.log10(max(reach, 1.0)))
    return float(max(0.0, np.floor(rough / unit) * unit))
