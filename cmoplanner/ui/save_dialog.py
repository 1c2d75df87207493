"""Asking where a file goes, so that none is replaced that the user was not asked about."""

from collections.abc import Collection
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from cmoplanner.i18n import _
from cmoplanner.ui.plan_files import SUFFIX
from cmoplanner.ui.widgets.dialogs import Confirm


def ask_plan_file(parent: QWidget, title: str, proposed: Path) -> Path | None:
    """Ask where a plan goes, that may replace a file once that is agreed to; None if the user thinks better of it."""
    return ask_file(parent, title, proposed, SUFFIX, plan_filter())


def ask_file(
    parent: QWidget, title: str, proposed: Path, suffix: str, kinds: str, also: Collection[str] = ()
) -> Path | None:
    """Ask where a file goes; None if the user thinks better of it, or would rather keep a file that is there.

    Endings in `also` are as good as `suffix`. The system's dialog asks about the name as it was typed; with the ending
    added it may be that of another file.
    """
    chosen, _kind = QFileDialog.getSaveFileName(parent, title, str(proposed), kinds)
    if not chosen:
        return None
    typed = Path(chosen)
    path = typed if typed.suffix.casefold() in also else with_suffix(typed, suffix)
    if path == Path(chosen) or not path.exists():
        return path
    return path if _may_replace(path, parent) else None


def ask_new_plan_file(parent: QWidget, title: str, proposed: Path) -> Path | None:
    """Ask for a plan file that is not there yet; whoever writes it refuses one that is."""
    never = QFileDialog.Option.DontConfirmOverwrite
    chosen, _kind = QFileDialog.getSaveFileName(parent, title, str(proposed), plan_filter(), options=never)
    return with_suffix(Path(chosen), SUFFIX) if chosen else None


def plan_filter() -> str:
    """Return what a file dialog calls plan files."""
    return _("Plans (*{suffix})").format(suffix=SUFFIX)


def with_suffix(path: Path, suffix: str) -> Path:
    """Return a path with an ending, which is added where another one, or none, was typed."""
    return path if path.suffix.casefold() == suffix else path.with_name(path.name + suffix)


def _may_replace(path: Path, parent: QWidget) -> bool:
    question = Confirm(
        _("Replace the file “{name}”?").format(name=path.name),
        _("There is already a file of this name in “{folder}”. What it holds now would be gone from there.").format(
            folder=path.parent
        ),
        _("Replace"),
        parent,
    )
    return question.exec() == Confirm.DialogCode.Accepted
