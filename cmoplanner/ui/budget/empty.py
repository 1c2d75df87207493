"""What the budget page says while nothing tells what may be spent, and the button that begins it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from cmoplanner.i18n import _
from cmoplanner.ui.text import plain_label

_WIDTH = 460  # px of the words


class EmptyBudget(QWidget):
    """Begins with envelopes as the plan stands; without any line there is nothing to begin with."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.words = plain_label("", self, role="lead", wrap=True)
        self.words.setFixedWidth(_WIDTH)
        self.start = QPushButton(_("Make envelopes from the plan"), self)
        self.start.setProperty("role", "primary")
        column = QVBoxLayout(self)
        column.setSpacing(12)
        column.addStretch(2)
        middle = Qt.AlignmentFlag.AlignHCenter
        column.addWidget(plain_label(_("What may be spent stands here"), self, role="heading"), 0, middle)
        column.addWidget(self.words, 0, middle)
        column.addWidget(self.start, 0, middle)
        column.addStretch(3)

    def show_plan(self, *, has_lines: bool) -> None:
        """Say what can be done now."""
        self.start.setVisible(has_lines)
        self.words.setText(
            _(
                "Envelopes say what each quarter, cost centre and category was given, beside what its lines plan, "
                "order and book. Begin with envelopes of what is planned now, and change them; one step undoes it."
            )
            if has_lines
            else _("Plan activities with their cost on the calendar first; then their money stands here by month.")
        )
        self.words.ensurePolished()  # the style sheet's font counts
        self.words.setMinimumHeight(self.words.heightForWidth(_WIDTH))
