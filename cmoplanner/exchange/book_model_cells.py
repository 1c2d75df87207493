"""The market cells of the workbook: from deals to customers, revenue and margin, with and without marketing."""

import numpy as np

from cmoplanner.exchange.book_inputs import Inputs
from cmoplanner.exchange.book_model import Model
from cmoplanner.exchange.book_model_streams import lever_cells
from cmoplanner.exchange.book_rows import Make, Rows, added
from cmoplanner.i18n import _
from cmoplanner.projection.carryover import Floats
from cmoplanner.projection.compile import CompiledCell
from cmoplanner.projection.outcome import CellOutcome, Line
from cmoplanner.projection.rates import staying


class CellRows:
    """Adds the rows of one market cell after another. Source: domain C.10–C.13."""

    def __init__(self, rows: Rows, streams: Rows, lanes: Rows, model: Model, inputs: Inputs) -> None:
        self._rows, self._streams, self._lanes, self._model, self._inputs = rows, streams, lanes, model, inputs
        self._currency = model.compiled.plan.header.currency

    def add(self) -> None:
        """Add all market cells."""
        model = self._model
        for number, (cell, outcome) in enumerate(zip(model.compiled.cells, model.outcome.cells, strict=True)):
            _Cell(self._rows, self._streams, self._lanes, model, self._inputs, number, cell).add(outcome)


