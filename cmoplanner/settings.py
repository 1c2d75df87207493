"""What the program remembers between two starts: theme, language, recent plans, how the window was left."""

import json
import logging
import os
from dataclasses import asdict, dataclass, field, fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from cmoplanner.paths import data_folder

THEMES = ("system", "light", "dark")
RECENT_LIMIT = 10

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class RecentPlan:
    """A plan that was open: where, what it is called, and when it was opened last ("" where that is not known)."""

    path: str
    name: str = ""
    opened: str = ""

    @property
    def opened_at(self) -> datetime | None:
        """When it was opened, in the user's own time; None if that is not known."""
        try:
            return datetime.fromisoformat(self.opened).astimezone() if self.opened else None
        except ValueError:
            return None


@dataclass
class Settings:
    """The values, each with its default; `change` writes them to disk at once."""

    path: Path
    theme: str = "system"
    language: str = "system"
    recent: list[RecentPlan] = field(default_factory=list)
    geometry: str = ""
    inspector: str = "auto"  # "open" and "folded" are the user's word, "auto" follows the width of the window
    folded: list[str] = field(default_factory=list)
    columns: list[str] = field(default_factory=list)  # how the columns of each table of the plan were arranged
    left_out: list[str] = field(default_factory=list)  # of a row that is duplicated: "campaign.activity"
    lanes: str = ""  # how the calendar's lanes are arranged, by plan, as JSON
    views: str = ""  # the calendar's saved views, by plan, as JSON
    budget: str = ""  # how the budget grid is arranged, and its saved layouts, as JSON
    company_looks: str = ""  # the company's look of slides, by plan, as JSON
    last_years: str = ""  # the file of last year's plan, by plan, as JSON
    booking_columns: str = ""  # which column of a file of invoices holds what, by the names of its columns, as JSON

    @classmethod
    def load(cls, path: Path | None = None) -> "Settings":
        """Read the settings; a missing or unreadable file gives the defaults."""
        path = path or data_folder() / "settings.json"
        try:
            stored = json.loads(path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return cls(path)
        except (OSError, ValueError):
            _log.warning("settings are unreadable, defaults are used: %s", path)
            return cls(path)
        return cls(path, **_known(stored))

    def change(self, **values: Any) -> None:
        """Set values by name and keep them; a disk that refuses costs the memory of them, nothing else."""
        for name, value in values.items():
            setattr(self, name, value)
        stored = {key: value for key, value in asdict(self).items() if key != "path"}
        fresh = self.path.with_suffix(".new")
        try:
            fresh.write_text(json.dumps(stored, indent=1), encoding="utf-8")
            os.replace(fresh, self.path)  # noqa: PTH105 - replaces on every system
        except OSError:
            _log.warning("settings could not be kept: %s", self.path)

    def opened(self, plan: Path, name: str = "", now: datetime | None = None) -> None:
        """Put a plan at the head of the recent ones."""
        newest = RecentPlan(str(plan), name, (now or datetime.now(UTC)).isoformat(timespec="seconds"))
        self.change(recent=[newest, *(one for one in self.recent if one.path != newest.path)][:RECENT_LIMIT])

    def forget(self, path: str) -> None:
        """Take a plan off the list of recent ones; its file is not touched."""
        self.change(recent=[one for one in self.recent if one.path != path])


def _known(stored: Any) -> dict[str, Any]:
    """Return the values that exist, have the right type and are allowed; anything else falls back."""
    if not isinstance(stored, dict):
        return {}
    allowed = {"theme": THEMES, "inspector": ("auto", "open", "folded")}
    found: dict[str, Any] = {}
    for entry in fields(Settings):
        value = stored.get(entry.name)
        if entry.name == "path" or value is None:
            continue
        if entry.name == "recent":
            found[entry.name] = _recent(value)
        elif entry.name in {"folded", "columns", "left_out"}:
            if isinstance(value, list) and all(isinstance(item, str) for item in value):
                found[entry.name] = value
        elif isinstance(value, str) and value in allowed.get(entry.name, (value,)):
            found[entry.name] = value
    return found


def _recent(stored: Any) -> list[RecentPlan]:
    """Return the recent plans; also those that an earlier version kept by their path alone."""
    found = []
    for entry in stored if isinstance(stored, list) else ():
        texts = {"path": entry} if isinstance(entry, str) else entry
        if isinstance(texts, dict) and texts.get("path") and all(isinstance(text, str) for text in texts.values()):
            found.append(RecentPlan(texts["path"], texts.get("name", ""), texts.get("opened", "")))
    return found[:RECENT_LIMIT]
