"""The last page: what leadership is asked to decide, by when, what we get, and what happens if not."""

from __future__ import annotations

from cmoplanner.i18n import _, ngettext
from cmoplanner.report.deck.asks import asks_of
from cmoplanner.report.deck.blocks import Asks, Block, Kind, Page, Placed, Words
from cmoplanner.report.deck.material import Material
from cmoplanner.report.deck.pages.source import assumptions_line, hidden_line, source_line


def asks_page(material: Material) -> Page:
    """Return the asks, at most three. Source: domain G, page 13."""
    asked = asks_of(material)
    block: Block = Asks(asked)
    if asked:
        n = len(asked)
        told = ngettext("We ask for one decision", "We ask for {n} decisions", n).format(n=n)
        open_ = [one for one in asked if not one.decided]
        if not open_:
            told = _("All that we asked for is decided")
        elif len(open_) == 1 and n == 1:
            told = open_[0].title
    else:
        told = _("The plan needs no decision today")
        block = Words((("", _("Nothing waits for an approval, and every envelope holds what is planned in it.")),))
    source = source_line(material, assumptions_line(material))
    return Page(Kind.ASKS, told, _said(material), (Placed(block),), source, told, hidden_line(material))


def _said(material: Material) -> str:
    return _("{year} · what we ask for, what it takes and by when, what happens if not · {currency}").format(
        year=material.plan.calendar.label, currency=material.formats.currency
    )
