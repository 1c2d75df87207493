"""Compares a workbook that came back with its record and with the plan: three ways, cell by cell."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from cmoplanner.errors import EditRefused
from cmoplanner.exchange.book_back import BookBack, Change, State, wanted_of, with_reason
from cmoplanner.exchange.book_back_grid import Grid
from cmoplanner.exchange.book_back_keys import COMMENT, MONTH, OTHER, PHASING, SHAPE, RowOut
from cmoplanner.exchange.book_back_record import SHEET, Record, identity, read_record
from cmoplanner.exchange.book_back_rows import new_and_gone
from cmoplanner.exchange.book_back_sheets import field_of, value_at
from cmoplanner.exchange.book_back_values import (
    flaw_words,
    plain,
    problem_of,
    recorded,
    same,
    shown,
    untouched,
    words,
)
from cmoplanner.exchange.raw_table import RawCell, TableRefused, check_file
from cmoplanner.exchange.sheet_in import read_cells
from cmoplanner.i18n import _
from cmoplanner.model.edits.rows import row_name
from cmoplanner.model.edits.workbook import changed_rows, new_errors
from cmoplanner.model.field import Field
from cmoplanner.model.fields import table
from cmoplanner.model.plan import Activity, Plan
from cmoplanner.model.problems import row_of
from cmoplanner.report.formats import Formats

_CATEGORY, _ACCOUNT = "category_id", "gl_account"


class Reader:
    """One workbook and the plan it shall go into."""

    def __init__(self, path: Path, plan: Plan, origin: str) -> None:
        self._path = path
        self._plan = plan
        self._origin = origin
        self._formats = Formats.of(plan)
        self._remarks: list[str] = []

    def read(self) -> BookBack:
        """Return the changes. Raises TableRefused."""
        name = self._path.name
        check_file(self._path)
        record = read_record(read_cells(self._path, {SHEET}).get(SHEET), name)
        self._check_plan(record)
        found = read_cells(self._path, {sheet.name for sheet in record.sheets})
        grids = {
            sheet.name: Grid(found[sheet.name], sheet, self._plan) for sheet in record.sheets if sheet.name in found
        }
        self._tell_sheets(record, grids)
        changes: list[Change] = []
        for sheet in record.sheets:
            rows = [row for row in record.rows if row.sheet == sheet.name]
            if sheet.name in grids:
                changes.extend(self._sheet(grids[sheet.name], rows))
                changes.extend(new_and_gone(grids[sheet.name], rows, self._plan, self._formats, self._remarks))
        changes = _once(changes)
        changes = self._judged(changes)
        return BookBack(name, tuple(changes), tuple(self._remarks), record.plan["revision"], self._plan.revision)

    def _check_plan(self, record: Record) -> None:
        """Refuse the workbook of another plan, or one whose months and money mean something else now."""
        mine, theirs = identity(self._plan, self._origin), record.plan
        other_file = bool(mine["origin"] and theirs["origin"]) and mine["origin"] != theirs["origin"]
        if other_file or mine["id"] != theirs["id"]:
            raise TableRefused(
                _("“{file}” was exported from another plan: “{name}”.").format(
                    file=self._path.name, name=str(theirs["name"])[:80]
                ),
                _("Open that plan, or export this one and change its workbook."),
            )
        if any(mine[key] != theirs[key] for key in ("currency", "decimals", "fy_start", "pattern")):
            raise TableRefused(
                _("The plan has another currency or fiscal year since “{file}” was exported.").format(
                    file=self._path.name
                ),
                _("Export the workbook again and change that one."),
            )

    def _tell_sheets(self, record: Record, grids: dict[str, Grid]) -> None:
        for sheet in record.sheets:
            grid = grids.get(sheet.name)
            if grid is None:
                self._remarks.append(
                    _("The sheet “{sheet}” is missing: nothing of it was read.").format(sheet=sheet.name)
                )
            elif grid.names_column is None:
                told = _("The sheet “{sheet}” has no column “{column}”: nothing of it was read.")
                self._remarks.append(told.format(sheet=sheet.name, column=sheet.names))
            else:
                for column in grid.missing:
                    told = _("The sheet “{sheet}” has no column “{column}”: nothing of that was read.")
                    self._remarks.append(told.format(sheet=sheet.name, column=column))
            if grid is not None and grid.cells.hidden:
                self._remarks.append(_("The sheet “{sheet}” is hidden; it was read.").format(sheet=sheet.name))

    def _sheet(self, grid: Grid, rows: list[RowOut]) -> Iterator[Change]:
        for row in rows:
            places = grid.places.get(row.name, [])
            if len(places) > 1:
                yield from self._ambiguous(grid, row, places)
            for key, stored in row.values.items():
                column = grid.column(key)
                if column is not None and len(places) == 1:
                    change = self._cell(grid, row, key, stored, places[0], column)
                    if change is not None:
                        yield change

    def _ambiguous(self, grid: Grid, row: RowOut, places: list[int]) -> Iterator[Change]:
        """Yield the rows that have the same id, once."""
        if row.table == "cost_category":
            return
        numbers = ", ".join(str(number) for number in places)
        column = grid.names_column or 1
        change = Change(
            f"{row.sheet}/{row.name}/id", State.REFUSED, row.sheet, grid.address(places[1], column), row.name,
            grid.out.names, row.table, row.id, "id",
        )  # fmt: skip
        why = _("the id is there twice, in rows {numbers}").format(numbers=numbers)
        yield with_reason(change, why, _("Empty the id of the row that is new, and read the workbook again."))

    def _cell(self, grid: Grid, row: RowOut, key: str, stored: Any, number: int, column: int) -> Change | None:
        """Return what a cell changes; None if nothing."""
        field = field_of(row.table, key)
        cell, flaw = grid.cell(number, column), grid.flaw(number, column)
        if key in grid.out.formulas and grid.is_formula(number, column):
            return None
        if flaw is None and untouched(field, stored, cell):
            return None
        if key == _ACCOUNT and self._has_other_category(grid, row, number, cell):
            return None
        change = self._change(grid, row, key, grid.address(number, column))
        before = recorded(field, stored)
        change = replace(change, before=self._words(field, before), after=shown(cell)[:80] or "–")
        if flaw is not None:
            return with_reason(change, *flaw_words(flaw))
        if key.startswith(OTHER):
            return with_reason(
                change, _("this column only explains and is not taken over"), _("Change it in CMO Planner.")
            )
        try:
            after = grid.reading(column).value(field, cell)
        except ValueError as error:
            return with_reason(change, str(error), _("Correct the cell and read the workbook again."))
        if same(field, before, after):
            return None
        change = replace(
            change, after=self._words(field, after), value=after, data=self._data(field, before, after, None)
        )
        return self._against_plan(change, row, field, before, after)

    def _has_other_category(self, grid: Grid, row: RowOut, number: int, account: RawCell) -> bool:
        """Return whether the row was given another cost category, whose account it shows."""
        column = grid.column(_CATEGORY)
        if column is None:
            return False
        try:
            found = grid.reading(column).value(field_of("activity", _CATEGORY), grid.cell(number, column))
        except ValueError:
            return False
        other = self._plan.cost_categories.get(found or "")
        return found != row.id and shown(account) in ("", other.gl_account if other else "")

    def _change(self, grid: Grid, row: RowOut, key: str, address: str) -> Change:
        field = field_of(row.table, key)
        label = grid.out.columns[key] if key.startswith((MONTH, SHAPE, COMMENT, OTHER)) else _(field.label)
        name = self._row_name(row)
        where = row.id if row.sheet != "Assumptions" else row.name
        return Change(
            f"{row.sheet}/{where}/{key}", State.CHANGED, row.sheet, address, name, label, row.table, row.id, key
        )

    def _row_name(self, row: RowOut) -> str:
        try:
            return row_name(table(row.table), row_of(self._plan, table(row.table), row.id))
        except KeyError:
            return row.name

    def _against_plan(self, change: Change, row: RowOut, field: Field, before: Any, after: Any) -> Change | None:
        """Return the change as conflict where the plan has another value since, None where it has this one."""
        try:
            now_row = row_of(self._plan, table(row.table), row.id)
        except KeyError:
            return with_reason(
                change,
                _("“{id}” is no longer in the plan").format(id=row.id),
                _("Bring it back by undo, or leave this out."),
            )
        now = value_at(self._plan, row.table, now_row, change.key)
        if isinstance(now_row, Activity) and now_row.cancelled and row.sheet == PHASING:
            return with_reason(change, _("the activity is cancelled"), _("Plan it again first."))
        if same(field, now, after):
            return None
        change = replace(change, now=self._words(field, now), data=self._data(field, before, after, now))
        if problem := problem_of(field, after):
            return with_reason(change, problem, _("Correct the cell and read the workbook again."))
        return change if same(field, now, before) else replace(change, state=State.CONFLICT)

    def _words(self, field: Field, value: Any) -> str:
        return words(self._plan, self._formats, field, value)

    def _data(self, field: Field, before: Any, after: Any, now: Any) -> dict[str, Any]:
        given = {"before": before, "after": after, "now": now}
        return {key: plain(self._plan, field, value) for key, value in given.items()}

    def _judged(self, changes: list[Change]) -> list[Change]:
        """Refuse what the plan would be wrong with, row by row; the rest stays to be chosen."""
        by_row: dict[tuple[str, str], list[Change]] = {}
        for change in changes:
            if change.state in (State.CHANGED, State.CONFLICT):
                by_row.setdefault((change.table, change.row_id), []).append(change)
        refused: dict[str, Change] = {}
        for group in by_row.values():
            refused |= {change.id: change for change in self._refused(group)}
        return [refused.get(change.id, change) for change in changes]

    def _refused(self, group: list[Change]) -> list[Change]:
        """Return those changes of a row that cannot be taken over together with its others."""
        refused: list[Change] = []
        left = list(group)
        while left:
            try:
                new = changed_rows(self._plan, wanted_of(self._plan, left))
            except EditRefused as error:
                parts = [change for change in left if change.key.startswith((MONTH, SHAPE))] or left
                refused += [with_reason(change, error.sentence, error.remedy) for change in parts]
                left = [change for change in left if change not in parts]
                continue
            problem = next((problem for _table, problem, _name in new_errors(self._plan, new)), None)
            if problem is None:
                return refused
            parts = [change for change in left if _field_key(change) == problem.key] or left
            refused += [with_reason(change, problem.sentence, problem.remedy) for change in parts]
            left = [change for change in left if change not in parts]
        return refused


def _field_key(change: Change) -> str:
    return "seasonality" if change.key.startswith("seasonality_") else change.key


def _once(changes: list[Change]) -> list[Change]:
    """Join changes of one value that stands in several rows of a sheet; refuse them where they differ."""
    first: dict[tuple[str, str, str], Change] = {}
    found: list[Change] = []
    for change in changes:
        place = (change.table, change.row_id, change.key)
        known = first.setdefault(place, change)
        if known is change or change.state is State.REFUSED:
            found.append(change)
        elif known.value != change.value:
            number = found.index(known) if known in found else -1
            why = _("{place} and {other} say different things").format(place=known.place, other=change.place)
            if number >= 0:
                found[number] = with_reason(known, why, _("Make them agree and read the workbook again."))
            found.append(replace(with_reason(change, why), id=f"{change.id}@{change.cell}"))
    return found
