"""The lines of the workbook: each activity in each market cell, its money by month and what is still to come."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from cmoplanner.exchange.book import FIRST, HEAD, Book, Sheet, cell, column
from cmoplanner.exchange.book_back_lists import line_name
from cmoplanner.exchange.book_inputs import Inputs
from cmoplanner.exchange.book_model import Group, Member, Model
from cmoplanner.exchange.book_plan import NET, P_GROSS, P_WORKING, PLANNED, SHARES, month_heads
from cmoplanner.exchange.labels import sum_if, unsafe
from cmoplanner.i18n import _
from cmoplanner.model.periods import MONTHS_A_YEAR
from cmoplanner.projection.carryover import Floats, decay_rate, stay_share
from cmoplanner.projection.terms import is_working

L_CELL, L_WORKS, SHARE, MONEY, STAY, STILL, L_NET, L_NAME = 2, 4, 5, 6, 18, 30, 42, 43


@dataclass(frozen=True)
class LineRows:
    """The sheet of lines and the rows of each stream: of its money first, of its planned responses after them.

    `totals` are what the shares of each activity's lines add up to, in the plan's order.
    """

    sheet: Sheet
    money: dict[Group, tuple[int, int]]
    planned: dict[Group, tuple[int, int]]
    totals: list[float]
    last: int

    def months(self, rows: dict[Group, tuple[int, int]], group: Group, block: int, t: int) -> str:
        """Return the range of a stream's lines in month t of a block of columns, "" where it has none."""
        if group not in rows or t >= MONTHS_A_YEAR:
            return ""
        return self.sheet.range(block + t, *rows[group])


def write_lines(sheet: Sheet, book: Book, model: Model, inputs: Inputs, calendar: Sheet, phasing: Sheet) -> LineRows:
    """Write the lines in the order of their streams. Source: domain F.2, C.2."""
    months = month_heads(book.plan)
    heads = [
        (_("Activity id"), "text", 11.0),
        (_("Activity"), "text", 34.0),
        (_("Market cell"), "text", 16.0),
        (_("Stream"), "text", 8.0),
        (_("Works by"), "text", 13.0),
        (_("Share of the activity"), "rate", 10.0),
        *((_("{month}: gross money, or planned responses").format(month=head), "money", 13.0) for head in months),
        *((_("{month}: share still to come at month end").format(month=head), "number", 11.0) for head in months),
        *((_("{month}: money still to come").format(month=head), "money", 13.0) for head in months),
        (_("Net working money ({currency})").format(currency=book.plan.header.currency), "money", 13.0),
        (_("Line (id)"), "text", 24.0),
    ]
    sheet.columns(heads)
    sheet.worksheet.set_row(HEAD, 44)
    writer = _Writer(sheet, book, model, inputs, calendar, phasing)
    money: dict[Group, tuple[int, int]] = {}
    planned: dict[Group, tuple[int, int]] = {}
    totals = [0.0] * len(book.plan.activities)
    row = FIRST
    for number, (group, members) in enumerate(model.groups.items(), 1):
        for kinds, rows in ((("curve", "retain"), money), (("planned",), planned)):
            own = [member for member in members if member.stream.kind in kinds]
            if own:
                rows[group] = (row, row + len(own) - 1)
            for member in own:
                writer.write(row, number, group, member)
                totals[member.place] += member.stream.share
                row += 1
    last = max(FIRST, row - 1)
    _shares(book, calendar, sheet, last, totals)
    sheet.worksheet.freeze_panes(FIRST, 2)
    sheet.worksheet.repeat_rows(HEAD)
    sheet.worksheet.repeat_columns(0, 1)
    return LineRows(sheet, money, planned, totals, last)


def _shares(book: Book, calendar: Sheet, sheet: Sheet, last: int, totals: list[float]) -> None:
    """Write into the calendar what the shares of an activity's lines add up to: 1, or nothing without lines."""
    exact = unsafe(book.plan.activities)
    for row, total in enumerate(totals, FIRST):
        where = (sheet.range(0, FIRST, last), f"$A{row + 1}", exact)
        calendar.formula(row, SHARES, sum_if(sheet.range(SHARE, FIRST, last), where), total, "rate", "link")


def kind_words() -> dict[str, str]:
    """Return how the sheet says by what a line works."""
    return {"curve": _("response curve"), "planned": _("planned responses"), "retain": _("retention")}


