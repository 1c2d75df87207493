"""The assumptions page: what the projection rests on, how sure it is, and how to know better."""

from dataclasses import replace
from functools import partial

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from cmoplanner.i18n import _
from cmoplanner.model.store.document import Changes
from cmoplanner.projection.assumptions import Key
from cmoplanner.report.formats import Formats
from cmoplanner.ui.assumptions.benchmark import Benchmark
from cmoplanner.ui.assumptions.example import WorkedExample
from cmoplanner.ui.assumptions.four_questions import FourQuestions
from cmoplanner.ui.assumptions.from_history import FromHistory
from cmoplanner.ui.assumptions.register import Register
from cmoplanner.ui.assumptions.track import Track
from cmoplanner.ui.commands import Command
from cmoplanner.ui.context import Context
from cmoplanner.ui.text import plain_label
from cmoplanner.ui.widgets.controls import ComboBox


class AssumptionsPage(QWidget):
    """The register of assumptions, and the ways to calibrate a channel."""

    KEY = "assumptions"
    ICON = "assumptions"

    hinted = Signal(str)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._stale = True
        self.heading = plain_label(_("Assumptions"), self, role="title")
        self.refusal = plain_label(parent=self, role="banner", wrap=True)
        self.refusal.hide()
        self.register = Register(context, self)
        self.questions = FourQuestions(context, self.say_no, self)
        self.benchmark = Benchmark(context, self.say_no, self)
        self.history = FromHistory(context, self.say_no, self)
        self.track = Track(context, self.say_no, self)
        self.ways = QButtonGroup(self)
        self.stack = QStackedWidget(self)
        self.buttons: dict[str, QPushButton] = {}
        self.channel = ComboBox(context.theme, self)
        self.channel.setAccessibleName(_("Channel to calibrate"))
        self.channel.setMinimumContentsLength(16)
        self._lay_out()
        context.bridge.changed.connect(self._follow)
        context.selection.changed.connect(self._show_selection)
        self.channel.currentIndexChanged.connect(self._show_channel)
        self.register.effects.failed.connect(self._tell_failure)
        self.register.calibrating.connect(partial(self.show_way, "questions"))

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(16, 8, 16, 4)
        head.setSpacing(8)
        head.addWidget(self.heading)
        head.addSpacing(8)
        switch = QHBoxLayout()
        switch.setSpacing(0)
        for key, words, widget in self._views():
            button = QPushButton(words, self)
            button.setCheckable(True)
            button.clicked.connect(partial(self.show_way, key))
            self.ways.addButton(button)
            self.buttons[key] = button
            switch.addWidget(button)
            self.stack.addWidget(widget)
        self.buttons["register"].setChecked(True)
        head.addLayout(switch)
        head.addStretch(1)
        head.addWidget(self.channel)
        self.channel.hide()
        self.setFocusProxy(self.register.view)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.refusal)
        column.addWidget(self.stack, 1)

    def _views(self) -> list[tuple[str, str, QWidget]]:
        return [
            ("register", _("Register"), self.register),
            ("questions", _("Answer four questions"), self.questions),
            ("benchmark", _("Take a benchmark"), self.benchmark),
            ("history", _("Fit to history"), self.history),
            ("track", _("Track record"), self.track),
        ]

    @staticmethod
    def title() -> str:
        """Return the page's name in the rail."""
        return _("Assumptions")

    def commands(self) -> list[Command]:
        """Return what can be done on this page, for menus, shortcuts and the palette."""
        found = [Command("assumptions.filter", _("Filter"), "Ctrl+F", self._focus_filter, menu="view", group="find")]
        found += [
            Command(f"assumptions.{key}", words, run=partial(self.show_way, key), menu="view", group="ways")
            for key, words, _widget in self._views()
        ]
        example = Command("example", _("Worked example…"), run=self.open_example, menu="help", group="example")
        return [example, *(replace(command, page=self.KEY) for command in found)]

    def open_example(self) -> None:
        """Open the guided calculator; it changes nothing in the plan."""
        plan = self._context.document.plan
        dialog = WorkedExample(self._context.theme, Formats.of(plan), plan.header.fy_start, self.window())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    # what is shown

    def show_assumption(self, scope: str, parameter: str) -> None:
        """Bring one assumption into sight: its scope as "channel:email", and the parameter."""
        self.show_way("register")
        self.register.show_assumption(Key(scope, parameter))

    def show_way(self, key: str, _checked: bool = False) -> None:
        """Show the register, or one of the ways to calibrate."""
        widget = next(widget for name, _words, widget in self._views() if name == key)
        self.say_no("")
        self.buttons[key].setChecked(True)
        self.stack.setCurrentWidget(widget)
        self.channel.setVisible(widget is not self.register)
        self.setFocusProxy(self.register.view if widget is self.register else self.channel)
        self._offer_channels()
        self._show_channel()

    def say_no(self, sentence: str) -> None:
        """Say over the page why something was not done; "" takes the sentence away."""
        self.refusal.setText(sentence)
        self.refusal.setVisible(bool(sentence))

    def _tell_failure(self, error: Exception) -> None:
        self.say_no(_("The effects of assumptions could not be worked out: {why}").format(why=error))

    def _offer_channels(self) -> None:
        channels = self._context.document.plan.channels
        known = [(self.channel.itemData(i), self.channel.itemText(i)) for i in range(self.channel.count())]
        wanted = [(row.id, row.name) for row in channels.values()]
        if known == wanted:
            return
        chosen = self.channel.currentData()
        with QSignalBlocker(self.channel):
            self.channel.clear()
            for channel_id, name in wanted:
                self.channel.addItem(name, channel_id)
            self.channel.setCurrentIndex(max(0, self.channel.findData(chosen)))

    def _show_channel(self) -> None:
        channel_id = self.channel.currentData()
        shown = self.stack.currentWidget()
        known = channel_id in self._context.document.plan.channels
        for way in (self.questions, self.benchmark, self.history, self.track):
            way.setEnabled(known)
            if way is not shown:
                continue
            if known:
                way.show_channel(channel_id)
            else:
                self.say_no(_("The plan has no channel yet. Add one under Channels in the plan data."))

    def _focus_filter(self) -> None:
        self.show_way("register")
        self.register.filter.setFocus()
        self.register.filter.selectAll()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self._stale = False
            self._renew()
            self.register.effects.start()
        self._show_selection()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.register.effects.stop()
        self.history.stop()
        self.track.stop()
        self._stale = True

    def _follow(self, _changes: Changes) -> None:
        if self.isVisible():
            self._renew()
        else:
            self._stale = True

    def _renew(self) -> None:
        self.register.renew()
        self._offer_channels()
        self._show_channel()

    def _show_selection(self) -> None:
        """Follow a selection that was made elsewhere: with the palette, or on the outcome."""
        selection = self._context.selection
        if not self.isVisible() or selection.kind != "assumption" or len(selection.ids) != 1:
            return
        row = self._context.document.plan.assumptions.get(selection.ids[0])
        shown = [self.register.model.row(key).assumption_id for key in self.register.view.selected_rows()]
        if row is not None and row.id not in shown:
            self.show_assumption(row.scope, row.parameter)
