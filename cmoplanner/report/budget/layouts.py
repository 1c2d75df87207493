"""Arrangements of the budget grid as they are kept between two starts: the one in use, and those with a name."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from cmoplanner.report.budget.book import Measure
from cmoplanner.report.budget.kinds import ONLY
from cmoplanner.report.budget.table import ColumnKind, Layout
from cmoplanner.report.budget.tree import DIMENSIONS, USUAL

_MOST_LEVELS = 3
_HIDEABLE = frozenset(kind.value for kind in ColumnKind) - {
    kind.value for kind in (ColumnKind.NAME, ColumnKind.PLANNED, ColumnKind.QUARTER, ColumnKind.MONTH)
}


@dataclass(frozen=True)
class Layouts:
    """The arrangement in use and the saved ones by name."""

    now: Layout = field(default_factory=Layout)
    saved: Mapping[str, Layout] = field(default_factory=dict)

    @staticmethod
    def read(text: str) -> Layouts:
        """Return what a text says; parts that it cannot mean are left out."""
        try:
            stored = json.loads(text) if text else {}
        except ValueError:
            stored = {}
        if not isinstance(stored, dict):
            return Layouts()
        saved = stored.get("saved")
        named = {str(name): _layout(given) for name, given in saved.items()} if isinstance(saved, dict) else {}
        return Layouts(_layout(stored.get("now")), named)

    def text(self) -> str:
        """Return all of them as a text."""
        saved = {name: _stored(one) for name, one in self.saved.items()}
        return json.dumps({"now": _stored(self.now), "saved": saved}, ensure_ascii=False)

    def using(self, layout: Layout) -> Layouts:
        """Return these with another arrangement in use."""
        return replace(self, now=layout)

    def with_name(self, name: str, layout: Layout) -> Layouts:
        """Return these with an arrangement kept under a name."""
        return replace(self, saved={**self.saved, name: layout})

    def without(self, name: str) -> Layouts:
        """Return these without the arrangement of a name."""
        return replace(self, saved={key: one for key, one in self.saved.items() if key != name})


def _stored(layout: Layout) -> dict[str, Any]:
    return {
        "by": list(layout.by),
        "measure": layout.measure.value,
        "quarters": sorted(layout.quarters),
        "sorted_by": layout.sorted_by,
        "descending": layout.descending,
        "hidden": sorted(layout.hidden),
        "only": layout.only,
    }


def _layout(stored: Any) -> Layout:
    if not isinstance(stored, dict):
        return Layout()
    by = [key for key in stored.get("by") or () if isinstance(key, str) and key in DIMENSIONS]
    quarters = [one for one in stored.get("quarters") or () if one in (1, 2, 3, 4)]
    known = {measure.value: measure for measure in Measure}
    sorted_by = stored.get("sorted_by")
    return Layout(
        by=tuple(dict.fromkeys(by))[:_MOST_LEVELS] or USUAL,
        measure=known.get(str(stored.get("measure")), Measure.PLAN),
        quarters=frozenset(quarters),
        sorted_by=sorted_by if isinstance(sorted_by, str) else "",
        descending=stored.get("descending") is not False,
        hidden=frozenset(one for one in stored.get("hidden") or () if one in _HIDEABLE),
        only=str(stored.get("only")) if stored.get("only") in ONLY else "",
    )
