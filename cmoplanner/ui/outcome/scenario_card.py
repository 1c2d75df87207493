"""Scenarios side by side, and the bridge between two that the user chooses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from cmoplanner.i18n import _
from cmoplanner.model.plan import Plan
from cmoplanner.projection.bands import Total
from cmoplanner.projection.bridge import Bridge, bridge
from cmoplanner.projection.comparison import Compared
from cmoplanner.report.brand_words import brand_warnings
from cmoplanner.report.outcome_scenarios import bridge_table, scenario_name, scenario_table
from cmoplanner.ui.jobs import Latest, Progress
from cmoplanner.ui.outcome.card import Card
from cmoplanner.ui.outcome.figure_grid import FigureGrid
from cmoplanner.ui.text import plain_label
from cmoplanner.ui.theme import Theme
from cmoplanner.ui.widgets.controls import ComboBox, ElidedLabel


class ScenarioCard(Card):
    """The plan beside its scenarios; under them, what of the difference between two comes from where."""

    asked = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, _("Scenarios side by side"), parent)
        self._pair: tuple[Compared, Compared] | None = None
        self._latest = Latest(0, self)
        self._latest.done.connect(self._show_bridge)
        self._compared: Sequence[Compared] = ()
        self.note.setText(_("difference to the plan in small figures"))
        self.grid = FigureGrid(theme, self.title.text(), self)
        self.foot = ElidedLabel("", "caption", self)
        self.first, self.second = ComboBox(theme, self), ComboBox(theme, self)
        self.first.setAccessibleName(_("Bridge from"))
        self.second.setAccessibleName(_("Bridge to"))
        self.between = FigureGrid(theme, _("Bridge between two scenarios"), self)
        self.between_foot = ElidedLabel("", "caption", self)
        self.choice = QWidget(self)
        row = QHBoxLayout(self.choice)
        row.setContentsMargins(0, 8, 0, 0)
        row.setSpacing(8)
        row.addWidget(plain_label(_("Where the difference comes from: from"), self.choice, role="strong"))
        for box, word in ((self.first, _("to")), (self.second, "")):
            box.setProperty("field", True)
            box.setMinimumWidth(140)
            row.addWidget(box)
            if word:
                row.addWidget(plain_label(word, self.choice, role="hint"))
            box.activated.connect(self._bridge)
        row.addStretch(1)
        self.warning = plain_label("", self, role="warning", wrap=True)
        self.warning.hide()
        for widget in (self.grid, self.foot, self.warning, self.choice, self.between, self.between_foot):
            self.body.addWidget(widget)
        self.body.addStretch(1)
        self.grid.asked.connect(self.asked)
        self._show_alone()

    def fade(self) -> None:
        """What is shown is of an earlier plan."""
        for grid in (self.grid, self.between):
            grid.fade(True)

    def show_compared(self, plan: Plan, compared: Sequence[Compared]) -> None:
        """Show the plan and its scenarios."""
        self._compared = compared
        table = scenario_table(plan, compared)
        self.grid.show_table(table)
        self.grid.fade(False)
        self.foot.setText(table.note)
        warnings = brand_warnings(plan, compared)
        self.warning.setText("\n".join(warnings))
        self.warning.setVisible(bool(warnings))
        if len(compared) < 2:
            self._show_alone()
            return
        names = [scenario_name(plan, one.name) for one in compared]
        for box, place in ((self.first, 0), (self.second, 1)):
            chosen = box.currentText()
            box.clear()
            box.addItems(names)
            box.setCurrentIndex(names.index(chosen) if chosen in names else place)
        for widget in (self.choice, self.between, self.between_foot):
            widget.show()
        self._bridge()

    def _show_alone(self) -> None:
        """Say how a scenario comes about where there is none."""
        for widget in (self.choice, self.between, self.between_foot):
            widget.hide()
        self.foot.setText(
            _("No scenario differs from the plan. Add scenarios and their changes under Plan data.")
            if self._compared
            else ""
        )

    def _bridge(self) -> None:
        """Work out beside the window what the difference consists of."""
        first, second = (self._compared[box.currentIndex()] for box in (self.first, self.second))
        self._pair = first, second
        self.between.fade(True)
        self._latest.ask("bridge", partial(_bridged, first.plan, second.plan))

    def _show_bridge(self, found: Mapping[Total, Bridge]) -> None:
        if self._pair is None:
            return
        first, second = self._pair
        table = bridge_table(first.plan, (first.name, second.name), found)
        self.between.show_table(table)
        self.between.fade(False)
        self.between_foot.setText(table.note)

    def settle(self) -> None:
        """Wait for the bridge that is being worked out, and show it now."""
        self._latest.settle()

    def close_work(self) -> None:
        """Wait for what is being worked out."""
        self._latest.close()


def _bridged(before: Plan, after: Plan, progress: Progress) -> Mapping[Total, Bridge]:
    return bridge(before, after, report=progress.report)
