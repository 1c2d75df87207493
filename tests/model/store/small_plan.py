"""A plan of a few rows, and what tests of the store do with plan files again and again."""

import hashlib
import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from cmoplanner.model.store import schema
from cmoplanner.model.store.digest import Sums
from cmoplanner.model.store.document import Document

ROWS: dict[str, list[dict[str, Any]]] = {
    "plan": [
        {
            "id": "p",
            "company": "Norrvik",
            "name": "Plan",
            "fy_start": "2027-01-01",
            "currency": "EUR",
            "currency_decimals": 2,
            "as_of": "2027-01-01",
            "topdown_budget": 5_000_000,
        }
    ],
    "segment": [{"id": "s", "name": "Schools"}],
    "offering": [{"id": "o", "name": "Cloud"}],
    "cell": [
        {"id": "s-o", "segment_id": "s", "offering_id": "o", "customers_start": 10.5},
        {"id": "s-p", "segment_id": "s", "offering_id": "o", "customers_start": 1.0},
    ],
    "campaign": [{"id": "spring", "name": "Spring", "start": "2027-02-01", "end": "2027-03-31"}],
    "activity": [
        {"id": "A001", "name": "Webinar", "start": "2027-02-01", "end": "2027-02-03", "gross_spend": 100_000}
        | {"campaign_id": "spring"},
        {"id": "A002", "name": "Letter", "start": "2027-03-01", "end": "2027-03-31", "gross_spend": 20_050}
        | {"depends_on": "A001", "extra": '{"note": "kept"}'},
    ],
    "activity_target": [
        {"id": "A001|s-o", "activity_id": "A001", "cell_id": "s-o", "share": 0.6},
        {"id": "A001|s-p", "activity_id": "A001", "cell_id": "s-p", "share": 0.4},
    ],
    "lever": [
        {"id": "L1", "name": "Landing page", "metric": "order_rate", "multiplier": 1.2, "start": "2027-04-01"}
        | {"activity_id": "A001"}
    ],
}


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = datetime(2027, 1, 5, 12, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def forward(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


def make(path: Path, **options: Any) -> Document:
    return Document.create(path, ROWS, **options)


def make_file(path: Path) -> Path:
    make(path).close()
    return path


def rename(document: Document, name: str, merge: tuple[str, ...] | None = None) -> None:
    with document.edit(f"Rename to {name}", merge) as session:
        session.update("activity", "A001", {"name": name})


def crash(document: Document) -> None:
    """End a document as a killed process would: nothing is published, nothing is tidied."""
    document.close(publish=False)


def fingerprint(path: Path) -> tuple[str, int]:
    return hashlib.sha256(path.read_bytes()).hexdigest(), path.stat().st_mtime_ns


@contextmanager
def tampered(path: Path) -> Iterator[sqlite3.Connection]:
    """Change a plan file as another program would."""
    with closing(sqlite3.connect(path)) as connection, connection:
        yield connection


def resealed(path: Path, change: Callable[[sqlite3.Connection], object]) -> None:
    """Change a plan file and give it the digest of its new contents, as somebody with bad intentions would."""
    with tampered(path) as connection:
        change(connection)
        columns = {name: schema.names(name) for name in schema.COLUMNS}
        columns[schema.VERSION] = tuple(name for name, _kind in schema.RECORD[schema.VERSION] if name != "data")
        tables = {
            name: connection.execute(f'SELECT {", ".join(_quoted(names))} FROM "{name}"').fetchall()  # noqa: S608
            for name, names in columns.items()
        }
        uuid, revision = connection.execute("SELECT uuid, revision FROM meta").fetchone()
        digest = Sums(tables).digest(uuid, revision)
        connection.execute("UPDATE meta SET digest = ?", (digest,))
        connection.execute(
            "UPDATE change_log SET digest = ? WHERE number = (SELECT max(number) FROM change_log)", (digest,)
        )
        rechained(connection)


def rechained(connection: sqlite3.Connection) -> None:
    """Give every entry of a change log its hash and that of the entry before it, as somebody who knows how would."""
    entries = connection.execute("SELECT * FROM change_log ORDER BY number").fetchall()
    previous = entries[0][-2] if entries else ""
    for *parts, _previous, _hash in entries:
        text = json.dumps([*parts, previous], separators=(",", ":"))
        own = hashlib.blake2b(text.encode("ascii"), digest_size=32).hexdigest()
        connection.execute("UPDATE change_log SET previous = ?, hash = ? WHERE number = ?", (previous, own, parts[0]))
        previous = own


def _quoted(columns: Iterable[str]) -> list[str]:
    return [f'"{name}"' for name in columns]
