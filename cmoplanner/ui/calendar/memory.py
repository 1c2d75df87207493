"""How the user left a plan's calendar, kept in the settings by plan: looking is no act, so it is not in the plan."""

import json
from typing import Any

from cmoplanner.report.timeline.arrangement import Arrangement
from cmoplanner.ui.context import Context

_KEPT = 30  # plans of which it is remembered


class CalendarMemory:
    """Reads and keeps what is remembered of the open plan's calendar, by names; each owner changes its own."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def read(self) -> dict[str, Any]:
        """Return what is remembered; nothing where nothing is, or nothing that can be read."""
        stored = _read(self._context.settings.lanes).get(self._plan)
        return stored if isinstance(stored, dict) else {}

    def is_on(self, name: str) -> bool:
        """Return whether something that can be switched off is on; what was never switched is."""
        return self.read().get(name) is not False

    def change(self, **values: Any) -> None:
        """Remember these values beside the others; the plans that were left longest ago are forgotten."""
        settings = self._context.settings
        kept = {key: value for key, value in _read(settings.lanes).items() if key != self._plan}
        newest = dict([*list(kept.items())[-_KEPT + 1 :], (self._plan, {**self.read(), **values})])
        settings.change(lanes=json.dumps(newest))

    @property
    def arrangement(self) -> Arrangement:
        """How the lanes are arranged, for pictures of them too."""
        return Arrangement.read(self.read())

    @property
    def _plan(self) -> str:
        return self._context.document.plan.header.id


def _read(text: str) -> dict[str, Any]:
    try:
        stored = json.loads(text or "{}")
    except ValueError:
        return {}
    return stored if isinstance(stored, dict) else {}
