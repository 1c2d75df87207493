"""What the pages of a presentation are made from: the plan, its outcome with ranges, findings, scenarios, a version."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from cmoplanner.doctor.examine import examine
from cmoplanner.doctor.findings import Finding
from cmoplanner.ledger.envelopes import Envelopes, envelopes
from cmoplanner.ledger.lines import Ledger, ledger
from cmoplanner.model.closed_days import Holiday
from cmoplanner.model.plan import Plan
from cmoplanner.optimizer.cuts import Cut, Decision, Name, Side, cut, decisions
from cmoplanner.projection.attribution import Attribution, attribute, year_revenue
from cmoplanner.projection.bands import Bands
from cmoplanner.projection.comparison import Compared, scenarios
from cmoplanner.projection.draws import Draws
from cmoplanner.projection.outcome import Outcome
from cmoplanner.projection.sensitivity import Tornado, tornado
from cmoplanner.projection.uncertainty import Report
from cmoplanner.projection.unit_economics import UnitEconomics, unit_economics
from cmoplanner.report.deck.blocks import Audience
from cmoplanner.report.formats import Formats
from cmoplanner.report.register_rows import SourceKind, register_rows


@dataclass(frozen=True, eq=False)
class Material:
    """Everything the pages say, worked out once; `before` is the named version that "what changed" refers to.

    `compared` are the plan and its scenarios under the same draws, the plan first; `shares` is the attribution of this
    year's revenue, `channels` the present margin by channel with its `decisions` (loss if cut, next unit), `hinges`
    what each assumption moves.
    """

    plan: Plan
    findings: Sequence[Finding]
    compared: Sequence[Compared]
    shares: Attribution
    channels: Cut
    decisions: Mapping[Name, Decision]
    hinges: Tornado
    before: Plan | None = None
    before_name: str = ""
    audience: Audience = field(default=Audience.BOARD)

    @property
    def outcome(self) -> Outcome:
        """What the plan is expected to bring."""
        return self.compared[0].outcome

    @property
    def bands(self) -> Bands:
        """Its range."""
        return self.compared[0].bands

    @property
    def formats(self) -> Formats:
        """How figures are written."""
        return Formats.of(self.plan)

    @property
    def sees_money(self) -> bool:
        """Whether the audience sees our money and what it brings."""
        return self.audience is not Audience.PARTNER

    @property
    def sees_vendors(self) -> bool:
        """Whether the audience sees who is paid what."""
        return self.audience is Audience.BOARD

    @cached_property
    def ledger(self) -> Ledger:
        """What became of the planned money."""
        return ledger(self.plan)

    @cached_property
    def envelopes(self) -> Envelopes:
        """Top-down beside bottom-up."""
        return envelopes(self.plan, self.ledger)

    @cached_property
    def economics(self) -> UnitEconomics:
        """What customers cost and bring."""
        return unit_economics(self.outcome)

    @cached_property
    def sources(self) -> Mapping[SourceKind, int]:
        """How many assumptions are measured, tested, taken from benchmarks, and judged."""
        counted = Counter(row.kind for row in register_rows(self.plan).values())
        return {kind: counted[kind] for kind in SourceKind if counted[kind]}

    def for_audience(self, audience: Audience) -> Material:
        """Return the same for other eyes."""
        return replace(self, audience=audience)


_PARTS = 4  # of the work: scenarios take most of it


def gather(
    plan: Plan,
    holidays: Iterable[Holiday] = (),
    before: Plan | None = None,
    before_name: str = "",
    *,
    draws: Draws | None = None,
    report: Report | None = None,
) -> Material:
    """Work out everything the pages say. What `report` raises ends it."""

    def part(number: int) -> Report | None:
        if report is None:
            return None
        tell = report
        return lambda share: tell((number + share) / _PARTS)

    compared = scenarios(plan, draws, report=part(0))
    outcome = compared[0].outcome
    compiled = outcome.compiled
    shares = attribute(compiled, outcome, year_revenue(compiled))
    lost = decisions(outcome, Side.CHANNEL, part(1))
    hinges = tornado(compiled, part(2))
    last = part(3)
    findings = examine(plan, holidays, (lambda: last(0.0)) if last else int)
    return Material(plan, findings, compared, shares, cut(outcome, Side.CHANNEL), lost, hinges, before, before_name)
