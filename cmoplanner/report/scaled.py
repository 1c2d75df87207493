"""Amounts of one picture in one unit: millions, thousands or ones, as the largest of them needs."""

from dataclasses import dataclass

from cmoplanner.report.formats import Formats

_UNITS = ((999.5e6, 1e9, "bn"), (999.5e3, 1e6, "M"), (9_999.5, 1e3, "k"))


@dataclass(frozen=True, slots=True)
class Scaled:
    """How amounts in currency units are written beside each other: divided, and without the unit."""

    formats: Formats
    divisor: float
    unit: str

    @staticmethod
    def of(formats: Formats, largest: float) -> "Scaled":
        """Return the unit in which an amount of this size is short."""
        for limit, divisor, unit in _UNITS:
            if abs(largest) >= limit:
                return Scaled(formats, divisor, unit)
        return Scaled(formats, 1.0, "")

    @property
    def title(self) -> str:
        """The unit with the currency: "M EUR"."""
        return f"{self.unit} {self.formats.currency}".strip()

    def text(self, amount: float) -> str:
        """Return an amount without its unit: "25.12"."""
        return self.formats.number(amount / self.divisor, 2 if self.divisor >= 1e6 else 0)

    def change(self, amount: float) -> str:
        """Return a change, always signed: "+1.40"."""
        text = self.text(amount)
        return f"+{text}" if amount > 0 and text.strip("0.,") else text

    def tick(self, amount: float) -> str:
        """Return the number at a line of an axis, with as many decimals as it needs."""
        value = amount / self.divisor
        decimals = next((n for n in range(3) if abs(value - round(value, n)) < 1e-9), 2)
        return self.formats.number(value, decimals)
