"""What the plan loses without what is selected: one figure with its range."""

from collections.abc import Iterable

from PySide6.QtWidgets import QWidget

from cmoplanner.i18n import _
from cmoplanner.model.plan import Activity
from cmoplanner.projection.bands import Band
from cmoplanner.report.formats import Formats
from cmoplanner.report.range_words import ends
from cmoplanner.ui.context import Context
from cmoplanner.ui.text import plain_tooltip
from cmoplanner.ui.widgets.controls import ValueRow

NO_FIGURE = "–"
WAITING = "…"


class LossRow(ValueRow):
    """A row with the margin over the value horizon that is missing without some activities."""

    def __init__(self, context: Context, parent: QWidget | None = None, *, label_width: int = 0) -> None:
        super().__init__(_("Loss if cut"), parent, number=True, label_width=label_width, inset=0)
        self._context = context
        self._ids: frozenset[str] = frozenset()
        context.outlook.losses.found.connect(self._show_again)

    def show_activities(self, activities: Iterable[Activity]) -> None:
        """Show what the plan loses without these; its place is kept until the range is drawn."""
        self._ids = frozenset(one.id for one in activities)
        if self.isHidden():
            self.value.setText("")
        else:
            self._show()

    def _show_again(self) -> None:
        if self.isVisible():  # a panel behind another one asks nothing
            self._show()

    def _show(self) -> None:
        plan, losses = self._context.document.plan, self._context.outlook.losses
        formats = Formats.of(plan)
        band = losses.of(self._ids)
        if band is None:
            self.value.setText(WAITING if losses.coming else NO_FIGURE)
            self.setToolTip("")
            return
        value = formats.short_amount(band.plan)
        self.value.setText(f"{value} ({ends(formats, band.plan, band.p10, band.p90)})")
        self.setToolTip(plain_tooltip(_explained(formats, band, plan.header.value_horizon_months)))


def _explained(formats: Formats, band: Band, months: int) -> str:
    number = formats.number
    return _(
        "Without it {value} {currency} of margin over {n} months are missing, in present value; its money comes back.\n"
        "1 in 10: less than {low}. 1 in 10: more than {high}."
    ).format(value=number(band.plan), currency=formats.currency, n=months, low=number(band.p10), high=number(band.p90))
