"""The sentences of a comparison, with figures and days as the newer plan's locale writes them."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from babel.dates import format_date
from babel.numbers import format_decimal

from cmoplanner.i18n import _, known_locale, mark, ngettext
from cmoplanner.model import fields, values
from cmoplanner.model.choice_words import choice_word
from cmoplanner.model.fields import Field, Kind, Table
from cmoplanner.model.plan import Activity, Plan

_NOTHING = "–"
_LONGEST = 60
_BEFORE = 20  # as many characters of what is the same stand before what differs
_MINUS = "\u2212"
_TOTALS = {
    "topdown_budget": mark("Top-down budget"),
    "planned_gross": mark("Planned, gross"),
    "planned_net": mark("Planned, net"),
}
KNOWN_BY: dict[str, tuple[str, ...]] = {
    "cell": ("offering_id", "segment_id"),
    "lane": ("channel_id", "cell_id"),
    "envelope": ("fiscal_year", "quarter", "cost_centre_id", "category_id", "region"),
    "mdf_fund": ("partner_id", "period_start"),
    "kpi_value": ("kpi_id", "month"),
    "assumption": ("scope", "parameter"),
    "scenario_override": ("scenario_id", "selector", "field"),
    "commitment": ("id", "activity_id", "vendor_id"),
    "actual": ("activity_id", "month"),
    "forecast_override": ("activity_id", "month"),
    "variance_note": ("activity_id", "month"),
    "transfer": ("from_envelope_id", "to_envelope_id"),
    "erp_rule": ("gives", "equals"),
    "past_month": ("channel_id", "month"),
    "mdf_claim": ("activity_id", "claim_date"),
    "joint_plan": ("partner_id", "goal"),
    "approval_rule": ("approver_role",),
    "approval": ("activity_id", "contract_id", "campaign_id", "step", "role"),
    "feedback": ("text",),
    "idea": ("idea",),
    "finding_decision": ("rule_id", "subject"),
    "rule_setting": ("rule_id", "threshold"),
    "guideline_acknowledgement": ("asset_id", "role", "partner_id"),
    "deck_page": ("kind", "title"),
    "message_variant": ("message_id", "language", "region"),
    "activity_link": ("activity_id", "linked_id"),
}
"""Rows without a name of their own, and the fields by which people know them."""
SPANS = (("start", "end"), ("period_start", "period_end"), ("date",))
"""The fields, first and last, that say when a row is."""


@lru_cache(maxsize=4096)
def _number(value: float, decimals: int, locale: str) -> str:
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    return str(format_decimal(value + 0.0, format=pattern, locale=locale)).replace("-", _MINUS)


@lru_cache(maxsize=4096)
def _day(day: date, locale: str) -> str:
    return str(format_date(day, "medium", locale=locale))


class Words:
    """Says what differs between two plans; each side's ids are named as that side names them."""

    def __init__(self, old: Plan, new: Plan) -> None:
        self.old = old
        self.new = new
        self._locale = known_locale(new.header.locale)

    def name(self, plan: Plan, table: Table, row: Any) -> str:
        """Return what a row is called by people; its id where it has no name."""
        if table.name in KNOWN_BY:
            parts = (self._part(plan, table, row, key) for key in KNOWN_BY[table.name])
            return " · ".join(part for part in parts if part) or str(row.id)
        texts = [field.key for field in table.fields if field.kind in (Kind.TEXT, Kind.NOTE)]
        keys = [key for key in ("name", "title", "positioning", "value_proposition") if key in texts] or texts
        found = next((text for key in keys if (text := getattr(row, key))), "")
        return _short(found) or str(row.id)

    def _part(self, plan: Plan, table: Table, row: Any, key: str) -> str:
        """Return a field of a row as a part of what the row is called, "" where it is empty."""
        value = row.id if key == "id" else getattr(row, key)
        if value is None or value == "":
            return ""
        if key == "id" or isinstance(value, int):
            return _("Q{n}").format(n=value) if key == "quarter" else str(value)
        field = table.field(key)
        if field.kind is Kind.REF:
            return self._named(plan, field.refers_to, value)
        return _day(value, self._locale) if field.kind is Kind.DATE else _short(str(value))

    def added(self, table: Table | None, name: str) -> str:
        """Say that a row is new; without a table it is one of the tables kept word for word."""
        return _("Added {noun} “{name}”").format(noun=_noun(table), name=name)

    def removed(self, table: Table | None, name: str) -> str:
        """Say that a row is gone."""
        return _("Removed {noun} “{name}”").format(noun=_noun(table), name=name)

    def reordered(self, table: Table) -> str:
        """Say that rows stand in another order."""
        return _("{noun}: other order").format(noun=_(table.label))

    def renamed(self, old: str, new: str) -> str:
        """Say that a row has another name."""
        return _("Renamed “{old}” to “{new}”").format(**dict(zip(("old", "new"), _apart(old, new), strict=True)))

    def moved(self, name: str, days: int) -> str:
        """Say that a row's days moved together."""
        return _("Moved “{name}” {shift}").format(name=name, shift=self.shift(days))

    def shift(self, days: int) -> str:
        """Say by how much days moved."""
        weeks, rest = divmod(abs(days), 7)
        n = abs(days) if rest else weeks
        if rest:
            earlier = ngettext("{n} day earlier", "{n} days earlier", n)
            later = ngettext("{n} day later", "{n} days later", n)
        else:
            earlier = ngettext("{n} week earlier", "{n} weeks earlier", n)
            later = ngettext("{n} week later", "{n} weeks later", n)
        return (earlier if days < 0 else later).format(n=n)

    def told(self, name: str, what: str) -> str:
        """Say of a row what is other."""
        return _("“{name}”: {what}").format(name=name, what=what)

    def dates(self, old: Sequence[date | None], new: Sequence[date | None]) -> str:
        """Say which days a row had and has."""
        return f"{self._span(old)} → {self._span(new)}"

    def changed(self, field: Field, old: Any, new: Any) -> str:
        """Say what a field held and holds; of money also by how much."""
        if field.kind is Kind.MONEY:
            return f"{_(field.label)} {self._change(old, new)}"
        if field.kind is Kind.NUMBERS and old and new and len(old) == len(new):
            return f"{_(field.label)} {self._by_month(old, new)}"
        if field.kind is Kind.NUMBERS:
            return f"{_(field.label)} {_months(old)} → {_months(new)}"
        before, after = self._value(self.old, field, old), self._value(self.new, field, new)
        if field.kind is Kind.RATE and before == after:
            before, after = self._percent(old, exact=True), self._percent(new, exact=True)
        before, after = _apart(before, after)
        if field.kind in (Kind.TEXT, Kind.NOTE):
            before, after = (text if text == _NOTHING else f"“{text}”" for text in (before, after))
        return f"{_(field.label)} {before} → {after}"

    def _by_month(self, old: Sequence[float], new: Sequence[float]) -> str:
        """Return what differs in values of one month each."""
        pairs = enumerate(zip(old, new, strict=True), 1)
        return "; ".join(
            _("month {n}: {before} → {after}").format(
                n=n, before=values.number_text(before), after=values.number_text(after)
            )
            for n, (before, after) in pairs
            if before != after
        )

    def was_called(self, old: str, new: str) -> str:
        """Say what a row was called before."""
        return _("Was “{name}”").format(name=_apart(old, new)[0])

    def targets(self, old: Activity, new: Activity) -> str:
        """Say where an activity went and goes."""
        return _("Goes to {before} → {after}").format(
            before=self._targets(self.old, old), after=self._targets(self.new, new)
        )

    def further(self) -> str:
        """Say that something changed that the program keeps word for word."""
        return _("What is kept word for word changed")

    def other_order(self) -> str:
        """Say that the rows of a table stand in another order."""
        return _("Other order")

    def about(self, plan: Plan, table: Table, row: Any) -> str:
        """Return when a row is and what it costs, as far as it says so."""
        dates = {field.key for field in table.fields if field.kind is Kind.DATE}
        span = next((span for span in SPANS if dates.issuperset(span)), ())
        days = [day for key in span if (day := getattr(row, key)) is not None]
        money = next((field for field in table.fields if field.kind is Kind.MONEY and getattr(row, field.key)), None)
        parts = [self._span(days)] if days else []
        if money is not None:
            parts.append(f"{_(money.label)} {self._money(plan, getattr(row, money.key))}")
        return " · ".join(parts)

    def total(self, key: str, old: int, new: int) -> str:
        """Say what a sum of the whole plan was and is."""
        return _("{label}: {change}").format(label=self.total_label(key), change=self._change(old, new))

    def total_label(self, key: str) -> str:
        """Return what a sum of the whole plan is called."""
        return _(_TOTALS[key])

    def figures(self, old: int, new: int) -> tuple[str, str, str]:
        """Return a sum before and after, and its change where there is one in the same currency, as texts."""
        before, after = self._money(self.old, old), self._money(self.new, new)
        if not self._same_currency():
            return f"{before} {self.old.header.currency}", f"{after} {self.new.header.currency}", _NOTHING
        return before, after, self._signed(new - old) if new != old else _NOTHING

    def _same_currency(self) -> bool:
        one, other = self.old.header, self.new.header
        return (one.currency, one.currency_decimals) == (other.currency, other.currency_decimals)

    def _signed(self, minor: int) -> str:
        return f"{'+' if minor > 0 else ''}{self._money(self.new, minor)}"

    def _change(self, old: int | None, new: int | None) -> str:
        before, after = self._money(self.old, old), self._money(self.new, new)
        if not self._same_currency():
            return f"{self.old.header.currency} {before} → {self.new.header.currency} {after}"
        if old is None or new is None:
            return f"{before} → {after}"
        if old == new:
            return after
        return f"{before} → {after} ({self._signed(new - old)})"

    def _money(self, plan: Plan, minor: int | None) -> str:
        if minor is None:
            return _NOTHING
        decimals = plan.header.currency_decimals
        return _number(minor / 10**decimals, decimals, self._locale)

    def _span(self, days: Sequence[date | None]) -> str:
        texts = [_NOTHING if day is None else _day(day, self._locale) for day in days]
        return " – ".join(dict.fromkeys(texts))

    def _value(self, plan: Plan, field: Field, value: Any) -> str:
        if value is None or value in ("", ()):
            return _NOTHING
        match field.kind:
            case Kind.DATE:
                return _day(value, self._locale)
            case Kind.FLAG:
                return _("yes") if value else _("no")
            case Kind.RATE:
                return self._percent(value)
            case Kind.CHOICE:
                return choice_word(value)
            case Kind.REF:
                return f"“{self._named(plan, field.refers_to, value)}”"
            case Kind.REFS:
                return ", ".join(self._named(plan, field.refers_to, part) for part in value)
            case Kind.TEXT | Kind.NOTE:
                return str(value)
            case Kind.LIST:
                return ", ".join(value)
            case _:
                return values.to_text(field, value, plan.header.currency_decimals).replace("_", " ")

    def _percent(self, rate: float, *, exact: bool = False) -> str:
        """Return a share in percent, with as many digits as tell it from others; `exact` with all that it has."""
        if exact:
            digits = f"{(Decimal(repr(float(rate))) * 100).normalize():f}"
            return digits.replace(".", _number(0.5, 1, self._locale)[1]).replace("-", _MINUS) + "\u00a0%"
        text = _number(round(100 * rate, 4), 4, self._locale)
        point = _number(0.5, 1, self._locale)[1]
        return f"{text.rstrip('0').rstrip(point)}\u00a0%"

    def _targets(self, plan: Plan, activity: Activity) -> str:
        parts = (
            f"{self._named(plan, 'cell', target.cell_id)} {self._percent(target.share)}" for target in activity.targets
        )
        return ", ".join(parts) or _NOTHING

    def _named(self, plan: Plan, table_name: str, row_id: str | None) -> str:
        table = fields.table(table_name)
        row = getattr(plan, table.attribute).get(row_id)
        return str(row_id or _NOTHING) if row is None else self.name(plan, table, row)


def _noun(table: Table | None) -> str:
    return _("table") if table is None else _(table.label)


def _short(text: str) -> str:
    line = text.strip().partition("\n")[0]
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1].rstrip() + "…"


def _apart(old: str, new: str) -> tuple[str, str]:
    """Return two texts in one line each, shortened so that the first place where they differ stays in sight."""
    lines = [text.replace("\r", "").replace("\n", " ¶ ") for text in (old, new)]
    same = next((n for n, (one, other) in enumerate(zip(*lines, strict=False)) if one != other), min(map(len, lines)))
    begin = 0 if same < _LONGEST - _BEFORE else same - _BEFORE
    cut = [("…" if begin else "") + line[begin:] for line in lines]
    one, other = (line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "…" for line in cut)
    return one, other


def _months(amounts: Sequence[float] | None) -> str:
    """Return values of one month each, those that are not 0."""
    parts = ((n, values.number_text(amount)) for n, amount in enumerate(amounts or (), 1) if amount)
    return ", ".join(_("month {n}: {value}").format(n=n, value=text) for n, text in parts) or _NOTHING
