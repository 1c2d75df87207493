"""What a finding is: a rule that applies to something in the plan, with its evidence in words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from math import ceil


class Severity(StrEnum):
    """How bad it is: a break needs an answer, a warning a look."""

    BREAK = "break"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule met by one row: `word` fits on a bar, `sentence` says the evidence, `remedy` what to do."""

    rule: str
    table: str
    subject: str
    severity: Severity
    word: str
    sentence: str
    remedy: str
    facts: tuple[tuple[str, float], ...] = ()
    """What it rests on, in no language, and how far each goes: a rejection covers these and what goes less far."""

    @property
    def about(self) -> str:
        """The row that it is about, as decisions name it: "activity:A001"."""
        return f"{self.table}:{self.subject}"


def in_steps(share: float) -> float:
    """Return a share rounded up to the next twentieth: how far a fact goes, without coming back for each per cent."""
    return ceil(20 * share) / 20


def by_subject(findings: Iterable[Finding], table: str) -> Mapping[str, tuple[Finding, ...]]:
    """Return the findings of each row of a table, breaks first."""
    found: dict[str, list[Finding]] = {}
    for finding in findings:
        if finding.table == table:
            found.setdefault(finding.subject, []).append(finding)
    return {subject: in_order(rows) for subject, rows in found.items()}


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return findings with breaks first."""
    return tuple(sorted(findings, key=lambda finding: finding.severity is not Severity.BREAK))
