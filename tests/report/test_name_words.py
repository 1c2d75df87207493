"""Names in any script beside figures."""

import pytest
from PySide6.QtGui import QFont, QTextLayout
from pytestqt.qtbot import QtBot

from cmoplanner.report.name_words import beside_figures

ARABIC = "\u062d\u0645\u0644\u0629"


@pytest.mark.parametrize("name", ["Spring fair", "Über & <b>über</b>", "発表会", ""])
def test_other_names_are_as_they_were_typed(name: str) -> None:
    assert beside_figures(name) == name


@pytest.mark.parametrize(("name", "after"), [(ARABIC, "  4.97 M"), (f"{ARABIC} 2027", " · 33 %")])
def test_figures_stand_right_of_a_name_in_arabic_and_in_their_own_order(qtbot: QtBot, name: str, after: str) -> None:
    text = beside_figures(name) + after
    layout = QTextLayout(text, QFont())
    layout.beginLayout()
    line = layout.createLine()
    layout.endLayout()
    first = len(text) - len(after)
    places = [line.cursorToX(i)[0] for i in range(first, len(text))]  # type: ignore[index]
    assert places == sorted(places)
    assert places[0] > line.cursorToX(len(text) - len(after) - 2)[0] or places[0] > 0  # type: ignore[index]
    assert line.cursorToX(len(text))[0] == pytest.approx(line.naturalTextWidth())  # type: ignore[index]
