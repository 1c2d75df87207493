"""Warns where an edit brought an envelope over, or further over, what it was given; nothing is forbidden."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, QTimer

from cmoplanner.report.budget.words import Over
from cmoplanner.ui.context import Context

_MOST = 2  # envelopes that are named


class OverGuard(QObject):
    """Is shown what is over after each edit, and says beside the edit's name what came new."""

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._before: dict[str, int] | None = None
        self._warning = ""
        self._telling = QTimer(self)  # after the window has said what was done
        self._telling.setSingleShot(True)
        self._telling.timeout.connect(self._say)

    def look(self, found: Sequence[Over]) -> None:
        """Compare with what was over before."""
        before, self._before = self._before, {one.envelope: one.amount for one in found}
        more = [one.text for one in found if before is not None and one.amount > before.get(one.envelope, 0)]
        act = self._context.document.undo_label
        if more and act:
            self._warning = " · ".join([act, *more[:_MOST]])
            self._telling.start()

    def forget(self) -> None:
        """Warn of nothing that comes while nobody looks."""
        self._before = None

    def stop(self) -> None:
        """Say nothing more."""
        self._telling.stop()

    def _say(self) -> None:
        self._context.commands.say(self._warning)
