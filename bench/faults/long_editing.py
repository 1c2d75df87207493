"""R1 in long editing: hundreds of acts lie between two kills, and what is there afterwards is compared exactly.

What every act does follows from its number, so that the state after each of them is known without the program.
"""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import count
from pathlib import Path
from typing import Any

from bench.faults.killing import Say, killed
from bench.faults.tally import FIRST, Tally, plan
from cmoplanner.errors import CmoPlannerError
from cmoplanner.model.plan import Plan
from cmoplanner.model.store.document import Document
from cmoplanner.model.store.session import Session
from cmoplanner.model.store.snapshot import read_snapshot

SECOND = "A00001"
MOST_ACTS = 300  # are done, and a little time passes, before the kill: however busy the computer is
_ANEW = 100  # kills: then a new plan begins
_PUBLISHED_EVERY = 150
_AHEAD = 2  # acts that a hasty program confirms before they are written
_BACK = 3  # steps that going to a step takes back
_UNDONE = 5  # steps that are undone and redone after each kill
_DAY = date(2027, 3, 1)
_WATCHED = {FIRST, SECOND, "s", "o", "c", "p"}

State = Mapping[str, object]


def run(tries: int, folder: Path, chance: random.Random, *, hasty: bool = False) -> Tally:
    """Kill so many times; only acts that change the plan count as confirmed. A hasty program confirms too early."""
    tally = Tally()
    work = None
    for number in range(tries):
        if work is None or number % _ANEW == 0:
            work = _Work(_folder(folder, number), hasty=hasty)
        said = killed(work.act, chance, done=chance.randrange(MOST_ACTS))
        tally.confirmed += sum(1 for one in said if not _publishes(one))
        try:
            failed = work.failed(said)
        except CmoPlannerError:
            failed = True
        tally.count(failed=failed)
        work = None if failed else work
    return tally


def _folder(folder: Path, number: int) -> Path:
    made = folder / f"{number}"
    made.mkdir()
    return made


def _publishes(number: int) -> bool:
    return number % _PUBLISHED_EVERY == 0


@dataclass
class _Expected:
    """What the plan must hold after each act, and where undo and redo must lead."""

    states: list[State]
    labels: list[str] = field(default_factory=lambda: [""])
    at: int = 0
    number: int = 0

    @property
    def state(self) -> State:
        """What the plan holds now."""
        return self.states[self.at]

    def after(self, number: int) -> "_Expected":
        """Return what must be there after the acts up to this one."""
        twin = _Expected(list(self.states), list(self.labels), self.at, self.number)
        for one in range(self.number + 1, number + 1):
            twin._do(one)
        return twin

    def _do(self, number: int) -> None:
        self.number = number
        match _kind(number):
            case "undo":
                self.at = max(0, self.at - 1)
            case "redo":
                self.at = min(len(self.states) - 1, self.at + 1)
            case "back":
                self.at = max(0, self.at - _BACK)
            case "edit":
                del self.states[self.at + 1 :], self.labels[self.at + 1 :]
                self.states.append({**self.state, **_new(number)})
                self.labels.append(str(number))
                self.at += 1


def _kind(number: int) -> str:
    """Return what an act does: mostly it edits."""
    if _publishes(number):
        return "publish"
    if number % 50 == 25:
        return "back"
    return {5: "undo", 6: "redo", 13: "undo", 14: "redo", 17: "undo", 18: "undo"}.get(number % 21, "edit")


def _new(number: int) -> State:
    """Return what an edit gives new values: two things that belong together, in one table, in two, or in two rows."""
    match number % 10:
        case 3:
            return {"segment": str(number), "offering": str(number)}
        case 6:
            return {"customers": float(number), "plan": str(number)}
        case 9:
            return {"added": (f"X{number}",), "name": str(number)}
        case _:
            return {"name": str(number), "spent": number}


def _found(plan: Plan) -> State:
    return {
        "name": plan.activities[FIRST].name,
        "spent": plan.activities[SECOND].gross_spend,
        "segment": plan.segments["s"].name,
        "offering": plan.offerings["o"].name,
        "customers": plan.cells["c"].customers_start,
        "plan": plan.header.name,
        "added": tuple(row_id for row_id in plan.activities if row_id.startswith("X")),
    }


