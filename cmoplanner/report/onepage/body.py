"""A calendar page put together: as many bars as a box holds, its lanes filling what strips and key dates leave."""

from __future__ import annotations

from dataclasses import dataclass, replace

from cmoplanner.i18n import _, ngettext
from cmoplanner.report.deck.fitting import line_height, shorten
from cmoplanner.report.drawn import Drawn
from cmoplanner.report.one_pager import MOST_BARS, MOST_LANES, MakePage
from cmoplanner.report.onepage import head, lanes, panel, strips
from cmoplanner.report.onepage.legend import columns_for, draw_legend, legend_height
from cmoplanner.report.onepage.setting import SMALL, Drawing, Setting, TimeColumn
from cmoplanner.report.timeline.lanes import GROUPINGS
from cmoplanner.report.timeline.shapes import Line, Region, Shape, Text

STEPS = (
    (MOST_BARS, MOST_LANES, MOST_BARS),
    *((MOST_BARS, MOST_LANES, in_lane) for in_lane in range(14, 3, -1)),
    *((MOST_BARS, lanes, in_lane) for lanes in range(MOST_LANES, 2, -1) for in_lane in (3, 2)),
    (MOST_BARS, 3, 1),
)
"""So many bars, lanes, and bars in a lane, each in less height than the one before."""
PANEL_FROM = 980.0
"""A page at least this wide, at scale 1, has the panel beside it, if there is anything to say in it."""


@dataclass(frozen=True)
class Body:
    """A calendar page without title and footer: draws itself into any box, higher where that is too low to read."""

    setting: Setting
    make: MakePage
    grouping: str

    def draw(self, width: float, height: float) -> Drawn:
        """Return the page with as many bars as fit the box."""
        found = self._planned(STEPS[0], width)
        if found.least > height:
            found = self._planned(STEPS[-1], width)
            tried, fits = 0, len(STEPS) - 1  # fewer bars need less room: half of what is left is tried each time
            while fits - tried > 1:
                middle = (tried + fits) // 2
                planned = self._planned(STEPS[middle], width)
                if planned.least <= height:
                    fits, found = middle, planned
                else:
                    tried = middle
        return found.drawn(max(height, found.least), self._title())

    def _title(self) -> str:
        return _(GROUPINGS[self.grouping])

    def _planned(self, step: tuple[int, int, int], width: float) -> _Plan:
        setting = replace(self.setting, page=self.make(*step))
        facts = setting.facts
        told = bool(facts.figures or facts.asks or facts.changes)
        beside = told and width / setting.scale >= PANEL_FROM
        gap = setting.size(panel.GAP)
        side = setting.size(panel.WIDTH) + gap if beside else 0.0
        across = width - side
        left = min(setting.size(200), max(setting.size(120), 0.165 * across))
        time = TimeColumn(setting.page.span, left, across - left, setting.plan)
        drawing = Drawing()
        placed = tuple(lanes.place_lane(lane, setting, time, drawing) for lane in setting.page.lanes)
        return _Plan(setting, time, drawing, placed, head.key_lane(setting, time, drawing), width, beside=beside)


