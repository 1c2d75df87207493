"""Editors that open something: a calendar, a list to tick, twelve months, the market cells an activity goes to."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import (
    QDate,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QHideEvent, QPainter, QPen, QTextCharFormat
from PySide6.QtWidgets import (
    QCalendarWidget,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from cmoplanner.i18n import _, ngettext
from cmoplanner.model.fields import Field, Kind
from cmoplanner.ui.field_text import FieldText
from cmoplanner.ui.icons import icon
from cmoplanner.ui.text import plain_action, plain_label, plain_tooltip
from cmoplanner.ui.theme import Theme
from cmoplanner.ui.widgets.controls import IconButton, paint_tick
from cmoplanner.ui.widgets.editors import MIXED, MIXED_VALUE, Editor, LineEditor
from cmoplanner.ui.widgets.lines import Line


class Popup(QFrame):
    """A frame that floats under a control until the user clicks elsewhere."""

    closed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint)
        self.setProperty("role", "card")
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(8, 8, 8, 8)
        self.column.setSpacing(8)

    def open_under(self, anchor: QWidget) -> None:
        """Show the popup below a control, inside the screen."""
        self.adjustSize()
        corner = anchor.mapToGlobal(QPoint(0, anchor.height() + 2))
        screen = anchor.screen().availableGeometry()
        x = max(screen.left(), min(corner.x(), screen.right() - self.width()))
        above = anchor.mapToGlobal(QPoint(0, 0)).y() - self.height() - 2
        y = corner.y() if corner.y() + self.height() <= screen.bottom() else max(screen.top(), above)
        self.move(x, y)
        self.show()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.closed.emit()


class DateEditor(LineEditor):
    """A date typed in any usual form, or picked from a calendar."""

    def __init__(
        self,
        theme: Theme,
        field: Field,
        texts: Callable[[], FieldText],
        start: Callable[[], date],
        parent: QWidget | None = None,
    ) -> None:
        self._theme = theme
        self._start = start
        super().__init__(field, texts, parent)

    def place_line(self) -> None:
        label = _(self._field.label)
        self.button = IconButton(
            self._theme, "calendar", _("Choose {label} in a calendar").format(label=label), size=22
        )
        self.button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.button.clicked.connect(self._open)
        self.line.setTextMargins(0, 0, 18, 0)
        inside = QHBoxLayout(self.line)
        inside.setContentsMargins(0, 0, 1, 0)
        inside.addStretch(1)
        inside.addWidget(self.button)
        self.button.setCursor(Qt.CursorShape.ArrowCursor)
        self.place(self.line, label)

    def _open(self) -> None:
        shown = self._shown if isinstance(self._shown, date) else self._start()
        clearable = not self._field.required and self._shown is not None
        open_calendar(self._theme, self, shown, self.take, clearable=clearable)


def open_calendar(
    theme: Theme, anchor: QWidget, shown: date | None, take: Callable[[date | None], object], *, clearable: bool
) -> None:
    """Open a calendar under a control; `take` gets the day that is picked, or None where that can be chosen."""
    popup = Popup(anchor)
    popup.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    calendar = _calendar(theme, popup)
    if shown is not None:
        calendar.setSelectedDate(QDate(shown.year, shown.month, shown.day))

    def picked(day: QDate) -> None:
        popup.close()
        take(date(day.year(), day.month(), day.day()))

    calendar.clicked.connect(picked)
    calendar.activated.connect(picked)
    popup.column.addWidget(calendar)
    if clearable:
        clear = QPushButton(_("No date"))
        clear.clicked.connect(popup.close)
        clear.clicked.connect(lambda: take(None))
        popup.column.addWidget(clear)
    popup.open_under(anchor)
    calendar.setFocus()


def _calendar(theme: Theme, parent: QWidget) -> QCalendarWidget:
    """Return a calendar with ISO weeks, Monday first as in the plan's own weeks."""
    calendar = QCalendarWidget(parent)
    calendar.setGridVisible(False)
    calendar.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
    calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.ISOWeekNumbers)
    heading = QTextCharFormat()
    heading.setForeground(theme.color("text_2"))
    heading.setBackground(theme.color("band"))
    calendar.setHeaderTextFormat(heading)
    plain = QTextCharFormat()
    plain.setForeground(theme.color("text"))
    for day in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
        calendar.setWeekdayTextFormat(day, plain)
    for name, chevron in (("qt_calendar_prevmonth", "chevron-left"), ("qt_calendar_nextmonth", "chevron-right")):
        button = calendar.findChild(QToolButton, name)
        if isinstance(button, QToolButton):
            button.setIcon(icon(chevron, theme.color("text_2")))
    calendar.setMinimumSize(292, 224)
    return calendar


