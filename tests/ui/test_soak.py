"""A while of work through the real window leaves no widget, page or document behind, and the file agrees with it."""

import gc
from pathlib import Path

from bench.soak import Soak, settle, widgets
from cmoplanner.model.plan import Plan
from cmoplanner.model.store.snapshot import read_snapshot
from cmoplanner.ui.window import Window

WARM_UP, ACTIONS = 150, 450  # `python -m bench.soak` does thousands and measures the memory
STEADY = 40  # widgets: pages fill and empty; each kind of act is done more often, so that one that leaves any shows


def plans() -> int:
    """Return how many whole plans are held in memory."""
    gc.collect()
    return sum(isinstance(item, Plan) for item in gc.get_objects())


def rest(soak: Soak) -> tuple[int, int]:
    """Show everything once and come to the same view; return how many widgets and plans there are then."""
    plan = soak.document.plan
    for page in soak.workspace.pages:
        soak.workspace.show_page(page)
        for kind, rows in (("activity", plan.activities), ("campaign", plan.campaigns), ("channel", plan.channels)):
            soak.workspace.context.selection.set(kind, [next(iter(rows))])
            settle()
    soak.palette()
    soak.workspace.show_page("calendar")
    soak.no_selection()
    settle()
    return widgets(), plans()


def test_nothing_is_left_behind(window: Window, plan_path: Path) -> None:
    soak = Soak(window, seed=3)
    for _action in range(WARM_UP):
        soak.act()
    before, held = rest(soak)
    for _action in range(ACTIONS):
        soak.act()
    after, held_after = rest(soak)
    assert after <= before + STEADY
    assert held_after <= held + len(soak.workspace.pages), "each page may keep the plan that it last showed"
    assert len(soak.done) > 14, "nearly every kind of action was done"
    plan = soak.document.plan
    window.close()
    assert read_snapshot(plan_path).plan.activities == plan.activities
