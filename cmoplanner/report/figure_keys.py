"""Names of single figures in tables, so that a figure can be asked why it is so."""

from __future__ import annotations

from dataclasses import dataclass

from cmoplanner.optimizer.cuts import Name, Side

_MARK = "\x1f"  # in no id and no name


@dataclass(frozen=True, slots=True)
class FigureKey:
    """A figure of a table: which one (`what`) of which part of the plan; `whole` is the sum of all parts."""

    table: str
    what: str
    side: Side
    name: Name = None
    whole: bool = False

    def text(self) -> str:
        """Return the key as one text."""
        return _MARK.join((self.table, self.what, self.side.value, "1" if self.whole else "", self.name or ""))

    @staticmethod
    def of(text: str) -> FigureKey | None:
        """Return the key that a text stands for, None where it is another kind of name."""
        parts = text.split(_MARK)
        if len(parts) != 5:
            return None
        table, what, side, whole, name = parts
        return FigureKey(table, what, Side(side), name or None, bool(whole))
