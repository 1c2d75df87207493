"""The export command: plans as workbooks, pictures, pages, slides, tables and calendar files, as the name ends."""

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from cmoplanner.errors import CmoPlannerError
from cmoplanner.i18n import _, use_language

if TYPE_CHECKING:
    from cmoplanner.model.periods import Span
    from cmoplanner.model.plan import Plan
    from cmoplanner.model.store.snapshot import Snapshot
    from cmoplanner.report.deck.blocks import Page
    from cmoplanner.report.deck.material import Material

_Add = Callable[[str, str, Callable[[argparse.Namespace], int]], argparse.ArgumentParser]
PICTURES = (".pdf", ".png", ".svg")
ENDINGS = (".xlsx", *PICTURES, ".pptx", ".ics", ".csv")
CALENDAR, ONE_PAGER, DECK = "calendar", "one-pager", "deck"
_SLIDE_LOOK = ("template", "logo", "font", "accent")
_LARGEST_SCALE = 6.0


def add_command(command: _Add) -> None:
    """Add `export` to the commands."""
    added = command("export", _("write a workbook, pictures, slides, a table or a calendar file"), export)
    added.add_argument("plan", type=Path, metavar=_("PLAN"))
    added.add_argument("out", type=Path, metavar="OUT.xlsx|pdf|png|svg|pptx|ics|csv")
    added.add_argument(
        "--page",
        metavar="P[,P]",
        help=_("calendar, one-pager, deck, kinds of pages such as outcome, or a chart: outcome.1"),
    )
    added.add_argument(
        "--range", metavar="Q2|H1|2027-04..2027-06", help=_("days of a one-pager, table or calendar file")
    )
    added.add_argument(
        "--group", default="", metavar="A[,B]", help=_("lanes of a picture: campaign, channel, segment …")
    )
    added.add_argument(
        "--colour", default="", metavar="C", help=_("what colours of the calendar say: campaign, owner …")
    )
    added.add_argument(
        "--audience", choices=("board", "partner", "team"), help=_("who will see it: hides money or vendors")
    )
    added.add_argument(
        "--theme", choices=("light", "dark", "print"), default="light", help=_("print is black and white")
    )
    added.add_argument("--lang", metavar="LANG", help=_("language of the words, such as en"))
    added.add_argument("--paper", choices=("A4", "A3", "Letter", "16:9"), help=_("size of the pages of a PDF"))
    added.add_argument("--scale", type=_scale, metavar="N", help=_("size of a PNG: 2 is twice as many pixels each way"))
    added.add_argument(
        "--template", type=Path, metavar="FILE.pptx", help=_("slides in the layout of this presentation")
    )
    added.add_argument("--logo", type=Path, metavar="FILE.png", help=_("logo on each slide"))
    added.add_argument("--font", metavar=_("NAME"), help=_("font of slides"))
    added.add_argument("--accent", metavar="RRGGBB", help=_("colour of slides"))


