"""Widths of texts for laying pages out in a thread: fonts of its own, since a font must not be shared by threads."""

from PySide6.QtGui import QFontMetricsF

from cmoplanner.ui.theme import fresh_font


class Measurer:
    """Measures as the renderer does, by size and weight; for one thread at a time."""

    def __init__(self) -> None:
        self._metrics: dict[tuple[int, int], QFontMetricsF] = {}
        self._widths: dict[tuple[str, int, int], float] = {}

    def measure(self, text: str, px: int, weight: int) -> float:
        """Return the width of a text in px."""
        key = (text, px, weight)
        if key not in self._widths:
            if (px, weight) not in self._metrics:
                self._metrics[px, weight] = QFontMetricsF(fresh_font(px, weight))
            self._widths[key] = self._metrics[px, weight].horizontalAdvance(text)
        return self._widths[key]
