"""Adding usual channels to a plan, each figure with its assumption."""

from collections.abc import Sequence

from cmoplanner.errors import EditRefused
from cmoplanner.i18n import _
from cmoplanner.model.edits.naming import act, fresh_id
from cmoplanner.model.plan import Plan
from cmoplanner.model.preset_rows import EURO, Money, channel_assumptions, channel_row
from cmoplanner.model.presets import ChannelPreset
from cmoplanner.model.store.document import Document


def is_there(plan: Plan, preset: ChannelPreset) -> bool:
    """Return whether the plan has a channel of that name already, in small or capital letters."""
    wanted = preset.name.casefold()
    return any(channel.name.casefold() == wanted for channel in plan.channels.values())


def add_channels(document: Document, presets: Sequence[ChannelPreset], per_euro: float | None = None) -> list[str]:
    """Add usual channels with their assumptions in one step, and return the ids of the new channels.

    Channels that are there by name are left as they are. Preset costs are euro; `per_euro` is how many units of the
    plan's currency one is. Raises EditRefused.
    """
    plan = document.plan
    new = [preset for preset in presets if not is_there(plan, preset)]
    if not new:
        raise EditRefused(_("All of these channels are in the plan already."))
    money = _money(plan.header.currency, per_euro)
    channel_ids, assumption_ids = set(plan.channels), set(plan.assumptions)
    added: list[str] = []
    label = act(
        _("Add the channel “{name}”"),
        _("Add {n} channels"),
        [preset.name for preset in new],
        document.plan.header.locale,
    )
    with document.edit(label) as session:
        for preset in new:
            channel_id = preset.id if preset.id not in channel_ids else fresh_id(channel_ids)
            channel_ids.add(channel_id)
            added.append(session.insert("channel", {**channel_row(preset, money), "id": channel_id}))
            for row in channel_assumptions(preset, channel_id, money):
                assumption_id = fresh_id(assumption_ids)
                assumption_ids.add(assumption_id)
                session.insert("assumption", {"id": assumption_id, **row})
    return added


def _money(currency: str, per_euro: float | None) -> Money:
    if currency == EURO:
        return Money()
    if per_euro is None or per_euro <= 0:
        raise EditRefused(
            _("The costs of the presets are euro."), _("Say how many {currency} one euro is.").format(currency=currency)
        )
    return Money(currency, per_euro)
