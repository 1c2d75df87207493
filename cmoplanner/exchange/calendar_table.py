"""What the calendar shows as a table for others: a CSV file, or a worksheet of its own with our cost by month."""

import csv
import io
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import xlsxwriter
from babel.dates import format_date
from xlsxwriter.utility import xl_col_to_name

from cmoplanner.exchange.activity_table import COLUMNS, write_activities
from cmoplanner.exchange.files_out import write_bytes
from cmoplanner.i18n import _, known_locale
from cmoplanner.model.fields import ACTIVITY, Kind
from cmoplanner.model.periods import Span
from cmoplanner.model.phasing import net_by_month, occurrences_in_year
from cmoplanner.model.plan import Activity, Plan

_WIDTHS = {"name": 38, "campaign_id": 26, "channel_id": 24, "gross_spend": 14, "notes": 40}
_RUNS = "#DCE6F8"


def touching(plan: Plan, activities: Sequence[Activity], span: Span | None) -> list[Activity]:
    """Return the activities that have an occurrence in a range, all without one; by start."""
    rows = sorted(activities, key=lambda row: (row.start, row.end, row.name))
    if span is None:
        return rows
    first, last = span.start.toordinal(), span.end.toordinal()
    return [row for row in rows if any(a <= last and b >= first for a, b in occurrences_in_year(row, plan.calendar))]


def export_calendar_csv(plan: Plan, activities: Sequence[Activity], path: Path) -> Path:
    """Write activities as a CSV file that spreadsheets open as UTF-8. Raises ExportFailed."""
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\r\n").writerows(write_activities(plan, [row.id for row in activities]))
    write_bytes(path, out.getvalue().encode("utf-8-sig"))
    return path


def export_calendar_sheet(plan: Plan, activities: Sequence[Activity], path: Path) -> Path:
    """Write activities as a workbook of one sheet: what the calendar shows, our cost by month. Raises ExportFailed."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        made = datetime.combine(plan.header.as_of, datetime.min.time())
        book.set_properties({"title": plan.header.name, "company": plan.header.company, "created": made})
        _Sheet(plan, book).write(activities)
    write_bytes(path, out.getvalue())
    return path


class _Sheet:
    """The one sheet of such a workbook."""

    def __init__(self, plan: Plan, book: Any) -> None:
        self._plan = plan
        self._sheet = book.add_worksheet(_("Calendar"))
        money = "#,##0"
        self._head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        self._date = book.add_format({"num_format": "yyyy-mm-dd"})
        self._money = book.add_format({"num_format": money})
        self._runs = book.add_format({"num_format": money + ";-" + money + ";", "bg_color": _RUNS})
        self._idle = book.add_format({"num_format": money + ";-" + money + ";"})
        self._rate = book.add_format({"num_format": "0 %"})
        self._sum = book.add_format({"num_format": money, "bold": True, "top": 1})

    def write(self, activities: Sequence[Activity]) -> None:
        plan, sheet, first = self._plan, self._sheet, len(COLUMNS)
        months = plan.calendar.months
        locale = known_locale(plan.header.locale)
        names = [format_date(month.start + timedelta(days=14), "LLL y", locale=locale) for month in months]
        for column, label in enumerate([*(_(label) for label in COLUMNS.values()), *names]):
            sheet.write_string(0, column, label, self._head)
        for column, key in enumerate(COLUMNS):
            sheet.set_column(column, column, _WIDTHS.get(key, 14))
        sheet.set_column(first, first + len(months) - 1, 10)
        for number, row in enumerate(activities, start=1):
            self._row(number, row)
        last = max(1, len(activities))
        for column in range(first, first + len(months)):
            letter = xl_col_to_name(column)
            value = sum(net_by_month(row, plan.calendar)[column - first] for row in activities)
            formula = f"=SUM({letter}2:{letter}{last + 1})"
            sheet.write_formula(last + 1, column, formula, self._sum, value / 10**plan.header.currency_decimals)
        sheet.autofilter(0, 0, last, first + len(months) - 1)
        sheet.freeze_panes(1, 1)
        sheet.set_landscape()
        sheet.set_paper(8)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)

    def _row(self, number: int, row: Activity) -> None:
        plan, sheet = self._plan, self._sheet
        texts = write_activities(plan, [row.id])[1]
        for column, (key, text) in enumerate(zip(COLUMNS, texts, strict=True)):
            value, kind = getattr(row, key), ACTIVITY.field(key).kind
            if kind is Kind.MONEY:
                sheet.write_number(number, column, value / 10**plan.header.currency_decimals, self._money)
            elif kind is Kind.RATE:
                sheet.write_number(number, column, value, self._rate)
            elif key in ("start", "end"):
                sheet.write_datetime(number, column, datetime.combine(value, datetime.min.time()), self._date)
            elif text:
                sheet.write_string(number, column, text)
        runs = occurrences_in_year(row, plan.calendar)
        for i, (month, net) in enumerate(zip(plan.calendar.months, net_by_month(row, plan.calendar), strict=True)):
            first, last = month.start.toordinal(), month.end.toordinal()
            busy = not row.cancelled and any(a <= last and b >= first for a, b in runs)
            amount = 0 if row.cancelled else net / 10**plan.header.currency_decimals
            sheet.write_number(number, len(COLUMNS) + i, amount, self._runs if busy else self._idle)
