"""A copy of a plan for somebody else: what the plan holds now, and nothing that tells how it came about."""

from pathlib import Path

from cmoplanner.model import fields
from cmoplanner.model.store import schema
from cmoplanner.model.store.contents import Contents
from cmoplanner.model.store.document import Document
from cmoplanner.model.store.publish import write_plan_file

SENT = frozenset(table.name for table in fields.TABLES) | {schema.KEPT}


def cleaned(contents: Contents) -> Contents:
    """Return the rows of the plan alone, as another plan at its first revision.

    Tables that are not the plan's own nouns (steps, versions, the change log) are left empty, whatever they are.
    """
    return Contents.new({name: rows if name in SENT else [] for name, rows in contents.tables.items()})


def write_clean_copy(contents: Contents, path: Path) -> None:
    """Write the plan's rows alone as a plan file; rows are written anew, so nothing deleted is in its bytes.

    Raises PlanNotWritable.
    """
    write_plan_file(path.absolute(), cleaned(contents))


def send_clean_copy(document: Document, path: Path) -> None:
    """Write an open plan as it is now for somebody else. Raises PlanNotWritable, PlanInUse for its own file."""
    write_clean_copy(document.contents(), document.way_for_copy(path))
