"""The method sheet of the workbook: how the figures are made, and what they leave out."""

from cmoplanner import __version__
from cmoplanner.exchange.book import HEAD, Book
from cmoplanner.i18n import _
from cmoplanner.projection.outcome import Outcome


def write_method(book: Book, outcome: Outcome) -> None:
    """Write the method, its limits (domain C.21), and which plan the figures belong to."""
    header = book.plan.header
    sheet = book.sheet("Method", _("Method"), _("How the figures are made, and what they leave out."))
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
        _(
            "Changed money changes budget, sums and return here; a changed gross also shows in the checks until its "
            "months are changed; responses are projected anew only in CMO Planner."
        ),
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
    sheet.worksheet.set_column(0, 0, 120)
    for number, text in enumerate(texts):
        sheet.text(HEAD + number, 0, text, "wrap")
