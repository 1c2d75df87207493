"""What a row of the workbook belongs to, as one text that sums can be made by: "media · Media"."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Protocol

NONE = "(none)"
_CRITERION_LIMIT = 255
_WILDCARDS = frozenset("*?~")
_OPERATORS = ("<", ">", "=")


class Named(Protocol):
    """A row with a name."""

    @property
    def name(self) -> str:
        """The name a person gave it."""


@dataclass(frozen=True)
class Labels:
    """The labels of one table; `exact` where a spreadsheet's SUMIFS would take one for another."""

    texts: Mapping[str, str]

    @staticmethod
    def of(rows: Mapping[str, Named]) -> "Labels":
        """Return the labels of rows by id."""
        return Labels({row_id: f"{row_id} · {row.name}" for row_id, row in rows.items()})

    def __call__(self, row_id: str | None) -> str:
        """Return the label of a row; of none "(none)"."""
        return NONE if row_id is None else self.texts.get(row_id, f"{row_id} ·")

    @property
    def exact(self) -> bool:
        """Whether labels hold wildcards or operators, differ only in case, or are too long for a criterion."""
        return unsafe(self.texts.values())


def unsafe(texts: Collection[str]) -> bool:
    """Whether SUMIFS would take one of these texts for another, or for a condition."""
    if len({text.casefold() for text in texts}) < len(texts):
        return True
    return any(
        _WILDCARDS & set(text) or text.startswith(_OPERATORS) or len(text.encode("utf-16-le")) > 2 * _CRITERION_LIMIT
        for text in texts
    )


def sum_if(values: str, *conditions: tuple[str, str, bool]) -> str:
    """Return the formula that sums `values` where each range equals its cell; compared exactly if any asks for it."""
    if not conditions:
        return f"SUM({values})"
    if any(exact for _range, _cell, exact in conditions):
        tests = "*".join(f"EXACT({where},{wanted})" for where, wanted, _exact in conditions)
        return f"SUMPRODUCT({values}*{tests})"
    return f"SUMIFS({values},{','.join(f'{where},{wanted}' for where, wanted, _exact in conditions)})"
