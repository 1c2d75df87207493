"""The history panel at the right: acts and named versions, and what can be done with the chosen one."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from cmoplanner.i18n import _
from cmoplanner.model.store.history import Step
from cmoplanner.model.store.versions import Version
from cmoplanner.report.formats import Formats
from cmoplanner.ui.context import Context
from cmoplanner.ui.history.entries import (
    history_lines,
    key_of_version,
    moment_words,
    present_key,
    step_of,
    version_of,
)
from cmoplanner.ui.history.lines import LinesView
from cmoplanner.ui.text import plain_label
from cmoplanner.ui.widgets.controls import ElidedLabel, IconButton
from cmoplanner.ui.widgets.surface import Surface

WIDTH = 320


@dataclass(frozen=True, slots=True)
class VersionActs:
    """What can be done with the version of this id."""

    compare: Callable[[str], None]
    rename: Callable[[str], None]
    open_as_plan: Callable[[str], None]
    delete: Callable[[str], None]


class HistoryPanel(Surface):
    """Lists what was done, live; going back or forward is one act of the document."""

    closed = Signal()
    go_asked = Signal(object)  # the id of an act, or None for the state before all of them
    compare_asked = Signal(object)  # the same: what is other now than it was then
    name_asked = Signal()

    def __init__(self, context: Context, acts: VersionActs, parent: QWidget | None = None) -> None:
        super().__init__(context.theme, "surface", ("left",), parent)
        self._context = context
        self._acts = acts
        self._steps: dict[int, Step] = {}
        self._versions: dict[str, Version] = {}
        self._present = ""
        self._stale = True
        self.setFixedWidth(WIDTH)
        self.list = LinesView(context.theme, _("History of the plan"), self)
        self.stack = QStackedWidget(self)
        self.stack.addWidget(self.list)
        self.stack.addWidget(self._empty())
        self._build()
        self.list.selected.connect(self._show_choice)
        self.list.chosen.connect(self._do)
        self.list.key_pressed.connect(self._key_on_version)
        self.list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.list.customContextMenuRequested.connect(self._open_context_menu)
        context.bridge.changed.connect(self._changed)

    def _build(self) -> None:
        theme = self._context.theme
        self.name_button = IconButton(theme, "flag", _("Name this version"), self)
        self.name_button.clicked.connect(self.name_asked)
        close = IconButton(theme, "close", _("Close the history"), self)
        close.clicked.connect(self.closed)
        head = QHBoxLayout()
        head.setContentsMargins(16, 8, 8, 6)
        head.setSpacing(2)
        head.addWidget(plain_label(_("History"), self, role="title"), 1)
        head.addWidget(self.name_button)
        head.addWidget(close)
        self.caption = ElidedLabel("", "strong-caption", self)
        self.note = plain_label("", self, role="hint", wrap=True)
        self.note.setMaximumHeight(72)
        self.primary = QPushButton(self)
        self.primary.setProperty("role", "primary")
        self.primary.clicked.connect(lambda: self._do(self.list.key))
        self.compare = QPushButton(_("Compare with now…"), self)
        self.compare.clicked.connect(self._compare)
        self.more = IconButton(theme, "more", _("More to do with this version"), self, boxed=True)
        self.more.clicked.connect(self._open_more)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.primary, 1)
        buttons.addWidget(self.more)
        self.foot = Surface(theme, "surface", ("top",), self)
        foot = QVBoxLayout(self.foot)
        foot.setContentsMargins(16, 10, 16, 14)
        foot.setSpacing(6)
        for label in (self.caption, self.note):
            foot.addWidget(label)
        foot.addLayout(buttons)
        foot.addWidget(self.compare)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.stack, 1)
        column.addWidget(self.foot)

    def _empty(self) -> QWidget:
        page = QWidget(self)
        column = QVBoxLayout(page)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(8)
        texts = (
            (_("Nothing was changed yet"), "strong"),
            (_("Every act will be listed here with its time. Choose one to go back to it, and forward again."), "hint"),
            (_("A version that you name keeps the plan as it is now, to be compared with later."), "hint"),
        )
        column.addStretch(1)
        for text, role in texts:
            label = plain_label(text, page, role=role, wrap=True)
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            column.addWidget(label)
        button = QPushButton(_("Name this version…"), page)
        button.clicked.connect(self.name_asked)
        column.addSpacing(4)
        column.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(2)
        self.empty_button = button
        return page

    def open(self) -> None:
        """Show it with the present state chosen, ready for the keyboard."""
        self.show()
        self.list.go_to_key(self._present)
        (self.list if self.stack.currentWidget() is self.list else self.empty_button).setFocus()

    def choose_version(self, version_id: str) -> None:
        """Make a version the chosen line."""
        self._refresh()
        self.list.go_to_key(key_of_version(version_id))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self._refresh()

    def _changed(self, *_changes: object) -> None:
        self._stale = True
        if self.isVisible():
            self._refresh()

    def _refresh(self) -> None:
        """List the past as it is now; where the present was chosen, the new present is."""
        document = self._context.document
        steps, versions = document.steps(), document.versions
        followed = not self.list.key or self.list.key == self._present
        self._stale = False
        self._steps = {step.id: step for step in steps}
        self._versions = {version.id: version for version in versions}
        self._present = present_key(steps)
        lines = history_lines(steps, versions, Formats.of(document.plan), datetime.now().astimezone().date())
        self.stack.setCurrentIndex(0 if lines else 1)
        self.list.show_lines(lines, self._present if followed else "")
        if followed:
            self.list.go_to_key(self._present)
        self.name_button.setEnabled(not document.read_only)
        self.empty_button.setEnabled(not document.read_only)
        self._show_choice(self.list.key)

    def _show_choice(self, key: str) -> None:
        """Say what the chosen line is and what can be done with it."""
        self.foot.setVisible(bool(key))
        if not key:
            return
        version = self._versions.get(version_of(key))
        self.more.setVisible(version is not None)
        self.compare.setVisible(version is None and key != self._present)
        formats = Formats.of(self._context.document.plan)
        if version is not None:
            self.caption.setText(moment_words(version.at, formats))
            self._show_note(version.note)
            self._offer(_("Compare with now…"), enabled=True)
            return
        step = self._steps.get(step_of(key) or 0)
        if step is not None:
            self.caption.setText(moment_words(step.at, formats))
        else:
            self.caption.setText(_("As the plan was before all of these acts"))
        self._show_note(_("“{name}” can only be read.").format(name=self._name()) if self._read_only() else "")
        if key == self._present:
            self._offer(_("The plan is here now"), enabled=False)
        else:
            forward = step is not None and step.undone
            words = _("Go forward to here") if forward else _("Go back to here")
            self._offer(words, enabled=not self._read_only())

    def _name(self) -> str:
        return self._context.document.path.name

    def _read_only(self) -> bool:
        return self._context.document.read_only

    def _show_note(self, text: str) -> None:
        self.note.setText(text)
        self.note.setVisible(bool(text))

    def _offer(self, text: str, *, enabled: bool) -> None:
        self.primary.setText(text)
        self.primary.setEnabled(enabled)

    def _do(self, key: str) -> None:
        """Do what the chosen line is first of all there for: compare a version, go to an act."""
        if version_id := version_of(key):
            self._acts.compare(version_id)
        elif key and key != self._present and not self._read_only():
            self.go_asked.emit(step_of(key))

    def _compare(self) -> None:
        """Compare an act, or the state before all of them, with now."""
        key = self.list.key
        if key and not version_of(key):
            self.compare_asked.emit(step_of(key))

    def _key_on_version(self, key: str, pressed: int) -> None:
        version_id = version_of(key)
        if not version_id or self._read_only():
            return
        if pressed == Qt.Key.Key_F2:
            self._acts.rename(version_id)
        else:
            self._acts.delete(version_id)

    def menu(self, version_id: str) -> QMenu:
        """Return the menu of a version."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        acts = self._acts
        writable = not self._read_only()
        for text, act, enabled in (
            (_("Compare with now…"), acts.compare, True),
            (_("Open as a new plan file…"), acts.open_as_plan, True),
            (_("Rename…"), acts.rename, writable),
            (_("Delete…"), acts.delete, writable),
        ):
            action = menu.addAction(text)
            action.setEnabled(enabled)
            action.triggered.connect(lambda _checked=False, act=act: act(version_id))
        return menu

    def menu_of_act(self, key: str) -> QMenu:
        """Return the menu of an act, or of the state before all of them."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        elsewhere = key != self._present
        for text, act, enabled in (
            (self.primary.text(), partial(self._do, key), elsewhere and not self._read_only()),
            (_("Compare with now…"), self._compare, elsewhere),
        ):
            action = menu.addAction(text)
            action.setEnabled(enabled)
            action.triggered.connect(lambda _checked=False, act=act: act())
        return menu

    def _open_more(self) -> None:
        if version_id := version_of(self.list.key):
            self.menu(version_id).popup(self.more.mapToGlobal(self.more.rect().bottomLeft()))

    def _open_context_menu(self, place: QPoint) -> None:
        key = self.list.key
        menu = self.menu(version_of(key)) if version_of(key) else self.menu_of_act(key) if key else None
        if menu is not None:
            menu.popup(self.list.viewport().mapToGlobal(place))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)
