"""Activities as a table with a header row, as spreadsheets put it on the clipboard: written, and read with care."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from babel.numbers import get_decimal_symbol

from cmoplanner.exchange.loose_values import Style, day_first, loose_day, loose_number, number_style
from cmoplanner.exchange.text_files import guarded, unguarded
from cmoplanner.i18n import _, known_locale, mark
from cmoplanner.model.chains import usual_audience, usual_category, usual_cost_centre
from cmoplanner.model.choice_words import choice_word
from cmoplanner.model.edits.copies import NOT_COPIED
from cmoplanner.model.fields import ACTIVITY, Kind, table
from cmoplanner.model.plan import Activity, Plan
from cmoplanner.model.values import clean_text

COLUMNS: Mapping[str, str] = {
    "name": mark("Name"),
    "campaign_id": mark("Campaign"),
    "channel_id": mark("Channel"),
    "start": mark("Start"),
    "end": mark("End"),
    "gross_spend": mark("Gross spend"),
    "owner_role": mark("Owner"),
    "stage_id": mark("Journey stage"),
    "region": mark("Region"),
    "category_id": mark("Cost category"),
    "cost_centre_id": mark("Cost centre"),
    "partner_id": mark("Partner"),
    "partner_share": mark("Partner pays"),
    "fund_id": mark("Partner fund"),
    "status": mark("Status"),
    "notes": mark("Notes"),
}
"""The columns in the order in which they are written, by the field they hold."""

_ALSO: Mapping[str, tuple[str, ...]] = {
    "name": ("activity", "title", "activity name"),
    "start": ("start date", "from", "begin", "first day"),
    "end": ("end date", "to", "until", "finish", "last day"),
    "gross_spend": ("gross", "spend", "budget", "cost", "amount", "gross_spend_minor"),
    "owner_role": ("responsible", "owner role"),
    "stage_id": ("stage",),
    "category_id": ("category",),
    "partner_share": ("partner share", "co-funding"),
    "fund_id": ("fund", "mdf fund"),
    "status": ("state",),
    "notes": ("note", "comment"),
}
_REQUIRED = ("name", "start")
_CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class BadCell:
    """A cell that cannot be read: its row and column as the user counts them, and why."""

    row: int
    column: str
    why: str

    @property
    def told(self) -> str:
        """All of it in a sentence."""
        return _("Row {row}, {column}: {why}").format(row=self.row, column=self.column, why=self.why)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a table brings: the activities of its good rows, what is wrong in the others, and columns nobody knows."""

    activities: tuple[Activity, ...]
    bad: tuple[BadCell, ...]
    unknown: tuple[str, ...]

    @property
    def bad_rows(self) -> int:
        """How many rows have something wrong."""
        return len({cell.row for cell in self.bad})


def write_activities(plan: Plan, ids: Sequence[str]) -> list[list[str]]:
    """Return a header row and a row for each activity; texts that a spreadsheet would take for formulas are guarded."""
    rows = [[_(label) for label in COLUMNS.values()]]
    rows += [
        [_cell(plan, plan.activities[row_id], key) for key in COLUMNS] for row_id in ids if row_id in plan.activities
    ]
    return rows


def _cell(plan: Plan, row: Activity, key: str) -> str:
    value, field = getattr(row, key), ACTIVITY.field(key)
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    if field.kind is Kind.MONEY:
        point = get_decimal_symbol(known_locale(plan.header.locale))
        return str(Decimal(value).scaleb(-plan.header.currency_decimals)).replace(".", point)
    if field.kind is Kind.RATE:
        point = get_decimal_symbol(known_locale(plan.header.locale))
        return f"{Decimal(repr(value)) * 100:f} %".replace(".", point) if value else ""
    if field.refers_to:
        found = getattr(plan, table(field.refers_to).attribute).get(value)
        return guarded(str(getattr(found, "name", value)))
    return guarded(str(value))


def known_columns(header: Sequence[str]) -> list[str]:
    """Return the field of each column of a header row, "" where nobody knows it."""
    words: dict[str, str] = {}
    for key, label in COLUMNS.items():
        for word in (_(label), label, key, _(ACTIVITY.field(key).label), *_ALSO.get(key, ())):
            words.setdefault(word.casefold(), key)
    found: list[str] = []
    for cell in header:
        plain = clean_text(cell).partition("(")[0].strip().casefold()
        key = words.get(plain, "")
        found.append(key if key not in found else "")
    return found


def is_table(rows: Sequence[Sequence[str]]) -> bool:
    """Return whether rows are a table of activities: a header with name and start, and something below it."""
    return len(rows) > 1 and set(_REQUIRED) <= set(known_columns(rows[0]))


def read_activities(plan: Plan, rows: Sequence[Sequence[str]]) -> Reading:
    """Return what a table with a header row brings into a plan; rows are counted as in a spreadsheet, the header is 1.

    Campaigns, channels and the like are found by their names or ids. Where a column is missing, cost category, cost
    centre and audience are those of most activities of the channel or campaign.
    """
    keys = known_columns(rows[0])
    reader = _Reader(plan, keys, rows)
    activities: list[Activity] = []
    bad: list[BadCell] = []
    for number, row in enumerate(rows[1:], start=2):
        if not any(cell.strip() for cell in row):
            continue
        values, wrong = reader.row(number, row)
        bad += wrong
        if not wrong:
            activities.append(_activity(plan, f"row {number}", values))
    unknown = tuple(clean_text(cell) for cell, key in zip(rows[0], keys, strict=True) if not key and cell.strip())
    return Reading(tuple(activities), tuple(bad), unknown)


