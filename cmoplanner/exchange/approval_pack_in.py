"""An approval pack that comes back: what was decided line by line, and which lines cannot be recorded and why."""

import json
from collections import Counter
from collections.abc import Mapping
from datetime import date
from math import isfinite
from pathlib import Path
from typing import Any

from cmoplanner.exchange.approval_pack_keys import (
    AMOUNT,
    APPROVE,
    ASK,
    COMMENT,
    DATE,
    DECISION,
    FORMAT,
    ID,
    NAME,
    RECORD,
    REJECT,
    SHEET,
    TITLE,
    terms_in,
)
from cmoplanner.exchange.book_back import BookBack, Change, State
from cmoplanner.exchange.raw_table import RawCell, TableRefused, check_file
from cmoplanner.exchange.sheet_in import SheetCells, read_cells
from cmoplanner.i18n import _
from cmoplanner.model.approving import APPROVED, QUESTION, REJECTED, Subject, standing
from cmoplanner.model.approving import State as Standing
from cmoplanner.model.edits.approvals import Decision
from cmoplanner.model.plan import Plan
from cmoplanner.model.values import clean_text
from cmoplanner.report.formats import Formats

_WORDS = {APPROVE: APPROVED, "approved": APPROVED, "yes": APPROVED, REJECT: REJECTED, "rejected": REJECTED,
          "no": REJECTED, ASK: QUESTION}  # fmt: skip
_LONGEST = 2_000


def is_pack(path: Path) -> bool:
    """Return whether a workbook is an approval pack. Raises TableRefused."""
    check_file(path)
    return RECORD in read_cells(path, {RECORD})


def read_pack(path: Path, plan: Plan, origin: str) -> BookBack:
    """Return the decisions of a pack; `origin` is the id of the plan file. Nothing is written. Raises TableRefused.

    A line that is unknown, changed in the pack, changed in the plan since, or decided meanwhile is refused with why.
    """
    check_file(path)
    found = read_cells(path, {RECORD, SHEET})
    about, lines = _record(found.get(RECORD), path.name)
    other = bool(origin and about["origin"]) and about["origin"] != origin
    if other or about["id"] != plan.header.id or about["currency"] != plan.header.currency:
        raise TableRefused(
            _("“{file}” asks for approvals of another plan.").format(file=path.name),
            _("Open that plan, or make a new pack of this one."),
        )
    if SHEET not in found:
        raise TableRefused(
            _("“{file}” has no sheet “{sheet}”.").format(file=path.name, sheet=SHEET),
            _("Ask for the pack as it was sent, with its sheets."),
        )
    cells = found[SHEET].rows
    named = Counter(_text(row.get(ID)) for row in cells.values())
    changes = []
    for number, row in sorted(cells.items()):
        word = _text(row.get(DECISION))
        key = _text(row.get(ID))
        if not word or (key not in lines and ":" not in key):
            continue
        reader = _Line(plan, key, lines.get(key), row, f"N{number}")
        changes.append(reader.change(word, twice=named[key] > 1))
    unseen = [told["name"] for key, told in lines.items() if key not in named]
    remarks = tuple(_("The line “{name}” is not in the pack any more.").format(name=name) for name in unseen)
    return BookBack(path.name, tuple(changes), remarks, int(about["revision"]), plan.revision)


def decisions_of(changes: list[Change]) -> list[Decision]:
    """Return the decisions behind changes of a pack."""
    return [change.value for change in changes if isinstance(change.value, Decision)]


