"""New plans: every pack, model, currency and fiscal year gives a sound plan; answers that cannot be are named."""

import csv
from dataclasses import replace
from datetime import date
from itertools import product
from math import isclose
from pathlib import Path
from typing import Any

import pytest

from cmoplanner.errors import CmoPlannerError
from cmoplanner.model.fields import Kind, table
from cmoplanner.model.new_plan import NewPlan, faults, rows_of, tidy, usual_start, years_offered
from cmoplanner.model.plan import Plan
from cmoplanner.model.presets import channel_presets, channels_of, funnel_presets, pack_for
from cmoplanner.model.problems import Severity, check_plan
from cmoplanner.model.store.document import Document
from cmoplanner.projection.compile import compile_plan
from cmoplanner.projection.model import project
from cmoplanner.report.figures import summary

PRESETS = Path(__file__).resolve().parents[2] / "cmoplanner" / "resources" / "presets"
DECIMALS = {"EUR": 2, "USD": 2, "JPY": 0, "KWD": 3}  # ISO 4217
RATES = {"EUR": None, "USD": 1.09, "JPY": 163.0, "KWD": 0.333}
MODELS = (
    "b2b_software", "b2b_services", "manufacturing", "public_sector", "ecommerce", "consumer_subscription", "financial",
    "retail_local",
)  # fmt: skip


