"""What a title of a page should not say: terms that only marketing knows, and more than one message. Source: A-106."""

import re
from collections.abc import Mapping

from cmoplanner.i18n import _, mark

LONGEST = 110  # characters of one message that is read from the back of a room

_PLAIN: Mapping[str, str] = {
    "ABM": mark("marketing to single accounts"),
    "ARPA": mark("revenue per customer"),
    "ARPU": mark("revenue per customer"),
    "CAC": mark("cost of a new customer"),
    "CLV": mark("value of a customer"),
    "CPA": mark("cost of an order"),
    "CPC": mark("cost of a click"),
    "CPL": mark("cost of a lead"),
    "CPM": mark("cost of a thousand views"),
    "CTR": mark("share that clicks"),
    "ESOV": mark("voice above our share of the market"),
    "GRP": mark("reach"),
    "GTM": mark("way to market"),
    "KPI": mark("measure"),
    "LTV": mark("value of a customer"),
    "MDF": mark("partner funds"),
    "MQL": mark("lead"),
    "NPS": mark("how many recommend us"),
    "POEM": mark("paid, owned, earned and partner media"),
    "PPC": mark("paid search"),
    "ROAS": mark("revenue per unit of spend"),
    "ROI": mark("return"),
    "ROMI": mark("return"),
    "SAL": mark("lead"),
    "SEM": mark("paid search"),
    "SEO": mark("being found"),
    "SOV": mark("share of voice"),
    "SQL": mark("lead"),
    "TOFU": mark("first contact"),
}
_WORD = re.compile(r"[^\W\d_]+")
_SENTENCES = re.compile(r"[.!?]\s+\w")


def jargon(title: str) -> list[tuple[str, str]]:
    """Return the terms of a title that leadership may not know, each with plain words, in the order of the title."""
    words = (word.removesuffix("s") for word in _WORD.findall(title))
    return [(word, _(_PLAIN[word])) for word in dict.fromkeys(words) if word in _PLAIN]


def doubts(title: str) -> list[str]:
    """Return what is better said otherwise in a title, in sentences; [] for one message in plain words."""
    found = [_("“{term}”: say “{plain}”.").format(term=term, plain=plain) for term, plain in jargon(title)]
    if _SENTENCES.search(title):
        found.append(_("One page, one message: put the second sentence on a page of its own."))
    if len(title) > LONGEST:
        found.append(_("It is long: {n} characters are read from the back of a room.").format(n=LONGEST))
    return found
