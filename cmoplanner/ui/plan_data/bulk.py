"""Changing a field of several rows at once: what the dialog offers, how it is read, and the one edit."""

from collections.abc import Callable, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from babel.numbers import get_decimal_symbol
from PySide6.QtWidgets import QWidget

from cmoplanner.errors import EditRefused
from cmoplanner.i18n import _, mark, ngettext
from cmoplanner.model.checks import value_problem
from cmoplanner.model.edits.bulk import Rule, change_by_rule, changed, rules_for
from cmoplanner.model.fields import Field, Kind, Table
from cmoplanner.model.store.read import PAIRS
from cmoplanner.report.formats import MINUS, Formats
from cmoplanner.ui.cell_text import CellText
from cmoplanner.ui.context import Context
from cmoplanner.ui.nouns import plural, rows_of
from cmoplanner.ui.plan_data.doing import Say, do
from cmoplanner.ui.widgets.bulk_change import BulkChange
from cmoplanner.ui.words import row_name

_FACTORS = {Rule.PERCENT, Rule.TIMES}
_STEPS = {Rule.DAYS, Rule.WEEKS, Rule.MONTHS}
_WORDS = {
    Rule.SET: mark("set to"),
    Rule.ADD: mark("add"),
    Rule.PERCENT: mark("change by %"),
    Rule.TIMES: mark("multiply by"),
    Rule.DAYS: mark("move by days"),
    Rule.WEEKS: mark("move by weeks"),
    Rule.MONTHS: mark("move by months"),
}
_NAMED = 3


class Bulk:
    """Rows of one table that are to be changed alike."""

    def __init__(self, context: Context, table: Table, ids: Sequence[str]) -> None:
        self._context = context
        self._table = table
        self._texts = CellText(context.document.plan)
        rows = rows_of(context.document.plan, table)
        self.rows = [rows[row_id] for row_id in ids if row_id in rows]

    def fields(self) -> list[tuple[str, str]]:
        """Return what can be changed: everything but what joins two rows or follows from another field."""
        fixed = self._table.fields[:2] if self._table.name in PAIRS else ()
        return [(field.key, _(field.label)) for field in self._table.fields if field not in fixed and not field.derived]

    def rules(self, key: str) -> list[tuple[str, str]]:
        """Return the rules for a field with their words."""
        return [(rule.value, _(_WORDS[rule])) for rule in rules_for(self._table.field(key))]

    def words(self, key: str) -> list[str]:
        """Return what a choice or a reference can be."""
        field = self._table.field(key)
        return [_("Yes"), _("No")] if field.kind is Kind.FLAG else [word for _id, word in self._texts.options(field)]

    def read(self, field: Field, rule: Rule, text: str) -> Any:
        """Return what was typed as the rule takes it. Raises ValueError with a sentence."""
        if rule is Rule.SET:
            return self._texts.read(field, text, loosely=True)
        if not text.strip():
            raise ValueError(_("Type by how much."))
        if rule is Rule.ADD:
            unbounded = Field(field.key, field.label, field.kind, field.unit)
            return self._texts.read(unbounded, text.strip().removeprefix("+"))
        number = self._number(text)
        if rule in _STEPS and number != int(number):
            raise ValueError(_("Type a whole number."))
        return int(number) if rule in _STEPS else number

    def _number(self, text: str) -> Decimal:
        plain = "".join(text.split()).replace(MINUS, "-").strip("%×*+")
        plain = plain.replace(get_decimal_symbol(self._texts.formats.locale), ".")
        try:
            number = Decimal(plain)
        except InvalidOperation:
            raise ValueError(_("“{text}” is not a number").format(text=text)) from None
        if not number.is_finite() or abs(number) > 10**6:
            raise ValueError(_("“{text}” is not a number").format(text=text))
        return number

    def preview(self, key: str, rule: str, text: str) -> tuple[str, list[tuple[str, str, str]]]:
        """Return why it cannot be done, and name, old and new value of the first rows."""
        field = self._table.field(key)
        try:
            operand = self.read(field, Rule(rule), text)
            new = [changed(field, Rule(rule), operand, getattr(row, key)) for row in self.rows]
        except ValueError as refusal:
            return ("" if not text.strip() and rule != Rule.SET else str(refusal)) or _("Type by how much."), []
        except EditRefused as refusal:
            return refusal.told, []
        if operand is None and field.required:
            return _("Type a value: the field must not be empty."), []
        for row, value in zip(self.rows, new, strict=True):
            if problem := value_problem(field, value):
                return _("{name}: {problem}").format(name=self._name(row), problem=problem), []
        shown = [
            (
                self._name(row),
                self._texts.write(field, getattr(row, key)) or "–",
                self._texts.write(field, value) or "–",
            )
            for row, value in zip(self.rows[:_NAMED], new, strict=False)
        ]
        return "", shown

    def _name(self, row: Any) -> str:
        named = self._table.attribute
        return row_name(self._context.document.plan, self._table.name, row.id) if named else str(row.id)


def ask(
    context: Context,
    table: Table,
    ids: Sequence[str],
    parent: QWidget,
    say_no: Say,
    first: str = "",
    done: Callable[[], None] | None = None,
) -> None:
    """Ask how rows change, and change them in one step."""
    bulk = Bulk(context, table, ids)
    title = ngettext("Change {n} row of “{table}”", "Change {n} rows of “{table}”", len(bulk.rows))
    title = title.format(n=Formats.of(context.document.plan).number(len(bulk.rows)), table=plural(table))
    asked = BulkChange(context.theme, title, bulk.fields(), bulk.rules, bulk.words, bulk.preview, parent)
    asked.choose(first)

    def take() -> None:
        key, rule, text = asked.chosen()
        operand = bulk.read(table.field(key), Rule(rule), text)
        wanted = [row.id for row in bulk.rows]
        do(context, say_no, change_by_rule, table.name, wanted, key, Rule(rule), operand)
        if done is not None:
            done()

    asked.accepted.connect(take)
    asked.open()
    asked.value.setFocus()
