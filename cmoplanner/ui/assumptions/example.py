"""A guided calculator: visitors, those who buy and what they spend, with two levers and where the gain comes from."""

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from cmoplanner.i18n import _
from cmoplanner.model.fields import Field, Kind
from cmoplanner.report.formats import Formats
from cmoplanner.report.worked_example import Example
from cmoplanner.ui.assumptions.asking import Asked, number_line
from cmoplanner.ui.field_text import FieldText
from cmoplanner.ui.text import plain_label
from cmoplanner.ui.theme import Theme
from cmoplanner.ui.widgets.charts.waterfall import Waterfall

_MOST = 1e12


class WorkedExample(QDialog):
    """Five fields, the sentence of what they give, and the waterfall; nothing of it touches the plan."""

    def __init__(self, theme: Theme, formats: Formats, fy_start: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Worked example"))
        self._formats = formats
        self._texts = FieldText(formats, fy_start)
        self.example: Example | None = Example()
        self.asked = {
            "visitors": self._ask(_("Visitors a month"), formats.number(100_000)),
            "buyers": self._ask(_("Of a hundred, so many buy"), formats.number(2.5, 1)),
            "value": self._ask(_("Value of an order in {currency}").format(currency=formats.currency), "50"),
            "traffic": self._ask(_("Traffic, times"), formats.number(1.2, 1)),
            "conversion": self._ask(_("Conversion, times"), "2"),
        }
        self.told = plain_label("", self, role="strong", wrap=True)
        self.unit = plain_label("", self, role="caption")
        self.chart = Waterfall(theme, self)
        self.chart.setAccessibleName(_("Where the gain comes from"))
        self.chart.setMinimumHeight(200)
        close = QPushButton(_("Close"), self)
        close.setDefault(True)
        close.clicked.connect(self.accept)
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(4)
        for place, asked in enumerate(self.asked.values()):
            grid.addWidget(asked, place // 3, place % 3, Qt.AlignmentFlag.AlignTop)
        lead = _(
            "What a month sells is visitors × the share of them that buys × what an order is worth. A lever multiplies "
            "one of the three. In a plan, levers stand under Levers in the plan data, with start, ramp and cost."
        )
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(10)
        column.addWidget(plain_label(_("Worked example"), self, role="heading"))
        column.addWidget(plain_label(lead, self, role="lead", wrap=True))
        column.addLayout(grid)
        column.addWidget(self.told)
        column.addWidget(self.unit)
        column.addWidget(self.chart, 1)
        column.addLayout(foot)
        self.resize(600, 560)
        self._show()

    def _ask(self, question: str, text: str) -> Asked:
        line = number_line(self)
        line.setText(text)
        line.textEdited.connect(self._show)
        return Asked(question, line, self)

    def _show(self) -> None:
        self.example = self._read()
        example, formats = self.example, self._formats
        self.chart.fade(example is None)
        if example is None:
            self.told.setText(_("Fill in all five fields."))
            return
        before, middle, after = example.sales
        self.told.setText(
            _("{before} {currency} a month become {after}: {traffic} by traffic, {conversion} by conversion.").format(
                before=formats.number(float(before), 0 if before == before.to_integral_value() else 2),
                after=formats.number(float(after), 0 if after == after.to_integral_value() else 2),
                currency=formats.currency,
                traffic=formats.change(float(middle - before)),
                conversion=formats.change(float(after - middle)),
            )
        )
        bridge = example.bridge(formats)
        self.unit.setText(_("{unit} a month").format(unit=bridge.scaled.title))
        self.chart.show_bridge(bridge)

    def _read(self) -> Example | None:
        found = {}
        for key, asked in self.asked.items():
            most = 100.0 if key == "buyers" else _MOST
            asked.show_fault("")
            try:
                value = self._texts.read(Field(key, "", Kind.NUMBER, minimum=0, maximum=most), asked.line.text())
            except ValueError as refusal:
                asked.show_fault(str(refusal))
                return None
            if value is None:
                return None
            found[key] = float(value) / 100 if key == "buyers" else float(value)
        return Example(**found)
