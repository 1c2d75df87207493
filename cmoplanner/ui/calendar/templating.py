"""Templates on the calendar: shown on their shelf, held over the time axis, dropped, inserted by keys, and saved."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QEvent, QObject, QPointF
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QWidget

from cmoplanner.i18n import _
from cmoplanner.model.chains import Chain, own_chains, shipped_chains, usual_audience, usual_cost_centre
from cmoplanner.model.edits.activities import create_activity
from cmoplanner.model.edits.rows import delete_rows
from cmoplanner.model.edits.templates import (
    create_activity_from_template,
    create_campaign_of,
    save_activity_as_template,
    save_campaign_as_template,
)
from cmoplanner.model.field import money_field
from cmoplanner.model.plan import TouchpointTemplate
from cmoplanner.model.store.document import Changes
from cmoplanner.report.formats import Formats
from cmoplanner.report.timeline.scene_template import Held, held, parts
from cmoplanner.report.timeline.shapes import Region
from cmoplanner.report.timeline.tree import SEPARATOR
from cmoplanner.ui.calendar.acts import Acts
from cmoplanner.ui.calendar.shelf import TEMPLATE, ShelfPanel
from cmoplanner.ui.commands import Command
from cmoplanner.ui.context import Context
from cmoplanner.ui.field_text import FieldText
from cmoplanner.ui.widgets.timeline.view import TimelineView

_BUDGET = money_field("budget", "")
_USUAL_SHARE = 0.02
"""Of the plan's budget: what a new campaign is offered, to be typed over."""


