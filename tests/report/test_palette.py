"""The colours by role: complete in both themes, mixed by arithmetic."""

import re

import pytest

from cmoplanner.report.palette import Palette

THEMES = ("light", "dark")


@pytest.mark.parametrize("theme", THEMES)
def test_every_role_of_the_calendar_is_a_colour(theme: str) -> None:
    palette = Palette.load(theme)
    indexes = [*map(str, range(palette.categories)), "none"]
    roles = [
        "surface", "band", "border", "border_strong", "text", "text_2", "text_3", "accent", "accent_weak", "on_accent",
        "today", "negative", "warning", "positive", "bar.on_solid", "chart.spent", "chart.planned_fill",
        "chart.over_bg", "chart.base",
        *(f"{kind}.{i}" for kind in ("categorical", "bar.solid", "bar.dense", "bar.tint") for i in indexes),
    ]  # fmt: skip
    for role in roles:
        assert re.fullmatch(r"#[0-9A-Fa-f]{6}", palette.color(role)), role


def test_there_are_eight_categories_in_both_themes_and_they_differ() -> None:
    for theme in THEMES:
        palette = Palette.load(theme)
        assert palette.categories == 8
        assert len({palette.color(f"categorical.{i}") for i in range(8)}) == 8


def test_an_unknown_role_is_an_error() -> None:
    with pytest.raises(KeyError):
        Palette.load("light").color("no such role")


def test_mixing_goes_from_the_ground_to_the_colour() -> None:
    palette = Palette("t", {"surface": "#000000", "top": "#FF8040"})
    assert palette.mix("top", 0) == "#000000"
    assert palette.mix("top", 1) == "#FF8040"
    assert palette.mix("top", 0.5) == "#804020"
