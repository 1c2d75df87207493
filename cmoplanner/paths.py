"""Where the program keeps its own files: data, settings, resources."""

import os
from pathlib import Path

from cmoplanner.errors import DataFolderUnusable

_APP = "cmo-planner"


def data_folder() -> Path:
    """Return the folder for working copies, backups and logs (CMOPLANNER_DATA overrides it), made if missing."""
    override = os.environ.get("CMOPLANNER_DATA")
    if override:
        folder = Path(override)
    else:
        from platformdirs import user_data_path

        folder = user_data_path(_APP, appauthor=False)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DataFolderUnusable(folder, str(error)) from error
    return folder


def resource(*parts: str) -> Path:
    """Return the path of a packaged file: resource("fonts", "Inter-Regular.ttf")."""
    return Path(__file__).parent.joinpath("resources", *parts)


def sample_plan() -> Path:
    """Return the packaged sample plan."""
    return resource("sample", "norrvik-fy2027.cmoplan")
