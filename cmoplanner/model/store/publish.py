"""Writing a plan file: whole beside the old one, verified, then put in its place in one step."""

import glob
import os
import secrets
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from time import monotonic, sleep, time

from cmoplanner.errors import PlanConflict, PlanFileError, PlanNotWritable
from cmoplanner.i18n import _
from cmoplanner.model.store import contents as stored
from cmoplanner.model.store import engine
from cmoplanner.model.store.contents import Contents, Identity
from cmoplanner.model.store.flush import flush_file, flush_folder
from cmoplanner.model.store.open import identify, read_verified

SUFFIX = ".cmoplan"
_RETRY_SECONDS = 2.5
_ROOM = 1 << 20
_STALE_SECONDS = 3600


def write_plan_file(
    path: Path,
    contents: Contents,
    *,
    allowed: Callable[[], None] = lambda: None,
    replace: Callable[[Path, Path], object] = os.replace,
) -> None:
    """Write contents as a plan file, replacing what is there; `allowed` is asked last, right before that.

    The file holds nothing but the rows given: no journal, nothing deleted, no free pages.
    Raises PlanNotWritable; the old file is then untouched and nothing is left beside it.
    """
    draft = path.with_name(f"{_draft_prefix(path)}{secrets.token_hex(4)}.tmp")
    try:
        _remove_stale_drafts(path)
        _check_room(path)
        _write_draft(draft, contents)
        if path.exists():
            shutil.copymode(path, draft)
        allowed()
        _replace(draft, path, replace)
        flush_folder(path.parent)
    except (OSError, sqlite3.Error) as error:
        raise PlanNotWritable(path, f"{type(error).__name__}: {error}") from error
    finally:
        with suppress(OSError):  # what is left is removed by a later publication
            draft.unlink(missing_ok=True)


@dataclass(frozen=True, slots=True)
class Publication:
    """A plan on its way to its file: made from an open document in a moment, written from any thread.

    It is `anew` where the file is no longer there.
    """

    path: Path
    contents: Contents
    base: Identity
    at: datetime
    anew: bool = False

    def write(self) -> None:
        """Write the contents over the plan file that was last seen as `base`.

        If somebody wrote another version meanwhile, both are kept: ours goes beside theirs and PlanConflict is
        raised. Raises PlanNotWritable.
        """
        try:
            write_plan_file(self.path, self.contents, allowed=self._refuse_changed)
        except _Changed:
            kept = keep_beside(self.path, self.contents, self.at)
            raise PlanConflict(self.path, kept) from None

    def _refuse_changed(self) -> None:
        if not self.path.exists():
            return
        found = identify(self.path)
        if found is None:
            with self.path.open("rb") as file:  # a file that is only held by another program is no other version
                file.read(1)
            found = identify(self.path)  # nor is one that a faulty disk could not read once
        if found != self.base:
            raise _Changed


class _Changed(Exception):
    """The file is no longer the one that was last seen."""


def keep_beside(path: Path, contents: Contents, now: datetime) -> Path:
    """Write contents beside a plan file under a name that tells of the conflict; return that path."""
    name = _("{name} (conflict {time})").format(name=path.stem[:150], time=now.strftime("%Y-%m-%d %H%M"))
    kept = path.with_name(name + SUFFIX)
    number = 2
    while kept.exists():
        kept = path.with_name(f"{name} {number}{SUFFIX}")
        number += 1
    write_plan_file(kept, contents)
    return kept


def _draft_prefix(path: Path) -> str:
    return f".~{path.stem[:40]}-"


def _remove_stale_drafts(path: Path) -> None:
    """Remove what a killed program left; younger drafts may be another computer's that is writing now."""
    for left in path.parent.glob(f"{glob.escape(_draft_prefix(path))}????????.tmp"):
        if time() - left.stat().st_mtime > _STALE_SECONDS:
            left.unlink(missing_ok=True)


def _check_room(path: Path) -> None:
    size = path.stat().st_size if path.exists() else 0
    if shutil.disk_usage(path.parent).free < 2 * size + _ROOM:
        raise PlanNotWritable(path, _("There is not enough free space."))


def _write_draft(draft: Path, contents: Contents) -> None:
    connection = engine.open_fresh(draft)
    try:
        connection.execute("BEGIN")
        stored.write(connection, contents)
        connection.execute("COMMIT")
    finally:
        connection.close()
    flush_file(draft)
    try:
        found = read_verified(draft)
    except PlanFileError as error:
        raise OSError(f"the disk gave back something else: {error.details}") from error
    if found.identity != contents.identity:
        raise OSError("the disk gave back another plan")


def _replace(draft: Path, path: Path, replace: Callable[[Path, Path], object]) -> None:
    deadline = monotonic() + _RETRY_SECONDS
    pause = 0.01
    while True:
        try:
            replace(draft, path)
        except PermissionError:  # Windows refuses while another program reads the file
            left = deadline - monotonic()
            if left <= 0:
                raise
            sleep(min(pause, left))
            pause = min(2 * pause, 0.25)
        else:
            return
