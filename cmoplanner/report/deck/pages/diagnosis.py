"""What ails the plan: the five gravest findings with their evidence, what to do, and the money they touch."""

from __future__ import annotations

from cmoplanner.doctor.findings import Finding, Severity
from cmoplanner.i18n import _, ngettext
from cmoplanner.model.phasing import net_spend
from cmoplanner.report.deck.blocks import Cell, Heading, Kind, Page, Placed, Table, Words
from cmoplanner.report.deck.material import Material
from cmoplanner.report.deck.pages.source import hidden_line, source_line

_SHOWN = 5
_TALL = 180.0


def diagnosis_page(material: Material) -> Page:
    """Return the five gravest findings, one for each rule first. Source: domain G, page 10."""
    plan, formats = material.plan, material.formats
    source, said = source_line(material), plan.calendar.label
    if not material.findings:
        told = _("No rule finds anything wrong with the plan")
        words = Words((("", _("The rules look at dates, approvals, contracts, loads and channels.")),))
        return Page(Kind.DIAGNOSIS, told, said, (Placed(words),), source, told)
    headings = [
        Heading(_("Finding"), 1.5, number=False),
        Heading(_("Evidence"), 2.3, number=False),
        Heading(_("What to do"), 2.3, number=False),
    ]
    if material.sees_money:
        headings.append(Heading(_("money at stake"), 1.0))
    rows = []
    for finding in _gravest(material):
        role = "negative" if finding.severity is Severity.BREAK else "warning"
        cells = [
            Cell(finding.word, role, strong=True, aside=_subject(material, finding)),
            Cell(finding.sentence),
            Cell(finding.remedy),
        ]
        if material.sees_money:
            money = _money(material, finding)
            cells.append(Cell(formats.short(money) if money else "–"))
        rows.append(tuple(cells))
    n = len(material.findings)
    grave = sum(one.severity is Severity.BREAK for one in material.findings)
    told = ngettext("One thing ails the plan", "{n} things ail the plan", n).format(n=formats.number(n))
    if grave and n > 1:
        told = _("{things}, {grave} of them need an answer").format(things=told, grave=formats.number(grave))
    table = Table(tuple(headings), tuple(rows), tall=_TALL)
    return Page(Kind.DIAGNOSIS, told, said, (Placed(table),), source, told, hidden_line(material))


def _gravest(material: Material) -> list[Finding]:
    """Return the gravest first; a second finding of a rule comes after the first ones of all others."""
    ranked = sorted(
        material.findings,
        key=lambda one: (one.severity is not Severity.BREAK, -_money(material, one), one.rule, one.subject),
    )
    seen: dict[str, int] = {}
    places = []
    for number, finding in enumerate(ranked):
        seen[finding.rule] = seen.get(finding.rule, -1) + 1
        places.append((seen[finding.rule], number))
    return [ranked[number] for _again, number in sorted(places)][:_SHOWN]


def _money(material: Material, finding: Finding) -> int:
    activity = material.plan.activities.get(finding.subject) if finding.table == "activity" else None
    return net_spend(activity) if activity is not None else 0


def _subject(material: Material, finding: Finding) -> str:
    plan, key = material.plan, finding.subject
    match finding.table:
        case "activity":
            return plan.activities[key].name if key in plan.activities else ""
        case "segment":
            return plan.segments[key].name if key in plan.segments else ""
        case "campaign":
            return plan.campaigns[key].name if key in plan.campaigns else ""
    return ""
