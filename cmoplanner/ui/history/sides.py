"""What can be compared: the plan as it is now, its named versions, backups, and other copies of its file."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from cmoplanner.i18n import _
from cmoplanner.model.plan import Plan
from cmoplanner.model.store.backups import Backup
from cmoplanner.model.store.document import Document
from cmoplanner.model.store.restore import preview
from cmoplanner.model.store.snapshot import read_snapshot
from cmoplanner.report.formats import Formats
from cmoplanner.ui.history.entries import moment_words

NOW = "now"


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a comparison; `read` makes its plan, in any thread. Raises CmoPlannerError."""

    key: str
    title: str
    read: Callable[[], Plan]


def present_side(document: Document) -> Side:
    """Return the plan as it is at this moment."""
    plan = document.plan
    return Side(NOW, _("Now"), lambda: plan)


def version_side(document: Document, version_id: str) -> Side:
    """Return the plan as it was when a version was named. Raises LookupError if there is none."""
    found = next((version for version in document.versions if version.id == version_id), None)
    if found is None:
        raise LookupError(version_id)
    return Side(f"version:{found.id}", found.name, lambda: document.plan_of(found.id))


def step_side(document: Document, step: int | None, formats: Formats) -> Side:
    """Return the plan as it was after an act (None: before all that are kept). Raises EditRefused."""
    past = document.past(step)
    act = next((found for found in document.steps() if found.id == step), None)
    if act is None:
        return Side(f"step:{step}", _("Before the first of these acts"), past.plan)
    title = _("After “{act}”, {moment}").format(act=act.label, moment=moment_words(act.at, formats))
    return Side(f"step:{step}", title, past.plan)


def backup_side(backup: Backup, formats: Formats) -> Side:
    """Return the plan as a backup holds it."""
    title = _("Backup of {moment}").format(moment=moment_words(backup.at, formats))
    return Side(f"backup:{backup.path.name}", title, lambda: preview(backup).plan)


def file_side(path: Path) -> Side:
    """Return the plan as another file holds it."""
    return Side(f"file:{path}", path.name, lambda: read_snapshot(path).plan)


def own_sides(document: Document) -> list[Side]:
    """Return now and every version, newest first."""
    versions = [version_side(document, version.id) for version in reversed(document.versions)]
    return [present_side(document), *versions]
