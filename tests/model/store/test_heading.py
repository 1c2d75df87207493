"""The plan's own row in an edit: decimals follow the currency, and no edit makes an amount another one."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from cmoplanner.errors import EditRefused
from cmoplanner.model.edits.bulk import Rule, change_by_rule
from cmoplanner.model.edits.fields import set_field
from cmoplanner.model.edits.rows import change_rows
from cmoplanner.model.problems import check_plan
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
