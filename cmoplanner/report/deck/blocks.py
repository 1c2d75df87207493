"""What stands on a page of a presentation: figures, charts, tables, asks and pictures, each in a place of a grid.

The window, PDF, SVG and PNG draw a block as shapes; slides turn it into a chart, a table or shapes of their own.
Source: domain G.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from cmoplanner.report.drawn import Drawn
from cmoplanner.report.timeline.shapes import Measure

COLUMNS, ROWS = 12, 6
"""The grid of a page between its title and its footer."""

Values = tuple[float | None, ...]


class Audience(Enum):
    """Who sits in the room; a partner and the team see less of the money, and are told so."""

    BOARD = "board"
    PARTNER = "partner"
    TEAM = "team"


class Kind(Enum):
    """The thirteen kinds of pages, in the order of domain G."""

    SUMMARY = "on-a-page"
    CALENDAR = "calendar"
    CHAIN = "chain"
    MARKET = "market"
    BUDGET = "budget"
    OUTCOME = "outcome"
    CHANNELS = "channels"
    LIFECYCLE = "lifecycle"
    PARTNERS = "partners"
    DIAGNOSIS = "diagnosis"
    SCENARIOS = "scenarios"
    RISKS = "risks"
    ASKS = "asks"


DEFAULT_DECK = (
    Kind.SUMMARY,
    Kind.CALENDAR,
    Kind.BUDGET,
    Kind.OUTCOME,
    Kind.CHANNELS,
    Kind.SCENARIOS,
    Kind.ASKS,
)


class Look(Enum):
    """How a series is drawn, after IBCS: filled = happened, outlined = planned, hatched = expected."""

    ACTUAL = "actual"
    PLAN = "plan"
    FORECAST = "forecast"
    PRIOR = "prior"
    BASE = "base"
    ACCENT = "accent"
    GOOD = "good"
    BAD = "bad"
    GOAL = "goal"
    TOTAL = "total"


@dataclass(frozen=True, slots=True)
class Figure:
    """One number that matters: what it is, its value, and what stands below it; `role` is the value's colour.

    `about` names what it is in the model: a total of the projection, or `COST`; it opens to why it is so.
    """

    name: str
    value: str
    note: str = ""
    role: str = "text"
    about: str = ""


COST = "cost"
"""What a figure of our net cost is about."""


@dataclass(frozen=True, slots=True)
class Figures:
    """Numbers side by side, `across` of them in a row."""

    figures: tuple[Figure, ...]
    across: int = 2


@dataclass(frozen=True, slots=True)
class Series:
    """The values of a chart by category, in the chart's unit; `looks` changes the look of single values."""

    name: str
    values: Values
    look: Look = Look.PLAN
    labels: tuple[str, ...] = ()
    looks: tuple[Look, ...] = ()

    def look_at(self, place: int) -> Look:
        """Return how one value is drawn."""
        return self.looks[place] if self.looks else self.look


class ChartKind(Enum):
    """The charts that pages have."""

    COLUMNS = "columns"  # side by side, time from left to right
    STACKED = "stacked"  # on top of each other
    WATERFALL = "waterfall"  # the first series holds the steps; those named in `wholes` start from zero
    BARS = "bars"  # from left to right, one below the other
    LINES = "lines"
    TORNADO = "tornado"  # two series, lower and upper, as differences around zero


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart with its axis from zero; `low` and `high` are the band around the sum of the series, P10 to P90.

    `wholes` are the places of a waterfall's full columns. `goal` is a line across with its name.
    """

    kind: ChartKind
    title: str
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    unit: str = ""
    low: Values = ()
    high: Values = ()
    band_name: str = ""
    wholes: frozenset[int] = frozenset()
    goal: float | None = None
    goal_name: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """A text of a table; `aside` stands smaller below it, `share` (0…1) draws a bar behind it."""

    text: str
    role: str = "text"
    strong: bool = False
    share: float | None = None
    aside: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """A column of a table: its name, its part of the width, and whether it holds numbers."""

    name: str
    width: float = 1.0
    number: bool = True


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under headings, each of `tall` px at most; the last `feet` rows are sums."""

    headings: tuple[Heading, ...]
    rows: tuple[tuple[Cell, ...], ...]
    title: str = ""
    feet: int = 0
    note: str = ""
    tall: float = 58.0


@dataclass(frozen=True, slots=True)
class Ask:
    """What leadership is asked to decide: the decision, by when, what we get, and what happens if not."""

    title: str
    text: str
    amount: str = ""
    by: str = ""
    otherwise: str = ""
    subject: str = ""
    decided: str = ""
    decided_role: str = "positive"


@dataclass(frozen=True, slots=True)
class Asks:
    """The numbered asks of a page; `brief` leaves out amounts and consequences."""

    asks: tuple[Ask, ...]
    title: str = ""
    brief: bool = False
    otherwise: str = ""


@dataclass(frozen=True, slots=True)
class Words:
    """Sentences below each other, each with a bold beginning (may be "")."""

    lines: tuple[tuple[str, str], ...]
    title: str = ""
    role: str = "text"


@dataclass(frozen=True)
class Picture:
    """Something drawn as shapes only, such as the calendar: `draw(width, height, measure)`, in px of the page."""

    draw: Callable[[float, float, Measure], Drawn]
    spoken: str = ""


Block = Figures | Chart | Table | Asks | Words | Picture


@dataclass(frozen=True)
class Placed:
    """A block from a column and a row of the grid (from 0) over a number of both."""

    block: Block
    column: int = 0
    row: int = 0
    across: int = COLUMNS
    down: int = ROWS


@dataclass(frozen=True)
class Page:
    """One page: a sentence as its title, what stands on it, and where its figures come from.

    `written` is the title as it follows from the figures; `title` may be the user's own. `hidden` says what this
    audience does not see. `jargon` explains terms the first time. `notes` are the presenter's.
    """

    kind: Kind
    title: str
    subtitle: str
    placed: tuple[Placed, ...]
    source: str
    written: str = ""
    hidden: str = ""
    jargon: str = ""
    notes: str = ""
