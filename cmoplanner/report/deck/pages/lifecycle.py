"""The health of the customer lifecycle: eight points for each segment, with satisfaction and churn beside them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from cmoplanner.i18n import _, mark, ngettext
from cmoplanner.model.activity import Activity
from cmoplanner.model.market import Segment
from cmoplanner.report.deck.blocks import Cell, Heading, Kind, Page, Placed, Table
from cmoplanner.report.deck.material import Material
from cmoplanner.report.deck.pages.source import hidden_line, source_line

_TALL = 130.0
_MET, _PARTLY, _MISSING = 2, 1, 0
_SIGNS = {_MET: ("●", "positive"), _PARTLY: ("◐", "warning"), _MISSING: ("○", "negative")}
_SATISFIED = 8.0  # of 10
_CREDIBLE = frozenset({"pr", "press", "speaking", "case", "review", "reviews", "study", "reference", "references"})
_WORDS = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class _Seen:
    """What the plan has for one segment."""

    segment: Segment
    activities: tuple[Activity, ...]
    roles: frozenset[str]
    stages: frozenset[str]


def lifecycle_page(material: Material) -> Page:
    """Return the eight points by segment, met, partly or missing by what the plan has. Source: A-027 to A-034, G."""
    plan, formats = material.plan, material.formats
    headings = [Heading(_("Segment"), 2.0, number=False)]
    headings += [Heading(_(name), 1.0, number=False) for name, _test in _points()]
    headings += [Heading(_("satisfaction"), 0.9), Heading(_("churn a year"), 0.8)]
    rows, missing = [], 0
    for key, segment in plan.segments.items():
        seen = _seen(material, key, segment)
        found = [test(material, seen) for _name, test in _points()]
        missing += sum(state == _MISSING for state in found)
        cells = [Cell(segment.name, strong=True)]
        cells += [Cell(_SIGNS[state][0], _SIGNS[state][1], strong=True) for state in found]
        score = segment.satisfaction_score
        cells.append(Cell(formats.number(score, 1) if score is not None else "–"))
        lost = _churn(material, key)
        cells.append(Cell(formats.percent(lost) if lost is not None else "–"))
        rows.append(tuple(cells))
    note = _("● met   ◐ partly   ○ missing, by what the plan has for the segment")
    table = Table(tuple(headings), tuple(rows), note=note, tall=_TALL)
    told = _("The lifecycle is whole in every segment")
    if not rows:
        told = _("There is no segment yet")
    elif missing:
        told = ngettext(
            "One point of the lifecycle is missing", "{n} points of the lifecycle are missing", missing
        ).format(n=missing)
    said = _("{year} · eight points a customer must meet, segment by segment").format(year=plan.calendar.label)
    return Page(Kind.LIFECYCLE, told, said, (Placed(table),), source_line(material), told, hidden_line(material))


def _seen(material: Material, key: str, segment: Segment) -> _Seen:
    plan = material.plan
    cells = {cell.id for cell in plan.cells.values() if cell.segment_id == key}
    rows = tuple(
        one
        for one in plan.activities.values()
        if not one.cancelled and any(target.cell_id in cells for target in one.targets)
    )
    stages = frozenset(one.stage_id for one in rows if one.stage_id)
    roles = frozenset(plan.stages[stage].role for stage in stages if stage in plan.stages)
    return _Seen(segment, rows, roles, stages)


def _points() -> tuple[tuple[str, Callable[[Material, _Seen], int]], ...]:
    return (
        (mark("at the centre"), _centred),
        (mark("value is tangible"), _tangible),
        (mark("value is shared"), _shared),
        (mark("credible"), _credible),
        (mark("sales is ready"), _ready),
        (mark("satisfied"), _satisfied),
        (mark("buys again, refers"), _again),
        (mark("scalable"), _scalable),
    )


def _state(first: bool, second: bool) -> int:
    return _MET if first and second else _PARTLY if first or second else _MISSING


def _centred(material: Material, seen: _Seen) -> int:
    wanted = {key for key, stage in material.plan.stages.items() if stage.role in ("acquire", "retain")}
    return _state(bool(wanted) and wanted <= seen.stages, bool(seen.segment.needs))


def _tangible(material: Material, seen: _Seen) -> int:
    used = [material.plan.messages.get(one.message_id or "") for one in seen.activities]
    known = [message for message in used if message is not None]
    return _state(any(one.value_proposition for one in known), any(one.proof_points for one in known))


def _shared(material: Material, seen: _Seen) -> int:
    spent = sum(one.gross_spend for one in seen.activities)
    told = sum(one.gross_spend for one in seen.activities if one.message_id)
    enabling = {key for key, stage in material.plan.stages.items() if stage.role == "enable"}
    enabled = any(one.stage_id in enabling and not one.cancelled for one in material.plan.activities.values())
    return _state(spent > 0 and told >= 0.8 * spent, enabled)


def _credible(material: Material, seen: _Seen) -> int:
    names = []
    for one in seen.activities:
        channel = material.plan.channels.get(one.channel_id or "")
        names.append(f"{one.name} {channel.name if channel else ''}".casefold())
    found = sum(any(word in _WORDS.findall(name) for word in _CREDIBLE) for name in names)
    return _MET if found > 1 else _PARTLY if found else _MISSING


def _ready(material: Material, seen: _Seen) -> int:
    plan = material.plan
    internal = any(one.audience == "internal" and not one.cancelled for one in plan.activities.values())
    cells = [cell for cell in plan.cells.values() if cell.segment_id == seen.segment.id]
    able = bool(cells) and all(cell.sales_model == "direct" or cell.offers_capacity_month for cell in cells)
    return _state(internal, able)


def _satisfied(_material: Material, seen: _Seen) -> int:
    score = seen.segment.satisfaction_score
    return _state(score is not None and score >= _SATISFIED, "retain" in seen.roles)


def _again(material: Material, seen: _Seen) -> int:
    kept = [material.plan.stages[key] for key in seen.stages if key in material.plan.stages]
    again = any(stage.role == "retain" for stage in kept)
    cells = [cell for cell in material.plan.cells.values() if cell.segment_id == seen.segment.id]
    return _state(again, any(cell.referral_year for cell in cells))


def _scalable(material: Material, seen: _Seen) -> int:
    used = [asset for one in seen.activities for asset in one.asset_ids]
    return _state(len(used) > len(set(used)), bool(material.plan.touchpoint_templates))


def _churn(material: Material, segment: str) -> float | None:
    """Return the churn of a segment's customers a year, by customers."""
    cells = [cell for cell in material.plan.cells.values() if cell.segment_id == segment and cell.customers_start]
    whole = sum(cell.customers_start for cell in cells)
    if not whole:
        return None
    return sum((1 - cell.retention_year) * cell.customers_start for cell in cells) / whole
