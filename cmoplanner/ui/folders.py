"""Showing the folder of a file in the system's own file manager."""

from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices


def show_folder(path: Path) -> bool:
    """Show the folder that a file lies in; return whether the system took it up."""
    return QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.parent)))
