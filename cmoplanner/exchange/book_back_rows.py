"""Rows that finance added to an exported workbook, proposed as new activities, and rows that are not there any more."""

from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import replace
from typing import Any

from cmoplanner.exchange.book_back import Change, State, with_reason
from cmoplanner.exchange.book_back_grid import Grid
from cmoplanner.exchange.book_back_keys import ACTUALS, BUDGET, CALENDAR, COMMITMENTS, OTHER, TRANSFERS, RowOut
from cmoplanner.exchange.book_back_sheets import field_of
from cmoplanner.exchange.book_back_values import flaw_words, plain, problem_of, shown, words
from cmoplanner.exchange.booking_match import Matcher
from cmoplanner.i18n import _
from cmoplanner.model.edits.rows import row_name
from cmoplanner.model.edits.workbook import TARGETS
from cmoplanner.model.fields import ACTIVITY, table
from cmoplanner.model.plan import Activity, Plan
from cmoplanner.report.formats import Formats

_TABLES = {
    CALENDAR: "activity", BUDGET: "envelope", TRANSFERS: "transfer", COMMITMENTS: "commitment", ACTUALS: "actual",
}  # fmt: skip
_LISTS = {TRANSFERS: "transfer", COMMITMENTS: "commitment", ACTUALS: "actual"}
_TOLD_OF_LISTS = ("from_envelope_id", "to_envelope_id", "activity_id", "vendor_id", "month", "date", "amount")
_TOLD = ("channel_id", "start", "end", "gross_spend")
_SUGGESTED = ("campaign_id", "channel_id", "stage_id", "category_id", "cost_centre_id")


def new_and_gone(
    grid: Grid, rows: Collection[RowOut], plan: Plan, formats: Formats, remarks: list[str]
) -> Iterator[Change]:
    """Yield the rows of a sheet that are new, and those that are gone; say of other new rows that they are not read."""
    name = _TABLES.get(grid.out.name)
    if name is None or grid.names_column is None:
        return
    exported = {row.name for row in rows}
    added = [number for row, places in grid.places.items() if row not in exported for number in places]
    if name == "activity":
        numbers = sorted({*added, *grid.nameless()})
        yield from _Added(grid, plan, formats).changes(numbers)
    elif name in _LISTS.values():
        numbers = sorted({*added, *grid.nameless()})
        yield from _AddedToList(grid, plan, formats, name).changes(numbers)
    else:
        _tell_unread(grid, added, remarks)
    for row in rows:
        if row.table == name and row.name not in grid.places and row.id in getattr(plan, table(name).attribute):
            known = getattr(plan, table(name).attribute)[row.id]
            yield Change(
                f"{row.sheet}/{row.id}/deleted", State.DELETED, row.sheet, "", row_name(table(name), known),
                _("Whole row"), name, row.id, "deleted", why=_("The row was deleted in the workbook."),
            )  # fmt: skip


def _tell_unread(grid: Grid, numbers: list[int], remarks: list[str]) -> None:
    """Say which rows with typed amounts belong to nothing that was exported."""
    columns = [column for key in grid.out.columns if (column := grid.column(key)) is not None]
    for number in numbers:
        if any(grid.cell(number, column) is not None and not grid.is_formula(number, column) for column in columns):
            told = _("Row {row} of “{sheet}” was not exported from the plan and was not read. Add it in CMO Planner.")
            remarks.append(told.format(row=number, sheet=grid.out.name))


