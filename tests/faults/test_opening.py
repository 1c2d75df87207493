"""Opening a file alters nothing: neither its bytes nor its time nor what lies beside it, whatever the file is (R8)."""

import os
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from cmoplanner.cli import main
from cmoplanner.errors import CmoPlannerError
from cmoplanner.model.store.document import Document
from cmoplanner.model.store.snapshot import read_snapshot
from tests.model.store.small_plan import crash, fingerprint, make, make_file, rename, tampered

KEPT = Path(__file__).parents[1] / "data" / "plans" / "format-1.cmoplan"
Make = Callable[[Path], object]


def with_edits_elsewhere(path: Path) -> None:
    """Leave edits in the working copy that the file does not hold."""
    document = make(path)
    rename(document, "Not published")
    crash(document)


def read_only(path: Path) -> None:
    make_file(path).chmod(0o444)


def in_a_read_only_folder(path: Path) -> None:
    make_file(path).parent.chmod(0o555)


def changed(statement: str) -> Make:
    def make_it(path: Path) -> None:
        with tampered(make_file(path)) as connection:
            connection.execute(statement)

    return make_it


def cut_off(path: Path) -> None:
    os.truncate(make_file(path), 20_000)


def half_copied(path: Path) -> None:
    make_file(path).with_name("plan.cmoplan-wal").write_bytes(b"x" * 5000)


def with_a_hot_journal(path: Path) -> None:
    """Leave a journal beside that SQLite would play back into the file."""
    connection = sqlite3.connect(make_file(path), isolation_level=None)
    connection.execute("PRAGMA cache_size = 1")
    connection.execute("BEGIN")
    connection.execute("UPDATE activity SET notes = hex(zeroblob(9000))")
    journal, data = Path(f"{path}-journal").read_bytes(), path.read_bytes()
    connection.rollback()
    connection.close()
    path.write_bytes(data)
    Path(f"{path}-journal").write_bytes(journal)


MAKES: dict[str, tuple[Make, bool]] = {
    "sound": (make_file, True),
    "edited, not published": (with_edits_elsewhere, True),
    "read-only": (read_only, True),
    "in a read-only folder": (in_a_read_only_folder, True),
    "of the first format": (lambda path: path.write_bytes(KEPT.read_bytes()), True),
    "damaged": (changed("UPDATE activity SET gross_spend = gross_spend + 1"), False),
    "cut off": (cut_off, False),
    "hostile": (changed("CREATE TRIGGER t AFTER UPDATE ON activity BEGIN DELETE FROM activity; END"), False),
    "newer": (changed("PRAGMA user_version = 999"), False),
    "half-copied": (half_copied, False),
    "with a hot journal": (with_a_hot_journal, False),
    "no plan": (lambda path: path.write_bytes(b"PK\x03\x04"), False),
    "empty": (lambda path: path.touch(), False),
}
OPENINGS: dict[str, Callable[[Path], object]] = {
    "document": lambda path: Document.open(path).close(publish=False),
    "snapshot": read_snapshot,
    "check": lambda path: main(["check", str(path)]),
}


def everything(folder: Path) -> dict[str, object]:
    """Return names, bytes and times of a folder and of all that is in it."""
    return {entry.name: fingerprint(entry) for entry in folder.iterdir()} | {"": folder.stat().st_mtime_ns}


@pytest.mark.parametrize("way", OPENINGS)
@pytest.mark.parametrize("kind", MAKES)
def test_opening_alters_nothing(tmp_path: Path, kind: str, way: str) -> None:
    folder = tmp_path / "plans"
    folder.mkdir()
    make_it, opens = MAKES[kind]
    make_it(folder / "plan.cmoplan")
    before = everything(folder)
    try:
        code = OPENINGS[way](folder / "plan.cmoplan")
    except CmoPlannerError:
        assert not opens
    else:
        assert opens or (way == "check" and code != 0), "it was not refused"
    assert everything(folder) == before
    folder.chmod(0o755)


def test_what_is_compared_would_show_a_change(tmp_path: Path) -> None:
    """The control: a plain connection to the file plays the hot journal back."""
    with_a_hot_journal(tmp_path / "plan.cmoplan")
    before = everything(tmp_path)
    connection = sqlite3.connect(tmp_path / "plan.cmoplan")
    connection.execute("SELECT count(*) FROM activity").fetchone()
    connection.close()
    assert everything(tmp_path) != before
