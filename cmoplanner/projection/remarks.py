"""What the program has to say about measured data and the curves made of them: each a kind, a place and a sentence."""

from dataclasses import dataclass
from enum import StrEnum


class RemarkKind(StrEnum):
    """What a remark is about."""

    # rows of the table
    NOT_A_NUMBER = "not_a_number"
    NOT_A_MONTH = "not_a_month"
    NEGATIVE = "negative"
    BLANK = "blank"
    DUPLICATE = "duplicate"
    ADDED_UP = "added_up"
    UNKNOWN_CHANNEL = "unknown_channel"
    GAP = "gap"
    ZERO_RESPONSES = "zero_responses"
    WRONG_UNIT = "wrong_unit"
    OUTLIER = "outlier"
    NUMBER_STYLE = "number_style"
    READING = "reading"
    # curves
    FEW_MONTHS = "few_months"
    CONSTANT_SPEND = "constant_spend"
    BEYOND_HISTORY = "beyond_history"
    NEVER_SATURATED = "never_saturated"
    CARRY_OVER_UNKNOWN = "carry_over_unknown"
    COLLINEAR = "collinear"
    FREE_RESPONSES = "free_responses"
    LASTING_ERRORS = "lasting_errors"
    WEAK_PREDICTION = "weak_prediction"
    KEPT_PRIOR = "kept_prior"
    SHRUNK = "shrunk"
    APPROXIMATED = "approximated"


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing to know, in a sentence that says what was done about it.

    `row` is the line of the file or sheet (1 = first), 0 where it is about no single row; `month` is like "2026-04".
    """

    kind: RemarkKind
    sentence: str
    channel_id: str = ""
    month: str = ""
    row: int = 0
