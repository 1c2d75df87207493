"""The rows of the budget page: each level adds up to the one above, and top-down stands where envelopes say it."""

from dataclasses import replace
from itertools import permutations

import pytest

from cmoplanner.ledger.envelopes import envelopes
from cmoplanner.ledger.lines import ledger
from cmoplanner.model.plan import Plan, Transfer
from cmoplanner.report.budget.tree import DIMENSIONS, BudgetRow, RowKind, budget_tree
from tests.plans import norrvik


def _tree(plan: Plan, by: tuple[str, ...]) -> list[BudgetRow]:
    book = ledger(plan)
    return budget_tree(plan, book, envelopes(plan, book), by)


def _children(rows: list[BudgetRow], parent: BudgetRow) -> list[BudgetRow]:
    return [row for row in rows if row.level == parent.level + 1 and row.path[: parent.level] == parent.path]


GROUPINGS = [("channel",), ("region", "campaign", "status"), *permutations(["category", "cost_centre"], 2)]


@pytest.mark.parametrize("by", GROUPINGS)
def test_children_add_up_to_their_row(by: tuple[str, ...]) -> None:
    rows = _tree(norrvik(), by)
    for row in rows:
        if row.kind is RowKind.LINE:
            continue
        parts = [part.money for part in _children(rows, row)]
        assert row.money.plan == tuple(sum(part.plan[month] for part in parts) for month in range(12))
        assert row.money.forecast == tuple(sum(part.forecast[month] for part in parts) for month in range(12))
        assert (row.money.ordered, row.money.booked) == (sum(p.ordered for p in parts), sum(p.booked for p in parts))


def test_every_line_is_there_once_in_every_grouping() -> None:
    plan = norrvik()
    lines = sorted(ledger(plan).lines)
    for dimension in DIMENSIONS:
        rows = _tree(plan, (dimension,))
        assert sorted(row.path[-1] for row in rows if row.kind is RowKind.LINE) == lines


def test_the_sample_s_groups_are_those_of_its_envelopes() -> None:
    rows = {row.path: row for row in _tree(norrvik(), ("cost_centre", "category"))}
    total, events = rows[()], rows["CC300", "events"]
    assert (total.given, total.money.planned, total.left) == (220_000_000, 212_625_000, 7_375_000)
    assert (events.given, events.money.planned, events.left) == (27_550_000, 28_950_000, -1_400_000)
    assert [events.over(quarter) for quarter in range(1, 5)] == [0, 1_400_000, 0, 0]
    assert rows["CC200", "media"].over(4) == 885_283
    assert rows["CC300",].given == 41_250_000
    assert rows["CC400", "contingency"].money.planned == 0  # an envelope without a line has its row


def test_transfers_move_what_was_given() -> None:
    plan = replace(norrvik(), transfers={"t": Transfer("t", "E001", "E002", 5_000)})
    then = {row.path: row for row in _tree(norrvik(), ("cost_centre", "category"))}
    now = {row.path: row for row in _tree(plan, ("cost_centre", "category"))}
    changed = {path: now[path].given - then[path].given for path in now if now[path].given != then[path].given}  # type: ignore[operator]
    assert changed == {("CC100", "media"): -5_000, ("CC100", "pr"): 5_000}


def test_top_down_is_not_said_where_no_envelope_says_it() -> None:
    rows = _tree(norrvik(), ("campaign", "cost_centre"))
    assert rows[0].given == 220_000_000
    assert all(row.given is None for row in rows[1:])


def test_what_is_filtered_is_summed_alone() -> None:
    plan = norrvik()
    book = ledger(plan)
    rows = budget_tree(plan, book, envelopes(plan, book), ("channel",), lambda row: row.id == "A004")
    assert [row.kind for row in rows] == [RowKind.TOTAL, RowKind.GROUP, RowKind.LINE]
    assert rows[0].money.planned == book.lines["A004"].planned
    assert rows[0].given is None
