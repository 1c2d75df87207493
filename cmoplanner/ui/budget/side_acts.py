"""What the panel beside the budget shows of the plan, and the edits behind its buttons."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject, Signal

from cmoplanner.errors import CmoPlannerError
from cmoplanner.exchange.booking_match import Matcher
from cmoplanner.i18n import _
from cmoplanner.ledger.accruals import uncoded_bookings
from cmoplanner.ledger.accuracy import Accuracy, accuracy
from cmoplanner.ledger.lines import Ledger, closed_months, ledger
from cmoplanner.ledger.money_back import Source
from cmoplanner.ledger.orders import booked
from cmoplanner.ledger.results import ResultForecast, results
from cmoplanner.model.edits.bookings import accrue, code_bookings, take_back
from cmoplanner.model.edits.fields import set_field
from cmoplanner.model.edits.giving_back import comment_on, give_back
from cmoplanner.model.edits.money import month_name
from cmoplanner.model.plan import Plan
from cmoplanner.model.store.versions import approved_of
from cmoplanner.report.budget.entries import (
    Difference,
    Entry,
    accruals_of,
    back_entries,
    differences,
    idle_months,
    month_end_entries,
    open_month,
)
from cmoplanner.report.budget.variance_tables import MonthVariance, month_variances
from cmoplanner.report.formats import Formats
from cmoplanner.ui.budget.side import BACK, MONTH_END, BudgetSide
from cmoplanner.ui.budget.variance_tab import ACCURACY, BY_LINE, BY_MONTH, RESULTS
from cmoplanner.ui.context import Context
from cmoplanner.ui.jobs import Latest, Progress
from cmoplanner.ui.plan_data.doing import Say, do

Found = tuple[
    str,
    Sequence[Entry] | Sequence[Difference] | Sequence[MonthVariance] | Sequence[Accuracy] | Sequence[ResultForecast],
]
"""What a thread found, and the look of the panel that shows it."""


class SideActs(QObject):
    """Follows the plan while the panel is shown; what is slow is worked out in a thread."""

    row_asked = Signal(str, str)

    def __init__(self, context: Context, side: BudgetSide, say_no: Say, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._side = side
        self._say_no = say_no
        self._working = Latest(0, self)
        self._working.done.connect(self._show)
        self._working.failed.connect(self._refuse)
        side.tab_chosen.connect(lambda _tab: self.refresh())
        side.row_asked.connect(self.row_asked)
        side.back_asked.connect(self._take_back)
        side.losses.clicked.connect(lambda: context.commands.run("outcome.cutback"))
        side.accrue_asked.connect(self._accrue)
        side.code_asked.connect(lambda entries: self._do(code_bookings, {one.row: one.target for one in entries}))
        side.reverse_asked.connect(self._reverse)
        side.variance.chosen.connect(self.refresh)
        side.variance.version_chosen.connect(self.approve)
        side.variance.commented.connect(self._comment)

    def refresh(self) -> None:
        """Show the tab that is open as the plan is now."""
        if self._side.isHidden():
            return
        plan, tab = self._context.document.plan, self._side.tab
        if tab == BACK:
            self._working.ask("side", partial(_back, plan))
        elif tab == MONTH_END:
            self._working.ask("side", partial(_month_end, plan))
        else:
            self._show_choices(plan)
            by_line = partial(self._by_line, month=self._side.variance.month)
            work: dict[str, Callable[..., Found]] = {
                BY_LINE: by_line,
                BY_MONTH: self._by_month,
                ACCURACY: self._accuracy,
                RESULTS: _results,
            }
            self._working.ask("side", partial(work[self._side.variance.look], plan))

    def settle(self) -> None:
        """Wait for what is asked, and show it now."""
        self._working.settle()

    def close_work(self) -> None:
        """Begin nothing more, and wait for what is under way."""
        self._working.close()

    def _refuse(self, error: Exception) -> None:
        if not isinstance(error, CmoPlannerError):
            raise error
        self._say_no(error.told)

    def _show(self, found: Found) -> None:
        look, rows = found
        plan, locked, side = self._context.document.plan, self._context.document.read_only, self._side
        formats = Formats.of(plan)
        entries = [row for row in rows if isinstance(row, Entry)]
        match look:
            case "back":
                side.show_back(entries, formats, read_only=locked)
            case "month_end":
                side.show_month_end(entries, formats, read_only=locked)
            case "line":
                known = [row for row in rows if isinstance(row, Difference)]
                side.variance.show_variances(known, formats, read_only=locked)
            case "month":
                side.variance.show_months(plan, [row for row in rows if isinstance(row, MonthVariance)])
            case "results":
                side.variance.show_results(plan, [row for row in rows if isinstance(row, ResultForecast)])
            case _:
                side.variance.show_accuracy(plan, [row for row in rows if isinstance(row, Accuracy)])

    def _show_choices(self, plan: Plan) -> None:
        versions = self._context.document.versions
        approved = approved_of(versions, plan.header.approved_version)
        closed = closed_months(plan.calendar, plan.header.as_of)
        self._side.variance.show_choices(plan, closed, versions, approved.id if approved else "")

    def _approved(self, plan: Plan) -> Plan:
        """Return the approved version, the plan itself where none is."""
        document = self._context.document
        version = approved_of(document.versions, plan.header.approved_version)
        return document.plan_of(version.id) if version is not None else plan

    def _by_line(self, plan: Plan, _progress: Progress | None = None, *, month: int | None) -> Found:
        return BY_LINE, differences(plan, ledger(plan), self._approved(plan), month)

    def _by_month(self, plan: Plan, _progress: Progress | None = None) -> Found:
        return BY_MONTH, month_variances(plan, ledger(plan), self._approved(plan))

    def _accuracy(self, plan: Plan, progress: Progress | None = None) -> Found:
        document = self._context.document
        versions = []
        for number, one in enumerate(document.versions):
            if progress is not None:
                progress.report(number / len(document.versions))
            versions.append((one.name, one.at, document.plan_of(one.id)))
        return ACCURACY, accuracy(plan, ledger(plan), versions)

    # edits

    def _do(self, act: object, *given: object) -> None:
        if callable(act):
            do(self._context, self._say_no, act, *given)

    def _book(self) -> Ledger:
        return ledger(self._context.document.plan)

    def _take_back(self, entries: Sequence[Entry]) -> None:
        book = self._book()
        orders = [one.row for one in entries if one.group == Source.ORDER.value]
        lines = {one.row: idle_months(book, one.row) for one in entries if one.group == Source.OVERDUE.value}
        self._do(give_back, orders, lines)

    def _accrue(self, entries: Sequence[Entry]) -> None:
        self._do(accrue, accruals_of(self._context.document.plan, entries))

    def _reverse(self, entries: Sequence[Entry]) -> None:
        month = open_month(self._context.document.plan, self._book())
        self._do(take_back, [one.row for one in entries], month)

    def approve(self, version: str) -> None:
        """Call a named version, by its id, the approved plan; "" none."""
        self._do(set_field, "plan", self._context.document.plan.header.id, "approved_version", version or None)

    def _comment(self, activity: str, text: str) -> None:
        plan = self._context.document.plan
        month = self._side.variance.month
        last = self._book().closed if month is None else month + 1
        if last:
            self._do(comment_on, activity, month_name(plan.calendar, last), text)
            self._context.commands.say(_("Comment kept") if text.strip() else _("Comment removed"))


def _results(plan: Plan, _progress: Progress | None = None) -> Found:
    return RESULTS, results(plan, closed_months(plan.calendar, plan.header.as_of))


def _back(plan: Plan, _progress: Progress | None = None) -> tuple[str, list[Entry]]:
    return BACK, back_entries(plan, ledger(plan))


def _month_end(plan: Plan, _progress: Progress | None = None) -> tuple[str, list[Entry]]:
    match, actuals = Matcher(plan), plan.actuals
    proposed = {
        row: match.suggestions(
            [actuals[row].note, actuals[row].reference], actuals[row].vendor_id, booked(actuals[row])
        )
        for row in uncoded_bookings(plan)
    }
    return MONTH_END, month_end_entries(plan, ledger(plan), proposed)
