"""Pictures of the real window, for the documentation, tests and review; the same for the same plan, size and theme."""

import os
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime, time
from pathlib import Path
from types import MappingProxyType

from PySide6.QtCore import QCoreApplication, QEvent, QMessageLogContext, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication

from cmoplanner.errors import ExportFailed
from cmoplanner.exchange.files_out import write_bytes
from cmoplanner.model.store.document import Document
from cmoplanner.model.store.snapshot import read_snapshot
from cmoplanner.model.values import Stored
from cmoplanner.settings import Settings
from cmoplanner.ui.app import application
from cmoplanner.ui.budget.side import VARIANCE
from cmoplanner.ui.in_memory import png_of
from cmoplanner.ui.window import Window
from cmoplanner.ui.workspace import Workspace

_PLANNED = {"activity", "activity_target", "campaign", "milestone", "lever"}  # what an empty plan lacks
_TIME = time(14, 2)
_ROUNDS = 6  # of events until layouts, stale pages and style sheets have settled

Scene = Callable[[Workspace], None]


def write_shots(
    plan_path: Path, folder: Path, *, size: tuple[int, int] = (1440, 900), theme: str = "light"
) -> list[Path]:
    """Write a picture of each scene; the plan file is read, never changed. Raises PlanFileError, ExportFailed."""
    app = application()
    snapshot = read_snapshot(plan_path)
    rows = {name: snapshot.rows(name) for name in snapshot.contents.tables if name in _tables()}
    empty = {name: found for name, found in rows.items() if name not in _PLANNED}
    written = []
    with tempfile.TemporaryDirectory() as scratch, _without_own_data(Path(scratch)), _without_size_hints():
        for number, (name, scene) in enumerate(SCENES.items()):
            source = empty if "empty" in name else rows
            picture = folder / f"{name}-{theme}-{size[0]}x{size[1]}.png"
            home = Path(scratch) / str(number)
            home.mkdir()
            with _window(app, home, source, size, theme) as window:
                scene(_workspace(window))
                _work_out(_workspace(window))
                _settle()
                _save(window, picture)
            written.append(picture)
    return written


def _tables() -> set[str]:
    from cmoplanner.model.fields import TABLES

    return {table.name for table in TABLES}


@contextmanager
def _without_size_hints() -> Iterator[None]:
    """Keep Qt from saying for each window that a platform without a screen has no size hints."""

    def pass_on(kind: QtMsgType, context: QMessageLogContext, text: str) -> None:
        if "propagateSizeHints" in text:
            return
        if before is not None:
            before(kind, context, text)
        else:
            sys.stderr.write(f"{text}\n")

    before = qInstallMessageHandler(pass_on)
    try:
        yield
    finally:
        qInstallMessageHandler(before)


@contextmanager
def _without_own_data(folder: Path) -> Iterator[None]:
    before = os.environ.get("CMOPLANNER_DATA")
    os.environ["CMOPLANNER_DATA"] = str(folder)
    try:
        yield
    finally:
        if before is None:
            del os.environ["CMOPLANNER_DATA"]
        else:
            os.environ["CMOPLANNER_DATA"] = before


@contextmanager
def _window(
    app: QApplication, home: Path, rows: dict[str, list[dict[str, Stored]]], size: tuple[int, int], theme: str
) -> Iterator[Window]:
    window = Window(Settings(home / "settings.json", theme=theme))
    try:
        window.setMinimumSize(0, 0)
        window.resize(*size)
        window.show_document(_document(home, rows))
        window.show()
        _settle()
        yield window
    finally:
        window.close()
        window.deleteLater()
        _settle()
        app.setStyleSheet("")


def _document(home: Path, rows: dict[str, list[dict[str, Stored]]]) -> Document:
    """Return a plan whose file was updated at a fixed hour of its own day, not of the day of the picture."""
    path = home / "plan.cmoplan"
    Document.create(path, rows, data_folder=home).close()
    as_of = date.fromisoformat(str(rows["plan"][0]["as_of"]))
    moment = datetime.combine(as_of, _TIME).timestamp()
    os.utime(path, (moment, moment))
    return Document.open(path, data_folder=home / "again")


