"""The plan's own row in an edit: decimals follow the currency, and no edit makes an amount another one."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from cmoplanner.errors import EditRefused
from cmoplanner.model.edits.bulk import Rule, change_by_rule
from cmoplanner.model.edits.fields import set_field
from cmoplanner.model.edits.rows import change_rows
from cmoplanner.model.problems import Severity, check_plan
from cmoplanner.model.store.document import Document
from tests.model.store.small_plan import ROWS


@pytest.fixture
def document(tmp_path: Path) -> Iterator[Document]:
    with Document.create(tmp_path / "p.cmoplan", ROWS) as document:
        yield document


@pytest.fixture
def poor(tmp_path: Path) -> Iterator[Document]:
    """A plan without any money."""
    with Document.create(tmp_path / "q.cmoplan", {"plan": [ROWS["plan"][0] | {"topdown_budget": 0}]}) as document:
        yield document


WAYS: dict[str, Callable[[Document, str, Any], Any]] = {
    "field": lambda d, key, value: set_field(d, "plan", "p", key, value),
    "grid": lambda d, key, value: change_rows(d, "plan", {"p": {key: value}}),
    "rule": lambda d, key, value: change_by_rule(d, "plan", ["p"], key, Rule.SET, value),
}
ways = pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)


@ways
@pytest.mark.parametrize(("key", "value"), [("currency_decimals", 0), ("currency", "JPY"), ("currency", "KWD")])
def test_no_edit_multiplies_the_money_of_a_plan(document: Document, way: Any, key: str, value: Any) -> None:
    sums = document.content_sums
    with pytest.raises(EditRefused, match="decimals") as refused:
        way(document, key, value)
    assert document.content_sums == sums
    if key == "currency":
        assert refused.value.told.endswith(f"Make a new plan in {value}.")


@ways
def test_a_currency_that_does_not_exist_is_refused(document: Document, way: Any) -> None:
    with pytest.raises(EditRefused, match="“EUX” is no currency in use") as refused:
        way(document, "currency", "EUX")
    assert "EUR" in refused.value.told


@ways
def test_a_currency_with_the_same_decimals_is_taken(document: Document, way: Any) -> None:
    way(document, "currency", "USD")
    header = document.plan.header
    assert (header.currency, header.currency_decimals, header.topdown_budget) == ("USD", 2, 5_000_000)


@ways
def test_the_decimals_follow_the_currency_of_a_plan_without_money(poor: Document, way: Any) -> None:
    way(poor, "currency", "JPY")
    assert poor.plan.header.currency_decimals == 0
    poor.undo()
    assert (poor.plan.header.currency, poor.plan.header.currency_decimals) == ("EUR", 2)


def test_money_of_the_same_edit_counts(poor: Document) -> None:
    with pytest.raises(EditRefused, match="every amount"):
        change_rows(poor, "plan", {"p": {"currency": "JPY", "topdown_budget": 700_000}})


def test_decimals_that_stay_may_be_pasted(document: Document) -> None:
    change_rows(document, "plan", {"p": {"currency_decimals": 2, "name": "Other"}})
    assert document.plan.header.name == "Other"


@pytest.mark.parametrize(("currency", "decimals", "key"), [("JPY", 2, "currency_decimals"), ("XYZ", 4, "currency")])
def test_a_plan_with_odd_money_is_told(document: Document, currency: str, decimals: int, key: str) -> None:
    header = replace(document.plan.header, currency=currency, currency_decimals=decimals)
    found = [one for one in check_plan(replace(document.plan, header=header)) if one.table == "plan"]
    assert key in [one.key for one in found]
    assert all(one.remedy for one in found)


def test_a_wrong_currency_can_be_put_right(tmp_path: Path) -> None:
    rows = ROWS | {"plan": [ROWS["plan"][0] | {"currency": "JPY"}]}
    with Document.create(tmp_path / "p.cmoplan", rows) as document:
        set_field(document, "plan", "p", "currency", "EUR")
        assert document.plan.header.topdown_budget == 5_000_000
        assert not [one for one in check_plan(document.plan) if one.key.startswith("currency")]


LABELLED = ROWS | {
    "plan": [ROWS["plan"][0] | {"fy_label": "FY2027"}],
    "envelope": [
        {"id": f"E{number}", "fiscal_year": year, "topdown_amount": 1_000}
        for number, year in enumerate(("FY2027", "", "Q"))
    ],
}


@ways
def test_the_label_of_the_fiscal_year_follows_its_first_day(tmp_path: Path, way: Any) -> None:
    with Document.create(tmp_path / "y.cmoplan", LABELLED) as document:
        sums = document.content_sums
        way(document, "fy_start", date(2027, 7, 1))
        assert document.plan.header.fy_label == document.plan.calendar.label == "FY2028"
        assert [row.fiscal_year for row in document.plan.envelopes.values()] == ["FY2028", "", "Q"]
        document.undo()
        assert document.content_sums == sums
        way(document, "fy_start", date(2027, 1, 1))
        assert document.content_sums == sums


def test_a_label_of_ones_own_stays_and_is_told(tmp_path: Path) -> None:
    rows = ROWS | {"plan": [ROWS["plan"][0] | {"fy_label": "27/28"}]}
    with Document.create(tmp_path / "y.cmoplan", rows) as document:
        set_field(document, "plan", "p", "fy_start", date(2027, 7, 1))
        assert document.plan.header.fy_label == "27/28"
        told = [one for one in check_plan(document.plan) if one.key == "fy_label"]
        assert [(one.sentence, one.severity) for one in told] == [
            ("the fiscal year is called “27/28”, by its days it is FY2028", Severity.NOTE)
        ]
        set_field(document, "plan", "p", "fy_label", "FY2028")
        assert not [one for one in check_plan(document.plan) if one.key == "fy_label"]


def test_a_label_given_in_the_same_edit_counts(tmp_path: Path) -> None:
    with Document.create(tmp_path / "y.cmoplan", LABELLED) as document:
        change_rows(document, "plan", {"p": {"fy_start": date(2027, 7, 1), "fy_label": "Year 7"}})
        assert document.plan.header.fy_label == "Year 7"
