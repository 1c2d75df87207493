"""Which plan the window opens, and where new copies go."""

import os
import sys
from pathlib import Path

from PySide6.QtCore import QStandardPaths

from cmoplanner.model.store.document import Document
from cmoplanner.paths import data_folder, sample_plan
from cmoplanner.settings import Settings

SUFFIX = ".cmoplan"
_FOLDER = "CMO Planner"


def plans_folder() -> Path:
    """Return the folder for the user's plans, made if missing; beside the data where CMOPLANNER_DATA is set."""
    if os.environ.get("CMOPLANNER_DATA"):
        folder = data_folder() / "plans"
    else:
        documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        folder = Path(documents) / _FOLDER if documents else data_folder() / "plans"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def open_sample() -> Document:
    """Open the user's own copy of the sample plan, made from the packaged one the first time."""
    target = plans_folder() / sample_plan().name
    if target.exists():
        return Document.open(target)
    return Document.create_from(sample_plan(), target)


def last_plan(settings: Settings) -> Path | None:
    """Return the plan that was open last and is still there."""
    return next((path for recent in settings.recent if (path := Path(recent.path)).is_file()), None)


def open_plan(path: Path | None, settings: Settings) -> Document | None:
    """Open the plan that was given, else the last one; None if there is none. Raises PlanFileError."""
    if path is None:
        path = last_plan(settings)
    return Document.open(path) if path else None


def file_name(text: str) -> str:
    """Return a plan's name as a file name that every system takes."""
    kept = "".join(char if char.isalnum() or char in " -_.()" else " " for char in text)
    return " ".join(kept.split()).strip(". ")[:80] or "plan"


def on_macos() -> bool:
    """Return whether menus belong to the top of the screen."""
    return sys.platform == "darwin"
