"""How the budget grid is arranged: grouping, measure, columns, sorting, folds; kept between two starts."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from cmoplanner.report.budget.book import Book, Measure
from cmoplanner.report.budget.layouts import Layouts
from cmoplanner.report.budget.table import ColumnKind, Layout, Path, first_folds
from cmoplanner.report.budget.tree import RowKind
from cmoplanner.settings import Settings


class Arranging(QObject):
    """Has the arrangement in use and the named ones; what it changes is told."""

    lines_changed = Signal()  # other lines, or grouped otherwise: the book is made anew
    look_changed = Signal()
    kept = Signal()

    def __init__(self, settings: Settings, parent: QObject) -> None:
        super().__init__(parent)
        self._settings = settings
        self.layouts = Layouts.read(settings.budget)
        self._folds: dict[tuple[str, ...], frozenset[Path]] = {}

    @property
    def now(self) -> Layout:
        """How the grid is arranged."""
        return self.layouts.now

    def use(self, layout: Layout) -> None:
        """Arrange it so."""
        before = self.now
        self.keep(self.layouts.using(layout))
        if (layout.by, layout.only) != (before.by, before.only):
            self.lines_changed.emit()
        else:
            self.look_changed.emit()

    def use_named(self, name: str) -> None:
        """Arrange it as a name says."""
        self.use(self.layouts.saved[name])

    def keep(self, layouts: Layouts) -> None:
        """Keep these arrangements."""
        self.layouts = layouts
        self._settings.change(budget=layouts.text())
        self.kept.emit()

    def arrange(self, by: tuple[str, ...] | None = None, measure: Measure | None = None) -> None:
        """Group by other dimensions, or show another measure in quarters and months."""
        layout = self.now
        if by is not None:
            layout = replace(layout, by=by)
        if measure is not None:
            layout = replace(layout, measure=measure)
        self.use(layout)

    def open_quarter(self, number: int) -> None:
        """Open a quarter (1…4) to its months, or close it."""
        self.use(replace(self.now, quarters=self.now.quarters ^ {number}))

    def flip_column(self, key: str) -> None:
        """Hide a column of the year, or show it again."""
        self.use(replace(self.now, hidden=self.now.hidden ^ {key}))

    def show_only(self, kind: str) -> None:
        """Show the lines of a kind only; "" shows all."""
        self.use(replace(self.now, only=kind))

    def sort(self, key: str) -> None:
        """Sort by a column: first falling, then rising, then as it was."""
        layout, by_name = self.now, key == ColumnKind.NAME.value
        if layout.sorted_by != key:
            self.use(replace(layout, sorted_by=key, descending=not by_name))
        elif layout.descending is not by_name:
            self.use(replace(layout, descending=not layout.descending))
        else:
            self.use(replace(layout, sorted_by="", descending=True))

    # folds

    def folded(self, book: Book | None) -> frozenset[Path]:
        """Return the rows that are folded under the grouping in use; none where lines are filtered."""
        by = self.now.by
        if book is not None and book.filtered:
            return frozenset()
        if by not in self._folds and book is not None and book.by == by:
            self._folds[by] = first_folds(book)
        return self._folds.get(by, frozenset())

    def fold(self, book: Book | None, path: Path, folded: bool) -> None:
        """Fold a row, or open it."""
        now = self.folded(book)
        self._folds[self.now.by] = now | {path} if folded else now - {path}
        self.look_changed.emit()

    def unfold_over(self, book: Book | None, path: Path) -> None:
        """Open all rows over a row."""
        over = {path[:depth] for depth in range(len(path))}
        if self.folded(book) & over:
            self._folds[self.now.by] = self.folded(book) - over
            self.look_changed.emit()

    def fold_all(self, book: Book | None, folded: bool) -> None:
        """Fold all groups that hold lines, or open all."""
        rows = book.rows if book is not None else ()
        deepest = len(self.now.by)
        groups = frozenset(row.path for row in rows if row.kind is RowKind.GROUP and row.level == deepest)
        self._folds[self.now.by] = groups if folded else frozenset()
        self.look_changed.emit()
