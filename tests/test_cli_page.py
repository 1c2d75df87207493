"""The one-pager on the command line."""

from pathlib import Path

import pytest
from pypdf import PdfReader

from cmoplanner.cli import main
from cmoplanner.paths import sample_plan


@pytest.mark.qt
@pytest.mark.parametrize(
    ("given", "title"),
    [
        (["--range", "Q2"], "FY27 Q2: 664 k EUR for 45 activities; 6.04 M revenue is expected"),
        (["--page", "one-pager"], "Plan reaches 25.1 M EUR with 2.13 M of marketing; goal needs 684 k more"),
        (
            ["--range", "2027-04..2027-06", "--group", "channel"],
            "FY27 Q2: 664 k EUR for 45 activities; 6.04 M revenue is expected",
        ),
    ],
)
def test_a_range_is_written_as_one_page(given: list[str], title: str, tmp_path: Path) -> None:
    out = tmp_path / "page.pdf"
    assert main(["export", str(sample_plan()), str(out), *given]) == 0
    (page,) = PdfReader(out).pages
    assert title in " ".join(page.extract_text().split())


@pytest.mark.parametrize(
    ("given", "says"),
    [
        (["page.pdf", "--range", "soon"], "is no time"),
        (["page.pdf", "--range", "1999"], "outside"),
        (["page.xlsx", "--range", "Q2"], ".png or .pdf"),
        (["page.pdf", "--page", "calendar", "--range", "Q2"], "no range"),
        (["page.pdf", "--range", "Q2", "--group", "weather"], "no lanes by"),
    ],
)
def test_what_cannot_be_written_is_said(
    given: list[str], says: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / given[0]
    assert main(["export", str(sample_plan()), str(out), *given[1:]]) == 2
    assert says in capsys.readouterr().err
    assert not out.exists()
