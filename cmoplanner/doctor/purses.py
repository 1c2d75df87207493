"""How much each budget envelope has for the lines that stand in it. Source: domain B.6, rule BUD-02."""

from cmoplanner.model.plan import Activity, Plan
from cmoplanner.model.purses import Purse, fitting, of_year, purse_of, transferred


class Purses:
    """The envelopes of the fiscal year with their transfers; those that say the same are one."""

    def __init__(self, plan: Plan) -> None:
        moved = transferred(plan)
        self.money: dict[Purse, int] = {}
        self.envelopes: dict[Purse, str] = {}
        for row in of_year(plan):
            purse = purse_of(row)
            self.envelopes.setdefault(purse, row.id)
            self.money[purse] = self.money.get(purse, 0) + row.topdown_amount + moved.get(row.id, 0)

    def of(self, activity: Activity, quarter: int) -> Purse | None:
        """Return the envelope that pays for an activity in a quarter (1…4); None without."""
        return next((purse for purse in fitting(activity, quarter) if purse in self.money), None)
