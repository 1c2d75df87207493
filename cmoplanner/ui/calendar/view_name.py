"""Asks for the name of a saved view; a name that is taken or empty is refused beside it."""

from collections.abc import Callable, Collection

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from cmoplanner.i18n import _
from cmoplanner.model.values import NAME_LIMIT, clean_text
from cmoplanner.ui.text import plain_label


class ViewName(QDialog):
    """A line for a name; Enter keeps it, Escape leaves."""

    def __init__(
        self,
        title: str,
        proposed: str,
        taken: Collection[str],
        take: Callable[[str], object],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._taken = {name.casefold() for name in taken}
        self._take = take
        self.setWindowTitle(title)
        self.setMinimumWidth(400)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.name = QLineEdit(proposed, self)
        self.name.setAccessibleName(_("Name"))
        self.name.setMaxLength(NAME_LIMIT)
        self.name.setPlaceholderText(_("For example: Agency call, Mondays"))
        self.name.selectAll()
        self.error = plain_label("", self, role="error", wrap=True)
        self.error.hide()
        self.keep = QPushButton(_("Save"), self)
        self.keep.setDefault(True)
        self.keep.clicked.connect(self._keep)
        cancel = QPushButton(_("Cancel"), self)
        cancel.clicked.connect(self.reject)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(cancel)
        buttons.addWidget(self.keep)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(8)
        column.addWidget(plain_label(title, self, role="title"))
        column.addWidget(self.name)
        column.addWidget(self.error)
        column.addSpacing(8)
        column.addLayout(buttons)

    def _keep(self) -> None:
        name = clean_text(self.name.text())
        problem = ""
        if not name:
            problem = _("A view needs a name.")
        elif name.casefold() in self._taken:
            problem = _("There is a view of this name already.")
        if problem:
            self.error.setText(problem)
            self.error.show()
            self.name.setFocus()
            return
        self._take(name)
        self.accept()
