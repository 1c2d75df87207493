"""The command line: opens the window, or does one job without it. Each job imports what it uses."""

import argparse
import io
import os
import sys
import traceback
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from cmoplanner import __version__, cli_book, cli_page
from cmoplanner.cli_approvals import add_approvals
from cmoplanner.cli_audience import add_audiences
from cmoplanner.cli_bookings import add_bookings
from cmoplanner.errors import CmoPlannerError
from cmoplanner.i18n import _

BAD_INPUT = 2
BUG = 1
STOPPED = 130
_THEMES = ("light", "dark")
_DISPLAYS = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")

Job = Callable[[argparse.Namespace], int]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program. Returns 0 if all went well, 2 for a fault of the input, 1 for a fault of the program."""
    _survive_any_terminal()
    given = _parse(sys.argv[1:] if arguments is None else list(arguments))
    if given.data is not None:
        os.environ["CMOPLANNER_DATA"] = str(given.data)
    job: Job = given.job
    try:
        return job(given)
    except CmoPlannerError as error:
        _tell(error)
        return BAD_INPUT
    except BrokenPipeError:  # whoever reads our output has had enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return STOPPED
    except Exception:  # noqa: BLE001 # the last line of defence: told plainly, details in the log
        return _tell_bug()


def _survive_any_terminal() -> None:
    """Write “?” for what the terminal's encoding lacks, rather than fail on it."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def _tell(error: CmoPlannerError) -> None:
    for text in (error.sentence, error.remedy, error.details):
        if text:
            print(text, file=sys.stderr)


def _tell_bug() -> int:
    from cmoplanner.paths import data_folder

    found = traceback.format_exc()
    print(_("CMO Planner met a fault of its own. Your plan is as it was last saved."), file=sys.stderr)
    try:
        log = data_folder() / "errors.log"
        with log.open("a", encoding="utf-8") as file:
            file.write(f"{datetime.now(UTC).isoformat()} CMO Planner {__version__}\n{found}\n")
    except (CmoPlannerError, OSError):  # nowhere to write to: the details go to the terminal
        print(found, file=sys.stderr)
    else:
        print(_("The details are in “{log}”.").format(log=log), file=sys.stderr)
    return BUG


def _parse(arguments: list[str]) -> argparse.Namespace:
    """Read the words; without a command the first one is a plan to open."""
    parser = _parser()
    commands = _commands(parser)
    at = 2 if arguments[:1] == ["--data"] else 0
    first = arguments[at] if len(arguments) > at else None
    if first is not None and first not in commands:
        _propose(parser, first, commands)
    if first is None or (first not in commands and not first.startswith("-")):
        arguments = [*arguments[:at], "open", *arguments[at:]]
    return parser.parse_args(arguments)


def _propose(parser: argparse.ArgumentParser, word: str, commands: set[str]) -> None:
    """End with a proposal where a word is most likely a mistyped command and not a file."""
    if word.startswith("-") or Path(word).name != word or Path(word).suffix or Path(word).exists():
        return
    from difflib import get_close_matches

    if close := get_close_matches(word, commands, n=1):
        text = _("there is no command “{word}” and no such file. Did you mean “{command}”?")
        parser.error(text.format(word=word, command=close[0]))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="cmoplanner",
        description=_("Plan a company's marketing on a laptop, offline. Without a command: open the window."),
        usage="cmoplanner [PLAN] | cmoplanner COMMAND …",
    )
    parser.add_argument("--version", action="version", version=f"CMO Planner {__version__}")
    parser.add_argument("--data", type=Path, default=None, help=argparse.SUPPRESS)
    return parser


