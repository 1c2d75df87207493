"""The jobs of the command line for finance: a workbook that comes back, and the load for an accounting system."""

import argparse
import json
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from cmoplanner.errors import CmoPlannerError
from cmoplanner.i18n import _, ngettext

_Add = Callable[[str, str, Callable[[argparse.Namespace], int]], argparse.ArgumentParser]


def add_command(command: _Add) -> None:
    """Add `import-workbook` to the commands."""
    added = command("import-workbook", _("say what was changed in an exported workbook, and take it over"), _job)
    added.add_argument("plan", type=Path, metavar=_("PLAN"))
    added.add_argument("workbook", type=Path, metavar="FILE.xlsx")
    what = added.add_mutually_exclusive_group(required=True)
    what.add_argument("--preview", action="store_true", help=_("only say what was changed"))
    what.add_argument("--apply", action="store_true", help=_("take the changes over, as one step"))
    added.add_argument(
        "--only",
        nargs="+",
        action="extend",
        default=[],
        metavar=_("FIELD"),
        help=_("a field, row or sheet; the id of a change takes conflicts and deleted rows too"),
    )
    added.add_argument("--json", action="store_true", help=_("all changes, for programs"))


def add_erp(command: _Add) -> None:
    """Add `export-erp` to the commands."""
    added = command("export-erp", _("write the plan as lines that an accounting system loads"), _erp_job)
    added.add_argument("plan", type=Path, metavar=_("PLAN"))
    added.add_argument("out", type=Path, metavar="OUT.csv|xlsx")


def _erp_job(given: argparse.Namespace) -> int:
    """Write the load, and say what was left out of it for want of a code."""
    from cmoplanner.exchange.erp_out import export_erp, load_words, missing_words, unmapped_path
    from cmoplanner.model.store.snapshot import read_snapshot

    plan = read_snapshot(given.plan).plan
    load = export_erp(plan, given.out)
    print(given.out)
    if load.unmapped and given.out.suffix.casefold() == ".csv":
        print(unmapped_path(given.out))
    for line in {line.activity: line for line in load.unmapped}.values():
        print(f"    {line.activity}  {line.text}: {missing_words(line)}")
    for text in load_words(plan, load):
        print(text)
    return 0


def _job(given: argparse.Namespace) -> int:
    return import_workbook(given.plan, given.workbook, given.only, apply=given.apply, as_json=given.json)


def import_workbook(path: Path, workbook: Path, only: list[str], *, apply: bool, as_json: bool) -> int:
    """Print what a workbook changes in a plan; with `apply` take over what is chosen, after a backup."""
    from cmoplanner.exchange.book_back import as_data, chosen, read_back, unknown_names
    from cmoplanner.model.store.snapshot import read_snapshot

    snapshot = read_snapshot(path)
    back = read_back(workbook, snapshot.plan, snapshot.contents.identity.uuid)
    if names := unknown_names(back, only):
        raise CmoPlannerError(
            _("Nothing that was changed is called “{name}”.").format(name=names[0]),
            _("The preview shows ids, fields and sheets of all changes, with --json each by itself."),
        )
    taken = chosen(back, only)
    if apply and taken:
        _apply(path, workbook, only)
    if as_json:
        told = as_data(back) | {"taken": [change.id for change in taken] if apply else []}
        print(json.dumps(told, indent=1, ensure_ascii=False, allow_nan=False))
        return 0
    for remark in back.remarks:
        print(remark)
    for change in back.changes:
        print(change.sentence)
        for text in (change.why, change.remedy):
            if text:
                print(f"    {text}")
        print(f"    {change.id}")
    print(back.summary)
    if apply:
        n = len(taken)
        text = ngettext("{n} change taken over; undo takes it back.", "{n} changes taken over; undo takes it back.", n)
        print(text.format(n=n) if n else _("Nothing was taken over."))
    return 0


def _apply(path: Path, workbook: Path, only: list[str]) -> None:
    """Take over what is chosen; the plan is read again, since it may have changed meanwhile."""
    from cmoplanner.exchange.book_back import chosen, read_back, wanted_of
    from cmoplanner.model.edits.workbook import take_over_workbook
    from cmoplanner.model.store.document import Document

    with closing(Document.open(path)) as document:
        back = read_back(workbook, document.plan, document.uuid)
        document.back_up()
        take_over_workbook(document, workbook.name, wanted_of(document.plan, chosen(back, only)))
