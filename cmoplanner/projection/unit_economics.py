"""What winning and keeping customers costs and brings, by market cell: CAC, payback, kept customers (C.12, C.15)."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from cmoplanner.model.periods import MONTHS_A_YEAR
from cmoplanner.model.plan import Cell
from cmoplanner.projection.carryover import Floats
from cmoplanner.projection.compile import CompiledCell
from cmoplanner.projection.lifetime import NEVER_AFTER, CustomerValue, customer_value, monthly
from cmoplanner.projection.model import project_cell
from cmoplanner.projection.outcome import Line, Outcome, fiscal_year, present_value
from cmoplanner.projection.rates import retention_new, staying
from cmoplanner.projection.terms import Terms


@dataclass(frozen=True, slots=True)
class Cost:
    """Our money of the fiscal year in currency units: what wins customers, what keeps them, and all the rest.

    The rest (production, tools, agency, enabling) is shared out in proportion to the other two.
    """

    acquiring: float = 0.0
    retaining: float = 0.0
    rest: float = 0.0

    def __add__(self, other: "Cost") -> "Cost":
        return Cost(self.acquiring + other.acquiring, self.retaining + other.retaining, self.rest + other.rest)

    @property
    def working(self) -> float:
        """What wins or keeps customers."""
        return self.acquiring + self.retaining

    @property
    def total(self) -> float:
        """All of it."""
        return self.working + self.rest

    @property
    def acquiring_loaded(self) -> float:
        """What wins customers, with its part of the rest."""
        return self.acquiring + (self.rest * self.acquiring / self.working if self.working else self.rest)


@dataclass(frozen=True, slots=True)
class Kept:
    """What touchpoints that retain do: the same projection with and without their effect. Source: domain C.12.

    Customers are those more at the end of the fiscal year and of the horizon; margin that of the fiscal year and the
    present value over the horizon. Retentions are of established customers in the fiscal year.
    """

    cost: float
    customers_year: float
    customers_horizon: float
    margin_year: float
    margin_value: float
    retention_without: float
    retention_with: float

    @property
    def churn_cut(self) -> float:
        """The relative reduction of the year's churn."""
        lost = 1 - self.retention_without
        return (self.retention_with - self.retention_without) / lost if lost > 0 else 0.0

    @property
    def cost_per_customer(self) -> float | None:
        """What a kept customer costs; None if nobody is kept."""
        return self.cost / self.customers_year if self.customers_year > 0 else None


@dataclass(frozen=True, slots=True)
class Economics:
    """Winning customers in one market cell, or in several together. Source: domain C.15.

    `new_customers` are those of marketing over the horizon; `margin_year` and `margin_value` what the plan adds in
    gross margin, this year and as present value over the horizon; `gross_margin_year` is all of it, marketing or not.
    Lifetime value, and each CAC, are None where there are no customers; a payback is None after 240 months.
    """

    cells: tuple[str, ...]
    cost: Cost
    new_customers: float
    lifetime_value: float | None
    payback_working: int | None
    payback_loaded: int | None
    gross_margin_year: float
    margin_year: float
    margin_value: float

    @property
    def cac_working(self) -> float | None:
        """What a new customer costs in working money."""
        return self.cost.acquiring / self.new_customers if self.new_customers > 0 else None

    @property
    def cac_loaded(self) -> float | None:
        """What a new customer costs with a part of everything that marketing costs."""
        return self.cost.acquiring_loaded / self.new_customers if self.new_customers > 0 else None

    @property
    def value_to_cost(self) -> float | None:
        """Lifetime value ÷ CAC on working money; None without either."""
        cac = self.cac_working
        return self.lifetime_value / cac if cac and self.lifetime_value is not None else None

    @property
    def contribution_year(self) -> float:
        """Gross margin that marketing adds in the fiscal year, less all its cost."""
        return self.margin_year - self.cost.total


@dataclass(frozen=True, slots=True)
class BreakEven:
    """When the plan has paid for itself: margin and cost by month of the horizon, added up, and the month it is even.

    `month` counts from 1 and is the first from which on the sum never falls below zero again; None within the horizon.
    `discounted` is the same in present values.
    """

    cumulative: Floats
    month: int | None
    discounted: int | None


