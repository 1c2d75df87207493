"""What each rule asks, where that comes from, and its thresholds: each a setting of the plan with a default.

Source: domain E.0, E.2 and I.6; `None` of a rule has a threshold of its own where it compares rows of the plan.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from cmoplanner.i18n import _, mark
from cmoplanner.model.plan import Plan

BLACKOUT = "BLACKOUT"
"""The rule that no occurrence may touch a blackout of the plan; the catalogue of the domain has none for it."""


@dataclass(frozen=True, slots=True)
class Threshold:
    """A figure that a rule compares with: its default, its unit in words, and between what it can be."""

    key: str
    label: str
    default: float
    unit: str = ""
    minimum: float = 0.0
    maximum: float = 366.0
    share: bool = False
    """Shown in per cent, stored as a part of one."""

    def fits(self, value: float) -> bool:
        """Return whether a value can be used."""
        return self.minimum <= value <= self.maximum


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: its name, what it finds, where that comes from, and its thresholds."""

    id: str
    name: str
    finds: str
    source: str
    thresholds: tuple[Threshold, ...] = ()

    def threshold(self, key: str) -> Threshold:
        """Return a threshold by its key. Raises KeyError."""
        return next(one for one in self.thresholds if one.key == key)


def _days(key: str, label: str, default: float, minimum: float = 0.0) -> Threshold:
    return Threshold(key, label, default, mark("days"), minimum)


def _share(key: str, label: str, default: float) -> Threshold:
    return Threshold(key, label, default, "%", maximum=1.0, share=True)


RULES: tuple[Rule, ...] = (
    Rule(
        "CAL-01",
        mark("Too much at once"),
        mark("Events, webinars, mailings and short e-mails that reach the same market cell in one week."),
        mark("Contact fatigue; judgement."),
        (
            Threshold("activities", mark("Too many from"), 3, mark("a week"), 2, 50),
            _share("share", mark("Counts from a share of"), 0.20),
            _days("email_days", mark("E-mails count up to"), 14, 1),
        ),
    ),
    Rule(
        "CAL-02",
        mark("One person in two places"),
        mark("Events, talks and webinars of one owner on the same day."),
        mark("Nobody can be in two places."),
    ),
    Rule(
        "CAL-04",
        mark("Fatigue"),
        mark("More touches a month than people bear from a channel that does not say how many."),
        mark("Unsubscribes rise with frequency (Mailchimp and others); the figures are judgement."),
        tuple(
            Threshold(kind, label, default, mark("a month"), 0, 100)
            for kind, label, default in (
                ("email", mark("E-mails"), 4.0),
                ("mail", mark("Mailings"), 1.0),
                ("sms", "SMS", 3.0),
            )
        ),
    ),
    Rule(
        "CAL-05",
        mark("Too late to book"),
        mark("Less time left than the channel needs to prepare, and not approved. The lead time is the channel's."),
        mark("Lead times of media, as published (Advergize and others)."),
    ),
    Rule(
        "CAL-06",
        mark("Starts before its input is ready"),
        mark("A start before what it waits for ends, or too close to the day on which an asset is ready."),
        mark("The critical path."),
        (_days("asset_days", mark("Asset ready at least"), 5),),
    ),
    Rule(
        "CAL-07",
        mark("Money against the season"),
        mark("Money that runs against the season of an offering, or falls in its low months."),
        mark("Seasonality of demand; judgement."),
        (
            Threshold("against", mark("Correlation below"), -0.2, "", -1.0, 1.0),
            _share("in_low", mark("In low months more than"), 0.12),
            Threshold("low", mark("A month is low below"), 0.8, mark("index"), 0.0, 2.0),
        ),
    ),
    Rule(
        "CAL-08",
        mark("Story told backwards"),
        mark("Linked activities of which the later one in the story starts first."),
        mark("The integrated chain of touchpoints."),
        (_days("late", mark("Earlier by more than"), 3),),
    ),
    Rule(
        "CAL-09",
        mark("Outside its window"),
        mark("Days outside the fiscal year, or outside the campaign."),
        mark("Money belongs to the year in which it is spent."),
    ),
    Rule(
        "CAL-12",
        mark("Event without a build-up"),
        mark("A large event before which none of its market cells hears from us."),
        mark("58 % of webinar sign-ups come in the last week (ON24 2014)."),
        (_share("large", mark("Large from, of the budget"), 0.01), _days("before", mark("Looks back"), 21, 1)),
    ),
    Rule(
        "CAL-13",
        mark("Appointment on a weekend or holiday"),
        mark("A webinar or talk on a Saturday, a Sunday or a public holiday."),
        mark("Few people come then."),
    ),
    Rule(
        BLACKOUT,
        mark("In a blackout"),
        mark("An occurrence on days on which nobody may be contacted. The days are the plan's blackouts."),
        mark("The plan itself."),
    ),
    Rule(
        "BUD-02",
        mark("Envelope over"),
        mark("Lines that cost more than their envelope of the budget has."),
        mark("Finance; there is no tolerance."),
    ),
    Rule(
        "BUD-08",
        mark("Committed before approval"),
        mark("Committed, live or done without approval."),
        mark("Approval of spending."),
    ),
    Rule(
        "BRD-04",
        mark("Asset not usable"),
        mark("An asset whose licence ends first, or that is not ready some working days before the start."),
        mark("Rights, and time to put it in place."),
        (Threshold("working_days", mark("Ready at least"), 5, mark("working days"), 0, 60),),
    ),
    Rule(
        "RSK-01",
        mark("Contract ends first"),
        mark("An activity that lasts longer than its contract."),
        mark("Contract cover."),
    ),
    Rule("RSK-06", mark("Nobody owns it"), mark("An activity without an owner."), mark("Somebody has to do it.")),
    Rule(
        "RSK-08",
        mark("Working without a signed contract"),
        mark("Committed, live or done while the contract is not signed."),
        mark("Legal exposure."),
    ),
    Rule(
        "JRN-04",
        mark("Sales not briefed"),
        mark("A launch of a campaign before which nobody in sales, service or at partners is enabled."),
        mark("Everyone is on the front line with the customer."),
        (_days("before", mark("Looks back"), 60, 1),),
    ),
    Rule(
        "CHN-05",
        mark("Online or offline alone"),
        mark("A segment with a buying group or many stages that is reached almost only online, or only offline."),
        mark("People do not tell online from offline."),
        (
            _share("share", mark("One medium more than"), 0.90),
            Threshold("group", mark("Buying group from"), 3, mark("people"), 1, 100),
            Threshold("stages", mark("Or active stages from"), 4, mark("stages"), 1, 20),
        ),
    ),
    Rule(
        "CHN-09",
        mark("Campaign is not integrated"),
        mark("A campaign whose money goes to one channel, or nearly so."),
        mark("Two platforms bring 19 % more return than one, five 35 % (ARF 2016)."),
        (Threshold("mixed", mark("Mixed at least"), 0.40, "", 0.0, 1.0),),
    ),
)
_BY_ID = {rule.id: rule for rule in RULES}


