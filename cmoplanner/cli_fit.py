"""The job of the command line that fits response curves to history, prints them, and takes them over if asked to."""

import json
from collections.abc import Sequence
from contextlib import closing
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path
from typing import Any

from cmoplanner.errors import CmoPlannerError
from cmoplanner.i18n import _, ngettext
from cmoplanner.model.calibration import Calibration
from cmoplanner.model.fields import table
from cmoplanner.model.plan import Plan
from cmoplanner.model.store.snapshot import read_snapshot
from cmoplanner.projection.history_rows import HistoryRow, histories, rows_of_plan
from cmoplanner.projection.recommend import (
    CurvePoint,
    HistoryCalibration,
    Recommendation,
    calibrate_from_history,
)
from cmoplanner.projection.remarks import Remark
from cmoplanner.report.formats import Formats

BAD_INPUT = 2
_SHOWN = (5, 11, 17, 23, 35, 47, 59)  # of the sixty points of a curve


def fit_plan(
    path: Path, history: Path | None, *, channel: str | None, sheet: str | None, apply: bool, as_json: bool
) -> int:
    """Fit the channels of a plan to a history, the plan's own past months without one; 2 if nothing could be fitted.

    With `apply` what is recommended goes into the plan as one step that can be undone.
    """
    plan = read_snapshot(path).plan
    found = _fitted(plan, history, channel, sheet)
    if as_json:
        print(json.dumps(_figures(found), indent=1, ensure_ascii=False, allow_nan=False))
    else:
        for line in _lines(plan, found):
            print(line)
    if apply:
        _apply(path, found.calibrations)
        if not as_json:
            n = len(found.calibrations)
            print(
                ngettext(
                    "{n} channel was calibrated; undo takes it back.",
                    "{n} channels were calibrated; undo takes it back.",
                    n,
                ).format(n=n)
            )
    return 0 if found.recommendations else BAD_INPUT


def _fitted(plan: Plan, history: Path | None, channel: str | None, sheet: str | None) -> HistoryCalibration:
    from cmoplanner.exchange.history_in import matching_channel, read_history

    only = None
    if channel is not None and (only := matching_channel(channel, plan.channels)) is None:
        raise CmoPlannerError(
            _("There is no channel “{channel}” in the plan.").format(channel=channel),
            _("Its channels are: {names}").format(names=", ".join(plan.channels)),
        )
    told: tuple[Remark, ...] = ()
    rows: Sequence[HistoryRow]
    if history is None:
        rows = [row for row in rows_of_plan(plan) if only in (None, row.channel_id)]
    else:
        read = read_history(history, plan, channel_id=only, sheet=sheet)
        rows, told = read.rows, read.remarks
    if not rows:
        raise CmoPlannerError(
            _("There are no past months to fit a curve to."),
            _("Give a table with the columns channel, month, spend and responses."),
        )
    found = calibrate_from_history(plan, histories(rows, plan.channels), date.today())  # noqa: DTZ011 # the user's day
    return replace(found, remarks=(*told, *found.remarks))


def _apply(path: Path, calibrations: Sequence[Calibration]) -> None:
    from cmoplanner.model.edits.calibration import apply_calibrations
    from cmoplanner.model.store.document import Document

    with closing(Document.open(path)) as document:
        apply_calibrations(document, calibrations)


def _figures(found: HistoryCalibration) -> dict[str, Any]:
    return {
        "channels": {key: _of_channel(one) for key, one in found.recommendations.items()},
        "refused": {key: {"sentence": one.sentence, "remedy": one.remedy} for key, one in found.refused.items()},
        "remarks": [asdict(remark) for remark in found.remarks],
    }


def _of_channel(one: Recommendation) -> dict[str, Any]:
    fit = one.fit
    return {
        "months": fit.months,
        "first": fit.history.months[0],
        "last": fit.history.months[-1],
        "mean_spend": fit.history.mean_spend,
        "usual_spend_of_plan": one.reference,
        "fitted": asdict(fit.curve),
        "ran_before": fit.ran_before,
        "error": fit.error,
        "r_squared": fit.r_squared,
        "error_of_unseen_months": fit.hold_out.error,
        "error_of_mean_month": fit.hold_out.of_mean,
        "weight": one.weight,
        "recommended": asdict(one.curve),
        "assumptions": [asdict(estimate) for estimate in one.calibration.estimates] if one.calibration else [],
        "confidence": one.calibration.confidence if one.calibration else "",
        "source": one.calibration.source if one.calibration else "",
        "curve": [asdict(point) for point in one.points()],
    }


def _lines(plan: Plan, found: HistoryCalibration) -> list[str]:
    formats = Formats.of(plan)
    lines = []
    for key, one in found.recommendations.items():
        lines += [*_block(formats, plan.channels[key].name, one), ""]
    for key, refused in found.refused.items():
        lines += [plan.channels[key].name, f"  {refused.told}", ""]
    for remark in found.remarks:
        lines.append(_place(plan, remark) + remark.sentence)
    return lines


def _block(formats: Formats, name: str, one: Recommendation) -> list[str]:
    fit = one.fit
    summary = _("{n} months, {first} to {last}; error {error}, in months it did not see {unseen}, R² {fit}").format(
        n=fit.months,
        first=fit.history.months[0],
        last=fit.history.months[-1],
        error=_percent(formats, fit.error),
        unseen=_percent(formats, fit.hold_out.percent),
        fit=formats.number(fit.r_squared, 2),
    )
    heads = [_("spend a month"), _("history says"), _("low"), _("high"), _("plan so far"), _("taken together")]
    points = one.points()
    rows = [heads, *(_row(formats, points[i]) for i in _SHOWN)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(heads))]
    drawn = ["  " + "  ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True)) for row in rows]
    values = [
        "  "
        + _("{parameter}: {value} ({low} to {high})").format(
            parameter=_(table("channel").field(estimate.parameter).label),
            value=formats.number(estimate.value, 3),
            low=formats.number(estimate.low or 0.0, 3),
            high=formats.number(estimate.high or 0.0, 3),
        )
        for estimate in (one.calibration.estimates if one.calibration else ())
    ]
    return [name, f"  {summary}", *drawn, *values]


def _row(formats: Formats, point: CurvePoint) -> list[str]:
    figures = [point.spend, point.fitted, point.low, point.high]
    prior = "–" if point.prior is None else formats.number(point.prior)
    return [*(formats.number(figure) for figure in figures), prior, formats.number(point.recommended)]


def _percent(formats: Formats, share: float) -> str:
    return formats.percent(share)


def _place(plan: Plan, remark: Remark) -> str:
    """Return where a remark belongs, as "Line 14, Paid search, 2025-05: "."""
    channel = plan.channels.get(remark.channel_id)
    parts = [
        _("Line {n}").format(n=remark.row) if remark.row else "",
        channel.name if channel else remark.channel_id,
        remark.month,
    ]
    told = ", ".join(part for part in parts if part)
    return f"{told}: " if told else ""
