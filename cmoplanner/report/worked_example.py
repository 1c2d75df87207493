"""The worked example: visitors × those who buy × what they spend, and what two levers make of it (domain C.19)."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from cmoplanner.i18n import _
from cmoplanner.report.formats import Formats
from cmoplanner.report.outcome_figures import BaseToGoal, Step
from cmoplanner.report.scaled import Scaled

_CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Example:
    """What a month sells: `visitors`, the share of them that buys (0…1), the value of an order, and two levers."""

    visitors: float = 100_000.0
    buyers: float = 0.025
    value: float = 50.0
    traffic: float = 1.2
    conversion: float = 2.0

    @property
    def sales(self) -> tuple[Decimal, Decimal, Decimal]:
        """Sales of a month as it is, with the lever on traffic, and with both; to the cent. Source: domain C.19.

        No more than all visitors can buy.
        """
        visitors, buyers, value, traffic, conversion = (
            Decimal(repr(number)) for number in (self.visitors, self.buyers, self.value, self.traffic, self.conversion)
        )
        more = min(Decimal(1), buyers * conversion)
        found = (visitors * buyers * value, visitors * traffic * buyers * value, visitors * traffic * more * value)
        before, middle, after = (amount.quantize(_CENT, ROUND_HALF_UP) for amount in found)
        return before, middle, after

    def bridge(self, formats: Formats) -> BaseToGoal:
        """Return the waterfall from today's sales by both levers, in their order, to what they give together."""
        before, middle, after = (float(amount) for amount in self.sales)
        scaled = Scaled.of(formats, max(before, middle, after))
        steps = (
            _whole(_("today"), "base", before, scaled),
            _step(_("traffic"), before, middle, scaled),
            _step(_("conversion"), middle, after, scaled),
            _whole(_("with both"), "whole", after, scaled),
        )
        return BaseToGoal(scaled, steps, 0.0, "")


def _whole(name: str, kind: str, amount: float, scaled: Scaled) -> Step:
    return Step(name, kind, 0.0, amount, scaled.text(amount), _told(name, amount, scaled))


def _step(name: str, before: float, after: float, scaled: Scaled) -> Step:
    change = after - before
    kind = "down" if change < 0 else "up"
    return Step(name, kind, min(before, after), max(before, after), scaled.change(change), _told(name, change, scaled))


def _told(name: str, amount: float, scaled: Scaled) -> str:
    formats = scaled.formats
    return _("{name}: {amount} {currency} a month").format(
        name=name, amount=formats.number(amount, 2), currency=formats.currency
    )
