"""What a cell of a workbook means as the value of a field, whether that is another one, and how values are told."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from cmoplanner.exchange.book_back_lists import name_of
from cmoplanner.exchange.labels import NONE
from cmoplanner.exchange.loose_values import Style, loose_day, loose_number
from cmoplanner.exchange.raw_table import RawCell
from cmoplanner.exchange.sheet_in import Flaw
from cmoplanner.exchange.sheet_xml import plain as decoded
from cmoplanner.i18n import _
from cmoplanner.model.checks import value_problem
from cmoplanner.model.choice_words import choice_word
from cmoplanner.model.field import MONTH, Field, Kind
from cmoplanner.model.fields import table
from cmoplanner.model.money import text_from_minor
from cmoplanner.model.plan import Plan
from cmoplanner.model.values import clean_text, from_store, number_text
from cmoplanner.report.formats import Formats

_NOISE = 1e-6  # of a minor unit: what the numbers of a spreadsheet leave behind the last decimal
_ALIKE = 1e-12
_NUMBERS = {Kind.AMOUNT, Kind.RATE, Kind.NUMBER, Kind.COUNT}
_NAMED = 3


class Reading:
    """How the cells of one column are read: its numbers' decimal sign, and the order of day and month."""

    def __init__(self, plan: Plan, style: Style, *, days_first: bool) -> None:
        self._plan = plan
        self._style = style
        self._days_first = days_first
        self._decimals = plan.header.currency_decimals

    def value(self, field: Field, cell: RawCell) -> Any:
        """Return the value of a cell, None if it is empty. Raises ValueError with a sentence."""
        if cell is None or (isinstance(cell, str) and not cell.strip()):
            return None
        if field.kind is Kind.MONEY:
            return self._money(cell)
        if field.kind in _NUMBERS:
            return self._number(field, cell)
        if field.kind is Kind.DATE:
            return self._day(cell)
        if field.unit == MONTH and isinstance(cell, date):
            return f"{cell:%Y-%m}"  # a spreadsheet likes to take a typed month for its first day
        text = clean_text(shown(cell))
        if field.kind is Kind.REF:
            return self._row(field, text)
        if field.kind is Kind.CHOICE:
            return _choice(field, text)
        return text or None

    def _money(self, cell: RawCell) -> int:
        scaled = Decimal(repr(self._plain(cell))).scaleb(self._decimals)
        whole = int(scaled.to_integral_value())
        if abs(scaled - whole) > _NOISE:
            raise ValueError(
                _("“{text}” has more than {n} decimals: round it in the workbook").format(
                    text=shown(cell)[:40], n=self._decimals
                )
            )
        return whole

    def _number(self, field: Field, cell: RawCell) -> float | int:
        if isinstance(cell, str) and cell.strip().endswith("%"):
            number = self._plain(cell.strip()[:-1]) / 100
        else:
            number = self._plain(cell)
        if field.kind is not Kind.COUNT:
            return number
        if number != int(number):
            raise ValueError(_("“{text}” is not a whole number").format(text=shown(cell)[:40]))
        return int(number)

    def _plain(self, cell: RawCell) -> float:
        try:
            return loose_number(cell, self._style)
        except ValueError:
            typed = _("“{text}” is not a number").format(text=shown(cell)[:40])
            raise ValueError(_("the number is too large") if isinstance(cell, float | int) else typed) from None

    def _day(self, cell: RawCell) -> date:
        refusal = ValueError(_("“{text}” is not a date like 2027-03-31").format(text=shown(cell)[:40]))
        try:
            found, with_day = loose_day(cell, days_first=self._days_first, locale=self._plan.header.locale)
        except ValueError:
            raise refusal from None
        if isinstance(cell, str) and not with_day:
            raise refusal
        return found

    def _row(self, field: Field, text: str) -> str | None:
        if text in ("", NONE):
            return None
        rows = getattr(self._plan, table(field.refers_to).attribute)
        if text in rows:
            return text
        for fold in (str, str.casefold):
            fits = [
                row_id
                for row_id, row in rows.items()
                if fold(text) in (fold(clean_text(row.name)), fold(clean_text(f"{row_id} · {row.name}")))
            ]
            if len(fits) == 1:
                return str(fits[0])
            if fits:
                raise ValueError(_("“{text}” fits {n} entries.").format(text=text[:60], n=len(fits)))
        near = _near(text, [str(row.name) for row in rows.values()])
        told = _("there is no “{text}”").format(text=text[:60])
        raise ValueError(_("{told}; known are {names}").format(told=told, names=", ".join(near)) if near else told)


