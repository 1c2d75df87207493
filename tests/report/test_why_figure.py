"""Every figure of the tables can be asked why: the answer is the figure shown, and each step follows."""

from collections.abc import Iterator
from dataclasses import replace
from math import prod

import pytest

from cmoplanner.optimizer.cuts import Side, cut, decisions
from cmoplanner.projection.assumptions import Key
from cmoplanner.projection.compile import compile_plan
from cmoplanner.projection.model import project
from cmoplanner.projection.outcome import Line, Outcome
from cmoplanner.projection.unit_economics import unit_economics
from cmoplanner.report.figure_keys import FigureKey
from cmoplanner.report.figure_table import Entry, FigureTable
from cmoplanner.report.formats import Formats
from cmoplanner.report.outcome_cuts import cut_table
from cmoplanner.report.outcome_economics import FIGURES, economics_table
from cmoplanner.report.outcome_funnel import funnel_table
from cmoplanner.report.why import Relation, Term, Unit, evidence_below
from cmoplanner.report.why_figure import why_figure
from tests.plans import norrvik
from tests.projection.small_plans import small_plan

SIDES = (Side.CHANNEL, Side.CAMPAIGN, Side.SEGMENT, Side.CELL, Side.STAGE, Side.PARTNER, Side.REGION, Side.ACTIVITY)


@pytest.fixture(scope="module")
def outcome() -> Outcome:
    return project(compile_plan(norrvik()))


def tables(outcome: Outcome, *sides: Side) -> Iterator[FigureTable]:
    plan = outcome.compiled.plan
    yield economics_table(outcome, unit_economics(outcome))
    for side in (Side.CHANNEL, Side.CELL):
        yield funnel_table(outcome, side)
    for side in sides:
        yield cut_table(plan, cut(outcome, side), decisions(outcome, side))


def asked(table: FigureTable) -> Iterator[Entry]:
    return (entry for line in table.lines for entry in line.entries if FigureKey.of(entry.key))


def follows(term: Term) -> float:
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


def walked(term: Term) -> Iterator[Term]:
    yield term
    for one in term.terms:
        yield from walked(one)


def holds(outcome: Outcome, entry: Entry) -> Term:
    formats = Formats.of(outcome.compiled.plan)
    found = why_figure(outcome, entry.key)
    key = FigureKey.of(entry.key)
    assert key is not None
    if found.unit is Unit.MONTHS:
        assert entry.text == f"{found.value:.0f} months"
    elif key.what == "churn":
        assert entry.text.endswith(f"→ {formats.percent(found.value, 1)}")
    elif key.what == "kept":
        assert entry.text == formats.number(found.value)
    elif key.what in ("cost", "contribution") and key.table == "cut":  # parts are rounded so that they add up
        minor = round(found.value * 10**formats.decimals)
        assert entry.full in {formats.full(minor + step) for step in (-1, 0, 1)}
    else:
        assert formats.number(found.value, 2) in entry.full
    for term in walked(found):
        assert term.name
        assert follows(term) == pytest.approx(term.value, rel=1e-9, abs=1e-6), (key, term.name)
        assert bool(term.words) or term.relation is Relation.GIVEN, term.name
    return found


@pytest.mark.parametrize("side", SIDES)
def test_every_figure_of_a_cut_follows(outcome: Outcome, side: Side) -> None:
    table = cut_table(outcome.compiled.plan, cut(outcome, side), decisions(outcome, side))
    entries = list(asked(table))
    assert len(entries) >= len(table.parts)
    assert {FigureKey.of(entry.key).what for entry in entries} == {"cost", "contribution", "loss", "next"}
    for entry in entries:
        holds(outcome, entry)


def test_every_figure_of_customers_and_funnel_follows(outcome: Outcome) -> None:
    economics, *funnels = tables(outcome)
    entries = list(asked(economics))
    assert {FigureKey.of(entry.key).what for entry in entries} == set(FIGURES) - {""}
    for entry in entries:
        holds(outcome, entry)
    steps = [entry for table in funnels for entry in asked(table)]
    assert {FigureKey.of(entry.key).what for entry in steps} == {"sold", "leads", "offers", "deals", "direct", "orders"}
    for entry in steps:
        holds(outcome, entry)


