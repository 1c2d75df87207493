"""The projection of a plan as sheets of live formulas: lines, streams, response curves and market cells."""

from collections.abc import Mapping
from dataclasses import dataclass

from cmoplanner.exchange.book import Book, Sheet
from cmoplanner.exchange.book_inputs import Inputs
from cmoplanner.exchange.book_model import Model
from cmoplanner.exchange.book_model_cells import CellRows, add_brought
from cmoplanner.exchange.book_model_lanes import Lanes, scalars_of_lanes
from cmoplanner.exchange.book_model_lines import LineRows, write_lines
from cmoplanner.exchange.book_model_streams import Streams
from cmoplanner.exchange.book_rows import Rows
from cmoplanner.i18n import _


@dataclass(frozen=True)
class Written:
    """The rows of the projection, how many formulas they have, and its lines where streams are live."""

    streams: Rows
    cells: Rows
    lines: LineRows | None
    formulas: int


def write_projection_model(sheets: Mapping[str, Sheet], book: Book, model: Model, inputs: Inputs) -> Written:
    """Write the projection; all rows get their places before any formula is made, for they refer to each other."""
    streams, lanes, cells = _rows(sheets, book, model)
    lines = None
    if model.live:
        lines = write_lines(sheets["Lines"], book, model, inputs, sheets["Calendar"], sheets["Phasing"])
        Streams(streams, lanes, model, inputs, lines).add()
    else:
        add_brought(streams, model)
    Lanes(lanes, streams, model, inputs).add()
    CellRows(cells, streams, lanes, model, inputs).add()
    return Written(streams, cells, lines, sum(rows.write() for rows in (streams, lanes, cells)))


def _rows(sheets: Mapping[str, Sheet], book: Book, model: Model) -> tuple[Rows, Rows, Rows]:
    streams = [
        (_("Stream"), 8.0),
        (_("Campaign"), 26.0),
        (_("Channel"), 18.0),
        (_("Market cell"), 14.0),
        (_("Role"), 9.0),
        (_("Line (unit)"), 34.0),
    ]
    lanes = [(_("Channel or lever"), 22.0), (_("Market cell"), 14.0), (_("Line (unit)"), 34.0)]
    cells = [(_("Market cell"), 16.0), (_("Line (unit)"), 46.0)]
    scalars = scalars_of_lanes(book.plan.header.currency) if model.live else ()
    return (
        Rows(sheets["Streams"], streams, model.horizon),
        Rows(sheets["Lanes"], lanes, model.horizon, scalars),
        Rows(sheets["Cells"], cells, model.horizon),
    )
