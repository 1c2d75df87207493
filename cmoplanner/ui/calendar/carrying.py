"""What is asked for with drops on the calendar beyond single bars: campaigns, followers, occurrences, as edits."""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction

from cmoplanner.doctor.ways import Way, ways
from cmoplanner.model.edits.activities import move_activities, set_dates
from cmoplanner.model.edits.campaigns import move_campaign, set_campaign_dates
from cmoplanner.model.edits.series import Scope, move_occurrence
from cmoplanner.ui.commands import Command
from cmoplanner.ui.context import Context
from cmoplanner.ui.text import plain_action
from cmoplanner.ui.widgets.timeline.view import TimelineView


class Carrying(QObject):
    """Turns what the calendar asks for into edits, and says what they did to money."""

    def __init__(self, context: Context, view: TimelineView, do: Callable[..., Any], parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._do = do
        self._offered: list[QAction] = []
        context.watch.lend(view.state.collisions)
        asks = view.asks
        asks.pushed.connect(self._push)
        asks.stretched.connect(self._stretch)
        asks.occurrence_moved.connect(self._take_off)
        asks.campaign_moved.connect(self._move_campaign)
        asks.campaign_resized.connect(self._resize_campaign)
        asks.told.connect(context.commands.say)
        asks.offers = self.offers

    def commands(self) -> list[Command]:
        """Return none: all of it is done with the mouse, and in the inspector."""
        return []

    def close_work(self) -> None:
        """Nothing is worked out beside the window."""

    def offers(self, activity_id: str) -> list[QAction]:
        """Return the ways out of what the rules find at an activity, as actions that go with the next menu."""
        for old in self._offered:
            old.deleteLater()
        plan = self._context.document.plan
        known = self._context.watch.of(plan)
        self._offered = []
        for finding in known.found.get(activity_id, ()):
            for way in ways(plan, finding, known):
                action = QAction(plain_action(f"{finding.word}: {way.words}"), self)
                action.triggered.connect(partial(self._take, way))
                self._offered.append(action)
        return self._offered

    def _take(self, way: Way, _checked: bool = False) -> None:
        self._do(way.take)

    def _push(self, ids: tuple[str, ...], days: int) -> None:
        self._do(move_activities, ids, days, with_followers=True)

    def _stretch(self, activity_id: str, start: date, end: date) -> None:
        self._do(set_dates, activity_id, start, end, with_followers=True)

    def _take_off(self, activity_id: str, occurrence: int, days: int, scope: str) -> None:
        made = self._do(move_occurrence, activity_id, occurrence, days, Scope(scope))
        if made:
            self._context.selection.set("activity", made[-1:])

    def _move_campaign(self, campaign_id: str, days: int, with_activities: bool) -> None:
        self._do(move_campaign, campaign_id, days, with_activities=with_activities)

    def _resize_campaign(self, campaign_id: str, start: date, end: date) -> None:
        self._do(set_campaign_dates, campaign_id, start, end)
