"""Why a figure is what it is: its chain of terms as a tree, down to activities and assumptions."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QHeaderView, QPushButton, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from cmoplanner.i18n import _
from cmoplanner.report.formats import Formats
from cmoplanner.report.why import Relation, Term
from cmoplanner.report.why_words import SIGNS, source_text, value_text
from cmoplanner.ui.text import plain_label, plain_tooltip
from cmoplanner.ui.theme import Theme
from cmoplanner.ui.widgets.controls import IconButton
from cmoplanner.ui.widgets.surface import Surface

NARROW, WIDE = 364, 560
_SHARE = 0.28  # of the window
_STEP = 14  # from a term to those it follows from
_TERM = Qt.ItemDataRole.UserRole


class WhyPanel(Surface):
    """A tree of terms that opens further on demand; what it rests on can be gone to."""

    closed = Signal()
    assumption_asked = Signal(str, str)  # scope, parameter
    row_asked = Signal(str, str)  # table, id

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "surface", ("left",), parent)
        self._formats: Formats | None = None
        self.setFixedWidth(NARROW)
        self.setAccessibleName(_("Why this figure?"))
        self.title = plain_label("", self, role="title", wrap=True)
        self.close_button = IconButton(theme, "close", _("Close"), self)
        self.tree = QTreeWidget(self)
        self.tree.setColumnCount(2)
        self.tree.setHeaderHidden(True)
        self.tree.setIndentation(_STEP)
        self.tree.setAccessibleName(_("Terms of the figure"))
        self.tree.setUniformRowHeights(True)
        self.tree.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.tree.setProperty("role", "lines")
        head = self.tree.header()
        head.setStretchLastSection(False)
        head.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        head.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.words = plain_label("", self, wrap=True)
        self.source = plain_label("", self, role="hint", wrap=True)
        self.go = QPushButton("", self)
        top = QHBoxLayout()
        top.addWidget(self.title, 1)
        top.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 12, 16)
        column.setSpacing(8)
        column.addLayout(top)
        column.addWidget(self.tree, 1)
        for widget in (self.words, self.source):
            column.addWidget(widget)
        column.addWidget(self.go, 0, Qt.AlignmentFlag.AlignLeft)
        self.tree.itemExpanded.connect(self._fill)
        self.tree.currentItemChanged.connect(self._describe)
        self.tree.itemActivated.connect(self._follow)
        self.close_button.clicked.connect(self.closed)
        self.go.clicked.connect(self._go)

    def explain(self, term: Term, formats: Formats) -> None:
        """Show a figure with the terms that it follows from."""
        self._formats = formats
        self.title.setText(_("Why {name} is {value}").format(name=term.name, value=self._value(term)))
        self.setFixedWidth(max(NARROW, min(WIDE, round(_SHARE * self.window().width()))))
        self.tree.clear()
        item = self._item(term, "")
        self.tree.addTopLevelItem(item)
        item.setExpanded(True)
        self.tree.setCurrentItem(item)

    def _value(self, term: Term) -> str:
        return value_text(self._formats, term) if self._formats is not None else ""

    def _item(self, term: Term, sign: str) -> QTreeWidgetItem:
        item = QTreeWidgetItem([f"{sign} {term.name}".strip(), self._value(term)])
        item.setData(0, _TERM, term)
        item.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        item.setToolTip(0, plain_tooltip("\n".join(part for part in (term.name, term.words) if part)))
        if term.relation is not Relation.GIVEN:
            item.setChildIndicatorPolicy(QTreeWidgetItem.ChildIndicatorPolicy.ShowIndicator)
        return item

    def _term(self, item: QTreeWidgetItem) -> Term:
        found: Term = item.data(0, _TERM)
        return found

    def _fill(self, item: QTreeWidgetItem) -> None:
        """Make the items below one when it is opened first: a chain may be long."""
        if item.childCount():
            return
        term = self._term(item)
        sign = SIGNS.get(term.relation, "")
        for number, below in enumerate(term.terms):
            item.addChild(self._item(below, sign if number else ""))
        if not item.childCount():
            item.setChildIndicatorPolicy(QTreeWidgetItem.ChildIndicatorPolicy.DontShowIndicator)

    def _describe(self, item: QTreeWidgetItem | None) -> None:
        if item is None:
            return
        term = self._term(item)
        self.words.setText(term.words)
        self.words.setVisible(bool(term.words))
        self.source.setText(self._source(term))
        self.source.setVisible(bool(self.source.text()))
        self.go.setVisible(term.evidence is not None or term.subject is not None)
        self.go.setText(_("Show in Assumptions") if term.evidence else _("Show in Plan data"))

    def _source(self, term: Term) -> str:
        return source_text(self._formats, term) if self._formats is not None else ""

    def _follow(self, item: QTreeWidgetItem) -> None:
        """Enter goes to what a last term rests on; on others it opens and closes."""
        if self._term(item).relation is Relation.GIVEN:
            self._go()
        else:
            item.setExpanded(not item.isExpanded())

    def _go(self) -> None:
        item = self.tree.currentItem()
        if item is None:
            return
        term = self._term(item)
        if term.evidence is not None:
            self.assumption_asked.emit(*term.evidence.key)
        elif term.subject is not None:
            self.row_asked.emit(*term.subject)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
            return
        super().keyPressEvent(event)