class _Writer:
    def __init__(self, sheet: Sheet, book: Book, model: Model, inputs: Inputs, calendar: Sheet, phasing: Sheet) -> None:
        self._sheet, self._book, self._model, self._inputs = sheet, book, model, inputs
        self._calendar, self._phasing = calendar, phasing
        days = model.compiled.setting.calendar.first_days[: MONTHS_A_YEAR + 1]
        self._ends = [day - 1 for day in days[1:]]
        self._lengths = [after - before for before, after in pairwise(days)]
        self._kinds = kind_words()

    def write(self, row: int, number: int, group: Group, member: Member) -> None:
        stream = member.stream
        activity = self._model.compiled.terms[stream.activity_id].activity
        market = self._model.compiled.cells[group.cell].cell.id
        texts = (activity.id, activity.name, market, f"S{number}", self._kinds[stream.kind])
        for col, text in enumerate(texts):
            self._sheet.text(row, col, text)
        self._sheet.put(row, SHARE, stream.share, "rate")
        self._sheet.text(row, L_NAME, line_name(activity.id, market))
        place = FIRST + member.place
        net = self._book.money(sum(member.phased.net)) * stream.share if is_working(self._book.plan, activity) else 0.0
        working = (
            f"${cell(row, SHARE)}*{self._calendar.absolute(place, NET)}*{self._phasing.absolute(place, P_WORKING)}"
        )
        self._sheet.formula(row, L_NET, working, net, "money", "link")
        if stream.kind == "planned":
            self._planned(row, member)
        else:
            self._money(row, group, member)

    def _planned(self, row: int, member: Member) -> None:
        """Write planned responses, spread over the active days. Source: domain C.5."""
        days = np.zeros(MONTHS_A_YEAR)
        for run in member.phased.active:
            days[run.month] += run.days
        activity = self._model.compiled.terms[member.stream.activity_id].activity
        responses = activity.planned_responses or 0.0
        place = self._calendar.absolute(FIRST + member.place, PLANNED)
        for t, own in enumerate(days.tolist()):
            formula = f"${cell(row, SHARE)}*{place}*{own:g}/{days.sum():g}"
            value = member.stream.share * responses * own / float(days.sum())
            self._sheet.formula(row, MONEY + t, formula, value, "number", "link")

    def _money(self, row: int, group: Group, member: Member) -> None:
        channel = self._model.channel(group)
        half = self._inputs.at(f"channel:{channel}", "half_life_weeks")
        stay = self._filled(member, self._model.compiled.plan.channels[channel].half_life_weeks)
        place = FIRST + member.place
        for t in range(MONTHS_A_YEAR):
            money = f"${cell(row, SHARE)}*{self._phasing.name}!{column(P_GROSS + t)}{place + 1}"
            self._sheet.formula(row, MONEY + t, money, float(member.money[t]), "money", "link")
            runs = [(run.first, run.last) for run in member.phased.money if run.month == t]
            g = _stay_formula(runs or [(self._ends[t] - self._lengths[t] + 1, self._ends[t])], self._ends[t], half)
            self._sheet.formula(row, STAY + t, g, float(stay[t]), "factor")
            still = f"{cell(row, MONEY + t)}*{cell(row, STAY + t)}"
            self._sheet.formula(row, STILL + t, still, float(member.money[t] * stay[t]), "money")

    def _filled(self, member: Member, half_life: float) -> Floats:
        """Return the stay shares; months without money have those of the whole month."""
        rate = decay_rate(np.full(MONTHS_A_YEAR, half_life))
        whole = stay_share(rate, np.array(self._lengths), np.zeros(MONTHS_A_YEAR, dtype=np.int64))
        with_money = {run.month for run in member.phased.money}
        return np.array([member.stay[t] if t in with_money else whole[t] for t in range(MONTHS_A_YEAR)])


def _stay_formula(runs: list[tuple[int, int]], end: int, half: str) -> str:
    """Return the formula of g: of one run of days in closed form, of several day by day. Source: domain C.2."""
    if len(runs) == 1:
        first, last = runs[0]
        days, after = last - first + 1, end - last
        closed = f"2^(-{after + 0.5}/(7*{half}))*(1-2^(-{days}/(7*{half})))/({days}*(1-2^(-1/(7*{half}))))"
        return f"IF({half}=0,0,{closed})"
    distances = [end - day for first, last in runs for day in range(first, last + 1)]
    listed = ",".join(f"{distance + 0.5}" for distance in distances)
    return f"IF({half}=0,0,SUMPRODUCT(2^(-{{{listed}}}/(7*{half})))/{len(distances)})"
