"""What every panel of the inspector is made of: a head, foldable sections, and a form."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from cmoplanner.model.fields import Field, Table
from cmoplanner.report.formats import Formats
from cmoplanner.ui.context import Context
from cmoplanner.ui.inspector.form import Form
from cmoplanner.ui.widgets.controls import Section, ValueRow


class Panel(QWidget):
    """A column of sections. Which are folded is remembered for the next start."""

    KEY = ""
    LABEL_WIDTH = ValueRow.LABEL_WIDTH

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.ids: tuple[str, ...] = ()
        self.form = Form(context, self.apply, self.LABEL_WIDTH)
        self.sections: dict[str, Section] = {}
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(0)

    @property
    def formats(self) -> Formats:
        """How the plan's figures are written."""
        return Formats.of(self.context.document.plan)

    def show_rows(self, ids: tuple[str, ...]) -> None:
        """Show these rows, or the plan itself where there are none."""
        self.ids = ids
        self.refresh()

    def refresh(self) -> None:
        """Show the plan as it is now."""
        raise NotImplementedError

    def show_outcome(self, outcome: Any) -> None:
        """Follow the outcome while something is dragged."""

    def show_shares(self) -> None:
        """Show what was computed beside the window; fields that somebody may be typing in are left alone."""

    def apply(self, key: str, value: Any) -> None:
        """Make the edit of one field. Raises EditRefused."""
        raise NotImplementedError

    def section(self, key: str, title: str, *, folded: bool = False) -> Section:
        """Add a section below the others; it opens as the user left it."""
        section = Section(self.context.theme, title, self)
        self.sections[key] = section
        self.column.addWidget(section)
        remembered = self.context.settings.folded
        name = f"{self.KEY}.{key}"
        flipped = name in remembered
        section.head.setChecked(folded if flipped else not folded)
        section.folded.connect(partial(self._remember, name, folded))
        return section

    def _remember(self, name: str, by_default: bool, folded: bool) -> None:
        remembered = [other for other in self.context.settings.folded if other != name]
        if folded is not by_default:
            remembered.append(name)
        self.context.settings.change(folded=remembered)

    def add_fields(self, section: Section, fields: Sequence[Field]) -> None:
        """Add a row for each field to a section."""
        for field in fields:
            section.body.addWidget(self.form.row(field))


def grouped(
    table: Table, groups: Sequence[tuple[str, Sequence[str]]], first: Sequence[str] = ()
) -> dict[str, list[Field]]:
    """Return a table's fields by section, `first` first; what fits nowhere lands in the last section."""
    order = {key: i for i, key in enumerate(first)}
    found: dict[str, list[Field]] = {section: [] for section, _names in groups}
    last = groups[-1][0]
    for field in sorted(table.fields, key=lambda field: order.get(field.key, len(order))):
        found[next((section for section, names in groups if field.group in names), last)].append(field)
    return found
