"""What was decided about findings: rejected ones, and rules that are switched off, are no longer told."""

from collections.abc import Iterable

from cmoplanner.doctor.findings import Finding
from cmoplanner.model.edits.rules import REJECTED
from cmoplanner.model.evidence import Evidence
from cmoplanner.model.plan import FindingDecision, Plan


class Decided:
    """The decisions of one plan on what its rules find."""

    def __init__(self, plan: Plan) -> None:
        self._off = {row.rule_id for row in plan.rule_settings.values() if row.off and not row.threshold}
        self.rejected = {
            (row.rule_id, row.subject): row for row in plan.finding_decisions.values() if row.status == REJECTED
        }

    def kept(self, findings: Iterable[Finding]) -> list[Finding]:
        """Return the findings that are told."""
        return [finding for finding in findings if not (finding.rule in self._off or self.rejection(finding))]

    def rejection(self, finding: Finding) -> FindingDecision | None:
        """Return the decision that rejects a finding; None where there is none, or where it goes farther now."""
        row = self.rejected.get((finding.rule, finding.about)) if self.rejected else None
        return row if row is not None and Evidence.of(row).covers(finding.facts) else None

    def subjects_unlike(self, other: "Decided") -> set[str]:
        """Return about what decisions were taken or taken back between the two."""
        keys = self.rejected.keys() | other.rejected.keys()
        return {key[1] for key in keys if self.rejected.get(key) != other.rejected.get(key)}
