"""Which changed rows can have an error that they did not have before; the others need no second look.

An error of a row comes from a value on its own, from a reference, or from a rule between values. A change that leaves
alone what rules between values read, and whose new values are sound and lead to rows that are there, adds none.
"""

from collections.abc import Iterable, Iterator, Mapping
from operator import attrgetter
from typing import Any

from cmoplanner.model import fields
from cmoplanner.model.checks import DATES, value_problem
from cmoplanner.model.circles import LINK, OWN_LINKS, ids
from cmoplanner.model.fields import Field, Table
from cmoplanner.model.plan import Plan
from cmoplanner.model.problems import reference_exists, row_of

_TARGETS = fields.ACTIVITY_TARGET.name

_BETWEEN: Mapping[str, frozenset[str]] = {
    LINK.name: frozenset({"activity_id", "linked_id", "timing"}),
    "approval_rule": frozenset({"from_amount", "to_amount"}),
    "cell": frozenset({"offering_id"}),
    "offering": frozenset({"seasonality"}),
    "plan": frozenset({"currency", "fy_start", "fy_pattern"}),
    "scenario_override": frozenset({"op", "value"}),
    "transfer": frozenset({"from_envelope_id", "to_envelope_id"}),
}
"""The fields that rules between values of rows read, besides dates in order and links of a table to itself."""


def suspects(before: Plan, after: Plan, table: Table, row_ids: Iterable[str]) -> Iterator[str]:
    """Yield the rows of `after` that may have an error that they did not have in `before`.

    What is not in `before`, and what is shared out among rows, is always one of them.
    """
    ordered = [(first, last) for name, first, last in DATES if name == table.name]
    values_of = attrgetter("id", *(field.key for field in table.fields))
    together = _BETWEEN.get(table.name, frozenset()) | {field.key for field in OWN_LINKS.get(table.name, ())}
    for row_id in row_ids:
        try:
            old = None if table.name == _TARGETS else row_of(before, table, row_id)
        except KeyError:
            old = None
        if old is None:
            yield row_id
            continue
        new = row_of(after, table, row_id)
        sides = zip(table.fields, values_of(new)[1:], values_of(old)[1:], strict=True)
        changed = [field for field, now, then in sides if now is not then]
        if not (
            together.isdisjoint(field.key for field in changed)
            and all(_is_sound(after, field, getattr(new, field.key)) for field in changed)
            and all(_in_order(new, first, last) for first, last in ordered)
        ):
            yield row_id


def _is_sound(plan: Plan, field: Field, value: Any) -> bool:
    if value_problem(field, value):
        return False
    return not field.refers_to or all(reference_exists(plan, field, one) for one in ids(value))


def _in_order(row: Any, first: str, last: str) -> bool:
    start, end = getattr(row, first), getattr(row, last)
    return not (start and end and end < start)
