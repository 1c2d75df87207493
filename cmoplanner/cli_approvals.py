"""The jobs of the command line for approvals: a pack for those who decide, and their decisions back into the plan."""

import argparse
import json
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from cmoplanner.errors import CmoPlannerError
from cmoplanner.i18n import _, ngettext

_Add = Callable[[str, str, Callable[[argparse.Namespace], int]], argparse.ArgumentParser]


def add_approvals(command: _Add) -> None:
    """Add `approval-pack` and `import-approvals` to the commands."""
    added = command("approval-pack", _("write what waits for approval, for those who decide"), _pack)
    added.add_argument("plan", type=Path, metavar=_("PLAN"))
    added.add_argument("out", type=Path, metavar="OUT.xlsx|pdf")
    added = command("import-approvals", _("say what was decided in an approval pack, and record it"), _back)
    added.add_argument("plan", type=Path, metavar=_("PLAN"))
    added.add_argument("pack", type=Path, metavar="PACK.xlsx")
    what = added.add_mutually_exclusive_group(required=True)
    what.add_argument("--preview", action="store_true", help=_("only say what was decided"))
    what.add_argument("--apply", action="store_true", help=_("record the decisions, as one step"))
    added.add_argument("--json", action="store_true", help=_("all lines, for programs"))


def _pack(given: argparse.Namespace) -> int:
    from cmoplanner.model.store.snapshot import read_snapshot
    from cmoplanner.report.approval_pack import approval_pack, asked_total
    from cmoplanner.report.formats import Formats

    kind = given.out.suffix.casefold()
    if kind not in (".xlsx", ".pdf"):
        raise CmoPlannerError(
            _("“{name}” is no kind of file that is written here.").format(name=given.out.name),
            _("Give a name that ends in .xlsx or .pdf."),
        )
    snapshot = read_snapshot(given.plan)
    pack = approval_pack(snapshot.plan)
    if kind == ".xlsx":
        from cmoplanner.exchange.approval_pack_out import export_pack

        export_pack(pack, given.out, snapshot.contents.identity.uuid)
    else:
        from cmoplanner.ui.approval_pdf import write_pack_pdf
        from cmoplanner.ui.calendar_export import drawing_application

        drawing_application()
        write_pack_pdf(pack, given.out)
    n = len(pack.lines)
    text = ngettext("{n} decision asked for: {amount}", "{n} decisions asked for: {amount}", n)
    print(given.out)
    print(text.format(n=n, amount=Formats.of(snapshot.plan).full(asked_total(pack.lines))))
    return 0


def _back(given: argparse.Namespace) -> int:
    """Print what was decided line by line; with --apply record it after a backup."""
    from cmoplanner.exchange.approval_pack_in import decisions_of, read_pack
    from cmoplanner.exchange.book_back import State, as_data
    from cmoplanner.model.edits.approvals import record_decisions
    from cmoplanner.model.store.document import Document
    from cmoplanner.model.store.snapshot import read_snapshot

    snapshot = read_snapshot(given.plan)
    back = read_pack(given.pack, snapshot.plan, snapshot.contents.identity.uuid)
    taken = len(decisions_of(back.of(State.CHANGED)))
    if given.apply and taken:
        with closing(Document.open(given.plan)) as document:
            back = read_pack(given.pack, document.plan, document.uuid)
            document.back_up()
            record_decisions(document, decisions_of(back.of(State.CHANGED)))
    if given.json:
        told = as_data(back) | {"taken": [one.id for one in back.of(State.CHANGED)] if given.apply else []}
        print(json.dumps(told, indent=1, ensure_ascii=False, allow_nan=False))
        return 0
    for remark in back.remarks:
        print(remark)
    for change in back.changes:
        print(change.sentence)
        for text in (change.why, change.remedy):
            if text:
                print(f"    {text}")
    print(back.summary)
    if given.apply:
        text = ngettext(
            "{n} decision recorded; undo takes it back.", "{n} decisions recorded; undo takes it back.", taken
        )
        print(text.format(n=taken) if taken else _("Nothing was recorded."))
    return 0
