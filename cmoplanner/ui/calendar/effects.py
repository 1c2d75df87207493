"""The effect of the bar under the mouse: worked out beside the window after a short rest, kept until the next edit."""

from functools import partial

from PySide6.QtCore import QObject, QTimer

from cmoplanner.projection.effect import Effect, EffectBook
from cmoplanner.report.timeline.scene_effect import Lit
from cmoplanner.report.timeline.strip import spend_of
from cmoplanner.ui.commands import Command
from cmoplanner.ui.context import Context
from cmoplanner.ui.jobs import Job, Jobs, Progress
from cmoplanner.ui.widgets.timeline.view import TimelineView

REST_MS = 220  # a mouse on its way somewhere asks for nothing


class Effects(QObject):
    """Lights up in the strip what the activity under the mouse costs and brings."""

    def __init__(self, context: Context, view: TimelineView, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._view = view
        self._wanted = ""
        self._book = EffectBook(context.outlook.outcome)
        self._found: dict[str, Effect] = {}
        self._jobs = Jobs(self)
        self._job: Job | None = None
        self._closed = False
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(self._ask)
        view.hovered.connect(self._hover)
        context.outlook.changed.connect(self._forget)

    def _hover(self, activity_id: str) -> None:
        self._wanted = activity_id
        self._view.light(None)
        if activity_id:
            self._rest.start()
        else:
            self._rest.stop()

    def _forget(self) -> None:
        self._found.clear()
        self._view.light(None)

    def _ask(self) -> None:
        if self._closed or self._view.busy or self._wanted not in self._context.document.plan.activities:
            return
        if self._wanted in self._found:
            self._show()
        elif self._job is None:
            outcome = self._context.outlook.outcome
            if self._book.outcome is not outcome:
                self._book = EffectBook(outcome)
            work = partial(_worked_out, self._book, self._wanted)
            self._job = self._jobs.start("effect of one activity", work)
            self._job.done.connect(partial(self._take, self._book, self._wanted))
            self._job.failed.connect(self._forget_job)

    def _take(self, book: EffectBook, activity_id: str, effect: Effect) -> None:
        self._job = None
        if book.outcome is self._context.outlook.outcome:
            self._found[activity_id] = effect
        if self._wanted:
            self._ask()

    def _forget_job(self, _error: Exception) -> None:
        self._job = None

    def _show(self) -> None:
        plan = self._context.document.plan
        activity = plan.activities[self._wanted]
        color = f"categorical.{self._view.state.colours.mark(activity).colour}"
        self._view.light(Lit(activity.id, activity.name, color, spend_of(activity, plan), self._found[self._wanted]))

    def commands(self) -> list[Command]:
        """Return nothing: it follows the mouse."""
        return []

    def close_work(self) -> None:
        """Ask for nothing more, and wait for what is being worked out."""
        self._closed = True
        self._rest.stop()
        self._jobs.stop_all()


def _worked_out(book: EffectBook, activity_id: str, progress: Progress) -> Effect:
    progress.report(0.0)
    return book.of(activity_id)
