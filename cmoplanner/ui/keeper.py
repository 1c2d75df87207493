"""Keeps the plan file and the backups up to date beside the user's work: written in threads, told in the status bar.

What is written is taken from the document in a moment. The document itself is only ever used on the window's thread,
edits go on meanwhile, and they are in what is written next.
"""

import logging
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from cmoplanner.errors import PlanConflict, PlanFileError, PlanNotWritable
from cmoplanner.i18n import _
from cmoplanner.model.store.backups import PendingBackup
from cmoplanner.model.store.changes import Changes
from cmoplanner.model.store.document import Document
from cmoplanner.model.store.publish import Publication
from cmoplanner.ui.bridge import Bridge
from cmoplanner.ui.jobs import Job, Jobs, Progress

REST_MS = 20_000  # without an edit: then the plan file follows
BACKUP_MS = 600_000  # after the first edit since the last backup: then one more is made

_log = logging.getLogger(__name__)


class Keeper(QObject):
    """Brings the plan file up to date after a rest, or when the user asks."""

    kept = Signal()  # the plan was written, to its file or beside it
    kept_anew = Signal(object)  # the path: the plan file was no longer there, and is now
    told = Signal(str)  # for the status bar
    failed = Signal(object)  # the error because of which what the user asked for was not done

    def __init__(self, document: Document, bridge: Bridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.backups = BackupKeeper(document, bridge, self)
        self.backups.told.connect(self.told)
        self._document = document
        self._jobs = Jobs(self)
        self._job: Job | None = None
        self._rest = _timer(self, REST_MS, self.publish)
        self._asked = False
        self._trouble_told = False
        self._closing = False
        self._conflict: PlanConflict | None = None
        bridge.changed.connect(self._changed)

    def _changed(self, _changes: Changes) -> None:
        self._rest.start()

    @property
    def busy(self) -> bool:
        """Whether the plan file is being written."""
        return self._job is not None

    def save(self) -> None:
        """Bring the plan file up to date because the user asks: how it goes is told in any case."""
        self._asked = True
        if self._document.has_unpublished:
            self.told.emit(_("Updating “{name}”…").format(name=self._document.path.name))
        self.publish()

    def publish(self) -> None:
        """Begin to bring the plan file up to date, if it is not."""
        self._rest.stop()
        if self._job is not None:
            return  # what has changed since it began follows when it ends
        publication = self._document.publication()
        if publication is None:
            self._tell_done()
            return
        self._job = self._jobs.start("publish", partial(_written, publication.write))
        self._job.done.connect(partial(self._ended, publication))
        self._job.failed.connect(partial(self._broken, publication))

    def _broken(self, publication: Publication, fault: Exception) -> None:
        """Take a fault of the program, which is in the log, as one of the disk: the edits are as safe."""
        self._ended(publication, PlanNotWritable(publication.path, str(fault)))

    def _ended(self, publication: Publication, error: PlanFileError | None) -> None:
        self._job = None
        if error is None:
            self._document.published(publication, publication.path)
            self._trouble_told = False
            self.kept.emit()
            if publication.anew and not self._closing:
                self.kept_anew.emit(publication.path)
            if self._asked:
                self.publish()
            return
        if isinstance(error, PlanConflict):
            self._document.published(publication, error.kept_as)
            self.kept.emit()
            self._conflict = error
        elif not self._closing:
            self._rest.start()
        self._tell_trouble(error)

    def _tell_done(self) -> None:
        if self._asked:
            self._asked = False
            self.told.emit(_("“{name}” is up to date").format(name=self._document.path.name))

    def _tell_trouble(self, error: PlanFileError) -> None:
        if self._closing:
            return
        if self._asked:
            self._asked = False
            self.failed.emit(error)
        elif isinstance(error, PlanConflict):
            self.told.emit(error.told)
        elif not self._trouble_told:
            self._trouble_told = True
            self.told.emit(error.sentence)

    def close(self) -> None:
        """Wait for what is being written, and begin nothing more.

        Raises PlanConflict if somebody else had changed the file: what was being written is beside it now.
        """
        self._closing, self._asked, self._conflict = True, False, None
        self._rest.stop()
        self.backups.close()
        if self._job is not None:
            self._job.settle()
        if self._conflict is not None:
            raise self._conflict


class BackupKeeper(QObject):
    """Backs up every ten minutes if there were edits, and the state before each bulk edit; one after another."""

    told = Signal(str)

    def __init__(self, document: Document, bridge: Bridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._jobs = Jobs(self)
        self._job: Job | None = None
        self._waiting: PendingBackup | None = None
        self._clock = _timer(self, BACKUP_MS, self.back_up)
        self._trouble_told = False
        self._closing = False
        bridge.changed.connect(self._changed)
        document.hand_backups_to(self._take)

    def _changed(self, _changes: Changes) -> None:
        if not self._clock.isActive():
            self._clock.start()

    @property
    def busy(self) -> bool:
        """Whether a backup is being written."""
        return self._job is not None

    def back_up(self) -> None:
        """Begin to back up the plan as it is now."""
        self._take(self._document.pending_backup())

    def _take(self, pending: PendingBackup) -> None:
        if self._job is None:
            self._start(pending)
        elif self._waiting is None:  # else one is kept from before a series of bulk edits already
            self._waiting = pending

    def _start(self, pending: PendingBackup) -> None:
        self._job = self._jobs.start("back up", partial(_written, pending.write))
        self._job.done.connect(self._ended)
        self._job.failed.connect(self._ended)

    def _ended(self, error: Exception | None) -> None:
        self._job = None
        if error is None:
            self._trouble_told = False
        else:
            self._tell_trouble()
        waiting, self._waiting = self._waiting, None
        if waiting is not None:
            self._start(waiting)

    def _tell_trouble(self) -> None:
        """Say it once; it is tried again, and undo and the plan file are there."""
        if self._closing:
            return
        self._clock.start()
        if not self._trouble_told:
            self._trouble_told = True
            self.told.emit(_("No backup could be made; all edits are kept. Is there room on the disk?"))

    def close(self) -> None:
        """Wait for what is being written, and begin nothing more."""
        self._closing = True
        self._clock.stop()
        while self._job is not None:
            self._job.settle()


def _timer(owner: QObject, interval: int, act: Callable[[], None]) -> QTimer:
    timer = QTimer(owner)
    timer.setSingleShot(True)
    timer.setInterval(interval)
    timer.timeout.connect(act)
    return timer


def _written(write: Callable[[], object], _progress: Progress) -> PlanFileError | None:
    """Write; return what the world had against it."""
    try:
        write()
    except PlanFileError as error:
        _log.warning("%s (%s)", error.sentence, error.details)
        return error
    return None
