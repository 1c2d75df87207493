"""A form made from the field list: one row for each field, edits applied to everything that is selected."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from babel.dates import format_date
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cmoplanner.errors import CmoPlannerError
from cmoplanner.i18n import _
from cmoplanner.model.fields import Field, Kind
from cmoplanner.report.formats import Formats
from cmoplanner.ui.context import Context
from cmoplanner.ui.field_text import FieldText
from cmoplanner.ui.text import plain_tooltip
from cmoplanner.ui.widgets.controls import ElidedLabel, ValueRow
from cmoplanner.ui.widgets.editors import (
    MIXED_VALUE,
    ChoiceEditor,
    Editor,
    FlagEditor,
    LineEditor,
    NoteEditor,
    RefEditor,
)
from cmoplanner.ui.widgets.lines import Line
from cmoplanner.ui.widgets.pickers import DateEditor, MonthsEditor, RefsEditor
from cmoplanner.ui.words import choice_word, row_names

Apply = Callable[[str, Any], None]
_TALL = {Kind.NOTE, Kind.NUMBERS}


def field_texts(context: Context) -> FieldText:
    """Return how the current plan's values are written and read."""
    plan = context.document.plan
    return FieldText(Formats.of(plan), plan.header.fy_start)


class Row(QWidget):
    """A label and an editor; tall editors stand under their label."""

    def __init__(self, field: Field, editor: Editor, label_width: int = ValueRow.LABEL_WIDTH) -> None:
        super().__init__()
        self.editor = editor
        label = ElidedLabel(_label(field), "hint", self)
        label.set_help(_(field.help))
        tip = plain_tooltip(_(field.help))
        if isinstance(editor.control, Line):
            editor.control.set_help(tip)
        else:
            editor.control.setToolTip(tip)
        if field.kind in _TALL:
            column = QVBoxLayout(self)
            column.setContentsMargins(0, 2, 0, 2)
            column.setSpacing(2)
            column.addWidget(label)
            column.addWidget(editor)
            return
        label.setFixedSize(label_width, 24)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 2, 0, 2)
        row.setSpacing(4)
        row.addWidget(label, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(editor, 1)


def _label(field: Field) -> str:
    """Return the label with its unit, where the unit does not stand at the value or over the section."""
    if not field.unit or field.kind in {Kind.MONEY, Kind.TEXT}:
        return _(field.label)
    return f"{_(field.label)}, {_(field.unit)}"


class Form:
    """The editors of one kind of row, by field key; `fill` shows rows, an edit goes through `apply`."""

    def __init__(self, context: Context, apply: Apply, label_width: int = ValueRow.LABEL_WIDTH) -> None:
        self._context = context
        self._label_width = label_width
        self._apply = apply
        self._fields: dict[str, Field] = {}
        self.editors: dict[str, Editor] = {}

    def row(self, field: Field) -> QWidget:
        """Return a new row for a field."""
        editor = self._editor(field)
        self.adopt(field, editor)
        return Row(field, editor, self._label_width)

    def adopt(self, field: Field, editor: Editor) -> None:
        """Let an editor that stands elsewhere take part."""
        self._fields[field.key] = field
        self.editors[field.key] = editor
        editor.committed.connect(partial(self._commit, field.key))

    def fill(self, rows: Sequence[Any]) -> None:
        """Show the values of these rows; where they differ, that is shown."""
        plan = self._context.document.plan
        for key, editor in self.editors.items():
            field = self._fields[key]
            if isinstance(editor, RefEditor):
                editor.offer(row_names(plan, field.refers_to))
            values = [getattr(row, key) for row in rows]
            first = values[0]
            editor.show_value(first if all(value == first for value in values) else MIXED_VALUE)

    def _commit(self, key: str, value: Any) -> None:
        editor = self.editors[key]
        try:
            self._apply(key, value)
        except CmoPlannerError as refusal:
            self._refuse(editor, refusal.told)

    @staticmethod
    def _refuse(editor: Editor, sentence: str) -> None:
        if isinstance(editor, (LineEditor, NoteEditor)):
            editor.keep_typing(sentence)
        else:
            editor.refuse(sentence)

    def _editor(self, field: Field) -> Editor:
        theme = self._context.theme
        texts = partial(field_texts, self._context)
        label = _(field.label)
        match field.kind:
            case Kind.NOTE:
                return NoteEditor(field, texts)
            case Kind.DATE:
                return DateEditor(theme, field, texts, lambda: self._context.document.plan.header.as_of)
            case Kind.FLAG:
                return FlagEditor(theme, field)
            case Kind.CHOICE:
                return ChoiceEditor(theme, label, [(choice, choice_word(choice)) for choice in field.choices])
            case Kind.REF:
                return RefEditor(theme, label, required=field.required)
            case Kind.REFS:
                refs = RefsEditor(theme, label)
                refs.offer(partial(self._rows_of, field.refers_to))
                return refs
            case Kind.NUMBERS:
                return MonthsEditor(field, texts, self._months)
            case _:
                return LineEditor(field, texts)

    def _rows_of(self, table: str) -> list[tuple[str, str]]:
        return row_names(self._context.document.plan, table)

    def _months(self) -> list[str]:
        plan = self._context.document.plan
        formats = Formats.of(plan)
        return [format_date(span.start, "MMM", locale=formats.locale) for span in plan.calendar.months]
