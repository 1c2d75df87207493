"""What finance changed in a workbook, each change to accept or reject, and the button that takes them over."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from cmoplanner.exchange.book_back import BookBack, Change
from cmoplanner.i18n import _, ngettext
from cmoplanner.ui.take_over.model import ChangesModel
from cmoplanner.ui.text import plain_label
from cmoplanner.ui.theme import Theme
from cmoplanner.ui.widgets.controls import paint_tick

_WIDTHS = (126, 84, 100, 112, 104, 104, 84)
_ROW = 2


class _Ticks(QStyledItemDelegate):
    """Draws the tick into the box of an accepted change: the style sheet can only take a picture file."""

    def __init__(self, theme: Theme, table: QTableView) -> None:
        super().__init__(table)
        self._theme = theme
        self._table = table

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().paint(painter, option, index)
        if index.data(Qt.ItemDataRole.CheckStateRole) != Qt.CheckState.Checked.value:
            return
        full = QStyleOptionViewItem(option)
        self.initStyleOption(full, index)
        box = self._table.style().subElementRect(QStyle.SubElement.SE_ItemViewItemCheckIndicator, full, self._table)
        painter.save()
        paint_tick(painter, QRectF(box).center(), self._theme.color("on_accent"), Qt.CheckState.Checked)
        painter.restore()


class ChangesTable(QTableView):
    """The changes; the space key accepts or rejects all selected ones."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() != Qt.Key.Key_Space:
            super().keyPressEvent(event)
            return
        rows = [index.siblingAtColumn(0) for index in self.selectionModel().selectedRows()]
        boxes = [index for index in rows if index.flags() & Qt.ItemFlag.ItemIsUserCheckable]
        role = Qt.ItemDataRole.CheckStateRole
        accepted = all(self.model().data(index, role) == Qt.CheckState.Checked.value for index in boxes)
        state = Qt.CheckState.Unchecked if accepted else Qt.CheckState.Checked
        for index in boxes:
            self.model().setData(index, state, role)


class TakeOverDialog(QDialog):
    """The changes in a table; below it why the selected one is refused or doubtful."""

    asked = Signal(list)  # of Change

    def __init__(self, theme: Theme, back: BookBack, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Take over changes of a workbook"))
        self.setMinimumSize(760, 420)
        self._back = back
        self.changes = ChangesModel(back, self)
        self.table = ChangesTable(self)
        self.table.setModel(self.changes)
        self.table.setItemDelegateForColumn(0, _Ticks(theme, self.table))
        self.told = plain_label("", self, role="hint", wrap=True)
        self.told.setMinimumHeight(36)
        self.told.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.problem = plain_label("", self, role="negative", wrap=True)
        self.problem.hide()
        self.usual = QPushButton(_("As proposed"), self)
        self.none = QPushButton(_("Reject all"), self)
        self.close_button = QPushButton(_("Close"), self)
        self.take = QPushButton(self)
        self.take.setDefault(True)
        self._lay_out()
        self._set_up_table()
        self.usual.clicked.connect(lambda: self.changes.choose(back.usual))
        self.none.clicked.connect(lambda: self.changes.choose(()))
        self.close_button.clicked.connect(self.reject)
        self.take.clicked.connect(self._take)
        self.changes.chosen_changed.connect(self._follow)
        self.table.selectionModel().currentRowChanged.connect(lambda _now, _before: self._tell())
        self._follow()
        if back.changes:
            self.table.selectRow(0)
            self.table.setFocus()
        room = QGuiApplication.primaryScreen().availableGeometry()
        self.resize(min(1080, room.width() - 80), min(640, room.height() - 80))

    def say_no(self, text: str) -> None:
        """Say why nothing was taken over; "" takes the sentence away."""
        self.problem.setText(text)
        self.problem.setVisible(bool(text))

    def _set_up_table(self) -> None:
        table = self.table
        table.setProperty("role", "grid")
        table.setAccessibleName(_("Changes of the workbook"))
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.setTabKeyNavigation(False)
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(30)
        head = table.horizontalHeader()
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        head.setHighlightSections(False)
        for column, width in enumerate(_WIDTHS):
            head.resizeSection(column, width)
        head.setSectionResizeMode(_ROW, QHeaderView.ResizeMode.Stretch)
        table.setVisible(bool(self._back.changes))

    def _lay_out(self) -> None:
        choice = QHBoxLayout()
        choice.setSpacing(8)
        choice.addWidget(plain_label(self._back.summary, self, role="strong"))
        choice.addStretch(1)
        for button in (self.usual, self.none):
            button.setAutoDefault(False)
            button.setVisible(bool(self._back.usual))
            choice.addWidget(button)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.problem, 1)
        foot.addStretch(0)
        foot.addWidget(self.close_button)
        foot.addWidget(self.take)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(10)
        column.addWidget(plain_label(_("Changes of “{name}”").format(name=self._back.file), self, role="heading"))
        explained = _(
            "Compared with what was exported at revision {n}. A backup is kept before anything is taken over."
        )
        column.addWidget(plain_label(explained.format(n=self._back.revision), self, role="hint", wrap=True))
        for remark in self._back.remarks:
            column.addWidget(plain_label(remark, self, role="warning", wrap=True))
        column.addLayout(choice)
        column.addWidget(self.table, 1)
        column.addWidget(self.told)
        if not self._back.changes:
            column.addStretch(1)
        column.addLayout(foot)

    def _follow(self) -> None:
        n = len(self.changes.chosen)
        self.take.setText(ngettext("Take over {n} change", "Take over {n} changes", n).format(n=n))
        self.take.setEnabled(bool(n))
        self.say_no("")

    def _tell(self) -> None:
        index = self.table.currentIndex()
        change: Change | None = self.changes.change(index) if index.isValid() else None
        parts = [change.sentence, change.why, change.remedy] if change else []
        self.told.setText(" ".join(part if part.endswith(".") else f"{part}." for part in parts if part))

    def _take(self) -> None:
        self.asked.emit(self.changes.chosen)
