"""The switch between the forms of the calendar: timeline, table, month, one-pager, segment."""

from collections.abc import Mapping

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QHBoxLayout, QWidget

from cmoplanner.i18n import _
from cmoplanner.ui.text import plain_tooltip
from cmoplanner.ui.theme import Theme

_HEIGHT = 30


class _Part(QAbstractButton):
    """One form's name."""

    def __init__(self, theme: Theme, text: str, tip: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setText(text)
        self.setCheckable(True)
        self.setToolTip(plain_tooltip(tip))
        self.setAccessibleName(text)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(QFontMetrics(self._theme.font(13, 600)).horizontalAdvance(self.text()) + 24, _HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        color, chosen = self._theme.color, self.isChecked()
        if chosen or self.hasFocus():
            painter.setPen(
                QPen(color("accent" if self.hasFocus() else "border_strong"), 2.0 if self.hasFocus() else 1.0)
            )
            painter.setBrush(color("surface" if chosen else "band"))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(2, 2, -2, -2), 5, 5)
        painter.setPen(color("text" if chosen or self.underMouse() else "text_2"))
        painter.setFont(self._theme.font(13, 600 if chosen else 500))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextSingleLine, self.text())


class FormSwitch(QWidget):
    """The names side by side; one of them is chosen."""

    chosen = Signal(str)

    def __init__(self, theme: Theme, forms: Mapping[str, str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.parts: dict[str, _Part] = {}
        self._group = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(1, 1, 1, 1)
        row.setSpacing(0)
        self.setAccessibleName(_("Form of the calendar"))
        for number, (key, text) in enumerate(forms.items(), start=1):
            part = _Part(theme, text, _("{form} (Alt+{n})").format(form=text, n=number), self)
            part.clicked.connect(lambda _checked=False, key=key: self.chosen.emit(key))
            self._group.addButton(part)
            self.parts[key] = part
            row.addWidget(part)
        theme.changed.connect(self.update)

    def show_form(self, key: str) -> None:
        """Show a form as chosen."""
        self.parts[key].setChecked(True)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._theme.color("border"), 1.0))
        painter.setBrush(self._theme.color("band"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
