"""The method sheet of the workbook: how the figures are made, and what they leave out."""

from cmoplanner import __version__
from cmoplanner.exchange.book import HEAD, Book, Sheet
from cmoplanner.exchange.book_beside import Beside
from cmoplanner.i18n import _
from cmoplanner.projection.outcome import Outcome

_WIDTH = 100  # characters of the one column


def write_method(sheet: Sheet, book: Book, outcome: Outcome, told: Beside, *, live: bool) -> None:
    """Write the method, its limits (domain C.21), and which plan the figures belong to."""
    header = book.plan.header
    texts = [
        _(
            "Colours: blue can be changed; black is a formula; green is a link to another sheet; "
            "grey is a result of the model."
        ),
        _(
            "Money is exact to the minor unit. The months of an activity are split by its days with the largest "
            "remainder, ties to the earliest month, so that they add up to the activity."
        ),
        _("The partner part is gross × share, rounded half up; net = gross − partner part, month by month."),
        _("Cancelled activities count in nothing."),
        _(
            "Responses follow a saturating curve per channel and market cell, driven by gross working money "
            "with its carry-over by day."
        ),
        _(
            "Leads become offers and deals with their lags; integrated campaigns gain a synergy; "
            "the market sets a ceiling."
        ),
        _(
            "Customers stay with their monthly retention; revenue is recurring revenue of those who stay plus first "
            "orders; margin = revenue × gross margin."
        ),
        _(
            "Incremental = with the plan − without marketing. Contribution = incremental margin − net cost. "
            "Return = contribution / cost."
        ),
        _("Present value: month t counts (1 + discount rate)^(−t/12); horizon {n} months.").format(
            n=outcome.compiled.horizon
        ),
        *_economics(),
        *(_live() if live else _collapsed()),
        *_money(told),
        _(
            "Left out: reactions of competitors, price elasticity, halo between market cells, brand effects beyond the "
            "half-life without a long-term multiplier, queues of capacity. The erosion of the base is a judgement. "
            "Not a substitute for experiments."
        ),
        _("CMO Planner {version}; plan “{id}”, version {number}, revision {revision}, as of {day}.").format(
            version=__version__,
            id=header.id,
            number=header.version,
            revision=book.plan.revision,
            day=header.as_of.isoformat(),
        ),
    ]
    sheet.worksheet.set_column(0, 0, _WIDTH)
    for number, text in enumerate(texts):
        sheet.paragraph(HEAD + number, 0, text, _WIDTH)


def _economics() -> list[str]:
    return [
        _(
            "Lifetime value of a new customer, closed: margin × (first order + a·(x + … + x^12 + x^12·(y + … + "
            "y^(H−12)))), a = revenue per month, x and y = (retention × (1 + growth) / (1 + discount rate))^(1/12), x "
            "with the retention of new customers and y with that of the others, H = months counted; "
            "x + … + x^n = x·(1−x^n)/(1−x)."
        ),
        _(
            "CAC = net cost of winning customers ÷ new customers by marketing over the horizon: working money, or "
            "fully loaded with its part of all other cost. Payback = the smallest n with first order × margin + a × "
            "margin × (s + … + s^n) ≥ CAC, s = monthly retention of new customers, not discounted; “never” after 240 "
            "months. Share of the value won = new customers × lifetime value, of all market cells."
        ),
    ]


def _money(told: Beside) -> list[str]:
    texts = [
        _(
            "Forecast = booked in closed months + what is booked since + the larger of what is left of the plan and of "
            "the open orders, spread as planned. Each line's quarter is in one envelope: the one that names most of it."
        ),
        _(
            "Variance = actual − plan; more cost is adverse (A). It needs a comment from 5 % and 1,000 on. Causes: "
            "scope (added or cancelled), currency, volume, price, timing (nothing at the end of the year)."
        ),
        _(
            "Lists are tables named T_ and the sheet, as T_Calendar: a formula of your own may say "
            "SUM(T_Calendar[Column]). Do not sort them where other sheets refer to their rows; a check tells."
        ),
    ]
    if told.bands is not None:
        draws = told.bands.draws
        texts.append(_("Range: {n} draws, seed {seed}; values.").format(n=draws.count, seed=draws.seed))
    if told.digest:
        texts.append(_("Fingerprint of the plan: {digest}").format(digest=told.digest))
    return texts


def _live() -> list[str]:
    return [
        _(
            "Live: gross, partner shares, planned responses and statuses of the calendar, the months as planned, the "
            "shares of the lines and every assumption go through streams, curves and cells to revenue and summary."
        ),
        _(
            "A changed gross is spread over the months as planned, in proportion and rounded so that it adds up; in "
            "CMO Planner single months may differ by a minor unit."
        ),
        _(
            "Not live: dates (they decide the months as planned and what stays of them), phasing, sales models, the "
            "months over which first orders are recognised, what channels bring, and the other scenarios."
        ),
    ]


def _collapsed() -> list[str]:
    return [
        _(
            "The plan is too large for live streams in a workbook: what activities bring to each market cell by month "
            "stands there as values of CMO Planner. Everything after it is live: conversions, prices, retention and "
            "margin go through to revenue and summary."
        ),
        _(
            "Changed money changes budget, sums and return here; a changed gross also shows in the checks until its "
            "months are changed; responses are projected anew only in CMO Planner."
        ),
    ]
