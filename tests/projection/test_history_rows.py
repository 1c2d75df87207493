"""Rows of a history sorted into months: gaps, zeros, duplicates, wrong units, outliers, each named by its row."""

from dataclasses import replace
from math import isnan

import numpy as np
import pytest

from cmoplanner.projection.history_fit import fit_history
from cmoplanner.projection.history_rows import (
    HistoryRow,
    fit_without_outliers,
    histories,
    rows_of_plan,
)
from cmoplanner.projection.remarks import Remark, RemarkKind
from tests.plans import norrvik

PLAN = norrvik()


def clean() -> list[HistoryRow]:
    """The demo's two years of paid search, with lines as in a file."""
    rows = [row for row in rows_of_plan(PLAN) if row.channel_id == "paid_search"]
    return [replace(row, row=line) for line, row in enumerate(rows, start=2)]


def sorted_in(rows: list[HistoryRow]) -> tuple[object, list[Remark]]:
    found = histories(rows, PLAN.channels)
    return found.by_channel["paid_search"], list(found.remarks)


def test_clean_rows_have_nothing_to_say() -> None:
    found = histories(rows_of_plan(PLAN), PLAN.channels)
    assert found.remarks == ()
    assert list(found.by_channel) == ["paid_search", "paid_social", "webinar", "events"]
    history = found.by_channel["paid_search"]
    assert history.months[0] == "2025-01"
    assert history.days[:3].tolist() == [31, 28, 31]
    assert history.spend[0] == 38324.65
    assert history.responses[0] == 5128.1
    assert len(history.used) == 24


def test_the_order_of_rows_does_not_matter() -> None:
    history, _remarks = sorted_in(clean()[::-1])
    assert history.spend.tolist() == [row.spend for row in clean()]


def test_a_gap_is_named_and_its_responses_left_out() -> None:
    rows = clean()
    del rows[5]
    history, remarks = sorted_in(rows)
    assert [(remark.kind, remark.month) for remark in remarks] == [(RemarkKind.GAP, "2025-06")]
    assert history.spend[5] == 0
    assert isnan(history.responses[5])
    assert len(history.used) == 23


def test_duplicates_are_counted_once_and_others_added_up() -> None:
    rows = clean()
    rows.append(replace(rows[3], row=90))
    rows.append(replace(rows[4], spend=100.0, responses=7.0, row=91))
    history, remarks = sorted_in(rows)
    assert [(remark.kind, remark.row) for remark in remarks] == [
        (RemarkKind.DUPLICATE, 90),
        (RemarkKind.DUPLICATE, 91),
    ]
    assert "row 5" in remarks[0].sentence
    assert history.spend[3] == rows[3].spend
    assert history.spend[4] == pytest.approx(rows[4].spend + 100)
    assert history.responses[4] == pytest.approx(rows[4].responses + 7)


def test_days_are_added_up() -> None:
    rows = []
    for row in clean():
        parts = [replace(row, spend=row.spend / 4, responses=row.responses / 4, whole_month=False) for _ in range(4)]
        rows += [replace(part, row=10 * row.row + i) for i, part in enumerate(parts)]
    history, remarks = sorted_in(rows)
    assert [remark.kind for remark in remarks] == [RemarkKind.ADDED_UP]
    assert history.spend == pytest.approx([row.spend for row in clean()])
    assert history.responses == pytest.approx([row.responses for row in clean()])
    last_days = [replace(row, whole_month=False) for row in clean()]
    assert sorted_in(last_days)[1] == [], "one row a month, written with a day"


def test_values_that_are_not_known_leave_the_month_out_of_the_fit() -> None:
    rows = clean()
    rows[2] = replace(rows[2], spend=None)
    rows[7] = replace(rows[7], responses=None)
    rows[9] = replace(rows[9], spend=-5.0)
    rows[11] = replace(rows[11], responses=-5.0)
    rows[13] = replace(rows[13], responses=0.0)
    history, remarks = sorted_in(rows)
    assert [(remark.kind, remark.row) for remark in remarks] == [
        (RemarkKind.NEGATIVE, 11),
        (RemarkKind.NEGATIVE, 13),
        (RemarkKind.ZERO_RESPONSES, 15),
    ]
    assert history.spend[2] == pytest.approx((rows[1].spend + rows[3].spend) / 2), "for the carry-over only"
    left_out = set(range(24)) - set(history.used.tolist())
    assert left_out == {2, 7, 9, 11, 13}


