"""What is invalid in a plan, each with place, sentence and remedy: for the check command and beside the field."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from cmoplanner.i18n import _, mark
from cmoplanner.model import checks, fields, values
from cmoplanner.model.agreement import disagreements, tables_with_rules
from cmoplanner.model.circles import LINK, OWN_LINKS, ids, leads_back, on_circle
from cmoplanner.model.facts import Facts
from cmoplanner.model.field import MONTH
from cmoplanner.model.fields import Field, Table
from cmoplanner.model.plan import Activity, Plan, Target
from cmoplanner.model.problem import Problem, Severity

__all__ = ["Problem", "Severity", "check_plan", "check_row", "reference_exists", "row_of", "with_rows"]

_TARGETS = fields.ACTIVITY_TARGET.name

Pause = Callable[[], None]


def _go_on() -> None:
    """Pause not at all."""


def check_plan(plan: Plan, pause: Pause = _go_on) -> list[Problem]:
    """Return every problem of a plan. Source: domain B.11 (I1, I3 to I7, I10, I11), references and limits of fields.

    `pause` is called every few rows: a thread that works beside a window gives way there, or raises to end it.
    """
    rows: dict[str, Sequence[dict[str, Any]]] = {
        name: _Paced(found, pause) for name, found in checks.plan_rows(plan, pause).items()
    }
    found = [
        _placed(problem, str(rows[problem.table][problem.row]["id"]))
        for check in (checks.check_values, checks.check_rows)
        for problem in check(rows)
    ]
    found.extend(problem for activity in plan.activities.values() for problem in _without_audience(plan, activity))
    facts = Facts(plan)
    for name in tables_with_rules():
        for row in checks.row_objects(plan, fields.table(name)):
            pause()
            found.extend(disagreements(facts, name, row))
    return found


class _Paced(list[dict[str, Any]]):
    """Rows with pauses while they are gone through."""

    def __init__(self, rows: Iterable[dict[str, Any]], pause: Pause) -> None:
        super().__init__(rows)
        self._pause = pause

    def __iter__(self) -> Iterator[dict[str, Any]]:
        for number, row in enumerate(super().__iter__()):
            if number % checks.STRIDE == 0:
                self._pause()
            yield row


def check_row(plan: Plan, table_name: str, row_id: str, facts: Facts | None = None) -> list[Problem]:
    """Return the problems of one row, without looking at more of the plan than they need.

    The targets of an activity count as part of it. `facts` of the plan save time for many rows. Raises KeyError if
    there is no such row.
    """
    table = fields.table(table_name)
    row = row_of(plan, table, row_id)
    if table_name == _TARGETS:
        of_activity = check_row(plan, fields.ACTIVITY.name, row.activity_id)
        return [problem for problem in of_activity if problem.table == _TARGETS]
    part = _part(plan, table, row)
    found = [
        _placed(problem, str(part[problem.table][problem.row]["id"]))
        for check in (checks.check_values, _agreement)
        for problem in check(part)
        if problem.table in {table_name, _TARGETS}
    ]
    for name in (table_name, _TARGETS):
        for given in part.get(name, ()):
            found.extend(_dangling(plan, fields.table(name), given))
    found.extend(problem for problem in _circles(plan, table, row, facts) if problem not in found)
    if isinstance(row, Activity):
        found.extend(_without_audience(plan, row))
    found.extend(disagreements(facts or Facts(plan), table_name, row))
    return found


def row_of(plan: Plan, table: Table, row_id: str) -> Any:
    """Return a row of a plan. Raises KeyError if there is none."""
    if table.name == fields.HEADER.name:
        if plan.header.id != row_id:
            raise KeyError(row_id)
        return plan.header
    if table.name == _TARGETS:
        activity_id, _separator, cell_id = row_id.partition(values.SEPARATOR)
        activity = plan.activities[activity_id]
        found = [target for target in activity.targets if target.cell_id == cell_id]
        if not found:
            raise KeyError(row_id)
        return checks.TargetRow.of(activity, found[0])
    return getattr(plan, table.attribute)[row_id]


def with_rows(plan: Plan, table: Table, rows: Sequence[Any]) -> Plan:
    """Return a plan in which rows are added, or take the place of those with their ids."""
    if table.name == fields.HEADER.name:
        return replace(plan, header=rows[0])
    if table.name != _TARGETS:
        changed: dict[str, Any] = {table.attribute: {**getattr(plan, table.attribute), **{row.id: row for row in rows}}}
        return replace(plan, **changed)
    activities: dict[str, Activity] = dict(plan.activities)
    for row in rows:
        if (activity := activities.get(row.activity_id)) is not None:
            shares = {target.cell_id: target.share for target in activity.targets} | {row.cell_id: row.share}
            targets = tuple(Target(cell_id, share) for cell_id, share in shares.items())
            activities[activity.id] = replace(activity, targets=targets)
    return replace(plan, activities=activities)


def reference_exists(plan: Plan, field: Field, row_id: str) -> bool:
    """Return whether the row that a field names is there."""
    return row_id in getattr(plan, fields.table(field.refers_to).attribute)


def _part(plan: Plan, table: Table, row: Any) -> dict[str, list[dict[str, Any]]]:
    """Return a row, and the rows that it has to agree with, as the checks take them."""
    part = {table.name: [{"id": row.id} | {field.key: getattr(row, field.key) for field in table.fields}]}
    if isinstance(row, Activity):
        part[_TARGETS] = [
            {
                "id": f"{row.id}|{target.cell_id}",
                "activity_id": row.id,
                "cell_id": target.cell_id,
                "share": target.share,
            }
            for target in row.targets
        ]
    if table.name == "cell" and row.offering_id in plan.offerings:
        part["offering"] = [{"id": row.offering_id, "level": plan.offerings[row.offering_id].level}]
    return part


def _agreement(part: checks.Rows) -> Iterator[checks.Problem]:
    return checks.check_rows(part, unread=fields.BY_NAME)  # references are looked up in the plan instead


def _placed(problem: checks.Problem, row_id: str) -> Problem:
    return Problem(problem.table, row_id, problem.key, problem.text, _remedy(problem.table, problem.key))


_REMEDIES = {
    ("activity_target", "share"): mark("Change the shares so that together they are the whole activity."),
    ("offering", "seasonality"): mark("Scale the values: a month like the average of the year is 1."),
    ("scenario_override", "value"): mark("Give a number."),
    ("activity_link", "linked_id"): mark("Choose another one, so that no link leads back."),
    ("plan", "currency"): mark("Use its code of three letters."),
}


def _remedy(table_name: str, key: str) -> str:
    if special := _REMEDIES.get((table_name, key)):
        return _(special)
    field = None if key in {"", "id"} else fields.table(table_name).field(key)
    match key, field:
        case (("end" | "period_end"), _):
            return _("Set the end to the start or a later day.")
        case _, Field(refers_to=target) if target == table_name:
            return _("Choose another one, so that no link leads back.")
        case _, Field(refers_to=target) if target:
            return _("Choose one that exists, or leave the field empty.")
        case _, Field(choices=choices) if choices:
            return _("Choose one of: {choices}.").format(choices=", ".join(choices))
        case _, Field(unit=unit) if unit == MONTH:
            return _("Write it like 2027-03.")
        case _:
            return _("Correct the value.")


def _dangling(plan: Plan, table: Table, given: Mapping[str, Any]) -> Iterator[Problem]:
    for field in table.fields:
        named = given[field.key] if field.refers_to else None
        for wanted in (named,) if isinstance(named, str) else named or ():
            if not reference_exists(plan, field, wanted):
                label = _(fields.table(field.refers_to).label)
                sentence = _("{label} “{id}” does not exist").format(label=label, id=wanted)
                yield Problem(table.name, str(given["id"]), field.key, sentence, _remedy(table.name, field.key))


def _circles(plan: Plan, table: Table, row: Any, facts: Facts | None) -> Iterator[Problem]:
    """Find links of a row that lead back to it: in the whole plan for many rows, by going along them for a few."""
    ends: list[tuple[str, str, tuple[str, ...]]] = []
    of, skip = table, None
    if table.name == LINK.name:
        of, skip = fields.ACTIVITY, row.activity_id  # one that leads to itself is told already
        ends = [("linked_id", row.activity_id, (row.linked_id,))] if row.timing else []
    else:
        ends = [(field.key, row.id, ids(getattr(row, field.key))) for field in OWN_LINKS.get(table.name, ())]
    for key, one, others in ends:
        first = [other for other in others if other != skip]
        if first and (
            on_circle(facts.circles(of.name), one, first) if facts and facts.whole else leads_back(plan, of, one, first)
        ):
            yield Problem(table.name, row.id, key, checks.leads_back_text(one), _remedy(table.name, key))


def _without_audience(plan: Plan, activity: Activity) -> Iterator[Problem]:
    """Find an activity that pays for responses, and goes to no market cell. Source: domain B.5."""
    if activity.targets or activity.cancelled:
        return
    category = plan.cost_categories.get(activity.category_id or "")
    stage = plan.stages.get(activity.stage_id or "")
    pays = activity.gross_spend > 0 and activity.channel_id and (category is None or category.working)
    if (pays or activity.planned_responses) and not (stage and stage.role == "enable"):
        sentence = _("“{name}” goes to no market cell and brings no response").format(name=activity.name)
        remedy = _("Choose the market cells it is meant for.")
        yield Problem("activity", activity.id, "", sentence, remedy, Severity.WARNING)
