"""What is typed into the filter line: words, amounts such as "> 20k", and fields such as "channel:email"."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from cmoplanner.doctor.findings import Finding
from cmoplanner.i18n import _
from cmoplanner.model.periods import Span
from cmoplanner.model.plan import Activity, Plan, last_day, starts
from cmoplanner.report.filter_fields import (
    FIELDS,
    MEDIA,
    NONE,
    Found,
    Option,
    Sort,
    field_called,
    has,
    options,
    values_of,
)
from cmoplanner.report.filter_terms import Term, read_terms
from cmoplanner.report.span_words import read_span
from cmoplanner.report.timeline.bars import net_cost

Passes = Callable[[Activity], bool]

_AMOUNT = re.compile(r"(\d+(?:[.,]\d+)?)\s*([kKmM]?)")
_FACTOR = {"": 1.0, "k": 1e3, "m": 1e6}


@dataclass(frozen=True, slots=True)
class Chip:
    """A condition that is active: its words, and where it stands in the text."""

    words: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Filter:
    """What a text lets pass. A text that cannot be read has a `problem` in words and lets everything pass."""

    passes: Passes
    chips: tuple[Chip, ...] = ()
    problem: str = ""

    @property
    def active(self) -> bool:
        """Whether anything may be kept out."""
        return bool(self.chips) and not self.problem


def everything(_activity: Activity) -> bool:
    """Let every activity pass."""
    return True


def _nothing_found() -> Mapping[str, Sequence[Finding]]:
    return {}


def read_filter(text: str, plan: Plan, found: Found = _nothing_found) -> Filter:
    """Return what a text lets pass: every term must hold. `found` gives the collisions for "has:collision".

    A term that is only begun ("channel:", ">") is not looked at yet.
    """
    terms = [term for term in read_terms(text) if term.complete]
    chips = tuple(Chip(_chip_words(term), term.start, term.end) for term in terms)
    try:
        conditions = [_condition(term, plan, found) for term in terms]
    except ValueError as refusal:
        return Filter(everything, chips, str(refusal))
    if not conditions:
        return Filter(everything)
    return Filter(lambda activity: all(holds(activity) for holds in conditions), chips)


def activity_filter(text: str, plan: Plan, found: Found = _nothing_found) -> Passes:
    """Return whether an activity passes a text."""
    return read_filter(text, plan, found).passes


def without(text: str, chip: Chip) -> str:
    """Return a text without one of its conditions."""
    return f"{text[: chip.start].rstrip()} {text[chip.end :].lstrip()}".strip()


def _chip_words(term: Term) -> str:
    values = _(" or ").join(term.values)
    field = field_called(term.key) if term.key else None
    label = _(field.label) if field else _(FIELDS["cost"].label) if term.sign else ""
    words = f"{label} {term.sign} {values}" if term.sign else f"{label}: {values}" if label else values
    return _("not {condition}").format(condition=words) if term.negated else words


def _condition(term: Term, plan: Plan, found: Found) -> Passes:
    holds = _positive(term, plan, found)
    return (lambda activity: not holds(activity)) if term.negated else holds


def _positive(term: Term, plan: Plan, found: Found) -> Passes:
    """Return the condition of a term, its negation left aside. Raises ValueError with a sentence."""
    if not term.key:
        return _money(term, plan, net_cost) if term.sign else _words(term.values, plan)
    field = field_called(term.key)
    if field is None:
        raise ValueError(
            _("There is no field “{key}:”. Fields are {fields}").format(
                key=term.key, fields=", ".join(f"{key}:" for key in FIELDS)
            )
        )
    match field.sort:
        case Sort.MONEY:
            return _money(term, plan, net_cost if field.key == "cost" else _gross)
        case Sort.DAY:
            return _any(_day_test(field.key, term.sign, value, plan) for value in term.values)
        case Sort.HAS:
            _no_sign(term, _(field.label))
            return _any(has(one, found) for value in term.values for one in _fitting(field.key, value, plan))
        case _:
            _no_sign(term, _(field.label))
            return _names(field.key, term.values, plan)


def _no_sign(term: Term, label: str) -> None:
    if term.sign:
        raise ValueError(_("{field} has no order: leave “{sign}” out").format(field=label, sign=term.sign))


def _any(tests: Iterable[Passes]) -> Passes:
    several = list(tests)
    return several[0] if len(several) == 1 else lambda activity: any(test(activity) for test in several)


def _gross(activity: Activity) -> int:
    return 0 if activity.cancelled else activity.gross_spend


# names


def _names(key: str, values: Sequence[str], plan: Plan) -> Passes:
    wanted = {one for value in values for one in _fitting(key, value, plan)}
    values_in = values_of(key, plan)
    return lambda activity: not wanted.isdisjoint(values_in(activity))


def _fitting(key: str, typed: str, plan: Plan) -> set[str]:
    """Return the values that fit what was typed: those called just so, else those that hold it."""
    word = typed.casefold().strip()
    if key not in {"name", "has"} and word in ("none", _("None").casefold()):
        return {NONE}
    known = options(key, plan)
    found = {value for value, words in known if word in (words.casefold(), value.casefold())}
    found = found or {value for value, words in known if word in words.casefold()}
    if not found:
        raise ValueError(_unknown(key, typed, known))
    return found


def _unknown(key: str, typed: str, known: Sequence[Option]) -> str:
    field = _(FIELDS[key].label)
    if not known:
        return _("{field}: the plan has none").format(field=field)
    if key == "name" or len(known) > 6:
        return _("{field}: nothing is called “{typed}”").format(field=field, typed=typed)
    names = ", ".join(words for _value, words in known)
    return _("{field}: nothing is called “{typed}”; there are {names}").format(field=field, typed=typed, names=names)


# days


def _day_test(key: str, sign: str, value: str, plan: Plan) -> Passes:
    span = read_span(value, plan.calendar, plan.header.as_of, plan.header.locale)
    if key == "during":
        if sign:
            raise ValueError(_("Runs in: leave “{sign}” out, or say start: or end:").format(sign=sign))
        return lambda activity: runs_in(activity, span, plan.calendar.fy_end)
    if key == "start":
        return lambda activity: _compared(activity.start, sign, span)
    fy_end = plan.calendar.fy_end
    return lambda activity: _compared(last_day(activity, fy_end), sign, span)


def runs_in(activity: Activity, span: Span, fy_end: date) -> bool:
    """Return whether any occurrence of an activity has a day in a span."""
    length = activity.end - activity.start
    return any(start <= span.end and start + length >= span.start for start in starts(activity, fy_end))


def _compared(day: date, sign: str, span: Span) -> bool:
    """Compare a day with a span: after it, from its start on, before it, until its end, or in it."""
    match sign:
        case ">":
            return day > span.end
        case ">=":
            return day >= span.start
        case "<":
            return day < span.start
        case "<=":
            return day <= span.end
        case _:
            return day in span


# money


def _money(term: Term, plan: Plan, cost: Callable[[Activity], int]) -> Passes:
    limits = [_amount(value) * 10**plan.header.currency_decimals for value in term.values]
    tests: Mapping[str, Callable[[int, float], bool]] = {
        ">": lambda money, limit: money > limit,
        ">=": lambda money, limit: money >= limit,
        "<": lambda money, limit: money < limit,
        "<=": lambda money, limit: money <= limit,
        "": lambda money, limit: money == limit,
    }
    test = tests[term.sign]
    return lambda activity: any(test(cost(activity), limit) for limit in limits)


def _amount(text: str) -> float:
    match = _AMOUNT.fullmatch(text.strip())
    if match is None:
        raise ValueError(_("“{text}” is no amount: write 20000, 20k or 1.5m").format(text=text))
    return float(match[1].replace(",", ".")) * _FACTOR[match[2].lower()]


# plain words


def _words(values: Sequence[str], plan: Plan) -> Passes:
    wanted = [value.casefold() for value in values]

    def passes(activity: Activity) -> bool:
        about = described(activity, plan)
        return any(word in about for word in wanted)

    return passes


def described(activity: Activity, plan: Plan) -> str:
    """Return everything an activity can be found by, in small letters: names, states, medium, audience, people."""
    words = [
        activity.name,
        activity.status,
        activity.approval_status,
        activity.region,
        activity.owner_role,
        activity.id,
    ]
    for table, key in (
        (plan.campaigns, activity.campaign_id),
        (plan.channels, activity.channel_id),
        (plan.stages, activity.stage_id),
        (plan.vendors, activity.vendor_id),
        (plan.partners, activity.partner_id),
        (plan.cost_categories, activity.category_id),
        (plan.cost_centres, activity.cost_centre_id),
    ):
        row = table.get(key or "")
        words.append(getattr(row, "name", ""))
    words += [_(MEDIA[medium]) for medium in values_of("medium", plan)(activity) if medium in MEDIA]
    for target in activity.targets:
        cell = plan.cells.get(target.cell_id)
        if cell is not None:
            segment, offering = plan.segments.get(cell.segment_id), plan.offerings.get(cell.offering_id)
            words += [segment.name if segment else "", offering.name if offering else ""]
    return "\n".join(words).casefold()