def _add_file_care(command: Callable[[str, str, Job], argparse.ArgumentParser]) -> None:
    """Add the commands that care for plan files: damaged ones, backups, and copies to be sent."""
    added = command("recover", _("save what a damaged plan still holds as a new plan"), _recover)
    added.add_argument("plan", type=Path, metavar=_("FILE"))
    added.add_argument("out", type=Path, metavar="OUT.cmoplan")

    added = command("clean", _("write a copy without history, versions and change log, to be sent"), _clean)
    added.add_argument("plan", type=Path, metavar=_("PLAN"))
    added.add_argument("out", type=Path, metavar="OUT.cmoplan")

    added = command("backups", _("list the backups of a plan on this computer"), _backups)
    added.add_argument("plan", type=Path, metavar=_("PLAN"))

    added = command("restore", _("bring a backup back as a plan file of its own"), _restore)
    added.add_argument("backup", type=Path, metavar=_("BACKUP"))
    added.add_argument("out", type=Path, metavar="OUT.cmoplan")


def _add_project(command: Callable[[str, str, Job], argparse.ArgumentParser]) -> None:
    added = command("project", _("print what a plan is expected to bring"), _project)
    added.add_argument("plan", type=Path, metavar=_("PLAN"))
    added.add_argument("--json", action="store_true", help=_("all figures, for programs"))
    added.add_argument("--draws", type=_draws, metavar="N", help=_("show the range of the outcome in so many draws"))
    added.add_argument("--seed", type=int, metavar="S", help=_("number that the draws follow from"))
    added.add_argument("--scenario", metavar=_("NAME"), help=_("project a scenario of the plan, by id or name"))

    added = command("fit", _("fit response curves to past spend and responses"), _fit)
    added.add_argument("plan", type=Path, metavar=_("PLAN"))
    added.add_argument(
        "history", type=Path, nargs="?", metavar="HISTORY.csv|xlsx", help=_("the plan's own past months without one")
    )
    added.add_argument("--channel", default=None, metavar=_("CHANNEL"), help=_("only this channel, by id or name"))
    added.add_argument("--sheet", default=None, metavar=_("SHEET"), help=_("sheet of the workbook"))
    added.add_argument("--apply", action="store_true", help=_("take over what is recommended, as one step"))
    added.add_argument("--json", action="store_true", help=_("all figures, for programs"))


MODELS = (
    "b2b_software", "b2b_services", "manufacturing", "public_sector", "ecommerce", "consumer_subscription", "financial",
    "retail_local",
)  # fmt: skip
"""The kinds of business that presets exist for, as help names them."""


def _add_new(command: Callable[[str, str, Job], argparse.ArgumentParser]) -> None:
    """Add the command that makes plans: blank, from presets, or from the sample."""
    added = command("new", _("make a plan: blank, from presets, or from the sample"), _new)
    added.add_argument("plan", type=Path, metavar=_("PLAN"))
    added.add_argument("--sample", action="store_true", help=_("copy the sample plan"))
    added.add_argument("--company", default="", help=_("name of the company"))
    added.add_argument("--currency", default="EUR", help=_("code of the currency, such as EUR"))
    added.add_argument(
        "--fiscal-year-start", "--fy-start", dest="fy_start", type=_day, metavar=_("DAY"),
        help=_("first day of the fiscal year, as 2027-01-01"),
    )  # fmt: skip
    added.add_argument(
        "--as-of", type=_day, metavar=_("DAY"), help=_("day the plan is as of: months that ended by then are closed")
    )
    added.add_argument(
        "--pattern",
        default="calendar_months",
        help=_("months of the fiscal year: calendar_months, 4-4-5, 4-5-4 or 5-4-4"),
    )
    added.add_argument(
        "--horizon", type=int, default=36, metavar=_("MONTHS"), help=_("months that are projected: 12 to 60")
    )
    added.add_argument("--budget", default="0", help=_("marketing budget of the year"))
    added.add_argument("--goal", default="", help=_("revenue to be reached in the year"))
    added.add_argument("--preset", default="", help=_("channels to begin with: b2b or b2c"))
    added.add_argument("--model", default="", help=_("kind of business: {names}").format(names=", ".join(MODELS)))
    added.add_argument(
        "--rate", type=float, help=_("units of the currency for one euro: the costs of presets are euro")
    )
    added.add_argument("--segment", nargs="+", action="extend", default=[], metavar=_("NAME"), help=_("who buys"))
    added.add_argument("--offering", nargs="+", action="extend", default=[], metavar=_("NAME"), help=_("what is sold"))


