"""The last line of the calendar's table: how many activities are shown, and their money."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from cmoplanner.i18n import _, ngettext
from cmoplanner.model.phasing import net_spend
from cmoplanner.model.plan import Activity, Plan
from cmoplanner.report.formats import Formats
from cmoplanner.ui.theme import Theme
from cmoplanner.ui.widgets.grid.header import PAD
from cmoplanner.ui.widgets.grid.view import GridView

_HEIGHT = 32
_EDGE = 16


class TotalsLine(QWidget):
    """Stands under a grid; the gross spend stands under its column, cancelled activities count in nothing."""

    def __init__(self, theme: Theme, grid: GridView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._grid = grid
        self.words = ""
        self.gross = ""
        self.setFixedHeight(_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)
        grid.horizontalScrollBar().valueChanged.connect(self.update)
        grid.head.sectionResized.connect(self.update)
        grid.head.sectionMoved.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(400, _HEIGHT)

    def show_money(self, rows: Sequence[Activity], plan: Plan) -> None:
        """Show the sum of these activities."""
        formats = Formats.of(plan)
        counted = [row for row in rows if not row.cancelled]
        gross, net = sum(row.gross_spend for row in counted), sum(net_spend(row) for row in counted)
        n = len(rows)
        parts = [
            ngettext("{n} activity", "{n} activities", n).format(n=formats.number(n)),
            _("our net cost {money} {currency}").format(money=formats.whole(net), currency=formats.currency),
        ]
        if gross != net:
            parts.append(_("partners pay {money}").format(money=formats.whole(gross - net)))
        if len(counted) < n:
            gone = n - len(counted)
            parts.append(ngettext("{n} cancelled", "{n} cancelled", gone).format(n=formats.number(gone)))
        self.words, self.gross = " · ".join(parts), formats.full(gross)
        self.setAccessibleName(_("{words} · gross spend {money}").format(words=self.words, money=self.gross))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        color = self._theme.color
        painter.fillRect(self.rect(), color("band"))
        painter.setPen(color("border_strong"))
        painter.drawLine(0, 0, self.width(), 0)
        painter.setFont(self._theme.font(12, 600))
        painter.setPen(color("text"))
        column = self._gross_column()
        end = column.left() - 8 if column is not None else self.width() - _EDGE
        room = QRectF(_EDGE, 0, max(40.0, end - _EDGE), _HEIGHT)
        words = painter.fontMetrics().elidedText(self.words, Qt.TextElideMode.ElideRight, round(room.width()))
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, words)
        if column is not None:
            painter.drawText(column, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, self.gross)

    def _gross_column(self) -> QRectF | None:
        """Return where the sum of gross spend stands; None where its column leaves no room for the words."""
        keys = [field.key for field in self._grid.cells.fields]
        if "gross_spend" not in keys:
            return None
        section = keys.index("gross_spend")
        left = self._grid.viewport().x() + self._grid.columnViewportPosition(section)
        width = self._grid.columnWidth(section)
        whole = QRectF(left, 0, width - PAD, _HEIGHT)
        need = 320.0
        return whole if left >= need and whole.right() <= self.width() else None
