"""The hidden sheet of a workbook that tells what it was exported from: the plan, and the value of every input."""

import json
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from cmoplanner.exchange.book import Book
from cmoplanner.exchange.book_back_keys import RowOut, SheetOut
from cmoplanner.exchange.book_back_sheets import rows_out, sheets_out
from cmoplanner.exchange.book_beside import Beside
from cmoplanner.exchange.raw_table import RawCell, TableRefused
from cmoplanner.exchange.sheet_in import SheetCells
from cmoplanner.i18n import _
from cmoplanner.model.plan import Plan

SHEET = "_exported"
_FORMAT = 1
_TITLE = "CMO Planner"
_FIRST_PARTS = 3
FINGERPRINT = f"'{SHEET}'!$D$1"
"""The address of the digest of the plan file's contents."""


@dataclass(frozen=True)
class Record:
    """What a workbook was exported from."""

    plan: dict[str, Any]
    sheets: tuple[SheetOut, ...]
    rows: tuple[RowOut, ...]


def write_record(
    book: Book, assumptions: list[tuple[str, str]], told: Beside, *, live: bool, varying: Collection[str]
) -> None:
    """Write the hidden sheet: a row for the plan, for each sheet, and for each row of inputs.

    `varying` are the activities that have a variance, on which somebody may comment.
    """
    sheet = book.hidden_sheet(SHEET)
    lines = [*_lines(book.plan, told.origin, live=live)]
    lines += [
        ("row", row.sheet, _json(row.name), row.table, _json(row.id), _json(dict(row.values)))
        for row in rows_out(book.plan, assumptions, live=live, varying=varying)
    ]
    lines.insert(0, (_TITLE, _FORMAT, _digest(lines), told.digest))
    for row, line in enumerate(lines):
        for col, part in enumerate(line):
            sheet.write_string(row, col, str(part))


def _lines(plan: Plan, origin: str, *, live: bool) -> Iterator[tuple[Any, ...]]:
    yield ("plan", _json(identity(plan, origin) | {"revision": plan.revision, "name": plan.header.name}))
    for sheet in sheets_out(plan, live=live):
        told = {"names": sheet.names, "columns": dict(sheet.columns), "formulas": sorted(sheet.formulas)}
        yield ("sheet", sheet.name, _json(told))


def identity(plan: Plan, origin: str) -> dict[str, Any]:
    """Return what a plan has in common with its workbooks: without it their cells mean something else."""
    header = plan.header
    return {
        "origin": origin,
        "id": header.id,
        "currency": header.currency,
        "decimals": header.currency_decimals,
        "fy_start": header.fy_start.isoformat(),
        "pattern": header.fy_pattern,
    }


def read_record(cells: SheetCells | None, file: str) -> Record:
    """Return the record of a workbook. Raises TableRefused if it has none, or one that was changed."""
    if cells is None:
        raise TableRefused(
            _("“{name}” is no workbook that was exported from a plan.").format(name=file),
            _("Export the plan as an Excel workbook, change that one, and keep its hidden sheet “{sheet}”.").format(
                sheet=SHEET
            ),
        )
    try:
        lines = [_parts(row) for _number, row in sorted(cells.rows.items())]
        return _record(_checked(lines))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise TableRefused(
            _("The hidden sheet “{sheet}” of “{name}” was changed.").format(sheet=SHEET, name=file),
            _("Without it nobody can tell what finance changed. Export the workbook again."),
            str(error),
        ) from None


def _parts(row: dict[int, RawCell]) -> tuple[str, ...]:
    return tuple(str(row.get(col, "")) for col in range(1, max(row) + 1))


def _checked(lines: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Return the lines below the first one, which tells format and digest. Raises ValueError."""
    title, number, digest = lines[0][:3] if lines and len(lines[0]) >= _FIRST_PARTS else ("", "", "")
    if title != _TITLE or number != str(_FORMAT) or digest != _digest(lines[1:]):
        raise ValueError("not as it was written")
    return lines[1:]


def _record(lines: Iterable[tuple[str, ...]]) -> Record:
    plan: dict[str, Any] = {}
    sheets: list[SheetOut] = []
    rows: list[RowOut] = []
    for kind, *parts in lines:
        if kind == "plan":
            plan = json.loads(parts[0])
        elif kind == "sheet":
            told = json.loads(parts[1])
            sheets.append(SheetOut(parts[0], told["names"], told["columns"], frozenset(told["formulas"])))
        else:
            sheet, name, table, row_id, values = parts
            rows.append(RowOut(sheet, json.loads(name), table, json.loads(row_id), json.loads(values)))
    return Record(plan, tuple(sheets), tuple(rows))


def _digest(lines: Iterable[tuple[Any, ...]]) -> str:
    found = sha256()
    for line in lines:
        found.update("\x1f".join(str(part) for part in line).encode("utf-8", "surrogatepass") + b"\x1e")
    return found.hexdigest()


def _json(value: Any) -> str:
    """Return a value as plain text without "_x", which spreadsheets take for the beginning of a character's code."""
    return json.dumps(value, ensure_ascii=True, separators=(",", ":")).replace("_x", "\\u005fx")
