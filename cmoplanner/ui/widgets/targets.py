"""The market cells an activity goes to, with shares that add up to 100 %."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from cmoplanner.i18n import _
from cmoplanner.model.fields import Field, Kind
from cmoplanner.model.money import split
from cmoplanner.model.plan import Target
from cmoplanner.ui.field_text import FieldText
from cmoplanner.ui.text import plain_label
from cmoplanner.ui.theme import Theme
from cmoplanner.ui.widgets.controls import ComboBox, IconButton
from cmoplanner.ui.widgets.editors import MIXED_VALUE, Editor
from cmoplanner.ui.widgets.lines import Line

_SHARE = Field("share", "Share", Kind.RATE, minimum=0, maximum=1)
_WHOLE = 10_000  # shares are weighed in hundredths of a percent


class TargetRow(QWidget):
    """One market cell, its share, and a cross that takes it away."""

    changed = Signal()
    removed = Signal()
    reverted = Signal()

    def __init__(self, theme: Theme, cells: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.cell = ComboBox(theme)
        self.cell.setProperty("field", True)
        self.cell.setAccessibleName(_("Market cell"))
        for cell_id, name in cells:
            self.cell.addItem(name, cell_id)
        self.share = Line()
        self.share.setProperty("field", True)
        self.share.setAccessibleName(_("Share"))
        self.share.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.share.setFixedWidth(56)
        self.remove = IconButton(theme, "close", _("Take this market cell away"), size=24)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(self.cell, 1)
        row.addWidget(self.share)
        row.addWidget(self.remove)
        self.cell.activated.connect(lambda _index: self.changed.emit())
        self.share.editingFinished.connect(self._finished)
        self.share.reverted.connect(self.reverted)
        self.remove.clicked.connect(self.removed)

    def _finished(self) -> None:
        if self.share.isModified():
            self.changed.emit()


class TargetsEditor(Editor):
    """Commits a tuple of Target; keeps what does not add up until it does, and says what is missing."""

    def __init__(
        self,
        theme: Theme,
        texts: Callable[[], FieldText],
        cells: Callable[[], Sequence[tuple[str, str]]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._texts = texts
        self._cells = cells
        self._shown: Any = ()
        self.rows: list[TargetRow] = []
        box = QWidget(self)
        self._list = QVBoxLayout(box)
        self._list.setContentsMargins(0, 0, 0, 0)
        self._list.setSpacing(4)
        self.place(box, _("Goes to"), framed=False)
        self._sum = plain_label("", self, role="caption")
        self.add = self._link(_("Add a market cell"))
        self.even = self._link(_("Scale to 100 %"))
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.add)
        foot.addWidget(self.even)
        foot.addStretch(1)
        foot.addWidget(self._sum)
        self.column.insertLayout(1, foot)
        self.add.clicked.connect(self._add)
        self.even.clicked.connect(self._scale)

    def _link(self, text: str) -> QPushButton:
        link = QPushButton(text, self)
        link.setProperty("role", "link")
        return link

    def show_value(self, value: Any) -> None:
        if value == self._shown and self.rows and self.refusal:
            return  # shares that do not add up yet are the user's to finish
        self._shown = value
        self._revert()

    def _revert(self) -> None:
        targets = () if self._shown is MIXED_VALUE else self._shown
        self._fill([(target.cell_id, target.share) for target in targets])
        self.refuse("")
        if self._shown is MIXED_VALUE:
            self._sum.setText(_("different"))

    def _fill(self, pairs: Sequence[tuple[str, float]]) -> None:
        while len(self.rows) > len(pairs):
            self._drop(self.rows[-1])
        while len(self.rows) < len(pairs):
            self._append()
        for row, (cell_id, share) in zip(self.rows, pairs, strict=True):
            row.cell.setCurrentIndex(row.cell.findData(cell_id))
            row.share.setText(self._texts().write(_SHARE, round(share, 6)))
        self._show_sum()

    def _append(self) -> TargetRow:
        row = TargetRow(self._theme, self._cells(), self)
        row.changed.connect(self._finish)
        row.reverted.connect(self._revert)
        row.removed.connect(lambda: self._remove(row))
        self.rows.append(row)
        self._list.addWidget(row)
        return row

    def _drop(self, row: TargetRow) -> None:
        self.rows.remove(row)
        self._list.removeWidget(row)
        row.hide()
        row.deleteLater()

    def _add(self) -> None:
        used = {row.cell.currentData() for row in self.rows}
        free = [cell_id for cell_id, _name in self._cells() if cell_id not in used]
        if not free:
            self.refuse(_("Every market cell is in the list already."))
            return
        row = self._append()
        row.cell.setCurrentIndex(row.cell.findData(free[0]))
        row.share.setText(self._texts().write(_SHARE, 0.0 if len(self.rows) > 1 else 1.0))
        self._finish()
        row.cell.setFocus()

    def _remove(self, row: TargetRow) -> None:
        self._drop(row)
        self._finish()

    def _shares(self) -> list[float]:
        return [float(self._texts().read(_SHARE, row.share.text()) or 0) for row in self.rows]

    def _scale(self) -> None:
        try:
            weights = [round(share * _WHOLE) for share in self._shares()]
        except ValueError as refusal:
            self.refuse(str(refusal))
            return
        if not self.rows:
            return
        parts = split(_WHOLE, weights if any(weights) else [1] * len(weights))
        for row, part in zip(self.rows, parts, strict=True):
            row.share.setText(self._texts().write(_SHARE, part / _WHOLE))
        self._finish()

    def _finish(self) -> None:
        try:
            shares = self._shares()
        except ValueError as refusal:
            self.refuse(str(refusal))
            return
        self._show_sum()
        cells = [row.cell.currentData() for row in self.rows]
        if len(set(cells)) < len(cells):
            self.refuse(_("A market cell is in the list twice."))
            return
        if self.rows and not _whole(sum(shares)):
            gap = self._texts().write(_SHARE, round(abs(1 - sum(shares)), 4))
            sentence = _("{gap} missing to 100 %.") if sum(shares) < 1 else _("{gap} more than 100 %.")
            self.refuse(sentence.format(gap=gap))
            return
        self.refuse("")
        value = tuple(
            Target(cell, share) for cell, share in zip(cells, shares, strict=True) if share > 0 or len(cells) == 1
        )
        for row in self.rows:
            row.share.setModified(False)
        if value != self._shown:
            self.committed.emit(value)

    def _show_sum(self) -> None:
        try:
            total = sum(self._shares())
        except ValueError:
            total = 0.0
        self.even.setVisible(bool(self.rows) and not _whole(total))
        if not self.rows:
            self._sum.setText(_("nobody yet"))
            return
        self._sum.setText(_("Sum {share}").format(share=self._texts().write(_SHARE, round(total, 4))))


def _whole(total: float) -> bool:
    """Whether shares add up to 100 %, as far as thirds and sevenths can be typed."""
    return abs(total - 1) <= 0.0005
