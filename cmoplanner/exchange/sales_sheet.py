"""The sales sheet: leads, offers and new customers by market cell and month, and what is on when; no money."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from cmoplanner.exchange.book import FIRST, TOTALS, Book, Sheet, cell
from cmoplanner.i18n import _
from cmoplanner.model.choice_words import choice_word
from cmoplanner.model.periods import MONTHS_A_YEAR
from cmoplanner.model.plan import Activity, Cell, Plan
from cmoplanner.projection.carryover import Floats
from cmoplanner.projection.outcome import CellOutcome, Outcome

_MONTH = 4  # the column of the first month
_YEAR = _MONTH + MONTHS_A_YEAR
_PIPELINE = "pipeline"


def write_sales(book: Book, outcome: Outcome) -> None:
    """Write all sheets."""
    plan, pairs = outcome.compiled.plan, list(zip(outcome.compiled.cells, outcome.cells, strict=True))
    rows = [(found.cell, one) for found, one in pairs]
    pipeline = [(where, one) for where, one in rows if where.sales_model == _PIPELINE]
    leads = [(where, _sum(one.flow.leads)) for where, one in pipeline]
    offers = [(where, _sum(one.flow.offers)) for where, one in pipeline]
    won = [(where, _won(one)) for where, one in rows]
    about = _("Expected from the plan's marketing in the fiscal year; without what comes by itself.")
    _by_month(book.sheet("Leads", _("Leads by market cell"), about, pages_wide=1), plan, leads, "")
    _by_month(
        book.sheet("Offers", _("Offers by market cell"), about, pages_wide=1), plan, offers, "offers_capacity_month"
    )
    _by_month(
        book.sheet("Customers", _("New customers by market cell"), about, pages_wide=1),
        plan,
        won,
        "delivery_capacity_month",
    )
    _conversion(book.sheet("Conversion", _("From lead to deal"), _("What the figures rest on.")), plan, rows)
    _calendar(book.sheet("Calendar", _("What is on when"), _("Activities that customers meet."), pages_wide=1), plan)


def _sum(flow: Floats) -> Floats:
    return np.asarray(flow.sum(axis=0)[:MONTHS_A_YEAR])


def _won(one: CellOutcome) -> Floats:
    return np.asarray((_deals(one))[:MONTHS_A_YEAR])


def _deals(one: CellOutcome) -> Floats:
    """Return the deals of a cell by month, under the ceiling of its market. Source: domain C.8, C.11."""
    return np.asarray(one.flow.deals.sum(axis=0) * one.ceiling)


def _by_month(sheet: Sheet, plan: Plan, rows: Sequence[tuple[Cell, Floats]], capacity: str) -> None:
    """Write one row for each market cell; months beyond a capacity are said in words."""
    months = [plan.calendar.month(number + 1).start.strftime("%Y-%m") for number in range(MONTHS_A_YEAR)]
    heads = [
        (_("Segment"), "text", 26.0),
        (_("Offering"), "text", 24.0),
        (_("Sales model"), "text", 12.0),
        (_("Capacity a month"), "number", 11.0),
        *((month, "number", 9.0) for month in months),
        (_("Fiscal year"), "number", 11.0),
        (_("Months beyond capacity"), "text", 24.0),
    ]
    sheet.columns(heads)
    last = FIRST + max(1, len(rows)) - 1
    for place, (where, series) in enumerate(rows):
        line = FIRST + place
        limit = getattr(where, capacity) if capacity else None
        _named(sheet, line, plan, where)
        if limit is not None:
            sheet.put(line, 3, float(limit), "customers", "model")
        for month, value in enumerate(series):
            sheet.put(line, _MONTH + month, float(value), "customers", "model")
        total = f"SUM({cell(line, _MONTH)}:{cell(line, _YEAR - 1)})"
        sheet.formula(line, _YEAR, total, float(series.sum()), "customers")
        beyond = [name for name, value in zip(months, series, strict=True) if limit is not None and value > limit]
        sheet.text(line, _YEAR + 1, ", ".join(beyond))
    sheet.text(TOTALS, 0, _("Total"), "strong")
    for col in range(_MONTH, _YEAR + 1):
        values = [series.sum() if col == _YEAR else series[col - _MONTH] for _where, series in rows]
        formula = f"SUBTOTAL(9,{cell(FIRST, col)}:{cell(last, col)})"
        sheet.formula(TOTALS, col, formula, float(sum(values)), "customers", "total")
    sheet.as_list(last, len(heads), 2)


def _named(sheet: Sheet, line: int, plan: Plan, where: Cell) -> None:
    segment, offering = plan.segments.get(where.segment_id), plan.offerings.get(where.offering_id)
    sheet.text(line, 0, segment.name if segment else where.segment_id)
    sheet.text(line, 1, offering.name if offering else where.offering_id)
    sheet.text(line, 2, choice_word(where.sales_model))


def _conversion(sheet: Sheet, plan: Plan, rows: Sequence[tuple[Cell, CellOutcome]]) -> None:
    heads = [
        (_("Segment"), "text", 26.0),
        (_("Offering"), "text", 24.0),
        (_("Sales model"), "text", 12.0),
        (_("Lead to offer"), "rate", 12.0),
        (_("Offer to deal"), "rate", 12.0),
        (_("Months lead to offer"), "number", 12.0),
        (_("Months offer to deal"), "number", 12.0),
        (_("Orders per response"), "rate", 12.0),
    ]
    sheet.columns(heads)
    keys = (
        ("lead_to_offer", "rate"),
        ("offer_to_deal", "rate"),
        ("lag_lead_offer", "number"),
        ("lag_offer_deal", "number"),
    )
    for place, (where, _one) in enumerate(rows):
        line = FIRST + place
        _named(sheet, line, plan, where)
        if where.sales_model == _PIPELINE:
            for number, (key, kind) in enumerate(keys):
                value = getattr(where, key)
                if value is not None:
                    sheet.put(line, 3 + number, float(value), kind, "model")
        elif where.order_rate is not None:
            sheet.put(line, 7, float(where.order_rate), "rate", "model")
    sheet.as_list(FIRST + max(1, len(rows)) - 1, len(heads), 2)


def _calendar(sheet: Sheet, plan: Plan) -> None:
    heads = [
        (_("Start"), "text", 12.0),
        (_("End"), "text", 12.0),
        (_("Activity"), "text", 40.0),
        (_("Campaign"), "text", 26.0),
        (_("Channel"), "text", 20.0),
        (_("Segments"), "text", 34.0),
        (_("Region"), "text", 14.0),
        (_("Owner"), "text", 24.0),
        (_("Status"), "text", 12.0),
    ]
    sheet.columns(heads)
    shown = [
        row for row in plan.activities.values() if not row.cancelled and row.audience == "customer" and row.channel_id
    ]
    shown.sort(key=lambda row: (row.start, row.name))
    for place, row in enumerate(shown):
        line = FIRST + place
        campaign, channel = plan.campaigns.get(row.campaign_id or ""), plan.channels.get(row.channel_id or "")
        sheet.put(line, 0, row.start, "date", "label")
        sheet.put(line, 1, row.end, "date", "label")
        texts = (
            row.name,
            campaign.name if campaign else "",
            channel.name if channel else "",
            _segments(plan, row),
            row.region,
            row.owner_role,
            choice_word(row.status),
        )
        for col, text in enumerate(texts, start=2):
            sheet.text(line, col, text)
    sheet.as_list(FIRST + max(1, len(shown)) - 1, len(heads), 3)


def _segments(plan: Plan, row: Activity) -> str:
    cells = [found for target in row.targets if (found := plan.cells.get(target.cell_id)) is not None]
    names = [plan.segments[one.segment_id].name for one in cells if one.segment_id in plan.segments]
    return ", ".join(dict.fromkeys(names))
