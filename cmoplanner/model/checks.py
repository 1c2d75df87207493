"""What makes the rows of a plan invalid, as values: the same rules for imported tables and for plan files.

Rows are dictionaries of Python values by field key, with "id"; a value that is absent or None is not looked at.
"""

import re
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import fsum
from typing import Any

from cmoplanner.i18n import _
from cmoplanner.model.circles import LINK, OWN_LINKS, circles, ids, on_circle, with_links
from cmoplanner.model.field import MONTH
from cmoplanner.model.fields import ACTIVITY, ACTIVITY_TARGET, BY_NAME, HEADER, TABLES, Field, Kind, Table
from cmoplanner.model.periods import MONTHS_A_YEAR, FiscalCalendar, Pattern
from cmoplanner.model.plan import Activity, Extra, Plan, Target
from cmoplanner.model.values import SEPARATOR, problem

Row = Mapping[str, Any]
Rows = Mapping[str, Sequence[Row]]

BRANDS = ("brand", "sub_brand")
"""Levels of offerings that no market cell takes."""
SHARE_TOLERANCE = 1e-6
SEASON_TOLERANCE = 1e-6
STRIDE = 16
"""Rows between two pauses."""
_MONTH = re.compile("[0-9]{4}-(0[1-9]|1[0-2])")
_DECIMAL = re.compile("[+-]?[0-9]+([.][0-9]+)?")
LARGEST = 10**15  # in minor units and in counts: exact in every program that reads the numbers as float


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one value: table, number of the row in it, field key ("" = the row), and a sentence."""

    table: str
    row: int
    key: str
    text: str


@dataclass(frozen=True, slots=True)
class TargetRow:
    """Where an activity goes, as a row of its own."""

    id: str
    activity_id: str
    cell_id: str
    share: float
    extra: Extra = ()

    @classmethod
    def of(cls, activity: Activity, target: Target) -> "TargetRow":
        """Return a target with the activity that it belongs to."""
        return cls(f"{activity.id}{SEPARATOR}{target.cell_id}", activity.id, target.cell_id, target.share)


def row_objects(plan: Plan, table: Table) -> Iterator[Any]:
    """Return the rows of any table of a plan in order, each with its id and the attributes of its fields."""
    if table.name == HEADER.name:
        yield plan.header
    elif table.name == ACTIVITY_TARGET.name:
        for activity in plan.activities.values():
            for target in activity.targets:
                yield TargetRow.of(activity, target)
    else:
        yield from getattr(plan, table.attribute).values()


def plan_rows(plan: Plan, pause: Callable[[], object] = int) -> dict[str, list[dict[str, Any]]]:
    """Return a plan as rows by table, as the checks take them; `pause` is called every few rows."""
    rows: dict[str, list[dict[str, Any]]] = {}
    for table in TABLES:
        keys = ("id", *(field.key for field in table.fields))
        found = rows[table.name] = []
        for number, row in enumerate(row_objects(plan, table)):
            if number % STRIDE == 0:
                pause()
            found.append({key: getattr(row, key) for key in keys})
    return rows


def check_values(rows: Rows) -> Iterator[Problem]:
    """Find values that are invalid on their own: missing, out of their limits, not allowed."""
    for table in TABLES:
        for number, row in enumerate(rows.get(table.name, ())):
            for field in table.fields:
                if field.key in row and (text := value_problem(field, row[field.key])):
                    yield Problem(table.name, number, field.key, text)


def value_problem(field: Field, value: Any) -> str:
    """Return what is wrong with one value, as a sentence; "" if nothing is."""
    if field.unit == MONTH and value and not _MONTH.fullmatch(value):
        return _("“{text}” is not a month like 2027-03").format(text=value)
    if field.kind in (Kind.MONEY, Kind.COUNT) and value is not None and abs(value) > LARGEST:
        return _("the number is too large")
    if field.kind is Kind.MONEY and value is not None and field.minimum is not None and value < field.minimum:
        return _("the amount is below 0")
    return problem(field, value)


def check_rows(rows: Rows, unread: Container[str] = ()) -> Iterator[Problem]:
    """Find rows that do not agree with each other. Source: domain B.11 (I1, I3, I4, I10).

    References to tables that are `unread` are not looked at.
    """
    yield from _duplicates(rows)
    yield from _references(rows, unread)
    yield from _order_of_dates(rows)
    yield from _shares(rows)
    yield from _seasons(rows)
    yield from _cycles(rows)
    yield from _itself(rows)
    yield from _ranges(rows)
    yield from _overrides(rows)
    yield from _levels(rows)
    yield from _currency(rows)
    yield from _fiscal_year(rows)


def _duplicates(rows: Rows) -> Iterator[Problem]:
    for table in TABLES:
        seen: set[str] = set()
        for number, row in enumerate(rows.get(table.name, ())):
            row_id = row.get("id")
            if row_id in seen:
                yield Problem(table.name, number, "id", _("“{id}” is there twice").format(id=row_id))
            elif row_id:
                seen.add(row_id)


def _references(rows: Rows, unread: Container[str]) -> Iterator[Problem]:
    known = {name: {row.get("id") for row in found} for name, found in rows.items()}
    for table in TABLES:
        for field in table.fields:
            if not field.refers_to or field.refers_to in unread:
                continue
            there = known.get(field.refers_to, set())
            for number, row in enumerate(rows.get(table.name, ())):
                value = row.get(field.key) or ()
                for wanted in (value,) if isinstance(value, str) else value:
                    if wanted not in there:
                        label = _(BY_NAME[field.refers_to].label)
                        text = _("{label} “{id}” does not exist").format(label=label, id=wanted)
                        yield Problem(table.name, number, field.key, text)


DATES = (
    ("activity", "start", "end"),
    ("campaign", "start", "end"),
    ("blackout", "start", "end"),
    ("contract", "start", "end"),
    ("mdf_fund", "period_start", "period_end"),
    ("experiment", "start", "end"),
)
"""Tables with the fields of a first and a last day."""


def _order_of_dates(rows: Rows) -> Iterator[Problem]:
    for table, first, last in DATES:
        for number, row in enumerate(rows.get(table, ())):
            start, end = row.get(first), row.get(last)
            if start and end and end < start:
                yield Problem(table, number, last, _("the end is before the start"))


def _shares(rows: Rows) -> Iterator[Problem]:
    shares: dict[str, list[tuple[int, Any]]] = {}
    for number, row in enumerate(rows.get("activity_target", ())):
        if activity_id := row.get("activity_id"):
            shares.setdefault(activity_id, []).append((number, row.get("share")))
    for activity_id, parts in shares.items():
        given = [share for _number, share in parts if share is not None]
        if len(given) == len(parts) and abs(fsum(given) - 1) > SHARE_TOLERANCE:
            text = _("the shares of “{id}” add up to {total:.6g}, not 1")
            yield Problem("activity_target", parts[0][0], "share", text.format(id=activity_id, total=fsum(given)))


def _seasons(rows: Rows) -> Iterator[Problem]:
    for number, row in enumerate(rows.get("offering", ())):
        season = row.get("seasonality")
        if season and len(season) == MONTHS_A_YEAR and abs(fsum(season) - MONTHS_A_YEAR) > SEASON_TOLERANCE:
            text = _("the twelve values add up to {total:.6g}, not 12").format(total=fsum(season))
            yield Problem("offering", number, "seasonality", text)


def _itself(rows: Rows) -> Iterator[Problem]:
    """Domain B.11 (I6): a transfer moves money from one envelope to another, so all of them add up to zero."""
    for table, one, other in (
        ("transfer", "from_envelope_id", "to_envelope_id"),
        ("activity_link", "activity_id", "linked_id"),
    ):
        for number, row in enumerate(rows.get(table, ())):
            if row.get(one) and row.get(one) == row.get(other):
                yield Problem(table, number, other, _("it leads from a row to the same row"))


def _ranges(rows: Rows) -> Iterator[Problem]:
    for number, row in enumerate(rows.get("approval_rule", ())):
        first, last = row.get("from_amount"), row.get("to_amount")
        if first is not None and last is not None and last < first:
            yield Problem("approval_rule", number, "to_amount", _("the band ends before it begins"))


def _overrides(rows: Rows) -> Iterator[Problem]:
    for number, row in enumerate(rows.get("scenario_override", ())):
        value = row.get("value")
        if value and row.get("op") not in (None, "set") and not _DECIMAL.fullmatch(value):
            yield Problem("scenario_override", number, "value", _("“{text}” is not a number").format(text=value))


def _cycles(rows: Rows) -> Iterator[Problem]:
    """Domain B.11 (I10): what waits for itself can never start."""
    for name, field in ((name, field) for name, own in OWN_LINKS.items() for field in own):
        found = rows.get(name, ())
        leads = {row["id"]: ids(row.get(field.key)) for row in found if row.get("id")}
        links = rows.get(LINK.name, ()) if name == ACTIVITY.name else ()
        ends = [[str(row.get(key) or "") for key in ("activity_id", "linked_id", "timing")] for row in links]
        with_links(leads, ((one, other, timing) for one, other, timing in ends if one in leads))
        numbers = circles(leads)
        for number, row in enumerate(found):
            row_id = str(row.get("id"))
            if on_circle(numbers, row_id, ids(row.get(field.key))):
                yield Problem(name, number, field.key, leads_back_text(row_id))
        for number, (one, other, timing) in enumerate(ends):
            if timing and one != other and on_circle(numbers, one, [other]):
                yield Problem(LINK.name, number, "linked_id", leads_back_text(one))


def leads_back_text(row_id: str) -> str:
    """Return what is wrong with a row that leads back to itself."""
    return _("“{id}” leads back to itself").format(id=row_id)


def _levels(rows: Rows) -> Iterator[Problem]:
    level = {row.get("id"): row.get("level") for row in rows.get("offering", ())}
    for number, row in enumerate(rows.get("cell", ())):
        if level.get(row.get("offering_id")) in BRANDS:
            yield Problem("cell", number, "offering_id", _("a market cell takes an offering, not a brand"))


def _currency(rows: Rows) -> Iterator[Problem]:
    for number, row in enumerate(rows.get("plan", ())):
        code = row.get("currency")
        if code and not (len(code) == 3 and code.isascii() and code.isalpha() and code.isupper()):
            yield Problem("plan", number, "currency", _("“{code}” is not a code like EUR").format(code=code))


def _fiscal_year(rows: Rows) -> Iterator[Problem]:
    for number, row in enumerate(rows.get("plan", ())):
        start = row.get("fy_start")
        if start is not None and start.day != 1 and (row.get("fy_pattern") or Pattern.CALENDAR) == Pattern.CALENDAR:
            yield Problem(
                "plan", number, "fy_start", _("a fiscal year of calendar months starts on the first of a month")
            )


def fiscal_year_end(header: Row) -> Any:
    """Return the last day of the fiscal year of a header row, None if its start or pattern is not valid."""
    start, pattern = header.get("fy_start"), header.get("fy_pattern") or Pattern.CALENDAR
    if start is None or pattern not in tuple(Pattern) or start.year > 9000:
        return None
    return FiscalCalendar(start, Pattern(pattern), MONTHS_A_YEAR).fy_end
