"""Long work runs beside the window: progress, stopping, faults, and results that came too late."""

import threading
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from cmoplanner.errors import ExportFailed
from cmoplanner.i18n import PseudoTranslations, _, use_language
from cmoplanner.ui.jobs import Job, Jobs, Latest, Progress, Work


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


@pytest.fixture
def latest(qtbot: QtBot) -> Latest:
    return Latest(20)


def answers(latest: Latest) -> list[object]:
    heard: list[object] = []
    latest.done.connect(heard.append)
    latest.failed.connect(lambda error: heard.append(type(error)))
    latest.settled.connect(lambda: heard.append("settled"))
    return heard


def counted(calls: list[str], name: str) -> Work:
    def work(_progress: Progress) -> str:
        calls.append(name)
        return name

    return work


def test_of_questions_that_follow_each_other_only_the_last_is_worked_on(qtbot: QtBot, latest: Latest) -> None:
    calls: list[str] = []
    heard = answers(latest)
    for name in ("a", "b", "c"):
        latest.ask_soon("work", counted(calls, name))
        assert latest.resting
    qtbot.waitUntil(lambda: not latest.busy)
    assert calls == ["c"]
    assert heard == ["c", "settled"]


def test_a_question_stops_the_one_before_and_its_answer_is_never_told(qtbot: QtBot, latest: Latest) -> None:
    begun, stopped, go_on = threading.Event(), threading.Event(), threading.Event()

    def endless(progress: Progress) -> str:
        begun.set()
        try:
            while True:
                progress.report(0.1)
        finally:
            stopped.set()

    def deaf(_progress: Progress) -> str:
        begun.set()
        go_on.wait(5)
        return "late"

    heard = answers(latest)
    for work in (endless, deaf):
        begun.clear()
        latest.ask("first", work)
        assert begun.wait(5)
        latest.ask("second", lambda _progress: "new")
        go_on.set()
        qtbot.waitUntil(lambda: not latest.busy)
    assert stopped.is_set()
    latest.stop()
    qtbot.wait(10)
    assert heard == ["new", "settled"] * 2


def test_nothing_is_told_of_what_was_dropped(qtbot: QtBot, latest: Latest) -> None:
    calls: list[str] = []
    heard = answers(latest)
    latest.ask_soon("resting", counted(calls, "resting"))
    latest.drop()
    assert not latest.busy
    latest.ask("running", counted(calls, "running"))
    latest.stop()
    qtbot.wait(60)
    assert calls == ["running"]
    assert heard == []
    latest.ask("again", counted(calls, "again"))
    latest.settle()
    assert heard == ["again", "settled"]


def test_an_answer_that_asks_anew_is_not_the_end(latest: Latest) -> None:
    heard = answers(latest)
    latest.done.connect(lambda found: latest.ask("next", lambda _progress: 2) if found == 1 else None)
    latest.ask_soon("first", lambda _progress: 1)
    latest.settle()
    assert heard == [1, 2, "settled"]


def test_a_fault_ends_the_question(latest: Latest) -> None:
    def work(_progress: Progress) -> None:
        raise ExportFailed(Path("book.xlsx"))

    heard = answers(latest)
    latest.ask("export", work)
    latest.settle()
    assert heard == [ExportFailed, "settled"]
    assert not latest.busy


def test_closing_leaves_no_thread_and_takes_no_question(latest: Latest) -> None:
    before = set(threading.enumerate())
    heard = answers(latest)
    latest.ask("work", lambda progress: [progress.report(0) for _again in range(1_000)])
    latest.close()
    latest.ask("late", lambda _progress: 1)
    latest.ask_soon("later", lambda _progress: 1)
    assert not latest.busy
    assert set(threading.enumerate()) <= before
    assert heard == []
