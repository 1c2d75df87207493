"""Why a market cell brings what it brings: its customers, its channels, their responses and what was spent on them."""

from __future__ import annotations

from math import prod

from cmoplanner.i18n import _
from cmoplanner.projection.carryover import Floats
from cmoplanner.projection.compile import Block, CompiledCell
from cmoplanner.projection.outcome import CellOutcome, Line, Outcome
from cmoplanner.report.why import Register, Relation, Term, Unit, factor


class CellTerms:
    """The terms of one market cell over the first months of the horizon."""

    def __init__(self, outcome: Outcome, i: int, register: Register, months: int, *, discounted: bool) -> None:
        self._outcome = outcome
        self._i = i
        self._register = register
        self._months = months
        self._discounted = discounted

    @property
    def direct(self) -> bool:
        """Whether customers order here by themselves."""
        return self._cell.cell.sales_model == "direct"

    @property
    def lanes(self) -> range:
        """The places of the channels that reach this cell."""
        return range(len(self._cell.channels))

    @property
    def _cell(self) -> CompiledCell:
        return self._outcome.compiled.cells[self._i]

    @property
    def _found(self) -> CellOutcome:
        return self._outcome.cells[self._i]

    @property
    def name(self) -> str:
        """Segment and offering as the user calls them."""
        plan, cell = self._outcome.compiled.plan, self._cell.cell
        segment, offering = plan.segments.get(cell.segment_id), plan.offerings.get(cell.offering_id)
        return f"{segment.name if segment else cell.segment_id} · {offering.name if offering else cell.offering_id}"

    def _total(self, series: Floats) -> float:
        return float(series[..., : self._months].sum())

    def _line(self, line: Line) -> float:
        return self._total(self._outcome.lines[self._i, line])

    def _base(self, line: Line) -> float:
        return self._total(self._outcome.baseline[self._i, line])

    def given(self, *parameters: str) -> tuple[Term, ...]:
        """Return values of this cell."""
        return tuple(self._register.term(f"cell:{self._cell.cell.id}", name) for name in parameters)

    def baseline(self) -> Term:
        """Return the revenue without marketing. Source: domain C.10, C.13."""
        words = _("Customers at the start and those who come without marketing, while they stay, pay what they pay.")
        names = ("customers_start", "arpa_month", "retention_year", "base_new_month", "base_erosion_year")
        return Term(
            self.name,
            self._base(Line.REVENUE),
            Unit.MONEY,
            Relation.MODEL,
            words,
            subject=("cell", self._cell.cell.id),
            opened=lambda: self.given(*names, *self._orders(), "first_order_value", "expansion_year"),
        )

    def _orders(self) -> tuple[str, ...]:
        direct = self._cell.cell.sales_model == "direct"
        return ("base_responses_month", "order_rate") if direct else ()

    def active(self) -> Term:
        """Return the customers at the end of the window. Source: domain C.12."""
        words = _("Customers at the start who stayed, and those who came, with marketing and without.")
        last = float(self._outcome.lines[self._i, Line.ACTIVE][self._months - 1])
        return Term(
            self.name,
            last,
            Unit.COUNT,
            Relation.MODEL,
            words,
            subject=("cell", self._cell.cell.id),
            opened=lambda: (
                *self.given("customers_start", "retention_year"),
                self.base_new(),
                self.new_customers(),
                *self.retention(),
            ),
        )

    def base_new(self) -> Term:
        """Return the new customers without marketing, referrals included. Source: domain C.10, C.12."""
        words = _("Those who come by themselves, fewer from year to year, and referrals by customers.")
        names = ("base_new_month", "base_erosion_year", "referral_year")
        return Term(
            self.name,
            self._line(Line.BASE_NEW),
            Unit.COUNT,
            Relation.MODEL,
            words,
            subject=("cell", self._cell.cell.id),
            opened=lambda: self.given(*names, *self._orders()),
        )

    def added_revenue(self) -> Term:
        """Return the revenue by marketing. Source: domain C.12, C.13."""
        words = _(
            "New customers by marketing pay a first order and, while they stay, a monthly revenue; retention activities"
            " and improvements make customers stay longer and pay more."
        )
        return Term(
            self.name,
            self._line(Line.REVENUE) - self._base(Line.REVENUE),
            Unit.MONEY,
            Relation.MODEL,
            words,
            subject=("cell", self._cell.cell.id),
            opened=self._of_revenue,
        )

    def _of_revenue(self) -> tuple[Term, ...]:
        names = ["first_order_value", "arpa_month"]
        if self._cell.cell.retention_new_year is not None:
            names.append("retention_new_year")
        return (self.new_customers(), *self.given(*names), *self.retention(), *self._levers())

    def retention(self) -> tuple[Term, ...]:
        """Return the effect of retention money where there is some. Source: domain C.12."""
        if not self._cell.retain.streams:
            return ()
        effect = float(self._found.effect[: self._months].mean())
        words = _("Retention money lowers churn by at most the largest effect, by half of it at the half-effect spend.")
        return (
            Term(
                _("Less churn through retention activities"),
                effect,
                Unit.RATE,
                Relation.MODEL,
                words,
                opened=lambda: (
                    *self.given("ret_max_effect"),
                    self.felt(_("Retention money felt"), self._cell.retain, None),
                ),
            ),
        )

    def _levers(self) -> tuple[Term, ...]:
        """Return the improvements that reach this cell. Source: domain C.9."""
        here = self._cell.cell.id
        levers = (lever for lever, _strength in self._outcome.compiled.setting.levers)
        return tuple(
            self._register.term(f"lever:{lever.id}", "multiplier", lever.name)
            for lever in levers
            if lever.cell_id in (None, "", here)
        )

    def added_margin(self) -> Term:
        """Return the gross margin by marketing, at its present value if the window asks for it. Source: C.13, C.15."""
        margin = self._outcome.lines[self._i, Line.MARGIN] - self._outcome.baseline[self._i, Line.MARGIN]
        weighted = margin * self._outcome.compiled.setting.discount if self._discounted else margin
        value = self._total(weighted)
        words = _("Revenue by marketing times the gross margin.")

        def parts() -> tuple[Term, ...]:
            revenue = self.added_revenue()
            found = (revenue, *self.given("gross_margin"))
            if not self._discounted:
                return found
            plain = prod(one.value for one in found)
            label = _("Later money counts less")
            words = _("A month's money is discounted to today.")
            rate = self._register.term("plan", "discount_rate")
            share = value / plain if plain else 1.0
            discount = Term(label, share, Unit.NUMBER, Relation.MODEL, words, opened=lambda: (rate,))
            return (*found, discount)

        return Term(
            self.name,
            value,
            Unit.MONEY,
            Relation.PRODUCT,
            words,
            subject=("cell", self._cell.cell.id),
            opened=parts,
        )

    def new_customers(self) -> Term:
        """Return the new customers by marketing: what the channels win and whom these refer. Source: C.11, C.12."""
        value = self._line(Line.MARKETING_NEW)
        return Term(
            _("{cell}: new customers by marketing").format(cell=self.name),
            value,
            Unit.COUNT,
            Relation.SUM,
            _("What each channel wins, and the referrals of those who were won."),
            subject=("cell", self._cell.cell.id),
            opened=lambda: self._of_new(value),
        )

    def _of_new(self, value: float) -> tuple[Term, ...]:
        found = [self.channel(place) for place in self.lanes]
        referred = value - sum(one.value for one in found)
        referrals = Term(
            _("Referrals"),
            referred,
            Unit.COUNT,
            Relation.MODEL,
            _("Customers won by marketing bring others."),
            opened=lambda: self.given("referral_year"),
        )
        return (*found, referrals) if self._cell.cell.referral_year else tuple(found)

    def channel(self, place: int) -> Term:
        """Return what one channel wins. Source: domain C.6–C.8, C.11."""
        channel = self._outcome.compiled.plan.channels[self.channel_id(place)]
        own = self._cell.channel == place
        value = self._total(self._found.flow.deals[own] * self._found.ceiling)
        return Term(
            channel.name,
            value,
            Unit.COUNT,
            Relation.PRODUCT,
            _("Responses times what becomes of them on the way to a customer."),
            subject=("channel", channel.id),
            opened=lambda: self._of_channel(place, value),
        )

    def channel_id(self, place: int) -> str:
        """Return the channel of a lane by the lane's place in the cell."""
        return self._outcome.compiled.setting.channel_ids[self._cell.channels[place]]

    def _of_channel(self, place: int, value: float) -> tuple[Term, ...]:
        cell, channel = self._cell.cell, f"channel:{self.channel_id(place)}"
        responses = self.responses(place)
        term = self._register.term
        if cell.sales_model == "direct":
            rates: tuple[Term, ...] = (term(f"cell:{cell.id}", "order_rate"), term(channel, "order_factor"))
        else:
            here = f"cell:{cell.id}"
            rates = (
                term(channel, "lead_rate"),
                term(channel, "quality"),
                term(here, "lead_to_offer"),
                term(here, "offer_to_deal"),
            )
        synergy = self.synergy(place)
        known = prod(one.value for one in (responses, *rates, synergy))
        rest = factor(
            _("Season, improvements, time and market"),
            value / known if known else 1.0,
            _("Seasonality, improvements, what falls beyond the last month, and the market's ceiling."),
        )
        return (responses, *rates, synergy, rest)

    def synergy(self, place: int) -> Term:
        """Return what working together adds to the leads of a channel. Source: domain C.7."""
        own = self._cell.channel == place
        flow = self._found.flow
        after = flow.leads[own]
        before = after / flow.factor[self._cell.campaign[own]]
        alone = self._total(before)
        return Term(
            _("Working together in campaigns"),
            self._total(after) / alone if alone else 1.0,
            Unit.NUMBER,
            Relation.MODEL,
            _("The more channels of a campaign meet the same people, the more each of them brings."),
            opened=lambda: (self._register.term("plan", "synergy_kappa"),),
        )

    def responses(self, place: int) -> Term:
        """Return the responses of a channel. Source: domain C.4, C.5."""
        channel_id = self.channel_id(place)
        scope = f"channel:{channel_id}"
        value = self._total(self._found.flow.responses[self._cell.channel == place])
        words = _("The money felt through the response curve of this channel in this market cell.")

        def parts() -> tuple[Term, ...]:
            names = ["unit_cost", "sigma", "slope", "half_life_weeks"]
            if self._cell.curves.sustained is not None and self._cell.curves.long_term[place, 0] != 1:
                names.append("long_term_multiplier")
            given = [self._register.term(scope, name) for name in names]
            reference = Term(
                _("Reference spend a month"),
                float(self._cell.curves.reference[place, 0]),
                Unit.MONEY,
                words=_("At this spend a response costs its unit cost."),
            )
            felt = self.felt(_("Money felt"), self._cell.curve, place)
            planned = self._planned(place)
            return (felt, *given, reference, *planned)

        return Term(
            _("Responses"), value, Unit.COUNT, Relation.MODEL, words, subject=("channel", channel_id), opened=parts
        )

    def _planned(self, place: int) -> tuple[Term, ...]:
        rows = [row for row, group in enumerate(self._cell.planned.group) if self._cell.channel[group] == place]
        return tuple(self._stream(self._cell.planned, row, Unit.COUNT) for row in rows)

    def felt(self, name: str, block: Block, place: int | None) -> Term:
        """Return what is felt of the money of some activities: of a channel, or of all. Source: domain C.2, C.3."""
        rows = [row for row, group in enumerate(block.group) if place is None or self._cell.channel[group] == place]
        return Term(
            name,
            self._total(block.series[rows]),
            Unit.MONEY,
            Relation.SUM,
            _("Money is felt over time: half of what is still to come within each half-life."),
            opened=lambda: tuple(self._stream(block, row, Unit.MONEY) for row in rows),
        )

    def _stream(self, block: Block, row: int, unit: Unit) -> Term:
        activity_id = block.streams[row].activity_id
        activity = self._outcome.compiled.terms[activity_id].activity
        return Term(activity.name, self._total(block.series[row]), unit, subject=("activity", activity_id))
