"""The presentation before it is held: which pages in which order, for whom, with own titles and notes."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QMenu, QPushButton, QVBoxLayout, QWidget

from cmoplanner.errors import EditRefused
from cmoplanner.i18n import _
from cmoplanner.model.edits.deck import add_page, change_page, move_page, remove_page, reset_deck
from cmoplanner.model.presenting import KINDS, kind_word
from cmoplanner.model.values import NAME_LIMIT
from cmoplanner.report.deck.blocks import Audience, Kind
from cmoplanner.report.deck.deck import shown_to
from cmoplanner.report.deck.plain_words import doubts
from cmoplanner.report.timeline.lanes import GROUPINGS
from cmoplanner.ui import menus
from cmoplanner.ui.context import Context
from cmoplanner.ui.presenter.asks_dialog import AsksDialog
from cmoplanner.ui.presenter.canvas import Canvas
from cmoplanner.ui.presenter.deck_list import PICTURE, DeckList
from cmoplanner.ui.presenter.desk import Notes
from cmoplanner.ui.presenter.overview import thumbnail
from cmoplanner.ui.presenter.slides import Slide, Slides
from cmoplanner.ui.render import Renderer
from cmoplanner.ui.text import plain_action, plain_label
from cmoplanner.ui.widgets.controls import ComboBox

_SIZE = QSize(1180, 740)
_AUDIENCE = 28  # characters


class DeckDialog(QDialog):
    """Every change is an edit of the plan at once, one step of undo; the pages follow."""

    present_asked = Signal(object)  # the Audience

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Pages of the presentation"))
        self.resize(_SIZE)
        self._context = context
        self._renderer = Renderer(context.theme)
        self.slides = Slides(context, self._renderer.measure, self, hidden=True)
        self._chosen = ""
        self.asks_dialog: AsksDialog | None = None
        self._unpainted: list[int] = []
        self.list = DeckList(context.theme, self)
        self.preview = Canvas(context.theme, self._renderer, self)
        self.preview.setMinimumSize(480, 270)
        self.preview.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.preview.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.preview.surround = context.theme.color("band")
        self.heading = QLineEdit(self)
        self.doubts = plain_label("", self, role="warning", wrap=True)
        self.notes = Notes(self)
        self.notes.setAccessibleName(_("Presenter's notes"))
        self.notes.setPlaceholderText(_("Notes for this page: only you see them."))
        self.notes.setFixedHeight(96)
        self.campaign = ComboBox(context.theme, self)
        self.campaign.setAccessibleName(_("Campaign"))
        self.grouping = ComboBox(context.theme, self)
        self.grouping.setAccessibleName(_("Lanes"))
        self.days = QLineEdit(self)
        self.days.setAccessibleName(_("Range"))
        self.days.setPlaceholderText(_("FY, or Q2, H1, 2027-04..2027-06"))
        self.audience = ComboBox(context.theme, self)
        self.audience.setAccessibleName(_("For whom"))
        self.audience.setMinimumContentsLength(_AUDIENCE)
        self.said = plain_label(_("Working the pages out …"), self, role="hint", wrap=True)
        self.add = QPushButton(_("Add page"), self)
        self.remove = QPushButton(_("Remove"), self)
        self.up = QPushButton(_("Up"), self)
        self.down = QPushButton(_("Down"), self)
        self.usual = QPushButton(_("Usual pages"), self)
        self.asks = QPushButton(_("Asks…"), self)
        self.export = QPushButton(_("Export"), self)
        self.present = QPushButton(_("Present"), self)
        self.present.setProperty("role", "primary")
        self.close_button = QPushButton(_("Close"), self)
        self._refused = ""  # still told when the pages are there again as they were
        self._soon = QTimer(self)
        self._soon.setInterval(0)
        self._fill()
        self._lay_out()
        self._connect()
        self.slides.begin()

    def _fill(self) -> None:
        self.heading.setAccessibleName(_("Own title"))
        self.heading.setMaxLength(NAME_LIMIT)
        words = {
            Audience.BOARD: _("Board: everything"),
            Audience.PARTNER: _("Partners: without our money"),
            Audience.TEAM: _("Team: without amounts by vendor"),
        }
        for audience, text in words.items():
            self.audience.addItem(text, audience)
        for key, label in GROUPINGS.items():
            self.grouping.addItem(_(label), key)
        kinds = QMenu(self)
        for kind in KINDS:
            kinds.addAction(plain_action(kind_word(kind)), partial(self._add, kind))
        self.add.setMenu(kinds)
        exports = QMenu(self)
        menus.fill_menu(exports, "file/export", self._context.commands)
        self.export.setMenu(exports)
        for button in self.findChildren(QPushButton):
            button.setAutoDefault(False)

    def _lay_out(self) -> None:
        acts = QHBoxLayout()
        acts.setSpacing(6)
        for button in (self.add, self.remove, self.up, self.down, self.usual):
            acts.addWidget(button)
        left = QVBoxLayout()
        left.setSpacing(8)
        left.addWidget(self.list, 1)
        left.addLayout(acts)
        self._options = [
            (Kind.CALENDAR, (plain_label(_("Lanes"), self, role="hint"), self.grouping)),
            (Kind.CALENDAR, (plain_label(_("Range"), self, role="hint"), self.days)),
            (Kind.CHAIN, (plain_label(_("Campaign"), self, role="hint"), self.campaign)),
        ]
        options = QHBoxLayout()
        options.setSpacing(8)
        for _kind, (label, field) in self._options:
            options.addWidget(label)
            options.addWidget(field, 1)
        right = QVBoxLayout()
        right.setSpacing(8)
        right.addWidget(self.preview, 1)
        right.addLayout(options)
        right.addWidget(plain_label(_("Title: empty for the sentence that the figures make"), self, role="hint"))
        right.addWidget(self.heading)
        right.addWidget(self.doubts)
        right.addWidget(plain_label(_("Presenter's notes"), self, role="hint"))
        right.addWidget(self.notes)
        middle = QHBoxLayout()
        middle.setSpacing(16)
        middle.addLayout(left, 2)
        middle.addLayout(right, 3)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(plain_label(_("For whom"), self, role="hint"))
        foot.addWidget(self.audience)
        foot.addWidget(self.said, 1)
        foot.addWidget(self.asks)
        foot.addWidget(self.export)
        foot.addWidget(self.close_button)
        foot.addWidget(self.present)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        column.addLayout(middle, 1)
        column.addLayout(foot)

    def _connect(self) -> None:
        self.slides.changed.connect(self._renewed)
        self.slides.failed.connect(lambda error: self.said.setText(str(error)))
        self._soon.timeout.connect(self._paint_one)
        self.list.currentRowChanged.connect(self._show)
        self.list.moved.connect(lambda page, before: self._do(move_page, page, before or None))
        self.list.ticked.connect(lambda page, shown: self._do(change_page, page, "shown", shown))
        self.remove.clicked.connect(lambda: self._do(remove_page, self.list.chosen))
        self.up.clicked.connect(lambda: self.list.move_chosen(-1))
        self.down.clicked.connect(lambda: self.list.move_chosen(1))
        self.usual.clicked.connect(lambda: self._do(reset_deck))
        self.heading.textChanged.connect(self._doubt)
        self.heading.editingFinished.connect(self._title)
        self.days.editingFinished.connect(lambda: self._change("days", self.days.text().strip()))
        self.notes.left.connect(lambda: self._change("notes", self.notes.toPlainText()))
        self.grouping.activated.connect(lambda _row: self._change("grouping", self.grouping.currentData()))
        self.campaign.activated.connect(lambda _row: self._change("campaign_id", self.campaign.currentData()))
        self.audience.activated.connect(lambda _row: self.slides.show_to(self.audience.currentData()))
        self.asks.clicked.connect(self._word_asks)
        self.present.clicked.connect(self._present)
        self.close_button.clicked.connect(self.accept)

    # what is shown

    def _renewed(self) -> None:
        """Show the pages as they are now, with the same one chosen."""
        slides = self.slides.slides
        self.said.setText(self._refused or (slides[0].page.hidden if slides else ""))
        self._refused = ""
        basis = self.slides.basis
        withheld = {one.row.id for one in slides if basis is not None and not shown_to(basis.material, [one.kind])}
        self.list.show_pages(slides, self._chosen, withheld)
        self._unpainted = list(range(len(slides)))
        self._soon.start()
        self.usual.setEnabled(bool(self._context.document.plan.deck_pages))

    def _paint_one(self) -> None:
        """Paint the picture of one page at a time, so that nothing waits for all."""
        if not self._unpainted:
            self._soon.stop()
            return
        row = self._unpainted.pop(0)
        drawn, ratio = self.slides.drawn(row), self.devicePixelRatioF()
        self.list.show_picture(row, thumbnail(self._renderer, self._context.theme, drawn, PICTURE, ratio))

    def _slide(self, row: int) -> Slide | None:
        return self.slides.slides[row] if 0 <= row < len(self.slides.slides) else None

    def _show(self, row: int) -> None:
        slide = self._slide(row)
        if slide is None:
            return
        other = slide.row.id != self._chosen
        self._chosen = slide.row.id
        self.preview.show_page(self.slides.drawn(row), slide.page.title)
        if other or not self.heading.hasFocus():
            self.heading.setText(slide.row.title)
        self.heading.setPlaceholderText(slide.page.written)
        if other or not self.notes.hasFocus():
            self.notes.setPlainText(slide.row.notes)
        self.days.setText(slide.row.days)
        self.grouping.setCurrentIndex(max(0, self.grouping.findData(slide.row.grouping or "segment")))
        self._fill_campaigns(slide)
        for kind, widgets in self._options:
            for widget in widgets:
                widget.setVisible(slide.kind is kind)
        self._doubt(self.heading.text())

    def _fill_campaigns(self, slide: Slide) -> None:
        self.campaign.clear()
        self.campaign.addItem(_("The one with most links"), None)
        for row in self._context.document.plan.campaigns.values():
            self.campaign.addItem(row.name, row.id)
        self.campaign.setCurrentIndex(max(0, self.campaign.findData(slide.row.campaign_id)))

    def _doubt(self, title: str) -> None:
        self.doubts.setText(" ".join(doubts(title)))
        self.doubts.setVisible(bool(self.doubts.text()))

    # what is done

    def _add(self, kind: str) -> None:
        self._chosen = self._do(add_page, kind) or self._chosen

    def _change(self, key: str, value: Any) -> None:
        """Change the page that the fields show: another one may be chosen by now."""
        slide = next((one for one in self.slides.slides if one.row.id == self._chosen), None)
        if slide is not None and (getattr(slide.row, key) or None) != (value or None):
            self._do(change_page, self._chosen, key, value or None)

    def _title(self) -> None:
        """Keep the title as one line, however it was pasted."""
        self._change("title", " ".join(self.heading.text().split()))

    def _do(self, act: Callable[..., Any], *given: Any) -> Any:
        try:
            return act(self._context.document, *given)
        except EditRefused as refusal:
            self._refused = f"{refusal.sentence} {refusal.remedy}".strip()
            self.said.setText(self._refused)
            self.slides.renew()
            return None

    def _word_asks(self) -> None:
        if self.slides.basis is not None:
            self.asks_dialog = AsksDialog(self._context, self.slides, self)
            self.asks_dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            self.asks_dialog.open()

    def _present(self) -> None:
        audience = self.slides.audience
        self.accept()
        self.present_asked.emit(audience)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Undo):
            self._context.commands.run("undo")
        elif event.matches(QKeySequence.StandardKey.Redo):
            self._context.commands.run("redo")
        else:
            super().keyPressEvent(event)

    def done(self, result: int) -> None:
        self._change("notes", self.notes.toPlainText())
        self._title()
        self._soon.stop()
        self.slides.close()
        super().done(result)
