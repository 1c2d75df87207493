"""Rows that are made on demand are the rows that were asked for, each made once."""

import pytest

from cmoplanner.report.figure_table import Column, Entry, FigureTable, Line, LinesOnDemand


def test_only_what_is_looked_at_is_made_and_once() -> None:
    made: list[int] = []

    def make(place: int) -> Line:
        made.append(place)
        return Line((Entry(f"{place}"),))

    lines = LinesOnDemand(10_000, make)
    assert len(lines) == 10_000
    found = [lines[0], lines[9_999], lines[-1], lines[0]]
    assert [line.entries[0].text for line in found] == ["0", "9999", "9999", "0"]
    assert made == [0, 9_999]
    assert [line.entries[0].text for line in lines[2:5]] == ["2", "3", "4"]
    with pytest.raises(IndexError):
        lines[10_000]


def test_they_are_a_sequence_like_another() -> None:
    lines = LinesOnDemand(3, lambda place: Line((Entry(f"{place}"),), foot=place == 2))
    table = FigureTable((Column("name"),), lines)
    assert [line.entries[0].text for line in table.lines] == ["0", "1", "2"]
    assert len(table.parts) == 2
    same = tuple(lines)
    assert lines == same
    assert table == FigureTable((Column("name"),), LinesOnDemand(3, same.__getitem__))
    assert lines != same[:2]
    assert lines != (*same[:2], Line((Entry("other"),)))
    assert table.asides == frozenset()


def test_columns_with_second_texts_are_known() -> None:
    line = Line((Entry("a"), Entry("1", aside="+1"), Entry("2")))
    assert FigureTable((Column("a"), Column("b"), Column("c")), (line,)).asides == {1}
