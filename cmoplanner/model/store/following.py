"""What follows from an edit in other places, within the same edit: one value, one place.

A value of the assumptions register and the field that it is about are the same value (domain B.8): whoever changes
one changes the other. An entry that is led to another field takes the value that the field has. The gross spend of an
activity follows from what was agreed in another currency (domain B.1).
"""

from collections.abc import Iterator
from typing import Any

from cmoplanner.errors import EditRefused
from cmoplanner.i18n import _
from cmoplanner.model import fields, register, values
from cmoplanner.model.field import Field, Kind, Table
from cmoplanner.model.foreign import PARTS, gross_of
from cmoplanner.model.money import text_from_minor
from cmoplanner.model.plan import Plan
from cmoplanner.model.store.session import Session

Place = tuple[str, str]
"""Scope and parameter of an assumption."""

_ASSUMPTION = fields.table("assumption")
_MEANING = frozenset({"scope", "parameter", "value"})


def follow(plan: Plan, session: Session) -> None:
    """Write what follows from the rows that an edit wrote so far. Raises EditRefused where that is impossible."""
    _agree(plan, session)
    _convert(plan, session)


def _agree(plan: Plan, session: Session) -> None:
    """Give the register and the fields it is about the same values; where both were written, the register's."""
    wanted = _of_named(plan, session) | _of_fields(plan, session) | _of_register(plan, session)
    if not wanted:
        return
    for (scope, parameter), value in wanted.items():
        _write_field(plan, session, scope, parameter, value)
    for row_id, place, value in _entries(plan, session):
        if place in wanted and value != wanted[place]:
            session.update(_ASSUMPTION.name, row_id, {"value": wanted[place]})


def _of_fields(plan: Plan, session: Session) -> dict[Place, float]:
    """Return the new values of fields that the register may hold."""
    found: dict[Place, float] = {}
    for (table, row_id), new in session.written.items():
        for key in register.parameters(table) & new.keys():
            value = as_is(plan, session, table, row_id, key)
            old = _before(plan, table, row_id)
            if value is not None and (old is None or getattr(old, key) != value):
                found[register.scope_of(table, row_id), key] = float(value)
    return found


def _of_named(plan: Plan, session: Session) -> dict[Place, float]:
    """Return the present values of the fields that entries were newly given the places of: naming alters nothing."""
    found: dict[Place, float] = {}
    for place, _value, explicit in _written_entries(plan, session):
        subject = None if explicit else _subject(plan, session, *place)
        if subject is not None:
            value = as_is(plan, session, subject[0].name, subject[2], subject[1].key)
            if value is not None:
                found[place] = float(value)
    return found


def _of_register(plan: Plan, session: Session) -> dict[Place, float]:
    """Return the values that were written into the register."""
    return {place: value for place, value, explicit in _written_entries(plan, session) if explicit}


def _written_entries(plan: Plan, session: Session) -> Iterator[tuple[Place, float, bool]]:
    """Yield place and value of each entry that now means something else, and whether its value was written."""
    for (table, row_id), new in session.written.items():
        if table != _ASSUMPTION.name or _MEANING.isdisjoint(new):
            continue
        old = plan.assumptions.get(row_id)
        scope, parameter, value = (as_is(plan, session, table, row_id, key) for key in ("scope", "parameter", "value"))
        if old is None or value != old.value:
            yield (str(scope), str(parameter)), float(value), True
        elif (scope, parameter) != (old.scope, old.parameter):
            yield (str(scope), str(parameter)), float(value), False


def _entries(plan: Plan, session: Session) -> Iterator[tuple[str, Place, float]]:
    """Yield the entries of the register as they are at this point of the edit."""
    table = _ASSUMPTION.name
    written = {row_id for name, row_id in session.written if name == table}
    for row in plan.assumptions.values():
        if row.id not in written and session.exists(table, row.id):
            yield row.id, (row.scope, row.parameter), row.value
    for row_id in sorted(written):
        scope, parameter, value = (as_is(plan, session, table, row_id, key) for key in ("scope", "parameter", "value"))
        yield row_id, (scope, parameter), value


def _subject(plan: Plan, session: Session, scope: str, parameter: str) -> tuple[Table, Field, str] | None:
    """Return the table, the field and the row's id that an entry is about; the checks tell where there is none."""
    table = register.table_of(scope)
    field = register.parameter_of(table, parameter) if table else None
    if table is None or field is None:
        return None
    single = table.name == fields.HEADER.name
    row_id = plan.header.id if single else scope.partition(":")[2]
    if not session.exists(table.name, row_id) or (single and scope != table.name):
        return None
    return table, field, row_id


def _write_field(plan: Plan, session: Session, scope: str, parameter: str, value: float) -> None:
    subject = _subject(plan, session, scope, parameter)
    if subject is None:
        return
    table, field, row_id = subject
    new: float = value
    if field.kind is Kind.COUNT:
        if value != int(value):
            raise EditRefused(_("{label} is a whole number.").format(label=_(field.label)))
        new = int(value)
    if as_is(plan, session, table.name, row_id, parameter) != new:
        session.update(table.name, row_id, {parameter: new})


def _convert(plan: Plan, session: Session) -> None:
    """Let the gross spend follow from the amount in another currency and its rate, where one of them was changed."""
    table = fields.ACTIVITY.name
    for (name, row_id), new in list(session.written.items()):
        if name != table or new.keys().isdisjoint(PARTS):
            continue
        currency, amount, rate, gross = (as_is(plan, session, table, row_id, key) for key in (*PARTS, "gross_spend"))
        old = plan.activities.get(row_id)
        if old is None and gross:
            continue  # a new row that brings its gross spend along: the checks tell if the two do not agree
        if old is not None and (old.currency, old.foreign_amount, old.fx_rate_plan) == (currency, amount, rate):
            continue
        follows = gross_of(currency, amount, rate, plan.header.currency_decimals)
        if follows is not None and follows != gross:
            if "gross_spend" in new:
                raise _disagreeing(plan, gross, follows)
            session.update(table, row_id, {"gross_spend": follows})


def _disagreeing(plan: Plan, gross: int, follows: int) -> EditRefused:
    decimals = plan.header.currency_decimals
    sentence = _("{label}: {gross} was written together with an amount in another currency that makes {follows}.")
    texts = {"gross": text_from_minor(gross, decimals), "follows": text_from_minor(follows, decimals)}
    return EditRefused(
        sentence.format(label=_(fields.ACTIVITY.field("gross_spend").label), **texts),
        _("Leave the gross spend out, and it follows from the amount and its rate; or correct one of them."),
    )


def _before(plan: Plan, table: str, row_id: str) -> Any:
    if table == fields.HEADER.name:
        return plan.header
    return getattr(plan, fields.table(table).attribute).get(row_id)


def as_is(plan: Plan, session: Session, table: str, row_id: str, key: str) -> Any:
    """Return the value of a field at this point of the edit."""
    new = session.written.get((table, row_id), {})
    old = _before(plan, table, row_id)
    if key not in new and old is not None:
        return getattr(old, key)
    value = new.get(key)
    return values.defaults(fields.table(table)).get(key) if value in (None, "") else value
