"""The calendar page keeps its rules for any plan: nothing outside, no words on words, nothing cut in silence."""

from dataclasses import replace
from datetime import timedelta
from functools import lru_cache
from types import MappingProxyType

import pytest

from cmoplanner.model.plan import Plan
from cmoplanner.report.deck.blocks import Ask, Figure
from cmoplanner.report.drawn import Drawn
from cmoplanner.report.one_pager_picture import PagePicture, grouped_pages
from cmoplanner.report.onepage import words
from cmoplanner.report.onepage.facts import Amounts, Facts, booked_months, revenue_months
from cmoplanner.report.onepage.setting import PRESENTED
from cmoplanner.report.timeline.colours import Colours
from cmoplanner.report.timeline.scene_bars import look
from cmoplanner.report.timeline.scene_ghosts import Ghosts
from cmoplanner.report.timeline.shapes import Line, Polygon, Rect
from tests.report.onepage.samples import LONG, generated, known, rects, texts
from tests.report.timeline.samples import measure

ASKS = (
    Ask("Approve the launch roadshow", "55 of 90 days are left.", "64 k", "by 2 April"),
    Ask("Shift money at the same total", "0.37 M more margin over 36 months.", "", "by 30 April"),
    Ask(LONG, LONG, "3 M", "by 31 May"),
)
FIGURES = tuple(Figure(f"Figure {i}", f"{i}.1 M", "24.0–27.0 · goal 25.8") for i in range(4))
SIZES = {"slide": (1920.0, 1080.0, PRESENTED), "window": (1080.0, 700.0, 1.0), "paper": (1920.0, 1357.0, PRESENTED)}


def facts(plan: Plan, amounts: Amounts = Amounts.ALL) -> Facts:
    _plan, outcome, ranged = known()
    return Facts(
        revenue_months(outcome, ranged), booked_months(plan, plan.activities.values()), figures=FIGURES, asks=ASKS,
        otherwise="the goal is missed by 0.7 M", amounts=amounts,
    )  # fmt: skip


def picture(
    plan: Plan, about: Facts, grouping: str = "segment", word: str = "year", scale: float = PRESENTED
) -> PagePicture:
    span = plan.calendar.year if word == "year" else plan.calendar.quarter(int(word))
    colours = Colours.of(plan, "campaign")
    make = grouped_pages(plan, list(plan.activities.values()), span, grouping)
    return PagePicture(plan, make, lambda row: look(row, colours), measure, grouping, about, known()[2], scale=scale)


@lru_cache(maxsize=8)
def plan_of(count: int) -> Plan:
    return known()[0] if count == 0 else generated(count)


def boxes(drawn: Drawn) -> list[tuple[float, float, float, float, str]]:
    """Return the box that each text's letters take."""
    found = []
    for text, (x, y, w, h), _region in texts(drawn.regions):
        width = measure(text.text, text.px, text.weight)
        if w > 0:
            width = min(width, w)
        left = x + {"left": 0.0, "center": (w - width) / 2, "right": w - width}[text.align]
        found.append((left, y + (h - text.px) / 2, width, float(text.px), text.text))
    return found


@pytest.mark.parametrize(
    ("count", "size"), [(0, "slide"), (0, "window"), (20, "slide"), (300, "slide"), (300, "paper"), (3000, "slide")]
)
def test_no_words_meet_leave_the_page_or_are_too_small(count: int, size: str) -> None:
    width, height, scale = SIZES[size]
    plan = plan_of(count)
    for grouping, word in (("segment", "year"), ("owner", "2")):
        drawn = picture(plan, facts(plan), grouping, word, scale).draw(width, height)
        assert drawn.width == width
        assert size == "window" or drawn.height == height
        placed = boxes(drawn)
        least = round(12 * scale)
        assert min(text.px for text, _box, _name in texts(drawn.regions)) >= least
        for x, y, w, h, text in placed:
            assert x >= 0, text
            assert y >= 0, text
            assert x + w <= width + 1, text
            assert y + h <= drawn.height + 1, text
        for i, (x, y, w, h, text) in enumerate(placed):
            for x1, y1, w1, h1, other in placed[:i]:
                apart = x >= x1 + w1 - 1 or x1 >= x + w - 1 or y >= y1 + h1 - 2 or y1 >= y + h - 2
                assert apart, (text, other)


def test_no_text_is_cut_by_its_box_without_an_ellipsis() -> None:
    for count in (0, 300):
        plan = plan_of(count)
        drawn = picture(plan, facts(plan)).draw(1920, 1080)
        for text, (_x, _y, w, _h), _name in texts(drawn.regions):
            assert w <= 0 or measure(text.text, text.px, text.weight) <= w + 3, text.text


def test_what_is_not_shown_to_whom_is_told_in_full() -> None:
    plan = plan_of(0)
    hidden = "Shown to the team: amounts by vendor and approver are left out."
    drawn = replace(picture(plan, facts(plan)), hidden=hidden).draw(1920, 1357)
    foot = " ".join(text.text for text, _box, name in texts(drawn.regions) if name == "Page")
    assert hidden in foot
    assert max(text.y + text.h for text, _box, name in texts(drawn.regions) if name == "Page") <= 1357


def test_names_that_are_cut_stand_in_full_or_are_counted() -> None:
    plan = plan_of(300)
    drawn = picture(plan, facts(plan)).draw(1920, 1080)
    told = [text.text for text, _box, name in texts(drawn.regions) if name == "Names in full"]
    cut = [text.text for text, _box, _name in texts(drawn.regions) if text.text.endswith("…")]
    assert cut
    assert len(told) == 1
    assert "in full" in told[0].casefold()


