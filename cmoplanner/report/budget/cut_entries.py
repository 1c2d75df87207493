"""What the panel of cuts lists: what can still be cut, the money it frees, what it loses per unit of money."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from cmoplanner.i18n import _, ngettext
from cmoplanner.ledger.cuttable import CutList, Cuttable, Kept, cuttable
from cmoplanner.ledger.lines import ledger
from cmoplanner.model.plan import Plan
from cmoplanner.optimizer.cut_set import CutBook, CutLoss, best_set
from cmoplanner.report.budget.entries import Entry
from cmoplanner.report.formats import Formats

CHEAP, DEAR = "cheap", "dear"
_EVEN = 1.0  # margin lost for each unit of money freed


@dataclass(frozen=True)
class CutChoice:
    """What can be cut of a plan with what each line loses, the least loss per money first."""

    plan: Plan
    book: CutBook
    found: CutList
    lines: tuple[Cuttable, ...]
    losses: tuple[CutLoss, ...]

    def best(self, need: int) -> frozenset[str]:
        """Return the lines that free `need` (minor units) with the least margin lost."""
        chosen = best_set([one.free for one in self.lines], [one.margin for one in self.losses], need)
        return frozenset(self.lines[place].line for place in chosen)

    def chosen(self, lines: Collection[str]) -> list[Cuttable]:
        """Return what is chosen by the ids of its lines."""
        return [one for one in self.lines if one.line in lines]


def cut_choice(plan: Plan, report: Callable[[float], None] | None = None) -> CutChoice:
    """Return what can still be cut of a plan. What `report` raises ends it."""
    found = cuttable(plan, ledger(plan))
    book = CutBook(plan)
    losses = book.losses(found.lines, report)
    units = 10**plan.header.currency_decimals
    pairs = sorted(
        zip(found.lines, losses, strict=True), key=lambda pair: (pair[1].margin * units / pair[0].free, pair[0].line)
    )
    return CutChoice(plan, book, found, tuple(pair[0] for pair in pairs), tuple(pair[1] for pair in pairs))


def cut_entries(choice: CutChoice) -> list[Entry]:
    """Return the entries of what can be cut."""
    plan, formats = choice.plan, Formats.of(choice.plan)
    units = 10**plan.header.currency_decimals
    found = []
    for one, loss in zip(choice.lines, choice.losses, strict=True):
        row = plan.activities[one.line]
        rate = loss.margin * units / one.free
        when = _("what is left of the year") if one.by is None else _("decide by {day}").format(day=formats.day(one.by))
        lost = _("loses {rate} per 1").format(rate=formats.number(rate, 2)) if loss.margin else _("no effect projected")
        parts = [lost, when]
        campaign = plan.campaigns.get(row.campaign_id or "")
        if campaign is not None:
            parts.append(campaign.name)
        found.append(Entry(CHEAP if rate < _EVEN else DEAR, "activity", row.id, row.name, " · ".join(parts), one.free))
    return found


def cut_headings() -> Mapping[str, str]:
    """Return the headings of the groups."""
    return {CHEAP: _("Loses less margin than it costs"), DEAR: _("Brings more margin than it costs")}


def kept_words(found: CutList) -> str:
    """Return how many lines are not offered, and why."""
    words = {
        Kept.ORDERED: lambda n: ngettext("{n} with an open order", "{n} with open orders", n),
        Kept.LOCKED: lambda n: ngettext("{n} locked", "{n} locked", n),
        Kept.LAUNCH: lambda n: ngettext("{n} around a launch", "{n} around a launch", n),
    }
    parts = [words[kind](n).format(n=n) for kind, n in found.kept.items() if n]
    return _("Not offered: {lines}.").format(lines=", ".join(sorted(parts))) if parts else ""


def loss_rows(choice: CutChoice, chosen: Sequence[Cuttable], loss: CutLoss) -> list[tuple[str, str, str]]:
    """Return name, amount and colour of what a set of cuts frees and loses, in currency units."""
    formats, header = Formats.of(choice.plan), choice.plan.header
    freed = sum(one.free for one in chosen) / 10**header.currency_decimals
    net = freed - loss.margin

    def role(value: float) -> str:
        return "positive" if value > 0 else "negative" if value < 0 else "value"

    return [
        (_("Comes free this year"), formats.number(freed), "value"),
        (_("Revenue of this year"), formats.number(-loss.revenue), role(-loss.revenue)),
        (
            _("Margin, {n} months").format(n=header.value_horizon_months),
            formats.number(-loss.margin),
            role(-loss.margin),
        ),
        (_("Net effect"), f"+{formats.number(net)}" if net > 0 else formats.number(net), role(net)),
    ]
