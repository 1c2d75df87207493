"""Files for other programs are written beside their place and put there whole, or not at all."""

import secrets
import shutil
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from cmoplanner.errors import ExportFailed
from cmoplanner.model.store.flush import flush_file


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """Give a temporary name to write to; what is written there takes the place of `path` at the end.

    Raises ExportFailed if the folder or disk refuses; what was at `path` then stays.
    """
    with _draft_of(path) as draft:
        yield draft
        flush_file(draft)  # some disks tell only now that they did not take it


@contextmanager
def _draft_of(path: Path) -> Iterator[Path]:
    draft = path.with_name(f".~{path.stem[:40]}-{secrets.token_hex(4)}{path.suffix}")
    try:
        try:
            yield draft
            if path.exists():
                shutil.copymode(path, draft)
            draft.replace(path)
        except BaseException:
            with suppress(OSError):  # a disk that refuses this as well hides no reason
                draft.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise ExportFailed(path, str(error)) from error


def write_bytes(path: Path, data: bytes) -> None:
    """Write bytes as they are. Raises ExportFailed."""
    with whole_file(path) as draft:
        draft.write_bytes(data)


def write_text(path: Path, text: str) -> None:
    """Write UTF-8 text as it is, line ends included. Raises ExportFailed."""
    write_bytes(path, text.encode("utf-8"))


def write_texts(texts: Mapping[Path, str]) -> None:
    """Write files that belong together: none takes its place before all are written. Raises ExportFailed."""
    with ExitStack() as drafts:
        for path, text in reversed(list(texts.items())):
            draft = drafts.enter_context(_draft_of(path))
            draft.write_bytes(text.encode("utf-8"))
            flush_file(draft)
