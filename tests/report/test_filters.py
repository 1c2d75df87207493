"""What is typed into the filter line finds the right activities."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmoplanner.doctor.collisions import Collisions
from cmoplanner.i18n import use_language
from cmoplanner.model.periods import Recurrence, occurrences
from cmoplanner.model.phasing import net_spend
from cmoplanner.report.filter_fields import FIELDS, HAS, options
from cmoplanner.report.filter_suggestions import offer
from cmoplanner.report.filter_terms import quoted, read_terms
from cmoplanner.report.filters import activity_filter, described, read_filter, runs_in, without
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


# fields


def problem(text: str) -> str:
    return read_filter(text, PLAN).problem


def with_segment(name: str) -> set[str]:
    ids = {row.id for row in PLAN.segments.values() if name in row.name.lower()}
    cells = {cell.id for cell in PLAN.cells.values() if cell.segment_id in ids}
    return {row.id for row in ROWS if any(target.cell_id in cells for target in row.targets)}


def test_a_field_looks_only_there() -> None:
    email = {row.id for row in PLAN.channels.values() if "email" in row.name.lower()}
    assert email
    assert found("channel:email") == {row.id for row in ROWS if row.channel_id in email}
    assert found("channel:email") < found("email")
    assert found("CHANNEL: Email") == found("channel:email")
    segment = next(iter(PLAN.segments.values()))
    assert found(f"segment:{quoted(segment.name)}") == with_segment(segment.name.lower())
    assert found(f"segment:{segment.id}") == with_segment(segment.name.lower())


@pytest.mark.parametrize(
    ("text", "attribute", "values"),
    [
        ("status:planned", "status", {"planned"}),
        ("status:live,done", "status", {"live", "done"}),
        ("approval:draft, submitted", "approval_status", {"draft", "submitted"}),
        ("audience:internal", "audience", {"internal"}),
        ("audience:own", "audience", {"internal"}),
        ("owner:none", "owner_role", {""}),
        ("vendor:none", "vendor_id", {None}),
    ],
)
def test_states_and_people(text: str, attribute: str, values: set[str | None]) -> None:
    assert problem(text) == ""
    assert found(text) == {row.id for row in ROWS if getattr(row, attribute) in values}


def test_what_is_called_just_so_wins_over_what_holds_it() -> None:
    first, second = list(PLAN.campaigns.values())[:2]
    longer = replace(second, name=f"{first.name} again")
    plan = replace(PLAN, campaigns={**PLAN.campaigns, longer.id: longer})
    passes = activity_filter(f"campaign:{quoted(first.name)}", plan)
    assert {row.id for row in ROWS if passes(row)} == {row.id for row in ROWS if row.campaign_id == first.id}
    passes = activity_filter(f"campaign:{quoted(first.name[:-1])}", plan)
    assert {row.id for row in ROWS if passes(row)} == {
        row.id for row in ROWS if row.campaign_id in {first.id, longer.id}
    }


def test_one_list_for_online_and_offline() -> None:
    media = {row.id: PLAN.channels[row.channel_id].medium for row in ROWS if row.channel_id}
    assert found("medium:online") == {key for key, medium in media.items() if medium in ("online", "both")}
    assert found("-medium:online") & set(media) == {key for key, medium in media.items() if medium == "offline"}


@pytest.mark.parametrize("text", ["webinar", "channel:email", "> 20k", "start:q2", "has:collision", "owner:none"])
def test_not_and_minus_turn_a_condition_round(text: str) -> None:
    whole = set(PLAN.activities)
    assert found(f"-{text}") == found(f"not {text}") == whole - found(text)


def test_commas_are_or_and_spaces_are_and() -> None:
    assert found("webinar,mail") == found("webinar") | found("mail")
    assert found('webinar,"paid search"') == found("webinar") | found('"paid search"')
    assert found("webinar,mail > 5k") == (found("webinar") | found("mail")) & found("> 5k")


# time


def test_the_start_is_compared_with_a_span() -> None:
    june = {row.id for row in ROWS if date(2027, 6, 1) <= row.start <= date(2027, 6, 30)}
    after = {row.id for row in ROWS if row.start > date(2027, 6, 30)}
    assert june
    assert after
    assert found("start:2027-06") == found("start:june") == june
    assert found("start:>2027-06") == after
    assert found("start:>=2027-06") == june | after
    assert found("start:<2027-06") == set(PLAN.activities) - june - after
    assert found("start:<= 2027-06") == set(PLAN.activities) - after
    assert found("start:Q3") == {row.id for row in ROWS if row.start.month in (7, 8, 9)}


def test_the_end_is_that_of_the_last_occurrence() -> None:
    series = next(row for row in ROWS if row.recurrence != "none")
    last = occurrences(series.span, Recurrence(series.recurrence), series.until, PLAN.calendar.fy_end)[-1]
    assert last.end > series.end
    assert series.id in found(f"end:{last.end.isoformat()}")
    assert series.id not in found(f"end:{series.end.isoformat()}")


def test_during_looks_at_every_occurrence() -> None:
    for text, start, end in (("q2", date(2027, 4, 1), date(2027, 6, 30)), ("2027-05-23", *[date(2027, 5, 23)] * 2)):
        expected = {
            row.id
            for row in ROWS
            if any(
                span.start <= end and span.end >= start
                for span in occurrences(row.span, Recurrence(row.recurrence), row.until, PLAN.calendar.fy_end)
            )
        }
        assert expected
        assert found(f"during:{text}") == expected
    assert found("during:30d") == {
        row.id
        for row in ROWS
        if runs_in(row, type(row.span)(PLAN.header.as_of, PLAN.header.as_of + timedelta(29)), PLAN.calendar.fy_end)
    }


# what it has


def test_collisions_are_those_of_the_calendar_now() -> None:
    collisions = Collisions(PLAN)
    passes = activity_filter("has:collision", PLAN, lambda: collisions.found)
    assert {row.id for row in ROWS if passes(row)} == set(collisions.found)
    assert collisions.found


@pytest.mark.parametrize("kind", HAS)
def test_whatever_it_has_can_be_asked(kind: str) -> None:
    assert problem(f"has:{kind}") == ""
    assert found(f"has:{kind}") | found(f"-has:{kind}") == set(PLAN.activities)


def test_has_without_and_with() -> None:
    assert found("has:partner") == {row.id for row in ROWS if row.partner_id}
    assert found("has:series") == {row.id for row in ROWS if row.recurrence != "none"}
    assert found("has:lock") == {row.id for row in ROWS if row.locked}


def test_gross_and_our_cost() -> None:
    assert found("gross:>50k") == {row.id for row in ROWS if not row.cancelled and row.gross_spend > 5_000_000}
    assert found("cost:>50k") == found("> 50k")
    assert found("gross:0") == {row.id for row in ROWS if row.cancelled or row.gross_spend == 0}


# what cannot be read


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("colour:red", "There is no field “colour:”"),
        ("channel:pigeon", "Channel: nothing is called “pigeon”"),
        ("status:lost", "there are Planned, Placeholder, Committed, Live, Done, Cancelled"),
        ("start:soon", "“soon” is no time"),
        ("start:>soon", "“soon” is no time"),
        ("cost:much", "“much” is no amount"),
        ("channel:>email", "Channel has no order"),
        ("during:>q2", "leave “>” out"),
        ("contract:x" if not PLAN.contracts else "has:luck", "Has: nothing is called “luck”"),
    ],
)
def test_what_cannot_be_read_is_said_and_hides_nothing(text: str, says: str) -> None:
    result = read_filter(f"webinar {text}", PLAN)
    assert says in result.problem
    assert not result.active
    assert all(result.passes(row) for row in ROWS)


@pytest.mark.parametrize(
    "text", ["webinar channel:", "webinar >", "webinar -channel:", "webinar status: ", "webinar <="]
)
def test_what_is_only_begun_is_not_looked_at_yet(text: str) -> None:
    result = read_filter(text, PLAN)
    assert result.problem == ""
    assert {row.id for row in ROWS if result.passes(row)} == found("webinar")


def test_a_minus_alone_and_odd_signs_are_words() -> None:
    assert problem("- webinar") == problem("10:30") == problem("a-b") == ""


@given(st.text(alphabet='ab:",<>=-1 .kQ2mnot\n', max_size=30) | st.text(max_size=20))
def test_any_text_is_read_and_the_plan_stays_as_it_is(text: str) -> None:
    before = dict(PLAN.activities)
    result = read_filter(text, PLAN)
    shown = {row.id for row in ROWS if result.passes(row)}
    assert not result.problem or shown == set(before)
    assert dict(PLAN.activities) == before
    assert all(PLAN.activities[key] is row for key, row in before.items())
    covered = "".join(text[term.start : term.end] for term in read_terms(text))
    assert "".join(covered.split()) == "".join(text.split())


# chips


def test_chips_say_each_condition_and_are_taken_away_one_by_one() -> None:
    text = 'webinar channel:email,"paid search" -status:done > 20k'
    chips = read_filter(text, PLAN).chips
    assert [chip.words for chip in chips] == [
        "webinar",
        "Channel: email or paid search",
        "not Status: done",
        "Our cost > 20k",
    ]
    assert without(text, chips[1]) == "webinar -status:done > 20k"
    assert without(text, chips[3]) == 'webinar channel:email,"paid search" -status:done'
    assert without(text, chips[0]) == 'channel:email,"paid search" -status:done > 20k'


# suggestions


def words_for(text: str) -> list[str]:
    found = offer(text, len(text), PLAN)
    return [suggestion.words for suggestion in found.suggestions] if found else []


def test_fields_and_names_are_offered_while_a_word_is_typed() -> None:
    found = offer("webinar cha", 11, PLAN)
    assert found is not None
    assert found.typed == "cha"
    words = [one.words for one in found.suggestions]
    assert {f"{key}:" for key in FIELDS} <= set(words)
    assert {row.name for row in PLAN.channels.values()} <= set(words)
    assert offer("webinar ", 8, PLAN) is None
    assert offer("> 20", 4, PLAN) is None
    assert offer("", 0, PLAN) is None


def test_the_values_of_a_field_are_offered_behind_its_colon_and_comma() -> None:
    names = [row.name for row in PLAN.channels.values()]
    assert words_for("channel:") == words_for("channel: ") == words_for("channel:email,") == names
    assert words_for("start:>") == words_for("during:")
    assert "Q2" in words_for("start:")
    assert words_for("has:co") == list(map(str, (words for _key, words in options("has", PLAN))))
    assert words_for("nothing:x") == words_for("cost:>") == []


def test_a_suggestion_taken_is_read_again_as_the_value() -> None:
    text = "webinar channel:pa"
    found = offer(text, len(text), PLAN)
    assert found is not None
    for suggestion in found.suggestions:
        taken, cursor = found.taken(text, suggestion)
        assert cursor == len(taken)
        assert read_filter(taken, PLAN).problem == ""
        channel = next(row.id for row in PLAN.channels.values() if row.name == suggestion.words)
        passes = activity_filter(taken.removeprefix("webinar "), PLAN)
        assert {row.id for row in ROWS if passes(row)} == {row.id for row in ROWS if row.channel_id == channel}


def test_every_field_can_be_asked_for_every_value() -> None:
    for key in FIELDS:
        for value, words in options(key, PLAN):
            if words:
                assert problem(f"{key}:{quoted(words)}") == "", (key, value)


def test_a_quote_in_a_name_does_no_harm() -> None:
    first = next(iter(PLAN.campaigns.values()))
    plan = replace(PLAN, campaigns={first.id: replace(first, name='The "big" one, 2027: go')})
    text = f"campaign:{quoted(plan.campaigns[first.id].name)}"
    assert len(read_terms(text)) == 1


def test_reading_does_not_care_for_the_order_of_activities() -> None:
    passes = activity_filter("webinar > 1k", PLAN)
    assert [passes(row) for row in ROWS] == [passes(row) for row in reversed(ROWS)][::-1]
