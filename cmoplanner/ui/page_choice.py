"""Asks which pages or which chart, for whom and how, with a preview: then they are written, printed or copied."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QDialog, QFormLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from cmoplanner.i18n import _, ngettext
from cmoplanner.model.presenting import kind_word
from cmoplanner.report.deck.blocks import Audience, Kind, Page
from cmoplanner.report.deck.deck import days_of, pages, presented
from cmoplanner.report.deck.material import Material
from cmoplanner.report.deck.pages.calendar import GROUPING, calendar_page
from cmoplanner.report.one_pager_picture import range_title
from cmoplanner.report.palette import Palette
from cmoplanner.report.timeline.lanes import GROUPINGS
from cmoplanner.ui.company_look import CompanyLook
from cmoplanner.ui.context import Context
from cmoplanner.ui.page_export import chart_pages, deck_leaves
from cmoplanner.ui.paper import PAPERS, Paper, image_of
from cmoplanner.ui.render import Renderer
from cmoplanner.ui.text import plain_label
from cmoplanner.ui.theme import Theme
from cmoplanner.ui.widgets.controls import ComboBox

DECK = "deck"
PREVIEW = 0.36  # of a page of 1920 × 1080
_RANGES = ("FY", "H1", "H2", "Q1", "Q2", "Q3", "Q4")
_FORMATS = (".pptx", ".pdf", ".png", ".svg")


@dataclass(frozen=True)
class Choice:
    """What was chosen: pages, how they look, on what paper, and the ending of a file."""

    pages: Sequence[Page]
    name: str
    theme: str
    paper: Paper
    suffix: str
    scale: float = 2.0


@dataclass(frozen=True)
class Ready:
    """What is worked out before the dialog opens: what pages are made from, and the charts by their name in it."""

    material: Material
    charts: tuple[tuple[str, str], ...]

    @staticmethod
    def of(material: Material) -> "Ready":
        """Return what the dialog needs; it makes each page once."""
        found = []
        for kind in Kind:
            for page in pages(material, [kind]):
                found += [(f"{kind.value}.{n}", one.title) for n, one in enumerate(chart_pages(page), start=1)]
        return Ready(material, tuple(found))


class PageChoice(QDialog):
    """One dialog for whole presentations, single pages and single charts."""

    exported = Signal(object)  # a Choice
    printed = Signal(object)
    pictured = Signal(object)
    tabled = Signal(object)

    def __init__(self, context: Context, ready: Ready, kind: Kind | None, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._material = ready.material
        self._charts = ready.charts
        self._made: dict[tuple[object, ...], list[Page]] = {}
        self.setWindowTitle(_("Export pages and charts"))
        self.what = self._box(_("Pages"))
        self.lanes = self._box(_("Lanes"))
        self.range = self._box(_("Range"))
        self.audience = self._box(_("For whom"))
        self.theme = self._box(_("Colours"))
        self.suffix = self._box(_("As"))
        self.paper = self._box(_("Paper"))
        self.preview = QLabel(self)
        self.preview.setFixedSize(round(1920 * PREVIEW), round(1080 * PREVIEW))
        self.preview.setFrameShape(QLabel.Shape.Box)
        self.preview.setAccessibleName(_("Preview"))
        self.said = plain_label("", self, role="hint", wrap=True)
        self.look = self._button(_("Company look…"), self._ask_look)
        self.picture = self._button(_("Copy picture"), lambda: self._tell(self.pictured))
        self.table = self._button(_("Copy table"), lambda: self._tell(self.tabled))
        self.print = self._button(_("Print…"), lambda: self._tell(self.printed))
        self.export = self._button(_("Export…"), lambda: self._tell(self.exported))
        self.export.setProperty("role", "primary")
        self._fill(kind)
        self._lay_out()
        for box in (self.what, self.lanes, self.range, self.audience, self.theme, self.suffix):
            box.currentIndexChanged.connect(self.refresh)
        self.refresh()

    def _box(self, name: str) -> ComboBox:
        box = ComboBox(self._context.theme, self)
        box.setAccessibleName(name)
        box.setMinimumContentsLength(26)
        return box

    def _button(self, text: str, run: object) -> QPushButton:
        button = QPushButton(text, self)
        button.setAutoDefault(False)
        button.clicked.connect(run)
        return button

    def _fill(self, kind: Kind | None) -> None:
        self.what.addItem(_("The whole presentation"), DECK)
        for one in Kind:
            self.what.addItem(kind_word(one.value), one.value)
        for key, title in self._charts:
            self.what.addItem(_("Chart: {title}").format(title=title), key)
        self.what.setCurrentIndex(max(0, self.what.findData(kind.value if kind else DECK)))
        self._fill_looks()

    def _fill_looks(self) -> None:
        for key, label in GROUPINGS.items():
            self.lanes.addItem(_(label), key)
        self.lanes.setCurrentIndex(self.lanes.findData(GROUPING))
        plan = self._material.plan
        for word in _RANGES:
            days = days_of(plan, word)
            self.range.addItem(range_title(plan, days) if days else word, days)
        for audience, words in (
            (Audience.BOARD, _("Board: everything")),
            (Audience.PARTNER, _("Partners: without our money")),
            (Audience.TEAM, _("Team: without amounts by vendor")),
        ):
            self.audience.addItem(words, audience)
        for name, words in (("light", _("Light")), ("dark", _("Dark")), ("print", _("Black and white"))):
            self.theme.addItem(words, name)
        for suffix, words in zip(
            _FORMATS, (_("PowerPoint"), _("PDF"), _("Picture (PNG)"), _("Scalable picture (SVG)")), strict=True
        ):
            self.suffix.addItem(words, suffix)
        for name in reversed(tuple(PAPERS)):
            self.paper.addItem(name, name)

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setSpacing(8)
        for label, box in (
            (_("Pages"), self.what),
            (_("Lanes"), self.lanes),
            (_("Range"), self.range),
            (_("For whom"), self.audience),
            (_("Colours"), self.theme),
            (_("As"), self.suffix),
            (_("Paper"), self.paper),
        ):
            form.addRow(label, box)
        left = QVBoxLayout()
        left.setSpacing(12)
        left.addLayout(form)
        left.addWidget(self.look, 0, Qt.AlignmentFlag.AlignLeft)
        left.addStretch(1)
        left.addWidget(self.said)
        middle = QHBoxLayout()
        middle.setSpacing(20)
        middle.addLayout(left, 1)
        middle.addWidget(self.preview)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.picture)
        foot.addWidget(self.table)
        foot.addStretch(1)
        cancel = self._button(_("Close"), self.reject)
        for button in (cancel, self.print, self.export):
            foot.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(16)
        column.addLayout(middle)
        column.addLayout(foot)

    @property
    def choice(self) -> Choice:
        """What is chosen now."""
        return Choice(
            self._pages(),
            self.what.currentText(),
            str(self.theme.currentData()),
            PAPERS[str(self.paper.currentData())],
            str(self.suffix.currentData()),
        )

    def _pages(self) -> list[Page]:
        """Return the chosen pages, made once for each choice."""
        chosen = tuple(box.currentData() for box in (self.what, self.lanes, self.range, self.audience))
        if chosen not in self._made:
            self._made[chosen] = self._make(str(self.what.currentData()))
        return self._made[chosen]

    def _make(self, name: str) -> list[Page]:
        material = self._material.for_audience(self.audience.currentData())
        if name == DECK:
            return [page for _row, page in presented(material)]
        if name == Kind.CALENDAR.value:
            return [calendar_page(material, self.range.currentData(), str(self.lanes.currentData()))]
        kind, _dot, number = name.partition(".")
        found = pages(material, [Kind(kind)])
        if number and found:
            return chart_pages(found[0])[int(number) - 1 : int(number)]
        return found

    def refresh(self) -> None:
        """Show the first page as it will be."""
        choice = self.choice
        n = len(choice.pages)
        said = ngettext("{n} page", "{n} pages", n).format(n=n)
        self.said.setText(said if n else _("This audience sees nothing of it."))
        for button in (self.export, self.print, self.picture, self.table):
            button.setEnabled(n > 0)
        for box in (self.lanes, self.range):
            box.setEnabled(self.what.currentData() == Kind.CALENDAR.value)
        self.paper.setEnabled(choice.suffix == ".pdf")
        self.look.setEnabled(choice.suffix == ".pptx")
        if not n:
            self.preview.setPixmap(QPixmap())
            return
        renderer = Renderer(Theme(Palette.load(choice.theme)))
        (leaf,) = deck_leaves(choice.pages[:1], renderer)
        image = image_of(leaf, renderer, PREVIEW)
        image.setDevicePixelRatio(1.0)
        self.preview.setPixmap(QPixmap.fromImage(image))
        self.preview.setAccessibleDescription(choice.pages[0].title)

    def _tell(self, signal: SignalInstance) -> None:
        signal.emit(self.choice)

    def _ask_look(self) -> None:
        dialog = CompanyLook(self._context, self)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
