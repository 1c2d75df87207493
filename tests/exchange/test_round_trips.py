"""The whole sample in other currencies, calendars and horizons comes back equal; and the comparison sees any change."""

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cmoplanner.exchange.plan_tables import export_tables, import_tables
from cmoplanner.exchange.text_files import write_records
from cmoplanner.model.fields import TABLES, Kind, table
from cmoplanner.model.store.snapshot import read_snapshot
from tests.exchange.folders import NORRVIK
from tests.exchange.test_plan_tables import assert_same_folder, cells_of
from tests.plans import read_plan

Respell = Callable[[str], str]


def yen(text: str) -> str:
    """An amount in euros and cents as a whole amount: every cent a yen."""
    return f"{round(float(text) * 100):d}" if text else ""


def dinars(text: str) -> str:
    """An amount with a third decimal, that two decimals would lose."""
    return f"{float(text):.2f}7" if text else ""


def respelt(folder: Path, header: dict[str, Any], money: Respell) -> Path:
    """Write the sample with another header and other amounts."""
    folder.mkdir()
    raw = json.loads((NORRVIK / "plan.json").read_text())
    for field in table("plan").fields:
        if field.kind is Kind.MONEY and field.key in raw:
            raw[field.key] = float(money(str(raw[field.key])))
    (folder / "plan.json").write_text(json.dumps(raw | header))
    files = {of.file: of for of in TABLES}
    for path in NORRVIK.glob("*.csv"):
        kinds = {field.key: field.kind for field in files[path.name].fields}
        columns, *rows = cells_of(path)
        amounts = [kinds.get(column) is Kind.MONEY for column in columns]
        lines = [[money(cell) if known else cell for cell, known in zip(row, amounts, strict=True)] for row in rows]
        (folder / path.name).write_text(write_records([columns, *lines]))
    return folder


def same(text: str) -> str:
    return text


VARIANTS: dict[str, tuple[dict[str, Any], Respell]] = {
    "JPY": ({"currency": "JPY", "currency_decimals": 0}, yen),
    "KWD": ({"currency": "KWD", "currency_decimals": 3}, dinars),
    "July": ({"fy_start": "2027-07-01", "fy_end": "2028-06-30", "fy_label": "FY2028"}, same),
    "4-4-5": ({"fy_pattern": "4-4-5", "fy_start": "2027-01-04", "fy_end": "2028-01-02"}, same),
    "24 months": ({"value_horizon_months": 24}, same),
    "60 months": ({"value_horizon_months": 60, "clv_horizon_months": 120}, same),
    "all at once": (
        {"currency": "KWD", "currency_decimals": 3, "fy_pattern": "5-4-4", "fy_start": "2027-07-05"}
        | {"fy_end": "2028-07-02", "value_horizon_months": 24},
        dinars,
    ),
}


@pytest.mark.parametrize(("header", "money"), VARIANTS.values(), ids=VARIANTS)
def test_the_sample_comes_back_in_other_settings(tmp_path: Path, header: dict[str, Any], money: Respell) -> None:
    folder = respelt(tmp_path / "in", header, money)
    plan = tmp_path / "plan.cmoplan"
    import_tables(folder, plan, data_folder=tmp_path / "data")
    snapshot = read_snapshot(plan)
    export_tables(snapshot, tmp_path / "out")
    assert_same_folder(tmp_path / "out", folder)
    expected = read_plan(folder)  # straight from the files, past the importer and the store
    found = snapshot.plan
    assert found.activities == expected.activities
    assert found.actuals == expected.actuals
    assert found.envelopes == expected.envelopes
    for key, value in header.items():
        assert key == "fy_end" or getattr(found.header, key) == getattr(expected.header, key), (key, value)


def test_amounts_are_kept_to_the_smallest_part(tmp_path: Path) -> None:
    plan = tmp_path / "plan.cmoplan"
    for name, expected in (("JPY", 900_000), ("KWD", 9_000_007)):
        header, money = VARIANTS[name]
        import_tables(respelt(tmp_path / name, header, money), plan, data_folder=tmp_path / "data", replace=True)
        assert read_snapshot(plan).plan.activities["A001"].gross_spend == expected


@pytest.mark.parametrize("name", sorted(path.name for path in NORRVIK.glob("*.csv")))
def test_one_changed_cell_is_seen(tmp_path: Path, name: str) -> None:
    folder, changed = respelt(tmp_path / "in", {}, same), respelt(tmp_path / "changed", {}, same)
    assert_same_folder(changed, folder)
    rows = list(csv.reader((folder / name).read_text().splitlines(keepends=True)))
    rows[1][-1] += "1"
    (changed / name).write_text(write_records(rows))
    with pytest.raises(AssertionError):
        assert_same_folder(changed, folder)


@pytest.mark.parametrize("key", ["topdown_budget", "fy_start", "vision"])
def test_one_changed_key_is_seen(tmp_path: Path, key: str) -> None:
    folder = respelt(tmp_path / "in", {}, same)
    raw = json.loads((folder / "plan.json").read_text())
    changed = respelt(tmp_path / "changed", {key: f"{raw[key]}1"}, same)
    with pytest.raises(AssertionError):
        assert_same_folder(changed, folder)
