"""What every experiment needs: a count of its tries and failures, and a small plan to work on."""

from dataclasses import dataclass
from pathlib import Path

from bench.document import rows
from cmoplanner.model.store.document import Document

FIRST = "A00000"


@dataclass
class Tally:
    """How often something was tried, how often it went wrong, and how many acts were confirmed before."""

    tries: int = 0
    failures: int = 0
    confirmed: int = 0

    def count(self, *, failed: bool) -> None:
        """Note one more try."""
        self.tries += 1
        self.failures += failed

    @property
    def bound(self) -> float:
        """The failure rate that the tries exclude with 95 %, if none failed."""
        return 1 - 0.05 ** (1 / self.tries) if self.tries else 1.0


def plan(folder: Path, name: str = "plan.cmoplan", *, activities: int = 10, data: str = "data") -> Document:
    """Make and open a small plan."""
    return Document.create(folder / name, rows(activities), data_folder=folder / data)


def rename(document: Document, name: str) -> None:
    """Do one small edit."""
    with document.edit(f"Rename to {name}") as session:
        session.update("activity", FIRST, {"name": name})


def name_of(document: Document) -> str:
    """Return what `rename` last gave."""
    return document.plan.activities[FIRST].name
