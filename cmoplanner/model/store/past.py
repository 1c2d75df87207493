"""A state of the plan that lies between two acts, made of what the journal tells, to be looked at and not changed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cmoplanner.errors import EditRefused
from cmoplanner.i18n import _
from cmoplanner.model.plan import Plan
from cmoplanner.model.store.digest import StoredRow
from cmoplanner.model.store.read import InvalidRow, PlanReader


@dataclass(frozen=True, slots=True)
class Past:
    """The rows of all tables as they were at some moment; taken from an open document."""

    tables: Mapping[str, Sequence[StoredRow]]
    revision: int

    def plan(self) -> Plan:
        """Return them as a plan, in any thread. Raises EditRefused if no plan holds such rows."""
        try:
            return PlanReader(self.tables, self.revision).plan
        except InvalidRow as error:
            raise EditRefused(_("This moment cannot be shown: what was recorded of it makes no plan.")) from error


def unfit(label: str, error: Exception) -> EditRefused:
    """Return what to tell of an act whose record does not fit the plan."""
    return EditRefused(
        _("“{label}” cannot be undone or redone: what was recorded about it does not fit the plan.").format(
            label=label
        ),
        _("The plan is as it was before. Go back to a version or a backup instead."),
        str(error),
    )
