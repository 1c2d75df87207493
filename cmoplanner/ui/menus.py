"""Menus made from the commands."""

from collections.abc import Sequence

from PySide6.QtWidgets import QMenu, QMenuBar

from cmoplanner.i18n import _, mark
from cmoplanner.ui.commands import Command, Commands

TITLES = {
    "file": mark("File"),
    "edit": mark("Edit"),
    "view": mark("View"),
    "help": mark("Help"),
    "file/export": mark("Export"),
    "view/views": mark("Views"),
    "view/lanes": mark("Group lanes by"),
    "view/inside": mark("Inside lanes"),
    "view/colour": mark("Colours"),
    "view/order": mark("Order of lanes"),
    "view/theme": mark("Theme"),
    "view/language": mark("Language"),
}
_BAR = ("file", "edit", "view", "help")


def fill(bar: QMenuBar, commands: Commands) -> None:
    """Make the menus of the bar anew."""
    bar.clear()
    for name in _BAR:
        menu = bar.addMenu(_(TITLES[name]))
        menu.setObjectName(name)
        menu.aboutToShow.connect(commands.refresh)
        fill_menu(menu, name, commands)


def fill_menu(menu: QMenu, name: str, commands: Commands) -> None:
    """Put the commands of one menu into it, groups between separators, submenus where their first command stands."""
    seen: set[str] = set()
    group = None
    for command in commands:
        place = _place(command, name)
        if place is None or place in seen:
            continue
        if group is not None and command.group != group:
            menu.addSeparator()
        group = command.group
        if place == name:
            menu.addAction(commands.action(command.id))
        else:
            seen.add(place)
            fill_menu(menu.addMenu(_(TITLES[place])), place, commands)


def _place(command: Command, name: str) -> str | None:
    """Return the menu a command stands in, seen from menu `name`: itself, a submenu, or nothing."""
    if command.menu == name:
        return name
    return command.menu if command.menu.startswith(f"{name}/") else None


def shortcuts(commands: Sequence[Command]) -> list[tuple[str, str]]:
    """Return each shortcut with what it does, for the page about the keyboard."""
    return [(command.shortcuts[0], command.label) for command in commands if command.shortcuts]
