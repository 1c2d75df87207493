"""The approval pack as an Excel workbook: a line for each decision with a list to choose from; it comes back in.

A hidden sheet holds what was asked for, so that a line which changed since is known when the pack comes back.
"""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.exceptions import XlsxWriterException

from cmoplanner.errors import ExportFailed
from cmoplanner.exchange.approval_pack_keys import (
    AMOUNT,
    APPROVE,
    ASK,
    COMMENT,
    DATE,
    DECISION,
    FORMAT,
    HEAD_ROW,
    NAME,
    RECORD,
    REJECT,
    SHEET,
    TITLE,
    terms_in,
)
from cmoplanner.exchange.files_out import whole_file
from cmoplanner.i18n import _
from cmoplanner.model.plan import Plan
from cmoplanner.report.approval_pack import Pack, PackLine

_WIDTHS = (15, 34, 9, 22, 20, 20, 11, 11, 13, 13, 14, 14, 11, 11, 18, 12, 34)
_HEAD_HEIGHT, _LINE_HEIGHT = 46, 32  # points


def key_of(line: PackLine) -> str:
    """Return how a line is called in the pack."""
    return f"{line.subject.table}:{line.subject.id}"


def export_pack(pack: Pack, path: Path, origin: str) -> None:
    """Write the pack of a plan whose file has the id `origin`. Raises ExportFailed."""
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    try:
        with whole_file(path) as draft:
            book = xlsxwriter.Workbook(str(draft), options)
            _write(book, pack)
            _record(book, pack, origin)
            book.close()
    except XlsxWriterException as error:
        raise ExportFailed(path, str(error)) from error


def heads(plan: Plan) -> tuple[str, ...]:
    """Return the heads of the columns."""
    currency, months = plan.header.currency, plan.header.value_horizon_months
    return (
        _("Id"),
        _("What is asked for"),
        _("Kind"),
        _("Vendor"),
        _("Asked for by"),
        _("To be signed by"),
        _("Start"),
        _("End"),
        _("Approved before, {currency}").format(currency=currency),
        _("Amount, {currency}").format(currency=currency),
        _("Revenue of this year that it brings"),
        _("Margin over {n} months that it brings").format(n=months),
        _("Needed by"),
        _("Decision"),
        _("Name"),
        _("Date"),
        _("Comment"),
    )


def _write(book: Any, pack: Pack) -> None:
    plan = pack.plan
    places = plan.header.currency_decimals
    number = "#,##0" + ("." + "0" * places if places else "")
    sheet = book.add_worksheet(SHEET)
    bold = book.add_format({"bold": True, "font_size": 14})
    strong = book.add_format({"bold": True})
    hint = book.add_format({"font_color": "#5B6472"})
    head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1, "bg_color": "#EEF1F5"})
    text = book.add_format({"text_wrap": True, "valign": "top"})
    money = book.add_format({"num_format": number, "valign": "top"})
    whole = book.add_format({"num_format": "#,##0", "valign": "top"})
    day = book.add_format({"num_format": "yyyy-mm-dd", "valign": "top"})
    answer = book.add_format({"bg_color": "#FFF8DB", "border": 1, "border_color": "#D9C36A", "valign": "top",
                              "text_wrap": True})  # fmt: skip
    answer_day = book.add_format({"bg_color": "#FFF8DB", "border": 1, "border_color": "#D9C36A", "valign": "top",
                                  "num_format": "yyyy-mm-dd"})  # fmt: skip
    total = book.add_format({"bold": True, "num_format": number, "top": 1})
    sheet.write_string(0, 0, f"{plan.header.company} · {plan.header.name}", bold)
    words = _("For decision · as of {day} · revision {n} of the plan")
    sheet.write_string(1, 0, words.format(day=plan.header.as_of.isoformat(), n=plan.revision), hint)
    words = _("Choose approve, reject or ask in each line, with your name, the date and a comment, and send it back.")
    sheet.write_string(2, 0, words, hint)
    for column, (name, width) in enumerate(zip(heads(plan), _WIDTHS, strict=True)):
        sheet.write_string(HEAD_ROW - 1, column, name, head)
        sheet.set_column(column, column, width)
    sheet.set_row(HEAD_ROW - 1, _HEAD_HEIGHT)
    scale = 10**places
    for place, line in enumerate(pack.lines):
        row = HEAD_ROW + place
        sheet.set_row(row, _LINE_HEIGHT)
        signers = " + ".join(step.role for step in line.steps)
        asked = f"{line.name}\n{line.note}" if line.note else line.name
        for column, value in enumerate((key_of(line), asked, line.kind, line.vendor, line.owner, signers)):
            sheet.write_string(row, column, value, text)
        for column, when in ((6, line.terms.start), (7, line.terms.end), (12, line.needed_by)):
            if when is not None:
                sheet.write_datetime(row, column, when, day)
        if line.before is not None:
            sheet.write_number(row, 8, line.before / scale, money)
        sheet.write_number(row, AMOUNT - 1, line.terms.amount / scale, money)
        if line.loss is not None:
            sheet.write_number(row, 10, round(line.loss.revenue, 2), whole)
            sheet.write_number(row, 11, round(line.loss.margin, 2), whole)
        for column in (DECISION, NAME, COMMENT):
            sheet.write_blank(row, column - 1, None, answer)
        sheet.write_blank(row, DATE - 1, None, answer_day)
    last = HEAD_ROW + len(pack.lines)
    _total(sheet, pack.lines, last, (strong, total), scale)
    sheet.data_validation(HEAD_ROW, DECISION - 1, last - 1, DECISION - 1,
                          {"validate": "list", "source": [APPROVE, REJECT, ASK]})  # fmt: skip
    sheet.freeze_panes(HEAD_ROW, 2)
    sheet.set_landscape()
    sheet.set_paper(8)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(HEAD_ROW - 1)


def _total(sheet: Any, lines: Sequence[PackLine], row: int, looks: tuple[Any, Any], scale: int) -> None:
    sheet.write_string(row, 1, _("Asked for in all"), looks[0])
    column = chr(ord("A") + AMOUNT - 1)
    value = sum(line.terms.amount for line in lines) / scale
    sheet.write_formula(row, AMOUNT - 1, f"=SUM({column}{HEAD_ROW + 1}:{column}{row})", looks[1], value)


def _record(book: Any, pack: Pack, origin: str) -> None:
    sheet = book.add_worksheet(RECORD)
    sheet.very_hidden()
    about = {"origin": origin, "id": pack.plan.header.id, "currency": pack.plan.header.currency,
             "decimals": pack.plan.header.currency_decimals, "revision": pack.plan.revision}  # fmt: skip
    sheet.write_string(0, 0, TITLE)
    sheet.write_string(0, 1, str(FORMAT))
    sheet.write_string(1, 0, json.dumps(about))
    for row, line in enumerate(pack.lines, start=2):
        told = {"table": line.subject.table, "id": line.subject.id, "name": line.name, "step": line.steps[0].key,
                **terms_in(line.terms)}  # fmt: skip
        sheet.write_string(row, 0, key_of(line))
        sheet.write_string(row, 1, json.dumps(told))
