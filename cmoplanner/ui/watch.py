"""What the rules find in the open plan, shared by the calendar and the inspector so that it is looked for once."""

from cmoplanner.doctor.collisions import Collisions
from cmoplanner.model.plan import Plan


class Watch:
    """Keeps the collisions of one plan; whoever has them already lends them."""

    def __init__(self) -> None:
        self._collisions: Collisions | None = None

    def lend(self, collisions: Collisions) -> None:
        """Use these from now on."""
        self._collisions = collisions

    def of(self, plan: Plan) -> Collisions:
        """Return the collisions of the plan as it is now."""
        if self._collisions is None:
            self._collisions = Collisions(plan)
        else:
            self._collisions.update(plan)
        return self._collisions
