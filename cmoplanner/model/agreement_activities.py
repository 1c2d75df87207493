"""Rules between rows for activities, their links and their templates. Source: domain B.4, B.5, B.11."""

from collections.abc import Iterator
from decimal import Decimal
from math import isclose
from typing import Any

from cmoplanner.i18n import _, ngettext
from cmoplanner.model import currencies
from cmoplanner.model.facts import Facts, Found
from cmoplanner.model.foreign import gross_of
from cmoplanner.model.messaging import message_of
from cmoplanner.model.money import text_from_minor
from cmoplanner.model.payments import MILESTONES, payments_of
from cmoplanner.model.periods import Recurrence
from cmoplanner.model.plan import last_day
from cmoplanner.model.problem import Severity
from cmoplanner.model.values import FIRST_YEAR, LAST_YEAR

_WARNING, _NOTE = Severity.WARNING, Severity.NOTE
_EVERYWHERE = ("", "All")


def foreign(facts: Facts, row: Any) -> Iterator[Found]:
    """Domain B.1: an amount in another currency has its currency and its rate, and makes the gross spend."""
    if not row.currency:
        if row.foreign_amount is not None or row.fx_rate_plan is not None:
            yield "currency", _("the currency of the amount is missing"), _("Enter its code, such as USD."), _WARNING
        return
    if row.currency == facts.plan.header.currency:
        text = _("“{code}” is the plan's own currency").format(code=row.currency)
        yield "currency", text, _("Leave it empty and enter the gross spend."), _WARNING
        return
    if row.currency not in facts.currencies:
        text = _("“{code}” is no currency in use").format(code=row.currency)
        yield "currency", text, _("Enter a code of three letters, such as USD."), _WARNING
    if row.foreign_amount is None:
        text = _("the amount in {currency} is missing").format(currency=row.currency)
        yield "foreign_amount", text, _("Enter what was agreed."), _WARNING
    elif row.currency in facts.currencies and _too_fine(row.foreign_amount, currencies.decimals(row.currency)):
        text = _("{currency} has no parts as small as that").format(currency=row.currency)
        yield "foreign_amount", text, _("Round it to what can be paid."), _WARNING
    if not row.fx_rate_plan:
        text = _("the rate is missing") if row.fx_rate_plan is None else _("the rate is 0")
        yield "fx_rate_plan", text, _("Enter what one unit of the other currency costs in the plan's."), _WARNING
    yield from _converted(facts, row)


def _too_fine(amount: float, decimals: int) -> bool:
    scaled = Decimal(repr(amount)).scaleb(decimals)
    return scaled != scaled.to_integral_value()


def _converted(facts: Facts, row: Any) -> Iterator[Found]:
    decimals = facts.plan.header.currency_decimals
    follows = gross_of(row.currency, row.foreign_amount, row.fx_rate_plan, decimals)
    if follows is not None and follows != row.gross_spend:
        text = _("{amount} follow from what was agreed in {currency}, not {gross}").format(
            amount=facts.money(follows), currency=row.currency, gross=text_from_minor(row.gross_spend, decimals)
        )
        yield "gross_spend", text, _("Change the amount agreed or its rate; the gross spend follows."), _WARNING


def counted(facts: Facts, row: Any) -> Iterator[Found]:
    """Domain B.5: without category or stage, money counts all the same, and the plan says how."""
    if row.cancelled or row.gross_spend <= 0:
        return
    if row.category_id is None:
        text = (
            _("without a cost category its money counts as working, because it has a channel")
            if row.channel_id
            else _("without a cost category and a channel its money counts as non-working")
        )
        yield "category_id", text, _("Choose a cost category."), _WARNING
    if row.channel_id and row.stage_id is None and facts.working(row):
        text = _("without a journey stage it counts as winning new customers")
        yield "stage_id", text, _("Choose a journey stage."), _WARNING


def in_time(facts: Facts, row: Any) -> Iterator[Found]:
    """Domain B.5, B.11 (I2, I4)."""
    if row.recurrence != Recurrence.NONE and row.until is not None and row.until < row.start:
        text = _("the series ends before it starts: it takes place once")
        yield "until", text, _("Set it to the start of the last occurrence."), _WARNING
    if row.phasing == MILESTONES and not payments_of(row.payments):
        text = (
            _("no payments are given: its money follows its days")
            if not row.payments
            else _("a payment cannot be read: its money follows its days")
        )
        yield "payments", text, _("Enter days after the start and shares, such as 0=30, 45=70."), _WARNING
    if row.custom_phasing and not any(row.custom_phasing):
        text = _("all twelve weights are 0: the phasing above counts")
        yield "custom_phasing", text, _("Give a month a weight, or clear the field."), _WARNING


def in_year(facts: Facts, row: Any) -> Iterator[Found]:
    """Domain B.11 (I4), rule CAL-09."""
    year = facts.year
    days = [day for day in (row.start, row.end, row.until) if day is not None]
    if year is None or row.cancelled or not all(FIRST_YEAR <= day.year <= LAST_YEAR for day in days):
        return
    if row.start < year.start or last_day(row, year.end) > year.end:
        key = "start" if row.start < year.start else "end"
        text = _("it runs outside the fiscal year; all its money counts inside")
        yield key, text, _("Move it into the year, or end it at the year's end."), _NOTE


def localised(facts: Facts, row: Any) -> Iterator[Found]:
    """Domain A-055, rule BRD-05: a message with local variants has one for the region, its assets in its language."""
    if not facts.variants or row.cancelled or row.region in _EVERYWHERE:
        return
    resolved = message_of(facts.plan, row)
    variants = facts.variants.get(resolved.message.id, ()) if resolved else ()
    if not variants:
        return
    mine = [variant for variant in variants if variant.region in (*_EVERYWHERE, row.region)]
    if not mine:
        text = _("the message has no variant for {region}").format(region=row.region)
        yield "region", text, _("Write the message for the region, with its mandatory elements."), _WARNING
        return
    spoken = {variant.language for variant in mine if variant.region == row.region and variant.language}
    for asset in (facts.plan.assets.get(asset_id) for asset_id in row.asset_ids):
        if asset and spoken and asset.language and spoken.isdisjoint(asset.language):
            text = _("“{name}” is not there in the language of {region}").format(name=asset.name, region=row.region)
            yield "asset_ids", text, _("Have it translated, or use another asset."), _WARNING


def link_in_time(facts: Facts, row: Any) -> Iterator[Found]:
    """Domain B.5: FS begins after the other's end, SS after its start, the lag later at least."""
    one, other = (facts.plan.activities.get(row_id) for row_id in (row.activity_id, row.linked_id))
    if not row.timing or one is None or other is None or one.cancelled or other.cancelled:
        return
    days = (one.start - (other.end if row.timing == "FS" else other.start)).days
    least = row.lag_days + 1 if row.timing == "FS" else row.lag_days
    if days < least:
        n = least - days
        text = ngettext("“{name}” starts {n} day too early", "“{name}” starts {n} days too early", n)
        remedy = _("Move one of the two, or change the lag.")
        yield "timing", text.format(name=one.name, n=n), remedy, _WARNING


def chain_shares(facts: Facts, row: Any) -> Iterator[Found]:
    """Domain B.9: the parts of a chain are its whole budget."""
    total = facts.chain_budget.get(row.chain, 0.0)
    if row.budget_share is not None and row.chain and not isclose(total, 1, abs_tol=1e-6):
        text = _("the shares of “{chain}” add up to {total:.6g}, not 1").format(chain=row.chain, total=total)
        yield "budget_share", text, _("Change them so that they add up to 1."), _NOTE
