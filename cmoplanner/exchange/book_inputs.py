"""The assumptions sheet of the workbook: every number that the projection rests on, one a row, to be changed there."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from cmoplanner.exchange.book import FIRST, HEAD, Book, Sheet, cell
from cmoplanner.exchange.book_plan import month_head
from cmoplanner.i18n import _
from cmoplanner.model.field import Field, Kind
from cmoplanner.model.fields import table
from cmoplanner.model.periods import MONTHS_A_YEAR
from cmoplanner.model.plan import Plan
from cmoplanner.projection.compile import Compiled

VALUE = 5
_LOW, _HIGH, _CONFIDENCE, _SOURCE, _DATE, _NUMBER = 6, 7, 8, 9, 10, 11

_OF_PLAN = ("discount_rate", "synergy_kappa", "clv_horizon_months")
_OF_CHANNEL = (
    "unit_cost", "lead_rate", "quality", "order_factor", "sigma", "slope", "half_life_weeks", "delay_months",
    "long_term_multiplier",
)  # fmt: skip
_OF_CELL = (
    "customers_start", "prospects", "arpa_month", "first_order_value", "gross_margin", "retention_year",
    "retention_new_year", "expansion_year", "referral_year", "base_new_month", "base_responses_month", "order_rate",
    "base_erosion_year", "lead_to_offer", "offer_to_deal", "lag_lead_offer", "lag_offer_deal", "ret_half_spend",
    "ret_max_effect",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Input:
    scope: str
    name: str
    parameter: str
    label: str
    unit: str
    kind: str
    value: float | None


class Inputs:
    """All assumptions of a plan, each with its cell on the sheet; other sheets refer to these cells alone."""

    def __init__(self, sheet: Sheet, compiled: Compiled) -> None:
        self.sheet = sheet
        self._plan = compiled.plan
        self._inputs = list(_inputs(compiled))
        self._rows = {(one.scope, one.parameter): FIRST + i for i, one in enumerate(self._inputs)}

    @property
    def keys(self) -> list[tuple[str, str]]:
        """Scope and parameter of every assumption."""
        return list(self._rows)

    def at(self, scope: str, parameter: str) -> str:
        """Return the address of an assumption for formulas of any sheet."""
        return self.sheet.absolute(self._rows[scope, parameter], VALUE)

    def season(self, offering: str, t: int) -> str:
        """Return the address of an offering's season in month t of the horizon, "1" where it has none."""
        key = (f"offering:{offering}", f"seasonality_{t % MONTHS_A_YEAR + 1}")
        return self.sheet.absolute(self._rows[key], VALUE) if key in self._rows else "1"

    def seasons(self) -> dict[str, tuple[str, float]]:
        """Return the range of each offering's season, and what it adds up to."""
        found = {}
        for row in self._plan.offerings.values():
            first = self._rows.get((f"offering:{row.id}", "seasonality_1"))
            if first is not None:
                found[row.id] = (self.sheet.range(VALUE, first, first + MONTHS_A_YEAR - 1), sum(row.seasonality))
        return found

    @property
    def out_of_place(self) -> str:
        """The formula that counts rows that are not in their place any more, as after sorting."""
        numbers = self.sheet.range(_NUMBER, FIRST, FIRST + len(self._inputs) - 1)
        return f"SUMPRODUCT(1*({numbers}<>ROW({numbers})-{FIRST}))"

    def write(self, book: Book) -> None:
        """Write the sheet."""
        sheet = self.sheet
        sheet.columns(
            [
                (_("Assumption (id)"), "text", 40.0),
                (_("Of"), "text", 12.0),
                (_("Name"), "text", 30.0),
                (_("Parameter"), "text", 34.0),
                (_("Unit"), "text", 18.0),
                (_("Value"), "number", 15.0),
                (_("Low (10 %)"), "number", 13.0),
                (_("High (90 %)"), "number", 13.0),
                (_("Confidence"), "text", 11.0),
                (_("Source"), "text", 50.0),
                (_("Date"), "date", 11.0),
                (_("Place"), "number", 7.0),
            ]
        )
        register = {(row.scope, row.parameter): row for row in self._plan.assumptions.values()}
        for number, one in enumerate(self._inputs, FIRST):
            texts = (f"{one.scope}:{one.parameter}", one.scope.partition(":")[0], one.name, one.label, one.unit)
            for col, text in enumerate(texts):
                sheet.text(number, col, text)
            sheet.put(number, VALUE, one.value, one.kind)
            sheet.put(number, _NUMBER, number - FIRST + 1, "count", "note")
            known = register.get((one.scope, one.parameter))
            if known is not None:
                sheet.put(number, _LOW, known.low_p10, one.kind, "label")
                sheet.put(number, _HIGH, known.high_p90, one.kind, "label")
                sheet.text(number, _CONFIDENCE, known.confidence)
                sheet.text(number, _SOURCE, known.source)
                sheet.put(number, _DATE, known.date, "date", "label")
        sheet.worksheet.freeze_panes(FIRST, 4)
        sheet.worksheet.repeat_rows(HEAD)

    def example(self) -> str:
        """Return the place of the first value, for a text that speaks of it."""
        return cell(FIRST, VALUE)


