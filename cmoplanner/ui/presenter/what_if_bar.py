"""The slider under the outcome page: another budget, what it would bring, and the way into the plan."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSlider, QVBoxLayout, QWidget

from cmoplanner.i18n import _
from cmoplanner.model.scaling import Scaling
from cmoplanner.projection.bands import Total
from cmoplanner.projection.bridge import figures_of
from cmoplanner.projection.outcome import Outcome
from cmoplanner.report.formats import Formats
from cmoplanner.ui.presenter.what_if import MOST, Answer
from cmoplanner.ui.text import plain_label
from cmoplanner.ui.theme import Theme
from cmoplanner.ui.widgets.surface import Surface

HEIGHT = 132
_COLUMN = 132  # px: a figure changes without its neighbours moving
_FIGURES = (Total.REVENUE, Total.CONTRIBUTION, Total.CONTRIBUTION_HORIZON, Total.ROI_HORIZON)


class WhatIfBar(Surface):
    """A slider from -30 to +30 % of the budget with the answer beside it; the plan stays as it is."""

    asked = Signal(int)  # percent
    taken_over = Signal()
    closed = Signal()

    def __init__(self, theme: Theme, formats: Formats, scaling: Scaling, plan: Outcome, parent: QWidget) -> None:
        super().__init__(theme, "surface", ("top",), parent)
        self._formats = formats
        self._scaling = scaling
        self._plan = figures_of(plan)
        self.setAccessibleName(_("What if the budget were another one"))
        self.slider = QSlider(Qt.Orientation.Horizontal, self)
        self.slider.setRange(-MOST, MOST)
        self.slider.setPageStep(10)
        self.slider.setTickPosition(QSlider.TickPosition.TicksBelow)
        self.slider.setTickInterval(10)
        self.slider.setAccessibleName(_("Budget, change in percent"))
        self.said = plain_label("", self, role="title", wrap=True)
        self.bound = plain_label("", self, role="hint", wrap=True)
        self.figures = {total: plain_label("", self, role="figure") for total in _FIGURES}
        self.changes = {total: plain_label("", self, role="hint") for total in _FIGURES}
        self.back = QPushButton(_("Back to the plan"), self)
        self.take = QPushButton(_("Take over into the plan"), self)
        self.close_button = QPushButton(_("Close"), self)
        for button in (self.back, self.take, self.close_button):
            button.setAutoDefault(False)
        self._lay_out()
        self.slider.valueChanged.connect(self.asked)
        self.back.clicked.connect(lambda: self.slider.setValue(0))
        self.take.clicked.connect(self.taken_over)
        self.close_button.clicked.connect(self.closed)

    def _lay_out(self) -> None:
        left = QVBoxLayout()
        left.setSpacing(4)
        left.addWidget(self.said)
        left.addWidget(self.slider)
        left.addWidget(self.bound)
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 10, 24, 10)
        row.setSpacing(24)
        row.addLayout(left, 1)
        names = {
            Total.REVENUE: _("Revenue this year"),
            Total.CONTRIBUTION: _("Contribution this year"),
            Total.CONTRIBUTION_HORIZON: _("Over the horizon"),
            Total.ROI_HORIZON: _("Return"),
        }
        for total, label in self.figures.items():
            label.setMinimumWidth(_COLUMN)
            column = QVBoxLayout()
            column.setSpacing(2)
            column.addStretch(1)
            column.addWidget(plain_label(names[total], self, role="hint"))
            column.addWidget(label)
            column.addWidget(self.changes[total])
            column.addStretch(1)
            row.addLayout(column)
        buttons = QVBoxLayout()
        buttons.setSpacing(4)
        buttons.addWidget(self.take)
        second = QHBoxLayout()
        second.addWidget(self.back)
        second.addWidget(self.close_button)
        buttons.addLayout(second)
        row.addLayout(buttons)

    def show_answer(self, answer: Answer) -> None:
        """Show what a budget would bring, each figure with its difference from the plan."""
        formats, net = self._formats, self._scaling.net
        percent = formats.percent_change(answer.asked / 100)
        self.said.setText(
            _("What if: budget {percent} → {amount} {currency} ({change}). The plan stays as it is.").format(
                percent=percent,
                amount=formats.short(answer.scaled.net),
                currency=formats.currency,
                change=formats.change(formats.amount(answer.scaled.net - net)),
            )
        )
        short = answer.scaled.net - answer.wanted > abs(net) / 1_000
        self.bound.setText(
            _("{least} is over, booked, ordered or locked: less is not possible.").format(
                least=formats.short(self._scaling.least)
            )
            if short
            else _("{open} of it is still open and scales in proportion; what is booked or locked stays.").format(
                open=formats.short(self._scaling.open_net)
            )
        )
        for total, label in self.figures.items():
            text, change = self._told(total, answer)
            label.setText(text)
            self.changes[total].setText(change)
        changed = bool(answer.scaled.activities)
        self.take.setEnabled(changed)
        self.back.setEnabled(changed)
        self.slider.setAccessibleDescription(self.said.text())

    def _told(self, total: Total, answer: Answer) -> tuple[str, str]:
        """Return a figure and its difference from the plan."""
        formats, value, before = self._formats, answer.figure(total), self._plan.get(total)
        if value is None or before is None:
            return "–", ""
        if total is Total.ROI_HORIZON:
            return formats.percent_change(value), _("plan {value}").format(value=formats.percent_change(before))
        change = _("{change} · plan {value}").format(
            change=formats.change(value - before), value=formats.short_amount(before)
        )
        return formats.short_amount(value), change

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)
