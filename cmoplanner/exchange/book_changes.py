"""The change log of the workbook: what differs from the approved version, and the acts and versions of the plan."""

from bisect import bisect_left
from collections.abc import Iterator
from datetime import datetime

from cmoplanner.exchange.book import DAY_ZERO, FIRST, Book, Sheet
from cmoplanner.exchange.book_beside import Beside
from cmoplanner.i18n import _
from cmoplanner.model.compare import compare
from cmoplanner.model.store.change_log import LogEntry, LogKind
from cmoplanner.model.store.versions import Version

MOST_ACTS = 2_000
_DAY = 86_400.0
_WIDTH = 100


def write_changes(sheet: Sheet, book: Book, beside: Beside) -> None:
    """Write the differences from the approved version, then the newest acts, newest first, each with its version."""
    heads = [
        (_("When (local time of who did it)"), "time", 18.0),
        (_("Kind"), "text", 26.0),
        (_("In version"), "text", 24.0),
        (_("What"), "text", float(_WIDTH)),
        (_("Revision"), "count", 10.0),
    ]
    sheet.columns(heads)
    row = FIRST
    for kind, sentence in _differences(book, beside):
        sheet.put(row, 1, kind, "text", "label")
        sheet.paragraph(row, 3, sentence, _WIDTH)
        row += 1
    versions = sorted(beside.versions, key=lambda version: version.revision)
    for entry in sorted(beside.log, key=lambda one: -one.number)[:MOST_ACTS]:
        naming = int(entry.kind == LogKind.VERSION)  # an act of its own, right after the state that it names
        _act(sheet, row, entry, _version(versions, entry.revision - naming))
        row += 1
    sheet.as_list(max(FIRST, row - 1), len(heads), frozen=1)


def _differences(book: Book, beside: Beside) -> Iterator[tuple[str, str]]:
    if beside.approved is None:
        return
    kind = _("since “{version}”").format(version=beside.approved_name)
    found = compare(beside.approved, book.plan)
    for one in found:
        yield kind, one.sentence
    if not found:
        yield kind, _("Nothing is other than approved.")


def _version(versions: list[Version], revision: int) -> str:
    """Return the name of the first version that holds what was done at a revision; of none "not in a version yet"."""
    place = bisect_left(versions, revision, key=lambda version: version.revision)
    return versions[place].name if place < len(versions) else _("not in a version yet")


def _act(sheet: Sheet, row: int, entry: LogEntry, version: str) -> None:
    when = entry.time.replace(tzinfo=None) - datetime(DAY_ZERO.year, DAY_ZERO.month, DAY_ZERO.day)  # noqa: DTZ001
    sheet.put(row, 0, round(when.total_seconds() / _DAY, 9), "time", "label")
    sheet.put(row, 1, _kind(entry.kind), "text", "label")
    sheet.put(row, 2, version, "text", "label")
    sheet.paragraph(row, 3, entry.label, _WIDTH)
    sheet.put(row, 4, entry.revision, "count", "label")


def _kind(kind: str) -> str:
    return {
        LogKind.START: _("The plan was made"),
        LogKind.COPY: _("Copy of another plan"),
        LogKind.EDIT: _("Edit"),
        LogKind.UNDO: _("Undo"),
        LogKind.REDO: _("Redo"),
        LogKind.VERSION: _("Version named"),
        LogKind.FORMAT: _("Newer file format"),
    }.get(LogKind(kind), kind)