def _inputs(compiled: Compiled) -> Iterator[_Input]:
    plan = compiled.plan
    yield from _fields(plan, "plan", "plan", _OF_PLAN, plan.header, plan.header.name)
    for channel in plan.channels.values():
        yield from _fields(plan, "channel", f"channel:{channel.id}", _OF_CHANNEL, channel, channel.name)
    for campaign in plan.campaigns.values():
        yield from _fields(plan, "campaign", f"campaign:{campaign.id}", ("integration",), campaign, campaign.name)
    for compiled_cell in compiled.cells:
        market = compiled_cell.cell
        yield from _fields(plan, "cell", f"cell:{market.id}", _OF_CELL, market, _cell_name(plan, market.id))
    for i, compiled_cell in enumerate(compiled.cells):
        for number in compiled_cell.channels:
            yield from _lane(compiled, i, compiled.setting.channel_ids[number])
    for lever in plan.levers.values():
        yield from _fields(plan, "lever", f"lever:{lever.id}", ("multiplier",), lever, lever.name)
    for offering in plan.offerings.values():
        if len(offering.seasonality) == MONTHS_A_YEAR:
            for month, value in enumerate(offering.seasonality, 1):
                label = _("Season, {month}").format(month=month_head(plan, month))
                key = f"seasonality_{month}"
                yield _Input(f"offering:{offering.id}", offering.name, key, label, "×", "number", value)


def lane_scope(channel: str, market: str) -> str:
    """Return the scope of a response curve's assumptions."""
    return f"lane:{channel}|{market}"


def _lane(compiled: Compiled, place: int, channel: str) -> Iterator[_Input]:
    """Yield the reference spend (empty where the plan's own pressure gives it) and the fit of a response curve."""
    market = compiled.cells[place].cell
    lane = compiled.setting.lanes.get((channel, market.id))
    scope = lane_scope(channel, market.id)
    name = f"{compiled.plan.channels[channel].name} → {_cell_name(compiled.plan, market.id)}"
    stored = lane.ref_spend_month if lane and lane.ref_spend_month > 0 else None
    for key, value in (("ref_spend_month", stored), ("fit", lane.fit if lane else 1.0)):
        field = table("lane").field(key)
        yield _Input(scope, name, key, _(field.label), _unit(field, compiled.plan), _kind(field), value)


def _cell_name(plan: Plan, cell_id: str) -> str:
    market = plan.cells[cell_id]
    segment, offering = plan.segments.get(market.segment_id), plan.offerings.get(market.offering_id)
    return f"{segment.name if segment else ''} × {offering.name if offering else ''}"


def _fields(plan: Plan, of: str, scope: str, keys: tuple[str, ...], row: Any, name: str) -> Iterator[_Input]:
    for key in keys:
        field = table(of).field(key)
        value = getattr(row, key)
        number = None if value is None else float(value)
        yield _Input(scope, name, key, _(field.label), _unit(field, plan), _kind(field), number)


def _unit(field: Field, plan: Plan) -> str:
    unit = _(field.unit) if field.unit else ""
    return f"{plan.header.currency} {unit}".strip() if field.kind is Kind.AMOUNT else unit


def _kind(field: Field) -> str:
    """Return the number format: amounts of the model are not rounded to the currency's minor unit."""
    return "rate" if field.kind is Kind.RATE else "number"
