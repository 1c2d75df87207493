"""What is told over the page about a plan's past: edits that came back, conflicts, and other copies of the file."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QMenu

from cmoplanner.i18n import _, ngettext
from cmoplanner.model.store.change_log import LogEntry, LogKind
from cmoplanner.model.store.document import Document
from cmoplanner.model.store.history import Step
from cmoplanner.report.formats import Formats
from cmoplanner.ui.history.commands import HistoryCommands
from cmoplanner.ui.jobs import Jobs, Progress
from cmoplanner.ui.text import plain_action
from cmoplanner.ui.widgets.notices import Notice, NoticeBar

Act = tuple[str, Callable[[], object]]
"""What can be done about a notice: what it is called, and what does it."""

_NAMED = 3  # acts that are told by name; of more, the number says enough


class PastNotices(QObject):
    """Tells what a plan brings with it when it opens, and a conflict when one comes up."""

    def __init__(
        self,
        document: Document,
        bar: NoticeBar,
        history: HistoryCommands,
        jobs: Jobs,
        open_file: Callable[[Path], object],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._document = document
        self._bar = bar
        self._history = history
        self._jobs = jobs
        self._open_file = open_file
        self._path = document.path
        self._tell_recovered()
        self._tell_conflict()
        job = jobs.start(_("Looking for other copies"), partial(_copies, document.conflicted_copies))
        job.done.connect(self._tell_copies)

    def _tell_recovered(self) -> None:
        steps = self._document.recovered_steps
        besides = self._document.recovered_besides
        n = len(steps) + len(besides)
        if not n:
            return
        sentence = ngettext(
            "{n} edit from before the program ended was brought back: {acts}.",
            "{n} edits from before the program ended were brought back: {acts}.",
            n,
        )
        acts = [(_("Show the history"), self._show_history)]
        text = sentence.format(n=Formats.of(self._document.plan).number(n), acts=acts_words(steps, besides))
        self._bar.tell(Notice("recovered", text, acts, dismiss=_("OK")))

    def _show_history(self) -> None:
        self._bar.dismiss("recovered")
        self._history.open()

    def _tell_conflict(self) -> None:
        kept = self._document.conflict
        if kept is None:
            return
        sentence = _(
            "Somebody else changed this plan while edits of yours were not in its file yet. "
            "Your version of then is kept beside it as “{kept}”."
        )
        self._offer("conflict", sentence.format(kept=kept.name), [kept])

    def follow_file(self) -> None:
        """Tell if the plan went on as another file, because somebody else changed its own."""
        if self._document.path == self._path:
            return
        old, self._path = self._path, self._document.path
        sentence = _("Somebody else changed “{name}” meanwhile. You go on in “{kept}”, beside it; both are whole.")
        text = sentence.format(name=old.name, kept=self._path.name)
        self._offer("moved", text, [old], self._ways_on(self._path), dismiss=_("Keep working here"))

    def tell_anew(self, path: Path) -> None:
        """Tell that the plan file was gone and is there again: whoever moved it has two now, one of them older."""
        sentence = _(
            "“{name}” was no longer in “{folder}”: it was moved, renamed or deleted. "
            "The plan is written there again, with all your edits; a file that was moved elsewhere does not have them."
        )
        text = sentence.format(name=path.name, folder=path.parent)
        acts, dismiss = self._ways_on(path), _("Keep working here")
        self._bar.tell(Notice("anew", text, acts, warning=True, dismiss=dismiss))
        job = self._jobs.start(_("Looking for other copies"), partial(_copies, self._document.conflicted_copies))
        job.done.connect(partial(self._tell_moved, path, text))

    def _tell_moved(self, path: Path, text: str, found: Sequence[Path]) -> None:
        """Offer the file that was renamed, where it was found."""
        copies = [copy for copy in found if copy != self._document.conflict]
        if copies and self._bar.shows("anew"):
            self._offer("anew", text, copies, self._ways_on(path), dismiss=_("Keep working here"))

    def _ways_on(self, path: Path) -> list[Act]:
        return [
            (_("Show in folder"), partial(self._history.show_in_folder, path)),
            (_("Save a copy…"), self._history.save_copy),
        ]

    def _tell_copies(self, found: Sequence[Path]) -> None:
        copies = [path for path in found if path != self._document.conflict]
        if not copies:
            return
        n = len(copies)
        if n == 1:
            text = _("Another copy of this plan lies beside it: “{name}”.").format(name=copies[0].name)
        else:
            text = ngettext(
                "{n} other copy of this plan lies beside it.", "{n} other copies of this plan lie beside it.", n
            )
            text = text.format(n=n)
        self._offer("copies", text, copies)

    def _offer(
        self, key: str, text: str, paths: Sequence[Path], further: Sequence[Act] = (), dismiss: str = ""
    ) -> None:
        """Tell of other files of the plan, with the ways to compare and open them."""
        one = _("Open “{name}”").format(name=paths[0].name) if further else _("Open")
        acts: list[Act] = [
            (_("Compare…"), partial(self._history.compare_files, paths)),
            (one if len(paths) == 1 else _("Open…"), partial(self._open, paths)),
            *further,
        ]
        self._bar.tell(Notice(key, text, acts, warning=True, dismiss=dismiss))

    def _open(self, paths: Sequence[Path]) -> None:
        if len(paths) == 1:
            self._open_file(paths[0])
            return
        menu = QMenu(self._bar)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for path in paths:
            menu.addAction(plain_action(path.name)).triggered.connect(partial(self._chosen, path))
        menu.popup(QCursor.pos())

    def _chosen(self, path: Path, _checked: bool = False) -> None:
        self._open_file(path)


def acts_words(steps: Sequence[Step], besides: Sequence[LogEntry] = ()) -> str:
    """Return the names of the newest acts, and how many more there are; what is no step comes first."""
    acts = [(entry.label, entry.kind == LogKind.UNDO) for entry in reversed(besides)]
    acts += [(step.label, step.undone) for step in reversed(steps)]
    names = [_("{act} (taken back)").format(act=label) if undone else label for label, undone in acts[:_NAMED]]
    more = len(acts) - len(names)
    listed = "; ".join(names)
    return _("{acts}; and {n} more").format(acts=listed, n=more) if more else listed


def _copies(look: Callable[[], Sequence[Path]], _progress: Progress) -> Sequence[Path]:
    return look()
