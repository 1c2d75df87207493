"""The edit that releases money kept back: from a contingency envelope to another one, by its release rule."""

from dataclasses import dataclass

from cmoplanner.errors import EditRefused
from cmoplanner.i18n import _
from cmoplanner.model import fields
from cmoplanner.model.edits.copies import taken_ids
from cmoplanner.model.edits.fields import cleaned
from cmoplanner.model.edits.naming import fresh_id
from cmoplanner.model.purses import is_contingency, transferred
from cmoplanner.model.store.document import Document


@dataclass(frozen=True, slots=True)
class Release:
    """From which contingency to which envelope how much goes (minor units), what for, and whether its rule is met."""

    source: str
    target: str
    amount: int
    reason: str
    rule_met: bool = False
    approver: str = ""


def release_contingency(document: Document, release: Release) -> str:
    """Move money that an envelope keeps back to another one, and return the transfer's id.

    It needs a reason; where the envelope has a release rule, somebody says that it is met, and both are kept with the
    transfer. Never more than is kept back. Source: domain B.6. Raises EditRefused.
    """
    plan = document.plan
    source, target, amount, reason = release.source, release.target, release.amount, release.reason.strip()
    kept, wanted = plan.envelopes.get(source), plan.envelopes.get(target)
    if kept is None or wanted is None or source == target:
        raise EditRefused(_("Choose the contingency, and another envelope that gets its money."))
    if not is_contingency(kept):
        raise EditRefused(_("This envelope keeps nothing back."), _("Transfer from it instead."))
    if amount <= 0:
        raise EditRefused(_("Enter how much is released."))
    if amount > kept.topdown_amount + transferred(plan).get(source, 0):
        raise EditRefused(_("The contingency does not hold that much."), _("Release what is left, or less."))
    if not reason:
        raise EditRefused(_("Say what the money is released for."), _("The reason is kept with the transfer."))
    if kept.release_rule and not release.rule_met:
        raise EditRefused(
            _("The contingency is released when: {rule}").format(rule=kept.release_rule),
            _("Confirm that this is so, or change the rule of the envelope."),
        )
    told = _("{reason} (released because: {rule})").format(reason=reason, rule=kept.release_rule)
    table = fields.table("transfer")
    values = {
        "from_envelope_id": source,
        "to_envelope_id": target,
        "amount": amount,
        "date": plan.header.as_of,
        "approver_role": cleaned(table.field("approver_role"), release.approver.strip()),
        "note": cleaned(table.field("note"), told if kept.release_rule else reason),
    }
    row_id = fresh_id(taken_ids(plan, table))
    with document.edit(_("Release contingency")) as session:
        session.insert("transfer", {"id": row_id, **values})
    return row_id