class _New(ABC):
    """New rows of a sheet: what is typed in them, as values of a table's fields."""

    def __init__(self, grid: Grid, plan: Plan, formats: Formats, table_name: str) -> None:
        self._grid = grid
        self._plan = plan
        self._formats = formats
        self._table = table(table_name)

    def changes(self, numbers: list[int]) -> Iterator[Change]:
        """Yield a change for each row in which something is typed."""
        for number in numbers:
            typed = {
                key: column
                for key in self._grid.out.columns
                if (column := self._grid.column(key)) is not None
                and not key.startswith(OTHER)
                and key != "gl_account"
                and shown(self._grid.cell(number, column))
                and not self._grid.is_formula(number, column)
            }
            if typed:
                yield self._change(number, typed)

    def _change(self, number: int, typed: dict[str, int]) -> Change:
        grid = self._grid
        at = grid.names_column or 1
        row_id = shown(grid.cell(number, at))
        name_column = typed.get("name")
        name = shown(grid.cell(number, name_column))[:80] if name_column else row_id or _("Row {n}").format(n=number)
        change = Change(
            f"{grid.out.name}/row {number}/added", State.ADDED, grid.out.name, grid.address(number, at), name,
            _("Whole row"), self._table.name, "", "added",
        )  # fmt: skip
        if row_id in getattr(self._plan, self._table.attribute):
            why = _("“{id}” came into the plan after the export").format(id=row_id)
            return with_reason(change, why, _("Change it in CMO Planner."))
        values: dict[str, Any] = {}
        for key, column in typed.items():
            field = field_of(self._table.name, key)
            if flaw := grid.flaw(number, column):
                return with_reason(change, f"{_(field.label)}: {flaw_words(flaw)[0]}", flaw_words(flaw)[1])
            try:
                value = grid.reading(column).value(field, grid.cell(number, column))
            except ValueError as error:
                return with_reason(
                    change, f"{_(field.label)}: {error}", _("Correct the cell and read the workbook again.")
                )
            if problem := problem_of(field, value):
                return with_reason(change, problem, _("Correct the cell and read the workbook again."))
            values[key] = value
        return self._proposed(change, values, row_id)

    @abstractmethod
    def _proposed(self, change: Change, values: dict[str, Any], row_id: str) -> Change:
        """Return the new row as a change, or why there cannot be one."""

    def _missing(self, change: Change, key: str) -> Change:
        missing = _("{label} is missing").format(label=_(self._table.field(key).label))
        return with_reason(change, missing, _("Type it in the workbook and read it again."))

    def _told(self, values: dict[str, Any], keys: tuple[str, ...]) -> str:
        fields = [self._table.field(key) for key in keys if values.get(key)]
        return ", ".join(words(self._plan, self._formats, field, values[field.key]) for field in fields)


class _AddedToList(_New):
    """New orders, bookings and transfers; an id that was typed is kept as the reference."""

    def _proposed(self, change: Change, values: dict[str, Any], row_id: str) -> Change:
        needed = [field.key for field in self._table.fields if field.required or field.key == "amount"]
        for key in needed:
            if values.get(key) is None:
                return self._missing(change, key)
        known = {field.key for field in self._table.fields}
        if "reference" in known and row_id and not values.get("reference"):
            values["reference"] = row_id
        after = self._told(values, tuple(key for key in _TOLD_OF_LISTS if key in known))
        data = {key: plain(self._plan, self._table.field(key), value) for key, value in values.items()}
        return replace(change, values=values, after=after, data={"values": data})


class _Added(_New):
    """New rows of the calendar."""

    def __init__(self, grid: Grid, plan: Plan, formats: Formats) -> None:
        super().__init__(grid, plan, formats, "activity")
        self._match = Matcher(plan)

    def _proposed(self, change: Change, values: dict[str, Any], row_id: str) -> Change:
        """Return the new activity with what is like it filled in, or why there cannot be one."""
        for key in ("name", "start", "end"):
            if values.get(key) is None:
                return self._missing(change, key)
        if values["end"] < values["start"]:
            return with_reason(change, _("the end is before the start"), _("Correct the dates."))
        values.setdefault("gross_spend", 0)
        why = self._fill(values)
        after = self._told(values, _TOLD)
        data = {key: plain(self._plan, ACTIVITY.field(key), value) for key, value in values.items() if key != TARGETS}
        return replace(change, values=values, after=after, why=why, data={"values": data})

    def _fill(self, values: dict[str, Any]) -> str:
        """Fill what is empty from the activity that is most like the new one; return what was taken from where."""
        alike = self._match.suggestions([values["name"]], values.get("vendor_id"), values["gross_spend"])
        model: Activity | None = self._plan.activities[alike[0]] if alike else None
        taken = []
        for key in _SUGGESTED if model is not None else ():
            if values.get(key) is None and getattr(model, key) is not None:
                values[key] = getattr(model, key)
                taken.append(_(ACTIVITY.field(key).label))
        values[TARGETS] = self._targets(values.get("campaign_id"), model)
        if not taken or model is None:
            return ""
        return _("{fields} as in “{name}”").format(fields=", ".join(taken), name=model.name)

    def _targets(self, campaign: str | None, model: Activity | None) -> tuple[Any, ...]:
        """Return the market cells that the campaign's activities go to most often, else those of the one like it."""
        found = Counter(
            one.targets
            for one in self._plan.activities.values()
            if campaign and one.campaign_id == campaign and one.targets
        )
        if found:
            return found.most_common(1)[0][0]
        return model.targets if model is not None else ()
