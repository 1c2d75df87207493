"""Rules CHN-05 and CHN-09: a segment reached almost only online or offline, a campaign on a single channel."""

from dataclasses import replace
from datetime import date
from types import MappingProxyType
from typing import Any

import pytest

from cmoplanner.doctor.rules_channels import money_by_medium, one_sided_segments, single_channels
from cmoplanner.model.plan import Activity, Campaign, Cell, Channel, CostCategory, Header, Plan, Segment, Target

DAY = date(2027, 3, 1)


def table(*rows: Any) -> Any:
    return MappingProxyType({row.id: row for row in rows})


def activity(key: str, channel: str, money: int, **given: Any) -> Activity:
    usual = {"category_id": "media", "targets": (Target("cell", 1.0),)}
    return Activity(
        **{"id": key, "name": key, "start": DAY, "end": DAY, "channel_id": channel, "gross_spend": money}
        | usual
        | given
    )


def plan(*rows: Activity, group: float = 3) -> Plan:
    return Plan(
        Header("p", "Company (fictional)", "Plan", "EUR", 2, date(2027, 1, 1), DAY, 0),
        segments=table(Segment("s", "Schools", buying_group_size=group), Segment("t", "Towns", buying_group_size=9)),
        cells=table(Cell("cell", "s", "o"), Cell("other", "t", "o")),
        channels=table(
            Channel("web", "Web", "online"), Channel("fair", "Fairs", "offline"), Channel("pr", "PR", "both")
        ),
        cost_categories=table(CostCategory("media", "Media"), CostCategory("fees", "Fees", working=False)),
        activities=table(*rows),
    )


def found(*rows: Activity, group: float = 3) -> list[tuple[str, str]]:
    return [(finding.subject, finding.word) for finding in one_sided_segments(plan(*rows, group=group))]


@pytest.mark.parametrize(
    ("online", "offline", "words"),
    [
        (91, 9, [("s", "91 % online")]),
        (90, 10, []),
        (9, 91, [("s", "91 % offline")]),
        (100, 0, [("s", "100 % online")]),
        (50, 50, []),
        (0, 0, []),
    ],
)
def test_more_than_nine_tenths_in_one_medium(online: int, offline: int, words: list[tuple[str, str]]) -> None:
    assert found(activity("a", "web", online), activity("b", "fair", offline)) == words


def test_money_in_both_media_is_never_one_sided() -> None:
    assert found(activity("a", "pr", 100)) == []
    assert found(activity("a", "web", 80), activity("b", "pr", 20)) == []


@pytest.mark.parametrize(("group", "stages", "one_sided"), [(3, 1, True), (2.9, 3, False), (1, 4, True), (1, 0, False)])
def test_small_groups_count_only_with_many_stages(group: float, stages: int, one_sided: bool) -> None:
    rows = [activity(f"a{i}", "web", 100, stage_id=f"stage{i}") for i in range(stages)]
    rows.append(activity("b", "web", 100))
    assert bool(found(*rows, group=group)) is one_sided


def test_only_working_money_that_is_not_cancelled_counts() -> None:
    web = activity("a", "web", 95)
    assert found(web, activity("b", "fair", 100)) == []
    assert found(web, activity("b", "fair", 100, category_id="fees")) == [("s", "100 % online")]
    assert found(web, activity("b", "fair", 100, status="cancelled")) == [("s", "100 % online")]
    assert found(web, activity("b", "fair", 100, category_id=None)) == []  # no category: it works


def test_money_is_ours_and_goes_by_share() -> None:
    shared = activity("a", "web", 1_000, partner_share=0.5, targets=(Target("cell", 0.75), Target("other", 0.25)))
    money = money_by_medium(plan(shared, activity("b", "fair", 400)))
    assert money == {"s": {"online": 375.0, "offline": 400.0}, "t": {"online": 125.0}}


def test_a_segment_without_money_is_not_one_sided() -> None:
    assert list(one_sided_segments(replace(plan(), activities=MappingProxyType({})))) == []


def test_the_finding_says_which_segment_and_what_to_do() -> None:
    (finding,) = one_sided_segments(plan(activity("a", "web", 100)))
    assert (finding.rule, finding.table, finding.severity) == ("CHN-05", "segment", "warning")
    assert finding.sentence == "100 % of the money for “Schools” is online."
    assert finding.remedy == "Add a touchpoint of the other kind in the weakest stage."


def campaign(*rows: Activity) -> list[tuple[str, str]]:
    whole = replace(plan(*(replace(row, campaign_id="c") for row in rows)), campaigns=table(Campaign("c", "Spring")))
    return [(one.rule, one.sentence) for one in single_channels(whole)]


@pytest.mark.parametrize(("web", "mixed"), [(100, False), (73, False), (72, True), (50, True), (28, True), (27, False)])
def test_a_campaign_uses_more_than_one_channel(web: int, mixed: bool) -> None:
    """1 - 0.72² - 0.28² = 0.403, 1 - 0.73² - 0.27² = 0.394."""
    share, name = (web, "Web") if web > 50 else (100 - web, "Fairs")
    told = ("CHN-09", f"{share} % of the money of “Spring” goes to {name}.")
    assert campaign(activity("a", "web", web), activity("b", "fair", 100 - web)) == ([] if mixed else [told])


def test_a_campaign_without_money_is_judged_by_its_channels() -> None:
    assert campaign(activity("a", "web", 0), activity("b", "fair", 0)) == []
    assert campaign(activity("a", "web", 0)) == [("CHN-09", "“Spring” uses Web alone.")]
    assert campaign() == []


def test_what_is_cancelled_or_does_not_work_is_no_channel_of_a_campaign() -> None:
    web = activity("a", "web", 50)
    assert len(campaign(web, activity("b", "fair", 50, status="cancelled"))) == 1
    assert len(campaign(web, activity("b", "fair", 50, category_id="fees"))) == 1
    assert campaign(web, activity("b", "fair", 50, category_id=None)) == []