def _write(session: Session, new: State, old: State) -> None:
    """Write what an edit gives new values."""
    places: dict[str, tuple[str, str, str]] = {
        "name": ("activity", FIRST, "name"),
        "spent": ("activity", SECOND, "gross_spend"),
        "segment": ("segment", "s", "name"),
        "offering": ("offering", "o", "name"),
        "customers": ("cell", "c", "customers_start"),
        "plan": ("plan", "p", "name"),
    }
    for what, value in new.items():
        if what == "added":
            _swap(session, old["added"], value)
            continue
        table, row_id, key = places[what]
        session.update(table, row_id, {key: value})


def _swap(session: Session, old: Any, new: Any) -> None:
    for row_id in old:
        session.delete("activity", row_id)
    for row_id in new:
        session.insert("activity", {"id": row_id, "name": "Added", "start": _DAY, "end": _DAY, "gross_spend": 0})


@dataclass
class _Work:
    """A plan that is edited, killed, opened and compared, again and again."""

    folder: Path
    hasty: bool
    path: Path = field(init=False)
    expected: _Expected = field(init=False)
    others: Mapping[str, Sequence[object]] = field(init=False)

    def __post_init__(self) -> None:
        with plan(self.folder) as document:
            self.path = document.path
            self.expected = _Expected([_found(document.plan)])
            self.others = _others(document)

    def act(self, say: Say) -> None:
        """Go on until killed, saying each act that is done."""
        document = Document.open(self.path, data_folder=self.folder / "data")
        say(0)
        for number in count(self.expected.number + 1):
            if self.hasty:
                say(number + _AHEAD)
            self._perform(document, number)
            if not self.hasty:
                say(number)

    def _perform(self, document: Document, number: int) -> None:
        match _kind(number):
            case "publish":
                document.publish()
            case "undo":
                document.undo()
            case "redo":
                document.redo()
            case "back":
                done = [step.id for step in document.steps() if not step.undone]
                document.go_to(done[-1 - _BACK] if len(done) > _BACK else None)
            case _:
                old = _found(document.plan)
                with document.edit(str(number)) as session:
                    _write(session, _new(number), old)

    def failed(self, said: Sequence[int]) -> bool:
        """Return whether the plan is another one than after the last act that was confirmed, or the next one."""
        last = max([self.expected.number, *said])
        may_be = [self.expected.after(last), self.expected.after(last + 1)]
        in_file = _found(read_snapshot(self.path).plan)
        if in_file not in [self._published(last), self._published(last + 1)]:
            return True
        with Document.open(self.path, data_folder=self.folder / "data") as document:
            here = next((one for one in may_be if one.state == _found(document.plan)), None)
            if here is None or _others(document) != self.others or not _leads_back(document, here):
                return True
        self.expected = here
        return False

    def _published(self, number: int) -> State:
        """Return what the plan file must hold after an act: what it held before, or was published last."""
        latest = number - number % _PUBLISHED_EVERY
        return self.expected.after(max(latest, self.expected.number)).state


def _others(document: Document) -> dict[str, list[object]]:
    """Return the rows that no act touches."""
    tables = document.contents().tables
    return {
        name: [row for row in rows if row[0] not in _WATCHED and not str(row[0]).startswith("X")]
        for name, rows in tables.items()
    }


def _leads_back(document: Document, here: _Expected) -> bool:
    """Undo some steps and redo them; return whether each led where it must, and that redo still leads on."""
    digest = document.content_sums
    undone = min(_UNDONE, here.at)
    for back in range(undone):
        fits = document.undo() == here.labels[here.at - back]
        if not fits or _found(document.plan) != here.states[here.at - back - 1]:
            return False
    for _each in range(undone):
        document.redo()
    left = here.labels[here.at + 1] if here.at + 1 < len(here.labels) else None
    return document.redo_label == left and document.content_sums == digest
