"""The chain that comes with the program is the one that the specification writes down, row by row."""

from dataclasses import replace

from cmoplanner.model.chains import own_chains, shipped_chains, usual_audience, usual_category
from cmoplanner.model.plan import TouchpointTemplate
from cmoplanner.model.store.snapshot import read_snapshot
from cmoplanner.paths import sample_plan

# domain B.9: number, channel, stage, first and last day from T, percent, links to other numbers
WRITTEN = {
    "invitation": (1, "email", "initiate", -21, -1, 4, {("promotes", 4)}),
    "partner": (2, "partner", "initiate", -21, -1, 9, {("promotes", 4)}),
    "briefing": (3, "seo_content", "enable", -21, -1, 0, {("promotes", 4)}),
    "webinar": (4, "webinar", "choose", 0, 0, 9, {("rehearses", 5)}),
    "talk": (5, "speaking", "aware", 30, 32, 12, {("derives_from", 4)}),
    "press": (6, "pr", "aware", 33, 45, 10, {("announces", 5)}),
    "blog": (7, "seo_content", "initiate", 34, 75, 16, {("derives_from", 6)}),
    "search": (8, "seo_content", "choose", -15, 90, 20, {("supports", n) for n in (1, 2, 3, 4, 5, 6, 7, 9)}),
    "follow_up": (9, "email", "buy", 2, 30, 3, {("follows_up", 4)}),
    "amplification": (10, "paid_search", "initiate", -21, 60, 17, {("supports", 4), ("supports", 8)}),
}

PLAN = read_snapshot(sample_plan()).plan


def test_the_integrated_chain_is_as_written() -> None:
    (chain,) = shipped_chains(PLAN)
    assert [one.id for one in chain.templates] == list(WRITTEN)
    numbers = {key: row[0] for key, row in WRITTEN.items()}
    for one in chain.templates:
        _number, channel, stage, first, last, percent, links = WRITTEN[one.id]
        assert (one.channel_id, one.stage_id) == (channel, stage), one.id
        assert (one.offset_days, one.offset_days + one.duration_days - 1) == (first, last), one.id
        assert one.budget_share is not None
        assert round(100 * one.budget_share) == percent, one.id
        mine = {(link.link_type, numbers[link.linked_id]) for link in chain.links if link.template_id == one.id}
        assert mine == links, one.id
    assert sum(row[5] for row in WRITTEN.values()) == 100
    assert chain.days == (-21, 90)
    assert chain.missing == ()
    assert [one.partner_share for one in chain.templates if one.id == "partner"] == [0.5]


def test_a_plan_without_a_channel_is_told_so() -> None:
    bare = replace(PLAN, channels={key: row for key, row in PLAN.channels.items() if key not in ("speaking", "pr")})
    (chain,) = shipped_chains(bare)
    assert chain.missing == ("Speaking engagement at a conference", "Press release, submitted online")
    assert [one.channel_id for one in chain.templates if one.id == "talk"] == [None]


def test_what_is_usual_is_what_most_have() -> None:
    webinars = [row for row in PLAN.activities.values() if row.channel_id == "webinar"]
    assert webinars
    assert usual_category(PLAN, "webinar") in {row.category_id for row in webinars}
    assert usual_audience(PLAN, [webinars[0].id]) == webinars[0].targets
    assert usual_category(replace(PLAN, activities={}), "webinar") is None
    assert usual_audience(replace(PLAN, activities={})) == ()


def test_templates_of_the_plan_with_one_word_are_a_chain() -> None:
    rows = [
        TouchpointTemplate("a", "First", chain="Spring", offset_days=-3, duration_days=2),
        TouchpointTemplate("b", "Second", chain="Spring", linked_template_id="a", link_type="follows_up"),
        TouchpointTemplate("c", "Alone"),
    ]
    (chain,) = own_chains(replace(PLAN, touchpoint_templates={row.id: row for row in rows}))
    assert (chain.id, chain.name, chain.days) == ("own:Spring", "Spring", (-3, 0))
    assert [(link.template_id, link.linked_id, link.link_type) for link in chain.links] == [("b", "a", "follows_up")]
