"""The register of assumptions: filter, the figure that effects are about, and the rows that are typed into."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from cmoplanner.errors import EditRefused
from cmoplanner.i18n import _, ngettext
from cmoplanner.model.edits.assumptions import Assumed, set_assumptions
from cmoplanner.projection.assumptions import Key
from cmoplanner.projection.bands import Total
from cmoplanner.report.formats import Formats
from cmoplanner.report.register_rows import (
    RegisterRow,
    SourceKind,
    is_old,
    is_weak,
    large_effects,
    register_rows,
    row_id,
    with_effects,
)
from cmoplanner.ui.assumptions.effects import Effects, Found
from cmoplanner.ui.assumptions.register_grid import REGISTER, RegisterDelegate, RegisterModel
from cmoplanner.ui.cell_text import CellText
from cmoplanner.ui.context import Context
from cmoplanner.ui.icons import icon
from cmoplanner.ui.text import plain_label
from cmoplanner.ui.widgets.controls import ComboBox, ElidedLabel
from cmoplanner.ui.widgets.grid.columns import Arrangement, remember, remembered
from cmoplanner.ui.widgets.grid.empty import EmptyTable
from cmoplanner.ui.widgets.grid.model import Index
from cmoplanner.ui.widgets.grid.view import GridView

_EFFECT_WIDTH = 190


class Register(QWidget):
    """Shows every assumption; what is typed becomes an edit of the plan."""

    calibrating = Signal()  # an empty register asks for channels to be calibrated

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._found: Found | None = None
        self._wanted = ""
        self._sorted = False
        theme = context.theme
        self.effects = Effects(context.outlook, self)
        self.model = RegisterModel(lambda _row, _field, _value: None, self)
        self.view = GridView(theme, self.model, self._take_typed, self)
        self.view.setAccessibleName(_("Register of assumptions"))
        bars = RegisterDelegate(theme, self.model, self._take_typed, self.view)
        bars.moved_on.connect(self.view.go)
        self.view.setItemDelegate(bars)
        self.view.frozen.setItemDelegate(RegisterDelegate(theme, self.model, self._take_typed, self.view.frozen))
        self.empty = EmptyTable(self.view)
        self.empty.add.setText(_("Calibrate a channel"))
        self.empty.add.clicked.connect(self.calibrating)
        self.count = ElidedLabel("", "caption", self)
        self.total = ComboBox(theme, self)
        self.total.setAccessibleName(_("Figure that effects are about"))
        for total, words in _totals():
            self.total.addItem(words, total)
        self.total.setMinimumContentsLength(24)
        self.which = ComboBox(theme, self)
        self.which.setAccessibleName(_("Which assumptions are shown"))
        for key, words in _choices():
            self.which.addItem(words, key)
        self.which.setMinimumContentsLength(17)
        self.filter = QLineEdit(self)
        self.filter.setPlaceholderText(_("Filter: any words"))
        self.filter.setAccessibleName(_("Filter assumptions"))
        self.filter.setClearButtonEnabled(True)
        self.filter.setMaximumWidth(220)
        self._glass = QAction(self)
        self.filter.addAction(self._glass, QLineEdit.ActionPosition.LeadingPosition)
        self._tint()
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setContentsMargins(16, 7, 16, 7)
        row.setSpacing(8)
        row.addWidget(self.count, 1)
        row.addWidget(plain_label(_("Effect on"), self, role="hint"))
        row.addWidget(self.total)
        row.addWidget(self.which)
        row.addWidget(self.filter, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row)
        column.addWidget(self.view, 1)

    def _connect(self) -> None:
        self._context.theme.changed.connect(self._tint)
        self.total.currentIndexChanged.connect(self.refresh)
        self.which.currentIndexChanged.connect(self.refresh)
        self.filter.textChanged.connect(self._filter)
        self.effects.found.connect(self._take_effects)
        self.view.rows_selected.connect(self._select)
        self.view.arranged.connect(self._keep_columns)

    @property
    def current_total(self) -> Total:
        """The figure whose effects are shown."""
        return Total(self.total.currentData())

    # what is shown

    def refresh(self) -> None:
        """Show the assumptions of the plan as it is."""
        plan = self._context.document.plan
        rows = register_rows(plan)
        if self._found is not None:
            rows = with_effects(rows, self._found.effects(self.current_total), self._found.worths)
        shown = self._fitting(rows)
        texts = CellText(plan)
        if self.model.table is None:
            settings = self._context.settings
            arrangement = remembered(settings.columns, REGISTER)
            widths = {"effect": _EFFECT_WIDTH, **arrangement.widths}
            self.view.open(REGISTER, shown, texts, Arrangement(arrangement.order, arrangement.hidden, widths))
        else:
            self.model.refresh(shown, texts)
        self._show_counts(rows)
        if self._wanted:
            self.show_row(self._wanted)

    def renew(self) -> None:
        """Show the plan as it is after an edit; effects stay pale until those of the new plan are known."""
        self.model.stale = self._found is not None
        self.refresh()
        self.effects.start_soon()

    def _fitting(self, rows: dict[str, RegisterRow]) -> dict[str, RegisterRow]:
        today = self._context.document.plan.header.as_of
        large = large_effects(rows.values())
        fits: dict[str, Callable[[RegisterRow], bool]] = {
            "all": lambda _row: True,
            "weak": is_weak,
            "old": lambda row: is_old(row, today),
            "large": lambda row: row.id in large,
            "missing": lambda row: row.assumption_id is None,
        }
        chosen = fits[str(self.which.currentData())]
        return {key: row for key, row in rows.items() if chosen(row)}

    def _show_counts(self, rows: dict[str, RegisterRow]) -> None:
        kinds = [row.kind for row in rows.values()]
        number = Formats.of(self._context.document.plan).number
        parts = [f"{number(kinds.count(kind))} {kind.words.lower()}" for kind in SourceKind]
        whole, shown = len(rows), len(self.model.ids)
        text = ngettext("{n} assumption", "{n} assumptions", whole).format(n=number(whole))
        if shown < whole:
            text = _("{shown} of {whole}").format(shown=number(shown), whole=number(whole))
        self.count.setText(_("{count}: {kinds}").format(count=text, kinds=", ".join(parts)))
        self.empty.show_for(_("Assumptions"), whole=whole, shown=shown)
        if not whole:
            self.empty.text.setText(
                _("What the projection rests on stands here with range, source and date. Begin with a channel.")
            )

    def _take_effects(self, found: Found) -> None:
        self._found = found
        self.model.stale = False
        if not self._sorted and self.model.table is not None:
            self._sorted = True
            place = [field.key for field in self.model.fields].index("effect") if self._shows_effects() else -1
            self.refresh()
            if place >= 0 and self.view.currentIndex().row() < 0:
                self.view.head.setSortIndicator(place, Qt.SortOrder.DescendingOrder)
            return
        self.refresh()

    def _shows_effects(self) -> bool:
        return any(field.key == "effect" for field in self.model.fields)

    def _filter(self, words: str) -> None:
        self.model.filter(words)
        self._show_counts(register_rows(self._context.document.plan))

    def _tint(self) -> None:
        self._glass.setIcon(icon("search", self._context.theme.color("text_2")))

    def _keep_columns(self, arrangement: Arrangement) -> None:
        settings = self._context.settings
        settings.change(columns=remember(settings.columns, REGISTER, arrangement))

    # the selection

    def show_assumption(self, key: Key) -> None:
        """Bring one assumption into sight, whatever is filtered."""
        self.which.setCurrentIndex(0)
        self.filter.clear()
        self._wanted = row_id(key)
        self.refresh()

    def show_row(self, wanted: str) -> None:
        """Select a row if it is shown."""
        self._wanted = ""
        if self.model.place(wanted) >= 0:
            self.view.show_row(wanted)

    def _select(self) -> None:
        if not self.isVisible():
            return
        rows = [self.model.row(key) for key in self.view.selected_rows()]
        entries = [row.assumption_id for row in rows if row.assumption_id]
        if entries:
            self._context.selection.set("assumption", entries)
        else:
            self._context.selection.clear()

    # edits

    def _take_typed(self, index: Index, text: str, to_all: bool) -> str:
        """Take what was typed into a cell, or into that column of all selected rows; return why not."""
        field = self.model.fields[index.column()]
        chosen = self.view.selected_rows() if to_all else [self.model.ids[index.row()]]
        try:
            value = CellText(self._context.document.plan).read(field, text, loosely=True)
            rows = [self.model.row(key) for key in chosen]
            assumed = [Assumed(row.assumption_id, row.scope, row.key, row.value, row.confidence) for row in rows]
            set_assumptions(self._context.document, assumed, field.key, value)
        except EditRefused as refusal:
            return refusal.told
        except ValueError as refusal:
            return str(refusal)
        return ""


def _totals() -> list[tuple[str, str]]:
    return [
        (Total.CONTRIBUTION_HORIZON, _("Contribution, value horizon")),
        (Total.REVENUE, _("Revenue this year")),
        (Total.INCREMENTAL_REVENUE, _("Revenue by marketing this year")),
        (Total.NEW_CUSTOMERS, _("New customers this year")),
    ]


def _choices() -> list[tuple[str, str]]:
    return [
        ("all", _("All assumptions")),
        ("weak", _("Weak: low confidence")),
        ("old", _("Old: over a year, or undated")),
        ("large", _("Large effect")),
        ("missing", _("Not in the register")),
    ]
