"""Finds the activity, order and vendor that a row of the books means, and suggests some where it is not sure."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher
from heapq import nlargest

from cmoplanner.exchange.column_names import folded, words_of
from cmoplanner.model.phasing import net_spend
from cmoplanner.model.plan import Plan

MOST_SUGGESTIONS = 3
_ENOUGH = 0.34
_COMMON = frozenset({"gmbh", "ltd", "inc", "the", "and", "for", "of", "fictional", "invoice", "order", "media"})


class Matcher:
    """What the names of one plan lead to."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._activities = _by_name({row: item.name for row, item in plan.activities.items()})
        self._vendors = _by_name({row: item.name for row, item in plan.vendors.items()})
        self._orders = _by_name({row: item.reference for row, item in plan.commitments.items()})
        self._words: dict[str, frozenset[str]] = {}
        self._holding: defaultdict[str, set[str]] = defaultdict(set)
        for row, item in plan.activities.items():
            if not item.cancelled:
                self._words[row] = frozenset(words_of(item.name)) - _COMMON
                for word in self._words[row]:
                    self._holding[word].add(row)

    def activity(self, name: str) -> str | None:
        """Return the activity with this id or name, capitals and signs aside; None if none or several fit."""
        return name if name in self._plan.activities else self._activities.get(folded(name))

    def vendor(self, name: str) -> str | None:
        """Return the vendor with this id or name; None if none or several fit."""
        return name if name in self._plan.vendors else self._vendors.get(folded(name))

    def order(self, name: str) -> str | None:
        """Return the order with this id or reference; None if none or several fit."""
        return name if name in self._plan.commitments else self._orders.get(folded(name))

    def activity_of_order(self, order: object) -> str | None:
        """Return the activity that an order is for."""
        found = self._plan.commitments.get(str(order))
        return found.activity_id if found is not None and found.activity_id in self._plan.activities else None

    def suggestions(self, said: Sequence[str], vendor: object, amount: int) -> tuple[str, ...]:
        """Return the activities that share most with what a row says, its vendor and amount (minor units)."""
        words = {word for text in said for word in words_of(text)} - _COMMON
        candidates = {row for word in words for row in self._holding.get(word, ())}
        if vendor is not None:
            candidates |= {row for row, item in self._plan.activities.items() if item.vendor_id == vendor}
        text = " ".join(sorted(words))
        scores = {row: self._score(row, words, text, vendor, amount) for row in candidates if row in self._words}
        best = nlargest(MOST_SUGGESTIONS, scores, key=lambda row: (scores[row], row))
        return tuple(row for row in best if scores[row] >= _ENOUGH)

    def _score(self, row: str, words: set[str], text: str, vendor: object, amount: int) -> float:
        own = self._words[row]
        shared = len(own & words) / max(1, len(own))
        alike = SequenceMatcher(None, " ".join(sorted(own)), text).ratio() if shared else 0.0
        activity = self._plan.activities[row]
        from_vendor = 0.25 if vendor is not None and activity.vendor_id == vendor else 0.0
        as_planned = 0.15 if amount and amount == net_spend(activity) else 0.0
        return 0.6 * shared + 0.3 * alike + from_vendor + as_planned


def _by_name(names: Mapping[str, str]) -> dict[str, str]:
    """Return the row of each name that only one row has."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for row, name in names.items():
        if key := folded(name):
            found[key].append(row)
    return {key: rows[0] for key, rows in found.items() if len(rows) == 1}
