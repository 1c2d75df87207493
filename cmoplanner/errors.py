"""Faults of the world, told in the user's words.

CmoPlannerError            a sentence that says what is wrong, and a remedy
├── PlanFileError          something about a plan file
│   ├── NotAPlan           another kind of file, or none at all
│   ├── NewerPlan          written by a later version of the program
│   ├── DamagedPlan        the contents do not agree with their checksums
│   ├── HostilePlan        holds what a plan never holds (triggers, views, foreign tables)
│   ├── IncompletePlan     a half-copied file: its journal lies beside it
│   ├── PlanInUse          open in another window
│   │   └── PlanIsOpen     open in this one
│   ├── PlanNotReadable    missing, or the system refuses to read it
│   ├── PlanNotWritable    the folder or disk refuses
│   └── PlanConflict       somebody else changed the file since we opened it
├── DataFolderUnusable     the program's own folder cannot be made or written
├── ImportRefused          rows that cannot be taken, each with file, line and column
├── ExportFailed           a file for another program could not be written
├── EditRefused            an edit that the plan cannot take
└── Cancelled              the user stopped a long job

Anything else that is raised is a bug.
"""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from cmoplanner.i18n import _, ngettext


class CmoPlannerError(Exception):
    """A fault of the world: `str()` is the sentence, `remedy` says what to do next."""

    def __init__(self, sentence: str, remedy: str = "", details: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.remedy = remedy
        self.details = details

    @property
    def told(self) -> str:
        """Sentence and remedy as one text, each with its full stop."""
        parts = [
            part if part.endswith((".", "!", "?", "…")) else f"{part}." for part in (self.sentence, self.remedy) if part
        ]
        return " ".join(parts)


class PlanFileError(CmoPlannerError):
    """Something about a plan file; the file itself is untouched."""

    def __init__(self, path: Path, sentence: str, remedy: str = "", details: str = "") -> None:
        super().__init__(sentence, remedy, details)
        self.path = path


class NotAPlan(PlanFileError):
    """Another kind of file."""

    def __init__(self, path: Path, details: str = "") -> None:
        super().__init__(
            path,
            _("“{name}” is not a CMO Planner plan.").format(name=path.name),
            _("Choose a file that ends in .cmoplan. The file was not changed."),
            details,
        )


class NewerPlan(PlanFileError):
    """Written by a later version of the program."""

    def __init__(self, path: Path, found: int, known: int) -> None:
        super().__init__(
            path,
            _("“{name}” was saved by a newer version of CMO Planner.").format(name=path.name),
            _("Update CMO Planner to open it. The file was not changed."),
            _("The file has format {found}; this version reads up to format {known}.").format(found=found, known=known),
        )
        self.found = found
        self.known = known


class DamagedPlan(PlanFileError):
    """The contents do not agree with their checksums."""

    def __init__(self, path: Path, details: str = "") -> None:
        super().__init__(
            path,
            _("“{name}” is damaged and was not opened.").format(name=path.name),
            _("Open a backup or ask the sender for the file again. The file was not changed."),
            details,
        )


class HostilePlan(PlanFileError):
    """Holds what a plan never holds."""

    def __init__(self, path: Path, details: str = "") -> None:
        super().__init__(
            path,
            _("“{name}” holds things that a plan never holds, and was not opened.").format(name=path.name),
            _("Ask the sender where the file comes from. Nothing in it was run; the file was not changed."),
            details,
        )


class VersionRefused(CmoPlannerError):
    """A named version in a plan file that cannot have been written by this program; the plan around it is whole."""

    def __init__(self, name: str, details: str = "") -> None:
        super().__init__(
            _("The version “{name}” holds things that a plan never holds, and was not read.").format(name=name),
            _("Delete this version; the plan as it is now is whole. Nothing in the version was run."),
            details,
        )


class IncompletePlan(PlanFileError):
    """A half-copied file: a journal lies beside it."""

    def __init__(self, path: Path, journal: Path) -> None:
        super().__init__(
            path,
            _("“{name}” is an incomplete copy: “{journal}” lies beside it.").format(
                name=path.name, journal=journal.name
            ),
            _("Wait until the copy or sync has finished, or copy the plan again. The file was not changed."),
        )


class PlanInUse(PlanFileError):
    """Open in another window."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            path,
            _("“{name}” is already open in another window.").format(name=path.name),
            _("Go to that window, or close it first."),
        )


class PlanIsOpen(PlanInUse):
    """The plan that is open in this window, where another file is needed."""

    def __init__(self, path: Path) -> None:
        PlanFileError.__init__(
            self, path, _("“{name}” is the plan that is open.").format(name=path.name), _("Choose another name.")
        )


class PlanNotReadable(PlanFileError):
    """Missing, or the system refuses to read it."""

    def __init__(self, path: Path, details: str = "") -> None:
        missing = not os.path.exists(path)  # noqa: PTH110 # a name that no file can have is no error here
        super().__init__(
            path,
            _("There is no file “{name}”.").format(name=str(path))
            if missing
            else _("“{name}” cannot be read.").format(name=path.name),
            _("Check the name and the folder.") if missing else _("Check that you may read the file."),
            details,
        )


class PlanNotWritable(PlanFileError):
    """The folder or disk refuses."""

    def __init__(self, path: Path, details: str = "") -> None:
        missing = not os.path.exists(path.parent)  # noqa: PTH110 # nor does a name that is too long for any folder
        super().__init__(
            path,
            _("“{name}” cannot be written in “{folder}”.").format(name=path.name, folder=str(path.parent)),
            _("There is no such folder: make it, or choose another.")
            if missing
            else _("Save a copy in another folder. All edits are kept on this computer."),
            details,
        )


class PlanConflict(PlanFileError):
    """Somebody else changed the file since we opened it; both versions are kept."""

    def __init__(self, path: Path, kept_as: Path) -> None:
        super().__init__(
            path,
            _("Somebody else changed “{name}” meanwhile.").format(name=path.name),
            _("Your version was saved beside it as “{kept}”.").format(kept=kept_as.name),
        )
        self.kept_as = kept_as


class DataFolderUnusable(CmoPlannerError):
    """The program's own folder cannot be made or written."""

    def __init__(self, folder: Path, details: str = "") -> None:
        super().__init__(
            _("The folder for working copies and backups, “{folder}”, cannot be used.").format(folder=str(folder)),
            _("Make it writable, or name another one in CMOPLANNER_DATA."),
            details,
        )


@dataclass(frozen=True, slots=True)
class BadRow:
    """What is wrong with one cell of an import: file, line (1 = header), column, and a sentence."""

    file: str
    line: int
    column: str
    problem: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" + (f" [{self.column}]" if self.column else "")
        return f"{place}: {self.problem}"


class ImportRefused(CmoPlannerError):
    """Rows that cannot be taken; nothing was written."""

    def __init__(self, source: Path, rows: Sequence[BadRow]) -> None:
        super().__init__(
            ngettext(
                "{n} row in “{name}” cannot be imported.", "{n} places in “{name}” cannot be imported.", len(rows)
            ).format(n=len(rows), name=source.name),
            _("Correct them and import again. Nothing was written."),
            "\n".join(str(row) for row in rows),
        )
        self.rows = tuple(rows)


class ExportFailed(CmoPlannerError):
    """A file for another program could not be written."""

    def __init__(self, path: Path, details: str = "") -> None:
        super().__init__(
            _("“{name}” could not be written.").format(name=str(path)),
            _("Choose another folder, or close the program that has the file open."),
            details,
        )


class EditRefused(CmoPlannerError):
    """An edit that the plan cannot take; the plan stays as it was."""


class Cancelled(CmoPlannerError):
    """The user stopped a long job."""

    def __init__(self) -> None:
        super().__init__(_("Stopped."))
