"""Top-down beside bottom-up: what each budget envelope was given, and what the lines in it plan, book and expect.

Money is int minor units. A line's quarter stands in one envelope: the one that names most of its cost centre, category
and region. What no envelope holds stands in the envelope of id "". Source: domain B.6.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from cmoplanner.ledger.lines import Ledger
from cmoplanner.model.plan import Activity, Envelope, Plan

OUTSIDE = ""
ANY_REGION = frozenset({"", "All"})
CONTINGENCY = "contingency"
QUARTERS = range(1, 5)
_QUARTER = 3


@dataclass(frozen=True, slots=True)
class EnvelopeMoney:
    """One envelope: given, moved in (positive) or out by transfers, planned, booked and expected of its lines."""

    id: str
    given: int
    moved: int = 0
    planned: int = 0
    booked: int = 0
    expected: int = 0

    @property
    def revised(self) -> int:
        """What the envelope has after all transfers."""
        return self.given + self.moved

    @property
    def headroom(self) -> int:
        """What is left of it when all planned lines come: negative when it is over."""
        return self.revised - self.planned


@dataclass(frozen=True)
class Envelopes:
    """All envelopes of the fiscal year by id, the one of id "" last; the lines and quarters (1…4) that each holds.

    `contingency` is what is kept back, in minor units.
    """

    money: Mapping[str, EnvelopeMoney]
    holds: Mapping[str, tuple[tuple[str, int], ...]]
    contingency: int


def of_year(plan: Plan) -> list[Envelope]:
    """Return the envelopes of the plan's fiscal year."""
    years = {"", plan.header.fy_label, plan.calendar.label}
    return [envelope for envelope in plan.envelopes.values() if envelope.fiscal_year in years]


def is_contingency(envelope: Envelope) -> bool:
    """Return whether an envelope keeps money back rather than paying for lines (domain B.6)."""
    return envelope.category_id == CONTINGENCY


def envelopes(plan: Plan, ledger: Ledger) -> Envelopes:
    """Return what each envelope has and holds; their planned money adds up to the plan's, to the minor unit."""
    known = of_year(plan)
    find = _Finder(known)
    planned: defaultdict[str, int] = defaultdict(int)
    booked: defaultdict[str, int] = defaultdict(int)
    expected: defaultdict[str, int] = defaultdict(int)
    holds: defaultdict[str, list[tuple[str, int]]] = defaultdict(list)
    for row, line in ledger.lines.items():
        for quarter in QUARTERS:
            of = slice(_QUARTER * quarter - _QUARTER, _QUARTER * quarter)
            if not any((*line.plan[of], *line.actual[of], *line.forecast[of])):
                continue
            envelope = find.envelope(plan.activities.get(row), quarter)
            planned[envelope] += sum(line.plan[of])
            booked[envelope] += sum(line.actual[of])
            expected[envelope] += sum(line.forecast[of])
            holds[envelope].append((row, quarter))
    moved = _moved(plan)
    money = {
        row.id: EnvelopeMoney(
            row.id, row.topdown_amount, moved[row.id], planned[row.id], booked[row.id], expected[row.id]
        )
        for row in known
    }
    given = plan.header.topdown_budget - sum(row.topdown_amount for row in known)
    money[OUTSIDE] = EnvelopeMoney(OUTSIDE, given, 0, planned[OUTSIDE], booked[OUTSIDE], expected[OUTSIDE])
    kept = sum(row.topdown_amount + moved[row.id] for row in known if is_contingency(row))
    return Envelopes(money, {row: tuple(found) for row, found in holds.items()}, kept)


def _moved(plan: Plan) -> defaultdict[str, int]:
    moved: defaultdict[str, int] = defaultdict(int)
    for transfer in plan.transfers.values():
        moved[transfer.from_envelope_id] -= transfer.amount
        moved[transfer.to_envelope_id] += transfer.amount
    return moved


class _Finder:
    """Finds the envelope of a line and quarter: of those that fit, the one that names most."""

    def __init__(self, envelopes: Iterable[Envelope]) -> None:
        self._by_key: dict[tuple[int | None, str, str, str], str] = {}
        for row in envelopes:
            region = "" if row.region in ANY_REGION else row.region
            self._by_key.setdefault((row.quarter, row.cost_centre_id or "", row.category_id or "", region), row.id)

    def envelope(self, activity: Activity | None, quarter: int) -> str:
        """Return the id of the envelope, "" if none fits."""
        if activity is None:
            return OUTSIDE
        centre, category, region = activity.cost_centre_id or "", activity.category_id or "", activity.region
        for when in (quarter, None):
            for mask in _MASKS:
                key = (when, centre if mask & 4 else "", category if mask & 2 else "", region if mask & 1 else "")
                found = self._by_key.get(key)
                if found is not None:
                    return found
        return OUTSIDE


_MASKS = (7, 6, 5, 3, 4, 2, 1, 0)
"""Which of cost centre (4), category (2) and region (1) an envelope names, the most telling first."""
