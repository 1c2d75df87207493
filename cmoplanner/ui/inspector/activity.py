"""The panel of selected activities: every field, grouped, and what the activity brings."""

from collections.abc import Sequence
from datetime import date, timedelta
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from cmoplanner.doctor.findings import Finding
from cmoplanner.doctor.ways import Way, ways
from cmoplanner.errors import EditRefused
from cmoplanner.i18n import _, ngettext
from cmoplanner.model import phasing
from cmoplanner.model.dependencies import inputs_of
from cmoplanner.model.edits.activities import set_targets
from cmoplanner.model.edits.fields import set_field_of_many
from cmoplanner.model.fields import ACTIVITY
from cmoplanner.model.messaging import Origin, message_of
from cmoplanner.model.payments import dated
from cmoplanner.model.plan import Activity
from cmoplanner.report.timeline.lanes import MEDIA
from cmoplanner.ui.context import Context
from cmoplanner.ui.inspector.approval import ApprovalBox
from cmoplanner.ui.inspector.brings import Brings
from cmoplanner.ui.inspector.decisions import Rejections
from cmoplanner.ui.inspector.findings import Findings
from cmoplanner.ui.inspector.form import field_texts
from cmoplanner.ui.inspector.head import Head
from cmoplanner.ui.inspector.panel import Panel, grouped
from cmoplanner.ui.inspector.rule_card import RuleActs
from cmoplanner.ui.text import plain_label
from cmoplanner.ui.widgets.chips import ChipState
from cmoplanner.ui.widgets.controls import ValueRow
from cmoplanner.ui.widgets.editors import MIXED_VALUE
from cmoplanner.ui.widgets.targets import TargetsEditor
from cmoplanner.ui.words import choice_word, row_name, row_names

_GROUPS = (
    ("when", ("when",)),
    ("money", ("money",)),
    ("what", ("what", "who")),
    ("status", ("status", "")),
    ("notes", ("notes",)),
)
_ORDER = (
    "start", "end", "gross_spend", "partner_share", "fund_id", "phasing", "payments", "custom_phasing", "campaign_id"
)  # fmt: skip
_EXAMINED = 50  # of many selected; more findings than that are not read here
_STATUS_ROLES = {"done": "positive", "live": "accent", "committed": "accent", "cancelled": "negative"}


