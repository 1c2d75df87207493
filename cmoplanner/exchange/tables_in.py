"""Plan tables read into rows: a folder of CSV files and plan.json, every fault in it named by file, line and column."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from cmoplanner.errors import CmoPlannerError, ImportRefused, PlanNotReadable
from cmoplanner.exchange.incoming import IncomingRow
from cmoplanner.exchange.text_files import (
    JsonObject,
    Member,
    Problems,
    Record,
    has_half_character,
    read_object,
    read_records,
    read_text,
)
from cmoplanner.exchange.usual import usual_members
from cmoplanner.i18n import _
from cmoplanner.model.checks import check_rows, fiscal_year_end
from cmoplanner.model.fields import TABLES, Kind, Table, table
from cmoplanner.model.plan import KeptTable
from cmoplanner.model.values import Stored

HEADER_FILE = "plan.json"
GOALS_KEY = "company_goals"
FY_END_KEY = "fy_end"
TYPED_FILES: Mapping[str, Table] = {found.file: found for found in TABLES if found.file != HEADER_FILE}

_KEPT_LIMIT = 9_000_000  # characters: a plan file takes no longer texts


@dataclass(frozen=True, slots=True)
class TablesRead:
    """A folder of plan tables as rows for `Document.create`, and what of it has no home in the plan yet.

    A kept table that has the name of a known file holds no rows, only that file's columns in their order.
    """

    rows: Mapping[str, Sequence[Mapping[str, Stored]]]
    kept: tuple[KeptTable, ...]
    kept_files: tuple[str, ...]
    kept_columns: tuple[tuple[str, tuple[str, ...]], ...]
    left_out: tuple[str, ...]


def read_folder(folder: Path) -> TablesRead:
    """Read a folder of plan tables. Raises ImportRefused with everything that is wrong with it."""
    return _Reading(folder).read()


class _Reading:
    """Everything collected while one folder is read."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.problems = Problems()
        self.rows: dict[str, list[IncomingRow]] = {}
        self.kept: list[KeptTable] = []
        self.kept_files: list[str] = []
        self.kept_columns: list[tuple[str, tuple[str, ...]]] = []
        self.left_out: list[str] = []
        self.unread: set[str] = set()  # tables that could not be read, or not whole
        self.decimals = 2

    def read(self) -> TablesRead:
        names = self._names()
        self._read_header(there=HEADER_FILE in names)
        for name in names:
            if name in TYPED_FILES:
                self._read_whole(TYPED_FILES[name])
            elif name != HEADER_FILE:
                self._keep_or_leave(name)
        self._check_together()
        if self.problems:
            distinct = dict.fromkeys(self.problems)
            raise ImportRefused(self.folder, sorted(distinct, key=lambda bad: (bad.file, bad.line)))
        return TablesRead(
            {name: [row.stored() for row in rows] for name, rows in self.rows.items()},
            tuple(self.kept),
            tuple(self.kept_files),
            tuple(self.kept_columns),
            tuple(self.left_out),
        )

    def _names(self) -> list[str]:
        try:
            return sorted(path.name for path in self.folder.iterdir())
        except NotADirectoryError:
            raise CmoPlannerError(
                _("“{name}” is not a folder of plan tables.").format(name=self.folder.name),
                _("Give the folder that holds plan.json and the CSV files."),
            ) from None
        except OSError as error:
            raise PlanNotReadable(self.folder, str(error)) from None

    def _read_header(self, *, there: bool) -> None:
        if not there:
            self.problems.add(HEADER_FILE, 1, "", _("the file is missing: it holds company, currency and fiscal year"))
            self.unread.add("goal")
            return
        text = read_text(self.folder / HEADER_FILE, self.problems)
        content = None if text is None else read_object(HEADER_FILE, text, (GOALS_KEY,), self.problems)
        if content is None:
            self.unread.add("goal")
            return
        content = replace(content, members=(*content.members, *usual_members(content)))
        for member in content.members:
            if member.key == "currency_decimals" and member.text in {"0", "1", "2", "3", "4"}:
                self.decimals = int(member.text)
        header = self._json_row(IncomingRow(table("plan"), content.line, self.problems), content)
        self.rows["plan"] = [header]
        self.kept.append(KeptTable(HEADER_FILE, tuple(member.key for member in content.members), ()))
        if header.extra:
            self.kept_columns.append((HEADER_FILE, tuple(header.extra)))
        self.rows["goal"] = self._goals(content)
        if unknown := sorted({key for goal in self.rows["goal"] for key in goal.extra}):
            self.kept_columns.append((HEADER_FILE, tuple(f"{GOALS_KEY}.{key}" for key in unknown)))
        self._check_fy_end(content, header)

    def _goals(self, content: JsonObject) -> list[IncomingRow]:
        goals: list[IncomingRow] = []
        for member in content.members:
            if member.key == GOALS_KEY and not isinstance(member.value, list):
                self.problems.add(HEADER_FILE, member.line, GOALS_KEY, _("a list of goals is expected"))
        for item in content.lists.get(GOALS_KEY, ()):
            if not item.is_object:
                self.problems.add(HEADER_FILE, item.line, GOALS_KEY, _("a goal is an object"))
            else:
                row = IncomingRow(table("goal"), item.line, self.problems, prefix=f"{GOALS_KEY}.")
                goals.append(self._json_row(row, item))
        return goals

    def _json_row(self, row: IncomingRow, content: JsonObject) -> IncomingRow:
        known = {row.table.id_column, *(entry.key for entry in row.table.fields)}
        others = {GOALS_KEY, FY_END_KEY} if row.table.name == "plan" else set()
        flags = {entry.key for entry in row.table.fields if entry.kind is Kind.FLAG}
        seen: set[str] = set()
        for member in content.members:
            key = "id" if member.key == row.table.id_column else member.key
            row.lines[key] = member.line
            if member.key in seen:
                row.refuse(key, _("the key is there twice"))
            elif member.key in known:
                if problem := _json_problem(member, flag=key in flags):
                    row.refuse(key, problem)
                else:
                    row.take(member.key, _json_text(member.value), self.decimals)
            elif member.key not in others:
                row.extra[member.key] = member.text
            seen.add(member.key)
        row.finish()
        return row

    def _check_fy_end(self, content: JsonObject, header: IncomingRow) -> None:
        end = fiscal_year_end(header.values)
        for member in content.members:
            if member.key == FY_END_KEY and end is not None and member.value not in (None, end.isoformat()):
                self.problems.add(
                    HEADER_FILE, member.line, FY_END_KEY, _("the fiscal year ends on {day}").format(day=end.isoformat())
                )

    def _read_whole(self, of: Table) -> None:
        before = len(self.problems)
        self._read_table(of)
        if any(not bad.column for bad in self.problems[before:]) or of.name not in self.rows:
            self.unread.add(of.name)

    def _read_table(self, of: Table) -> None:
        text = read_text(self.folder / of.file, self.problems)
        if text is None:
            return
        records = [record for record in read_records(of.file, text, self.problems) if any(record.cells)]
        if not records:
            self.problems.add(of.file, 1, "", _("the file is empty: its first line names the columns"))
            return
        columns = records[0].cells
        if not self._columns_sound(of, records[0]):
            return
        self.kept.append(KeptTable(of.file, columns, ()))
        known = {of.id_column, *(entry.key for entry in of.fields)} - {""}
        if unknown := tuple(column for column in columns if column not in known):
            self.kept_columns.append((of.file, unknown))
        self.rows[of.name] = [
            self._csv_row(IncomingRow(of, record.line, self.problems, number=number), columns, known, record)
            for number, record in enumerate(records[1:], start=1)
            if self._fits(of, columns, record)
        ]

    def _columns_sound(self, of: Table, header: Record) -> bool:
        before = len(self.problems)
        columns = header.cells
        if len(columns) == 1 and ";" in columns[0]:
            self.problems.add(of.file, header.line, "", _("the columns are separated by semicolons, not by commas"))
            return False
        for number, column in enumerate(columns, start=1):
            if not column.strip():
                self.problems.add(of.file, header.line, "", _("column {n} has no name").format(n=number))
            elif column in columns[: number - 1]:
                self.problems.add(of.file, header.line, column, _("the column is there twice"))
        needed = [of.id_column] if of.id_column else []
        for column in (*needed, *(entry.key for entry in of.fields if entry.required)):
            if column not in columns:
                self.problems.add(of.file, header.line, column, _("the column is missing"))
        return len(self.problems) == before

    def _fits(self, of: Table, columns: Sequence[str], record: Record) -> bool:
        if len(record.cells) == len(columns):
            return True
        text = _("the row has {found} cells, not {expected}").format(found=len(record.cells), expected=len(columns))
        self.problems.add(of.file, record.line, "", text)
        return False

    def _csv_row(self, row: IncomingRow, columns: Sequence[str], known: set[str], record: Record) -> IncomingRow:
        for column, text in zip(columns, record.cells, strict=True):
            if column in known:
                row.take(column, text, self.decimals)
            elif text:
                row.extra[column] = text
        row.finish()
        return row

    def _keep_or_leave(self, name: str) -> None:
        path = self.folder / name
        kind = path.suffix.casefold()
        if not path.is_file() or kind not in (".csv", ".json") or name.startswith("."):
            self.left_out.append(name)
            return
        if "\\" in name:  # a folder on other systems: it could never be exported again
            self.problems.add(name, 1, "", _("the name of a table holds no “\\”: rename the file"))
            return
        if (known := name.casefold()) in (*TYPED_FILES, HEADER_FILE):
            self.problems.add(name, 1, "", _("the file must be called {name}").format(name=known))
            return
        text = read_text(path, self.problems)
        if text is None:
            return
        if kind == ".json":
            kept = KeptTable(name, (), ((text,),))
        else:
            records = read_records(name, text, self.problems)
            kept = KeptTable(name, records[0].cells if records else (), tuple(record.cells for record in records[1:]))
        if len(json.dumps(kept.rows)) > _KEPT_LIMIT:
            self.problems.add(name, 1, "", _("the table is too large to be kept"))
        self.kept.append(kept)
        self.kept_files.append(name)

    def _check_together(self) -> None:
        rows = {name: [row.values for row in found] for name, found in self.rows.items()}
        for problem in check_rows(rows, self.unread):
            self.rows[problem.table][problem.row].refuse(problem.key, problem.text)


def _json_problem(member: Member, *, flag: bool) -> str:
    """Return why a JSON value cannot stand in a field; "" if it can."""
    if isinstance(member.value, dict | list):
        return _("a single value is expected")
    if isinstance(member.value, bool) and not flag:
        return _("true and false have no meaning here")
    if isinstance(member.value, str) and has_half_character(member.value):
        return _("the text holds half a character")
    return ""


def _json_text(value: Any) -> str:
    match value:
        case None:
            return ""
        case bool():
            return str(int(value))
        case _:
            return str(value)
