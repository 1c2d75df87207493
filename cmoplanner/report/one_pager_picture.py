"""The one-pager as shapes that fill a page of any size: a sentence as title, the calendar, and its source."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, partial

from cmoplanner.i18n import _
from cmoplanner.model.periods import Span
from cmoplanner.model.plan import Activity, Plan
from cmoplanner.projection.bands import Bands
from cmoplanner.report.deck.fitting import fit, written
from cmoplanner.report.drawn import Drawn, LookOf
from cmoplanner.report.one_pager import MOST_BARS, MOST_LANES, MakePage, OnePager, Roll, page_maker
from cmoplanner.report.onepage import words
from cmoplanner.report.onepage.body import Body
from cmoplanner.report.onepage.facts import Facts
from cmoplanner.report.onepage.setting import SMALL, Setting
from cmoplanner.report.onepage.words import range_title
from cmoplanner.report.timeline.lanes import main_key, name_of
from cmoplanner.report.timeline.shapes import Line, Measure, Rect, Region, Shape

__all__ = ["PagePicture", "grouped_pages", "range_title"]

MARGIN = 28.0
_TITLES = (24, 22, 20, 18, 16, 15)
_GAP = 10.0


def grouped_pages(plan: Plan, activities: Sequence[Activity], span: Span, grouping: str) -> MakePage:
    """Return what makes the page of activities by a grouping; what is rolled up is called after its campaign."""
    group_of: Callable[[Activity], str] = partial(main_key, plan, grouping)
    names = {key: name_of(plan, grouping, key) for key in {group_of(row) for row in activities}}
    roll = None
    if grouping != "campaign":
        campaigns = {key: row.name for key, row in plan.campaigns.items()}
        roll = Roll(lambda row: row.campaign_id or "", campaigns)
    return page_maker(plan, activities, span, group_of, names, roll)


@dataclass(frozen=True)
class PagePicture:
    """A one-pager ready to be drawn on a page of any size; `scale` enlarges its texts and rows."""

    plan: Plan
    make: MakePage
    look: LookOf
    measure: Measure
    grouping: str = "campaign"
    facts: Facts = field(default_factory=Facts)
    bands: Bands | None = None
    scenario: str = ""
    hidden: str = ""
    scale: float = 1.0

    def draw(self, width: float, height: float) -> Drawn:
        """Return the page; it is filled, and higher than asked where its rows would get too low to read."""
        setting = self._setting
        margin, across = setting.size(MARGIN), width - 2 * setting.size(MARGIN)
        title = fit(
            words.headline(self.plan, self.page, self.facts), across, setting.size(62),
            tuple(setting.px(size) for size in _TITLES), 700, self.measure, most=2,
        )  # fmt: skip
        below = words.below(self.plan, self.page, self.facts, self.bands)
        under = fit(below, across, setting.size(22), (setting.px(14), setting.px(SMALL)), 400, self.measure, most=1)
        top = margin * 0.8 + title.high + under.high + setting.size(_GAP)
        source = " · ".join(part for part in (words.source(self.plan, self.facts, self.scenario), self.hidden) if part)
        said = fit(source, across, setting.size(60), (setting.px(SMALL),), 400, self.measure, most=2)
        foot = said.high + setting.size(_GAP)
        body = Body(setting, self.make, self.grouping).draw(across, height - top - foot - margin * 0.8)
        height = max(height, top + body.height + foot + margin * 0.8)
        shapes: list[Shape] = [Rect(0, 0, width, height, fill="surface")]
        shapes += written(title, margin, margin * 0.8, across, 700)
        shapes += written(under, margin, margin * 0.8 + title.high, across, 400, "text_2")
        y = height - margin * 0.8 - said.high
        shapes.append(Line(((margin, y - setting.size(3)), (width - margin, y - setting.size(3))), "border"))
        shapes += written(said, margin, y, across, 400, "text_2")
        regions = [Region(0, 0, width, height, shapes, name=_("Page"))]
        regions += [moved(region, margin, top) for region in body.regions]
        spots = tuple(
            replace(spot, box=(spot.box[0] + margin, spot.box[1] + top, spot.box[2], spot.box[3]))
            for spot in body.spots
        )
        return Drawn(width, height, regions, spots)

    @property
    def title(self) -> str:
        """What the range is called."""
        return range_title(self.plan, self.page.span)

    @cached_property
    def page(self) -> OnePager:
        """The page with as many bars as a page may have."""
        return self.make(MOST_BARS, MOST_LANES, MOST_BARS)

    @property
    def _setting(self) -> Setting:
        return Setting(self.plan, self.page, self.look, self.measure, self.facts, self.scale)


def moved(region: Region, x: float, y: float) -> Region:
    """Return a region at another place."""
    return region._replace(x=region.x + x, y=region.y + y)
