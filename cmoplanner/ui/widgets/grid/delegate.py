"""How a cell is painted, and what is typed into it; a value that is refused stays in its editor with the reason."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QAbstractItemModel, QEvent, QObject, QPoint, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import (
    QAbstractItemView,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from cmoplanner.i18n import _
from cmoplanner.model.fields import Field, Kind
from cmoplanner.model.problems import Problem, Severity
from cmoplanner.report.timeline.shapes import Text
from cmoplanner.ui.cell_text import NUMERIC
from cmoplanner.ui.render import Renderer
from cmoplanner.ui.text import plain_label
from cmoplanner.ui.theme import Theme
from cmoplanner.ui.widgets.controls import paint_tick, restyle
from cmoplanner.ui.widgets.grid.date_line import DateLine
from cmoplanner.ui.widgets.grid.header import PAD
from cmoplanner.ui.widgets.grid.model import GridModel, Index
from cmoplanner.ui.widgets.grid.suggest import Suggest
from cmoplanner.ui.widgets.lines import SuggestLine

Take = Callable[[Index, str, bool], str]
"""Takes what was typed into a cell, for all selected ones if asked; returns why not, "" if it was taken."""

_DATE = 150  # the width in which a date can be read beside its button
_NOTE_SIZE = QSize(320, 96)


class CellDelegate(QStyledItemDelegate):
    """Paints cells in the look of the product and edits them in place."""

    moved_on = Signal(int, int)  # rows and columns to go on by, after a value was taken

    def __init__(self, theme: Theme, model: GridModel, take: Take, view: QAbstractItemView) -> None:
        super().__init__(view)
        self._view = view
        self._theme = theme
        self._model = model
        self._take = take
        self._renderer = Renderer(theme)  # it keeps texts that are shaped and cut
        self._why: QLabel | None = None

    # painting

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one cell; as few calls as can be, because a frame has hundreds of cells."""
        color, rect = self._theme.color, option.rect
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        problem = self._model.problem(index)
        severe = problem is not None and problem.severity is Severity.ERROR
        painter.fillRect(rect, color("accent_weak" if chosen else "chart.over_bg" if severe else "surface"))
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, color("border"))
        if self._model.fields[index.column()].kind is Kind.FLAG:
            painter.save()
            self._paint_flag(painter, rect, on=bool(self._model.value(index)))
            painter.restore()
        else:
            self._paint_text(painter, rect, index, severe=severe)
        if problem is not None or index == self._current():
            painter.save()
            self._paint_marks(painter, rect, problem, current=index == self._current())
            painter.restore()

    def _paint_marks(self, painter: QPainter, rect: QRect, problem: Problem | None, *, current: bool) -> None:
        color = self._theme.color
        if problem is not None:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(color("negative" if problem.severity is Severity.ERROR else "warning"))
            corner = QPointF(rect.right() + 1, rect.top())
            painter.drawPolygon(QPolygonF([corner, corner - QPointF(7, 0), corner + QPointF(0, 7)]))
        if current:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(color("accent"), 2))
            painter.drawRect(rect.adjusted(1, 1, -1, -1))

    def _current(self) -> Index:
        return self._view.currentIndex()

    def _paint_text(self, painter: QPainter, rect: QRect, index: Index, *, severe: bool) -> None:
        text = self._model.text(index)
        if not text:
            return
        field = self._model.fields[index.column()]
        if "\n" in text:
            text = " ".join(text.splitlines())
        room = max(1, rect.width() - 2 * PAD)
        weight, ink = 500 if index.column() == 0 else 400, "negative" if severe else "text"
        side = "right" if field.kind in NUMERIC else "left"
        words = Text(rect.left() + PAD, rect.top(), room, rect.height() - 1, text, 12, weight, ink, side)
        self._renderer.shapes(painter, (words,))

    def _paint_flag(self, painter: QPainter, rect: QRect, *, on: bool) -> None:
        color = self._theme.color
        box = QRectF(rect.left() + PAD, rect.center().y() - 6.5, 14, 14)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(color("accent" if on else "border_strong"), 1))
        painter.setBrush(color("accent" if on else "surface"))
        painter.drawRoundedRect(box, 4, 4)
        paint_tick(painter, box.center(), color("on_accent"), Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)

    # typing

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        field = self._model.fields[index.column()]
        if field.kind is Kind.NOTE:
            note = QPlainTextEdit(parent)
            note.setProperty("role", "cell")
            note.setTabChangesFocus(True)
            return note
        if field.kind is Kind.DATE:
            return self._date_line(parent, field, index)
        line = SuggestLine(parent)
        line.setProperty("role", "cell")
        if field.kind in NUMERIC:
            line.setAlignment(Qt.AlignmentFlag.AlignRight)
        options = self._model.texts.options(field) if self._model.texts else []
        if options:
            suggest = Suggest([words for _value, words in options], line, several=field.kind is Kind.REFS)
            if field.kind is not Kind.REFS:
                suggest.picked.connect(partial(self._take_picked, line))
        return line

    def _date_line(self, parent: QWidget, field: Field, index: Index) -> DateLine:
        value = self._model.value(index)
        start = value or (self._model.texts.start if self._model.texts else None)
        clearable = value is not None and not field.required
        line = DateLine(self._theme, _(field.label), start, clearable=clearable, parent=parent)
        line.setProperty("role", "cell")
        line.picked.connect(partial(self._take_picked, line))
        return line

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        text = str(index.data(Qt.ItemDataRole.EditRole))
        if isinstance(editor, QPlainTextEdit):
            if not editor.document().isModified():
                editor.setPlainText(text)
                editor.selectAll()
        elif isinstance(editor, QLineEdit) and not editor.isModified():
            editor.setText(text)
            editor.selectAll()

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        """Take what was typed when the editor closes; the keys that end typing are handled before."""
        self._commit(editor, index, to_all=False)

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        place = QRect(option.rect)
        if isinstance(editor, QPlainTextEdit):
            room = self._view.viewport().rect()
            place.setSize(_NOTE_SIZE.expandedTo(QSize(place.width(), 0)).boundedTo(room.size()))
            place.moveTopLeft(
                QPoint(
                    max(0, min(place.left(), room.right() - place.width())),
                    max(0, min(place.top(), room.bottom() - place.height())),
                )
            )
        elif isinstance(editor, DateLine):
            place.setWidth(max(place.width(), _DATE))
            place.moveRight(min(place.right(), self._view.viewport().rect().right()))
        editor.setGeometry(place)

    def destroyEditor(self, editor: QWidget, index: Index) -> None:
        self._explain(editor, "")
        super().destroyEditor(editor, index)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(watched, QWidget) or not isinstance(event, QKeyEvent):
            return bool(super().eventFilter(watched, event))
        if event.type() is QEvent.Type.ShortcutOverride and _asks_for_all(event) and _offers(watched):
            event.accept()  # before it moves rows
            return True
        if event.type() is QEvent.Type.KeyPress:
            if _asks_for_all(event) and offer_all(watched):
                return True
            if _breaks_line(watched, event):
                return False  # the editor takes it
            step = _step(watched, event)
            if step is not None:
                self._end(watched, event, step)
                return True
        return bool(super().eventFilter(watched, event))

    def _end(self, editor: QWidget, event: QKeyEvent, step: tuple[int, int]) -> None:
        """Take the value and go on; a refused one keeps the editor open."""
        to_all = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        why = self._commit(editor, self._current(), to_all=to_all)
        if why:
            self._explain(editor, why)
            return
        self.closeEditor.emit(editor, QStyledItemDelegate.EndEditHint.NoHint)
        if not to_all:
            self.moved_on.emit(*step)

    def _take_picked(self, editor: QWidget) -> None:
        """Take what was chosen from the list; a refused value keeps the editor open."""
        why = self._commit(editor, self._current(), to_all=False)
        self._explain(editor, why)
        if not why:
            self.closeEditor.emit(editor, QStyledItemDelegate.EndEditHint.NoHint)

    def _commit(self, editor: QWidget, index: Index, *, to_all: bool) -> str:
        if isinstance(editor, QPlainTextEdit):
            changed, text = editor.document().isModified(), editor.toPlainText()
        elif isinstance(editor, QLineEdit):
            changed, text = editor.isModified(), editor.text()
        else:
            return ""
        if not changed and not to_all:
            return ""
        why = self._take(index, text, to_all)
        if not why and isinstance(editor, QLineEdit):
            editor.setModified(False)
        elif not why and isinstance(editor, QPlainTextEdit):
            editor.document().setModified(False)
        return why

    def _explain(self, editor: QWidget, why: str) -> None:
        """Say under the editor why its value was not taken."""
        if self._why is not None:
            self._why.deleteLater()
            self._why = None
        restyle(editor, "invalid", bool(why))
        if not why:
            return
        label = plain_label(why, self._view.viewport(), role="refusal", wrap=True)
        label.setFixedWidth(max(editor.width(), 220))
        label.adjustSize()
        room = self._view.viewport().rect()
        below = editor.geometry().bottom() + 2
        top = below if below + label.height() <= room.bottom() else editor.geometry().top() - label.height() - 2
        label.move(max(0, min(editor.x(), room.right() - label.width())), top)
        label.show()
        self._why = label


