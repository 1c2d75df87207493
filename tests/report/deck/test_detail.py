"""What stands behind the places of a page: every place opens, figures lead to their chains, money is hidden with it."""

import pytest

from cmoplanner.model.presenting import KINDS, DeckPage
from cmoplanner.optimizer.cuts import Side, cut
from cmoplanner.projection.attribution import attribute, present_margin
from cmoplanner.projection.bands import Total
from cmoplanner.report.deck.blocks import COST, Audience, Figures, Kind, Page, Table
from cmoplanner.report.deck.deck import make_page
from cmoplanner.report.deck.detail import Behind, Detail, detail_of, part_detail
from cmoplanner.report.deck.layout import lay_out
from cmoplanner.report.deck.material import Material
from cmoplanner.report.drawn import Spot
from tests.report.deck.materials import sample
from tests.report.timeline.samples import measure


@pytest.fixture(scope="module")
def behind() -> Behind:
    material: Material = sample()
    compiled = material.outcome.compiled
    return Behind(material, attribute(compiled, material.outcome, present_margin(compiled)), Kind.SUMMARY)


def figure(about: str) -> Spot:
    return Spot("figure", about, (0, 0, 1, 1), "Said")


def texts(page: Page) -> list[str]:
    found = [page.title, page.subtitle]
    for placed in page.placed:
        if isinstance(placed.block, Table):
            found += [cell.text for row in placed.block.rows for cell in row]
        elif isinstance(placed.block, Figures):
            found += [one.value for one in placed.block.figures]
    return found


def first_term_rows(detail: Detail) -> Table:
    return next(placed.block for placed in detail.page.placed if isinstance(placed.block, Table))


def test_every_place_of_every_page_opens_to_a_page_that_can_be_laid_out(behind: Behind) -> None:
    opened = 0
    for kind in KINDS:
        for spot in lay_out(make_page(behind.material, DeckPage(kind, kind)), measure).spots:
            if spot.kind == "day":
                continue
            detail = detail_of(Behind(behind.material, behind.margins, Kind(kind)), spot)
            assert detail.page.title
            lay_out(detail.page, measure)
            opened += 1
    assert opened > 100


def test_the_cost_adds_up_by_campaign(behind: Behind) -> None:
    detail = detail_of(behind, figure(COST))
    known = cut(behind.material.outcome, Side.CAMPAIGN)
    rows = first_term_rows(detail).rows
    amounts = [int(row[1].text.replace(",", "").split(".")[0]) for row in rows]
    whole = sum(part.net_cost for part in known.parts) / 100
    assert abs(sum(amounts) - whole) <= len(rows)
    assert len(rows) == len([part for part in known.parts if part.net_cost])


@pytest.mark.parametrize("total", [Total.REVENUE, Total.CONTRIBUTION, Total.ROI_HORIZON, Total.NEW_CUSTOMERS])
def test_a_figure_opens_to_its_chain_and_on(behind: Behind, total: Total) -> None:
    detail = detail_of(behind, figure(total))
    assert detail.page.title.startswith("Why ")
    steps = 0
    while detail.below and steps < 12:
        detail = next(iter(detail.below.values()))()
        steps += 1
    assert steps >= 3


def test_a_channel_brings_what_the_cut_says(behind: Behind) -> None:
    for part in cut(behind.material.outcome, Side.CHANNEL).parts:
        if part.name is None:
            continue
        detail = part_detail(behind, Side.CHANNEL, part.name)
        values = texts(detail.page)
        assert behind.material.formats.change(part.contribution / 100) in values
        rows = first_term_rows(detail)
        mine = [one for one in behind.material.plan.activities.values() if one.channel_id == part.name]
        assert len(rows.rows) == len([one for one in mine if not one.cancelled])


def test_partners_see_no_money_behind_anything(behind: Behind) -> None:
    material = behind.material.for_audience(Audience.PARTNER)
    hidden = Behind(material, behind.margins, Kind.CALENDAR)
    for row in material.plan.activities.values():
        if row.gross_spend < 1_000_000:
            continue
        spot = Spot("activity", row.id, (0, 0, 1, 1), "Said")
        page = detail_of(hidden, spot).page
        assert not row.notes or row.notes not in texts(page), "notes may speak of money"
        assert not [text for text in texts(page) if material.formats.short(row.gross_spend) in text]
    assert not detail_of(hidden, figure(Total.REVENUE)).below
    page = part_detail(hidden, Side.CHANNEL, "paid_search").page
    assert not any(isinstance(placed.block, Figures) for placed in page.placed)


def test_the_team_sees_no_vendor_behind_an_activity(behind: Behind) -> None:
    material = behind.material
    with_vendor = next(one for one in material.plan.activities.values() if one.vendor_id)
    team = Behind(behind.material.for_audience(Audience.TEAM), behind.margins, Kind.CALENDAR)
    vendor = material.plan.vendors[with_vendor.vendor_id or ""].name
    spot = Spot("activity", with_vendor.id, (0, 0, 1, 1), "")
    assert vendor not in texts(detail_of(team, spot).page)
    assert vendor in texts(detail_of(behind, spot).page)
