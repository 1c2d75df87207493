"""What the projection takes for granted and does not know for sure: each value with its range and where it is from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from math import inf, isclose
from types import MappingProxyType
from typing import Any, NamedTuple

import numpy as np

from cmoplanner.model.plan import Assumption, Cell, Plan
from cmoplanner.projection.carryover import Floats
from cmoplanner.projection.distribution import Points, quantile, spread

RETENTION = (0.01, 0.999)
RETENTIONS = frozenset({"retention_year", "retention_new_year"})
_RATE = (0.0, 1.0)
_MULTIPLIER = (0.01, inf)
_AMOUNT = (0.0, inf)
_LEAST_COST = 0.01  # of the likely cost: at nothing a response would be free, and the curve unknown


class Key(NamedTuple):
    """Which value it is: "plan", or a kind of row and its id as "channel:email"; and its parameter."""

    scope: str
    parameter: str

    @property
    def row_id(self) -> str:
        """The id of the row, empty for the plan itself."""
        return self.scope.partition(":")[2]


class Parameter(NamedTuple):
    """How a parameter varies: `good` is 1 if more is good for the plan, −1 if bad, 0 if neither is sure.

    `core` ones are drawn for every row, by confidence where the register has no range. Source: domain C.18.
    """

    good: int
    limits: tuple[float, float]
    core: bool = False
    confidence: str = "M"


PARAMETERS: Mapping[tuple[str, str], Parameter] = MappingProxyType(
    {
        ("channel", "unit_cost"): Parameter(-1, _AMOUNT, core=True),
        ("channel", "lead_rate"): Parameter(1, _RATE, core=True),
        ("channel", "quality"): Parameter(1, _MULTIPLIER),
        ("channel", "order_factor"): Parameter(1, _MULTIPLIER),
        ("channel", "sigma"): Parameter(0, _RATE),
        ("channel", "slope"): Parameter(0, (0.1, inf)),
        ("channel", "half_life_weeks"): Parameter(0, _AMOUNT),
        ("channel", "long_term_multiplier"): Parameter(1, _MULTIPLIER),
        ("cell", "lead_to_offer"): Parameter(1, _RATE, core=True),
        ("cell", "offer_to_deal"): Parameter(1, _RATE, core=True),
        ("cell", "order_rate"): Parameter(1, _RATE, core=True),
        ("cell", "base_new_month"): Parameter(1, _AMOUNT, core=True),
        ("cell", "base_responses_month"): Parameter(1, _AMOUNT),
        ("cell", "base_erosion_year"): Parameter(-1, _RATE),
        ("cell", "retention_year"): Parameter(1, RETENTION, core=True, confidence="H"),
        ("cell", "retention_new_year"): Parameter(1, RETENTION),
        ("cell", "ret_max_effect"): Parameter(1, _RATE, core=True, confidence="L"),
        ("cell", "ret_half_spend"): Parameter(-1, _AMOUNT),
        ("cell", "arpa_month"): Parameter(1, _AMOUNT),
        ("cell", "first_order_value"): Parameter(1, _AMOUNT),
        ("cell", "gross_margin"): Parameter(1, _RATE),
        ("cell", "expansion_year"): Parameter(1, (-0.9, inf)),
        ("cell", "referral_year"): Parameter(1, _AMOUNT),
        ("cell", "customers_start"): Parameter(1, _AMOUNT),
        ("cell", "prospects"): Parameter(1, _AMOUNT),
        ("lane", "fit"): Parameter(1, _MULTIPLIER),
        ("lever", "multiplier"): Parameter(1, _MULTIPLIER),
        ("plan", "synergy_kappa"): Parameter(1, _AMOUNT, core=True, confidence="L"),
        ("plan", "discount_rate"): Parameter(0, (-0.5, inf)),
    }
)
"""Every number of the projection that may be uncertain. Limits: domain C.18."""

SHAPES = frozenset({"sigma", "slope", "half_life_weeks", "long_term_multiplier", "multiplier"})
"""Parameters that bend curves and levers: they are looked at one at a time, and not drawn."""

_TABLES = {"channel": "channels", "cell": "cells", "lane": "lanes", "lever": "levers"}


@dataclass(frozen=True, slots=True)
class Uncertain:
    """One value the projection rests on, with its range; `assumption` is its row in the register, if it has one.

    `core` ones are always drawn; others when asked for, where drawing can move them (domain C.18). `usual` is whether
    the range is no more than what its confidence gives, whatever the row says.
    """

    key: Key
    points: Points
    good: int
    limits: tuple[float, float]
    core: bool
    confidence: str
    assumption: Assumption | None = None
    usual: bool = False

    @property
    def drawable(self) -> bool:
        """Whether the simulation can draw it."""
        return self.key.parameter not in SHAPES

    @property
    def certain(self) -> bool:
        """Whether there is nothing to vary."""
        return self.points.low == self.points.high

    def at(self, score: Floats) -> Floats:
        """Return the value at a standard normal score of luck: a high one is good for the plan where that is known."""
        return np.clip(quantile(self.points, score * (self.good or 1)), *self.limits)


def uncertain_values(plan: Plan) -> tuple[Uncertain, ...]:
    """Return what is uncertain in a plan: the register's rows that the projection reads, and what it always doubts.

    A row's range is moved along where the plan reckons with another value than the register says.
    """
    register = {Key(row.scope, row.parameter): row for row in plan.assumptions.values()}
    found = (_uncertain(plan, key, register.get(key)) for key in _keys(plan, register))
    return tuple(one for one in found if one is not None and not one.certain)


def _keys(plan: Plan, register: Iterable[Key]) -> Iterator[Key]:
    """Return the keys of core parameters, then those of the register, each once."""
    core = [
        Key(_scope(kind, row_id), name)
        for (kind, name), parameter in PARAMETERS.items()
        if parameter.core
        for row_id in _rows(plan, kind)
    ]
    yield from dict.fromkeys((*core, *register))


def _uncertain(plan: Plan, key: Key, row: Assumption | None) -> Uncertain | None:
    kind, _colon, row_id = key.scope.partition(":")
    parameter = PARAMETERS.get((kind, key.parameter))
    subject = _rows(plan, kind).get(row_id)
    if parameter is None or subject is None or not _counts(subject, key.parameter):
        return None
    value = getattr(subject, key.parameter)
    if value is None:
        return None
    confidence = row.confidence if row else getattr(subject, "confidence", parameter.confidence)
    usual = row is None or (key.parameter in RETENTIONS and _tells_only_confidence(row))
    points = _points(key.parameter, float(value), confidence, None if usual else row)
    limits = parameter.limits if key.parameter != "unit_cost" else (_LEAST_COST * value, inf)
    return Uncertain(key, points, _good(parameter, subject), limits, parameter.core, confidence, row, usual)


def usual_points(parameter: str, value: float, confidence: str) -> Points:
    """Return the three points of a value of which only the confidence H, M or L is known.

    A retention has the range of its churn, 1 − r: that is what is drawn. Source: domain C.18.
    """
    if parameter not in RETENTIONS or not 0 < value < 1:
        return spread(value, confidence)
    churn = spread(1 - value, confidence)
    return Points(max(RETENTION[0], 1 - churn.high), value, min(RETENTION[1], 1 - churn.low))


def _points(parameter: str, value: float, confidence: str, row: Assumption | None) -> Points:
    usual = usual_points(parameter, value, confidence)
    if row is None:
        return usual
    moved = value / row.value if row.value else 1.0
    low = usual.low if row.low_p10 is None else row.low_p10 * moved
    high = usual.high if row.high_p90 is None else row.high_p90 * moved
    return Points(min(low, value), value, max(high, value))


def _tells_only_confidence(row: Assumption) -> bool:
    """Return whether a range is the row's value times the factors of its confidence: nobody looked for one then."""
    if row.low_p10 is None or row.high_p90 is None:
        return row.low_p10 is row.high_p90
    usual = spread(row.value, row.confidence)
    return isclose(row.low_p10, usual.low, rel_tol=1e-9) and isclose(row.high_p90, usual.high, rel_tol=1e-9)


