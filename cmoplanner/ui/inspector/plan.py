"""The panel of the plan itself: budget and headroom by quarter, the year's outcome, the plan's settings."""

from collections.abc import Sequence
from types import MappingProxyType
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from cmoplanner.doctor.findings import Finding
from cmoplanner.doctor.ways import Way, ways
from cmoplanner.errors import EditRefused
from cmoplanner.i18n import _, ngettext
from cmoplanner.model.edits.fields import set_field
from cmoplanner.model.fields import HEADER
from cmoplanner.projection.bands import Total
from cmoplanner.projection.outcome import Outcome
from cmoplanner.report.range_words import explained
from cmoplanner.report.timeline.strip import Budget
from cmoplanner.ui.context import Context
from cmoplanner.ui.figures import KeyFigures, key_figures
from cmoplanner.ui.inspector.decisions import Rejections, RulesList
from cmoplanner.ui.inspector.findings import Findings
from cmoplanner.ui.inspector.head import Head
from cmoplanner.ui.inspector.looking import Looking, Seen
from cmoplanner.ui.inspector.loss import NO_FIGURE, WAITING
from cmoplanner.ui.inspector.panel import Panel
from cmoplanner.ui.inspector.reach import Reach
from cmoplanner.ui.inspector.rule_card import RuleActs
from cmoplanner.ui.text import plain_label
from cmoplanner.ui.widgets.controls import ValueRow, line, restyle
from cmoplanner.ui.words import choice_word

_LABEL = 140
_RANGED = MappingProxyType({"revenue": Total.REVENUE, "contribution": Total.CONTRIBUTION})
"""The rows that have their range under them, and the total it is of."""


