"""Four answers in plain words as a curve, against the published calculus and the reference cases."""

from itertools import pairwise

import pytest

from cmoplanner.projection.judgement import Answers, AnswersRefused, Question, judged
from tests.plans import reference

CASES = reference("golden_vectors")["adbudg"]
PUBLISHED = reference("published_tables")["ADBUDG"]["own_check"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["zero"]))
def test_the_reference_cases(case: dict[str, float]) -> None:
    found = judged(Answers(case["zero"], case["current"], case["plus50"], case["saturation"]))
    assert (found.gamma, found.delta) == pytest.approx((case["gamma"], case["delta"]))
    assert [found.at(x) for x in (0, 1, 1.5)] == pytest.approx([case["zero"], case["current"], case["plus50"]])
    assert found.at(1e12) == pytest.approx(case["saturation"])
    hill = case["hill"]
    today = hill["K"] / found.delta ** (1 / found.gamma)
    curve = found.curve(today, 2.0)
    assert (curve.most, curve.half, curve.slope) == pytest.approx((hill["V"], hill["K"], hill["slope"]), rel=1e-6)
    assert found.sigma == pytest.approx(hill["sigma"], abs=1e-6)
    for multiple in (0.3, 1.0, 1.5, 4.0):  # what money brings, above what comes without
        assert float(curve.at(multiple * today)) == pytest.approx(found.at(multiple) - case["zero"])


def test_the_published_check() -> None:
    found = judged(Answers(PUBLISHED["min"], PUBLISHED["s0"], PUBLISHED["s50"], PUBLISHED["max"]))
    assert (found.gamma, found.delta) == pytest.approx((PUBLISHED["c"], PUBLISHED["d"]), abs=1e-6)
    assert found.at(2.0) == pytest.approx(PUBLISHED["share_at_x2"], abs=1e-6)


def test_the_curve_to_be_drawn_rises_from_none_to_three_times_the_money() -> None:
    found = judged(Answers(60, 100, 115, 180))
    points = found.points(today=2_000.0)
    assert (points[0], len(points)) == ((0.0, 60), 61)
    assert points[-1][0] == 6_000
    assert points[20] == pytest.approx((2_000, 100))
    assert all(one[1] < other[1] for one, other in pairwise(points))


def test_every_question_is_a_question() -> None:
    assert all(question.text.endswith("?") for question in Question)


@pytest.mark.parametrize(
    ("answers", "question"),
    [
        ((-1, 100, 120, 200), Question.ZERO),
        ((float("nan"), 100, 120, 200), Question.ZERO),
        ((0, float("inf"), 120, 200), Question.ZERO),
        ((100, 100, 120, 200), Question.TODAY),
        ((0, 100, 100, 200), Question.HALF_MORE),
        ((0, 100, 120, 120), Question.MOST),
        ((0, 100, 199.999, 200), Question.HALF_MORE),
        ((0, 100, 100.1, 200), Question.HALF_MORE),
    ],
)
def test_answers_that_cannot_be_true_are_asked_again(answers: tuple[float, ...], question: Question) -> None:
    with pytest.raises(AnswersRefused) as told:
        judged(Answers(*answers))
    assert told.value.question is question
    assert told.value.remedy.endswith(("?", "imagine.", "object."))


def test_the_limits_of_gamma() -> None:
    """Just inside 0.3 and 4: δ = 1 and a = 0, b = 2, q1 = 1, so that γ = ln(q2/(2−q2))/ln 1.5."""
    for gamma, fits in ((0.31, True), (0.29, False), (3.99, True), (4.01, False)):
        odds = 1.5**gamma
        answers = Answers(0, 1, 2 * odds / (1 + odds), 2)
        if fits:
            assert judged(answers).gamma == pytest.approx(gamma)
        else:
            with pytest.raises(AnswersRefused):
                judged(answers)
