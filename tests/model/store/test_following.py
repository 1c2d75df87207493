"""One value in one place: the register and the field it is about, and gross spend from other currencies."""

from collections.abc import Callable, Iterator
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import pytest

from cmoplanner.errors import EditRefused
from cmoplanner.model import fields, register
from cmoplanner.model.edits.fields import set_field, set_field_of_many
from cmoplanner.model.edits.rows import change_rows, create_row, delete_rows, duplicate_rows
from cmoplanner.model.plan import Plan
from cmoplanner.model.problems import check_plan
from cmoplanner.model.store.document import Document
from cmoplanner.paths import sample_plan
from cmoplanner.ui.widgets.grid.new_row import values_for
from tests.model.store.small_plan import ROWS


@pytest.fixture
def document(tmp_path: Path) -> Iterator[Document]:
    with Document.create_from(sample_plan(), tmp_path / "plan.cmoplan", data_folder=tmp_path / "data") as document:
        yield document


def held(plan: Plan, assumption: str) -> tuple[float, float]:
    """The value in the register and that of the field it is about."""
    row = plan.assumptions[assumption]
    kind, _colon, row_id = row.scope.partition(":")
    subject = getattr(plan, fields.table(kind).attribute) if kind != "plan" else {"": plan.header}
    return row.value, getattr(subject[row_id], row.parameter)


def entry_of(plan: Plan, scope: str, parameter: str) -> str:
    return next(row.id for row in plan.assumptions.values() if (row.scope, row.parameter) == (scope, parameter))


EMAIL = "channel:email"

ACTS: dict[str, Callable[[Document], Any]] = {
    "field": lambda d: set_field(d, "channel", "paid_search", "unit_cost", 6.5),
    "register": lambda d: set_field(d, "assumption", "S001", "value", 6.5),
    "grid": lambda d: change_rows(d, "channel", {"paid_search": {"unit_cost": 6.5}, "email": {"unit_cost": 6.5}}),
    "pasted": lambda d: change_rows(d, "assumption", {"S001": {"value": 6.5}, "S002": {"value": 0.06}}),
    "many": lambda d: set_field_of_many(d, "channel", ["paid_search", "email", "webinar"], "unit_cost", 6.5),
}


@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS)
def test_both_places_change_together_in_one_step(document: Document, act: Callable[[Document], Any]) -> None:
    before = document.plan
    told: list[frozenset[str]] = []
    document.subscribe(lambda changes: told.append(frozenset(changes.rows)))
    steps = len(document.steps())
    act(document)
    after = document.plan
    assert held(after, "S001") == (6.5, 6.5)
    assert len(document.steps()) == steps + 1
    assert told == [frozenset({"assumption", "channel"})]
    document.undo()
    assert held(document.plan, "S001") == held(before, "S001") == (5.2, 5.2)
    assert dict(document.plan.assumptions) == dict(before.assumptions)
    assert dict(document.plan.channels) == dict(before.channels)
    document.redo()
    assert dict(document.plan.assumptions) == dict(after.assumptions)
    assert dict(document.plan.channels) == dict(after.channels)


def test_every_entry_of_the_sample_follows_its_field_and_leads_it(document: Document) -> None:
    for row in document.plan.assumptions.values():
        table = register.table_of(row.scope)
        assert table is not None
        whole = table.field(row.parameter).kind is fields.Kind.COUNT
        wanted = row.value + 1 if whole else row.value * 0.5
        set_field(document, "assumption", row.id, "value", wanted)
        assert held(document.plan, row.id) == (wanted, wanted), row.id
        row_id = row.scope.partition(":")[2] or document.plan.header.id
        old = int(row.value) if whole else row.value
        set_field(document, table.name, row_id, row.parameter, old)
        assert held(document.plan, row.id) == (row.value, row.value), row.id
    assert [found.row_id for found in check_plan(document.plan)] == ["O4"]


def test_bulk_edits_reach_every_entry(document: Document) -> None:
    channels = list(document.plan.channels)
    set_field_of_many(document, "channel", channels, "lead_rate", 0.125)
    entries = [row for row in document.plan.assumptions.values() if row.parameter == "lead_rate"]
    assert len(entries) > 5
    assert {row.value for row in entries} == {0.125}


def test_a_range_that_no_longer_encloses_its_value_is_told(document: Document) -> None:
    set_field(document, "channel", "paid_search", "unit_cost", 99.0)
    (found,) = [one for one in check_plan(document.plan) if one.table == "assumption"]
    assert (found.row_id, found.key) == ("S001", "high_p90")
    assert found.remedy


def test_a_cleared_field_leaves_the_value_that_then_counts(document: Document) -> None:
    set_field(document, "channel", "paid_search", "unit_cost", None)
    assert held(document.plan, "S001") == (1.0, 1.0)


