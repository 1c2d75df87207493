"""Calibrating a channel in a real window: four answers, a benchmark, a history; each taken over as one step."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from cmoplanner.model.edits.fields import set_field
from cmoplanner.model.edits.rows import create_row, delete_rows
from cmoplanner.model.store.document import Document
from cmoplanner.projection.judgement import Answers, Question, judged
from cmoplanner.ui.assumptions.asking import Asked
from cmoplanner.ui.pages.assumptions import AssumptionsPage
from cmoplanner.ui.workspace import Workspace


@pytest.fixture
def page(qtbot: QtBot, workspace: Workspace) -> AssumptionsPage:
    workspace.show_page("assumptions")
    return workspace.assumptions


def way(page: AssumptionsPage, key: str, channel: str = "") -> None:
    QTest.mouseClick(page.buttons[key], Qt.MouseButton.LeftButton)
    if channel:
        page.channel.setCurrentIndex(page.channel.findData(channel))


def answer(asked: Asked, text: str) -> None:
    asked.line.setFocus()
    asked.line.selectAll()
    QTest.keyClicks(asked.line, text)


def answer_all(page: AssumptionsPage, *texts: str) -> None:
    for asked, text in zip(page.questions.lines.values(), texts, strict=True):
        answer(asked, text)


def test_questions_begin_with_what_the_plan_assumes(workspace: Workspace, page: AssumptionsPage) -> None:
    way(page, "questions", "paid_search")
    found = page.questions.judgement
    assert found is not None
    assert found.sigma == pytest.approx(workspace.context.document.plan.channels["paid_search"].sigma, abs=0.01)
    assert "5.20 (plan 5.20)" in page.questions.told.text()


def test_the_curve_moves_while_one_answers(page: AssumptionsPage) -> None:
    way(page, "questions", "paid_search")
    before = page.questions.picture.picture.curves[-1].points
    answer(page.questions.lines[Question.MOST], "20000")
    after = page.questions.picture.picture.curves[-1].points
    assert after[-1][1] > before[-1][1]
    today = page.questions.picture.picture.today
    assert today is not None
    assert after[20][0] == pytest.approx(today)
    assert after[20][1] == pytest.approx(5278, rel=1e-9)


def test_answers_that_no_curve_gives_are_refused_in_words(page: AssumptionsPage) -> None:
    way(page, "questions", "paid_search")
    answer_all(page, "0", "5000", "4000", "9000")
    asked = page.questions.lines[Question.HALF_MORE]
    assert asked.fault.text().startswith("Half as much money again brings no more")
    assert not page.questions.apply.isEnabled()
    answer(asked, "cheap")
    assert asked.fault.text()
    answer(asked, "6000")
    assert not asked.fault.text()
    assert page.questions.apply.isEnabled()


def test_answers_are_taken_over_in_one_step(workspace: Workspace, page: AssumptionsPage) -> None:
    document = workspace.context.document
    way(page, "questions", "paid_search")
    answer_all(page, "0", "5000", "6000", "9000")
    wanted = judged(Answers(0, 5000, 6000, 9000))
    today = page.questions.picture.picture.today
    assert today is not None
    QTest.mouseClick(page.questions.apply, Qt.MouseButton.LeftButton)
    channel = document.plan.channels["paid_search"]
    assert channel.slope == pytest.approx(wanted.gamma)
    assert channel.unit_cost != 5.2
    row = page.register.model.row("channel:paid_search/unit_cost")
    assert row.source == "judgement: four questions"
    assert row.value == channel.unit_cost
    # the plan's curve is now that of the answers
    assert [asked.line.text() for asked in page.questions.lines.values()] == ["0", "5,000", "6,000", "9,000"]
    document.undo()
    assert document.plan.channels["paid_search"].unit_cost == 5.2


def test_a_channel_without_money_is_asked_what_month_it_is_about(workspace: Workspace, page: AssumptionsPage) -> None:
    document = workspace.context.document
    new = create_row(document, "channel", {"name": "<b>Radio</b>", "medium": "offline"})
    way(page, "questions", new)
    assert page.questions.spend.isVisible()
    assert "<b>Radio</b>" in page.questions.lead.text()
    answer_all(page, "0", "100", "130", "300")
    assert not page.questions.apply.isEnabled()
    answer(page.questions.spend, "2000")
    QTest.mouseClick(page.questions.apply, Qt.MouseButton.LeftButton)
    assert document.plan.channels[new].unit_cost == pytest.approx(20.0)


def test_a_benchmark_stands_beside_the_plan_and_is_taken_over(workspace: Workspace, page: AssumptionsPage) -> None:
    document = workspace.context.document
    way(page, "benchmark", "paid_search")
    assert page.benchmark.chosen.name == "Paid search"
    assert "WordStream" in page.benchmark.source.text()
    now, new = page.benchmark.picture.picture.curves
    assert new.points[-1][1] / now.points[-1][1] == pytest.approx(5.2 / 4.9, rel=1e-6)
    QTest.mouseClick(page.benchmark.apply, Qt.MouseButton.LeftButton)
    assert document.plan.channels["paid_search"].unit_cost == 4.9
    row = page.register.model.row("channel:paid_search/unit_cost")
    assert (row.low_p10, row.high_p90, row.confidence) == (3.2, 8.5, "M")
    document.undo()
    assert document.plan.channels["paid_search"].unit_cost == 5.2


def history_file(folder: Path, document: Document, *, named: bool = True) -> Path:
    """Return a table of a curve that is known: 9,000 at most, half of it at 20,000, felt at once."""
    lines = ["channel,month,spend,responses" if named else "month,spend,responses"]
    for i in range(24):
        spend = 4_000 + 2_300 * ((7 * i) % 24)
        responses = 9_000 * spend / (20_000 + spend)
        name = "paid_search," if named else ""
        lines.append(f"{name}{2025 + i // 12}-{i % 12 + 1:02d},{spend},{responses:.1f}")
    path = folder / "past months.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


@pytest.mark.parametrize("named", [True, False])
def test_a_history_is_fitted_shown_and_taken_over(
    tmp_path: Path, workspace: Workspace, page: AssumptionsPage, named: bool
) -> None:
    document = workspace.context.document
    way(page, "history", "paid_search")
    assert not page.history.apply.isEnabled()
    assert not page.history.picture.isVisible()
    page.history.use_file(history_file(tmp_path, document, named=named))
    assert page.history.progress.isVisible()
    page.history.settle()
    found = page.history.recommendation
    assert found is not None
    assert float(found.fit.curve.at(found.fit.history.spend).sum()) == pytest.approx(
        float(found.fit.history.responses.sum()), rel=0.05
    )
    assert "24 months, 2025-01 to 2026-12" in page.history.summary.text()
    assert "67" in page.history.summary.text()
    assert len(page.history.picture.picture.months) == 24
    assert [curve.word for curve in page.history.picture.picture.curves] == [
        "plan now",
        "history says",
        "taken together",
    ]
    QTest.mouseClick(page.history.apply, Qt.MouseButton.LeftButton)
    assert document.plan.channels["paid_search"].unit_cost == pytest.approx(found.placed.unit_cost)
    assert "fit to history 2025-01 to 2026-12" in document.plan.channels["paid_search"].source
    assert not page.history.apply.isEnabled()  # the plan has changed: it would count the same months twice
    document.undo()
    assert document.plan.channels["paid_search"].unit_cost == 5.2


def test_a_file_that_is_no_history_is_refused_in_words(
    tmp_path: Path, workspace: Workspace, page: AssumptionsPage
) -> None:
    path = tmp_path / "letter.csv"
    path.write_text("Dear Sir,\nplease find enclosed\n", encoding="utf-8")
    way(page, "history", "paid_search")
    page.history.use_file(path)
    page.history.settle()
    assert "letter.csv" in page.refusal.text()
    assert page.history.recommendation is None
    assert page.history.file.isEnabled()


def test_a_fit_is_dropped_when_the_plan_changes_meanwhile(
    tmp_path: Path, workspace: Workspace, page: AssumptionsPage
) -> None:
    document = workspace.context.document
    way(page, "history", "paid_search")
    page.history.use_file(history_file(tmp_path, document))
    set_field(document, "channel", "paid_search", "unit_cost", 6.0)
    page.history.settle()
    assert page.history.recommendation is None
    assert not page.history.progress.isVisible()


@pytest.mark.parametrize("key", ["questions", "benchmark", "history", "track"])
def test_a_plan_without_channels_is_told_where_they_belong(
    workspace: Workspace, page: AssumptionsPage, key: str
) -> None:
    document = workspace.context.document
    delete_rows(document, "channel", list(document.plan.channels))
    way(page, key)
    assert page.refusal.text().startswith("The plan has no channel yet.")
    assert not page.stack.currentWidget().isEnabled()
    document.undo()
    assert page.stack.currentWidget().isEnabled()
    assert page.channel.count() == len(document.plan.channels)