def offer_all(editor: QWidget | None) -> bool:
    """Offer all that a cell can be, in a list or a calendar; return whether its editor has one."""
    source = _offers(editor)
    if source is not None:
        source.offer_all()
    return source is not None


def _offers(editor: QWidget | None) -> DateLine | Suggest | None:
    """Return what can offer all that a cell can be, if its editor has it."""
    source = editor if isinstance(editor, DateLine) else editor.completer() if isinstance(editor, QLineEdit) else None
    return source if isinstance(source, DateLine | Suggest) else None


def _asks_for_all(event: QKeyEvent) -> bool:
    """Return whether a key asks for all that a cell can be: F4, or Alt with the arrow down."""
    held = event.modifiers() & Qt.KeyboardModifier.AltModifier
    return event.key() == Qt.Key.Key_F4 or (event.key() == Qt.Key.Key_Down and bool(held))


def _breaks_line(editor: QWidget, event: QKeyEvent) -> bool:
    """Return whether a key makes a new line in a note: Shift or Alt with Enter."""
    held = event.modifiers() & (Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier)
    return isinstance(editor, QPlainTextEdit) and event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and bool(held)


def _step(editor: QWidget, event: QKeyEvent) -> tuple[int, int] | None:
    """Return where a key that ends typing leads, None for other keys."""
    back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
    match event.key():
        case Qt.Key.Key_Return | Qt.Key.Key_Enter:
            return (-1 if back else 1, 0)
        case Qt.Key.Key_Tab:
            return (0, 1)
        case Qt.Key.Key_Backtab:
            return (0, -1)
        case _:
            return None