def _scale(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not 0.25 <= value <= _LARGEST_SCALE:
        raise argparse.ArgumentTypeError(_("a scale is a number from 0.25 to {most}").format(most=_LARGEST_SCALE))
    return value


def export(given: argparse.Namespace) -> int:
    """Write what the name's ending and the options ask for, and print the names of what was written."""
    kind = given.out.suffix.casefold()
    _check(given, kind)
    if given.lang:
        _speak(given.lang)
    if kind == ".ics":
        written = _calendar_file(given)
    elif kind == ".csv" or (kind == ".xlsx" and given.page == CALENDAR):
        written = _table(given, kind)
    elif kind == ".xlsx":
        from cmoplanner.cli_jobs import export_plan

        return export_plan(given.plan, given.out)
    elif _is_calendar(given, kind):
        written = _whole_calendar(given)
    else:
        written = _pages(given, kind)
    for path in written:
        print(path)
    return 0


def _is_calendar(given: argparse.Namespace, kind: str) -> bool:
    """Return whether the whole calendar is asked for, rather than pages of a presentation."""
    return kind in PICTURES and given.page in (None, CALENDAR) and given.range is None


def _speak(language: str) -> None:
    from cmoplanner.ui.languages import available

    known = [code for code, _name in available()]
    if language not in (*known, "pseudo"):
        raise CmoPlannerError(
            _("There are no words in “{language}”.").format(language=language),
            _("Say one of these: {names}.").format(names=", ".join(known)),
        )
    use_language(language)


# combinations that mean nothing


def _check(given: argparse.Namespace, kind: str) -> None:
    """Raise CmoPlannerError where options do not go together, with what would."""
    if kind not in ENDINGS:
        raise CmoPlannerError(
            _("“{name}” is no kind of file that is written here.").format(name=given.out.name),
            _("Give a name that ends in one of these: {names}.").format(names=", ".join(ENDINGS)),
        )
    for option, endings in (
        ("paper", (".pdf",)),
        ("scale", (".png",)),
        *((name, (".pptx",)) for name in _SLIDE_LOOK),
        ("range", (*PICTURES, ".pptx", ".ics", ".csv", ".xlsx")),
        ("group", (*PICTURES, ".pptx")),
        ("colour", PICTURES),
        ("audience", (*PICTURES, ".pptx")),
    ):
        if getattr(given, option) and kind not in endings:
            raise CmoPlannerError(
                _("--{option} has no meaning for {name}.").format(option=option, name=given.out.name),
                _("It goes with names that end in {names}.").format(names=", ".join(endings)),
            )
    _check_page(given, kind)


def _check_page(given: argparse.Namespace, kind: str) -> None:
    page = given.page
    if kind in (".ics", ".csv", ".xlsx") and page not in (None, CALENDAR):
        raise CmoPlannerError(
            _("A file that ends in {ending} has no page “{page}”.").format(ending=kind, page=page),
            _("Pages are written as .pdf, .png, .svg or .pptx."),
        )
    if kind == ".xlsx" and page is None and given.range:
        raise CmoPlannerError(_("The workbook has no range."), _("Leave --range out, or say --page calendar."))
    if kind in PICTURES and page == CALENDAR and given.range:
        raise CmoPlannerError(_("The whole calendar has no range."), _("Leave --range out, or say --page one-pager."))
    if _is_calendar(given, kind) and given.audience not in (None, "board"):
        raise CmoPlannerError(
            _("The whole calendar shows all money."), _("Say --page one-pager or --page deck for other audiences.")
        )
    if given.colour and not _is_calendar(given, kind):
        raise CmoPlannerError(
            _("On pages, colours always say the campaign."), _("Leave --colour out, or say --page calendar.")
        )


# what is written


def _calendar_file(given: argparse.Namespace) -> list[Path]:
    from cmoplanner.cli_jobs import readable
    from cmoplanner.exchange.ics_out import export_calendar_file

    snapshot = readable(given.plan)
    span = _span(snapshot.plan, given.range) if given.range else None
    return [export_calendar_file(snapshot.plan, snapshot.contents.identity.uuid, given.out, span=span)]


def _table(given: argparse.Namespace, kind: str) -> list[Path]:
    from cmoplanner.cli_jobs import readable
    from cmoplanner.exchange.calendar_table import export_calendar_csv, export_calendar_sheet, touching

    plan = readable(given.plan).plan
    rows = touching(plan, list(plan.activities.values()), _span(plan, given.range) if given.range else None)
    write = export_calendar_csv if kind == ".csv" else export_calendar_sheet
    return [write(plan, rows, given.out)]


def _whole_calendar(given: argparse.Namespace) -> list[Path]:
    from cmoplanner.cli_jobs import groupings, readable, without_display

    by, colours = groupings(given.group, 2) or ["campaign"], groupings(given.colour, 1) or ["campaign"]
    plan = readable(given.plan).plan
    without_display()
    from cmoplanner.projection.compile import compile_plan
    from cmoplanner.projection.model import project
    from cmoplanner.report.timeline.arrangement import Arrangement
    from cmoplanner.ui.calendar_export import PICTURE_SCALE, export_calendar
    from cmoplanner.ui.paper import PAPERS

    path = export_calendar(
        plan,
        project(compile_plan(plan)),
        given.out,
        theme=given.theme,
        arrangement=Arrangement(colour=colours[0]).grouped(*by),
        paper=PAPERS[given.paper or "A3"],
        scale=given.scale or PICTURE_SCALE,
    )
    return [path]


def _pages(given: argparse.Namespace, kind: str) -> list[Path]:
    """Write pages of a presentation: as slides, as one PDF, or each as a picture."""
    from cmoplanner.cli_jobs import readable, without_display

    wanted = (given.page or (ONE_PAGER if given.range else DECK)).split(",")
    _check_names(wanted)
    by = _lanes(given.group)
    snapshot = readable(given.plan)
    span = _span(snapshot.plan, given.range) if given.range else None
    without_display()
    from cmoplanner.report.deck.pages.calendar import calendar_picture
    from cmoplanner.report.palette import Palette
    from cmoplanner.ui.calendar_export import drawing_application
    from cmoplanner.ui.page_export import deck_leaves, write_leaves, write_page
    from cmoplanner.ui.paper import PAPERS, About
    from cmoplanner.ui.render import Renderer
    from cmoplanner.ui.theme import Theme, load_fonts

    material = _gathered(snapshot, given.audience or "board")
    pages = _made(material, wanted, span, by)
    drawing_application()
    load_fonts()
    palette = Palette.load(given.theme)
    renderer = Renderer(Theme(palette), searchable=kind != ".png")
    if kind == ".pdf" and wanted == [ONE_PAGER] and given.paper not in (None, "16:9"):  # it fills paper of any shape
        picture = calendar_picture(material, renderer.measure, span, by)
        return [write_page(picture, given.out, theme=given.theme, paper=PAPERS[given.paper])]
    if kind == ".pptx":
        from cmoplanner.exchange.slides.brand import Brand
        from cmoplanner.exchange.slides.deck import Slides, export_slides

        brand = Brand(given.accent or "", given.font or "", given.logo, given.template)
        return [export_slides(Slides(pages, renderer.measure, palette, brand), snapshot.plan, given.out)]
    leaves = deck_leaves(pages, renderer)
    paper = PAPERS[given.paper or "16:9"]
    return write_leaves(leaves, given.out, renderer, About.of(snapshot.plan), paper=paper, scale=given.scale or 1.0)


def _gathered(snapshot: "Snapshot", audience: str) -> "Material":
    """Return what pages for an audience are made from."""
    from cmoplanner.model.public_holidays import holidays_of
    from cmoplanner.model.store import versions
    from cmoplanner.report.deck.blocks import Audience
    from cmoplanner.report.deck.material import gather

    plan = snapshot.plan
    rows = {versions.version_of(row): row for row in snapshot.contents.record.versions}
    chosen = versions.approved_of(rows, plan.header.approved_version) or (list(rows)[-1] if rows else None)
    before = versions.plan_of(rows[chosen]) if chosen is not None else None
    holidays = holidays_of(plan.header.holiday_regions, plan.calendar.year) if plan.header.holiday_regions else ()
    return gather(plan, holidays, before, chosen.name if chosen is not None else "").for_audience(Audience(audience))


def _made(material: "Material", wanted: Sequence[str], span: "Span | None", by: str) -> "list[Page]":
    """Return the pages that are asked for, as their audience sees them. Raises CmoPlannerError if that is none."""
    pages = [page for one in wanted for page in _named_pages(material, one.strip(), span, by)]
    if not pages:
        raise CmoPlannerError(
            _("Nothing of that is shown to this audience."), _("Say another --audience, or other pages.")
        )
    return pages


def _named_pages(material: "Material", name: str, span: "Span | None", by: str) -> "list[Page]":
    from cmoplanner.report.deck.blocks import Kind
    from cmoplanner.report.deck.deck import pages, presented
    from cmoplanner.report.deck.pages.calendar import calendar_page
    from cmoplanner.ui.page_export import chart_pages

    if name == DECK:
        return [page for _row, page in presented(material)]
    if name in (ONE_PAGER, CALENDAR):
        return [calendar_page(material, span, by)]
    kind, _dot, number = name.partition(".")
    found = pages(material, [Kind(kind)])
    if not number:
        return found
    charts = [chart for page in found for chart in chart_pages(page)]
    if not 1 <= int(number) <= len(charts):
        titles = "; ".join(f"{kind}.{n} {chart.title}" for n, chart in enumerate(charts, start=1))
        raise CmoPlannerError(
            _("There is no chart “{name}”.").format(name=name),
            _("Say one of these: {names}.").format(names=titles) if titles else _("This page has no charts."),
        )
    return [charts[int(number) - 1]]


def _check_names(wanted: Sequence[str]) -> None:
    from cmoplanner.report.deck.blocks import Kind

    known = (DECK, ONE_PAGER, *(kind.value for kind in Kind))
    for name in wanted:
        kind, dot, number = name.strip().partition(".")
        if kind not in known or (dot and not (number.isdecimal() and number.isascii())):
            raise CmoPlannerError(
                _("There is no page “{name}”.").format(name=name.strip()),
                _("Say one of these, or several with commas: {names}.").format(names=", ".join(known)),
            )


def _lanes(group: str) -> str:
    from cmoplanner.report.timeline.lanes import GROUPINGS

    if group and group not in GROUPINGS:
        raise CmoPlannerError(
            _("A one-pager has no lanes by “{name}”.").format(name=group),
            _("Name one of these: {names}.").format(names=", ".join(GROUPINGS)),
        )
    return group


def _span(plan: "Plan", text: str) -> "Span":
    """Return the days of a range, cut to the fiscal year. Raises CmoPlannerError."""
    from cmoplanner.model.periods import Span
    from cmoplanner.report.span_words import read_span

    year = plan.calendar.year
    remedy = _("Write Q2, H1, FY, 2027-06 or 2027-04..2027-06.")
    try:
        span = read_span(text, plan.calendar, plan.header.as_of, plan.header.locale)
    except ValueError as refusal:
        raise CmoPlannerError(f"{refusal}".rstrip(".") + ".", remedy) from None
    if not span.overlap(year):
        raise CmoPlannerError(_("“{text}” lies outside of the plan’s fiscal year.").format(text=text), remedy)
    return Span(max(span.start, year.start), min(span.end, year.end))
