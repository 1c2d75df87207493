"""What if the budget were another one: answered at once, and in the plan only when it is taken over."""

from fractions import Fraction

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from cmoplanner.model.booked import Booked
from cmoplanner.model.phasing import monthly_spend, net_spend
from cmoplanner.projection.compile import compile_plan
from cmoplanner.projection.model import project
from cmoplanner.projection.outcome import Line
from cmoplanner.report.deck.blocks import Audience, Kind
from cmoplanner.ui.presenter.stage import Stage

Key = Qt.Key


def total(stage: Stage) -> int:
    plan = stage.context.document.plan
    return sum(net_spend(one) for one in plan.activities.values() if not one.cancelled)


def test_the_slider_answers_and_leaves_the_plan_alone_until_it_is_taken_over(stage: Stage) -> None:
    document = stage.context.document
    before, sums = document.plan, document.content_sums
    cost = total(stage)
    QTest.keyClick(stage.canvas, Key.Key_I)
    bar = stage.trying.bar
    assert bar is not None
    assert stage.slide is not None
    assert stage.slide.kind is Kind.OUTCOME, "it goes to the page that it is about"
    stage.trying.settle()
    assert not bar.take.isEnabled()
    odds = stage.slide.page.title.partition("; ")[2]
    assert odds
    assert odds in stage.canvas.accessibleName(), "the same budget has the same odds"
    QTest.keyClick(bar.slider, Key.Key_PageUp)
    assert bar.slider.value() == 10
    stage.trying.settle()
    answer = stage.trying.answer
    assert answer is not None
    assert abs(answer.scaled.net - Fraction(11, 10) * cost) < 100, "within a euro of rounding"
    assert "+10" in bar.said.text()
    assert stage.canvas.accessibleName().split(": ", 1)[1].startswith("What if")
    assert document.content_sums == sums

    bar.take.click()
    assert document.undo_label is not None
    assert total(stage) == answer.scaled.net
    stage.slides.settle()
    again = project(compile_plan(document.plan)).by_month(Line.REVENUE)[:12].sum()
    assert abs(again - answer.outcome.by_month(Line.REVENUE)[:12].sum()) < 1, "what was shown is what the plan brings"
    booked = Booked(before)
    for row, old in before.activities.items():
        new = document.plan.activities[row]
        held = booked.held(old).months
        months = monthly_spend(new, document.plan.calendar)
        assert all(amount >= part for amount, part in zip(months, held, strict=True)), "booked money stays"
        if old.locked or old.status == "done":
            assert new == old
    QTest.keyClick(stage.canvas, Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert document.content_sums == sums, "one step takes it all back"


def test_a_cut_ends_where_money_is_bound_and_escape_forgets_it(stage: Stage) -> None:
    sums = stage.context.document.content_sums
    QTest.keyClick(stage.canvas, Key.Key_I)
    bar = stage.trying.bar
    assert bar is not None
    bar.slider.setFocus()
    for _step in range(3):
        QTest.keyClick(bar.slider, Key.Key_PageDown)
    stage.trying.settle()
    answer = stage.trying.answer
    basis = stage.slides.basis
    assert answer is not None
    assert basis is not None
    assert answer.scaled.net == basis.scaling.least
    assert "less is not possible" in bar.bound.text()
    QTest.keyClick(bar.slider, Key.Key_Escape)
    assert stage.trying.bar is None
    assert stage.isVisible()
    assert not stage.canvas.accessibleName().split(": ", 1)[1].startswith("What if")
    assert stage.context.document.content_sums == sums


def test_who_sees_no_money_gets_no_slider(stage: Stage) -> None:
    stage.slides.show_to(Audience.PARTNER)
    stage.slides.settle()
    QTest.keyClick(stage.canvas, Key.Key_I)
    assert stage.trying.bar is None
    assert stage.toast.text()
