"""Taking over what finance changed in the workbook: values, months, new and deleted rows, as one step."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from cmoplanner.errors import EditRefused
from cmoplanner.i18n import _
from cmoplanner.model import fields, values
from cmoplanner.model.edits.copies import taken_ids
from cmoplanner.model.edits.fields import cleaned
from cmoplanner.model.edits.giving_back import write_comment
from cmoplanner.model.edits.money import gross_of
from cmoplanner.model.edits.naming import FreshIds, shortened
from cmoplanner.model.edits.removal import remove
from cmoplanner.model.edits.rows import row_name
from cmoplanner.model.facts import Facts
from cmoplanner.model.fields import Table
from cmoplanner.model.periods import MONTHS_A_YEAR
from cmoplanner.model.phasing import monthly_spend, net_by_month, net_spend
from cmoplanner.model.plan import Activity, Plan
from cmoplanner.model.problems import Problem, Severity, check_row, row_of, with_rows
from cmoplanner.model.store.document import Document
from cmoplanner.model.store.session import Session

Values = Mapping[str, Any]
TARGETS = "targets"
"""The key of a new activity's market cells, which are rows of their own."""

SOME = 100_000
"""Minor units by which an activity without money shows how it would spread some."""

_ROUNDS = 24  # in which gross months are brought to the net ones that are wanted


@dataclass(frozen=True)
class Wanted:
    """What is taken over: new values by table and row, months (0…11) of activities, rows to add and to delete.

    `months` are what we pay, `shapes` gross months that say how the gross spend is spread; `comments` are on variances,
    by activity and month ("2027-03"), "" takes one away.
    """

    changed: Mapping[str, Mapping[str, Values]] = field(default_factory=dict)
    months: Mapping[str, Mapping[int, int]] = field(default_factory=dict)
    added: Mapping[str, tuple[Values, ...]] = field(default_factory=dict)
    deleted: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    shapes: Mapping[str, Mapping[int, int]] = field(default_factory=dict)
    comments: Mapping[tuple[str, str], str] = field(default_factory=dict)


def take_over_workbook(document: Document, file: str, wanted: Wanted) -> None:
    """Take over changes of a workbook in one step: all of them, or none. Raises EditRefused."""
    plan = document.plan
    changed = changed_rows(plan, wanted)
    if not (changed or wanted.added or wanted.deleted or wanted.comments):
        raise EditRefused(_("There is nothing to take over."))
    for table, rows in wanted.deleted.items():
        for row_id in rows:
            _row(plan, fields.table(table), row_id)
    refuse_errors(plan, changed)
    with document.edit(_("Take over changes of “{name}”").format(name=shortened(file))) as session:
        for table, new in changed.items():
            session.update_many(table, new)
        _insert(session, plan, wanted)
        for (activity, month), text in wanted.comments.items():
            write_comment(session, plan, activity, month, text)
        if wanted.deleted:
            remove(session, wanted.deleted)


def changed_rows(plan: Plan, wanted: Wanted) -> dict[str, dict[str, dict[str, Any]]]:
    """Return new values by table and row, months as phasing, without those that stand already. Raises EditRefused."""
    found: dict[str, dict[str, dict[str, Any]]] = {
        table: {row: dict(new) for row, new in rows.items()} for table, rows in wanted.changed.items()
    }
    for row, months in wanted.months.items():
        new = found.setdefault("activity", {}).setdefault(row, {})
        if row in wanted.shapes:
            raise EditRefused(
                _("The months of “{id}” were changed twice: gross, and net.").format(id=row),
                _("Take over either the one or the other."),
            )
        new |= phased_by_hand(plan, row, new, months)
    for row, months in wanted.shapes.items():
        new = found.setdefault("activity", {}).setdefault(row, {})
        new["custom_phasing"] = _shape(_row(plan, fields.ACTIVITY, row), months, plan)
    kept: dict[str, dict[str, dict[str, Any]]] = {}
    for name, rows in found.items():
        table = fields.table(name)
        for row_id, new in rows.items():
            row = _row(plan, table, row_id)
            defaults = values.defaults(table)
            other = {}
            for key, given in new.items():
                value = cleaned(table.field(key), given)
                if (defaults.get(key) if value is None else value) != getattr(row, key):
                    other[key] = value
            if other:
                kept.setdefault(name, {})[row_id] = other
    return kept


