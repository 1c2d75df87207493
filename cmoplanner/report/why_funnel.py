"""Why a step of the funnel has as many as it has: its lanes, and of each the step before and the rates between."""

from __future__ import annotations

from collections.abc import Iterator
from math import prod

from cmoplanner.i18n import _
from cmoplanner.optimizer.cuts import Side
from cmoplanner.projection.carryover import Floats
from cmoplanner.projection.outcome import Outcome
from cmoplanner.report.figure_keys import FigureKey
from cmoplanner.report.outcome_cuts import part_name
from cmoplanner.report.why import Register, Relation, Term, Unit, factor
from cmoplanner.report.why_cell import CellTerms

_DIRECT = frozenset({"direct", "orders"})


def why_funnel(outcome: Outcome, key: FigureKey) -> Term:
    """Return the chain behind one figure of the funnel over the horizon. Source: domain C.5–C.8, C.11."""
    lanes = list(_lanes(outcome, key))
    whole = sum(lane.value for lane in lanes)
    plan = outcome.compiled.plan
    part = _("Whole plan") if key.whole else part_name(plan, key.side, key.name)
    name = _("{part}: {step}").format(part=part, step=_names()[key.what])
    words = _("Every channel in every market cell that belongs to it.")
    return Term(name, whole, Unit.COUNT, Relation.SUM, words, opened=lambda: tuple(lane.term() for lane in lanes))


def _names() -> dict[str, str]:
    return {
        "sold": _("responses to sales"),
        "leads": _("leads"),
        "offers": _("offers"),
        "deals": _("deals"),
        "direct": _("direct responses"),
        "orders": _("orders"),
    }


def _lanes(outcome: Outcome, key: FigureKey) -> Iterator[_Lane]:
    register = Register(outcome.compiled.plan)
    for i, cell in enumerate(outcome.compiled.cells):
        if (cell.cell.sales_model == "direct") is not (key.what in _DIRECT):
            continue
        terms = CellTerms(outcome, i, register, outcome.compiled.horizon, discounted=False)
        for place in terms.lanes:
            if key.whole or key.name == (cell.cell.id if key.side is Side.CELL else terms.channel_id(place)):
                yield _Lane(outcome, terms, register, i, place, key)


class _Lane:
    """One channel in one market cell, and what becomes of its responses up to a step."""

    def __init__(
        self, outcome: Outcome, terms: CellTerms, register: Register, i: int, place: int, key: FigureKey
    ) -> None:
        self._cell, self._found = outcome.compiled.cells[i], outcome.cells[i]
        self._plan = outcome.compiled.plan
        self._terms, self._register, self._place, self._key = terms, register, place, key
        self.value = self._sum(key.what)

    def _sum(self, step: str) -> float:
        flow = self._found.flow
        own = self._cell.channel == self._place
        series: dict[str, Floats] = {
            "sold": flow.responses,
            "direct": flow.responses,
            "leads": flow.leads,
            "offers": flow.offers,
            "deals": flow.deals * self._found.ceiling,
            "orders": flow.deals * self._found.ceiling,
        }
        return float(series[step][own].sum())

    def term(self) -> Term:
        """Return how many of the lane come to the step."""
        return self._step(self._key.what, self._name())

    def _name(self) -> str:
        channel = self._plan.channels[self._terms.channel_id(self._place)].name
        if self._key.whole:
            return f"{channel} · {self._terms.name}"
        return channel if self._key.side is Side.CELL else self._terms.name

    def _step(self, step: str, name: str) -> Term:
        if step in ("sold", "direct"):
            responses = self._terms.responses(self._place)
            return Term(
                name,
                responses.value,
                responses.unit,
                responses.relation,
                responses.words,
                subject=responses.subject,
                opened=responses.opened,
            )
        words = _("Those of the step before times what goes on from there.")
        value = self._sum(step)
        return Term(name, value, Unit.COUNT, Relation.PRODUCT, words, opened=lambda: self._parts(step, value))

    def _parts(self, step: str, value: float) -> tuple[Term, ...]:
        cell, channel = f"cell:{self._cell.cell.id}", f"channel:{self._terms.channel_id(self._place)}"
        term, synergy = self._register.term, self._terms.synergy
        if step == "leads":
            before = [self._terms.responses(self._place), term(channel, "lead_rate"), synergy(self._place)]
        elif step == "offers":
            before = [self._step("leads", _("Leads")), term(cell, "lead_to_offer"), term(channel, "quality")]
        elif step == "deals":
            before = [self._step("offers", _("Offers")), term(cell, "offer_to_deal")]
        else:
            rates = (term(cell, "order_rate"), term(channel, "order_factor"))
            before = [self._terms.responses(self._place), *rates, synergy(self._place)]
        known = prod(one.value for one in before)
        rest = factor(
            _("Season, improvements, time and market"),
            value / known if known else 1.0,
            _("Seasonality, improvements, what falls beyond the last month, and the market's ceiling."),
        )
        return (*before, rest)
