"""A response curve from four answers in plain words: Little's decision calculus (domain C.16)."""

from dataclasses import dataclass
from enum import StrEnum
from math import exp, log

import numpy as np

from cmoplanner.errors import CmoPlannerError
from cmoplanner.i18n import _
from cmoplanner.projection.channel_curve import ChannelCurve

LEAST_GAMMA, MOST_GAMMA = 0.3, 4.0
_POINTS, _REACH = 61, 3.0


class Question(StrEnum):
    """The four questions, in the order in which they are asked."""

    ZERO = "zero"
    TODAY = "today"
    HALF_MORE = "half_more"
    MOST = "most"

    @property
    def text(self) -> str:
        """The question in plain words."""
        match self:
            case Question.ZERO:
                return _("How many responses a month would there be without any money?")
            case Question.TODAY:
                return _("How many are there with today's money?")
            case Question.HALF_MORE:
                return _("How many would there be with half as much money again?")
            case Question.MOST:
                return _("How many could there be at most, if money were no object?")


@dataclass(frozen=True, slots=True)
class Answers:
    """Responses a month: without money, today, with 50 % more money, and at most. Any unit will do."""

    zero: float
    today: float
    half_more: float
    most: float


class AnswersRefused(CmoPlannerError):
    """Four answers that no curve can give: a sentence why, and a question as remedy; `question` is the one meant."""

    def __init__(self, question: Question, sentence: str, remedy: str) -> None:
        super().__init__(sentence, remedy)
        self.question = question


@dataclass(frozen=True, slots=True)
class Judgement:
    """The curve of four answers: R(x) = a + (b−a)·x^γ/(δ+x^γ), x in today's spend. Source: domain C.16."""

    answers: Answers
    delta: float
    gamma: float

    def at(self, multiple: float) -> float:
        """Return responses a month at a multiple of today's spend."""
        if multiple <= 0:
            return self.answers.zero
        # x^γ/(δ+x^γ), written so that it neither over- nor underflows
        share = 1 / (1 + exp(min(700.0, log(self.delta) - self.gamma * log(multiple))))
        return self.answers.zero + (self.answers.most - self.answers.zero) * share

    def points(self, today: float = 1.0, reach: float = _REACH) -> tuple[tuple[float, float], ...]:
        """Return spend and responses of 61 points from no money to `reach` times today's, to be drawn."""
        return tuple((float(x) * today, self.at(float(x))) for x in np.linspace(0.0, reach, _POINTS))

    @property
    def sigma(self) -> float:
        """The share of the maximum that today's money reaches: (q1−a)/(b−a)."""
        return (self.answers.today - self.answers.zero) / (self.answers.most - self.answers.zero)

    def curve(self, today: float, half_life: float) -> ChannelCurve:
        """Return what money brings, above what comes without: V = b−a, K = today·δ^(1/γ), s = γ. Source: domain C.16.

        `today` is today's spend in currency units a month, above zero.
        """
        half = today * self.delta ** (1 / self.gamma)
        return ChannelCurve(self.answers.most - self.answers.zero, half, self.gamma, half_life)


def judged(answers: Answers) -> Judgement:
    """Return the curve through four answers. Raises AnswersRefused with a question in plain words.

    δ = (b−q1)/(q1−a), γ = ln(δ·(q2−a)/(b−q2))/ln 1.5; valid if 0 ≤ a < q1 < q2 < b and γ in 0.3–4.
    Source: domain C.16.
    """
    _check_order(answers)
    delta = (answers.most - answers.today) / (answers.today - answers.zero)
    gamma = log(delta * (answers.half_more - answers.zero) / (answers.most - answers.half_more)) / log(1.5)
    if gamma > MOST_GAMMA:
        raise AnswersRefused(
            Question.HALF_MORE,
            _("Half as much money again would bring nearly the maximum, and today's money is far from it."),
            _("Are you sure? Say fewer for half as much again, or more for money no object."),
        )
    if gamma < LEAST_GAMMA:
        raise AnswersRefused(
            Question.HALF_MORE,
            _("Half as much money again would bring hardly anything, and yet far more would be possible."),
            _("Are you sure? Say more for half as much again, or fewer for money no object."),
        )
    return Judgement(answers, delta, gamma)


def _check_order(answers: Answers) -> None:
    given = (answers.zero, answers.today, answers.half_more, answers.most)
    if not np.isfinite(given).all() or answers.zero < 0:
        raise AnswersRefused(
            Question.ZERO, _("An answer is a number of responses, zero or more."), _("What would it be?")
        )
    if answers.today <= answers.zero:
        raise AnswersRefused(
            Question.TODAY,
            _("Today's money brings nothing by these answers."),
            _("How many of today's responses would be missing without it?"),
        )
    if answers.half_more <= answers.today:
        raise AnswersRefused(
            Question.HALF_MORE,
            _("Half as much money again brings no more than today by these answers."),
            _("Even if it is little: how many responses would there be more?"),
        )
    if answers.most <= answers.half_more:
        raise AnswersRefused(
            Question.MOST,
            _("Money no object brings no more than half as much again by these answers."),
            _("Is there really nobody left to reach? Say the most you can imagine."),
        )