def _workspace(window: Window) -> Workspace:
    if window.workspace is None:
        raise ValueError("the window shows no plan")
    return window.workspace


def _work_out(workspace: Workspace) -> None:
    """Wait for what is worked out beside the window, so that no picture depends on how far it is."""
    workspace.context.outlook.ranges.settle()
    workspace.data.checking.settle()
    workspace.outcome.settle()
    workspace.budget.settle()
    workspace.assumptions.register.effects.settle()


def _settle() -> None:
    for _round in range(_ROUNDS):
        QCoreApplication.processEvents()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def _save(window: Window, picture: Path) -> None:
    focused = window.focusWidget()
    if focused is not None:
        focused.clearFocus()  # a blinking caret would make each picture another
    _settle()
    try:
        picture.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ExportFailed(picture, str(error)) from error
    write_bytes(picture, png_of(window.grab()))


def _as_it_opens(workspace: Workspace) -> None:
    """Leave it as it opens."""


def _by_channel(workspace: Workspace) -> None:
    workspace.calendar.group_by("channel")


def _calendar_form(key: str) -> Scene:
    return lambda workspace: workspace.calendar.forms.show(key)


def _filtered(workspace: Workspace) -> None:
    workspace.calendar.shown.filter_by("medium:online -status:done > 5k")


def _activity(workspace: Workspace) -> None:
    plan = workspace.context.document.plan
    shares = workspace.context.outlook.attribution.by_activity
    fit = [row for row in plan.activities.values() if row.approval_status == "submitted" and row.id in shares]
    known = fit or list(plan.activities.values())
    if known:
        workspace.inspector.fold(False)
        workspace.context.selection.set("activity", [known[0].id])


def _campaign(workspace: Workspace) -> None:
    campaigns = list(workspace.context.document.plan.campaigns)
    if campaigns:
        workspace.inspector.fold(False)
        workspace.context.selection.set("campaign", campaigns[:1])


def _data(workspace: Workspace) -> None:
    workspace.show_page("data")
    workspace.data.view.show_row(next(iter(workspace.context.document.plan.activities), ""), 1)


def _data_empty(workspace: Workspace) -> None:
    workspace.show_page("data")
    workspace.data.open("campaign")


def _market(workspace: Workspace) -> None:
    workspace.show_page("data")
    workspace.data.open("cell")
    workspace.context.selection.set("cell", list(workspace.context.document.plan.cells)[:1])


def _outcome(workspace: Workspace) -> None:
    workspace.show_page("outcome")


def _budget(workspace: Workspace) -> None:
    workspace.show_page("budget")
    workspace.budget.open_quarter(2)
    workspace.budget.go_to_over()


def _money_back(workspace: Workspace) -> None:
    workspace.show_page("budget")
    workspace.budget.show_side(True)


def _variance(workspace: Workspace) -> None:
    workspace.show_page("budget")
    workspace.budget.show_side(True)
    workspace.budget.side.show_tab(VARIANCE)
    workspace.budget.settle()


def _assumptions(workspace: Workspace) -> None:
    workspace.show_page("assumptions")


def _four_questions(workspace: Workspace) -> None:
    workspace.show_page("assumptions")
    workspace.assumptions.show_way("questions")
    workspace.assumptions.register.effects.stop()  # the register is not in the picture


SCENES: Mapping[str, Scene] = MappingProxyType(
    {
        "calendar": _as_it_opens,
        "calendar-by-channel": _by_channel,
        "calendar-filtered": _filtered,
        "calendar-table": _calendar_form("table"),
        "calendar-month": _calendar_form("month"),
        "calendar-one-pager": _calendar_form("page"),
        "calendar-segment": _calendar_form("segment"),
        "calendar-activity": _activity,
        "calendar-campaign": _campaign,
        "outcome": _outcome,
        "plan-data": _data,
        "plan-data-empty": _data_empty,
        "plan-data-market": _market,
        "budget": _budget,
        "budget-money-back": _money_back,
        "budget-variance": _variance,
        "assumptions": _assumptions,
        "assumptions-questions": _four_questions,
        "empty-plan": _as_it_opens,
    }
)
"""What is pictured, by name."""
