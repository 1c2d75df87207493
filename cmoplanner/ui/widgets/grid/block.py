"""What a paste, a fill or a clearing would change, as values by row and field: all of it is right, or none is taken."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from cmoplanner.exchange.text_files import guarded, unguarded
from cmoplanner.i18n import _, ngettext
from cmoplanner.model.fields import Field, Kind
from cmoplanner.ui.cell_text import NUMERIC
from cmoplanner.ui.widgets.grid.model import GridModel

Values = dict[str, dict[str, Any]]
Defaults = Callable[[dict[str, Any]], dict[str, Any]]
Block = tuple[int, int, int, int]  # top, left, bottom, right


_ONE_PERCENT = 0.01


class BlockRefused(ValueError):
    """A block with a cell that cannot be taken: the sentence names row and column."""

    def __init__(self, sentence: str, line: int, column: int) -> None:
        super().__init__(sentence)
        self.line = line
        self.column = column


@dataclass(frozen=True, slots=True)
class Pasted:
    """What a paste makes: values of rows that are there, values of rows below the last one, and the cells it takes."""

    changed: Values
    added: list[dict[str, Any]]
    block: Block


def pasted(model: GridModel, block: Block, cells: Sequence[Sequence[str]], *, growing: bool = True) -> Pasted:
    """Return what a paste at a block changes, adds where the table is `growing`, and which cells that are.

    One cell fills the whole block; a block that is a multiple of what was copied takes it as often as it fits.
    A first line that has the names of the columns is left out. Raises BlockRefused.
    """
    top, left, bottom, right = block
    heads = [_(field.label) for field in model.fields[left : left + len(cells[0])]]
    if len(cells) > 1 and list(cells[0]) == heads:
        cells = cells[1:]
    height, width = len(cells), max(len(row) for row in cells)
    lines = _repeated(bottom - top + 1, height)
    columns = _repeated(right - left + 1, width)
    _refuse_overflow(model, top, left, lines, columns, growing=growing)
    found: Values = {}
    added: list[dict[str, Any]] = []
    for i in range(lines):
        row = cells[i % height]
        given = {}
        for j in range(columns):
            text = unguarded(row[j % width]) if j % width < len(row) else ""
            field = model.fields[left + j]
            given[field.key] = _read(model, field, text, top + i, left + j)
        if top + i < len(model.ids):
            found[model.ids[top + i]] = given
        else:
            added.append(given)
    for j in range(columns):
        texts = [row[j % width] for row in cells if j % width < len(row)]
        _refuse_doubtful_rates(model.fields[left + j], texts, [*found.values(), *added], top, left + j)
    return Pasted(found, added, (top, left, top + lines - 1, left + columns - 1))


def _refuse_doubtful_rates(
    field: Field, texts: Sequence[str], rows: Sequence[dict[str, Any]], line: int, column: int
) -> None:
    """Raise BlockRefused for a column of rates that may as well be shares of 1: a spreadsheet keeps 45 % as 0.45."""
    if field.kind is not Kind.RATE or any("%" in text for text in texts):
        return
    given = [row[field.key] for row in rows if row[field.key]]
    if given and max(abs(value) for value in given) <= _ONE_PERCENT:
        first = next(text.strip() for text in texts if text.strip(" 0.,"))
        sentence = _("{column}: “{text}” can be {text} % or a share of 1. Write it with a % sign.")
        raise BlockRefused(sentence.format(column=_(field.label), text=first), line, column)


def completed(
    model: GridModel, what: Pasted, defaults: Callable[[dict[str, Any]], dict[str, Any]]
) -> list[dict[str, Any]]:
    """Return the added rows with what they must have besides; raises BlockRefused where only the user can know it.

    That is so of a field that was pasted empty, and of a reference to another row.
    """
    found = []
    table = model.table
    for number, given in enumerate(what.added):
        row = {**{key: value for key, value in defaults(given).items() if key not in given}, **given}
        for field in table.fields if table else ():
            lacking = row.get(field.key) in (None, "", ())
            if field.required and (lacking or (field.kind is Kind.REF and field.key not in given)):
                line = len(model.ids) + number
                sentence = _("Row {n}, {column}: a new row needs it").format(n=line + 1, column=_(field.label))
                raise BlockRefused(sentence, line, what.block[1])
        found.append(row)
    return found


def filled_down(model: GridModel, block: Block) -> Values:
    """Return what filling down changes: the block's first row in the others, or the row above in a block of one."""
    top, left, bottom, right = block
    source = top if bottom > top else top - 1
    if source < 0:
        return {}
    first = model.row(model.ids[source])
    fields = model.fields[left : right + 1]
    return {
        row_id: {field.key: getattr(first, field.key) for field in fields}
        for row_id in model.ids[source + 1 : bottom + 1]
    }


def filled_right(model: GridModel, block: Block) -> Values:
    """Return what filling right changes: each row's first cell in the others, or the cell at the left of a single one.

    Raises BlockRefused where a column does not take the value.
    """
    top, left, bottom, right = block
    source = left if right > left else left - 1
    if source < 0:
        return {}
    found: Values = {}
    for line in range(top, bottom + 1):
        text = model.copied(model.ids[line], model.fields[source])
        for column in range(source + 1, right + 1):
            field = model.fields[column]
            found.setdefault(model.ids[line], {})[field.key] = _read(model, field, text, line, column)
    return found


def cleared(ids: Sequence[str], fields: Sequence[Field]) -> Values:
    """Return what clearing cells changes."""
    return {row_id: {field.key: None for field in fields} for row_id in ids}


def typed(model: GridModel, ids: Sequence[str], fields: Sequence[Field], text: str) -> Values:
    """Return what one text typed into several cells changes. Raises BlockRefused."""
    return {
        row_id: {
            field.key: _read(model, field, text, model.place(row_id), model.fields.index(field)) for field in fields
        }
        for row_id in ids
    }


def copied(model: GridModel, ids: Sequence[str], fields: Sequence[Field]) -> list[list[str]]:
    """Return cells as they go to a spreadsheet; a text that it would run as a formula gets an apostrophe before it."""
    return [[_harmless(field, model.copied(row_id, field)) for field in fields] for row_id in ids]


def _harmless(field: Field, text: str) -> str:
    return text if field.kind in NUMERIC else guarded(text)


def _repeated(selected: int, given: int) -> int:
    return selected if selected > given and selected % given == 0 else given


def _refuse_overflow(model: GridModel, top: int, left: int, lines: int, columns: int, *, growing: bool) -> None:
    room = len(model.ids) - top
    if lines > room and not growing:
        sentence = ngettext(
            "The block is {n} row longer than the table.",
            "The block is {n} rows longer than the table.",
            lines - room,
        ).format(n=lines - room)
        raise BlockRefused(sentence, len(model.ids) - 1, left)
    if left + columns > len(model.fields):
        over = left + columns - len(model.fields)
        sentence = ngettext(
            "The block is {n} column wider than the table.", "The block is {n} columns wider than the table.", over
        ).format(n=over)
        raise BlockRefused(sentence, top, len(model.fields) - 1)


def _read(model: GridModel, field: Field, text: str, line: int, column: int) -> Any:
    if model.texts is None:
        raise RuntimeError("a grid without a table takes nothing")
    try:
        return model.texts.read(field, text)
    except ValueError as refusal:
        sentence = _("Row {n}, {column}: {problem}").format(n=line + 1, column=_(field.label), problem=refusal)
        raise BlockRefused(sentence, line, column) from None