class _Cell:
    """One market cell while its rows are added."""

    def __init__(
        self, rows: Rows, streams: Rows, lanes: Rows, model: Model, inputs: Inputs, number: int, cell: CompiledCell
    ) -> None:
        self._rows, self._streams, self._lanes, self._model = rows, streams, lanes, model
        self._inputs, self._number, self._cell, self._market = inputs, number, cell, cell.cell

    def add(self, outcome: CellOutcome) -> None:
        lines = outcome.lines
        self._marketing(outcome)
        self._customers(lines, outcome)
        self._money(lines)
        self._baseline()

    # -- how rows, months and assumptions are written

    def _at(self, parameter: str) -> str:
        return self._inputs.at(f"cell:{self._market.id}", parameter)

    def _here(self, key: str, t: int, start: str = "0") -> str:
        return self._rows.here((self._number, key), t) if t >= 0 else start

    def _levers(self, t: int, *metrics: str) -> str:
        found = lever_cells(self._lanes, self._model, self._market.id, metrics, None, t)
        return "".join(f"*{one}" for one in found)

    def _put(
        self,
        key: str,
        line: str,
        values: Floats,
        make: Make,
        kind: str = "customers",
        *,
        role: str = "",
        total: bool = False,
    ) -> None:
        labels = (self._market.id, line.format(currency=self._model.compiled.plan.header.currency))
        self._rows.add((self._number, key), labels, values, make, kind, role=role, total=total)

    # -- the rows

    def _marketing(self, outcome: CellOutcome) -> None:
        """Add deals, the ceiling on them, and what retention money does. Source: domain C.11, C.12."""
        raw = outcome.flow.deals.sum(axis=0)
        self._put("raw", _("Deals before the ceiling"), raw, self._raw, role="link")
        base, won = self._cell.rates.base, outcome.lines[Line.WON]
        self._put("base", _("New customers without marketing, before referrals"), base, self._base(lever=True))
        prospects = self._market.prospects
        left = np.zeros(len(raw))
        if prospects is not None:
            left = prospects - np.concatenate(([0.0], np.cumsum(base + won)[:-1]))
        given = self._at("prospects")

        def remaining(t: int) -> str:
            if not t:
                return f"N({given})"
            rest = f"{self._here('left', t - 1)}-{self._here('base', t - 1)}-{self._here('won', t - 1)}"
            return f"IF(ISNUMBER({given}),{rest},0)"

        def closed(t: int) -> str:
            rest, deals = self._here("left", t), self._here("raw", t)
            return f"IF(ISNUMBER({given}),IF({rest}>0,{rest}*(1-EXP(-{deals}/{rest})),0),{deals})"

        self._put("left", _("Prospects not won yet"), left, remaining)
        self._put("won", _("Deals under the ceiling"), won, closed, total=True)
        felt = self._cell.retain.series.sum(axis=0)
        self._put("felt", _("Retention money felt ({currency})"), felt, self._felt, "money", role="link")

        def effect(t: int) -> str:
            spend, arpa = self._at("ret_half_spend"), self._at("arpa_month")
            bottom = (
                f"(IF(ISNUMBER({spend}),{spend},0.005*{arpa})*{self._at('customers_start')}+{self._here('felt', t)})"
            )
            return f"IF({bottom}>0,{self._at('ret_max_effect')}*{self._here('felt', t)}/{bottom},0)"

        self._put("effect", _("Reduction of churn (share)"), outcome.effect, effect, "factor")

    def _raw(self, t: int) -> str:
        if not self._model.live:
            equal = self._streams.there((self._number, "equal"), t)
            if self._market.sales_model == "direct":
                return f"{equal}*{self._at('order_rate')}"
            return f"{equal}*{self._at('lead_to_offer')}*{self._at('offer_to_deal')}"
        last = "leads" if self._market.sales_model == "direct" else "deals"
        own = [group for group in self._model.groups if group.cell == self._number and not group.retains]
        return added(self._streams.there((group, last), t) for group in own)

    def _felt(self, t: int) -> str:
        if not self._model.live:
            return self._streams.there((self._number, "felt"), t)
        own = [group for group in self._model.groups if group.cell == self._number and group.retains]
        return added(self._streams.there((group, "felt"), t) for group in own)

    def _base(self, *, lever: bool) -> Make:
        """Return the formula of new customers without marketing. Source: domain C.10."""

        def make(t: int) -> str:
            season = self._inputs.season(self._market.offering_id, t)
            base = f"{self._at('base_new_month')}*(1-{self._at('base_erosion_year')})^({t}/12)*{season}"
            if self._market.sales_model == "direct":
                lift = self._levers(t, "responses", "order_rate") if lever else ""
                base += f"+{self._at('base_responses_month')}*{self._at('order_rate')}*{season}{lift}"
            return base

        return make

    def _stays(self, new: bool) -> str:
        """Return the formula of the yearly retention; five points less in the first year where none is given."""
        if not new:
            return self._at("retention_year")
        given = self._at("retention_new_year")
        return f"IF(ISNUMBER({given}),{given},MAX(0,{self._at('retention_year')}-0.05))"

    def _customers(self, lines: Floats, outcome: CellOutcome) -> None:
        """Add who stays and who is new: each group needs the other's month before. Source: domain C.12."""
        rates, effect = self._cell.rates, outcome.effect
        for key, line, new, churn in (
            ("stay", _("Customers who stay (share per month)"), False, rates.churn),
            ("stay_new", _("New customers who stay (share per month)"), True, rates.churn_new),
        ):

            def stay(t: int, new: bool = new) -> str:
                lost = f"(1-{self._stays(new)}^(1/12)){self._levers(t, 'churn')}"
                return f"MAX(0,1-{lost}*(1-{self._here('effect', t)}))"

            self._put(key, line, staying(churn, effect), stay, "factor")
        start, referral = self._at("customers_start"), self._at("referral_year")
        here = self._here
        self._put(
            "there", _("Customers of day 1 who are there"), lines[Line.ESTABLISHED],
            lambda t: f"{here('there', t - 1, start)}*{here('stay', t)}",
        )  # fmt: skip
        self._put(
            "base_new", _("New customers without marketing"), lines[Line.BASE_NEW],
            lambda t: f"{here('base', t)}+{referral}/12*({here('there', t - 1, start)}+{here('of_base', t - 1)})",
            total=True,
        )  # fmt: skip
        self._put(
            "of_base", _("Of these, there"), lines[Line.OF_BASE],
            lambda t: f"{here('of_base', t - 1)}*{here('stay_new', t)}+{here('base_new', t)}",
        )  # fmt: skip
        self._put(
            "new", _("New customers by marketing"), lines[Line.MARKETING_NEW],
            lambda t: f"{here('won', t)}+{referral}/12*{here('of_marketing', t - 1)}", total=True,
        )  # fmt: skip
        self._put(
            "of_marketing", _("Of these by marketing, there"), lines[Line.OF_MARKETING],
            lambda t: f"{here('of_marketing', t - 1)}*{here('stay_new', t)}+{here('new', t)}",
        )  # fmt: skip
        self._put(
            "active", _("Active customers at month end"), lines[Line.ACTIVE],
            lambda t: f"{here('there', t)}+{here('of_base', t)}+{here('of_marketing', t)}",
        )  # fmt: skip

    def _arpa(self, t: int, *, lever: bool) -> str:
        offering = self._model.compiled.plan.offerings.get(self._market.offering_id)
        season = ""
        if offering and offering.revenue_follows_season:
            season = f"*{self._inputs.season(self._market.offering_id, t)}"
        grown = f"{self._at('arpa_month')}*(1+{self._at('expansion_year')})^({t + 1}/12)"
        return f"{grown}{self._levers(t, 'arpa') if lever else ''}{season}"

    def _spread(self, key: str, t: int) -> str:
        """Return the formula of first orders recognised over some months. Source: domain C.13."""
        months = max(1, self._market.fov_recognition_months)
        return f"SUM({self._here(key, max(0, t - months + 1))}:{self._here(key, t)})/{months}"

    def _money(self, lines: Floats) -> None:
        """Add revenue and margin. Source: domain C.13."""
        rates, here = self._cell.rates, self._here
        self._put(
            "arpa", _("Revenue per customer ({currency} per month)"), rates.arpa,
            lambda t: self._arpa(t, lever=True), "number",
        )  # fmt: skip
        orders = rates.first * (lines[Line.BASE_NEW] + lines[Line.MARKETING_NEW])
        first = self._at("first_order_value")
        self._put(
            "orders", _("First orders ({currency})"), orders,
            lambda t: f"{first}{self._levers(t, 'first_order_value')}*({here('base_new', t)}+{here('new', t)})",
            "money",
        )  # fmt: skip
        self._put(
            "revenue", _("Revenue ({currency})"), lines[Line.REVENUE],
            lambda t: (
                f"{here('arpa', t)}*({here('there', t)}+({here('of_base', t - 1)}+{here('of_marketing', t - 1)})"
                f"*{here('stay_new', t)})+{self._spread('orders', t)}"
            ),
            "money", total=True,
        )  # fmt: skip
        margin = self._at("gross_margin")
        self._put(
            "margin", _("Gross margin ({currency})"), lines[Line.MARGIN],
            lambda t: f"{here('revenue', t)}*{margin}", "money", total=True,
        )  # fmt: skip

    def _baseline(self) -> None:
        """Add the same without plan marketing: no activities and no levers. Source: domain C.10."""
        lines, rates, here = self._model.outcome.baseline[self._number], self._cell.plain, self._here
        start, referral = self._at("customers_start"), self._at("referral_year")
        stay, stay_new = (f"({self._stays(new)})^(1/12)" for new in (False, True))
        self._put(
            "b_there", _("Without the plan: customers of day 1"), lines[Line.ESTABLISHED],
            lambda t: f"{here('b_there', t - 1, start)}*{stay}",
        )  # fmt: skip
        rate = self._base(lever=False)
        self._put(
            "b_new", _("Without the plan: new customers"), lines[Line.BASE_NEW],
            lambda t: f"{rate(t)}+{referral}/12*({here('b_there', t - 1, start)}+{here('b_of_base', t - 1)})",
            total=True,
        )  # fmt: skip
        self._put(
            "b_of_base", _("Without the plan: of these, there"), lines[Line.OF_BASE],
            lambda t: f"{here('b_of_base', t - 1)}*{stay_new}+{here('b_new', t)}",
        )  # fmt: skip
        orders, first = rates.first * lines[Line.BASE_NEW], self._at("first_order_value")
        self._put(
            "b_orders", _("Without the plan: first orders ({currency})"), orders,
            lambda t: f"{first}*{here('b_new', t)}", "money",
        )  # fmt: skip
        self._put(
            "b_revenue", _("Without the plan: revenue ({currency})"), lines[Line.REVENUE],
            lambda t: (
                f"{self._arpa(t, lever=False)}*({here('b_there', t)}+{here('b_of_base', t - 1)}*{stay_new})"
                f"+{self._spread('b_orders', t)}"
            ),
            "money", total=True,
        )  # fmt: skip
        margin = self._at("gross_margin")
        self._put(
            "b_margin", _("Without the plan: gross margin ({currency})"), lines[Line.MARGIN],
            lambda t: f"{here('b_revenue', t)}*{margin}", "money", total=True,
        )  # fmt: skip


