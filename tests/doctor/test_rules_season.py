"""Rule CAL-07: money against the season."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
import pytest

from cmoplanner.doctor.rules_season import correlation, out_of_season, working_money
from cmoplanner.doctor.ways import ways
from cmoplanner.model.phasing import monthly_spend
from cmoplanner.model.plan import Activity, Cell, CostCategory, Header, Offering, Plan, Segment, Target
from cmoplanner.model.store.document import Document
from cmoplanner.paths import sample_plan
from tests.plans import norrvik

SEASON = (0.7, 0.7, 0.9, 1.0, 1.0, 1.0, 1.0, 1.0, 1.1, 1.2, 1.2, 1.2)


def table(*rows: Any) -> Any:
    return MappingProxyType({row.id: row for row in rows})


def activity(key: str, *months: float, **given: Any) -> Activity:
    usual = {"gross_spend": 100_000, "channel_id": "c", "targets": (Target("k", 1.0),), "custom_phasing": months}
    return Activity(**{"id": key, "name": key, "start": date(2027, 1, 4), "end": date(2027, 12, 20)} | usual | given)


def plan(*rows: Activity, season: tuple[float, ...] = SEASON, model: str = "transactional") -> Plan:
    return Plan(
        Header("p", "Company (fictional)", "Plan", "EUR", 2, date(2027, 1, 1), date(2027, 1, 1), 0),
        segments=table(Segment("s", "Schools")),
        offerings=table(Offering("o", "Sensors", revenue_model=model, seasonality=season)),
        cells=table(Cell("k", "s", "o"), Cell("l", "s", "o")),
        cost_categories=table(CostCategory("fees", "Fees", working=False)),
        activities=table(*rows),
    )


def found(*rows: Activity, **given: Any) -> list[tuple[str, str]]:
    return [(one.rule, one.subject) for one in out_of_season(plan(*rows, **given))]


RISING = (6, 6, 8, 8, 9, 9, 9, 9, 9, 9, 9, 9)  # 12 of 100 in the two low months


def test_up_to_twelve_per_cent_may_fall_in_low_months() -> None:
    assert found(activity("a", *RISING)) == []
    assert found(activity("a", *(6.1, 6, *RISING[2:]))) == [("CAL-07", "k")]


def test_money_that_runs_against_the_season_is_found_without_low_months() -> None:
    season = (0.9, 0.9, 0.9, 0.9, 0.9, 1.0, 1.0, 1.0, 1.1, 1.1, 1.2, 1.2)
    assert found(activity("a", *range(12, 0, -1)), season=season) == [("CAL-07", "k")]
    assert found(activity("a", *range(1, 13)), season=season) == []
    assert found(activity("a", *[1.0] * 12), season=season) == []


def test_only_single_sales_with_a_season_and_working_money_count() -> None:
    early = activity("a", 1, *[0.0] * 11)
    assert found(early) == [("CAL-07", "k")]
    assert found(early, model="subscription") == []
    assert found(early, season=(1.0,) * 12) == []
    assert found(replace(early, category_id="fees")) == []
    assert found(replace(early, status="cancelled")) == []
    assert found(replace(early, channel_id=None)) == []
    late = activity("b", *[0.0] * 11, 1, gross_spend=900_000)
    assert found(early, late) == []
    assert found(early, replace(late, targets=(Target("l", 1.0),))) == [("CAL-07", "k")]


def test_the_finding_names_the_market_cell_and_the_share() -> None:
    (finding,) = out_of_season(plan(activity("a", 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 3)))
    assert finding.sentence == "25 % of the money for “Schools × Sensors” falls in months when people buy little."


@pytest.mark.parametrize("seed", range(10))
def test_correlation_is_that_of_numpy(seed: int) -> None:
    one, other = np.random.default_rng(seed).normal(size=(2, 12))
    assert correlation(list(one), tuple(other)) == pytest.approx(np.corrcoef(one, other)[0, 1])
    assert correlation([1.0] * 12, tuple(other)) == 0.0


def test_the_sample_keeps_to_its_seasons_and_its_money_adds_up() -> None:
    whole = norrvik()
    assert list(out_of_season(whole)) == []
    rows = [row for row in whole.activities.values() if not row.cancelled and row.channel_id]
    working = [row for row in rows if row.category_id is None or whole.cost_categories[row.category_id].working]
    total = sum(sum(target.share for target in row.targets) * row.gross_spend for row in working)
    assert sum(map(sum, working_money(whole).values())) == pytest.approx(total)


def test_phasing_by_the_season_keeps_the_total_and_ends_the_finding(tmp_path: Path) -> None:
    with Document.create_from(sample_plan(), tmp_path / "plan.cmoplan", data_folder=tmp_path / "data") as document:
        reaching = [
            row for row in document.plan.activities.values() if {"smb-sensors"} & {t.cell_id for t in row.targets}
        ]
        with document.edit("Against the season") as session:
            for row in reaching:
                session.update("activity", row.id, {"status": "cancelled"})
            given = {"name": "Search", "start": date(2027, 4, 1), "end": date(2027, 12, 31), "gross_spend": 1_000_003}
            weights = (0.0,) * 3 + (1.0, 1, 1, 9, 1, 1, 1, 1, 1)
            session.insert("activity", {"id": "N1", "channel_id": "display", "custom_phasing": weights, **given})
            session.insert(
                "activity_target", {"id": "N1|smb-sensors", "activity_id": "N1", "cell_id": "smb-sensors", "share": 1.0}
            )
        (finding,) = out_of_season(document.plan)
        (way,) = ways(document.plan, finding)
        assert way.words == "Phase “Search” by the season"
        way.take(document)
        assert list(out_of_season(document.plan)) == []
        months = monthly_spend(document.plan.activities["N1"], document.plan.calendar)
        assert sum(months) == 1_000_003
        assert [bool(amount) for amount in months] == [False] * 3 + [True] * 9
        document.undo()
        assert len(list(out_of_season(document.plan))) == 1
