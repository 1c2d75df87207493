"""The projection: from pressure to responses, leads, customers and revenue of each market cell (domain C.3–C.13)."""

from math import expm1

import numpy as np

from cmoplanner.projection.carryover import Floats
from cmoplanner.projection.compile import Compiled, CompiledCell
from cmoplanner.projection.outcome import CellOutcome, Flow, Line, Outcome
from cmoplanner.projection.rates import Rates, half_retention_spend, staying
from cmoplanner.projection.response import hill, lagged, synergy


def project(compiled: Compiled, previous: Outcome | None = None) -> Outcome:
    """Return the expected outcome of a plan; of `previous`, what belongs to the same compiled cells is taken over."""
    if previous is None or previous.compiled.setting is not compiled.setting:
        cells = [project_cell(cell, cell.rates) for cell in compiled.cells]
        shape = (len(cells), len(Line), compiled.horizon)
        baseline = np.array([baseline_of(cell) for cell in compiled.cells]).reshape(shape)
        lines = np.array([cell.lines for cell in cells]).reshape(shape)
        return Outcome(compiled, tuple(cells), lines, baseline)
    cells, lines = list(previous.cells), previous.lines.copy()
    for i, (cell, before) in enumerate(zip(compiled.cells, previous.compiled.cells, strict=True)):
        if cell is not before:
            cells[i] = project_cell(cell, cell.rates)
            lines[i] = cells[i].lines
    return Outcome(compiled, tuple(cells), lines, previous.baseline)


def project_cell(cell: CompiledCell, rates: Rates, *, retention: bool = True) -> CellOutcome:
    """Return the outcome of one market cell, with rates that hold the levers or not."""
    flow = flow_of(cell, rates)
    effect = retention_effect(cell) if retention else np.zeros(len(rates.base))
    raw = flow.deals.sum(axis=0)
    won, rows = _roll_forward(cell, rates, raw, effect)
    share = np.divide(won, raw, out=np.zeros_like(raw), where=raw > 0)
    return CellOutcome(rows, flow, share, effect)


def baseline_of(cell: CompiledCell) -> Floats:
    """Return the cell's lines without plan marketing: no activities and no levers. Source: domain C.10."""
    nothing = np.zeros(len(cell.plain.base))
    return _roll_forward(cell, cell.plain, nothing, nothing)[1]


def responses_per_pressure(cell: CompiledCell, pressure: Floats) -> Floats:
    """Return fit·H(P)/P by lane and month: what each unit of pressure brings, 0 without any. Source: domain C.5."""
    curves = cell.curves
    responses = curves.fit * hill(pressure, curves.reference, curves.unit_cost, curves.sigma, curves.slope)
    return np.divide(responses, pressure, out=np.zeros_like(pressure), where=pressure > 0)


def flow_of(cell: CompiledCell, rates: Rates) -> Flow:
    """Return responses, leads, offers and deals by group and month, before the ceiling. Source: domain C.5–C.8."""
    pressure = cell.curve.by_group(cell.groups)
    ratio = responses_per_pressure(cell, cell.pressure_by_lane(pressure))
    responses = pressure * ratio[cell.channel]
    if cell.curves.sustained is not None:
        responses = responses + (cell.curves.long_term[cell.channel] - 1) * (responses @ cell.curves.sustained)
    if cell.planned.streams:
        responses = responses + cell.planned.by_group(cell.groups)
    leads = responses * rates.lead[cell.channel]
    factor = synergy_factor(cell, leads)
    leads = leads * factor[cell.campaign]
    if cell.cell.sales_model == "direct":
        return Flow(responses, leads, np.zeros_like(leads), leads, ratio, factor)
    offers = lagged(leads, cell.cell.lag_lead_offer) * rates.offer[cell.channel]
    deals = lagged(offers, cell.cell.lag_offer_deal) * rates.deal[cell.channel]
    return Flow(responses, leads, offers, deals, ratio, factor)


def synergy_factor(cell: CompiledCell, leads: Floats) -> Floats:
    """Return M by campaign and month from leads by group. Source: domain C.7."""
    if not cell.groups:
        return leads
    total = np.add.reduceat(leads, cell.campaign_starts, axis=0)
    squares = np.add.reduceat(leads**2, cell.campaign_starts, axis=0)
    return synergy(total, squares, cell.strength[:, None])


def retention_effect(cell: CompiledCell) -> Floats:
    """Return the relative churn reduction by month. Source: domain C.12."""
    pressure = cell.retain.series.sum(axis=0)
    bottom = half_retention_spend(cell.cell) * cell.cell.customers_start + pressure
    share = np.divide(pressure, bottom, out=np.zeros_like(pressure), where=bottom > 0)
    return np.asarray(cell.cell.ret_max_effect * share)


def _roll_forward(cell: CompiledCell, rates: Rates, raw: Floats, effect: Floats) -> tuple[Floats, Floats]:
    """Return the deals under the market ceiling, and the cell's lines by month. Source: domain C.11–C.13."""
    market = cell.cell
    stay = staying(rates.churn, effect).tolist()
    stay_new = staying(rates.churn_new, effect).tolist()
    base = rates.base.tolist()
    won = _under_ceiling(market.prospects, base, raw.tolist())
    referral = market.referral_year / 12
    established, of_base, of_marketing = market.customers_start, 0.0, 0.0
    months = []
    for t in range(len(raw)):
        new_base = base[t] + referral * (established + of_base)
        new_marketing = won[t] + referral * of_marketing
        established *= stay[t]
        of_base *= stay_new[t]
        of_marketing *= stay_new[t]
        survivors = established + of_base + of_marketing
        of_base += new_base
        of_marketing += new_marketing
        months.append((new_base, new_marketing, established, of_base, of_marketing, survivors))
    rows = np.zeros((len(Line), len(raw)))
    (
        rows[Line.BASE_NEW],
        rows[Line.MARKETING_NEW],
        rows[Line.ESTABLISHED],
        rows[Line.OF_BASE],
        rows[Line.OF_MARKETING],
        stayed,
    ) = np.array(months).T
    rows[Line.WON] = won
    rows[Line.ACTIVE] = rows[Line.ESTABLISHED] + rows[Line.OF_BASE] + rows[Line.OF_MARKETING]
    first = rates.first * (rows[Line.BASE_NEW] + rows[Line.MARKETING_NEW])
    rows[Line.REVENUE] = rates.arpa * stayed + recognised(first, market.fov_recognition_months)
    rows[Line.MARGIN] = rows[Line.REVENUE] * market.gross_margin
    return rows[Line.WON], rows


def _under_ceiling(prospects: float | None, base: list[float], raw: list[float]) -> list[float]:
    """Return D = rem·(1 − e^(−raw/rem)), rem the prospects not yet won. Source: domain C.11."""
    if prospects is None:
        return raw
    won = []
    remaining = prospects
    for new_base, new in zip(base, raw, strict=True):
        won.append(-remaining * expm1(-new / remaining) if remaining > 0 else 0.0)
        remaining -= new_base + won[-1]
    return won


def recognised(amounts: Floats, months: int) -> Floats:
    """Return amounts spread evenly over the month they arise in and those after it. Source: domain C.13."""
    if months <= 1:
        return amounts
    parts = amounts / months
    out = np.zeros_like(amounts)
    for i in range(min(months, len(amounts))):
        out[i:] += parts[: len(amounts) - i]
    return out
