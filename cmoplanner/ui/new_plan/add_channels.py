"""Usual channels for a plan that is there: a list to tick, each with what it comes with."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from cmoplanner.errors import EditRefused
from cmoplanner.i18n import _, ngettext
from cmoplanner.model.edits.presets import add_channels, is_there
from cmoplanner.model.field import Field, Kind
from cmoplanner.model.preset_rows import EURO
from cmoplanner.model.presets import PACKS, channels_of
from cmoplanner.model.store.document import Document
from cmoplanner.report.formats import Formats
from cmoplanner.ui.field_text import FieldText
from cmoplanner.ui.new_plan.answer import Answer, text_field
from cmoplanner.ui.new_plan.channel_table import ChannelTable
from cmoplanner.ui.text import plain_label
from cmoplanner.ui.theme import Theme
from cmoplanner.ui.widgets.controls import ComboBox


class AddChannels(QDialog):
    """Adds what is ticked in one step; `added` has the ids of the new channels afterwards."""

    def __init__(self, document: Document, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self.added: list[str] = []
        header = document.plan.header
        self._currency = header.currency
        formats = Formats.of(document.plan)
        self._text = FieldText(formats, header.fy_start)
        self.setWindowTitle(_("Add usual channels"))
        self.resize(920, 620)
        self.pack = ComboBox(theme, self)
        for key, name in PACKS.items():
            self.pack.addItem(_(name), key)
        self.rate = text_field(self, number=True)
        self.rate_answer = Answer(_("1 euro is how many {currency}?").format(currency=self._currency), self.rate, self)
        self.rate_answer.setVisible(self._currency != EURO)
        self.table = ChannelTable(theme, formats, ticks=True, parent=self)
        self.all = QPushButton(_("Tick all"), self)
        self.all.setProperty("role", "link")
        self.count = plain_label("", self, role="hint")
        self.cancel = QPushButton(_("Cancel"), self)
        self.add = QPushButton(_("Add"), self)
        self.add.setDefault(True)
        self._lay_out()
        self.pack.currentIndexChanged.connect(self._show_pack)
        self.rate.textEdited.connect(self._show_pack)
        self.all.clicked.connect(self._tick_all)
        self.table.chosen.connect(self._count)
        self.add.clicked.connect(self._add)
        self.cancel.clicked.connect(self.reject)
        self._show_pack()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(12)
        top.addWidget(Answer(_("Channels for"), self.pack, self), 3, Qt.AlignmentFlag.AlignTop)
        top.addWidget(self.rate_answer, 2, Qt.AlignmentFlag.AlignTop)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.all)
        foot.addSpacing(8)
        foot.addWidget(self.count, 1)
        foot.addWidget(self.cancel)
        foot.addWidget(self.add)
        told = _(
            "Each channel comes with its costs, rates and lead time, and each figure with its source as an assumption. "
            "Channels that the plan has by the same name are left as they are."
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(8)
        column.addWidget(plain_label(_("Add usual channels"), self, role="heading"))
        column.addWidget(plain_label(told, self, role="hint", wrap=True))
        column.addLayout(top)
        column.addWidget(self.table, 1)
        column.addLayout(foot)

    def _rate(self) -> float | None:
        """Return the rate; None where it is not needed or not given. Raises ValueError for what is no number."""
        if self._currency == EURO:
            return None
        found = self._text.read(Field("rate", _("Rate"), Kind.NUMBER, minimum=1e-6, maximum=1e6), self.rate.text())
        return None if found is None else float(found)

    def _show_pack(self) -> None:
        try:
            rate = self._rate()
            self.rate_answer.show_fault("")
        except ValueError as refusal:
            rate = None
            self.rate_answer.show_fault(str(refusal))
        presets = channels_of(self.pack.currentData())
        there = frozenset(preset.id for preset in presets if is_there(self._document.plan, preset))
        currency = EURO if rate is None else self._currency
        self.table.show_channels(presets, currency=currency, per_euro=rate or 1.0, there=there)
        self._count()

    def _tick_all(self) -> None:
        self.table.tick_all(on=True)

    def _count(self) -> None:
        n = len(self.table.ticked())
        self.count.setText(ngettext("{n} channel is ticked", "{n} channels are ticked", n).format(n=n))
        self.add.setEnabled(n > 0)

    def _add(self) -> None:
        try:
            self.added = add_channels(self._document, self.table.ticked(), self._rate())
        except ValueError as refusal:
            self.rate_answer.show_fault(str(refusal))
            self.rate.setFocus(Qt.FocusReason.OtherFocusReason)
        except EditRefused as refusal:
            if self._currency != EURO:
                self.rate_answer.show_fault(refusal.told)
                self.rate.setFocus(Qt.FocusReason.OtherFocusReason)
            else:
                self.count.setText(refusal.told)
        else:
            self.accept()
