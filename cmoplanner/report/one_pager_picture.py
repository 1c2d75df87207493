"""The one-pager as shapes that fill a page: title, time, key dates, lanes with their bars, and the spend by month."""

from dataclasses import dataclass
from functools import cached_property

from babel.dates import format_skeleton

from cmoplanner.i18n import _, ngettext
from cmoplanner.model.periods import Span
from cmoplanner.model.plan import Milestone, Plan
from cmoplanner.report.drawn import Drawn, LookOf, Spot, bar_box
from cmoplanner.report.formats import Formats
from cmoplanner.report.name_words import beside_figures
from cmoplanner.report.one_pager import OnePager, PageBar, PageLane
from cmoplanner.report.timeline.axis import Axis
from cmoplanner.report.timeline.packing import pack
from cmoplanner.report.timeline.shapes import Line, Measure, Rect, Region, Shape, Text, diamond

MARGIN = 32.0
TITLE = 66.0
AXIS = 46.0
DATES = 26.0
SPEND = 84.0
FOOTER = 26.0
SIDE = 244.0
_LEAST_ROW, _MOST_ROW = 17.0, 40.0
_LANE_PADDING = 6.0
_GAP = 8.0


@dataclass(frozen=True)
class PagePicture:
    """A one-pager ready to be drawn on a page of any size."""

    plan: Plan
    page: OnePager
    look: LookOf
    measure: Measure
    title: str

    def draw(self, width: float, height: float) -> Drawn:
        """Return the page; it is filled, and higher than asked where its rows would get too low to read."""
        axis = self._axis(width)
        packed = [self._packed(lane, axis) for lane in self.page.lanes]
        rows = sum(count for _rows, count in packed)
        paddings = _LANE_PADDING * len(packed)
        fixed = 2 * MARGIN + TITLE + AXIS + self._dates_height(axis) + SPEND + FOOTER
        row = min(_MOST_ROW, max(_LEAST_ROW, (height - fixed - paddings) / max(1, rows)))
        height = max(height, fixed + paddings + rows * row)
        spare = (height - fixed - paddings - rows * row) / max(1, len(packed))
        shapes: list[Shape] = [Rect(0, 0, width, height, fill="surface"), *self._title(width)]
        spots: list[Spot] = []
        y = MARGIN + TITLE + AXIS
        shapes += self._grid(axis, y, height - MARGIN - FOOTER)
        shapes += self._head(axis, width)
        shapes += self._key_dates(axis, y)
        y += self._dates_height(axis)
        shapes.append(Line(((MARGIN, y - 0.5), (width - MARGIN, y - 0.5)), "border_strong"))
        for lane, (places, count) in zip(self.page.lanes, packed, strict=True):
            tall = count * row + _LANE_PADDING + spare
            shapes += self._lane(lane, places, axis, y, tall, row, (tall - count * row) / 2, spots)
            y += tall
            shapes.append(Line(((MARGIN, y - 0.5), (width - MARGIN, y - 0.5)), "border"))
        shapes += self._spend(axis, height - MARGIN - FOOTER - SPEND)
        shapes += self._footer(width, height)
        return Drawn(width, height, [Region(0, 0, width, height, shapes)], tuple(spots))

    @cached_property
    def formats(self) -> Formats:
        """How figures and days are written."""
        return Formats.of(self.plan)

    def _axis(self, width: float) -> Axis:
        time = width - 2 * MARGIN - SIDE
        return Axis(self.page.span.start, time / self.page.span.days, self.plan.calendar, self.formats.locale)

    def _x(self, axis: Axis, span: Span) -> tuple[float, float]:
        return MARGIN + SIDE + axis.x(span.start), MARGIN + SIDE + axis.x_end(span.end)

    # around the lanes

    def _title(self, width: float) -> list[Shape]:
        page, header, formats = self.page, self.plan.header, self.formats
        n = page.activities
        told = ngettext(
            "{range} · {money} {currency} for {n} activity", "{range} · {money} {currency} for {n} activities", n
        ).format(range=self.title, money=formats.short(page.net), currency=formats.currency, n=n)
        below = " · ".join((header.company, header.name, formats.days(page.span.start, page.span.end)))
        return [
            Text(MARGIN, MARGIN - 6, width - 2 * MARGIN, 34, told, 24, 700),
            Text(MARGIN, MARGIN + 30, width - 2 * MARGIN, 20, below, 13, 400, "text_2"),
        ]

    def _head(self, axis: Axis, width: float) -> list[Shape]:
        top = MARGIN + TITLE
        shapes: list[Shape] = [Rect(MARGIN, top, width - 2 * MARGIN, AXIS, fill="band")]
        for ticks, y, weight, ink in (
            (axis.upper(self.page.span.start, self.page.span.end), top, 600, "text"),
            (axis.lower(self.page.span.start, self.page.span.end), top + 22, 400, "text_2"),
        ):
            for tick in ticks:
                x0, x1 = self._x(axis, tick.span)
                x0, x1 = max(x0, MARGIN + SIDE), min(x1, width - MARGIN)
                if x1 - x0 > self.measure(tick.label, 12, weight) + 8:
                    shapes.append(Text(x0 + 6, y, 0, 22, tick.label, 12, weight, ink))
        currency = _("{currency} net").format(currency=self.formats.currency)
        shapes.append(Text(MARGIN + 10, top, SIDE - 16, AXIS, currency, 12, 400, "text_2"))
        return shapes

    def _grid(self, axis: Axis, top: float, bottom: float) -> list[Shape]:
        shapes: list[Shape] = []
        for month, _net in self.page.by_month:
            x = self._x(axis, month)[0] + 0.5
            shapes.append(Line(((x, top - AXIS), (x, bottom)), "border"))
        today = self.plan.header.as_of
        if today in self.page.span:
            x = self._x(axis, Span(today, today))[1]
            shapes.append(Line(((x, top - AXIS), (x, bottom)), "today", 2))
        return shapes

    def _dates(self) -> list[Milestone]:
        found = [row for row in self.plan.milestones.values() if row.date in self.page.span]
        return sorted(found, key=lambda row: row.date)

    def _date_rows(self, axis: Axis) -> tuple[list[int], int]:
        dates = self._dates()
        lefts = [axis.x(row.date) for row in dates]
        rights = [left + 20 + self.measure(row.title, 12, 500) for left, row in zip(lefts, dates, strict=True)]
        return pack(lefts, rights, _GAP)

    def _dates_height(self, axis: Axis) -> float:
        return DATES * self._date_rows(axis)[1]

    def _key_dates(self, axis: Axis, top: float) -> list[Shape]:
        dates = self._dates()
        rows, _count = self._date_rows(axis)
        shapes: list[Shape] = [Text(MARGIN + 10, top, SIDE - 16, DATES, _("Key dates"), 13, 600)] if dates else []
        right = MARGIN + SIDE + axis.width(self.page.span)
        for milestone, row in zip(dates, rows, strict=True):
            x, y = MARGIN + SIDE + axis.x(milestone.date), top + row * DATES
            words = self.measure(milestone.title, 12, 500)
            shapes.append(diamond(x + 6, y + DATES / 2, 11, filled=milestone.status == "done"))
            if x + 16 + words <= right:
                shapes.append(Text(x + 16, y, 0, DATES, milestone.title, 12, 500))
            else:
                shapes.append(Text(x - 4 - words, y, words, DATES, milestone.title, 12, 500, "text", "right"))
        return shapes

    def _spend(self, axis: Axis, top: float) -> list[Shape]:
        months = self.page.by_month
        most = max((net for _month, net in months), default=0)
        shapes: list[Shape] = [
            Text(MARGIN + 10, top + 14, SIDE - 16, 20, _("Spend by month"), 13, 600),
            Text(MARGIN + 10, top + 34, SIDE - 16, 18, self._total(), 12, 400, "text_2"),
        ]
        base = top + SPEND - 6
        today = self.plan.header.as_of
        for month, net in months:
            x0, x1 = self._x(axis, month)
            tall = (SPEND - 36) * max(0, net) / most if most > 0 else 0.0
            fill = "chart.spent" if month.end <= today else "chart.planned_fill"
            shapes.append(Rect(x0 + 6, base - tall, max(2.0, x1 - x0 - 12), tall, fill=fill))
            shapes.append(Text(x0, base - tall - 20, x1 - x0, 18, self.formats.short(net), 12, 500, "text", "center"))
        end = MARGIN + SIDE + axis.width(self.page.span)
        shapes.append(Line(((MARGIN + SIDE, base + 0.5), (end, base + 0.5)), "border_strong"))
        return shapes

    def _total(self) -> str:
        return _("total {money}").format(money=self.formats.whole(self.page.net))

    def _footer(self, width: float, height: float) -> list[Shape]:
        header = self.plan.header
        y = height - MARGIN - FOOTER + 8
        words = _("Version {n} · as of {day} · money is our net cost in these days").format(
            n=header.version, day=self.formats.weekday(header.as_of)
        )
        return [
            Line(((MARGIN, y), (width - MARGIN, y)), "border"),
            Text(MARGIN, y + 4, width - 2 * MARGIN, 18, words, 12, 400, "text_2"),
        ]

    # the lanes

    def _packed(self, lane: PageLane, axis: Axis) -> tuple[list[int], int]:
        lefts, rights = [], []
        for bar in lane.bars:
            left, right = axis.x(bar.span.start), max(axis.x(bar.span.start) + 6, axis.x_end(bar.span.end))
            words = self._words_width(bar)
            if words + 16 > right - left:
                if right + words + 8 <= axis.width(self.page.span):
                    right += words + 8
                else:
                    left -= words + 8
            lefts.append(left)
            rights.append(right)
        return pack(lefts, rights, _GAP)

    def _words(self, bar: PageBar) -> str:
        return f"{beside_figures(bar.name)}  {self.formats.short(bar.net)}" if bar.net else bar.name

    def _words_width(self, bar: PageBar) -> float:
        return self.measure(self._words(bar), 12, 500)

    def _lane(
        self,
        lane: PageLane,
        rows: list[int],
        axis: Axis,
        top: float,
        tall: float,
        row: float,
        inset: float,
        spots: list[Spot],
    ) -> list[Shape]:
        whole = self.page.net or 1
        money = f"{self.formats.whole(lane.net)} · {self.formats.percent(lane.net / whole)}"
        middle = top + tall / 2
        if tall >= 38:
            shapes: list[Shape] = [
                Text(MARGIN + 10, middle - 19, SIDE - 20, 20, lane.name, 13, 600),
                Text(MARGIN + 10, middle, SIDE - 20, 18, money, 12, 400, "text_2"),
            ]
        else:
            shapes = [Text(MARGIN + 10, middle - 10, SIDE - 20, 20, lane.name, 13, 600)]
        for bar, place in zip(lane.bars, rows, strict=True):
            shapes += self._bar(bar, axis, top + inset + place * row, row, spots)
        return shapes

    def _rolled_look(self, bar: PageBar) -> tuple[str, str]:
        """Return fill and line of several activities as one bar: in their colour where they share one."""
        looks = [self.look(activity) for activity in bar.activities if not activity.cancelled]
        colours = {(one.stroke or one.fill).rpartition(".")[2] for one in looks}
        if len(colours) != 1:
            return "band", "border_strong"
        colour = colours.pop()
        return f"bar.tint.{colour}", f"categorical.{colour}"

    def _bar(self, bar: PageBar, axis: Axis, y: float, row: float, spots: list[Spot]) -> list[Shape]:
        x0, x1 = self._x(axis, bar.span)
        x1 = max(x1, x0 + 6)
        tall = row - 3
        if bar.rolled:
            fill, stroke = self._rolled_look(bar)
            shapes: list[Shape] = [Rect(x0, y, x1 - x0, tall, fill=fill, stroke=stroke, radius=4)]
            ink = "text"
        else:
            look = self.look(bar.activities[0])
            shapes, ink = [bar_box(look, x0, y, x1 - x0, tall)], look.ink
        words, room = self._words(bar), self._words_width(bar)
        if room + 16 <= x1 - x0:
            shapes.append(Text(x0 + 8, y, x1 - x0 - 12, tall, words, 12, 500, ink))
        elif x1 + room + 8 <= MARGIN + SIDE + axis.width(self.page.span):
            shapes.append(Text(x1 + 6, y, room + 2, tall, words, 12, 500))
        else:
            left = max(MARGIN + SIDE, x0 - room - 8)
            shapes.append(Text(left, y, x0 - left - 6, tall, words, 12, 500, "text", "right"))
        said = ", ".join((words, self.formats.days(bar.span.start, bar.span.end)))
        kind = "more" if bar.rolled else "activity"
        spots.append(Spot(kind, bar.activities[0].id, (x0, y, x1 - x0, tall), said, bar.span.start))
        return shapes


def range_title(plan: Plan, span: Span) -> str:
    """Return what a range of days is called: "FY27 Q2", "FY2027", "FY27 H1", a month, or its days."""
    calendar, locale = plan.calendar, Formats.of(plan).locale
    year = f"FY{calendar.fy_end.year % 100:02d}"
    if span == calendar.year:
        return plan.header.fy_label or calendar.label
    for number in range(1, 5):
        if span == calendar.quarter(number):
            return f"{year} {_('Q{n}').format(n=number)}"
    for number in (1, 2):
        if span == Span(calendar.quarter(2 * number - 1).start, calendar.quarter(2 * number).end):
            return f"{year} {_('H{n}').format(n=number)}"
    if span in [month for month in calendar.months if month.start.day == 1]:
        return format_skeleton("yMMMM", span.start, locale=locale)
    return Formats.of(plan).days(span.start, span.end)
