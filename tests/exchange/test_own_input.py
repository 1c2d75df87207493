"""Importing never writes over what it reads, nor over another kind of file."""

import shutil
from pathlib import Path

import pytest

from cmoplanner.errors import PlanNotWritable
from cmoplanner.exchange.plan_tables import import_tables
from tests.plans import NORRVIK


@pytest.mark.parametrize("name", ["plan.json", "activities.csv", "new.csv"])
def test_a_table_is_not_replaced_by_a_plan(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "tables"
    shutil.copytree(NORRVIK, folder)
    (folder / "new.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    with pytest.raises(PlanNotWritable):
        import_tables(folder, folder / name, replace=True)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_another_kind_of_file_is_not_replaced(tmp_path: Path) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_text("dear all", encoding="utf-8")
    with pytest.raises(PlanNotWritable):
        import_tables(NORRVIK, letter, replace=True)
    assert letter.read_text(encoding="utf-8") == "dear all"
