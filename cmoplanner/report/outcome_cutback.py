"""What we lose if money is cut by 10 or 20 %, by channel and altogether, as a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cmoplanner.i18n import _
from cmoplanner.model.plan import Plan
from cmoplanner.optimizer.cutback import Loss
from cmoplanner.optimizer.cuts import Side
from cmoplanner.report.figure_table import Column, Entry, FigureTable, Line
from cmoplanner.report.formats import Formats
from cmoplanner.report.outcome_cuts import part_name

SHARES = (0.10, 0.20)


def cutback_table(plan: Plan, found: Mapping[str | None, Sequence[Loss]]) -> FigureTable:
    """Return for each share what is saved, what revenue and margin are missing, and what is left of the saving."""
    formats = Formats.of(plan)
    columns = [Column(_("Channel"), width=150, number=False, grows=True)]
    for share in SHARES:
        cut = formats.percent(share)
        columns += [
            Column(_("{cut} saves").format(cut=cut), _("Net cost of this year that is saved."), 92),
            Column(_("revenue"), _("Revenue of this year that is missing."), 92),
            Column(_("margin"), _("Margin over the horizon that is missing, in present value."), 92),
            Column(_("left of it"), _("What is saved less the margin that is missing."), 92),
        ]
    parts = sorted(
        ((name, losses) for name, losses in found.items() if name is not None), key=lambda item: item[1][-1].net
    )
    lines = [_line(formats, part_name(plan, Side.CHANNEL, name), losses) for name, losses in parts]
    if None in found:
        lines.append(_line(formats, _("Everything alike"), found[None], foot=True))
    note = _("Each channel is cut alone: the losses do not add up. Contracts and launches are cut here like the rest.")
    return FigureTable(tuple(columns), tuple(lines), note)


def _line(formats: Formats, name: str, losses: Sequence[Loss], *, foot: bool = False) -> Line:
    entries = [Entry(name, strong=foot)]
    for one in losses:
        entries.append(Entry(formats.number(one.saved), formats.number(one.saved, 2), "text_2", foot))
        for value, strong in ((-one.revenue, False), (-one.margin, False), (one.net, True)):
            role = "positive" if value > 0.5 else "negative" if value < -0.5 else "text_3"
            entries.append(Entry(formats.number(value), formats.number(value, 2), role, strong or foot))
    return Line(tuple(entries), foot)
