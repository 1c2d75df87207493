"""What a field and a table of fields are, and short ways to declare them."""

from dataclasses import dataclass
from enum import StrEnum

from cmoplanner.i18n import mark as _

MONTH = "YYYY-MM"
"""Unit of a text that is a month of the calendar."""


class Kind(StrEnum):
    """What a value is; decides how it is stored, typed, shown and checked."""

    TEXT = "text"
    NOTE = "note"  # text of several lines
    MONEY = "money"  # int minor units
    AMOUNT = "amount"  # float currency units: prices finer than a minor unit, model parameters
    RATE = "rate"  # 0…1, shown in percent
    NUMBER = "number"
    COUNT = "count"
    DATE = "date"
    FLAG = "flag"
    CHOICE = "choice"
    REF = "ref"  # id of a row in another table
    REFS = "refs"  # ids, kept in order
    LIST = "list"  # short texts
    NUMBERS = "numbers"  # twelve numbers by fiscal month


@dataclass(frozen=True, slots=True)
class Field:
    """One field of one table. A field that is not required may be left empty: its default then applies."""

    key: str
    label: str
    kind: Kind = Kind.TEXT
    unit: str = ""
    required: bool = False
    minimum: float | None = None
    maximum: float | None = None
    choices: tuple[str, ...] = ()
    refers_to: str = ""
    group: str = ""
    help: str = ""
    derived: bool = False
    """Whether it follows from another field, so that nobody types it."""


@dataclass(frozen=True, slots=True)
class Table:
    """One kind of row: its name in the store, attribute of `Plan`, plan-table file and id column there."""

    name: str
    attribute: str
    file: str
    id_column: str
    row: type
    label: str
    fields: tuple[Field, ...]

    def field(self, key: str) -> Field:
        """Return the field with this key. Raises KeyError if there is none."""
        for candidate in self.fields:
            if candidate.key == key:
                return candidate
        raise KeyError(f"{self.name}.{key}")


def text_field(key: str, label: str, *, required: bool = False, group: str = "", help: str = "") -> Field:
    """Return a field that holds a short text."""
    return Field(key, label, Kind.TEXT, required=required, group=group, help=help)


def note_field(key: str, label: str, *, required: bool = False, group: str = "", help: str = "") -> Field:
    """Return a field that holds a text of several lines."""
    return Field(key, label, Kind.NOTE, required=required, group=group, help=help)


def money_field(
    key: str, label: str, *, required: bool = False, minimum: float | None = 0, group: str = "", help: str = ""
) -> Field:
    """Return a field that holds money in minor units."""
    return Field(key, label, Kind.MONEY, "currency", required, minimum, group=group, help=help)


def amount_field(key: str, label: str, unit: str, *, minimum: float | None = 0, help: str = "") -> Field:
    """Return a field that holds an amount in currency units."""
    return Field(key, label, Kind.AMOUNT, unit, minimum=minimum, help=help)


def rate_field(
    key: str,
    label: str,
    unit: str = "",
    *,
    minimum: float | None = 0,
    maximum: float | None = 1,
    group: str = "",
    help: str = "",
) -> Field:
    """Return a field that holds a rate."""
    return Field(key, label, Kind.RATE, unit, minimum=minimum, maximum=maximum, group=group, help=help)


def number_field(
    key: str,
    label: str,
    unit: str = "",
    *,
    minimum: float | None = 0,
    maximum: float | None = None,
    required: bool = False,
    group: str = "",
    help: str = "",
) -> Field:
    """Return a field that holds a number."""
    return Field(key, label, Kind.NUMBER, unit, required, minimum, maximum, group=group, help=help)


def count_field(
    key: str,
    label: str,
    unit: str = "",
    *,
    minimum: float | None = 0,
    maximum: float | None = None,
    required: bool = False,
    help: str = "",
) -> Field:
    """Return a field that holds a whole number."""
    return Field(key, label, Kind.COUNT, unit, required, minimum, maximum, help=help)


def date_field(key: str, label: str, *, required: bool = False, group: str = "", help: str = "") -> Field:
    """Return a field that holds a date."""
    return Field(key, label, Kind.DATE, required=required, group=group, help=help)


def month_field(key: str, label: str, *, required: bool = False) -> Field:
    """Return a field that holds a month of the calendar as a text like "2027-03"."""
    return Field(key, label, Kind.TEXT, MONTH, required=required, help=_("Written like 2027-03."))


def flag_field(key: str, label: str, *, group: str = "", help: str = "") -> Field:
    """Return a field that holds a yes or no."""
    return Field(key, label, Kind.FLAG, group=group, help=help)


def choice_field(
    key: str, label: str, choices: tuple[str, ...], *, required: bool = False, group: str = "", help: str = ""
) -> Field:
    """Return a field that holds a choice."""
    return Field(key, label, Kind.CHOICE, required=required, choices=choices, group=group, help=help)


def ref_field(key: str, label: str, table: str, *, required: bool = False, group: str = "", help: str = "") -> Field:
    """Return a field that holds an id of a row in another table."""
    return Field(key, label, Kind.REF, required=required, refers_to=table, group=group, help=help)


def refs_field(key: str, label: str, table: str, *, group: str = "", help: str = "") -> Field:
    """Return a field that holds ids of rows in another table."""
    return Field(key, label, Kind.REFS, refers_to=table, group=group, help=help)


def list_field(key: str, label: str, *, group: str = "", help: str = "") -> Field:
    """Return a field that holds short texts."""
    return Field(key, label, Kind.LIST, group=group, help=help)


CONFIDENCE = ("H", "M", "L")
"""High, medium, low."""
