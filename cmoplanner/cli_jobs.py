"""The jobs of the command line, one function each; every one returns the exit code."""

import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from cmoplanner.errors import CmoPlannerError, ExportFailed
from cmoplanner.i18n import _, ngettext
from cmoplanner.model.plan import Plan
from cmoplanner.model.problem import Problem
from cmoplanner.model.store.snapshot import Snapshot, read_snapshot

BAD_INPUT = 2
_HEADLESS_SIZE = (1440, 900)


def without_display() -> None:
    """Let Qt draw without a screen, unless the user chose otherwise."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


def check_plan(path: Path) -> int:
    """Verify a plan file and the rules between its rows; print what is wrong, and what is odd but allowed."""
    from cmoplanner.model.fields import table
    from cmoplanner.model.problems import Severity
    from cmoplanner.model.problems import check_plan as problems_of

    plan = read_snapshot(path).plan
    problems = problems_of(plan)
    for problem in problems:
        place = f"{_(table(problem.table).label)} {problem.row_id} [{problem.key}]"
        print(f"{place}: {problem.sentence}. {problem.remedy}".rstrip())
    errors = sum(problem.severity is Severity.ERROR for problem in problems)
    if errors:
        print(ngettext("{n} problem in “{name}”", "{n} problems in “{name}”", errors).format(n=errors, name=path.name))
        return BAD_INPUT
    n = len(plan.activities)
    print(
        ngettext(
            "“{name}” is sound: {n} activity, revision {revision}.",
            "“{name}” is sound: {n} activities, revision {revision}.",
            n,
        ).format(name=path.name, n=n, revision=plan.revision)
    )
    return 0


def recover_plan(path: Path, out: Path) -> int:
    """Save what a damaged plan still holds as a new plan, and say what was lost; 2 if anything was."""
    from cmoplanner.model.store.recover import recover

    _refuse_existing(out, _("Give another name."))
    found = recover(path, out)
    n = found.count
    print(ngettext("“{name}” holds {n} row.", "“{name}” holds {n} rows.", n).format(name=out.name, n=n))
    for sentence in found.lost:
        print(sentence)
    return BAD_INPUT if found.lost else 0


def clean_plan(path: Path, out: Path) -> int:
    """Write a copy of a plan that tells nothing of how the plan came about."""
    from cmoplanner.model.store.clean import write_clean_copy

    _refuse_existing(out, _("Give another name."))
    write_clean_copy(read_snapshot(path).contents, out)
    print(out)
    return 0


def list_backups(path: Path) -> int:
    """Print the backups of a plan on this computer, newest first."""
    from cmoplanner.model.store.backups import Backups
    from cmoplanner.paths import data_folder

    found = Backups(data_folder(), read_snapshot(path).contents.identity.uuid).list()
    for backup in reversed(found):
        made = backup.at.astimezone().strftime("%Y-%m-%d %H:%M:%S")
        print(_("{time}  revision {revision}  {path}").format(time=made, revision=backup.revision, path=backup.path))
    if not found:
        print(_("There is no backup of “{name}” on this computer.").format(name=path.name))
    return 0


def restore_backup(backup: Path, out: Path) -> int:
    """Bring a backup back as a plan of its own and say what it holds; the plan that it was made of stays as it is."""
    from cmoplanner.model.store.restore import restore

    _refuse_existing(out, _("Give another name."))
    restore(backup, out)
    plan = read_snapshot(out).plan
    n = len(plan.activities)
    held = ngettext("“{plan}” with {n} activity", "“{plan}” with {n} activities", n).format(plan=plan.header.name, n=n)
    print(f"{out}: {held}")
    return 0


def _refuse_existing(path: Path, remedy: str) -> None:
    if path.exists():
        raise CmoPlannerError(_("“{name}” is there already.").format(name=str(path)), remedy)


def readable(path: Path) -> Snapshot:
    """Read a plan to be projected or drawn; say on stderr what `check` would refuse.

    Raises CmoPlannerError where currency, calendar or horizon are no such thing: no figure would mean anything.
    """
    from cmoplanner.model.problems import Severity
    from cmoplanner.model.problems import check_plan as problems_of

    snapshot = read_snapshot(path)
    problems = [problem for problem in problems_of(snapshot.plan) if problem.severity is Severity.ERROR]
    if header := [problem for problem in problems if problem.table == "plan"]:
        raise CmoPlannerError(
            _("“{name}” has settings that no plan can have.").format(name=path.name),
            _("Ask the sender for the file again. The file was not changed."),
            "\n".join(f"{problem.key}: {problem.sentence}" for problem in header),
        )
    if problems:
        n = len(problems)
        text = ngettext("{n} problem in “{name}”; check names it.", "{n} problems in “{name}”; check names them.", n)
        print(text.format(n=n, name=path.name), file=sys.stderr)
    return snapshot


def project_plan(
    path: Path, *, as_json: bool, draws: int | None = None, seed: int | None = None, scenario: str | None = None
) -> int:
    """Print the key figures of a plan or one of its scenarios, with their range if asked; all of them as JSON."""
    from cmoplanner.report.figures import summary

    plan = readable(path).plan
    chosen, problems = (plan, ()) if scenario is None else _scenario(plan, scenario)
    found = summary(chosen)
    if scenario is not None:
        found["scenario"] = {"name": scenario, "problems": [problem.sentence for problem in problems]}
    found |= _ranges(plan, chosen, draws, seed)
    if as_json:
        print(json.dumps(found, indent=1, ensure_ascii=False, allow_nan=False))
    else:
        from cmoplanner.cli_text import bridge_lines, key_figures, range_figures

        print(key_figures(chosen, found))
        if "uncertainty" in found:
            print(range_figures(chosen, found["uncertainty"]))
        if "against_plan" in found:
            print(bridge_lines(chosen, found["against_plan"]["bridge"]))
    return 0


def _scenario(plan: Plan, name: str) -> tuple[Plan, Sequence[Problem]]:
    """Return the plan of a scenario by its id or name; say on stderr which of its differences were left out."""
    from cmoplanner.projection.scenario import applied

    ids = [key for key, row in plan.scenarios.items() if name in (key, row.name)]
    if not ids:
        raise CmoPlannerError(
            _("There is no scenario “{name}”.").format(name=name),
            _("Name one of these: {names}.").format(names=", ".join(plan.scenarios) or "–"),
        )
    found = applied(plan, ids[0])
    for problem in found.problems:
        print(f"{problem.sentence}. {problem.remedy}", file=sys.stderr)
    return found.plan, found.problems


def _ranges(plan: Plan, chosen: Plan, draws: int | None, seed: int | None) -> dict[str, Any]:
    """Return the range of the chosen plan, and how it differs from the plan as it stands."""
    from cmoplanner.report.ranges import bridge_figures, comparison, ranges

    bridges = {}
    if chosen is not plan:
        from cmoplanner.projection.bridge import bridge

        bridges = dict(bridge(plan, chosen))
    if draws is None and seed is None:
        return {"against_plan": bridge_figures(bridges)} if bridges else {}
    from cmoplanner.projection.comparison import Named, side_by_side
    from cmoplanner.projection.draws import DEFAULT_DRAWS, DEFAULT_SEED, Draws

    wanted = Draws(DEFAULT_DRAWS if draws is None else draws, DEFAULT_SEED if seed is None else seed)
    plans = [Named("", plan)] if chosen is plan else [Named("", plan), Named("", chosen)]
    compared = side_by_side(plans, wanted)[-1]
    found: dict[str, Any] = {"uncertainty": ranges(compared.bands)}
    if bridges:
        found["against_plan"] = comparison(compared, bridges)
    return found


def export_plan(path: Path, out: Path) -> int:
    """Write the workbook of a plan."""
    _write_workbook(readable(path), out)
    print(out)
    return 0


def groupings(text: str, most: int) -> list[str]:
    """Return what a calendar is grouped or coloured by, at most so many with commas between them."""
    from cmoplanner.report.timeline.lanes import GROUPINGS

    found = [part.strip() for part in text.split(",") if part.strip()]
    wrong = next((key for key in found if key not in GROUPINGS), None)
    if wrong is not None or len(found) > most:
        remedy = ngettext("Give one of: {names}.", "Give one or two of: {names}.", most)
        raise CmoPlannerError(
            _("“{name}” is nothing to group or colour a calendar by.").format(name=wrong or text),
            remedy.format(names=", ".join(GROUPINGS)),
        )
    return found


def _write_workbook(snapshot: Snapshot, out: Path) -> None:
    from cmoplanner.exchange.book_beside import prepared
    from cmoplanner.exchange.workbook import export_workbook
    from cmoplanner.projection.compile import compile_plan
    from cmoplanner.projection.model import project

    outcome = project(compile_plan(snapshot.plan))
    export_workbook(snapshot.plan, outcome, out, prepared(snapshot.plan, snapshot.contents, outcome))


def import_folder(folder: Path, out: Path, *, replace: bool) -> int:
    """Build a plan file from plan tables and say what was taken, kept and left out."""
    from cmoplanner.exchange.plan_tables import import_tables

    if not replace:
        _refuse_existing(out, _("Give another name, or --force to replace it."))
    read = import_tables(folder, out, replace=replace)
    rows = sum(len(found) for found in read.rows.values())
    print(_("“{name}” holds {rows} rows.").format(name=out.name, rows=rows))
    if read.kept_files:
        print(_("Kept word for word: {names}").format(names=", ".join(read.kept_files)))
    for file, columns in read.kept_columns:
        print(_("Kept word for word from {file}: {names}").format(file=file, names=", ".join(columns)))
    if read.left_out:
        print(_("Not taken: {names}").format(names=", ".join(read.left_out)))
    return 0


def export_folder(path: Path, folder: Path, *, replace: bool) -> int:
    """Write a plan as plan tables."""
    from cmoplanner.exchange.plan_tables import export_tables

    written = export_tables(read_snapshot(path), folder, replace=replace)
    n = len(written)
    print(ngettext("{n} file in “{name}”", "{n} files in “{name}”", n).format(n=n, name=str(folder)))
    return 0


def write_pictures(path: Path, folder: Path, *, size: tuple[int, int], theme: str) -> int:
    """Write a picture of each page of the window."""
    without_display()
    from cmoplanner.ui.shots import write_shots

    readable(path)
    for picture in write_shots(path, folder, size=size, theme=theme):
        print(picture)
    return 0


def work_without_display(path: Path | None) -> int:
    """Do the main job where there is no screen: check, project, export and draw a plan; print its key figures."""
    from cmoplanner.paths import sample_plan

    plan = sample_plan() if path is None else path
    print(_("There is no display, so no window opens: the plan is checked, projected and exported instead."))
    code = check_plan(plan)
    out = Path("out")
    try:
        out.mkdir(exist_ok=True)
    except OSError as error:
        raise ExportFailed(out, str(error)) from error
    _write_workbook(readable(plan), out / f"{plan.stem}.xlsx")
    print(out / f"{plan.stem}.xlsx")
    write_pictures(plan, out, size=_HEADLESS_SIZE, theme="light")
    print()
    return project_plan(plan, as_json=False) or code
