"""Pictures of the window: one for each scene, in the size asked for, the same each time, the plan untouched."""

from pathlib import Path

from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from cmoplanner.report.palette import Palette
from cmoplanner.ui.shots import SCENES, write_shots


def test_pictures_are_the_same_each_time(qtbot: QtBot, plan_path: Path, tmp_path: Path) -> None:
    before = plan_path.read_bytes()
    first = write_shots(plan_path, tmp_path / "one", size=(1280, 800), theme="dark")
    again = write_shots(plan_path, tmp_path / "two", size=(1280, 800), theme="dark")
    assert [picture.name for picture in first] == [f"{scene}-dark-1280x800.png" for scene in SCENES]
    for one, two in zip(first, again, strict=True):
        assert QImage(str(one)) == QImage(str(two)), one.name
        image = QImage(str(one))
        assert (image.width(), image.height()) == (1280, 800)
        assert image.pixelColor(900, 4).name().upper() == Palette.load("dark").color("surface")
    assert len({picture.read_bytes() for picture in first}) == len(SCENES)
    assert plan_path.read_bytes() == before
