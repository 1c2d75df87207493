"""The assistant as a dialog over an open plan."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QPushButton, QVBoxLayout, QWidget

from cmoplanner.i18n import _
from cmoplanner.model.new_plan import NewPlan
from cmoplanner.ui.new_plan.form import NewPlanForm
from cmoplanner.ui.text import plain_label
from cmoplanner.ui.theme import Theme


class NewPlanDialog(QDialog):
    """Five short questions; `chosen` carries the answers. It stays until the plan is there, so that nothing is lost."""

    chosen = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("New plan"))
        self.resize(860, 600)
        self.form = NewPlanForm(theme, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 20, 0, 8)
        column.setSpacing(4)
        heading = plain_label(_("Start a new plan"), self, role="heading")
        told = plain_label(_("Five short questions; every answer can be changed later."), self, role="hint")
        for label in (heading, told):
            label.setContentsMargins(24, 0, 24, 0)
            column.addWidget(label)
        column.addSpacing(8)
        column.addWidget(self.form, 1)
        for button in self.findChildren(QPushButton):
            button.setAutoDefault(False)  # Enter goes on, it does not press what comes first
        self.form.made.connect(self._choose)
        self.form.blank.connect(self._choose)
        self.form.begin()

    def _choose(self, answers: NewPlan) -> None:
        self.chosen.emit(answers)
