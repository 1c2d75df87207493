"""The comparison of two moments or files of a plan: money at the top, then every difference in words."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from cmoplanner.errors import CmoPlannerError
from cmoplanner.i18n import _
from cmoplanner.model.compare import DifferenceKind, Total
from cmoplanner.report.comparison import Comparison, Group, comparison, matching, noun
from cmoplanner.ui.history.lines import Line, LinesView
from cmoplanner.ui.history.sides import Side
from cmoplanner.ui.jobs import Jobs, Progress
from cmoplanner.ui.text import plain_label
from cmoplanner.ui.theme import Theme
from cmoplanner.ui.widgets.controls import ComboBox, ElidedLabel, IconButton

_ICONS = {
    DifferenceKind.ADDED: ("plus", "positive"),
    DifferenceKind.REMOVED: ("minus", "negative"),
    DifferenceKind.REBUDGETED: ("budget", "accent"),
    DifferenceKind.MOVED: ("calendar", "accent"),
    DifferenceKind.RENAMED: ("pencil", "text_2"),
    DifferenceKind.CHANGED: ("pencil", "text_2"),
    DifferenceKind.REORDERED: ("group", "text_2"),
}


def difference_lines(groups: Sequence[Group]) -> list[Line]:
    """Return the differences as lines under the heads of their groups."""
    lines: list[Line] = []
    for group in groups:
        lines.append(Line(group.kind, group.title, aside=f"{len(group.differences)}", head=True))
        icon, role = _ICONS[group.kind]
        for number, found in enumerate(group.differences):
            key = f"{group.kind}:{number}"
            text = found.name or noun(found)
            lines.append(Line(key, text, found.detail, noun(found) if found.name else "", icon, role))
    return lines


class TotalsGrid(QWidget):
    """Budget and planned money before, after and by how much."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(24)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(4, 1)
        self.cells: list[list[QLabel]] = []

    def show_totals(self, totals: Sequence[Total], currency: str) -> None:
        """Show the sums of both plans."""
        for row in self.cells:
            for cell in row:
                cell.hide()
                cell.deleteLater()
        heads = [_("Money in {currency}").format(currency=currency), _("Before"), _("After"), _("Change")]
        self.cells = [[self._cell(text, "caption", 0, column) for column, text in enumerate(heads)]]
        for number, total in enumerate(totals, start=1):
            texts = (total.label, *total.figures)
            roles = ("hint", "value", "value", "strong")
            self.cells.append([self._cell(text, roles[i], number, i) for i, text in enumerate(texts)])

    def _cell(self, text: str, role: str, row: int, column: int) -> QLabel:
        cell = plain_label(text, self, role=role)
        side = Qt.AlignmentFlag.AlignRight if column else Qt.AlignmentFlag.AlignLeft
        cell.setAlignment(side | Qt.AlignmentFlag.AlignVCenter)
        self._grid.addWidget(cell, row, column)
        return cell


