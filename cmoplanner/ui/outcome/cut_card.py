"""What each part brings: the plan cut along a side that the user chooses."""

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from cmoplanner.i18n import _
from cmoplanner.model.plan import Plan
from cmoplanner.optimizer.cuts import Cut, Decision, Name, Side
from cmoplanner.report.brand_words import BrandEffect, brand_effect
from cmoplanner.report.outcome_cuts import SIDES, cut_table
from cmoplanner.ui.outcome.card import Card
from cmoplanner.ui.outcome.figure_grid import FigureGrid
from cmoplanner.ui.text import plain_label
from cmoplanner.ui.theme import Theme
from cmoplanner.ui.widgets.controls import ComboBox, ElidedLabel


class CutCard(Card):
    """A table by channel, campaign, segment, … with the sum that is equal to the cent."""

    asked = Signal(str)
    side_chosen = Signal(object)  # Side
    channel_asked = Signal(str)  # whose long-term multiplier to look at

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, _("What each part brings"), parent)
        self._decisions: Mapping[Name, Decision] | None = None
        self._decided: Side | None = None
        self._cut: tuple[Plan, Cut] | None = None
        self._brand: BrandEffect | None = None
        self.sides = ComboBox(theme, self)
        self.sides.setAccessibleName(_("Cut by"))
        self.sides.setProperty("field", True)
        self.sides.setMinimumWidth(130)
        for side, word in SIDES.items():
            self.sides.addItem(_(word), side)
        self.head.insertWidget(1, plain_label(_("by"), self, role="hint"))
        self.head.insertWidget(2, self.sides)
        self.grid = FigureGrid(theme, self.title.text(), self)
        self.foot = ElidedLabel("", "caption", self)
        self.body.addWidget(self.grid)
        self.body.addWidget(self.foot)
        self.brand = ElidedLabel("", "caption", self)
        self.brand_link = QPushButton(_("Long-term multiplier"), self)
        self.brand_link.setProperty("role", "link")
        self.brand_line = QWidget(self)
        line = QHBoxLayout(self.brand_line)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        line.addWidget(self.brand, 1)
        line.addWidget(self.brand_link)
        self.brand_line.hide()
        self.body.addWidget(self.brand_line)
        self.body.addStretch(1)
        self.grid.asked.connect(self.asked)
        self.sides.currentIndexChanged.connect(self._choose)
        self.brand_link.clicked.connect(self._ask_channel)

    @property
    def side(self) -> Side:
        """Along what the plan is cut."""
        return Side(self.sides.currentData())

    def _choose(self) -> None:
        self.side_chosen.emit(self.side)

    def show_cut(self, plan: Plan, cut: Cut) -> None:
        """Show a cut; losses of another side wait, those of an earlier plan are pale."""
        self._cut = plan, cut
        months = plan.header.value_horizon_months
        self.note.setText(_("{n} months of margin, {unit}").format(n=months, unit=plan.header.currency))
        self._show_brand(plan)
        self._refill(fresh=False)

    def _show_brand(self, plan: Plan) -> None:
        """Say under the figures whether brand money counts beyond its half-life, and lead to where that is set."""
        self._brand = brand_effect(plan)
        self.brand_line.setVisible(self._brand is not None)
        if self._brand:
            self.brand.setText(self._brand.words)

    def _ask_channel(self) -> None:
        if self._brand:
            self.channel_asked.emit(self._brand.channel_id)

    def fade(self) -> None:
        """What is shown is of an earlier plan, or of another side."""
        self.grid.fade(True)

    def show_decisions(self, side: Side, decisions: Mapping[Name, Decision]) -> None:
        """Show losses and next money, if the side is still chosen."""
        if side is self.side:
            self._decided, self._decisions = side, decisions
            self._refill(fresh=True)

    def _refill(self, *, fresh: bool) -> None:
        if self._cut is None:
            return
        plan, found = self._cut
        known = self._decisions if self._decided is found.side else None
        table = cut_table(plan, found, known)
        self.grid.show_table(table)
        self.grid.fade(known is not None and not fresh)
        self.foot.setText(table.note)
