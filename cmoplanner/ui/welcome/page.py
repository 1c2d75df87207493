"""The welcome page: the sample plan, recent plans, and a new plan by five questions or from a template."""

from datetime import UTC, datetime

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractButton,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from cmoplanner.i18n import _, known_locale
from cmoplanner.settings import Settings
from cmoplanner.ui.new_plan.form import NewPlanForm
from cmoplanner.ui.new_plan.templates import TEMPLATES
from cmoplanner.ui.text import plain_label
from cmoplanner.ui.theme import Theme
from cmoplanner.ui.welcome.cards import Mark, SamplePicture, TemplateCard
from cmoplanner.ui.welcome.recent import RecentPlans
from cmoplanner.ui.widgets.controls import ElidedLabel, line
from cmoplanner.ui.widgets.surface import Surface

SAMPLE_ACTIVITIES = 70
"""How many activities the sample plan has."""

_LEFT = 432
_WIDEST = 960  # px of the right side: lines that are longer are hard to read
_FIRST = 1000  # takes all the room up to its widest, what is left over is at both sides
_NAMES_FROM = 2  # the step from which on templates are out of the way


class WelcomePage(QWidget):
    """Signals say what was chosen; the window does it."""

    open_asked = Signal()
    sample_asked = Signal()
    recent_chosen = Signal(object)
    plan_made = Signal(object)
    close_asked = Signal()

    def __init__(self, theme: Theme, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._settings = settings
        self.sample = QPushButton(_("Open"), self)  # made in the order in which Tab goes
        self.sample.setProperty("role", "primary")
        self.sample.setAccessibleName(_("Open the sample plan"))
        self.open = QPushButton(_("Open another file…"), self)
        self.open.setProperty("role", "link")
        self.open.setMinimumWidth(self.open.sizeHint().width() + 4)  # room for the ring of the keyboard
        self.recent = RecentPlans(theme, known_locale(QLocale().name()), self)
        self.form = NewPlanForm(theme, self)
        self.cards = [TemplateCard(theme, template, self) for template in TEMPLATES]
        self.templates = QWidget(self)
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        across.addWidget(self._left())
        across.addWidget(self._right(), 1)
        self._connect()
        self._show_recent()

    def _connect(self) -> None:
        self.open.clicked.connect(self.open_asked)
        self.sample.clicked.connect(self.sample_asked)
        self.recent.chosen.connect(self.recent_chosen)
        self.recent.forgotten.connect(self._forget)
        self.form.made.connect(self.plan_made)
        self.form.blank.connect(self.plan_made)
        self.form.stepped.connect(self._make_room)
        for card in self.cards:
            card.clicked.connect(self._use_template)
        for keys, act in (
            ("Ctrl+O", self.open_asked.emit), ("Ctrl+N", self.form.begin), ("Ctrl+Q", self.close_asked.emit),
        ):  # fmt: skip
            QShortcut(QKeySequence(keys), self, act)

    def _left(self) -> QWidget:
        side = Surface(self._theme, "surface", ("right",), self)
        side.setFixedWidth(_LEFT)
        headline = plain_label(_("Your marketing year,\nand what it brings"), side, role="headline")
        told = _(
            "Plan activities on a calendar, pay for them from a budget, and see the revenue move while you drag. "
            "Everything stays on this computer."
        )
        head = QHBoxLayout()
        head.addWidget(plain_label(_("Recent"), side, role="strong"), 1)
        head.addWidget(self.open)
        column = QVBoxLayout(side)
        column.setContentsMargins(40, 40, 40, 32)
        column.setSpacing(0)
        column.addWidget(Mark(self._theme, side))
        column.addSpacing(16)
        column.addWidget(headline)
        column.addSpacing(8)
        column.addWidget(plain_label(told, side, role="lead", wrap=True))
        column.addSpacing(28)
        column.addWidget(self._sample_card(side))
        column.addSpacing(24)
        column.addLayout(head)
        column.addSpacing(4)
        column.addWidget(self.recent)
        column.addStretch(1)
        column.addWidget(line(side))
        column.addSpacing(12)
        column.addWidget(plain_label(_("Drop a plan anywhere in this window"), side, role="hint"))
        column.addSpacing(4)
        column.addWidget(ElidedLabel(_("Ctrl+O open   Ctrl+N new   Ctrl+Q close"), "hint", side))
        return side

    def _sample_card(self, parent: QWidget) -> QWidget:
        card = QFrame(parent)
        card.setProperty("role", "sample")
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(ElidedLabel(_("Open the sample plan"), "title", card))
        words.addWidget(ElidedLabel(_("Norrvik Indoor Climate (fictional)"), "hint", card))
        held = _("{n} activities over a whole year").format(n=SAMPLE_ACTIVITIES)
        words.addWidget(ElidedLabel(held, "hint", card))
        words.addSpacing(6)
        foot = QHBoxLayout()
        foot.setSpacing(12)
        self.sample.setMinimumWidth(88)
        foot.addWidget(self.sample)
        foot.addWidget(ElidedLabel(_("safe to change"), "hint", card), 1)
        words.addLayout(foot)
        across = QHBoxLayout(card)
        across.setContentsMargins(14, 12, 14, 12)
        across.setSpacing(20)
        across.addWidget(SamplePicture(self._theme, card))
        across.addLayout(words, 1)
        return card

    def _right(self) -> QWidget:
        inside = QWidget()
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(plain_label(_("Start a new plan"), inside, role="heading"))
        column.addSpacing(4)
        told = _("Five short questions; every answer can be changed later.")
        column.addWidget(plain_label(told, inside, role="lead"))
        column.addSpacing(20)
        card = QFrame(inside)
        card.setProperty("role", "card")
        held = QVBoxLayout(card)
        held.setContentsMargins(0, 0, 0, 0)
        held.addWidget(self.form)
        column.addWidget(card)
        column.addSpacing(28)
        self._fill_templates()
        column.addWidget(self.templates)
        column.addStretch(1)
        told = _(
            "No account, no network needed. Figures in templates are benchmarks with their sources; replace them as "
            "you learn."
        )
        column.addWidget(plain_label(told, inside, role="hint", wrap=True))
        holder = QWidget(inside)
        holder.setMaximumWidth(_WIDEST)
        holder.setLayout(column)
        across = QHBoxLayout(inside)
        across.setContentsMargins(40, 44, 40, 32)
        across.addStretch(1)
        across.addWidget(holder, _FIRST)
        across.addStretch(1)
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inside)
        ground = Surface(self._theme, "window", (), self)
        whole = QVBoxLayout(ground)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(area)
        return ground

    def _fill_templates(self) -> None:
        head = QHBoxLayout()
        head.addWidget(plain_label(_("Or begin with a template"), self.templates, role="title"))
        aside = ElidedLabel(_("segments, offerings, channels and typical figures filled in"), "hint", self.templates)
        aside.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        head.addWidget(aside, 1)
        row = QHBoxLayout()
        row.setSpacing(16)
        for card in self.cards:
            row.addWidget(card, 1)
        column = QVBoxLayout(self.templates)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addLayout(head)
        column.addLayout(row)

    def begin(self) -> None:
        """Put the keyboard where most will go on: at the newest plan, else at the sample."""
        there = [row for row in self.recent.rows if not row.gone]
        (there[0] if there else self.sample).setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses the button that has the keyboard."""
        focused = self.focusWidget()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and isinstance(focused, QAbstractButton):
            focused.click()
        else:
            super().keyPressEvent(event)

    def _show_recent(self) -> None:
        self.recent.show_plans(self._settings.recent, datetime.now(UTC).astimezone())
        before: QWidget = self.open
        for button in self.recent.findChildren(QAbstractButton):
            if not button.isHidden():
                QWidget.setTabOrder(before, button)
                before = button

    def _forget(self, path: str) -> None:
        self._settings.forget(path)
        self._show_recent()

    def _use_template(self) -> None:
        chosen = self.sender()
        for card in self.cards:
            card.setChecked(card is chosen)
        if isinstance(chosen, TemplateCard):
            self.form.use_template(chosen.template)

    def _make_room(self, step: int) -> None:
        """Give the longer steps the room of the templates."""
        self.templates.setVisible(step < _NAMES_FROM)
