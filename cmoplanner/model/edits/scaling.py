"""Giving the year another budget: all money that is still open grows or shrinks in proportion, in one step."""

from cmoplanner.errors import EditRefused
from cmoplanner.i18n import _
from cmoplanner.model.money import text_from_minor
from cmoplanner.model.scaling import Scaling, changes
from cmoplanner.model.store.document import Document


def scale_budget(document: Document, net: int) -> int:
    """Scale open money so that the year costs `net` (minor units); return what it costs then. Raises EditRefused.

    What is locked, done, over, invoiced or ordered stays; so the year may cost more than was asked for.
    """
    plan = document.plan
    if net < 0:
        raise EditRefused(_("A planned cost cannot be below zero."))
    scaled = Scaling(plan).to(net)
    wanted = changes(plan, scaled)
    if not wanted:
        raise EditRefused(_("No money is open that could change."), _("Unlock activities, or plan new ones."))
    amount = f"{text_from_minor(scaled.net, plan.header.currency_decimals)} {plan.header.currency}"
    with document.edit(_("Scale the open budget to {amount}").format(amount=amount)) as session:
        session.update_many("activity", {row_id: dict(row) for row_id, row in wanted.items()})
    return scaled.net
