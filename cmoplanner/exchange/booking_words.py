"""Rows of a file of invoices or orders in words: what each is, and how many there are of each kind."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from cmoplanner.exchange.bookings_in import COLUMNS, Incoming, Kind, State
from cmoplanner.exchange.column_names import find_header
from cmoplanner.exchange.raw_table import read_tables, texts
from cmoplanner.i18n import _
from cmoplanner.model.plan import Plan


@dataclass(frozen=True, slots=True)
class BookingRow:
    """One row in words: its line in the file, its state, month or day, amount, what it is, and why it is so."""

    number: int
    state: str
    when: str
    amount: str
    name: str
    why: str


def state_words() -> Mapping[State, str]:
    """Return what each state is called."""
    return {
        State.NEW: _("new"),
        State.KNOWN: _("known"),
        State.UNMATCHED: _("without activity"),
        State.REFUSED: _("not usable"),
    }


def booking_rows(plan: Plan, rows: Sequence[Incoming]) -> Iterator[BookingRow]:
    """Yield the rows in words, in the order of the file."""
    words = state_words()
    for row in rows:
        activity = plan.activities.get(str(row.values.get("activity_id") or ""))
        what = activity.name if activity else str(row.values.get("note") or "")
        likely = plan.activities.get(row.suggestions[0]) if row.suggestions else None
        hint = _("Likely: {name}").format(name=likely.name) if likely else ""
        yield BookingRow(
            row.number,
            words[row.state],
            str(row.values.get("month") or row.values.get("date") or ""),
            _amount(plan, row.values.get("amount")),
            " · ".join(part for part in (str(row.values.get("reference") or ""), what) if part),
            " ".join(part for part in (row.why, hint) if part),
        )


def _amount(plan: Plan, amount: object) -> str:
    decimals = plan.header.currency_decimals
    return "" if amount is None else f"{int(str(amount)) / 10**decimals:,.{decimals}f}"


def counts(rows: Sequence[Incoming]) -> str:
    """Return how many rows there are in each state: "61 new, 3 known"."""
    found, words = Counter(row.state for row in rows), state_words()
    return ", ".join(f"{found[state]} {words[state]}" for state in State if found[state])


def columns_of(path: Path, kind: Kind) -> tuple[str, ...]:
    """Return the names of the columns of a file, of its first table that has any. Raises TableRefused."""
    for table in read_tables(path):
        if table.rows:
            at, _found = find_header(table, COLUMNS[kind])
            return tuple(text for text in texts(table.rows[at].cells) if text)
    return ()
