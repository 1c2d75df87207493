"""What a drag in the month says: the same of dates, money, outcome and collisions as in the timeline."""

from dataclasses import dataclass

from cmoplanner.report.timeline.scene_drag import Change
from cmoplanner.ui.widgets.timeline.drag_picture import told
from cmoplanner.ui.widgets.timeline.gestures import Ground, MoveDrag, clamp_move
from cmoplanner.ui.widgets.timeline.view import TimelineView


@dataclass(frozen=True, slots=True)
class Told:
    """How far it goes, its days and the shift in words, and what it would change."""

    days: int
    title: str
    under: str
    change: Change


class MonthDrag:
    """Asks the timeline's plan and outcome for each step of a drag; `end` takes the preview back."""

    def __init__(self, view: TimelineView) -> None:
        self._view = view
        self._drag: MoveDrag | None = None

    def tell(self, ids: tuple[str, ...], grabbed: str, days: int, copying: bool) -> Told:
        """Return what it means that these activities are so many days later, as far as the year lets them go."""
        state, drag = self._view.state, self._drag
        if drag is None or drag.ground.plan is not state.plan or (drag.grabbed, tuple(_ids(drag))) != (grabbed, ids):
            originals = [state.plan.activities[row_id] for row_id in ids]
            drag = MoveDrag(Ground.of(state.plan, state.axis, originals, []), originals, grabbed, 0.0)
            self._drag = drag
        drag.copying = copying
        drag.days = clamp_move(drag.carried, days, state.axis) if drag.carried else 0
        return Told(drag.days, *told(self._view, drag))

    def end(self) -> None:
        """Show the plan as it is again."""
        if self._drag is not None:
            self._drag = None
            self._view.preview([])


def _ids(drag: MoveDrag) -> list[str]:
    return [row.id for row in drag.originals]
