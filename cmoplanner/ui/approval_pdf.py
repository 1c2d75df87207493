"""The approval pack as a PDF to be signed by hand: a block for each decision, with room for name, date and comment."""

from html import escape
from pathlib import Path

from PySide6.QtCore import QBuffer, QMarginsF
from PySide6.QtGui import QFont, QPageLayout, QPageSize, QPdfWriter, QTextDocument

from cmoplanner.exchange.files_out import write_bytes
from cmoplanner.i18n import _
from cmoplanner.report.approval_pack import Pack, asked_total
from cmoplanner.report.formats import Formats
from cmoplanner.ui.theme import FAMILY, load_fonts

_FRAME = "border=1 cellspacing=0 width='100%' style='border: 1px solid #b8c0cc; border-collapse: collapse'"
_BREAK = " style='page-break-before:always'"
_FIRST_PAGE, _PAGE = 2, 3  # decisions
_POINTS = 72  # dots an inch: sizes in the text are points
_STYLE = """
h1 { font-size: 17pt; font-weight: 600; margin-top: 0px; margin-bottom: 4px; }
h2 { font-size: 12pt; font-weight: 600; margin-top: 26px; margin-bottom: 6px; }
p { margin-top: 6px; margin-bottom: 6px; }
.hint { color: #5b6472; font-weight: 400; }
td { padding-top: 2px; padding-bottom: 2px; padding-right: 8px; }
td.room { padding: 5px; padding-bottom: 24px; }
"""


def write_pack_pdf(pack: Pack, path: Path) -> None:
    """Write the pack on A4 pages; a window system must run, if only an invisible one. Raises ExportFailed."""
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setTitle(_("Approval pack: {name}").format(name=pack.plan.header.name))
    writer.setCreator("CMO Planner")
    writer.setResolution(_POINTS)
    size = QPageSize(QPageSize.PageSizeId.A4)
    writer.setPageLayout(QPageLayout(size, QPageLayout.Orientation.Portrait, QMarginsF(42, 42, 42, 42)))
    document = QTextDocument()
    load_fonts()
    document.setDefaultFont(QFont(FAMILY, 9))
    document.setDefaultStyleSheet(_STYLE)
    document.setDocumentMargin(0)
    document.setHtml(pack_text(pack))
    document.setPageSize(writer.pageLayout().paintRectPoints().size())
    document.print_(writer)
    buffer.close()
    write_bytes(path, bytes(buffer.data().data()))


def pack_text(pack: Pack) -> str:
    """Return the pack as rich text; what users typed is escaped."""
    header, formats = pack.plan.header, Formats.of(pack.plan)
    words = _("For decision · as of {day} · revision {n} of the plan · asked for in all: {amount} {currency}")
    told = words.format(
        day=header.as_of.isoformat(),
        n=pack.plan.revision,
        amount=formats.full(asked_total(pack.lines)),
        currency=header.currency,
    )
    blocks = "".join(_block(pack, number, formats) for number in range(len(pack.lines)))
    name = escape(f"{header.company} · {header.name}")
    return f"<body><h1>{name}</h1><p class='hint'>{escape(told)}</p>{blocks}</body>"


def _block(pack: Pack, number: int, formats: Formats) -> str:
    line = pack.lines[number]
    terms, header = line.terms, pack.plan.header
    breaks = number >= _FIRST_PAGE and (number - _FIRST_PAGE) % _PAGE == 0  # no decision is torn over two pages
    days = " – ".join(day.isoformat() for day in (terms.start, terms.end) if day is not None)
    brings = ""
    if line.loss is not None:
        brings = _("{revenue} revenue this year, {margin} margin over {n} months").format(
            revenue=formats.number(line.loss.revenue),
            margin=formats.number(line.loss.margin),
            n=header.value_horizon_months,
        )
    rows = (
        (_("Amount"), f"{formats.full(terms.amount)} {header.currency}"),
        (_("Approved before"), formats.full(line.before) if line.before is not None else ""),
        (_("Days"), days),
        (_("Vendor"), line.vendor),
        (_("Asked for by"), line.owner),
        (_("To be signed by"), " + ".join(step.role for step in line.steps)),
        (_("Needed by"), line.needed_by.isoformat() if line.needed_by else ""),
        (_("It brings"), brings),
        (_("Note"), line.note),
    )
    told = "".join(
        f"<tr><td width='110' class='hint'>{escape(name)}</td><td>{escape(value)}</td></tr>"
        for name, value in rows
        if value
    )
    boxes = "&nbsp;&nbsp;&nbsp;".join(f"☐ {escape(word)}" for word in (_("approve"), _("reject"), _("ask")))
    fields = "".join(
        f"<td width='33%' class='room'><span class='hint'>{escape(name)}</span></td>"
        for name in (_("Name"), _("Date"), _("Comment"))
    )
    return (
        f"<h2{_BREAK if breaks else ''}>{escape(line.name)} <span class='hint'>· {escape(line.kind)}</span></h2>"
        f"<table cellspacing='0'>{told}</table><p>{boxes}</p>"
        f"<table {_FRAME}><tr>{fields}</tr></table>"
    )
