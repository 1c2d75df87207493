"""The filter line: suggestions under it while one types, Escape closes them, then clears the line."""

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QAction, QFocusEvent, QHideEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QWidget

from cmoplanner.i18n import _
from cmoplanner.model.plan import Plan
from cmoplanner.report.filter_suggestions import Offer, Suggestion, offer
from cmoplanner.ui.icons import icon
from cmoplanner.ui.matching import HOLDS, match_rank
from cmoplanner.ui.theme import Theme

_MOST = 9
_LINE = 26
_WIDTH = 380


class FilterLine(QLineEdit):
    """Takes words, amounts and fields; what could come next stands in a list that the arrows walk through."""

    left = Signal()  # Escape in an empty line: the keyboard goes back to what is filtered

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._plan: Plan | None = None
        self._offer: Offer | None = None
        self._fits: list[Suggestion] = []
        self._offered_for = ""  # the text to which the suggestions belong
        self._list: _SuggestionList | None = None
        self.setPlaceholderText(_("Filter: name, channel:, > 20k"))
        self.setAccessibleName(_("Filter activities"))
        self.setAccessibleDescription(
            _("Words, amounts such as > 20k, fields such as channel: or start:Q3. The down arrow goes to suggestions.")
        )
        self.setClearButtonEnabled(True)
        self._glass = QAction(self)
        self.addAction(self._glass, QLineEdit.ActionPosition.LeadingPosition)
        self._tint()
        theme.changed.connect(self._tint)
        self.textChanged.connect(self._follow)
        self.textEdited.connect(self._suggest)

    def use_plan(self, plan: Plan) -> None:
        """Suggest the names of this plan."""
        self._plan = plan

    @property
    def suggested(self) -> list[str]:
        """The words of the suggestions that are shown, the best first."""
        shown = self._list is not None and self._list.isVisible()
        return [suggestion.words for suggestion in self._fits] if shown else []

    def _tint(self) -> None:
        self._glass.setIcon(icon("search", self._theme.color("text_2")))

    # suggestions

    def _follow(self, text: str) -> None:
        """Close the list when the text was changed by something else than typing."""
        if text != self._offered_for:
            self._close()

    def _suggest(self) -> None:
        self._offered_for = self.text()
        self._offer = offer(self.text(), self.cursorPosition(), self._plan) if self._plan is not None else None
        self._fits = _fitting(self._offer) if self._offer is not None else []
        if not self._fits:
            self._close()
            return
        if self._list is None:
            self._list = _SuggestionList(self.window())
            self._list.itemClicked.connect(lambda item: self._take(self._list_row(item)))
        self._list.offer(self._fits, self.mapTo(self.window(), QPoint(0, self.height() + 2)))

    def _list_row(self, item: QListWidgetItem) -> int:
        return self._list.row(item) if self._list is not None else -1

    def _take(self, row: int) -> None:
        if self._offer is None or not 0 <= row < len(self._fits):
            return
        text, cursor = self._offer.taken(self.text(), self._fits[row])
        self.setText(text)
        self.setCursorPosition(cursor)
        self._suggest()  # the values of a field that was taken

    def _close(self) -> None:
        if self._list is not None:
            self._list.hide()

    def _open(self) -> bool:
        return self._list is not None and self._list.isVisible()

    # events

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent):
            pressed, key = event.type(), event.key()
            if pressed is QEvent.Type.KeyPress and key == Qt.Key.Key_Tab and self._open():
                self._take(max(0, self._row()))  # else the focus would leave
                return True
            if pressed is QEvent.Type.ShortcutOverride and key == Qt.Key.Key_Escape:
                event.accept()  # the line's own Escape, not the page's
                return True
        return super().event(event)

    def _row(self) -> int:
        return self._list.currentRow() if self._list is not None else -1

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Down | Qt.Key.Key_Up if self._open():
                self._list.walk(1 if event.key() == Qt.Key.Key_Down else -1)  # type: ignore[union-attr]
            case Qt.Key.Key_Down:
                self._suggest()
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if self._open() and self._row() >= 0:
                self._take(self._row())
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self._close()
                self.left.emit()
            case Qt.Key.Key_Escape:
                self._escape()
            case _:
                super().keyPressEvent(event)

    def _escape(self) -> None:
        if self._open():
            self._close()
        elif self.text():
            self.clear()
        else:
            self.left.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() is not Qt.FocusReason.PopupFocusReason:
            self._close()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._close()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._close()


class _SuggestionList(QListWidget):
    """A list over the window's other parts, under the line; the keyboard stays in the line."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setUniformItemSizes(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(_("Suggestions"))

    def offer(self, suggestions: list[Suggestion], at: QPoint) -> None:
        """Show these; none is chosen yet."""
        self.clear()
        for suggestion in suggestions:
            note = f"   ·   {suggestion.note}" if suggestion.note else ""
            self.addItem(QListWidgetItem(suggestion.words + note))
        self.setCurrentRow(-1)
        self.ensurePolished()
        height = max(_LINE, self.sizeHintForRow(0))
        self.setGeometry(at.x(), at.y(), _WIDTH, height * len(suggestions) + 12)
        self.show()
        self.raise_()

    def walk(self, step: int) -> None:
        """Choose the next or the previous one."""
        self.setCurrentRow(max(0, min(self.count() - 1, self.currentRow() + step)))


def _fitting(found: Offer) -> list[Suggestion]:
    """Return the best suggestions for what was typed; of long names also those whose letters fit."""
    ranked = []
    for place, suggestion in enumerate(found.suggestions):
        rank = match_rank(found.typed, suggestion.words) if found.typed else HOLDS
        if rank is not None and suggestion.words.casefold() != found.typed.casefold():
            ranked.append((rank, place, suggestion))
    ranked.sort(key=lambda one: one[:2])
    return [suggestion for _rank, _place, suggestion in ranked[:_MOST]]
