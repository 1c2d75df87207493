"""Taking over what was measured, judged or preset: parameters, curve references and the register of assumptions."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from cmoplanner.errors import EditRefused
from cmoplanner.i18n import _
from cmoplanner.model import fields, values
from cmoplanner.model.calibration import Calibration, Estimate
from cmoplanner.model.edits.naming import act, fresh_id
from cmoplanner.model.plan import Plan
from cmoplanner.model.problems import Severity, check_row, row_of, with_rows
from cmoplanner.model.store.document import Document
from cmoplanner.model.store.session import Session

_TABLES = ("channel", "cell")


def apply_calibration(document: Document, calibration: Calibration) -> None:
    """Take over one calibration as one step: values, register rows, and the references of lanes. Raises EditRefused."""
    apply_calibrations(document, [calibration])


def apply_calibrations(document: Document, calibrations: Sequence[Calibration]) -> None:
    """Take over several calibrations in one step: all of them, or none. Raises EditRefused.

    Each value goes into its row and, with range, source, date and confidence, into the register: the row of the
    register that is there already is changed, and one that is missing is added.
    """
    plan = document.plan
    if not calibrations:
        raise EditRefused(_("There is nothing to take over."))
    names = [_checked(plan, one) for one in calibrations]
    label = act(_("Calibrate “{name}”"), _("Calibrate {n} rows"), names, document.plan.header.locale)
    register = {(row.scope, row.parameter): row.id for row in plan.assumptions.values()}
    taken = set(plan.assumptions)
    with document.edit(label) as session:
        for one in calibrations:
            _write(session, plan, one)
            for estimate in one.estimates:
                _register(session, one, estimate, register, taken)


def _write(session: Session, plan: Plan, calibration: Calibration) -> None:
    row: dict[str, Any] = {estimate.parameter: float(estimate.value) for estimate in calibration.estimates}
    if calibration.table == "channel":
        row |= {"confidence": calibration.confidence, "source": calibration.source}
    session.update(calibration.table, calibration.row_id, row)
    for anchor in calibration.lanes:
        lane_id = values.SEPARATOR.join((calibration.row_id, anchor.cell_id))
        new: dict[str, Any] = {"ref_spend_month": float(anchor.spend), "basis": anchor.basis}
        if anchor.fit is not None:
            new["fit"] = float(anchor.fit)
        if lane_id in plan.lanes:
            session.update("lane", lane_id, new)
        else:
            ids = {"id": lane_id, "channel_id": calibration.row_id, "cell_id": anchor.cell_id}
            session.insert("lane", {"fit": 1.0, **new, **ids})


def _register(
    session: Session,
    calibration: Calibration,
    estimate: Estimate,
    register: Mapping[tuple[str, str], str],
    taken: set[str],
) -> None:
    row: dict[str, Any] = {
        "value": float(estimate.value),
        "low_p10": None if estimate.low is None else float(estimate.low),
        "high_p90": None if estimate.high is None else float(estimate.high),
        "confidence": estimate.confidence or calibration.confidence,
        "source": estimate.source or calibration.source,
        "date": estimate.date or calibration.date,
    }
    known = register.get((calibration.scope, estimate.parameter))
    if known is not None:
        session.update("assumption", known, row | ({"unit": estimate.unit} if estimate.unit else {}))
        return
    new_id = fresh_id(taken)
    taken.add(new_id)
    own = {"id": new_id, "scope": calibration.scope, "parameter": estimate.parameter, "unit": estimate.unit}
    session.insert("assumption", row | own)


def _checked(plan: Plan, calibration: Calibration) -> str:
    """Return what the row is called. Raises EditRefused if the plan would be wrong with the new values."""
    if calibration.table not in _TABLES:
        raise ValueError(f"{calibration.table} is not calibrated")
    table = fields.table(calibration.table)
    try:
        row = row_of(plan, table, calibration.row_id)
    except KeyError:
        raise EditRefused(_("“{id}” is no longer in the plan.").format(id=calibration.row_id)) from None
    for estimate in calibration.estimates:
        if not (_at(estimate.low, estimate.value) <= estimate.value <= _at(estimate.high, estimate.value)):
            label = _(table.field(estimate.parameter).label)
            raise EditRefused(_("{label}: the likely value is not between low and high").format(label=label))
    if missing := [anchor.cell_id for anchor in calibration.lanes if anchor.cell_id not in plan.cells]:
        raise EditRefused(_("“{id}” is no longer in the plan.").format(id=missing[0]))
    changed = replace(row, **{estimate.parameter: estimate.value for estimate in calibration.estimates})
    known = set(check_row(plan, table.name, calibration.row_id))
    for problem in check_row(with_rows(plan, table, [changed]), table.name, calibration.row_id):
        if problem.severity is Severity.ERROR and problem not in known:
            label = _(fields.table(problem.table).field(problem.key).label)
            raise EditRefused(_("{label}: {problem}").format(label=label, problem=problem.sentence), problem.remedy)
    return str(getattr(row, "name", "") or calibration.row_id)


def _at(bound: float | None, value: float) -> float:
    return value if bound is None else bound
