"""Saving from a damaged plan file what can still be read, into a new plan that is marked, and saying what was lost."""

import re
import sqlite3
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from cmoplanner.errors import NewerPlan, PlanFileError, PlanNotReadable, PlanNotWritable
from cmoplanner.i18n import _, ngettext
from cmoplanner.model import fields
from cmoplanner.model.store import schema
from cmoplanner.model.store.contents import Contents
from cmoplanner.model.store.digest import StoredRow
from cmoplanner.model.store.open import receive
from cmoplanner.model.store.pages import Found, Pages, Record
from cmoplanner.model.store.publish import write_plan_file
from cmoplanner.model.store.read import InvalidRow, PlanReader
from cmoplanner.model.values import NAME_LIMIT, Stored

_NAMES = re.compile(r'^  "(\w+)" ', re.MULTILINE)
_TYPES: dict[str, type] = {"TEXT": str, "INTEGER": int, "REAL": float}
_LARGEST = 1 << 29
_LISTED = 20
_HEADER_ID = "plan"

Tables = dict[str, list[StoredRow]]


@dataclass(frozen=True)
class Recovered:
    """What was saved, by table, and a sentence for each thing that was not."""

    rows: Mapping[str, Sequence[StoredRow]]
    lost: tuple[str, ...]

    @property
    def count(self) -> int:
        """How many rows were saved."""
        return sum(len(rows) for rows in self.rows.values())


@dataclass(frozen=True, slots=True)
class _Tree:
    """Where the rows of one table begin in the file, and the names of their columns."""

    root: int
    columns: tuple[str, ...]


def recover(source: Path, target: Path) -> Recovered:
    """Save what a plan file still holds as a new plan, marked in its name; the source is only read.

    Raises PlanFileError: about the source if it is newer than this program or no row of it can be read, and
    PlanNotWritable about the target, which must not exist.
    """
    source, target = source.absolute(), target.absolute()
    if target.exists():
        raise PlanNotWritable(target, _("There is already a file of this name."))
    found = _whole(source)
    if isinstance(found, PlanFileError):
        found = _salvage(source, found)
    write_plan_file(target, Contents.new(found.rows))
    return found


def _whole(source: Path) -> Recovered | PlanFileError:
    """Return all rows of a sound file, or why it is not sound."""
    with tempfile.TemporaryDirectory(prefix="cmoplanner-") as folder:
        try:
            tables = receive(source, Path(folder)).contents.tables
            PlanReader(tables, 0)
        except (NewerPlan, PlanNotReadable):
            raise
        except PlanFileError as error:
            return error
        except InvalidRow as error:
            return PlanFileError(source, str(error))
    return Recovered(_marked({name: list(rows) for name, rows in tables.items()}), ())


def _salvage(source: Path, reason: PlanFileError) -> Recovered:
    try:
        if not source.is_file() or source.stat().st_size > _LARGEST:
            raise reason
        pages = Pages(source.read_bytes())
    except OSError as error:
        raise PlanNotReadable(source, str(error)) from error
    lost: list[str] = [f"{reason.sentence} {reason.details}".strip()]
    trees, indexes, others = _trees(pages)
    tables: Tables = {name: [] for name in schema.COLUMNS}
    for name, tree in trees.items():
        found = pages.table(tree.root)
        lost += _take(name, tree, found, tables)
        lost += _named_by_index(name, pages, indexes.get(name, 0), tables[name], found)
    if any(pages.table(root).records for root in others):
        lost.append(_("Named versions and the change log are not taken over."))
    lost += _take_orphans(pages, trees, tables)
    if not any(tables.values()):
        raise reason
    lost += _complete_header(tables)
    lost.append(_("The rest may hold changed values, because the checksum covers only the whole: look it through."))
    return Recovered(_marked(tables), tuple(lost))


def _trees(pages: Pages) -> tuple[dict[str, _Tree], dict[str, int], list[int]]:
    """Return where the tables and their indexes begin, and the roots of tables that are not the plan's.

    What the file does not tell any more stands where the program puts it when it writes a file.
    """
    with closing(sqlite3.connect(":memory:")) as connection:
        schema.create(connection)
        usual = connection.execute("SELECT type, name, tbl_name, rootpage, sql FROM sqlite_schema").fetchall()
    trees: dict[str, _Tree] = {}
    indexes: dict[str, int] = {}
    others: list[int] = []
    for record in (*usual, *pages.table(1).records):
        if len(record) != 5 or not isinstance(record[3], int):
            continue
        kind, name, owner, root, sql = record
        columns = tuple(_NAMES.findall(str(sql)))
        if kind == "table" and name in schema.COLUMNS and set(columns) <= set(schema.names(str(name))):
            trees[str(name)] = _Tree(root, columns)
        elif kind == "index" and owner in schema.COLUMNS:
            indexes[str(owner)] = root
        elif kind == "table" and name != schema.META and name not in schema.COLUMNS:
            others.append(root)
    return trees, indexes, others


