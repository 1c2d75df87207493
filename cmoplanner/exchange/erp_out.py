"""The plan as a file that an accounting system loads: CSV, or Excel with what has no code on a sheet of its own."""

from collections.abc import Iterable, Sequence
from io import BytesIO
from pathlib import Path

from xlsxwriter.exceptions import XlsxWriterException

from cmoplanner.errors import CmoPlannerError, ExportFailed
from cmoplanner.exchange.book import FIRST, TOTALS, Book, Sheet, cell
from cmoplanner.exchange.files_out import whole_file, write_texts
from cmoplanner.exchange.text_files import write_records
from cmoplanner.i18n import _, ngettext
from cmoplanner.ledger.erp import ACCOUNT, CATEGORY, COST_CENTRE, VENDOR, ErpLine, ErpLoad, erp_load, total
from cmoplanner.model.money import text_from_minor
from cmoplanner.model.plan import Plan
from cmoplanner.report.formats import Formats

E_AMOUNT, E_MISSING = 7, 11
_CODES = (COST_CENTRE, ACCOUNT, CATEGORY, VENDOR)


def export_erp(plan: Plan, path: Path) -> ErpLoad:
    """Write the lines of a plan for an accounting system and return them. Raises ExportFailed.

    A CSV file has only lines with all codes; those without go to a second file, `NAME-unmapped.csv`. An Excel file has
    both sheets, and what they add up to.
    """
    load = erp_load(plan)
    kind = path.suffix.casefold()
    if kind == ".csv":
        texts = {path: _csv(plan, load.ready)}
        if load.unmapped:
            texts[unmapped_path(path)] = _csv(plan, load.unmapped, missing=True)
        write_texts(texts)
    elif kind == ".xlsx":
        _write_book(plan, load, path)
    else:
        raise CmoPlannerError(
            _("“{name}” is no kind of file that is written here.").format(name=path.name),
            _("Give a name that ends in .csv or .xlsx."),
        )
    return load


def unmapped_path(path: Path) -> Path:
    """Return the file beside a CSV file that has its lines without a code."""
    return path.with_name(f"{path.stem}-unmapped{path.suffix}")


def missing_words(line: ErpLine) -> str:
    """Return what a line has no code for."""
    names = {
        COST_CENTRE: _("Cost centre"), ACCOUNT: _("Ledger account"), CATEGORY: _("Category"), VENDOR: _("Vendor"),
    }  # fmt: skip
    return ", ".join(names[what] for what in line.missing)


def load_words(plan: Plan, load: ErpLoad) -> list[str]:
    """Return in sentences what is loaded, what lacks a code, and that both are what is planned."""
    formats = Formats.of(plan)
    n, amount = len(load.ready), formats.full(total(load.ready))
    text = ngettext("{n} line with all codes: {amount}", "{n} lines with all codes: {amount}", n)
    found = [text.format(n=n, amount=amount)]
    if load.unmapped:
        n, amount = len(load.unmapped), formats.full(total(load.unmapped))
        text = ngettext("{n} line lacks a code: {amount}", "{n} lines lack a code: {amount}", n)
        found.append(text.format(n=n, amount=amount))
    return [*found, _("Together: {amount}, as planned.").format(amount=formats.full(total(load.lines)))]


def _csv(plan: Plan, lines: Iterable[ErpLine], *, missing: bool = False) -> str:
    """Return lines as CSV; its heads are names for programs, the same in every language."""
    heads = [
        "cost_centre", "gl_account", "category", "vendor_id", "fiscal_year", "period", "month", "amount", "currency",
        "text", "activity_id",
    ]  # fmt: skip
    rows: list[Sequence[str]] = [[*heads, "missing"] if missing else heads]
    decimals = plan.header.currency_decimals
    for line in lines:
        row = [
            *(line.codes[what] for what in _CODES), plan.header.fy_label or plan.calendar.label, str(line.period),
            line.month, text_from_minor(line.amount, decimals), plan.header.currency, line.text, line.activity,
        ]  # fmt: skip
        rows.append([*row, ",".join(line.missing)] if missing else row)
    return write_records(rows)


def _write_book(plan: Plan, load: ErpLoad, path: Path) -> None:
    with whole_file(path) as draft:
        target = BytesIO()
        book = Book(target, plan)
        note = _("{n} lines with all codes; unmapped lines are on their own sheet.").format(n=len(load.ready))
        write_erp(book.sheet("ErpLoad", _("Load for accounting"), note, pages_wide=1), book, load.ready)
        told = _("These lack a code: add a rule, or fill in the field, and export again.")
        write_erp(book.sheet("Unmapped", _("Lines without a code"), told, pages_wide=1), book, load.unmapped)
        try:
            book.close()
        except XlsxWriterException as error:
            raise ExportFailed(path, str(error)) from error
        draft.write_bytes(target.getvalue())


def write_erp(sheet: Sheet, book: Book, lines: Sequence[ErpLine], amounts: Sequence[str] = ()) -> None:
    """Write lines for accounting; `amounts` are their formulas, without them amounts are values."""
    plan, currency = book.plan, book.plan.header.currency
    heads = [
        (_("Cost centre (code)"), "text", 14.0),
        (_("Ledger account (code)"), "text", 14.0),
        (_("Category (code)"), "text", 16.0),
        (_("Vendor (code)"), "text", 16.0),
        (_("Fiscal year"), "text", 10.0),
        (_("Period (1–12)"), "count", 8.0),
        (_("Month"), "text", 10.0),
        (_("Amount ({currency})").format(currency=currency), "money", 15.0),
        (_("Currency"), "text", 9.0),
        (_("Text"), "text", 40.0),
        (_("Activity id"), "text", 12.0),
        (_("No code for"), "text", 26.0),
    ]
    sheet.columns(heads)
    year = plan.header.fy_label or plan.calendar.label
    for row, line in enumerate(lines, FIRST):
        for col, text in (
            *enumerate(line.codes[what] for what in _CODES), (4, year), (6, line.month), (8, currency), (9, line.text),
            (10, line.activity), (E_MISSING, missing_words(line)),
        ):  # fmt: skip
            sheet.put(row, col, text, "text", "label")
        sheet.put(row, 5, line.period, "count", "label")
        if amounts:
            sheet.formula(row, E_AMOUNT, amounts[row - FIRST], book.money(line.amount), "money", "link")
        else:
            sheet.put(row, E_AMOUNT, book.money(line.amount), "money", "label")
    last = FIRST + max(1, len(lines)) - 1
    sheet.text(TOTALS, 6, _("Total"), "strong")
    formula = f"SUM({cell(FIRST, E_AMOUNT)}:{cell(last, E_AMOUNT)})"
    sheet.formula(TOTALS, E_AMOUNT, formula, book.money(total(lines)), "money", "total")
    sheet.as_list(last, len(heads), frozen=1)
