"""Tables of figures as plain values: what stands in each cell, how strong, in which colour, beside which bar."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from operator import eq
from typing import overload


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its title, what it means, how wide (in px) and whether it is a figure; `grows` takes what is left."""

    title: str
    help: str = ""
    width: int = 92
    number: bool = True
    grows: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """One cell: a short text, the full figure, the role of its colour, and a bar from 0 to ±1 with a tick on it.

    `aside` is a small second text; `key` says what is asked when it is chosen, "" if nothing can be asked.
    """

    text: str = ""
    full: str = ""
    role: str = "text"
    strong: bool = False
    bar: float | None = None
    bar_role: str = "accent"
    tick: float | None = None
    aside: str = ""
    aside_role: str = "text_2"
    key: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One row; `foot` rows are sums and stand under a line."""

    entries: tuple[Entry, ...]
    foot: bool = False


class LinesOnDemand(Sequence[Line]):
    """Rows that are made when they are looked at: of thousands a window shows some dozens. None has a second text."""

    def __init__(self, count: int, make: Callable[[int], Line]) -> None:
        self._count = count
        self._make = make
        self._made: dict[int, Line] = {}

    def __len__(self) -> int:
        return self._count

    def __eq__(self, other: object) -> bool:
        """Compare as a sequence; all rows are made for that."""
        return isinstance(other, Sequence) and len(self) == len(other) and all(map(eq, self, other))

    __hash__ = None  # type: ignore[assignment]

    @overload
    def __getitem__(self, place: int) -> Line: ...

    @overload
    def __getitem__(self, place: slice) -> Sequence[Line]: ...

    def __getitem__(self, place: int | slice) -> Line | Sequence[Line]:
        if isinstance(place, slice):
            return [self[i] for i in range(*place.indices(self._count))]
        i = range(self._count)[place]
        if i not in self._made:
            self._made[i] = self._make(i)
        return self._made[i]


@dataclass(frozen=True, slots=True)
class FigureTable:
    """Columns and rows; `note` is one sentence under the table."""

    columns: tuple[Column, ...]
    lines: Sequence[Line]
    note: str = ""

    @property
    def parts(self) -> Sequence[Line]:
        """The rows that are no sums."""
        return [line for line in self.lines if not line.foot]

    @property
    def asides(self) -> frozenset[int]:
        """The columns in which an entry has a small second text."""
        if isinstance(self.lines, LinesOnDemand):
            return frozenset()
        return frozenset(i for line in self.lines for i, entry in enumerate(line.entries) if entry.aside)