def add_brought(rows: Rows, model: Model) -> None:
    """Add, in place of streams, what they bring to each cell by month as values: the deals follow the conversions.

    "At the cell's own conversion" counts leads (direct: responses) by the deals that become of them: channels, lags,
    levers and synergy are in it, so that deals = leads × offers per lead × deals per offer.
    """
    currency = model.compiled.plan.header.currency
    for number, (cell, outcome) in enumerate(zip(model.compiled.cells, model.outcome.cells, strict=True)):
        market, raw = cell.cell, outcome.flow.deals.sum(axis=0)
        direct = market.sales_model == "direct"
        rate = market.order_rate if direct else market.lead_to_offer * market.offer_to_deal
        equal = raw / rate if rate > 0 else np.zeros(len(raw))
        noun = _("Responses at the cell's own conversion") if direct else _("Leads at the cell's own conversion")

        def labels(line: str, market_id: str = market.id) -> tuple[str, ...]:
            return "", "", "", market_id, "", line

        rows.add((number, "responses"), labels(_("Responses")), outcome.flow.responses.sum(axis=0), None, "customers")
        rows.add((number, "leads"), labels(_("Leads")), outcome.flow.leads.sum(axis=0), None, "customers")
        rows.add((number, "equal"), labels(noun), equal, None, "customers")
        felt = cell.retain.series.sum(axis=0)
        rows.add(
            (number, "felt"),
            labels(_("Retention money felt ({currency})").format(currency=currency)),
            felt,
            None,
            "money",
        )
