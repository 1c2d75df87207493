"""Pages say what the plan says: sums tie, nothing is shown to those who may not see it, and nothing runs out."""

import re
from collections.abc import Callable
from itertools import combinations

import pytest

from cmoplanner.model.phasing import net_spend
from cmoplanner.model.presenting import DeckPage
from cmoplanner.projection.bands import Total
from cmoplanner.report.deck.asks import MOST, asks_of
from cmoplanner.report.deck.blocks import DEFAULT_DECK, Audience, Figures, Kind, Placed
from cmoplanner.report.deck.deck import MAKERS, make_page, pages, shown_to
from cmoplanner.report.deck.layout import HEIGHT, WIDTH, frame, lay_out, place
from cmoplanner.report.deck.material import Material
from cmoplanner.report.deck.pages.budget import steps
from cmoplanner.report.timeline.shapes import Text
from tests.plans import reference
from tests.report.deck.materials import bare, sample, table, texts, wordy
from tests.report.timeline.samples import measure

EXPECTED = reference("demo_expected")
MATERIALS: dict[str, Callable[[], Material]] = {"sample": sample, "bare": bare, "wordy": wordy}
KINDS = tuple(MAKERS)


def number(text: str) -> float:
    return float(text.replace(",", "").replace("−", "-"))


@pytest.mark.parametrize("made", MATERIALS)
@pytest.mark.parametrize("kind", KINDS)
def test_every_page_has_a_sentence_and_stays_on_the_page(made: str, kind: Kind) -> None:
    material = MATERIALS[made]()
    page = MAKERS[kind](material)
    assert page.kind is kind
    assert page.title
    assert not page.title.endswith(".")
    drawn = lay_out(page, measure, 1, 7)
    for region in drawn.regions:
        assert region.x >= 0
        assert region.y >= 0
        assert region.x + region.w <= WIDTH + 1
        assert region.y + region.h <= HEIGHT + 1
        for shape in region.shapes:
            if isinstance(shape, Text):
                assert shape.px >= 19
                assert shape.x + region.dx + region.x >= 0
                assert shape.y + region.dy + region.y + shape.h <= HEIGHT + 1
    assert all(spot.spoken for spot in drawn.spots)


@pytest.mark.parametrize("made", MATERIALS)
@pytest.mark.parametrize("kind", KINDS)
def test_blocks_stand_apart(made: str, kind: Kind) -> None:
    page = MAKERS[kind](MATERIALS[made]())
    body = frame(page, measure).body
    boxes = [place(body, placed) for placed in page.placed]
    for (x, y, w, h), (left, top, wide, tall) in combinations(boxes, 2):
        assert x + w < left + 1 or left + wide < x + 1 or y + h < top + 1 or top + tall < y + 1


def test_the_grid_fills_the_body() -> None:
    body = (0.0, 0.0, 1200.0, 600.0)
    figures = Figures(())
    assert place(body, Placed(figures)) == pytest.approx(body)
    left = place(body, Placed(figures, across=6))
    right = place(body, Placed(figures, column=6, across=6))
    assert left[0] + left[2] < right[0]
    assert right[0] + right[2] == pytest.approx(1200.0)


def test_the_bridge_of_the_budget_adds_up_to_the_cent() -> None:
    found = dict(steps(sample()))
    assert found["headroom"] == 775_000  # domain H.1
    assert sum(value for name, value in found.items() if name != "headroom") == found["headroom"]
    total = sum(net_spend(one) for one in sample().plan.activities.values() if not one.cancelled)
    assert found["agreed"] + found["contingency"] - found["headroom"] == total


def test_channels_add_up_to_what_the_plan_adds() -> None:
    rows = table(MAKERS[Kind.CHANNELS](sample())).rows
    *parts, whole = rows
    assert sum(number(row[1].text) for row in parts if row[1].text) == number(whole[1].text) == 2_126_250
    assert sum(number(row[2].text) for row in parts) == pytest.approx(number(whole[2].text), abs=len(parts))
    assert number(whole[2].text) == pytest.approx(EXPECTED["projection"]["pv_incremental_gm_horizon"], abs=1)


def test_the_first_page_has_the_goal_the_odds_and_the_range() -> None:
    page = MAKERS[Kind.SUMMARY](sample())
    said = " ".join(texts(page))
    for figure in ("25.1 M", "25.8 M", "2.13 M", "−1.21 M", "+85 %", "1,677"):
        assert figure.replace(" ", "\u00a0") in said
    assert "684\u00a0k" in page.title
    assert re.search(r"assumptions: \d+ measured, \d+ benchmark, \d+ judgement", page.source)


