"""Pictures of the calendar from the command line, grouped and coloured by what is asked for."""

from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from cmoplanner.cli import main
from cmoplanner.paths import sample_plan


def picture(folder: Path, *given: str) -> QImage:
    """Return the picture that an export writes."""
    out = folder / f"{len(list(folder.iterdir()))}.png"
    assert main(["export", str(sample_plan()), str(out), *given]) == 0
    image = QImage(str(out))
    assert not image.isNull()
    return image


def test_a_picture_is_grouped_and_coloured(qtbot: QtBot, tmp_path: Path) -> None:
    usual = picture(tmp_path)
    nested = picture(tmp_path, "--group", "campaign,channel")
    coloured = picture(tmp_path, "--group", " campaign , channel ", "--colour", "owner")
    assert usual.width() == nested.width() == coloured.width()
    assert usual.height() < nested.height() < coloured.height()  # the last one also has a legend
    assert picture(tmp_path, "--group", "campaign") == usual


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (("--group", "campaign,moon"), "“moon”"),
        (("--group", "campaign,channel,owner"), "one or two of: campaign, channel, segment"),
        (("--colour", "campaign,channel"), "Give one of: campaign"),
    ],
)
def test_what_nothing_can_be_grouped_by_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], given: tuple[str, str], said: str
) -> None:
    out = tmp_path / "out.png"
    assert main(["export", str(sample_plan()), str(out), *given]) == 2
    told = capsys.readouterr()
    assert said in told.out + told.err
    assert not out.exists()
