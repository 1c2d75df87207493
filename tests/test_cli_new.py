"""The command that makes plans: from presets in any currency, and every fault told with its option and remedy."""

from datetime import date
from pathlib import Path

import pytest

from cmoplanner import cli
from cmoplanner.cli import main
from cmoplanner.model.presets import funnel_presets
from cmoplanner.model.store.document import Document


def test_a_plan_from_presets(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "new.cmoplan"
    words = ["--preset", "b2b", "--model", "b2b_software", "--currency", "jpy", "--rate", "163", "--budget", "5000000"]
    words += ["--segment", "Owners", "Schools", "--segment", "Hotels", "--offering", "Cloud", "--goal", "90000000"]
    words += ["--fiscal-year-start", "2027-07-01", "--horizon", "24", "--company", "Nörr <b>"]
    assert main(["new", str(path), *words]) == 0
    assert "15 channels, 3 market cells" in capsys.readouterr().out
    with Document.open(path) as document:
        plan = document.plan
    header = plan.header
    assert (header.company, header.currency, header.currency_decimals, header.topdown_budget) == (
        "Nörr <b>", "JPY", 0, 5_000_000,
    )  # fmt: skip
    assert (plan.calendar.horizon, str(header.fy_start), str(plan.calendar.fy_end)) == (24, "2027-07-01", "2028-06-30")
    assert [segment.name for segment in plan.segments.values()] == ["Owners", "Schools", "Hotels"]
    assert plan.channels["paid_search"].unit_cost == 798.7
    assert next(iter(plan.goals.values())).text == "Reach a revenue of 90,000,000 JPY in FY2028"
    assert main(["check", str(path)]) == 0
    assert main(["project", str(path)]) == 0


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--currency", "XXQ"], "--currency: There is no currency “XXQ”. Use a code such as"),
        (["--currency", "USB"], "USD"),
        (["--preset", "b2b", "--currency", "USD"], "--rate: The costs of the presets are euro. Say how many USD"),
        (["--preset", "both"], "--preset: There is no pack of channels “both”. Choose one of: b2b, b2c."),
        (["--model", "bank"], "--model: There is no kind of business “bank”. Choose one of: b2b_software"),
        (["--segment", "A", "--offering", "B"], "--model: What segments buy"),
        (["--segment", "A", "a"], "--segment: “a” is there twice."),
        (["--horizon", "6"], "--horizon: Value horizon: 6 is below 12."),
        (["--pattern", "4-4-4"], "--pattern: Fiscal months: “4-4-4” is not allowed here. Choose one of: calendar"),
        (["--fy-start", "2027-01-02"], "--fiscal-year-start: First day of the fiscal year: a fiscal year of calendar"),
        (["--budget", "10.555"], "--budget: “10.555” has more than 2 decimals"),
        (["--goal", "lots"], "--goal: “lots” is not an amount"),
        (["--goal=-5"], "--goal: That is no revenue to reach."),
        (["--rate", "nan"], "--rate: That is no rate of exchange."),
    ],
)
def test_what_is_wrong_is_named_by_its_option(
    words: list[str], told: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "new.cmoplan"
    assert main(["new", str(path), *words]) == 2
    err = capsys.readouterr().err
    assert told in err
    assert "Correct what is named" in err
    assert list(tmp_path.iterdir()) == []


def test_the_sample_takes_no_answers(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "new.cmoplan"
    assert main(["new", str(path), "--sample", "--company", "Acme"]) == 2
    assert "Leave out the other options" in capsys.readouterr().err
    assert not path.exists()


def test_a_plan_is_as_of_a_day(tmp_path: Path) -> None:
    path = tmp_path / "new.cmoplan"
    assert main(["new", str(path), "--as-of", "2027-03-31", "--fiscal-year-start", "2027-01-01"]) == 0
    with Document.open(path) as document:
        assert document.plan.header.as_of == date(2027, 3, 31)


@pytest.mark.parametrize("words", [[], ["--sample"]])
def test_a_place_that_cannot_be_has_its_own_remedy(
    words: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["new", str(tmp_path / "none" / "new.cmoplan"), *words]) == 2
    assert "Make it first" in capsys.readouterr().err
    taken = tmp_path / "taken.cmoplan"
    taken.write_text("mine", encoding="utf-8")
    assert main(["new", str(taken), *words]) == 2
    assert "Give another name" in capsys.readouterr().err
    assert taken.read_text(encoding="utf-8") == "mine"


def test_help_names_the_kinds_of_business_that_there_are() -> None:
    assert tuple(funnel_presets()) == cli.MODELS
