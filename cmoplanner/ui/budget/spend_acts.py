"""What the panel that controls spending shows of the plan, and the edits behind its buttons."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from cmoplanner.errors import CmoPlannerError, EditRefused
from cmoplanner.i18n import _
from cmoplanner.ledger.cuttable import cuts_of
from cmoplanner.model.approving import Subject
from cmoplanner.model.edits import approvals
from cmoplanner.model.edits.cutting import cut
from cmoplanner.model.plan import Plan
from cmoplanner.model.store.document import Document
from cmoplanner.model.store.versions import Packed, approved_of
from cmoplanner.optimizer.cut_set import CutLoss
from cmoplanner.report.budget.approval_entries import ApprovalList, approval_list
from cmoplanner.report.budget.cut_entries import CutChoice, cut_choice
from cmoplanner.report.budget.entries import Entry
from cmoplanner.report.budget.vendor_entries import VendorList, vendor_list
from cmoplanner.report.formats import Formats
from cmoplanner.ui.budget.spend_side import APPROVALS, VENDORS, SpendSide
from cmoplanner.ui.context import Context
from cmoplanner.ui.jobs import Jobs, Latest, Progress
from cmoplanner.ui.plan_data.doing import Say, do


class SpendActs(QObject):
    """Follows the plan while the panel is shown; what is slow is worked out in a thread."""

    row_asked = Signal(str, str)

    def __init__(self, context: Context, side: SpendSide, say_no: Say, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._side = side
        self._say_no = say_no
        self._working = Latest(0, self)
        self._working.done.connect(self._show)
        self._working.failed.connect(self._refuse)
        self._jobs = Jobs(self)
        self._weighing, self._joining = Latest(0, self), Latest(60, self)
        self._weighing.progressed.connect(side.cuts.show_working)
        self._weighing.done.connect(self._show_cuts)
        self._weighing.failed.connect(self._refuse)
        self._joining.done.connect(lambda found: side.cuts.show_loss(*found))
        self._joining.failed.connect(self._refuse)
        side.tab_chosen.connect(lambda _tab: self.refresh())
        tab = side.approvals
        tab.lines.opened.connect(self._open)
        side.vendors.lines.opened.connect(self._open)
        tab.submit_asked.connect(self._submit)
        tab.approve_asked.connect(partial(self._decide, approvals.approve))
        tab.reject_asked.connect(partial(self._decide, approvals.reject))
        cuts = side.cuts
        cuts.lines.opened.connect(self._open)
        cuts.needed.connect(self._choose)
        cuts.ticked_changed.connect(self._join)
        cuts.cut_asked.connect(self._cut)
        cuts.stopped.connect(self._stop)
        tab.withdraw_asked.connect(lambda about: self._do(approvals.withdraw, about))

    def refresh(self) -> None:
        """Show the tab that is open as the plan is now."""
        if self._side.isHidden():
            return
        document = self._context.document
        self._stop()
        if self._side.tab == APPROVALS:
            self._working.ask("spend", partial(_approvals, document, document.plan))
        elif self._side.tab == VENDORS:
            self._working.ask("vendors", partial(_vendors, document.plan))
        elif self._side.cuts.choice is None or self._side.cuts.choice.plan is not document.plan:
            self._side.cuts.show_working(0.0)
            self._weighing.ask("cuts", partial(_choice, document.plan))

    def settle(self) -> None:
        """Wait for what is asked, and show it now."""
        self._jobs.settle_all()
        for latest in (self._working, self._weighing, self._joining):
            latest.settle()

    def close_work(self) -> None:
        """Begin nothing more, and wait for what is under way."""
        for latest in (self._working, self._weighing, self._joining):
            latest.close()
        self._jobs.stop_all()

    def _refuse(self, error: Exception) -> None:
        if not isinstance(error, CmoPlannerError):
            raise error
        self._say_no(error.told)

    def _show(self, found: ApprovalList | VendorList | frozenset[str]) -> None:
        if isinstance(found, frozenset):
            self._side.cuts.show_ticked(found)
            return
        if isinstance(found, VendorList):
            self._side.vendors.show_list(found, Formats.of(self._context.document.plan))
            return
        document = self._context.document
        self._side.approvals.show_list(found, Formats.of(document.plan), read_only=document.read_only)

    def _open(self, one: Entry) -> None:
        """Show an activity in the inspector, anything else in its table."""
        if one.table == "activity":
            self._context.selection.set("activity", [one.row])
            self._side.closed.emit()
        else:
            self.row_asked.emit(one.table, one.row)

    # cuts

    def _stop(self) -> None:
        self._weighing.drop()
        self._side.cuts.show_working(None)

    def _show_cuts(self, choice: CutChoice) -> None:
        self._side.cuts.show_working(None)
        self._side.cuts.show_choice(choice, read_only=self._context.document.read_only)

    def _choose(self, need: int) -> None:
        """Tick the lines that free an amount with the least loss; the search is short."""
        choice = self._side.cuts.choice
        if choice is not None:
            self._working.ask("best cuts", partial(_best, choice, need))

    def _join(self) -> None:
        """Work out what the ticked lines lose together."""
        choice = self._side.cuts.choice
        if choice is not None:
            self._joining.ask_soon("cut together", partial(_together, choice, self._side.cuts.ticked()))

    def _cut(self, lines: Sequence[str]) -> None:
        choice = self._side.cuts.choice
        if choice is None or choice.plan is not self._context.document.plan:
            self._say_no(_("The plan has changed meanwhile; look again at what can be cut."))
            return
        self._do(cut, cuts_of(choice.chosen(lines)))

    # edits

    def _do(self, act: object, *given: object) -> None:
        if callable(act):
            do(self._context, self._say_no, act, *given)

    def _decide(self, act: object, about: Sequence[Subject], comment: str) -> None:
        self._do(act, about, comment)
        self._side.approvals.clear_comment()

    def _submit(self, about: Sequence[Subject], comment: str) -> None:
        """Submit; the plan itself is kept as a named version first, so that it is known what was submitted."""
        if all(one.table != "plan" for one in about):
            self._decide(approvals.submit, about, comment)
            return
        document = self._context.document
        today = document.plan.header.as_of
        name = _("Submitted {day} {year}").format(day=Formats.of(document.plan).day(today), year=today.year)
        taken = {one.name for one in document.versions}
        number = 2
        free = name
        while free in taken:
            free, number = f"{name} ({number})", number + 1
        try:
            moment = document.moment(free)
        except EditRefused as refusal:
            self._say_no(refusal.told)
            return
        job = self._jobs.start(_("Keep the submitted version"), lambda _progress: moment.packed())
        job.failed.connect(self._refuse)
        job.done.connect(partial(self._submit_version, about, comment))

    def _submit_version(self, about: Sequence[Subject], comment: str, packed: Packed) -> None:
        try:
            version = self._context.document.keep_version(packed)
        except EditRefused as refusal:
            self._say_no(refusal.told)
            return
        self._do(approvals.submit, about, comment, version.id)
        self._side.approvals.clear_comment()


def _choice(plan: Plan, progress: Progress) -> CutChoice:
    return cut_choice(plan, progress.report)


def _vendors(plan: Plan, _progress: Progress) -> VendorList:
    return vendor_list(plan)


def _best(choice: CutChoice, need: int, _progress: Progress) -> frozenset[str]:
    return choice.best(need)


def _together(choice: CutChoice, lines: Sequence[str], _progress: Progress) -> tuple[Sequence[str], CutLoss]:
    return lines, choice.book.loss(*choice.chosen(lines))


def _approvals(document: Document, plan: Plan, _progress: Progress | None = None) -> ApprovalList:
    version = approved_of(document.versions, plan.header.approved_version)
    frozen = document.plan_of(version.id) if version is not None else None
    return approval_list(plan, frozen)
