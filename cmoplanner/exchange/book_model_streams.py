"""The streams of the workbook: what each campaign and channel brings to a market cell, from its money to its deals."""

from collections.abc import Iterator
from functools import partial

import numpy as np

from cmoplanner.exchange.book_inputs import Inputs
from cmoplanner.exchange.book_model import Group, Model
from cmoplanner.exchange.book_model_lines import MONEY, STILL, LineRows
from cmoplanner.exchange.book_rows import Rows, added, months_before
from cmoplanner.i18n import _
from cmoplanner.projection.carryover import Floats, delayed
from cmoplanner.projection.compile import CompiledCell
from cmoplanner.projection.outcome import CellOutcome
from cmoplanner.projection.response import SUSTAINED_HALF_LIFE

Steps = tuple[str, ...]


class Streams:
    """Adds the rows of all streams; `lanes` and `cells` are the sheets that they refer to."""

    def __init__(self, rows: Rows, lanes: Rows, model: Model, inputs: Inputs, lines: LineRows) -> None:
        self._rows, self._lanes, self._model, self._inputs, self._lines = rows, lanes, model, inputs, lines
        self._currency = model.compiled.plan.header.currency
        self._numbers = {group: f"S{number}" for number, group in enumerate(model.groups, 1)}

    def add(self) -> None:
        """Add the streams cell by cell, each campaign's synergy after its streams."""
        for number, (cell, outcome) in enumerate(
            zip(self._model.compiled.cells, self._model.outcome.cells, strict=True)
        ):
            own = [group for group in self._model.groups if group.cell == number]
            acquiring = [group for group in own if not group.retains]
            for campaign in dict.fromkeys(group.campaign for group in acquiring):
                in_campaign = [group for group in acquiring if group.campaign == campaign]
                for group in in_campaign:
                    self._stock(group, cell)
                    self._funnel(group, acquiring.index(group), cell, outcome)
                self._synergy(number, campaign, in_campaign, cell, outcome)
            for group in own:
                if group.retains:
                    self._stock(group, cell)

    def _labels(self, group: Group, cell: CompiledCell, line: str) -> tuple[str, ...]:
        plan = self._model.compiled.plan
        campaign = plan.campaigns.get(self._model.campaign(group.campaign))
        role = _("retain") if group.retains else _("acquire")
        channel = plan.channels[self._model.channel(group)].name
        return self._numbers[group], campaign.name if campaign else "", channel, cell.cell.id, role, line

    def _stock(self, group: Group, cell: CompiledCell) -> None:
        """Add opening + spend − pressure = closing. Source: domain C.2."""
        if group not in self._lines.money:
            return
        rows, lines, decays = self._rows, self._lines, self._lanes
        channel = self._model.channel(group)
        spend, closing, pressure = self._model.stock(group)
        opening = np.concatenate(([0.0], closing[:-1]))

        def told(text: str) -> tuple[str, ...]:
            return self._labels(group, cell, text.format(currency=self._currency))

        rows.add(
            (group, "opening"), told(_("Opening stock ({currency})")), opening,
            lambda t: rows.here((group, "closing"), t - 1) if t else "0", "money",
        )  # fmt: skip
        rows.add(
            (group, "spend"), told(_("+ Spend ({currency})")), spend,
            lambda t: f"SUM({lines.months(lines.money, group, MONEY, t)})" if t < 12 else "0", "money",
            role="link", total=True,
        )  # fmt: skip
        rows.add(
            (group, "pressure"), told(_("− Pressure felt ({currency})")), pressure,
            lambda t: "{}+{}-{}".format(*(rows.here((group, key), t) for key in ("opening", "spend", "closing"))),
            "money", total=True,
        )  # fmt: skip

        def close(t: int) -> str:
            fresh = f"+SUM({lines.months(lines.money, group, STILL, t)})" if t < 12 else ""
            return f"{rows.here((group, 'opening'), t)}*{decays.there(('decay', channel), t)}{fresh}"

        def difference() -> str:
            came, felt = rows.sum_of((group, "spend")), rows.sum_of((group, "pressure"))
            return f"ROUND({came}-{felt}-{rows.here((group, 'closing'), self._model.horizon - 1)},4)"

        told_closing = told(_("= Closing stock ({currency})"))
        rows.add((group, "closing"), told_closing, closing, close, "money", check=difference)
        if group.retains:
            self._felt(group, cell, pressure)

    def _felt(self, group: Group, cell: CompiledCell, pressure: Floats) -> None:
        """Add the pressure that retains, after the channel's delay. Source: domain C.2, C.12."""
        channel = self._model.channel(group)
        values = delayed(pressure, self._model.compiled.plan.channels[channel].delay_months)
        months = self._inputs.at(f"channel:{channel}", "delay_months")
        labels = self._labels(group, cell, _("Pressure after the delay ({currency})").format(currency=self._currency))

        def make(t: int) -> str:
            return months_before(self._rows.span((group, "pressure")), t, months)

        self._rows.add((group, "felt"), labels, values, make, "money")

    def _funnel(self, group: Group, place: int, cell: CompiledCell, outcome: CellOutcome) -> None:
        """Add responses, leads, offers and deals before the ceiling. Source: domain C.5–C.8."""
        rows, flow = self._rows, outcome.flow
        lane = int(cell.channel[place])
        self._responses(group, cell, flow.responses[place], flow.ratio[lane])
        before = flow.responses[place] * cell.rates.lead[lane]
        direct = cell.cell.sales_model == "direct"
        noun = _("Orders") if direct else _("Leads")
        rows.add(
            (group, "before"), self._labels(group, cell, _("{noun} before synergy").format(noun=noun)), before,
            lambda t: f"{rows.here((group, 'responses'), t)}*{self._lead(group, cell, t)}", "customers",
        )  # fmt: skip
        synergy = ("synergy", group.cell, group.campaign)
        rows.add(
            (group, "leads"), self._labels(group, cell, noun), flow.leads[place],
            lambda t: f"{rows.here((group, 'before'), t)}*{rows.here(synergy, t)}", "customers", total=True,
        )  # fmt: skip
        if direct:
            return
        for key, source, line, values, lag in (
            ("offers", "leads", _("Offers"), flow.offers[place], "lag_lead_offer"),
            ("deals", "offers", _("Deals before the ceiling"), flow.deals[place], "lag_offer_deal"),
        ):
            rows.add(
                (group, key), self._labels(group, cell, line), values,
                partial(self._later, group, cell, (key, source, lag)),
                "customers", total=True,
            )  # fmt: skip

    def _responses(self, group: Group, cell: CompiledCell, values: Floats, ratio: Floats) -> None:
        rows, lines = self._rows, self._lines
        channel = self._model.channel(group)
        curve = group in lines.money
        if curve:
            self._by_curve(group, cell, ratio)

        def make(t: int) -> str:
            terms = []
            if curve:
                brought = rows.here((group, "by_curve"), t)
                after = rows.here((group, "after"), t)
                opening = rows.here((group, "after"), t - 1) if t else "0"
                more = self._inputs.at(f"channel:{channel}", "long_term_multiplier")
                terms.append(f"{brought}+({more}-1)*({opening}+{brought}-{after})")
            if t < 12 and group in lines.planned:
                terms.append(f"SUM({lines.months(lines.planned, group, MONEY, t)})")
            return "+".join(terms) or "0"

        rows.add((group, "responses"), self._labels(group, cell, _("Responses")), values, make, "customers", total=True)

    def _by_curve(self, group: Group, cell: CompiledCell, ratio: Floats) -> None:
        """Add the responses of the curve and their after-effect of 26 weeks. Source: domain C.5."""
        rows, lanes = self._rows, self._lanes
        channel = self._model.channel(group)
        delay = self._model.compiled.plan.channels[channel].delay_months
        brought = delayed(self._model.stock(group)[2], delay) * ratio
        months = self._inputs.at(f"channel:{channel}", "delay_months")
        lane = ("ratio", group.cell, channel)

        def respond(t: int) -> str:
            return f"{months_before(rows.span((group, 'pressure')), t, months)}*{lanes.there(lane, t)}"

        rows.add(
            (group, "by_curve"), self._labels(group, cell, _("Responses by the curve")), brought, respond, "customers"
        )
        days = self._model.compiled.setting.days
        kept = 2.0 ** (-days / (7 * SUSTAINED_HALF_LIFE))
        stay = _whole_month_stay(days)
        stock, values = 0.0, []
        for t in range(self._model.horizon):
            stock = stock * float(kept[t]) + float(brought[t] * stay[t])
            values.append(stock)

        def remain(t: int) -> str:
            opening = f"{rows.here((group, 'after'), t - 1)}*{lanes.there(('after',), t)}+" if t else ""
            return f"{opening}{rows.here((group, 'by_curve'), t)}*{lanes.there(('after_stay',), t)}"

        told = self._labels(group, cell, _("Responses whose after-effect is to come"))
        rows.add((group, "after"), told, values, remain, "customers")

    def _lead(self, group: Group, cell: CompiledCell, t: int) -> str:
        """Return the formula of leads (direct: orders) per response. Source: domain C.6, C.9."""
        channel, market = self._model.channel(group), cell.cell
        at = self._inputs.at
        season = self._inputs.season(market.offering_id, t)
        if market.sales_model == "direct":
            rate = f"{at(f'cell:{market.id}', 'order_rate')}*{at(f'channel:{channel}', 'order_factor')}"
            metric = "order_rate"
        else:
            rate, metric = at(f"channel:{channel}", "lead_rate"), "lead_rate"
        levers = lever_cells(self._lanes, self._model, market.id, ("responses", metric), channel, t)
        return "*".join((season, rate, *levers))

    def _later(self, group: Group, cell: CompiledCell, step: Steps, t: int) -> str:
        """Return the formula of what a step of the funnel becomes some months later. Source: domain C.8."""
        key, source, lag = step
        market, channel = cell.cell.id, self._model.channel(group)
        months, span = self._inputs.at(f"cell:{market}", lag), self._rows.span((group, source))
        whole = f"INT({months})"
        found = (
            f"((1-({months}-{whole}))*{months_before(span, t, whole)}"
            f"+({months}-{whole})*{months_before(span, t, f'({whole}+1)')})"
        )
        if key == "offers":
            quality = self._inputs.at(f"channel:{channel}", "quality")
            rate = f"{self._inputs.at(f'cell:{market}', 'lead_to_offer')}*{quality}"
            metric = "lead_to_offer"
        else:
            rate, metric = self._inputs.at(f"cell:{market}", "offer_to_deal"), "offer_to_deal"
        return "*".join((found, rate, *lever_cells(self._lanes, self._model, market, (metric,), channel, t)))

    def _synergy(
        self, number: int, campaign: int, groups: list[Group], cell: CompiledCell, outcome: CellOutcome
    ) -> None:
        """Add a campaign's factor. Source: domain C.7."""
        rows = self._rows
        factor = outcome.flow.factor[cell.campaigns.index(campaign)]
        plan = self._model.compiled.plan
        name = plan.campaigns[self._model.campaign(campaign)].name if campaign >= 0 else ""
        labels = ("", name, "", cell.cell.id, _("acquire"), _("Synergy of the campaign (×)"))
        if campaign < 0:
            rows.add(("synergy", number, campaign), labels, factor, lambda _t: "1", "factor")
            return
        strength = (
            f"{self._inputs.at('plan', 'synergy_kappa')}"
            f"*{self._inputs.at(f'campaign:{self._model.campaign(campaign)}', 'integration')}"
        )

        def make(t: int) -> str:
            leads = [rows.here((group, "before"), t) for group in groups]
            total = added(leads)
            squares = added(leads).replace("SUM(", "SUMSQ(")
            return f"IF(({total})>0,1+{strength}*MAX(0,1-({squares})/({total})^2),1)"

        rows.add(("synergy", number, campaign), labels, factor, make, "factor")


def lever_cells(
    lanes: Rows, model: Model, market: str, metrics: tuple[str, ...], channel: str | None, t: int
) -> Iterator[str]:
    """Yield the cells of the levers on some metrics of a market cell in month t. Source: domain C.9."""
    for lever in model.compiled.plan.levers.values():
        here = lever.cell_id in (None, "", market) and (not lever.channel_id or lever.channel_id == channel)
        if lever.metric in metrics and here:
            yield lanes.there(("lever", lever.id), t)


def _whole_month_stay(days: np.ndarray) -> Floats:
    rate = np.log(2) / (7 * SUSTAINED_HALF_LIFE)
    return np.asarray(np.exp(-rate * 0.5) * np.expm1(-rate * days) / (days * np.expm1(-rate)))