@pytest.mark.parametrize("kind", [Kind.SUMMARY, Kind.OUTCOME, Kind.CHANNELS, Kind.SCENARIOS])
def test_no_projection_without_its_range_and_its_assumptions(kind: Kind) -> None:
    page = MAKERS[kind](sample())
    said = " ".join([*texts(page), page.subtitle])
    assert "assumptions:" in page.source
    formats = sample().formats
    total = Total.PRESENT_MARGIN if kind is Kind.CHANNELS else Total.REVENUE
    ends = (sample().bands.totals[total].p10, sample().bands.totals[total].p90)
    assert all(formats.short_amount(end).split("\u00a0")[0] in said for end in ends)


def test_scenarios_show_the_same_six_totals() -> None:
    rows = table(MAKERS[Kind.SCENARIOS](sample())).rows
    assert len(rows) == 7
    assert [cell.text for cell in rows[0][1:]] == ["1,889,250", "1,925,438", "2,126,250", "2,326,250"]  # domain H.1
    assert all(cell.aside for row in rows[1:] for cell in row[1:])


def test_a_scenario_without_brand_money_comes_with_its_warning() -> None:
    assert "long-term brand effect" in table(MAKERS[Kind.SCENARIOS](sample())).note


def test_at_most_three_asks_each_with_its_subject() -> None:
    found = asks_of(sample())
    assert 1 <= len(found) <= MOST
    assert len({ask.subject for ask in found}) == len(found)
    first = found[0]
    assert "Launch roadshow" in first.title  # planted: 55 of 90 days are left, and it is not approved
    assert "55 of 90" in first.text
    assert asks_of(bare()) == ()


def test_the_deck_is_in_the_order_that_is_asked_for() -> None:
    wanted = [Kind.ASKS, Kind.SUMMARY]
    assert [page.kind for page in pages(sample(), wanted)] == wanted
    assert [page.kind for page in pages(sample())] == [kind for kind in DEFAULT_DECK if kind in MAKERS]


def test_partners_see_no_money_of_ours() -> None:
    material = sample().for_audience(Audience.PARTNER)
    kinds = shown_to(material, Kind)
    assert Kind.BUDGET not in kinds
    assert Kind.DIAGNOSIS not in kinds, "its evidence is told in amounts"
    assert Kind.PARTNERS in kinds
    for page in pages(material, kinds):
        said = " ".join([*texts(page), page.title])
        assert not re.findall(r"[\d.,]+\u00a0[kM]\b|[\d.,]+\u00a0?EUR", said)
        assert page.hidden or page.kind is Kind.CALENDAR
    funds = {material.formats.whole(row.allocated) for row in material.plan.mdf_funds.values()}
    assert not funds & set(texts(MAKERS[Kind.PARTNERS](material))), "one partner's fund is nothing for another one"
    leads = {"leads", "Joint plan: leads"}
    for kind in (Kind.PARTNERS, Kind.CHAIN):
        assert leads & set(texts(MAKERS[kind](sample())))
        assert not leads & set(texts(MAKERS[kind](material))), "what it brings is ours"


def test_notes_of_the_presenter_go_to_nobody_but_the_board() -> None:
    row = DeckPage("P", Kind.CALENDAR.value, notes="We may go up to 25 k")
    assert make_page(sample(), row).notes == row.notes
    for audience in (Audience.PARTNER, Audience.TEAM):
        assert make_page(sample().for_audience(audience), row).notes == ""


def test_the_team_sees_no_names_of_approvers() -> None:
    page = MAKERS[Kind.RISKS](sample().for_audience(Audience.TEAM))
    (waiting,) = (one.block for one in page.placed if one.column)
    assert not any(row[0].aside for row in waiting.rows)
    board = MAKERS[Kind.RISKS](sample())
    (waiting,) = (one.block for one in board.placed if one.column)
    assert any(row[0].aside for row in waiting.rows)


def test_an_empty_plan_says_what_is_missing() -> None:
    titles = {kind: MAKERS[kind](bare()).title for kind in KINDS}
    assert titles[Kind.BUDGET].endswith("no budget is agreed yet")
    assert titles[Kind.ASKS] == "The plan needs no decision today"
    assert titles[Kind.CHANNELS] == "No channel brings a margin yet"
