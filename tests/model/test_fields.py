"""The field list, the dataclasses and the values agree with each other."""

from dataclasses import MISSING
from dataclasses import fields as dataclass_fields
from datetime import date
from typing import Any

import pytest

from cmoplanner.model.fields import TABLES, Field, Kind, Table, table
from cmoplanner.model.plan import Plan
from cmoplanner.model.values import defaults, from_store, from_text, problem, to_store, to_text

EXAMPLES: dict[Kind, Any] = {
    Kind.TEXT: "Müller & Søn",
    Kind.NOTE: "two\nlines",
    Kind.MONEY: 1_234_567,
    Kind.AMOUNT: 0.1 + 0.2,
    Kind.RATE: 0.3333333333333333,
    Kind.NUMBER: 1e-7,
    Kind.COUNT: 42,
    Kind.DATE: date(2028, 2, 29),
    Kind.FLAG: True,
    Kind.REF: "esb",
    Kind.REFS: ("A001", "A002"),
    Kind.LIST: ("DACH", "Nordics"),
    Kind.NUMBERS: tuple(0.1 * i for i in range(12)),
}

ALL = [pytest.param(entry, field, id=f"{entry.name}.{field.key}") for entry in TABLES for field in entry.fields]


@pytest.mark.parametrize("entry", TABLES, ids=lambda entry: entry.name)
def test_fields_are_the_attributes_of_the_row(entry: Table) -> None:
    attributes = {found.name: found for found in dataclass_fields(entry.row)}
    structural = {"id", "extra", "targets"}
    keys = [field.key for field in entry.fields]
    if entry.name == "activity_target":
        assert keys == ["activity_id", "cell_id", "share"]
        return
    assert len(keys) == len(set(keys))
    assert set(keys) == attributes.keys() - structural
    for field in entry.fields:
        has_default = (
            attributes[field.key].default is not MISSING or attributes[field.key].default_factory is not MISSING
        )
        optional = "None" in str(attributes[field.key].type)
        assert has_default or optional or field.required, f"{field.key} could not be left empty"


@pytest.mark.parametrize(("entry", "field"), ALL)
def test_each_field_is_well_formed(entry: Table, field: Field) -> None:
    assert field.label
    assert bool(field.choices) == (field.kind is Kind.CHOICE)
    assert bool(field.refers_to) == (field.kind in {Kind.REF, Kind.REFS})
    if field.refers_to:
        assert table(field.refers_to).attribute in {found.name for found in dataclass_fields(Plan)}
    default = defaults(entry).get(field.key)
    if default not in (None, ""):
        assert problem(field, default) == "", "a default is valid"


@pytest.mark.parametrize(("entry", "field"), ALL)
def test_values_survive_storing_and_writing(entry: Table, field: Field) -> None:
    value = field.choices[-1] if field.choices else EXAMPLES[field.kind]
    assert from_store(field, to_store(field, value)) == value
    if field.kind is not Kind.NOTE:
        assert from_text(field, to_text(field, value, 2), 2) == value


def test_tables_and_attributes_are_unique_and_complete() -> None:
    names = [entry.name for entry in TABLES]
    assert len(names) == len(set(names))
    attributes = {entry.attribute for entry in TABLES} - {""}
    assert attributes == {found.name for found in dataclass_fields(Plan)} - {"revision", "kept"}


def test_a_field_that_is_not_there() -> None:
    with pytest.raises(KeyError):
        table("activity").field("colour")
