"""Activities and campaigns made of touchpoint templates: the chain of domain B.9, day by day and cent by cent."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from cmoplanner.errors import EditRefused
from cmoplanner.model.edits.rows import create_row
from cmoplanner.model.edits.templates import create_activity_from_template, create_campaign_from_chain
from cmoplanner.model.plan import Target
from cmoplanner.model.problems import check_plan
from cmoplanner.model.store.document import Document
from cmoplanner.paths import sample_plan

T = date(2027, 6, 15)
CHAIN = [  # number, name, channel, stage, first and last day from T, linked number, what it does to it, percent
    (4, "Webinar with the partner", "webinar", "choose", 0, 0, None, None, 9),
    (5, "Speaking engagement", "speaking", "aware", 30, 32, 4, "derives_from", 12),
    (6, "Press release", "pr", "aware", 33, 45, 5, "announces", 10),
    (7, "Blog and social posts", "seo_content", "initiate", 34, 75, 6, "derives_from", 16),
    (1, "Email invitation", "email", "initiate", -21, -1, 4, "promotes", 4),
    (2, "Partner promotes", "partner", "initiate", -21, -1, 4, "promotes", 9),
    (3, "Sales briefing", None, "enable", -21, -1, 4, "promotes", 0),
    (8, "Landing page", "seo_content", "choose", -15, 90, None, None, 20),
    (9, "Follow-up to sales", "email", "buy", 2, 30, 4, "follows_up", 3),
    (10, "Paid amplification", "paid_search", "initiate", -21, 60, 4, "supports", 17),
]


@pytest.fixture
def document(tmp_path: Path) -> Iterator[Document]:
    with Document.create_from(sample_plan(), tmp_path / "plan.cmoplan", data_folder=tmp_path / "data") as document:
        for number, name, channel, stage, first, last, linked, does, percent in CHAIN:
            given = {"id": f"T{number}", "name": name, "channel_id": channel, "stage_id": stage, "chain": "integrated"}
            given |= {"offset_days": first, "duration_days": last - first + 1, "budget_share": percent / 100}
            given |= {"linked_template_id": linked and f"T{linked}", "link_type": does, "category_id": "direct"}
            create_row(document, "touchpoint_template", given)
        yield document


def test_the_integrated_chain_becomes_a_campaign(document: Document) -> None:
    before = document.plan
    budget = 100_000_01
    campaign = create_campaign_from_chain(
        document, "integrated", T, budget, "Summer", [Target("prop-cloud", 0.7), Target("edu-cloud", 0.3)]
    )
    plan = document.plan
    mine = {one.name: one for one in plan.activities.values() if one.campaign_id == campaign}
    assert len(mine) == len(CHAIN)
    for _number, name, channel, stage, first, last, _linked, _does, percent in CHAIN:
        one = mine[name]
        assert (one.channel_id, one.stage_id) == (channel, stage)
        assert (one.start, one.end) == (T + timedelta(days=first), T + timedelta(days=last))
        assert abs(one.gross_spend - budget * percent / 100) < 1
        assert one.targets == (Target("prop-cloud", 0.7), Target("edu-cloud", 0.3))
    assert sum(one.gross_spend for one in mine.values()) == budget
    row = plan.campaigns[campaign]
    assert (row.start, row.end) == (T - timedelta(days=21), T + timedelta(days=90))
    assert (row.launch_date, row.template_source) == (T, "integrated")
    names = {one.id: name for name, one in mine.items()}
    by_number = {number: name for number, name, *_rest in CHAIN}
    links = {(names[one.activity_id], names[one.linked_id], one.link_type) for one in plan.activity_links.values()}
    assert links == {(name, by_number[linked], does) for _n, name, *_x, linked, does, _p in CHAIN if linked}
    assert check_plan(plan) == check_plan(before)
    document.undo()
    assert document.plan.activities == before.activities
    assert document.plan.campaigns == before.campaigns


def test_an_activity_of_a_template_starts_on_its_day(document: Document) -> None:
    given = {"name": "Roadshow", "channel_id": "webinar", "stage_id": "buy", "category_id": "events"}
    given |= {"duration_days": 3, "default_spend": 12_000_00, "partner_share": 0.25, "lead_time_days": 45}
    template = create_row(document, "touchpoint_template", given | {"needed_assets": ("deck", "venue")})
    row_id = create_activity_from_template(document, template, date(2027, 12, 31), {"campaign_id": "esb"})
    one = document.plan.activities[row_id]
    assert (one.name, one.start, one.end) == ("Roadshow", date(2027, 12, 31), date(2028, 1, 2))
    assert (one.channel_id, one.stage_id, one.category_id) == ("webinar", "buy", "events")
    assert (one.gross_spend, one.partner_share) == (12_000_00, 0.25)
    assert one.targets, "the audience of the campaign"
    assert one.notes == "Needs: deck, venue\nBegin 45 days before."
    other = create_activity_from_template(document, template, T, {"name": "Other"})
    assert document.plan.activities[other].name == "Other"


def test_without_shares_each_costs_its_usual_spend(document: Document) -> None:
    for number in (1, 2):
        create_row(document, "touchpoint_template", {"name": f"N{number}", "chain": "care", "default_spend": number})
    campaign = create_campaign_from_chain(document, "care", T, 0)
    assert [one.gross_spend for one in document.plan.activities.values() if one.campaign_id == campaign] == [1, 2]
    assert document.plan.campaigns[campaign].name == "care"


def test_what_cannot_be_made_is_refused(document: Document) -> None:
    before = document.content_sums
    with pytest.raises(EditRefused):
        create_activity_from_template(document, "gone", T)
    with pytest.raises(EditRefused):
        create_activity_from_template(document, "T5", date.max)
    for chain, budget in (("", 1), ("gone", 1), ("integrated", -1)):
        with pytest.raises(EditRefused):
            create_campaign_from_chain(document, chain, T, budget)
    assert document.content_sums == before
