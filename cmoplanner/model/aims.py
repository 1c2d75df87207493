"""What the plan is for and what it rests on: objectives, measures, assumptions, scenarios, answers, stakeholders.

Targets and values of measures are float in the unit that the row names.
"""

import datetime as dt
from dataclasses import dataclass

from cmoplanner.model.market import Extra


@dataclass(frozen=True, slots=True)
class Objective:
    """What marketing wants to reach by a day, for a goal of the company."""

    id: str
    text: str
    goal_id: str | None = None
    company_metric: str = ""
    target_value: float | None = None
    unit: str = ""
    due: dt.date | None = None
    extra: Extra = ()


@dataclass(frozen=True, slots=True)
class Kpi:
    """A measure of an objective; leading ones move before the result, lagging ones are the result."""

    id: str
    name: str
    objective_id: str | None = None
    kind: str = "lagging"
    unit: str = ""
    frequency: str = ""
    source: str = ""
    target_fy: float | None = None
    stage_id: str | None = None
    segment_id: str | None = None
    owner_role: str = ""
    extra: Extra = ()


@dataclass(frozen=True, slots=True)
class KpiValue:
    """What a measure was planned to be in a month ("2027-03"), and what it was."""

    id: str
    kpi_id: str
    month: str
    plan: float | None = None
    actual: float | None = None
    extra: Extra = ()


@dataclass(frozen=True, slots=True)
class Assumption:
    """A value the projection rests on, with its likely range, and where it is from.

    `scope` is "plan", or a kind of row and its id, as "channel:email".
    """

    id: str
    scope: str
    parameter: str
    value: float
    low_p10: float | None = None
    high_p90: float | None = None
    unit: str = ""
    confidence: str = "L"
    source: str = ""
    date: dt.date | None = None
    owner_role: str = ""
    extra: Extra = ()


@dataclass(frozen=True, slots=True)
class Scenario:
    """Another version of the plan, kept as differences from its parent."""

    id: str
    name: str
    parent_id: str | None = None
    description: str = ""
    extra: Extra = ()


@dataclass(frozen=True, slots=True)
class ScenarioOverride:
    """One difference of a scenario: which rows, which field, and what is done with it."""

    id: str
    scenario_id: str
    selector: str
    field: str
    op: str
    value: str
    extra: Extra = ()


@dataclass(frozen=True, slots=True)
class IntakeAnswer:
    """An answer to one of the questions asked before planning; its id is the question's."""

    id: str
    answer: str = ""
    answered_by_role: str = ""
    date: dt.date | None = None
    extra: Extra = ()


@dataclass(frozen=True, slots=True)
class Stakeholder:
    """A business leader who is asked about the plan, and the day of the sign-off."""

    id: str
    role: str
    expects: str = ""
    goal_id: str | None = None
    sign_off_due: dt.date | None = None
    signed_off: dt.date | None = None
    comment: str = ""
    extra: Extra = ()
