"""The command that makes a plan: a copy of the sample, or a new one from words, blank or filled from presets."""

from __future__ import annotations

import argparse
import math
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from cmoplanner.errors import CmoPlannerError
from cmoplanner.i18n import _, ngettext

if TYPE_CHECKING:  # asking for help loads nothing of the plan
    from cmoplanner.model.new_plan import NewPlan


_ANSWERS = ("company", "fy_start", "as_of", "budget", "goal", "preset", "model", "rate", "segment", "offering")


def copy_sample(path: Path, given: argparse.Namespace) -> int:
    """Make a plan file that is a copy of the sample; no other words go with it."""
    from cmoplanner.model.store.document import Document
    from cmoplanner.paths import sample_plan

    if any(getattr(given, name) not in (None, "", "0", []) for name in _ANSWERS):
        raise CmoPlannerError(
            _("The sample is copied as it is."), _("Leave out the other options, or make the plan without --sample.")
        )
    _refuse_place(path)
    Document.create_from(sample_plan(), path).close()
    print(path)
    return 0


def new_plan(path: Path, given: argparse.Namespace) -> int:
    """Make a plan file from the words of the command, and say what it holds and what it still lacks."""
    from cmoplanner.model.new_plan import rows_of
    from cmoplanner.model.problems import check_plan
    from cmoplanner.model.store.document import Document

    _refuse_place(path)
    answers = _answers(path, given)
    with Document.create(path, rows_of(answers)) as document:
        plan = document.plan
    print(path)
    if held := _held(len(plan.channels), len(plan.cells), len(plan.assumptions)):
        print(held)
    if lacking := len(check_plan(plan)):
        told = ngettext(
            "{n} figure is still to be given; check names it.",
            "{n} figures are still to be given; check names them.",
            lacking,
        )
        print(told.format(n=lacking))
    return 0


def _refuse_place(path: Path) -> None:
    """Raise CmoPlannerError where no new file can be: something is there, or the folder is not."""
    if path.exists():
        raise CmoPlannerError(_("“{name}” is there already.").format(name=str(path)), _("Give another name."))
    folder = path.absolute().parent
    if not folder.is_dir():
        raise CmoPlannerError(
            _("There is no folder “{folder}”.").format(folder=str(folder)), _("Make it first, or name another place.")
        )


def _answers(path: Path, given: argparse.Namespace) -> NewPlan:
    from cmoplanner.model import currencies
    from cmoplanner.model.new_plan import NewPlan, faults, usual_start

    today = date.today()  # noqa: DTZ011 # the user's own calendar
    currency = given.currency.strip().upper()
    decimals = currencies.decimals(currency)
    wrong: list[str] = []

    def money(words: str, text: str) -> int | None:
        if not text.strip():
            return None
        try:
            return _minor(text, decimals)
        except ValueError as error:
            wrong.append(f"--{words}: {error}")
            return None

    start = date.fromisoformat(given.fy_start) if given.fy_start else usual_start(today)
    budget, goal = money("budget", given.budget), money("goal", given.goal)
    answers = NewPlan(
        company=given.company or path.stem,
        currency=currency,
        fy_start=start,
        fy_pattern=given.pattern,
        as_of=date.fromisoformat(given.as_of) if given.as_of else today,
        horizon_months=given.horizon,
        budget=budget or 0,
        goal=goal,
        segments=tuple(given.segment),
        offerings=tuple(given.offering),
        pack=given.preset,
        model=given.model,
        per_euro=given.rate if given.rate is None or math.isfinite(given.rate) else 0.0,
    )
    wrong += [f"--{_OPTIONS.get(fault.key, fault.key)}: {fault.told}" for fault in faults(answers)]
    if wrong:
        raise CmoPlannerError(_("The plan was not made."), _("Correct what is named and try again."), "\n".join(wrong))
    return answers


_OPTIONS = {
    "fy_start": "fiscal-year-start",
    "fy_pattern": "pattern",
    "horizon_months": "horizon",
    "segments": "segment",
    "offerings": "offering",
    "pack": "preset",
    "per_euro": "rate",
}


def _minor(text: str, decimals: int) -> int:
    from cmoplanner.model.fields import table
    from cmoplanner.model.values import from_text

    return int(from_text(table("plan").field("topdown_budget"), text, decimals))


def _held(channels: int, cells: int, assumptions: int) -> str:
    parts = [
        ngettext("{n} channel", "{n} channels", channels).format(n=channels) if channels else "",
        ngettext("{n} market cell", "{n} market cells", cells).format(n=cells) if cells else "",
        ngettext("{n} assumption with its source", "{n} assumptions with their sources", assumptions).format(
            n=assumptions
        )
        if assumptions
        else "",
    ]
    return ", ".join(part for part in parts if part)
