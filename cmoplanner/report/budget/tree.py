"""Envelopes and lines as a tree of rows: the plan's money grouped by one to three dimensions, down to its activities.

Money is int minor units. The rows of a level add up to the row above them, to the minor unit.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from cmoplanner.i18n import _, mark
from cmoplanner.ledger.envelopes import ANY_REGION, QUARTERS, Envelopes, of_year
from cmoplanner.ledger.lines import NOTHING, UNCODED, Ledger, LineMoney, Months, add_up, line_money
from cmoplanner.ledger.past import Past
from cmoplanner.model.choice_words import choice_word
from cmoplanner.model.plan import Activity, Envelope, Plan
from cmoplanner.report.budget.past_sums import PAST, PastSums

DIMENSIONS: Mapping[str, str] = {
    "cost_centre": mark("Cost centre"),
    "category": mark("Cost category"),
    "region": mark("Region"),
    "campaign": mark("Campaign"),
    "channel": mark("Channel"),
    "vendor": mark("Vendor"),
    "partner": mark("Partner"),
    "owner": mark("Owner"),
    "status": mark("Status"),
}
"""What lines can be grouped by."""

USUAL = ("cost_centre", "category")

_FIELDS: Mapping[str, str] = {
    "cost_centre": "cost_centre_id",
    "category": "category_id",
    "region": "region",
    "campaign": "campaign_id",
    "channel": "channel_id",
    "vendor": "vendor_id",
    "partner": "partner_id",
    "owner": "owner_role",
    "status": "status",
}
_ENVELOPE: Mapping[str, Callable[[Envelope], str]] = {
    "cost_centre": lambda row: row.cost_centre_id or "",
    "category": lambda row: row.category_id or "",
    "region": lambda row: "" if row.region in ANY_REGION else row.region,
}


class RowKind(StrEnum):
    """What a row stands for."""

    TOTAL = "total"
    GROUP = "group"
    LINE = "line"
    PAST = "past"


@dataclass(frozen=True, slots=True)
class BudgetRow:
    """One row: where it stands in the tree, its money, and what it was given from the top down.

    `path` has the keys of its groups and for a line the activity's id (minor units everywhere). `given` is None where
    envelopes do not say it; `given_by_quarter` likewise for each quarter. `envelopes` are those that are its own.
    `past` has its fiscal months at other times, as far as they are known.
    """

    path: tuple[str, ...]
    kind: RowKind
    name: str
    money: LineMoney
    given: int | None = None
    given_by_quarter: tuple[int | None, ...] = (None, None, None, None)
    envelopes: tuple[str, ...] = ()
    past: Mapping[str, Months] = field(default_factory=dict)

    @property
    def level(self) -> int:
        """How deep the row stands: 0 for the total."""
        return len(self.path)

    @property
    def left(self) -> int | None:
        """What is left of what was given when all planned comes; None where nothing says what was given."""
        return None if self.given is None else self.given - self.money.planned

    def quarter(self, number: int) -> int:
        """Return what is planned for a quarter (1…4)."""
        return sum(self.money.plan[3 * number - 3 : 3 * number])

    def over(self, number: int) -> int:
        """Return by how much a quarter (1…4) is over what it was given, 0 if it is not."""
        given = self.given_by_quarter[number - 1]
        return 0 if given is None else max(0, self.quarter(number) - given)


def budget_tree(
    plan: Plan,
    ledger: Ledger,
    envelopes: Envelopes,
    by: Sequence[str] = USUAL,
    shown: Callable[[Activity], bool] | None = None,
    pasts: Mapping[str, Past] | None = None,
) -> list[BudgetRow]:
    """Return the rows from the top down, each followed by what is in it; `by` names one to three of DIMENSIONS.

    With `shown` only its lines are there, and sums are of them; what was given is then not said. `pasts` are other
    times to show beside; what they had and this plan has not stands in a row of its own. Raises KeyError.
    """
    lines = [
        (_key(plan, row, by), row)
        for row in ledger.lines
        if shown is None or (row in plan.activities and shown(plan.activities[row]))
    ]
    keys = {row: key for key, row in lines}
    fields = [_FIELDS[dimension] for dimension in by]
    grower = _Grower(
        plan,
        ledger,
        _Given(plan, envelopes, by) if shown is None else None,
        PastSums(pasts or {}, fields, keys, complete=shown is None),
        by,
    )
    grower.grow((), lines)
    return grower.rows


class _Grower:
    """Makes the rows, from the total down."""

    def __init__(self, plan: Plan, ledger: Ledger, given: "_Given | None", pasts: PastSums, by: Sequence[str]) -> None:
        self._plan, self._ledger, self._given, self._pasts, self._by = plan, ledger, given, pasts, by
        self.rows: list[BudgetRow] = []

    def grow(self, path: tuple[str, ...], lines: list[tuple[tuple[str, ...], str]]) -> None:
        """Add the row of a path and all that is in it."""
        plan, by, level, given = self._plan, self._by, len(path), self._given
        money = add_up("", self._ledger.closed, (self._ledger.lines[row] for _groups, row in lines))
        kind = RowKind.GROUP if path else RowKind.TOTAL
        name = group_name(plan, by[level - 1], path[-1]) if path else _("All marketing")
        past = self._pasts.of_group(path)
        self.rows.append(
            given.row(path, kind, name, money, past) if given else BudgetRow(path, kind, name, money, past=past)
        )
        if level == len(by):
            self.rows += [self._line(path, row) for _groups, row in lines]
            self._add_rest(path)
            return
        parts: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        for key, row in lines:
            parts.setdefault(key[level], []).append((key, row))
        for group in {*(given.groups(path) if given else ()), *self._pasts.groups(path)}:
            parts.setdefault(group, [])
        for group in _sorted(plan, by[level], parts):
            self.grow((*path, group), parts[group])

    def _line(self, path: tuple[str, ...], row: str) -> BudgetRow:
        money, past = self._ledger.lines[row], self._pasts.of_line(row)
        return BudgetRow((*path, row), RowKind.LINE, line_name(self._plan, row), money, past=past)

    def _add_rest(self, path: tuple[str, ...]) -> None:
        """Add what a group had at other times and no line has now."""
        for key, months in self._pasts.rest(path).items():
            money = line_money("", self._ledger.closed, NOTHING, NOTHING)
            name = self._pasts.rest_name(key)
            self.rows.append(BudgetRow((*path, f"{PAST}{key}"), RowKind.PAST, name, money, past={key: months}))


def _key(plan: Plan, row: str, by: Sequence[str]) -> tuple[str, ...]:
    activity = plan.activities.get(row)
    return tuple(str(getattr(activity, _FIELDS[dimension]) or "") if activity else "" for dimension in by)


def _sorted(plan: Plan, dimension: str, groups: Iterable[str]) -> list[str]:
    """Return groups in the plan's order, those of plain texts by name; what belongs to none comes last."""
    order = {row: place for place, row in enumerate(_table(plan, dimension))}
    return sorted(groups, key=lambda group: (group == "", order.get(group, len(order)), group.casefold()))


