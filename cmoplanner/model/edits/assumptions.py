"""Changing a figure of assumptions, whether they have an entry in the register or not yet."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from cmoplanner.model.edits.rows import change_rows
from cmoplanner.model.store.document import Document


@dataclass(frozen=True, slots=True)
class Assumed:
    """An assumption as it is used now: its entry in the register (None: it has none), or what one would say."""

    entry: str | None
    scope: str
    parameter: str
    value: float
    confidence: str


def set_assumptions(document: Document, assumed: Iterable[Assumed], key: str, value: Any) -> None:
    """Give one field of assumptions another value, in one step; where there is no entry yet, one is made.

    The rows that the entries are about follow, in the same step. Raises EditRefused.
    """
    changes, new = {}, []
    for one in assumed:
        if one.entry is not None:
            changes[one.entry] = {key: value}
        else:
            given = {"scope": one.scope, "parameter": one.parameter, "value": one.value, "confidence": one.confidence}
            new.append({**given, key: value})
    change_rows(document, "assumption", changes, new)
