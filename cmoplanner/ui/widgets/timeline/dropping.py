"""What a drop becomes: a signal at once, or after a choice where something else hangs on it."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint

from cmoplanner.errors import EditRefused
from cmoplanner.i18n import _, ngettext
from cmoplanner.model.booked import Booked
from cmoplanner.model.dependencies import Pushed, push
from cmoplanner.model.edits.series import Scope
from cmoplanner.model.moving import stays
from cmoplanner.model.plan import Activity
from cmoplanner.report.timeline.layout import Part
from cmoplanner.report.timeline.money_words import money_words
from cmoplanner.ui.widgets.timeline.gestures import CampaignDrag, MoveDrag, OccurrenceDrag, ResizeDrag, clamp_move
from cmoplanner.ui.widgets.timeline.menu import Choice

if TYPE_CHECKING:
    from cmoplanner.ui.widgets.timeline.view import TimelineView

_ALONE, _WITH_FOLLOWERS, _SERIES = "alone", "followers", "series"
_NAMED = 3


class Dropping:
    """Ends drags; `settled` is called once what was dropped is decided, before it is asked for."""

    def __init__(self, view: "TimelineView", settled: Callable[[], None]) -> None:
        self._view = view
        self._settled = settled
        self._choice: Choice | None = None

    @property
    def choosing(self) -> bool:
        """Whether the user is being asked what a drop means."""
        return self._choice is not None

    def cancel(self) -> None:
        """Ask no longer."""
        choice, self._choice = self._choice, None
        if choice is not None:
            choice.close()

    def drop(self, drag: MoveDrag | ResizeDrag | OccurrenceDrag | CampaignDrag, at: QPoint) -> None:
        """Ask for what a drag means, or let the user choose first; `at` is a point of the screen."""
        if not drag.changed:
            self._settled()
        elif isinstance(drag, OccurrenceDrag):
            self._drop_occurrence(drag, at)
        elif isinstance(drag, CampaignDrag):
            self._drop_campaign(drag)
        elif isinstance(drag, MoveDrag) and drag.copying:
            self._settled()
            self._view.copied.emit(tuple(row.id for row in drag.originals), drag.days)
        else:
            self._drop_bars(drag, at)

    def _drop_bars(self, drag: MoveDrag | ResizeDrag, at: QPoint) -> None:
        broken = drag.ground.network.broken_by(drag.activities)
        carried = {row.id for row in drag.activities}
        followers = dict.fromkeys(one.after for one in broken if one.before in carried)
        if not followers:
            self._do(drag, with_followers=False)
            return
        try:
            found = push(drag.ground.network, drag.activities, Booked(drag.ground.plan))
        except EditRefused as refusal:
            self._settled()
            self._view.asks.told.emit(refusal.told)
            return
        plan = drag.ground.plan
        first = plan.activities[next(iter(followers))]
        n = len(followers)
        title = ngettext("“{name}” would start too early", "{n} that follow would start too early", n)
        entries: list[tuple[str, object]] = [*_push_entries(found), (_("Leave them where they are"), _ALONE)]
        entries += [(_("“{name}” stays: it has begun or is locked").format(name=row.name), None) for row in found.stay]
        entries += [(_("“{name}” would end after the year").format(name=row.name), None) for row in found.outside]
        self._ask(at, title.format(name=first.name, n=n), entries, partial(self._answered, drag))

    def _answered(self, drag: MoveDrag | ResizeDrag, value: object) -> None:
        self._choice = None
        if value is None:
            self._settled()
        else:
            self._do(drag, with_followers=value == _WITH_FOLLOWERS)

    def _do(self, drag: MoveDrag | ResizeDrag, *, with_followers: bool) -> None:
        view, ground, after = self._view, drag.ground, drag.activities
        words = money_words(ground.plan, after, ground.held)
        if isinstance(drag, MoveDrag):
            words = _with_staying(words, drag.staying)
        self._settled()
        if isinstance(drag, ResizeDrag):
            (row,) = after
            (view.asks.stretched if with_followers else view.resized).emit(row.id, row.start, row.end)
        else:
            signal = view.asks.pushed if with_followers else view.moved
            signal.emit(tuple(row.id for row in after), drag.days)
        self._tell(words, ground.plan)

    def _drop_occurrence(self, drag: OccurrenceDrag, at: QPoint) -> None:
        formats = self._view.state.formats
        day = formats.day(drag.was.start)
        entries: list[tuple[str, object]] = [
            (_("Only the one of {day}").format(day=day), Scope.ONE.value),
            (_("It and all after it"), Scope.FOLLOWING.value),
        ]
        whole = clamp_move([drag.original], drag.days, drag.ground.axis) == drag.days
        if whole and not stays(drag.original):
            entries.append((_("The whole series"), _SERIES))
        title = _("Move “{name}”").format(name=drag.original.name)
        self._ask(at, title, entries, partial(self._scoped, drag))

    def _scoped(self, drag: OccurrenceDrag, value: object) -> None:
        self._choice = None
        self._settled()
        view, original = self._view, drag.original
        if value == _SERIES:
            words = money_words(drag.ground.plan, [drag.ground.moved(original, drag.days)], drag.ground.held)
            view.moved.emit((original.id,), drag.days)
            self._tell(words, drag.ground.plan)
        elif value is not None:
            only = money_words(drag.ground.plan, drag.activities, {}) if value == Scope.ONE.value else ""
            view.asks.occurrence_moved.emit(original.id, drag.occurrence, drag.days, str(value))
            words = _("Taken off the series: it is an activity of its own now.")
            self._tell("; ".join(part for part in (words.rstrip("."), only) if part) + ".", drag.ground.plan)

    def _drop_campaign(self, drag: CampaignDrag) -> None:
        view, plan = self._view, drag.ground.plan
        words = _with_staying(money_words(plan, drag.activities, drag.ground.held), drag.staying)
        self._settled()
        if drag.part is Part.BODY:
            view.asks.campaign_moved.emit(drag.campaign.id, drag.days, not drag.alone)
        else:
            view.asks.campaign_resized.emit(drag.campaign.id, drag.span.start, drag.span.end)
        self._tell(words, plan)

    def _ask(self, at: QPoint, title: str, entries: list[tuple[str, object]], answer: Callable[[object], None]) -> None:
        self._choice = Choice(self._view, at, title, entries, answer)

    def _tell(self, words: str, before: object) -> None:
        """Say what the act did, unless it was refused: then that has been said."""
        if words and self._view.state.plan is not before:
            self._view.asks.told.emit(words)

    def nudge(self, activities: list[Activity], days: int) -> None:
        """Move what may be moved with a key, and say what stays."""
        view, plan = self._view, self._view.state.plan
        free = [row for row in activities if not stays(row)]
        staying = [row for row in activities if stays(row)]
        step = clamp_move(free, days, view.state.axis) if free else 0
        if step:
            view.moved.emit(tuple(row.id for row in free), step)
        if staying and (not free or view.state.plan is not plan):
            view.asks.told.emit(_with_staying("", staying))


def _push_entries(found: Pushed) -> list[tuple[str, object]]:
    n = len(found.moved)
    if not n:
        return []
    names = ", ".join(f"“{row.name}”" for row in found.moved[:_NAMED]) + (" …" if n > _NAMED else "")
    text = ngettext("Push what follows: {names}", "Push the {n} that follow: {names}", n)
    return [(text.format(n=n, names=names), _WITH_FOLLOWERS)]


def _with_staying(words: str, staying: list[Activity]) -> str:
    """Return the words about money, and who stayed behind."""
    if not staying:
        return words
    n = len(staying)
    text = ngettext("“{name}” stays: it has begun or is locked", "{n} stay: they have begun or are locked", n)
    return "; ".join(part for part in (words, text.format(name=staying[0].name, n=n)) if part)
