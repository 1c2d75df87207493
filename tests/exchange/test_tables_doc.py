"""The page about plan tables says what the field list says, and names every file and column of the sample."""

import csv
from pathlib import Path

from cmoplanner.exchange.tables_in import TYPED_FILES
from tests.exchange.describe import description
from tests.exchange.folders import NORRVIK

PAGE = Path(__file__).parents[2] / "docs" / "plan-tables.md"


def test_the_page_is_up_to_date() -> None:
    assert PAGE.read_text(encoding="utf-8") == description(), (
        "write it anew: python -c 'from tests.exchange.describe import *; print(description(), end=\"\")'"
    )


def test_it_names_every_column_of_the_sample() -> None:
    page = PAGE.read_text(encoding="utf-8")
    for name in TYPED_FILES:
        section = page.split(f"`{name}`\n\n")[1].split("\n## ")[0]
        if not (NORRVIK / name).exists():
            continue
        with (NORRVIK / name).open(encoding="utf-8", newline="") as file:
            for column in next(csv.reader(file)):
                assert f"`{column}`" in section, (name, column)
