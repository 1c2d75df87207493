"""The presentation: which pages an audience gets, each made from the same material."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from types import MappingProxyType

from cmoplanner.model.periods import Span
from cmoplanner.model.plan import Plan
from cmoplanner.model.presenting import DeckPage, deck_of
from cmoplanner.report.deck.blocks import DEFAULT_DECK, Audience, Kind, Page
from cmoplanner.report.deck.material import Material
from cmoplanner.report.deck.pages.asks_page import asks_page
from cmoplanner.report.deck.pages.budget import budget_page
from cmoplanner.report.deck.pages.calendar import calendar_page
from cmoplanner.report.deck.pages.chain import chain_page
from cmoplanner.report.deck.pages.channels import channels_page
from cmoplanner.report.deck.pages.diagnosis import diagnosis_page
from cmoplanner.report.deck.pages.lifecycle import lifecycle_page
from cmoplanner.report.deck.pages.market import market_page
from cmoplanner.report.deck.pages.outcome import outcome_page
from cmoplanner.report.deck.pages.partners import partners_page
from cmoplanner.report.deck.pages.risks import risks_page
from cmoplanner.report.deck.pages.scenarios import scenarios_page
from cmoplanner.report.deck.pages.summary import summary_page
from cmoplanner.report.span_words import read_span
from cmoplanner.report.timeline.lanes import GROUPINGS

Make = Callable[[Material], Page]

MAKERS: Mapping[Kind, Make] = MappingProxyType(
    {
        Kind.SUMMARY: summary_page,
        Kind.CALENDAR: calendar_page,
        Kind.BUDGET: budget_page,
        Kind.OUTCOME: outcome_page,
        Kind.CHANNELS: channels_page,
        Kind.SCENARIOS: scenarios_page,
        Kind.CHAIN: chain_page,
        Kind.MARKET: market_page,
        Kind.LIFECYCLE: lifecycle_page,
        Kind.PARTNERS: partners_page,
        Kind.DIAGNOSIS: diagnosis_page,
        Kind.RISKS: risks_page,
        Kind.ASKS: asks_page,
    }
)
"""How each kind of page is made."""

_OUR_MONEY = frozenset(
    {Kind.SUMMARY, Kind.BUDGET, Kind.OUTCOME, Kind.CHANNELS, Kind.DIAGNOSIS, Kind.SCENARIOS, Kind.ASKS}
)
"""Pages that are about our money from top to bottom; what ails the plan is told in amounts, too."""


def shown_to(material: Material, kinds: Iterable[Kind] = DEFAULT_DECK) -> list[Kind]:
    """Return the kinds of pages that an audience sees, in the given order."""
    return [kind for kind in kinds if kind in MAKERS and (material.sees_money or kind not in _OUR_MONEY)]


def pages(material: Material, kinds: Iterable[Kind] = DEFAULT_DECK) -> list[Page]:
    """Return pages of these kinds as they are usually made, for the material's audience."""
    return [MAKERS[kind](material) for kind in shown_to(material, kinds)]


def presented(material: Material) -> list[tuple[DeckPage, Page]]:
    """Return the pages of the plan's presentation that the material's audience sees, with their rows in the plan."""
    rows = [row for row in deck_of(material.plan.deck_pages) if row.shown and row.kind in {kind.value for kind in Kind}]
    return [(row, make_page(material, row)) for row in rows if shown_to(material, [Kind(row.kind)])]


def make_page(material: Material, row: DeckPage) -> Page:
    """Return a page as the plan's presentation has it: with the user's title, notes and choices.

    Notes are the presenter's: what goes to partners or to the team has none.
    """
    page = _chosen(material, row)
    notes = row.notes or page.notes
    return replace(page, title=row.title or page.title, notes=notes if material.audience is Audience.BOARD else "")


def _chosen(material: Material, row: DeckPage) -> Page:
    match kind := Kind(row.kind):
        case Kind.CHAIN:
            return chain_page(material, row.campaign_id or "")
        case Kind.CALENDAR:
            return calendar_page(material, days_of(material.plan, row.days), _grouping(row.grouping))
        case _:
            return MAKERS[kind](material)


def _grouping(name: str) -> str:
    return name if name in GROUPINGS else ""


def days_of(plan: Plan, text: str) -> Span | None:
    """Return the days of the fiscal year that a text names, None where it names none of them."""
    if not text:
        return None
    try:
        span = read_span(text, plan.calendar, plan.header.as_of, plan.header.locale)
    except ValueError:
        return None
    year = plan.calendar.year
    return Span(max(span.start, year.start), min(span.end, year.end)) if span.overlap(year) else None
