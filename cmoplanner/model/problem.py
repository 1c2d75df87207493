"""What a problem of a plan is: a value with place, sentence, remedy and weight."""

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How much a problem matters."""

    ERROR = "error"  # breaks an invariant of the plan
    WARNING = "warning"  # is allowed, and most likely not what was meant
    NOTE = "note"  # may well be meant, and is good to know


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one field of one row ("" = the whole row), and what to do about it."""

    table: str
    row_id: str
    key: str
    sentence: str
    remedy: str
    severity: Severity = Severity.ERROR
