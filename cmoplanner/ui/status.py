"""The status bar: where the edits are, the key figures, always live, and what was done last."""

from datetime import datetime

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from cmoplanner.i18n import _
from cmoplanner.projection.bands import Bands, Total
from cmoplanner.report.formats import Formats
from cmoplanner.report.range_words import ends, explained
from cmoplanner.ui.figures import KeyFigures
from cmoplanner.ui.text import plain_tooltip
from cmoplanner.ui.theme import Theme
from cmoplanner.ui.widgets.controls import ElidedLabel
from cmoplanner.ui.widgets.surface import Surface

HEIGHT = 28
_SAID_MS = 8_000
_WIDE = 1360

Piece = tuple[str, int, str]  # text, weight, role


class StatusFigure(QAbstractButton):
    """A figure with its words; a click shows where it comes from."""

    def __init__(self, theme: Theme, tooltip: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._pieces: tuple[Piece, ...] = ()
        self.setToolTip(plain_tooltip(tooltip))
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_pieces(self, *pieces: Piece) -> None:
        """Show pieces of text, each in its weight and the colour of its role."""
        self._pieces = pieces
        self.setAccessibleName("".join(text for text, _weight, _role in pieces))
        self.setText(self.accessibleName())
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(round(sum(self._width(piece) for piece in self._pieces)) + 28, HEIGHT - 1)

    def _width(self, piece: Piece) -> float:
        from PySide6.QtGui import QFontMetricsF

        return QFontMetricsF(self._theme.font(12, piece[1])).horizontalAdvance(piece[0])

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        color = self._theme.color
        painter.fillRect(0, 7, 1, self.height() - 14, color("border_strong"))
        if self.hasFocus():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(color("accent"), 2))
            painter.drawRoundedRect(QRectF(6, 3, self.width() - 12, self.height() - 6), 4, 4)
        x = 14.0
        for piece in self._pieces:
            text, weight, role = piece
            painter.setFont(self._theme.font(12, weight))
            painter.setPen(color("accent" if self.underMouse() else role))
            painter.drawText(QRectF(x, 0, self.width(), self.height()), Qt.AlignmentFlag.AlignVCenter, text)
            x += self._width(piece)


