"""Saved ways to look at the calendar: what each holds, those that are always there, and how they are kept.

They belong to the user and the plan, not to the plan file: looking at a plan another way must not change it for others,
nor stand among the acts that are undone.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from cmoplanner.i18n import mark
from cmoplanner.report.timeline.arrangement import Arrangement

_KEPT = 30  # plans of which views are remembered


@dataclass(frozen=True)
class SavedView:
    """A name and what is shown under it.

    `days` are those in sight as a text that `read_span` reads, "" for the whole year; `folded` the lanes that are
    folded, None for as many open ones as fit; without an arrangement the lanes stay as they are.
    """

    name: str
    form: str = "timeline"
    filter: str = ""
    days: str = ""
    arrangement: Arrangement | None = None
    folded: tuple[str, ...] | None = None
    range: str = ""
    segment: str = ""

    def stored(self) -> dict[str, Any]:
        """Return what `read` takes, of plain values."""
        return {
            "name": self.name,
            "form": self.form,
            "filter": self.filter,
            "days": self.days,
            "arrangement": self.arrangement.stored() if self.arrangement is not None else None,
            "folded": list(self.folded) if self.folded is not None else None,
            "range": self.range,
            "segment": self.segment,
        }

    @staticmethod
    def read(stored: Any) -> "SavedView | None":
        """Return the view of stored values, None where they are none; what is damaged falls back to the usual."""
        if not isinstance(stored, dict) or not _text(stored.get("name")):
            return None
        folded, arrangement = stored.get("folded"), stored.get("arrangement")
        return SavedView(
            _text(stored.get("name")),
            _text(stored.get("form")) or "timeline",
            _text(stored.get("filter")),
            _text(stored.get("days")),
            Arrangement.read(arrangement) if isinstance(arrangement, dict) else None,
            tuple(lane for lane in folded if isinstance(lane, str)) if isinstance(folded, list) else None,
            _text(stored.get("range")),
            _text(stored.get("segment")),
        )

    def same_look(self, other: "SavedView") -> bool:
        """Return whether another view filters and arranges in the same form, wherever it is scrolled and folded to."""
        arranged = self.arrangement is None or other.arrangement is None or self.arrangement == other.arrangement
        mine, others = (self.form, self.filter.strip()), (other.form, other.filter.strip())
        return arranged and mine == others


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


BUILT_IN: Sequence[SavedView] = (
    SavedView(mark("Whole plan")),
    SavedView(mark("Internal programme"), filter="audience:internal"),
    SavedView(mark("Next 30 days"), filter="during:30d", days="30d"),
    SavedView(mark("This quarter"), filter="during:quarter", days="quarter"),
    SavedView(mark("Needs approval"), form="table", filter="approval:draft,submitted,rejected -status:done,cancelled"),
    SavedView(mark("With collisions"), filter="has:collision"),
)
"""Always there; their names are translated where they are shown."""


@dataclass(frozen=True)
class ViewBook:
    """The user's views of one plan in their order, and the name of the one with which the plan opens, "" for none."""

    views: tuple[SavedView, ...] = ()
    default: str = ""

    def named(self, name: str) -> SavedView | None:
        """Return the view of a name, None if there is none."""
        return next((view for view in self.views if view.name == name), None)

    def saved(self, view: SavedView) -> "ViewBook":
        """Return the book with a view; one of the same name is replaced in its place."""
        if self.named(view.name) is None:
            return replace(self, views=(*self.views, view))
        return replace(self, views=tuple(view if one.name == view.name else one for one in self.views))

    def renamed(self, name: str, new: str) -> "ViewBook":
        """Return the book with a view under another name."""
        views = tuple(replace(one, name=new) if one.name == name else one for one in self.views)
        return ViewBook(views, new if self.default == name else self.default)

    def without(self, name: str) -> "ViewBook":
        """Return the book without a view."""
        views = tuple(one for one in self.views if one.name != name)
        return ViewBook(views, "" if self.default == name else self.default)


@dataclass(frozen=True)
class ViewShelf:
    """The views of every plan, as they are kept in the user's settings."""

    books: Mapping[str, ViewBook] = field(default_factory=dict)

    @staticmethod
    def read(text: str) -> "ViewShelf":
        """Return what a kept text says; what is damaged is left out."""
        try:
            stored = json.loads(text or "{}")
        except ValueError:
            return ViewShelf()
        books = {}
        for plan, entry in stored.items() if isinstance(stored, dict) else ():
            if isinstance(entry, dict):
                rows = entry.get("views")
                views = [SavedView.read(row) for row in rows] if isinstance(rows, list) else []
                books[plan] = ViewBook(tuple(view for view in views if view is not None), _text(entry.get("default")))
        return ViewShelf(books)

    def book(self, plan: str) -> ViewBook:
        """Return the views of a plan."""
        return self.books.get(plan, ViewBook())

    def with_book(self, plan: str, book: ViewBook) -> "ViewShelf":
        """Return the shelf with the views of a plan; those of plans not touched for long are let go."""
        others = [(key, one) for key, one in self.books.items() if key != plan]
        return ViewShelf(dict([*others[-_KEPT + 1 :], (plan, book)]))

    def text(self) -> str:
        """Return the shelf as it is kept."""
        stored = {
            plan: {"views": [view.stored() for view in book.views], "default": book.default}
            for plan, book in self.books.items()
        }
        return json.dumps(stored, ensure_ascii=False)
