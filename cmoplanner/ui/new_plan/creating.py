"""Where a new plan goes, and making its file."""

from dataclasses import replace
from pathlib import Path

from PySide6.QtWidgets import QWidget

from cmoplanner.i18n import _
from cmoplanner.model.new_plan import NewPlan, rows_of
from cmoplanner.model.periods import FiscalCalendar, Pattern
from cmoplanner.model.store.document import Document
from cmoplanner.ui.plan_files import SUFFIX, file_name, plans_folder
from cmoplanner.ui.save_dialog import ask_plan_file


def proposed_path(answers: NewPlan) -> Path:
    """Return a place for the plan in the user's folder: named after company and year, beside plans that are there."""
    calendar = FiscalCalendar(answers.fy_start, Pattern(answers.fy_pattern), 12)
    name = file_name(f"{answers.company or _('Plan')} {calendar.label}")
    folder = plans_folder()
    path, number = folder / f"{name}{SUFFIX}", 2
    while path.exists():
        path, number = folder / f"{name} ({number}){SUFFIX}", number + 1
    return path


def ask_place(answers: NewPlan, parent: QWidget) -> Path | None:
    """Ask where the new plan goes; None if the user thinks better of it."""
    return ask_plan_file(parent, _("New plan"), proposed_path(answers))


def create(answers: NewPlan, path: Path) -> Document:
    """Make the plan file and open it; a company without a name is called as the file. Raises CmoPlannerError."""
    named = answers if answers.company else replace(answers, company=path.stem)
    return Document.create(path, rows_of(named), replace=True)  # the dialog has asked whether to replace
