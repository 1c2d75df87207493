"""What quarters and months of the budget show: a switch that stands in the page's head."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from cmoplanner.i18n import _
from cmoplanner.report.budget.book import MEASURES, PAST_MEASURES, Measure
from cmoplanner.ui.calendar.switch import FormSwitch
from cmoplanner.ui.text import plain_label
from cmoplanner.ui.theme import Theme


class MeasureSwitch(QWidget):
    """The measures side by side, their meaning before them."""

    chosen = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.form = FormSwitch(
            theme, {measure.value: _(label) for measure, label in {**MEASURES, **PAST_MEASURES}.items()}, self
        )
        self.form.setAccessibleName(_("Months show"))
        self.form.chosen.connect(self.chosen)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self.words = plain_label(_("Months show"), self, role="hint")
        row.addWidget(self.words)
        row.addWidget(self.form)
        self.hide()

    def show_measure(self, measure: Measure) -> None:
        """Show a measure as chosen; those of other times have a part only while they are."""
        for other in PAST_MEASURES:
            self.form.parts[other.value].setVisible(other is measure)
        self.words.setVisible(measure not in PAST_MEASURES)
        self.form.show_form(measure.value)
