"""A channel's curve from four answers in plain words; it moves while one answers."""

from collections.abc import Callable
from datetime import date

import numpy as np
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from cmoplanner.i18n import _
from cmoplanner.model.edits.calibration import apply_calibration
from cmoplanner.model.fields import Field, Kind
from cmoplanner.model.plan import Channel
from cmoplanner.projection.channel_curve import ChannelCurve, ChannelUse, placed_of, single_use, use_in
from cmoplanner.projection.judgement import Answers, AnswersRefused, Judgement, Question, judged
from cmoplanner.projection.recommend import from_judgement
from cmoplanner.report.formats import Formats
from cmoplanner.ui.assumptions.asking import Asked, act, number_line
from cmoplanner.ui.assumptions.curve_picture import CurvePicture, Drawn, Picture
from cmoplanner.ui.context import Context
from cmoplanner.ui.field_text import FieldText
from cmoplanner.ui.text import plain_label

_FIELD = Field("answer", "", Kind.NUMBER, minimum=0)
_REACH = 3.0
_POINTS = 61
_WIDTH = 380


class FourQuestions(QWidget):
    """Four fields at the left, the curve that follows from them at the right."""

    def __init__(self, context: Context, say_no: Callable[[str], None], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._say_no = say_no
        self._channel: Channel | None = None
        self._use: ChannelUse | None = None
        self._touched = False
        self.judgement: Judgement | None = None
        self.lead = plain_label("", self, role="lead", wrap=True)
        self.spend = Asked(_("How much money a month is that about?"), number_line(self), self)
        self.lines: dict[Question, Asked] = {
            question: Asked(question.text, number_line(self), self) for question in Question
        }
        self.told = plain_label("", self, role="hint", wrap=True)
        self.apply = QPushButton(_("Take over this curve"), self)
        self.apply.setProperty("role", "primary")
        self.again = QPushButton(_("Start from the plan's curve"), self)
        self.picture = CurvePicture(context.theme, self)
        self._lay_out()
        for line in self._inputs():
            line.textEdited.connect(self._answered)
        self.apply.clicked.connect(self._apply)
        self.again.clicked.connect(self._start_again)

    def _lay_out(self) -> None:
        left = QVBoxLayout()
        left.setSpacing(4)
        left.addWidget(self.lead)
        left.addSpacing(8)
        left.addWidget(self.spend)
        for asked in self.lines.values():
            left.addWidget(asked)
        left.addWidget(self.told)
        left.addSpacing(8)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.apply)
        row.addWidget(self.again)
        row.addStretch(1)
        left.addLayout(row)
        left.addStretch(1)
        holder = QWidget(self)
        holder.setFixedWidth(_WIDTH)
        holder.setLayout(left)
        left.setContentsMargins(0, 0, 0, 0)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(16, 12, 16, 16)
        whole.setSpacing(24)
        whole.addWidget(holder)
        whole.addWidget(self.picture, 1)

    def _inputs(self) -> list[QLineEdit]:
        return [self.spend.line, *(asked.line for asked in self.lines.values())]

    # what is shown

    def show_channel(self, channel_id: str) -> None:
        """Ask about this channel; answers that are being given for it stay."""
        plan = self._context.document.plan
        same = self._channel is not None and self._channel.id == channel_id
        self._channel = plan.channels[channel_id]
        self._use = use_in(self._context.outlook.outcome.compiled, channel_id)
        if not same or not self._touched:
            self._start_again()
        else:
            self._show()

    def _start_again(self) -> None:
        """Answer as the plan's own curve would."""
        self._touched = False
        self.spend.setVisible(self._use is None)
        present, today = self._present()
        formats = self._formats
        if present is not None:
            given = (0.0, *present.at(np.array([today, 1.5 * today])).tolist(), present.most)
        for question, asked in self.lines.items():
            text = ""
            if present is not None:
                value = given[list(Question).index(question)]
                text = formats.number(value, 0 if value >= 100 or value == 0 else 2)
            asked.line.setText(text)
        self._show()

    @property
    def _formats(self) -> Formats:
        return Formats.of(self._context.document.plan)

    def _present(self) -> tuple[ChannelCurve | None, float]:
        """Return the plan's curve of the channel and its usual spend; no curve without money or cost."""
        standing = None if self._channel is None else placed_of(self._channel)
        if self._use is None or standing is None:
            return None, self._today()
        return self._use.curve(standing), self._use.typical

    def _today(self) -> float:
        if self._use is not None:
            return self._use.typical
        try:
            return float(self._read(self.spend) or 0.0)
        except ValueError:
            return 0.0

    def _read(self, asked: Asked) -> float | None:
        plan = self._context.document.plan
        value = FieldText(Formats.of(plan), plan.header.fy_start).read(_FIELD, asked.line.text())
        return None if value is None else float(value)

    def _answered(self) -> None:
        self._touched = True
        self._show()

    def _show(self) -> None:
        """Show the curve of the answers, or under one of them why there is none."""
        for asked in (self.spend, *self.lines.values()):
            asked.show_fault("")
        self.judgement = self._judged()
        today = self._today()
        self.apply.setEnabled(self.judgement is not None and today > 0 and not self._context.document.read_only)
        channel, formats = self._channel, self._formats
        if channel is None:
            return
        spent = formats.short_amount(today)
        self.lead.setText(
            _(
                "{channel} has about {spend} {currency} a month. Answer for a usual month; a guess is better than none."
            ).format(channel=channel.name, spend=spent, currency=formats.currency)
            if self._use is not None
            else _("No money of the plan works in {channel} yet. Say what month the answers are about.").format(
                channel=channel.name
            )
        )
        self._show_picture(today, formats)

    def _show_picture(self, today: float, formats: Formats) -> None:
        curves = []
        present, _today = self._present()
        scale = today or 1.0
        if present is not None:
            spends = np.linspace(0.0, _REACH * scale, _POINTS)
            points = list(zip(spends.tolist(), present.at(spends).tolist(), strict=True))
            curves.append(Drawn(points, "text_3", _("plan now")))
        if self.judgement is not None:
            curves.append(Drawn(self.judgement.points(scale, _REACH), "accent", _("your answers")))
        words = self._compared(today, formats)
        self.told.setText(words)
        unit = _("responses a month by {currency} a month").format(currency=formats.currency)
        self.picture.show_picture(Picture(curves, today=today or None, unit=unit, words=words), formats)

    def _compared(self, today: float, formats: Formats) -> str:
        """Say what the answers mean beside what the plan assumes."""
        channel = self._channel
        if self.judgement is None or channel is None or today <= 0:
            return ""
        use = self._use or single_use(today)
        placed = use.placed(self.judgement.curve(today, channel.half_life_weeks))
        told = _("Cost per response {new} (plan {now}); today's money reaches {reached} of the maximum (plan {known}).")
        return told.format(
            new=formats.number(placed.unit_cost, 2),
            now=formats.number(channel.unit_cost, 2),
            reached=formats.percent(placed.sigma),
            known=formats.percent(channel.sigma),
        )

    def _judged(self) -> Judgement | None:
        answers = []
        for asked in (*([self.spend] if self._use is None else []), *self.lines.values()):
            try:
                answers.append(self._read(asked))
            except ValueError as refusal:
                asked.show_fault(str(refusal))
                return None
        found = answers[-4:]
        if any(value is None for value in found):
            return None
        zero, now, more, most = (value for value in found if value is not None)
        try:
            return judged(Answers(zero, now, more, most))
        except AnswersRefused as refusal:
            self.lines[refusal.question].show_fault(f"{refusal.sentence} {refusal.remedy}")
            return None

    def _apply(self) -> None:
        channel, judgement = self._channel, self.judgement
        if channel is None or judgement is None:
            return
        spend = self._today() if self._use is None else None
        today = date.today()  # noqa: DTZ011 # the user's day
        found = from_judgement(self._context.document.plan, channel.id, judgement, today, spend)
        self._touched = False  # the edit shows the plan's new curve
        self._touched = not act(self._context, self._say_no, apply_calibration, found)
