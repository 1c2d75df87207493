"""How the lanes are arranged: grouping, order, colour and empty lanes, as a menu, as commands, and remembered."""

from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject, QPoint
from PySide6.QtWidgets import QMenu

from cmoplanner.i18n import _
from cmoplanner.report.timeline import scene_strip
from cmoplanner.report.timeline.arrangement import ORDERS, Arrangement
from cmoplanner.report.timeline.lanes import GROUPINGS, by_words
from cmoplanner.report.timeline.reorder import places, reordered
from cmoplanner.report.timeline.tree import LaneGroup, flat
from cmoplanner.ui.calendar.memory import CalendarMemory
from cmoplanner.ui.calendar.toolbar import CalendarToolbar
from cmoplanner.ui.commands import Command
from cmoplanner.ui.context import Context
from cmoplanner.ui.text import plain_action, plain_tooltip
from cmoplanner.ui.widgets.timeline.view import TimelineView


class Arranging(QObject):
    """Keeps the calendar's arrangement in step with menu, commands and the user's settings.

    It belongs to the user and the plan file, not to the plan: looking at a plan another way changes nothing for others.
    """

    def __init__(self, context: Context, toolbar: CalendarToolbar, view: TimelineView, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._toolbar = toolbar
        self._view = view
        self._memory = CalendarMemory(context)
        self._restore()
        toolbar.grouped.connect(self.group_by)
        toolbar.lanes.clicked.connect(self._open_menu)
        view.arranged.connect(self._follow)
        view.strip_folded.connect(self._keep)
        view.colours_wanted.connect(self._offer_colours)
        view.values_wanted.connect(self._offer_values)
        self._show()

    @property
    def _arrangement(self) -> Arrangement:
        return self._view.state.arrangement

    # what the user wants

    def group_by(self, grouping: str) -> None:
        """Group the lanes by something else; a second level stays where it still says something new."""
        self._view.group_by(grouping, *self._arrangement.by[1:])

    def then_by(self, grouping: str) -> None:
        """Group inside the lanes, "" for one level only."""
        self._view.group_by(self._arrangement.by[0], *((grouping,) if grouping else ()))

    def colour_by(self, dimension: str) -> None:
        """Have the colours say something else."""
        self._view.arrange(replace(self._arrangement, colour=dimension))

    def order_by(self, order: str) -> None:
        """Put the lanes in another order."""
        self._view.arrange(replace(self._arrangement, order=order))

    def show_empty(self) -> None:
        """Show lanes for groups without activities, or not."""
        self._view.arrange(replace(self._arrangement, empty=not self._arrangement.empty))

    def move_lane(self, step: int) -> None:
        """Move the lane that was pressed last, or that of the selected bar, up or down among its neighbours."""
        lane = self._lane()
        group = next((group for group in self._view.state.layout.groups if lane and group.lane.id == lane.id), None)
        if lane is None or group is None:
            return
        beside = places(self._view.state.layout, group)
        at = [place.id for place in beside].index(lane.id) + step
        if 0 <= at < len(beside):
            self._view.reorder(lane, reordered(beside, lane.id, at + (step > 0)))
            self._context.commands.say(
                _("“{name}” is lane {n} of {whole}").format(name=lane.name, n=at + 1, whole=len(beside))
            )

    def _lane(self) -> LaneGroup | None:
        state = self._view.state
        pressed = state.lane(self._view.lane)
        if pressed is not None or not self._view.selection:
            return pressed
        chosen = self._view.selection[0]
        for lane in flat(state.lanes):
            if not lane.children and any(bar.activity.id == chosen for bar in lane.bars):
                return lane
        return None

    def _has_lane(self) -> bool:
        return self._lane() is not None

    # commands and menus

    def commands(self) -> list[Command]:
        """Return every way to arrange the lanes."""
        found = [
            Command(
                f"calendar.by.{key}",
                _("Group by {grouping}").format(grouping=_(name).lower()),
                "",
                partial(self.group_by, key),
                checked=partial(self._is_first, key),
                menu="view/lanes",
                group="lanes",
            )
            for key, name in GROUPINGS.items()
        ]
        found.append(self._then("", _("Inside lanes: nothing")))
        found += [
            self._then(key, _("Inside lanes: by {grouping}").format(grouping=_(name).lower()))
            for key, name in GROUPINGS.items()
        ]
        found += [
            Command(
                f"calendar.colour.{key}",
                _("Colour by {grouping}").format(grouping=_(name).lower()),
                "",
                partial(self.colour_by, key),
                checked=partial(self._is_colour, key),
                menu="view/colour",
                group="lanes",
            )
            for key, name in GROUPINGS.items()
        ]
        return [*found, *self._order_commands()]

    def _then(self, key: str, text: str) -> Command:
        return Command(
            f"calendar.then.{key or 'nothing'}",
            text,
            "",
            partial(self.then_by, key),
            checked=partial(self._is_second, key),
            menu="view/inside",
            group="lanes",
        )

    def _order_commands(self) -> list[Command]:
        found = [
            Command(
                f"calendar.order.{key}",
                _("Lanes: {order}").format(order=_(name).lower()),
                "",
                partial(self.order_by, key),
                checked=partial(self._is_order, key),
                menu="view/order",
                group="lanes",
            )
            for key, name in ORDERS.items()
        ]
        up, down = partial(self.move_lane, -1), partial(self.move_lane, 1)
        movable = self._has_lane
        menu = "view/order"
        found += [
            Command("calendar.lane_up", _("Move lane up"), "Alt+Shift+Up", up, movable, menu=menu, group="move"),
            Command(
                "calendar.lane_down", _("Move lane down"), "Alt+Shift+Down", down, movable, menu=menu, group="move"
            ),
            Command(
                "calendar.empty",
                _("Show empty lanes"),
                "",
                self.show_empty,
                checked=lambda: self._arrangement.empty,
                menu="view",
                group="lanes",
            ),
        ]
        return found

    def _is_first(self, key: str) -> bool:
        return self._arrangement.by[0] == key

    def _is_second(self, key: str) -> bool:
        return (*self._arrangement.by, "")[1] == key

    def _is_colour(self, key: str) -> bool:
        return self._arrangement.colour == key

    def _is_order(self, key: str) -> bool:
        return self._arrangement.order == key

    def offer_on_heads(self) -> None:
        """Give the view what can be done with a lane, once the commands are declared."""
        action = self._context.commands.action
        self._view.head_actions = [action("calendar.lane_up"), action("calendar.lane_down")]

    def _open_menu(self) -> None:
        commands = self._context.commands
        commands.refresh()
        menu = QMenu(self._toolbar)
        for title, prefix in (
            (_("Group by"), "calendar.by."),
            (_("Inside lanes"), "calendar.then."),
            (_("Colour"), "calendar.colour."),
            (_("Order of lanes"), "calendar.order."),
        ):
            inner = menu.addMenu(title)
            inner.addActions([commands.action(one.id) for one in commands if one.id.startswith(prefix)])
        menu.addSeparator()
        menu.addAction(commands.action("calendar.empty"))
        for name in ("calendar.lane_up", "calendar.lane_down"):
            menu.addAction(commands.action(name))
        button = self._toolbar.lanes
        self._pop(menu, button.mapToGlobal(QPoint(0, button.height() + 2)))

    def _offer_colours(self, at: QPoint) -> None:
        commands = self._context.commands
        commands.refresh()
        menu = QMenu(self._view)
        menu.addActions([commands.action(one.id) for one in commands if one.id.startswith("calendar.colour.")])
        self._pop(menu, at)

    def _offer_values(self, keys: tuple[str, ...], at: QPoint) -> None:
        menu = QMenu(self._view)
        for key in keys:
            name = self._view.state.colours.name(key)
            menu.addAction(plain_action(name), partial(self._view.select_value, key))
        self._pop(menu, at)

    @staticmethod
    def _pop(menu: QMenu, at: QPoint) -> None:
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(at)

    # memory

    def _follow(self) -> None:
        self._show()
        self._keep()
        self._context.commands.refresh()

    def _show(self) -> None:
        arrangement = self._arrangement
        self._toolbar.show_grouping(arrangement.by[0])
        colour = _("colours: {dimension}").format(dimension=_(GROUPINGS[arrangement.colour]).lower())
        order = _(ORDERS[arrangement.order]).lower()
        title = _("Lanes, colours and order")
        now = f"{by_words(arrangement.by)} · {colour} · {order}"
        self._toolbar.lanes.setToolTip(plain_tooltip(f"{title}\n{now}"))

    def _keep(self) -> None:
        state = self._view.state
        self._memory.change(**state.arrangement.stored(), strip=sorted(state.strip_folded))

    def _restore(self) -> None:
        rows = self._memory.read().get("strip")
        folded = frozenset(row for row in scene_strip.ROWS if isinstance(rows, list) and row in rows)
        self._view.state.strip_folded = folded
        arrangement = self._memory.arrangement
        if arrangement != self._arrangement:
            self._view.arrange(arrangement)