def _commands(parser: argparse.ArgumentParser) -> set[str]:
    group = parser.add_subparsers(metavar=_("COMMAND"), title=_("commands"), prog="cmoplanner", required=True)

    def command(name: str, help: str, job: Job) -> argparse.ArgumentParser:
        added = group.add_parser(name, help=help, description=help)
        added.set_defaults(job=job)
        return added

    added = command("open", _("open a plan in the window (without one: the last that was open)"), _open)
    added.add_argument("plan", type=Path, nargs="?", metavar=_("PLAN"))
    added.add_argument("--sample", action="store_true", help=_("open your copy of the sample plan"))

    _add_new(command)

    added = command("check", _("check that a plan file is sound"), _check)
    added.add_argument("plan", type=Path, metavar=_("PLAN"))

    _add_file_care(command)

    _add_project(command)
    add_bookings(command)
    add_audiences(command)

    cli_page.add_command(command)

    added = command("import-tables", _("build a plan from a folder of plan tables"), _import_tables)
    added.add_argument("folder", type=Path, metavar=_("FOLDER"))
    added.add_argument("out", type=Path, metavar="OUT.cmoplan")
    added.add_argument("--force", action="store_true", help=_("replace a plan that is there"))

    added = command("export-tables", _("write a plan as a folder of plan tables"), _export_tables)
    added.add_argument("plan", type=Path, metavar=_("PLAN"))
    added.add_argument("folder", type=Path, metavar=_("FOLDER"))
    added.add_argument("--force", action="store_true", help=_("replace files that are there"))

    cli_book.add_command(command)
    cli_book.add_erp(command)
    add_approvals(command)

    added = command("diff", _("say what differs between two plans, or what changed since a version"), _diff)
    added.add_argument("plan", type=Path, metavar=_("PLAN"))
    added.add_argument("other", type=Path, nargs="?", metavar=_("NEWER"))
    added.add_argument("--since", default=None, metavar=_("VERSION"), help=_("name of a version kept in the plan"))
    added.add_argument("--json", action="store_true", help=_("all differences, for programs"))

    added = command("log", _("print the change log of a plan, or write or verify a proof of it"), _log)
    added.add_argument("plan", type=Path, nargs="?", metavar=_("PLAN"))
    added.add_argument("--json", action="store_true", help=_("with all hashes, for programs"))
    added.add_argument("--proof", type=Path, metavar=_("FILE"), help=_("write the log with its hashes to be kept"))
    added.add_argument("--verify", type=Path, metavar=_("FILE"), help=_("say whether a proof is whole, and fits PLAN"))

    added = command("shots", _("write a picture of each page of the window"), _shots)
    added.add_argument("plan", type=Path, metavar=_("PLAN"))
    added.add_argument("folder", type=Path, metavar=_("FOLDER"))
    added.add_argument("--size", type=_size, default=(1440, 900), metavar="WxH", help=_("size of the window"))
    added.add_argument("--theme", choices=_THEMES, default="light", help=_("light or dark"))
    return set(group.choices)


_SMALLEST, _LARGEST = 400, 8_000


def _size(text: str) -> tuple[int, int]:
    width, _x, height = text.lower().partition("x")
    if not (
        width.isdecimal()
        and height.isdecimal()
        and _SMALLEST <= int(width) <= _LARGEST
        and _SMALLEST <= int(height) <= _LARGEST
    ):
        raise argparse.ArgumentTypeError(
            _("a size is written as 1440x900, sides from {least} to {most}").format(least=_SMALLEST, most=_LARGEST)
        )
    return int(width), int(height)


