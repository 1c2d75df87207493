"""What a calibration would write into a plan: values with ranges and source, and references of response curves."""

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Estimate:
    """A likely value of one parameter, with the values that one time in ten are lower or higher, in the same unit.

    `source`, `confidence` and `date` are given where they are other than the calibration's.
    """

    parameter: str
    value: float
    low: float | None = None
    high: float | None = None
    unit: str = ""
    source: str = ""
    confidence: str = ""
    date: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Anchor:
    """A lane's reference spend in currency units a month, its fit (None: as it is), and what it was made from."""

    cell_id: str
    spend: float
    fit: float | None = None
    basis: str = "fit"


@dataclass(frozen=True, slots=True)
class Calibration:
    """New assumptions about one channel or market cell (`table`, `row_id`), from one source unless they say otherwise.

    `lanes` are references that have to be stored with them, so that the curve stands where it was measured.
    """

    table: str
    row_id: str
    estimates: tuple[Estimate, ...]
    source: str
    date: dt.date
    confidence: str
    lanes: tuple[Anchor, ...] = ()

    @property
    def scope(self) -> str:
        """What the assumptions apply to, as the register writes it."""
        return f"{self.table}:{self.row_id}"
