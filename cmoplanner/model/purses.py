"""Which budget envelope pays for an activity in a quarter: the one that names most of it. Source: domain B.6.

An envelope names a quarter or the whole year, and may name cost centre, category and region.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping

from cmoplanner.model.plan import Activity, Envelope, Plan

Purse = tuple[object, ...]
"""Quarter (None: the whole year), cost centre, category and region of an envelope; "" stands for any."""

ANY_REGION = frozenset({"", "All"})

CONTINGENCY = "contingency"
"""The category of envelopes that keep money back."""

_MASKS = (7, 6, 5, 3, 4, 2, 1, 0)  # which of centre (4), category (2) and region (1) it names, the most telling first


def is_contingency(envelope: Envelope) -> bool:
    """Return whether an envelope keeps money back rather than paying for lines (domain B.6)."""
    return envelope.category_id == CONTINGENCY


def of_year(plan: Plan) -> list[Envelope]:
    """Return the envelopes of the plan's fiscal year."""
    years = {"", plan.header.fy_label, plan.calendar.label}
    return [envelope for envelope in plan.envelopes.values() if envelope.fiscal_year in years]


def transferred(plan: Plan) -> Mapping[str, int]:
    """Return what transfers bring to each envelope, less what they take, in minor units."""
    moved: defaultdict[str, int] = defaultdict(int)
    for transfer in plan.transfers.values():
        moved[transfer.from_envelope_id] -= transfer.amount
        moved[transfer.to_envelope_id] += transfer.amount
    return moved


def purse_of(envelope: Envelope) -> Purse:
    """Return what an envelope names."""
    region = "" if envelope.region in ANY_REGION else envelope.region
    return envelope.quarter, envelope.cost_centre_id or "", envelope.category_id or "", region


def fitting(activity: Activity, quarter: int) -> Iterator[Purse]:
    """Yield the purses that may pay for an activity in a quarter (1…4), the one that names most first."""
    centre, category, region = activity.cost_centre_id or "", activity.category_id or "", activity.region
    for when in (quarter, None):
        for mask in _MASKS:
            yield when, centre if mask & 4 else "", category if mask & 2 else "", region if mask & 1 else ""
