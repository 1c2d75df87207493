"""How long customers of a contract stay: the shifted beta-geometric curve, its fit and what it is worth (C.14c)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import exp, lgamma, log

import numpy as np

from cmoplanner.errors import CmoPlannerError
from cmoplanner.i18n import _
from cmoplanner.model.calibration import Calibration, Estimate
from cmoplanner.projection.assumptions import usual_points
from cmoplanner.projection.carryover import Floats
from cmoplanner.projection.hypergeometric import hypergeometric

SMALLEST_DISCOUNT = 0.001  # below a tenth of a percent a year lifetimes have no useful limit
_LEAST, _MOST = log(1e-3), log(1e5)
_STEPS = 200


class SurvivalRefused(CmoPlannerError):
    """A survival table or answers from which no curve can be made."""


@dataclass(frozen=True, slots=True)
class SurvivalCurve:
    """A shifted beta-geometric curve: churn differs between customers by a beta distribution. Source: domain C.14c.

    Time counts renewals: after t of them the share S(t) is still there.
    """

    alpha: float
    beta: float

    def survival(self, renewals: float) -> float:
        """Return S(t) = Γ(β+t)Γ(α+β)/(Γ(β)Γ(α+β+t)), the product of the retentions up to t; t may be a fraction."""
        total = self.alpha + self.beta
        return exp(lgamma(self.beta + renewals) - lgamma(self.beta) + lgamma(total) - lgamma(total + renewals))

    def lost(self, period: int) -> float:
        """Return P(t), the share of the first customers that is lost in period t = 1, 2, …"""
        return self.survival(period - 1) - self.survival(period)

    def retention(self, period: float) -> float:
        """Return r_t = (β+t−1)/(α+β+t−1), the share of those still there that renews in period t = 1, 2, …"""
        return (self.beta + period - 1) / (self.alpha + self.beta + period - 1)

    def expected_lifetime(self, discount: float) -> float | None:
        """Return DEL = Σ S(t)/(1+d)^t from t = 0: discounted periods that a new customer pays for.

        None where the discount is below 0.1 % and the sum has no useful limit. Source: domain C.14c.
        """
        return self._lifetime(0, discount)

    def residual_lifetime(self, renewals: float, discount: float) -> float | None:
        """Return DERL: discounted periods still to come from a customer who is about to renew once more.

        `renewals` are those behind, n−1. (β+n−1)/(α+β+n−1)·2F1(1, β+n; α+β+n; 1/(1+d)). Source: domain C.14c.
        """
        after = self._lifetime(renewals + 1, discount)
        return None if after is None else self.retention(renewals + 1) * after

    def _lifetime(self, renewals: float, discount: float) -> float | None:
        if discount < SMALLEST_DISCOUNT:
            return None
        b = self.beta + renewals
        return hypergeometric(b, self.alpha + b, 1 / (1 + discount))

    def yearly_retention(self, mean_tenure: float) -> tuple[float, float]:
        """Return the retentions of the projection: first-year r_1, and S(t̄+1)/S(t̄) of customers t̄ years old.

        Source: domain C.14c, mapping to the engine.
        """
        return self.retention(1), self.retention(mean_tenure + 1)


def from_two_answers(first: float, second: float) -> SurvivalCurve:
    """Return the curve with these retentions of year 1 and year 2. Raises SurvivalRefused.

    n = (1−r2)/(r2−r1), β = r1·n, α = (1−r1)·n; retention has to rise: who stays is the kind that stays.
    Source: domain C.14c.
    """
    if not (0 < first < 1 and 0 < second < 1):
        raise SurvivalRefused(
            _("A retention is a share between 0 and 1."), _("Say how many of 100 customers stay, such as 0.80.")
        )
    if second <= first:
        raise SurvivalRefused(
            _("The second year's retention is not above the first year's."),
            _("Of those who stayed once more stay again; if it is the same each year, use one retention instead."),
        )
    n = (1 - second) / (second - first)
    return SurvivalCurve((1 - first) * n, first * n)


@dataclass(frozen=True, slots=True)
class SurvivalFit:
    """A curve fitted to a survival table: its log-likelihood per customer, and the largest miss of a share."""

    curve: SurvivalCurve
    log_likelihood: float
    largest_miss: float
    alike: bool
    """Whether customers seem all alike: retention does not rise, and the curve is as good as a constant one."""


def fit_survival(cohorts: Sequence[Sequence[float]]) -> SurvivalFit:
    """Return the curve of greatest likelihood for cohorts, each the customers or shares left after 0, 1, 2, … periods.

    Newton's method with damping on ln α, ln β; all derivatives are finite sums. Source: domain C.14c.
    Raises SurvivalRefused with what is wrong in the table.
    """
    lost, left = _counts(cohorts)
    everyone = lost.sum() + left.sum()
    place = np.array([0.0, 0.0])
    value, slope, bend = _likelihood(place, lost, left)
    damping = 1.0
    for _step in range(_STEPS):
        if np.abs(slope).max() < 1e-12 * everyone:
            break
        step = np.linalg.solve(damping * everyone * np.eye(2) - bend, slope)
        new = np.clip(place + step, _LEAST, _MOST)
        there = _likelihood(new, lost, left)
        if there[0] >= value and not np.array_equal(new, place):
            place, (value, slope, bend), damping = new, there, damping / 10
        else:
            damping = max(damping, 1e-9) * 10
            if damping > 1e9:
                break
    curve = SurvivalCurve(float(np.exp(place[0])), float(np.exp(place[1])))
    misses = [
        abs(curve.survival(t) - count / cohort[0]) for cohort in cohorts for t, count in enumerate(cohort) if cohort[0]
    ]
    return SurvivalFit(curve, float(value / everyone), max(misses), alike=bool(curve.alpha + curve.beta > 1e3))


def retention_calibration(
    cell_id: str, curve: SurvivalCurve, mean_tenure: float, source: str, confidence: str, today: date
) -> Calibration:
    """Return what a survival curve would write into a market cell with customers of `mean_tenure` years on average.

    First-year retention r_1 and established retention S(t̄+1)/S(t̄), with ranges of the confidence. Source: domain C.14c.
    """
    estimates = []
    for parameter, value in zip(
        ("retention_new_year", "retention_year"), curve.yearly_retention(mean_tenure), strict=True
    ):
        points = usual_points(parameter, value, confidence)
        estimates.append(Estimate(parameter, value, points.low, points.high, _("per year")))
    return Calibration("cell", cell_id, tuple(estimates), source, today, confidence)


def likelihood(curve: SurvivalCurve, cohorts: Sequence[Sequence[float]]) -> float:
    """Return the log-likelihood of a survival table: Σ lost·ln P(t) + left·ln S(T). Source: domain C.14c."""
    lost, left = _counts(cohorts)
    return _likelihood(np.log([curve.alpha, curve.beta]), lost, left)[0]


def _counts(cohorts: Sequence[Sequence[float]]) -> tuple[Floats, Floats]:
    """Return how many were lost in each period 1, 2, … and how many were last seen after each period 0, 1, …"""
    longest = max((len(cohort) for cohort in cohorts), default=0)
    if longest < 3:
        raise SurvivalRefused(
            _("A survival table needs at least two renewals."),
            _("Give the customers at the start and after each year, or answer the two questions instead."),
        )
    lost, left = np.zeros(longest - 1), np.zeros(longest)
    for number, cohort in enumerate(cohorts, start=1):
        counts = np.asarray(cohort, dtype=float)
        if len(counts) < 2 or not np.isfinite(counts).all() or counts[0] <= 0 or (counts < 0).any():
            raise SurvivalRefused(
                _("Group {n} of the survival table is not a row of customers from the start on.").format(n=number),
                _("Give positive numbers, the first one at the start."),
            )
        gone = -np.diff(counts)
        if (gone < 0).any():
            raise SurvivalRefused(
                _("In group {n} of the survival table there are more customers than the year before.").format(n=number),
                _("Follow the same customers from year to year, without new ones."),
            )
        lost[: len(gone)] += gone
        left[len(gone)] += counts[-1]
    if lost.sum() <= 0:
        raise SurvivalRefused(_("Nobody leaves in the survival table."), _("A longer table is needed."))
    return lost, left


def _likelihood(place: Floats, lost: Floats, left: Floats) -> tuple[float, Floats, Floats]:
    """Return the log-likelihood with its first and second derivatives by ln α and ln β.

    ln P(t) = ln α − ln(α+β+t−1) + Σ_(j<t−1) ln((β+j)/(α+β+j)); ln S(t) = Σ_(j<t) ln((β+j)/(α+β+j)).
    """
    alpha, beta = np.exp(place)
    periods = len(lost)
    ages = np.arange(periods)
    # how many customers passed renewal j + 1 = those lost later and those left later
    passed = np.concatenate((np.cumsum(lost[::-1])[::-1][1:], [0.0])) + np.cumsum(left[::-1])[::-1][1:]
    stayed, at_risk = 1 / (beta + ages), 1 / (alpha + beta + ages)
    seen = passed + lost
    value = float(passed @ np.log(beta + ages) - seen @ np.log(alpha + beta + ages) + lost.sum() * np.log(alpha))
    by_alpha = lost.sum() / alpha - seen @ at_risk
    by_beta = passed @ stayed - seen @ at_risk
    both = seen @ at_risk**2
    slope = np.array([alpha * by_alpha, beta * by_beta])
    bend = np.array(
        [
            [alpha**2 * (both - lost.sum() / alpha**2) + slope[0], alpha * beta * both],
            [alpha * beta * both, beta**2 * (both - passed @ stayed**2) + slope[1]],
        ]
    )
    return value, slope, bend
