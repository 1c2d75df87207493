"""What several activities do together, against the reference of the sample and cases worked out by hand."""

from collections import defaultdict
from dataclasses import replace
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any

import pytest

from cmoplanner.doctor.catalogue import Limits
from cmoplanner.doctor.crowding import Crowd
from cmoplanner.doctor.touches import cap_of, kind_of, months, weeks
from cmoplanner.model.plan import (
    Activity,
    Cell,
    Channel,
    Envelope,
    Header,
    Offering,
    Plan,
    Segment,
    Target,
    Transfer,
)
from tests.plans import norrvik, reference


def table(*rows: Any) -> Any:
    return MappingProxyType({row.id: row for row in rows})


def mail(key: str, day: date, **given: Any) -> Activity:
    usual = {"channel_id": "email", "end": day, "targets": (Target("s-o", 1.0),), "owner_role": "CMO"}
    return Activity(**{"id": key, "name": key.upper(), "start": day, **usual, **given})


def plan(*rows: Activity, overlap: tuple[str, ...] = (), **tables: Any) -> Plan:
    header = Header("p", "Company (fictional)", "Plan", "EUR", 2, date(2027, 1, 1), date(2027, 1, 4), 0)
    return Plan(
        header,
        activities=table(*rows),
        segments=table(Segment("s", "Schools", overlaps_with=overlap), Segment("t", "Towns")),
        offerings=table(Offering("o", "Sensors")),
        cells=table(Cell("s-o", "s", "o"), Cell("t-o", "t", "o")),
        channels=table(Channel("email", "Email"), Channel("webinar", "Webinars"), Channel("speaking", "Speaking")),
        **tables,
    )


def found(whole: Plan) -> dict[str, set[str]]:
    crowd = Crowd(whole)
    return {key: {one.rule for one in crowd.findings(key)} for key in whole.activities if crowd.findings(key)}


def test_the_sample_is_crowded_where_the_reference_says() -> None:
    """CAL-01 by week, CAL-04 by month and touches, CAL-02 by day, BUD-02 by envelope, each with its figures."""
    crowd = Crowd(norrvik())
    told: dict[tuple[str, str], Any] = defaultdict(list)
    for place in crowd.crowded():
        members = crowd.members(place)
        match place.rule:
            case "CAL-01":
                year, week, _day = date.fromordinal(place.when).isocalendar()
                told["CAL-01", str(place.whose[0])].append(f"{year}-W{week:02}: {','.join(sorted(members))}")
            case "CAL-04" if isinstance(place.whose[0], str):
                month = f"{place.when // 12}-{place.when % 12 + 1:02}"
                told["CAL-04", f"{place.whose[0]}/{place.whose[1]}"].append([month, sum(members.values())])
            case "CAL-02":
                told["CAL-02", "+".join(sorted(members))] = date.fromordinal(place.when).isoformat()
            case "BUD-02":
                subject = f"Q{place.whose[0]}/{place.whose[1]}/{place.whose[2]}"
                told["BUD-02", subject] = sum(members.values()) / 100
    expected = {}
    for row in reference("demo_expected")["findings"]:
        evidence = row["evidence"]
        key = {"CAL-01": "weeks", "CAL-04": "months", "CAL-02": "date", "BUD-02": "planned"}.get(row["rule"])
        if key:
            expected[row["rule"], row["subject"]] = evidence[key]
    assert dict(told) == expected
    assert len(expected) == 11


def test_the_third_heavy_one_in_a_week_is_marked_the_cheapest() -> None:
    monday = date(2027, 3, 1)
    rows = [mail(key, monday + timedelta(days=day), gross_spend=money) for key, day, money in (
        ("a", 0, 300), ("b", 2, 100), ("c", 6, 200))]  # fmt: skip
    assert found(plan(*rows)) == {"b": {"CAL-01"}}
    assert found(plan(rows[0], rows[1], mail("c", monday + timedelta(days=7)))) == {}
    small = replace(rows[2], targets=(Target("s-o", 0.19), Target("t-o", 0.81)))
    assert found(plan(rows[0], rows[1], small)) == {}
    assert found(plan(rows[0], rows[1], replace(rows[2], status="cancelled"))) == {}
    assert found(plan(rows[0], replace(rows[1], locked=True), rows[2])) == {"c": {"CAL-01"}}
    finding = Crowd(plan(*rows)).findings("b")[0]
    assert finding.word == "3 at once in week 9"
    assert finding.sentence == "Schools · Sensors gets 3 invitations and mailings in week 9: also “A”, “C”."


