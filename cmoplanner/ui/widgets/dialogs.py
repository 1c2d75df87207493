"""Dialogs in the product's look: a message with its remedy, a question, progress, the keyboard, about."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from cmoplanner import __version__
from cmoplanner.errors import CmoPlannerError
from cmoplanner.i18n import _
from cmoplanner.ui.jobs import Job
from cmoplanner.ui.text import plain_label

_PROGRESS_AFTER_MS = 400
_MARGIN = 24


class Details(QWidget):
    """Words for support that fold out, to be selected or copied."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.toggle = QPushButton(_("Show details"), self)
        self.toggle.setProperty("role", "link")
        self.text = QPlainTextEdit(text, self)
        self.text.setReadOnly(True)
        self.text.setFixedHeight(128)
        self.text.setAccessibleName(_("Details"))
        self.text.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.toggle, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.text)
        self.toggle.clicked.connect(self._flip)
        self.setVisible(bool(text))

    def _flip(self) -> None:
        self.text.setVisible(self.text.isHidden())
        self.toggle.setText(_("Show details") if self.text.isHidden() else _("Hide details"))
        if self.window().isWindow() and isinstance(self.window(), QDialog):
            self.window().adjustSize()


class Message(QDialog):
    """What happened, what is safe and what to do next; the details fold out."""

    def __init__(
        self, title: str, sentence: str, remedy: str = "", details: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setMinimumWidth(440)
        self.sentence = plain_label(sentence, self, role="title", wrap=True)
        self.remedy = plain_label(remedy, self, wrap=True)
        self.remedy.setVisible(bool(remedy))
        self.close_button = QPushButton(_("Close"), self)
        self.close_button.setDefault(True)
        self.close_button.clicked.connect(self.accept)
        self.buttons = QHBoxLayout()
        self.buttons.addStretch(1)
        self.buttons.addWidget(self.close_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(_MARGIN, _MARGIN, _MARGIN, 20)
        column.setSpacing(12)
        column.addWidget(self.sentence)
        column.addWidget(self.remedy)
        column.addWidget(Details(details, self))
        column.addSpacing(4)
        column.addLayout(self.buttons)
        _fit(self)

    def offer(self, words: str, answer: Callable[[], object]) -> QPushButton:
        """Add another answer before the last button, with room for all of their words; return its button."""
        button = QPushButton(words, self)
        button.setAutoDefault(False)
        button.clicked.connect(lambda _checked=False: answer())
        self.buttons.insertWidget(self.buttons.count() - 1, button)
        for one in self.findChildren(QPushButton):
            one.ensurePolished()  # the style sheet's padding counts
        self.setMinimumWidth(max(self.minimumWidth(), self.buttons.sizeHint().width() + 2 * _MARGIN))
        _fit(self)
        return button

    @classmethod
    def of(cls, error: Exception, parent: QWidget | None = None) -> "Message":
        """Return the message for a fault of the world."""
        if isinstance(error, CmoPlannerError):
            return cls(_("CMO Planner"), error.sentence, error.remedy, error.details, parent)
        return cls(
            _("CMO Planner"),
            _("Something went wrong in the program."),
            _("Your plan is safe: every edit was kept on this computer. You can go on working."),
            f"{type(error).__name__}: {error}",
            parent,
        )


class Confirm(QDialog):
    """Asks before something that cannot be undone; Enter and Escape keep everything."""

    def __init__(self, question: str, lost: str, act: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("CMO Planner"))
        self.setMinimumWidth(440)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.keep = QPushButton(_("Keep"), self)
        self.keep.setDefault(True)
        self.keep.clicked.connect(self.reject)
        self.act = QPushButton(act, self)
        self.act.setProperty("role", "danger")
        self.act.setAutoDefault(False)
        self.act.clicked.connect(self.accept)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.act)
        foot.addWidget(self.keep)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 20)
        column.setSpacing(12)
        column.addWidget(plain_label(question, self, role="title", wrap=True))
        column.addWidget(plain_label(lost, self, wrap=True))
        column.addSpacing(4)
        column.addLayout(foot)
        _fit(self)


def _fit(dialog: QDialog) -> None:
    """Make a dialog as high as its wrapped texts need at its width: Qt guesses the height from narrower lines."""
    layout = dialog.layout()
    if layout is not None:
        dialog.ensurePolished()
        width = dialog.minimumWidth()
        dialog.resize(width, layout.totalHeightForWidth(width))


class Working(QDialog):
    """Progress of a job with a button that stops it; shown only when the job takes a moment."""

    def __init__(self, job: Job, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(job.title)
        self.setModal(True)
        self.setMinimumWidth(380)
        self.bar = QProgressBar(self)
        self.bar.setRange(0, 0)
        self.bar.setTextVisible(False)
        self.stop = QPushButton(_("Stop"), self)
        self.stop.clicked.connect(job.cancel)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.stop)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(12)
        column.addWidget(plain_label(job.title, self, role="title"))
        column.addWidget(self.bar)
        column.addLayout(foot)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.timeout.connect(self.show)
        self._later.start(_PROGRESS_AFTER_MS)
        job.progressed.connect(self._show_progress)
        job.ended.connect(self._end)
        self.rejected.connect(job.cancel)

    def _show_progress(self, share: float) -> None:
        self.bar.setRange(0, 1000)
        self.bar.setValue(round(share * 1000))

    def _end(self) -> None:
        self._later.stop()
        self.hide()
        self.deleteLater()


class Keyboard(QDialog):
    """Every shortcut with what it does."""

    def __init__(self, shortcuts: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Keyboard"))
        inside = QWidget()
        grid = QGridLayout(inside)
        grid.setContentsMargins(0, 0, 16, 0)
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(8)
        for i, (keys, text) in enumerate(shortcuts):
            native = QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText) or keys
            grid.addWidget(plain_label(native, role="value"), i, 0)
            grid.addWidget(plain_label(text), i, 1)
        grid.setColumnStretch(1, 1)
        grid.setRowStretch(len(shortcuts), 1)
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setWidget(inside)
        close = QPushButton(_("Close"), self)
        close.setDefault(True)
        close.clicked.connect(self.accept)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(12)
        column.addWidget(plain_label(_("Keyboard"), self, role="heading"))
        column.addWidget(area)
        column.addWidget(close, 0, Qt.AlignmentFlag.AlignRight)
        room = QGuiApplication.primaryScreen().availableGeometry().height()
        self.resize(460, min(640, room - 80))


class About(QDialog):
    """What this is, which version, where the plan is."""

    def __init__(self, plan: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("About CMO Planner"))
        self.setMinimumWidth(440)
        close = QPushButton(_("Close"), self)
        close.setDefault(True)
        close.clicked.connect(self.accept)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 20)
        column.setSpacing(8)
        column.addWidget(plain_label(_("CMO Planner"), self, role="heading"))
        column.addWidget(plain_label(_("Version {version}").format(version=__version__), self, role="hint"))
        column.addWidget(plain_label(_("Plans a company's marketing, offline. Nothing leaves this computer."), self))
        where = plain_label(plan, self, role="hint", wrap=True)
        where.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        column.addWidget(where)
        column.addSpacing(4)
        column.addWidget(close, 0, Qt.AlignmentFlag.AlignRight)
