"""Names of acts and ids of new rows."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence

from cmoplanner.i18n import _

_LONGEST_NAME = 40
_LONGEST_SLUG = 24
_NUMBERED = re.compile(r"([A-Za-z]+[-_]?)(\d+)")


def act(single: str, several: str, names: Sequence[str]) -> str:
    """Return the name of an act on one thing, by its name, or on several, by their number; both texts translated."""
    if len(names) == 1:
        return single.format(name=shortened(names[0]))
    return several.format(n=len(names))


def shortened(name: str) -> str:
    """Return a name that fits a menu."""
    return name if len(name) <= _LONGEST_NAME else name[: _LONGEST_NAME - 1].rstrip() + "…"


def copy_name(name: str) -> str:
    """Return the name of a copy."""
    return _("{name} (copy)").format(name=name[:180])


def fresh_id(taken: Iterable[str], name: str) -> str:
    """Return a new id: the next number where most ids are numbered ("A071"), otherwise made of the name."""
    return FreshIds(taken).take(name)


class FreshIds:
    """Makes new ids for many rows of one table."""

    def __init__(self, taken: Iterable[str]) -> None:
        self.known = set(taken)
        self._prefix, self._next, self._digits = "", 0, 0
        numbered = [match for row_id in self.known if (match := _NUMBERED.fullmatch(row_id))]
        if numbered and 2 * len(numbered) >= len(self.known):
            self._prefix = Counter(match[1] for match in numbered).most_common(1)[0][0]
            digits = [match[2] for match in numbered if match[1] == self._prefix]
            self._next, self._digits = max(map(int, digits)) + 1, max(map(len, digits))

    def take(self, name: str) -> str:
        """Return an id that is not taken; it is from now on."""
        if self._prefix:
            found = f"{self._prefix}{self._next:0{self._digits}d}"
            self._next += 1
        else:
            found = _unique(_slug(name), self.known)
        self.known.add(found)
        return found


def _slug(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return "-".join(re.findall(r"[a-z0-9]+", plain))[:_LONGEST_SLUG].strip("-") or "row"


def _unique(wanted: str, known: set[str]) -> str:
    found, number = wanted, 2
    while found in known:
        found, number = f"{wanted}-{number}", number + 1
    return found
