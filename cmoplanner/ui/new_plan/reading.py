"""What was typed into the assistant, read as the answers of a new plan; what is wrong is named by its question."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from cmoplanner.i18n import _
from cmoplanner.model import currencies
from cmoplanner.model.fields import Field, Kind, table
from cmoplanner.model.new_plan import USUAL_EROSION, Fault, NewPlan, faults
from cmoplanner.report.formats import Formats
from cmoplanner.ui.field_text import FieldText

_DECIMALS = 2  # of a currency that does not exist


@dataclass(frozen=True, slots=True)
class Typed:
    """The texts and choices as they stand in the assistant."""

    company: str
    name: str
    currency: str
    goal: str
    budget: str
    revenue_last_year: str
    fy_start: date
    fy_pattern: str
    horizon_months: int
    segments: tuple[str, ...]
    offerings: tuple[str, ...]
    model: str
    base_erosion: str
    pack: str
    per_euro: str


def formats_of(currency: str, locale: str) -> Formats:
    """Return how money of a currency is written; two decimals where the code is none."""
    code = currency.strip().upper()
    decimals = currencies.decimals(code) if len(code) == 3 and code.isascii() else _DECIMALS
    return Formats(locale, code, decimals)


def read(typed: Typed, today: date, locale: str) -> tuple[NewPlan, list[Fault]]:
    """Return the answers, unreadable ones left out, and everything that is wrong with them."""
    text = FieldText(formats_of(typed.currency, locale), typed.fy_start)
    header = table("plan")
    wrong: list[Fault] = []

    def number(key: str, field: Field, given: str) -> Any:
        try:
            return text.read(field, given)
        except ValueError as refusal:
            sentence = str(refusal)
            wrong.append(Fault(key, sentence if sentence.endswith(".") else f"{sentence}."))
            return None

    budget = number("budget", header.field("topdown_budget"), typed.budget) if typed.budget.strip() else 0
    goal = number("goal", Field("goal", _("Revenue goal"), Kind.MONEY), typed.goal)
    revenue = number("revenue_last_year", header.field("company_revenue_prior_year"), typed.revenue_last_year)
    erosion = number("base_erosion", table("cell").field("base_erosion_year"), typed.base_erosion)
    per_euro = number("per_euro", Field("per_euro", _("Rate"), Kind.NUMBER), typed.per_euro)
    answers = NewPlan(
        company=typed.company,
        name=typed.name,
        currency=typed.currency,
        fy_start=typed.fy_start,
        fy_pattern=typed.fy_pattern,
        as_of=today,
        horizon_months=typed.horizon_months,
        locale=locale.replace("_", "-"),
        budget=budget or 0,
        goal=goal,
        revenue_last_year=revenue,
        segments=typed.segments,
        offerings=typed.offerings,
        model=typed.model,
        base_erosion=USUAL_EROSION if erosion is None else erosion,
        pack=typed.pack,
        per_euro=per_euro,
    )
    named = {fault.key for fault in wrong}
    return answers, [*wrong, *(fault for fault in faults(answers) if fault.key not in named)]