def test_the_page_is_filled() -> None:
    plan = plan_of(0)
    drawn = picture(plan, facts(plan)).draw(1920, 1080)
    lanes = [spot.box for spot in drawn.spots if spot.kind in ("activity", "more")]
    assert max(y + h for _x, y, _w, h in lanes) > 1080 * 0.7
    strip = next(region for region in drawn.regions if region.name == "Revenue by month")
    assert strip.y + strip.h > 1080 - 110
    assert sum(spot.kind in ("activity", "more") for spot in drawn.spots) >= 14


def test_every_activity_stands_behind_one_place() -> None:
    plan = plan_of(300)
    drawn = picture(plan, facts(plan)).draw(1920, 1080)
    behind = [row_id for spot in drawn.spots if spot.kind in ("activity", "more") for row_id in spot.ids]
    wanted = {row.id for row in plan.activities.values() if not row.cancelled}
    assert len(behind) == len(set(behind))
    assert set(behind) == wanted


def test_status_is_told_by_fill_and_dash_not_by_colour() -> None:
    plan = plan_of(0)
    made = picture(plan, facts(plan), "campaign")
    drawn = made.draw(1920, 2400)
    by_id = {spot.id: spot.box for spot in drawn.spots if spot.kind == "activity"}
    found = {}
    for region in drawn.regions:
        for shape in region.shapes:
            if isinstance(shape, Rect):
                x, y = region.x + region.dx + shape.x, region.y + region.dy + shape.y
                for row_id, (left, top, _w, _h) in by_id.items():
                    if abs(x - left) < 1 and abs(y - top) < 1:
                        found.setdefault(row_id, shape)
    assert len(found) > 10
    for row_id, shape in found.items():
        row = plan.activities[row_id]
        if row.status == "done":
            assert shape.fill.startswith("bar.solid"), row.name
        elif row.status in ("live", "committed"):
            assert shape.fill.startswith("bar.dense"), row.name
        elif row.approval_status == "approved":
            assert shape.fill.startswith("bar.tint"), row.name
            assert not shape.dash
        else:
            assert shape.dash, row.name


def test_what_is_booked_is_filled_and_what_is_planned_outlined() -> None:
    plan = plan_of(0)
    drawn = picture(plan, facts(plan)).draw(1920, 1080)
    spend = rects(drawn.regions, "Spend by month")
    filled = [shape for shape in spend if shape.fill == "chart.spent"]
    outlined = [shape for shape in spend if shape.fill == "chart.planned_fill" and shape.stroke]
    assert len(filled) == 3  # closed months
    assert len(outlined) == 9
    booked = list(facts(plan).booked.values())
    tall = [shape.h for shape in filled]
    assert tall[1] / tall[0] == pytest.approx(booked[1] / booked[0])
    values = [text.text for text, _box, name in texts(drawn.regions) if name == "Spend by month"]
    assert values[2:5] == [f"{round(amount / 100_000)}" for amount in booked]


def test_a_version_leaves_ghosts_and_says_what_changed_most_first() -> None:
    plan = plan_of(0)
    moved = plan.activities["A011"]
    larger = plan.activities["A026"]
    rows = {
        **plan.activities,
        "A011": replace(moved, start=moved.start - timedelta(9), end=moved.end - timedelta(9)),
        "A026": replace(larger, gross_spend=larger.gross_spend - 1_000_000),
    }
    gone = rows.pop("A056")
    before = replace(plan, activities=MappingProxyType(rows))
    told = words.changes(before, plan)
    assert told[:3] == (
        f"New: {gone.name}, 62\u00a0k",
        f"9 days later: {moved.name}",
        f"+10\u00a0k: {larger.name}, now 64\u00a0k",
    )
    about = replace(facts(plan), ghosts=Ghosts.of(before, plan, "Board"), changes=told, since="Board", asks=())
    drawn = picture(plan, about, "campaign").draw(1920, 2400)
    ghosts = [
        shape
        for region in drawn.regions
        for shape in region.shapes
        if isinstance(shape, Rect) and shape.fill == "text_3"
    ]
    assert ghosts
    assert any(text.text == "Changed since “Board”" for text, _box, _name in texts(drawn.regions))


def test_partners_see_no_money_and_the_team_only_sums() -> None:
    plan = plan_of(0)
    none = " ".join(
        text.text for text, _b, _n in texts(picture(plan, Facts(amounts=Amounts.NONE)).draw(1920, 1080).regions)
    )
    assert "EUR" not in none.replace("· EUR", "")
    assert "Spend by month" not in none
    sums = picture(plan, replace(facts(plan), amounts=Amounts.SUMS)).draw(1920, 1080)
    lanes = {lane.name for lane in picture(plan, facts(plan)).page.lanes}
    spoken = [spot.spoken for spot in sums.spots if spot.kind == "activity"]
    assert spoken
    assert not any("\u00a0k" in said for said in spoken)
    heads = [text.text for text, _b, name in texts(sums.regions) if name in lanes]
    assert any("%" in text for text in heads)


def test_events_are_diamonds_and_those_not_approved_are_dashed() -> None:
    plan = plan_of(0)
    drawn = picture(plan, facts(plan)).draw(1920, 1080)
    lanes = {lane.name for lane in picture(plan, facts(plan)).page.lanes}
    diamonds = [s for r in drawn.regions if r.name in lanes for s in r.shapes if isinstance(s, Polygon)]
    dashed = [s for r in drawn.regions if r.name in lanes for s in r.shapes if isinstance(s, Line) and s.dash]
    assert len(diamonds) >= 3
    assert dashed  # the launch roadshow waits for its approval
