"""The response curves of the workbook, with what months, channels and levers give to all of them."""

from dataclasses import replace
from datetime import date
from math import exp, log

import numpy as np

from cmoplanner.exchange.book_inputs import Inputs, lane_scope
from cmoplanner.exchange.book_model import Group, Model
from cmoplanner.exchange.book_rows import Rows, Scalar, added, months_before
from cmoplanner.i18n import _
from cmoplanner.projection.carryover import Floats, decay_rate, month_decay
from cmoplanner.projection.compile import CompiledCell
from cmoplanner.projection.outcome import CellOutcome
from cmoplanner.projection.response import SUSTAINED_HALF_LIFE
from cmoplanner.projection.setting import lever_strength

_X0, _U, _SIGMA, _SLOPE, _V, _K, _FIT = range(7)


def scalars_of_lanes(currency: str) -> list[str]:
    """Return the heads of a curve's parameters. Source: domain C.4."""
    return [
        _("Reference spend X0 ({currency} per month)").format(currency=currency),
        _("Cost per response u ({currency})").format(currency=currency),
        _("Share of the maximum σ"),
        _("Slope s"),
        _("Maximum V (responses per month)"),
        _("Half point K ({currency} per month)").format(currency=currency),
        _("Fit (×)"),
    ]


class Lanes:
    """Adds the rows of months, channels, levers and curves; `streams` is the sheet whose pressure they read."""

    def __init__(self, rows: Rows, streams: Rows, model: Model, inputs: Inputs) -> None:
        self._rows, self._streams, self._model, self._inputs = rows, streams, model, inputs

    def add(self) -> None:
        """Add all rows; curves only where streams are live."""
        self._months()
        self._levers()
        if not self._model.live:
            return
        self._channels()
        for number, (cell, outcome) in enumerate(
            zip(self._model.compiled.cells, self._model.outcome.cells, strict=True)
        ):
            for place, channel in enumerate(cell.channels):
                self._curve(number, self._model.compiled.setting.channel_ids[channel], place, cell, outcome)

    def _months(self) -> None:
        """Add the days of each month from its real start, and the after-effect of 26 weeks. Source: domain C.2, C.5."""
        setting, rows = self._model.compiled.setting, self._rows
        starts = setting.calendar.first_days[: self._model.horizon + 1]
        texts = [f"DATE({day:%Y},{day.month},{day.day})" for day in map(_day, starts)]
        days = setting.days.astype(float)
        rows.add(("days",), ("", "", _("Days of the month")), days, lambda t: f"{texts[t + 1]}-{texts[t]}", "count")
        rate = float(decay_rate(np.array([SUSTAINED_HALF_LIFE]))[0])
        half = f"(7*{SUSTAINED_HALF_LIFE:g})"
        stay = np.exp(-rate * 0.5) * np.expm1(-rate * days) / (days * np.expm1(-rate))
        rows.add(
            ("after",), ("", "", _("After-effect that a month leaves (26 weeks)")), np.exp(-rate * days),
            lambda t: f"2^(-{rows.here(('days',), t)}/{half})", "factor",
        )  # fmt: skip
        rows.add(
            ("after_stay",), ("", "", _("After-effect still to come at month end")), stay,
            lambda t: (
                f"2^(-0.5/{half})*(1-2^(-{rows.here(('days',), t)}/{half}))"
                f"/({rows.here(('days',), t)}*(1-2^(-1/{half})))"
            ), "factor",
        )  # fmt: skip

    def _levers(self) -> None:
        """Add the strength of each lever by month. Source: domain C.9."""
        for lever, strength in self._model.compiled.setting.levers:
            at = self._inputs.at(f"lever:{lever.id}", "multiplier")
            full = replace(lever, multiplier=2.0)  # of which the strength is 1 + its share of the whole
            share = lever_strength(full, self._model.compiled.setting.calendar, self._model.horizon) - 1
            parts = [f"1+({at}-1)*{float(part)!r}" if part else "1" for part in share]
            labels = (lever.name, "", _("Strength of the lever (×)"))
            self._rows.add(("lever", lever.id), labels, strength, parts.__getitem__, "factor")

    def _channels(self) -> None:
        """Add what a month leaves of a channel's stock: q = 2^(−days/(7·half-life)). Source: domain C.2."""
        used = {group.channel for group in self._model.groups}
        for number in sorted(used):
            channel = self._model.compiled.plan.channels[self._model.compiled.setting.channel_ids[number]]
            half = self._inputs.at(f"channel:{channel.id}", "half_life_weeks")
            values = month_decay(decay_rate(np.array([channel.half_life_weeks])), self._model.compiled.setting.days)[0]

            def make(t: int, half: str = half) -> str:
                return f"IF({half}=0,0,2^(-{self._rows.here(('days',), t)}/(7*{half})))"

            labels = (channel.name, "", _("Stock that a month leaves (share)"))
            self._rows.add(("decay", channel.id), labels, values, make, "factor")

    def _curve(self, number: int, channel: str, place: int, cell: CompiledCell, outcome: CellOutcome) -> None:
        """Add the pressure of a curve and the responses for each unit of it. Source: domain C.4, C.5."""
        rows, plan, market = self._rows, self._model.compiled.plan, cell.cell.id
        pressure, ratio = ("pressure", number, channel), ("ratio", number, channel)
        name = plan.channels[channel].name
        groups = [
            group
            for group in self._model.groups
            if group.cell == number and not group.retains and self._model.channel(group) == channel
            and (group, "pressure") in self._streams
        ]  # fmt: skip
        months = self._inputs.at(f"channel:{channel}", "delay_months")
        unit = _("Pressure felt ({currency})").format(currency=plan.header.currency)
        values = cell.pressure_by_lane(cell.curve.by_group(cell.groups))[place]
        whole = ("whole", number, channel)
        rows.add(
            whole, (name, market, _("Pressure before the delay ({currency})").format(currency=plan.header.currency)),
            self._undelayed(groups),
            lambda t: added(self._streams.there((group, "pressure"), t) for group in groups), "money", role="link",
        )  # fmt: skip
        rows.add(pressure, (name, market, unit), values, lambda t: months_before(rows.span(whole), t, months), "money")

        def make(t: int) -> str:
            p = rows.here(pressure, t)
            x0, sigma, slope, most, fit = (rows.scalar(ratio, i) for i in (_X0, _SIGMA, _SLOPE, _V, _FIT))
            bend = f"EXP(MIN(700,{slope}*LN({x0}/{p})))*(1-{sigma})/{sigma}"
            return f"IF(AND({p}>0,{most}>0),{fit}*{most}/(1+{bend})/{p},0)"

        labels = (name, market, _("Responses per unit of pressure"))
        rows.add(
            ratio,
            labels,
            outcome.flow.ratio[place],
            make,
            "factor",
            scalars=self._scalars(number, channel, place, cell),
        )

    def _undelayed(self, groups: list[Group]) -> Floats:
        total = np.zeros(self._model.horizon)
        for group in groups:
            total = total + self._model.stock(group)[2]
        return total

    def _scalars(self, number: int, channel: str, place: int, cell: CompiledCell) -> list[Scalar]:
        """Return X0, u, σ, s, V, K and fit: without a frozen reference the plan's own pressure gives X0."""
        rows, at, curves = self._rows, self._inputs.at, cell.curves
        of, lane = f"channel:{channel}", lane_scope(channel, cell.cell.id)
        ratio, span = ("ratio", number, channel), rows.span(("pressure", number, channel))
        x0, u, sigma, slope, fit = (
            float(values[place, 0])
            for values in (curves.reference, curves.unit_cost, curves.sigma, curves.slope, curves.fit)
        )
        known = u > 0 and x0 > 0

        def reference() -> str:
            frozen = at(lane, "ref_spend_month")
            return f"IF({frozen}>0,{frozen},IF(SUM({span})>0,SUMSQ({span})/SUM({span}),0))"

        def most() -> str:
            own, cost, share = (rows.scalar(ratio, i) for i in (_X0, _U, _SIGMA))
            return f"IF(AND({own}>0,{cost}>0),{own}/({cost}*{share}),0)"

        def half() -> str:
            own, share, bent = (rows.scalar(ratio, i) for i in (_X0, _SIGMA, _SLOPE))
            return f"IF({own}>0,EXP(MIN(700,LN({own})+LN((1-{share})/{share})/{bent})),0)"

        return [
            (reference, x0),
            (lambda: at(of, "unit_cost"), u),
            (lambda: at(of, "sigma"), sigma),
            (lambda: at(of, "slope"), slope),
            (most, x0 / (u * sigma) if known else 0.0),
            (half, exp(min(700.0, log(x0) + log((1 - sigma) / sigma) / slope)) if x0 > 0 else 0.0),
            (lambda: at(lane, "fit"), fit),
        ]


def _day(ordinal: int) -> date:
    return date.fromordinal(ordinal)