def _table(plan: Plan, dimension: str) -> Mapping[str, object]:
    tables: Mapping[str, Mapping[str, object]] = {
        "cost_centre": plan.cost_centres,
        "category": plan.cost_categories,
        "campaign": plan.campaigns,
        "channel": plan.channels,
        "vendor": plan.vendors,
        "partner": plan.partners,
    }
    return tables.get(dimension, {})


def group_name(plan: Plan, dimension: str, group: str) -> str:
    """Return what a group is called."""
    if not group:
        return _("No {dimension}").format(dimension=_(DIMENSIONS[dimension]).lower())
    if dimension == "status":
        return choice_word(group)
    return str(getattr(_table(plan, dimension).get(group), "name", group))


def line_name(plan: Plan, row: str) -> str:
    """Return what a line is called."""
    return _("Booked without an activity") if row == UNCODED else plan.activities[row].name


class _Given:
    """What each group was given from the top down: the envelopes that lie in it, whatever else they name."""

    def __init__(self, plan: Plan, envelopes: Envelopes, by: Sequence[str]) -> None:
        self._plan = plan
        self._by = by
        self._money = envelopes.money
        self._known = next((i for i, dimension in enumerate(by) if dimension not in _ENVELOPE), len(by))
        self._in: dict[tuple[str, ...], list[Envelope]] = {}
        for row in of_year(plan):
            key = tuple(_ENVELOPE[dimension](row) for dimension in by[: self._known])
            for depth in range(len(key) + 1):
                self._in.setdefault(key[:depth], []).append(row)

    def groups(self, path: tuple[str, ...]) -> set[str]:
        """Return the groups below a path that have an envelope."""
        return {key[-1] for key in self._in if len(key) == len(path) + 1 and key[:-1] == path}

    def row(
        self, path: tuple[str, ...], kind: RowKind, name: str, money: LineMoney, past: Mapping[str, Months]
    ) -> BudgetRow:
        """Return a row with what its envelopes were given."""
        if len(path) > self._known:
            return BudgetRow(path, kind, name, money, past=past)
        found = self._in.get(path, [])
        quarters: list[int | None] = []
        for quarter in QUARTERS:
            own = [self._money[row.id].revised for row in found if row.quarter == quarter]
            quarters.append(sum(own) if own and all(row.quarter for row in found) else None)
        given = sum(self._money[row.id].revised for row in found) if found else None
        if kind is RowKind.TOTAL:
            given = self._plan.header.topdown_budget
        return BudgetRow(path, kind, name, money, given, tuple(quarters), tuple(row.id for row in found), past)
