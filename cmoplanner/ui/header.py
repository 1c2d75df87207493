"""The head of the page: what plan this is, the menus, the inspector's switch, presenting and the exports."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QIcon, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QMenuBar, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from cmoplanner.i18n import _
from cmoplanner.model.plan import Header
from cmoplanner.ui.icons import icon
from cmoplanner.ui.text import plain_tooltip
from cmoplanner.ui.theme import Theme
from cmoplanner.ui.widgets.controls import ElidedLabel, IconButton
from cmoplanner.ui.widgets.surface import Surface
from cmoplanner.ui.words import choice_word

HEIGHT = 56
_ICON = 36  # px: presenting has an icon only where its word would take the plan's name its room
_NAME = 160  # px that the plan's name has at least beside the word


class PageHeader(Surface):
    """56 high, over the page and the inspector."""

    def __init__(self, theme: Theme, menus: QMenuBar | None, parent: QWidget | None = None) -> None:
        super().__init__(theme, "surface", (), parent)
        self.setFixedHeight(HEIGHT)
        self.title = ElidedLabel("", "title", self)
        self.subtitle = ElidedLabel("", "caption", self)
        for label in (self.title, self.subtitle):
            label.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.inspector = IconButton(theme, "panel-right", _("Show or hide the inspector"), self, boxed=True)
        self.inspector.setCheckable(True)
        self.present = QPushButton(_("Present"), self)
        self.present.setToolTip(plain_tooltip(_("Show the plan full screen (F5)")))
        self.present.setAccessibleName(_("Present"))
        self.present.setMinimumWidth(_ICON)
        self.export = QPushButton(_("Export"), self)
        self.export.setMinimumWidth(84)
        names = QVBoxLayout()
        names.setSpacing(1)
        names.addStretch(1)
        names.addWidget(self.title)
        names.addWidget(self.subtitle)
        names.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 0, 16, 0)
        row.setSpacing(8)
        row.addLayout(names)
        if menus is not None:
            row.addSpacing(12)
            row.addWidget(menus, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addStretch(1)
        theme.changed.connect(self._dress)
        self._tools: QWidget | None = None
        self._row = row
        row.addWidget(self.inspector)
        row.addWidget(self.present)
        row.addWidget(self.export)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._narrow() is self.present.icon().isNull():
            self._dress()

    @property
    def _word(self) -> int:
        """How wide presenting is with its word."""
        return self.fontMetrics().horizontalAdvance(_("Present")) + _ICON

    def _narrow(self) -> bool:
        """Return whether there is no room for the word."""
        others = self._row.minimumSize().width() - self.present.minimumWidth()
        return self.width() < others + self._word + _NAME

    def _dress(self) -> None:
        narrow = self._narrow()
        self.present.setMinimumWidth(_ICON if narrow else self._word)
        self.present.setText("" if narrow else _("Present"))
        self.present.setIcon(icon("play", self._theme.color("text_2")) if narrow else QIcon())

    def show_plan(self, header: Header) -> None:
        """Show the plan's name, company, version and status."""
        self.title.setText(header.name)
        version = _("version {n}").format(n=header.version)
        self.subtitle.setText(" · ".join((header.company, version, choice_word(header.status).lower())))

    def show_tools(self, tools: QWidget | None) -> None:
        """Show a page's own tools beside the inspector's switch; None for a page that has none."""
        if self._tools is not None:
            self._tools.hide()
        if tools is not None and self._row.indexOf(tools) < 0:
            self._row.insertWidget(self._row.indexOf(self.inspector), tools, 0, Qt.AlignmentFlag.AlignVCenter)
        self._tools = tools
        if tools is not None:
            tools.show()
        self._dress()

    def set_exports(self, menu: QMenu) -> None:
        """Give the export button its menu."""
        self.export.setMenu(menu)
        self.export.setToolTip(plain_tooltip(_("Write the plan for other programs")))
