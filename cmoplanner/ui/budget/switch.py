"""What quarters and months of the budget show: a switch that stands in the page's head, a menu where it is narrow."""

from functools import partial

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QWidget

from cmoplanner.i18n import _
from cmoplanner.report.budget.book import MEASURES, PAST_MEASURES, Measure
from cmoplanner.ui.calendar.switch import FormSwitch
from cmoplanner.ui.text import plain_action, plain_label
from cmoplanner.ui.theme import Theme

_GAP = 8


class MeasureSwitch(QWidget):
    """The measures side by side, their meaning before them; without room for all, the one in use as a menu."""

    chosen = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names = {measure.value: _(label) for measure, label in {**MEASURES, **PAST_MEASURES}.items()}
        self.form = FormSwitch(theme, self._names, self)
        self.form.setAccessibleName(_("Months show"))
        self.form.chosen.connect(self.chosen)
        self.words = plain_label(_("Months show"), self, role="hint")
        self.short = QPushButton(self)
        self.short.setAccessibleName(_("Months show"))
        menu = QMenu(self.short)
        for key, name in self._names.items():
            menu.addAction(plain_action(name)).triggered.connect(partial(self._choose, key))
        self.short.setMenu(menu)
        self._measure = Measure.PLAN
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(_GAP)
        row.addStretch(1)
        for widget in (self.words, self.form, self.short):
            row.addWidget(widget)
        self.hide()

    def _choose(self, key: str, _checked: bool = False) -> None:
        self.chosen.emit(key)

    def show_measure(self, measure: Measure) -> None:
        """Show a measure as chosen; those of other times have a part only while they are."""
        self._measure = measure
        for other in PAST_MEASURES:
            self.form.parts[other.value].setVisible(other is measure)
        self.form.show_form(measure.value)
        self.short.setText(plain_action(_("Months: {measure}").format(measure=self._names[measure.value])))
        self.updateGeometry()
        self._fit()

    def sizeHint(self) -> QSize:
        wide = self.words.sizeHint().width() + _GAP + self.form.sizeHint().width()
        return QSize(wide, self.form.sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(self.short.sizeHint().width(), self.form.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        room, form = self.width(), self.form.sizeHint().width()
        self.form.setVisible(room >= form)
        self.short.setVisible(room < form)
        past = self._measure in PAST_MEASURES
        self.words.setVisible(not past and room >= form + _GAP + self.words.sizeHint().width())
