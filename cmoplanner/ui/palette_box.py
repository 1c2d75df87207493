"""The command palette: type a few letters of any command, activity or campaign, and Enter does or shows it."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from cmoplanner.i18n import _
from cmoplanner.ui.context import Context
from cmoplanner.ui.widgets.search_list import SearchList

_WIDTH = 560
_LIMIT = 60


@dataclass(frozen=True, slots=True)
class Entry:
    """Something to find: `id` is "command|…", "activity|…" or "campaign|…"."""

    id: str
    text: str
    kind: str


def fuzzy(query: str, text: str) -> float | None:
    """Return how well the letters of `query` are found in order in `text` (more is better), None if they are not.

    Letters at the start of a word and letters that stand together count most; short texts win a tie.
    """
    letters = "".join(query.casefold().split())
    folded = text.casefold()
    score, place, run = 0.0, -1, 0
    for letter in letters:
        starts = _word_start(folded, letter, place + 1)
        following = place + 1 if folded[place + 1 : place + 2] == letter else -1
        found = (
            following if place >= 0 and following >= 0 else starts if starts >= 0 else folded.find(letter, place + 1)
        )
        if found < 0:
            return None
        run = run + 1 if found == place + 1 and place >= 0 else 0
        begins = found == 0 or not folded[found - 1].isalnum()
        score += 1 + 2 * run + (3 if begins else 0)
        place = found
    return score - len(folded) / 100 + _whole(query.casefold().strip(), folded)


def _whole(query: str, folded: str) -> float:
    """Return the bonus for the query as it stands: at the start of a word, or anywhere."""
    if f" {query}" in f" {folded}":
        return 20.0
    return 3.0 if query in folded else 0.0


def _word_start(text: str, letter: str, begin: int) -> int:
    for i in range(begin, len(text)):
        if text[i] == letter and (i == 0 or not text[i - 1].isalnum()):
            return i
    return -1


def best(query: str, entries: Sequence[Entry], limit: int = _LIMIT) -> list[Entry]:
    """Return the entries that fit, best first; all in their order when nothing is typed."""
    if not query.strip():
        return list(entries[:limit])
    scored = [(score, -i, entry) for i, entry in enumerate(entries) if (score := fuzzy(query, entry.text)) is not None]
    return [entry for _score, _i, entry in sorted(scored, key=lambda one: one[:2], reverse=True)[:limit]]


class PaletteBox(QFrame):
    """A frame over the window; closes on Escape, on a click elsewhere, and after a choice."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint)
        self._home = parent.window()
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setProperty("role", "card")
        self._context = context
        self._entries = self._collect()
        self.list = SearchList(_("Find a command, an activity or a campaign"), self)
        self.list.chosen.connect(self._do)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.addWidget(self.list)
        self.list.offer(lambda text: [(entry.id, self._line(entry)) for entry in best(text, self._entries)])
        self.setFixedSize(_WIDTH, 420)

    def open(self) -> None:
        """Show it in the upper middle of the window."""
        self.move(self._home.mapToGlobal(QPoint((self._home.width() - _WIDTH) // 2, 72)))
        self.show()
        self.list.search.setFocus()

    def _collect(self) -> list[Entry]:
        plan = self._context.document.plan
        commands = [
            Entry(f"command|{one.id}", one.label.rstrip("…"), _shortcut(one.shortcuts))
            for one in self._context.commands.offered()
            if one.enabled() and one.id != "palette"
        ]
        campaigns = [Entry(f"campaign|{row.id}", row.name, _("Campaign")) for row in plan.campaigns.values()]
        activities = [Entry(f"activity|{row.id}", row.name, _("Activity")) for row in plan.activities.values()]
        return commands + campaigns + activities

    @staticmethod
    def _line(entry: Entry) -> str:
        return f"{entry.text}   ·   {entry.kind}" if entry.kind else entry.text

    def _do(self, entry_id: str) -> None:
        kind, _bar, row_id = entry_id.partition("|")
        self.close()
        if kind == "command":
            self._context.commands.run(row_id)
        else:
            self._context.selection.set(kind, (row_id,))


def _shortcut(keys: tuple[str, ...]) -> str:
    return QKeySequence(keys[0]).toString(QKeySequence.SequenceFormat.NativeText) if keys else ""
