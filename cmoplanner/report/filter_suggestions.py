"""What could be typed next into the filter line: fields, and the values of the field that is begun."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from cmoplanner.i18n import _
from cmoplanner.model.plan import Plan
from cmoplanner.report.filter_fields import FIELDS, Sort, field_called, options
from cmoplanner.report.filter_terms import Term, quoted, read_terms

_NAMED = ("campaign", "channel", "segment", "offering", "stage", "owner", "region", "vendor", "partner")
_MOST = 3000  # names that are looked through at every letter
_TIMES = ("today", "week", "month", "quarter", "30d", "Q1", "Q2", "Q3", "Q4", "H1", "H2", "FY")


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What may be put in place of what is being typed: the text, its words, and of which field it is."""

    text: str
    words: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Offer:
    """What is being typed, where it stands in the text, and all that could be meant, in a sensible order."""

    typed: str
    start: int
    end: int
    suggestions: tuple[Suggestion, ...]

    def taken(self, text: str, suggestion: Suggestion) -> tuple[str, int]:
        """Return the text with a suggestion put in, and where the cursor stands then."""
        more = "" if suggestion.text.endswith(":") else " "
        head = text[: self.start] + suggestion.text + more
        return head + text[self.end :].lstrip(), len(head)


def offer(text: str, cursor: int, plan: Plan) -> Offer | None:
    """Return what could be meant at the cursor; None between terms and behind amounts."""
    before = text[:cursor]
    terms = read_terms(before)
    if not terms or (before[-1:].isspace() and not _open(terms[-1], before)):
        return None
    term = terms[-1]
    if not term.key:
        begun = before[term.begun :].lstrip('"')
        if term.sign or not begun:
            return None
        start = term.begun
        return Offer(begun, start, cursor, tuple(_fields_and_names(plan)) if len(term.values) < 2 else ())
    field = field_called(term.key)
    if field is None or field.sort is Sort.MONEY:
        return None
    typed = before[term.begun :].strip().lstrip('"')
    if field.sort is Sort.DAY:
        found = tuple(Suggestion(time, time, _(field.label)) for time in _TIMES)
    else:
        key = field.key == "has"
        found = tuple(
            Suggestion(value if key else quoted(words), words, _(field.label))
            for value, words in islice(options(field.key, plan), _MOST)
            if words
        )
    return Offer(typed, term.begun, cursor, found)


def _open(term: Term, before: str) -> bool:
    """Return whether what follows still belongs to the last term: behind a colon or a comma."""
    return before.rstrip().endswith((":", ","))


def _fields_and_names(plan: Plan) -> Iterator[Suggestion]:
    for field in FIELDS.values():
        yield Suggestion(f"{field.key}:", f"{field.key}:", _(field.label))
    for key in _NAMED:
        for _value, words in options(key, plan):
            if words:
                yield Suggestion(f"{key}:{quoted(words)}", words, _(FIELDS[key].label))
