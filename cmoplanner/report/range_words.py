"""A figure's range in words: "(24.0–27.0)" behind "25.1 M", and what its ends mean."""

from cmoplanner.i18n import _
from cmoplanner.projection.bands import Band, Bands
from cmoplanner.report.formats import MINUS, Formats

_BREAK = "\u00a0"  # between a figure and its unit, see `Formats.short_amount`


def ends(formats: Formats, about: float, low: float, high: float) -> str:
    """Return both ends of a range that stands behind a short amount: without units where all three have the same."""
    texts = [formats.short_amount(amount) for amount in (about, low, high)]
    units = {text.partition(_BREAK)[2] for text in texts}
    if len(units) == 1 and units != {""}:
        texts = [text.partition(_BREAK)[0] for text in texts]
    lower, upper = texts[1:]
    if MINUS in lower + upper:
        return _("{low} to {high}").format(low=lower, high=upper)
    return f"{lower} – {upper}" if len(units) > 1 else f"{lower}–{upper}"


def explained(formats: Formats, band: Band, bands: Bands) -> str:
    """Return what a range says, in full figures: the plan, the ends, half-way, and from what it is made."""
    number = formats.number
    return _(
        "{plan} {currency} with every assumption at its likely value (the single-point plan).\n"
        "1-in-10 worse {low} to 1-in-10 better {high}; half of the draws reach {middle} (P50).\n"
        "{draws} draws · seed {seed}"
    ).format(
        plan=number(band.plan),
        currency=formats.currency,
        low=number(band.p10),
        high=number(band.p90),
        middle=number(band.p50),
        draws=number(bands.draws.count),
        seed=bands.draws.seed,
    )
