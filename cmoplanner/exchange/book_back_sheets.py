"""Which cells of the exported workbook come back in: the columns of each sheet, and the values they were made of."""

from collections.abc import Collection, Iterator
from dataclasses import replace
from typing import Any

from cmoplanner.exchange.book_back_keys import (
    ASSUMPTIONS,
    BUDGET,
    CALENDAR,
    COMMENT,
    MONTH,
    OTHER,
    PHASING,
    SEASON,
    SECOND,
    SHAPE,
    SUMMARY,
    RowOut,
    SheetOut,
)
from cmoplanner.exchange.book_back_lists import comment_of, json_of, list_rows, list_sheets
from cmoplanner.exchange.book_plan import month_heads
from cmoplanner.i18n import _
from cmoplanner.model.edits.workbook import SOME
from cmoplanner.model.field import Field, Kind
from cmoplanner.model.fields import table
from cmoplanner.model.periods import MONTHS_A_YEAR
from cmoplanner.model.phasing import net_by_month, phase
from cmoplanner.model.plan import Activity, Plan
from cmoplanner.model.register import parameter_of, row_named, table_of

_REGISTERED = ("low_p10", "high_p90")


def sheets_out(plan: Plan, *, live: bool) -> tuple[SheetOut, ...]:
    """Return the sheets of inputs; in a live workbook the net months are formulas, and the gross ones are inputs."""
    months = {f"{MONTH}{n}": head for n, head in enumerate(month_heads(plan))}
    shape = {
        f"{SHAPE}{n}": _("{month}: gross as planned").format(month=head) for n, head in enumerate(month_heads(plan))
    }
    phasing = {**months, **shape} if live else months
    money = _("{name} ({currency})").format(name=_("Gross"), currency=plan.header.currency)
    calendar = {
        "campaign_id": _("Campaign"),
        "name": _("Activity"),
        "channel_id": _("Channel"),
        "stage_id": _("Stage"),
        f"{OTHER}medium": _("Medium"),
        f"{OTHER}targets": _("Goes to (market cells)"),
        "region": _("Region"),
        "start": _("Start"),
        "end": _("End (last day)"),
        "recurrence": _("Repeats"),
        "until": _("Repeats until"),
        "owner_role": _("Owner"),
        "status": _("Status"),
        "approval_status": _("Approval"),
        "vendor_id": _("Vendor"),
        "partner_id": _("Partner"),
        "category_id": _("Cost category"),
        "gl_account": _("Ledger account"),
        "cost_centre_id": _("Cost centre"),
        "gross_spend": money,
        "partner_share": _("Partner pays (share)"),
        "planned_responses": _("Planned responses"),
    }
    top_down = _("Top-down ({currency})").format(currency=plan.header.currency)
    ranges = {"low_p10": _("Low (10 %)"), "high_p90": _("High (90 %)"), "*": _("Value")}
    lists = list_sheets(plan, live=live)
    return (
        SheetOut(SUMMARY, "", {"topdown_budget": SECOND}),
        SheetOut(BUDGET, _("Envelope"), {"topdown_amount": top_down}),
        SheetOut(CALENDAR, _("Activity id"), calendar),
        SheetOut(PHASING, _("Activity id"), phasing, frozenset(months) if live else frozenset()),
        SheetOut(ASSUMPTIONS, _("Assumption (id)"), ranges),
        *lists,
    )


def rows_out(
    plan: Plan, assumptions: list[tuple[str, str]], *, live: bool, varying: Collection[str]
) -> Iterator[RowOut]:
    """Yield the inputs of all rows; `assumptions` are the scopes and parameters that the workbook has.

    `varying` are the activities that have a variance.
    """
    header = plan.header
    label = _("Marketing budget, top-down ({currency})").format(currency=header.currency)
    yield RowOut(SUMMARY, label, "plan", header.id, {"topdown_budget": header.topdown_budget})
    years = {"", header.fy_label, plan.calendar.label}
    for envelope in plan.envelopes.values():
        if envelope.fiscal_year in years:
            given = {"topdown_amount": envelope.topdown_amount}
            yield RowOut(BUDGET, envelope.id, "envelope", envelope.id, given)
    keys = next(tuple(one.columns) for one in sheets_out(plan, live=live) if one.name == CALENDAR)
    for activity in plan.activities.values():
        yield from _activity(plan, activity, keys, live=live)
    yield from _assumptions(plan, assumptions)
    yield from list_rows(plan, live=live, varying=varying)


