"""Rows of past spend and responses, sorted into the consecutive months of each channel; what is odd is named."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from math import log10, nan

import numpy as np

from cmoplanner.i18n import _, mark, ngettext
from cmoplanner.model.periods import add_months
from cmoplanner.model.plan import Channel, Plan
from cmoplanner.projection.carryover import Floats
from cmoplanner.projection.history_fit import FEWEST, ChannelHistory, Fit, fit_history
from cmoplanner.projection.remarks import Remark, RemarkKind

_FAR_AWAY = 120  # months
_MANY = 5  # of the same kind are told together
_UNIT_NEAR = 0.12  # of a power of ten, in decimal logarithms: 100 times is read as 76 to 132 times
_OUTLIER = 4.0  # robust standard deviations
_LEAST_SPREAD = 0.02
_MOST_OUTLIERS = 0.2


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """One row of a history: spend in currency units and responses, None where the cell says nothing usable.

    `row` is its line in the file (0 without one); `whole_month` is false for a row of a day or of part of a month.
    """

    channel_id: str
    month: str
    spend: float | None
    responses: float | None
    row: int = 0
    whole_month: bool = True


@dataclass(frozen=True, slots=True)
class Histories:
    """The months of each channel, and everything that was odd in the rows with what was done about it."""

    by_channel: Mapping[str, ChannelHistory]
    remarks: tuple[Remark, ...]


def rows_of_plan(plan: Plan) -> tuple[HistoryRow, ...]:
    """Return the past months that the plan itself holds."""
    unit = 10**plan.header.currency_decimals
    return tuple(
        HistoryRow(row.channel_id, row.month, row.spend / unit, row.responses) for row in plan.past_months.values()
    )


def histories(rows: Iterable[HistoryRow], channels: Mapping[str, Channel]) -> Histories:
    """Return the months of each channel. Rows that cannot be used are left out, and each is named.

    A month without a row counts as one without spend; its responses, and those of a month whose spend is not known,
    are left out of the fit.
    """
    remarks: list[Remark] = []
    by_channel: dict[str, list[HistoryRow]] = {}
    for row in rows:
        by_channel.setdefault(row.channel_id, []).append(row)
    found = {}
    for channel_id, all_rows in by_channel.items():
        own = _near_the_others(all_rows, remarks)
        months = _Months(channel_id, remarks).of(own)
        if months:
            delay = channels[channel_id].delay_months if channel_id in channels else 0
            found[channel_id] = _history(channel_id, months, delay, remarks)
    return Histories(found, tuple(remarks))


def _near_the_others(rows: list[HistoryRow], remarks: list[Remark]) -> list[HistoryRow]:
    """Return the rows whose month is not ten years from the middle one: a slip in a year would make a long history."""
    places = [int(row.month[:4]) * 12 + int(row.month[5:]) for row in rows]
    middle = sorted(places)[len(places) // 2]
    kept = []
    for row, place in zip(rows, places, strict=True):
        if abs(place - middle) <= _FAR_AWAY:
            kept.append(row)
        else:
            text = _("The month is more than {n} years from the others. The row was not used.").format(
                n=_FAR_AWAY // 12
            )
            remarks.append(Remark(RemarkKind.NOT_A_MONTH, text, row.channel_id, row.month, row.row))
    return kept


@dataclass(slots=True)
class _Month:
    """One month while it is put together; NaN where nothing usable was said."""

    spend: float
    responses: float
    rows: tuple[int, ...]


class _Months:
    """Adds up the rows of one channel by month."""

    def __init__(self, channel_id: str, remarks: list[Remark]) -> None:
        self._channel = channel_id
        self._remarks = remarks
        self._same: list[tuple[HistoryRow, HistoryRow]] = []
        self._several: list[tuple[HistoryRow, int]] = []

    def of(self, rows: Sequence[HistoryRow]) -> dict[str, _Month]:
        by_month: dict[str, list[HistoryRow]] = {}
        for row in sorted(rows, key=lambda row: row.month):
            by_month.setdefault(row.month, []).append(self._not_negative(row))
        if any(len(own) > 1 and not all(row.whole_month for row in own) for own in by_month.values()):
            text = _("The rows are of days or parts of months; they were added up by month.")
            self._say(RemarkKind.ADDED_UP, text)
        found = {month: self._together(own) for month, own in by_month.items()}
        self._say_doubles()
        return found

    def _say_doubles(self) -> None:
        """Name rows that are there twice and months with several rows; many of them in one sentence."""
        if len(self._same) > _MANY:
            text = _("{n} rows, from this one on, are the same as an earlier one. They were counted once.")
            self._say(RemarkKind.DUPLICATE, text.format(n=len(self._same)), self._same[0][0])
        else:
            for row, same in self._same:
                text = _("The row is the same as row {n}. It was counted once.").format(n=same.row)
                self._say(RemarkKind.DUPLICATE, text, row)
        if len(self._several) > _MANY:
            text = _("{n} months, from this one on, have several different rows. They were added up.")
            self._say(RemarkKind.DUPLICATE, text.format(n=len(self._several)), self._several[0][0])
        else:
            for row, count in self._several:
                text = _("There are {n} different rows for this month. They were added up.").format(n=count)
                self._say(RemarkKind.DUPLICATE, text, row)

    def _not_negative(self, row: HistoryRow) -> HistoryRow:
        if row.spend is not None and row.spend < 0:
            text = _("The spend is negative. It was left out, with the responses of that month.")
            self._say(RemarkKind.NEGATIVE, text, row)
            row = replace(row, spend=None)
        if row.responses is not None and row.responses < 0:
            self._say(RemarkKind.NEGATIVE, _("The number of responses is negative. It was left out."), row)
            row = replace(row, responses=None)
        return row

    def _together(self, rows: list[HistoryRow]) -> _Month:
        kept: dict[tuple[float | None, float | None], HistoryRow] = {}
        whole = all(row.whole_month for row in rows)
        for row in rows:
            same = kept.get((row.spend, row.responses)) if whole else None
            if same is not None:
                self._same.append((row, same))
            kept[(row.spend, row.responses) if whole else (row.row, None)] = same or row
        own = list(kept.values())
        if whole and len(own) > 1:
            self._several.append((own[-1], len(own)))
        return _Month(
            _sum([row.spend for row in own]), _sum([row.responses for row in own]), tuple(row.row for row in rows)
        )

    def _say(self, kind: RemarkKind, sentence: str, row: HistoryRow | None = None) -> None:
        month, number = (row.month, row.row) if row else ("", 0)
        self._remarks.append(Remark(kind, sentence, self._channel, month, number))


def _sum(parts: Sequence[float | None]) -> float:
    """Return the sum; not known as soon as one part is not."""
    return nan if any(part is None for part in parts) else float(sum(part for part in parts if part is not None))


def _history(channel_id: str, months: dict[str, _Month], delay: int, remarks: list[Remark]) -> ChannelHistory:
    first, last = (date.fromisoformat(f"{month}-01") for month in (min(months), max(months)))
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    starts = [add_months(first, i) for i in range(count + 1)]
    names = tuple(start.isoformat()[:7] for start in starts[:-1])
    days = np.array([(after - start).days for start, after in pairwise(starts)], dtype=np.int64)
    gaps = [name for name in names if name not in months]
    if gaps:
        listed = ", ".join(gaps[:6]) + ("…" if len(gaps) > 6 else "")
        text = ngettext(
            "There is no row for {months}: it counts as a month without spend, its responses are not known.",
            "There are no rows for {months}: they count as months without spend, their responses are not known.",
            len(gaps),
        ).format(months=listed)
        remarks.append(Remark(RemarkKind.GAP, text, channel_id, gaps[0]))
    parts = [months.get(name, _Month(0.0, nan, (0,))) for name in names]
    place = _Place(channel_id, names, [part.rows[0] for part in parts], remarks)
    spend = np.array([part.spend for part in parts])
    responses = np.array([part.responses for part in parts])
    for t, value in _wrong_units(place, spend, _SPEND_UNIT).items():
        spend[t], responses[t] = value, nan
    for t in _wrong_units(place, responses, _RESPONSES_UNIT):
        responses[t] = nan
    responses = np.where(np.isnan(spend), nan, responses)
    spend = _filled(spend)
    zeros = np.flatnonzero((responses == 0) & (spend > 0))
    for t in zeros.tolist():
        text = _("Money was spent and no response was counted. The month was left out of the fit.")
        place.say(RemarkKind.ZERO_RESPONSES, text, t)
    responses = np.where(responses == 0, nan, responses)
    return ChannelHistory(channel_id, names, days, spend, responses, delay, tuple(place.rows))


@dataclass(frozen=True, slots=True)
class _Place:
    channel_id: str
    months: tuple[str, ...]
    rows: list[int]
    remarks: list[Remark]

    def say(self, kind: RemarkKind, sentence: str, t: int) -> None:
        self.remarks.append(Remark(kind, sentence, self.channel_id, self.months[t], self.rows[t]))


_SPEND_UNIT = (
    mark(
        "The spend is about {n} times what is usual, as if in another unit. "
        "It counts as {value}; the month's responses were left out of the fit."
    ),
    mark(
        "The spend is about 1/{n} of what is usual, as if in another unit. "
        "It counts as {value}; the month's responses were left out of the fit."
    ),
)
_RESPONSES_UNIT = (
    mark("The responses are about {n} times what is usual, as if in another unit. They were left out of the fit."),
    mark("The responses are about 1/{n} of what is usual, as if in another unit. They were left out of the fit."),
)


def _wrong_units(place: _Place, values: Floats, sentences: tuple[str, str]) -> dict[int, float]:
    """Return, by place, what values in a wrong unit are in the usual one.

    A value is in a wrong unit if it is near 100 or 1,000 times the usual one, or that part of it; ten times may be
    a real peak, and is only caught as far off the curve.
    """
    known = values > 0
    if known.sum() < FEWEST:
        return {}
    found = {}
    usual = float(np.median(values[known]))
    near = _near(values[known])
    for t in np.flatnonzero(known).tolist():
        powers = log10(values[t] / usual)
        nearest = round(powers)
        if 2 <= abs(nearest) <= 3 and abs(powers - nearest) <= near:
            found[t] = float(values[t] / 10**nearest)
            text = _(sentences[0] if nearest > 0 else sentences[1])
            place.say(RemarkKind.WRONG_UNIT, text.format(n=10 ** abs(nearest), value=f"{found[t]:.0f}"), t)
    return found


def _near(values: Floats) -> float:
    """Return how near to a power of ten a ratio has to be, given how much the values vary anyway."""
    logs = np.log10(values)
    usual = float(np.median(np.abs(logs - np.median(logs)))) * 1.4826
    return max(_UNIT_NEAR, min(0.45, 2.5 * usual))


def _filled(spend: Floats) -> Floats:
    """Return spend with the months that are not known as the mean of their neighbours, for the carry-over only."""
    missing = np.isnan(spend)
    if missing.all():
        return np.zeros_like(spend)
    places = np.arange(len(spend))
    return np.where(missing, np.interp(places, places[~missing], spend[~missing]), spend)


def fit_without_outliers(history: ChannelHistory) -> tuple[Fit, list[Remark]]:
    """Return the fit of a history, months far off the curve left out and named. Raises NotFitted.

    Far off is more than four robust standard deviations of ln(y/ŷ); at most a fifth of the months.
    """
    fit = fit_history(history)
    centre = float(np.median(fit.residuals))
    spread = max(1.4826 * float(np.median(np.abs(fit.residuals - centre))), _LEAST_SPREAD)
    score = np.abs(fit.residuals - centre) / spread
    far = np.flatnonzero(score > _OUTLIER)
    far = far[np.argsort(-score[far])][: int(_MOST_OUTLIERS * fit.months)]
    if not len(far) or fit.months - len(far) < FEWEST:
        return fit, []
    remarks = []
    responses = history.responses.copy()
    for place in sorted(int(history.used[i]) for i in far):
        offset = float(np.exp(fit.residuals[list(history.used).index(place)]))
        times = f"{offset if offset > 1 else 1 / offset:.1f}"
        text = (
            _("The responses are {n} times what the curve of the other months gives. The month was left out.")
            if offset > 1
            else _("The responses are only 1/{n} of what the curve of the other months gives. The month was left out.")
        ).format(n=times)
        month = history.months[place]
        row = history.rows[place] if history.rows else 0
        remarks.append(Remark(RemarkKind.OUTLIER, text, history.channel_id, month, row))
        responses[place] = nan
    return fit_history(replace(history, responses=responses)), remarks
