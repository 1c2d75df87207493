"""The jobs of the command line that write a workbook for one audience: sales, or a single partner."""

import argparse
from collections.abc import Callable
from pathlib import Path

from cmoplanner.errors import CmoPlannerError
from cmoplanner.i18n import _

_Add = Callable[[str, str, Callable[[argparse.Namespace], int]], argparse.ArgumentParser]


def add_audiences(command: _Add) -> None:
    """Add `export-sales` and `export-annex` to the commands."""
    added = command("export-sales", _("write leads, offers and customers by market cell and month for sales"), _sales)
    added.add_argument("plan", type=Path, metavar=_("PLAN"))
    added.add_argument("out", type=Path, metavar="OUT.xlsx")
    added = command("export-annex", _("write one partner's joint plan, activities, funds and claims"), _annex)
    added.add_argument("plan", type=Path, metavar=_("PLAN"))
    added.add_argument("partner", metavar=_("PARTNER"), help=_("its id or name"))
    added.add_argument("out", type=Path, metavar="OUT.xlsx")


def _sales(given: argparse.Namespace) -> int:
    from cmoplanner.cli_jobs import readable
    from cmoplanner.exchange.audiences import export_sales
    from cmoplanner.projection.compile import compile_plan
    from cmoplanner.projection.model import project

    _refuse_other(given.out)
    export_sales(project(compile_plan(readable(given.plan).plan)), given.out)
    print(given.out)
    return 0


def _annex(given: argparse.Namespace) -> int:
    from cmoplanner.cli_jobs import readable
    from cmoplanner.exchange.audiences import export_annex

    _refuse_other(given.out)
    export_annex(readable(given.plan).plan, given.partner, given.out)
    print(given.out)
    return 0


def _refuse_other(out: Path) -> None:
    if out.suffix.casefold() != ".xlsx":
        raise CmoPlannerError(
            _("A workbook is not written as “{name}”.").format(name=out.name), _("Give a name that ends in .xlsx.")
        )
