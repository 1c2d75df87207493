"""Dates and numbers that no calculation survives are refused where they are typed."""

from datetime import date
from typing import Any

import pytest

from cmoplanner.model.fields import table
from cmoplanner.model.values import problem


@pytest.mark.parametrize(
    ("of", "key", "value", "refused"),
    [
        ("activity", "end", date(9999, 12, 31), True),
        ("activity", "end", date(2199, 12, 31), False),
        ("activity", "start", date(1, 1, 1), True),
        ("plan", "fy_start", date(9997, 1, 1), True),
        ("cell", "arpa_month", 1e308, True),
        ("cell", "arpa_month", 1e9, False),
        ("cell", "customers_start", float("inf"), True),
        ("activity", "gross_spend", 10**15, False),
    ],
)
def test_values_out_of_range_are_named(of: str, key: str, value: Any, refused: bool) -> None:
    assert bool(problem(table(of).field(key), value)) is refused
