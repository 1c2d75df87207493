"""Names of acts and ids of new rows."""

from collections.abc import Iterable, Sequence
from secrets import choice

from cmoplanner.i18n import _, whole_number

_LONGEST_NAME = 40
_LENGTH = 8
_LETTERS = (
    "bcdfghjkmnpqrstvwxz"  # no vowels, which would make words; one comes first, so that no id looks like a number
)
_DIGITS = "23456789"


def act(single: str, several: str, names: Sequence[str], locale: str) -> str:
    """Return the name of an act on one thing, by its name, or on several, by their number; both texts translated.

    `locale` is that of the plan.
    """
    if len(names) == 1:
        return single.format(name=shortened(names[0]))
    return several.format(n=whole_number(len(names), locale))


def shortened(name: str) -> str:
    """Return a name that fits a menu."""
    return name if len(name) <= _LONGEST_NAME else name[: _LONGEST_NAME - 1].rstrip() + "…"


def copy_name(name: str) -> str:
    """Return the name of a copy."""
    return _("{name} (copy)").format(name=name[:180])


def fresh_id(taken: Iterable[str]) -> str:
    """Return a new id, as `FreshIds` makes them."""
    return FreshIds(taken).take()


class FreshIds:
    """Makes new ids for rows of one table, by chance.

    They say nothing of the row's name, which would stay in them when it is changed; and no id comes back after its row
    was deleted, nor is it that of another row in another copy of the plan, so that comparing tells the rows apart.
    """

    def __init__(self, taken: Iterable[str]) -> None:
        self.known = set(taken)

    def take(self) -> str:
        """Return an id that is not taken; it is from now on."""
        while (found := _by_chance()) in self.known:
            pass
        self.known.add(found)
        return found


def _by_chance() -> str:
    return choice(_LETTERS) + "".join(choice(_LETTERS + _DIGITS) for _place in range(_LENGTH - 1))
