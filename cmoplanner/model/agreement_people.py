"""Rules between rows for brand, partners, stakeholders and the roadmap. Source: domain B.1, B.2, B.7, B.11."""

from collections.abc import Iterator
from typing import Any

from cmoplanner.i18n import _, ngettext
from cmoplanner.model.facts import Facts, Found
from cmoplanner.model.messaging import message_of_offering
from cmoplanner.model.partner_fit import CRITERIA, weighted_fit
from cmoplanner.model.problem import Severity

_WARNING, _NOTE = Severity.WARNING, Severity.NOTE
_SAME_FIT = 0.5
_BEFORE_WORK = ("strategize", "recruit")


def commodity(facts: Facts, row: Any) -> Iterator[Found]:
    """Domain A-009, rule OFF-03: an offering with neither differentiator nor proof is bought for its price."""
    if row.level != "offering" or not facts.plan.messages:
        return
    resolved = message_of_offering(facts.plan, row.id)
    if resolved is None or not (resolved.message.differentiator or resolved.message.proof_points):
        text = _("nothing is said that sets it apart or proves it: price is the only factor")
        yield "name", text, _("Write a message for it with a differentiator or a proof."), _NOTE


def reference(facts: Facts, row: Any) -> Iterator[Found]:
    """Domain B.11 (I14): a curve that is used has a reference spend."""
    if row.ref_spend_month <= 0 and (row.channel_id, row.cell_id) in facts.used_lanes:
        text = _("it has no reference spend: the plan's own spend is taken until money is moved")
        yield "ref_spend_month", text, _("Enter what is usually spent in a month."), _NOTE


def fit(facts: Facts, row: Any) -> Iterator[Found]:
    """Domain B.7: the score of a partner follows from its criteria."""
    follows = weighted_fit(facts.plan.header, row)
    if follows is not None and row.fit_score is not None and abs(follows - row.fit_score) > _SAME_FIT:
        text = _("its criteria make it {fit:.1f}").format(fit=follows)
        yield "fit_score", text, _("Clear it to take what follows from the criteria."), _NOTE


def weights(facts: Facts, row: Any) -> Iterator[Found]:
    """Domain B.7."""
    rated = any(getattr(one, f"fit_{key}") is not None for one in facts.plan.partners.values() for key in CRITERIA)
    if rated and not any(getattr(row, f"weight_{key}") for key in CRITERIA):
        yield "weight_segments", _("no criterion of partners counts"), _("Give one a weight."), _WARNING


def goals(facts: Facts, row: Any) -> Iterator[Found]:
    """Domain B.1, A-008: once something is planned, it is planned for a goal."""
    if facts.plan.activities and not facts.plan.goals:
        yield "vision", _("no goal of the company is named"), _("Add a company goal that marketing serves."), _NOTE


def signed(facts: Facts, row: Any) -> Iterator[Found]:
    """Domain A-126."""
    missing = sum(one.signed_off is None for one in facts.plan.stakeholders.values())
    if row.status == "approved" and missing:
        text = ngettext(
            "the plan is approved, and {n} stakeholder has not signed off",
            "the plan is approved, and {n} stakeholders have not signed off",
            missing,
        )
        yield "status", text.format(n=missing), _("Ask for the sign-off, or enter its day."), _WARNING


def sign_off(facts: Facts, row: Any) -> Iterator[Found]:
    """Domain A-126."""
    if row.signed_off is None and row.sign_off_due is not None and row.sign_off_due < facts.plan.header.as_of:
        yield "sign_off_due", _("the sign-off is overdue"), _("Ask for it, or enter the day it was given."), _WARNING


def roadmap(facts: Facts, row: Any) -> Iterator[Found]:
    """Domain A-095."""
    if row.kind == "capability" and not row.owner_role:
        yield "owner_role", _("nobody owns this capability step"), _("Enter the role that brings it about."), _NOTE
    if row.status == "planned" and row.date < facts.plan.header.as_of:
        yield "status", _("its day is over"), _("Set it to done or cancelled, or move it."), _NOTE


def expected(facts: Facts, row: Any) -> Iterator[Found]:
    """Domain A-122: a market event whose day is over came or did not, and a response is prepared for one to come."""
    if row.status != "expected":
        return
    if row.date is not None and row.date < facts.plan.header.as_of:
        yield "status", _("its day is over"), _("Say whether it occurred, or move it."), _NOTE
    elif not row.response and row.scenario_id is None:
        yield "response", _("no response is prepared"), _("Write what we would do, or choose a scenario."), _NOTE


def acknowledged(facts: Facts, row: Any) -> Iterator[Found]:
    """Domain A-080: who has read which version of the guidelines."""
    if not row.role and row.partner_id is None:
        yield "role", _("it is not said who has read the guidelines"), _("Enter a role or choose a partner."), _WARNING
        return
    asset = facts.plan.assets.get(row.asset_id)
    if asset and row.version != asset.version and (row.asset_id, row.role, row.partner_id) not in facts.readers:
        text = _("version {version} holds now").format(version=asset.version or "–")
        yield "version", text, _("Have the new version read and add that."), _NOTE


def guidelines(facts: Facts, row: Any) -> Iterator[Found]:
    """Domain A-080: partners that work with us have read the guidelines that hold."""
    if row.id not in facts.guidelines:
        return
    working = [one for one in facts.plan.partners.values() if one.lifecycle_stage not in _BEFORE_WORK]
    n = sum((row.id, one.id) not in facts.partner_readers for one in working)
    if n:
        text = ngettext(
            "{n} partner has not acknowledged this version", "{n} partners have not acknowledged this version", n
        )
        yield "version", text.format(n=n), _("Send it to them and note who has read it."), _NOTE
