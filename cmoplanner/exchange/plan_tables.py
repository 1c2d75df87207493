"""Plan tables: a plan as a folder of CSV files and plan.json, for spreadsheets, scripts and other programs."""

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from cmoplanner.errors import CmoPlannerError, ExportFailed, PlanNotWritable
from cmoplanner.exchange.files_out import write_texts
from cmoplanner.exchange.tables_in import TablesRead, read_folder
from cmoplanner.exchange.tables_out import folder_texts
from cmoplanner.i18n import _
from cmoplanner.model.plan import KeptTable
from cmoplanner.model.values import Stored

__all__ = ["StoredPlan", "TablesRead", "export_tables", "import_tables", "read_folder"]


_MAGIC = b"SQLite format 3\x00"


class StoredPlan(Protocol):
    """What is exported: an open document, or a plan file that was read once."""

    @property
    def kept(self) -> Sequence[KeptTable]:
        """Tables that have no home in the plan."""

    def rows(self, table: str) -> list[dict[str, Stored]]:
        """Return the stored rows of a table in order."""


def import_tables(folder: Path, out: Path, *, replace: bool = False, data_folder: Path | None = None) -> TablesRead:
    """Build a plan file from a folder of plan tables, and return what was read.

    Raises ImportRefused if anything in the folder is wrong, PlanNotWritable if there is a file already and
    `replace` is off; nothing is then written.
    """
    from cmoplanner.model.store.document import Document

    _refuse_tables(folder, out)
    read = read_folder(folder)
    Document.create(out, read.rows, kept=read.kept, replace=replace, data_folder=data_folder).close()
    return read


def _refuse_tables(folder: Path, out: Path) -> None:
    """Refuse to write a plan over a table: over what is being read, or over any file that is no plan."""
    if not out.is_file() or out.suffix == ".cmoplan":
        return
    if out.resolve().parent == folder.resolve() and out.suffix in (".csv", ".json"):
        raise PlanNotWritable(out, _("It is one of the tables that are read."))
    with out.open("rb") as file:
        if file.read(len(_MAGIC)) != _MAGIC:
            raise PlanNotWritable(out, _("There is another kind of file of that name."))


def export_tables(plan: StoredPlan, folder: Path, *, replace: bool = False) -> list[Path]:
    """Write a plan as plan tables into a folder, made if missing, and return the files.

    Raises ExportFailed; CmoPlannerError, before anything is written, if a file is there and `replace` is off.
    """
    texts = folder_texts(plan.rows, plan.kept)
    for name in texts:
        path = folder / name
        if name != path.name or name.startswith(".") or "\\" in name:  # a received plan must not lead elsewhere
            raise ExportFailed(path, _("“{name}” is not the name of a table.").format(name=name))
        if not replace and path.exists():
            raise CmoPlannerError(
                _("“{name}” is there already.").format(name=str(path)),
                _("Give another folder, or --force to replace the files."),
            )
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ExportFailed(folder, str(error)) from error
    write_texts({folder / name: text for name, text in texts.items()})
    return [folder / name for name in texts]
