"""How the terms of a figure are written: their values by unit, and what a given value rests on."""

from cmoplanner.i18n import _, ngettext
from cmoplanner.report.formats import Formats
from cmoplanner.report.why import Relation, Term, Unit

SIGNS = {Relation.SUM: "+", Relation.DIFFERENCE: "\u2212", Relation.PRODUCT: "×", Relation.QUOTIENT: "÷"}
"""What stands before each term but the first, by how a figure follows from them."""


def value_text(formats: Formats, term: Term) -> str:
    """Return a term's value: full where it is large, with decimals where it is small."""
    match term.unit:
        case Unit.RATE:
            return formats.percent(term.value, 1)
        case Unit.MONEY if abs(term.value) >= 1_000:
            return formats.number(term.value)
        case Unit.COUNT if abs(term.value) >= 100:
            return formats.number(term.value)
        case Unit.MONTHS:
            return ngettext("{n} month", "{n} months", round(term.value)).format(n=formats.number(term.value))
        case Unit.NUMBER:
            return formats.number(term.value, 3)
        case _:
            return formats.number(term.value, 2)


def source_text(formats: Formats, term: Term) -> str:
    """Return what a given value rests on: its range, source, day and confidence; "" for a value that follows."""
    evidence = term.evidence
    if evidence is None:
        return ""
    parts = []
    if evidence.low is not None and evidence.high is not None:
        digits = 1 if term.unit is Unit.RATE else 2
        write = formats.percent if term.unit is Unit.RATE else formats.number
        parts.append(
            _("1-in-10 range {low}–{high}").format(low=write(evidence.low, digits), high=write(evidence.high, digits))
        )
    if evidence.source:
        parts.append(_("source: {source}").format(source=evidence.source))
    if evidence.day:
        parts.append(formats.days(evidence.day, evidence.day))
    if evidence.confidence:
        parts.append(_("confidence {letter}").format(letter=evidence.confidence))
    return " · ".join(parts) or _("It stands in the plan without a range or a source.")
