"""The description of the plan tables in docs/plan-tables.md, made from the field list."""

from cmoplanner.exchange.tables_in import FY_END_KEY, GOALS_KEY, HEADER_FILE, TYPED_FILES
from cmoplanner.model.fields import Field, Kind, Table, table
from cmoplanner.model.values import SEPARATOR

_KINDS = {
    Kind.TEXT: "text",
    Kind.NOTE: "text, several lines",
    Kind.MONEY: "money",
    Kind.AMOUNT: "number in currency units",
    Kind.RATE: "number, 1 = 100 %",
    Kind.NUMBER: "number",
    Kind.COUNT: "whole number",
    Kind.DATE: "day",
    Kind.FLAG: "1 or 0",
    Kind.CHOICE: "one of",
    Kind.REF: "id in",
    Kind.REFS: "ids in",
    Kind.LIST: "texts",
    Kind.NUMBERS: "12 numbers",
}
_INTRODUCTION = f"""\
# Plan tables

A plan as a folder of text files, to be read and written by spreadsheets, scripts and other programs:

    cmoplanner import-tables FOLDER OUT.cmoplan
    cmoplanner export-tables PLAN FOLDER

- One CSV file per table (UTF-8 with or without byte order mark, separated by commas, quoted as usual), and
  `{HEADER_FILE}` for the plan itself with its goals in `{GOALS_KEY}`. Only `{HEADER_FILE}` must be there.
- The first line names the columns, in any order. Columns that are not required may be missing, and cells may be empty:
  the default then applies. Empty lines are passed over.
- Numbers have a decimal point and no thousands separators; money has no more decimals than the currency; days are
  written `2027-03-31`; several ids, texts or numbers in one cell are separated by `{SEPARATOR}`.
- Texts are taken word for word, with the spaces around them; ids, numbers and days without.
- An import is taken whole or not at all: everything that is wrong is named at once by file, line and column.
- Other CSV and JSON files, unknown columns and unknown keys are kept word for word and come back on export, as do the
  order of rows and columns. `{FY_END_KEY}` is calculated. Files of other kinds are named and left out.
- A text that a spreadsheet program would run as a formula (it begins with `=`, `+`, `-`, `@` or a tab, and is no
  number) is written with an apostrophe before it, `'=A1`; reading takes one such apostrophe away. The same holds
  after a semicolon and at the beginning of a line within a text, where a program of another country cuts cells.

Required columns are in **bold**.
"""


def description() -> str:
    """Return the page."""
    parts = [_INTRODUCTION, _section(table("plan")), _section(table("goal"))]
    parts += [_section(of) for of in TYPED_FILES.values()]
    return "\n".join(parts)


def _section(of: Table) -> str:
    file = f"{of.file}, {GOALS_KEY}" if of.name == "goal" else of.file
    lines = [f"## {of.label} – `{file}`", "", "| column | is | meaning |", "| --- | --- | --- |"]
    if of.id_column:
        lines.append(f"| **`{of.id_column}`** | id | unique in the table; no `{SEPARATOR}` |".replace("`|`", "`\\|`"))
    lines += [_line(field) for field in of.fields]
    return "\n".join([*lines, ""])


def _line(field: Field) -> str:
    name = f"**`{field.key}`**" if field.required else f"`{field.key}`"
    kind = _KINDS[field.kind]
    if field.refers_to:
        kind += f" `{table(field.refers_to).file}`"
    if field.choices:
        kind += " " + ", ".join(f"`{choice}`" for choice in field.choices)
    limits = [f"≥ {field.minimum:g}"] if field.minimum is not None and field.kind is not Kind.NUMBERS else []
    limits += [f"≤ {field.maximum:g}"] if field.maximum is not None else []
    if limits:
        kind += f" ({', '.join(limits)})"
    unit = f" ({field.unit})" if field.unit else ""
    return f"| {name} | {kind} | {field.label}{unit}{'. ' + field.help if field.help else ''} |"
