"""What leadership is shown and what comes of it: pages of the presentation, own asks, decisions and market events.

Money is int minor units.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from cmoplanner.i18n import _, mark
from cmoplanner.model.market import Extra

_WORDS = {
    "on-a-page": mark("The plan on a page"),
    "calendar": mark("Calendar"),
    "chain": mark("Touchpoints of a campaign"),
    "market": mark("Segments and offerings"),
    "budget": mark("Budget"),
    "outcome": mark("Projected outcome"),
    "channels": mark("What each channel brings"),
    "lifecycle": mark("Customer lifecycle"),
    "partners": mark("Partners"),
    "diagnosis": mark("Diagnosis"),
    "scenarios": mark("Scenarios"),
    "risks": mark("Risks and approvals"),
    "asks": mark("What we ask for"),
}
KINDS = tuple(_WORDS)
"""The kinds of pages, in the order of domain G."""

DEFAULT_KINDS = ("on-a-page", "calendar", "budget", "outcome", "channels", "scenarios", "asks")
"""What is shown where nothing was chosen. Source: domain G."""

ACCEPTED, DECLINED, DEFERRED = "accepted", "declined", "deferred"
DECISIONS = (ACCEPTED, DECLINED, DEFERRED)


@dataclass(frozen=True, slots=True)
class DeckPage:
    """A page of the presentation; `campaign_id` is the chain's, `grouping` and `days` are the calendar's."""

    id: str
    kind: str
    shown: bool = True
    title: str = ""
    notes: str = ""
    campaign_id: str | None = None
    grouping: str = ""
    days: str = ""
    extra: Extra = ()


@dataclass(frozen=True, slots=True)
class OwnAsk:
    """A decision that the user asks for; with a subject, it stands in place of the ask that the figures make of it."""

    id: str
    title: str
    text: str = ""
    amount: int | None = None
    by: dt.date | None = None
    otherwise: str = ""
    subject: str = ""
    shown: bool = True
    extra: Extra = ()


@dataclass(frozen=True, slots=True)
class BoardDecision:
    """What leadership decided about an ask, on which version of the plan; the ask as it was put then."""

    id: str
    title: str
    decision: str
    subject: str = ""
    amount: int | None = None
    by: dt.date | None = None
    role: str = ""
    date: dt.date | None = None
    comment: str = ""
    version: str = ""
    extra: Extra = ()


@dataclass(frozen=True, slots=True)
class MarketEvent:
    """What may change in the market, what it would cost or bring, and the response that is prepared for it."""

    id: str
    title: str
    date: dt.date | None = None
    probability: float | None = None
    impact: int | None = None
    segment_id: str | None = None
    response: str = ""
    scenario_id: str | None = None
    owner_role: str = ""
    status: str = "expected"
    extra: Extra = ()


def kind_word(kind: str) -> str:
    """Return what a kind of page is called. Raises KeyError if there is none."""
    return _(_WORDS[kind])


def deck_of(pages: Mapping[str, DeckPage]) -> tuple[DeckPage, ...]:
    """Return the pages of a plan's presentation in their order, the hidden ones too; the default deck without any."""
    if pages:
        return tuple(pages.values())
    return tuple(DeckPage(kind, kind) for kind in DEFAULT_KINDS)
