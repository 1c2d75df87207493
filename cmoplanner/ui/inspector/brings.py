"""What selected activities bring: margin, return, responses and leads, and their place on the response curve."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from cmoplanner.i18n import _
from cmoplanner.model.phasing import net_spend
from cmoplanner.model.plan import Activity
from cmoplanner.projection.activity_funnel import funnel_of
from cmoplanner.report.formats import Formats
from cmoplanner.report.response_curve import response_curve
from cmoplanner.ui.context import Context
from cmoplanner.ui.inspector.curve import Curve, CurveChart
from cmoplanner.ui.inspector.loss import NO_FIGURE, WAITING, LossRow
from cmoplanner.ui.outlook import MARGIN
from cmoplanner.ui.text import plain_label
from cmoplanner.ui.widgets.controls import Figure
from cmoplanner.ui.words import row_name

NEXT = 1_000  # currency units


class Brings(QWidget):
    """Figures of 18/600 over 11, and the curve of the activity's main lane."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.margin = Figure("")
        self.per_unit = Figure("")
        self.responses = Figure(_("responses"))
        self.leads = Figure(_("leads"))
        self.deals = Figure(_("deals"))
        self.next = Figure(_("next {amount}").format(amount=NEXT))
        self.loss = LossRow(context)
        self.why = plain_label(role="hint", wrap=True)
        self.curve_title = plain_label(role="caption", wrap=True)
        self.curve = CurveChart(context.theme)
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(8)
        for i, figure in enumerate((self.margin, self.per_unit, self.responses, self.leads, self.deals, self.next)):
            grid.addWidget(figure, i // 3, i % 3, Qt.AlignmentFlag.AlignTop)
        for column, stretch in enumerate((4, 3, 3)):
            grid.setColumnStretch(column, stretch)
        column_ = QVBoxLayout(self)
        column_.setContentsMargins(0, 0, 0, 8)
        column_.setSpacing(4)
        column_.addLayout(grid)
        column_.addWidget(self.loss)
        column_.addWidget(self.why)
        column_.addSpacing(4)
        column_.addWidget(self.curve_title)
        column_.addWidget(self.curve)

    def show_activities(self, activities: Sequence[Activity]) -> None:
        """Show what these bring together; the curve only for a single one."""
        plan, outlook = self._context.document.plan, self._context.outlook
        formats = Formats.of(plan)
        funnel = funnel_of(outlook.outcome, [one.id for one in activities])
        months = plan.header.value_horizon_months
        self.margin.caption.setText(_("{n}-month margin").format(n=months))
        self.per_unit.caption.setText(_("per {currency}").format(currency=formats.currency))
        self.next.caption.setText(_("next {amount}").format(amount=formats.number(NEXT)))
        for figure, series in (
            (self.responses, funnel.responses),
            (self.leads, funnel.leads),
            (self.deals, funnel.deals),
        ):
            total = float(series.sum())
            figure.show_value(_count(formats, total), formats.number(total, 1))
        self._show_money(activities, formats)
        self.why.setVisible(bool(self.why.text()))
        self._show_curve(activities, formats)

    def _show_money(self, activities: Sequence[Activity], formats: Formats) -> None:
        """Show the margin, and that of the next money in the channel: the figure to decide by when money is added."""
        outlook, channel_id = self._context.outlook, self._channel(activities)
        if not outlook.ready(MARGIN, channel_id=channel_id):
            for figure in (self.margin, self.per_unit, self.next):
                figure.show_value(WAITING)
            return
        shares = outlook.attribution.by_activity
        margin = sum(shares.get(one.id, 0.0) for one in activities)
        spend = formats.amount(sum(net_spend(one) for one in activities if not one.cancelled))
        self.margin.show_value(formats.short_amount(margin), formats.number(margin))
        self.per_unit.show_value(formats.number(margin / spend, 2) if spend else NO_FIGURE)
        found = outlook.next_money(channel_id) if channel_id else None
        per_unit = found.per_unit if found else None
        self.next.show_value(formats.number(NEXT * per_unit) if per_unit is not None else NO_FIGURE)
        reason = self._reason(activities, shares)
        self.why.setText(reason)
        self.why.setVisible(bool(reason))
        self.loss.setVisible(not reason)
        self.loss.show_activities(activities)

    def _channel(self, activities: Sequence[Activity]) -> str | None:
        """Return the one channel of all of them, None if there is not exactly one that is known."""
        channels = {one.channel_id for one in activities} - {None}
        channel_id = channels.pop() if len(channels) == 1 else None
        return channel_id if channel_id in self._context.document.plan.channels else None

    def _reason(self, activities: Sequence[Activity], shares: dict[str, float]) -> str:
        """Return why there is nothing to show, if there is nothing."""
        if any(one.id in shares for one in activities):
            return ""
        one = activities[0]
        plan = self._context.document.plan
        if all(activity.cancelled for activity in activities):
            return _("Cancelled: it counts in nothing.")
        if len(activities) == 1 and not one.channel_id:
            return _("Without a channel it costs, but brings no responses of its own.")
        if len(activities) == 1 and not one.targets:
            return _("It goes to no market cell yet: say below “Who and what” to whom.")
        category = plan.cost_categories.get(one.category_id or "")
        if len(activities) == 1 and category and not category.working:
            return _("“{category}” is non-working money: it reaches nobody by itself.").format(category=category.name)
        return _("It enables other activities and brings no responses of its own.")

    def _show_curve(self, activities: Sequence[Activity], formats: Formats) -> None:
        plan = self._context.document.plan
        found = response_curve(self._context.outlook.outcome, activities[0]) if len(activities) == 1 else None
        self.curve.setVisible(found is not None)
        self.curve_title.setVisible(found is not None)
        if found is None:
            return
        channel = plan.channels[found.channel_id]
        self.curve_title.setText(
            _("Responses ({unit}) a month by spend, {cell}").format(
                unit=channel.response_unit, cell=row_name(plan, "cell", found.cell_id)
            )
        )
        money, end = found.today[0], found.points[-1][0]
        self.curve.show_curve(
            Curve(
                found.points,
                found.today if money > 0 else None,
                _("today {amount} {currency}").format(amount=formats.number(money), currency=formats.currency),
                _("{amount} {currency} a month").format(amount=formats.number(end), currency=formats.currency),
                "0",
            )
        )


def _count(formats: Formats, number: float) -> str:
    return formats.short_amount(number) if number >= 10 or number == 0 else formats.number(number, 1)
