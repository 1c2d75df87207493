"""What a plan.json may leave out, and what it may not say."""

import json
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from cmoplanner.errors import ImportRefused
from cmoplanner.exchange.plan_tables import import_tables
from cmoplanner.model.store.snapshot import read_snapshot
from tests.plans import NORRVIK


def imported(tmp_path: Path, **header: Any) -> Any:
    folder = tmp_path / "tables"
    shutil.copytree(NORRVIK, folder)
    content = json.loads((folder / "plan.json").read_text(encoding="utf-8"))
    content |= header
    content = {key: value for key, value in content.items() if value is not None}
    (folder / "plan.json").write_text(json.dumps(content), encoding="utf-8")
    import_tables(folder, tmp_path / "plan.cmoplan")
    return read_snapshot(tmp_path / "plan.cmoplan").plan


@pytest.mark.parametrize(("currency", "decimals"), [("EUR", 2), ("KWD", 3), ("CHF", 2)])
def test_decimals_follow_from_the_currency(tmp_path: Path, currency: str, decimals: int) -> None:
    plan = imported(tmp_path, currency=currency, currency_decimals=None)
    assert plan.header.currency_decimals == decimals
    assert plan.header.topdown_budget == 2_200_000 * 10**decimals


def test_a_plan_is_as_of_today_unless_it_says_otherwise(tmp_path: Path) -> None:
    assert imported(tmp_path, as_of=None).header.as_of == date.today()  # noqa: DTZ011


def test_calendar_months_begin_on_the_first(tmp_path: Path) -> None:
    with pytest.raises(ImportRefused) as refused:
        imported(tmp_path, fy_start="2027-01-15", fy_end=None)
    assert [(row.file, row.column) for row in refused.value.rows] == [("plan.json", "fy_start")]
