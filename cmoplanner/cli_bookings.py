"""The job of the command line that reads invoices or orders of a file, tells what each row is, and takes them over."""

import argparse
from collections.abc import Callable, Collection, Sequence
from contextlib import closing
from pathlib import Path

from cmoplanner.errors import CmoPlannerError
from cmoplanner.i18n import _, ngettext

Command = Callable[[str, str, Callable[[argparse.Namespace], int]], argparse.ArgumentParser]


def add_bookings(command: Command) -> None:
    """Declare the command."""
    added = command("import-bookings", _("read invoices or orders into a plan from Excel or CSV"), _import)
    added.add_argument("plan", type=Path, metavar=_("PLAN"))
    added.add_argument("file", type=Path, metavar="BOOKINGS.csv|xlsx")
    added.add_argument("--orders", action="store_true", help=_("the rows are purchase orders, not invoices"))
    added.add_argument("--sheet", default=None, metavar=_("SHEET"), help=_("sheet of the workbook"))
    added.add_argument("--uncoded", action="store_true", help=_("take rows without an activity too: they wait uncoded"))
    added.add_argument(
        "--column",
        nargs="+",
        action="extend",
        default=[],
        metavar=_("KIND=NAME"),
        help=_("what a column is whose name does not tell: amount, date, month, activity, vendor, reference …"),
    )
    how = added.add_mutually_exclusive_group()
    how.add_argument("--preview", action="store_true", help=_("only print what each row is: the default"))
    how.add_argument("--apply", action="store_true", help=_("take over what is new, as one step"))


def _import(given: argparse.Namespace) -> int:
    from cmoplanner.exchange.booking_words import booking_rows, counts
    from cmoplanner.exchange.bookings_in import COLUMNS, Kind, State, read_bookings
    from cmoplanner.model.store.snapshot import read_snapshot

    plan = read_snapshot(given.plan).plan
    kind = Kind.ORDERS if given.orders else Kind.BOOKINGS
    mapping = _mapping(given.column, COLUMNS[kind])
    read = read_bookings(given.file, plan, kind, sheet=given.sheet, mapping=mapping)
    for row in booking_rows(plan, read.rows):
        parts = (f"{row.number:>5}", row.state, row.when, row.amount, row.name, row.why)
        print("  ".join(part for part in parts if part))
    print(counts(read.rows))
    wanted = read.of(State.NEW, State.UNMATCHED) if given.uncoded else read.of(State.NEW)
    if given.apply and wanted:
        from cmoplanner.model.edits.bookings import take_over
        from cmoplanner.model.store.document import Document

        with closing(Document.open(given.plan)) as document:
            made = take_over(document, read.kind.value, [row.values for row in wanted])
        count = len(made)
        print(ngettext("{n} row was taken over.", "{n} rows were taken over.", count).format(n=count))
    return 0


def _mapping(given: Sequence[str], known: Collection[str]) -> dict[str, str]:
    """Return the name of the column of each kind, of texts like "amount=Net value". Raises CmoPlannerError."""
    found = {}
    for text in given:
        kind, sign, name = text.partition("=")
        if not sign or kind not in known:
            raise CmoPlannerError(
                _("“{text}” does not say what a column is.").format(text=text),
                _("Give it as KIND=NAME; a kind is one of: {kinds}").format(kinds=", ".join(known)),
            )
        found[kind] = name
    return found
