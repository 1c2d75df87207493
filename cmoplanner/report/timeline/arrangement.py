"""How the user wants the lanes: grouped by what, in which order, coloured by what."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from cmoplanner.i18n import mark
from cmoplanner.report.timeline.lanes import GROUPINGS

ORDERS: Mapping[str, str] = {
    "usual": mark("Usual order"),
    "money": mark("Most money first"),
    "name": mark("By name"),
    "start": mark("By first start"),
    "own": mark("Own order"),
}

LEVELS = 2


@dataclass(frozen=True)
class Arrangement:
    """One or two groupings, the order of lanes, the dimension of colour, and whether empty groups have a lane.

    `own` has the keys of each grouping in the order the user gave them. None of this is in the plan: it is kept by
    user, since looking at a plan another way must not change it for others.
    """

    by: tuple[str, ...] = ("campaign",)
    order: str = "usual"
    own: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    colour: str = "campaign"
    empty: bool = False

    @property
    def coloured_heads(self) -> bool:
        """Whether lane heads show the colours, so that no legend is needed."""
        return self.by[0] == self.colour

    def grouped(self, *by: str) -> "Arrangement":
        """Return the arrangement with other groupings; a second one that says the same as the first is left out."""
        return replace(self, by=tuple(dict.fromkeys(by))[:LEVELS])

    def moved(self, grouping: str, keys: Sequence[str]) -> "Arrangement":
        """Return the arrangement with lanes in the user's own order, which for a grouping is that of `keys`."""
        return replace(self, order="own", own={**self.own, grouping: tuple(keys)})

    def stored(self) -> dict[str, Any]:
        """Return what `read` takes, of plain values."""
        own = {grouping: list(keys) for grouping, keys in self.own.items()}
        return {"by": list(self.by), "order": self.order, "own": own, "colour": self.colour, "empty": self.empty}

    @staticmethod
    def read(stored: Any) -> "Arrangement":
        """Return the arrangement of stored values; what is unknown or damaged falls back to the usual."""
        given: dict[str, Any] = stored if isinstance(stored, dict) else {}
        by = [key for key in _texts(given.get("by")) if key in GROUPINGS]
        own = given.get("own")
        made = Arrangement(
            order=str(given["order"]) if given.get("order") in tuple(ORDERS) else "usual",
            own={key: tuple(_texts(own[key])) for key in GROUPINGS if key in own} if isinstance(own, dict) else {},
            colour=str(given["colour"]) if given.get("colour") in tuple(GROUPINGS) else "campaign",
            empty=given.get("empty") is True,
        )
        return made.grouped(*by) if by else made


def _texts(value: Any) -> list[str]:
    return [text for text in value if isinstance(text, str)] if isinstance(value, list) else []


USUAL = Arrangement()
