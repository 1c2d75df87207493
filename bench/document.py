"""How long opening, editing, undoing and publishing take, for plans of 100, 1,000 and 10,000 activities."""

import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from statistics import median, quantiles

from cmoplanner.model.edits.activities import move_activity
from cmoplanner.model.edits.fields import set_field
from cmoplanner.model.store.document import Document
from cmoplanner.model.values import Stored

EDITS = 200


def rows(count: int) -> dict[str, list[dict[str, Stored]]]:
    first = date(2027, 1, 1)
    header: dict[str, Stored] = {"id": "p", "company": "C", "name": "N", "fy_start": "2027-01-01", "currency": "EUR"}
    header |= {"currency_decimals": 2, "as_of": "2027-01-01", "topdown_budget": 10**9}
    activities: list[dict[str, Stored]] = []
    targets: list[dict[str, Stored]] = []
    for i in range(count):
        start = first + timedelta(days=i % 330)
        row: dict[str, Stored] = {"id": f"A{i:05}", "name": f"Activity {i}", "start": start.isoformat()}
        row |= {"end": (start + timedelta(days=i % 30)).isoformat(), "gross_spend": 1000 * i, "notes": "text " * 8}
        activities.append(row)
        targets.append({"id": f"A{i:05}|c", "activity_id": f"A{i:05}", "cell_id": "c", "share": 1.0})
    return {
        "plan": [header],
        "segment": [{"id": "s", "name": "S"}],
        "offering": [{"id": "o", "name": "O"}],
        "cell": [{"id": "c", "segment_id": "s", "offering_id": "o", "customers_start": 1.0}],
        "activity": activities,
        "activity_target": targets,
    }


def seconds(act: Callable[[], object]) -> float:
    started = time.perf_counter()
    act()
    return time.perf_counter() - started


def measure(count: int, folder: Path) -> None:
    path, data = folder / "plan.cmoplan", folder / "data"
    Document.create(path, rows(count), data_folder=data).close()
    opening = [seconds(lambda: Document.open(path, data_folder=data).close()) for _ in range(3)]
    with Document.open(path, data_folder=data) as document:
        document.subscribe(lambda _changes: None)
        moves = [seconds(lambda i=i: move_activity(document, f"A{i % count:05}", 1)) for i in range(EDITS)]  # type: ignore[misc]
        fields = [
            seconds(lambda i=i: set_field(document, "activity", f"A{i % count:05}", "gross_spend", i))  # type: ignore[misc]
            for i in range(EDITS)
        ]
        undos = [seconds(document.undo) for _ in range(EDITS)]
        publishing = seconds(document.publish)
    parts = " ".join(
        f"{name} {1000 * median(times):6.1f} / {1000 * quantiles(times, n=20)[18]:6.1f}"
        for name, times in (("move", moves), ("field", fields), ("undo", undos))
    )
    print(f"{count:6}  open {1000 * median(opening):6.0f}  publish {1000 * publishing:6.0f}  {parts}")


def main() -> None:
    print("milliseconds; edits as median / 95th percentile")
    for count in (100, 1_000, 10_000):
        with tempfile.TemporaryDirectory() as folder:
            measure(count, Path(folder))


if __name__ == "__main__":
    main()
