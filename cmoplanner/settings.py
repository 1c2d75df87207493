"""What the program remembers between two starts: theme, language, recent plans, how the window was left."""

import json
import logging
import os
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any

from cmoplanner.paths import data_folder

THEMES = ("system", "light", "dark")
RECENT_LIMIT = 10

_log = logging.getLogger(__name__)


@dataclass
class Settings:
    """The values, each with its default; `change` writes them to disk at once."""

    path: Path
    theme: str = "system"
    language: str = "system"
    recent: list[str] = field(default_factory=list)
    geometry: str = ""
    inspector: str = "auto"  # "open" and "folded" are the user's word, "auto" follows the width of the window
    folded: list[str] = field(default_factory=list)

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

    def opened(self, plan: Path) -> None:
        """Put a plan at the head of the recent ones."""
        name = str(plan)
        self.change(recent=[name, *(other for other in self.recent if other != name)][:RECENT_LIMIT])


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
        if entry.name in {"recent", "folded"}:
            if isinstance(value, list) and all(isinstance(item, str) for item in value):
                found[entry.name] = value
        elif isinstance(value, str) and value in allowed.get(entry.name, (value,)):
            found[entry.name] = value
    return found
