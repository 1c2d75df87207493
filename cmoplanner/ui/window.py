"""The window: shows a plan or why there is none, and owns what outlives a plan: theme, settings, jobs."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QFileDialog, QMainWindow, QMenuBar, QWidget

from cmoplanner.errors import CmoPlannerError
from cmoplanner.i18n import _
from cmoplanner.report.palette import Palette
from cmoplanner.settings import Settings
from cmoplanner.ui.error_page import ErrorPage
from cmoplanner.ui.jobs import Jobs
from cmoplanner.ui.theme import Theme, ThemeSwitch
from cmoplanner.ui.widgets.dialogs import Message
from cmoplanner.ui.widgets.opening import OpeningPage

if TYPE_CHECKING:  # a window is painted before these are loaded
    from cmoplanner.model.store.document import Document
    from cmoplanner.ui.welcome.page import WelcomePage
    from cmoplanner.ui.welcome.start import Start
    from cmoplanner.ui.workspace import Workspace

_SMALLEST = (1024, 640)
_USUAL = (1440, 900)
_FRAME = (4, 40)  # px that a desktop adds around a window: borders and the title


class Window(QMainWindow):
    """One window, one plan at a time."""

    closed = Signal()

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        app = QApplication.instance()
        if not isinstance(app, QApplication):
            raise TypeError("a window needs an application")
        self.settings = settings
        self.theme = Theme(Palette.load("light"), self)
        self.switch = ThemeSwitch(app, self.theme, settings.theme)
        self.jobs = Jobs(self)
        self.workspace: Workspace | None = None
        self.welcome: WelcomePage | None = None
        self._start: Start | None = None
        self.setWindowTitle(_("CMO Planner"))
        self.setMinimumSize(*_SMALLEST)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.setAcceptDrops(True)
        self._place()
        self.setCentralWidget(OpeningPage(self.theme))

    def _place(self) -> None:
        """Go where the window was left, else to a usual size inside the screen."""
        kept = base64.b64decode(self.settings.geometry) if self.settings.geometry else b""
        if kept and self.restoreGeometry(kept):
            return
        room = QGuiApplication.primaryScreen().availableGeometry()
        self.resize(min(_USUAL[0], room.width() - _FRAME[0]), min(_USUAL[1], room.height() - _FRAME[1]))

    def show_document(self, document: Document) -> None:
        """Show a plan in place of what was shown; the one before must be closed."""
        from cmoplanner.ui.history.notices import PastNotices
        from cmoplanner.ui.shell_commands import ShellCommands
        from cmoplanner.ui.workspace import Workspace

        workspace = Workspace(document, self.theme, self.settings, self._native_menus(), self)
        self.workspace = workspace
        self._swap(workspace)
        shell = ShellCommands(self, workspace)
        workspace.add_commands(shell.commands())
        self.settings.opened(document.path, document.plan.header.name)
        notices = PastNotices(document, workspace.notices, shell.history, self.jobs, self.open, workspace)
        workspace.keeper.kept.connect(notices.follow_file)
        workspace.keeper.kept_anew.connect(notices.tell_anew)
        workspace.focus_page()

    def _native_menus(self) -> QMenuBar | None:
        from cmoplanner.ui.plan_files import on_macos

        return self.menuBar() if on_macos() else None

    @property
    def start(self) -> Start:
        """What starts plans: the welcome page and the assistant."""
        from cmoplanner.ui.welcome.start import Start

        if self._start is None:
            self._start = Start(self)
        return self._start

    def show_welcome(self) -> None:
        """Show the welcome page, in place of the plan that is open."""
        self.close_plan()
        self.setWindowTitle(_("CMO Planner"))
        page = self.start.page()
        self._swap(page)
        self.welcome = page
        page.begin()

    def show_error(self, error: CmoPlannerError) -> None:
        """Say why there is no plan, and offer ways on."""
        page = ErrorPage(self.theme, error)
        self.setWindowTitle(_("CMO Planner"))
        page.open_asked.connect(self.ask_open)
        page.sample_asked.connect(lambda: self.open(None))
        self.workspace = None
        self._swap(page)

    def _swap(self, page: QWidget) -> None:
        self.welcome = None
        old = self.takeCentralWidget()
        self.setCentralWidget(page)
        if old is not None:
            old.hide()
            old.deleteLater()

    def ask_open(self) -> None:
        """Ask for a plan file and open it."""
        from cmoplanner.ui.plan_files import SUFFIX, plans_folder

        start = self.workspace.context.document.path.parent if self.workspace else plans_folder()
        name, _filter = QFileDialog.getOpenFileName(
            self, _("Open a plan"), str(start), _("Plans (*{suffix});;All files (*)").format(suffix=SUFFIX)
        )
        if name:
            self.open(Path(name))

    def open(self, path: Path | None) -> None:
        """Open a plan file, or the sample, in place of the plan that is open; that one stays if it fails."""
        from cmoplanner.model.store.document import Document
        from cmoplanner.ui.plan_files import open_sample

        if self.workspace and path and path.resolve() == self.workspace.context.document.path.resolve():
            return
        try:
            document = Document.open(path) if path else open_sample()
        except CmoPlannerError as error:
            if self.workspace or self.welcome:
                Message.of(error, self).open()
            else:
                self.show_error(error)
            return
        self.close_plan()
        self.show_document(document)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Let a file be dropped that may be a plan."""
        from cmoplanner.ui.welcome.start import dropped_plan

        if dropped_plan(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open the file that was dropped."""
        from cmoplanner.ui.welcome.start import dropped_plan

        if path := dropped_plan(event):
            event.acceptProposedAction()
            self.open(path)

    def close_plan(self) -> None:
        """Publish and let go of the plan that is open; a file that cannot be written now is told."""
        if not self.workspace:
            return
        self.jobs.stop_all()
        workspace, self.workspace = self.workspace, None
        try:
            workspace.close_plan()
        except CmoPlannerError as error:
            message = Message.of(error, self)
            message.exec()
            message.deleteLater()

    def closeEvent(self, event: QCloseEvent) -> None:
        geometry = base64.b64encode(self.saveGeometry().data()).decode("ascii")
        self.settings.change(geometry=geometry)
        self.close_plan()
        super().closeEvent(event)
        self.closed.emit()

    def choose_theme(self, choice: str) -> None:
        """Change the theme and remember it."""
        self.settings.change(theme=choice)
        self.switch.choose(choice)

    def choose_language(self, language: str) -> None:
        """Remember a language; it is spoken from the next start on."""
        self.settings.change(language=language)
        if self.workspace:
            self.workspace.context.commands.say(_("The language changes at the next start."))

    def tell(self, error: Exception) -> None:
        """Tell a fault that nobody handled where it happened."""
        Message.of(error, self).open()
