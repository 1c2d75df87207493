"""What usual channels come with: costs, rates, lead times, confidence and sources as a table; with ticks on request."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from cmoplanner.i18n import _
from cmoplanner.model.presets import ChannelPreset, Estimate
from cmoplanner.report.formats import Formats
from cmoplanner.ui.text import plain_tooltip
from cmoplanner.ui.theme import Theme
from cmoplanner.ui.widgets.controls import paint_tick
from cmoplanner.ui.words import choice_word

_TICKED = Qt.CheckState.Checked
_NUMBER = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_ROW_HEIGHT = 28
_LEADS = 2
_WHOLE_FROM = 100  # amounts that need no decimals


class _Ticks(QStyledItemDelegate):
    """Draws the tick into the box of a chosen line: the style sheet can only take a picture file."""

    def __init__(self, theme: Theme, parent: QTableWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().paint(painter, option, index)
        if index.data(Qt.ItemDataRole.CheckStateRole) != _TICKED.value:
            return
        full = QStyleOptionViewItem(option)
        self.initStyleOption(full, index)
        table = self.parent()
        if isinstance(table, QTableWidget):
            box = table.style().subElementRect(QStyle.SubElement.SE_ItemViewItemCheckIndicator, full, table)
            painter.save()
            paint_tick(painter, QRectF(box).center(), self._theme.color("on_accent"), _TICKED)
            painter.restore()


class ChannelTable(QTableWidget):
    """One line a channel. With `ticks` the first column chooses; channels that are there already cannot be chosen."""

    chosen = Signal()

    def __init__(self, theme: Theme, formats: Formats, *, ticks: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._formats = formats
        self._ticks = ticks
        self._presets: tuple[ChannelPreset, ...] = ()
        self.setProperty("role", "grid")
        self.setItemDelegateForColumn(0, _Ticks(theme, self))
        self.setShowGrid(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(_ROW_HEIGHT)
        self.setAccessibleName(_("Usual channels"))
        self.itemChanged.connect(self._changed)

    def show_channels(
        self, presets: Sequence[ChannelPreset], *, currency: str, per_euro: float, there: frozenset[str] = frozenset()
    ) -> None:
        """Show channels with their costs in a currency; those named in `there` are in the plan already."""
        ticked = {preset.id for preset in self.ticked()}
        self._presets = tuple(presets)
        self.blockSignals(True)
        self.setColumnCount(6)
        self.setRowCount(len(presets))
        titles = [
            _("Channel"), _("{currency} per response").format(currency=currency), _("Leads"),
            _("Lead time"), _("Confidence"), _("Source"),
        ]  # fmt: skip
        for column, title in enumerate(titles):
            header = QTableWidgetItem(title)
            side = Qt.AlignmentFlag.AlignRight if column in (1, 2, 3) else Qt.AlignmentFlag.AlignLeft
            header.setTextAlignment(side | Qt.AlignmentFlag.AlignVCenter)
            header.setToolTip(plain_tooltip(_("Leads per response")) if column == _LEADS else "")
            self.setHorizontalHeaderItem(column, header)
        for row, preset in enumerate(presets):
            self._fill(row, preset, per_euro, preset.id in ticked, preset.id in there)
        self.blockSignals(False)
        self._size_columns()

    def _fill(self, row: int, preset: ChannelPreset, per_euro: float, ticked: bool, there: bool) -> None:
        days = _("{n} days").format(n=self._formats.number(preset.lead_time_days))
        texts = [
            _("{name} (in the plan)").format(name=preset.name) if there else preset.name,
            self._range(preset.unit_cost.times(per_euro)),
            self._formats.percent(preset.lead_rate.value, 1),
            days,
            choice_word(preset.confidence),
            f"{preset.source} ({preset.source_date})",
        ]
        for column, text in enumerate(texts):
            item = QTableWidgetItem(text)
            item.setToolTip(plain_tooltip(self._rates(preset.lead_rate) if column == _LEADS else text))
            flags = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled
            if column in (1, 2, 3):
                item.setTextAlignment(_NUMBER)
            if there:
                flags = Qt.ItemFlag.NoItemFlags
            elif column == 0 and self._ticks:
                flags |= Qt.ItemFlag.ItemIsUserCheckable
                item.setCheckState(_TICKED if ticked else Qt.CheckState.Unchecked)
            item.setFlags(flags)
            self.setItem(row, column, item)

    def _range(self, cost: Estimate) -> str:
        """Return a cost with its range: "4.90 (3.20–8.50)"."""
        decimals = 0 if _three(cost)[2] >= _WHOLE_FROM else 2
        value, low, high = (self._formats.number(number, decimals) for number in _three(cost))
        return f"{value} ({low}–{high})"

    def _rates(self, rate: Estimate) -> str:
        low, high = (self._formats.number(100 * number, 1) for number in _three(rate)[1:])
        return f"{self._formats.percent(rate.value, 1)} ({low}–{high})"

    def _size_columns(self) -> None:
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        for column in range(5):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(5, QHeaderView.ResizeMode.Stretch)

    def ticked(self) -> list[ChannelPreset]:
        """Return the channels that are ticked."""
        if not self._ticks:
            return []
        rows = [(preset, self.item(row, 0)) for row, preset in enumerate(self._presets)]
        return [preset for preset, item in rows if item is not None and item.checkState() is _TICKED]

    def tick_all(self, *, on: bool) -> None:
        """Tick every channel that can be chosen, or none."""
        for row in range(self.rowCount()):
            item = self.item(row, 0)
            if item is not None and item.flags() & Qt.ItemFlag.ItemIsUserCheckable:
                item.setCheckState(_TICKED if on else Qt.CheckState.Unchecked)

    def _changed(self, _item: QTableWidgetItem) -> None:
        self.chosen.emit()


def _three(estimate: Estimate) -> tuple[float, float, float]:
    value = estimate.value
    return value, value if estimate.low is None else estimate.low, value if estimate.high is None else estimate.high
