"""Reads past spend and responses by channel and month from CSV or Excel: columns in any order, named in many words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from cmoplanner.exchange.column_names import find_header, folded
from cmoplanner.exchange.loose_values import Style, ambiguous, day_first, loose_day, loose_number, number_style
from cmoplanner.exchange.raw_table import RawCell, RawRow, RawTable, TableRefused, read_tables, texts
from cmoplanner.i18n import _
from cmoplanner.model.plan import Channel, Plan
from cmoplanner.projection.history_rows import HistoryRow
from cmoplanner.projection.remarks import Remark, RemarkKind

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "channel": (
        "channel_id", "channel", "medium", "media", "source", "platform", "marketing channel", "kanal", "canal",
    ),
    "month": (
        "month", "period", "date", "day", "year month", "reporting month", "month of", "time", "monat", "mois", "mes",
    ),
    "spend": (
        "spend", "media spend", "ad spend", "amount spent", "cost", "costs", "investment", "amount", "budget",
        "expenditure", "net spend", "ausgaben", "kosten", "dépenses", "gasto",
    ),
    "responses": (
        "responses", "response", "clicks", "visits", "sessions", "conversions", "leads", "results", "orders",
        "inquiries", "attendees", "conversations", "registrations", "replies", "sign ups",
        "reaktionen", "klicks", "anfragen", "réponses", "respuestas",
    ),
}  # fmt: skip
"""What each column may be called, the best name first; other spellings near one of these are taken too."""

_NEEDED = ("month", "spend", "responses")


@dataclass(frozen=True, slots=True)
class HistoryRead:
    """What a file holds: rows of known channels, the columns they were found in, and everything that was odd."""

    rows: tuple[HistoryRow, ...]
    table: str
    columns: Mapping[str, str]
    remarks: tuple[Remark, ...]


def read_history(path: Path, plan: Plan, *, channel_id: str | None = None, sheet: str | None = None) -> HistoryRead:
    """Read a history. Without a column of channels all rows are of `channel_id`. Raises TableRefused in words."""
    tables = read_tables(path, sheet)
    best: TableRefused | None = None
    for table in tables:
        try:
            return _Reading(table, plan, channel_id).read()
        except TableRefused as refused:
            best = best or refused
    raise best or TableRefused(_("“{name}” is empty.").format(name=path.name))


class _Reading:
    """One table while it is read."""

    def __init__(self, table: RawTable, plan: Plan, channel_id: str | None) -> None:
        self._table = table
        self._plan = plan
        self._only = channel_id
        self._remarks = list(table.remarks)
        self._unknown: dict[str, list[int]] = {}

    def read(self) -> HistoryRead:
        at, found = find_header(self._table, COLUMNS)
        header = texts(self._table.rows[at].cells)
        rows = self._table.rows[at + 1 :]
        self._check_columns(found, header)
        if len(rows) == 0:
            raise TableRefused(
                _("“{name}” has no rows below the names of its columns.").format(name=self._table.name),
                _("Give one row for each month and channel."),
            )
        styles = self._styles(rows, found)
        locale = self._plan.header.locale
        days_first = day_first([row.cell(found["month"]) for row in rows], locale)
        read = [row for raw in rows if (row := self._row(raw, found, styles, days_first=days_first))]
        for name, numbers in self._unknown.items():
            text = _("No channel of the plan is called “{name}”: {n} rows, from this one on, were not used.")
            self._say(RemarkKind.UNKNOWN_CHANNEL, text.format(name=name[:80], n=len(numbers)), row=numbers[0])
        columns = {kind: header[column] for kind, column in found.items()}
        return HistoryRead(tuple(read), self._table.name, columns, tuple(self._remarks))

    def _check_columns(self, found: Mapping[str, int], header: Sequence[str]) -> None:
        missing = [kind for kind in _NEEDED if kind not in found]
        if "channel" not in found and self._only is None:
            if len(self._plan.channels) == 1:
                self._only = next(iter(self._plan.channels))
            else:
                missing.insert(0, "channel")
        if missing:
            named = ", ".join(f"“{text[:40]}”" for text in header if text) or _("none")
            raise TableRefused(
                _("“{name}” has no column of {kinds}.").format(
                    name=self._table.name, kinds=_(" and of ").join(_KINDS[kind]() for kind in missing)
                ),
                _("Name the columns channel, month, spend and responses. Found: {columns}").format(columns=named),
            )

    def _styles(self, rows: Sequence[RawRow], found: Mapping[str, int]) -> dict[str, Style]:
        """Return how each column writes numbers; one that does not show it follows the other."""
        locale = self._plan.header.locale
        styles = {
            kind: number_style([row.cell(found[kind]) for row in rows], locale) for kind in ("spend", "responses")
        }
        sure = next((style for style in styles.values() if style.sure), None)
        for kind, style in styles.items():
            if not style.sure and sure is not None:
                styles[kind] = sure
            elif not style.sure and any(ambiguous(row.cell(found[kind])) for row in rows):
                text = (
                    _("Numbers like 1,234 were read with a decimal comma, as the plan's country writes them.")
                    if style.decimal == ","
                    else _("Numbers like 1.234 were read with a decimal point, as the plan's country writes them.")
                )
                self._say(RemarkKind.NUMBER_STYLE, text)
        return styles

    def _row(
        self, raw: RawRow, found: Mapping[str, int], styles: Mapping[str, Style], *, days_first: bool
    ) -> HistoryRow | None:
        channel_id = self._channel(raw, found)
        if channel_id is None:
            return None
        cell = raw.cell(found["month"])
        try:
            day, written = loose_day(cell, days_first=days_first, locale=self._plan.header.locale)
        except ValueError:
            text = _("“{text}” is not a month. The row was not used.").format(text=_shown(cell))
            self._say(RemarkKind.NOT_A_MONTH, text, channel_id, raw.number)
            return None
        month = day.isoformat()[:7]
        spend, responses = (
            self._number(kind, raw, found, styles, (channel_id, month)) for kind in ("spend", "responses")
        )
        return HistoryRow(channel_id, month, spend, responses, raw.number, whole_month=not written)

    def _number(
        self,
        kind: str,
        raw: RawRow,
        found: Mapping[str, int],
        styles: Mapping[str, Style],
        place: tuple[str, str],
    ) -> float | None:
        cell = raw.cell(found[kind])
        what = _KINDS[kind]()
        if cell is None:
            text = _("The cell of {kind} is empty: it counts as not known, not as zero.").format(kind=what)
            self._say(RemarkKind.BLANK, text, place[0], raw.number, place[1])
            return None
        try:
            return loose_number(cell, styles[kind])
        except ValueError:
            text = _("“{text}” in the column of {kind} is not a number: it counts as not known.").format(
                text=_shown(cell), kind=what
            )
            self._say(RemarkKind.NOT_A_NUMBER, text, place[0], raw.number, place[1])
            return None

    def _channel(self, raw: RawRow, found: Mapping[str, int]) -> str | None:
        if "channel" not in found:
            return self._only
        name = texts([raw.cell(found["channel"])])[0]
        channel_id = matching_channel(name, self._plan.channels)
        if channel_id is None:
            self._unknown.setdefault(name, []).append(raw.number)
            return None
        return channel_id if self._only in (None, channel_id) else None

    def _say(self, kind: RemarkKind, sentence: str, channel: str = "", row: int = 0, month: str = "") -> None:
        self._remarks.append(Remark(kind, sentence, channel, month, row))


_KINDS = {
    "channel": lambda: _("channels"),
    "month": lambda: _("months"),
    "spend": lambda: _("spend"),
    "responses": lambda: _("responses"),
}


def matching_channel(name: str, channels: Mapping[str, Channel]) -> str | None:
    """Return the channel with this id or name, capitals, accents and signs aside; None if none or several fit."""
    if name in channels:
        return name
    wanted = folded(name)
    found = {key for key, channel in channels.items() if wanted and wanted in (folded(key), folded(channel.name))}
    return found.pop() if len(found) == 1 else None


def _shown(cell: RawCell) -> str:
    return texts([cell])[0][:60]
