"""Why any figure of the outcome page is what it is, by the name of a total or the key of a figure in a table."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from cmoplanner.projection.attribution import Attribution
from cmoplanner.projection.bands import Total
from cmoplanner.projection.outcome import Outcome
from cmoplanner.report.figure_keys import FigureKey
from cmoplanner.report.why import Term
from cmoplanner.report.why_all_customers import why_customers
from cmoplanner.report.why_funnel import why_funnel
from cmoplanner.report.why_part import why_part
from cmoplanner.report.why_total import why

_TABLES: Mapping[str, Callable[[Outcome, FigureKey], Term]] = MappingProxyType(
    {"customers": why_customers, "funnel": why_funnel}
)


def why_figure(outcome: Outcome, asked: str, attribution: Attribution | None = None) -> Term:
    """Return the chain behind a figure. Raises KeyError where the plan has it no more, ValueError for no figure.

    `attribution` is that of the present value of margin, if it is there already.
    """
    key = FigureKey.of(asked)
    if key is None:
        return why(outcome, Total(asked))
    if key.table == "cut":
        return why_part(outcome, key, attribution)
    return _TABLES[key.table](outcome, key)
