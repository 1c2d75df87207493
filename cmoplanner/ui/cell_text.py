"""Field values as they stand in a grid's cells: references and choices by their words, and typed text back."""

from datetime import date
from typing import Any

from babel.numbers import get_group_symbol

from cmoplanner.i18n import _
from cmoplanner.model.fields import Field, Kind
from cmoplanner.model.plan import Plan
from cmoplanner.model.values import clean_text
from cmoplanner.report.formats import MINUS, Formats
from cmoplanner.ui.field_text import FieldText
from cmoplanner.ui.matching import HOLDS, WORDS, match_rank
from cmoplanner.ui.words import choice_word, row_name, row_names

NUMERIC = frozenset({Kind.MONEY, Kind.AMOUNT, Kind.RATE, Kind.NUMBER, Kind.COUNT})
_BETWEEN = "; "  # names hold commas
_YES = {"1", "true", "yes", "y", "x", "✓"}
_NO = {"0", "false", "no", "n"}


class CellText:
    """Writes and reads the cells of one plan at one revision."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self.formats = Formats.of(plan)
        self._texts = FieldText(self.formats, plan.header.fy_start)
        self._names: dict[str, list[tuple[str, str]]] = {}

    @property
    def start(self) -> date:
        """The day on which the plan's fiscal year begins."""
        return self._plan.header.fy_start

    def write(self, field: Field, value: Any) -> str:
        """Return a value as its cell shows it; not given is empty."""
        if value is None:
            return ""
        match field.kind:
            case Kind.REF:
                return row_name(self._plan, field.refers_to, value)
            case Kind.REFS:
                return _BETWEEN.join(row_name(self._plan, field.refers_to, one) for one in value)
            case Kind.CHOICE:
                return choice_word(value) if value else ""
            case Kind.FLAG:
                return _("Yes") if value else _("No")
            case Kind.NUMBERS:
                number = Field(field.key, field.label, Kind.NUMBER)
                return _BETWEEN.join(self._texts.write(number, one) for one in value)
            case _:
                return self._texts.write(field, value)

    def copied(self, field: Field, value: Any) -> str:
        """Return a value as a spreadsheet understands it: ISO dates, numbers without group separators."""
        if value is None:
            return ""
        if field.kind is Kind.DATE:
            return str(value.isoformat())
        text = self.write(field, value)
        if field.kind in NUMERIC:
            text = text.replace(get_group_symbol(self.formats.locale), "").replace(MINUS, "-")
            text = "".join(text.split())
        return text

    def read(self, field: Field, text: str, *, loosely: bool = False) -> Any:
        """Return typed text as the field's value, None if empty; `loosely` takes any part of a name that fits one.

        Raises ValueError with a sentence for the user.
        """
        text = clean_text(text)
        if not text:
            return self._texts.read(field, text)
        match field.kind:
            case Kind.REF:
                return self._found(self.options(field), text, loosely=loosely)
            case Kind.REFS:
                parts = [part.strip() for part in text.split(";") if part.strip()]
                return tuple(self._found(self.options(field), part, loosely=loosely) for part in parts)
            case Kind.CHOICE:
                return self._found(self.options(field), text, loosely=loosely)
            case Kind.FLAG:
                return _flag(text)
            case Kind.NUMBERS:
                return self._numbers(field, text)
            case _:
                return self._texts.read(field, text)

    def options(self, field: Field) -> list[tuple[str, str]]:
        """Return value and words of all that a reference or a choice can be; nothing for other kinds."""
        if field.refers_to:
            if field.refers_to not in self._names:
                self._names[field.refers_to] = row_names(self._plan, field.refers_to)
            return self._names[field.refers_to]
        return [(choice, choice_word(choice)) for choice in field.choices]

    @staticmethod
    def _found(options: list[tuple[str, str]], text: str, *, loosely: bool) -> str:
        wanted = text.casefold()
        for fits in (
            [value for value, words in options if words.casefold() == wanted],
            [value for value, _words in options if value == text],
            *_loosely(options, text if loosely else ""),
        ):
            if len(fits) == 1:
                return fits[0]
            if fits:
                raise ValueError(_("“{text}” fits {n} entries.").format(text=text, n=len(fits)))
        raise ValueError(_("there is no “{text}”").format(text=text))

    def _numbers(self, field: Field, text: str) -> tuple[float, ...]:
        number = Field(field.key, field.label, Kind.NUMBER, minimum=field.minimum, maximum=field.maximum)
        found = tuple(float(self._texts.read(number, part)) for part in text.split(";") if part.strip())
        if len(found) != 12:
            raise ValueError(_("{n} values are given, not 12").format(n=len(found)))
        return found


def _loosely(options: list[tuple[str, str]], text: str) -> list[list[str]]:
    """Return the values whose words hold a text, and those that hold all its words."""
    ranks = [(match_rank(text, words), value) for value, words in options] if text else []
    holding = [value for rank, value in ranks if rank is not None and rank <= HOLDS]
    return [holding, [value for rank, value in ranks if rank == WORDS]]


def _flag(text: str) -> bool:
    word = text.casefold()
    if word in _YES or word == _("Yes").casefold():
        return True
    if word in _NO or word == _("No").casefold():
        return False
    raise ValueError(_("“{text}” is neither yes nor no").format(text=text))