class PlanPanel(Panel):
    """Shown while nothing is selected; follows a drag."""

    KEY = "plan"
    LABEL_WIDTH = 116

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        name = HEADER.field("name")
        self.head = Head(context, name, self)
        self.column.addWidget(self.head)
        if self.head.name:
            self.form.adopt(name, self.head.name)
        self.rows: dict[str, ValueRow] = {}
        self.quarters: list[list[QLabel]] = []
        self._budget()
        self._outcome()
        acts = RuleActs(context)
        self.findings = Findings(context.theme, self, acts=acts)
        self.findings.asked.connect(lambda row_id: context.selection.set("activity", [row_id]))
        self.section("findings", _("To look at")).body.addWidget(self.findings)
        self.wider = Findings(context.theme, self, self._ways, acts)
        self.wider.taken.connect(self._take)
        self.section("wider", _("Campaigns and season")).body.addWidget(self.wider)
        self.rejected = Rejections(acts, self)
        self.section("rejected", _("Rejected")).body.addWidget(self.rejected)
        self.reach = Reach(context.theme, self)
        reach = self.section("reach", _("Reached online"))
        reach.head.set_aside(_("share of working money"))
        reach.body.addWidget(self.reach)
        self.rules = RulesList(acts, self)
        self.section("rules", _("Rules and thresholds"), folded=True).body.addWidget(self.rules)
        settings = self.section("settings", _("Plan settings"), folded=True)
        self.add_fields(settings, [field for field in HEADER.fields if field is not name])
        self.column.addStretch(1)
        self.looking = Looking(self)
        self.looking.found.connect(self._show_findings)
        context.outlook.ranged.connect(self._show_ranges)

    def _budget(self) -> None:
        section = self.section("budget", _("Budget"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(6)
        for column, title in enumerate(("", _("Budget"), _("Planned"), _("Headroom"))):
            grid.addWidget(_cell(title, "caption", left=column == 0), 0, column)
        for row in range(5):
            role = "strong" if row == 4 else "value"
            cells = [_cell("", "hint" if row < 4 else "strong", left=True), *(_cell("", role) for _column in range(3))]
            at = row + 1 if row < 4 else row + 2
            for column, cell in enumerate(cells):
                grid.addWidget(cell, at, column)
            self.quarters.append(cells)
        grid.addWidget(line(), 5, 0, 1, 4)
        for column in range(1, 4):
            grid.setColumnStretch(column, 1)
        section.body.addLayout(grid)
        self.note = plain_label(role="caption", wrap=True)
        section.body.addWidget(self.note)

    def _outcome(self) -> None:
        section = self.section("outcome", _("Outcome"))
        for key, label in (
            ("base", _("Base revenue")),
            ("marketing", _("Marketing adds")),
            ("revenue", _("Projected revenue")),
            ("revenue range", _("1 in 10 worse – better")),
            ("goal", _("Revenue goal")),
            ("customers", _("New customers")),
            ("contribution", _("Contribution this year")),
            ("contribution range", _("1 in 10 worse – better")),
            ("margin", ""),
            ("return", ""),
        ):
            self.rows[key] = ValueRow(label, number=True, label_width=_LABEL, inset=0)
            section.body.addWidget(self.rows[key])
        note = _(
            "Base revenue is what the company earns without this plan's marketing. "
            "Contribution is the gross margin that marketing adds, less what marketing costs."
        )
        section.body.addWidget(plain_label(note, role="caption", wrap=True))

    def refresh(self) -> None:
        header = self.context.document.plan.header
        self.head.show_head(header.company, None, [(choice_word(header.status), "text", False)])
        self.form.fill([header])
        self.looking.look(self.context.document.plan)
        self._show_rules()
        self.show_outcome(self.context.outlook.outcome)

    def _show_findings(self, seen: Seen) -> None:
        self.findings.show_findings(seen.at_bars)
        self.sections["findings"].setVisible(bool(seen.at_bars))
        self.sections["findings"].head.set_aside(str(len(seen.at_bars)))
        self.sections["wider"].setVisible(bool(seen.elsewhere))
        self.sections["wider"].head.set_aside(str(len(seen.elsewhere)))
        self.wider.show_findings([(finding, "") for finding in seen.elsewhere])
        self.sections["reach"].setVisible(any(sum(media.values()) > 0 for media in seen.money.values()))
        self.reach.show_segments(seen.plan.segments, seen.money, seen.one_sided, self.formats)

    def _show_rules(self) -> None:
        """Show what is rejected, and which rules are other ones in this plan."""
        plan = self.context.document.plan
        self.rejected.show_decisions(plan)
        self.sections["rejected"].setVisible(bool(self.rejected.rows))
        self.sections["rejected"].head.set_aside(str(len(self.rejected.rows)))
        own = len({row.rule_id for row in plan.rule_settings.values()})
        aside = ngettext("{n} changed", "{n} changed", own).format(n=own) if own else ""
        self.sections["rules"].head.set_aside(aside)
        self.rules.refresh()

    def _ways(self, finding: Finding) -> Sequence[Way]:
        return ways(self.context.document.plan, finding)

    def _take(self, way: Way) -> None:
        """Take a way out of a finding, or say why it cannot be taken."""
        try:
            way.take(self.context.document)
        except EditRefused as refusal:
            self.context.commands.say(refusal.told)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.looking.look(self.context.document.plan)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.looking.stop()

    def show_outcome(self, outcome: Outcome) -> None:
        figures = key_figures(self.context.document.plan, outcome)
        self._show_budget(outcome, figures)
        self._show_outcome(figures)
        self._show_ranges(outcome)

    def _show_budget(self, outcome: Outcome, figures: KeyFigures) -> None:
        plan, formats = self.context.document.plan, self.formats
        net = outcome.money.net
        budgets = [money for _span, money in Budget.of(plan).quarters]
        spends = [sum(net[3 * i : 3 * i + 3]) for i in range(4)]
        for i, cells in enumerate(self.quarters[:4]):
            self._show_quarter(cells, plan.calendar.quarter_label(i + 1), budgets[i], spends[i])
        self._show_quarter(self.quarters[4], _("Year"), plan.header.topdown_budget, sum(net))
        self.sections["budget"].head.set_aside(_("{currency} net").format(currency=formats.currency))
        unplaced = plan.header.topdown_budget - round(sum(budgets))
        self.note.setVisible(unplaced != 0)
        self.note.setText(
            _("{amount} of the year's budget are in no quarter.").format(amount=formats.whole(unplaced))
            if unplaced > 0
            else _("The quarters hold {amount} more than the year's budget.").format(amount=formats.whole(-unplaced))
        )

    def _show_quarter(self, cells: list[QLabel], name: str, budget: float, planned: float) -> None:
        formats = self.formats
        left = budget - planned
        cells[0].setText(name)
        for cell, amount in zip(cells[1:], (budget, planned, left), strict=True):
            cell.setText(formats.whole(amount))
        strong = cells is self.quarters[4]
        restyle(cells[3], "role", "negative" if left < 0 else "strong" if strong else "value")

    def _show_outcome(self, figures: KeyFigures) -> None:
        formats, rows = self.formats, self.rows
        months = figures.horizon_months
        rows["base"].show_value(formats.number(figures.base_revenue))
        rows["marketing"].show_value(formats.number(figures.marketing_revenue))
        rows["revenue"].show_value(formats.number(figures.revenue))
        rows["goal"].setVisible(figures.revenue_goal is not None)
        if figures.revenue_goal is not None:
            rows["goal"].show_value(formats.number(figures.revenue_goal))
        rows["customers"].show_value(formats.number(figures.new_customers))
        rows["contribution"].show_value(formats.number(figures.contribution))
        rows["margin"].label.setText(_("{n}-month margin").format(n=months))
        rows["margin"].show_value(formats.number(figures.horizon_margin))
        rows["return"].label.setText(_("{n}-month return").format(n=months))
        returned = figures.horizon_return
        rows["return"].show_value("–" if returned is None else formats.percent_change(returned))
        self.sections["outcome"].head.set_aside(formats.currency)

    def apply(self, key: str, value: Any) -> None:
        set_field(self.context.document, "plan", self.context.document.plan.header.id, key, value)

    def _show_ranges(self, outcome: Outcome | None = None) -> None:
        """Show the plan's ranges; an outcome that is only dragged has none."""
        outlook, formats = self.context.outlook, self.formats
        bands = outlook.bands if outcome is None or outcome is outlook.outcome else None
        for key, total in _RANGED.items():
            row = self.rows[f"{key} range"]
            if bands is None:
                row.show_value(WAITING if outlook.ranges.busy else NO_FIGURE)
                row.setToolTip("")
                continue
            band = bands.totals[total]
            text = f"{formats.short_amount(band.p10)} – {formats.short_amount(band.p90)}"
            row.show_value(text, explained(formats, band, bands))


def _cell(text: str, role: str, *, left: bool = False) -> QLabel:
    label = plain_label(text, role=role)
    side = Qt.AlignmentFlag.AlignLeft if left else Qt.AlignmentFlag.AlignRight
    label.setAlignment(side | Qt.AlignmentFlag.AlignVCenter)
    return label
