"""Doing an edit from the window: what is refused comes back as a sentence, and the plan stays as it was."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from cmoplanner.errors import EditRefused
from cmoplanner.ui.context import Context

Say = Callable[[str], None]
"""Shows why something was not done; "" takes the sentence away."""


def do(context: Context, say_no: Say, act: Callable[..., Any], *given: Any, **more: Any) -> Any:
    """Do an edit of the context's document and return its result; None and a sentence if it is refused."""
    say_no("")
    QGuiApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
    try:
        return act(context.document, *given, **more)
    except EditRefused as refusal:
        say_no(refusal.told)
        return None
    finally:
        QGuiApplication.restoreOverrideCursor()
