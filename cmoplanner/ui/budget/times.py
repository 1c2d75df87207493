"""Reads the plans that the budget is held against, the approved version and last year's file, beside the window."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from cmoplanner.errors import CmoPlannerError
from cmoplanner.i18n import _
from cmoplanner.model.store.snapshot import read_snapshot
from cmoplanner.model.store.versions import approved_of
from cmoplanner.report.budget.pasts import Then, Times
from cmoplanner.ui.context import Context
from cmoplanner.ui.jobs import Latest, Progress
from cmoplanner.ui.plan_data.doing import Say
from cmoplanner.ui.plan_files import SUFFIX

_Wanted = tuple[str, str]  # the id of the approved version and the file of last year, "" for none


class OtherTimes(QObject):
    """Has what was read last; it reads anew when another version or file is meant."""

    changed = Signal()

    def __init__(self, context: Context, say_no: Say, page: QWidget) -> None:
        super().__init__(page)
        self._context = context
        self._say_no = say_no
        self._page = page
        self._read: _Wanted = ("", "")
        self.times = Times()
        self._reading = Latest(0, self)
        self._reading.done.connect(self._keep)
        self._reading.failed.connect(self._refuse)

    def follow(self) -> None:
        """Read what the plan and the settings mean now, if that is not what was read."""
        wanted = self._wanted()
        if wanted != self._read:
            self._read = wanted
            self._reading.ask("times", partial(self._work, wanted))

    def settle(self) -> None:
        """Wait for what is being read, and have it now."""
        self._reading.settle()

    def close_work(self) -> None:
        """Begin nothing more, and wait for what is being read."""
        self._reading.close()

    # last year's file

    @property
    def last_year(self) -> str:
        """The file of last year's plan, "" where none was chosen."""
        return _files(self._context.settings.last_years).get(self._context.document.uuid, "")

    def ask_last_year(self) -> None:
        """Ask for the plan file of last year."""
        folder = str(self._context.document.path.parent)
        pattern = _("Plans (*{suffix})").format(suffix=SUFFIX)
        path, _filter = QFileDialog.getOpenFileName(self._page, _("Last year's plan"), folder, pattern)
        if path:
            self.choose_last_year(path)

    def choose_last_year(self, path: str) -> None:
        """Hold the budget against a plan file; "" holds it against none."""
        files = _files(self._context.settings.last_years)
        files.pop(self._context.document.uuid, None)
        if path:
            files[self._context.document.uuid] = path
        self._context.settings.change(last_years=json.dumps(files))
        self.follow()

    # reading

    def _wanted(self) -> _Wanted:
        document = self._context.document
        version = approved_of(document.versions, document.plan.header.approved_version)
        return version.id if version else "", self.last_year

    def _work(self, wanted: _Wanted, _progress: Progress | None = None) -> tuple[Times, str]:
        """Read what is wanted; a file that cannot be read is told and left out."""
        document, (version, file) = self._context.document, wanted
        found = approved_of(document.versions, version)
        approved = Then.of(found.name, document.plan_of(found.id)) if found else None
        if not file:
            return Times(approved), ""
        try:
            last = read_snapshot(Path(file)).plan
        except CmoPlannerError as error:
            return Times(approved), error.told
        here = document.plan.header.currency
        if last.header.currency != here:
            return Times(approved), _(
                "Last year's plan is in {currency}, this one in {own}: they are not compared."
            ).format(currency=last.header.currency, own=here)
        return Times(approved, Then.of(last.header.fy_label or last.header.name, last)), ""

    def _keep(self, found: tuple[Times, str]) -> None:
        self.times, why = found
        self._say_no(why)
        self.changed.emit()

    def _refuse(self, error: Exception) -> None:
        if not isinstance(error, CmoPlannerError):
            raise error
        self.times = Times()
        self._say_no(error.told)
        self.changed.emit()


def _files(text: str) -> dict[str, str]:
    """Return last year's file by plan; what cannot be read counts as nothing."""
    try:
        stored = json.loads(text) if text else {}
    except ValueError:
        return {}
    known = stored.items() if isinstance(stored, dict) else ()
    return {key: path for key, path in known if isinstance(path, str)}
