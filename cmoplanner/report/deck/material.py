"""What the pages of a presentation are made from: the plan, its outcome with ranges, findings, scenarios, a version."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from cmoplanner.doctor.findings import Finding
from cmoplanner.model.plan import Plan
from cmoplanner.optimizer.cuts import Cut, Decision, Name
from cmoplanner.projection.attribution import Attribution
from cmoplanner.projection.bands import Bands, MonthBand
from cmoplanner.projection.comparison import Compared
from cmoplanner.projection.outcome import Outcome
from cmoplanner.report.deck.blocks import Audience
from cmoplanner.report.formats import Formats


@dataclass(frozen=True, eq=False)
class Material:
    """Everything the pages say, worked out once; `before` is the named version that "what changed" refers to.

    `shares` is the attribution of this year's revenue, `channels` the present margin by channel with its
    `decisions` (loss if cut, next unit), `compared` the plan and its scenarios under the same draws.
    """

    plan: Plan
    outcome: Outcome
    bands: Bands
    findings: Sequence[Finding]
    shares: Attribution
    channels: Cut
    decisions: Mapping[Name, Decision]
    compared: Sequence[Compared]
    balance: MonthBand | None = None
    before: Plan | None = None
    before_name: str = ""
    version: str = ""
    audience: Audience = field(default=Audience.BOARD)

    @property
    def formats(self) -> Formats:
        """How figures are written."""
        return Formats.of(self.plan)
