"""Ways to spread the open money of budget lines over the months of the year, as twelve weights for each line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from cmoplanner.i18n import mark
from cmoplanner.ledger.lines import Months
from cmoplanner.model.edits.money import respread
from cmoplanner.model.periods import MONTHS_A_YEAR
from cmoplanner.model.plan import Activity, Plan
from cmoplanner.report.budget.book import Book
from cmoplanner.report.budget.past_sums import PRIOR
from cmoplanner.report.budget.tree import BudgetRow, RowKind

_FINE = 1_000  # of a seasonal share


class Pattern(StrEnum):
    """A way to spread money."""

    EVEN = "even"
    FRONT = "front"
    BACK = "back"
    SEASON = "season"
    LAST_YEAR = "last_year"
    OWN = "own"


PATTERNS: Mapping[Pattern, str] = {
    Pattern.EVEN: mark("The same in each month"),
    Pattern.FRONT: mark("More at the start"),
    Pattern.BACK: mark("More towards the end"),
    Pattern.SEASON: mark("Like the season of what is sold"),
    Pattern.LAST_YEAR: mark("Like last year"),
    Pattern.OWN: mark("Weights of your own"),
}


@dataclass(frozen=True)
class Spread:
    """How lines are spread: the pattern, its first and last month (0…11), and weights of the user's own."""

    pattern: Pattern
    first: int
    last: int
    own: Sequence[int] = (1,) * MONTHS_A_YEAR


def patterns_for(book: Book) -> list[Pattern]:
    """Return the patterns that a book offers: last year only where it is known."""
    return [one for one in PATTERNS if one is not Pattern.LAST_YEAR or PRIOR in book.pasts]


def weights_of(book: Book, lines: Sequence[str], spread: Spread) -> dict[str, list[int]]:
    """Return twelve weights for each line; a line without a past of its own has that of the whole budget."""
    rows = {row.path[-1]: row for row in book.rows if row.kind is RowKind.LINE}
    found = {}
    for line in lines:
        weights = _weights(book, rows.get(line), book.plan.activities[line], spread)
        found[line] = [weight if spread.first <= month <= spread.last else 0 for month, weight in enumerate(weights)]
    return found


def preview(book: Book, lines: Sequence[str], weights: Mapping[str, Sequence[int]]) -> tuple[Months, Months]:
    """Return the months of the lines together now, and as they would be. Raises EditRefused."""
    now = [book.ledger.lines[line].plan for line in lines]
    then = [respread(plan, weights[line], book.ledger.closed) for line, plan in zip(lines, now, strict=True)]
    return tuple(map(sum, zip(*now, strict=True))), tuple(map(sum, zip(*then, strict=True)))


def _weights(book: Book, row: BudgetRow | None, activity: Activity, spread: Spread) -> list[int]:
    length = spread.last - spread.first + 1
    match spread.pattern:
        case Pattern.FRONT:
            return [max(0, length - (month - spread.first)) for month in range(MONTHS_A_YEAR)]
        case Pattern.BACK:
            return [max(0, month - spread.first + 1) for month in range(MONTHS_A_YEAR)]
        case Pattern.SEASON:
            return _season(book.plan, activity)
        case Pattern.LAST_YEAR:
            own = row.past.get(PRIOR, ()) if row is not None else ()
            past = own if any(own) else book.total.past.get(PRIOR, ())
            return [max(0, amount) for amount in past] if any(past) else [1] * MONTHS_A_YEAR
        case Pattern.OWN:
            return list(spread.own)
    return [1] * MONTHS_A_YEAR


def _season(plan: Plan, activity: Activity) -> list[int]:
    """Return the season of the offerings that a line's market cells buy, by share; even where it has none."""
    weights = [0.0] * MONTHS_A_YEAR
    for target in activity.targets:
        cell = plan.cells.get(target.cell_id)
        offering = plan.offerings.get(cell.offering_id) if cell else None
        season = offering.seasonality if offering else ()
        for month, share in enumerate(season if len(season) == MONTHS_A_YEAR else (1.0,) * MONTHS_A_YEAR):
            weights[month] += target.share * share
    return [round(_FINE * weight) for weight in weights] if any(weights) else [1] * MONTHS_A_YEAR
