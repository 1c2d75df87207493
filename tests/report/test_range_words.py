"""A range stands behind its figure without repeating the unit, and says what its ends mean."""

import pytest

from cmoplanner.projection.bands import Total, bands
from cmoplanner.projection.draws import Draws
from cmoplanner.projection.uncertainty import simulate
from cmoplanner.report.formats import Formats
from cmoplanner.report.range_words import ends, explained
from tests.report.timeline.samples import sample

FORMATS = Formats("en_GB", "EUR", 2)


@pytest.mark.parametrize(
    ("amounts", "text"),
    [
        ((25.1e6, 24.04e6, 26.96e6), "24.0–27.0"),
        ((1.2e6, 980e3, 1.4e6), "980 k – 1.40 M"),
        ((-1.21e6, -2.0e6, -1.0e6), "−2.00 to −1.00"),
        ((-0.2e6, -0.3e6, 0.1e6), "−300 to 100"),
        ((500.0, 400.0, 620.0), "400–620"),
    ],
)
def test_units_are_said_once_where_they_agree(amounts: tuple[float, float, float], text: str) -> None:
    assert ends(FORMATS, *amounts).replace("\u00a0", " ").replace("\u2212", "−") == text


def test_the_plan_and_the_middle_of_the_draws_are_told_apart() -> None:
    plan, outcome = sample()
    found = bands(simulate(outcome.compiled, Draws(50, 7)), outcome)
    band = found.totals[Total.REVENUE]
    told = explained(Formats.of(plan), band, found).splitlines()
    assert told[0].startswith(f"{band.plan:,.0f} EUR")
    assert told[0].endswith("(the single-point plan).")
    assert f"{band.p10:,.0f}" in told[1]
    assert f"{band.p90:,.0f}" in told[1]
    assert f"{band.p50:,.0f} (P50)" in told[1]
    assert told[2] == "50 draws · seed 7"