def _activity(plan: Plan, row_id: str, values: dict[str, Any]) -> Activity:
    channel, campaign = values.get("channel_id"), values.get("campaign_id")
    values.setdefault("category_id", usual_category(plan, channel))
    values.setdefault("cost_centre_id", usual_cost_centre(plan, channel))
    same = [row.id for row in plan.activities.values() if campaign and row.campaign_id == campaign]
    targets = usual_audience(plan, same) if same else ()
    given = {key: value for key, value in values.items() if key not in NOT_COPIED[ACTIVITY.name]}
    if values.get("status") == _CANCELLED:  # else it would count again
        given["status"] = _CANCELLED
    return Activity(id=row_id, targets=targets, **given)


class _Reader:
    """Reads the rows of one table: how its columns write numbers and days is looked at once."""

    def __init__(self, plan: Plan, keys: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        self._plan = plan
        self._keys = keys
        self._heads = [clean_text(cell) for cell in rows[0]]
        self._locale = plan.header.locale
        columns = {key: [row[i] for row in rows[1:] if i < len(row)] for i, key in enumerate(keys) if key}
        self._style: Style = number_style(columns.get("gross_spend", ()), self._locale)
        self._day_first = day_first([*columns.get("start", ()), *columns.get("end", ())], self._locale)

    def row(self, number: int, cells: Sequence[str]) -> tuple[dict[str, Any], list[BadCell]]:
        """Return the values of a row by field, and what is wrong in it."""
        values: dict[str, Any] = {}
        wrong = []
        for i, key in enumerate(self._keys):
            text = unguarded(cells[i]) if i < len(cells) else ""
            if not key or (not clean_text(text) and key not in _REQUIRED):
                continue
            try:
                values[key] = self._value(key, text)
            except ValueError as refusal:
                wrong.append(BadCell(number, self._heads[i], str(refusal)))
        values.setdefault("end", values.get("start"))
        if not wrong and values["end"] < values["start"]:
            column = self._heads[self._keys.index("end")]
            wrong.append(BadCell(number, column, _("the end is before the start")))
        return values, wrong

    def _value(self, key: str, text: str) -> Any:
        field, plain = ACTIVITY.field(key), clean_text(text)
        if not plain:
            raise ValueError(_("it is empty"))
        if field.kind is Kind.DATE:
            return self._day(plain)
        if field.kind is Kind.MONEY:
            return self._money(plain)
        if field.kind is Kind.RATE:
            return self._rate(plain)
        if field.kind is Kind.CHOICE:
            return self._choice(field.choices, plain)
        if field.refers_to:
            return self._row(field.refers_to, plain)
        return text.strip() if field.kind is Kind.NOTE else plain

    def _day(self, text: str) -> date:
        try:
            day, given = loose_day(text, days_first=self._day_first, locale=self._locale)
        except ValueError:
            raise ValueError(_("“{text}” is no date").format(text=text)) from None
        if not given:
            raise ValueError(_("“{text}” is a month, not a day").format(text=text))
        return day

    def _money(self, text: str) -> int:
        try:
            amount = Decimal(repr(loose_number(text, self._style)))
        except ValueError:
            raise ValueError(_("“{text}” is no amount").format(text=text)) from None
        minor = amount.scaleb(self._plan.header.currency_decimals)
        if minor != minor.to_integral_value():
            raise ValueError(_("“{text}” has more decimals than the currency").format(text=text))
        if minor < 0:
            raise ValueError(_("“{text}” is below 0").format(text=text))
        return int(minor)

    def _rate(self, text: str) -> float:
        """Return "50 %" or "0.5" as 0.5."""
        percent = text.endswith("%")
        plain = text.removesuffix("%").strip()
        try:
            number = Decimal(repr(loose_number(plain, number_style([plain], self._locale))))
        except ValueError:
            raise ValueError(_("“{text}” is no share").format(text=text)) from None
        share = float(number / 100 if percent else number)
        if not 0 <= share <= 1:
            raise ValueError(_("“{text}” is no share; write it like 50 %").format(text=text))
        return share

    def _choice(self, choices: Sequence[str], text: str) -> str:
        words = {word.casefold(): choice for choice in choices for word in (choice, choice_word(choice))}
        found = words.get(text.casefold())
        if found is None:
            told = ", ".join(choice_word(choice) for choice in choices)
            raise ValueError(_("“{text}” is none of these: {choices}").format(text=text, choices=told))
        return found

    def _row(self, name: str, text: str) -> str:
        spec = table(name)
        known: Mapping[str, Any] = getattr(self._plan, spec.attribute)
        if text in known:
            return text
        same = [row_id for row_id, row in known.items() if row.name.strip().casefold() == text.casefold()]
        if len(same) == 1:
            return same[0]
        if same:
            raise ValueError(_("“{text}” is the name of {n}; write the id").format(text=text, n=len(same)))
        raise ValueError(_("{kind} “{text}” is not in this plan").format(kind=_(spec.label).lower(), text=text))
