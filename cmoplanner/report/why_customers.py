"""Why customers of a market cell cost and bring what the table says: lifetime value, CAC, payback, churn, margin."""

from __future__ import annotations

from collections.abc import Callable

from cmoplanner.i18n import _
from cmoplanner.model.periods import MONTHS_A_YEAR
from cmoplanner.projection.outcome import Line, Outcome
from cmoplanner.projection.unit_economics import Cost, Economics, UnitEconomics
from cmoplanner.report.formats import Formats
from cmoplanner.report.why import Register, Relation, Term, Unit
from cmoplanner.report.why_cell import CellTerms

_PAYS = ("first_order_value", "arpa_month", "gross_margin")


def named(part: str, figure: str) -> str:
    """Return what a figure of a part is called."""
    return _("{part}: {figure}").format(part=part, figure=figure)


def _given(name: str, value: float | None, unit: Unit, words: str) -> Term:
    """Return a figure that the equations give; KeyError where there is none."""
    if value is None:
        raise KeyError(name)
    return Term(name, value, unit, Relation.MODEL, words)


def cost_of(cost: Cost, name: str) -> Term:
    """Return all cost of customers. Source: domain C.15."""
    parts = (
        Term(_("What wins customers"), cost.acquiring, Unit.MONEY),
        Term(_("What keeps customers"), cost.retaining, Unit.MONEY),
        Term(_("Part of all other cost"), cost.rest, Unit.MONEY),
    )
    words = _("Our money of the year; production, tools and the like are shared out in proportion.")
    return Term(name, cost.total, Unit.MONEY, Relation.SUM, words, opened=lambda: parts)


def cac_of(one: Economics, new: Callable[[], Term]) -> Term:
    """Return what a new customer costs. Source: domain C.15."""
    if one.cac_working is None:
        raise KeyError("cac")
    cost = Term(_("What wins customers"), one.cost.acquiring, Unit.MONEY)
    words = _("Working money that wins customers, divided by the new customers of marketing over the horizon.")
    return Term(_("CAC"), one.cac_working, Unit.MONEY, Relation.QUOTIENT, words, opened=lambda: (cost, new()))


def ratio_of(name: str, one: Economics, value: Callable[[], Term], cac: Callable[[], Term]) -> Term:
    """Return lifetime value ÷ CAC. Source: domain C.15."""
    if one.value_to_cost is None:
        raise KeyError("ratio")
    words = _("Lifetime value divided by what a new customer costs.")
    return Term(name, one.value_to_cost, Unit.NUMBER, Relation.QUOTIENT, words, opened=lambda: (value(), cac()))


