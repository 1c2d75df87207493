"""Curves fitted to past months of a file or of the plan, with their band and every doubt in words."""

from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QProgressBar, QPushButton, QScrollArea, QVBoxLayout, QWidget

from cmoplanner.errors import CmoPlannerError
from cmoplanner.i18n import _
from cmoplanner.model.edits.calibration import apply_calibration, apply_calibrations
from cmoplanner.model.plan import Plan
from cmoplanner.projection.history_rows import HistoryRow, histories, rows_of_plan
from cmoplanner.projection.recommend import HistoryCalibration, Recommendation, calibrate_from_history
from cmoplanner.projection.remarks import Remark
from cmoplanner.report.formats import Formats
from cmoplanner.ui.assumptions.asking import act
from cmoplanner.ui.assumptions.curve_picture import CurvePicture, Drawn, Picture
from cmoplanner.ui.context import Context
from cmoplanner.ui.jobs import Job, Jobs, Progress
from cmoplanner.ui.text import plain_label

_WIDTH = 380


class FromHistory(QWidget):
    """A file is chosen at the left, with what it says of the channel; its curve and months at the right."""

    def __init__(self, context: Context, say_no: Callable[[str], None], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._say_no = say_no
        self._jobs = Jobs(self)
        self._job: Job | None = None
        self._channel_id = ""
        self._name = ""
        self._fitted_at = -1
        self.found: HistoryCalibration | None = None
        self.lead = plain_label("", self, role="lead", wrap=True)
        self.file = QPushButton(_("Choose a file…"), self)
        self.own = QPushButton(_("Use the plan's past months"), self)
        self.progress = QProgressBar(self)
        self.progress.setRange(0, 0)
        self.progress.setTextVisible(False)
        self.progress.setAccessibleName(_("Fitting curves"))
        self.summary = plain_label("", self, role="strong", wrap=True)
        self.doubts = plain_label("", self, wrap=True)
        self.doubts.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.doubts.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.apply = QPushButton(_("Take over this curve"), self)
        self.apply.setProperty("role", "primary")
        self.apply_all = QPushButton(_("Take over all"), self)
        self.picture = CurvePicture(context.theme, self)
        self._lay_out()
        self.file.clicked.connect(self._choose)
        self.own.clicked.connect(self.use_own)
        self.apply.clicked.connect(self._apply)
        self.apply_all.clicked.connect(self._apply_all)

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.file)
        buttons.addWidget(self.own)
        buttons.addStretch(1)
        scroll = QScrollArea(self)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setWidget(self.doubts)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.apply)
        foot.addWidget(self.apply_all)
        foot.addStretch(1)
        holder = QWidget(self)
        holder.setFixedWidth(_WIDTH)
        left = QVBoxLayout(holder)
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(10)
        left.addWidget(self.lead)
        left.addLayout(buttons)
        left.addWidget(self.progress)
        left.addWidget(self.summary)
        left.addWidget(scroll, 1)
        left.addLayout(foot)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(16, 12, 16, 16)
        whole.setSpacing(24)
        whole.addWidget(holder)
        whole.addWidget(self.picture, 1)
        whole.addStretch(0)  # the words stay at the left where there is no picture

    # asking

    def _choose(self) -> None:
        tables = _("Tables ({pattern})").format(pattern="*.csv *.tsv *.txt *.xlsx")
        chosen, _filter = QFileDialog.getOpenFileName(self, _("Past months"), "", tables)
        if chosen:
            self.use_file(Path(chosen))

    def use_file(self, path: Path) -> None:
        """Fit curves to a table of spend and responses by channel and month."""
        self._start(path.name, partial(fitted_file, path, only=self._channel_id))

    def use_own(self) -> None:
        """Fit curves to the past months that the plan holds."""
        self._start(_("the plan's past months"), fitted_own)

    def _start(self, name: str, fit: Callable[[Plan], HistoryCalibration]) -> None:
        self.stop()
        self._say_no("")
        self._name = name
        document = self._context.document
        plan = document.plan

        def work(progress: Progress) -> HistoryCalibration:
            progress.report(0.0)
            return fit(plan)

        self._job = self._jobs.start(_("Fit curves to history"), work, revision=lambda: document.revision)
        self._job.done.connect(self._take)
        self._job.failed.connect(self._refuse)
        self._job.ended.connect(self._ended)
        self._show()

    def stop(self) -> None:
        """Let go of what is running, and wait for its thread."""
        self._jobs.stop_all()

    def settle(self) -> None:
        """Wait for what was asked, and show it now."""
        if self._job is not None:
            self._job.settle()

    def _take(self, found: HistoryCalibration) -> None:
        self.found = found
        self._fitted_at = self._context.document.revision

    def _refuse(self, error: Exception) -> None:
        self.found = None
        if isinstance(error, CmoPlannerError):
            self._say_no(error.told)
        else:
            self._say_no(_("The file could not be read: {why}").format(why=error))

    def _ended(self) -> None:
        if self.sender() is self._job:
            self._job = None
        self._show()

    # what is shown

    def show_channel(self, channel_id: str) -> None:
        """Show what the history says of this channel."""
        self._channel_id = channel_id
        self._show()

    @property
    def recommendation(self) -> Recommendation | None:
        """What the history says of the channel that is shown."""
        return None if self.found is None else self.found.recommendations.get(self._channel_id)

    def _show(self) -> None:
        plan = self._context.document.plan
        one, running = self.recommendation, self._job is not None
        free = not running and not self._context.document.read_only
        self.progress.setVisible(running)
        self.file.setEnabled(not running)
        self.own.setVisible(bool(plan.past_months))
        self.own.setEnabled(not running)
        stale = self.found is not None and self._fitted_at != self._context.document.revision
        for button in (self.apply, self.apply_all):
            button.setVisible(self.found is not None)
        self.apply.setEnabled(free and not stale and one is not None and one.calibration is not None)
        self.apply_all.setEnabled(free and not stale and self.found is not None and len(self.found.calibrations) > 1)
        self.lead.setText(self._lead(stale=stale))
        self.summary.setText(self._summary(one))
        self.doubts.setText("\n\n".join(self._doubts()))
        self._show_picture(one, stale=stale or running)

    def _lead(self, *, stale: bool) -> str:
        if self._job is not None:
            return _("Curves are being fitted to {name}…").format(name=self._name)
        if stale:
            told = _("The plan has changed since the curves were fitted to {name}. Fit them again to take one over.")
            return told.format(name=self._name)
        if self.found is not None:
            return _("What {name} says:").format(name=self._name)
        return _(
            "A table of past months, CSV or Excel, with the columns channel, month, spend and responses. "
            "Twelve months or more tell a curve. "
            "Without a column of channels all rows are of the channel chosen above."
        )

    def _summary(self, one: Recommendation | None) -> str:
        if self.found is None:
            return ""
        if one is None:
            refused = self.found.refused.get(self._channel_id)
            return _("There are no months of this channel in it.") if refused is None else refused.told
        formats, fit = Formats.of(self._context.document.plan), one.fit
        return _(
            "{n} months, {first} to {last}. Typical error {error}; in months it did not see {unseen}. "
            "The history counts {weight}."
        ).format(
            n=fit.months,
            first=fit.history.months[0],
            last=fit.history.months[-1],
            error=formats.percent(fit.error),
            unseen=formats.percent(fit.hold_out.percent),
            weight=formats.percent(one.weight),
        )

    def _doubts(self) -> list[str]:
        """Return what is to be known about this channel's months, and about the file as a whole."""
        if self.found is None:
            return []
        mine = [remark for remark in self.found.remarks if remark.channel_id in ("", self._channel_id)]
        return [_said(remark) for remark in mine]

    def _show_picture(self, one: Recommendation | None, *, stale: bool) -> None:
        formats = Formats.of(self._context.document.plan)
        self.picture.setVisible(one is not None)
        if one is None:
            return
        points = one.points()
        curves = [Drawn([(p.spend, p.fitted) for p in points], "warning", _("history says"))]
        if one.prior is not None:
            before = [(p.spend, p.prior) for p in points if p.prior is not None]
            curves.insert(0, Drawn(before, "text_3", _("plan now")))
        curves.append(Drawn([(p.spend, p.recommended) for p in points], "accent", _("taken together")))
        history = one.fit.history
        told = _("{month}: {spend} spent, {responses} responses")
        months = [
            (
                float(history.spend[i]),
                float(history.responses[i]),
                told.format(
                    month=history.months[i],
                    spend=formats.short_amount(float(history.spend[i])),
                    responses=formats.number(float(history.responses[i])),
                ),
            )
            for i in history.used.tolist()
        ]
        self.picture.show_picture(
            Picture(
                curves,
                [(p.spend, p.recommended_low) for p in points],
                [(p.spend, p.recommended_high) for p in points],
                months,
                one.reference,
                _("responses a month by {currency} a month").format(currency=formats.currency),
            ),
            formats,
        )
        self.picture.fade(stale)

    # taking over

    def _apply(self) -> None:
        one = self.recommendation
        if one is not None and one.calibration is not None:
            act(self._context, self._say_no, apply_calibration, one.calibration)

    def _apply_all(self) -> None:
        if self.found is not None:
            act(self._context, self._say_no, apply_calibrations, self.found.calibrations)


def fitted_file(path: Path, plan: Plan, *, only: str) -> HistoryCalibration:
    """Return what a file says about the plan's channels; without a column of channels it is about `only`."""
    from cmoplanner.exchange.history_in import read_history

    try:
        read = read_history(path, plan)
    except CmoPlannerError:
        read = read_history(path, plan, channel_id=only)  # a table of one channel does not name it
    return _fitted(plan, read.rows, read.remarks)


def fitted_own(plan: Plan) -> HistoryCalibration:
    """Return what the plan's own past months say about its channels."""
    return _fitted(plan, rows_of_plan(plan), ())


def _fitted(plan: Plan, rows: tuple[HistoryRow, ...], told: tuple[Remark, ...]) -> HistoryCalibration:
    found = calibrate_from_history(plan, histories(rows, plan.channels), date.today())  # noqa: DTZ011 # the user's day
    return HistoryCalibration(found.recommendations, found.refused, (*told, *found.remarks))


def _said(remark: Remark) -> str:
    place = remark.month or (_("line {n}").format(n=remark.row) if remark.row else "")
    return f"{place}: {remark.sentence}" if place else remark.sentence
