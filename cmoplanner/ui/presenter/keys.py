"""What the keys do while presenting; clickers send some of them."""

from enum import Enum, auto

from PySide6.QtCore import Qt

from cmoplanner.i18n import _


class Act(Enum):
    """Something a key does."""

    NEXT = auto()
    BACK = auto()
    FIRST = auto()
    LAST = auto()
    OPEN = auto()
    LEAVE = auto()
    BLACK = auto()
    WHITE = auto()
    THEME = auto()
    AUDIENCE = auto()
    OVERVIEW = auto()
    NOTES = auto()
    WHAT_IF = auto()
    UNDO = auto()
    HELP = auto()


_K = Qt.Key
ACTS: dict[Qt.Key, Act] = {
    _K.Key_Right: Act.NEXT,
    _K.Key_Down: Act.NEXT,
    _K.Key_Space: Act.NEXT,
    _K.Key_PageDown: Act.NEXT,
    _K.Key_Left: Act.BACK,
    _K.Key_Up: Act.BACK,
    _K.Key_Backspace: Act.BACK,
    _K.Key_PageUp: Act.BACK,
    _K.Key_Home: Act.FIRST,
    _K.Key_End: Act.LAST,
    _K.Key_Return: Act.OPEN,
    _K.Key_Enter: Act.OPEN,
    _K.Key_Escape: Act.LEAVE,
    _K.Key_F5: Act.LEAVE,
    _K.Key_B: Act.BLACK,
    _K.Key_Period: Act.BLACK,
    _K.Key_W: Act.WHITE,
    _K.Key_Comma: Act.WHITE,
    _K.Key_T: Act.THEME,
    _K.Key_A: Act.AUDIENCE,
    _K.Key_O: Act.OVERVIEW,
    _K.Key_N: Act.NOTES,
    _K.Key_I: Act.WHAT_IF,
    _K.Key_Question: Act.HELP,
    _K.Key_F1: Act.HELP,
}


def explained() -> list[tuple[str, str]]:
    """Return every key with what it does, as people read them."""
    return [
        (_("→  Space  Page down"), _("next page")),
        (_("←  Page up"), _("page before")),
        (_("Home  End"), _("first and last page")),
        (_("Number, Enter"), _("that page")),
        (_("Tab, Enter"), _("choose something on the page, and open it")),
        (_("Click"), _("open what is under the mouse; elsewhere: next page")),
        (_("Esc"), _("back from what was opened; then end")),
        (_("O"), _("all pages")),
        (_("N"), _("notes, next page and timer")),
        (_("I"), _("what if the budget were another one")),
        (_("A"), _("for whom: board, partners, team")),
        (_("T"), _("light or dark")),
        (_("B  W"), _("black or white screen")),
        (_("Ctrl+Z"), _("undo what was recorded or taken over")),
        (_("?"), _("these keys")),
    ]
