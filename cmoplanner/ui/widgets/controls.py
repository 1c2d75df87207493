"""Small controls drawn in the product's own look."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF, QWheelEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QCheckBox,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionButton,
    QStyleOptionComboBox,
    QStyleOptionViewItem,
    QStylePainter,
    QVBoxLayout,
    QWidget,
)

from cmoplanner.i18n import _
from cmoplanner.ui.icons import paint_icon
from cmoplanner.ui.text import plain_label, plain_tooltip
from cmoplanner.ui.theme import Theme

_WIDEST_POPUP = 420


def line(parent: QWidget | None = None) -> QFrame:
    """Return a one-pixel line in the colour of borders."""
    frame = QFrame(parent)
    frame.setProperty("role", "line")
    frame.setFixedHeight(1)
    return frame


def restyle(widget: QWidget, name: str, value: object) -> None:
    """Set a property that the style sheet looks at, and have the sheet look again."""
    if widget.property(name) == value:
        return
    widget.setProperty(name, value)
    widget.style().unpolish(widget)
    widget.style().polish(widget)


def paint_chevron(
    painter: QPainter, center: QPointF, color: QColor, direction: str = "down", size: float = 4.0
) -> None:
    """Draw a chevron that points "down", "up", "right" or "left"."""
    shapes = {
        "down": ((-size, -size / 2), (0, size / 2), (size, -size / 2)),
        "up": ((-size, size / 2), (0, -size / 2), (size, size / 2)),
        "right": ((-size / 2, -size), (size / 2, 0), (-size / 2, size)),
        "left": ((size / 2, -size), (-size / 2, 0), (size / 2, size)),
    }
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(color, 1.5, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))
    painter.drawPolyline(QPolygonF([center + QPointF(x, y) for x, y in shapes[direction]]))
    painter.restore()


class ElidedLabel(QLabel):
    """Plain text on one line that ends in an ellipsis when there is no room, with the whole text as tooltip."""

    def __init__(self, text: str = "", role: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setText(text)
        self._help = ""
        if role:
            self.setProperty("role", role)

    def set_help(self, text: str) -> None:
        """Explain the label in its tooltip, under the whole text where that is cut."""
        self._help = text

    def minimumSizeHint(self) -> QSize:
        return QSize(self.fontMetrics().horizontalAdvance("…") * 2, super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        room = self.contentsRect()
        shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, self.alignment() | Qt.TextFlag.TextSingleLine, shown)
        tip = "\n".join(part for part in (self.text() if shown != self.text() else "", self._help) if part)
        self.setToolTip(plain_tooltip(tip))


def paint_tick(painter: QPainter, center: QPointF, color: QColor, state: Qt.CheckState) -> None:
    """Draw what stands in a tick box: a tick, or a dash where it is both."""
    shapes = {
        Qt.CheckState.Checked: ((-3.5, 0.2), (-1.0, 2.7), (3.5, -2.5)),
        Qt.CheckState.PartiallyChecked: ((-3.5, 0.0), (3.5, 0.0)),
        Qt.CheckState.Unchecked: (),
    }
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(color, 1.8, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))
    painter.drawPolyline(QPolygonF([center + QPointF(x, y) for x, y in shapes[state]]))


class _NamedBlank(QStyledItemDelegate):
    """Calls the entry without a text by its name: none."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        super().initStyleOption(option, index)
        if not option.text:
            option.text = _("None")