@pytest.mark.parametrize("factor", [100, 1_000, 1 / 100, 1 / 1_000])
def test_a_wrong_unit_is_named(factor: float) -> None:
    rows = clean()
    true = rows[6]
    rows[6] = replace(true, spend=true.spend * factor)
    rows[16] = replace(rows[16], responses=rows[16].responses * factor)
    history, remarks = sorted_in(rows)
    assert [(remark.kind, remark.row) for remark in remarks] == [
        (RemarkKind.WRONG_UNIT, 8),
        (RemarkKind.WRONG_UNIT, 18),
    ]
    assert str(round(max(factor, 1 / factor))) in remarks[0].sentence
    assert history.spend[6] == pytest.approx(true.spend)
    assert f"{true.spend:.0f}" in remarks[0].sentence
    assert set(range(24)) - set(history.used.tolist()) == {6, 16}
    before = fit_history(sorted_in(clean())[0])
    after = fit_history(history)
    mean = np.array([before.history.mean_spend])
    assert after.curve.at(mean) == pytest.approx(before.curve.at(mean), rel=0.02)


def test_real_peaks_are_left_alone() -> None:
    rows = clean()
    rows[6] = replace(rows[6], spend=rows[6].spend * 9)
    assert sorted_in(rows)[1] == []


@pytest.mark.parametrize(("factor", "word"), [(10, "10."), (0.1, "1/"), (2.0, "2.")])
def test_months_far_off_the_curve_are_left_out_and_named(factor: float, word: str) -> None:
    rows = clean()
    rows[8] = replace(rows[8], responses=rows[8].responses * factor)
    history, remarks = sorted_in(rows)
    assert remarks == []
    fit, told = fit_without_outliers(history)
    assert [(remark.kind, remark.month, remark.row) for remark in told] == [(RemarkKind.OUTLIER, "2025-09", 10)]
    assert word in told[0].sentence or factor != 2.0
    assert fit.months == 23
    clean_fit, nothing = fit_without_outliers(sorted_in(clean())[0])
    assert nothing == []
    mean = np.array([history.mean_spend])
    assert fit.curve.at(mean) == pytest.approx(clean_fit.curve.at(mean), rel=0.03)
    spoilt = fit_history(history)
    assert spoilt.error > 2 * fit.error


def test_many_that_are_far_off_are_no_outliers() -> None:
    rows = [replace(row, responses=row.responses * (5 if i % 2 else 1)) for i, row in enumerate(clean())]
    fit, told = fit_without_outliers(sorted_in(rows)[0])
    assert len(told) <= 4
    assert fit.months >= 20


def test_a_month_of_nothing_is_no_month() -> None:
    assert histories([], PLAN.channels).by_channel == {}
    found = histories([HistoryRow("email", "2026-01", None, None, 2)], PLAN.channels)
    assert found.by_channel["email"].spend.tolist() == [0.0]
    assert len(found.by_channel["email"].used) == 0


def test_a_slip_in_the_year_does_not_make_a_long_history() -> None:
    rows = clean()
    rows[3] = replace(rows[3], month="2125-04")
    history, remarks = sorted_in(rows)
    assert [(remark.kind, remark.row) for remark in remarks] == [(RemarkKind.NOT_A_MONTH, 5), (RemarkKind.GAP, 0)]
    assert len(history.months) == 24


def test_many_doubles_are_told_together() -> None:
    rows = clean()
    rows += [replace(row, row=100 + i) for i, row in enumerate(clean()[:9])]
    rows += [replace(row, spend=50.0, row=200 + i) for i, row in enumerate(clean()[10:17])]
    history, remarks = sorted_in(rows)
    assert [(remark.kind, remark.row) for remark in remarks] == [
        (RemarkKind.DUPLICATE, 100),
        (RemarkKind.DUPLICATE, 200),
    ]
    assert "9 rows" in remarks[0].sentence
    assert "7 months" in remarks[1].sentence
    assert history.spend[0] == clean()[0].spend
    assert history.spend[10] == pytest.approx(clean()[10].spend + 50)