def test_a_cleared_field_whose_default_is_nothing_is_told_at_its_entry(document: Document) -> None:
    entry = create_row(document, "assumption", {"scope": "cell:prop-cloud", "parameter": "prospects", "value": 500.0})
    assert held(document.plan, entry) == (500.0, 500)
    known = check_plan(document.plan)
    set_field(document, "cell", "prop-cloud", "prospects", None)
    (found,) = [one for one in check_plan(document.plan) if one not in known]
    assert (found.table, found.row_id, found.key) == ("assumption", entry, "value")
    assert "“Prospects”" in found.sentence
    assert found.remedy
    set_field(document, "cell", "prop-cloud", "prospects", 400)
    assert held(document.plan, entry) == (400.0, 400)
    assert check_plan(document.plan) == known


def test_deleting_the_entry_leaves_the_field(document: Document) -> None:
    delete_rows(document, "assumption", ["S001"])
    assert document.plan.channels["paid_search"].unit_cost == 5.2
    set_field(document, "channel", "paid_search", "unit_cost", 7.0)
    create_row(document, "assumption", {"scope": "channel:paid_search", "parameter": "unit_cost", "value": 8.0})
    assert document.plan.channels["paid_search"].unit_cost == 8.0


def test_deleting_the_row_deletes_its_entries(document: Document) -> None:
    delete_rows(document, "channel", ["paid_search"])
    assert [row for row in document.plan.assumptions.values() if row.scope == "channel:paid_search"] == []


def test_entries_of_the_same_value_stay_together(document: Document) -> None:
    (copy,) = duplicate_rows(document, "assumption", ["S001"])
    set_field(document, "assumption", copy, "value", 4.5)
    assert held(document.plan, "S001") == held(document.plan, copy) == (4.5, 4.5)


def test_an_entry_that_is_led_to_another_field_takes_the_value_it_finds_there(document: Document) -> None:
    before = document.plan
    change_rows(document, "assumption", {"S001": {"scope": "channel:email", "parameter": "quality"}})
    assert document.plan.channels == before.channels
    assert held(document.plan, "S001") == (before.channels["email"].quality,) * 2
    assert document.plan.channels["paid_search"].unit_cost == 5.2
    change_rows(document, "assumption", {"S001": {"parameter": "unit_cost", "value": 0.25}})
    assert held(document.plan, "S001") == (0.25, 0.25), "a value that is written with the place counts"


def test_naming_a_place_step_by_step_alters_no_field(document: Document) -> None:
    cells = document.plan.cells
    table = fields.table("assumption")
    entry = create_row(document, "assumption", values_for(document.plan, table))
    set_field(document, "assumption", entry, "scope", "cell:prop-cloud")
    set_field(document, "assumption", entry, "parameter", "arpa_month")
    assert held(document.plan, entry) == (1150.0, 1150.0)
    set_field(document, "assumption", entry, "scope", "cell:prop-pilot")
    assert document.plan.cells == cells
    set_field(document, "assumption", entry, "value", 3.0)
    assert document.plan.cells["prop-pilot"].arpa_month == 3.0
    assert document.plan.cells["prop-cloud"].arpa_month == 1150.0


def test_a_pasted_entry_without_a_value_alters_no_field(document: Document) -> None:
    cells = document.plan.cells
    given = {"scope": "cell:prop-cloud", "parameter": "arpa_month"}
    filled = values_for(document.plan, fields.table("assumption"), given)
    entry = create_row(document, "assumption", {**filled, **given})
    assert document.plan.cells == cells
    assert held(document.plan, entry) == (1150.0, 1150.0)


def test_the_register_holds_values_of_the_plan_itself(document: Document) -> None:
    entry = entry_of(document.plan, "plan", "synergy_kappa")
    set_field(document, "plan", document.plan.header.id, "synergy_kappa", 0.31)
    assert document.plan.assumptions[entry].value == 0.31
    set_field(document, "assumption", entry, "value", 0.32)
    assert document.plan.header.synergy_kappa == 0.32


@pytest.mark.parametrize(
    ("parameter", "value"), [("lead_rate", 1.5), ("delay_months", 1.5), ("unit_cost", -1.0), ("sigma", 0.0)]
)
def test_a_value_that_its_field_does_not_take_is_refused(document: Document, parameter: str, value: float) -> None:
    entry = next(
        (row.id for row in document.plan.assumptions.values() if (row.scope, row.parameter) == (EMAIL, parameter)), None
    ) or create_row(document, "assumption", {"scope": EMAIL, "parameter": parameter, "value": 1.0})
    before = document.content_sums
    with pytest.raises(EditRefused):
        set_field(document, "assumption", entry, "value", value)
    assert document.content_sums == before


