"""A new plan from a few answers, blank or filled from presets: what is wrong with the answers, and the rows they make.

Source: domain B.10 (ten-minute path), B.4 (default stages).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from cmoplanner.errors import CmoPlannerError
from cmoplanner.i18n import _, known_locale, mark
from cmoplanner.model import currencies
from cmoplanner.model.checks import LARGEST, check_rows, check_values
from cmoplanner.model.edits.naming import fresh_id
from cmoplanner.model.fields import table
from cmoplanner.model.money import text_from_minor
from cmoplanner.model.periods import MONTHS_A_YEAR, FiscalCalendar, Pattern, add_months
from cmoplanner.model.preset_rows import (
    EURO,
    Money,
    Row,
    cell_assumptions,
    cell_row,
    channel_assumptions,
    channel_row,
    plan_assumptions,
)
from cmoplanner.model.presets import DRAWN_UP, PACKS, channels_of, funnel_presets
from cmoplanner.model.values import NAME_LIMIT, Stored, clean_text, to_store

MOST_NAMES = 20
"""Segments, and offerings, at the start: each pair becomes a market cell."""

USUAL_EROSION = 0.15
"""What part of new business would be gone in a year without marketing, if nobody knows better (domain B.3)."""

_LARGEST_RATE = 1e6
_LAST_START = 9_000  # a calendar of later years has no end

STAGES = (
    ("aware", mark("Aware"), "acquire", mark("Do they know and trust us?"), ("1", "4")),
    ("initiate", mark("Initiate"), "acquire", mark("Why now?"), ("2",)),
    ("choose", mark("Choose"), "acquire", mark("Why us?"), ("2", "3", "4")),
    ("buy", mark("Buy"), "acquire", mark("Is sales positioned to win?"), ("5",)),
    ("use", mark("Use"), "retain", mark("Do they get the value?"), ("6",)),
    ("repurchase", mark("Reconsider and repurchase"), "retain", mark("Will they buy again?"), ("7",)),
    ("refer", mark("Refer"), "retain", mark("Will they tell others?"), ("7", "8")),
    (
        "enable",
        mark("Enable (sales, partners, staff)"),
        "enable",
        mark("Can everyone deliver the message?"),
        ("3", "5", "8"),
    ),
)
"""The usual journey: id, name, role, what the customer asks, points of the checklist. Source: domain B.4."""

CATEGORIES = (
    ("media", mark("Media"), True),
    ("events", mark("Events and sponsorships"), True),
    ("direct", mark("Email, mail and webinars"), True),
    ("content", mark("Content and search"), True),
    ("pr", mark("PR and speaking"), True),
    ("partner_mdf", mark("Partner marketing"), True),
    ("production", mark("Creative production"), False),
    ("agency", mark("Agency fees"), False),
    ("martech", mark("Marketing technology and data"), False),
    ("research", mark("Research"), False),
    ("enablement", mark("Enablement and training"), False),
    ("contingency", mark("Contingency"), False),
)
"""The usual cost categories: id, name, whether the money reaches people."""

_BRAND_SHARES = {"b2b": 0.46, "b2c": 0.60}
_DECIDERS = {"b2b": 5.0, "b2c": 1.0}
_BRAND_SOURCE = "Binet & Field, 46:54 B2B, about 60:40 overall (disputed by Ehrenberg-Bass)"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPlan:
    """The answers. Money is minor units of the currency; `per_euro` is how many units of it one euro is."""

    company: str
    fy_start: date
    as_of: date
    name: str = ""
    currency: str = EURO
    fy_pattern: str = Pattern.CALENDAR
    horizon_months: int = 36
    locale: str = "en"
    budget: int = 0
    goal: int | None = None
    revenue_last_year: int | None = None
    segments: tuple[str, ...] = ()
    offerings: tuple[str, ...] = ()
    pack: str = ""
    model: str = ""
    per_euro: float | None = None
    base_erosion: float = USUAL_EROSION


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one answer, and what to do about it."""

    key: str
    sentence: str
    remedy: str = ""

    @property
    def told(self) -> str:
        """Both as one text."""
        return " ".join(part for part in (self.sentence, self.remedy) if part)


def usual_start(today: date, month: int = 1) -> date:
    """Return the first day of that month which is nearest to today: the year that is most likely planned."""
    return min((date(today.year + shift, month, 1) for shift in (-1, 0, 1)), key=lambda day: abs(day - today))


def tidy(answers: NewPlan) -> NewPlan:
    """Return the answers as they are kept: names cleaned, empty ones dropped, codes in capitals."""
    return replace(
        answers,
        company=clean_text(answers.company),
        name=clean_text(answers.name),
        currency=answers.currency.strip().upper(),
        segments=_names(answers.segments),
        offerings=_names(answers.offerings),
    )


def _names(names: Sequence[str]) -> tuple[str, ...]:
    return tuple(name for text in names if (name := clean_text(text)))


