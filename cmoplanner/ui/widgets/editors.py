"""One editor for each kind of field: shows a value, takes a new one, refuses with a sentence and loses nothing."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QCompleter, QPlainTextEdit, QVBoxLayout, QWidget

from cmoplanner.i18n import _
from cmoplanner.model.fields import Field, Kind
from cmoplanner.ui.field_text import FieldText
from cmoplanner.ui.text import plain_label
from cmoplanner.ui.theme import Theme
from cmoplanner.ui.widgets.controls import CheckBox, ComboBox, restyle
from cmoplanner.ui.widgets.lines import Line, SuggestLine

MIXED = "—"
_NUMBERS = {Kind.MONEY, Kind.AMOUNT, Kind.RATE, Kind.NUMBER, Kind.COUNT}


class Mixed:
    """Stands for "the selected things differ here"."""


MIXED_VALUE = Mixed()


class Editor(QWidget):
    """A control with the sentence of refusal under it. `committed` carries the new Python value, None for blank."""

    committed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(2)
        self._error = plain_label("", self, role="error", wrap=True)
        self._error.hide()
        self.control: QWidget = self

    def place(self, control: QWidget, name: str, *, framed: bool = True) -> None:
        """Put the control above the sentence; `name` is read out to those who cannot see it.

        What only holds other controls has no frame and height of its own.
        """
        if framed:
            control.setProperty("field", True)
        control.setAccessibleName(name)
        self.control = control
        self.setFocusProxy(control)
        self.column.addWidget(control)
        self.column.addWidget(self._error)

    def show_value(self, value: Any) -> None:
        """Show a value (MIXED_VALUE where several differ) unless the user is typing here."""
        raise NotImplementedError

    def refuse(self, sentence: str) -> None:
        """Show why a value was not taken, and mark the control; "" takes the sentence away."""
        self._error.setText(sentence)
        self._error.setVisible(bool(sentence))
        restyle(self.control, "invalid", bool(sentence))

    @property
    def refusal(self) -> str:
        """The sentence that is shown now."""
        return self._error.text() if not self._error.isHidden() else ""


class LineEditor(Editor):
    """Text, numbers, money, dates and short lists, typed into one line."""

    def __init__(self, field: Field, texts: Callable[[], FieldText], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._field = field
        self._texts = texts
        self._shown: Any = None
        self.line = Line()
        if field.kind in _NUMBERS:
            self.line.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.line.setReadOnly(field.derived)
        self.line.editingFinished.connect(self._finish)
        self.line.reverted.connect(self._revert)
        self.place_line()

    def place_line(self) -> None:
        """Put the line into the editor; a kind with a button beside it puts both."""
        self.place(self.line, _(self._field.label))

    def show_value(self, value: Any) -> None:
        if self.line.isModified() and self.line.hasFocus() and value == self._shown:
            return
        self._shown = value
        self._revert()

    def _revert(self) -> None:
        mixed = self._shown is MIXED_VALUE
        text = "" if mixed else self._texts().write(self._field, self._shown)
        self.line.setPlaceholderText(MIXED if mixed else "")
        if text != self.line.text() or self.line.isModified():
            self.line.setText(text)
        if not self.line.hasFocus():
            self.line.setCursorPosition(0)
        self.refuse("")

    def _finish(self) -> None:
        if not self.line.isModified():
            return
        try:
            value = self._texts().read(self._field, self.line.text())
        except ValueError as refusal:
            self.refuse(str(refusal))
            return
        self.take(value)

    def take(self, value: Any) -> None:
        """Commit a value that is valid on its own."""
        same = self._shown is not MIXED_VALUE and value == self._shown
        self.line.setModified(False)
        self.refuse("")
        if same or (value is None and self._shown is MIXED_VALUE):
            self._revert()
            return
        self.committed.emit(value)

    def keep_typing(self, sentence: str) -> None:
        """Show that the plan refused the value; what was typed stays."""
        self.line.setModified(True)
        self.refuse(sentence)


class Note(QPlainTextEdit):
    """Several lines; Ctrl+Enter and leaving commit, Escape reverts, Tab goes on."""

    finished = Signal()
    reverted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTabChangesFocus(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(2)
        self.document().documentLayout().documentSizeChanged.connect(self._fit)
        self._fit()

    def _fit(self) -> None:
        lines = max(3, min(9, int(self.document().size().height())))
        self.setFixedHeight(lines * self.fontMetrics().lineSpacing() + 14)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() is not Qt.FocusReason.PopupFocusReason:
            self.finished.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.document().isModified():
            self.reverted.emit()
        elif (
            event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
            and event.modifiers() & Qt.KeyboardModifier.ControlModifier
        ):
            self.finished.emit()
        else:
            super().keyPressEvent(event)


class NoteEditor(Editor):
    """A text of several lines."""

    def __init__(self, field: Field, texts: Callable[[], FieldText], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._field = field
        self._texts = texts
        self._shown: Any = None
        self.note = Note(self)
        self.note.finished.connect(self._finish)
        self.note.reverted.connect(self._revert)
        self.place(self.note, _(field.label))

    def show_value(self, value: Any) -> None:
        if self.note.document().isModified() and self.note.hasFocus() and value == self._shown:
            return
        self._shown = value
        self._revert()

    def _revert(self) -> None:
        mixed = self._shown is MIXED_VALUE
        self.note.setPlaceholderText(MIXED if mixed else "")
        self.note.setPlainText("" if mixed or self._shown is None else self._shown)
        self.note.document().setModified(False)
        self.refuse("")

    def _finish(self) -> None:
        if not self.note.document().isModified():
            return
        try:
            value = self._texts().read(self._field, self.note.toPlainText())
        except ValueError as refusal:
            self.refuse(str(refusal))
            return
        self.note.document().setModified(False)
        self.refuse("")
        if value != self._shown:
            self.committed.emit(value)

    def keep_typing(self, sentence: str) -> None:
        """Show that the plan refused the value; what was typed stays."""
        self.note.document().setModified(True)
        self.refuse(sentence)


class FlagEditor(Editor):
    """Yes or no."""

    def __init__(self, theme: Theme, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.box = CheckBox(theme)
        self.box.clicked.connect(lambda: self.committed.emit(self.box.checkState() is not Qt.CheckState.Unchecked))
        self.place(self.box, _(field.label))

    def show_value(self, value: Any) -> None:
        with QSignalBlocker(self.box):
            self.box.setTristate(value is MIXED_VALUE)
            state = Qt.CheckState.Checked if value else Qt.CheckState.Unchecked
            self.box.setCheckState(Qt.CheckState.PartiallyChecked if value is MIXED_VALUE else state)
        self.refuse("")


class ChoiceEditor(Editor):
    """One of a few words."""

    def __init__(
        self, theme: Theme, name: str, choices: Sequence[tuple[str, str]], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._shown: Any = None
        self.box = ComboBox(theme)
        for value, text in choices:
            self.box.addItem(text, value)
        self.box.activated.connect(self._finish)
        self.place(self.box, name)

    def show_value(self, value: Any) -> None:
        self._shown = value
        with QSignalBlocker(self.box):
            self.box.setPlaceholderText(MIXED if value is MIXED_VALUE else "")
            self.box.setCurrentIndex(-1 if value is MIXED_VALUE else self.box.findData(value))
        self.refuse("")

    def _finish(self, index: int) -> None:
        value = self.box.itemData(index)
        if value != self._shown:
            self.committed.emit(value)


class RefEditor(Editor):
    """One row of another table, found by typing any part of its name; the empty first entry means none."""

    def __init__(self, theme: Theme, name: str, *, required: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._required = required
        self._shown: Any = None
        self._rows: tuple[tuple[str, str], ...] = ()
        self.box = ComboBox(theme)
        self.box.setEditable(True)
        self.box.setInsertPolicy(ComboBox.InsertPolicy.NoInsert)
        self._line = SuggestLine()
        self.box.setLineEdit(self._line)
        completer = QCompleter(self.box.model(), self.box)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.box.setCompleter(completer)
        self._line.editingFinished.connect(self._typed)
        self._line.reverted.connect(self._revert)
        self._line.textChanged.connect(lambda: self._line.setModified(True))  # a list that completes says "unchanged"
        self.box.activated.connect(self._chosen)
        self.place(self.box, name)

    def offer(self, rows: Sequence[tuple[str, str]]) -> None:
        """Set what there is to choose from, as pairs of id and name."""
        rows = tuple(rows)
        if rows == self._rows:
            return
        self._rows = rows
        with QSignalBlocker(self.box):
            self.box.clear()
            if not self._required:
                self.box.addItem("", None)
            for row_id, name in rows:
                self.box.addItem(name, row_id)
        self._line.setModified(False)

    def show_value(self, value: Any) -> None:
        if self._line.isModified() and self._line.hasFocus() and value == self._shown:
            return
        self._shown = value
        self._revert()

    def _revert(self) -> None:
        with QSignalBlocker(self.box):
            mixed = self._shown is MIXED_VALUE
            self.box.setCurrentIndex(-1 if mixed else self.box.findData(self._shown))
            self._line.setPlaceholderText(MIXED if mixed else "")
            if mixed:
                self._line.setText("")
            self._line.setModified(False)
            self._line.setCursorPosition(0)
        self.refuse("")

    def _chosen(self, index: int) -> None:
        self._take(self.box.itemData(index))

    def _typed(self) -> None:
        if not self._line.isModified():
            return
        text = self._line.text().strip()
        if not text and not self._required:
            self._take(None)
            return
        found = [row_id for row_id, name in self._rows if name.casefold() == text.casefold()]
        found = found or [row_id for row_id, name in self._rows if text and text.casefold() in name.casefold()]
        if len(found) == 1 or (found and self._named(found[0]) == text):
            self._take(found[0])
        elif found:
            self.refuse(_("“{text}” fits {n} entries.").format(text=text, n=len(found)))
        else:
            self.refuse(_("{label}: there is no “{text}”.").format(label=self._name, text=text))

    def _named(self, row_id: str) -> str:
        return next(name for known, name in self._rows if known == row_id)

    def _take(self, value: Any) -> None:
        self._line.setModified(False)
        self.refuse("")
        if value == self._shown:
            self._revert()
            return
        self.committed.emit(value)
