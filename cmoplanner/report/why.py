"""Why a figure is what it is: the chain of terms down to the assumptions and activities behind it, as values.

Every term says in words how it follows from the terms below it. Sums, differences and products follow exactly: what a
product of totals cannot hold, such as season or what falls outside the window, stands in it as a factor of its own.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from cmoplanner.i18n import _
from cmoplanner.model.fields import table
from cmoplanner.model.plan import Plan
from cmoplanner.projection.assumptions import Key, Uncertain, uncertain_values, value_of


class Unit(StrEnum):
    """What a term is counted in."""

    MONEY = "money"  # currency units
    COUNT = "count"  # customers, responses, …
    RATE = "rate"  # 0…1
    NUMBER = "number"
    MONTHS = "months"


class Relation(StrEnum):
    """How a term follows from the terms below it."""

    SUM = "sum"
    DIFFERENCE = "difference"  # the first less all others
    PRODUCT = "product"
    QUOTIENT = "quotient"  # the first divided by the second
    MODEL = "model"  # by equations that are told in words
    GIVEN = "given"  # it stands in the plan


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a value of the plan is from: its place, its range, and its row in the register if it has one."""

    key: Key
    assumption_id: str | None = None
    source: str = ""
    day: dt.date | None = None
    confidence: str = ""
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Term:
    """A figure with its name, value and unit, how it follows from others, and what it rests on if it is given.

    `subject` is the table and id of the row that it speaks of, as a target of navigation. `terms` are made when asked
    for: a chain may be long.
    """

    name: str
    value: float
    unit: Unit
    relation: Relation = Relation.GIVEN
    words: str = ""
    evidence: Evidence | None = None
    subject: tuple[str, str] | None = None
    opened: Callable[[], tuple[Term, ...]] = field(default=tuple, repr=False, compare=False)

    @cached_property
    def terms(self) -> tuple[Term, ...]:
        """The terms it follows from, in the order of its words."""
        return self.opened()


class Register:
    """Finds what a value of the plan rests on."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self._known = {one.key: one for one in uncertain_values(plan)}

    def term(self, scope: str, parameter: str, name: str = "") -> Term:
        """Return a value of the plan with its evidence; the words of its field are its name."""
        key = Key(scope, parameter)
        kind = scope.partition(":")[0]
        entry = table(kind).field(parameter)
        value = value_of(self.plan, key)
        unit = _UNITS.get(entry.kind.value, Unit.NUMBER)
        label = _(entry.label)
        return Term(
            f"{name}: {label}" if name else label,
            0.0 if value is None else float(value),
            unit,
            evidence=self._evidence(key),
            subject=(kind, key.row_id or self.plan.header.id),
        )

    def _evidence(self, key: Key) -> Evidence:
        one: Uncertain | None = self._known.get(key)
        if one is None:
            return Evidence(key)
        row = one.assumption
        return Evidence(
            key,
            row.id if row else None,
            row.source if row else "",
            row.date if row else None,
            one.confidence,
            one.points.low,
            one.points.high,
        )


_UNITS = {"rate": Unit.RATE, "amount": Unit.MONEY, "money": Unit.MONEY, "count": Unit.COUNT}


def factor(name: str, value: float, words: str) -> Term:
    """Return a factor that follows from the equations and not from one value of the plan."""
    return Term(name, value, Unit.NUMBER, Relation.MODEL, words)


def evidence_below(term: Term) -> tuple[Evidence, ...]:
    """Return every assumption that a term rests on, each once, in the order in which they turn up."""
    found: dict[Key, Evidence] = {}
    waiting = [term]
    while waiting:
        one = waiting.pop(0)
        if one.evidence:
            found.setdefault(one.evidence.key, one.evidence)
        waiting.extend(one.terms)
    return tuple(found.values())
