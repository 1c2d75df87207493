"""Pages of the presentation, asks, leadership's decisions and market events: their fields."""

from cmoplanner.i18n import mark as _
from cmoplanner.model import presenting as nouns
from cmoplanner.model.field import (
    Table,
    choice_field,
    date_field,
    flag_field,
    money_field,
    note_field,
    rate_field,
    ref_field,
    text_field,
)

DECK_PAGE = Table(
    "deck_page",
    "deck_pages",
    "deck_pages.csv",
    "page_id",
    nouns.DeckPage,
    _("Page of the presentation"),
    (
        choice_field("kind", _("Kind"), nouns.KINDS, required=True),
        flag_field("shown", _("Shown")),
        text_field("title", _("Own title"), help=_("Empty: the sentence that the figures make.")),
        note_field("notes", _("Presenter's notes")),
        ref_field("campaign_id", _("Campaign"), "campaign", help=_("Whose chain of touchpoints is shown.")),
        text_field("grouping", _("Lanes"), help=_("Of the calendar: campaign, channel, segment …")),
        text_field("days", _("Range"), help=_("Of the calendar: Q2, H1, FY or 2027-04..2027-06.")),
    ),
)

ASK = Table(
    "ask",
    "asks",
    "asks.csv",
    "ask_id",
    nouns.OwnAsk,
    _("Ask"),
    (
        text_field("title", _("Decision asked for"), required=True),
        note_field("text", _("What we get")),
        money_field("amount", _("Amount")),
        date_field("by", _("Decide by")),
        note_field("otherwise", _("If not")),
        text_field("subject", _("In place of"), help=_("The subject of the ask that the figures make.")),
        flag_field("shown", _("Shown")),
    ),
)

BOARD_DECISION = Table(
    "board_decision",
    "board_decisions",
    "board_decisions.csv",
    "decision_id",
    nouns.BoardDecision,
    _("Decision of leadership"),
    (
        text_field("title", _("Ask"), required=True),
        choice_field("decision", _("Decision"), nouns.DECISIONS, required=True),
        text_field("subject", _("Subject")),
        money_field("amount", _("Amount")),
        date_field("by", _("Asked by")),
        text_field("role", _("Decided by")),
        date_field("date", _("Date")),
        note_field("comment", _("Comment")),
        text_field("version", _("Version submitted")),
    ),
)

MARKET_EVENT = Table(
    "market_event",
    "market_events",
    "market_events.csv",
    "event_id",
    nouns.MarketEvent,
    _("Market event"),
    (
        text_field("title", _("What may change"), required=True),
        date_field("date", _("Date")),
        rate_field("probability", _("Probability")),
        money_field("impact", _("Impact"), minimum=None, help=_("Below zero: what it would cost.")),
        ref_field("segment_id", _("Segment"), "segment"),
        note_field("response", _("Prepared response")),
        ref_field("scenario_id", _("Scenario"), "scenario", help=_("What the plan would be then.")),
        text_field("owner_role", _("Owner")),
        choice_field("status", _("Status"), ("expected", "occurred", "passed")),
    ),
)
