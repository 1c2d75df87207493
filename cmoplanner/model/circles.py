"""Rows that lead round in a circle: links of a table to itself, and what activities wait for (domain B.11, I10)."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from cmoplanner.model.field import Field
from cmoplanner.model.fields import ACTIVITY, BY_NAME, TABLES, Table
from cmoplanner.model.plan import Plan

Leads = Mapping[str, Sequence[str]]
"""Where each row leads to."""

LINK = BY_NAME["activity_link"]
_MUTUAL = {("segment", "overlaps_with")}  # segments overlap each other


OWN_LINKS: Mapping[str, tuple[Field, ...]] = {
    table.name: own
    for table in TABLES
    if (own := tuple(f for f in table.fields if f.refers_to == table.name and (table.name, f.key) not in _MUTUAL))
}
"""The fields, by table, with which rows of a table lead to rows of the same table, and may not come back."""


def ids(value: str | Iterable[str] | None) -> tuple[str, ...]:
    """Return the ids that a field names, one or several."""
    return (value,) if isinstance(value, str) else tuple(value or ())


def leads_of(plan: Plan, table: Table) -> dict[str, tuple[str, ...]]:
    """Return where the rows of a table lead to; activities also by links that say when one starts."""
    keys = [field.key for field in OWN_LINKS.get(table.name, ())]
    rows = getattr(plan, table.attribute)
    leads = {row_id: tuple(one for key in keys for one in ids(getattr(row, key))) for row_id, row in rows.items()}
    if table.name == ACTIVITY.name:
        with_links(leads, ((link.activity_id, link.linked_id, link.timing) for link in plan.activity_links.values()))
    return leads


def with_links(leads: dict[str, tuple[str, ...]], links: Iterable[tuple[str, str, str]]) -> None:
    """Add links of activities, given as both ends and timing, to where activities lead to."""
    for one, other, timing in links:
        if timing:
            leads[one] = (*leads.get(one, ()), other)


def leads_back(plan: Plan, table: Table, row_id: str, first: Sequence[str]) -> bool:
    """Return whether a way that begins with one of the `first` rows comes to `row_id`; only it is looked at."""
    following = _following(plan, table)
    seen: set[str] = set()
    ahead = list(first)
    while ahead:
        found = ahead.pop()
        if found == row_id:
            return True
        if found not in seen:
            seen.add(found)
            ahead.extend(following(found))
    return False


def _following(plan: Plan, table: Table) -> Callable[[str], tuple[str, ...]]:
    keys = [field.key for field in OWN_LINKS.get(table.name, ())]
    rows = getattr(plan, table.attribute)
    linked: dict[str, tuple[str, ...]] = {}
    if table.name == ACTIVITY.name:
        with_links(linked, ((link.activity_id, link.linked_id, link.timing) for link in plan.activity_links.values()))

    def following(row_id: str) -> tuple[str, ...]:
        row = rows.get(row_id)
        named = () if row is None else tuple(one for key in keys for one in ids(getattr(row, key)))
        return (*named, *linked.get(row_id, ()))

    return following


def circles(leads: Leads) -> dict[str, int]:
    """Return a number for each row: two rows have the same one if each leads to the other, on whatever way.

    Every row and link is looked at twice (Kosaraju and Sharir 1981).
    """
    led_by: dict[str, list[str]] = {row: [] for row in leads}
    for row, others in leads.items():
        for other in others:
            if other in led_by:
                led_by[other].append(row)
    found: dict[str, int] = {}
    for number, last in enumerate(reversed(_left(leads))):
        ahead = [] if last in found else [last]
        while ahead:
            row = ahead.pop()
            if row not in found:
                found[row] = number
                ahead.extend(led_by[row])
    return found


def _left(leads: Leads) -> list[str]:
    """Return the rows in the order in which a walk along the links leaves them for good."""
    left: list[str] = []
    seen: set[str] = set()
    for start in leads:
        way = [] if start in seen else [(start, iter(leads[start]))]
        seen.add(start)
        while way:
            row, ahead = way[-1]
            following = next((one for one in ahead if one in leads and one not in seen), None)
            if following is None:
                left.append(row)
                way.pop()
            else:
                seen.add(following)
                way.append((following, iter(leads[following])))
    return left


def on_circle(found: Mapping[str, int], one: str, others: Iterable[str]) -> bool:
    """Return whether a link from a row to one of the others is part of a circle."""
    return any(other in found and found[other] == found.get(one) for other in others)