@dataclass(frozen=True)
class _Plan:
    """The parts of a page before they have their heights."""

    setting: Setting
    time: TimeColumn
    drawing: Drawing
    placed: tuple[lanes.PlacedLane, ...]
    keys: head.KeyLane
    width: float
    beside: bool

    @property
    def strips(self) -> int:
        """How many strips stand under the lanes."""
        setting = self.setting
        return int(setting.money_in_sums) + bool(strips.revenue_shown(setting, self.time))

    @property
    def notes(self) -> float:
        """The height of what stands under the strips: names in full, and the legend where there is no panel."""
        setting = self.setting
        high = line_height(setting.px(SMALL)) if self.drawing.cut else 0.0
        if not self.beside:
            high += legend_height(setting, columns_for(setting, self.width), titled=False) + setting.size(4)
        return high

    @property
    def least(self) -> float:
        """How high the page must be."""
        setting = self.setting
        rows = sum(lane.least(setting) for lane in self.placed)
        fixed = setting.size(head.AXIS) + self.keys.height(setting) + self.notes
        return rows + fixed + self.strips * setting.size(strips.LEAST)

    def drawn(self, height: float, title: str) -> Drawn:
        """Return the page over a height: first its lanes get room, then the strips, then the lanes again."""
        setting, time, drawing = self.setting, self.time, self.drawing
        spare = height - self.least
        taller = min(spare * 0.3 / max(1, self.strips), setting.size(strips.MOST - strips.LEAST))
        strip = setting.size(strips.LEAST) + max(0.0, taller)
        spare -= (strip - setting.size(strips.LEAST)) * self.strips
        y = 0.0
        head.draw_axis(setting, time, y, title, drawing)
        y += setting.size(head.AXIS)
        bottom = height - self.notes
        lanes_bottom = bottom - strip * self.strips
        head.draw_grid(self.keys, setting, time, y, lanes_bottom, drawing)
        head.draw_key_lane(self.keys, setting, time, y, drawing)
        y += self.keys.height(setting)
        edges: list[Shape] = [_across(time, y)] if self.keys.height(setting) else []
        weights = [lane.rows for lane in self.placed]
        for lane, weight in zip(self.placed, weights, strict=True):
            tall = lane.least(setting) + spare * weight / max(1, sum(weights))
            lanes.draw_lane(lane, setting, time, y, tall, drawing)
            y += tall
            edges.append(_across(time, y))
        self._draw_strips(lanes_bottom, strip, edges)
        edges += head.today_line(setting, time, setting.size(head.AXIS), bottom)
        edges.append(Line(((time.left + 0.5, 0), (time.left + 0.5, bottom)), "border"))
        drawing.regions.insert(2, Region(0, 0, self.width, height, edges, name=_("Lines")))
        self._draw_notes(bottom, height)
        if self.beside:
            x = time.right + setting.size(panel.GAP)
            panel.draw_panel(setting, (x, 0.0, self.width - x, height), drawing)
        return Drawn(self.width, height, drawing.regions, tuple(drawing.spots))

    def _draw_strips(self, top: float, strip: float, edges: list[Shape]) -> None:
        setting, time = self.setting, self.time
        if not setting.money_in_sums:
            return
        strips.draw_spend(setting, time, top, strip, self.drawing)
        if months := strips.revenue_shown(setting, time):
            edges.append(_across(time, top + strip))
            strips.draw_revenue(setting, time, months, top + strip, strip, self.drawing)

    def _draw_notes(self, top: float, bottom: float) -> None:
        setting, drawing = self.setting, self.drawing
        if drawing.cut:
            px = setting.px(SMALL)
            high = line_height(px)
            words = in_full(drawing.cut, self.time.right, setting)
            drawing.add(
                _("Names in full"), (0, top, self.time.right, high), [Text(0, top, 0, high, words, px, 400, "text_2")]
            )
            top += high
        if not self.beside:
            box = (0.0, top + setting.size(4), self.width, bottom - top - setting.size(4))
            draw_legend(setting, box, columns_for(setting, self.width), "", drawing)


def _across(time: TimeColumn, y: float) -> Line:
    return Line(((0.0, y - 0.5), (time.right, y - 0.5)), "border")


def in_full(names: list[str], room: float, setting: Setting) -> str:
    """Return the names that were cut in one line, as many as fit, and how many more there are."""
    unique = list(dict.fromkeys(names))
    px = setting.px(SMALL)
    for shown in range(len(unique), 0, -1):
        more = len(unique) - shown
        text = _("In full: {names}").format(names=" · ".join(unique[:shown]))
        if more:
            text += " " + ngettext("and {n} more in the table", "and {n} more in the table", more).format(n=more)
        if setting.measure(text, px, 400) <= room:
            return text
    n = len(unique)
    text = ngettext("{n} name is cut; the table has it in full", "{n} names are cut; the table has them in full", n)
    return shorten(text.format(n=n), room, px, 400, setting.measure)
