"""What stands in a grid without rows: what belongs there and the button that starts it, or that nothing fits."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QPushButton, QVBoxLayout

from cmoplanner.i18n import _
from cmoplanner.ui.text import plain_label


class EmptyTable(QFrame):
    """A card in the middle of an empty grid."""

    def __init__(self, view: QAbstractScrollArea) -> None:
        super().__init__(view.viewport())
        self._view = view
        self.setProperty("role", "card")
        self.title = plain_label(parent=self, role="title")
        self.text = plain_label(parent=self, role="hint", wrap=True)
        self.add = QPushButton(_("Add the first row"), self)
        self.add.setProperty("role", "primary")
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(8)
        column.addWidget(self.title)
        column.addWidget(self.text)
        column.addSpacing(4)
        column.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeft)
        self.setFixedWidth(420)
        view.viewport().installEventFilter(self)
        self.hide()

    def show_for(self, name: str, *, whole: int, shown: int) -> None:
        """Show what fits: nothing where there are rows."""
        if shown:
            self.hide()
            return
        self.add.setVisible(not whole)
        if whole:
            self.title.setText(_("No row fits the filter"))
            self.text.setText(_("Every word must occur somewhere in the row."))
        else:
            self.title.setText(_("{table}: nothing here yet").format(table=name))
            self.text.setText(_("Add a row and type into its cells, or fill in its form in the inspector."))
        self.adjustSize()
        self._place()
        self.show()
        self.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        room = self._view.viewport().rect()
        self.adjustSize()
        self.move(max(0, (room.width() - self.width()) // 2), max(8, (room.height() - self.height()) // 3))