@dataclass(frozen=True, eq=False)
class UnitEconomics:
    """The unit economics of a plan's outcome; everything is worked out when it is asked for."""

    outcome: Outcome

    @cached_property
    def values(self) -> dict[str, CustomerValue]:
        """What a new customer is worth, by market cell."""
        header = self.outcome.compiled.plan.header
        return {cell.cell.id: customer_value(header, cell.cell) for cell in self.outcome.compiled.cells}

    @cached_property
    def by_cell(self) -> dict[str, Economics]:
        """The economics of each market cell."""
        return {cell.cell.id: self._of([place]) for place, cell in enumerate(self.outcome.compiled.cells)}

    @cached_property
    def by_segment(self) -> dict[str, Economics]:
        """The economics of each segment, its market cells together."""
        return self._grouped(lambda cell: cell.segment_id)

    @cached_property
    def by_offering(self) -> dict[str, Economics]:
        """The economics of each offering."""
        return self._grouped(lambda cell: cell.offering_id)

    @cached_property
    def total(self) -> Economics:
        """The economics of the whole plan; its cost includes what reaches no market cell."""
        return self._of(range(len(self.outcome.compiled.cells)), self._costs[1])

    @cached_property
    def kept(self) -> dict[str, Kept]:
        """What retaining touchpoints do, by market cell that has any."""
        costs = self._costs[0]
        return {
            cell.cell.id: self._kept(place, cell, costs[cell.cell.id].retaining)
            for place, cell in enumerate(self.outcome.compiled.cells)
            if cell.retain.streams
        }

    @cached_property
    def break_even(self) -> BreakEven:
        """When the plan has paid for itself. Source: domain C.15."""
        margin = self.outcome.incremental_by_month(Line.MARGIN)
        net = np.zeros_like(margin)
        net[:MONTHS_A_YEAR] = np.array(self.outcome.money.net) / self._minor
        balance = margin - net
        discount = self.outcome.compiled.setting.discount
        sums = np.cumsum(balance)
        return BreakEven(sums, _even(sums), _even(np.cumsum(balance * discount)))

    def contribution_by_month(self) -> Floats:
        """Return contribution after marketing by month: gross margin that marketing adds, less its net cost."""
        return np.diff(self.break_even.cumulative, prepend=0.0)

    @property
    def _minor(self) -> float:
        return float(10**self.outcome.compiled.plan.header.currency_decimals)

    @cached_property
    def _costs(self) -> tuple[dict[str, Cost], Cost]:
        """Return the cost by market cell, and all of it. The rest goes to the cells by their working cost."""
        own = {cell.cell.id: Cost() for cell in self.outcome.compiled.cells}
        everything = Cost()
        for terms in self.outcome.compiled.terms.values():
            net = sum(terms.net) / self._minor
            everything += _cost(terms, net)
            for target in terms.activity.targets:
                if terms.working and terms.kind is not None and target.cell_id in own:
                    own[target.cell_id] += _cost(terms, net * target.share)
        working = sum(cost.working for cost in own.values())
        shared = {
            key: cost + Cost(rest=everything.rest * cost.working / working) if working else cost
            for key, cost in own.items()
        }
        return shared, everything

    def _grouped(self, key: Callable[[Cell], str]) -> dict[str, Economics]:
        places: dict[str, list[int]] = {}
        for place, cell in enumerate(self.outcome.compiled.cells):
            places.setdefault(key(cell.cell), []).append(place)
        return {name: self._of(found) for name, found in places.items()}

    def _of(self, places: Iterable[int], cost: Cost | None = None) -> Economics:
        outcome, places = self.outcome, list(places)
        cells = [outcome.compiled.cells[place].cell for place in places]
        if cost is None:
            cost = sum((self._costs[0][cell.id] for cell in cells), start=Cost())
        won = [float(outcome.lines[place, Line.MARKETING_NEW].sum()) for place in places]
        new = sum(won)
        added = outcome.lines[places, Line.MARGIN] - outcome.baseline[places, Line.MARGIN]
        margin = np.asarray(added.sum(axis=0))
        worth = sum(count * self.values[cell.id].capped for count, cell in zip(won, cells, strict=True))
        return Economics(
            tuple(cell.id for cell in cells),
            cost,
            new,
            worth / new if new > 0 else None,
            _payback(cells, won, cost.acquiring),
            _payback(cells, won, cost.acquiring_loaded),
            fiscal_year(outcome.lines[places, Line.MARGIN].sum(axis=0)),
            fiscal_year(margin),
            present_value(outcome, margin),
        )

    def _kept(self, place: int, cell: CompiledCell, cost: float) -> Kept:
        outcome = self.outcome
        full, without = outcome.lines[place], project_cell(cell, cell.rates, retention=False).lines
        more = full - without
        effect, churn = outcome.cells[place].effect, cell.rates.churn
        year = slice(0, MONTHS_A_YEAR)
        return Kept(
            cost,
            float(more[Line.ACTIVE, MONTHS_A_YEAR - 1]),
            float(more[Line.ACTIVE, -1]),
            fiscal_year(more[Line.MARGIN]),
            present_value(outcome, more[Line.MARGIN]),
            float(np.prod(staying(churn, np.zeros_like(effect))[year])),
            float(np.prod(staying(churn, effect)[year])),
        )


def unit_economics(outcome: Outcome) -> UnitEconomics:
    """Return the unit economics of a plan's outcome. Source: domain C.15."""
    return UnitEconomics(outcome)


def _cost(terms: Terms, net: float) -> Cost:
    if not terms.working or terms.kind is None:
        return Cost(rest=net)
    return Cost(retaining=net) if terms.kind == "retain" else Cost(acquiring=net)


def _even(sums: Floats) -> int | None:
    """Return the first month, counted from 1, from which on sums are never below zero."""
    below = np.flatnonzero(sums < 0)
    if not len(below):
        return 1
    return int(below[-1]) + 2 if below[-1] + 1 < len(sums) else None


def _payback(cells: list[Cell], won: list[float], cost: float) -> int | None:
    """Return after how many months the margin of a mix of new customers covers their cost; None after 240.

    Source: domain C.15, undiscounted, at first-year retention.
    """
    if sum(won) <= 0:
        return None
    earned = sum(n * cell.first_order_value * cell.gross_margin for n, cell in zip(won, cells, strict=True))
    stays = [monthly(retention_new(cell)) for cell in cells]
    margins = [n * cell.arpa_month * cell.gross_margin for n, cell in zip(won, cells, strict=True)]
    for month in range(NEVER_AFTER + 1):
        if earned >= cost:
            return month
        margins = [margin * stay for margin, stay in zip(margins, stays, strict=True)]
        earned += sum(margins)
    return None