def faults(answers: NewPlan) -> list[Fault]:
    """Return what keeps the answers from being a plan, by the key of the answer; nothing if they are one."""
    answers = tidy(answers)
    return [
        *_header_faults(answers),
        *_currency_faults(answers),
        *_name_faults("segments", answers.segments),
        *_name_faults("offerings", answers.offerings),
        *_preset_faults(answers),
    ]


_ANSWERED_BY = {
    "company": "company",
    "name": "name",
    "fy_start": "fy_start",
    "fy_pattern": "fy_pattern",
    "value_horizon_months": "horizon_months",
    "topdown_budget": "budget",
    "company_revenue_prior_year": "revenue_last_year",
}


def _header_faults(answers: NewPlan) -> Iterator[Fault]:
    header = table("plan")
    rows: Mapping[str, Sequence[Row]] = {"plan": [_header(answers, 2)]}
    for problem in (*check_values(rows), *check_rows(rows)):
        if key := _ANSWERED_BY.get(problem.key):
            field = header.field(problem.key)
            given = rows["plan"][0][problem.key] not in (None, "")
            sentence = _("{label}: {problem}.") if given else "{problem}."
            remedy = _("Choose one of: {choices}.").format(choices=", ".join(field.choices)) if field.choices else ""
            yield Fault(key, sentence.format(label=_(field.label), problem=problem.text), remedy)
    if answers.goal is not None and not 0 < answers.goal <= LARGEST:
        yield Fault("goal", _("That is no revenue to reach."), _("Give an amount above zero, or leave it empty."))
    if not 0 <= answers.base_erosion <= 1:
        yield Fault("base_erosion", _("A part of the whole is between 0 and 100 %."), _("Correct it."))


def _currency_faults(answers: NewPlan) -> Iterator[Fault]:
    if answers.currency not in currencies.codes():
        proposed = ", ".join(currencies.similar(answers.currency))
        sentence = _("There is no currency “{code}”.").format(code=answers.currency)
        yield Fault("currency", sentence, _("Use a code such as {codes}.").format(codes=proposed))
    elif answers.pack and answers.currency != EURO and answers.per_euro is None:
        sentence = _("The costs of the presets are euro.")
        remedy = _("Say how many {currency} one euro is.").format(currency=answers.currency)
        yield Fault("per_euro", sentence, remedy)
    if answers.per_euro is not None and not 1 / _LARGEST_RATE <= answers.per_euro <= _LARGEST_RATE:
        yield Fault("per_euro", _("That is no rate of exchange."), _("Say how many units of the currency one euro is."))


def _name_faults(key: str, names: Sequence[str]) -> Iterator[Fault]:
    if len(names) > MOST_NAMES:
        sentence = _("{n} names are given, at most {most} at the start.").format(n=len(names), most=MOST_NAMES)
        yield Fault(key, sentence, _("Begin with the largest; more can be added later."))
    seen: set[str] = set()
    for name in names:
        if len(name) > NAME_LIMIT:
            yield Fault(key, _("A name is longer than {limit} characters.").format(limit=NAME_LIMIT), _("Shorten it."))
        elif name.casefold() in seen:
            yield Fault(key, _("“{name}” is there twice.").format(name=name), _("Give each its own name."))
        seen.add(name.casefold())


def _preset_faults(answers: NewPlan) -> Iterator[Fault]:
    if answers.pack and answers.pack not in PACKS:
        sentence = _("There is no pack of channels “{name}”.").format(name=answers.pack)
        yield Fault("pack", sentence, _("Choose one of: {choices}.").format(choices=", ".join(PACKS)))
    if answers.model and answers.model not in funnel_presets():
        sentence = _("There is no kind of business “{name}”.").format(name=answers.model)
        yield Fault("model", sentence, _("Choose one of: {choices}.").format(choices=", ".join(funnel_presets())))
    if answers.segments and answers.offerings and not answers.model:
        sentence = _("What segments buy depends on the kind of business.")
        yield Fault("model", sentence, _("Choose one of: {choices}.").format(choices=", ".join(funnel_presets())))


def rows_of(answers: NewPlan) -> dict[str, list[dict[str, Stored]]]:
    """Return the stored rows of the new plan, for `Document.create`. Raises CmoPlannerError if answers are wrong."""
    if wrong := faults(answers):
        told = "\n".join(fault.told for fault in wrong)
        raise CmoPlannerError(_("The plan was not made."), _("Correct what is named and try again."), told)
    answers = tidy(answers)
    rows = _Rows(answers).made()
    return {name: [_stored(name, row) for row in found] for name, found in rows.items()}


def _stored(name: str, row: Row) -> dict[str, Stored]:
    spec = table(name)
    return {key: value if key == "id" else to_store(spec.field(key), value) for key, value in row.items()}


def _header(answers: NewPlan, decimals: int) -> Row:
    label = _label(answers)
    return {
        "id": "plan",
        "company": answers.company,
        "name": answers.name or _("Marketing plan {year}").format(year=label),
        "fy_label": label,
        "fy_start": answers.fy_start,
        "fy_pattern": str(answers.fy_pattern),
        "currency": answers.currency,
        "currency_decimals": decimals,
        "locale": answers.locale,
        "as_of": answers.as_of,
        "value_horizon_months": answers.horizon_months,
        "company_revenue_prior_year": answers.revenue_last_year,
        "topdown_budget": answers.budget,
    }