@pytest.mark.parametrize("seed", range(12))
def test_every_figure_follows_in_plans_of_every_kind(seed: int) -> None:
    outcome = project(compile_plan(small_plan(seed)))
    for table in tables(outcome, Side.CHANNEL, Side.CELL, Side.CAMPAIGN):
        for entry in asked(table):
            holds(outcome, entry)


@pytest.mark.parametrize("side", [Side.SEGMENT, Side.OFFERING])
def test_every_figure_of_customers_together_follows(outcome: Outcome, side: Side) -> None:
    found = unit_economics(outcome)
    table = economics_table(outcome, found, side)
    assert len(table.parts) == len(found.by_segment if side is Side.SEGMENT else found.by_offering)
    margins = [
        one.gross_margin_year for one in (found.by_segment if side is Side.SEGMENT else found.by_offering).values()
    ]
    assert sum(margins) == pytest.approx(found.total.gross_margin_year)
    shown = [line.entries[FIGURES.index("margin")].text for line in table.parts]
    assert shown == [Formats.of(outcome.compiled.plan).number(one) for one in sorted(margins, reverse=True)]
    for entry in asked(table):
        holds(outcome, entry)


def test_a_loss_is_the_margin_of_the_plan_without_it(outcome: Outcome) -> None:
    """Worked out again by a plan whose activities of the channel bring nothing: without targets, money stays."""
    plan = outcome.compiled.plan
    gone = {key: replace(one, targets=()) if one.channel_id == "pr" else one for key, one in plan.activities.items()}
    lanes = compiled_references(outcome)
    without = project(compile_plan(replace(plan, activities=gone, lanes=lanes)))
    discount = outcome.compiled.setting.discount
    expected = float(((without.by_month(Line.MARGIN) - outcome.by_month(Line.MARGIN)) * discount).sum())
    found = why_figure(outcome, FigureKey("cut", "loss", Side.CHANNEL, "pr").text())
    assert found.value == pytest.approx(expected, rel=1e-9)


def compiled_references(outcome: Outcome):  # type: ignore[no-untyped-def]
    """Return lanes with the reference spend that the plan's curves have, so that they stay as they are."""
    from cmoplanner.model.plan import Lane

    found = dict(outcome.compiled.plan.lanes)
    known = {(lane.channel_id, lane.cell_id): lane for lane in found.values()}
    for cell in outcome.compiled.cells:
        for place, number in enumerate(cell.channels):
            here = outcome.compiled.setting.channel_ids[number], cell.cell.id
            lane = known.get(here, Lane("|".join(here), *here))
            found[lane.id] = replace(lane, ref_spend_month=float(cell.curves.reference[place, 0]))
    return found


def test_the_chains_end_in_assumptions_with_their_evidence(outcome: Outcome) -> None:
    def behind(key: FigureKey) -> set[tuple[str, str]]:
        return {(one.key.scope, one.key.parameter) for one in evidence_below(why_figure(outcome, key.text()))}

    cac = behind(FigureKey("customers", "cac", Side.CELL, "smb-cloud"))
    assert {("cell:smb-cloud", "order_rate"), ("channel:paid_search", "unit_cost")} <= cac
    cohort = behind(FigureKey("customers", "cohort", Side.CELL, "prop-cloud"))
    assert {("cell:prop-cloud", "retention_year"), ("cell:prop-cloud", "retention_new_year")} <= cohort
    email = behind(FigureKey("cut", "contribution", Side.CHANNEL, "email"))
    assert {("channel:email", "unit_cost"), ("cell:prop-cloud", "ret_max_effect")} <= email
    offers = behind(FigureKey("funnel", "offers", Side.CHANNEL, "events"))
    assert ("cell:hosp-pilot", "lead_to_offer") in offers
    assert Key("plan", "synergy_kappa") in offers


def test_what_a_cell_does_not_have_is_no_figure(outcome: Outcome) -> None:
    for what, cell in (("kept", "hosp-audit"), ("churn", "edu-audit")):
        with pytest.raises(KeyError):
            why_figure(outcome, FigureKey("customers", what, Side.CELL, cell).text())


def test_keys_of_parts_without_a_name_and_with_odd_ones() -> None:
    for key in (
        FigureKey("cut", "loss", Side.REGION, None),
        FigureKey("cut", "loss", Side.REGION, "a|b; <c>"),
        FigureKey("funnel", "leads", Side.CELL, whole=True),
    ):
        assert FigureKey.of(key.text()) == key
    assert FigureKey.of("revenue") is None
