"""Exports of the command line: which page of the calendar, and the range of days of a one-pager."""

from pathlib import Path

from cmoplanner.cli_jobs import export_plan, readable, without_display
from cmoplanner.errors import CmoPlannerError
from cmoplanner.i18n import _
from cmoplanner.model.periods import Span
from cmoplanner.model.plan import Plan
from cmoplanner.report.span_words import read_span
from cmoplanner.report.timeline.lanes import GROUPINGS


def export(path: Path, out: Path, group: str, colour: str, page: str | None, days: str | None) -> int:
    """Write a workbook, the calendar, or a one-pager; a range of days asks for the one-pager."""
    if page == "one-pager" or (page is None and days is not None):
        return export_page(path, out, days or "FY", group)
    if days is not None:
        raise CmoPlannerError(_("The whole calendar has no range."), _("Leave --range out, or say --page one-pager."))
    return export_plan(path, out, group, colour)


def export_page(path: Path, out: Path, days: str, group: str) -> int:
    """Write the one-pager of a range of days, a .png or .pdf as the name's ending says."""
    if out.suffix.casefold() not in (".png", ".pdf"):
        raise CmoPlannerError(
            _("A one-pager is not written as “{name}”.").format(name=out.name),
            _("Give a name that ends in .png or .pdf."),
        )
    grouping = group or "campaign"
    if grouping not in GROUPINGS:
        raise CmoPlannerError(
            _("A one-pager has no lanes by “{name}”.").format(name=group),
            _("Name one of these: {names}.").format(names=", ".join(GROUPINGS)),
        )
    plan = readable(path).plan
    span = _span(plan, days)
    without_display()
    from cmoplanner.ui.page_export import export_one_pager

    export_one_pager(plan, span, out, grouping=grouping)
    print(out)
    return 0


def _span(plan: Plan, text: str) -> Span:
    """Return the days of a range, cut to the fiscal year. Raises CmoPlannerError."""
    year = plan.calendar.year
    remedy = _("Write Q2, H1, FY, 2027-06 or 2027-04..2027-06.")
    try:
        span = read_span(text, plan.calendar, plan.header.as_of, plan.header.locale)
    except ValueError as refusal:
        raise CmoPlannerError(f"{refusal}".rstrip(".") + ".", remedy) from None
    if not span.overlap(year):
        raise CmoPlannerError(_("“{text}” lies outside of the plan’s fiscal year.").format(text=text), remedy)
    return Span(max(span.start, year.start), min(span.end, year.end))
