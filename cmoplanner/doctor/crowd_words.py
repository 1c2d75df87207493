"""How it is said that activities are too many in one place: a word for the bar, a sentence, and what to do."""

from collections.abc import Mapping
from datetime import date

from babel.dates import format_skeleton
from babel.numbers import format_decimal

from cmoplanner.doctor.findings import Finding, Severity
from cmoplanner.i18n import _, known_locale, ngettext
from cmoplanner.model.plan import Plan

_NAMED = 3


class Words:
    """The words for the crowds of one plan; `given` is what each envelope has, minor units."""

    def __init__(self, plan: Plan, given: Mapping[tuple[object, ...], int]) -> None:
        self._plan = plan
        self._given = given
        self._locale = known_locale(plan.header.locale)

    def finding(
        self, activity_id: str, rule: str, whose: tuple[object, ...], when: int, members: Mapping[str, int], places: int
    ) -> Finding:
        """Return the finding at an activity, told of the first of so many places where the rule applies."""
        tell = {"CAL-01": self._heavy, "CAL-02": self._twice, "CAL-04": self._tired}.get(rule, self._over)
        word, sentence, remedy = tell(activity_id, whose, when, members)
        if places > 1:
            n = places - 1
            more = ngettext("So it is {n} more time.", "So it is {n} more times.", n).format(n=n)
            sentence = f"{sentence} {more}"
        severity = Severity.BREAK if rule == "BUD-02" else Severity.WARNING
        return Finding(rule, "activity", activity_id, severity, word, sentence, remedy)

    def _heavy(
        self, activity_id: str, whose: tuple[object, ...], when: int, members: Mapping[str, int]
    ) -> tuple[str, str, str]:
        week = date.fromordinal(when).isocalendar().week
        word = _("{n} at once in week {week}").format(n=len(members), week=week)
        sentence = _("{cell} gets {n} invitations and mailings in week {week}: also {others}.").format(
            cell=self._cell(str(whose[0])), n=len(members), week=week, others=self._others(activity_id, members)
        )
        return word, sentence, _("Move the one that matters least to the next free week.")

    def _twice(
        self, activity_id: str, whose: tuple[object, ...], when: int, members: Mapping[str, int]
    ) -> tuple[str, str, str]:
        day = self._day(when)
        word = _("owner twice on {day}").format(day=day)
        sentence = _("{owner} also has {others} on {day}.").format(
            owner=whose[0], others=self._others(activity_id, members), day=day
        )
        return word, sentence, _("Give it to somebody else, or move it by a week.")

    def _tired(
        self, activity_id: str, whose: tuple[object, ...], when: int, members: Mapping[str, int]
    ) -> tuple[str, str, str]:
        first = date(when // 12, when % 12 + 1, 1)
        inside = self._plan.calendar.fy_start <= first <= self._plan.calendar.fy_end
        month = format_skeleton("MMM" if inside else "yMMM", first, locale=self._locale)
        channel = self._plan.channels[str(whose[1])]
        word = _("{n} touches in {month}").format(n=sum(members.values()), month=month)
        sentence = _("{people} get {n} touches by {channel} in {month}, more than people bear: also {others}.").format(
            people=self._people(whose[0]),
            n=sum(members.values()),
            channel=channel.name,
            month=month,
            others=self._others(activity_id, members),
        )
        return word, sentence, _("Merge two of them, drop one, or move it to a quieter month.")

    def _over(
        self, _activity_id: str, whose: tuple[object, ...], _when: int, members: Mapping[str, int]
    ) -> tuple[str, str, str]:
        quarter, centre, category, region = whose
        over = self._money(sum(members.values()) - self._given.get(whose, 0))
        named = [
            str(getattr(rows.get(str(key)), "name", key))
            for rows, key in ((self._plan.cost_centres, centre), (self._plan.cost_categories, category))
            if key
        ]
        when = self._plan.calendar.quarter_label(int(str(quarter))) if quarter else self._plan.calendar.label
        purse = " · ".join([when, *named, *([str(region)] if region else [])])
        word = _("{quarter} over by {money}").format(quarter=when, money=over)
        sentence = _("The lines of {envelope} cost {planned}, {over} more than its budget.").format(
            envelope=purse, planned=self._money(sum(members.values())), over=over
        )
        return word, sentence, _("Transfer money from an envelope that has some left, or move it to another quarter.")

    def _cell(self, cell_id: str) -> str:
        cell = self._plan.cells.get(cell_id)
        if cell is None:
            return cell_id
        segment, offering = self._plan.segments.get(cell.segment_id), self._plan.offerings.get(cell.offering_id)
        return " · ".join(row.name for row in (segment, offering) if row is not None) or cell_id

    def _people(self, whose: object) -> str:
        """Return who is meant: a market cell, or people of two segments that overlap."""
        if isinstance(whose, tuple):
            names = [self._plan.segments[key].name for key in whose]
            return _("People of both {one} and {other}").format(one=names[0], other=names[1])
        return self._cell(str(whose))

    def _others(self, activity_id: str, members: Mapping[str, int]) -> str:
        known = self._plan.activities
        others = [known[key] for key in members if key != activity_id and key in known]
        names = [f"“{row.name}”" for row in sorted(others, key=lambda row: (row.start, row.id))]
        more = len(names) - _NAMED
        if more > 0:
            names[_NAMED:] = [ngettext("{n} more", "{n} more", more).format(n=more)]
        return ", ".join(names)

    def _day(self, ordinal: int) -> str:
        return format_skeleton("MMMd", date.fromordinal(ordinal), locale=self._locale)

    def _money(self, minor: int) -> str:
        header = self._plan.header
        amount = round(minor / 10**header.currency_decimals)
        return f"{format_decimal(amount, format='#,##0', locale=self._locale)} {header.currency}"