def _take(name: str, tree: _Tree, found: Found, tables: Tables) -> Iterator[str]:
    """Add the rows of a table that a plan can hold; give a sentence for each one that it cannot."""
    ids = {row[0] for row in tables[name]}
    for record in found.records:
        row = _row(name, tree.columns, record)
        why = _("it is torn") if row is None else _refusal(name, row)
        if row is None or why:
            yield _("{table} {id}: cannot be read, {why}.").format(table=_label(name), id=str(record[0])[:40], why=why)
        elif row[0] not in ids:
            ids.add(row[0])
            tables[name].append(row)


def _row(name: str, columns: Sequence[str], record: Record) -> StoredRow | None:
    """Return a record as a row of today's columns, None if its values are not of their types."""
    if len(record) > len(columns):
        return None
    given = dict(zip(columns, record, strict=False))
    row: list[Stored] = []
    for column, kind in schema.COLUMNS[name]:
        value = given.get(column)
        if kind == "REAL" and isinstance(value, int):
            value = float(value)  # SQLite stores whole numbers of such a column as integers
        if value is None or (isinstance(value, _TYPES[kind]) and not isinstance(value, bytes)):
            row.append(value)
        else:
            return None
    return tuple(row) if isinstance(row[1], int) else None


def _refusal(name: str, row: StoredRow) -> str:
    """Return why no plan holds this row, "" if one can."""
    alone: Tables = {table: [] for table in schema.COLUMNS}
    alone[schema.HEADER] = [_header(date(2000, 1, 1))]
    alone[name] = [row]
    try:
        PlanReader(alone, 0)
    except InvalidRow as error:
        return str(error)
    return ""


def _named_by_index(name: str, pages: Pages, root: int, rows: Sequence[StoredRow], found: Found) -> Iterator[str]:
    """Tell which rows are missing: the index of a table has the ids of all of them."""
    listed = {entry[0] for entry in pages.index(root).records if len(entry) == 2 and isinstance(entry[0], str)}
    missing = sorted(str(key) for key in listed - {row[0] for row in rows})
    if missing:
        n = len(missing)
        names = ", ".join(missing[:_LISTED]) + (" …" if n > _LISTED else "")
        yield ngettext(
            "{table}: {n} of {all} rows is lost: {names}", "{table}: {n} of {all} rows are lost: {names}", n
        ).format(table=_label(name), n=n, all=len(rows) + n, names=names)
    elif not found.whole:
        yield _("{table}: a part cannot be read; how many rows it had is not known.").format(table=_label(name))


def _take_orphans(pages: Pages, trees: Mapping[str, _Tree], tables: Tables) -> Iterator[str]:
    """Add rows of pages that no table leads to any more, where they can be a row of one table only."""
    unknown = 0
    for record in pages.orphans():
        fitting = []
        for name, tree in trees.items():
            row = _row(name, tree.columns, record) if len(record) == len(tree.columns) else None
            if row is not None and not _refusal(name, row):
                fitting.append((name, row))
        if len(fitting) != 1:
            unknown += 1
            continue
        ((name, row),) = fitting
        if row[0] not in {other[0] for other in tables[name]}:
            tables[name].append(row)
    if unknown:
        yield ngettext(
            "{n} row is left out: it is not clear where it belongs.",
            "{n} rows are left out: it is not clear where they belong.",
            unknown,
        ).format(n=unknown)


def _complete_header(tables: Tables) -> Iterator[str]:
    """Give the plan the one header that it must have."""
    if len(tables[schema.HEADER]) == 1:
        return
    starts = [str(row[schema.names("activity").index("start")]) for row in tables["activity"]]
    year = min((int(start[:4]) for start in starts), default=2000)
    tables[schema.HEADER] = [_header(date(year, 1, 1))]
    yield _("The plan's own row is lost: its names, fiscal year, currency and budget must be typed again.")


def _header(start: date) -> StoredRow:
    given: dict[str, Stored] = {
        schema.ID: _HEADER_ID,
        schema.POSITION: 1,
        "company": _("unknown"),
        "name": _("Marketing plan"),
        "fy_start": start.isoformat(),
        "currency": "EUR",
        "currency_decimals": 2,
        "as_of": start.isoformat(),
        "topdown_budget": 0,
    }
    return tuple(given.get(name) for name in schema.names(schema.HEADER))


def _marked(tables: Tables) -> Tables:
    """Return tables with the plan's name saying that it was recovered."""
    at = schema.names(schema.HEADER).index("name")
    (header,) = tables[schema.HEADER]
    name = _("{name} (recovered)").format(name=str(header[at])[: NAME_LIMIT - 40])
    return tables | {schema.HEADER: [(*header[:at], name, *header[at + 1 :])]}


def _label(name: str) -> str:
    known = {table.name: table.label for table in fields.TABLES}
    return _(known[name]) if name in known else name
