"""Plan tables: a plan as a folder of CSV files and plan.json, for spreadsheets, scripts and other programs."""

from pathlib import Path
from typing import TYPE_CHECKING

from cmoplanner.errors import ExportFailed
from cmoplanner.exchange.files_out import write_text
from cmoplanner.exchange.tables_in import TablesRead, read_folder
from cmoplanner.exchange.tables_out import folder_texts
from cmoplanner.i18n import _

if TYPE_CHECKING:
    from cmoplanner.model.store.document import Document

__all__ = ["TablesRead", "export_tables", "import_tables", "read_folder"]


def import_tables(folder: Path, out: Path, *, data_folder: Path | None = None) -> TablesRead:
    """Build a plan file from a folder of plan tables, and return what was read.

    Raises ImportRefused if anything in the folder is wrong; nothing is then written.
    """
    from cmoplanner.model.store.document import Document

    read = read_folder(folder)
    Document.create(out, read.rows, kept=read.kept, data_folder=data_folder).close()
    return read


def export_tables(document: "Document", folder: Path, *, replace: bool = False) -> list[Path]:
    """Write a plan as plan tables into a folder, made if missing, and return the files.

    Raises ExportFailed, before anything is written if a file is there already and `replace` is off.
    """
    texts = folder_texts(document.rows, document.kept)
    paths = [folder / name for name in texts]
    for name, path in zip(texts, paths, strict=True):
        if name != path.name or name.startswith("."):  # a name from a received plan must not lead elsewhere
            raise ExportFailed(path, _("“{name}” is not the name of a table.").format(name=name))
        if not replace and path.exists():
            raise ExportFailed(path, _("The file is there already."))
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ExportFailed(folder, str(error)) from error
    for path, text in zip(paths, texts.values(), strict=True):
        write_text(path, text)
    return paths
