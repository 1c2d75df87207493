"""The outcome page: what the plan brings, how sure that is, where it comes from, and what would change it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from cmoplanner.i18n import _
from cmoplanner.model.plan import Plan
from cmoplanner.optimizer.cutback import Loss
from cmoplanner.optimizer.cuts import Cut, Decision, Name, Side, cut
from cmoplanner.projection.attribution import Attribution
from cmoplanner.projection.balance import balance_band
from cmoplanner.projection.bands import Total
from cmoplanner.projection.comparison import Compared
from cmoplanner.projection.outcome import Outcome
from cmoplanner.projection.sensitivity import Tornado
from cmoplanner.projection.unit_economics import unit_economics
from cmoplanner.report.formats import Formats
from cmoplanner.report.outcome_cutback import cutback_table
from cmoplanner.report.outcome_cuts import SIDES
from cmoplanner.report.outcome_economics import ECONOMICS, economics_table
from cmoplanner.report.outcome_figures import draws_note, odds, title
from cmoplanner.report.outcome_funnel import funnel_table
from cmoplanner.report.why import Term
from cmoplanner.report.why_figure import why_figure
from cmoplanner.ui.commands import Command
from cmoplanner.ui.context import Context
from cmoplanner.ui.jobs import Latest, Progress
from cmoplanner.ui.outcome.card import GAP, CardRow
from cmoplanner.ui.outcome.cut_card import CutCard
from cmoplanner.ui.outcome.draws import Draws, Tables
from cmoplanner.ui.outcome.hinge_card import HingeCard
from cmoplanner.ui.outcome.overview import Overview, Ranged
from cmoplanner.ui.outcome.scenario_card import ScenarioCard
from cmoplanner.ui.outcome.table_card import ChoiceCard, TableCard
from cmoplanner.ui.outcome.why_panel import WhyPanel
from cmoplanner.ui.outlook import HEAVY, MARGIN, YEAR_REVENUE
from cmoplanner.ui.ranges import Ranged as Found
from cmoplanner.ui.text import plain_label, plain_paragraph, plain_tooltip
from cmoplanner.ui.widgets.chips import ChipFlow
from cmoplanner.ui.widgets.controls import ElidedLabel
from cmoplanner.ui.widgets.surface import Surface

Decided = tuple[Side, Mapping[Name, Decision]]

_EXPLAINED = {
    "revenue": Total.REVENUE,
    "base": Total.BASELINE_REVENUE,
    "added": Total.INCREMENTAL_REVENUE,
    "balance": Total.CONTRIBUTION_HORIZON,
    "margin": Total.PRESENT_MARGIN,
}
_BESIDE = 1_200


class OutcomePage(QWidget):
    """Cards under a sentence. What can be had at once follows every edit at once; the rest comes a moment later."""

    KEY = "outcome"
    ICON = "outcome"

    hinted = Signal(str)
    assumption_asked = Signal(str, str)  # scope as "channel:email", parameter
    row_asked = Signal(str, str)  # table, id
    side_asked = Signal(object)  # a panel to stand in the inspector's place, or None

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._stale = True
        self._of: Found | None = None
        self._ranged: Ranged | None = None
        self.draws = Draws(context.outlook.hinges, self)
        self._reasons = Latest(0, self)
        theme = context.theme
        self.sentence = ElidedLabel("", "figure", self)
        self.chips = ChipFlow(theme, self)
        self.note = ElidedLabel("", "caption", self)
        self.note.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.overview = Overview(theme, self)
        self.cuts = CutCard(theme, self)
        self.hinges = HingeCard(theme, self)
        self.scenarios = ScenarioCard(theme, self)
        by = {side.value: _(SIDES[side]) for side in ECONOMICS}
        self.economics = ChoiceCard(theme, _("What customers cost and bring"), by, self)
        kinds = {Side.CHANNEL.value: _("Channel"), Side.CELL.value: _("Market cell")}
        self.funnel = ChoiceCard(theme, _("From response to customer"), kinds, self)
        self.cutback = TableCard(theme, _("What we lose if cut"), self)
        self.why = WhyPanel(theme, self)
        self.why.hide()
        self.beside = CardRow(_BESIDE, self)
        self.empty = _Empty(self)
        self.stack = QStackedWidget(self)
        self._lay_out()
        self._connect()

    @staticmethod
    def title() -> str:
        """Return the page's name in the rail."""
        return _("Outcome")

    def commands(self) -> list[Command]:
        """Return what leads to a part of this page, from any page."""
        return [
            Command(
                "outcome.cutback",
                _("What we lose if 10 or 20 % is cut"),
                "",
                self.show_cutback,
                menu="view",
                group="pages",
            )
        ]

    def show_cutback(self) -> None:
        """Bring what we lose if money is cut into sight."""
        self._context.commands.run("page.outcome")
        self._cards.activate()  # cards that were not shown yet have no place
        self.area.verticalScrollBar().setValue(self.cutback.y() - GAP)

    def _lay_out(self) -> None:
        inside = Surface(self._context.theme, "window", (), self)
        column = self._cards = QVBoxLayout(inside)
        column.setContentsMargins(12, 10, 12, 12)
        column.setSpacing(GAP)
        head = QHBoxLayout()
        head.setSpacing(24)
        head.addWidget(self.sentence)
        head.addWidget(self.note, 1)
        column.addLayout(head)
        column.addWidget(self.chips)
        self.beside.add(self.cuts)
        self.beside.add(self.hinges)
        for card in (self.overview, self.beside, self.scenarios, self.cutback, self.economics, self.funnel):
            column.addWidget(card)
        column.addStretch(1)
        self.area = QScrollArea(self)
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setWidget(inside)
        self.stack.addWidget(self.area)
        self.stack.addWidget(self.empty)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.stack)
        self.setFocusProxy(self.overview.months)

    def _connect(self) -> None:
        context = self._context
        context.outlook.changed.connect(self._follow)
        context.outlook.settled.connect(self._show_shares)
        self.cuts.side_chosen.connect(self._cut_again)
        context.outlook.ranged.connect(self._show_ranges)
        self.draws.tabled.connect(self._show_tables)
        self.draws.cut_found.connect(self._show_found_cut)
        self.draws.decided.connect(self._show_decisions)
        self.draws.compared.connect(self._show_scenarios)
        self.draws.hinged.connect(self._show_hinges)
        self.draws.cut_back.connect(self._show_cutback)
        for card in (self.overview, self.cuts, self.scenarios, self.economics, self.funnel):
            card.asked.connect(self.ask_why)
        self._reasons.done.connect(self._explain)
        self.cuts.channel_asked.connect(lambda channel: self.row_asked.emit("channel", channel))
        self.hinges.asked.connect(self._ask_assumption)
        self.why.closed.connect(self._close_why)
        self.why.assumption_asked.connect(self.assumption_asked)
        self.why.row_asked.connect(self.row_asked)
        self.draws.progressed.connect(self._show_progress)
        self.draws.ended.connect(self._show_note)
        self.empty.start.clicked.connect(lambda: context.commands.run("page.calendar"))

    # what is shown

    @property
    def _outcome(self) -> Outcome:
        return self._context.outlook.outcome

    @property
    def _plan(self) -> Plan:
        return self._context.document.plan

    @property
    def _large(self) -> bool:
        """Whether even the plain tables take longer than an edit may."""
        return len(self._plan.activities) >= HEAVY

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self._show()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._close_why()
        if self.draws.busy:
            self._stale = True  # the rest is worked out when the page is seen again
            self.draws.pause()

    def _follow(self, _outcome: Outcome) -> None:
        if self.isVisible():
            self._show()
        else:
            self._stale = True

    def _show(self) -> None:
        """Show what can be had at once, and have the rest worked out."""
        self._stale = False
        plan, outcome = self._plan, self._outcome
        if not plan.activities or not plan.cells:
            self.draws.pause()
            self.stack.setCurrentWidget(self.empty)
            return
        self.stack.setCurrentWidget(self.area)
        self.sentence.setText(title(plan, outcome))
        self._show_ranges()
        self.scenarios.fade()
        self.hinges.fade()
        self.cutback.fade()
        if self._large:
            for card in (self.economics, self.funnel, self.cuts):
                card.fade()
        else:
            found = unit_economics(outcome)
            self.economics.show_made(lambda side: economics_table(outcome, found, Side(side)))
            self.funnel.show_made(lambda kind: funnel_table(outcome, Side(kind)))
        self._close_why()
        self._show_shares()
        self.draws.work_for(outcome, self.cuts.side, large=self._large)

    def _show_shares(self) -> None:
        outlook = self._context.outlook
        if self.stack.currentWidget() is self.area and outlook.ready(MARGIN, YEAR_REVENUE):
            self.overview.show_shares(self._outcome, outlook.revenue_shares)
            if not self._large:
                self._show_cut()

    def _show_cut(self) -> None:
        found = cut(self._outcome, self.cuts.side, attribution=self._context.outlook.attribution)
        self.cuts.show_cut(self._plan, found)

    def _cut_again(self) -> None:
        if self._large:
            self.cuts.fade()
        elif self._context.outlook.ready(MARGIN):
            self._show_cut()
        self.draws.decide(self.cuts.side)

    def _show_ranges(self) -> None:
        """Show the range; until it comes, that of the plan before the edit is shown as such."""
        if not self.isVisible() or self.stack.currentWidget() is not self.area:
            return
        ranges = self._context.outlook.ranges
        stale, found = ranges.found is None, ranges.found or ranges.earlier
        if found is not None and (self._of is not found):
            self._of = found
            self._ranged = Ranged(found.bands, balance_band(found.simulation, found.outcome))
        self.overview.show_outcome(self._outcome, self._ranged, stale=stale)
        self._show_odds(stale=stale)
        if not self.draws.busy:
            self._show_note()

    def _show_odds(self, *, stale: bool) -> None:
        """Show the chances; those of an earlier plan in grey, with a dashed frame."""
        found = odds(self._plan, self._ranged.bands) if self._ranged else []
        self.chips.show_states([(one.text, "text_3" if stale else one.role, stale) for one in found])
        for chip, one in zip(self.chips.chips, found, strict=True):
            chip.setToolTip(plain_tooltip(f"{one.text}\n{one.help}"))

    def _show_tables(self, found: Tables) -> None:
        self.economics.show_made(found.economics.__getitem__)
        self.funnel.show_made(found.funnels.__getitem__)

    def _show_found_cut(self, found: Cut) -> None:
        if found.side is self.cuts.side:
            self.cuts.show_cut(self._plan, found)

    def _show_decisions(self, found: Decided) -> None:
        self.cuts.show_decisions(*found)

    def _show_scenarios(self, compared: Sequence[Compared]) -> None:
        self.scenarios.show_compared(self._plan, compared)

    def _show_hinges(self, found: Tornado) -> None:
        self.hinges.show_tornado(self._plan, found)

    def _show_cutback(self, found: Mapping[str | None, list[Loss]]) -> None:
        self.cutback.show_table(cutback_table(self._plan, found))

    # why

    def ask_why(self, key: str) -> None:
        """Explain a figure: "revenue", "base", "added", "balance", "margin", a total, or the key of one in a table."""
        outlook = self._context.outlook
        total = _EXPLAINED.get(key)
        shares = outlook.attribution if outlook.ready(MARGIN) else None
        work = partial(_reason, self._outcome, total.value if total else key, shares)
        if self._large:
            self._reasons.ask("why", work)
        else:
            self._explain(work())

    def _explain(self, found: Term | None) -> None:
        if found is None:
            self.hinted.emit(_("This figure is of an earlier plan: look again when the new one is there."))
            return
        self.why.explain(found, Formats.of(self._plan))
        self.side_asked.emit(self.why)
        self.why.tree.setFocus()

    def _close_why(self) -> None:
        self._reasons.drop()
        if not self.why.isHidden():
            inside = self.why.isAncestorOf(QApplication.focusWidget() or self)
            self.side_asked.emit(None)
            if inside:
                self.setFocus()

    def _ask_assumption(self, row: str) -> None:
        scope, _slash, parameter = row.rpartition("/")
        self.assumption_asked.emit(scope, parameter)

    def _show_progress(self, task: str, share: float) -> None:
        words = {
            "cut": _("working out what each part brings"),
            "tables": _("working out customers and funnel"),
            "losses": _("working out losses"),
            "scenarios": _("working out scenarios"),
            "cutbacks": _("working out what cutting loses"),
            "tornado": _("working out what it hinges on"),
        }
        percent = Formats.of(self._plan).percent(share)
        self.note.setText(_("{what} … {share}").format(what=words[task], share=percent))

    def _show_note(self) -> None:
        self.note.setText(draws_note(self._plan, self._ranged.bands) if self._ranged else "")

    def settle(self) -> None:
        """Wait for what is still to come, and show it now."""
        self.draws.settle()
        self.scenarios.settle()

    def close_work(self) -> None:
        """Begin nothing more, and wait for what is being worked out."""
        self._reasons.close()
        self.draws.close()
        self.scenarios.close_work()


def _reason(outcome: Outcome, key: str, shares: Attribution | None, _progress: Progress | None = None) -> Term | None:
    """Return the chain behind a figure; None where the plan has the figure no more."""
    try:
        return why_figure(outcome, key, shares)
    except KeyError:
        return None


class _Empty(QWidget):
    """Says what belongs here, and where to begin."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.start = QPushButton(_("Go to the calendar"), self)
        self.start.setProperty("role", "primary")
        column = QVBoxLayout(self)
        column.setSpacing(12)
        column.addStretch(2)
        middle = Qt.AlignmentFlag.AlignHCenter
        column.addWidget(plain_label(_("What the plan brings stands here"), self, role="heading"), 0, middle)
        words = _(
            "Revenue this year with its range, margin over the value horizon, and what each channel, campaign "
            "and segment brings. It needs market cells and at least one activity that reaches them."
        )
        column.addWidget(plain_paragraph(words, 440, self), 0, middle)
        column.addWidget(self.start, 0, middle)
        column.addStretch(3)
