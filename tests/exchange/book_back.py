"""Workbooks on their way to finance and back: documents of plans, exports, and cells that are changed by their ids."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from cmoplanner.exchange.book_beside import beside
from cmoplanner.exchange.workbook import export_workbook
from cmoplanner.model.checks import row_objects
from cmoplanner.model.fields import TABLES
from cmoplanner.model.plan import Plan
from cmoplanner.model.store.document import Document
from cmoplanner.model.values import to_store
from cmoplanner.projection.compile import compile_plan
from cmoplanner.projection.model import project


def document_of(plan: Plan, folder: Path) -> Document:
    """Return a plan of dataclasses as an open plan file."""
    rows = {
        spec.name: [
            {"id": row.id, **{field.key: to_store(field, getattr(row, field.key)) for field in spec.fields}}
            for row in row_objects(plan, spec)
        ]
        for spec in TABLES
    }
    for row in rows["activity"]:
        row["custom_phasing"] = row["custom_phasing"] or None
    return Document.create(folder / "plan.cmoplan", rows, data_folder=folder / "data")


def exported(document: Document, folder: Path) -> Path:
    path = folder / "finance.xlsx"
    export_workbook(
        document.plan, project(compile_plan(document.plan)), path, beside(document.plan, document.contents())
    )
    return path


def changed(path: Path, change: Callable[[Workbook], object]) -> Path:
    """Change a workbook as somebody with a spreadsheet would; formulas lose their values by it."""
    book = openpyxl.load_workbook(path)
    change(book)
    book.save(path)
    return path


def at(sheet: Worksheet, row_id: str, head: str) -> Any:
    """Return the cell of a row, by its id in the first column, under the name of a column."""
    names = next(row for row in sheet.iter_rows() if any(cell.value == head for cell in row))
    column = next(cell.column for cell in names if cell.value == head)
    row = next(cell.row for cell in sheet["A"] if cell.value == row_id)
    return sheet.cell(row, column)
