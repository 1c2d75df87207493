"""What all pages say below: the state of the plan, what its assumptions are worth, and what is not shown to whom."""

from __future__ import annotations

from cmoplanner.i18n import _
from cmoplanner.report.deck.blocks import Audience
from cmoplanner.report.deck.material import Material
from cmoplanner.report.register_rows import SourceKind


def source_line(material: Material, *said: str) -> str:
    """Return the footer: plan, version, as of, what the assumptions are, and what else belongs there."""
    header, formats = material.plan.header, material.formats
    parts = [
        _("{company} · {plan}").format(company=header.company, plan=header.name) if header.company else header.name,
        _("version {n}").format(n=header.version),
        _("as of {day}").format(day=formats.days(header.as_of, header.as_of)),
        *said,
    ]
    return " · ".join(part for part in parts if part)


def assumptions_line(material: Material) -> str:
    """Return how many assumptions are measured, benchmarks and judgement. No projection is shown without it (G)."""
    found = material.sources
    measured = found.get(SourceKind.MEASURED, 0) + found.get(SourceKind.TEST, 0)
    return _("assumptions: {measured} measured, {benchmark} benchmark, {judged} judgement").format(
        measured=measured,
        benchmark=found.get(SourceKind.BENCHMARK, 0),
        judged=found.get(SourceKind.JUDGEMENT, 0),
    )


def hidden_line(material: Material) -> str:
    """Return what this audience does not see."""
    if material.audience is Audience.PARTNER:
        return _("Shown to partners: our money and what it brings are left out.")
    if material.audience is Audience.TEAM:
        return _("Shown to the team: amounts by vendor and approver are left out.")
    return ""