def rule_of(rule_id: str) -> Rule | None:
    """Return a rule by its id, None where this program does not know it."""
    return _BY_ID.get(rule_id)


class Limits:
    """The thresholds that hold in one plan: its own, and the defaults elsewhere."""

    def __init__(self, plan: Plan) -> None:
        self._own = dict[tuple[str, str], float]()
        for row in plan.rule_settings.values():
            rule = rule_of(row.rule_id)
            known = next((one for one in rule.thresholds if one.key == row.threshold), None) if rule else None
            if known is not None and row.value is not None and known.fits(row.value):
                self._own[row.rule_id, row.threshold] = row.value

    def __call__(self, rule: str, key: str) -> float:
        """Return the value of a threshold. Raises KeyError where a rule has none of this key."""
        own = self._own.get((rule, key))
        return _defaults()[rule, key] if own is None else own

    def is_own(self, rule: str, key: str) -> bool:
        """Return whether the plan has a value of its own."""
        return (rule, key) in self._own

    @property
    def caps(self) -> Mapping[str, float]:
        """The touches a month that a person bears by kind, where the channel does not say. Source: rule CAL-04."""
        return {one.key: self("CAL-04", one.key) for one in _BY_ID["CAL-04"].thresholds}


@cache
def _defaults() -> Mapping[tuple[str, str], float]:
    return {(rule.id, one.key): one.default for rule in RULES for one in rule.thresholds}


def words_of(rule: Rule) -> tuple[str, str, str]:
    """Return a rule's name, what it finds and where that comes from, in the language of the window."""
    return _(rule.name), _(rule.finds), _(rule.source)
