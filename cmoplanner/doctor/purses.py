"""Which budget envelope a line's quarter stands in, and how much each has. Source: domain B.6, rule BUD-02."""

from collections import defaultdict

from cmoplanner.model.plan import Activity, Plan

Purse = tuple[object, ...]
"""Quarter (None: the whole year), cost centre, category and region of an envelope; "" stands for any."""

_MASKS = (7, 6, 5, 3, 4, 2, 1, 0)  # which of centre (4), category (2) and region (1) it names, the most telling first
_EVERYWHERE = frozenset({"", "All"})


class Purses:
    """The envelopes of the fiscal year with their transfers; those that say the same are one."""

    def __init__(self, plan: Plan) -> None:
        years = {"", plan.header.fy_label, plan.calendar.label}
        moved: defaultdict[str, int] = defaultdict(int)
        for transfer in plan.transfers.values():
            moved[transfer.from_envelope_id] -= transfer.amount
            moved[transfer.to_envelope_id] += transfer.amount
        self.money: dict[Purse, int] = {}
        self.envelopes: dict[Purse, str] = {}
        for row in plan.envelopes.values():
            if row.fiscal_year in years:
                region = "" if row.region in _EVERYWHERE else row.region
                key = (row.quarter, row.cost_centre_id or "", row.category_id or "", region)
                self.envelopes.setdefault(key, row.id)
                self.money[key] = self.money.get(key, 0) + row.topdown_amount + moved[row.id]

    def of(self, activity: Activity, quarter: int) -> Purse | None:
        """Return the envelope that pays for an activity in a quarter (1…4): the one that names most; None without."""
        centre, category, region = activity.cost_centre_id or "", activity.category_id or "", activity.region
        for when in (quarter, None):
            for mask in _MASKS:
                key = (when, centre if mask & 4 else "", category if mask & 2 else "", region if mask & 1 else "")
                if key in self.money:
                    return key
        return None