def test_touches_of_a_month_have_a_cap() -> None:
    rows = [mail(f"m{i}", date(2027, 3, 1) + timedelta(days=7 * i), gross_spend=9 - i) for i in range(4)]
    assert found(plan(*rows)) == {}
    assert found(plan(*rows, mail("more", date(2027, 3, 30)))) == {"more": {"CAL-04"}}
    flow = mail("flow", date(2027, 3, 1), end=date(2027, 3, 14), gross_spend=1)
    assert found(plan(*rows[:2], flow)) == {}
    assert found(plan(*rows[:3], flow)) == {"flow": {"CAL-04"}}


def test_people_of_overlapping_segments_share_the_cap() -> None:
    to_t = (Target("t-o", 1.0),)
    rows = [
        mail(f"m{i}", date(2027, 3, 1 + 7 * i), gross_spend=9 - i, targets=to_t if i % 2 else (Target("s-o", 1.0),))
        for i in range(5)
    ]
    assert found(plan(*rows)) == {}
    whole = plan(*rows, overlap=("t",))
    assert found(whole) == {"m4": {"CAL-04"}}
    assert (
        Crowd(whole)
        .findings("m4")[0]
        .sentence.startswith("People of both Schools and Towns get 5 touches by Email in Mar,")
    )


def test_nobody_is_in_two_places() -> None:
    talk = mail("talk", date(2027, 3, 3), channel_id="speaking")
    seminar = mail("seminar", date(2027, 3, 2), channel_id="webinar", end=date(2027, 3, 3))
    assert found(plan(talk, seminar)) == {"talk": {"CAL-02"}}
    assert found(plan(talk, replace(seminar, owner_role="Other"))) == {}
    assert found(plan(replace(talk, start=date(2027, 3, 4), end=date(2027, 3, 4)), seminar)) == {}


def test_an_envelope_has_what_transfers_leave_it() -> None:
    rows = [
        Activity(key, key, date(2027, 4, 1), date(2027, 4, 9), gross_spend=600, cost_centre_id="c", category_id="k")
        for key in ("a", "b")
    ]
    envelopes = table(Envelope("e", "", 2, "c", "k", "All", 1_100), Envelope("f", "", 2, "d", None, "All", 500))
    assert found(plan(*rows, envelopes=envelopes)) == {"b": {"BUD-02"}}
    assert Crowd(plan(*rows, envelopes=envelopes)).findings("b")[0].word == "FY27 Q2 over by 1 EUR"
    assert found(plan(*rows, envelopes=envelopes, transfers=table(Transfer("t", "f", "e", 100)))) == {}
    assert found(plan(*rows, envelopes=envelopes, transfers=table(Transfer("t", "f", "e", 99)))) == {"b": {"BUD-02"}}
    assert found(plan(rows[0], replace(rows[1], partner_share=0.5), envelopes=envelopes)) == {}
    assert (
        found(plan(rows[0], replace(rows[1], start=date(2027, 7, 1), end=date(2027, 7, 1)), envelopes=envelopes)) == {}
    )


@pytest.mark.parametrize(
    ("key", "name", "kind"),
    [("email", "Email & CRM", "email"), ("x1", "Direct mail", "mail"), ("events", "Trade shows", "event"),
     ("x", "SMS & app push", "sms"), ("pr", "PR", ""), ("webinar", "Webinars", "webinar"),
     ("t", "Keynotes", "speaking")],
)  # fmt: skip
def test_kinds_of_channels(key: str, name: str, kind: str) -> None:
    assert kind_of(Channel(key, name)) == kind


def test_caps_are_the_plans_or_the_usual_ones() -> None:
    caps = Limits(norrvik()).caps
    assert cap_of(Channel("email", "Email", max_touches_per_month=7.0), "email", caps) == 7
    assert [cap_of(None, kind, caps) for kind in ("email", "mail", "sms", "webinar")] == [4, 1, 3, None]


def test_weeks_and_months_of_a_series() -> None:
    row = mail("a", date(2027, 1, 31), end=date(2027, 2, 1), recurrence="monthly", until=date(2027, 3, 31))
    assert sorted(date.fromordinal(day) for day in weeks(row, plan())) == [
        date(2027, 1, 25), date(2027, 2, 1), date(2027, 2, 22), date(2027, 3, 1), date(2027, 3, 29)]  # fmt: skip
    assert months(row, plan(), "email") == {(2027, 1): 1, (2027, 2): 2, (2027, 3): 2, (2027, 4): 1}