def lines(name: str) -> list[dict[str, str]]:
    with (PRESETS / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def answers(**given: Any) -> NewPlan:
    usual: dict[str, Any] = {"company": "Test", "fy_start": date(2027, 1, 1), "as_of": date(2026, 11, 22)}
    return NewPlan(**usual | given)


def made(folder: Path, given: NewPlan) -> Plan:
    with Document.create(folder / "new.cmoplan", rows_of(given), replace=True) as document:
        return document.plan


def register(plan: Plan) -> dict[tuple[str, str], Any]:
    found = {(row.scope, row.parameter): row for row in plan.assumptions.values()}
    assert len(found) == len(plan.assumptions)
    return found


@pytest.mark.parametrize(("pack", "currency", "month"), list(product(("b2b", "b2c"), DECIMALS, (1, 7))))
@pytest.mark.parametrize("model", MODELS)
def test_every_plan_is_sound_and_projects(tmp_path: Path, pack: str, model: str, currency: str, month: int) -> None:
    horizon = 12 if month == 1 else 60
    given = answers(
        pack=pack, model=model, currency=currency, per_euro=RATES[currency], fy_start=date(2027, month, 1),
        horizon_months=horizon, segments=("One", "Two"), offerings=("First", "Second"), budget=1_000_000,
        goal=9_000_000,
    )  # fmt: skip
    plan = made(tmp_path, given)
    problems = check_plan(plan)
    assert {problem.severity for problem in problems} == {Severity.NOTE}  # what to enter next
    assert {(problem.table, problem.key) for problem in problems} == {
        ("cell", "arpa_month"),
        ("cell", "customers_start"),
    }
    assert plan.header.currency_decimals == DECIMALS[currency]
    assert plan.calendar.horizon == horizon
    assert next(iter(plan.goals.values())).target == 9_000_000 / 10 ** DECIMALS[currency]
    assert len(plan.cells) == 4
    assert project(compile_plan(plan)).lines.shape[-1] == horizon
    for (scope, parameter), row in register(plan).items():
        kind, _colon, row_id = scope.partition(":")
        subject = plan.header if kind == "plan" else getattr(plan, table(kind).attribute)[row_id]
        assert getattr(subject, parameter) == row.value
        assert row.source
        assert row.date
        assert row.confidence in "HML"


@pytest.mark.parametrize("currency", DECIMALS)
@pytest.mark.parametrize("pack", ["b2b", "b2c"])
def test_channels_have_the_figures_of_the_table(tmp_path: Path, pack: str, currency: str) -> None:
    plan = made(tmp_path, answers(pack=pack, currency=currency, per_euro=RATES[currency]))
    rate = RATES[currency] or 1.0
    kept = register(plan)
    table_lines = [line for line in lines("channel_presets.csv") if line["pack"] == pack]
    assert list(plan.channels) == [line["channel_id"] for line in table_lines]
    for line in table_lines:
        channel = plan.channels[line["channel_id"]]
        for key in ("name", "medium", "poem_type", "response_unit", "confidence"):
            assert getattr(channel, key) == line[key]
        assert line["source"] in channel.source
        assert isclose(channel.unit_cost, float(line["unit_cost"]) * rate)
        for key in ("lead_rate", "quality", "order_factor", "sigma", "slope", "half_life_weeks", "brand_weight"):
            assert getattr(channel, key) == float(line[key])
        assert (channel.delay_months, channel.lead_time_days) == (
            int(line["delay_months"]),
            int(line["lead_time_days"]),
        )
        assert channel.max_touches_per_month == (float(line["touch_cap_month"]) if line["touch_cap_month"] else None)
        assert channel.long_term_multiplier == 1  # off until the user wants it
        for key, factor in (("unit_cost", rate), ("lead_rate", 1), ("half_life_weeks", 1)):
            row = kept[f"channel:{channel.id}", key]
            assert isclose(row.low_p10, float(line[f"{key}_low"]) * factor)
            assert isclose(row.high_p90, float(line[f"{key}_high"]) * factor)
        registered = {key for scope, key in kept if scope == f"channel:{channel.id}"}
        numbers = {
            field.key for field in table("channel").fields if field.kind in (Kind.AMOUNT, Kind.RATE, Kind.NUMBER)
        }
        given = {key for key in numbers if getattr(channel, key) is not None}
        assert registered >= given - {"long_term_multiplier"}
        cost = kept[f"channel:{channel.id}", "unit_cost"]
        assert cost.unit == f"{currency}/response"
        assert (f"at {rate:g} {currency} per EUR" in cost.source) == (currency != "EUR")


@pytest.mark.parametrize("line", lines("funnel_presets.csv"), ids=lambda line: line["model"])
def test_cells_have_the_conversions_of_the_table(tmp_path: Path, line: dict[str, str]) -> None:
    plan = made(tmp_path, answers(model=line["model"], segments=("S",), offerings=("O",), base_erosion=0.3))
    (cell,) = plan.cells.values()
    assert cell.sales_model == line["sales_model"]
    assert plan.header.discount_rate == float(line["discount_rate"])
    keys = ["gross_margin", "retention_year", "retention_new_year"]
    keys += ["order_rate"] if line["sales_model"] == "direct" else ["lead_to_offer", "offer_to_deal"]
    keys += [] if line["sales_model"] == "direct" else ["lag_lead_offer", "lag_offer_deal"]
    assert {key: getattr(cell, key) for key in keys} == {key: float(line[key]) for key in keys}
    kept = {key: row for (scope, key), row in register(plan).items() if scope == f"cell:{cell.id}"}
    assert kept.keys() == {*keys, "base_erosion_year"}
    assert {kept[key].source for key in keys} == {line["source"]}
    assert {kept[key].confidence for key in keys} == {line["confidence"]}
    assert (cell.base_erosion_year, kept["base_erosion_year"].confidence) == (0.3, "L")


def test_the_presets_are_the_whole_tables() -> None:
    assert len(channel_presets()) == 32
    assert [(one.pack, one.id) for one in channel_presets()] == [
        (line["pack"], line["channel_id"]) for line in lines("channel_presets.csv")
    ]
    assert tuple(funnel_presets()) == MODELS
    assert {model: pack_for(model) for model in MODELS}["ecommerce"] == "b2c"
    assert pack_for("b2b_software") == pack_for("") == "b2b"


def test_the_media_of_the_articles_are_there_with_their_lead_time() -> None:
    leads = {preset.id: preset.lead_time_days for preset in channels_of("b2b")}
    wanted = {
        "pr": 14,
        "paid_social": 7,
        "events": 90,
        "sponsorship": 60,
        "paid_search": 7,
        "display": 10,
        "direct_mail": 28,
    }
    assert {key: leads[key] for key in wanted} == wanted


@pytest.mark.parametrize(
    ("pack", "key", "dated"),
    [("b2b", "paid_search", date(2026, 1, 1)), ("b2b", "pr", date(2026, 11, 1)), ("b2b", "email", date(2023, 1, 1))],
)
def test_a_source_is_dated_by_the_last_day_it_can_be_of(pack: str, key: str, dated: date) -> None:
    assert next(preset for preset in channels_of(pack) if preset.id == key).dated == dated


@pytest.mark.parametrize("model", ["b2b_software", "ecommerce"])
def test_the_same_campaign_brings_the_same_customers_in_any_currency(tmp_path: Path, model: str) -> None:
    found = []
    for currency, rate in (("EUR", 1.0), ("JPY", 163.0), ("KWD", 0.333)):
        rows = rows_of(
            answers(pack="b2b", model=model, currency=currency, per_euro=rate, segments=("S",), offerings=("O",))
        )
        minor = round(10_000 * rate * 10 ** DECIMALS[currency])
        rows["cell"][0] |= {"customers_start": 100.0, "arpa_month": 50.0 * rate, "first_order_value": 80.0 * rate}
        dates = {"start": "2027-03-01", "end": "2027-05-31"}
        activity = {"id": "A1", "name": "Search", "channel_id": "paid_search", "stage_id": "choose", **dates}
        rows["activity"] = [activity | {"gross_spend": minor, "category_id": "media", "cost_centre_id": "marketing"}]
        cell = str(rows["cell"][0]["id"])
        rows["activity_target"] = [{"id": f"A1|{cell}", "activity_id": "A1", "cell_id": cell, "share": 1.0}]
        with Document.create(tmp_path / f"{currency}.cmoplan", rows) as document:
            assert not [one for one in check_plan(document.plan) if one.severity is Severity.ERROR]
            figures = summary(document.plan)["projection"]
        found.append((figures["new_customers_marketing_horizon"], figures["incremental_revenue_fy"] / rate))
    assert all(customers > 0 and revenue > 0 for customers, revenue in found)
    for customers, revenue in found[1:]:
        assert isclose(customers, found[0][0], rel_tol=1e-6)  # the figures are rounded
        assert isclose(revenue, found[0][1], rel_tol=1e-6)


def test_a_blank_plan_has_a_header_and_a_journey(tmp_path: Path) -> None:
    plan = made(tmp_path, answers(currency="JPY", budget=5_000_000))
    assert check_plan(plan) == []
    assert [stage.role for stage in plan.stages.values()] == ["acquire"] * 4 + ["retain"] * 3 + ["enable"]
    assert (plan.header.currency_decimals, plan.header.topdown_budget, plan.header.name) == (
        0, 5_000_000, "Marketing plan FY2027",
    )  # fmt: skip
    for attribute in ("channels", "segments", "cells", "assumptions", "goals", "cost_categories"):
        assert not getattr(plan, attribute)
    assert project(compile_plan(plan))


def test_a_fiscal_year_of_weeks_starts_on_any_day(tmp_path: Path) -> None:
    plan = made(tmp_path, answers(fy_pattern="4-4-5", fy_start=date(2027, 2, 1)))
    assert (plan.calendar.fy_end, plan.calendar.month(1).days) == (date(2028, 1, 30), 28)
    assert plan.header.fy_label == "FY2028"
    assert faults(answers(fy_start=date(2027, 2, 3)))[0].key == "fy_start"
    assert not faults(answers(fy_start=date(2027, 2, 3), fy_pattern="4-4-5"))


def test_cells_of_names_that_read_alike_stay_apart(tmp_path: Path) -> None:
    names = {"segments": ("a", "a b", "日本", "中国"), "offerings": ("b c", "c", "ÄÖ", "<b>")}
    plan = made(tmp_path, answers(model="ecommerce", **names))
    assert [row.name for row in plan.segments.values()] == list(names["segments"])
    assert [row.name for row in plan.offerings.values()] == list(names["offerings"])
    assert len(plan.cells) == len({(cell.segment_id, cell.offering_id) for cell in plan.cells.values()}) == 16


@pytest.mark.parametrize(
    ("given", "keys"),
    [
        ({"company": " \u202e "}, ["company"]),
        ({"company": "x" * 201}, ["company"]),
        ({"currency": "XXQ"}, ["currency"]),
        ({"currency": "DEM"}, ["currency"]),
        ({"currency": ""}, ["currency"]),
        ({"fy_start": date(9999, 1, 1)}, ["fy_start"]),
        ({"fy_pattern": "5-5-5"}, ["fy_pattern"]),
        ({"horizon_months": 61}, ["horizon_months"]),
        ({"horizon_months": 11}, ["horizon_months"]),
        ({"budget": -1}, ["budget"]),
        ({"budget": 10**16}, ["budget"]),
        ({"goal": 0}, ["goal"]),
        ({"revenue_last_year": -1}, ["revenue_last_year"]),
        ({"segments": ("A", "a ")}, ["segments"]),
        ({"segments": tuple(map(str, range(21)))}, ["segments"]),
        ({"segments": ("A",), "offerings": ("B",)}, ["model"]),
        ({"offerings": ("x" * 201,)}, ["offerings"]),
        ({"pack": "b2x"}, ["pack"]),
        ({"model": "bank"}, ["model"]),
        ({"pack": "b2b", "currency": "USD"}, ["per_euro"]),
        ({"per_euro": 0.0}, ["per_euro"]),
        ({"per_euro": float("nan")}, ["per_euro"]),
        ({"base_erosion": 1.2}, ["base_erosion"]),
    ],
)
def test_answers_that_cannot_be_are_named(given: dict[str, Any], keys: list[str]) -> None:
    found = faults(answers(**given))
    assert [fault.key for fault in found] == keys
    assert all(fault.told.endswith(".") for fault in found)
    with pytest.raises(CmoPlannerError, match="not made") as refused:
        rows_of(answers(**given))
    assert found[0].told in refused.value.details


def test_answers_are_tidied() -> None:
    given = answers(company=" A\u202eB ", currency=" eur", segments=("", " One ", "\t"), name="\n")
    assert tidy(given) == replace(given, company="AB", currency="EUR", segments=("One",), name="")


@pytest.mark.parametrize(
    ("today", "month", "start"),
    [
        (date(2026, 11, 22), 1, date(2027, 1, 1)),
        (date(2027, 3, 1), 1, date(2027, 1, 1)),
        (date(2026, 11, 22), 7, date(2026, 7, 1)),
        (date(2027, 2, 1), 7, date(2027, 7, 1)),
    ],
)
def test_the_year_that_is_nearest_is_proposed(today: date, month: int, start: date) -> None:
    assert usual_start(today, month) == start
    assert years_offered(today, month)[1] == start
    assert [day.month for day in years_offered(today, month)] == [month] * 4
