"""Long work runs beside the window: progress, stopping, faults, and results that came too late."""

import threading
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from cmoplanner.errors import ExportFailed
from cmoplanner.i18n import PseudoTranslations, _, use_language
from cmoplanner.ui.jobs import Job, Jobs, Progress


@pytest.fixture
def jobs(qtbot: QtBot) -> Jobs:
    return Jobs()


def ending(job: Job) -> list[object]:
    heard: list[object] = []
    job.done.connect(lambda result: heard.append(("done", result)))
    job.failed.connect(lambda error: heard.append(("failed", type(error))))
    job.dropped.connect(lambda: heard.append("dropped"))
    return heard


def test_work_runs_in_another_thread_and_ends_on_this_one(qtbot: QtBot, jobs: Jobs) -> None:
    job = jobs.start("count", lambda _progress: threading.current_thread().name)
    heard = ending(job)
    ended: list[str] = []
    job.ended.connect(lambda: ended.append(threading.current_thread().name))
    qtbot.waitUntil(lambda: bool(ended))
    assert heard == [("done", "count")]
    assert ended == [threading.main_thread().name]


def test_the_user_stops_it(qtbot: QtBot, jobs: Jobs) -> None:
    reported = threading.Event()

    def work(progress: Progress) -> None:
        while True:
            progress.report(0.5)
            reported.set()

    job = jobs.start("endless", work)
    heard = ending(job)
    assert reported.wait(5)
    job.cancel()
    qtbot.waitUntil(lambda: bool(heard))
    assert heard == ["dropped"]


def test_a_fault_is_handed_over(qtbot: QtBot, jobs: Jobs) -> None:
    def work(_progress: Progress) -> None:
        raise ExportFailed(Path("book.xlsx"))

    heard = ending(jobs.start("export", work))
    qtbot.waitUntil(lambda: bool(heard))
    assert heard == [("failed", ExportFailed)]


def test_a_result_about_an_older_plan_is_dropped(qtbot: QtBot, jobs: Jobs) -> None:
    revision = [1]
    go_on = threading.Event()
    stale = ending(jobs.start("stale", lambda _progress: go_on.wait(5), revision=lambda: revision[0]))
    fresh = ending(jobs.start("fresh", lambda _progress: 7))
    revision[0] = 2
    go_on.set()
    qtbot.waitUntil(lambda: bool(stale) and bool(fresh))
    assert (stale, fresh) == (["dropped"], [("done", 7)])


def test_work_speaks_the_language_of_the_window(qtbot: QtBot, jobs: Jobs) -> None:
    use_language("pseudo")
    try:
        heard = ending(jobs.start("words", lambda _progress: _("Export")))
        qtbot.waitUntil(lambda: bool(heard))
    finally:
        use_language("en")
    assert heard == [("done", PseudoTranslations().gettext("Export"))]