class ActivityPanel(Panel):
    """One activity, or what several have in common; an edit of several is one undo step."""

    KEY = "activity"

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        name = ACTIVITY.field("name")
        self.head = Head(context, name, self)
        self.column.addWidget(self.head)
        if self.head.name:
            self.form.adopt(name, self.head.name)
        self.findings = Findings(context.theme, self, self._ways, RuleActs(context))
        self.findings.taken.connect(self._take)
        self.findings.asked.connect(lambda row_id: context.selection.set("activity", [row_id]))
        self.rejected = Rejections(RuleActs(context), self)
        self.section("findings", _("To look at")).body.addWidget(self.findings)
        self.sections["findings"].body.addWidget(self.rejected)
        fields = grouped(ACTIVITY, _GROUPS, _ORDER)
        fields["what"].remove(name)
        self.duration = ValueRow(_("Duration"))
        self.slack = ValueRow(_("Slack"))
        self.partner_part = ValueRow(_("Partner part"), number=True)
        self.net = ValueRow(_("Our net"), number=True)
        self.paid = ValueRow(_("Paid on"))
        self.message = ValueRow(_("Inherits"))
        self._when(fields)
        self._money(fields)
        self.brings = Brings(context)
        self.section("brings", _("What it brings")).body.addWidget(self.brings)
        self._what(fields)
        status = self.section("status", _("Status"))
        self.approval = ApprovalBox(context)
        status.body.addWidget(self.approval)
        self.add_fields(status, fields["status"])
        self.add_fields(self.section("notes", _("Notes")), fields["notes"])
        self.column.addStretch(1)

    def _when(self, fields: dict[str, list[Any]]) -> None:
        section = self.section("when", _("When"))
        self.add_fields(section, fields["when"][:2])
        section.body.addWidget(self.duration)
        section.body.addWidget(self.slack)
        self.add_fields(section, fields["when"][2:])

    def _money(self, fields: dict[str, list[Any]]) -> None:
        section = self.section("money", _("Money"))
        self.add_fields(section, fields["money"][:2])
        section.body.addWidget(self.partner_part)
        section.body.addWidget(self.net)
        at = fields["money"].index(ACTIVITY.field("payments")) + 1
        self.add_fields(section, fields["money"][2:at])
        section.body.addWidget(self.paid)
        self.add_fields(section, fields["money"][at:])

    def _what(self, fields: dict[str, list[Any]]) -> None:
        section = self.section("what", _("Who and what"))
        self.targets = TargetsEditor(
            self.context.theme,
            partial(field_texts, self.context),
            lambda: row_names(self.context.document.plan, "cell"),
        )
        self.targets.committed.connect(self._apply_targets)
        after = fields["what"].index(ACTIVITY.field("message_id")) + 1
        self.add_fields(section, fields["what"][:after])
        section.body.addWidget(self.message)
        self.add_fields(section, fields["what"][after:])
        section.body.addWidget(plain_label(_("Goes to"), role="hint"))
        section.body.addWidget(self.targets)

    @property
    def activities(self) -> list[Activity]:
        """The selected activities that are still in the plan."""
        known = self.context.document.plan.activities
        return [known[row_id] for row_id in self.ids if row_id in known]

    def refresh(self) -> None:
        activities = self.activities
        if not activities:
            return
        self._show_head(activities)
        self.form.fill(activities)
        first = activities[0].targets
        self.targets.show_value(first if all(one.targets == first for one in activities) else MIXED_VALUE)
        self._show_computed(activities)
        self._show_message(activities)
        self._show_findings(activities)
        self.sections["money"].head.set_aside(self.formats.currency)
        self.brings.show_activities(activities)
        self.approval.show_activities([one.id for one in activities])

    def show_shares(self) -> None:
        if activities := self.activities:
            self.brings.show_activities(activities)

    def _show_head(self, activities: Sequence[Activity]) -> None:
        if len(activities) > 1:
            title = ngettext("{n} activity", "{n} activities", len(activities))
            title = title.format(n=self.formats.number(len(activities)))
            self.head.show_head(_("Edits go to all of them"), title)
            return
        one = activities[0]
        plan = self.context.document.plan
        channel = plan.channels.get(one.channel_id or "")
        medium = _(MEDIA[channel.medium]).lower() if channel and channel.medium in MEDIA else ""
        kind = (_("Activity"), row_name(plan, "campaign", one.campaign_id), medium)
        self.head.show_head(" · ".join(part for part in kind if part), None, _chips(one))

    def _show_computed(self, activities: Sequence[Activity]) -> None:
        spans = {(one.start, one.end) for one in activities}
        self.duration.show_value(_duration(*spans.pop()) if len(spans) == 1 else "—")
        self._show_slack(activities)
        partner = sum(phasing.partner_total(one) for one in activities)
        net = sum(phasing.net_spend(one) for one in activities)
        self.partner_part.show_value(self.formats.full(partner))
        self.net.show_value(self.formats.full(net))
        self._show_payments(activities)

    def _show_payments(self, activities: Sequence[Activity]) -> None:
        """Say on which days one activity is paid, where its money follows payments."""
        one, formats = activities[0], self.formats
        found = dated(one) if len(activities) == 1 and not any(one.custom_phasing) else []
        self.paid.setVisible(bool(found))
        days = ", ".join(formats.day(day) for day, _amount in found)
        each = [f"{formats.day(day)}: {formats.full(amount)}" for day, amount in found]
        self.paid.show_value(days, " · ".join(each))

    def _show_slack(self, activities: Sequence[Activity]) -> None:
        """Say how many days what one activity waits for can come later; several have none in common."""
        rows = self.context.document.plan.activities
        inputs = inputs_of(self.context.document.plan, activities[0].id) if len(activities) == 1 else []
        self.slack.setVisible(bool(inputs))
        if inputs:
            days, tightest = min((one.slack(rows[one.before], activities[0]), one.before) for one in inputs)
            n = abs(days)
            text = ngettext("{n} day", "{n} days", n) if days >= 0 else ngettext("{n} day short", "{n} days short", n)
            after = _("after “{name}”").format(name=rows[tightest].name)
            self.slack.show_value(text.format(n=n), after)

    def _show_message(self, activities: Sequence[Activity]) -> None:
        """Say which message holds for one activity that names none of its own."""
        one = activities[0]
        self.message.setVisible(len(activities) == 1 and one.message_id is None)
        plan = self.context.document.plan
        resolved = message_of(plan, one)
        if resolved is None:
            self.message.show_value(_("no message"), _("Write one for its market cell, its offering or the brand."))
            return
        said = row_name(plan, "message", resolved.message.id)
        table = "cell" if resolved.origin is Origin.CELL else "offering"
        written_for = row_name(plan, table, resolved.scope_id) or _("the brand")
        self.message.show_value(said, _("“{message}”, written for {name}").format(message=said, name=written_for))

    def _show_findings(self, activities: Sequence[Activity]) -> None:
        known = self.context.watch.of(self.context.document.plan).found
        named = len(activities) > 1
        found = [(row, one.name if named else "") for one in activities[:_EXAMINED] for row in known.get(one.id, ())]
        subjects = {f"activity:{one.id}" for one in activities[:_EXAMINED]}
        self.rejected.show_decisions(self.context.document.plan, subjects)
        self.sections["findings"].setVisible(bool(found or self.rejected.rows))
        self.findings.show_findings(found)

    def _ways(self, finding: Finding) -> Sequence[Way]:
        plan = self.context.document.plan
        return ways(plan, finding, self.context.watch.of(plan))

    def _take(self, way: Way) -> None:
        """Take a way out of a finding, or say why it cannot be taken."""
        try:
            way.take(self.context.document)
        except EditRefused as refusal:
            self.context.commands.say(refusal.told)

    def apply(self, key: str, value: Any) -> None:
        set_field_of_many(self.context.document, "activity", self.ids, key, value)

    def _apply_targets(self, value: Any) -> None:
        set_targets(self.context.document, self.ids, value)


def _chips(activity: Activity) -> list[ChipState]:
    chips: list[ChipState] = [(choice_word(activity.status), _STATUS_ROLES.get(activity.status, "text"), False)]
    match activity.approval_status:
        case "submitted" if activity.approver_role:
            chips.append((_("Awaiting {role} approval").format(role=activity.approver_role), "warning", True))
        case "submitted":
            chips.append((_("Awaiting approval"), "warning", True))
        case "approved":
            chips.append((_("Approved"), "positive", False))
        case "rejected":
            chips.append((_("Rejected"), "negative", False))
        case _:
            chips.append((_("Not submitted"), "text_2", True))
    return chips


def _duration(start: date, end: date) -> str:
    days = (end - start).days + 1
    working = sum((start + timedelta(days=i)).weekday() < 5 for i in range(min(days, 4000)))
    return ngettext("{n} day", "{n} days", days).format(n=days) + " · " + _("{n} working").format(n=working)
