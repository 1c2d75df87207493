"""Asks how a field of several rows changes, and shows what becomes of the first of them while it is typed."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QStringListModel, Qt
from PySide6.QtWidgets import (
    QCompleter,
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from cmoplanner.i18n import _
from cmoplanner.ui.text import plain_label
from cmoplanner.ui.theme import Theme
from cmoplanner.ui.widgets.controls import ComboBox, ElidedLabel, restyle

_SHOWN = 3
Choices = Sequence[tuple[str, str]]
Preview = Callable[[str, str, str], tuple[str, Sequence[tuple[str, str, str]]]]
"""Takes field, rule and what was typed; returns why not, and name, old and new value of the first rows."""


class BulkChange(QDialog):
    """Field, rule and value; the button works as soon as all rows take it."""

    def __init__(
        self,
        theme: Theme,
        title: str,
        fields: Choices,
        rules: Callable[[str], Choices],
        words: Callable[[str], Sequence[str]],
        preview: Preview,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Change several rows"))
        self.setMinimumWidth(520)
        self._rules = rules
        self._words = words
        self._preview = preview
        self.field = ComboBox(theme, self)
        self.field.setAccessibleName(_("Field"))
        for key, label in fields:
            self.field.addItem(label, key)
        self.rule = ComboBox(theme, self)
        self.rule.setAccessibleName(_("How"))
        self.value = QLineEdit(self)
        self.value.setAccessibleName(_("Value"))
        self._known = QStringListModel(self)
        completer = QCompleter(self._known, self)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.value.setCompleter(completer)
        self.problem = plain_label("", self, role="error", wrap=True)
        self.lines = [tuple(ElidedLabel("", role, self) for role in ("hint", "value", "value")) for _i in range(_SHOWN)]
        self.cancel = QPushButton(_("Cancel"), self)
        self.change = QPushButton(_("Change"), self)
        self._lay_out(title)
        self.field.currentIndexChanged.connect(self._field_chosen)
        self.rule.currentIndexChanged.connect(self._follow)
        self.value.textChanged.connect(self._follow)
        self.cancel.clicked.connect(self.reject)
        self.change.clicked.connect(self.accept)
        self.change.setDefault(True)
        self._field_chosen()

    def _lay_out(self, title: str) -> None:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.field, 3)
        row.addWidget(self.rule, 2)
        row.addWidget(self.value, 3)
        shown = QGridLayout()
        shown.setHorizontalSpacing(12)
        shown.setVerticalSpacing(2)
        for i, (name, before, after) in enumerate(self.lines):
            shown.addWidget(name, i, 0)
            shown.addWidget(before, i, 1)
            shown.addWidget(plain_label("→", self, role="hint"), i, 2)
            shown.addWidget(after, i, 3)
        for place, stretch in ((0, 4), (1, 3), (3, 3)):
            shown.setColumnStretch(place, stretch)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.cancel)
        foot.addWidget(self.change)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 20)
        column.setSpacing(12)
        column.addWidget(plain_label(title, self, role="title", wrap=True))
        column.addLayout(row)
        column.addWidget(self.problem)
        column.addLayout(shown)
        column.addWidget(plain_label(_("All of it is one step that can be undone."), self, role="hint"))
        column.addSpacing(4)
        column.addLayout(foot)

    def choose(self, key: str) -> None:
        """Begin with a field; an unknown one changes nothing."""
        place = self.field.findData(key)
        if place >= 0:
            self.field.setCurrentIndex(place)

    def chosen(self) -> tuple[str, str, str]:
        """Return field, rule and what was typed."""
        return self.field.currentData(), self.rule.currentData(), self.value.text()

    def _field_chosen(self) -> None:
        key = self.field.currentData()
        self.rule.blockSignals(True)
        self.rule.clear()
        for rule, label in self._rules(key):
            self.rule.addItem(label, rule)
        self.rule.blockSignals(False)
        self.rule.setEnabled(self.rule.count() > 1)
        self._known.setStringList(list(self._words(key)))
        self.value.clear()
        self._follow()

    def _follow(self) -> None:
        why, rows = self._preview(*self.chosen())
        self.problem.setText(why)
        self.problem.setVisible(bool(why))
        restyle(self.value, "invalid", bool(why))
        self.change.setEnabled(not why)
        blank = ("", "", "")
        for i, labels in enumerate(self.lines):
            for label, text in zip(labels, rows[i] if i < len(rows) else blank, strict=True):
                label.setText(text)
