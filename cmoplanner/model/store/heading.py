"""What holds for the plan's own row in every edit: decimals follow the currency, the label the fiscal year.

Source: domain B.0, B.1.
"""

from collections.abc import Mapping
from typing import Any

from cmoplanner.errors import EditRefused
from cmoplanner.i18n import _
from cmoplanner.model import currencies
from cmoplanner.model.checks import row_objects
from cmoplanner.model.fields import HEADER, TABLES, Kind
from cmoplanner.model.periods import MONTHS_A_YEAR, FiscalCalendar, Pattern
from cmoplanner.model.plan import Header, Plan
from cmoplanner.model.store.session import Session
from cmoplanner.model.values import FIRST_YEAR, LAST_YEAR

_ENVELOPE = "envelope"


def keep_heading(plan: Plan, session: Session) -> None:
    """Write what follows from a change of the plan's own row. Raises EditRefused where it would alter all money."""
    old, new = plan.header, session.written.get((HEADER.name, plan.header.id), {})
    if _differs(old, new, "currency"):
        _keep_money(plan, session, str(new["currency"]))
    elif _differs(old, new, "currency_decimals"):
        raise EditRefused(_("The decimals follow from the currency; they cannot be changed by themselves."))
    if _differs(old, new, "fy_start") or _differs(old, new, "fy_pattern"):
        _name_year(plan, session, new)


def _name_year(plan: Plan, session: Session, new: Mapping[str, Any]) -> None:
    """Give the fiscal year its new name, and the envelopes of it, where it had the name that follows from its days."""
    old = plan.header
    if not FIRST_YEAR <= old.fy_start.year <= LAST_YEAR or old.fy_label != plan.calendar.label:
        return
    if new.get("fy_label") not in (None, "", old.fy_label):
        return
    start, pattern = new.get("fy_start", old.fy_start), new.get("fy_pattern", old.fy_pattern) or Pattern.CALENDAR
    label = FiscalCalendar(start, Pattern(pattern), MONTHS_A_YEAR).label
    if label == old.fy_label:
        return
    session.update(HEADER.name, old.id, {"fy_label": label})
    for row in plan.envelopes.values():
        if row.fiscal_year == old.fy_label and session.exists(_ENVELOPE, row.id):
            session.update(_ENVELOPE, row.id, {"fiscal_year": label})


def _keep_money(plan: Plan, session: Session, code: str) -> None:
    """Take another currency; amounts stay the numbers that they are, so it must not have other decimals."""
    if code not in currencies.codes():
        raise EditRefused(
            _("“{code}” is no currency in use.").format(code=code),
            _("Enter a code such as {codes}.").format(codes=", ".join(currencies.similar(code))),
        )
    decimals = currencies.decimals(code)
    if decimals == plan.header.currency_decimals:
        return
    if _holds_money(plan, session):
        raise EditRefused(
            _("{new} has other decimals than {old}, so every amount of the plan would become another one.").format(
                new=code, old=plan.header.currency
            ),
            _("Make a new plan in {new}.").format(new=code),
        )
    session.update(HEADER.name, plan.header.id, {"currency_decimals": decimals})


def _holds_money(plan: Plan, session: Session) -> bool:
    for table in TABLES:
        keys = [field.key for field in table.fields if field.kind is Kind.MONEY]
        if keys and any(getattr(row, key) for row in row_objects(plan, table) for key in keys):
            return True
        if any(new.get(key) for (name, _id), new in session.written.items() if name == table.name for key in keys):
            return True
    return False


def _differs(old: Header, new: dict[str, Any], key: str) -> bool:
    return key in new and new[key] != getattr(old, key)
