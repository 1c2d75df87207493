"""Starts the window: paints it first, loads the heavy parts beside it, then opens the plan."""

import logging
import sys
import threading
import traceback
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QLocale, QObject, Qt, Signal
from PySide6.QtWidgets import QApplication

from cmoplanner import __version__
from cmoplanner.errors import CmoPlannerError
from cmoplanner.i18n import _, use_language
from cmoplanner.log import start_log, stop_log
from cmoplanner.settings import Settings
from cmoplanner.ui.window import Window

_log = logging.getLogger(__name__)


class Starter(QObject):
    """Loads the heavy modules in a thread while the first window is painted, then shows plan or welcome page."""

    _loaded = Signal()

    def __init__(self, window: Window, path: Path | None, *, sample: bool = False) -> None:
        super().__init__(window)
        self._sample = sample
        self._window = window
        self._path = path
        self._thread = threading.Thread(target=self._load, name="loading", daemon=True)
        self._loaded.connect(self._open, Qt.ConnectionType.QueuedConnection)

    def start(self) -> None:
        """Begin; the plan is shown when everything is loaded."""
        self._thread.start()

    def _load(self) -> None:
        try:
            from cmoplanner.ui import shell_commands  # noqa: F401 - brings numpy, SQLAlchemy and every page with it
            from cmoplanner.ui.welcome import start  # noqa: F401
        finally:
            self._loaded.emit()

    def _open(self) -> None:
        self._thread.join()
        from cmoplanner.ui.plan_files import open_plan

        try:
            if self._sample:
                self._window.open(None)
            elif document := open_plan(self._path, self._window.settings):
                self._window.show_document(document)
            else:
                self._window.show_welcome()
        except CmoPlannerError as error:
            self._window.show_error(error)
        except Exception:  # noqa: BLE001 - a window that stays on “Opening the plan…” has no way out
            _log.exception("the plan could not be shown")
            self._window.show_error(
                CmoPlannerError(
                    _("The plan could not be shown: something went wrong in the program."),
                    _("The plan file is untouched. Open another plan, or a backup of this one."),
                    traceback.format_exc(),
                )
            )


class UnhandledErrors:
    """Tells what nobody handled: a fault of the world by its sentence, a bug plainly; logs the bug."""

    def __init__(self, window: Window) -> None:
        self._window = window
        self._before = sys.excepthook
        self._telling = False

    def install(self) -> None:
        """Take over."""
        self._before = sys.excepthook
        sys.excepthook = self.handle

    def remove(self) -> None:
        """Give back what was there before."""
        sys.excepthook = self._before

    def handle(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """Tell one error; one that comes while another is told is only logged."""
        if not isinstance(error, Exception):
            self._before(kind, error, trace)
            return
        if not isinstance(error, CmoPlannerError):
            _log.error("not handled", exc_info=(kind, error, trace))
        if self._telling:
            return
        self._telling = True
        try:
            self._window.tell(error)
        finally:
            self._telling = False


def application(arguments: list[str] | None = None) -> QApplication:
    """Return the application, made if there is none yet."""
    existing = QApplication.instance()
    if isinstance(existing, QApplication):
        return existing
    app = QApplication(arguments or ["cmoplanner"])
    app.setApplicationName("cmoplanner")
    app.setApplicationDisplayName(_("CMO Planner"))
    app.setApplicationVersion(__version__)
    app.setDesktopFileName("cmoplanner")
    return app


def run(path: Path | None = None, *, sample: bool = False) -> int:
    """Open the window on a plan and stay until it is closed; return the exit code.

    Without a plan it is the sample, if that is asked for, or the plan that was open last, or else the welcome page.
    """
    log = start_log()
    app = application()
    settings = Settings.load()
    use_language(QLocale().name().split("_")[0] if settings.language == "system" else settings.language)
    window = Window(settings)
    errors = UnhandledErrors(window)
    errors.install()
    starter = Starter(window, path, sample=sample)
    window.show()
    starter.start()
    try:
        return app.exec()
    finally:
        errors.remove()
        window.close_plan()
        stop_log(log)
