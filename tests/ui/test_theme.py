"""Another theme dresses what is there, once."""

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from cmoplanner.report.palette import Palette
from cmoplanner.ui.theme import Theme, ThemeSwitch


class Dressed(QLabel):
    """Counts how often it is dressed anew."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Text", parent)
        self.times = 0

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 # Qt names it
        self.times += event.type() is QEvent.Type.StyleChange
        super().changeEvent(event)


def test_another_theme_dresses_each_widget_once(qtbot: QtBot, qapp: QApplication) -> None:
    switch = ThemeSwitch(qapp, Theme(Palette.load("light"), qapp), "light")
    label = Dressed()
    qtbot.addWidget(label)
    label.show()
    for choice in ("dark", "light"):
        label.times = 0
        switch.choose(choice)
        assert label.times == 1
        assert label.palette().color(label.foregroundRole()).name() == Palette.load(choice).color("text").lower()
    switch.parent().deleteLater()
