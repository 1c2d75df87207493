"""What leadership is asked to decide, in the user's own words where those of the figures do not do."""

from __future__ import annotations

from typing import Any

from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QDialog, QHBoxLayout, QListWidget, QPushButton, QVBoxLayout, QWidget

from cmoplanner.errors import EditRefused
from cmoplanner.i18n import _
from cmoplanner.model import fields
from cmoplanner.model.edits.board import write_ask
from cmoplanner.model.edits.fields import set_field
from cmoplanner.model.edits.rows import create_row, delete_rows
from cmoplanner.model.plan import OwnAsk
from cmoplanner.report.deck.asks import asked
from cmoplanner.ui.context import Context
from cmoplanner.ui.inspector.form import Form
from cmoplanner.ui.presenter.slides import Slides
from cmoplanner.ui.text import plain_label

_SPEC = fields.table("ask")
_KEYS = ("title", "text", "amount", "by", "otherwise", "shown")


class AsksDialog(QDialog):
    """The asks as they stand on the pages, each with its fields; what is changed is the user's own from then on."""

    def __init__(self, context: Context, slides: Slides, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("What we ask for"))
        self.resize(820, 520)
        self._context = context
        self._slides = slides
        self.asks: list[OwnAsk] = []
        self._chosen = ""
        self.list = QListWidget(self)
        self.list.setAccessibleName(_("Asks"))
        self.list.setWordWrap(True)
        self.form = Form(context, self._apply, 128)
        self.fields = QWidget(self)
        self.said = plain_label("", self, role="hint", wrap=True)
        self.add = QPushButton(_("New ask"), self)
        self.delete = QPushButton(_("Delete"), self)
        self.close_button = QPushButton(_("Close"), self)
        self._lay_out()
        self.list.currentRowChanged.connect(self._show)
        self.add.clicked.connect(self._add)
        self.delete.clicked.connect(self._delete)
        self.close_button.clicked.connect(self.accept)
        slides.changed.connect(self._renew)
        self._renew()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self.fields)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        for key in _KEYS:
            column.addWidget(self.form.row(_SPEC.field(key)))
        column.addWidget(self.said)
        column.addStretch(1)
        middle = QHBoxLayout()
        middle.setSpacing(16)
        middle.addWidget(self.list, 2)
        middle.addWidget(self.fields, 3)
        foot = QHBoxLayout()
        foot.addWidget(self.add)
        foot.addWidget(self.delete)
        foot.addStretch(1)
        foot.addWidget(self.close_button)
        for button in (self.add, self.delete, self.close_button):
            button.setAutoDefault(False)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 16, 20, 16)
        whole.setSpacing(12)
        whole.addLayout(middle, 1)
        whole.addLayout(foot)

    @staticmethod
    def _key(ask: OwnAsk) -> str:
        """Return what an ask is known by, whoever words it."""
        return ask.subject or ask.id

    def _renew(self) -> None:
        """List what is asked now, then what is the user's own and hidden."""
        basis = self._slides.basis
        if basis is None:
            return
        shown = list(asked(basis.material))
        own = self._context.document.plan.asks.values()
        self.asks = shown + [ask for ask in own if ask.id not in {one.id for one in shown}]
        self.list.blockSignals(True)
        self.list.clear()
        self.list.addItems(
            [ask.title if ask.shown else _("{title} (hidden)").format(title=ask.title) for ask in self.asks]
        )
        keys = [self._key(ask) for ask in self.asks]
        self.list.setCurrentRow(keys.index(self._chosen) if self._chosen in keys else 0)
        self.list.blockSignals(False)
        self._show(self.list.currentRow())

    @property
    def ask(self) -> OwnAsk | None:
        """The ask that is chosen."""
        row = self.list.currentRow()
        return self.asks[row] if 0 <= row < len(self.asks) else None

    def _show(self, _row: int) -> None:
        ask = self.ask
        self.fields.setEnabled(ask is not None)
        self.delete.setEnabled(ask is not None and bool(ask.id))
        if ask is None:
            self.said.setText(_("Nothing is asked for. A new ask stands on the last page."))
            return
        self._chosen = self._key(ask)
        self.form.fill([ask])
        self.said.setText(
            _("These words follow from the figures. What you change is yours and stays as it is.")
            if not ask.id
            else _("These words are yours; deleted, those of the figures come back.")
            if ask.subject
            else _("This ask is yours.")
        )

    def _apply(self, key: str, value: Any) -> None:
        ask = self.ask
        if ask is None:
            return
        if ask.id:
            set_field(self._context.document, _SPEC.name, ask.id, key, value)
        else:
            write_ask(self._context.document, ask.subject, key, value, ask)

    def _add(self) -> None:
        try:
            self._chosen = create_row(self._context.document, _SPEC.name, {"title": _("New ask")})
        except EditRefused as refusal:
            self.said.setText(refusal.told)

    def _delete(self) -> None:
        ask = self.ask
        if ask is None or not ask.id:
            return
        try:
            delete_rows(self._context.document, _SPEC.name, [ask.id])
        except EditRefused as refusal:
            self.said.setText(refusal.told)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Undo):
            self._context.commands.run("undo")
        else:
            super().keyPressEvent(event)
