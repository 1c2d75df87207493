"""Stored rows written back as plan tables: the columns in the order they came in, then what was added since."""

import json
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from cmoplanner.exchange.tables_in import FY_END_KEY, GOALS_KEY, HEADER_FILE, TYPED_FILES
from cmoplanner.exchange.text_files import write_records
from cmoplanner.model.checks import fiscal_year_end
from cmoplanner.model.fields import Field, Kind, Table, table
from cmoplanner.model.plan import KeptTable
from cmoplanner.model.values import Stored, from_store, number_text, to_text

StoredRows = Sequence[Mapping[str, Stored]]
Rows = Callable[[str], StoredRows]


def folder_texts(rows: Rows, kept: Sequence[KeptTable]) -> dict[str, str]:
    """Return the text of each file of the folder, by file name."""
    columns = {table.id: table.header for table in kept}
    texts = {HEADER_FILE: _header_text(rows, columns.get(HEADER_FILE, ()))}
    decimals = int(rows("plan")[0]["currency_decimals"] or 0)
    for name, of in TYPED_FILES.items():
        found = rows(of.name)
        if found or name in columns:
            texts[name] = _table_text(of, found, columns.get(name, ()), decimals)
    for entry in kept:
        if entry.id not in texts and entry.id not in TYPED_FILES:
            texts[entry.id] = _kept_text(entry)
    return texts


def _kept_text(kept: KeptTable) -> str:
    if kept.id.casefold().endswith(".json"):
        return kept.rows[0][0] if kept.rows and kept.rows[0] else ""
    return write_records((kept.header, *kept.rows)) if kept.header or kept.rows else ""


def _table_text(of: Table, rows: StoredRows, columns: Sequence[str], decimals: int) -> str:
    extras = [_extra(row) for row in rows]
    header = _with_added(of, rows, extras, columns)
    fields: dict[str, Field] = {field.key: field for field in of.fields}
    lines: list[list[str]] = [header]
    for row, extra in zip(rows, extras, strict=True):
        lines.append(
            [
                str(row["id"])
                if column == of.id_column
                else _text(fields[column], row[column], decimals)
                if column in fields
                else extra.get(column, "")
                for column in header
            ]
        )
    return write_records(lines)


def _with_added(of: Table, rows: StoredRows, extras: Sequence[Mapping[str, str]], columns: Sequence[str]) -> list[str]:
    """Return the columns a table came with and those that hold something besides; all known ones if it is new."""
    header = list(columns) or [*([of.id_column] if of.id_column else []), *(field.key for field in of.fields)]
    header += [
        field.key for field in of.fields if field.key not in header and any(row[field.key] is not None for row in rows)
    ]
    for extra in extras:
        header += [column for column in extra if column not in header]
    return header


def _text(field: Field, stored: Stored, decimals: int) -> str:
    if field.kind in (Kind.TEXT, Kind.NOTE, Kind.DATE, Kind.REF, Kind.REFS, Kind.LIST, Kind.NUMBERS, Kind.CHOICE):
        return "" if stored is None else str(stored)
    return to_text(field, from_store(field, stored), decimals)


def _extra(row: Mapping[str, Stored]) -> dict[str, str]:
    stored = row.get("extra")
    return dict(json.loads(str(stored))) if stored else {}


def _header_text(rows: Rows, columns: Sequence[str]) -> str:
    of = table("plan")
    (row,) = rows("plan")
    decimals = int(row["currency_decimals"] or 0)
    extra = _extra(row)
    goals = rows("goal")
    keys = list(columns) or [of.id_column, *(field.key for field in of.fields if row[field.key] is not None)]
    keys += [field.key for field in of.fields if field.key not in keys and row[field.key] is not None]
    keys += [key for key in extra if key not in keys]
    keys += [GOALS_KEY] if goals and GOALS_KEY not in keys else []
    texts: dict[str, str] = {}
    for key in keys:
        if key == GOALS_KEY:
            texts[key] = _goals_text(goals, decimals)
        elif key == FY_END_KEY:
            end = fiscal_year_end({field.key: from_store(field, row[field.key]) for field in of.fields})
            texts[key] = "null" if end is None else json.dumps(end.isoformat())
        else:
            texts[key] = _member_text(of, row, extra, key, decimals)
    return _object_text(texts, "") + "\n"


def _goals_text(goals: StoredRows, decimals: int) -> str:
    of = table("goal")
    if not goals:
        return "[]"
    items = []
    for row in goals:
        extra = _extra(row)
        keys = [of.id_column, *(field.key for field in of.fields if row[field.key] is not None), *extra]
        items.append("    " + _object_text({key: _member_text(of, row, extra, key, decimals) for key in keys}, "    "))
    return "[\n" + ",\n".join(items) + "\n  ]"


def _object_text(members: Mapping[str, str], indent: str) -> str:
    lines = [f"{indent}  {json.dumps(key, ensure_ascii=False)}: {text}" for key, text in members.items()]
    return "{\n" + ",\n".join(lines) + f"\n{indent}}}"


def _member_text(of: Table, row: Mapping[str, Stored], extra: Mapping[str, str], key: str, decimals: int) -> str:
    """Return one value as JSON text; unknown keys keep the text they came with."""
    if key in extra:
        return extra[key]
    if key == of.id_column:
        return json.dumps(row["id"], ensure_ascii=False)
    field = of.field(key)
    return _json_text(field, row[key], decimals)


def _json_text(field: Field, stored: Stored, decimals: int) -> str:
    value: Any = from_store(field, stored)
    match field.kind:
        case _ if value is None:
            return "null"
        case Kind.MONEY:
            amount = Decimal(value).scaleb(-decimals)
            return f"{amount:.{decimals}f}" if amount % 1 else f"{amount:.0f}"
        case Kind.AMOUNT | Kind.RATE | Kind.NUMBER:
            return number_text(value)
        case Kind.COUNT:
            return str(value)
        case Kind.FLAG:
            return "true" if value else "false"
        case _:
            return json.dumps(stored, ensure_ascii=False)