class CustomerTerms:
    """The terms of what customers of one market cell cost and bring; KeyError for a figure that it does not have."""

    def __init__(self, outcome: Outcome, found: UnitEconomics, cell_id: str) -> None:
        self._outcome, self._found, self._id = outcome, found, cell_id
        self._place = outcome.compiled.index[cell_id]
        self._register = Register(outcome.compiled.plan)
        self._formats = Formats.of(outcome.compiled.plan)
        self._year = self._terms(MONTHS_A_YEAR)

    def _terms(self, months: int) -> CellTerms:
        return CellTerms(self._outcome, self._place, self._register, months, discounted=False)

    @property
    def _one(self) -> Economics:
        return self._found.by_cell[self._id]

    def term(self, what: str) -> Term:
        """Return one figure. Source: domain C.12, C.14, C.15."""
        make: dict[str, Callable[[], Term]] = {
            "value": self._value,
            "endless": self._endless,
            "cohort": self._cohort,
            "cac": self._cac,
            "ratio": lambda: ratio_of(self._name(_("value : CAC")), self._one, self._value, self._cac),
            "payback": self._payback,
            "churn": self._churn,
            "kept": self._kept,
            "margin": self._margin,
            "contribution": self._contribution,
        }
        return make[what]()

    def _name(self, figure: str) -> str:
        return named(self._year.name, figure)

    def _retentions(self) -> tuple[Term, ...]:
        known = self._outcome.compiled.cells[self._place].cell.retention_new_year is not None
        return self._year.given(*(("retention_new_year",) if known else ()), "retention_year")

    def _plan(self, *names: str) -> tuple[Term, ...]:
        return tuple(self._register.term("plan", name) for name in names)

    def _value(self) -> Term:
        """Source: domain C.14a."""
        months = self._outcome.compiled.plan.header.clv_horizon_months
        words = _(
            "First order and {n} months of revenue at the gross margin, by the share of customers who are still there, "
            "discounted. First-year retention for twelve months, then the established one."
        ).format(n=months)
        value = self._found.values[self._id].capped
        return Term(
            self._name(_("lifetime value")),
            value,
            Unit.MONEY,
            Relation.MODEL,
            words,
            subject=("cell", self._id),
            opened=lambda: (
                *self._year.given(*_PAYS),
                *self._retentions(),
                *self._year.given("expansion_year"),
                *self._plan("discount_rate"),
            ),
        )

    def _endless(self) -> Term:
        """Source: domain C.14b."""
        found = self._found.values[self._id]
        if found.end is None or found.multiple is None:
            raise KeyError("endless")
        multiple = Term(
            _("Margin multiple"),
            found.multiple,
            Unit.NUMBER,
            Relation.MODEL,
            _("r ÷ (1 + i − r·(1 + g)): retention r, discount i, growth of revenue g, all a year."),
            opened=lambda: (*self._year.given("retention_year", "expansion_year"), *self._plan("discount_rate")),
        )
        margin = Term(
            _("Margin of a customer in a year"),
            found.yearly_margin,
            Unit.MONEY,
            Relation.MODEL,
            _("Twelve times the monthly revenue at the gross margin."),
            opened=lambda: self._year.given("arpa_month", "gross_margin"),
        )
        words = _("Gupta and Lehmann: one retention for ever, the first margin after a year.")
        return Term(
            self._name(_("endless value")),
            found.end,
            Unit.MONEY,
            Relation.PRODUCT,
            words,
            opened=lambda: (margin, multiple),
        )

    def _cohort(self) -> Term:
        """Source: domain C.14c."""
        found = self._found.values[self._id]
        cohort = found.cohort
        if cohort is None or cohort.residual is None:
            raise KeyError("cohort")
        lifetime = Term(
            _("Years still to come, discounted"),
            cohort.residual / found.yearly_margin if found.yearly_margin else 0.0,
            Unit.NUMBER,
            Relation.MODEL,
            _("Survival curve (sBG) with α {alpha} and β {beta}: after each year the faithful remain.").format(
                alpha=self._formats.number(cohort.curve.alpha, 3), beta=self._formats.number(cohort.curve.beta, 3)
            ),
            opened=lambda: (
                *self._retentions(),
                *self._year.given("expansion_year"),
                *self._plan("discount_rate"),
            ),
        )
        margin = _given(
            _("Margin of a customer in a year"),
            found.yearly_margin,
            Unit.MONEY,
            _("Twelve times the monthly revenue at the gross margin."),
        )
        words = _("What a customer who stayed the first year still brings, paid at each renewal.")
        return Term(
            self._name(_("residual value")),
            cohort.residual,
            Unit.MONEY,
            Relation.PRODUCT,
            words,
            opened=lambda: (margin, lifetime),
        )

    def added_margin(self) -> Term:
        """Return the gross margin by marketing this year."""
        return self._year.added_margin()

    def new(self) -> Term:
        """Return the new customers by marketing over the horizon."""
        return self._terms(self._outcome.compiled.horizon).new_customers()

    def _cac(self) -> Term:
        return cac_of(self._one, self.new)

    def _payback(self) -> Term:
        months = self._one.payback_working
        if months is None:
            raise KeyError("payback")
        words = _(
            "Months until first order and monthly margin, at first-year retention, cover the CAC. Not discounted."
        )
        return Term(
            self._name(_("payback")),
            float(months),
            Unit.MONTHS,
            Relation.MODEL,
            words,
            opened=lambda: (self._cac(), *self._year.given(*_PAYS), *self._retentions()),
        )

    def _churn(self) -> Term:
        """Source: domain C.12."""
        kept = self._found.kept[self._id]
        words = _(
            "Of customers at the start, the share lost within the year, improvements and retention money counted."
        )
        return Term(
            self._name(_("churn a year")),
            1 - kept.retention_with,
            Unit.RATE,
            Relation.MODEL,
            words,
            opened=lambda: (*self._year.given("retention_year"), *self._year.retention()),
        )

    def _kept(self) -> Term:
        """Source: domain C.12."""
        kept = self._found.kept[self._id]
        words = _("Customers at the end of the year with touchpoints that retain, less those without their effect.")
        return Term(
            self._name(_("customers kept")),
            kept.customers_year,
            Unit.COUNT,
            Relation.DIFFERENCE,
            words,
            opened=lambda: (
                self._year.active(),
                _given(
                    _("Without touchpoints that retain"),
                    self._year.active().value - kept.customers_year,
                    Unit.COUNT,
                    _("The market cell projected again without their effect on churn."),
                ),
            ),
        )

    def _margin(self) -> Term:
        """Source: domain C.13."""
        one = self._one
        without = float(self._outcome.baseline[self._place, Line.MARGIN][:MONTHS_A_YEAR].sum())

        def base() -> Term:
            return Term(
                _("Gross margin without marketing"),
                without,
                Unit.MONEY,
                Relation.PRODUCT,
                _("Revenue without marketing times the gross margin."),
                opened=lambda: (self._year.baseline(), *self._year.given("gross_margin")),
            )

        words = _("What comes without marketing, and what the plan adds.")
        return Term(
            self._name(_("margin this year")),
            one.gross_margin_year,
            Unit.MONEY,
            Relation.SUM,
            words,
            opened=lambda: (base(), self._year.added_margin()),
        )

    def _contribution(self) -> Term:
        one = self._one
        words = _("Gross margin by marketing less what the plan costs.")
        return Term(
            self._name(_("contribution")),
            one.contribution_year,
            Unit.MONEY,
            Relation.DIFFERENCE,
            words,
            opened=lambda: (self._year.added_margin(), cost_of(one.cost, _("Cost"))),
        )
