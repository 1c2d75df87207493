"""Plans for tests, read straight from plan tables: independent of the importer and of the store."""

import csv
import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

from cmoplanner.model.fields import TABLES, Table, table
from cmoplanner.model.plan import Plan, Target
from cmoplanner.model.values import from_text

DATA = Path(__file__).parent / "data"
NORRVIK = DATA / "plans" / "norrvik"


def reference(name: str) -> Any:
    return json.loads((DATA / "reference" / f"{name}.json").read_text(encoding="utf-8"))


def norrvik() -> Plan:
    return read_plan(NORRVIK)


def read_plan(folder: Path) -> Plan:
    raw = json.loads((folder / "plan.json").read_text(encoding="utf-8"))
    decimals = raw["currency_decimals"]
    texts = {"id": raw["plan_id"], **{key: "" if value is None else str(value) for key, value in raw.items()}}
    plan = Plan(_row(table("plan"), texts, decimals))
    named = [entry for entry in TABLES if entry.attribute and entry.file.endswith(".csv")]
    rows = {entry.attribute: _rows(folder, entry, decimals) for entry in named if (folder / entry.file).exists()}
    targets: dict[str, list[Target]] = {}
    for line in _lines(folder / "activity_targets.csv"):
        targets.setdefault(line["activity_id"], []).append(Target(line["cell_id"], float(line["share"])))
    activities = {key: replace(row, targets=tuple(targets.get(key, ()))) for key, row in rows["activities"].items()}
    return replace(plan, **{**rows, "activities": MappingProxyType(activities)})


def _lines(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _rows(folder: Path, entry: Table, decimals: int) -> Mapping[str, Any]:
    rows: dict[str, Any] = {}
    for number, line in enumerate(_lines(folder / entry.file), start=1):
        if entry.id_column:
            key = line[entry.id_column]
        else:
            key = f"{line['channel_id']}|{line['cell_id']}" if entry.name == "lane" else f"R{number}"
        rows[key] = _row(entry, {**line, "id": key}, decimals)
    return MappingProxyType(rows)


def _row(entry: Table, texts: Mapping[str, str], decimals: int) -> Any:
    given = {field.key: from_text(field, texts.get(field.key, ""), decimals) for field in entry.fields}
    return entry.row(id=texts["id"], **{key: value for key, value in given.items() if value is not None})
