"""Colours, fonts and the look of every stock control, light and dark; switched while the program runs."""

from functools import lru_cache

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from cmoplanner.paths import resource
from cmoplanner.report.palette import Palette
from cmoplanner.ui.stylesheet import stylesheet

FAMILY = "Inter"
BODY_PX = 13
_TABULAR = QFont.Tag("tnum")


class Theme(QObject):
    """The current palette as Qt values; `changed` tells those who paint to paint again."""

    changed = Signal()

    def __init__(self, palette: Palette, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._palette = palette
        self._colors: dict[str, QColor] = {}

    @property
    def palette(self) -> Palette:
        """The colours by role as texts."""
        return self._palette

    def use(self, palette: Palette) -> None:
        """Change to another palette."""
        if palette.name == self._palette.name:
            return
        self._palette = palette
        self._colors.clear()
        self.changed.emit()

    def color(self, role: str) -> QColor:
        """Return the colour of a role such as "accent" or "bar.solid.3". Raises KeyError for an unknown role."""
        if role not in self._colors:
            self._colors[role] = QColor(self._palette.color(role))
        return self._colors[role]

    def font(self, px: int, weight: int = 400) -> QFont:
        """Return Inter at `px` with tabular figures."""
        return QFont(_font(px, weight))

    def stylesheet(self) -> str:
        """Return the style sheet of every stock control."""
        return stylesheet(self._palette)


def fresh_font(px: int, weight: int = 400) -> QFont:
    """Return Inter at `px` as a font that shares nothing with others: threads must not measure with the same one."""
    font = QFont()
    font.setFamilies([FAMILY, QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont).family()])
    font.setPixelSize(px)
    font.setWeight(QFont.Weight(weight))
    font.setFeature(_TABULAR, 1)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return font


@lru_cache
def _font(px: int, weight: int) -> QFont:
    return fresh_font(px, weight)


def load_fonts() -> None:
    """Make the bundled font known to Qt; needs an application."""
    if FAMILY in QFontDatabase.families():
        return
    for path in sorted(resource("fonts").glob("Inter-*.[ot]tf")):
        QFontDatabase.addApplicationFont(str(path))


def install(app: QApplication, theme: Theme) -> None:
    """Dress the application in a theme."""
    load_fonts()
    if not app.styleSheet():  # over a style sheet the style has no name, and setting it anew dresses every widget twice
        app.setStyle("Fusion")
    app.setFont(theme.font(BODY_PX))
    app.setPalette(_qt_palette(theme))
    app.setStyleSheet(theme.stylesheet())


def chosen_palette(choice: str) -> Palette:
    """Return the palette for the setting "light", "dark" or "system"."""
    if choice != "system":
        return Palette.load(choice)
    dark = QGuiApplication.styleHints().colorScheme() is Qt.ColorScheme.Dark
    return Palette.load("dark" if dark else "light")


class ThemeSwitch(QObject):
    """Keeps an application in the chosen theme; "system" follows the desktop as it changes."""

    def __init__(self, app: QApplication, theme: Theme, choice: str) -> None:
        super().__init__(theme)
        self._app = app
        self._theme = theme
        self._choice = ""
        app.styleHints().colorSchemeChanged.connect(self._follow)
        theme.changed.connect(self._dress)
        install(app, theme)
        self.choose(choice)

    @property
    def choice(self) -> str:
        """What was chosen: "system", "light" or "dark"."""
        return self._choice

    def choose(self, choice: str) -> None:
        """Change to "light", "dark", or whatever the desktop uses ("system")."""
        self._choice = choice
        hints = self._app.styleHints()
        if choice == "system":
            hints.unsetColorScheme()
        else:  # title bars and native dialogs follow as well
            hints.setColorScheme(Qt.ColorScheme.Dark if choice == "dark" else Qt.ColorScheme.Light)
        self._theme.use(chosen_palette(choice))

    def _follow(self, _scheme: Qt.ColorScheme) -> None:
        self._theme.use(chosen_palette(self._choice))

    def _dress(self) -> None:
        install(self._app, self._theme)


def _qt_palette(theme: Theme) -> QPalette:
    roles = QPalette.ColorRole
    palette = QPalette()
    for role, name in (
        (roles.Window, "window"),
        (roles.WindowText, "text"),
        (roles.Base, "surface"),
        (roles.AlternateBase, "band"),
        (roles.Text, "text"),
        (roles.PlaceholderText, "text_3"),
        (roles.Button, "surface"),
        (roles.ButtonText, "text"),
        (roles.ToolTipBase, "surface"),
        (roles.ToolTipText, "text"),
        (roles.BrightText, "negative"),
        (roles.Light, "surface"),
        (roles.Midlight, "band"),
        (roles.Mid, "border"),
        (roles.Dark, "border_strong"),
        (roles.Shadow, "border_strong"),
        (roles.Highlight, "accent"),
        (roles.HighlightedText, "on_accent"),
        (roles.Accent, "accent"),
        (roles.Link, "accent"),
    ):
        palette.setColor(role, theme.color(name))
    for role in (roles.WindowText, roles.Text, roles.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, theme.color("text_3"))
    return palette
