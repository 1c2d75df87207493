"""The real edits, undo, redo, going to steps, versions and reopening in any order: the plan is always the right one.

What is right is kept beside the document: a list of states, and which of them is the present one.
"""

import random
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from cmoplanner.errors import EditRefused
from cmoplanner.model import fields as field_list
from cmoplanner.model.edits import activities, bulk, campaigns, fields, rows
from cmoplanner.model.plan import Target
from cmoplanner.model.store.document import Document
from cmoplanner.model.store.open import read_verified
from tests.model.store.small_plan import Clock, crash, make

RUNS, ACTS = 100, 50  # `python -m bench.any_order` does more
LONG = 400  # acts of one long run: steps by the hundred
MOST = 25  # activities; more are deleted again
FIRST = date(2027, 1, 1)


class Machine:
    """A document, and what it has to be."""

    def __init__(self, path: Path, seed: int, data: Path | None = None) -> None:
        self.path, self.data = path, data
        path.parent.mkdir(exist_ok=True)
        self.chance = random.Random(seed)
        self.clock = Clock()
        self.document = make(path, clock=self.clock, data_folder=data)
        self.states = [self.document.content_sums]
        self.labels: list[str | None] = [None]
        self.now = 0
        self.refused = 0
        self.longest = 0

    def run(self, acts: int) -> None:
        """Do so many acts, then go back to the very beginning."""
        for _act in range(acts):
            self.act()
        self.document.go_to(None)
        assert self.document.content_sums == self.states[0]
        self.document.close()

    def act(self) -> None:
        """Do something and compare."""
        self.clock.forward(10)
        self.chance.choices(
            (self.edit, self.undo, self.redo, self.go_to, self.version, self.reopen, self.crash),
            (60, 16, 12, 4, 1, 1, 1),
        )[0]()
        document = self.document
        assert document.content_sums == self.states[self.now]
        assert document.undo_label == self.labels[self.now]
        assert document.redo_label == (self.labels[self.now + 1] if self.now + 1 < len(self.states) else None)

    def edit(self) -> None:
        """Do any edit; one that changes nothing or is refused leaves everything as it is."""
        before, revision = self.document.content_sums, self.document.revision
        try:
            self.any_edit()(self.document)
        except EditRefused:
            self.refused += 1
            assert (self.document.content_sums, self.document.revision) == (before, revision)
        if self.document.revision > revision:
            del self.states[self.now + 1 :], self.labels[self.now + 1 :]
            self.states.append(self.document.content_sums)
            self.labels.append(self.document.undo_label)
            self.now += 1
            self.longest = max(self.longest, self.now)
            assert self.document.content_sums != before

    def any_edit(self) -> Callable[[Document], object]:
        """Return an edit of rows that are there."""
        chance, plan = self.chance, self.document.plan
        ids = list(plan.activities)
        if not ids:
            return lambda document: activities.create_activity(document, "New", FIRST, FIRST, {})
        some = chance.sample(ids, min(len(ids), chance.choice((1, 1, 2, 5))))
        one, days = some[0], chance.randrange(-20, 21)
        if len(ids) > MOST:
            return lambda document: activities.delete_activities(document, chance.sample(ids, 10))
        start = FIRST + timedelta(days=chance.randrange(300))
        table = chance.choice(("segment", "campaign", "channel", "vendor", "risk", "lever", "objective"))
        known = [row.id for row in getattr(plan, field_list.table(table).attribute).values()]
        values: dict[str, Any] = {"name": f"Row {chance.randrange(1000)}"}
        calls: list[Callable[[Document], object]] = [
            lambda document: activities.create_activity(document, f"New {days}", start, start, {}),
            lambda document: activities.duplicate_activities(document, some),
            lambda document: activities.delete_activities(document, some),
            lambda document: activities.move_activities(document, some, days),
            lambda document: activities.set_dates(document, one, start, start + timedelta(days=abs(days))),
            lambda document: activities.rename_activity(document, one, f"Name {days}"),
            lambda document: activities.set_targets(document, some, [Target("s-o", 0.5), Target("s-p", 0.5)]),
            lambda document: activities.set_targets(document, some, []),
            lambda document: bulk.change_by_rule(document, "activity", some, "start", bulk.Rule.DAYS, days),
            lambda document: fields.set_field_of_many(document, "activity", some, "gross_spend", abs(days) * 1000),
            lambda document: fields.set_field(document, "activity", one, "notes", "note " * abs(days)),
            lambda document: rows.reorder_rows(document, "activity", some, chance.choice([None, *ids])),
            lambda document: campaigns.create_campaign(document, f"Campaign {days}", {}),
        ]
        if table in {"segment", "campaign", "channel", "vendor"}:
            calls.append(lambda document: rows.create_row(document, table, values))
        if known:
            row = chance.choice(known)
            calls += [
                lambda document: rows.duplicate_rows(document, table, [row]),
                lambda document: rows.delete_rows(document, table, [row]),
                lambda document: rows.reorder_rows(document, table, [row], None),
            ]
            if table != "objective":
                calls.append(lambda document: rows.change_rows(document, table, {row: values}))
        return chance.choice(calls)

    def undo(self) -> None:
        """Take the last act back, if there is one."""
        assert self.document.undo() == self.labels[self.now]
        self.now = max(0, self.now - 1)

    def redo(self) -> None:
        """Do again what was taken back last, if anything was."""
        self.now = min(self.now + 1, len(self.states) - 1) if self.document.redo() else self.now

    def go_to(self) -> None:
        """Go to any state that is still known, also the first."""
        self.now = self.chance.randrange(len(self.states))
        self.document.go_to([None, *(step.id for step in self.document.steps())][self.now])

    def version(self) -> None:
        """Name a version, read it, and delete it again."""
        plan = self.document.plan
        version = self.document.name_version("This")
        assert self.document.plan_of(version.id).activities == plan.activities
        self.document.delete_version(version.id)

    def reopen(self) -> None:
        """Close and open again: the plan file then holds the present state, and every step is there."""
        self.document.close()
        found = read_verified(self.path)
        self.document = Document.open(self.path, clock=self.clock, data_folder=self.data)
        assert found.identity.digest == self.document.digest

    def crash(self) -> None:
        """End without closing and open again."""
        crash(self.document)
        self.document = Document.open(self.path, clock=self.clock, data_folder=self.data)


@pytest.mark.parametrize("seed", range(RUNS))
def test_acts_in_any_order(tmp_path: Path, seed: int) -> None:
    machine = Machine(tmp_path / "plan.cmoplan", seed)
    machine.run(ACTS)
    assert machine.longest > 4
    assert machine.refused < ACTS / 4, "most acts do something"


def test_many_acts_in_any_order(tmp_path: Path) -> None:
    machine = Machine(tmp_path / "plan.cmoplan", 200)
    machine.run(LONG)
    assert machine.longest > 20
