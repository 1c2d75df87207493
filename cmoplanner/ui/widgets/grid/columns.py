"""How the columns of a table are arranged: which are shown, in which order and how wide; kept as one short text."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from cmoplanner.model.fields import Table


@dataclass(frozen=True, slots=True)
class Arrangement:
    """Keys of the fields in the user's order, those that are hidden, and widths in pixels by key."""

    order: tuple[str, ...] = ()
    hidden: frozenset[str] = frozenset()
    widths: Mapping[str, int] = field(default_factory=dict)

    def shown(self, keys: Sequence[str]) -> tuple[str, ...]:
        """Return which of a table's fields are shown, in order; the first one always is, new ones come last."""
        known = [key for key in self.order if key in keys]
        ordered = [keys[0], *(key for key in [*known, *(one for one in keys if one not in known)] if key != keys[0])]
        return tuple(key for key in ordered if key not in self.hidden or key == keys[0])

    def text(self) -> str:
        """Return the arrangement as a text: "name:220,-notes,start"."""
        marks = ("-" if key in self.hidden else "" for key in self.order)
        widths = (f":{self.widths[key]}" if key in self.widths else "" for key in self.order)
        return ",".join(f"{mark}{key}{width}" for mark, key, width in zip(marks, self.order, widths, strict=True))

    @classmethod
    def of(cls, text: str) -> "Arrangement":
        """Return what a text says; parts that it cannot mean are left out."""
        order, hidden, widths = [], set(), {}
        for part in text.split(","):
            key, _colon, width = part.removeprefix("-").partition(":")
            if not key or key in order:
                continue
            order.append(key)
            if part.startswith("-"):
                hidden.add(key)
            if width.isdecimal() and 0 < int(width) < 5000:
                widths[key] = int(width)
        return cls(tuple(order), frozenset(hidden), widths)


def remembered(kept: Sequence[str], table: Table) -> Arrangement:
    """Return how a table's columns were arranged, from texts like "activity|name,start"."""
    texts = [text for name, _bar, text in (entry.partition("|") for entry in kept) if name == table.name]
    return Arrangement.of(texts[-1]) if texts else Arrangement()


def remember(kept: Sequence[str], table: Table, arrangement: Arrangement) -> list[str]:
    """Return the texts with another arrangement of a table."""
    others = [entry for entry in kept if entry.partition("|")[0] != table.name]
    text = arrangement.text()
    return [*others, f"{table.name}|{text}"] if text else others
