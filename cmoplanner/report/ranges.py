"""Ranges, comparisons and bridges by name, as programs read them: money in currency units, rates 0…1."""

from collections.abc import Mapping
from typing import Any

from cmoplanner.projection.bands import Band, Bands, MonthBand, Total
from cmoplanner.projection.bridge import Bridge
from cmoplanner.projection.comparison import Compared

_FINE = 6
_COARSE = 2
_POINTS = ("plan", "p10", "p50", "p90")


def ranges(bands: Bands) -> dict[str, Any]:
    """Return the range of an outcome: totals and months with plan, p10, p50 and p90, and the odds."""
    return {
        "draws": bands.draws.count,
        "seed": bands.draws.seed,
        "assumptions_drawn": bands.drawn,
        "not_drawn": [{"scope": one.key.scope, "parameter": one.key.parameter} for one in bands.left_out],
        "totals": {total.value: _band(band) for total, band in bands.totals.items()},
        "by_month": {month.value: _months(band) for month, band in bands.months.items()},
        "probability_of_goal": dict(bands.goals),
        "probability_pays_back": bands.pays_back,
        "budget_at_risk": round(bands.budget_at_risk, _COARSE),
    }


def comparison(compared: Compared, bridges: Mapping[Total, Bridge]) -> dict[str, Any]:
    """Return how a scenario differs from the plan: draw by draw, and by budget, mix, timing and assumptions."""
    return {
        "difference": {total.value: _band(band) for total, band in (compared.differences or {}).items()},
        "probability_higher": {total.value: share for total, share in (compared.better or {}).items()},
        **bridge_figures(bridges),
    }


def bridge_figures(bridges: Mapping[Total, Bridge]) -> dict[str, Any]:
    """Return the bridge from the plan to a scenario by total."""
    return {
        "bridge": {
            total.value: {
                "plan": round(one.start, _FINE),
                **{block.value: round(value, _FINE) for block, value in one.parts.items()},
                "scenario": round(one.end, _FINE),
            }
            for total, one in bridges.items()
        }
    }


def _band(band: Band) -> dict[str, float]:
    return {name: round(getattr(band, name), _FINE) for name in _POINTS}


def _months(band: MonthBand) -> dict[str, list[float]]:
    return {name: [round(value, _FINE) for value in getattr(band, name).tolist()] for name in _POINTS}
