"""The projection of a plan as a workbook of live formulas, recalculated by LibreOffice: a spreadsheet's own speed."""

import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell as at
from xlsxwriter.worksheet import Worksheet

from cmoplanner.model.phasing import phase
from cmoplanner.projection.carryover import Floats, decay_rate
from cmoplanner.projection.compile import Block, Compiled, CompiledCell
from cmoplanner.projection.outcome import Outcome
from cmoplanner.projection.rates import half_retention_spend
from cmoplanner.projection.terms import stay_shares

_FIRST = 9  # the column of the first month; inputs of a row stand before it
_FOREVER = 1e9  # the decay of a half-life of zero

_RECALCULATE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>{mode}</value></prop></item></oor:items>
"""


@dataclass(frozen=True, slots=True)
class Recalculated:
    """Seconds of the shortest of some runs that open, recalculate and write a workbook, and without recalculation."""

    formulas: int
    recalculating: float
    opening: float
    revenue: float

    @property
    def seconds(self) -> float:
        """What recalculation alone takes."""
        return max(1e-3, self.recalculating - self.opening)


def recalculated(outcome: Outcome, runs: int = 3) -> Recalculated | None:
    """Measure LibreOffice on the workbook of an outcome; None without LibreOffice. Its revenue is read back."""
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        return None
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = folder / "model.xlsx"
        formulas = write_model(outcome.compiled, path)
        seconds = {}
        for mode in (0, 1):  # always, never
            profile = folder / f"profile{mode}"
            (profile / "user").mkdir(parents=True)
            (profile / "user" / "registrymodifications.xcu").write_text(_RECALCULATE.format(mode=mode))
            _convert(office, profile, path, folder / "first")  # makes the profile
            seconds[mode] = min(_convert(office, profile, path, folder / f"out{mode}") for _run in range(runs))
        revenue = _total(folder / "out0" / "model.csv")
    return Recalculated(formulas, seconds[0], seconds[1], revenue)


def _convert(office: str, profile: Path, path: Path, out: Path) -> float:
    start = time.perf_counter()
    command = [office, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--convert-to", "csv"]
    subprocess.run([*command, "--outdir", str(out), str(path)], capture_output=True, check=True, timeout=600)
    return time.perf_counter() - start


def _total(path: Path) -> float:
    """Return the revenue of the year: the only cell of the first sheet."""
    return float(path.read_text().strip().splitlines()[0].split(",")[0])


def write_model(compiled: Compiled, path: Path) -> int:
    """Write stocks, curves, synergy, funnel, ceiling, retention and revenue as formulas; return how many there are.

    Inputs are money and stay shares by month, and rates by month with season and levers. Source: domain C.2–C.13.
    """
    with xlsxwriter.Workbook(path) as book:
        total = book.add_worksheet("Total")
        sheets = [_Sheet(book.add_worksheet(f"C{i}"), compiled, cell) for i, cell in enumerate(compiled.cells)]
        ranges = [
            f"C{i}!{at(row, _FIRST)}:{at(row, _FIRST + 11)}" for i, row in enumerate(sheet.write() for sheet in sheets)
        ]
        total.write_formula(0, 0, "=" + "+".join(f"SUM({one})" for one in ranges))
    return 1 + sum(sheet.formulas for sheet in sheets)


class _Sheet:
    """One market cell: a row for each step, a column for each month."""

    def __init__(self, sheet: Worksheet, compiled: Compiled, cell: CompiledCell) -> None:
        self._sheet, self._compiled, self._cell = sheet, compiled, cell
        self._row = -1
        self.formulas = 0
        if cell.curves.sustained is not None:
            raise ValueError("the workbook has no long-term effect")

    def values(self, series: Floats) -> int:
        """Write inputs by month and return their row."""
        self._row += 1
        for t, value in enumerate(np.broadcast_to(series, (self._compiled.horizon,))):
            self._sheet.write_number(self._row, _FIRST + t, float(value))
        return self._row

    def steps(self, make: Callable[..., str], inputs: tuple[float, ...] = ()) -> int:
        """Write a formula for each month, made from its number, and return the row."""
        self._row += 1
        for column, value in enumerate(inputs):
            self._sheet.write_number(self._row, 1 + column, value)
        for t in range(self._compiled.horizon):
            self._sheet.write_formula(self._row, _FIRST + t, f"={make(t)}")
            self.formulas += 1
        return self._row

    def write(self) -> int:
        """Write the cell and return the row of its revenue."""
        self._days = self.values(self._compiled.setting.days.astype(float))
        raw = self._deals()
        retention = self._felt(self._cell.retain)
        return self._customers(raw, retention)

    def _felt(self, block: Block) -> list[int]:
        """Write the corkscrew of each stream and return the rows of what is felt. Source: domain C.2."""
        compiled = self._compiled
        minor = 10**compiled.plan.header.currency_decimals
        rows = []
        for stream in block.streams:
            channel = compiled.plan.channels[compiled.setting.channel_ids[stream.channel]]
            phased = phase(compiled.terms[stream.activity_id].activity, compiled.setting.calendar)
            rate = decay_rate(np.array([channel.half_life_weeks]))
            rest = np.zeros(compiled.horizon - 12)
            spend = self.values(np.concatenate((np.array(phased.gross) * stream.share / minor, rest)))
            stay = self.values(np.concatenate((stay_shares([phased], rate, compiled.setting.calendar)[0], rest)))
            decay = min(float(rate[0]), _FOREVER)
            stock = self.steps(
                lambda t, x=spend, g=stay: (
                    f"{_opening(self._row, t)}*EXP(-$B{self._row + 1}*{_m(self._days, t)})+{_m(x, t)}*{_m(g, t)}"
                ),
                (decay,),
            )
            felt = self.steps(lambda t, s=stock, x=spend: f"{_opening(s, t)}+{_m(x, t)}-{_m(s, t)}")
            delay = channel.delay_months
            rows.append(self.steps(lambda t, p=felt, d=delay: _m(p, t - d) if t >= d else "0") if delay else felt)
        return rows

    def _deals(self) -> int:
        """Write curves, synergy and funnel and return the row of deals before the ceiling. Source: domain C.3–C.8."""
        cell, market = self._cell, self._cell.cell
        felt = self._felt(cell.curve)
        planned = cell.planned.by_group(cell.groups) if cell.planned.streams else None
        pressure = [
            self.steps(lambda t, g=g: _plus(_m(felt[i], t) for i in np.flatnonzero(cell.curve.group == g)))
            for g in range(cell.groups)
        ]
        lanes = range(len(cell.channels))
        ratio = [self._ratio(lane, pressure) for lane in lanes]
        lead = [self.values(cell.rates.lead[lane]) for lane in lanes]
        leads = []
        for g, lane in enumerate(cell.channel.tolist()):
            more = None if planned is None else self.values(planned[g])
            leads.append(
                self.steps(
                    lambda t, g=g, lane=lane, more=more: (
                        f"({_m(pressure[g], t)}*{_m(ratio[lane], t)}{'' if more is None else '+' + _m(more, t)})"
                        f"*{_m(lead[lane], t)}"
                    )
                )
            )
        factor = self._synergy(leads)
        found = [
            self.steps(lambda t, g=g, f=factor[c]: f"{_m(leads[g], t)}*{_m(f, t)}")
            for g, c in enumerate(cell.campaign.tolist())
        ]
        if market.sales_model != "direct":
            for rates, lag in ((cell.rates.offer, market.lag_lead_offer), (cell.rates.deal, market.lag_offer_deal)):
                rate = [self.values(rates[lane]) for lane in lanes]
                found = [
                    self._lagged(row, rate[lane], lag) for row, lane in zip(found, cell.channel.tolist(), strict=True)
                ]
        return self.steps(lambda t: _plus(_m(row, t) for row in found))

    def _ratio(self, lane: int, pressure: list[int]) -> int:
        """Write the pressure of a lane and its responses for each unit of it. Source: domain C.4, C.5."""
        curves = self._cell.curves
        own = np.flatnonzero(self._cell.channel == lane)
        whole = self.steps(lambda t: _plus(_m(pressure[g], t) for g in own))
        arrays = (curves.reference, curves.unit_cost, curves.sigma, curves.slope, curves.fit)
        inputs = tuple(float(array[lane, 0]) for array in arrays)
        row = self._row + 1
        x0, u, sigma, slope, fit = (f"${at(row, 1 + i)}" for i in range(5))
        most = f"{x0}/({u}*{sigma})"
        half = f"({x0}*((1-{sigma})/{sigma})^(1/{slope}))^{slope}"
        return self.steps(
            lambda t: (
                f"IF({_m(whole, t)}>0,{fit}*{most}*{_m(whole, t)}^{slope}/({half}+{_m(whole, t)}^{slope})"
                f"/{_m(whole, t)},0)"
            ),
            inputs,
        )

    def _synergy(self, leads: list[int]) -> list[int]:
        """Write the factor of each campaign and return its rows. Source: domain C.7."""
        rows = []
        for number, strength in enumerate(self._cell.strength.tolist()):
            own = np.flatnonzero(self._cell.campaign == number)
            total = self.steps(lambda t, own=own: _plus(_m(leads[g], t) for g in own))
            squares = self.steps(lambda t, own=own: _plus(f"{_m(leads[g], t)}^2" for g in own))
            rows.append(
                self.steps(
                    lambda t, a=total, b=squares, k=strength: f"IF({_m(a, t)}>0,1+{k!r}*(1-{_m(b, t)}/{_m(a, t)}^2),1)"
                )
            )
        return rows

    def _lagged(self, row: int, rate: int, lag: float) -> int:
        """Write what becomes of a step after some months. Source: domain C.8."""
        whole, part = int(lag), lag - int(lag)

        def make(t: int) -> str:
            terms = [f"{1 - part!r}*{_m(row, t - whole)}"] if t >= whole else []
            if part and t > whole:
                terms.append(f"{part!r}*{_m(row, t - whole - 1)}")
            return f"({_plus(terms)})*{_m(rate, t)}"

        return self.steps(make)

    def _customers(self, raw: int, retention: list[int]) -> int:
        """Write ceiling, customers and revenue and return the row of revenue. Source: domain C.10–C.13."""
        market, rates = self._cell.cell, self._cell.rates
        base, arpa, first = self.values(rates.base), self.values(rates.arpa), self.values(rates.first)
        won = raw if market.prospects is None else self._ceiling(raw, base, market.prospects)
        felt = self.steps(lambda t: _plus(_m(row, t) for row in retention))
        half = half_retention_spend(market) * market.customers_start
        effect = self.steps(
            lambda t: f"IF({half!r}+{_m(felt, t)}>0,{market.ret_max_effect!r}*{_m(felt, t)}/({half!r}+{_m(felt, t)}),0)"
        )
        stay = [self._staying(churn, effect) for churn in (rates.churn, rates.churn_new)]
        start = market.customers_start
        there = self.steps(lambda t: f"{_opening(self._row, t, start)}*{_m(stay[0], t)}")
        referral = market.referral_year / 12
        # new customers stand one row above those who are there: each needs the other's month before
        of_base, new_base = self._row + 2, self._row + 1
        self.steps(lambda t: f"{_m(base, t)}+{referral!r}*({_opening(there, t, start)}+{_opening(of_base, t)})")
        self.steps(lambda t: f"{_opening(of_base, t)}*{_m(stay[1], t)}+{_m(new_base, t)}")
        of_media, new_media = self._row + 2, self._row + 1
        self.steps(lambda t: f"{_m(won, t)}+{referral!r}*{_opening(of_media, t)}")
        self.steps(lambda t: f"{_opening(of_media, t)}*{_m(stay[1], t)}+{_m(new_media, t)}")
        orders = self.steps(lambda t: f"{_m(first, t)}*({_m(new_base, t)}+{_m(new_media, t)})")
        months = max(1, market.fov_recognition_months)
        survivors = self.steps(
            lambda t: f"{_m(there, t)}+({_opening(of_base, t)}+{_opening(of_media, t)})*{_m(stay[1], t)}"
        )
        return self.steps(
            lambda t: (
                f"{_m(arpa, t)}*{_m(survivors, t)}"
                f"+({_plus(_m(orders, s) for s in range(max(0, t - months + 1), t + 1))})/{months}"
            )
        )

    def _staying(self, churn: Floats, effect: int) -> int:
        """Write the share of customers who stay a month. Source: domain C.12."""
        row = self.values(churn)
        return self.steps(lambda t: f"MAX(0,1-{_m(row, t)}*(1-{_m(effect, t)}))")

    def _ceiling(self, raw: int, base: int, prospects: float) -> int:
        """Write who is left and who of them is won. Source: domain C.11."""
        left, won = self._row + 1, self._row + 2
        self.steps(lambda t: f"{_m(left, t - 1)}-{_m(base, t - 1)}-{_m(won, t - 1)}" if t else repr(prospects))
        return self.steps(lambda t: f"IF({_m(left, t)}>0,{_m(left, t)}*(1-EXP(-{_m(raw, t)}/{_m(left, t)})),0)")


def _m(row: int, t: int) -> str:
    return str(at(row, _FIRST + t))


def _opening(row: int, t: int, start: float = 0.0) -> str:
    return _m(row, t - 1) if t else repr(float(start))


def _plus(terms: Iterable[str]) -> str:
    return "+".join(terms) or "0"
