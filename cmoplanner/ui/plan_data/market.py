"""The market grid: segments across offerings; a crossing is a market cell, or “not served” (domain B.3)."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from cmoplanner.i18n import _, ngettext
from cmoplanner.model import fields
from cmoplanner.model.fields import Field
from cmoplanner.model.plan import Cell, Plan
from cmoplanner.model.problems import Problem, Severity
from cmoplanner.ui.cell_text import CellText
from cmoplanner.ui.context import Context
from cmoplanner.ui.plan_data.row_acts import RowActs
from cmoplanner.ui.widgets.grid.crossing import Crossing, CrossingModel
from cmoplanner.ui.widgets.grid.crossing_view import CrossingView
from cmoplanner.ui.widgets.grid.model import Index
from cmoplanner.ui.words import choice_word

TABLE = "cell"
_RANKS = {"high": 1, "medium": 2, "low": 3}


class MarketGrid:
    """The grid with what it shows of the plan, and the edits made on it."""

    def __init__(self, context: Context, rows: RowActs, parent: QWidget) -> None:
        self._context = context
        self._rows = rows
        self.model = CrossingModel(parent)
        self.view = CrossingView(context.theme, self.model, parent)
        self.view.wanted.connect(self.serve)

    def show(self, problems: Sequence[Problem]) -> None:
        """Show the plan as it is now, with what is wrong."""
        plan = self._context.document.plan
        wrong = {
            problem.row_id: problem.sentence
            for problem in problems
            if problem.table == TABLE and problem.severity is Severity.ERROR
        }
        lines = [(segment.id, segment.name) for segment in plan.segments.values()]
        used = {cell.offering_id for cell in plan.cells.values()}
        sold = [one for one in plan.offerings.values() if one.level == "offering" or one.id in used]
        self.model.show(lines, [(one.id, one.name) for one in sold], crossings(plan, wrong))

    def summary(self) -> str:
        """Return how many crossings there are and how many of them are served."""
        whole = len(self.model.lines) * len(self.model.columns)
        plan = self._context.document.plan
        served = len({(cell.segment_id, cell.offering_id) for cell in plan.cells.values()})
        text = ngettext("{served} of {n} crossing served", "{served} of {n} crossings served", whole)
        return text.format(served=served, n=whole)

    def serve(self, index: Index) -> None:
        """Make a market cell at an empty crossing."""
        segment, offering = self.model.place(index)
        self._rows.add(TABLE, segment_id=segment, offering_id=offering)

    def clear(self) -> None:
        """Stop serving the selected crossings; what hangs on them is named before."""
        if ids := self.view.selected_ids():
            self._rows.delete(TABLE, ids, always_ask=True)

    def select(self, row_id: str) -> None:
        """Make the crossing of a row the current one."""
        index = self.model.index_of(row_id)
        if index.isValid():
            self.view.setCurrentIndex(index)
            self.view.scrollTo(index)


def crossings(plan: Plan, wrong: dict[str, str]) -> dict[tuple[str, str], Crossing]:
    """Return what the grid shows at each crossing of segment and offering that is served."""
    texts = CellText(plan)
    found: dict[tuple[str, str], list[Cell]] = {}
    for cell in plan.cells.values():
        found.setdefault((cell.segment_id, cell.offering_id), []).append(cell)
    return {place: _crossing(texts, cells, wrong) for place, cells in found.items()}


def _crossing(texts: CellText, cells: Sequence[Cell], wrong: dict[str, str]) -> Crossing:
    cell = cells[0]
    table = fields.table(TABLE)

    def shown(key: str) -> str:
        return texts.write(table.field(key), getattr(cell, key))

    target = shown("target_revenue")
    if cell.target_new_customers is not None:
        target = _("{n} new").format(n=shown("target_new_customers"))
    others = tuple(other.id for other in cells[1:])
    word = choice_word(cell.priority) if cell.priority else _("No priority")
    if others:
        word = ngettext("{word} · +{n} more cell", "{word} · +{n} more cells", len(others)).format(
            word=word, n=len(others)
        )
    return Crossing(
        cell.id,
        word,
        _RANKS.get(cell.priority, 0),
        _customers(texts, table.field("customers_start"), cell),
        (
            (_("ARPA a month"), shown("arpa_month")),
            (_("Gross margin"), shown("gross_margin")),
            (_("Retention a year"), shown("retention_year")),
            (_("Target this year"), target),
        ),
        others,
        next((wrong[one.id] for one in cells if one.id in wrong), ""),
    )


def _customers(texts: CellText, field: Field, cell: Cell) -> str:
    text = texts.write(field, cell.customers_start)
    return ngettext("{text} customer", "{text} customers", round(cell.customers_start)).format(text=text)
