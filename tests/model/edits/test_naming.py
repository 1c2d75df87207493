"""Names of acts count as the plan's language writes numbers."""

import pytest

from cmoplanner.i18n import whole_number
from cmoplanner.model.edits.naming import act


@pytest.mark.parametrize(
    ("count", "locale", "text"),
    [
        (999, "de-DE", "999"),
        (1_000, "en-IE", "1,000"),
        (1_234_567, "de-DE", "1.234.567"),
        (12_000, "de-CH", "12’000"),
        (1_000, "no such", "1,000"),
    ],
)
def test_a_count_is_written_as_the_plan_writes_numbers(count: int, locale: str, text: str) -> None:
    assert whole_number(count, locale) == text


def test_an_act_on_many_tells_how_many() -> None:
    assert act("Change “{name}”", "Change {n} rows", ["Row"] * 1_200, "de-DE") == "Change 1.200 rows"
    assert act("Change “{name}”", "Change {n} rows", ["Row"], "de-DE") == "Change “Row”"