def phased_by_hand(plan: Plan, row_id: str, new: Values, months: Mapping[int, int]) -> dict[str, Any]:
    """Return gross spend and phasing of an activity whose months (0…11) cost us these minor units; others stay.

    With another gross spend or partner share the months must add up to it. Raises EditRefused.
    """
    before: Activity = _row(plan, fields.ACTIVITY, row_id)
    priced = "gross_spend" in new or "partner_share" in new
    activity = replace(
        before,
        gross_spend=int(new.get("gross_spend", before.gross_spend) or 0),
        partner_share=float(new.get("partner_share", before.partner_share) or 0),
        custom_phasing=(),
    )
    name = shortened(activity.name)
    standing = net_by_month(before, plan.calendar)
    wanted = [months.get(month, standing[month]) for month in range(MONTHS_A_YEAR)]
    if any(amount < 0 for amount in wanted):
        raise EditRefused(
            _("“{name}”: a planned month cannot be below zero.").format(name=name), _("Enter a credit as a booking.")
        )
    if priced and sum(wanted) != net_spend(activity):
        raise EditRefused(
            _("The months of “{name}” do not add up to its new cost.").format(name=name),
            _("Take over either its cost or its months, or make them agree in the workbook."),
        )
    return _exact(activity, wanted, plan, name)


def _shape(activity: Activity, months: Mapping[int, int], plan: Plan) -> tuple[float, ...] | None:
    """Return the phasing by hand of an activity whose gross months (minor units) are other ones."""
    spent = activity if activity.gross_spend else replace(activity, gross_spend=SOME)
    standing = monthly_spend(spent, plan.calendar)
    new = tuple(float(months.get(month, standing[month])) for month in range(MONTHS_A_YEAR))
    if any(amount < 0 for amount in new):
        raise EditRefused(_("“{name}”: a planned month cannot be below zero.").format(name=shortened(activity.name)))
    return new if any(new) else None


def _exact(activity: Activity, wanted: list[int], plan: Plan, name: str) -> dict[str, Any]:
    """Return the gross months of which our part is exactly what is wanted; the partner's part is rounded once."""
    gross = [gross_of(amount, activity.partner_share) for amount in wanted]
    for _round in range(_ROUNDS):
        weights = tuple(float(amount) for amount in gross) if any(gross) else ()
        found = net_by_month(replace(activity, gross_spend=sum(gross), custom_phasing=weights), plan.calendar)
        if found == wanted or not weights:
            return {"gross_spend": sum(gross), "custom_phasing": weights or None}
        for month, amount in enumerate(wanted):
            gross[month] = max(0, gross[month] + amount - found[month])
    raise EditRefused(
        _("“{name}”: with what the partner pays, no cost gives exactly these months.").format(name=name),
        _("Change one of the months by the smallest unit of the currency."),
    )


def refuse_errors(plan: Plan, changed: Mapping[str, Mapping[str, Values]]) -> None:
    """Raise EditRefused for the first error that the changes would bring."""
    for table, problem, name in new_errors(plan, changed):
        label = _(fields.table(problem.table).field(problem.key).label) if problem.key else _(table.label)
        raise EditRefused(
            _("“{name}”, {label}: {problem}").format(name=shortened(name), label=label, problem=problem.sentence),
            problem.remedy,
        )


def new_errors(plan: Plan, changed: Mapping[str, Mapping[str, Values]]) -> Iterable[tuple[Table, Problem, str]]:
    """Yield the errors that rows would have with new values and do not have now, with the name of the row."""
    after = plan
    for name, rows in changed.items():
        table = fields.table(name)
        defaults = values.defaults(table)
        made = [
            replace(
                _row(plan, table, row_id),
                **{key: defaults.get(key) if value is None else value for key, value in new.items()},
            )
            for row_id, new in rows.items()
        ]
        after = with_rows(after, table, made)
    count = sum(len(rows) for rows in changed.values())
    then, now = Facts(plan, count), Facts(after, count)
    for name, rows in changed.items():
        table = fields.table(name)
        for row_id, new in rows.items():
            label = row_name(table, row_of(after, table, row_id))
            for key in new:
                if table.field(key).required and new[key] is None:
                    missing = _("{label} is missing").format(label=_(table.field(key).label))
                    yield table, Problem(name, row_id, key, missing, _("Type a value.")), label
            found = _errors(after, name, row_id, now)
            known = _errors(plan, name, row_id, then) if found else set()
            yield from ((table, problem, label) for problem in found if problem not in known)


def _errors(plan: Plan, table: str, row_id: str, facts: Facts) -> set[Problem]:
    return {problem for problem in check_row(plan, table, row_id, facts) if problem.severity is Severity.ERROR}


def _insert(session: Session, plan: Plan, wanted: Wanted) -> None:
    for name, rows in wanted.added.items():
        table = fields.table(name)
        fresh = FreshIds(taken_ids(plan, table))
        for given in rows:
            row_id = fresh.take()
            new = {key: cleaned(table.field(key), value) for key, value in given.items() if key != TARGETS}
            session.insert(name, {"id": row_id, **{key: value for key, value in new.items() if value is not None}})
            for target in given.get(TARGETS, ()):
                share = {"activity_id": row_id, "cell_id": target.cell_id, "share": float(target.share)}
                session.insert(fields.ACTIVITY_TARGET.name, share)


def _row(plan: Plan, table: Table, row_id: str) -> Any:
    try:
        return row_of(plan, table, row_id)
    except KeyError:
        raise EditRefused(_("“{id}” is no longer in the plan.").format(id=row_id)) from None
