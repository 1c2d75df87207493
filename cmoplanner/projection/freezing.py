"""Keeps the reference spend of response curves before money moves, so that more money meets a bent curve.

A lane without a stored reference calibrates itself to the plan as it stands (domain C.4, I14). That is right for a
plan as it was first typed, and wrong from then on: a reference that follows the money never saturates.
"""

from cmoplanner.model.plan import Plan
from cmoplanner.model.store.session import Session
from cmoplanner.projection.calibration import calibrated
from cmoplanner.projection.compile import compile_plan

_MOVES_MONEY = frozenset({"activity", "activity_target", "campaign"})


def freeze_references(plan: Plan, session: Session) -> None:
    """Store the references of an edited plan as they were before the edit, as part of the same edit.

    Every lane of a channel in use gets one: from its own pressure, or by intensity. Lanes that have one keep it.
    """
    if not session.touched & _MOVES_MONEY or "lane" in session.touched or not lacks_references(plan):
        return
    for reference in calibrated(compile_plan(plan)):
        lane_id = f"{reference.channel_id}|{reference.cell_id}"
        known = plan.lanes.get(lane_id)
        if reference.spend <= 0 or (known is not None and known.ref_spend_month > 0):
            continue
        if not (session.exists("channel", reference.channel_id) and session.exists("cell", reference.cell_id)):
            continue
        values = {"ref_spend_month": reference.spend, "basis": reference.basis}
        if known is None:
            row = {"channel_id": reference.channel_id, "cell_id": reference.cell_id, "fit": 1.0}
            session.insert("lane", {"id": lane_id, **row, **values})
        else:
            session.update("lane", lane_id, values)


def lacks_references(plan: Plan) -> bool:
    """Return whether a channel that is in use has a market cell without a stored reference."""
    used = {
        activity.channel_id for activity in plan.activities.values() if activity.targets and activity.gross_spend > 0
    }
    for channel_id in used & plan.channels.keys():
        for cell_id in plan.cells:
            lane = plan.lanes.get(f"{channel_id}|{cell_id}")
            if lane is None or lane.ref_spend_month <= 0:
                return True
    return False
