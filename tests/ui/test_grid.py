"""The parts of the grid without a window: clipboard text, cells in words, blocks that are pasted or refused."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmoplanner.model.fields import TABLES, Field, table
from cmoplanner.ui.cell_text import CellText
from cmoplanner.ui.nouns import grouped_tables, plural, rows_of
from cmoplanner.ui.widgets.grid import block
from cmoplanner.ui.widgets.grid.clipboard import from_tsv, to_tsv
from cmoplanner.ui.widgets.grid.model import GridModel
from tests.plans import norrvik

CELLS = st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\x00"), max_size=8)


@given(st.integers(1, 4).flatmap(lambda n: st.lists(st.lists(CELLS, min_size=n, max_size=n), min_size=1, max_size=5)))
def test_what_is_copied_comes_back(rows: list[list[str]]) -> None:
    if rows[-1] == [""] and len(rows) > 1:
        rows[-1] = ["x"]  # a last empty line is a line end
    assert from_tsv(to_tsv(rows)) == rows


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("a\tb\r\nc\td\r\n", [["a", "b"], ["c", "d"]]),
        ('"two\nlines"\t5" pipe\n', [["two\nlines", '5" pipe']]),
        ('"say ""no"""\t', [['say "no"', ""]]),
        ('"A" team', [['"A" team']]),
    ],
)
def test_text_of_a_spreadsheet(text: str, rows: list[list[str]]) -> None:
    assert from_tsv(text) == rows


@pytest.mark.parametrize("name", [entry.name for entry in TABLES])
def test_every_cell_that_is_copied_reads_back(name: str) -> None:
    """A block copied from any table and pasted over itself changes nothing."""
    plan = norrvik()
    texts = CellText(plan)
    entry = table(name)
    for row in rows_of(plan, entry).values():
        for field in entry.fields:
            value = getattr(row, field.key)
            text = texts.copied(field, value)
            if value in (None, "", ()):
                assert text in ("", "None") or field.kind.value == "flag"
            elif not field.refers_to or _names_fit(texts, field, value):
                again = texts.read(field, text)
                assert again == pytest.approx(value) if isinstance(value, float) else again == value, (field, text)


def _names_fit(texts: CellText, field: Field, value: object) -> bool:
    """Whether all that a reference names is in this plan, and by no other's name."""
    named = (value,) if isinstance(value, str) else value
    words = [text.casefold() for _value, text in texts.options(field)]
    known = dict(texts.options(field))
    return all(one in known and words.count(known[one].casefold()) == 1 for one in named)  # type: ignore[attr-defined]


def test_every_table_is_in_the_list_once() -> None:
    listed = [entry.name for _title, entries in grouped_tables() for entry in entries]
    assert sorted(listed) == sorted(entry.name for entry in TABLES)
    assert len({plural(entry) for entry in TABLES}) == len(TABLES)


def grid(name: str) -> GridModel:
    plan = norrvik()
    model = GridModel(lambda *_given: None)
    model.open(table(name), rows_of(plan, table(name)), CellText(plan))
    return model


def test_a_pasted_block_is_values_by_row_and_field() -> None:
    model = grid("activity")
    start = [field.key for field in model.fields].index("start")
    pasted = block.pasted(model, (0, start, 0, start), [["2027-05-01", "2 May 2027"], ["1.6.2027", "2027-06-02"]])
    first, second = model.ids[:2]
    assert pasted.changed == {
        first: {"start": date(2027, 5, 1), "end": date(2027, 5, 2)},
        second: {"start": date(2027, 6, 1), "end": date(2027, 6, 2)},
    }
    assert pasted.added == []
    assert pasted.block == (0, start, 1, start + 1)


def test_one_wrong_cell_refuses_the_block_by_row_and_column() -> None:
    model = grid("activity")
    start = [field.key for field in model.fields].index("start")
    with pytest.raises(block.BlockRefused, match=r"^Row 2, Start: .*soon") as refused:
        block.pasted(model, (0, start, 0, start), [["2027-05-01"], ["soon"]])
    assert (refused.value.line, refused.value.column) == (1, start)


def test_a_block_that_does_not_fit_is_refused() -> None:
    model = grid("stage")
    with pytest.raises(block.BlockRefused, match="2 rows longer"):
        block.pasted(model, (len(model.ids) - 1, 0, len(model.ids) - 1, 0), [["a"], ["b"], ["c"]], growing=False)
    with pytest.raises(block.BlockRefused, match="1 column wider"):
        block.pasted(model, (0, len(model.fields) - 1, 0, len(model.fields) - 1), [["", ""]])


def test_one_cell_fills_the_whole_selection() -> None:
    model = grid("segment")
    pasted = block.pasted(model, (0, 0, 2, 0), [["Same"]])
    assert pasted.changed == {row_id: {"name": "Same"} for row_id in model.ids[:3]}


def test_sorting_leaves_blanks_last_and_filtering_keeps_the_order() -> None:
    model = grid("activity")
    column = [field.key for field in model.fields].index("gross_spend")
    model.sort(column)
    spends = [model.row(row_id).gross_spend for row_id in model.ids]
    assert spends == sorted(spends)
    model.filter("webinar")
    assert 0 < len(model.ids) < model.whole
    assert not model.in_own_order
    model.sort(-1)
    model.filter("")
    assert model.ids == list(norrvik().activities)
