"""Why a rule says something, its thresholds, and rejecting a finding, by real mouse and keys in the panels."""

from typing import TypeVar

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QPushButton, QWidget

from cmoplanner.doctor.catalogue import RULES, Limits
from cmoplanner.ui.inspector.activity import ActivityPanel
from cmoplanner.ui.inspector.findings import FindingRow, Findings
from cmoplanner.ui.inspector.plan import PlanPanel
from cmoplanner.ui.inspector.rule_card import RuleCard
from cmoplanner.ui.workspace import Workspace

Some = TypeVar("Some", bound=QWidget)


def the(parent: QWidget, kind: type[Some]) -> Some:
    return next(one for one in parent.findChildren(kind) if one.isVisible())


def row_of(findings: Findings, rule: str, subject: str) -> FindingRow | None:
    rows = [row for row in findings.findChildren(FindingRow) if not row.isHidden()]
    return next((row for row in rows if (row.finding.rule, row.finding.subject) == (rule, subject)), None)


def press(button: QAbstractButton) -> None:
    assert button.isVisible()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    QCoreApplication.processEvents()


def test_a_rule_is_told_changed_and_taken_back(workspace: Workspace) -> None:
    context = workspace.context
    context.selection.clear()
    plan = the(workspace, PlanPanel)
    press(plan.sections["rules"].head)
    plan.rules.choose("CHN-05")
    QCoreApplication.processEvents()
    card = the(plan.rules, RuleCard)
    share = card.rows[0]
    assert share.editor.line.text() == "90 %"
    assert share.back is None
    share.editor.line.setFocus()
    share.editor.line.selectAll()
    QTest.keyClicks(share.editor.line, "75")
    QTest.keyClick(share.editor.line, Qt.Key.Key_Return)
    QCoreApplication.processEvents()
    assert Limits(context.document.plan)("CHN-05", "share") == 0.75
    assert context.document.undo_label == "Change a threshold of rule CHN-05"
    card = the(plan.rules, RuleCard)
    back = card.rows[0].back
    assert back is not None
    assert back.text() == "Back to 90 %"
    press(back)
    assert not context.document.plan.rule_settings
    assert the(plan.rules, RuleCard).rows[0].back is None
    assert len([one for one in plan.rules.findChildren(QPushButton) if one.isVisible()]) == len(RULES) + 1


def test_a_finding_is_rejected_and_brought_back(workspace: Workspace) -> None:
    context = workspace.context
    found = dict(context.watch.of(context.document.plan).found)
    subject = next(key for key, rows in found.items() if len(rows) > 1)
    context.selection.set("activity", [subject])
    panel = the(workspace, ActivityPanel)
    finding = found[subject][0]
    row = row_of(panel.findings, finding.rule, subject)
    assert row is not None
    press(row.why)
    assert row.card is not None
    assert row.card.isVisible()
    press(row.rejecting)
    assert row.reason is not None
    assert not row.reason.button.isEnabled(), "a rejection has a reason"
    QTest.keyClicks(row.reason.line, "The <b>agency</b> knows")
    press(row.reason.button)
    assert row_of(panel.findings, finding.rule, subject) is None
    assert row_of(panel.findings, found[subject][1].rule, subject) is not None
    assert finding not in context.watch.of(context.document.plan).found[subject]
    assert len(panel.rejected.rows) == 1
    context.selection.clear()
    plan = the(workspace, PlanPanel)
    assert plan.sections["rejected"].isVisible()
    back = the(plan.rejected, QPushButton)
    press(back)
    assert not plan.sections["rejected"].isVisible()
    assert finding in context.watch.of(context.document.plan).found[subject]
    context.document.undo()
    assert finding not in context.watch.of(context.document.plan).found.get(subject, ())
    context.document.undo()
    assert finding in context.watch.of(context.document.plan).found[subject]


def test_a_rule_is_switched_off_with_a_reason(workspace: Workspace) -> None:
    context = workspace.context
    found = dict(context.watch.of(context.document.plan).found)
    subject, rule = next((key, rows[0].rule) for key, rows in found.items())
    context.selection.set("activity", [subject])
    row = row_of(the(workspace, ActivityPanel).findings, rule, subject)
    assert row is not None
    press(row.why)
    assert row.card is not None
    press(row.card.off)
    QTest.keyClicks(row.card.reason.line, "Not for us")
    QTest.keyClick(row.card.reason.line, Qt.Key.Key_Return)
    QCoreApplication.processEvents()
    left = context.watch.of(context.document.plan).found
    assert rule not in {one.rule for rows in left.values() for one in rows}
    context.document.undo()
    assert dict(context.watch.of(context.document.plan).found) == dict(found)
