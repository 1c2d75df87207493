"""Names that users typed beside figures: right-to-left letters never change the order of what stands next to them."""

import unicodedata

_FIRST_STRONG, _POP = "\u2068", "\u2069"  # Unicode's isolates: what is between them is ordered by itself
_RIGHT_TO_LEFT = frozenset({"R", "AL"})


def beside_figures(name: str) -> str:
    """Return a name as it may stand in one text with figures; most names are returned as they are."""
    if name.isascii() or not any(unicodedata.bidirectional(letter) in _RIGHT_TO_LEFT for letter in name):
        return name
    return f"{_FIRST_STRONG}{name}{_POP}"
