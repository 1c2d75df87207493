"""The sentences of a comparison, with figures and days as the newer plan's locale writes them."""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from babel.dates import format_date
from babel.numbers import format_decimal

from cmoplanner.i18n import _, known_locale, mark, ngettext
from cmoplanner.model import fields, values
from cmoplanner.model.fields import Field, Kind, Table
from cmoplanner.model.plan import Activity, Plan

_NOTHING = "–"
_LONGEST = 60
_MINUS = "\u2212"
_TOTALS = {
    "topdown_budget": mark("Top-down budget: {change}"),
    "planned_gross": mark("Planned, gross: {change}"),
    "planned_net": mark("Planned, net: {change}"),
}


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
        if table.name == "cell":
            return f"{self._named(plan, 'offering', row.offering_id)} · {self._named(plan, 'segment', row.segment_id)}"
        texts = [field.key for field in table.fields if field.kind in (Kind.TEXT, Kind.NOTE)]
        keys = [key for key in ("name", "title") if key in texts] or texts
        found = next((text for key in keys if (text := getattr(row, key))), "")
        return _short(found) or str(row.id)

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
        return _("Renamed “{old}” to “{new}”").format(old=_short(old), new=_short(new))

    def moved(self, name: str, days: int) -> str:
        """Say that a row's days moved together."""
        weeks, rest = divmod(abs(days), 7)
        n = abs(days) if rest else weeks
        if rest:
            earlier = ngettext("Moved “{name}” {n} day earlier", "Moved “{name}” {n} days earlier", n)
            later = ngettext("Moved “{name}” {n} day later", "Moved “{name}” {n} days later", n)
        else:
            earlier = ngettext("Moved “{name}” {n} week earlier", "Moved “{name}” {n} weeks earlier", n)
            later = ngettext("Moved “{name}” {n} week later", "Moved “{name}” {n} weeks later", n)
        return (earlier if days < 0 else later).format(name=name, n=n)

    def dates(self, name: str, old: Sequence[date | None], new: Sequence[date | None]) -> str:
        """Say that a row has other days."""
        return _("“{name}”: {before} → {after}").format(name=name, before=self._span(old), after=self._span(new))

    def money(self, name: str, field: Field, old: int | None, new: int | None) -> str:
        """Say that an amount is another one, and by how much."""
        change = self._change(old, new)
        return _("“{name}”: {label} {change}").format(name=name, label=_(field.label), change=change)

    def changed(self, name: str, field: Field, old: Any, new: Any) -> str:
        """Say that a field holds another value."""
        before, after = self._value(self.old, field, old), self._value(self.new, field, new)
        return _("“{name}”: {label} {before} → {after}").format(
            name=name, label=_(field.label), before=before, after=after
        )

    def targets(self, name: str, old: Activity, new: Activity) -> str:
        """Say that an activity goes to others."""
        return _("“{name}” goes to: {before} → {after}").format(
            name=name, before=self._targets(self.old, old), after=self._targets(self.new, new)
        )

    def further(self, name: str) -> str:
        """Say that something changed that the program keeps word for word."""
        return _("“{name}”: what is kept word for word changed").format(name=name)

    def total(self, key: str, old: int, new: int) -> str:
        """Say what a sum of the whole plan was and is."""
        return _(_TOTALS[key]).format(change=self._change(old, new))

    def _change(self, old: int | None, new: int | None) -> str:
        before, after = self._money(self.old, old), self._money(self.new, new)
        one, other = self.old.header, self.new.header
        if (one.currency, one.currency_decimals) != (other.currency, other.currency_decimals):
            return f"{one.currency} {before} → {other.currency} {after}"
        if old is None or new is None:
            return f"{before} → {after}"
        if old == new:
            return after
        return f"{before} → {after} ({'+' if new > old else ''}{self._money(self.new, new - old)})"

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
            case Kind.REF:
                return f"“{self._named(plan, field.refers_to, value)}”"
            case Kind.REFS:
                return _short(", ".join(self._named(plan, field.refers_to, part) for part in value))
            case Kind.TEXT | Kind.NOTE:
                return f"“{_short(value)}”"
            case Kind.LIST:
                return _short(", ".join(value))
            case _:
                return _short(values.to_text(field, value, plan.header.currency_decimals).replace("_", " "))

    def _percent(self, rate: float) -> str:
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