class ComboBox(QComboBox):
    """A choice; the wheel scrolls the form under it rather than changing the value by accident."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(4)
        self.setMaxVisibleItems(16)
        self.setItemDelegate(_NamedBlank(self))
        self.view().setTextElideMode(Qt.TextElideMode.ElideRight)

    def showPopup(self) -> None:
        view = self.view()
        view.setMinimumWidth(min(_WIDEST_POPUP, view.sizeHintForColumn(0) + 28))
        super().showPopup()

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QStylePainter(self)
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        if not self.isEditable():
            self._paint_text(painter, option)
        role = "text_2" if self.isEnabled() else "text_3"
        center = QPointF(self.width() - 14, self.height() / 2)
        paint_chevron(painter, center, self._theme.color(role), size=3.5)

    def _paint_text(self, painter: QPainter, option: QStyleOptionComboBox) -> None:
        style = self.style()
        room = style.subControlRect(
            QStyle.ComplexControl.CC_ComboBox, option, QStyle.SubControl.SC_ComboBoxEditField, self
        )
        whole = self.currentText() or self.placeholderText()
        text = self.fontMetrics().elidedText(whole, Qt.TextElideMode.ElideRight, room.width())
        painter.setPen(self._theme.color("text" if self.isEnabled() and self.currentIndex() >= 0 else "text_3"))
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, text)


class CheckBox(QCheckBox):
    """A tick box whose tick is drawn by us: the style sheet can only take a picture file."""

    def __init__(self, theme: Theme, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self._theme = theme

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        state = self.checkState()
        if state is Qt.CheckState.Unchecked:
            return
        painter = QPainter(self)
        option = QStyleOptionButton()
        self.initStyleOption(option)
        box = self.style().subElementRect(QStyle.SubElement.SE_CheckBoxIndicator, option, self)
        paint_tick(painter, QRectF(box).center(), self._theme.color("on_accent"), state)


class IconButton(QAbstractButton):
    """A square button with an icon and a tooltip that says what it does."""

    def __init__(
        self,
        theme: Theme,
        name: str,
        tooltip: str,
        parent: QWidget | None = None,
        *,
        boxed: bool = False,
        size: int = 30,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._name = name
        self._boxed = boxed
        self.setFixedSize(size, size)
        self.setToolTip(plain_tooltip(tooltip))
        self.setAccessibleName(tooltip)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        theme.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        color = self._theme.color
        chosen = self.isChecked() or self.isDown()
        fill = "accent_weak" if chosen else "band" if self.underMouse() and self.isEnabled() else "surface"
        if self._boxed or chosen or self.underMouse() or self.hasFocus():
            width = 2.0 if self.hasFocus() else 1.0
            edge = "accent" if chosen or self.hasFocus() else "border_strong" if self._boxed else fill
            painter.setPen(QPen(color(edge), width))
            painter.setBrush(color(fill))
            inset = width / 2
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(inset, inset, -inset, -inset), 6, 6)
        side = min(16, self.width() - 6)
        place = QRectF((self.width() - side) / 2, (self.height() - side) / 2, side, side)
        role = "accent" if self.isChecked() else "text_2" if self.isEnabled() else "text_3"
        paint_icon(painter, self._name, place, color(role))


class Chip(QWidget):
    """A short state in a rounded frame; a dashed one waits for somebody."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._text = ""
        self._role = "text"
        self._waiting = False
        self.setFixedHeight(20)
        theme.changed.connect(self.update)

    def show_state(self, text: str, role: str, *, waiting: bool = False) -> None:
        """Show this text in the colour of a role."""
        self._text, self._role, self._waiting = text, role, waiting
        self.setAccessibleName(text)
        self.setToolTip(plain_tooltip(text))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        from PySide6.QtGui import QFontMetrics

        return QSize(QFontMetrics(self._theme.font(11, 500)).horizontalAdvance(self._text) + 18, 20)

    def minimumSizeHint(self) -> QSize:
        return QSize(40, 20)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        color = self._theme.color(self._role)
        pen = QPen(color, 1.2)
        if self._waiting:
            pen.setDashPattern([3, 2])
        painter.setPen(pen)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.6, 0.6, -0.6, -0.6), 9.4, 9.4)
        painter.setFont(self._theme.font(11, 500))
        painter.setPen(color)
        room = self.rect().adjusted(8, 0, -8, 0)
        text = painter.fontMetrics().elidedText(self._text, Qt.TextElideMode.ElideRight, room.width() + 1)
        painter.drawText(room, Qt.AlignmentFlag.AlignCenter, text)


class SectionHead(QAbstractButton):
    """The title of a foldable section: 28 high, a chevron, the title, and a word at the right."""

    def __init__(self, theme: Theme, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._aside = ""
        self.setText(title)
        self.setAccessibleName(title)
        self.setCheckable(True)
        self.setChecked(True)
        self.setFixedHeight(28)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        theme.changed.connect(self.update)

    def set_aside(self, text: str) -> None:
        """Show a word at the right end."""
        self._aside = text
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        color = self._theme.color
        if self.hasFocus():
            painter.setPen(QPen(color("accent"), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(9, 3, -9, -3), 4, 4)
        arrow = color("text" if self.underMouse() else "text_2")
        paint_chevron(painter, QPointF(20, 14), arrow, "down" if self.isChecked() else "right")
        painter.setPen(color("text"))
        painter.setFont(self._theme.font(12, 600))
        painter.drawText(QRectF(32, 0, self.width() - 48, 28), Qt.AlignmentFlag.AlignVCenter, self.text())
        used = painter.fontMetrics().horizontalAdvance(self.text())
        painter.setPen(color("text_2"))
        painter.setFont(self._theme.font(11))
        room = QRectF(40 + used, 0, self.width() - 56 - used, 28)
        aside = painter.fontMetrics().elidedText(self._aside, Qt.TextElideMode.ElideRight, int(room.width()))
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, aside)


class Section(QWidget):
    """A foldable part of a panel under a head; `body` is the layout to fill."""

    folded = Signal(bool)

    def __init__(self, theme: Theme, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.head = SectionHead(theme, title, self)
        self._content = QWidget(self)
        self.body = QVBoxLayout(self._content)
        self.body.setContentsMargins(16, 0, 16, 8)
        self.body.setSpacing(0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(line(self))
        column.addWidget(self.head)
        column.addWidget(self._content)
        self.head.toggled.connect(self._fold)

    def _fold(self, opened: bool) -> None:
        self._content.setVisible(opened)
        self.folded.emit(not opened)


class Figure(QWidget):
    """A number with a word under it: 18/600 over 11."""

    def __init__(self, caption: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.value = plain_label("", self, role="figure")
        self.caption = ElidedLabel(caption, "caption", self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.value)
        column.addWidget(self.caption)

    def show_value(self, text: str, full: str = "") -> None:
        """Show a rounded figure; the full one on hover."""
        self.value.setText(text)
        self.value.setToolTip(plain_tooltip(full))


class ValueRow(QWidget):
    """A computed value beside its label, 22 high; not editable, so it has no frame."""

    LABEL_WIDTH = 116

    def __init__(
        self, label: str, parent: QWidget | None = None, *, number: bool = False, label_width: int = 0, inset: int = 8
    ) -> None:
        super().__init__(parent)
        self.label = ElidedLabel(label, "hint", self)
        self.label.setFixedWidth(label_width or self.LABEL_WIDTH)
        self.value = ElidedLabel("", "value", self)
        if number:
            self.value.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, inset, 0)
        row.setSpacing(4)
        row.addWidget(self.label)
        row.addWidget(self.value, 1)
        self.setFixedHeight(24)

    def show_value(self, text: str, full: str = "") -> None:
        """Show the value; the full one on hover."""
        self.value.setText(text)
        if full:
            self.setToolTip(plain_tooltip(full))
