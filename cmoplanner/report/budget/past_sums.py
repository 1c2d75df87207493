"""What the rows of the budget page had at other times: approved, or last year; each row is the sum of what is in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cmoplanner.i18n import _
from cmoplanner.ledger.lines import Months
from cmoplanner.ledger.past import Past, add_months_of

APPROVED, PRIOR = "approved", "prior"
PAST = "past:"
"""Before the key of a row that only another time has, where lines have their activity's id."""

_Path = tuple[str, ...]


class PastSums:
    """The months of other times by row; `fields` are those that rows are grouped by, `keys` the groups of the lines.

    Where the lines shown are not `complete`, only those count. A line that is still there stands where it stands now.
    """

    def __init__(
        self,
        pasts: Mapping[str, Past],
        fields: Sequence[str],
        keys: Mapping[str, _Path],
        *,
        complete: bool,
    ) -> None:
        self._groups: dict[_Path, dict[str, list[Months]]] = {}
        self._lines: dict[str, dict[str, Months]] = {}
        self._rest: dict[_Path, dict[str, list[Months]]] = {}
        self._by_channel = frozenset(key for key, past in pasts.items() if past.by_channel)
        for key, past in pasts.items():
            for line in past.lines:
                if line.line and line.line in keys:
                    path = keys[line.line]
                    self._lines.setdefault(line.line, {})[key] = line.months
                elif complete:
                    path = _path(line.fields, fields, past)
                    if len(path) == len(fields):
                        self._rest.setdefault(path, {}).setdefault(key, []).append(line.months)
                else:
                    continue
                for depth in range(len(path) + 1):
                    self._groups.setdefault(path[:depth], {}).setdefault(key, []).append(line.months)
        self._below: dict[_Path, set[str]] = {}
        for path in self._groups:
            if path:
                self._below.setdefault(path[:-1], set()).add(path[-1])

    def of_group(self, path: _Path) -> Mapping[str, Months]:
        """Return the months of a group by time."""
        return {key: add_months_of(found) for key, found in self._groups.get(path, {}).items()}

    def of_line(self, line: str) -> Mapping[str, Months]:
        """Return the months of a line by time."""
        return self._lines.get(line, {})

    def groups(self, path: _Path) -> set[str]:
        """Return the groups below a path that had money at another time."""
        return self._below.get(path, set())

    def rest(self, path: _Path) -> Mapping[str, Months]:
        """Return what a group had that no line has now, by time."""
        return {key: add_months_of(found) for key, found in self._rest.get(path, {}).items()}

    def rest_name(self, key: str) -> str:
        """Return what that is called."""
        if key in self._by_channel:
            return _("Last year, not known by line")
        return _("Only last year") if key == PRIOR else _("Taken out since approval")


def _path(found: Mapping[str, str], fields: Sequence[str], past: Past) -> _Path:
    """Return the groups of a line, as far as they are known."""
    path: list[str] = []
    for field in fields:
        if past.by_channel and field not in found:
            break
        path.append(found.get(field, ""))
    return tuple(path)
