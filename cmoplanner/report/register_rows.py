"""Everything the projection takes for granted as rows for people: in words, with range, source, effect and worth."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from cmoplanner.i18n import _
from cmoplanner.model import register
from cmoplanner.model.compare_words import Words
from cmoplanner.model.plan import Assumption, Plan
from cmoplanner.projection.assumptions import Key, Uncertain, uncertain_values, value_of

OLD_DAYS = 365
"""After a year an assumption should be looked at again."""

_LARGE = 0.8  # the large effects are the fewest that make up this share of all effects
_JUDGED = ("judgement", "judgment", "guess", "estimate", "assumed", "four questions", "expert")
_TESTED = ("test", "experiment", "hold-out", "holdout", "lift", "pilot")
_MEASURED = (
    "crm", "billing", "analytics", "history", "track record", "measured", "invoice", "accounting", "ledger", "erp",
    "actual",
)  # fmt: skip


class SourceKind(StrEnum):
    """What kind of knowledge a value is, the firmest first: what people did counts more than what they say."""

    MEASURED = "measured"
    TEST = "test"
    BENCHMARK = "benchmark"
    JUDGEMENT = "judgement"

    @property
    def words(self) -> str:
        """The kind in a word."""
        match self:
            case SourceKind.MEASURED:
                return _("Measured")
            case SourceKind.TEST:
                return _("Test")
            case SourceKind.BENCHMARK:
                return _("Benchmark")
            case SourceKind.JUDGEMENT:
                return _("Judgement")


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """One assumption; `assumption_id` is None where the register has no entry and the range follows from confidence.

    `effect` is by how much the chosen figure moves from P10 to P90, `low_moves` and `high_moves` what it is at either
    end against the plan; `worth` is what knowing it is worth at most, in currency units. None: not known (yet).
    `usual` is whether the range follows from the confidence alone.
    """

    id: str
    scope: str
    key: str
    assumption_id: str | None
    name: str
    where: str
    value: float
    low_p10: float | None
    high_p90: float | None
    unit: str
    kind: SourceKind
    confidence: str
    date: dt.date | None
    source: str
    effect: float | None = None
    low_moves: float = 0.0
    high_moves: float = 0.0
    worth: float | None = None
    usual: bool = True


@dataclass(frozen=True, slots=True)
class Effect:
    """By how much a figure differs from the plan's with one assumption at P10, and at P90."""

    low: float
    high: float

    @property
    def size(self) -> float:
        """How far the figure moves from one end to the other."""
        return max(self.low, self.high, 0.0) - min(self.low, self.high, 0.0)


def row_id(key: Key) -> str:
    """Return the id of an assumption's row, whether it is in the register or not."""
    return f"{key.scope}/{key.parameter}"


def kind_of(source: str, confidence: str) -> SourceKind:
    """Return what kind of knowledge a source is; of several the weakest counts, and none is a judgement."""
    text = source.casefold()
    if not text.strip() or any(word in text for word in _JUDGED):
        return SourceKind.JUDGEMENT
    if any(word in text for word in _TESTED):
        return SourceKind.TEST
    if confidence == "H" or any(word in text for word in _MEASURED):
        return SourceKind.MEASURED
    return SourceKind.BENCHMARK


def register_rows(plan: Plan) -> dict[str, RegisterRow]:
    """Return a row for each assumption by its id: those of the register in its order, then what else is doubted."""
    words = Words(plan, plan)
    uncertain = {one.key: one for one in uncertain_values(plan)}
    found = [_registered(plan, words, row, uncertain) for row in plan.assumptions.values()]
    known = {row.id for row in found}
    found += [_unregistered(plan, words, one) for one in uncertain.values() if row_id(one.key) not in known]
    return {row.id: row for row in found}


def with_effects(
    rows: Mapping[str, RegisterRow], effects: Mapping[str, Effect], worths: Mapping[str, float]
) -> dict[str, RegisterRow]:
    """Return the rows with what each does to the chosen figure, and what knowing it is worth."""
    found = {}
    for key, row in rows.items():
        effect = effects.get(key)
        moved = (
            row if effect is None else replace(row, effect=effect.size, low_moves=effect.low, high_moves=effect.high)
        )
        found[key] = replace(moved, worth=worths.get(key))
    return found


def is_weak(row: RegisterRow) -> bool:
    """Return whether a value is hardly more than an opinion: low confidence, or not in the register at all."""
    return row.confidence == "L" or row.assumption_id is None


def is_old(row: RegisterRow, today: dt.date) -> bool:
    """Return whether a value was dated more than a year ago, or never."""
    return row.date is None or (today - row.date).days > OLD_DAYS


def large_effects(rows: Iterable[RegisterRow]) -> set[str]:
    """Return the fewest rows whose effects make up four fifths of all of them."""
    ordered = sorted((row for row in rows if row.effect), key=lambda row: -(row.effect or 0.0))
    whole = sum(row.effect or 0.0 for row in ordered)
    found: set[str] = set()
    passed = 0.0
    for row in ordered:
        if passed >= _LARGE * whole:
            break
        found.add(row.id)
        passed += row.effect or 0.0
    return found


def _registered(plan: Plan, words: Words, row: Assumption, uncertain: Mapping[Key, Uncertain]) -> RegisterRow:
    key = Key(row.scope, row.parameter)
    doubt = uncertain.get(key)
    low, high = (None, None) if doubt is None else (doubt.points.low, doubt.points.high)
    usual = doubt is not None and doubt.usual
    name, where = _named(plan, words, key)
    return RegisterRow(
        row_id(key),
        row.scope,
        row.parameter,
        row.id,
        name,
        where,
        row.value,
        low if usual or row.low_p10 is None else row.low_p10,
        high if usual or row.high_p90 is None else row.high_p90,
        row.unit,
        kind_of(row.source, row.confidence),
        row.confidence,
        row.date,
        row.source,
        usual=usual,
    )


def _unregistered(plan: Plan, words: Words, one: Uncertain) -> RegisterRow:
    name, where = _named(plan, words, one.key)
    value = value_of(plan, one.key)
    return RegisterRow(
        row_id(one.key),
        one.key.scope,
        one.key.parameter,
        None,
        name,
        where,
        one.points.likely if value is None else value,
        one.points.low,
        one.points.high,
        "",
        SourceKind.JUDGEMENT,
        one.confidence,
        None,
        "",
    )


def _named(plan: Plan, words: Words, key: Key) -> tuple[str, str]:
    """Return what a parameter is called and what it applies to; what the plan does not know stands as it is written."""
    table = register.table_of(key.scope)
    if table is None:
        return key.parameter, key.scope
    field = register.parameter_of(table, key.parameter)
    row = register.row_named(plan, table, key.scope)
    where = _("Whole plan") if not key.row_id else key.scope if row is None else words.name(plan, table, row)
    return (key.parameter if field is None else _(field.label)), where