def _near(text: str, names: list[str]) -> list[str]:
    from difflib import get_close_matches

    found = get_close_matches(text, names, n=_NAMED, cutoff=0.5)
    return [f"“{name[:40]}”" for name in (found or names[:_NAMED])]


def _choice(field: Field, text: str) -> str:
    for code in field.choices:
        if text.casefold() in (code.casefold(), choice_word(code).casefold()):
            return code
    known = ", ".join(field.choices)
    raise ValueError(_("“{text}” is none of: {known}").format(text=text[:40], known=known))


def flaw_words(flaw: Flaw) -> tuple[str, str]:
    """Return why a cell with a flaw cannot be read, and what to do."""
    match flaw:
        case Flaw.UNCALCULATED:
            return _("the formula has no value"), _("Open the workbook in Excel, let it calculate, and save it again.")
        case Flaw.ERROR:
            return _("the cell shows an error"), _("Mend the formula, or type the value.")
        case Flaw.TRUTH:
            return _("the cell holds true or false"), _("Type the value.")
        case Flaw.MERGED:
            return _("the cell is part of merged cells"), _("Separate the cells and type each value.")


def same(field: Field, first: Any, second: Any) -> bool:
    """Return whether two values are the same as far as a spreadsheet keeps them; not given is zero or no text."""
    if field.kind in _NUMBERS and isinstance(first, int | float) and isinstance(second, int | float):
        return abs(first - second) <= _ALIKE * max(abs(first), abs(second))
    if field.kind is Kind.MONEY:
        return (first or 0) == (second or 0)
    if field.kind in _NUMBERS:
        return bool(first == second)
    return bool((first or None) == (second or None))


def recorded(field: Field, stored: Any) -> Any:
    """Return the value that the record of a workbook holds for a field."""
    if field.kind is Kind.REF:
        return stored[0] if stored else None
    found = from_store(field, stored)
    return clean_text(found) or None if isinstance(found, str) and field.kind in (Kind.TEXT, Kind.NOTE) else found


def untouched(field: Field, stored: Any, cell: RawCell) -> bool:
    """Return whether a cell shows a reference or text in one of the ways in which it was exported."""
    text = clean_text(shown(cell))
    if field.kind is not Kind.REF:
        if field.kind is not Kind.TEXT:
            return False
        return text in {clean_text(way) for way in (stored or NONE, decoded(stored or ""), stored or "")}
    if not stored:
        return text in ("", NONE)
    row_id, name = stored
    ways = (row_id, name, decoded(name), f"{row_id} · {name}", f"{row_id} · {decoded(name)}", f"{row_id} ·")
    return text in {clean_text(way) for way in ways}


def problem_of(field: Field, value: Any) -> str:
    """Return what is wrong with a value on its own, as for one that is typed."""
    return value_problem(field, value)


def shown(cell: RawCell) -> str:
    """Return a cell as text."""
    if cell is None:
        return ""
    return number_text(cell) if isinstance(cell, float | int) else str(cell)


def words(plan: Plan, formats: Formats, field: Field, value: Any) -> str:
    """Return a value as a person reads it."""
    if value is None or value in ("", ()):
        return "–"
    match field.kind:
        case Kind.MONEY:
            return formats.full(value)
        case Kind.RATE:
            return f"{_short(formats, 100 * value)}\u00a0%"
        case Kind.AMOUNT | Kind.NUMBER | Kind.COUNT:
            return _short(formats, value)
        case Kind.DATE:
            return formats.days(value, value)
        case Kind.REF:
            return name_of(plan, field, value) or str(value)
        case Kind.CHOICE:
            return choice_word(value)
        case _:
            return str(value)


def _short(formats: Formats, value: float) -> str:
    places = next((n for n in range(9) if abs(round(value, n) - value) <= 1e-9 * max(1.0, abs(value))), 9)
    return formats.number(value, places)


def plain(plan: Plan, field: Field, value: Any) -> str | float | None:
    """Return a value as data: money as decimal text, dates as ISO text, references as ids."""
    if value is None:
        return None
    match field.kind:
        case Kind.MONEY:
            return text_from_minor(value, plan.header.currency_decimals)
        case Kind.DATE:
            return str(value.isoformat())
        case kind if kind in _NUMBERS:
            return float(value)
        case _:
            return str(value)


def texts_of(cells: Iterable[RawCell]) -> list[str]:
    """Return the texts among cells: those show how a column writes numbers and days."""
    return [cell for cell in cells if isinstance(cell, str)]
