"""The presenter's desk: this page, the next one, notes, timer and clock, on another screen or in place of the page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from cmoplanner.i18n import _
from cmoplanner.report.drawn import Drawn
from cmoplanner.ui.presenter.canvas import Canvas
from cmoplanner.ui.presenter.stopwatch import Stopwatch
from cmoplanner.ui.render import Renderer
from cmoplanner.ui.text import plain_label
from cmoplanner.ui.theme import Theme
from cmoplanner.ui.widgets.surface import Surface

_TICK = 500  # ms
_REST = 800  # ms without typing until notes are kept


class Notes(QPlainTextEdit):
    """The notes of a page; Escape gives the keys back to the presentation."""

    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.left.emit()


class Desk(Surface):
    """What the presenter sees. `noted` brings a page's id with its notes as they are now."""

    noted = Signal(str, str)
    left = Signal()
    keyed = Signal(object)  # a QKeyEvent, where the desk is a window of its own

    def __init__(
        self,
        theme: Theme,
        renderer: Renderer,
        watch: Stopwatch,
        now: Callable[[], datetime],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, "window", (), parent)
        self._watch = watch
        self._now = now
        self._page = ""
        self._kept = ""
        self.setWindowTitle(_("Presenter"))
        self.setAccessibleName(_("Presenter’s desk"))
        self.current = Canvas(theme, renderer, self)
        self.next = Canvas(theme, renderer, self)
        for canvas in (self.current, self.next):
            canvas.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            canvas.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            canvas.surround = theme.color("window")
        self.current.setMinimumSize(QSize(480, 270))
        self.next.setMinimumSize(QSize(280, 158))
        self.number = plain_label("", self, role="heading")
        self.timer = plain_label("", self, role="headline")
        self.clock = plain_label("", self, role="heading")
        self.start = QPushButton(_("Pause"), self)
        self.reset = QPushButton(_("From 0"), self)
        for button in (self.start, self.reset):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.notes = Notes(self)
        self.notes.setAccessibleName(_("Notes"))
        self.notes.setPlaceholderText(_("Notes for this page: only you see them."))
        self._tick = QTimer(self)
        self._tick.setInterval(_TICK)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST)
        self._lay_out()
        self._tick.timeout.connect(self._show_time)
        self._rest.timeout.connect(self.keep)
        self.start.clicked.connect(self._start_or_pause)
        self.reset.clicked.connect(self._begin_again)
        self.notes.textChanged.connect(self._rest.start)
        self.notes.left.connect(self._leave_notes)
        self._show_time()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self.number)
        head.addStretch(1)
        head.addWidget(self.timer)
        head.addWidget(self.start)
        head.addWidget(self.reset)
        head.addStretch(1)
        head.addWidget(self.clock)
        right = QVBoxLayout()
        right.setSpacing(8)
        right.addWidget(plain_label(_("Next"), self, role="hint"))
        right.addWidget(self.next, 2)
        right.addWidget(plain_label(_("Notes"), self, role="hint"))
        right.addWidget(self.notes, 3)
        pages = QHBoxLayout()
        pages.setSpacing(16)
        pages.addWidget(self.current, 5)
        pages.addLayout(right, 3)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 20)
        column.setSpacing(12)
        column.addLayout(head)
        column.addLayout(pages, 1)

    def show_page(self, page_id: str, notes: str, words: str, drawn: Drawn, following: Drawn | None) -> None:
        """Show a page with its notes, `words` such as "3 of 7", and the page after it if there is one."""
        if page_id != self._page:
            self.keep()
        self.number.setText(words)
        self.current.show_page(drawn, words)
        self.next.setVisible(following is not None)
        if following is not None:
            self.next.show_page(following, _("Next"))
        if page_id != self._page or not self.notes.hasFocus():
            self._page = page_id
            self._kept = notes
            self.notes.blockSignals(True)
            self.notes.setPlainText(notes)
            self.notes.blockSignals(False)

    def keep(self) -> None:
        """Tell the notes that were typed."""
        self._rest.stop()
        text = self.notes.toPlainText()
        if self._page and text != self._kept:
            self._kept = text
            self.noted.emit(self._page, text)

    def _leave_notes(self) -> None:
        self.keep()
        if self.notes.hasFocus():
            self.left.emit()

    # time

    def _start_or_pause(self) -> None:
        if self._watch.running:
            self._watch.pause()
        else:
            self._watch.start()
        self._show_time()

    def _begin_again(self) -> None:
        self._watch.reset()
        self._show_time()

    def _show_time(self) -> None:
        self.timer.setText(self._watch.text)
        self.start.setText(_("Pause") if self._watch.running else _("Start"))
        self.clock.setText(f"{self._now():%H:%M}")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.isWindow():
            self.keyed.emit(event)
        else:
            super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._show_time()
        self._tick.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._tick.stop()
        self.keep()