class Templating(QObject):
    """Owns the shelf; what is dropped or inserted becomes one edit."""

    def __init__(
        self,
        context: Context,
        view: TimelineView,
        acts: Acts,
        show_side: Callable[[QWidget | None], object],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._view = view
        self._acts = acts
        self._show_side = show_side
        self._parent = parent
        self._chains: dict[str, Chain] = {}
        self._activities: dict[str, TouchpointTemplate] = {}
        self._held: tuple[str, QPointF] | None = None
        self.panel: ShelfPanel | None = None
        view.setAcceptDrops(True)
        view.guests.append(self.answer)
        view.overlays.append(self._overlay)
        context.bridge.changed.connect(self._follow)

    def close_work(self) -> None:
        """Nothing goes on beside the window."""

    def commands(self) -> list[Command]:
        """Return what can be done with templates."""
        selection = self._context.selection
        return [
            Command(
                "calendar.templates", _("Templates"), "", self.toggle, checked=self._is_open, menu="view", group="shelf"
            ),
            Command(
                "calendar.save_template",
                _("Save as template"),
                "",
                self.save_selected,
                lambda: selection.kind in ("activity", "campaign") and len(selection.ids) == 1,
                group="calendar",
            ),
            Command(
                "calendar.insert_template",
                _("Insert template at today"),
                "",
                lambda: self.insert(self.panel.list.key if self.panel else ""),
                lambda: self._is_open() and bool(self.panel and self.panel.list.key),
                group="calendar",
            ),
        ]

    # the shelf

    def _is_open(self) -> bool:
        return self.panel is not None and self.panel.isVisible()

    def toggle(self) -> None:
        """Open the shelf, or close it."""
        if self._is_open():
            self._show_side(None)
            return
        self._show_side(self._made())
        self._made().list.setFocus()

    def _made(self) -> ShelfPanel:
        if self.panel is None:
            self.panel = ShelfPanel(self._context.theme, self._parent)
            self.panel.closed.connect(lambda: self._show_side(None))
            self.panel.wanted.connect(self.insert)
            self.panel.removal_wanted.connect(self.remove)
            self.panel.budget.setText(self._texts().write(_BUDGET, self._usual_budget()))
        self._fill()
        return self.panel

    def _fill(self) -> None:
        plan = self._context.document.plan
        own = own_chains(plan)
        self._chains = {chain.id: chain for chain in (*own, *shipped_chains(plan))}
        templates = [one for one in plan.touchpoint_templates.values() if not one.chain]
        self._activities = {f"own:{one.id}": one for one in templates}
        for chain in shipped_chains(plan):
            self._activities |= {f"{chain.id}:{one.id}": one for one in chain.templates}
        if self.panel is not None:
            self.panel.show_templates(self._chains, self._activities, Formats.of(plan))

    def _follow(self, changes: Changes) -> None:
        looked_at = ("touchpoint_template", "channel", "stage", "cost_category")
        if self.panel is not None and any(changes.of(table) for table in looked_at):
            self._fill()

    def _texts(self) -> FieldText:
        plan = self._context.document.plan
        return FieldText(Formats.of(plan), plan.header.fy_start)

    def _usual_budget(self) -> int:
        header = self._context.document.plan.header
        thousand = 1000 * 10**header.currency_decimals
        return int(round(header.topdown_budget * _USUAL_SHARE / thousand) * thousand)

    def _budget(self) -> int | None:
        """Return the typed budget of a new campaign; None, with a sentence at the line, if it cannot be read."""
        panel = self._made()
        try:
            found = self._texts().read(_BUDGET, panel.budget.text())
        except ValueError as refusal:
            panel.refuse(str(refusal))
            panel.budget.setFocus()
            return None
        panel.refuse("")
        return int(found or 0)

    # what is done

    def insert(self, key: str, day: date | None = None, campaign: str | None = None) -> None:
        """Make what a template says, around a day: today if none is given, inside the fiscal year."""
        plan = self._context.document.plan
        day = day or min(max(plan.header.as_of, plan.calendar.fy_start), plan.calendar.fy_end)
        if key in self._chains:
            self._insert_chain(self._chains[key], day)
        elif key in self._activities:
            self._insert_activity(key, day, campaign)

    def _insert_chain(self, chain: Chain, day: date) -> None:
        budget, plan = self._budget(), self._context.document.plan
        if budget is None:
            return
        made = self._acts.do(
            create_campaign_of, chain.templates, chain.links, day, budget, chain.name, usual_audience(plan), chain.id
        )
        if made:
            self._context.selection.set("campaign", [made])
            rows = self._context.document.plan.activities.values()
            self._view.show_bar(next(row.id for row in rows if row.campaign_id == made))
            self._context.commands.say(_("Campaign “{name}” made, with everything in it").format(name=chain.name))

    def _insert_activity(self, key: str, day: date, campaign: str | None) -> None:
        one, plan = self._activities[key], self._context.document.plan
        same = [row.id for row in plan.activities.values() if campaign and row.campaign_id == campaign]
        given = {"campaign_id": campaign, "cost_centre_id": usual_cost_centre(plan, one.channel_id)}
        if one.id in plan.touchpoint_templates and key.startswith("own:"):
            made = self._acts.do(create_activity_from_template, one.id, day, given)
        else:
            end = date.fromordinal(day.toordinal() + one.duration_days - 1)
            values = {field: getattr(one, field) for field in ("channel_id", "stage_id", "category_id", "notes")}
            values |= {"partner_share": one.partner_share, **given}
            made = self._acts.do(create_activity, one.name, day, end, values, usual_audience(plan, same))
        if made:
            self._context.selection.set("activity", [made])
            self._view.show_bar(made)

    def remove(self, key: str) -> None:
        """Delete a template of the plan, or all templates of one of its chains."""
        plan = self._context.document.plan
        if key in self._chains:
            ids = [one.id for one in plan.touchpoint_templates.values() if f"own:{one.chain}" == key]
        else:
            ids = [key.removeprefix("own:")]
        if ids:
            self._acts.do(delete_rows, "touchpoint_template", ids)

    def save_selected(self) -> None:
        """Keep the selected activity or campaign as a template."""
        selection = self._context.selection
        act = save_activity_as_template if selection.kind == "activity" else save_campaign_as_template
        if self._acts.do(act, selection.ids[0]):
            self._show_side(self._made())
            self._context.commands.say(_("Saved as a template: it is on the shelf"))

    # drag and drop

    def answer(self, event: QEvent) -> bool:
        """Answer an event of the calendar's viewport; return whether a template was dragged."""
        if isinstance(event, QDragLeaveEvent):
            self._hold(None)
            return True
        if not isinstance(event, QDropEvent) or not event.mimeData().hasFormat(TEMPLATE):
            return False
        key = event.mimeData().data(TEMPLATE).toStdString()
        at = event.position()
        over = self._over_time(at) and (key in self._chains or key in self._activities)
        if event.type() is QEvent.Type.Drop:
            self._hold(None)
            if over:
                event.acceptProposedAction()
                self.insert(key, self._day(at), self._campaign_at(at))
            return True
        self._hold((key, at) if over else None)
        if isinstance(event, QDragEnterEvent) or over:
            event.acceptProposedAction()
        elif isinstance(event, QDragMoveEvent):
            event.ignore()
        return True

    def _hold(self, held_now: tuple[str, QPointF] | None) -> None:
        self._held = held_now
        self._view.viewport().update()

    def _over_time(self, at: QPointF) -> bool:
        frame = self._view.frame()
        return at.x() >= frame.head and frame.axis_bottom <= at.y() < frame.body_bottom

    def _day(self, at: QPointF) -> date:
        year = self._context.document.plan.calendar.year
        return min(max(self._view.state.axis.day(self._view.frame().time_x(at.x())), year.start), year.end)

    def _campaign_at(self, at: QPointF) -> str | None:
        """Return the campaign of the lane under the mouse, None where lanes are no campaigns."""
        view = self._view
        group = view.state.layout.group_at(view.frame().lane_y(at.y()))
        if group is None or at.y() < view.frame().body_top:
            return None
        known = self._context.document.plan.campaigns
        return next((key for key in group.lane.id.split(SEPARATOR) if key in known), None)

    def _overlay(self) -> list[Region]:
        if self._held is None:
            return []
        key, at = self._held
        view, frame, day = self._view, self._view.frame(), self._day(self._held[1])
        if key in self._chains:
            chain = self._chains[key]
            rows = [(one.name, one.offset_days, one.duration_days) for one in chain.templates]
            shown = Held(chain.name, day, parts(rows, day))
        else:
            one = self._activities[key]
            shown = Held(one.name, day, parts([(one.name, 0, one.duration_days)], day))
        state, top = view.state, at.y() - frame.body_top
        edges = frame.scroll_x, frame.scroll_x + frame.time_width
        shapes = held(shown, state.axis, top, frame.body_height, edges, state.formats, view.renderer.measure)
        return [Region(frame.head, frame.body_top, frame.time_width, frame.body_height, shapes, -frame.scroll_x)]
