"""What is painted on the welcome page: the mark of the program, the sample plan's picture, the cards of templates."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from cmoplanner.i18n import _
from cmoplanner.ui.new_plan.templates import Template
from cmoplanner.ui.theme import Theme
from cmoplanner.ui.widgets.controls import paint_chevron

Bar = tuple[float, float, int, bool]
_CARD_HEIGHT = 216
_PICTURE_HEIGHT = 100
_MARK = 40
_SAMPLE_BARS: Sequence[Bar] = (
    (0.0, 0.42, 0, True),
    (0.22, 0.9, 1, True),
    (0.43, 0.79, 4, False),
    (0.05, 0.97, 2, True),
)
_LINE = ((0.0, 0.95), (0.18, 0.8), (0.38, 0.85), (0.56, 0.55), (0.76, 0.48), (0.98, 0.1))


class Mark(QWidget):
    """The mark of the program: four bars on a tile."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setFixedSize(_MARK, _MARK)
        theme.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color("accent"))
        painter.drawRoundedRect(self.rect(), 8, 8)
        pen = QPen(self._theme.color("on_accent"), 2.5, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        for i, height in enumerate((9, 15, 7, 12)):
            x = 10.5 + 6.4 * i
            painter.drawLine(QPointF(x, 28), QPointF(x, 28 - height))


class SamplePicture(QWidget):
    """A year in small: bars, and the revenue under them."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setFixedSize(88, 88)
        theme.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_bars(painter, self._theme, QRectF(0, 0, self.width(), 54), _SAMPLE_BARS)
        painter.setPen(QPen(self._theme.color("border_strong"), 1))
        painter.drawLine(QPointF(0, 86.5), QPointF(self.width(), 86.5))
        painter.setPen(QPen(self._theme.color("accent"), 2, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        painter.drawPolyline(QPolygonF([QPointF(1 + x * (self.width() - 2), 56 + 28 * y) for x, y in _LINE]))


class TemplateCard(QAbstractButton):
    """A template with its picture; a click or the space bar fills the assistant with it."""

    def __init__(self, theme: Theme, template: Template, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.template = template
        self._title = _(template.title)
        self._told = [_(text) for text in template.told]
        self.setText(self._title)
        self.setAccessibleName(_("Template: {name}").format(name=self._title))
        self.setAccessibleDescription(". ".join(self._told))
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCheckable(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(_CARD_HEIGHT)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(200, _CARD_HEIGHT)

    def nextCheckState(self) -> None:
        """A card that is chosen stays so until another one is."""
        self.setChecked(True)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        color = self._theme.color
        lit = self.hasFocus() or self.isChecked() or self.isDown()
        width = 2.0 if lit else 1.0
        painter.setPen(QPen(color("accent" if lit or self.underMouse() else "border"), width))
        painter.setBrush(color("surface"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(width / 2, width / 2, -width / 2, -width / 2), 8, 8)
        picture = QRectF(12, 12, self.width() - 24, _PICTURE_HEIGHT)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color("band"))
        painter.drawRoundedRect(picture, 6, 6)
        painter.setPen(QPen(color("border"), 1))
        for i in (1, 2, 3):
            x = picture.left() + picture.width() * i / 4
            painter.drawLine(QPointF(x, picture.top()), QPointF(x, picture.bottom()))
        paint_bars(painter, self._theme, picture.adjusted(6, 8, -6, -8), self.template.bars)
        self._paint_texts(painter)

    def _paint_texts(self, painter: QPainter) -> None:
        color = self._theme.color
        room = self.width() - 28
        y = _PICTURE_HEIGHT + 24
        link = _("Use this template")
        for text, font, role, height in (
            (self._title, self._theme.font(13, 600), "text", 22),
            *((told, self._theme.font(12), "text_2", 18) for told in self._told),
        ):
            painter.setFont(font)
            painter.setPen(color(role))
            shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room)
            painter.drawText(QRectF(14, y, room, height), Qt.AlignmentFlag.AlignVCenter, shown)
            y += height
        painter.setFont(self._theme.font(12, 600))
        painter.setPen(color("accent"))
        shown = painter.fontMetrics().elidedText(link, Qt.TextElideMode.ElideRight, room - 16)
        painter.drawText(QRectF(14, y + 6, room, 18), Qt.AlignmentFlag.AlignVCenter, shown)
        end = 14 + painter.fontMetrics().horizontalAdvance(shown) + 10
        paint_chevron(painter, QPointF(end, y + 15.5), color("accent"), "right", 3.5)


def paint_bars(painter: QPainter, theme: Theme, place: QRectF, bars: Sequence[Bar]) -> None:
    """Draw bars row by row, as on the calendar."""
    row = place.height() / len(bars)
    height = min(11.0, row - 4)
    for i, (start, end, number, strong) in enumerate(bars):
        left = place.left() + start * place.width()
        box = QRectF(left, place.top() + row * i + (row - height) / 2, (end - start) * place.width(), height)
        painter.setPen(QPen(theme.color(f"bar.solid.{number}"), 1))
        painter.setBrush(theme.color(f"bar.{'dense' if strong else 'tint'}.{number}"))
        painter.drawRoundedRect(box, 2.5, 2.5)
