"""The three pictures at the top of the outcome page: this year by month, the value horizon, from base to goal."""

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from cmoplanner.i18n import _
from cmoplanner.projection.attribution import Attribution
from cmoplanner.projection.bands import Bands, MonthBand, Total
from cmoplanner.projection.outcome import Outcome
from cmoplanner.report.outcome_figures import (
    base_to_goal,
    horizon_balance,
    return_words,
    revenue_goal,
    with_range,
    year_by_month,
)
from cmoplanner.ui.outcome.card import Card, CardRow
from cmoplanner.ui.theme import Theme
from cmoplanner.ui.widgets.charts.month_bars import MonthBars
from cmoplanner.ui.widgets.charts.running_total import RunningTotal
from cmoplanner.ui.widgets.charts.waterfall import Waterfall

_HEIGHT = 262
_BESIDE = 990


@dataclass(frozen=True, eq=False)
class Ranged:
    """The range of an outcome, and that of its running balance."""

    bands: Bands
    balance: MonthBand


class Overview(CardRow):
    """Shows an outcome at once, and its ranges when they are there."""

    asked = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(_BESIDE, parent)
        self.year = Card(theme, _("This year: revenue by month"))
        self.horizon = Card(theme, "")
        self.bridge = Card(theme, _("From base to goal"))
        self.months = MonthBars(theme)
        self.running = RunningTotal(theme)
        self.waterfall = Waterfall(theme)
        cards = (self.year, self.months), (self.horizon, self.running), (self.bridge, self.waterfall)
        for card, chart in cards:
            card.body.addWidget(chart, 1)
            card.setMinimumHeight(_HEIGHT)
            chart.asked.connect(self.asked)
            self.add(card)

    def show_outcome(self, outcome: Outcome, ranged: Ranged | None, *, stale: bool) -> None:
        """Show the year and the horizon; a stale range is of an earlier plan: it is drawn pale, and not written."""
        self._show_year(outcome, ranged, stale=stale)
        self._show_horizon(outcome, ranged, stale=stale)
        self._fit_lines()

    def _show_year(self, outcome: Outcome, ranged: Ranged | None, *, stale: bool) -> None:
        plan = outcome.compiled.plan
        year = year_by_month(outcome, ranged.bands if ranged else None)
        scaled = year.scaled
        self.year.note.setText(_("{unit} · {year}").format(unit=scaled.title, year=plan.calendar.label))
        written = ranged.bands.totals[Total.REVENUE] if ranged and not stale else None
        whole = with_range(scaled.text(float(year.whole.sum())), written, scaled)
        parts = _("base {base} · by marketing {added}").format(
            base=scaled.text(float(year.base.sum())), added=scaled.text(float(year.added.sum()))
        )
        self.year.say(parts, whole)
        self.months.show_year(year, stale=stale)

    def _show_horizon(self, outcome: Outcome, ranged: Ranged | None, *, stale: bool) -> None:
        plan = outcome.compiled.plan
        bands = ranged.bands if ranged and not stale else None
        balance = horizon_balance(outcome, bands, ranged.balance if ranged else None)
        scaled = balance.scaled
        n = outcome.compiled.horizon
        self.horizon.title.setText(_("{n} months: margin minus cost").format(n=n))
        self.horizon.note.setText(_("{unit}, running total").format(unit=scaled.title))
        self.horizon.title.set_help(
            _("In present value at {rate} a year.").format(rate=scaled.formats.percent(plan.header.discount_rate))
        )
        sums = _("earned {earned} − cost {cost} = {balance}").format(
            earned=scaled.text(balance.earned), cost=scaled.text(balance.cost), balance=scaled.text(balance.balance)
        )
        returns = return_words(scaled.formats, balance.returns)
        self.horizon.say(sums, _("return {value}").format(value=returns) if returns else "")
        self.running.show_balance(balance, stale=stale)

    def show_shares(self, outcome: Outcome, shares: Attribution) -> None:
        """Show the way from base to goal; `shares` is the attribution of this year's revenue."""
        plan = outcome.compiled.plan
        found = base_to_goal(outcome, shares)
        title = _("From base to plan") if revenue_goal(plan) is None else _("From base to goal")
        self.bridge.title.setText(title)
        self.waterfall.setAccessibleName(title)
        unit, year = found.scaled.title, plan.calendar.label
        if found.cut:
            note = _("{unit} · {year} · axis cut at {cut}").format(
                unit=unit, year=year, cut=found.scaled.tick(found.cut)
            )
        else:
            note = _("{unit} · {year}").format(unit=unit, year=year)
        self.bridge.note.setText(note)
        self.bridge.say(found.note)
        self.waterfall.show_bridge(found)
        self._fit_lines()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_lines()

    def _fit_lines(self) -> None:
        """Give the figures under the titles two lines in all cards where one of them needs two."""
        self._box.activate()  # the cards have their widths only then
        cards = (self.year, self.horizon, self.bridge)
        stacked = any(card.crowded for card in cards)
        for card in cards:
            card.stack(stacked)