class _Line:
    """One line of the pack beside what was asked for and what the plan says now."""

    def __init__(
        self, plan: Plan, key: str, asked: Mapping[str, Any] | None, row: Mapping[int, RawCell], cell: str
    ) -> None:
        self._plan, self._key, self._asked, self._row, self._cell = plan, key, asked, row, cell

    def change(self, word: str, *, twice: bool) -> Change:
        """Return the decision, refused where it cannot be recorded."""
        decided = _WORDS.get(word.casefold())
        day = self._row.get(DATE)
        comment = " · ".join(text for text in (_text(self._row.get(NAME)), _text(self._row.get(COMMENT))) if text)
        table, _colon, row_id = self._key.partition(":")
        subject = Subject(table, row_id)
        why = self._refusal(subject, decided, day, comment, twice=twice)
        value = Decision(subject, decided or "", day if isinstance(day, date) else None, comment)
        after = " · ".join(part for part in (word, comment) if part)
        name = str(self._asked["name"]) if self._asked else self._key
        return Change(
            f"{SHEET}/{self._key}",
            State.REFUSED if why else State.CHANGED,
            SHEET,
            self._cell,
            name,
            _("Decision"),
            table,
            row_id,
            "decision",
            before=_("submitted"),
            after=after,
            why=why,
            remedy=_("Make a new pack for it.") if why else "",
            value=None if why else value,
        )

    def _refusal(self, subject: Subject, decided: str | None, day: RawCell, comment: str, *, twice: bool) -> str:
        if self._asked is None:
            return _("the pack did not ask for it")
        if twice:
            return _("it is in the pack twice")
        if decided is None:
            return _("it is neither approve, reject nor ask")
        if decided == REJECTED and not comment:
            return _("a rejection says who or why")
        if day is not None and day != "" and not isinstance(day, date):
            return _("“{text}” is no date").format(text=_text(day))
        try:
            now = standing(self._plan, subject)
        except KeyError:
            return _("it is no longer in the plan")
        amount = self._row.get(AMOUNT)
        asked = int(self._asked["amount"])
        scale = 10**self._plan.header.currency_decimals
        if not isinstance(amount, int | float) or not isfinite(amount) or round(amount * scale) != asked:
            return _("its amount was changed in the pack; change it in the plan and ask again")
        if (told := terms_in(now.terms)) != {key: self._asked[key] for key in told}:
            return _("it has changed since the pack was made: {what}").format(what=self._differences(told))
        if now.state is not Standing.SUBMITTED or now.steps[0].key != self._asked["step"]:
            return _("it was decided or withdrawn since the pack was made")
        return ""

    def _differences(self, told: Mapping[str, Any]) -> str:
        words = {"amount": _("amount"), "start": _("start"), "end": _("end"), "vendor": _("vendor")}
        formats, parts = Formats.of(self._plan), []
        for key, value in told.items():
            before = self._asked[key] if self._asked else ""
            if before != value:
                sides = [formats.full(int(one)) if key == "amount" else one or "–" for one in (before, value)]
                parts.append(f"{words[key]} {sides[0]} → {sides[1]}")
        return ", ".join(parts)


def _record(cells: SheetCells | None, file: str) -> tuple[dict[str, Any], dict[str, dict[str, Any]]]:
    if cells is None:
        raise TableRefused(
            _("“{file}” is no approval pack.").format(file=file),
            _("Ask for the pack as it was sent, with its hidden sheet “{sheet}”.").format(sheet=RECORD),
        )
    try:
        return _parts([row for _number, row in sorted(cells.rows.items())])
    except (ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError) as error:
        raise TableRefused(
            _("The hidden sheet “{sheet}” of “{file}” was changed.").format(sheet=RECORD, file=file),
            _("Ask for the pack as it was sent."),
            str(error),
        ) from None


def _parts(rows: list[dict[int, RawCell]]) -> tuple[dict[str, Any], dict[str, dict[str, Any]]]:
    """Return what the record says of the plan and of each line. Raises ValueError and the like where it is unsound."""
    if rows[0].get(1) != TITLE or str(rows[0].get(2)) != str(FORMAT):
        raise ValueError("another format")
    about = json.loads(str(rows[1][1]))
    lines = {str(row[1]): json.loads(str(row[2])) for row in rows[2:]}
    texts = [about[key] for key in ("origin", "id", "currency")]
    texts += [told[key] for told in lines.values() for key in ("table", "name", "step", "start", "end", "vendor")]
    numbers = [about["revision"], *(told["amount"] for told in lines.values())]
    if not all(isinstance(text, str) for text in texts) or not all(isinstance(number, int) for number in numbers):
        raise ValueError("not as it was written")
    return about, lines


def _text(value: RawCell) -> str:
    if isinstance(value, float) and value.is_integer():
        value = str(int(value))
    return clean_text("" if value is None else str(value))[:_LONGEST].strip()
