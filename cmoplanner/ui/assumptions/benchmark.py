"""A channel's figures from a benchmark with source, date and confidence, beside what the plan assumes now."""

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from cmoplanner.i18n import _
from cmoplanner.model.calibration import Calibration
from cmoplanner.model.choice_words import choice_word
from cmoplanner.model.edits.calibration import apply_calibration
from cmoplanner.model.fields import Field, Kind, table
from cmoplanner.model.plan import Channel
from cmoplanner.model.preset_calibration import preset_calibration
from cmoplanner.model.preset_rows import EURO, Money
from cmoplanner.model.presets import PACKS, ChannelPreset, channel_presets
from cmoplanner.projection.channel_curve import Placed, placed_of, use_in
from cmoplanner.report.formats import Formats
from cmoplanner.ui.assumptions.asking import Asked, act, number_line
from cmoplanner.ui.assumptions.curve_picture import CurvePicture, Drawn, Picture
from cmoplanner.ui.context import Context
from cmoplanner.ui.field_text import FieldText
from cmoplanner.ui.text import plain_label, plain_tooltip
from cmoplanner.ui.widgets.controls import ComboBox, ElidedLabel

_RATE = Field("rate", "", Kind.NUMBER, minimum=1e-6, maximum=1e6)
_REACH = 3.0
_POINTS = 61
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class Benchmark(QWidget):
    """A benchmark is chosen; its figures stand beside the plan's, and both curves under them."""

    def __init__(self, context: Context, say_no: Callable[[str], None], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._say_no = say_no
        self._channel: Channel | None = None
        self.calibration: Calibration | None = None
        self.preset = ComboBox(context.theme, self)
        self.preset.setAccessibleName(_("Benchmark"))
        self.preset.setMinimumContentsLength(32)
        for one in channel_presets():
            self.preset.addItem(f"{one.name} · {_(PACKS[one.pack])}", (one.pack, one.id))
        currency = context.document.plan.header.currency
        self.rate = Asked(_("How many {currency} is one euro?").format(currency=currency), number_line(self), self)
        self.rate.setVisible(currency != EURO)
        self.apply = QPushButton(_("Take over this benchmark"), self)
        self.apply.setProperty("role", "primary")
        self.source = plain_label("", self, role="hint", wrap=True)
        self.rows = QGridLayout()
        self.picture = CurvePicture(context.theme, self)
        self._lay_out()
        self.preset.currentIndexChanged.connect(self._show)
        self.rate.line.textEdited.connect(self._show)
        self.apply.clicked.connect(self._apply)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self.preset)
        top.addWidget(self.apply)
        top.addStretch(1)
        self.rows.setHorizontalSpacing(20)
        self.rows.setVerticalSpacing(5)
        self.rows.setColumnStretch(5, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 16)
        column.setSpacing(8)
        column.addLayout(top)
        column.addWidget(self.rate)
        column.addWidget(self.source)
        column.addLayout(self.rows)
        column.addWidget(self.picture, 1)

    def show_channel(self, channel_id: str) -> None:
        """Compare this channel with a benchmark, at first with one of its own name or kind."""
        plan = self._context.document.plan
        before = self._channel
        self._channel = plan.channels[channel_id]
        if before is None or before.id != channel_id:
            with QSignalBlocker(self.preset):
                self.preset.setCurrentIndex(_nearest(self._channel))
        self._show()

    @property
    def chosen(self) -> ChannelPreset:
        """The benchmark that is shown."""
        return channel_presets()[self.preset.currentIndex()]

    def _money(self) -> Money | None:
        """Return what a euro is in the plan's currency; None as long as that is not said."""
        plan = self._context.document.plan
        if plan.header.currency == EURO:
            return Money()
        self.rate.show_fault("")
        try:
            value = FieldText(Formats.of(plan), plan.header.fy_start).read(_RATE, self.rate.line.text())
        except ValueError as refusal:
            self.rate.show_fault(str(refusal))
            return None
        return None if value is None else Money(plan.header.currency, float(value))

    def _show(self) -> None:
        channel, money = self._channel, self._money()
        if channel is None:
            return
        preset = self.chosen
        self.calibration = None if money is None else preset_calibration(preset, channel.id, money)
        self.apply.setEnabled(self.calibration is not None and not self._context.document.read_only)
        told = _("Source: {source}, {date}. Confidence: {confidence}. Lead time, caps and delay stay as they are.")
        words = told.format(source=preset.source, date=preset.source_date, confidence=choice_word(preset.confidence))
        if money is None:
            words = _("The costs of the benchmarks are euro. Say what one euro is.")
        self.source.setText(words)
        self._show_rows(channel)
        self._show_picture(channel)

    def _show_rows(self, channel: Channel) -> None:
        while (item := self.rows.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        if self.calibration is None:
            return
        formats = Formats.of(self._context.document.plan)
        heads = (_("Figure"), _("Plan now"), _("Benchmark"), _("Low – high"), _("Confidence"), _("Source"))
        for place, head in enumerate(heads):
            label = plain_label(head, self, role="strong-caption")
            label.setAlignment(_RIGHT if 0 < place < 4 else Qt.AlignmentFlag.AlignLeft)
            self.rows.addWidget(label, 0, place)
        for line, one in enumerate(self.calibration.estimates, start=1):
            ends = [formats.number(end, 3) for end in (one.low, one.high) if end is not None]
            texts = (
                _(table("channel").field(one.parameter).label),
                formats.number(getattr(channel, one.parameter), 3),
                formats.number(one.value, 3),
                " – ".join(ends),
                choice_word(one.confidence or self.calibration.confidence),
            )
            for place, text in enumerate(texts):
                label = plain_label(text, self, role="value" if place == 2 else "")
                label.setAlignment(_RIGHT if 0 < place < 4 else Qt.AlignmentFlag.AlignLeft)
                self.rows.addWidget(label, line, place)
            source = ElidedLabel(one.source or self.calibration.source, "hint", self)
            source.setToolTip(plain_tooltip(one.source or self.calibration.source))
            self.rows.addWidget(source, line, 5)

    def _show_picture(self, channel: Channel) -> None:
        plan = self._context.document.plan
        formats = Formats.of(plan)
        use = use_in(self._context.outlook.outcome.compiled, channel.id)
        curves = []
        if use is not None:
            spends = np.linspace(0.0, _REACH * use.typical, _POINTS)
            for placed, role, word in (
                (placed_of(channel), "text_3", _("plan now")),
                (self._placed(channel), "accent", _("with the benchmark")),
            ):
                if placed is not None:
                    points = list(zip(spends.tolist(), use.curve(placed).at(spends).tolist(), strict=True))
                    curves.append(Drawn(points, role, word))
        unit = _("responses a month by {currency} a month").format(currency=formats.currency)
        self.picture.setVisible(bool(curves))
        self.picture.show_picture(Picture(curves, today=None if use is None else use.typical, unit=unit), formats)

    def _placed(self, channel: Channel) -> Placed | None:
        if self.calibration is None:
            return None
        found = {one.parameter: one.value for one in self.calibration.estimates}
        return Placed(
            found.get("unit_cost", channel.unit_cost),
            found.get("sigma", channel.sigma),
            found.get("slope", channel.slope),
            found.get("half_life_weeks", channel.half_life_weeks),
        )

    def _apply(self) -> None:
        if self.calibration is not None:
            act(self._context, self._say_no, apply_calibration, self.calibration)


def _nearest(channel: Channel) -> int:
    """Return the place of the benchmark with the channel's name or id, else of one of its medium."""
    presets = channel_presets()
    tests: tuple[Callable[[ChannelPreset], bool], ...] = (
        lambda one: one.name.casefold() == channel.name.casefold(),
        lambda one: one.id == channel.id,
        lambda one: one.medium == channel.medium,
    )
    return next((i for fits in tests for i, one in enumerate(presets) if fits(one)), 0)
