"""The strips of a calendar page: our cost by month, actual filled and plan outlined, and revenue by month."""

from __future__ import annotations

from collections.abc import Sequence

from cmoplanner.i18n import _
from cmoplanner.model.periods import Span
from cmoplanner.report.deck.fitting import fit, line_height, written
from cmoplanner.report.onepage.facts import RevenueMonth, shown_in
from cmoplanner.report.onepage.setting import LABEL, SMALL, Drawing, Setting, TimeColumn
from cmoplanner.report.scaled import Scaled
from cmoplanner.report.timeline.shapes import Line, Rect, Shape, Text

LEAST, MOST = 54.0, 78.0
_ASIDE = 0.12
"""The share of a month's width that is left free on each side of its column."""
_WIDEST = 90.0


def revenue_shown(setting: Setting, time: TimeColumn) -> tuple[RevenueMonth, ...]:
    """Return the months of the revenue strip: whole months only, none where sums are not told."""
    return shown_in(setting.facts.revenue, time.span) if setting.money_in_sums else ()


def draw_spend(setting: Setting, time: TimeColumn, top: float, height: float, drawing: Drawing) -> None:
    """Draw our cost by month: what is booked filled, what is planned outlined behind it."""
    months = setting.page.by_month
    amount = setting.formats.amount
    plan = [amount(net) for _month, net in months]
    booked = [_booked(setting, month) for month, _net in months]
    told = [plan[i] if one is None else one for i, one in enumerate(booked)]
    scaled = Scaled.of(setting.formats, max([*plan, *told, 0.0]))
    most = max([*plan, *told, 1e-9])
    below = scaled.title + " · " + _("plan {money}").format(money=scaled.text(sum(plan)))
    shapes = _head(setting, time, top, height, _("Spend by month"), below)
    base, room = _room(setting, top, height)
    as_of = setting.plan.header.as_of
    for (month, _net), planned, done, value in zip(months, plan, booked, told, strict=True):
        left, width = _column(setting, time, month)
        tall = room * max(0.0, planned) / most
        outline = done is not None or month.end > as_of
        fill = "chart.planned_fill" if month.end > as_of else "surface" if outline else "chart.spent"
        stroke = "accent" if month.end > as_of else "text_3" if outline else ""
        shapes.append(Rect(left, base - tall, width, tall, fill=fill, stroke=stroke))
        if done is not None:
            inset = width * 0.12
            filled = room * max(0.0, done) / most
            shapes.append(Rect(left + inset, base - filled, width - 2 * inset, filled, fill="chart.spent"))
            tall = max(tall, filled)
        shapes += _value(setting, time, month, base - tall, scaled.text(value))
    shapes.append(Line(((time.left, base + 0.5), (time.right, base + 0.5)), "border_strong"))
    drawing.add(_("Spend by month"), (0.0, top, time.right, height), shapes)


def _booked(setting: Setting, month: Span) -> float | None:
    booked = setting.facts.booked.get(month)
    return None if booked is None else setting.formats.amount(booked)


def draw_revenue(
    setting: Setting, time: TimeColumn, months: Sequence[RevenueMonth], top: float, height: float, drawing: Drawing
) -> None:
    """Draw revenue by month from zero: grey without marketing, what marketing adds on it, the range beside it."""
    most = max([1e-9, *(max(month.total, month.high or 0.0) for month in months)])
    scaled = Scaled.of(setting.formats, most)
    below = _("{unit} · grey = base").format(unit=scaled.title)
    shapes = _head(setting, time, top, height, _("Revenue by month"), below)
    base, room = _room(setting, top, height)
    as_of = setting.plan.header.as_of
    for month in months:
        left, width = _column(setting, time, month.span)
        grey, whole = room * max(0.0, month.base) / most, room * max(0.0, month.total) / most
        shapes.append(Rect(left, base - grey, width, grey, fill="chart.base"))
        if whole > grey:
            planned = month.span.end > as_of
            fill, stroke = ("chart.planned_fill", "accent") if planned else ("accent", "")
            shapes.append(Rect(left, base - whole, width, whole - grey, fill=fill, stroke=stroke))
        highest = whole
        if month.low is not None and month.high is not None:
            low, high = room * max(0.0, month.low) / most, room * max(0.0, month.high) / most
            shapes += _range(left + width * 0.66, base - high, width * 0.34, high - low)
            highest = max(whole, high)
        shapes += _value(setting, time, month.span, base - highest, scaled.text(month.total))
    shapes.append(Line(((time.left, base + 0.5), (time.right, base + 0.5)), "border_strong"))
    drawing.add(_("Revenue by month"), (0.0, top, time.right, height), shapes)


def _range(x: float, y: float, w: float, h: float) -> list[Shape]:
    return [
        Rect(x, y, w, h, fill="surface@0.6", hatch="accent", pitch=5.0),
        Line(((x, y), (x + w, y)), "text", 1.5),
        Line(((x, y + h), (x + w, y + h)), "text", 1.5),
    ]


def _column(setting: Setting, time: TimeColumn, month: Span) -> tuple[float, float]:
    left, right = time.ends(month)
    width = min((right - left) * (1 - 2 * _ASIDE), setting.size(_WIDEST))
    return (left + right - width) / 2, max(1.0, width)


def _room(setting: Setting, top: float, height: float) -> tuple[float, float]:
    """Return where the columns stand, and how high the highest may be under its value."""
    base = top + height - setting.size(3)
    return base, height - setting.size(3) - line_height(setting.px(SMALL)) - setting.size(2)


def _value(setting: Setting, time: TimeColumn, month: Span, top: float, words: str) -> list[Shape]:
    left, right = time.ends(month)
    px = setting.px(SMALL)
    high = line_height(px)
    if setting.measure(words, px, 500) > right - left:
        return []  # the columns stand too close: the sum at the left has the money
    return [Text(left, top - high - 1, right - left, high, words, px, 500, "text", "center")]


def _head(setting: Setting, time: TimeColumn, top: float, height: float, title: str, below: str) -> list[Shape]:
    room, sizes = time.left - setting.size(14), (setting.px(LABEL), setting.px(SMALL))
    name = fit(title, room, 2 * line_height(sizes[0]), sizes, 600, setting.measure, most=2)
    note = fit(below, room, height - name.high, (sizes[1],), 400, setting.measure, most=2)
    y = top + max(0.0, (height - name.high - note.high) / 2)
    return [
        *written(name, setting.size(8), y, room, 600),
        *written(note, setting.size(8), y + name.high, room, 400, "text_2"),
    ]
