"""How long naming, opening with, reading and comparing versions take, and verifying a full change log."""

import tempfile
from datetime import UTC, datetime
from pathlib import Path

from bench.document import rows, seconds
from cmoplanner.model.compare import compare
from cmoplanner.model.edits.activities import move_activities
from cmoplanner.model.store.change_log import KEPT_ENTRIES, LogKind, first_entry, next_entry, verify_change_log
from cmoplanner.model.store.document import Document

ACTIVITIES = 10_000
VERSIONS = 20


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        path, data = Path(name) / "plan.cmoplan", Path(name) / "data"
        with Document.create(path, rows(ACTIVITIES), data_folder=data) as document:
            naming = [seconds(lambda i=i: document.name_version(f"{i}")) for i in range(VERSIONS)]  # type: ignore[misc]
            old = document.plan_of(document.versions[0].id)
            reading = seconds(lambda: document.plan_of(document.versions[0].id))
            move_activities(document, list(document.plan.activities), 7)
            new = document.plan
            comparing = seconds(lambda: compare(old, new))
            back = seconds(document.undo)
            same = seconds(lambda: compare(old, document.plan))
        opening = seconds(lambda: Document.open(path, data_folder=data).close())
        size = path.stat().st_size
    entries = [first_entry(1, "d")]
    for i in range(KEPT_ENTRIES - 1):
        entries.append(next_entry(entries[-1], datetime.now(UTC), LogKind.EDIT, f"Act {i}", i + 2, "d"))
    verifying = seconds(lambda: verify_change_log(entries, KEPT_ENTRIES, "d"))
    print(f"{ACTIVITIES} activities, {VERSIONS} versions, file of {size / 1e6:.1f} MB")
    for title, value in {
        "name a version (slowest)": max(naming),
        "open the file": opening,
        "read a version": reading,
        "compare, all activities moved": comparing,
        "compare, nothing changed": same,
        "undo a move of all activities": back,
        f"verify a log of {KEPT_ENTRIES} entries": verifying,
    }.items():
        print(f"{title:34} {1000 * value:7.0f} ms")


if __name__ == "__main__":
    main()
