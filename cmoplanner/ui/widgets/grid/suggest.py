"""What a choice or a reference can be, offered under the line while part of it is typed."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QStringListModel, Signal
from PySide6.QtWidgets import QCompleter, QLineEdit

from cmoplanner.ui.matching import ranked

_BETWEEN = "; "
_WIDEST = 420  # of the list, in pixels: longer words are cut
_BESIDE = 56  # the list's own frame, its padding and its scroll bar


class Suggest(QCompleter):
    """Lists the words that fit, the best first; of several words in a line, the last one is being typed."""

    picked = Signal()

    def __init__(self, words: Sequence[str], line: QLineEdit, *, several: bool) -> None:
        super().__init__(line)
        self._words = list(words)
        self._several = several
        self._line = line
        self._fitting = QStringListModel(self._words, self)
        self.setModel(self._fitting)
        self.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self.setMaxVisibleItems(12)
        line.textEdited.connect(self.narrow)
        line.setCompleter(self)
        self.activated.connect(self._pick)
        if (popup := self.popup()) is not None:
            popup.ensurePolished()
            widest = max((popup.fontMetrics().horizontalAdvance(word) for word in self._words), default=0)
            popup.setMinimumWidth(min(widest + _BESIDE, _WIDEST))

    def narrow(self, text: str) -> None:
        """Offer what fits the text."""
        self._fitting.setStringList(ranked(self._parts(text)[1], self._words))

    def offer_all(self) -> None:
        """Offer everything."""
        self._fitting.setStringList(self._words)
        self.complete()

    def pathFromIndex(self, index: QModelIndex | QPersistentModelIndex) -> str:
        return self._parts(self._line.text())[0] + str(index.data())

    def _pick(self, _text: str) -> None:
        self._line.setModified(True)  # a line that is completed calls itself unchanged
        self.picked.emit()

    def _parts(self, text: str) -> tuple[str, str]:
        """Return what stands fast in a text, and what is being typed."""
        if not self._several or ";" not in text:
            return "", text
        before, _between, last = text.rpartition(";")
        return before.rstrip() + _BETWEEN, last.strip()
