"""What waits for approval: told beside the demo's own tables, read without the program."""

import csv
from datetime import date, timedelta
from pathlib import Path

from cmoplanner.ledger.approvals import Waits, total, waiting
from cmoplanner.model.approving import Subject
from tests.plans import norrvik

_DEMO = "tests/data/plans/norrvik"


def _demo(name: str) -> list[dict[str, str]]:
    with (Path(__file__).parents[2] / _DEMO / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_what_waits_is_what_the_tables_say() -> None:
    plan = norrvik()
    rows = {row["activity_id"]: row for row in _demo("activities.csv")}
    lead = {row["channel_id"]: int(row["lead_time_days"]) for row in _demo("channels.csv")}
    log = [row for row in _demo("approvals.csv") if row["decision"] == "submitted"]
    asked = {row["activity_id"]: date.fromisoformat(row["date"]) for row in log}
    found = [one for one in waiting(plan) if one.subject.table == "activity"]
    for why, state in ((Waits.DECISION, "submitted"), (Waits.UNASKED, "draft"), (Waits.REJECTED, "rejected")):
        live = {key: row for key, row in rows.items() if row["status"] != "cancelled"}
        expected = {key for key, row in live.items() if row["approval_status"] == state}
        assert {one.subject.id for one in found if one.why is why} == expected
    for one in found:
        row = rows[one.subject.id]
        share = float(row["partner_share"] or 0)
        assert one.amount == round(float(row["gross_spend"]) * 100 * (1 - share))
        days = lead.get(row["channel_id"], 0)
        assert one.by == date.fromisoformat(row["start"]) - timedelta(days=days)
        assert one.since == (asked.get(one.subject.id) if one.why is Waits.DECISION else None)
    assert total(found) == sum(one.amount for one in found)


def test_an_unsigned_contract_is_needed_for_the_first_of_its_activities_to_come() -> None:
    plan = norrvik()
    (one,) = [row for row in waiting(plan) if row.subject.table == "contract"]
    assert one.subject == Subject("contract", "k-mail-27")
    of_it = [row for row in plan.activities.values() if row.contract_id == "k-mail-27"]
    coming = [row for row in of_it if row.start > plan.header.as_of]
    days = [row.start - timedelta(days=plan.channels[row.channel_id or ""].lead_time_days) for row in coming]
    assert one.by == min(days)
    assert one.why is Waits.UNASKED
    assert one.step is not None
    assert one.step.role == "CEO"