_MOST_DRAWS = 10_000


def _draws(text: str) -> int:
    if text.isdecimal() and 1 <= int(text) <= _MOST_DRAWS:
        return int(text)
    raise argparse.ArgumentTypeError(_("1 to {most} draws can be made").format(most=_MOST_DRAWS))


def _day(text: str) -> str:
    try:
        return datetime.strptime(text, "%Y-%m-%d").date().isoformat()  # noqa: DTZ007 # a day has no time zone
    except ValueError:
        raise argparse.ArgumentTypeError(_("a day is written as 2027-01-01")) from None


def _open(given: argparse.Namespace) -> int:
    if sys.platform.startswith("linux") and not any(os.environ.get(name) for name in _DISPLAYS):
        from cmoplanner.cli_jobs import work_without_display

        return work_without_display(given.plan)
    from cmoplanner.ui.app import run

    return run(given.plan, sample=given.sample)


def _new(given: argparse.Namespace) -> int:
    from cmoplanner.cli_new import copy_sample, new_plan

    return copy_sample(given.plan, given) if given.sample else new_plan(given.plan, given)


def _check(given: argparse.Namespace) -> int:
    from cmoplanner.cli_jobs import check_plan

    return check_plan(given.plan)


def _recover(given: argparse.Namespace) -> int:
    from cmoplanner.cli_jobs import recover_plan

    return recover_plan(given.plan, given.out)


def _clean(given: argparse.Namespace) -> int:
    from cmoplanner.cli_jobs import clean_plan

    return clean_plan(given.plan, given.out)


def _restore(given: argparse.Namespace) -> int:
    from cmoplanner.cli_jobs import restore_backup

    return restore_backup(given.backup, given.out)


def _backups(given: argparse.Namespace) -> int:
    from cmoplanner.cli_jobs import list_backups

    return list_backups(given.plan)


def _project(given: argparse.Namespace) -> int:
    from cmoplanner.cli_jobs import project_plan

    return project_plan(given.plan, as_json=given.json, draws=given.draws, seed=given.seed, scenario=given.scenario)


def _fit(given: argparse.Namespace) -> int:
    from cmoplanner.cli_fit import fit_plan

    return fit_plan(
        given.plan,
        given.history,
        channel=given.channel,
        sheet=given.sheet,
        apply=given.apply,
        as_json=given.json,
    )


def _import_tables(given: argparse.Namespace) -> int:
    from cmoplanner.cli_jobs import import_folder

    return import_folder(given.folder, given.out, replace=given.force)


def _export_tables(given: argparse.Namespace) -> int:
    from cmoplanner.cli_jobs import export_folder

    return export_folder(given.plan, given.folder, replace=given.force)


def _diff(given: argparse.Namespace) -> int:
    from cmoplanner.cli_diff import diff_plans, diff_since

    if (given.other is None) == (given.since is None):
        raise CmoPlannerError(
            _("There is nothing to compare with."), _("Give a second plan, or --since with the name of a version.")
        )
    if given.since is not None:
        return diff_since(given.plan, given.since, as_json=given.json)
    return diff_plans(given.plan, given.other, as_json=given.json)


def _log(given: argparse.Namespace) -> int:
    from cmoplanner.cli_diff import print_log, verify_proof, write_proof

    if given.verify is not None:
        return verify_proof(given.verify, given.plan)
    if given.plan is None:
        raise CmoPlannerError(_("No plan is given."), _("Give a plan, or --verify with a proof."))
    if given.proof is not None:
        return write_proof(given.plan, given.proof)
    return print_log(given.plan, as_json=given.json)


def _shots(given: argparse.Namespace) -> int:
    from cmoplanner.cli_jobs import write_pictures

    return write_pictures(given.plan, given.folder, size=given.size, theme=given.theme)
