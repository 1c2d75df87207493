"""The calendar one-pager: the year or a part of it on one page, with key dates, strips, figures, asks and changes."""

from __future__ import annotations

from dataclasses import dataclass

from cmoplanner.i18n import _
from cmoplanner.model.periods import Span
from cmoplanner.model.plan import Activity, Plan
from cmoplanner.report.deck.asks import asks_of
from cmoplanner.report.deck.blocks import Kind, Page, Picture, Placed
from cmoplanner.report.deck.material import Material
from cmoplanner.report.deck.pages.source import assumptions_line, hidden_line, source_line
from cmoplanner.report.drawn import Drawn
from cmoplanner.report.one_pager import MOST_BARS, MOST_LANES, MakePage
from cmoplanner.report.one_pager_picture import PagePicture, grouped_pages
from cmoplanner.report.onepage import words
from cmoplanner.report.onepage.body import Body
from cmoplanner.report.onepage.facts import Amounts, Facts, booked_months, revenue_months
from cmoplanner.report.onepage.figures import key_figures
from cmoplanner.report.onepage.setting import PRESENTED, Setting
from cmoplanner.report.timeline.colours import Colours
from cmoplanner.report.timeline.scene_bars import Look, look
from cmoplanner.report.timeline.scene_ghosts import Ghosts
from cmoplanner.report.timeline.shapes import Measure

GROUPING = "segment"
COLOUR = "campaign"


def calendar_page(material: Material, span: Span | None = None, grouping: str = "") -> Page:
    """Return the calendar of a range by a grouping, else the year by segment. Source: domain G, page 2."""
    plan = material.plan
    days, by = span or plan.calendar.year, grouping or GROUPING
    make = grouped_pages(plan, list(plan.activities.values()), days, by)
    facts = facts_of(material)
    page = make(MOST_BARS, MOST_LANES, MOST_BARS)
    told = words.headline(plan, page, facts)
    below = words.below(plan, page, facts, material.bands)
    said = [assumptions_line(material), _("money = our net cost")] if material.sees_money else []
    picture = Picture(CalendarDrawing(plan, make, facts, by, Colours.of(plan, COLOUR)).draw, told)
    source = source_line(material, *said)
    return Page(Kind.CALENDAR, told, below, (Placed(picture),), source, told, hidden_line(material))


def calendar_picture(material: Material, measure: Measure, span: Span | None = None, grouping: str = "") -> PagePicture:
    """Return the same as a page that fills paper of any shape."""
    plan, by = material.plan, grouping or GROUPING
    make = grouped_pages(plan, list(plan.activities.values()), span or plan.calendar.year, by)
    colours = Colours.of(plan, COLOUR)
    return PagePicture(
        plan,
        make,
        lambda activity: look(activity, colours),
        measure,
        by,
        facts_of(material),
        material.bands,
        hidden=hidden_line(material),
    )


def facts_of(material: Material) -> Facts:
    """Return what an audience sees beside the activities; partners see no money, and neither do the figures."""
    plan = material.plan
    before = material.before
    ghosts = Ghosts.of(before, plan, material.before_name) if before is not None else Ghosts()
    changed = words.changes(before, plan) if before is not None else ()
    if not material.sees_money:
        return Facts(ghosts=ghosts, amounts=Amounts.NONE)
    return Facts(
        revenue_months(material.outcome, material.bands),
        booked_months(plan, plan.activities.values()),
        ghosts,
        changed,
        material.before_name,
        key_figures(plan, material.outcome, material.bands),
        asks_of(material),
        amounts=Amounts.ALL if material.sees_vendors else Amounts.SUMS,
    )


@dataclass(frozen=True)
class CalendarDrawing:
    """Draws the calendar into any box of a page of 1920 × 1080 px."""

    plan: Plan
    make: MakePage
    facts: Facts
    grouping: str
    colours: Colours

    def draw(self, width: float, height: float, measure: Measure) -> Drawn:
        """Return the calendar, higher than the box where even a few bars find no room."""
        page = self.make(MOST_BARS, MOST_LANES, MOST_BARS)
        setting = Setting(self.plan, page, self._look, measure, self.facts, PRESENTED)
        return Body(setting, self.make, self.grouping).draw(width, height)

    def _look(self, activity: Activity) -> Look:
        return look(activity, self.colours)