def test_an_entry_about_nothing_is_left_alone(document: Document) -> None:
    create_row(document, "assumption", {"scope": "weather", "parameter": "rain", "value": 1.0})
    create_row(document, "assumption", {"scope": "channel:gone", "parameter": "unit_cost", "value": 1.0})
    create_row(document, "assumption", {"scope": "channel:email", "parameter": "name", "value": 1.0})
    create_row(document, "assumption", {"scope": "plan:x", "parameter": "discount_rate", "value": 1.0})
    assert document.plan.header.discount_rate == 0.1


def exact(amount: str, rate: str, decimals: int) -> int:
    """The same in decimal arithmetic with plenty of digits."""
    return int((Decimal(amount) * Decimal(rate)).scaleb(decimals).quantize(Decimal(1), rounding=ROUND_HALF_UP))


AGREED = [
    ("EUR", 2, "JPY", "1800000", "0.00615"),
    ("EUR", 2, "KWD", "1234.567", "2.9755"),
    ("EUR", 2, "USD", "0.01", "0.5"),  # half a cent goes up
    ("JPY", 0, "USD", "1234.56", "151.37"),
    ("JPY", 0, "KWD", "0.001", "500"),  # half a yen goes up
    ("KWD", 3, "JPY", "100", "0.001985"),
    ("KWD", 3, "EUR", "99999999.99", "0.33445"),
]


@pytest.mark.parametrize(("currency", "decimals", "other", "amount", "rate"), AGREED)
def test_gross_spend_follows_what_was_agreed(
    tmp_path: Path, currency: str, decimals: int, other: str, amount: str, rate: str
) -> None:
    header = ROWS["plan"][0] | {"currency": currency, "currency_decimals": decimals}
    with Document.create(tmp_path / "p.cmoplan", ROWS | {"plan": [header]}) as document:
        set_field(document, "activity", "A001", "currency", other)
        set_field(document, "activity", "A001", "foreign_amount", float(amount))
        assert document.plan.activities["A001"].gross_spend == 100_000, "as long as the rate is missing"
        set_field(document, "activity", "A001", "fx_rate_plan", float(rate))
        assert document.plan.activities["A001"].gross_spend == exact(amount, rate, decimals)
        set_field(document, "activity", "A001", "fx_rate_plan", 2.0)
        assert document.plan.activities["A001"].gross_spend == exact(amount, "2", decimals)
        document.undo()  # the two rates became one step
        assert document.plan.activities["A001"].gross_spend == 100_000
        assert document.plan.activities["A001"].fx_rate_plan is None
        document.redo()
        assert document.plan.activities["A001"].gross_spend == exact(amount, "2", decimals)


def test_a_gross_spend_that_disagrees_with_what_is_written_beside_it_is_refused(document: Document) -> None:
    parts = {"currency": "USD", "foreign_amount": 100.0, "fx_rate_plan": 0.9}
    before = document.content_sums
    with pytest.raises(EditRefused, match=r"200\.00.*90\.00"):
        change_rows(document, "activity", {"A001": {**parts, "gross_spend": 20_000}})
    assert document.content_sums == before
    change_rows(document, "activity", {"A001": {**parts, "gross_spend": 9_000}})
    assert document.plan.activities["A001"].gross_spend == 9_000


def test_gross_spend_is_frozen_otherwise(document: Document) -> None:
    change_rows(document, "activity", {"A001": {"currency": "USD", "foreign_amount": 10_000.0, "fx_rate_plan": 0.9}})
    assert document.plan.activities["A001"].gross_spend == 900_000
    set_field(document, "activity", "A001", "gross_spend", 123)
    assert document.plan.activities["A001"].gross_spend == 123
    set_field(document, "activity", "A001", "notes", "agreed by telephone")
    assert document.plan.activities["A001"].gross_spend == 123
    assert [found.key for found in check_plan(document.plan) if found.row_id == "A001"] == ["gross_spend"]
    set_field(document, "activity", "A001", "foreign_amount", 20_000.0)
    assert document.plan.activities["A001"].gross_spend == 1_800_000
    assert [found for found in check_plan(document.plan) if found.row_id == "A001"] == []


def test_a_rate_in_the_register_makes_the_gross_spend_follow(document: Document) -> None:
    change_rows(document, "activity", {"A001": {"currency": "USD", "foreign_amount": 10_000.0, "fx_rate_plan": 0.9}})
    entry = create_row(document, "assumption", {"scope": "activity:A001", "parameter": "fx_rate_plan", "value": 0.8})
    assert document.plan.activities["A001"].gross_spend == 800_000
    set_field(document, "assumption", entry, "value", 0.7)
    assert document.plan.activities["A001"].gross_spend == 700_000
