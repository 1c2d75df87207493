"""The key figures of the workbook's summary: each a link to a sheet behind, with its range as values."""

from cmoplanner.exchange.book import TOTALS, Book
from cmoplanner.exchange.book_beside import Beside
from cmoplanner.exchange.book_checks import Pages
from cmoplanner.exchange.book_lines_money import L_DATE, L_FORECAST, L_OPEN, L_ORDERED
from cmoplanner.exchange.book_plan import GROSS, NET, PARTNER, YEAR
from cmoplanner.exchange.book_summary import GOAL, TOP_DOWN, Block, Figure
from cmoplanner.i18n import _
from cmoplanner.model.plan import Goal, Plan
from cmoplanner.projection.bands import Bands, Total, is_revenue
from cmoplanner.projection.outcome import Outcome
from cmoplanner.report.figures import Figures, projection


def blocks_of(book: Book, pages: Pages, outcome: Outcome, beside: Beside) -> list[Block]:
    """Return the blocks of the summary: money, outcome of the year, outcome of the horizon. Source: domain F.2."""
    found = projection(book.plan, outcome)
    return [_money(book, pages, found), _year(book, pages, found, beside.bands), _horizon(book, pages, found, beside)]


def revenue_goal(plan: Plan) -> Goal | None:
    """Return the company's first goal of revenue that has a target."""
    return next((goal for goal in plan.goals.values() if is_revenue(goal) and goal.target is not None), None)


def _money(book: Book, pages: Pages, found: Figures) -> Block:
    budget, calendar, ledger = pages.budget, pages.calendar, pages.money.ledger
    total = pages.ledger.total()
    net, gross = found["net_marketing_cost_fy"], found["gross_programme_spend_fy"]
    working = pages.sums.sheet.absolute(pages.sums.working, YEAR)
    figures = [
        Figure(_("Top-down budget"), TOP_DOWN, book.money(book.plan.header.topdown_budget)),
        Figure(_("Planned, net"), calendar.absolute(TOTALS, NET), net),
        Figure(_("Headroom"), budget.headroom_cell, book.money(budget.top_down - budget.bottom_up)),
        Figure(_("Planned, gross"), calendar.absolute(TOTALS, GROSS), gross),
        Figure(_("Partners pay"), calendar.absolute(TOTALS, PARTNER), gross - net),
        Figure(_("Working, net"), working, found["working_net_cost_fy"]),
        Figure(_("Committed (ordered)"), ledger.absolute(TOTALS, L_ORDERED), book.money(total.ordered)),
        Figure(_("Of it open"), ledger.absolute(TOTALS, L_OPEN), book.money(total.open_orders)),
        Figure(_("Actual to date (closed months)"), ledger.absolute(TOTALS, L_DATE), book.money(total.booked_to_date)),
        Figure(_("Forecast of the fiscal year"), ledger.absolute(TOTALS, L_FORECAST), book.money(total.expected)),
    ]
    return Block(_("Money of the fiscal year ({currency})").format(currency=book.plan.header.currency), figures)


def _year(book: Book, pages: Pages, found: Figures, bands: Bands | None) -> Block:
    months, totals = pages.projection, bands.totals if bands else {}
    get = totals.get
    figures = []
    goal = revenue_goal(book.plan)
    if goal is not None and goal.target is not None:
        gap = f"{months.year('revenue')}-{GOAL}"
        figures += [
            Figure(_("Goal of the company: revenue"), GOAL, goal.target),
            Figure(_("Projected revenue less the goal"), gap, found["projected_revenue_fy"] - goal.target),
        ]
        if bands is not None:
            odds = _("Share of the draws that reach it: a value.")
            figures.append(Figure(_("Probability to reach the goal"), "", bands.goals[goal.id], "rate", odds))
    base, own, all_of = (months.year(key) for key in ("base", "incremental", "revenue"))
    figures += [
        Figure(_("Revenue without marketing"), base, found["baseline_revenue_fy"], band=get(Total.BASELINE_REVENUE)),
        Figure(_("Revenue by marketing"), own, found["incremental_revenue_fy"], band=get(Total.INCREMENTAL_REVENUE)),
        Figure(_("Projected revenue"), all_of, found["projected_revenue_fy"], band=get(Total.REVENUE)),
        Figure(
            _("Gross margin by marketing"), months.year("margin"), found["incremental_gm_fy"],
            band=get(Total.INCREMENTAL_MARGIN),
        ),
        Figure(_("Contribution"), months.year("contribution"), found["contribution_fy"], band=get(Total.CONTRIBUTION)),
        Figure(
            _("Return"), _return(months.year("margin"), months.year("cost")), _rate(found["roi_fy"]), "rate",
            band=get(Total.ROI),
        ),
        Figure(
            _("New customers by marketing"), months.year("new"), found["new_customers_marketing_fy"], "customers",
            band=get(Total.NEW_CUSTOMERS),
        ),
    ]  # fmt: skip
    return Block(_("Outcome of the fiscal year ({currency})").format(currency=book.plan.header.currency), figures)


def _horizon(book: Book, pages: Pages, found: Figures, beside: Beside) -> Block:
    months, bands = pages.projection, beside.bands
    totals = bands.totals if bands else {}
    returned = _return(months.horizon("pv_margin"), months.horizon("pv_cost"))
    figures = [
        Figure(
            _("Margin, present value"), months.horizon("pv_margin"), found["pv_incremental_gm_horizon"],
            band=totals.get(Total.PRESENT_MARGIN),
        ),
        Figure(_("Cost, present value"), months.horizon("pv_cost"), found["pv_cost"]),
        Figure(_("Return"), returned, _rate(found["roi_horizon"]), "rate", band=totals.get(Total.ROI_HORIZON)),
        Figure(
            _("New customers by marketing"), months.horizon("new"), found["new_customers_marketing_horizon"],
            "customers", band=totals.get(Total.NEW_CUSTOMERS_HORIZON),
        ),
    ]  # fmt: skip
    title = _("Outcome over {n} months ({currency})").format(
        n=book.plan.calendar.horizon, currency=book.plan.header.currency
    )
    return Block(title, figures)


def range_note(book: Book, bands: Bands) -> str:
    """Return what the range is: values that no change of the workbook moves. Source: domain F.2, C.18."""
    return _(
        "P10, P50 and P90 are values: {n} draws of CMO Planner with seed {seed}, as of {day}, of {drawn} uncertain "
        "assumptions. What is changed in this workbook does not move them."
    ).format(n=bands.draws.count, seed=bands.draws.seed, day=book.plan.header.as_of.isoformat(), drawn=bands.drawn)


def _return(gain: str, cost: str) -> str:
    return f'IF({cost}=0,"",({gain}-{cost})/{cost})'


def _rate(value: float | None) -> float | str:
    return "" if value is None else value