def _counts(subject: Any, parameter: str) -> bool:
    """Return whether the projection reads this parameter: orders have no funnel, a funnel no order rate."""
    if not isinstance(subject, Cell):
        return True
    direct = subject.sales_model == "direct"
    return not (direct if parameter in ("lead_to_offer", "offer_to_deal") else parameter == "order_rate" and not direct)


def _good(parameter: Parameter, subject: Any) -> int:
    return -1 if getattr(subject, "metric", "") == "churn" else parameter.good


def _scope(kind: str, row_id: str) -> str:
    return f"{kind}:{row_id}" if row_id else kind


def _rows(plan: Plan, kind: str) -> Mapping[str, Any]:
    if kind == "plan":
        return {"": plan.header}
    return getattr(plan, _TABLES[kind]) if kind in _TABLES else {}


def value_of(plan: Plan, key: Key) -> float | None:
    """Return what the plan reckons with."""
    kind, _colon, row_id = key.scope.partition(":")
    subject = _rows(plan, kind).get(row_id)
    return None if subject is None else getattr(subject, key.parameter, None)


def with_values(plan: Plan, values: Mapping[Key, float]) -> Plan:
    """Return the plan with other values of its assumptions; first-year retention follows the established one.

    The register's rows stay as they are: this is the plan that is projected, not one that is kept.
    """
    tables: dict[str, dict[str, Any]] = {}
    changes: dict[str, Any] = {}
    for key, value in values.items():
        kind, _colon, row_id = key.scope.partition(":")
        if kind == "plan":
            changes[key.parameter] = value
            continue
        rows = tables.setdefault(_TABLES[kind], dict(_rows(plan, kind)))
        change = {key.parameter: value}
        if key.parameter == "retention_year" and Key(key.scope, "retention_new_year") not in values:
            change |= _followed(plan.cells[row_id], value)
        rows[row_id] = replace(rows[row_id], **change)
    found: dict[str, Any] = {name: MappingProxyType(rows) for name, rows in tables.items()}
    return replace(plan, header=replace(plan.header, **changes), **found)


def _followed(cell: Cell, retention: float) -> dict[str, float]:
    if cell.retention_new_year is None:
        return {}
    return {"retention_new_year": float(first_year_retention(cell, np.asarray(retention)))}


def first_year_retention(cell: Cell, retention: Floats) -> Floats:
    """Return first-year retention where the established one is another: both lose in the same proportion.

    1 − r_new' = (1 − r_new)·(1 − r')/(1 − r), so that one belief about churn moves both pools of domain C.12.
    """
    known = cell.retention_new_year
    if known is None:
        return np.maximum(0.0, retention - 0.05)
    if cell.retention_year >= 1:
        return np.full_like(retention, known)
    return np.clip(1 - (1 - known) * (1 - retention) / (1 - cell.retention_year), *RETENTION)