class TickDelegate(QStyledItemDelegate):
    """Draws a row of a list to tick in the product's own look."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        color = self._theme.color
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        room = QRectF(option.rect)
        if option.state & (QStyle.StateFlag.State_MouseOver | QStyle.StateFlag.State_Selected):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(color("band"))
            painter.drawRoundedRect(room, 4, 4)
        state = Qt.CheckState(index.data(Qt.ItemDataRole.CheckStateRole))
        box = QRectF(room.left() + 8.5, room.center().y() - 7.5, 15, 15)
        ticked = state is not Qt.CheckState.Unchecked
        painter.setPen(QPen(color("accent" if ticked else "border_strong"), 1))
        painter.setBrush(color("accent" if ticked else "surface"))
        painter.drawRoundedRect(box, 4, 4)
        paint_tick(painter, box.center(), color("on_accent"), state)
        painter.setPen(color("text"))
        text = room.adjusted(32, 0, -8, 0)
        shown = painter.fontMetrics().elidedText(
            index.data(Qt.ItemDataRole.DisplayRole), Qt.TextElideMode.ElideRight, int(text.width())
        )
        painter.drawText(text, Qt.AlignmentFlag.AlignVCenter, shown)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(200, 28)


class RefsEditor(Editor):
    """Any number of rows of another table, ticked in a list that can be searched."""

    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._name = name
        self._shown: Any = ()
        self._rows: Callable[[], Sequence[tuple[str, str]]] = tuple
        self.button = QPushButton()
        self.button.setMinimumWidth(40)
        self.button.clicked.connect(self.open_list)
        self.place(self.button, name)

    def offer(self, rows: Callable[[], Sequence[tuple[str, str]]]) -> None:
        """Set what makes the pairs of id and name to choose from, asked when the list opens."""
        self._rows = rows

    def show_value(self, value: Any) -> None:
        self._shown = value
        if value is MIXED_VALUE:
            text, names = MIXED, []
        else:
            wanted = set(value)
            known = dict(row for row in self._rows() if row[0] in wanted) if wanted else {}
            names = [known.get(row_id, row_id) for row_id in value]
            text = (
                names[0] if len(names) == 1 else ngettext("{n} chosen", "{n} chosen", len(names)).format(n=len(names))
            )
            text = text if names else _("None")
        room = max(60, self.button.width() - 20)
        self.button.setText(plain_action(self.button.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room)))
        self.button.setToolTip(plain_tooltip(", ".join(names)))
        self.refuse("")

    def open_list(self) -> Popup:
        """Open the list of all rows with the chosen ones ticked and first."""
        popup = Popup(self)
        popup.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        search = QLineEdit(popup)
        search.setPlaceholderText(_("Search"))
        search.setAccessibleName(_("Search in {label}").format(label=self._name))
        rows = QListWidget(popup)
        rows.setMinimumSize(340, 280)
        rows.setItemDelegate(TickDelegate(self._theme, rows))
        rows.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        chosen = () if self._shown is MIXED_VALUE else tuple(self._shown)
        for row_id, name in sorted(self._rows(), key=lambda row: row[0] not in chosen):
            item = QListWidgetItem(name, rows)
            item.setData(Qt.ItemDataRole.UserRole, row_id)
            item.setFlags(Qt.ItemFlag.ItemIsUserCheckable | Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
            item.setCheckState(Qt.CheckState.Checked if row_id in chosen else Qt.CheckState.Unchecked)

        def narrow(text: str) -> None:
            for i in range(rows.count()):
                rows.item(i).setHidden(text.casefold() not in rows.item(i).text().casefold())

        search.textChanged.connect(narrow)
        popup.column.addWidget(search)
        popup.column.addWidget(rows)
        popup.closed.connect(lambda: self._take(rows, chosen))
        popup.open_under(self.button)
        search.setFocus()
        return popup

    def _take(self, rows: QListWidget, before: tuple[str, ...]) -> None:
        ticked = [
            rows.item(i).data(Qt.ItemDataRole.UserRole)
            for i in range(rows.count())
            if rows.item(i).checkState() is Qt.CheckState.Checked
        ]
        value = tuple(row_id for row_id in before if row_id in ticked)
        value += tuple(row_id for row_id in ticked if row_id not in value)
        if value != before:
            self.committed.emit(value)


class MonthsEditor(Editor):
    """Twelve numbers by fiscal month; hidden behind a word until there are any."""

    def __init__(
        self,
        field: Field,
        texts: Callable[[], FieldText],
        months: Callable[[], Sequence[str]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._weight = Field(field.key, field.label, Kind.NUMBER, minimum=field.minimum, maximum=field.maximum)
        self._texts = texts
        self._months = months
        self._shown: Any = ()
        self._opened = False
        self.link = QPushButton()
        self.link.setProperty("role", "link")
        self.link.clicked.connect(self._toggle)
        self._grid = QWidget(self)
        grid = QGridLayout(self._grid)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(4)
        grid.setVerticalSpacing(2)
        self._names = [plain_label("", role="caption") for _month in range(12)]
        self.lines = [Line() for _month in range(12)]
        for i, (name, entry) in enumerate(zip(self._names, self.lines, strict=True)):
            entry.setProperty("field", True)
            entry.setAlignment(Qt.AlignmentFlag.AlignRight)
            entry.setMinimumWidth(30)
            entry.editingFinished.connect(self._finish)
            entry.reverted.connect(self._revert)
            grid.addWidget(name, i // 3 * 2, i % 3)
            grid.addWidget(entry, i // 3 * 2 + 1, i % 3)
        self.place(self._grid, _(field.label), framed=False)
        self.setFocusProxy(self.link)
        self.column.insertWidget(0, self.link)

    def show_value(self, value: Any) -> None:
        if any(entry.isModified() and entry.hasFocus() for entry in self.lines) and value == self._shown:
            return
        self._shown = value
        self._opened = self._opened or (value is not MIXED_VALUE and bool(value))
        self._revert()

    def _revert(self) -> None:
        given = self._shown is not MIXED_VALUE and bool(self._shown)
        values = self._shown if given else (None,) * 12
        for name, month, entry, value in zip(self._names, self._months(), self.lines, values, strict=True):
            name.setText(month)
            entry.setAccessibleName(f"{_(self._weight.label)}: {month}")
            entry.setText(self._texts().write(self._weight, value))
            entry.setPlaceholderText(MIXED if self._shown is MIXED_VALUE else "")
        self._grid.setVisible(self._opened)
        self.link.setText(
            _("Follow the phasing above") if given else _("Cancel") if self._opened else _("Set month by month…")
        )
        self.refuse("")

    def _toggle(self) -> None:
        if self._shown is not MIXED_VALUE and self._shown:
            self._opened = False
            self.committed.emit(())
            return
        self._opened = not self._opened
        self._revert()
        if self._opened:
            self.lines[0].setFocus()

    def _finish(self) -> None:
        if not any(entry.isModified() for entry in self.lines):
            return
        try:
            value = tuple(float(self._texts().read(self._weight, entry.text()) or 0) for entry in self.lines)
        except ValueError as refusal:
            self.refuse(str(refusal))
            return
        for entry in self.lines:
            entry.setModified(False)
        self.refuse("")
        value = value if any(value) else ()
        if value != self._shown:
            self.committed.emit(value)
