"""What a user can do to the pages of the presentation: add, remove, order, hide and title them; or start over.

The default deck becomes rows of the plan with the first change. Source: domain G.
"""

from typing import Any

from cmoplanner.errors import EditRefused
from cmoplanner.i18n import _
from cmoplanner.model import fields
from cmoplanner.model.edits.fields import cleaned
from cmoplanner.model.edits.naming import fresh_id, shortened
from cmoplanner.model.presenting import KINDS, DeckPage, deck_of, kind_word
from cmoplanner.model.store.document import Document
from cmoplanner.model.store.session import Session

_TABLE = fields.table("deck_page")


def add_page(document: Document, kind: str, before: str | None = None, campaign_id: str | None = None) -> str:
    """Add a page of a kind before another one, at the end without one, and return its id. Raises EditRefused."""
    if kind not in KINDS:
        raise EditRefused(_("“{text}” is no kind of page.").format(text=kind))
    deck = deck_of(document.plan.deck_pages)
    at = _place(deck, before) if before is not None else len(deck)
    page = DeckPage(fresh_id(one.id for one in deck), kind, campaign_id=campaign_id)
    with document.edit(_("Add page “{name}”").format(name=kind_word(kind))) as session:
        _written(session, document, deck)
        session.insert(_TABLE.name, {"id": page.id, "kind": kind, "campaign_id": campaign_id})
        _order(session, [*deck[:at], page, *deck[at:]])
    return page.id


def remove_page(document: Document, page_id: str) -> None:
    """Take a page out of the presentation; the last one stays. Raises EditRefused."""
    deck = deck_of(document.plan.deck_pages)
    page = deck[_place(deck, page_id)]
    if len(deck) == 1:
        raise EditRefused(_("A presentation has at least one page."), _("Add another page first."))
    with document.edit(_("Remove page “{name}”").format(name=page_name(page))) as session:
        _written(session, document, deck)
        session.delete(_TABLE.name, page_id)


def move_page(document: Document, page_id: str, before: str | None) -> None:
    """Put a page before another one, at the end without one. Raises EditRefused."""
    deck = deck_of(document.plan.deck_pages)
    page = deck[_place(deck, page_id)]
    rest = [one for one in deck if one.id != page_id]
    at = len(rest) if before is None else _place(deck, before) - (deck.index(page) < _place(deck, before))
    if before == page_id or [*rest[:at], page, *rest[at:]] == list(deck):
        return
    with document.edit(_("Move page “{name}”").format(name=page_name(page))) as session:
        _written(session, document, deck)
        _order(session, [*rest[:at], page, *rest[at:]])


def change_page(document: Document, page_id: str, key: str, value: Any) -> None:
    """Give a field of a page another value: shown, title, notes, campaign_id, grouping, days. Raises EditRefused.

    Changes of the same text that follow each other within seconds become one step.
    """
    deck = deck_of(document.plan.deck_pages)
    page = deck[_place(deck, page_id)]
    field = _TABLE.field(key)
    new = cleaned(field, value)
    if (getattr(page, key) or None) == (new or None):
        return
    label = {
        "title": _("Title page “{name}”"),
        "notes": _("Write notes for page “{name}”"),
        "shown": _("Show page “{name}”") if new else _("Hide page “{name}”"),
    }.get(key, _("Change page “{name}”"))
    name = kind_word(page.kind) if key == "title" else page_name(page)
    with document.edit(label.format(name=name), merge=("deck_page", page_id, key)) as session:
        _written(session, document, deck)
        session.update(_TABLE.name, page_id, {key: new})


def reset_deck(document: Document) -> None:
    """Go back to the pages that a presentation has by itself; own titles and notes go. Raises EditRefused."""
    known = list(document.plan.deck_pages)
    if not known:
        raise EditRefused(_("These are the pages that a presentation has by itself."))
    with document.edit(_("Go back to the usual pages")) as session:
        for page_id in known:
            session.delete(_TABLE.name, page_id)


def page_name(page: DeckPage) -> str:
    """Return what a page is called in a sentence: its own title, else its kind."""
    return shortened(page.title or kind_word(page.kind))


def _place(deck: tuple[DeckPage, ...], page_id: str) -> int:
    for place, page in enumerate(deck):
        if page.id == page_id:
            return place
    raise EditRefused(_("The page is no longer in the presentation."))


def _written(session: Session, document: Document, deck: tuple[DeckPage, ...]) -> None:
    """Write the default deck's pages as rows, where the plan has none of its own."""
    if document.plan.deck_pages:
        return
    for page in deck:
        session.insert(_TABLE.name, {"id": page.id, "kind": page.kind, "shown": page.shown})


def _order(session: Session, deck: list[DeckPage]) -> None:
    session.update_many(_TABLE.name, {page.id: {"position": place} for place, page in enumerate(deck, start=1)})
