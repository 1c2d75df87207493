"""What was seen when a finding was decided on: a sentence, and facts in no language that tell how far each goes."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from cmoplanner.model.governance import FindingDecision


@dataclass(frozen=True, slots=True)
class Evidence:
    """The evidence of a decision, kept in its field as JSON (domain B.8); facts are None where nobody recorded any."""

    sentence: str
    facts: Mapping[str, float] | None

    @classmethod
    def of(cls, row: FindingDecision) -> "Evidence":
        """Return the evidence of a decision; text that somebody else wrote there is the sentence."""
        try:
            kept: Any = json.loads(row.evidence)
            facts = {str(key): float(value) for key, value in kept["facts"].items()}
            return cls(str(kept["sentence"]), facts)
        except (ValueError, TypeError, KeyError, AttributeError):
            return cls(row.evidence, None)

    def with_more(self, sentence: str, facts: Mapping[str, float]) -> "Evidence":
        """Return this with what else was seen; of a fact that was seen twice, how far it went at most."""
        known = self.facts or {}
        most = {key: max(known.get(key, value), value) for key, value in facts.items()}
        told = self.sentence if sentence in self.sentence else f"{self.sentence} {sentence}".strip()
        return Evidence(told, {**known, **most})

    def covers(self, facts: Iterable[tuple[str, float]]) -> bool:
        """Return whether facts go no farther than what was seen."""
        seen = self.facts
        return seen is None or all(key in seen and value <= seen[key] for key, value in facts)

    def text(self) -> str:
        """Return what is kept."""
        kept = {"sentence": self.sentence, "facts": dict(self.facts or {})}
        return json.dumps(kept, ensure_ascii=False, sort_keys=True)