class CompareDialog(QDialog):
    """Two sides to choose, and what is other in the second; the plans are read and compared beside the window."""

    def __init__(
        self,
        theme: Theme,
        jobs: Jobs,
        sides: Sequence[Side],
        before: str,
        after: str,
        say: Callable[[str], None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._sides = list(sides)
        self._say = say
        self._asked = 0
        self._found: Comparison | None = None
        self.setWindowTitle(_("Compare"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumSize(620, 480)
        self.before = self._combo(theme, _("Before"), before)
        self.after = self._combo(theme, _("After"), after)
        self.summary = ElidedLabel("", "title", self)
        self.totals = TotalsGrid(self)
        self.filter = QLineEdit(self)
        self.filter.setPlaceholderText(_("Filter: any words"))
        self.filter.setAccessibleName(_("Filter differences"))
        self.filter.setClearButtonEnabled(True)
        self.filter.setFixedWidth(220)
        self.list = LinesView(theme, _("Differences"), self)
        self.list.setProperty("framed", "true")
        self.told = plain_label("", self, wrap=True)
        self.told.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.stack = QStackedWidget(self)
        self.stack.addWidget(self.list)
        self.stack.addWidget(self.told)
        self.copy = QPushButton(_("Copy as text"), self)
        self.copy.clicked.connect(self._copy)
        self.close_button = QPushButton(_("Close"), self)
        self.close_button.setDefault(True)
        self.close_button.clicked.connect(self.reject)
        self._lay_out(theme)
        self.before.currentIndexChanged.connect(self._compare)
        self.after.currentIndexChanged.connect(self._compare)
        self.close_button.setFocus()
        self.filter.textChanged.connect(self._narrow)
        room = QGuiApplication.primaryScreen().availableGeometry()
        self.resize(min(780, room.width() - 80), min(680, room.height() - 80))
        self._compare()

    def _combo(self, theme: Theme, name: str, key: str) -> ComboBox:
        combo = ComboBox(theme, self)
        combo.setAccessibleName(name)
        for side in self._sides:
            combo.addItem(side.title, side.key)
        combo.setCurrentIndex(next(i for i, side in enumerate(self._sides) if side.key == key))
        return combo

    def _lay_out(self, theme: Theme) -> None:
        self.swap = IconButton(theme, "repeat", _("Swap the two sides"), self, boxed=True)
        self.swap.clicked.connect(self._swap)
        sides = QHBoxLayout()
        sides.setSpacing(8)
        sides.addWidget(plain_label(_("From"), self, role="hint"))
        sides.addWidget(self.before, 1)
        sides.addWidget(plain_label(_("to"), self, role="hint"))
        sides.addWidget(self.after, 1)
        sides.addWidget(self.swap)
        money = QHBoxLayout()
        money.addWidget(self.totals, 1)
        money.addWidget(self.filter, 0, Qt.AlignmentFlag.AlignBottom)
        foot = QHBoxLayout()
        foot.addWidget(self.copy)
        foot.addStretch(1)
        foot.addWidget(self.close_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(12)
        column.addLayout(sides)
        column.addWidget(self.summary)
        column.addLayout(money)
        column.addWidget(self.stack, 1)
        column.addLayout(foot)

    def _swap(self) -> None:
        before, after = self.before.currentIndex(), self.after.currentIndex()
        self.before.blockSignals(True)
        self.before.setCurrentIndex(after)
        self.before.blockSignals(False)
        if before == after:
            return
        self.after.setCurrentIndex(before)

    def _compare(self) -> None:
        """Read and compare the two sides in a thread; what comes of an earlier choice is dropped."""
        self._asked += 1
        asked = self._asked
        before, after = self._sides[self.before.currentIndex()], self._sides[self.after.currentIndex()]
        self._show_state(_("Comparing…"), "")

        def work(progress: Progress) -> tuple[int, Comparison | CmoPlannerError]:
            try:
                old = before.read()
                progress.report(0.3)
                new = after.read()
            except CmoPlannerError as error:
                return asked, error
            progress.report(0.6)
            return asked, comparison(old, new)

        job = self._jobs.start(_("Comparing"), work)
        job.done.connect(self._done)
        job.failed.connect(self._failed)

    def _done(self, result: tuple[int, Comparison | CmoPlannerError]) -> None:
        asked, found = result
        if asked != self._asked:
            return
        if isinstance(found, CmoPlannerError):
            self._show_state(_("Cannot be compared"), found.told)
            return
        self._found = found
        self.summary.setText(found.summary)
        self.totals.show_totals(found.totals, found.currency)
        self.totals.show()
        self.copy.setEnabled(True)
        self._narrow()
        if self.close_button.hasFocus():
            self.list.setFocus()

    def _failed(self, _error: Exception) -> None:
        self._show_state(_("Cannot be compared"), _("Something went wrong in the program. Both plans are untouched."))

    def _show_state(self, summary: str, told: str) -> None:
        self._found = None
        self.summary.setText(summary)
        self.totals.hide()
        self.filter.setEnabled(False)
        self.copy.setEnabled(False)
        self.told.setText(told)
        self.stack.setCurrentWidget(self.told)

    def _narrow(self) -> None:
        """Show the differences that the filter leaves."""
        if self._found is None:
            return
        groups = matching(self._found.groups, self.filter.text())
        self.filter.setEnabled(bool(self._found.groups))
        self.list.show_lines(difference_lines(groups))
        if groups:
            self.stack.setCurrentWidget(self.list)
            return
        if self._found.groups:
            self.told.setText(_("No difference has these words."))
        elif self.before.currentIndex() == self.after.currentIndex():
            self.told.setText(_("Both sides are the same. Choose another one to compare with."))
        else:
            self.told.setText(_("Both hold the same: every table, every field, every row."))
        self.stack.setCurrentWidget(self.told)

    def _copy(self) -> None:
        if self._found is None:
            return
        text = self._found.as_text(self.before.currentText(), self.after.currentText())
        QGuiApplication.clipboard().setText(text)
        self._say(_("The comparison is on the clipboard"))
        self.copy.setText(_("Copied"))
