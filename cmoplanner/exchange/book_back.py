"""What finance changed in an exported workbook: field by field, against what was exported and what the plan has now."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from dataclasses import field as made
from enum import StrEnum
from pathlib import Path
from typing import Any

from cmoplanner.exchange.book_back_keys import COMMENT, MONTH, SEASON, SHAPE
from cmoplanner.i18n import _, ngettext
from cmoplanner.model.edits.workbook import Wanted
from cmoplanner.model.plan import Plan


class State(StrEnum):
    """What can be done with a change."""

    CHANGED = "changed"
    CONFLICT = "conflict"
    ADDED = "added"
    DELETED = "deleted"
    REFUSED = "refused"


USUAL = frozenset({State.CHANGED, State.ADDED})
"""What is taken over unless something else is chosen."""


@dataclass(frozen=True, slots=True)
class Change:
    """One change: where it stands in the workbook, what it changes in the plan, and in words from what to what.

    `before` is what was exported, `now` what the plan has since, `after` what the workbook says. A new row has its
    values in `values`. `why` tells why it is refused, or what else is to be known.
    """

    id: str
    state: State
    sheet: str
    cell: str
    row: str
    field: str
    table: str
    row_id: str
    key: str
    before: str = ""
    after: str = ""
    now: str = ""
    why: str = ""
    remedy: str = ""
    value: Any = None
    data: Mapping[str, Any] = made(default_factory=dict)
    values: Mapping[str, Any] = made(default_factory=dict)

    @property
    def place(self) -> str:
        """Return sheet and cell: "Calendar!V5"."""
        return f"{self.sheet}!{self.cell}" if self.cell else self.sheet

    @property
    def sentence(self) -> str:
        """Return the change in words."""
        match self.state:
            case State.ADDED:
                return _("{place}: new “{row}” ({after})").format(place=self.place, row=self.row, after=self.after)
            case State.DELETED:
                return _("{place}: “{row}” is not there any more").format(place=self.place, row=self.row)
        told = _("{place}: “{row}”, {field}: {before} → {after}").format(
            place=self.place, row=self.row, field=self.field, before=self.before, after=self.after
        )
        if self.state is State.CONFLICT:
            return _("{told}; the plan has {now} since").format(told=told, now=self.now)
        return told


@dataclass(frozen=True)
class BookBack:
    """A workbook that comes back: its changes in the order of the sheets, what else is to be told, and its revision."""

    file: str
    changes: tuple[Change, ...]
    remarks: tuple[str, ...]
    revision: int
    plan_revision: int

    def of(self, *states: State) -> list[Change]:
        """Return the changes in these states."""
        return [change for change in self.changes if change.state in states]

    @property
    def usual(self) -> frozenset[str]:
        """The ids of the changes that are taken over unless something else is chosen."""
        return frozenset(change.id for change in self.changes if change.state in USUAL)

    @property
    def summary(self) -> str:
        """Return in one sentence how many changes there are of which kind."""
        if not self.changes:
            return _("Nothing changed.")
        words = {
            State.CHANGED: ngettext("{n} change", "{n} changes", len(self.of(State.CHANGED))),
            State.CONFLICT: ngettext("{n} conflict", "{n} conflicts", len(self.of(State.CONFLICT))),
            State.ADDED: ngettext("{n} new row", "{n} new rows", len(self.of(State.ADDED))),
            State.DELETED: ngettext("{n} deleted row", "{n} deleted rows", len(self.of(State.DELETED))),
            State.REFUSED: ngettext("{n} refused", "{n} refused", len(self.of(State.REFUSED))),
        }
        parts = [text.format(n=len(self.of(state))) for state, text in words.items() if self.of(state)]
        return ", ".join(parts) + "."


def wanted_of(plan: Plan, changes: Iterable[Change]) -> Wanted:
    """Return what taking over these changes asks of the plan; months of a season become the whole season."""
    changed: dict[str, dict[str, dict[str, Any]]] = {}
    months: dict[str, dict[int, int]] = {}
    shapes: dict[str, dict[int, int]] = {}
    added: dict[str, list[Mapping[str, Any]]] = {}
    deleted: dict[str, list[str]] = {}
    comments: dict[tuple[str, str], str] = {}
    for change in changes:
        if change.state is State.ADDED:
            added.setdefault(change.table, []).append(change.values)
        elif change.state is State.DELETED:
            deleted.setdefault(change.table, []).append(change.row_id)
        elif change.key.startswith(MONTH):
            months.setdefault(change.row_id, {})[int(change.key.removeprefix(MONTH))] = change.value or 0
        elif change.key.startswith(SHAPE):
            shapes.setdefault(change.row_id, {})[int(change.key.removeprefix(SHAPE))] = change.value or 0
        elif change.key.startswith(COMMENT):
            comments[change.row_id, change.key.removeprefix(COMMENT)] = change.value or ""
        elif change.key.startswith(SEASON):
            row = changed.setdefault(change.table, {}).setdefault(change.row_id, {})
            season = list(row.get("seasonality", plan.offerings[change.row_id].seasonality))
            season[int(change.key.removeprefix(SEASON)) - 1] = change.value or 0.0
            row["seasonality"] = tuple(season)
        else:
            changed.setdefault(change.table, {}).setdefault(change.row_id, {})[change.key] = change.value
    return Wanted(
        changed,
        months,
        {table: tuple(rows) for table, rows in added.items()},
        {table: tuple(ids) for table, ids in deleted.items()},
        shapes,
        comments,
    )


def chosen(back: BookBack, only: Sequence[str]) -> list[Change]:
    """Return the changes that are named: by their whole id, a field, a sheet, a row, or "sheet/row".

    A whole id or "sheet/row" takes conflicts and deleted rows too. Without names: what is usual.
    """
    if not only:
        return [change for change in back.changes if change.id in back.usual]
    found = []
    for change in back.changes:
        if change.state is State.REFUSED:
            continue
        exact = {change.id, f"{change.sheet}/{change.row_id}"}
        loose = {change.key, change.sheet, change.row_id}
        if exact & set(only) or (change.state in USUAL and loose & set(only)):
            found.append(change)
    return found


def unknown_names(back: BookBack, only: Sequence[str]) -> list[str]:
    """Return the names that no change has."""
    known = {
        name
        for change in back.changes
        for name in (change.id, change.key, change.sheet, change.row_id, f"{change.sheet}/{change.row_id}")
    }
    return [name for name in only if name not in known]


def read_back(path: Path, plan: Plan, origin: str) -> BookBack:
    """Return what was changed in a workbook since it was exported from this plan. Nothing is written.

    `origin` is the id of the plan file. Raises TableRefused.
    """
    from cmoplanner.exchange.book_back_reader import Reader

    return Reader(path, plan, origin).read()


def as_data(back: BookBack) -> dict[str, Any]:
    """Return all of it for programs."""
    return {
        "file": back.file,
        "exported_at_revision": back.revision,
        "plan_revision": back.plan_revision,
        "changes": [
            {
                "id": change.id,
                "state": change.state.value,
                "sheet": change.sheet,
                "cell": change.cell,
                "table": change.table,
                "row": change.row_id,
                "name": change.row,
                "field": change.key,
                **change.data,
                "sentence": change.sentence,
                "why": change.why,
                "remedy": change.remedy,
            }
            for change in back.changes
        ],
        "remarks": list(back.remarks),
    }


def with_reason(change: Change, why: str, remedy: str = "") -> Change:
    """Return a change that is refused for a reason."""
    return replace(change, state=State.REFUSED, why=why, remedy=remedy)
