"""Acts on the budget: contingency follows its rule, a placeholder gives up its money, open months are spread anew."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from cmoplanner.errors import EditRefused
from cmoplanner.model.edits.budget_cells import MoneyCells, set_cells
from cmoplanner.model.edits.contingency import Release, release_contingency
from cmoplanner.model.edits.fields import set_field
from cmoplanner.model.edits.money import spread_by
from cmoplanner.model.edits.placeholders import plan_from
from cmoplanner.model.edits.rows import change_rows, create_row
from cmoplanner.model.phasing import net_by_month
from cmoplanner.model.plan import Plan
from cmoplanner.model.store.document import Document
from cmoplanner.paths import sample_plan

RULE = "Revenue to date is at least as planned"


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Document]:
    folder = tmp_path_factory.mktemp("acts")
    with Document.create_from(sample_plan(), folder / "plan.cmoplan", data_folder=folder / "data") as document:
        yield document


@pytest.fixture
def document(opened: Document) -> Iterator[Document]:
    """Return the sample, which is afterwards as it was."""
    before = opened.content_sums
    yield opened
    while opened.content_sums != before:
        opened.undo()


def net(plan: Plan) -> int:
    return sum(sum(net_by_month(row, plan.calendar)) for row in plan.activities.values())


def test_contingency_is_released_by_its_rule_and_keeps_why(document: Document) -> None:
    set_field(document, "envelope", "E044", "release_rule", RULE)
    wanted = Release("E044", "E021", 1_400_000, "Second stand", approver="CFO")
    with pytest.raises(EditRefused, match=RULE):
        release_contingency(document, wanted)
    row = release_contingency(document, replace(wanted, rule_met=True))
    moved = document.plan.transfers[row]
    assert (moved.amount, moved.approver_role, moved.date) == (1_400_000, "CFO", document.plan.header.as_of)
    assert moved.note == f"Second stand (released because: {RULE})"
    assert document.undo_label == "Release contingency"
    with pytest.raises(EditRefused, match="does not hold that much"):
        release_contingency(document, replace(wanted, rule_met=True, amount=5_200_001))


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"source": "E001"}, "keeps nothing back"),
        ({"target": "E044"}, "another envelope"),
        ({"amount": 0}, "how much"),
        ({"reason": "  "}, "what the money is released for"),
    ],
)
def test_a_release_that_says_too_little_is_refused(document: Document, change: dict[str, object], why: str) -> None:
    before = document.plan
    with pytest.raises(EditRefused, match=why):
        release_contingency(document, replace(Release("E044", "E021", 500, "Stand", rule_met=True), **change))
    assert document.plan is before


def test_a_placeholder_gives_up_what_is_planned_from_it(document: Document) -> None:
    given = {"category_id": "events", "cost_centre_id": "CC300", "status": "placeholder", "gross_spend": 1_000_001}
    days = date(2027, 5, 1), date(2027, 5, 31)
    kept = create_row(document, "activity", {"name": "Fairs", "start": days[0], "end": days[1], **given})
    before = net(document.plan)
    made = plan_from(document, kept, "Fair in Oslo", 400_000, *days)
    plan = document.plan
    assert net(plan) == before
    assert plan.activities[kept].gross_spend == 600_001
    assert (plan.activities[made].status, plan.activities[made].cost_centre_id) == ("planned", "CC300")
    with pytest.raises(EditRefused, match="holds"):
        plan_from(document, kept, "Fair in Rome", 600_002, *days)
    plan_from(document, kept, "Fair in Rome", 600_001, *days)
    assert kept not in document.plan.activities
    assert net(document.plan) == before
    with pytest.raises(EditRefused, match="no placeholder"):
        plan_from(document, "A019", "x", 1, *days)


def test_open_money_is_spread_by_weights_and_closed_months_stay(document: Document) -> None:
    plan = document.plan
    ids = ["A004", "A007", "A019"]
    before = {row: net_by_month(plan.activities[row], plan.calendar) for row in ids}
    spread_by(document, ids, {row: [9] * 11 + [0] for row in ids}, 3)
    plan = document.plan
    for row in ids:
        after = net_by_month(plan.activities[row], plan.calendar)
        assert sum(after) == sum(before[row])
        assert after[:3] == before[row][:3]
        assert after[11] == 0
        assert max(after[3:11]) - min(after[3:11]) <= 1
    with pytest.raises(EditRefused, match="open months"):
        spread_by(document, ["A019"], {"A019": [1, 1, 1] + [0] * 9}, 3)


def test_an_amount_in_another_currency_counts_at_its_budget_rate(document: Document, tmp_path: Path) -> None:
    change_rows(document, "activity", {"A019": {"currency": "USD", "foreign_amount": 10_000.0, "fx_rate_plan": 0.9173}})
    set_cells(document, MoneyCells(foreign={"A019": 12_345.67}))
    assert document.plan.activities["A019"].gross_spend == 1_132_468  # 12,345.67 × 0.9173 = 11,324.683…
    assert document.undo_label is not None
    with pytest.raises(EditRefused, match="no other currency"):
        set_cells(document, MoneyCells(foreign={"A026": 1.0}))
