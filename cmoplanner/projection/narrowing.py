"""What it is worth to know an assumption better: in money, and as its part of the band's width (domain C.18).

An assumption's luck has a part that all share and one of its own. Narrowing it means to know its own part; what all
share is not learnt from one of them, or studying something that hardly matters would seem worth a fortune.

Share: the variance of E[V | own part] over the variance of V, the first-order index of Sobol' 1993.
Worth: E[max over options of E[V | own part]] − max over options of E[V], the expected value of partial perfect
information (Felli & Hazen 1998), where the options are to carry out the plan, or not, or another scenario. It is 0
where no knowledge would change the choice.

E[V | own part] is estimated from the draws at hand by regression (Strong, Oakley & Brennan 2014): a polynomial of
Hermite's, which are orthogonal for a normal score, with coefficients shrunk by their own errors.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import factorial, sqrt

import numpy as np
from numpy.polynomial.hermite_e import hermeval

from cmoplanner.projection.assumptions import Uncertain
from cmoplanner.projection.bands import Total, Totals
from cmoplanner.projection.carryover import Floats
from cmoplanner.projection.comparison import by_draw
from cmoplanner.projection.distribution import normal_score
from cmoplanner.projection.draws import COMMON, Draws, scores
from cmoplanner.projection.uncertainty import Simulation

DEGREE = 3
_SURE = 4.0  # squared errors that a coefficient must exceed to count: what is left of it is beyond chance
_NODES = 2_000


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What knowing one assumption is worth at most, in currency units, and its part of the variance, 0…1."""

    uncertain: Uncertain
    worth: float
    share: float


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What knowing each assumption is worth, the most valuable first.

    `everything` is the worth of knowing all; `common` the part of the variance that is luck shared by all, and `rest`
    what only comes about when assumptions meet.
    """

    narrowings: tuple[Narrowing, ...]
    everything: float
    common: float
    rest: float


def knowledge(uncertain: Sequence[Uncertain], draws: Draws, options: Sequence[Floats]) -> Knowledge:
    """Return what knowing each drawn assumption is worth for the choice between options, each given by draw.

    The first option is the plan: the shares are those of its variance. Worth is in the unit of the options.
    """
    values = np.array(options, dtype=float)
    means = values.mean(axis=1)
    best = float(means.max())
    spread = float(values[0].var())
    common = scores(COMMON, draws)
    coefficients = _coefficients(common, values - means[:, None])
    left = values - means[:, None] - np.array([_expected(own, common) for own in coefficients])
    shared = _variance(coefficients[0]) / spread if spread else 0.0
    found = []
    for one in uncertain:
        own = _coefficients(scores(one.key, draws), left)
        share = _variance(own[0]) / spread if spread else 0.0
        found.append(Narrowing(one, _worth(means, own) - best, share))
    explained = shared + sum(one.share for one in found)
    return Knowledge(
        tuple(sorted(found, key=lambda one: (-one.worth, -one.share))),
        max(0.0, float(values.max(axis=0).mean()) - best),
        shared,
        max(0.0, 1 - explained) if spread else 0.0,
    )


def of_plan(simulation: Simulation, others: Sequence[Totals] = ()) -> Knowledge:
    """Return what knowing better is worth for the choice between a plan, other scenarios, and no plan.

    The scenarios are those of the same draws. What is chosen by is the contribution over the value horizon; it is 0
    without a plan.
    """
    total = Total.CONTRIBUTION_HORIZON
    plan = by_draw(simulation)[total]
    return knowledge(
        simulation.uncertain, simulation.draws, [plan, *(one[total] for one in others), np.zeros_like(plan)]
    )


def _coefficients(score: Floats, values: Floats) -> Floats:
    """Return the regression of values (options × draws) on a score: options × degrees 1…, for He_k/√k!.

    Each is shrunk by 1 − (two of its errors/c_k)², so that noise explains nothing; the errors allow for residuals that
    differ in width (White 1980).
    """
    count = values.shape[1]
    basis = np.array([hermeval(score, _unit(degree)) for degree in range(1, DEGREE + 1)])
    basis -= basis.mean(axis=1)[:, None]
    found = np.linalg.solve(basis @ basis.T, basis @ values.T).T
    error = ((values - found @ basis) ** 2) @ (basis**2).T / count**2
    kept = np.maximum(0.0, 1 - np.divide(_SURE * error, found**2, out=np.ones_like(error), where=found != 0))
    return np.asarray(found * kept)


def _unit(degree: int) -> Floats:
    """Return the coefficients of He_k/√k! in terms of He."""
    return np.append(np.zeros(degree), 1 / sqrt(factorial(degree)))


def _expected(coefficients: Floats, score: Floats) -> Floats:
    scale = [1 / sqrt(factorial(degree)) for degree in range(1, DEGREE + 1)]
    return np.asarray(hermeval(score, np.concatenate(([0.0], coefficients * scale))))


def _variance(coefficients: Floats) -> float:
    return float((coefficients**2).sum())


def _worth(means: Floats, coefficients: Floats) -> float:
    """Return E[max over options of E[V | score]] for a standard normal score."""
    nodes = normal_score((np.arange(_NODES) + 0.5) / _NODES)
    expected = means[:, None] + np.array([_expected(own, nodes) for own in coefficients])
    return max(float(expected.max(axis=0).mean()), float(means.max()))
