"""The chain behind a figure: every step follows from the one below, down to values of the plan and their evidence."""

from dataclasses import replace
from math import prod

import pytest

from cmoplanner.projection.assumptions import Key, value_of
from cmoplanner.projection.bands import Total
from cmoplanner.projection.bridge import figures_of
from cmoplanner.projection.compile import compile_plan
from cmoplanner.projection.model import project
from cmoplanner.report.why import Relation, evidence_below
from cmoplanner.report.why_total import why
from tests.plans import norrvik
from tests.projection.small_plans import small_plan


@pytest.fixture(scope="module")
def outcome():
    return project(compile_plan(norrvik()))


def walked(term):
    yield term
    for one in term.terms:
        yield from walked(one)


def follows(term):
    """Work out a term from those below it."""
    values = [one.value for one in term.terms]
    match term.relation:
        case Relation.SUM:
            return sum(values)
        case Relation.DIFFERENCE:
            return values[0] - sum(values[1:])
        case Relation.PRODUCT:
            return prod(values)
        case Relation.QUOTIENT:
            return values[0] / values[1]
    return term.value


def holds(outcome, total):
    found = why(outcome, total)
    assert found.value == pytest.approx(figures_of(outcome)[total], rel=1e-12)
    for term in walked(found):
        assert term.name
        assert follows(term) == pytest.approx(term.value, rel=1e-9, abs=1e-6), (total, term.name)
        assert bool(term.words) or term.relation is Relation.GIVEN, term.name
        if term.relation is Relation.GIVEN:
            assert not term.terms
    return found


@pytest.mark.parametrize("total", Total)
def test_every_step_of_every_total_follows(outcome, total):
    holds(outcome, total)


@pytest.mark.parametrize("seed", range(12))
def test_every_step_follows_in_plans_of_every_kind(seed):
    outcome = project(compile_plan(small_plan(seed)))
    for total in figures_of(outcome):
        holds(outcome, total)


def test_values_at_the_ends_are_the_plan_s_own(outcome):
    plan = outcome.compiled.plan
    given = [term for term in walked(why(outcome, Total.ROI_HORIZON)) if term.evidence]
    assert len(given) > 900
    for term in given:
        assert term.value == value_of(plan, term.evidence.key)
        assert term.subject[0] == term.evidence.key.scope.partition(":")[0]


def test_evidence_tells_source_range_and_confidence(outcome):
    found = {one.key: one for one in evidence_below(why(outcome, Total.ROI_HORIZON))}
    cost = found[Key("channel:paid_search", "unit_cost")]
    row = outcome.compiled.plan.assumptions["S001"]
    assert (cost.assumption_id, cost.source, cost.day) == ("S001", row.source, row.date)
    assert (cost.low, cost.high, cost.confidence) == (3.9, 6.76, "M")
    effect = found[Key("cell:prop-cloud", "ret_max_effect")]
    assert effect.assumption_id is None
    assert effect.low < value_of(outcome.compiled.plan, effect.key) < effect.high


def test_every_core_assumption_that_counts_is_behind_the_return(outcome):
    """What no chain names could not be questioned; cells without retention money need no effect of it."""
    from cmoplanner.projection.sensitivity import tornado

    named = {one.key for one in evidence_below(why(outcome, Total.ROI_HORIZON))}
    swings = tornado(outcome.compiled).swings
    moving = {swing.uncertain.key for swing in swings if abs(swing.of(Total.ROI_HORIZON)) > 1e-4}
    left = {key for key in moving - named if key.parameter not in ("retention_year", "base_new_month")}
    assert not left


def test_money_felt_leads_to_the_activities(outcome):
    plan = outcome.compiled.plan
    names = {
        term.subject[1]
        for term in walked(why(outcome, Total.NEW_CUSTOMERS))
        if term.subject and term.subject[0] == "activity"
    }
    acquiring = {key for key, stage in plan.stages.items() if stage.role == "acquire"}
    expected = {
        one.id
        for one in plan.activities.values()
        if one.channel_id and one.stage_id in acquiring and plan.cost_categories[one.category_id].working
    }
    assert expected <= names


def test_the_cost_is_that_of_the_activities(outcome):
    cost = why(outcome, Total.CONTRIBUTION).terms[1]
    assert cost.value == pytest.approx(2_126_250.0)
    assert len(cost.terms) == 70


def test_a_plan_without_cost_has_no_return():
    outcome = project(compile_plan(replace(norrvik(), activities={})))
    with pytest.raises(KeyError):
        why(outcome, Total.ROI)


def test_names_are_what_the_user_typed(outcome):
    plan = outcome.compiled.plan
    channel = replace(plan.channels["email"], name="<b>E&mail</b>")
    changed = project(compile_plan(replace(plan, channels={**plan.channels, "email": channel})))
    assert "<b>E&mail</b>" in {term.name for term in walked(why(changed, Total.NEW_CUSTOMERS))}