def _label(answers: NewPlan) -> str:
    if answers.fy_pattern not in tuple(Pattern) or answers.fy_start.year > _LAST_START:
        return ""
    return FiscalCalendar(answers.fy_start, Pattern(answers.fy_pattern), MONTHS_A_YEAR).label


class _Rows:
    """The rows of a plan while they are made, Python values by table."""

    def __init__(self, answers: NewPlan) -> None:
        self._answers = answers
        self._decimals = currencies.decimals(answers.currency)
        self._money = Money(answers.currency, 1.0 if answers.currency == EURO else answers.per_euro or 1.0)
        self._assumptions: list[Row] = []

    def made(self) -> dict[str, list[Row]]:
        """Return the tables that have rows."""
        answers = self._answers
        header = _header(answers, self._decimals)
        rows: dict[str, list[Row]] = {"plan": [header], "goal": self._goals(), "stage": self._stages()}
        if answers.pack:
            self._fill_pack(header, rows)
        if answers.segments or answers.offerings:
            self._fill_market(header, rows)
        if answers.pack or answers.model:
            rows["cost_category"] = [{"id": key, "name": _(name), "working": on} for key, name, on in CATEGORIES]
            rows["cost_centre"] = [{"id": "marketing", "name": _("Marketing")}]
        rows["assumption"] = [{"id": f"S{number:03d}", **row} for number, row in enumerate(self._assumptions, start=1)]
        return {name: found for name, found in rows.items() if found}

    def _goals(self) -> list[Row]:
        answers = self._answers
        if answers.goal is None:
            return []
        amount = float(text_from_minor(answers.goal, self._decimals))
        year_end = FiscalCalendar(answers.fy_start, Pattern(answers.fy_pattern), MONTHS_A_YEAR).fy_end
        text = _("Reach a revenue of {amount} {currency} in {year}").format(
            amount=_written(amount, answers.locale), currency=answers.currency, year=_label(answers)
        )
        return [
            {
                "id": "G1",
                "text": text,
                "metric": "revenue",
                "target": amount,
                "unit": answers.currency,
                "due": year_end,
            }
        ]

    def _stages(self) -> list[Row]:
        return [
            {"id": key, "seq": seq, "name": _(name), "role": role, "question": _(question), "checklist_points": points}
            for seq, (key, name, role, question, points) in enumerate(STAGES, start=1)
        ]

    def _fill_pack(self, header: Row, rows: dict[str, list[Row]]) -> None:
        pack = self._answers.pack
        header["brand_target_share"] = _BRAND_SHARES[pack]
        self._assumptions.append(
            {
                "scope": "plan",
                "parameter": "brand_target_share",
                "value": _BRAND_SHARES[pack],
                "unit": "share of spend",
                "confidence": "M",
                "source": _BRAND_SOURCE,
                "date": DRAWN_UP,
            }
        )
        rows["channel"] = [channel_row(preset, self._money) for preset in channels_of(pack)]
        for preset in channels_of(pack):
            self._assumptions += channel_assumptions(preset, preset.id, self._money)

    def _fill_market(self, header: Row, rows: dict[str, list[Row]]) -> None:
        answers = self._answers
        segments, offerings = _with_ids(answers.segments), _with_ids(answers.offerings)
        deciders = {"buying_group_size": _DECIDERS[answers.pack]} if answers.pack else {}
        rows["segment"] = [{"id": key, "name": name, **deciders} for key, name in segments.items()]
        rows["offering"] = [{"id": key, "name": name, "level": "offering"} for key, name in offerings.items()]
        if not answers.model:
            return
        model = funnel_presets()[answers.model]
        header["discount_rate"] = model.discount_rate
        self._assumptions += plan_assumptions(model)
        cells: dict[str, Row] = {}
        for segment in segments:
            for offering in offerings:
                joined = {"segment_id": segment, "offering_id": offering, "customers_start": 0.0}
                cell_id = fresh_id(cells)
                cells[cell_id] = {"id": cell_id, **joined, **cell_row(model, answers.base_erosion)}
                self._assumptions += cell_assumptions(model, cell_id, answers.base_erosion)
        rows["cell"] = list(cells.values())


def _with_ids(names: Sequence[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for name in names:
        found[fresh_id(found)] = name
    return found


def _written(amount: float, locale: str) -> str:
    from babel.numbers import format_decimal  # heavy, and only needed where a plan is made

    return format_decimal(amount, locale=known_locale(locale))


def years_offered(today: date, month: int) -> tuple[date, ...]:
    """Return the first days of the fiscal years that are likely planned, the most likely one in the middle."""
    usual = usual_start(today, month)
    return tuple(add_months(usual, MONTHS_A_YEAR * shift) for shift in (-1, 0, 1, 2))