class Dot(QWidget):
    """A small disc: green while everything is safe."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._role = "positive"
        self.setFixedSize(8, 8)

    def set_role(self, role: str) -> None:
        """Change the colour."""
        self._role = role
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color(self._role))
        painter.drawEllipse(self.rect())


class StatusBar(Surface):
    """28 high, at the foot of the window. `asked` names the figure that was clicked: "budget" or "outcome"."""

    asked = Signal(str)
    market_asked = Signal()  # where revenue comes from, while none is projected

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "band", ("top",), parent)
        self.setFixedHeight(HEIGHT)
        self._published: datetime | None = None
        self._read_only = False
        self._hinting = False
        self.dot = Dot(theme, self)
        self.saved = ElidedLabel("", "hint", self)
        self.saved.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        self.budget = StatusFigure(theme, _("The plan's net cost and the marketing budget"), self)
        self.revenue = StatusFigure(theme, _("Projected revenue of the fiscal year"), self)
        self.contribution = StatusFigure(
            theme, _("Gross margin that marketing adds this year, less what marketing costs us"), self
        )
        self.horizon = StatusFigure(
            theme, _("Return on the plan's cost over the whole horizon, both discounted to today"), self
        )
        self.figures = (self.budget, self.revenue, self.contribution, self.horizon)
        self.said = ElidedLabel("", "hint", self)
        self.said.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 1, 16, 0)
        row.setSpacing(0)
        row.addWidget(self.dot)
        row.addSpacing(7)
        row.addWidget(self.saved)
        row.addSpacing(14)
        for figure in self.figures:
            row.addWidget(figure)
        row.addSpacing(14)
        row.addWidget(self.said, 1)
        self.budget.clicked.connect(lambda: self.asked.emit("budget"))
        self._projected = True
        self.revenue.clicked.connect(self._ask_revenue)
        for figure in (self.contribution, self.horizon):
            figure.clicked.connect(lambda: self.asked.emit("outcome"))
        self._quiet = QTimer(self)
        self._quiet.setSingleShot(True)
        self._quiet.setInterval(_SAID_MS)
        self._quiet.timeout.connect(lambda: self.said.setText(""))

    def say(self, text: str) -> None:
        """Show what was done for some seconds."""
        self._hinting = False
        self.said.setText(text)
        self._quiet.start()

    def hint(self, text: str) -> None:
        """Show what keys do as long as something is dragged; no text ends it."""
        if text:
            self._quiet.stop()
            self.said.setText(text)
        elif self._hinting:
            self.said.setText("")
        self._hinting = bool(text)

    def show_saved(self, published: datetime | None, *, read_only: bool) -> None:
        """Say where the edits are and when the plan file was last written."""
        self._published, self._read_only = published, read_only
        self.dot.set_role("warning" if read_only else "positive")
        self._say_saved()

    def _say_saved(self) -> None:
        if self._read_only:
            self.saved.setText(_("This file can only be read"))
            return
        kept = _("All edits kept on this computer") if self.width() >= _WIDE else _("All edits kept")
        if self._published is None:
            self.saved.setText(kept)
            return
        time = f"{self._published.astimezone():%H:%M}"
        self.saved.setText(_("{kept} · file updated {time}").format(kept=kept, time=time))

    def resizeEvent(self, event: object) -> None:
        self._say_saved()

    def show_figures(
        self, figures: KeyFigures, formats: Formats, bands: Bands | None = None, *, waiting: bool = False
    ) -> None:
        """Show the key figures, and the range of revenue; `waiting` keeps its place free until it comes."""
        over = figures.planned > figures.budget
        self.budget.show_pieces(
            (_("Budget") + " ", 400, "text_2"),
            (formats.short_amount(figures.planned), 600, "negative" if over else "text"),
            (
                " "
                + _("of {budget} {currency}").format(
                    budget=formats.short_amount(figures.budget), currency=formats.currency
                ),
                400,
                "text_2",
            ),
        )
        self._show_revenue(figures, formats, bands, waiting=waiting)
        self.contribution.show_pieces(
            (_("Contribution this year") + " ", 400, "text_2"),
            (formats.short_amount(figures.contribution), 600, "text"),
        )
        months = _("{n} months").format(n=figures.horizon_months) + " "
        if figures.horizon_return is None:
            self.horizon.show_pieces((months, 400, "text_2"), ("–", 600, "text"))
            return
        role = "positive" if figures.horizon_return >= 0 else "negative"
        self.horizon.show_pieces((months, 400, "text_2"), (formats.percent_change(figures.horizon_return), 600, role))

    def _ask_revenue(self) -> None:
        if self._projected:
            self.asked.emit("outcome")
        else:
            self.market_asked.emit()

    def _show_revenue(self, figures: KeyFigures, formats: Formats, bands: Bands | None, *, waiting: bool) -> None:
        revenue, tip = figures.revenue, _("Projected revenue of the fiscal year")
        self._projected = bool(revenue)
        if not revenue:
            self.revenue.setMinimumWidth(0)
            self.revenue.show_pieces((_("No revenue projected yet"), 400, "text_2"))
            words = _("Revenue comes from market cells: what customers of a segment bring with an offering. Add them.")
            self.revenue.setToolTip(plain_tooltip(words))
            return
        pieces: list[Piece] = [
            (_("Revenue") + " ", 400, "text_2"),
            (formats.short_amount(revenue), 600, "text"),
        ]
        self.revenue.setMinimumWidth(self.revenue.width() if waiting and bands is None else 0)  # its neighbours rest
        if bands is not None:
            band = bands.totals[Total.REVENUE]
            pieces.append((f" ({ends(formats, revenue, band.p10, band.p90)})", 400, "text_2"))
            tip += "\n" + explained(formats, band, bands)
        elif waiting:
            pieces.append((" (…)", 400, "text_3"))
            tip += "\n" + _("Its range is being drawn.")
        self.revenue.show_pieces(*pieces)
        self.revenue.setToolTip(plain_tooltip(tip))
