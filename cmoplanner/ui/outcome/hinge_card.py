"""What the outcome hinges on: the tornado of the figure that the user chooses."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from cmoplanner.i18n import _
from cmoplanner.model.plan import Plan
from cmoplanner.projection.bands import Total
from cmoplanner.projection.sensitivity import Tornado
from cmoplanner.report.outcome_scenarios import total_names
from cmoplanner.report.outcome_tornado import hinges
from cmoplanner.ui.outcome.card import Card
from cmoplanner.ui.theme import Theme
from cmoplanner.ui.widgets.charts.tornado import TornadoBars
from cmoplanner.ui.widgets.controls import ComboBox, ElidedLabel


class HingeCard(Card):
    """Each assumption from its low to its high end, all others as they are; a bar leads to its assumption."""

    asked = Signal(str)  # the id of an assumption's row in the register

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, _("What it hinges on"), parent)
        self._found: tuple[Plan, Tornado] | None = None
        self.totals = ComboBox(theme, self)
        self.totals.setAccessibleName(_("Figure"))
        self.totals.setProperty("field", True)
        self.totals.setMinimumWidth(200)
        self.head.addWidget(self.totals)
        self.bars = TornadoBars(theme, self)
        self.foot = ElidedLabel("", "caption", self)
        self.body.addWidget(self.bars)
        self.body.addWidget(self.foot)
        self.body.addStretch(1)
        self.bars.asked.connect(self.asked)
        self.totals.activated.connect(self._refill)

    def show_tornado(self, plan: Plan, found: Tornado) -> None:
        """Show the bars of the chosen figure; at first the contribution over the horizon."""
        self._found = plan, found
        names = {total: name for total, name in total_names(plan).items() if total in found.plan}
        chosen = self.totals.currentData() or Total.CONTRIBUTION_HORIZON
        self.totals.clear()
        for total, name in names.items():
            self.totals.addItem(name, total)
        self.totals.setCurrentIndex(max(0, list(names).index(chosen) if chosen in names else 0))
        self._refill()

    def _refill(self) -> None:
        if self._found is None:
            return
        plan, tornado = self._found
        found = hinges(plan, tornado, Total(self.totals.currentData()))
        self.bars.show_hinges(found)
        self.bars.fade(False)
        self.foot.setText(
            _("From 1-in-10 low to 1-in-10 high, one at a time. {n} assumptions move it less.").format(n=found.left_out)
        )

    def fade(self) -> None:
        """What is shown is of an earlier plan."""
        self.bars.fade(True)
