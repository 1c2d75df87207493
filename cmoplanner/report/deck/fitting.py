"""Text on a page: wrapped at words, made smaller down to a limit, and shortened only with an ellipsis."""

from collections.abc import Sequence
from typing import NamedTuple

from cmoplanner.report.timeline.shapes import Measure, Shape, Text

LEAST = 19
"""The smallest text of a page of 1920 × 1080, in px: 14 pt at 96 dpi. Source: domain G, ux "Presenting"."""
BODY = 24
"""Running text: 18 pt."""
SPACING = 1.25
_ELLIPSIS = "…"


class Fitted(NamedTuple):
    """Lines of a text with the size they fit at; `whole` is false where words had to be left out."""

    lines: tuple[str, ...]
    px: int
    whole: bool

    @property
    def high(self) -> float:
        """The height of all lines in px."""
        return len(self.lines) * line_height(self.px)


def line_height(px: int) -> float:
    """Return the height of a line of text in px."""
    return float(round(px * SPACING))


def wrap(text: str, width: float, px: int, weight: int, measure: Measure) -> list[str]:
    """Return the lines of a text, broken at spaces, and within a word only where it has no room of its own."""
    lines: list[str] = []
    for paragraph in text.splitlines() or [""]:
        line = ""
        for word in paragraph.split(" "):
            longer = f"{line} {word}" if line else word
            if measure(longer, px, weight) <= width:
                line = longer
                continue
            if line:
                lines.append(line)
            *pieces, line = _pieces(word, width, px, weight, measure)
            lines += pieces
        lines.append(line)
    return lines


def _pieces(word: str, width: float, px: int, weight: int, measure: Measure) -> list[str]:
    """Cut a word that is wider than a line."""
    pieces = []
    while word and measure(word, px, weight) > width:
        fits = _fits(word, width, px, weight, measure)
        pieces.append(word[:fits])
        word = word[fits:]
    return [*pieces, word]


def _fits(word: str, width: float, px: int, weight: int, measure: Measure) -> int:
    """Return how many characters of a word fit into a width, one at least."""
    low, high = 1, len(word)
    while low < high:
        middle = (low + high + 1) // 2
        if measure(word[:middle], px, weight) <= width:
            low = middle
        else:
            high = middle - 1
    return low


def fit(
    text: str, width: float, height: float, sizes: Sequence[int], weight: int, measure: Measure, most: int = 99
) -> Fitted:
    """Return a text at the first of `sizes` at which it fits a box; at the last one what does not fit is left out."""
    for px in sizes:
        lines = wrap(text, width, px, weight, measure)
        if len(lines) <= most and len(lines) * line_height(px) <= height + 0.5:
            return Fitted(tuple(lines), px, whole=True)
    px = sizes[-1]
    lines = wrap(text, width, px, weight, measure)
    room = max(1, min(most, int((height + 0.5) // line_height(px))))
    if len(lines) <= room:
        return Fitted(tuple(lines), px, whole=True)
    return Fitted(
        (*lines[: room - 1], shorten(" ".join(lines[room - 1 :]), width, px, weight, measure)), px, whole=False
    )


def shorten(text: str, width: float, px: int, weight: int, measure: Measure) -> str:
    """Return as much of a text as fits a line, with an ellipsis where some is left out."""
    if measure(text, px, weight) <= width:
        return text
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if measure(text[:middle].rstrip() + _ELLIPSIS, px, weight) <= width:
            low = middle
        else:
            high = middle - 1
    return text[:low].rstrip() + _ELLIPSIS


def written(
    fitted: Fitted, x: float, y: float, width: float, weight: int = 400, color: str = "text", align: str = "left"
) -> list[Shape]:
    """Return fitted lines as shapes below each other, from the top left corner of their box."""
    high = line_height(fitted.px)
    return [
        Text(x, y + i * high, width, high, line, fitted.px, weight, color, align)
        for i, line in enumerate(fitted.lines)
        if line
    ]