def _activity(plan: Plan, activity: Activity, keys: tuple[str, ...], *, live: bool) -> Iterator[RowOut]:
    given = {
        key: json_of(plan, field_of("activity", key), getattr(activity, key))
        for key in keys
        if not key.startswith(OTHER) and key != "gl_account"
    }
    channel = plan.channels.get(activity.channel_id or "")
    told = ", ".join(f"{target.cell_id} {100 * target.share:.4g} %" for target in activity.targets)
    others = {f"{OTHER}medium": channel.medium if channel else "", f"{OTHER}targets": told}
    yield RowOut(CALENDAR, activity.id, "activity", activity.id, {**given, **others})
    category = plan.cost_categories.get(activity.category_id or "")
    if category is not None:
        yield RowOut(CALENDAR, activity.id, "cost_category", category.id, {"gl_account": category.gl_account})
    months: dict[str, int] = {f"{MONTH}{n}": amount for n, amount in enumerate(net_months(plan, activity))}
    if live:
        months |= {f"{SHAPE}{n}": amount for n, amount in enumerate(gross_months(plan, activity))}
    yield RowOut(PHASING, activity.id, "activity", activity.id, months)


def net_months(plan: Plan, activity: Activity) -> list[int]:
    """Return our cost by month as the workbook shows it: a cancelled activity has none."""
    return [0] * MONTHS_A_YEAR if activity.cancelled else net_by_month(activity, plan.calendar)


def gross_months(plan: Plan, activity: Activity) -> list[int]:
    """Return the gross months; of an activity without money how some of it would be spread."""
    spent = activity if activity.gross_spend else replace(activity, gross_spend=SOME)
    return list(phase(spent, plan.calendar).gross)


def _assumptions(plan: Plan, assumptions: list[tuple[str, str]]) -> Iterator[RowOut]:
    register = {(row.scope, row.parameter): row for row in plan.assumptions.values()}
    for scope, parameter in assumptions:
        name, where = f"{scope}:{parameter}", table_of(scope)
        row = row_named(plan, where, scope) if where is not None else None
        if where is None or row is None:
            continue
        if parameter.startswith(SEASON):
            yield RowOut(ASSUMPTIONS, name, where.name, row.id, {parameter: value_at(plan, where.name, row, parameter)})
        elif parameter_of(where, parameter) is not None:
            yield RowOut(ASSUMPTIONS, name, where.name, row.id, {parameter: getattr(row, parameter)})
        known = register.get((scope, parameter))
        if known is not None:
            given = {key: getattr(known, key) for key in _REGISTERED}
            yield RowOut(ASSUMPTIONS, name, "assumption", known.id, given)


def field_of(name: str, key: str) -> Field:
    """Return the field behind a key; months and seasons are parts of one, others are texts that are only told."""
    for start, kind in ((MONTH, Kind.MONEY), (SHAPE, Kind.MONEY), (SEASON, Kind.NUMBER)):
        if key.startswith(start):
            return Field(key, key, kind, minimum=0)
    if key.startswith(COMMENT):
        return table("variance_note").field("text")
    return Field(key, key) if key.startswith(OTHER) else table(name).field(key)


def value_at(plan: Plan, name: str, row: Any, key: str) -> Any:
    """Return the value behind a key that a row has now."""
    if key.startswith(MONTH):
        return net_months(plan, row)[int(key.removeprefix(MONTH))]
    if key.startswith(SHAPE):
        return gross_months(plan, row)[int(key.removeprefix(SHAPE))]
    if key.startswith(COMMENT):
        return comment_of(plan, row.id, key)
    if key.startswith(SEASON):
        return row.seasonality[int(key.removeprefix(SEASON)) - 1] if len(row.seasonality) == MONTHS_A_YEAR else None
    return getattr(row, key)
