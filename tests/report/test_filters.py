"""What is typed into the filter line finds the right activities."""

import pytest

from cmoplanner.i18n import use_language
from cmoplanner.model.phasing import net_spend
from cmoplanner.report.filters import activity_filter, described
from tests.plans import norrvik

PLAN = norrvik()
ROWS = list(PLAN.activities.values())


def found(text: str) -> set[str]:
    passes = activity_filter(text, PLAN)
    return {activity.id for activity in ROWS if passes(activity)}


def costs(activity_id: str) -> int:
    activity = PLAN.activities[activity_id]
    return 0 if activity.cancelled else net_spend(activity)


def test_an_empty_filter_lets_everything_pass() -> None:
    assert found("") == found("   ") == set(PLAN.activities)


def test_a_word_is_found_in_the_name_in_any_case() -> None:
    named = {row.id for row in ROWS if "webinar" in row.name.lower()}
    assert named
    assert named <= found("WEBINAR")


def test_every_word_must_occur() -> None:
    assert found("webinar manager") == found("webinar") & found("manager")
    assert found("webinar zzz") == set()


@pytest.mark.parametrize(
    ("word", "medium", "not_medium"), [("online", "online", "offline"), ("offline", "offline", "online")]
)
def test_the_medium_is_a_word(word: str, medium: str, not_medium: str) -> None:
    media = {row.id: PLAN.channels[row.channel_id].medium for row in ROWS if row.channel_id}
    hits = found(word)
    assert {key for key, value in media.items() if value in (medium, "both")} <= hits
    assert not {key for key, value in media.items() if value == not_medium} & hits


def test_names_of_what_an_activity_belongs_to_are_words() -> None:
    activity = next(row for row in ROWS if row.campaign_id and row.channel_id and row.targets)
    cell = PLAN.cells[activity.targets[0].cell_id]
    for name in (
        PLAN.campaigns[activity.campaign_id or ""].name,
        PLAN.channels[activity.channel_id or ""].name,
        PLAN.segments[cell.segment_id].name,
        PLAN.offerings[cell.offering_id].name,
        activity.owner_role,
        activity.status,
        activity.id,
    ):
        assert activity.id in found(name)
        assert name.casefold() in described(activity, PLAN)


@pytest.mark.parametrize(
    ("text", "sign", "limit"),
    [
        ("> 20k", ">", 2_000_000),
        (">20k", ">", 2_000_000),
        ("<=5m", "<=", 500_000_000),
        ("< 1.5k", "<", 150_000),
        ("< 1,5k", "<", 150_000),
        ("> 12000", ">", 1_200_000),
        (">20K", ">", 2_000_000),
    ],
)
def test_amounts_are_compared_with_our_cost(text: str, sign: str, limit: int) -> None:
    compare = {">": int.__gt__, ">=": int.__ge__, "<": int.__lt__, "<=": int.__le__}[sign]
    assert found(text) == {row.id for row in ROWS if compare(costs(row.id), limit)}


def test_amounts_at_their_limit() -> None:
    activity = max(ROWS, key=lambda row: costs(row.id))
    units = costs(activity.id) // 100
    assert costs(activity.id) == units * 100
    assert activity.id in found(f">= {units}")
    assert activity.id not in found(f"> {units}")
    assert activity.id in found(f"<= {units}")
    assert activity.id not in found(f"< {units}")


def test_amounts_and_words_together() -> None:
    assert found("events > 20k < 50k") == found("events") & found("> 20k") & found("< 50k")


def test_a_word_behind_an_amount_keeps_its_first_letter() -> None:
    assert found("> 1 media") == found("media") & found("> 1")
    assert found("< 900 kit") == found("kit") & found("< 900")


def test_the_medium_is_found_in_the_language_of_the_user() -> None:
    use_language("pseudo")
    try:
        hits = found("óñlíñé")
    finally:
        use_language("en")
    online = {row.id for row in ROWS if row.channel_id and PLAN.channels[row.channel_id].medium == "online"}
    assert online
    assert online <= hits
