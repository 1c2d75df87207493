"""Rows of the register: kinds of sources by rank, names in words, effects and filters."""

import datetime as dt

import pytest

from cmoplanner.model.store.snapshot import read_snapshot
from cmoplanner.paths import sample_plan
from cmoplanner.report.register_rows import (
    Effect,
    SourceKind,
    is_old,
    kind_of,
    large_effects,
    register_rows,
    with_effects,
)


@pytest.mark.parametrize(
    ("source", "confidence", "kind"),
    [
        ("CRM 2025-2026", "M", SourceKind.MEASURED),
        ("fit to history 2025-04 to 2026-12: 21 months", "M", SourceKind.MEASURED),
        ("track record of “July”: 4 months", "L", SourceKind.MEASURED),
        ("group treasury", "H", SourceKind.MEASURED),
        ("geo experiment in two regions", "M", SourceKind.TEST),
        ("LinkedIn CPC USD 5.50-9.25", "M", SourceKind.BENCHMARK),
        ("LinkedIn CPC; lead rate = judgement", "M", SourceKind.JUDGEMENT),
        ("judgement: four questions", "L", SourceKind.JUDGEMENT),
        ("", "H", SourceKind.JUDGEMENT),
    ],
)
def test_the_weakest_part_of_a_source_counts(source: str, confidence: str, kind: SourceKind) -> None:
    assert kind_of(source, confidence) is kind


def test_kinds_are_ranked() -> None:
    assert [kind.value for kind in SourceKind] == ["measured", "test", "benchmark", "judgement"]


def test_the_sample_is_named_in_words() -> None:
    rows = register_rows(read_snapshot(sample_plan()).plan)
    row = rows["channel:paid_search/unit_cost"]
    assert (row.name, row.where, row.value, row.low_p10, row.high_p90) == (
        "Cost per response",
        "Paid search",
        5.2,
        3.9,
        6.76,
    )
    assert rows["plan/discount_rate"].where == "Whole plan"


def test_effects_are_sizes_between_both_ends_and_large_ones_make_up_four_fifths() -> None:
    rows = dict(list(register_rows(read_snapshot(sample_plan()).plan).items())[:4])
    first, second, third, fourth = rows
    found = with_effects(
        rows, {first: Effect(-6.0, 4.0), second: Effect(50.0, -40.0), third: Effect(0.0, 1.0)}, {first: 7.0}
    )
    assert [found[key].effect for key in rows] == [10.0, 90.0, 1.0, None]
    assert found[first].worth == 7.0
    assert found[fourth].worth is None
    assert large_effects(found.values()) == {second}
    assert is_old(found[first], dt.date(2027, 12, 1))
    assert not is_old(found[first], dt.date(2027, 1, 1))
