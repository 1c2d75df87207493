"""Files for other programs are written beside their place and put there whole, or not at all."""

import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cmoplanner.errors import ExportFailed


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """Give a temporary name to write to; what is written there takes the place of `path` at the end.

    Raises ExportFailed if the folder or disk refuses; what was at `path` then stays.
    """
    draft = path.with_name(f".~{path.stem[:40]}-{secrets.token_hex(4)}{path.suffix}")
    try:
        try:
            yield draft
            if path.exists():
                shutil.copymode(path, draft)
            draft.replace(path)
        finally:
            draft.unlink(missing_ok=True)
    except OSError as error:
        raise ExportFailed(path, str(error)) from error


def write_text(path: Path, text: str) -> None:
    """Write UTF-8 text as it is, line ends included. Raises ExportFailed."""
    with whole_file(path) as draft:
        draft.write_bytes(text.encode("utf-8"))
