"""Asks for the name, and a note, of a version; what the plan refuses is said beside the name."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from cmoplanner.errors import CmoPlannerError, EditRefused
from cmoplanner.i18n import _
from cmoplanner.model.values import NAME_LIMIT, clean_text
from cmoplanner.ui.jobs import Job
from cmoplanner.ui.text import plain_label
from cmoplanner.ui.widgets.controls import restyle

Later = tuple[Job, Callable[[Any], None]]
"""A job, and what takes its result."""
Take = Callable[[str, str], Later | None]
"""Takes a name and a note; returns what is still to come, None if all is done. Raises EditRefused, also later."""


class VersionName(QDialog):
    """A name and a note; Enter keeps, Escape leaves, also while it is being done."""

    def __init__(
        self, title: str, explained: str, button: str, take: Take, parent: QWidget | None = None, *, noted: bool = True
    ) -> None:
        super().__init__(parent)
        self._take = take
        self._job: Job | None = None
        self.setWindowTitle(title)
        self.setMinimumWidth(440)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.name = QLineEdit(self)
        self.name.setAccessibleName(_("Name"))
        self.name.setMaxLength(NAME_LIMIT)
        self.name.setPlaceholderText(_("For example: Board, first reading"))
        self.error = plain_label("", self, role="error", wrap=True)
        self.error.hide()
        self.note = QPlainTextEdit(self)
        self.note.setAccessibleName(_("Note"))
        self.note.setTabChangesFocus(True)
        self.note.setFixedHeight(72)
        self.note.setVisible(noted)
        self.keep = QPushButton(button, self)
        self.keep.setDefault(True)
        self.keep.clicked.connect(self._keep)
        cancel = QPushButton(_("Cancel"), self)
        cancel.clicked.connect(self.reject)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        self.bar = QProgressBar(self)
        self.bar.setRange(0, 0)
        self.bar.setTextVisible(False)
        self.bar.hide()
        foot.addWidget(self.bar, 1)
        foot.addStretch(1)
        foot.addWidget(cancel)
        foot.addWidget(self.keep)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(4)
        column.addWidget(plain_label(title, self, role="title"))
        column.addWidget(plain_label(explained, self, role="hint", wrap=True))
        column.addSpacing(10)
        column.addWidget(plain_label(_("Name"), self, role="value"))
        column.addWidget(self.name)
        column.addWidget(self.error)
        if noted:
            column.addSpacing(8)
            column.addWidget(plain_label(_("Note, if you like"), self, role="value"))
            column.addWidget(self.note)
        column.addSpacing(14)
        column.addLayout(foot)
        self.name.textChanged.connect(self._typed)
        self._typed()

    def show_name(self, name: str) -> None:
        """Offer a name to be changed."""
        self.name.setText(name)
        self.name.selectAll()

    def _typed(self) -> None:
        self.keep.setEnabled(bool(clean_text(self.name.text())))
        self.error.hide()
        restyle(self.name, "invalid", "false")

    def _keep(self) -> None:
        try:
            later = self._take(self.name.text(), self.note.toPlainText())
        except EditRefused as refusal:
            self._refuse(refusal)
            return
        if later is None:
            self.accept()
            return
        job, finish = later
        self._job = job
        self._wait(waiting=True)
        job.done.connect(partial(self._done, finish))
        job.failed.connect(self._refuse)
        job.dropped.connect(self._stopped)

    def _wait(self, *, waiting: bool) -> None:
        for part in (self.name, self.note, self.keep):
            part.setEnabled(not waiting)
        self.bar.setVisible(waiting)

    def _done(self, finish: Callable[[Any], None], result: object) -> None:
        try:
            finish(result)
        except EditRefused as refusal:
            self._refuse(refusal)
        else:
            self.accept()

    def _stopped(self) -> None:
        self._job = None
        super().reject()

    def _refuse(self, error: Exception) -> None:
        self._job = None
        self._wait(waiting=False)
        restyle(self.name, "invalid", "true")
        self.error.setText(error.told if isinstance(error, CmoPlannerError) else str(error))
        self.error.show()
        self.name.setFocus()
        self.name.selectAll()

    def reject(self) -> None:
        """Leave; what is under way is stopped first."""
        if self._job is not None:
            self._job.cancel()
        else:
            super().reject()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier and self.keep.isEnabled():
            self._keep()
        else:
            super().keyPressEvent(event)
