"""The panel of a campaign: its fields, and the card that says what it sells."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QPushButton, QWidget

from cmoplanner.i18n import _, ngettext
from cmoplanner.model import fields
from cmoplanner.model.edits.campaigns import activities_of
from cmoplanner.model.edits.fields import set_field_of_many
from cmoplanner.model.phasing import net_spend
from cmoplanner.model.plan import Campaign
from cmoplanner.projection.outcome import fiscal_year
from cmoplanner.report.brand_words import campaign_note
from cmoplanner.ui.context import Context
from cmoplanner.ui.inspector.head import Head
from cmoplanner.ui.inspector.loss import NO_FIGURE, WAITING, LossRow
from cmoplanner.ui.inspector.panel import Panel, grouped
from cmoplanner.ui.outlook import MARGIN, YEAR_MARGIN, YEAR_REVENUE
from cmoplanner.ui.text import plain_label
from cmoplanner.ui.widgets.chips import ChipState
from cmoplanner.ui.widgets.controls import Figure, ValueRow
from cmoplanner.ui.words import choice_word

_TABLE = fields.table("campaign")
_GROUPS = (("what", ("what",)), ("when", ("when",)), ("who", ("who", "")))
_CARD_LABEL = 148
_LOSS_LABEL = 92


class CampaignPanel(Panel):
    """Fields of a campaign and its card: all of it to sell, not only to reach."""

    KEY = "campaign"

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        name = _TABLE.field("name")
        self.head = Head(context, name, self)
        self.column.addWidget(self.head)
        if self.head.name:
            self.form.adopt(name, self.head.name)
        self._card()
        found = grouped(_TABLE, _GROUPS)
        found["what"].remove(name)
        for key, title in (("what", _("What")), ("when", _("When")), ("who", _("Who"))):
            self.add_fields(self.section(key, title), found[key])
        self.column.addStretch(1)

    def _card(self) -> None:
        section = self.section("card", _("What it sells this year"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        self.funnel = [Figure(_("responses")), Figure(_("leads")), Figure(_("offers")), Figure(_("deals"))]
        self.net = Figure(_("net spend"))
        self.revenue = Figure(_("revenue"))
        for i, figure in enumerate((*self.funnel[:3], self.funnel[3], self.revenue, self.net)):
            grid.addWidget(figure, i // 3, i % 3, Qt.AlignmentFlag.AlignTop)
        for column in range(3):
            grid.setColumnStretch(column, 1)
        section.body.addLayout(grid)
        section.body.addSpacing(8)
        self.contribution = ValueRow(_("Contribution this year"), number=True, label_width=_CARD_LABEL, inset=0)
        self.margin = ValueRow("", number=True, label_width=_CARD_LABEL, inset=0)
        self.per_unit = ValueRow("", number=True, label_width=_CARD_LABEL, inset=0)
        self.loss = LossRow(self.context, label_width=_LOSS_LABEL)
        for row in (self.contribution, self.margin, self.per_unit, self.loss):
            section.body.addWidget(row)
        self.note = plain_label(role="caption", wrap=True)
        section.body.addSpacing(4)
        section.body.addWidget(self.note)
        section.body.addSpacing(8)
        self.show_activities = QPushButton(_("Select its activities"))
        self.show_activities.clicked.connect(self._select_activities)
        section.body.addWidget(self.show_activities, 0, Qt.AlignmentFlag.AlignLeft)

    @property
    def campaigns(self) -> list[Campaign]:
        """The selected campaigns that are still in the plan."""
        known = self.context.document.plan.campaigns
        return [known[row_id] for row_id in self.ids if row_id in known]

    def refresh(self) -> None:
        campaigns = self.campaigns
        if not campaigns:
            return
        n = len(campaigns)
        title = ngettext("{n} campaign", "{n} campaigns", n).format(n=self.formats.number(n)) if n > 1 else None
        chips: list[ChipState] = []
        if n == 1:
            chips.append((choice_word(campaigns[0].brand_or_activation), "text", False))
        self.head.show_head(_("Edits go to all of them") if title else _("Campaign"), title, chips)
        self.form.fill(campaigns)
        self._show_card(campaigns)

    def _show_card(self, campaigns: list[Campaign]) -> None:
        plan, outlook, formats = self.context.document.plan, self.context.outlook, self.formats
        ids = [campaign.id for campaign in campaigns]
        activities = [one for row_id in ids for one in activities_of(plan, row_id)]
        net = formats.amount(sum(net_spend(one) for one in activities if not one.cancelled))
        funnels = [found for row_id in ids if (found := outlook.outcome.by_campaign.get(row_id))]
        for figure, key in zip(self.funnel, ("responses", "leads", "offers", "deals"), strict=True):
            total = sum(fiscal_year(getattr(funnel, key)) for funnel in funnels)
            text = formats.short_amount(total) if total >= 100 or total == 0 else formats.number(total, 1)
            figure.show_value(text, formats.number(total, 2))
        self.sections["card"].head.set_aside(formats.currency)
        self.note.setText(campaign_note(self.context.document.plan, campaigns))
        self.net.show_value(formats.short_amount(net), formats.number(net))
        months = plan.header.value_horizon_months
        self.margin.label.setText(_("{n}-month margin").format(n=months))
        self.per_unit.label.setText(_("Margin per {currency} net").format(currency=formats.currency))
        n = len(activities)
        select = ngettext("Select its {n} activity", "Select its {n} activities", n)
        self.show_activities.setText(select.format(n=formats.number(n)))
        self.show_activities.setEnabled(bool(activities))
        self.loss.show_activities(activities)
        self._show_money(ids, net)

    def _show_money(self, ids: list[str], net: float) -> None:
        outlook, formats = self.context.outlook, self.formats
        if not outlook.ready(MARGIN, YEAR_REVENUE, YEAR_MARGIN):
            for figure in (self.revenue, self.contribution, self.margin, self.per_unit):
                figure.show_value(WAITING)
            return
        revenue = sum(outlook.revenue_shares.by_campaign().get(row_id, 0.0) for row_id in ids)
        year = sum(outlook.margin_shares.by_campaign().get(row_id, 0.0) for row_id in ids)
        whole = sum(outlook.attribution.by_campaign().get(row_id, 0.0) for row_id in ids)
        self.revenue.show_value(formats.short_amount(revenue), formats.number(revenue))
        self.contribution.show_value(formats.number(year - net))
        self.margin.show_value(formats.number(whole))
        self.per_unit.show_value(formats.number(whole / net, 2) if net else NO_FIGURE)

    def show_shares(self) -> None:
        if campaigns := self.campaigns:
            self._show_card(campaigns)

    def _select_activities(self) -> None:
        plan = self.context.document.plan
        found = [one.id for row_id in self.ids for one in activities_of(plan, row_id)]
        self.context.selection.set("activity", found)

    def apply(self, key: str, value: Any) -> None:
        set_field_of_many(self.context.document, "campaign", self.ids, key, value)
