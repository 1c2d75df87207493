"""How right a named version was, channel by channel, and what that gives reason to change."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from cmoplanner.errors import CmoPlannerError
from cmoplanner.i18n import _
from cmoplanner.model.edits.calibration import apply_calibration
from cmoplanner.projection.track_offer import Offer, offers, verdict
from cmoplanner.projection.track_record import ChannelRecord, TrackRecord, track_record
from cmoplanner.report.formats import Formats
from cmoplanner.ui.assumptions.asking import act
from cmoplanner.ui.context import Context
from cmoplanner.ui.jobs import Job, Jobs, Progress
from cmoplanner.ui.text import plain_label
from cmoplanner.ui.widgets.controls import ComboBox

_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LINE = 720  # px: longer lines are hard to read


@dataclass(frozen=True, eq=False)
class Judged:
    """The record of one version, and what it suggests, by channel."""

    record: TrackRecord
    offers: dict[str, Offer]


class Track(QWidget):
    """A version is chosen; the months of the channel stand under it, with what to change."""

    def __init__(self, context: Context, say_no: Callable[[str], None], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._say_no = say_no
        self._jobs = Jobs(self)
        self._job: Job | None = None
        self._channel_id = ""
        self._about: tuple[str, int] = ("", -1)  # the version and the revision that `found` is about
        self.found: Judged | None = None
        self.version = ComboBox(context.theme, self)
        self.version.setAccessibleName(_("Named version"))
        self.version.setMinimumContentsLength(30)
        self.version_name = plain_label(_("Forecasts of"), self, role="hint")
        self.sentence = plain_label("", self, role="lead", wrap=True)
        self.sentence.setMaximumWidth(_LINE)
        self.offer = plain_label("", self, role="strong", wrap=True)
        self.apply = QPushButton(_("Change the assumption"), self)
        self.apply.setProperty("role", "primary")
        self.months = QGridLayout()
        self._lay_out()
        self.version.currentIndexChanged.connect(self._work_out)
        self.apply.clicked.connect(self._apply)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self.version_name)
        top.addWidget(self.version)
        top.addStretch(1)
        self.months.setHorizontalSpacing(28)
        self.months.setVerticalSpacing(5)
        self.months.setColumnStretch(7, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 16)
        column.setSpacing(10)
        column.addLayout(top)
        column.addWidget(self.sentence)
        column.addWidget(self.offer)
        column.addWidget(self.apply, 0, Qt.AlignmentFlag.AlignLeft)
        column.addLayout(self.months)
        column.addStretch(1)

    def show_channel(self, channel_id: str) -> None:
        """Show the record of this channel."""
        self._channel_id = channel_id
        known = [self.version.itemData(i) for i in range(self.version.count())]
        versions = sorted(self._context.document.versions, key=lambda one: one.at, reverse=True)
        if known != [one.id for one in versions]:
            chosen = self.version.currentData()
            with QSignalBlocker(self.version):
                self.version.clear()
                for one in versions:
                    day = Formats.of(self._context.document.plan).weekday(one.at.date())
                    self.version.addItem(f"{one.name} · {day}", one.id)
                self.version.setCurrentIndex(max(0, self.version.findData(chosen)))
        for widget in (self.version_name, self.version):
            widget.setVisible(bool(versions))
        self._work_out()

    def _work_out(self) -> None:
        """Judge the chosen version by the plan as it is, beside the window."""
        document = self._context.document
        wanted = (str(self.version.currentData() or ""), document.revision)
        if wanted == self._about or not wanted[0]:
            self._show()
            return
        self.stop()
        self._about, self.found = wanted, None
        version = next(one for one in document.versions if one.id == wanted[0])
        plan = document.plan
        today = date.today()  # noqa: DTZ011 # the user's day

        def work(progress: Progress) -> Judged:
            progress.report(0.0)
            record = track_record(version.name, version.at.date(), document.plan_of(version.id), plan)
            return Judged(record, {one.channel_id: one for one in offers(record, plan, today)})

        self._job = self._jobs.start(_("Judge the forecasts"), work, revision=lambda: document.revision)
        self._job.done.connect(self._take)
        self._job.failed.connect(self._refuse)
        self._job.ended.connect(self._ended)
        self._show()

    def stop(self) -> None:
        """Let go of what is running, and wait for its thread."""
        if self._job is not None:
            self._about = ("", -1)  # what was not found is asked again
        self._jobs.stop_all()

    def settle(self) -> None:
        """Wait for what was asked, and show it now."""
        if self._job is not None:
            self._job.settle()

    def _take(self, found: Judged) -> None:
        self.found = found

    def _refuse(self, error: Exception) -> None:
        if isinstance(error, CmoPlannerError):
            self._say_no(error.told)
        else:
            self._say_no(_("The forecasts could not be judged: {why}").format(why=error))

    def _ended(self) -> None:
        if self.sender() is self._job:
            self._job = None
            self._show()

    @property
    def record(self) -> ChannelRecord | None:
        """The record of the channel that is shown."""
        return None if self.found is None else self.found.record.channels.get(self._channel_id)

    def _show(self) -> None:
        plan = self._context.document.plan
        one = self.record
        offer = None if self.found is None else self.found.offers.get(self._channel_id)
        self.version.setEnabled(self.version.count() > 0)
        self.sentence.setText(self._said(one))
        self.offer.setText("" if offer is None else offer.sentence)
        if one is not None and offer is None:
            self.offer.setText(_("That gives no reason to change the assumption."))
        self.apply.setVisible(offer is not None)
        self.apply.setEnabled(not self._context.document.read_only)
        self._show_months(one, Formats.of(plan))

    def _said(self, one: ChannelRecord | None) -> str:
        channel = self._context.document.plan.channels.get(self._channel_id)
        name = "" if channel is None else channel.name
        if one is not None:
            return verdict(one, name)
        if not self.version.count():
            return _(
                "Forecasts are those of named versions. Name one (File, Name this version), and enter the responses of "
                "later months under Past months in the plan data; here you will see how right it was."
            )
        if self._job is not None:
            return _("The forecasts are being judged…")
        return _(
            "{channel} has no month yet that began after this version was named and whose responses are known. Enter "
            "them under Past months in the plan data."
        ).format(channel=name)

    def _show_months(self, one: ChannelRecord | None, formats: Formats) -> None:
        while (item := self.months.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        if one is None:
            return
        heads = (_("Month"), _("Planned"), _("Spent"), _("Expected"), _("Low – high"), _("Actual"), _("Within"))
        for place, head in enumerate(heads):
            self._put(0, place, head, "strong-caption")
        for line, month in enumerate(one.months, start=1):
            texts = (
                month.month,
                formats.number(month.planned_spend),
                "–" if month.spent is None else formats.number(month.spent),
                formats.number(month.expected),
                f"{formats.number(month.low)} – {formats.number(month.high)}",
                formats.number(month.actual),
                _("yes") if month.hit else _("no"),
            )
            for place, text in enumerate(texts):
                self._put(line, place, text, "negative" if place == 6 and not month.hit else "")

    def _put(self, line: int, place: int, text: str, role: str) -> None:
        label = plain_label(text, self, role=role)
        label.setAlignment(_RIGHT if 0 < place < 6 else Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.months.addWidget(label, line, place)

    def _apply(self) -> None:
        offer = None if self.found is None else self.found.offers.get(self._channel_id)
        if offer is not None:
            act(self._context, self._say_no, apply_calibration, offer.calibration)
