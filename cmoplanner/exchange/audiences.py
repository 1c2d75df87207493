"""Workbooks for one audience each: the sales sheet without money, and the annex of one partner with its money alone."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

from xlsxwriter.exceptions import XlsxWriterException

from cmoplanner.errors import CmoPlannerError, ExportFailed
from cmoplanner.exchange.book import Book
from cmoplanner.exchange.files_out import whole_file
from cmoplanner.exchange.partner_annex import write_annex
from cmoplanner.exchange.sales_sheet import write_sales
from cmoplanner.i18n import _
from cmoplanner.model.plan import Plan
from cmoplanner.projection.outcome import Outcome


def export_sales(outcome: Outcome, path: Path) -> None:
    """Write what sales has to know: leads, offers and new customers by market cell and month. Raises ExportFailed."""
    _export(outcome.compiled.plan, path, lambda book: write_sales(book, outcome))


def export_annex(plan: Plan, partner: str, path: Path) -> None:
    """Write the joint plan, money, fund and claims of one partner, by its id. Raises CmoPlannerError, ExportFailed."""
    found = partner_called(plan, partner)
    _export(plan, path, lambda book: write_annex(book, plan.partners[found]))


def partner_called(plan: Plan, typed: str) -> str:
    """Return the id of the partner with this id or name. Raises CmoPlannerError."""
    word = typed.strip().casefold()
    for row in plan.partners.values():
        if word and word in (row.id.casefold(), row.name.casefold()):
            return row.id
    near = [row.id for row in plan.partners.values() if word and word in row.name.casefold()]
    if len(near) == 1:
        return near[0]
    known = ", ".join(row.name for row in plan.partners.values())
    raise CmoPlannerError(
        _("The plan has no partner called “{name}”.").format(name=typed),
        _("Name one of these: {names}.").format(names=known) if known else _("The plan has no partners yet."),
    )


def _export(plan: Plan, path: Path, write: Callable[[Book], None]) -> None:
    with whole_file(path) as draft:
        target = BytesIO()
        book = Book(target, plan)
        write(book)
        try:
            book.close()
        except XlsxWriterException as error:
            raise ExportFailed(path, str(error)) from error
        draft.write_bytes(target.getvalue())
