"""What a user can do about rules: set a threshold, switch a rule off, reject a finding with a reason, or bring it back.

Source: domain E.0 and I.6.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cmoplanner.errors import EditRefused
from cmoplanner.i18n import _
from cmoplanner.model import values
from cmoplanner.model.edits.naming import fresh_id
from cmoplanner.model.evidence import Evidence
from cmoplanner.model.plan import FindingDecision, Plan
from cmoplanner.model.store.document import Document

REJECTED, OPEN = "rejected", "open"


def set_threshold(document: Document, rule: str, threshold: str, value: float | None) -> None:
    """Give a threshold of a rule another value; None takes it back to the default. Raises EditRefused."""
    label = (
        _("Change a threshold of rule {rule}") if value is not None else _("Back to the threshold of rule {rule}")
    ).format(rule=rule)
    given = None if value is None else {"value": float(value)}
    _set(document, label, rule, threshold, given, merge=("rule_setting.value", rule, threshold))


def switch_rule(document: Document, rule: str, reason: str | None) -> None:
    """No longer ask a rule in this plan, and say why; None asks it again. Raises EditRefused for an empty reason."""
    if reason is None:
        _set(document, _("Switch rule {rule} on").format(rule=rule), rule, "", None)
        return
    given = {"off": True, "note": _reason(reason)}
    _set(document, _("Switch rule {rule} off").format(rule=rule), rule, "", given)


@dataclass(frozen=True, slots=True)
class Seen:
    """What a rule found when it was rejected: in words, and as facts: how far each goes. What goes farther is told."""

    sentence: str
    facts: Mapping[str, float]
    severity: str = ""


def reject_finding(document: Document, rule: str, subject: str, seen: Seen, reason: str | None) -> None:
    """Reject what a rule finds at a subject, such as "activity:A001", with the reason; None brings it back.

    That it was rejected, and why, stays in the decisions. Raises EditRefused for an empty reason.
    """
    known = decision_on(document.plan, rule, subject)
    given: dict[str, Any] = {"date": document.plan.header.as_of}
    if reason is None:
        if known is None or known.status != REJECTED:
            raise EditRefused(_("This finding is no longer rejected."))
        label, given["status"] = _("Bring back a finding of rule {rule}"), OPEN
    else:
        label, given["status"] = _("Reject a finding of rule {rule}"), REJECTED
        given["note"], given["severity"] = _reason(reason), seen.severity
        earlier = Evidence.of(known) if known is not None and known.status == REJECTED else Evidence("", {})
        given["evidence"] = earlier.with_more(seen.sentence, seen.facts).text()
    with document.edit(label.format(rule=rule)) as session:
        if known is not None:
            session.update("finding_decision", known.id, given)
        else:
            row_id = fresh_id(document.plan.finding_decisions)
            session.insert("finding_decision", {"id": row_id, "rule_id": rule, "subject": subject, **given})


def decision_on(plan: Plan, rule: str, subject: str) -> FindingDecision | None:
    """Return the decision on what a rule finds at a subject, None where none was taken."""
    rows = plan.finding_decisions.values()
    return next((row for row in rows if (row.rule_id, row.subject) == (rule, subject)), None)


def _reason(text: str) -> str:
    cleaned = values.clean_text(text).strip()
    if not cleaned:
        raise EditRefused(_("A reason is missing."), _("Say in a few words why."))
    return cleaned


def _set(
    document: Document,
    label: str,
    rule: str,
    threshold: str,
    given: Mapping[str, Any] | None,
    merge: tuple[str, ...] | None = None,
) -> None:
    """Write a setting, or take it away; settings that say the same thing twice are made one."""
    known = [
        row.id for row in document.plan.rule_settings.values() if (row.rule_id, row.threshold) == (rule, threshold)
    ]
    if given is None and not known:
        raise EditRefused(_("Nothing was changed at rule {rule}.").format(rule=rule))
    with document.edit(label, merge=merge) as session:
        for row_id in known[1:] if given is not None else known:
            session.delete("rule_setting", row_id)
        if given is None:
            return
        row = {**given, "date": document.plan.header.as_of}
        if known:
            session.update("rule_setting", known[0], row)
        else:
            row_id = fresh_id(document.plan.rule_settings)
            session.insert("rule_setting", {"id": row_id, "rule_id": rule, "threshold": threshold, **row})
